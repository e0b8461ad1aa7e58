#include "emserve/command_line.hpp"

#include <algorithm>
#include <charconv>

namespace spico::emserve {

const char kServeHelp[] =
    R"(emserve serve: the local server of SPICO and PASS

usage: emserve serve [options]

  --port N              port to listen on (8080); 0 takes any free one
  --address IP          address to listen on (127.0.0.1)
  --data DIR            folder of the database, made when missing (./.spico)
  --www DIR             the built browser client, with its files.json; without it only the API is served
  --origin URL          address that browsers use, such as https://spico.example.fr (default: from the Host header)
  --log FILE            log of requests, one JSON object a line; - is standard error (default: - , with --dev DIR/emserve.log)

  --dev                 for development, on the loopback address: demo accounts and patients, codes are printed,
                        /dev/outbox and /dev/clock, plain HTTP
  --demo-patients N     with --dev, how many demo patients a new database gets (500, up to 100000)
  --demo-professionals N  with --dev, how many professionals its directory gets beside those (300, up to 100000)
  --demo-now MS         with --dev, the Unix time in ms at which the clock starts: demo data that is as old on any day

  --tls-cert FILE       certificate chain, PEM
  --tls-key FILE        its private key, PEM
  --behind-proxy        a reverse proxy on this machine does TLS and sets X-Forwarded-For

  --smtp URL            smtp://host:port or smtps://host:port
  --smtp-user NAME      and --smtp-password-file FILE, when the server asks for them
  --mail-from ADDRESS   sender of e-mails (no-reply@esante-occitanie.fr)
  --sms-url URL         SMS gateway: POST {"to": …, "text": …}
  --sms-token-file FILE bearer token of the SMS gateway

  --idle-minutes N      sign-out after this time without activity (120, at most 120)
  --absolute-hours N    sign-out after this time in any case (12, at most 12)
  --kiosk-idle-seconds N  the same for kiosks (300)
  --beat-seconds N      longest silence of a stream of live events (20, at most 60)
  --session-streams N   such streams of one session, after which the oldest ends (4, at most 64: browsers open
                        six connections to a server, unless a proxy speaks HTTP/2 with them)

Exit codes: 0 stopped on request, 1 the server could not run, 2 the command line is wrong.
)";

bool Arguments::take_switch(std::string_view name) {
  const auto found = std::find(rest_.begin(), rest_.end(), name);
  if (found == rest_.end()) return false;
  rest_.erase(found);
  return true;
}

std::optional<std::string> Arguments::take_option(std::string_view name) {
  for (auto argument = rest_.begin(); argument != rest_.end(); ++argument) {
    if (*argument == name) {
      const auto value = argument + 1;
      if (value == rest_.end()) throw UsageError(std::string(name) + " needs a value");
      std::string taken = std::move(*value);
      rest_.erase(argument, value + 1);
      return taken;
    }
    if (argument->size() > name.size() && argument->starts_with(name) && (*argument)[name.size()] == '=') {
      std::string taken = argument->substr(name.size() + 1);
      rest_.erase(argument);
      return taken;
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> Arguments::take_number(std::string_view name, std::int64_t lowest,
                                                   std::int64_t highest) {
  const std::optional<std::string> text = take_option(name);
  if (!text) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < lowest || number > highest) {
    throw UsageError(std::string(name) + " takes a number from " + std::to_string(lowest) + " to " +
                     std::to_string(highest));
  }
  return number;
}

std::vector<std::string> Arguments::take_rest() {
  for (const std::string& argument : rest_) {
    if (argument.size() > 1 && argument.front() == '-') throw UsageError("unknown option " + argument);
  }
  return std::exchange(rest_, {});
}

void Arguments::expect_nothing_more() {
  if (!rest_.empty()) throw UsageError("unknown argument " + rest_.front());
}

namespace {

bool is_loopback(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

void read_mail_options(Arguments& arguments, MailOptions& mail) {
  mail.smtp_url = arguments.take_option("--smtp").value_or("");
  mail.smtp_user = arguments.take_option("--smtp-user").value_or("");
  mail.smtp_password_file = arguments.take_option("--smtp-password-file").value_or("");
  mail.sender = arguments.take_option("--mail-from").value_or(mail.sender);
  mail.sms_url = arguments.take_option("--sms-url").value_or("");
  mail.sms_token_file = arguments.take_option("--sms-token-file").value_or("");
  if (!mail.smtp_url.empty() && !mail.smtp_url.starts_with("smtp://") &&
      !mail.smtp_url.starts_with("smtps://")) {
    throw UsageError("--smtp takes smtp://host:port or smtps://host:port");
  }
  if (mail.smtp_user.empty() != mail.smtp_password_file.empty()) {
    throw UsageError("--smtp-user and --smtp-password-file go together");
  }
  if (mail.sender.find('@') == std::string::npos ||
      mail.sender.find_first_of("<>\r\n ") != std::string::npos) {
    throw UsageError("--mail-from takes an address such as no-reply@example.fr");
  }
}

void read_transport(Arguments& arguments, Options& options) {
  options.listen.tls_certificate_file = arguments.take_option("--tls-cert").value_or("");
  options.listen.tls_key_file = arguments.take_option("--tls-key").value_or("");
  const bool has_tls = !options.listen.tls_certificate_file.empty();
  if (has_tls == options.listen.tls_key_file.empty())
    throw UsageError("--tls-cert and --tls-key go together");
  const bool is_behind_proxy = arguments.take_switch("--behind-proxy");
  if (has_tls && is_behind_proxy) throw UsageError("--behind-proxy and --tls-cert exclude each other");
  options.transport = has_tls           ? Transport::kTls
                      : is_behind_proxy ? Transport::kBehindProxy
                                        : Transport::kPlain;
}

// Everything that is missing is told at once.
void check_production(const Options& options) {
  std::string problems;
  if (options.transport == Transport::kPlain) {
    problems += "\n  it needs TLS: give --tls-cert and --tls-key, or --behind-proxy";
  }
  if (options.mail.smtp_url.empty()) problems += "\n  it needs an SMTP server to send codes: give --smtp";
  if (options.demo_patients_given) problems += "\n  it makes no demo patients: leave --demo-patients away";
  if (options.demo_professionals_given)
    problems += "\n  it makes no demo professionals: leave --demo-professionals away";
  if (options.demo_now_ms) problems += "\n  its clock is the system's: leave --demo-now away";
  if (!problems.empty()) throw UsageError("a server without --dev is not complete:" + problems);
}

}  // namespace

Options read_serve_options(Arguments& arguments) {
  Options options;
  options.mode = arguments.take_switch("--dev") ? Mode::kDevelopment : Mode::kProduction;
  options.listen.port = static_cast<std::uint16_t>(arguments.take_number("--port", 0, 65'535).value_or(8080));
  options.listen.address = arguments.take_option("--address").value_or(options.listen.address);
  options.data = arguments.take_option("--data").value_or(".spico");
  options.www = arguments.take_option("--www").value_or("");
  options.origin = arguments.take_option("--origin").value_or("");
  options.log_file = arguments.take_option("--log").value_or(
      options.is_dev() ? (options.data / "emserve.log").string() : "-");
  if (const auto count = arguments.take_number("--demo-patients", 0, 100'000)) {
    options.demo_patients = static_cast<int>(*count);
    options.demo_patients_given = true;
  }
  if (const auto count = arguments.take_number("--demo-professionals", 0, 100'000)) {
    options.demo_professionals = static_cast<int>(*count);
    options.demo_professionals_given = true;
  }
  options.demo_now_ms = arguments.take_number("--demo-now", 0, 4'000'000'000'000);
  read_transport(arguments, options);
  read_mail_options(arguments, options.mail);
  options.session.idle_ms = arguments.take_number("--idle-minutes", 1, 120).value_or(120) * 60'000;
  options.session.absolute_ms = arguments.take_number("--absolute-hours", 1, 12).value_or(12) * 3'600'000;
  options.kiosk_idle_ms = arguments.take_number("--kiosk-idle-seconds", 1, 7'200).value_or(300) * 1000;
  options.listen.limits.beat_time =
      std::chrono::seconds(arguments.take_number("--beat-seconds", 1, 60).value_or(20));
  options.live.streams_of_session =
      static_cast<std::size_t>(arguments.take_number("--session-streams", 1, 64).value_or(4));
  arguments.expect_nothing_more();
  if (!options.is_dev()) check_production(options);
  if (options.transport != Transport::kTls && !is_loopback(options.listen.address)) {
    throw UsageError(
        "without TLS of its own the server listens on the loopback address only: give --tls-cert and "
        "--tls-key");
  }
  return options;
}

}  // namespace spico::emserve

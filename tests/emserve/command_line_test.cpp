// The command line: what is understood, and what is refused with a sentence (decisions 18).
#include <doctest/doctest.h>

#include "emserve/command_line.hpp"

namespace spico::emserve {
namespace {

Options read(std::vector<std::string> words) {
  Arguments arguments(std::move(words));
  return read_serve_options(arguments);
}

std::string refusal_of(std::vector<std::string> words) {
  try {
    read(std::move(words));
  } catch (const UsageError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a development server needs nothing else") {
  const Options options = read({"--dev"});
  CHECK(options.is_dev());
  CHECK(options.listen.port == 8080);
  CHECK(options.listen.address == "127.0.0.1");
  CHECK(options.data == ".spico");
  CHECK(options.demo_patients == 500);
  CHECK_FALSE(options.demo_patients_given);
  CHECK(options.demo_professionals == 300);
  CHECK_FALSE(options.demo_professionals_given);
  CHECK_FALSE(options.is_encrypted());
}

TEST_CASE("options take their value after a space or an equals sign") {
  const Options options =
      read({"--port=8123", "--dev", "--data", "folder", "--demo-patients", "7", "--demo-professionals=50000",
            "--idle-minutes=5", "--demo-now=1795444440000"});
  CHECK(options.listen.port == 8123);
  CHECK(options.data == "folder");
  CHECK(options.demo_patients == 7);
  CHECK(options.demo_patients_given);
  CHECK(options.demo_now_ms == 1'795'444'440'000);
  CHECK(options.demo_professionals == 50'000);
  CHECK(options.demo_professionals_given);
  CHECK(options.session.idle_ms == 300'000);
}

TEST_CASE("a server for real needs TLS and SMTP, and is told everything that is missing at once") {
  const std::string bare = refusal_of({});
  CHECK(bare.find("TLS") != std::string::npos);
  CHECK(bare.find("--demo-now") == std::string::npos);
  CHECK(refusal_of({"--demo-now", "1795444440000"}).find("leave --demo-now away") != std::string::npos);
  CHECK(bare.find("SMTP") != std::string::npos);
  const std::string proxied = refusal_of({"--behind-proxy"});
  CHECK(proxied.find("TLS") == std::string::npos);
  CHECK(proxied.find("SMTP") != std::string::npos);
  const Options options = read({"--behind-proxy", "--smtp", "smtp://127.0.0.1:25"});
  CHECK(options.is_encrypted());
  CHECK_FALSE(options.can_send_sms());
  CHECK(options.log_file == "-");
}

TEST_CASE("what cannot be understood is refused") {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"--dev", "--port"},
           {"--dev", "--port", "x"},
           {"--dev", "--port", "65536"},
           {"--dev", "--demo-patients", "100001"},
           {"--dev", "--demo-patients", "-1"},
           {"--dev", "--unknown"},
           {"--dev", "word"},
           {"--dev", "--tls-cert", "x"},
           {"--dev", "--address", "0.0.0.0"},
           {"--dev", "--smtp", "http://x"},
           {"--dev", "--smtp", "smtp://x", "--smtp-user", "u"},
           {"--dev", "--mail-from", "a\r\nb@c"},
           {"--dev", "--idle-minutes", "121"},
           {"--behind-proxy", "--tls-cert", "a", "--tls-key", "b"},
       }) {
    CAPTURE(words.back());
    CHECK_FALSE(refusal_of(words).empty());
  }
}

}  // namespace spico::emserve

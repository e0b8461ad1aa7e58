#include "emserve/serve.hpp"

#include <iostream>

#include "emserve/demo_data.hpp"
#include "emserve/progress_bar.hpp"
#include "emserve/routes/application.hpp"

namespace spico::emserve {
namespace {

std::filesystem::path make_data_folder(const std::filesystem::path& folder) {
  std::error_code error;
  const bool is_new = std::filesystem::create_directories(folder, error);
  if (error) throw std::runtime_error("cannot make the folder " + folder.string() + ": " + error.message());
  if (is_new) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  return folder;
}

// Prints what would have been sent, then keeps it in the outbox.
class PrintingMessenger final : public Messenger {
 public:
  explicit PrintingMessenger(Messenger& next) : next_(next) {}
  void send(Notice message) override {
    if (message.code.empty()) {
      std::cout << "Message for " << message.to << ": " << message.subject << std::endl;
    } else {
      std::cout << "Code " << message.code << " for " << message.to << std::endl;
    }
    next_.send(std::move(message));
  }

 private:
  Messenger& next_;
};

// Their password is in the documentation.
void warn_of_demo_accounts(Store& store) {
  for (const std::string_view identifiant : demo_identifiants()) {
    if (!store.account_by_identifiant(identifiant)) continue;
    std::cerr << "Warning: this database has the demo account " << identifiant
              << ", whose password everybody knows.\n";
  }
}

void print_welcome(const Options& options, std::uint16_t port) {
  std::cout << "SPICO is ready: " << (options.transport == Transport::kTls ? "https" : "http") << "://"
            << (options.listen.address == "127.0.0.1" ? "localhost" : options.listen.address) << ':' << port
            << "\n";
  if (!options.is_dev()) {
    std::cout << std::flush;
    return;
  }
  if (!options.is_encrypted()) {
    std::cout
        << "Development mode over plain HTTP, on this machine only: the session cookie is neither Secure nor "
           "prefixed.\n";
  }
  std::cout << "Accounts (password " << kDemoPassword << "):";
  for (const std::string_view identifiant : demo_identifiants()) std::cout << ' ' << identifiant;
  std::cout << "\nOne-time codes are printed here. Ctrl+C stops the server." << std::endl;
}

}  // namespace

int serve(const Options& options) {
  const FileExaminer examiner(find_drawers());
  FileTickets tickets;
  const std::filesystem::path folder = make_data_folder(options.data);
  Log log(options.log_file);
  const StaticFiles files = options.www.empty() ? StaticFiles() : StaticFiles::load(options.www);
  const Texts texts = Texts::load();
  const Pepper pepper = Pepper::load_or_create(folder / "pepper.key");
  Clock clock;
  if (options.demo_now_ms) clock.advance(*options.demo_now_ms - clock.now_ms());
  Passwords passwords;
  StorePool stores(folder / "spico.db", 64);
  if (options.is_dev()) {
    const auto total = static_cast<std::uint64_t>(options.demo_patients);
    make_demo_data({.options = options,
                    .texts = texts,
                    .passwords = passwords,
                    .store = *stores.lend(),
                    .examiner = examiner,
                    .now_ms = clock.now_ms(),
                    .progress = [bar = ProgressBar(), total](std::size_t written) mutable {
                      bar.show(written, total);
                    }});
  } else {
    // Creates or migrates now, so that a problem is told now.
    warn_of_demo_accounts(*stores.lend());
  }

  Outbox outbox;
  PrintingMessenger printing(outbox);
  std::unique_ptr<NetworkMessenger> network;
  if (!options.mail.smtp_url.empty() || !options.mail.sms_url.empty()) {
    network = std::make_unique<NetworkMessenger>(options.mail, log);
  }
  const auto carrier = [&](const std::string& url) -> Messenger& {
    if (!url.empty()) return *network;
    return options.is_dev() ? static_cast<Messenger&>(printing) : outbox;
  };
  ChannelMessenger messenger(carrier(options.mail.smtp_url), carrier(options.mail.sms_url));
  const SignIn sign_in(options, clock, pepper, passwords, messenger);
  LiveHub live(stores, clock, log, options);
  Services services{.options = options,
                    .stores = stores,
                    .live = live,
                    .clock = clock,
                    .pepper = pepper,
                    .sign_in = sign_in,
                    .outbox = outbox,
                    .examiner = examiner,
                    .tickets = tickets,
                    .texts = texts,
                    .files = files,
                    .log = log};
  SpicoApplication application(services);
  Server server(options.listen, application);
  log.write(clock.now_ms(), "started", {{"build", files.build()}, {"port", std::int64_t{server.port()}}});
  if (!examiner.draws_pdf()) {
    log.write(clock.now_ms(), "pdf_previews_off", {{"reason", "pdftoppm_not_found"}});
    std::cerr
        << "Warning: pdftoppm (package poppler-utils) is not installed; PDFs are taken without a preview.\n";
  }
  print_welcome(options, server.port());
  {
    const LiveWatch watch(live);
    server.run();
  }
  log.write(clock.now_ms(), "stopped");
  return 0;
}

}  // namespace spico::emserve

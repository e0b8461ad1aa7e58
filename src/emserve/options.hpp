// What `emserve serve` was asked to do. Read from the command line once, then constant.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "emserve/http/server.hpp"
#include "emserve/store/notification_records.hpp"
#include "emserve/store/records.hpp"

namespace spico::emserve {

struct MailOptions {
  std::string smtp_url;  // smtp://host:port or smtps://host:port; empty: the outbox
  std::string smtp_user;
  std::string smtp_password_file;
  std::string sender = "no-reply@esante-occitanie.fr";
  std::string sms_url;         // POST {"to","text"} as JSON; empty: the outbox
  std::string sms_token_file;  // sent as a bearer token
};

struct LiveLimits {
  std::chrono::milliseconds look_time{250};  // how late a change of another process may be seen
  // A browser opens six connections to a server over HTTP/1.1, for all of its tabs together: streams must
  // leave some of them.
  std::size_t streams_of_session = 4;
};

enum class Transport : std::uint8_t {
  kPlain,  // loopback and --dev only
  kTls,
  kBehindProxy,  // a reverse proxy does TLS and sets X-Forwarded-For
};

enum class Mode : std::uint8_t { kProduction, kDevelopment };

struct Options {
  ListenOptions listen;
  std::filesystem::path data = ".spico";
  std::filesystem::path www;  // folder of files.json; empty: no static files
  std::string origin;         // "https://host"; empty: taken from the Host header
  std::string log_file;       // "-": standard error
  Mode mode = Mode::kProduction;
  Transport transport = Transport::kPlain;
  int demo_patients = 500;
  bool demo_patients_given = false;
  int demo_professionals = 300;  // of the directory only, beside those of the patients' circles
  bool demo_professionals_given = false;
  std::optional<std::int64_t> demo_now_ms;  // Unix time at which the clock starts, instead of the system's
  std::int64_t kiosk_idle_ms = 5 * 60'000;
  SessionLimits session;
  SignInLimits sign_in;
  CodeLimits codes;
  LiveLimits live;
  NotificationLimits notifications;
  MailOptions mail;

  bool is_dev() const { return mode == Mode::kDevelopment; }
  // Without a gateway SMS go to the outbox, which only --dev can read.
  bool can_send_sms() const { return is_dev() || !mail.sms_url.empty(); }
  bool is_encrypted() const { return transport != Transport::kPlain; }
};

}  // namespace spico::emserve

// Who is signed in, how strongly, and how far through the steps: the server's answer and the form on the way
// to it. Part of Model; the wire is openapi.yaml's Session.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/remote.hpp"

namespace spico {

enum class Strength : std::uint8_t { kNone, kWeak, kStrong };
enum class PendingStep : std::uint8_t { kNone, kChannel, kCode };
enum class Channel : std::uint8_t { kEmail, kSms };
enum class SessionEnd : std::uint8_t { kNone, kIdle, kAbsolute, kElsewhere, kSignedOut };

struct User {
  std::string id, identifiant, display_name, family_name, given_name, profession;
  std::string structure{}, commune{};  ///< empty when unknown
  std::string professional_id{};       ///< in the directory
};

struct Destination {
  Channel channel = Channel::kEmail;
  std::string masked;  ///< "d•••s@chu-example.fr"
};

struct CodeState {
  Channel channel = Channel::kEmail;
  std::int64_t expires_in_ms = 0;  ///< counted from SessionView's arrival
  std::int64_t resend_in_ms = 0;
  int tries_left = 0, resends_left = 0;
};

/// GET /api/session and every route that moves the stage (decisions 16).
struct SessionView {
  std::optional<User> user;
  Strength strength = Strength::kNone;
  PendingStep pending = PendingStep::kNone;
  std::vector<Destination> destinations;
  std::optional<CodeState> code;
  bool cgu_pass = false, cgu_spico = false, spico_open = false, locked = false;
  SessionEnd ended = SessionEnd::kNone;
  std::optional<std::int64_t> idle_remaining_ms, absolute_remaining_ms;
  std::int64_t server_now_ms = 0;
  std::string build;
};

/// GET /api/pass/config.
struct ServerConfig {
  bool psc_configured = false;
  bool dev = false;
  std::int64_t kiosk_idle_ms = 300'000;
};

/// POST /api/session/activity.
struct Beat {
  std::int64_t idle_remaining_ms = 0, absolute_remaining_ms = 0, server_now_ms = 0;
};

/// The request whose answer a SessionView is.
enum class SessionRequest : std::uint8_t {
  kLoad,
  kSignIn,
  kSendCode,
  kVerifyCode,
  kAcceptPass,
  kAcceptSpico,
  kOpenSpico,
  kLeaveSpico,
  kSignOut
};

enum class SignInTab : std::uint8_t { kPsc, kCode, kWeak };
enum class PasswordReveal : std::uint8_t { kHidden, kShown };

/// The sign-in screen between two answers.
struct SignInForm {
  SignInTab tab = SignInTab::kCode;
  std::string identifiant, password, code;
  PasswordReveal reveal = PasswordReveal::kHidden;
  std::optional<Channel> channel;  ///< the radio that is chosen
  bool choosing_channel = false;   ///< «Changer de moyen» after a code was sent
  bool identifiant_missing = false, password_missing = false;
  bool psc_explained = false;     ///< «Non configuré sur ce serveur» was asked for
  Failure failure;                ///< what the last try answered; cleared by typing
  std::int64_t failed_at_ms = 0;  ///< wall clock, for "try again in n s"
};

struct Session {
  Remote<SessionView> view;
  SessionRequest asked = SessionRequest::kLoad;  ///< what view.pending waits for
  std::int64_t view_at_ms = 0;                   ///< wall clock when the view arrived
  Remote<ServerConfig> config;
  SignInForm form;

  [[nodiscard]] bool is_known() const { return view.value.has_value(); }
  [[nodiscard]] bool is_signed_in() const { return view.value && view.value->user.has_value(); }
};

/// What the server's clock says when this device's says `wall_ms`: people's clocks are minutes off.
[[nodiscard]] inline std::int64_t server_time_ms(const Session& session, std::int64_t wall_ms) {
  if (!session.view.value || session.view.value->server_now_ms == 0) return wall_ms;
  return wall_ms + session.view.value->server_now_ms - session.view_at_ms;
}

}  // namespace spico

// The way in: password, then one-time code. Counts before it compares, answers alike for accounts that do not
// exist, and writes every outcome to the audit log. Knows nothing of HTTP.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/text/language.hpp"
#include "emserve/auth/clock.hpp"
#include "emserve/auth/cookie.hpp"
#include "emserve/auth/passwords.hpp"
#include "emserve/auth/secrets.hpp"
#include "emserve/mail/messenger.hpp"
#include "emserve/store/store.hpp"

namespace spico::emserve {

// Who asks, and through which session if any.
struct Visitor {
  std::string source;                    // address
  std::optional<SessionRecord> session;  // a live one
};

struct PasswordAttempt {
  std::string identifiant;              // as typed
  crypto::SecretText password;          // as typed
  Strength wanted = Strength::kStrong;  // kWeak: without a code
};

enum class SignInProblem : std::uint8_t {
  kNone,
  kBadCredentials,
  kTooManyAttempts,
  kNoPendingSignIn,
  kNoSuchDestination,
  kResendTooSoon,
  kTooManyCodes,
  kCodeLocked,
  kCodeWrong,
  kCodeExpired,
  kCodeExhausted,
};

struct SignInOutcome {
  SignInProblem problem = SignInProblem::kNone;
  std::int64_t wait_ms = 0;              // for the problems that time solves
  std::optional<std::string> cookie;     // the new value, when there is one
  std::optional<SessionRecord> session;  // as it is now, when a step succeeded
};

class SignIn {
 public:
  SignIn(const Options& options, const Clock& clock, const Pepper& pepper, Passwords& passwords,
         Messenger& messenger)
      : options_(options), clock_(clock), pepper_(pepper), passwords_(passwords), messenger_(messenger) {}

  // Tens of milliseconds of computing, 19 MiB.
  SignInOutcome try_password(Store& store, const Visitor& visitor, const PasswordAttempt& attempt) const;
  SignInOutcome send_code(Store& store, const Visitor& visitor, Channel channel, Language language) const;
  SignInOutcome try_code(Store& store, const Visitor& visitor, std::string_view code) const;

 private:
  SignInOutcome wrong_code(Store& store, const Visitor& visitor, const TryVerdict& verdict) const;
  void audit(Store& store, const Visitor& visitor, AccountId account, SessionKey session,
             std::string_view event, std::string_view detail) const;

  const Options& options_;
  const Clock& clock_;
  const Pepper& pepper_;
  Passwords& passwords_;
  Messenger& messenger_;
};

// Where the codes of this account can go, masked: "d•••s@chu-example.fr", "•• •• •• •• 42".
std::vector<Destination> destinations_of(const Account& account, const Options& options);

}  // namespace spico::emserve

// What the store keeps, as plain values, and the verdicts of its counted operations. No SQL, no JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/discussions/discussion.hpp"
#include "core/notifications/notification.hpp"
#include "core/patients/patient.hpp"
#include "core/patients/patient_change.hpp"
#include "core/session/session.hpp"
#include "core/terms/terms.hpp"
#include "crypto/hash.hpp"

namespace spico::emserve {

using crypto::Digest;

using AccountId = StrongNumber<struct AccountIdTag, std::int64_t>;
using SessionKey = StrongNumber<struct SessionKeyTag, std::int64_t>;

struct Account {
  AccountId id;
  std::string identifiant;  // lower case
  std::string family_name, given_name;
  std::string profession;  // code of assets/referentiels.json
  std::string structure, commune;
  std::string email, phone;
  std::string password_hash;
  int code_failures = 0;  // wrong codes in a row, over any number of sign-ins
  bool test = false;      // made by --dev: sees what --dev imports
};

// A sign-in under way or done. The cookie's value is not here, only its hash is in the store.
struct SessionRecord {
  SessionKey key;
  AccountId account;
  Strength strength = Strength::kNone;
  PendingStep pending = PendingStep::kNone;
  bool spico_open = false;
  bool locked = false;
  std::int64_t started_at_ms = 0;   // of the absolute life; moves when the code succeeds
  std::int64_t activity_at_ms = 0;  // of the idle life
  std::optional<std::int64_t> leaving_at_ms;
  SessionEnd ended = SessionEnd::kNone;
};

// A code that was sent and not used yet. One per session: a new one replaces it, its counters stay.
struct CodeRecord {
  Channel channel = Channel::kEmail;
  Digest code_hash{};
  std::int64_t sent_at_ms = 0;
  int tries = 0;
  int resends = 0;
};

struct SignInLimits {  // product.md section 1, security.md section 1.4
  std::int64_t window_ms = 15 * 60'000;
  int failures_of_account = 10;
  int failures_of_source = 50;
  std::int64_t first_delay_ms = 30'000;  // doubles with each further failure
  std::int64_t longest_delay_ms = 15 * 60'000;
};

struct CodeLimits {  // decisions 20, security.md section 1.4
  std::int64_t life_ms = 5 * 60'000;
  std::int64_t resend_after_ms = 30'000;
  std::int64_t hour_ms = 60 * 60'000;
  int tries = 5;
  int resends_of_sign_in = 3;
  int resends_of_account_in_hour = 5;
  int codes_of_account_in_hour = 30;
  int codes_of_destination_in_hour = 30;
  int codes_of_source_in_hour = 300;
  int failures_before_lock = 100;
};

// Whether a password may be tried now; when it may, the try is counted already.
struct SignInVerdict {
  std::int64_t wait_ms = 0;  // 0: go on and compare
  std::int64_t attempt = 0;  // to take the count back when the password is right
};

enum class SendProblem : std::uint8_t { kNone, kNoPendingSignIn, kTooSoon, kTooMany, kLocked };

struct SendVerdict {
  SendProblem problem = SendProblem::kNone;
  std::int64_t wait_ms = 0;  // 0: waiting does not help
};

enum class TryProblem : std::uint8_t { kNone, kNoPendingSignIn, kExpired, kExhausted, kLocked };

// Whether a code may be compared; when it may, the try is counted and committed already.
struct TryVerdict {
  TryProblem problem = TryProblem::kNone;
  Digest code_hash{};
  int tries_left = 0;
};

struct AuditLine {
  std::int64_t id = 0;
  std::int64_t at_ms = 0;
  std::string event;  // a code such as "sign_in_failed"
  AccountId account;  // 0: nobody
  SessionKey session;
  std::optional<Digest> source;  // keyed hash of the address
  PatientId patient;             // 0: none
  std::string detail;            // codes and numbers only
};

struct EndedSession {
  SessionRecord session;  // key, account and pending only
  SessionEnd reason = SessionEnd::kNone;
};

struct SessionLimits {  // product.md section 8, decisions 28
  std::int64_t idle_ms = 2 * 3'600'000;
  std::int64_t absolute_ms = 12 * 3'600'000;
  std::int64_t leaving_ms = 60'000;
  std::int64_t pending_ms = 15 * 60'000;  // from the password to the code
};

// What may have happened; the numbers are stored.
enum class EventKind : std::uint8_t {
  kPatient = 1,
  kPatientGone = 2,
  kFavourite = 3,
  kPreferences = 4,
  kDiscussion = 5,
  kMessage = 6,
  kDiscussionGone = 7,
  kRead = 8,
  kNotification = 9,
  kNotifications = 10,  // read, marked, or wanted otherwise
  kEntries = 11         // of a dossier
};

struct EventBounds {
  std::int64_t pruned_to = 0;  // what came up to this one is forgotten
  std::int64_t last = 0;
};

struct EventLimits {
  std::int64_t most = 200'000;
  std::int64_t oldest_ms = 7 * 24 * 3'600'000LL;
};

// An event as one account may know it. The patient is as it is now, not as it was then; of one that is gone
// only the id is known. Discussions and messages likewise.
struct EventRecord {
  std::int64_t id = 0;
  EventKind kind = EventKind::kPatient;
  Patient patient{};
  Discussion discussion{};    // as it is for the account now; only its id of one that it is not in any more
  Message message{};          // of kMessage
  std::string author_name{};  // of its message
  ProfessionalId member{};    // of kRead, who has read up to `number`
  MessageNumber number = 0;
  Notification notification{};  // of kNotification
  std::int64_t unread = 0;      // notifications, of kNotification and kNotifications
};

struct EventBatch {
  std::vector<EventRecord> events;  // by id
  std::int64_t reached = 0;         // nothing up to this one is left to tell
  bool is_gap = false;              // some that were asked for are forgotten
};

// A patient as whoever opens the dossier gets it.
struct Dossier {
  Patient patient;
  std::optional<std::int64_t> previous_visit_ms;  // of this account
  std::vector<PatientChange> changes;             // since then, newest first; none at the first visit
};

struct SavedSearch {
  std::int64_t id = 0;
  std::string name;
  std::string filters;  // coded, as in the address
};

// How an account wants its list. The texts are those of core/patients/column_layout and of the address.
struct ListPreferences {
  std::string columns, sort;  // empty: never set
  std::vector<SavedSearch> searches;
};

}  // namespace spico::emserve

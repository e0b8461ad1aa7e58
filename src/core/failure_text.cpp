#include "core/failure_text.hpp"

#include <array>
#include <utility>

#include "core/text/fill.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

constexpr std::array kByCode{
    std::pair<std::string_view, Text>{"bad_credentials", Text::kSessionBadCredentials},
    std::pair<std::string_view, Text>{"too_many_attempts", Text::kSessionTooManyAttempts},
    std::pair<std::string_view, Text>{"busy", Text::kCommonBusy},
    std::pair<std::string_view, Text>{"code_incomplete", Text::kSessionCodeIncomplete},
    std::pair<std::string_view, Text>{"code_wrong", Text::kSessionCodeWrong},
    std::pair<std::string_view, Text>{"code_expired", Text::kSessionCodeExpired},
    std::pair<std::string_view, Text>{"code_exhausted", Text::kSessionCodeExhausted},
    std::pair<std::string_view, Text>{"code_locked", Text::kSessionCodeLocked},
    std::pair<std::string_view, Text>{"no_pending_login", Text::kSessionLoginOver},
    std::pair<std::string_view, Text>{"resend_too_soon", Text::kSessionResendTooSoon},
    std::pair<std::string_view, Text>{"too_many_codes", Text::kSessionTooManyCodes},
    std::pair<std::string_view, Text>{"delivery_failed", Text::kSessionDeliveryFailed},
    std::pair<std::string_view, Text>{"version_changed", Text::kTermsVersionChanged},
    std::pair<std::string_view, Text>{"unknown_patient", Text::kPatientsUnknownPatient},
    std::pair<std::string_view, Text>{"too_many_searches", Text::kSearchesTooMany},
    std::pair<std::string_view, Text>{"too_many_patients", Text::kPatientsTooMany},
    std::pair<std::string_view, Text>{"unknown_discussion", Text::kDiscussionsGone},
    std::pair<std::string_view, Text>{"unknown_message", Text::kDiscussionsUnknownMessage},
    std::pair<std::string_view, Text>{"unknown_attachment", Text::kDiscussionsUnknownMessage},
    std::pair<std::string_view, Text>{"too_late", Text::kDiscussionsTooLate},
    std::pair<std::string_view, Text>{"no_dossier", Text::kDiscussionsEntryNoDossier},
    std::pair<std::string_view, Text>{"filed_by_other", Text::kDiscussionsEntryByOther},
    std::pair<std::string_view, Text>{"not_on_spico", Text::kDiscussionsNotOnSpico},
    std::pair<std::string_view, Text>{"member_may_not_see_patient", Text::kDiscussionsMayNotSee},
    std::pair<std::string_view, Text>{"too_many_members", Text::kDiscussionsTooManyMembers},
    std::pair<std::string_view, Text>{"invalid_field", Text::kCommonInvalidField},
    std::pair<std::string_view, Text>{"body_too_large", Text::kCommonBodyTooLarge},
    std::pair<std::string_view, Text>{"unknown_tile", Text::kCommonNoLongerThere},
    std::pair<std::string_view, Text>{"unknown_search", Text::kCommonNoLongerThere},
    std::pair<std::string_view, Text>{"request_timeout", Text::kCommonTimeout},
    // The page is older than the server, or something in between has changed what it says.
    std::pair<std::string_view, Text>{"not_found", Text::kCommonMisunderstood},
    std::pair<std::string_view, Text>{"method_not_allowed", Text::kCommonMisunderstood},
    std::pair<std::string_view, Text>{"malformed_json", Text::kCommonMisunderstood},
    std::pair<std::string_view, Text>{"malformed_request", Text::kCommonMisunderstood},
    std::pair<std::string_view, Text>{"headers_too_large", Text::kCommonMisunderstood},
    std::pair<std::string_view, Text>{"unsupported_media_type", Text::kCommonMisunderstood},
    std::pair<std::string_view, Text>{"cross_site", Text::kCommonMisunderstood},
    std::pair<std::string_view, Text>{"header_required", Text::kCommonMisunderstood},
};

Text by_kind(Failure::Kind kind) {
  switch (kind) {
    case Failure::Kind::kOffline:
      return Text::kCommonOffline;
    case Failure::Kind::kTimeout:
      return Text::kCommonTimeout;
    case Failure::Kind::kCut:
      return Text::kCommonCut;
    case Failure::Kind::kMalformed:
      return Text::kCommonMalformed;
    case Failure::Kind::kServer:
      return Text::kCommonServerError;
    case Failure::Kind::kRefused:
    case Failure::Kind::kNone:
      break;
  }
  return Text::kCommonRefused;
}

// "30 secondes" or "2 minutes", rounded up: a person who waits that long is let in.
std::string duration_text(Language language, int seconds) {
  const bool long_wait = seconds >= 120;
  const int number = long_wait ? (seconds + 59) / 60 : seconds;
  const Text key = long_wait     ? Text::kCommonMinutes
                   : number == 1 ? Text::kCommonSecond
                                 : Text::kCommonSeconds;
  return fill(text(language, key), {{"count", std::to_string(number)}});
}

}  // namespace

std::string failure_text(Language language, const Failure& failure) {
  if (!failure.is_some()) return {};
  Text key = by_kind(failure.kind);
  for (const auto& [code, known] : kByCode) {
    if (failure.code == code) key = known;
  }
  std::string sentence = fill(text(language, key), {{"status", std::to_string(failure.status)}});
  if (failure.retry_after_s > 0) {
    sentence += ' ';
    sentence += fill(text(language, Text::kCommonRetryIn),
                     {{"delay", duration_text(language, failure.retry_after_s)}});
  }
  return sentence;
}

}  // namespace spico

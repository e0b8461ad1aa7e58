#include "emserve/auth/sign_in.hpp"

#include "api/server_requests.hpp"
#include "core/text/fill.hpp"
#include "core/text/mail_strings.hpp"
#include "crypto/random.hpp"

namespace spico::emserve {
namespace {

constexpr std::size_t kCodeDigits = 6;

std::string draw_code() {
  std::string digits = std::to_string(crypto::random_below(1'000'000));
  digits.insert(0, kCodeDigits - digits.size(), '0');
  return digits;
}

const std::string& address_for(const Account& account, Channel channel) {
  return channel == Channel::kEmail ? account.email : account.phone;
}

Notice code_message(const Account& account, Channel channel, const std::string& code, std::int64_t life_ms,
                    Language language) {
  const std::string minutes = std::to_string(life_ms / 60'000);
  const MailText body = channel == Channel::kEmail ? MailText::kCodeText : MailText::kCodeSms;
  Notice message;
  message.channel = channel;
  message.to = address_for(account, channel);
  if (channel == Channel::kEmail) message.subject = text(language, MailText::kCodeSubject);
  message.text = fill(text(language, body), {{"code", code}, {"minutes", minutes}});
  message.code = code;
  return message;
}

// The first character and the last one, as UTF-8 cuts them.
std::string masked_email(std::string_view email) {
  const std::size_t at = email.find('@');
  const std::string_view local = email.substr(0, at);
  std::size_t first = local.empty() ? 0 : 1;
  while (first < local.size() && (static_cast<unsigned char>(local[first]) & 0xC0U) == 0x80U) ++first;
  std::size_t last = local.empty() ? 0 : local.size() - 1;
  while (last > first && (static_cast<unsigned char>(local[last]) & 0xC0U) == 0x80U) --last;
  std::string masked(local.substr(0, first));
  masked.append("•••");
  // A short name would be given away whole by its two ends.
  if (local.size() > first + 2) masked.append(local.substr(last));
  if (at != std::string_view::npos) masked.append(email.substr(at));
  return masked;
}

std::string masked_phone(std::string_view phone) {
  return "•• •• •• •• " + std::string(phone.substr(phone.size() < 2 ? 0 : phone.size() - 2));
}

}  // namespace

std::vector<Destination> destinations_of(const Account& account, const Options& options) {
  std::vector<Destination> destinations;
  if (!account.email.empty()) destinations.push_back({Channel::kEmail, masked_email(account.email)});
  if (!account.phone.empty() && options.can_send_sms())
    destinations.push_back({Channel::kSms, masked_phone(account.phone)});
  return destinations;
}

void SignIn::audit(Store& store, const Visitor& visitor, AccountId account, SessionKey session,
                   std::string_view event, std::string_view detail) const {
  AuditLine line;
  line.at_ms = clock_.now_ms();
  line.event = event;
  line.account = account;
  line.session = session;
  line.source = pepper_.of_source(visitor.source);
  line.detail = detail;
  store.append_audit(line);
}

SignInOutcome SignIn::try_password(Store& store, const Visitor& visitor,
                                   const PasswordAttempt& attempt) const {
  const std::string identifiant = normalised_identifiant(attempt.identifiant);
  const Digest account_hash = pepper_.of_identifiant(identifiant);
  const SignInVerdict verdict =
      store.count_sign_in(account_hash, pepper_.of_source(visitor.source), clock_.now_ms(), options_.sign_in);
  if (verdict.wait_ms > 0) {
    audit(store, visitor, {}, {}, "login_throttled", {});
    return {
        .problem = SignInProblem::kTooManyAttempts, .wait_ms = verdict.wait_ms, .cookie = {}, .session = {}};
  }
  const std::optional<Account> account = store.account_by_identifiant(identifiant);
  const crypto::SecretText password = normalised_password(attempt.password.view());
  const std::optional<std::string> stored = account ? std::optional(account->password_hash) : std::nullopt;
  if (!passwords_.matches(stored, password.view())) {
    audit(store, visitor, account ? account->id : AccountId{}, {}, "login_failed", {});
    return {.problem = SignInProblem::kBadCredentials, .wait_ms = 0, .cookie = {}, .session = {}};
  }
  store.forgive_sign_in(account_hash, verdict.attempt);
  if (passwords_.is_outdated(account->password_hash)) {
    store.set_password_hash(account->id, passwords_.hash(password.view()));
  }
  // A new value whatever came with the request: a planted cookie never becomes a signed-in one.
  if (visitor.session) store.end_session(visitor.session->key, SessionEnd::kSignedOut, clock_.now_ms());
  const bool is_weak = attempt.wanted == Strength::kWeak;
  SessionRecord session;
  session.account = account->id;
  session.strength = is_weak ? Strength::kWeak : Strength::kNone;
  session.pending = is_weak ? PendingStep::kNone : PendingStep::kChannel;
  session.started_at_ms = session.activity_at_ms = clock_.now_ms();
  NewCookie cookie = make_cookie();
  session.key = store.add_session(cookie.hash, session);
  audit(store, visitor, account->id, session.key, is_weak ? "signed_in" : "password_ok",
        is_weak ? "weak" : "");
  return {
      .problem = SignInProblem::kNone, .wait_ms = 0, .cookie = std::move(cookie.value), .session = session};
}

SignInOutcome SignIn::send_code(Store& store, const Visitor& visitor, Channel channel,
                                Language language) const {
  const SessionRecord& session = *visitor.session;
  const std::optional<Account> account = store.account_by_id(session.account);
  if (!account || address_for(*account, channel).empty() ||
      (channel == Channel::kSms && !options_.can_send_sms())) {
    return {.problem = SignInProblem::kNoSuchDestination, .wait_ms = 0, .cookie = {}, .session = {}};
  }
  const std::string code = draw_code();
  const SendVerdict verdict =
      store.replace_code(session.key, channel, pepper_.of_code(session.key, code),
                         pepper_.of_destination(address_for(*account, channel)),
                         pepper_.of_source(visitor.source), clock_.now_ms(), options_.codes);
  const auto refused = [&](SignInProblem problem, std::string_view detail) {
    audit(store, visitor, account->id, session.key, "code_send_refused", detail);
    return SignInOutcome{.problem = problem, .wait_ms = verdict.wait_ms, .cookie = {}, .session = {}};
  };
  switch (verdict.problem) {
    case SendProblem::kNoPendingSignIn:
      return refused(SignInProblem::kNoPendingSignIn, "no_pending_login");
    case SendProblem::kTooSoon:
      return refused(SignInProblem::kResendTooSoon, "resend_too_soon");
    case SendProblem::kTooMany:
      return refused(SignInProblem::kTooManyCodes, "too_many_codes");
    case SendProblem::kLocked:
      return refused(SignInProblem::kCodeLocked, "code_locked");
    case SendProblem::kNone:
      break;
  }
  audit(store, visitor, account->id, session.key, "code_sent", api::code(channel));
  Notice message = code_message(*account, channel, code, options_.codes.life_ms, language);
  message.sent_at_ms = clock_.now_ms();
  messenger_.send(std::move(message));
  SessionRecord next = session;
  next.pending = PendingStep::kCode;
  return {.problem = SignInProblem::kNone, .wait_ms = 0, .cookie = {}, .session = next};
}

SignInOutcome SignIn::wrong_code(Store& store, const Visitor& visitor, const TryVerdict& verdict) const {
  const SessionRecord& session = *visitor.session;
  if (verdict.tries_left > 0) {
    audit(store, visitor, session.account, session.key, "code_wrong", {});
    return {.problem = SignInProblem::kCodeWrong, .wait_ms = 0, .cookie = {}, .session = {}};
  }
  store.end_session(session.key, SessionEnd::kSignedOut, clock_.now_ms());
  audit(store, visitor, session.account, session.key, "code_exhausted", {});
  return {.problem = SignInProblem::kCodeExhausted, .wait_ms = 0, .cookie = {}, .session = {}};
}

SignInOutcome SignIn::try_code(Store& store, const Visitor& visitor, std::string_view code) const {
  const SessionRecord& session = *visitor.session;
  const TryVerdict verdict = store.count_code_try(session.key, clock_.now_ms(), options_.codes);
  const auto refused = [&](SignInProblem problem, std::string_view event) {
    audit(store, visitor, session.account, session.key, event, {});
    return SignInOutcome{.problem = problem, .wait_ms = 0, .cookie = {}, .session = {}};
  };
  switch (verdict.problem) {
    case TryProblem::kNoPendingSignIn:
      return refused(SignInProblem::kNoPendingSignIn, "code_refused");
    case TryProblem::kExpired:
      return refused(SignInProblem::kCodeExpired, "code_expired");
    case TryProblem::kExhausted:
      // The fifth wrong try is ending this sign-in at this moment.
      return refused(SignInProblem::kNoPendingSignIn, "code_refused");
    case TryProblem::kLocked:
      return refused(SignInProblem::kCodeLocked, "code_locked");
    case TryProblem::kNone:
      break;
  }
  const Digest tried = pepper_.of_code(session.key, code);
  if (!crypto::equal_constant_time(tried, verdict.code_hash)) return wrong_code(store, visitor, verdict);
  NewCookie cookie = make_cookie();
  if (!store.complete_sign_in(session.key, verdict.code_hash, cookie.hash, clock_.now_ms())) {
    return refused(SignInProblem::kNoPendingSignIn, "code_refused");
  }
  audit(store, visitor, session.account, session.key, "signed_in", "strong");
  SessionRecord next = session;
  next.strength = Strength::kStrong;
  next.pending = PendingStep::kNone;
  next.started_at_ms = next.activity_at_ms = clock_.now_ms();
  return {.problem = SignInProblem::kNone, .wait_ms = 0, .cookie = std::move(cookie.value), .session = next};
}

}  // namespace spico::emserve

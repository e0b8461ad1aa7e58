// /api/pass: sign-in, terms of PASS, portal, sign-out.
#include <algorithm>

#include "api/server_answers.hpp"
#include "api/server_requests.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/route.hpp"

namespace spico::emserve {
namespace {

std::int64_t whole_seconds(std::int64_t milliseconds) { return (milliseconds + 999) / 1000; }

Response problem_response(const SignInOutcome& outcome) {
  const std::int64_t wait_s = whole_seconds(outcome.wait_ms);
  switch (outcome.problem) {
    case SignInProblem::kNone:
      break;
    case SignInProblem::kBadCredentials:
      return error_response(401, "bad_credentials", "Wrong identifiant or password");
    case SignInProblem::kTooManyAttempts:
      return error_response(429, "too_many_attempts", "Too many failed sign-ins", {},
                            std::max<std::int64_t>(1, wait_s));
    case SignInProblem::kNoPendingSignIn:
      return error_response(409, "no_pending_login", "No sign-in is waiting for a code");
    case SignInProblem::kNoSuchDestination:
      return invalid_field("channel");
    case SignInProblem::kResendTooSoon:
      return error_response(429, "resend_too_soon", "Wait before asking for another code", {}, wait_s);
    case SignInProblem::kTooManyCodes:
      return error_response(429, "too_many_codes", "Too many codes were sent", {}, wait_s);
    case SignInProblem::kCodeLocked:
      return error_response(403, "code_locked", "Codes are blocked for this account");
    case SignInProblem::kCodeWrong:
      return error_response(401, "code_wrong", "Wrong code");
    case SignInProblem::kCodeExpired:
      return error_response(401, "code_expired", "The code is too old");
    case SignInProblem::kCodeExhausted:
      return error_response(401, "code_exhausted", "Too many wrong codes, sign in again");
  }
  return error_response(500, "internal", "Internal error");
}

// The session after a step, under its new cookie if the step made one.
Response step_response(Call& call, SignInOutcome outcome) {
  if (outcome.problem != SignInProblem::kNone) return problem_response(outcome);
  call.session = std::move(outcome.session);
  Response response = session_response(call);
  if (outcome.cookie) {
    response.set_header("Set-Cookie", set_cookie_header(*outcome.cookie, call.services.options.transport));
  }
  return response;
}

// The language of the messages that a request causes.
Language message_language(const Request& request) {
  return request.header("accept-language").starts_with("en") ? Language::kEnglish : Language::kFrench;
}

Response terms_response(Call& call, TermsDocument document) {
  const std::optional<Language> language = api::language_of(call.request.query_value("lang"));
  if (!language) return invalid_field("lang");
  TermsText text = call.services.texts.terms(document, *language);
  text.accepted = call.store.has_accepted(call.account(), document, text.version);
  return json_response(api::to_json(document, text));
}

Response accept_terms(Call& call, TermsDocument document) {
  const auto version = api::read_accept_terms(call.request.body);
  if (!version.problem.is_none()) return body_response(version.problem);
  if (version.value != call.services.texts.terms_version(document)) {
    return error_response(409, "version_changed", "Another version of the terms is current");
  }
  if (!call.store.has_accepted(call.account(), document, version.value)) {
    call.store.accept(call.account(), document, version.value, call.now_ms());
    audit(call, "cgu_accepted", std::string(api::code(document)) + " " + version.value);
  }
  return session_response(call);
}

constexpr std::int64_t kMostUnread = 1'000'000;  // that are counted

int unread_messages(Call& call) {
  std::int64_t unread = 0;
  for (const Discussion& each : call.store.discussions_of(call.account()).discussions)
    unread += each.muted ? 0 : each.unread;
  return static_cast<int>(std::min<std::int64_t>(unread, kMostUnread));
}

}  // namespace

Response get_config(Call& call) {
  const Texts& texts = call.services.texts;
  api::ConfigAnswer answer;
  answer.config.dev = call.services.options.is_dev();
  answer.config.kiosk_idle_ms = call.services.options.kiosk_idle_ms;
  answer.cgu_pass_version = texts.terms_version(TermsDocument::kPass);
  answer.cgu_spico_version = texts.terms_version(TermsDocument::kSpico);
  return json_response(api::to_json(answer));
}

Response post_login(Call& call) {
  auto body = api::read_login(call.request.body);
  if (!body.problem.is_none()) return body_response(body.problem);
  PasswordAttempt attempt;
  attempt.identifiant = std::move(body.value.identifiant);
  attempt.password = crypto::SecretText(body.value.password);
  attempt.wanted = body.value.method == api::SignInMethod::kWeak ? Strength::kWeak : Strength::kStrong;
  crypto::wipe(body.value.password.data(), body.value.password.size());
  return step_response(call, call.services.sign_in.try_password(call.store, call.visitor(), attempt));
}

Response post_code_send(Call& call) {
  const auto channel = api::read_send_code(call.request.body);
  if (!channel.problem.is_none()) return body_response(channel.problem);
  return step_response(call, call.services.sign_in.send_code(call.store, call.visitor(), channel.value,
                                                             message_language(call.request)));
}

Response post_code_verify(Call& call) {
  const auto code = api::read_verify_code(call.request.body);
  if (!code.problem.is_none()) return body_response(code.problem);
  return step_response(call, call.services.sign_in.try_code(call.store, call.visitor(), code.value));
}

Response post_pass_logout(Call& call) {
  if (const auto problem = api::read_nothing(call.request.body); !problem.is_none())
    return body_response(problem);
  const bool ended =
      call.session && call.store.end_session(call.session->key, SessionEnd::kSignedOut, call.now_ms());
  if (ended) audit(call, "signed_out");
  call.session.reset();
  Response response = session_response(call);
  // Only for whoever held a session: another site must not be able to make browsers clear anything.
  if (ended) {
    response.set_header("Set-Cookie", expire_cookie_header(call.services.options.transport));
    response.set_header("Clear-Site-Data", "\"cache\"");
  }
  return response;
}

Response get_terms_of_pass(Call& call) { return terms_response(call, TermsDocument::kPass); }
Response get_terms_of_spico(Call& call) { return terms_response(call, TermsDocument::kSpico); }
Response post_accept_terms_of_pass(Call& call) { return accept_terms(call, TermsDocument::kPass); }
Response post_accept_terms_of_spico(Call& call) { return accept_terms(call, TermsDocument::kSpico); }

Response get_portal(Call& call) {
  const std::optional<Language> language = api::language_of(call.request.query_value("lang"));
  if (!language) return invalid_field("lang");
  Catalogue catalogue{call.services.texts.tiles(*language)};
  const std::vector<std::string> favourites = call.store.favourite_tiles(call.account());
  // Whoever has given a password only learns nothing of what is inside.
  const int unread = call.session->strength == Strength::kStrong ? unread_messages(call) : 0;
  for (Tile& tile : catalogue.tiles) {
    tile.favourite = std::find(favourites.begin(), favourites.end(), tile.id) != favourites.end();
    if (unread > 0 && tile.target == kDiscussionsTarget)
      tile.badge = Badge{unread, std::string(call.services.texts.unread_label(*language, unread))};
  }
  return json_response(api::to_json(catalogue));
}

Response put_tile_favourite(Call& call) {
  const auto favourite = api::read_favourite(call.request.body);
  if (!favourite.problem.is_none()) return body_response(favourite.problem);
  const std::vector<Tile>& tiles = call.services.texts.tiles(Language::kFrench);
  const bool exists = std::any_of(tiles.begin(), tiles.end(),
                                  [&call](const Tile& tile) { return tile.id == call.parameter; });
  if (!exists) return error_response(404, "unknown_tile", "No such tile");
  call.store.set_favourite_tile(call.account(), call.parameter, favourite.value);
  return done_response();
}

}  // namespace spico::emserve

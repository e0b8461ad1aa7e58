#include "emserve/routes/call.hpp"

#include <algorithm>

#include "api/server_answers.hpp"
#include "emserve/auth/session_clock.hpp"

namespace spico::emserve {
namespace {

User user_of(const Account& account, ProfessionalId professional) {
  return {.id = std::to_string(account.id.value),
          .identifiant = account.identifiant,
          .display_name = account.given_name + " " + account.family_name,
          .family_name = account.family_name,
          .given_name = account.given_name,
          .profession = account.profession,
          .structure = account.structure,
          .commune = account.commune,
          .professional_id = to_decimal(professional.value)};
}

CodeState code_state_of(const CodeRecord& code, std::int64_t now_ms, const CodeLimits& limits) {
  return {
      .channel = code.channel,
      .expires_in_ms = std::clamp<std::int64_t>(code.sent_at_ms + limits.life_ms - now_ms, 0, limits.life_ms),
      .resend_in_ms = std::clamp<std::int64_t>(code.sent_at_ms + limits.resend_after_ms - now_ms, 0,
                                               limits.resend_after_ms),
      .tries_left = std::max(1, limits.tries - code.tries),
      .resends_left = std::max(0, limits.resends_of_sign_in - code.resends)};
}

void show_pending(Call& call, const Account& account, SessionView& view) {
  view.pending = call.session->pending;
  view.destinations = destinations_of(account, call.services.options);
  if (view.pending != PendingStep::kCode) return;
  const std::optional<CodeRecord> code = call.store.code_of(call.session->key);
  if (code) {
    view.code = code_state_of(*code, call.now_ms(), call.services.options.codes);
  } else {
    view.pending = PendingStep::kChannel;
  }
}

void show_signed_in(Call& call, const Account& account, SessionView& view) {
  const SessionLimits& limits = call.services.options.session;
  const Standing standing = standing_of(call);
  view.user = user_of(account, call.store.professional_of(account.id));
  view.strength = call.session->strength;
  view.cgu_pass = standing.terms_of_pass;
  view.cgu_spico = standing.terms_of_spico;
  view.spico_open = standing.spico_open;
  view.locked = standing.locked;
  view.idle_remaining_ms = idle_remaining_ms(*call.session, call.now_ms(), limits);
  view.absolute_remaining_ms = absolute_remaining_ms(*call.session, call.now_ms(), limits);
}

}  // namespace

void find_session(Call& call) {
  const std::optional<Digest> hash =
      cookie_hash(call.request.header("cookie"), call.services.options.transport);
  if (!hash) return;
  std::optional<SessionRecord> session = call.store.find_session(*hash);
  if (!session) return;
  const std::int64_t now_ms = call.now_ms();
  const SessionEnd end = end_of(*session, now_ms, call.services.options.session);
  if (end != SessionEnd::kNone) {
    call.ended = end;
    if (call.store.end_session(session->key, end, now_ms)) {
      call.session = session;  // for the audit line to say whose
      audit(call, "session_ended", reason_of(*session, end));
      call.session.reset();
    }
    return;
  }
  if (session->leaving_at_ms && call.route_path != "/api/session/leaving") {
    call.store.set_leaving(session->key, std::nullopt);
    session->leaving_at_ms.reset();
  }
  // Nobody holds a stream open with their hands, whatever the request says.
  const bool is_activity =
      (call.request.header("x-spico-activity") == "1" && call.route_path != "/api/spico/live") ||
      call.route_path == "/api/session/activity";
  if (is_activity && session->pending == PendingStep::kNone) {
    // Another request may have ended it since it was read.
    if (!call.store.touch_session(session->key, now_ms)) return;
    session->activity_at_ms = now_ms;
  }
  call.session = std::move(session);
}

Standing standing_of(Call& call) {
  Standing standing;
  standing.ended = call.ended;
  if (!call.session) return standing;
  const SessionRecord& session = *call.session;
  const Texts& texts = call.services.texts;
  standing.pending_sign_in = session.pending != PendingStep::kNone;
  standing.signed_in = session.pending == PendingStep::kNone;
  standing.locked = session.locked;
  standing.strong = session.strength == Strength::kStrong;
  standing.spico_open = session.spico_open;
  if (standing.signed_in) {
    const auto has_accepted = [&](TermsDocument document) {
      return call.store.has_accepted(session.account, document, texts.terms_version(document));
    };
    standing.terms_of_pass = has_accepted(TermsDocument::kPass);
    standing.terms_of_spico = has_accepted(TermsDocument::kSpico);
  }
  return standing;
}

SessionView view_of(Call& call) {
  SessionView view;
  view.server_now_ms = call.now_ms();
  view.build = call.services.files.build();
  const std::optional<Account> account =
      call.session ? call.store.account_by_id(call.session->account) : std::nullopt;
  if (!account) return view;
  if (call.is_signed_in()) {
    show_signed_in(call, *account, view);
  } else {
    show_pending(call, *account, view);
  }
  return view;
}

void audit(Call& call, std::string_view event, std::string_view detail, PatientId patient) {
  AuditLine line;
  line.at_ms = call.now_ms();
  line.event = event;
  line.account = call.account();
  if (call.session) line.session = call.session->key;
  line.source = call.services.pepper.of_source(call.source);
  line.patient = patient;
  line.detail = detail;
  call.store.append_audit(line);
}

Response json_response(std::string body, unsigned status) {
  Response response;
  response.status = status;
  response.set_header("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

Response error_response(unsigned status, std::string_view code, std::string_view message,
                        std::string_view field, std::int64_t retry_after_s) {
  Response response =
      json_response(api::to_json(api::ErrorAnswer{
                        .code = code, .message = message, .field = field, .retry_after_s = retry_after_s}),
                    status);
  if (retry_after_s > 0) response.set_header("Retry-After", std::to_string(retry_after_s));
  response.log_code = code;
  return response;
}

Response refusal_response(const Refusal& refusal) {
  return error_response(refusal.status, refusal.code, refusal.message);
}

Response session_response(Call& call) { return json_response(api::to_json(view_of(call))); }

Response done_response() { return json_response("{}"); }

}  // namespace spico::emserve

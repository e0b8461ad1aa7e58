#include "api/client_answers.hpp"

#include <utility>

#include "api/client_calls.hpp"
#include "api/client_discussions.hpp"
#include "api/client_notifications.hpp"
#include "api/client_patients.hpp"
#include "api/ranges.hpp"

namespace spico::api {

namespace {

constexpr std::int64_t kLongestMs = 400LL * 24 * 3600 * 1000;
constexpr std::int64_t kLongestWaitS = 24 * 3600;

std::string string_of(JsonValue value) { return std::string(value.required_string()); }

template <typename Code>
Code one_of(JsonValue value, std::initializer_list<std::pair<std::string_view, Code>> codes, Code otherwise) {
  const auto text = value.required_string();
  for (const auto& [name, code] : codes) {
    if (name == text) return code;
  }
  value.reject(JsonProblem::kOutOfRange);
  return otherwise;
}

std::optional<std::int64_t> milliseconds(JsonValue value) { return value.as_integer(0, kLongestMs); }

Channel channel_of(JsonValue value) {
  return one_of(value, {{"email", Channel::kEmail}, {"sms", Channel::kSms}}, Channel::kEmail);
}

SessionView read_session(JsonValue root) {
  SessionView view;
  if (const JsonValue user = root["user"]; user.is_present()) {
    view.user =
        User{string_of(user["id"]),           string_of(user["identifiant"]),
             string_of(user["display_name"]), string_of(user["family_name"]),
             string_of(user["given_name"]),   std::string(user["profession"].as_string().value_or(""))};
    view.user->professional_id = user["professional_id"].as_string().value_or("");
  }
  view.strength = one_of(
      root["strength"], {{"none", Strength::kNone}, {"weak", Strength::kWeak}, {"strong", Strength::kStrong}},
      Strength::kNone);
  if (const JsonValue pending = root["pending"]; pending.is_present()) {
    view.pending = one_of(pending, {{"channel", PendingStep::kChannel}, {"code", PendingStep::kCode}},
                          PendingStep::kNone);
  }
  for (const JsonValue each : root["destinations"].items()) {
    view.destinations.push_back({channel_of(each["channel"]), string_of(each["masked"])});
  }
  if (const JsonValue code = root["code"]; code.is_present()) {
    view.code = CodeState{channel_of(code["channel"]), code["expires_in_ms"].required_integer(0, kLongestMs),
                          code["resend_in_ms"].required_integer(0, kLongestMs),
                          static_cast<int>(code["tries_left"].required_integer(0, 100)),
                          static_cast<int>(code["resends_left"].required_integer(0, 100))};
  }
  view.cgu_pass = root["cgu_pass"].required_bool();
  view.cgu_spico = root["cgu_spico"].required_bool();
  view.spico_open = root["spico_open"].required_bool();
  view.locked = root["locked"].required_bool();
  if (const JsonValue ended = root["ended"]; ended.is_present()) {
    view.ended = one_of(ended,
                        {{"idle", SessionEnd::kIdle},
                         {"absolute", SessionEnd::kAbsolute},
                         {"elsewhere", SessionEnd::kElsewhere},
                         {"signed_out", SessionEnd::kSignedOut}},
                        SessionEnd::kSignedOut);
  }
  view.idle_remaining_ms = milliseconds(root["idle_remaining_ms"]);
  view.absolute_remaining_ms = milliseconds(root["absolute_remaining_ms"]);
  view.server_now_ms = root["server_now"].required_integer();
  view.build = string_of(root["build"]);
  return view;
}

ServerConfig read_config(JsonValue root) {
  return {root["psc_configured"].required_bool(), root["dev"].required_bool(),
          root["kiosk_idle_ms"].required_integer(1000, kLongestMs)};
}

Beat read_beat(JsonValue root) {
  return {root["idle_remaining_ms"].required_integer(0, kLongestMs),
          root["absolute_remaining_ms"].required_integer(0, kLongestMs),
          root["server_now"].required_integer()};
}

TermsText read_terms(JsonValue root) {
  TermsText terms;
  terms.version = string_of(root["version"]);
  terms.title = string_of(root["title"]);
  terms.accepted = root["accepted"].required_bool();
  for (const JsonValue block : root["blocks"].required_items()) {
    using Kind = TermsBlock::Kind;
    const Kind kind = one_of(
        block["kind"], {{"heading", Kind::kHeading}, {"paragraph", Kind::kParagraph}, {"item", Kind::kItem}},
        Kind::kParagraph);
    terms.blocks.push_back({kind, string_of(block["text"])});
  }
  return terms;
}

Catalogue read_catalogue(JsonValue root) {
  Catalogue catalogue;
  for (const JsonValue item : root["tiles"].required_items()) {
    Tile tile;
    tile.id = string_of(item["id"]);
    tile.name = string_of(item["name"]);
    tile.description = string_of(item["description"]);
    tile.icon = string_of(item["icon"]);
    tile.target = string_of(item["target"]);
    tile.external = item["external"].required_bool();
    tile.strong_required = item["strong_required"].required_bool();
    tile.favourite = item["favourite"].required_bool();
    if (const JsonValue badge = item["badge"]; badge.is_present()) {
      tile.badge =
          Badge{static_cast<int>(badge["count"].required_integer(0, 1'000'000)), string_of(badge["label"])};
    }
    // A tile leads into the application or to a site over TLS, never to another scheme.
    const bool inside = !tile.external && tile.target.starts_with("#/");
    const bool outside = tile.external && tile.target.starts_with("https://");
    if (!inside && !outside) item["target"].reject(JsonProblem::kOutOfRange);
    catalogue.tiles.push_back(std::move(tile));
  }
  return catalogue;
}

DossierPage read_dossier(JsonValue root) {
  DossierPage page;  // the members of a line of the list, and more
  page.patient = read_patient(root);
  if (const JsonValue visit = root["previous_visit_ms"]; visit.is_present())
    page.previous_visit_ms = visit.required_integer(0, kLastMomentMs);
  for (const JsonValue item : root["changes"].items()) {
    // A change of a kind that only a newer build knows cannot be named.
    const auto field = patient_field_from_code(item["field"].required_string());
    const std::int64_t at_ms = item["at_ms"].required_integer(0, kLastMomentMs);
    if (field) page.changes.push_back({*field, at_ms, std::string(item["author"].as_string().value_or(""))});
  }
  return page;
}

KeptPreferences read_preferences(JsonValue root) {
  KeptPreferences kept{string_of(root["columns"]), string_of(root["sort"]), {}};
  for (const JsonValue search : root["searches"].required_items())
    kept.searches.push_back(
        {string_of(search["id"]), string_of(search["name"]), string_of(search["filters"])});
  return kept;
}

struct FromHttp {
  const HttpResponse& response;

  [[nodiscard]] Event session(SessionRequest request, Ticket ticket) const {
    return SessionEvent{SessionAnswered{request, answer_of<SessionView>(ticket, response, read_session)}};
  }
  [[nodiscard]] Answer<Nothing> nothing(Ticket ticket) const { return api::nothing(ticket, response); }

  Event operator()(const LoadSession& wish) const { return session(SessionRequest::kLoad, wish.ticket); }
  Event operator()(const LoadConfig& wish) const {
    return SessionEvent{ConfigAnswered{answer_of<ServerConfig>(wish.ticket, response, read_config)}};
  }
  Event operator()(const SignIn& wish) const { return session(SessionRequest::kSignIn, wish.ticket); }
  Event operator()(const SendCode& wish) const { return session(SessionRequest::kSendCode, wish.ticket); }
  Event operator()(const VerifyCode& wish) const { return session(SessionRequest::kVerifyCode, wish.ticket); }
  Event operator()(const LoadTerms& wish) const {
    return TermsEvent{TermsAnswered{answer_of<TermsText>(wish.ticket, response, read_terms)}};
  }
  Event operator()(const AcceptTerms& wish) const {
    return session(
        wish.document == TermsDocument::kPass ? SessionRequest::kAcceptPass : SessionRequest::kAcceptSpico,
        wish.ticket);
  }
  Event operator()(const OpenSpico& wish) const { return session(SessionRequest::kOpenSpico, wish.ticket); }
  Event operator()(const LeaveSpico& wish) const { return session(SessionRequest::kLeaveSpico, wish.ticket); }
  Event operator()(const SignOut& wish) const { return session(SessionRequest::kSignOut, wish.ticket); }
  Event operator()(const SendBeat& wish) const {
    return SessionEvent{BeatAnswered{answer_of<Beat>(wish.ticket, response, read_beat)}};
  }
  Event operator()(const LoadPortal& wish) const {
    return PortalEvent{PortalAnswered{answer_of<Catalogue>(wish.ticket, response, read_catalogue)}};
  }
  Event operator()(const StarTile& wish) const { return PortalEvent{TileStarAnswered{nothing(wish.ticket)}}; }
  Event operator()(const LoadPatients& wish) const {
    return PatientsEvent{PatientStreamEnded{nothing(wish.ticket)}};
  }
  Event operator()(const MarkPatient& wish) const {
    return PatientsEvent{PatientMarkAnswered{wish.mark, nothing(wish.ticket)}};
  }
  Event operator()(const TellExport& wish) const {
    return PatientsEvent{ExportAnswered{nothing(wish.ticket)}};
  }
  Event operator()(const OpenLive& wish) const {
    Answer<Nothing> answer;
    answer.ticket = wish.ticket;
    answer.failure = failure_of(response);
    return LiveEvent{LiveEnded{std::move(answer)}};
  }
  Event operator()(const LoadDossier& wish) const {
    return DossierEvent{DossierAnswered{answer_of<DossierPage>(wish.ticket, response, read_dossier)}};
  }
  Event operator()(const LoadPreferences& wish) const {
    return PreferencesEvent{
        PreferencesAnswered{answer_of<KeptPreferences>(wish.ticket, response, read_preferences)}};
  }
  Event operator()(const KeepLayout& wish) const {
    return PreferencesEvent{LayoutKept{nothing(wish.ticket)}};
  }
  Event operator()(const KeepSearch& wish) const {
    return PreferencesEvent{SearchKept{nothing(wish.ticket)}};
  }
  Event operator()(const ForgetSearch& wish) const {
    return PreferencesEvent{SearchForgotten{nothing(wish.ticket)}};
  }
  template <typename Wish>
  Event operator()(const Wish& wish) const {
    return event_of(wish, response);
  }
};

// {code, message, field?, retry_after_s?}; the message is for logs and is not read.
void read_error(const HttpResponse& response, Failure& failure) {
  JsonDocument document;
  if (!document.parse(response.body)) return;
  const JsonValue root = document.root();
  const auto code = root["code"].as_string();
  if (!document.error().is_none()) return;
  if (code) failure.code = *code;
  const auto wait = root["retry_after_s"].as_integer(0, kLongestWaitS);
  if (document.error().is_none() && wait) failure.retry_after_s = static_cast<int>(*wait);
}

}  // namespace

Failure failure_of(const HttpResponse& response, HttpRequest::Place place) {
  Failure failure;
  failure.status = response.status;
  switch (response.failure) {
    case HttpFailure::kNone:
      break;
    case HttpFailure::kOffline:
      failure.kind = Failure::Kind::kOffline;
      return failure;
    case HttpFailure::kTimeout:
      failure.kind = Failure::Kind::kTimeout;
      return failure;
    case HttpFailure::kAborted:
    case HttpFailure::kCut:
      failure.kind = Failure::Kind::kCut;
      return failure;
  }
  if (response.status >= 200 && response.status < 300) return failure;
  failure.kind = response.status >= 500   ? Failure::Kind::kServer
                 : response.status >= 400 ? Failure::Kind::kRefused
                                          : Failure::Kind::kMalformed;
  failure.retry_after_s = response.retry_after_s;
  read_error(response, failure);
  // A proxy or a portal in between has refused: our server always says why, and has not been asked.
  const bool is_ours = place == HttpRequest::Place::kDevice || !failure.code.empty();
  if (failure.kind == Failure::Kind::kRefused && !is_ours) failure.kind = Failure::Kind::kServer;
  return failure;
}

bool open_answer(const HttpResponse& response, const JsonLimits& limits, JsonDocument& document,
                 Failure& failure) {
  failure = failure_of(response);
  if (failure.is_some()) return false;
  return document.parse(response.body, limits) || is_as_promised(response, document, failure);
}

bool is_as_promised(const HttpResponse& response, const JsonDocument& document, Failure& failure) {
  if (document.error().is_none()) return true;
  failure.kind = Failure::Kind::kMalformed;
  failure.status = response.status;
  return false;
}

Answer<Nothing> nothing(Ticket ticket, const HttpResponse& response) {
  constexpr int kNoContent = 204;
  if (response.status == kNoContent) {
    Answer<Nothing> answer{ticket, {}, failure_of(response)};
    if (!answer.failure.is_some()) answer.value = Nothing{};
    return answer;
  }
  return answer_of<Nothing>(ticket, response, [](JsonValue) { return Nothing{}; });
}

Event from_http(const Request& request, const HttpResponse& response) {
  return std::visit(FromHttp{response}, request);
}

}  // namespace spico::api

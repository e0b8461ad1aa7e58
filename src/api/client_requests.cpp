#include "api/client_requests.hpp"

#include <string_view>
#include <utility>

#include "api/client_calls.hpp"
#include "api/client_discussions.hpp"
#include "api/client_notifications.hpp"

namespace spico::api {

namespace {

constexpr std::uint32_t kSignOutPatienceMs = 3000;  // the wipe happens anyway

constexpr std::uint32_t kLivePatienceMs = 45'000;  // the server gives a sign of life every 20 s

using Cause = HttpRequest::Cause;

HttpRequest put_choice(std::string path, std::string_view name, YesNoAll choice, spico::Cause cause) {
  HttpRequest request =
      put(std::move(path), object([&](JsonWriter& json) { json.member(name, choice == YesNoAll::kYes); }));
  if (cause == spico::Cause::kMachine) request.cause = Cause::kMachine;
  return request;
}

std::string path_of(PatientId patient) { return "/api/spico/patients/" + to_decimal(patient.value); }

std::string_view code_of(Language language) { return language == Language::kFrench ? "fr" : "en"; }
std::string_view code_of(TermsDocument document) {
  return document == TermsDocument::kPass ? "pass" : "spico";
}

struct ToHttp {
  HttpRequest operator()(const LoadSession&) const { return get("/api/session", Cause::kMachine); }
  HttpRequest operator()(const LoadConfig&) const { return get("/api/pass/config", Cause::kMachine); }
  HttpRequest operator()(const SignIn& wish) const {
    HttpRequest request = post("/api/pass/login", object([&](JsonWriter& json) {
                                 json.member("identifiant", wish.identifiant)
                                     .member("mot_de_passe", wish.password)
                                     .member("method", wish.wanted == Strength::kWeak ? "weak" : "code");
                               }));
    return request;
  }
  HttpRequest operator()(const SendCode& wish) const {
    const char* const channel = wish.channel == Channel::kEmail ? "email" : "sms";
    return post("/api/pass/code/send", object([&](JsonWriter& json) { json.member("channel", channel); }));
  }
  HttpRequest operator()(const VerifyCode& wish) const {
    return post("/api/pass/code/verify", object([&](JsonWriter& json) { json.member("code", wish.code); }));
  }
  HttpRequest operator()(const LoadTerms& wish) const {
    std::string path = "/api/";
    path.append(code_of(wish.document)).append("/cgu?lang=").append(code_of(wish.language));
    return get(std::move(path), Cause::kPerson);
  }
  HttpRequest operator()(const AcceptTerms& wish) const {
    std::string path = "/api/";
    path.append(code_of(wish.document)).append("/cgu/accept");
    return post(std::move(path), object([&](JsonWriter& json) { json.member("version", wish.version); }));
  }
  HttpRequest operator()(const OpenSpico&) const { return post("/api/spico/open"); }
  HttpRequest operator()(const LeaveSpico&) const { return post("/api/spico/logout"); }
  HttpRequest operator()(const SignOut&) const {
    HttpRequest request = post("/api/pass/logout");
    request.lifetime = HttpRequest::Lifetime::kOutlivesPage;
    request.timeout_ms = kSignOutPatienceMs;
    return request;
  }
  HttpRequest operator()(const SendBeat&) const { return post("/api/session/activity"); }
  HttpRequest operator()(const LoadPortal& wish) const {
    return get(std::string("/api/pass/portal?lang=").append(code_of(wish.language)), Cause::kPerson);
  }
  HttpRequest operator()(const StarTile& wish) const {
    return put_choice("/api/pass/portal/tiles/" + wish.tile + "/favourite", "favourite", wish.favourite,
                      wish.cause);
  }
  HttpRequest operator()(const LoadPatients& wish) const {
    return get("/api/spico/patients", wish.cause == spico::Cause::kPerson ? Cause::kPerson : Cause::kMachine);
  }
  HttpRequest operator()(const MarkPatient& wish) const {
    const std::string name = wish.mark == PatientMark::kFavourite ? "favourite" : "archived";
    return put_choice(path_of(wish.patient) + "/" + name, name, wish.choice, wish.cause);
  }
  HttpRequest operator()(const TellExport& wish) const {
    return post("/api/spico/patients/exported", object([&](JsonWriter& json) {
                  json.member("format", wish.format == ExportFormat::kCsv ? "csv" : "print")
                      .member("count", static_cast<std::int64_t>(wish.count))
                      .member("filters", wish.filters);
                  if (!wish.patient.is_none()) json.member("patient_id", to_decimal(wish.patient.value));
                }));
  }
  HttpRequest operator()(const OpenLive& wish) const {
    HttpRequest request = get("/api/spico/live?after=" + std::to_string(wish.after), Cause::kMachine);
    request.sharing = HttpRequest::Sharing::kBetweenTabs;
    request.timeout_ms = kLivePatienceMs;
    return request;
  }
  HttpRequest operator()(const LoadPreferences&) const {
    return get("/api/spico/preferences", Cause::kMachine);
  }
  HttpRequest operator()(const KeepLayout& wish) const {
    return put("/api/spico/preferences/columns", object([&](JsonWriter& json) {
                 json.member("columns", wish.columns).member("sort", wish.sort);
               }));
  }
  HttpRequest operator()(const KeepSearch& wish) const {
    return post("/api/spico/searches", object([&](JsonWriter& json) {
                  json.member("name", wish.name).member("filters", wish.filters);
                }));
  }
  HttpRequest operator()(const ForgetSearch& wish) const { return remove("/api/spico/searches/" + wish.id); }
  HttpRequest operator()(const LoadDossier& wish) const { return get(path_of(wish.patient), Cause::kPerson); }
  template <typename Wish>
  HttpRequest operator()(const Wish& wish) const {
    return http_of(wish);
  }
};

}  // namespace

HttpRequest get(std::string path, Cause cause) {
  HttpRequest request;
  request.path = std::move(path);
  request.cause = cause;
  return request;
}

HttpRequest post(std::string path, std::string body) {
  HttpRequest request;
  request.method = Method::kPost;
  request.path = std::move(path);
  request.body = std::move(body);
  request.cause = Cause::kPerson;
  return request;
}

HttpRequest put(std::string path, std::string body) {
  HttpRequest request = post(std::move(path), std::move(body));
  request.method = Method::kPut;
  return request;
}

HttpRequest remove(std::string path) {
  HttpRequest request = post(std::move(path), {});
  request.method = Method::kDelete;
  return request;
}

HttpRequest to_http(const Request& request) { return std::visit(ToHttp{}, request); }

Ticket ticket_of(const Request& request) {
  return std::visit([](const auto& wish) { return wish.ticket; }, request);
}

bool is_awaited(const Request& request, const HttpRequest& http) {
  if (http.place != HttpRequest::Place::kServer || http.content != HttpRequest::Content::kJson) return false;
  if (http.cause == Cause::kPerson) return !std::holds_alternative<SendBeat>(request);
  if (const auto* const patients = std::get_if<LoadPatients>(&request)) return !patients->beside;
  if (const auto* const discussions = std::get_if<LoadDiscussions>(&request)) return !discussions->beside;
  return std::holds_alternative<LoadMessages>(request);
}

}  // namespace spico::api

// What each wish says on the wire, written by hand from openapi.yaml.
#include "api/client_requests.hpp"

#include <doctest/doctest.h>

#include <string>

namespace spico::api {
namespace {

using Cause = HttpRequest::Cause;
constexpr Ticket kTicket = static_cast<Ticket>(17);

void check(const Request& wish, Method method, const char* path, const char* body, Cause cause) {
  const HttpRequest request = to_http(wish);
  CAPTURE(request.path);
  CHECK(request.method == method);
  CHECK(request.path == path);
  CHECK(request.body == body);
  CHECK(request.cause == cause);
  CHECK(ticket_of(wish) == kTicket);
  CHECK(request.timeout_ms >= 1000);
}

TEST_CASE("every wish: method, path, body, and whether a person asked") {
  check(LoadSession{kTicket}, Method::kGet, "/api/session", "", Cause::kMachine);
  check(LoadConfig{kTicket}, Method::kGet, "/api/pass/config", "", Cause::kMachine);
  check(SignIn{kTicket, "demo", "Garonne&Tarn2026!", Strength::kStrong}, Method::kPost, "/api/pass/login",
        R"({"identifiant":"demo","mot_de_passe":"Garonne&Tarn2026!","method":"code"})", Cause::kPerson);
  check(SignIn{kTicket, "demo", "x", Strength::kWeak}, Method::kPost, "/api/pass/login",
        R"({"identifiant":"demo","mot_de_passe":"x","method":"weak"})", Cause::kPerson);
  check(SendCode{kTicket, Channel::kEmail}, Method::kPost, "/api/pass/code/send", R"({"channel":"email"})",
        Cause::kPerson);
  check(SendCode{kTicket, Channel::kSms}, Method::kPost, "/api/pass/code/send", R"({"channel":"sms"})",
        Cause::kPerson);
  check(VerifyCode{kTicket, "042917"}, Method::kPost, "/api/pass/code/verify", R"({"code":"042917"})",
        Cause::kPerson);
  check(AcceptTerms{kTicket, TermsDocument::kPass, "1"}, Method::kPost, "/api/pass/cgu/accept",
        R"({"version":"1"})", Cause::kPerson);
  check(AcceptTerms{kTicket, TermsDocument::kSpico, "2026-01"}, Method::kPost, "/api/spico/cgu/accept",
        R"({"version":"2026-01"})", Cause::kPerson);
  check(OpenSpico{kTicket}, Method::kPost, "/api/spico/open", "{}", Cause::kPerson);
  check(LeaveSpico{kTicket}, Method::kPost, "/api/spico/logout", "{}", Cause::kPerson);
  check(SignOut{kTicket}, Method::kPost, "/api/pass/logout", "{}", Cause::kPerson);
  check(SendBeat{kTicket}, Method::kPost, "/api/session/activity", "{}", Cause::kPerson);
  check(StarTile{kTicket, "annuaire-sante", YesNoAll::kYes}, Method::kPut,
        "/api/pass/portal/tiles/annuaire-sante/favourite", R"({"favourite":true})", Cause::kPerson);
  check(StarTile{kTicket, "annuaire-sante", YesNoAll::kNo}, Method::kPut,
        "/api/pass/portal/tiles/annuaire-sante/favourite", R"({"favourite":false})", Cause::kPerson);
  check(MarkPatient{kTicket, PatientMark::kFavourite, PatientId{42}, YesNoAll::kYes}, Method::kPut,
        "/api/spico/patients/42/favourite", R"({"favourite":true})", Cause::kPerson);
  check(MarkPatient{kTicket, PatientMark::kArchived, PatientId{42}, YesNoAll::kNo}, Method::kPut,
        "/api/spico/patients/42/archived", R"({"archived":false})", Cause::kPerson);
  check(LoadPreferences{kTicket}, Method::kGet, "/api/spico/preferences", "", Cause::kMachine);
  check(KeepLayout{kTicket, "-sexe", "identite"}, Method::kPut, "/api/spico/preferences/columns",
        R"({"columns":"-sexe","sort":"identite"})", Cause::kPerson);
  check(KeepSearch{kTicket, "Mes patients", "sexe=F"}, Method::kPost, "/api/spico/searches",
        R"({"name":"Mes patients","filters":"sexe=F"})", Cause::kPerson);
  check(ForgetSearch{kTicket, "3"}, Method::kDelete, "/api/spico/searches/3", "", Cause::kPerson);
  check(LoadPatients{kTicket, spico::Cause::kPerson}, Method::kGet, "/api/spico/patients", "",
        Cause::kPerson);
  check(LoadPatients{kTicket, spico::Cause::kMachine}, Method::kGet, "/api/spico/patients", "",
        Cause::kMachine);
}

TEST_CASE("texts are asked for in the reader's language") {
  CHECK(to_http(LoadPortal{kTicket, Language::kFrench}).path == "/api/pass/portal?lang=fr");
  CHECK(to_http(LoadPortal{kTicket, Language::kEnglish}).path == "/api/pass/portal?lang=en");
  CHECK(to_http(LoadTerms{kTicket, TermsDocument::kPass, Language::kEnglish}).path ==
        "/api/pass/cgu?lang=en");
  CHECK(to_http(LoadTerms{kTicket, TermsDocument::kSpico, Language::kFrench}).path ==
        "/api/spico/cgu?lang=fr");
}

TEST_CASE("what is typed cannot leave its JSON string") {
  const HttpRequest request = to_http(SignIn{kTicket, "a\"b\\c\n", "é\x01</script>", Strength::kStrong});
  CHECK(request.body.find("\"a\\\"b\\\\c\\n\"") != std::string::npos);
  CHECK(request.body.find('\n') == std::string::npos);
  CHECK(request.body.find('\x01') == std::string::npos);
  CHECK(request.body.find("é") != std::string::npos);
}

TEST_CASE("no path holds anything personal, and the sign-out outlives its page") {
  CHECK(to_http(SignIn{kTicket, "demo", "secret", Strength::kStrong}).path.find("demo") == std::string::npos);
  CHECK(to_http(VerifyCode{kTicket, "042917"}).path.find("042917") == std::string::npos);
  CHECK(to_http(SignOut{kTicket}).lifetime == HttpRequest::Lifetime::kOutlivesPage);
  CHECK(to_http(LoadPatients{kTicket, spico::Cause::kMachine}).lifetime == HttpRequest::Lifetime::kPage);
}

}  // namespace
}  // namespace spico::api

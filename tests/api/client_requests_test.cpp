// What each wish says on the wire, written by hand from openapi.yaml.
#include "api/client_requests.hpp"

#include <doctest/doctest.h>

#include <string>

namespace spico::api {
namespace {

using Cause = HttpRequest::Cause;
constexpr Ticket kRequestTicket = static_cast<Ticket>(17);

void check(const Request& wish, Method method, const char* path, const char* body, Cause cause) {
  const HttpRequest request = to_http(wish);
  CAPTURE(request.path);
  CHECK(request.method == method);
  CHECK(request.path == path);
  CHECK(request.body == body);
  CHECK(request.cause == cause);
  CHECK(ticket_of(wish) == kRequestTicket);
  CHECK(request.timeout_ms >= 1000);
}

TEST_CASE("somebody waits for what a person asked and for what fills the screen, of the server only") {
  const auto awaited = [](const Request& wish) { return is_awaited(wish, to_http(wish)); };
  CHECK(awaited(LoadDossier{kRequestTicket, PatientId{42}}));
  CHECK(awaited(MarkPatient{kRequestTicket, PatientMark::kFavourite, PatientId{42}, YesNoAll::kYes}));
  CHECK(awaited(SearchMessages{kRequestTicket, "ordonnance"}));
  CHECK(awaited(SendMessage{kRequestTicket, spico::Cause::kPerson, {}}));
  CHECK(awaited(LoadPatients{kRequestTicket, spico::Cause::kMachine}));
  CHECK(awaited(LoadDiscussions{kRequestTicket}));
  CHECK(awaited(LoadMessages{kRequestTicket, {7}, 1, 100}));
  CHECK(awaited(LoadPatients{kRequestTicket, spico::Cause::kPerson, true}));
  CHECK_FALSE(awaited(LoadPatients{kRequestTicket, spico::Cause::kMachine, true}));
  CHECK_FALSE(awaited(LoadDiscussions{kRequestTicket, true}));
  CHECK_FALSE(awaited(SendMessage{kRequestTicket, spico::Cause::kMachine, {}}));
  CHECK_FALSE(awaited(MarkPatient{kRequestTicket, PatientMark::kFavourite, PatientId{42}, YesNoAll::kYes,
                                  spico::Cause::kMachine}));
  CHECK_FALSE(awaited(StarTile{kRequestTicket, "annuaire-sante", YesNoAll::kYes, spico::Cause::kMachine}));
  CHECK_FALSE(awaited(SendBeat{kRequestTicket}));
  CHECK_FALSE(awaited(OpenLive{kRequestTicket, 1}));
  CHECK_FALSE(awaited(LoadPreferences{kRequestTicket}));
  CHECK_FALSE(awaited(LoadRecords{kRequestTicket}));
  CHECK_FALSE(
      awaited(MoveFile{kRequestTicket, {.act = FileAct::kSend, .name = "0123", .size = 4, .bytes = "TEST"}}));
}

TEST_CASE("every wish: method, path, body, and whether a person asked") {
  check(LoadSession{kRequestTicket}, Method::kGet, "/api/session", "", Cause::kMachine);
  check(LoadConfig{kRequestTicket}, Method::kGet, "/api/pass/config", "", Cause::kMachine);
  check(SignIn{kRequestTicket, "demo", "Garonne&Tarn2026!", Strength::kStrong}, Method::kPost,
        "/api/pass/login", R"({"identifiant":"demo","mot_de_passe":"Garonne&Tarn2026!","method":"code"})",
        Cause::kPerson);
  check(SignIn{kRequestTicket, "demo", "x", Strength::kWeak}, Method::kPost, "/api/pass/login",
        R"({"identifiant":"demo","mot_de_passe":"x","method":"weak"})", Cause::kPerson);
  check(SendCode{kRequestTicket, Channel::kEmail}, Method::kPost, "/api/pass/code/send",
        R"({"channel":"email"})", Cause::kPerson);
  check(SendCode{kRequestTicket, Channel::kSms}, Method::kPost, "/api/pass/code/send", R"({"channel":"sms"})",
        Cause::kPerson);
  check(VerifyCode{kRequestTicket, "042917"}, Method::kPost, "/api/pass/code/verify", R"({"code":"042917"})",
        Cause::kPerson);
  check(AcceptTerms{kRequestTicket, TermsDocument::kPass, "1"}, Method::kPost, "/api/pass/cgu/accept",
        R"({"version":"1"})", Cause::kPerson);
  check(AcceptTerms{kRequestTicket, TermsDocument::kSpico, "2026-01"}, Method::kPost, "/api/spico/cgu/accept",
        R"({"version":"2026-01"})", Cause::kPerson);
  check(OpenSpico{kRequestTicket}, Method::kPost, "/api/spico/open", "{}", Cause::kPerson);
  check(LeaveSpico{kRequestTicket}, Method::kPost, "/api/spico/logout", "{}", Cause::kPerson);
  check(SignOut{kRequestTicket}, Method::kPost, "/api/pass/logout", "{}", Cause::kPerson);
  check(SendBeat{kRequestTicket}, Method::kPost, "/api/session/activity", "{}", Cause::kPerson);
  check(StarTile{kRequestTicket, "annuaire-sante", YesNoAll::kYes}, Method::kPut,
        "/api/pass/portal/tiles/annuaire-sante/favourite", R"({"favourite":true})", Cause::kPerson);
  check(StarTile{kRequestTicket, "annuaire-sante", YesNoAll::kNo}, Method::kPut,
        "/api/pass/portal/tiles/annuaire-sante/favourite", R"({"favourite":false})", Cause::kPerson);
  check(MarkPatient{kRequestTicket, PatientMark::kFavourite, PatientId{42}, YesNoAll::kYes}, Method::kPut,
        "/api/spico/patients/42/favourite", R"({"favourite":true})", Cause::kPerson);
  check(MarkPatient{kRequestTicket, PatientMark::kArchived, PatientId{42}, YesNoAll::kNo}, Method::kPut,
        "/api/spico/patients/42/archived", R"({"archived":false})", Cause::kPerson);
  check(StarTile{kRequestTicket, "annuaire-sante", YesNoAll::kYes, spico::Cause::kMachine}, Method::kPut,
        "/api/pass/portal/tiles/annuaire-sante/favourite", R"({"favourite":true})", Cause::kMachine);
  check(MarkPatient{kRequestTicket, PatientMark::kArchived, PatientId{42}, YesNoAll::kYes,
                    spico::Cause::kMachine},
        Method::kPut, "/api/spico/patients/42/archived", R"({"archived":true})", Cause::kMachine);
  check(LoadPreferences{kRequestTicket}, Method::kGet, "/api/spico/preferences", "", Cause::kMachine);
  check(KeepLayout{kRequestTicket, "-sexe", "identite"}, Method::kPut, "/api/spico/preferences/columns",
        R"({"columns":"-sexe","sort":"identite"})", Cause::kPerson);
  check(KeepSearch{kRequestTicket, "Mes patients", "sexe=F"}, Method::kPost, "/api/spico/searches",
        R"({"name":"Mes patients","filters":"sexe=F"})", Cause::kPerson);
  check(ForgetSearch{kRequestTicket, "3"}, Method::kDelete, "/api/spico/searches/3", "", Cause::kPerson);
  check(LoadPatients{kRequestTicket, spico::Cause::kPerson}, Method::kGet, "/api/spico/patients", "",
        Cause::kPerson);
  check(LoadPatients{kRequestTicket, spico::Cause::kMachine}, Method::kGet, "/api/spico/patients", "",
        Cause::kMachine);
}

TEST_CASE("every wish of the discussions: method, path, body, and whether a person asked") {
  const DiscussionId kDiscussion{7};
  const MessageId kMessage{42};
  check(LoadDiscussions{kRequestTicket}, Method::kGet, "/api/spico/discussions", "", Cause::kMachine);
  check(CreateDiscussion{kRequestTicket, "00ff", "Sortie", {}, {{2}, {3}}}, Method::kPost,
        "/api/spico/discussions", R"({"client_id":"00ff","title":"Sortie","members":["2","3"]})",
        Cause::kPerson);
  check(CreateDiscussion{kRequestTicket, "00ff", "Sortie", {4}, {{2}}}, Method::kPost,
        "/api/spico/discussions", R"({"client_id":"00ff","title":"Sortie","patient_id":"4","members":["2"]})",
        Cause::kPerson);
  check(LoadDiscussion{kRequestTicket, kDiscussion, spico::Cause::kPerson}, Method::kGet,
        "/api/spico/discussions/7", "", Cause::kPerson);
  check(LoadDiscussion{kRequestTicket, kDiscussion, spico::Cause::kMachine}, Method::kGet,
        "/api/spico/discussions/7", "", Cause::kMachine);
  check(LoadMessages{kRequestTicket, kDiscussion, 101, 100}, Method::kGet,
        "/api/spico/discussions/7/messages?from=101&limit=100", "", Cause::kMachine);
  OutgoingMessage message;
  message.client_id = "00ff";
  message.discussion = kDiscussion;
  message.text = "Bonjour\n\"Inès\"";
  check(SendMessage{kRequestTicket, spico::Cause::kPerson, message}, Method::kPost,
        "/api/spico/discussions/7/messages", R"({"client_id":"00ff","text":"Bonjour\n\"Inès\""})",
        Cause::kPerson);
  message.text = "Oui";
  message.urgent = true;
  message.reply_to = MessageQuote{12, {2}, "Une question"};
  message.mentions = {{2}};
  check(SendMessage{kRequestTicket, spico::Cause::kMachine, message}, Method::kPost,
        "/api/spico/discussions/7/messages",
        R"({"client_id":"00ff","text":"Oui","urgent":true,"reply_to":12,"mentions":["2"]})", Cause::kMachine);
  check(EditMessage{kRequestTicket, kMessage, "Mieux", {}}, Method::kPut, "/api/spico/messages/42",
        R"({"text":"Mieux","mentions":[]})", Cause::kPerson);
  check(EditMessage{kRequestTicket, kMessage, "@Inès TEST", {{2}}}, Method::kPut, "/api/spico/messages/42",
        R"({"text":"@Inès TEST","mentions":["2"]})", Cause::kPerson);
  check(WithdrawMessage{kRequestTicket, kMessage}, Method::kDelete, "/api/spico/messages/42", "",
        Cause::kPerson);
  check(MarkSeen{kRequestTicket, kMessage, true}, Method::kPut, "/api/spico/messages/42/seen",
        R"({"seen":true})", Cause::kPerson);
  check(MarkRead{kRequestTicket, kDiscussion, 12}, Method::kPut, "/api/spico/discussions/7/read",
        R"({"number":12})", Cause::kMachine);
  check(MuteDiscussion{kRequestTicket, kDiscussion, false}, Method::kPut, "/api/spico/discussions/7/muted",
        R"({"muted":false})", Cause::kPerson);
  check(AddMember{kRequestTicket, kDiscussion, {3}, MemberHistory::kFromNow}, Method::kPost,
        "/api/spico/discussions/7/members", R"({"member":"3","history":"from_now"})", Cause::kPerson);
  check(LeaveDiscussion{kRequestTicket, kDiscussion}, Method::kDelete, "/api/spico/discussions/7/members/me",
        "", Cause::kPerson);
  check(TellThreadPrint{kRequestTicket, kDiscussion, 3, 250}, Method::kPost,
        "/api/spico/discussions/7/printed", R"({"from":3,"to":250})", Cause::kPerson);
  check(SearchMessages{kRequestTicket, "bénazet"}, Method::kPost, "/api/spico/messages/search",
        R"({"text":"bénazet","limit":50})", Cause::kPerson);
  check(SearchDirectory{kRequestTicket, "inès"}, Method::kPost, "/api/spico/directory/search",
        R"({"text":"inès","limit":20})", Cause::kPerson);
}

TEST_CASE("texts are asked for in the reader's language") {
  CHECK(to_http(LoadPortal{kRequestTicket, Language::kFrench}).path == "/api/pass/portal?lang=fr");
  CHECK(to_http(LoadPortal{kRequestTicket, Language::kEnglish}).path == "/api/pass/portal?lang=en");
  CHECK(to_http(LoadTerms{kRequestTicket, TermsDocument::kPass, Language::kEnglish}).path ==
        "/api/pass/cgu?lang=en");
  CHECK(to_http(LoadTerms{kRequestTicket, TermsDocument::kSpico, Language::kFrench}).path ==
        "/api/spico/cgu?lang=fr");
}

TEST_CASE("what is typed cannot leave its JSON string") {
  const HttpRequest request =
      to_http(SignIn{kRequestTicket, "a\"b\\c\n", "é\x01</script>", Strength::kStrong});
  CHECK(request.body.find("\"a\\\"b\\\\c\\n\"") != std::string::npos);
  CHECK(request.body.find('\n') == std::string::npos);
  CHECK(request.body.find('\x01') == std::string::npos);
  CHECK(request.body.find("é") != std::string::npos);
}

TEST_CASE("no path holds anything personal, and the sign-out outlives its page") {
  CHECK(to_http(SignIn{kRequestTicket, "demo", "secret", Strength::kStrong}).path.find("demo") ==
        std::string::npos);
  CHECK(to_http(VerifyCode{kRequestTicket, "042917"}).path.find("042917") == std::string::npos);
  CHECK(to_http(SignOut{kRequestTicket}).lifetime == HttpRequest::Lifetime::kOutlivesPage);
  CHECK(to_http(LoadPatients{kRequestTicket, spico::Cause::kMachine}).lifetime ==
        HttpRequest::Lifetime::kPage);
}

}  // namespace
}  // namespace spico::api

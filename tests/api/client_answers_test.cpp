// What each answer means: the examples of openapi.yaml, and every way in which an answer can be wrong.
#include "api/client_answers.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/api/answers.hpp"

namespace spico::api {
namespace {

SessionAnswered session(const std::string& body, const Request& request = LoadSession{kTicket}) {
  return read<SessionEvent, SessionAnswered>(request, ok(body));
}

const std::string kSignedOut =
    R"({"user":null,"strength":"none","pending":null,"destinations":[],"code":null,"cgu_pass":false,"cgu_spico":false,"spico_open":false,)"
    R"("locked":false,"idle_remaining_ms":null,"absolute_remaining_ms":null,"server_now":1795356900000,"build":"1f0c9a2b"})";
const std::string kPending =
    R"({"user":null,"strength":"none","pending":"code","destinations":[{"channel":"email","masked":"c•••e@test.example"},{"channel":"sms",)"
    R"("masked":"•• •• •• •• 42"}],"code":{"channel":"sms","expires_in_ms":299000,"resend_in_ms":29000,"tries_left":4,"resends_left":3},"cgu_pass":false,)"
    R"("cgu_spico":false,"spico_open":false,"locked":false,"idle_remaining_ms":null,"absolute_remaining_ms":null,"server_now":1,"build":"b"})";
const std::string kStrong =
    R"({"user":{"id":"7","identifiant":"demo-infirmiere","display_name":"Camille TEST","family_name":"TEST","given_name":"Camille","profession":"infirmier"},)"
    R"("strength":"strong","pending":null,"destinations":[],"code":null,"cgu_pass":true,"cgu_spico":true,"spico_open":true,"locked":false,)"
    R"("idle_remaining_ms":7200000,"absolute_remaining_ms":43200000,"server_now":1795356900000,"build":"1f0c9a2b"})";
const std::string kConfig =
    R"({"psc_configured":false,"kiosk_idle_ms":300000,"cgu_pass_version":"1","cgu_spico_version":"1","dev":true})";
const std::string kClocks =
    R"({"idle_remaining_ms":7200000,"absolute_remaining_ms":42000000,"server_now":1795356900000})";
const std::string kTerms =
    R"({"document":"pass","version":"1","title":"Conditions","accepted":false,"blocks":[{"kind":"heading","text":"Objet"},{"kind":"paragraph","text":"P"},{"kind":"item","text":"I"}]})";
const std::string kPortal =
    R"({"tiles":[{"id":"spico-dossiers","name":"SPICO Dossiers","description":"D","icon":"dossier","target":"#/patients","external":false,"strong_required":true,)"
    R"("favourite":true,"badge":{"count":3,"label":"3 à faire"}},{"id":"annuaire","name":"A","description":"D","icon":"directory","target":"https://a.example/",)"
    R"("external":true,"strong_required":false,"favourite":false,"badge":null}]})";

TEST_CASE("a session: signed out, waiting for a code, signed in") {
  const SessionView none = *session(kSignedOut).answer.value;
  CHECK_FALSE(none.user.has_value());
  CHECK(none.strength == Strength::kNone);
  CHECK(none.build == "1f0c9a2b");
  CHECK(none.server_now_ms == 1'795'356'900'000);
  CHECK_FALSE(none.idle_remaining_ms.has_value());
  const SessionView pending = *session(kPending).answer.value;
  CHECK(pending.pending == PendingStep::kCode);
  REQUIRE(pending.destinations.size() == 2);
  CHECK(pending.destinations[1].channel == Channel::kSms);
  CHECK(pending.destinations[1].masked == "•• •• •• •• 42");
  REQUIRE(pending.code.has_value());
  CHECK(pending.code->channel == Channel::kSms);
  CHECK(pending.code->expires_in_ms == 299'000);
  CHECK(pending.code->resend_in_ms == 29'000);
  CHECK(pending.code->tries_left == 4);
  CHECK(pending.code->resends_left == 3);
  const SessionView strong = *session(kStrong).answer.value;
  REQUIRE(strong.user.has_value());
  CHECK(strong.user->id == "7");
  CHECK(strong.user->identifiant == "demo-infirmiere");
  CHECK(strong.user->display_name == "Camille TEST");
  CHECK(strong.user->family_name == "TEST");
  CHECK(strong.user->given_name == "Camille");
  CHECK(strong.user->profession == "infirmier");
  CHECK(strong.strength == Strength::kStrong);
  CHECK(strong.cgu_pass);
  CHECK(strong.cgu_spico);
  CHECK(strong.spico_open);
  CHECK_FALSE(strong.locked);
  CHECK(strong.idle_remaining_ms == 7'200'000);
  CHECK(strong.absolute_remaining_ms == 43'200'000);
}

TEST_CASE("why a session ended") {
  for (const auto& [code, end] :
       {std::pair{"\"idle\"", SessionEnd::kIdle}, std::pair{"\"absolute\"", SessionEnd::kAbsolute},
        std::pair{"\"elsewhere\"", SessionEnd::kElsewhere},
        std::pair{"\"signed_out\"", SessionEnd::kSignedOut}, std::pair{"null", SessionEnd::kNone}}) {
    std::string body = kSignedOut;
    body.insert(body.size() - 1, std::string(",\"ended\":") + code);
    CHECK(session(body).answer.value->ended == end);
  }
}

TEST_CASE("each request that moves the stage is answered as itself") {
  const std::vector<std::pair<Request, SessionRequest>> rows{
      {LoadSession{kTicket}, SessionRequest::kLoad},
      {SignIn{kTicket, "a", "b", Strength::kStrong}, SessionRequest::kSignIn},
      {SendCode{kTicket, Channel::kEmail}, SessionRequest::kSendCode},
      {VerifyCode{kTicket, "123456"}, SessionRequest::kVerifyCode},
      {AcceptTerms{kTicket, TermsDocument::kPass, "1"}, SessionRequest::kAcceptPass},
      {AcceptTerms{kTicket, TermsDocument::kSpico, "1"}, SessionRequest::kAcceptSpico},
      {OpenSpico{kTicket}, SessionRequest::kOpenSpico},
      {LeaveSpico{kTicket}, SessionRequest::kLeaveSpico},
      {SignOut{kTicket}, SessionRequest::kSignOut}};
  for (const auto& [request, meaning] : rows) CHECK(session(kSignedOut, request).request == meaning);
}

TEST_CASE("configuration, clocks, terms, portal, stars") {
  const ServerConfig config =
      *read<SessionEvent, ConfigAnswered>(LoadConfig{kTicket}, ok(kConfig)).answer.value;
  CHECK_FALSE(config.psc_configured);
  CHECK(config.dev);
  CHECK(config.kiosk_idle_ms == 300'000);
  const Beat beat = *read<SessionEvent, BeatAnswered>(SendBeat{kTicket}, ok(kClocks)).answer.value;
  CHECK(beat.idle_remaining_ms == 7'200'000);
  CHECK(beat.absolute_remaining_ms == 42'000'000);
  const TermsText terms = *read<TermsEvent, TermsAnswered>(
                               LoadTerms{kTicket, TermsDocument::kPass, Language::kFrench}, ok(kTerms))
                               .answer.value;
  CHECK(terms.version == "1");
  CHECK(terms.title == "Conditions");
  REQUIRE(terms.blocks.size() == 3);
  CHECK(terms.blocks[0].kind == TermsBlock::Kind::kHeading);
  CHECK(terms.blocks[1].kind == TermsBlock::Kind::kParagraph);
  CHECK(terms.blocks[2].kind == TermsBlock::Kind::kItem);
  CHECK(terms.blocks[2].text == "I");
  const Catalogue portal =
      *read<PortalEvent, PortalAnswered>(LoadPortal{kTicket, Language::kFrench}, ok(kPortal)).answer.value;
  REQUIRE(portal.tiles.size() == 2);
  CHECK(portal.tiles[0].id == "spico-dossiers");
  CHECK(portal.tiles[0].strong_required);
  CHECK(portal.tiles[0].favourite);
  REQUIRE(portal.tiles[0].badge.has_value());
  CHECK(portal.tiles[0].badge->count == 3);
  CHECK(portal.tiles[0].badge->label == "3 à faire");
  CHECK(portal.tiles[1].external);
  CHECK(portal.tiles[1].target == "https://a.example/");
  CHECK_FALSE(portal.tiles[1].badge.has_value());
  CHECK(read<PortalEvent, TileStarAnswered>(StarTile{kTicket, "annuaire", YesNoAll::kYes}, ok("{}"))
            .answer.value.has_value());
  CHECK(read<PatientsEvent, PatientMarkAnswered>(
            MarkPatient{kTicket, PatientMark::kFavourite, PatientId{1}, YesNoAll::kYes}, ok("{}"))
            .answer.value.has_value());
}

// The failure of any request's answer.
Failure failure(const Request& request, const HttpResponse& response) {
  const Event event = from_http(request, response);
  Failure found;
  std::visit(
      [&](const auto& group) {
        std::visit(
            [&](const auto& fact) {
              if constexpr (requires { fact.answer.failure; }) {
                found = fact.answer.failure;
                CHECK(fact.answer.value.has_value() != found.is_some());
              }
            },
            group);
      },
      event);
  return found;
}

struct Good {
  Request request;
  std::string body;
};

std::vector<Good> all_answers() {
  return {{LoadSession{kTicket}, kSignedOut},
          {LoadSession{kTicket}, kPending},
          {VerifyCode{kTicket, "123456"}, kStrong},
          {LoadConfig{kTicket}, kConfig},
          {SendBeat{kTicket}, kClocks},
          {LoadTerms{kTicket, TermsDocument::kPass, Language::kFrench}, kTerms},
          {LoadPortal{kTicket, Language::kFrench}, kPortal}};
}

TEST_CASE("an answer that is cut anywhere is malformed, and nothing of it is kept") {
  for (const Good& good : all_answers()) {
    REQUIRE_FALSE(failure(good.request, ok(good.body)).is_some());
    for (std::size_t length = 0; length < good.body.size(); ++length) {
      CAPTURE(length);
      CHECK(failure(good.request, ok(good.body.substr(0, length))).kind == Failure::Kind::kMalformed);
    }
    CHECK(failure(good.request, ok(good.body + "}")).kind == Failure::Kind::kMalformed);
    CHECK(failure(good.request, ok(good.body + good.body)).kind == Failure::Kind::kMalformed);
  }
}

TEST_CASE("garbage, HTML, other JSON and nothing are malformed") {
  for (const Good& good : all_answers()) {
    for (const char* body : {"", " ", "null", "[]", "{}", "0", "\"\"", "<!doctype html><title>proxy</title>",
                             "\xFF\xFE", "{\"code\":\"x\"}"}) {
      CAPTURE(std::string{body});
      CHECK(failure(good.request, ok(body)).kind == Failure::Kind::kMalformed);
    }
  }
}

TEST_CASE("a member of a wrong type, or an unknown code, is malformed") {
  struct Row {
    Request request;
    std::string body;
    const char* what;
    const char* with;
  };
  const Request load = LoadSession{kTicket};
  const Request terms = LoadTerms{kTicket, TermsDocument::kPass, Language::kFrench};
  const Request portal = LoadPortal{kTicket, Language::kFrench};
  for (const Row& row :
       {Row{load, kSignedOut, "\"user\":null", "\"user\":3"},
        Row{load, kSignedOut, "\"user\":null", "\"user\":\"demo\""},
        Row{load, kSignedOut, "\"strength\":\"none\"", "\"strength\":\"some\""},
        Row{load, kSignedOut, "\"strength\":\"none\"", "\"strength\":null"},
        Row{load, kSignedOut, "\"pending\":null", "\"pending\":\"sms\""},
        Row{load, kSignedOut, "\"pending\":null", "\"pending\":1"},
        Row{load, kSignedOut, "\"destinations\":[]", "\"destinations\":{}"},
        Row{load, kSignedOut, "\"destinations\":[]", "\"destinations\":[1]"},
        Row{load, kSignedOut, "\"cgu_pass\":false", "\"cgu_pass\":0"},
        Row{load, kSignedOut, "\"spico_open\":false", "\"spico_open\":\"false\""},
        Row{load, kSignedOut, "\"locked\":false", "\"locked\":null"},
        Row{load, kSignedOut, "\"idle_remaining_ms\":null", "\"idle_remaining_ms\":\"1\""},
        Row{load, kSignedOut, "\"server_now\":1795356900000", "\"server_now\":\"now\""},
        Row{load, kSignedOut, "\"build\":\"1f0c9a2b\"", "\"build\":7"},
        Row{load, kPending, "\"channel\":\"email\"", "\"channel\":\"pigeon\""},
        Row{load, kPending, "\"tries_left\":4", "\"tries_left\":\"4\""},
        Row{load, kPending, "\"expires_in_ms\":299000", "\"expires_in_ms\":null"},
        Row{load, kStrong, "\"display_name\":\"Camille TEST\"", "\"display_name\":1"},
        Row{load, kStrong, "\"id\":\"7\"", "\"id\":7"},
        Row{load, kStrong, "\"id\":\"7\",", ""},
        Row{load, kStrong, "\"idle_remaining_ms\":7200000", "\"idle_remaining_ms\":7200000000000000000000"},
        Row{LoadConfig{kTicket}, kConfig, "\"kiosk_idle_ms\":300000", "\"kiosk_idle_ms\":true"},
        Row{LoadConfig{kTicket}, kConfig, "\"psc_configured\":false", "\"psc_configured\":\"no\""},
        Row{SendBeat{kTicket}, kClocks, "\"idle_remaining_ms\":7200000", "\"idle_remaining_ms\":null"},
        Row{SendBeat{kTicket}, kClocks, "\"absolute_remaining_ms\":42000000,", ""},
        Row{terms, kTerms, "\"kind\":\"item\"", "\"kind\":\"table\""},
        Row{terms, kTerms, "\"text\":\"P\"", "\"text\":null"},
        Row{terms, kTerms, "\"version\":\"1\"", "\"version\":1"},
        Row{terms, kTerms, "\"blocks\":[", "\"blocks\":7,\"x\":["},
        Row{portal, kPortal, "\"external\":true", "\"external\":1"},
        Row{portal, kPortal, "\"count\":3", "\"count\":\"3\""},
        Row{portal, kPortal, "\"name\":\"A\",", ""},
        Row{portal, kPortal, "\"tiles\":[", "\"tiles\":[null,"}}) {
    CAPTURE(std::string{row.with});
    CHECK(failure(row.request, ok(replaced(row.body, row.what, row.with))).kind == Failure::Kind::kMalformed);
  }
}

TEST_CASE("a tile can lead only to our own screens or to https") {
  for (const char* target :
       {"javascript:alert(1)", "http://a.example/", "//a.example", "data:text/html,x", "", "/patients"}) {
    CAPTURE(std::string{target});
    const std::string body = replaced(kPortal, "https://a.example/", target);
    CHECK(failure(LoadPortal{kTicket, Language::kFrench}, ok(body)).kind == Failure::Kind::kMalformed);
  }
}

TEST_CASE("members that a newer server adds do no harm") {
  for (const Good& good : all_answers()) {
    std::string body = good.body;
    body.insert(1, R"("added_later":{"deep":[1,{"a":null}]},)");
    CHECK_FALSE(failure(good.request, ok(body)).is_some());
  }
}

TEST_CASE("no complete answer: offline, too late, cut") {
  for (const Good& good : all_answers()) {
    const auto kind = [&](HttpFailure how) { return failure(good.request, {how, 200, 0, good.body}).kind; };
    CHECK(kind(HttpFailure::kOffline) == Failure::Kind::kOffline);
    CHECK(kind(HttpFailure::kTimeout) == Failure::Kind::kTimeout);
    CHECK(kind(HttpFailure::kCut) == Failure::Kind::kCut);
    CHECK(kind(HttpFailure::kAborted) != Failure::Kind::kNone);
  }
}

TEST_CASE("refusals keep their code, their status and how long to wait") {
  const Request request = SignIn{kTicket, "a", "b", Strength::kStrong};
  Failure wrong =
      failure(request, {HttpFailure::kNone, 401, 0, R"({"code":"bad_credentials","message":"x"})"});
  CHECK(wrong.kind == Failure::Kind::kRefused);
  CHECK(wrong.status == 401);
  CHECK(wrong.code == "bad_credentials");
  CHECK(wrong.retry_after_s == 0);
  Failure many = failure(request, {HttpFailure::kNone, 429, 0,
                                   R"({"code":"too_many_attempts","message":"x","retry_after_s":60})"});
  CHECK(many.retry_after_s == 60);
  Failure by_header = failure(request, {HttpFailure::kNone, 503, 7, "busy"});
  CHECK(by_header.kind == Failure::Kind::kServer);
  CHECK(by_header.retry_after_s == 7);
  Failure busy =
      failure(request, {HttpFailure::kNone, 503, 0, R"({"code":"busy","message":"x","retry_after_s":2})"});
  CHECK(busy.kind == Failure::Kind::kServer);
  CHECK(busy.code == "busy");
  CHECK(busy.retry_after_s == 2);
  // A code nobody knows is kept: the sentence falls back to the status.
  CHECK(failure(request, {HttpFailure::kNone, 418, 0, R"({"code":"teapot","message":"x"})"}).code ==
        "teapot");
}

TEST_CASE("an error whose body is no error of ours keeps its status, and is that of no server") {
  for (const Good& good : all_answers()) {
    for (const char* body :
         {"", "<html>", "{}", "[1]", "{\"code\":7}", "{\"code\":\"\"}", "{\"message\":\"x\"}", "\xFF"}) {
      CAPTURE(std::string{body});
      for (const int status : {401, 403, 404, 407, 413}) {
        CHECK(failure(good.request, {HttpFailure::kNone, status, 0, body}).kind == Failure::Kind::kServer);
        CHECK(failure(good.request, {HttpFailure::kNone, status, 0, body}).status == status);
        CHECK(failure(good.request, {HttpFailure::kNone, status, 0, body}).code.empty());
      }
      CHECK(failure(good.request, {HttpFailure::kNone, 502, 0, body}).kind == Failure::Kind::kServer);
    }
    // A good body under a bad status is no good answer.
    CHECK(failure(good.request, {HttpFailure::kNone, 500, 0, good.body}).kind == Failure::Kind::kServer);
    CHECK(failure(good.request, {HttpFailure::kNone, 404, 0, good.body}).kind == Failure::Kind::kServer);
    CHECK(failure(good.request, {HttpFailure::kNone, 302, 0, good.body}).is_some());
    CHECK(failure(good.request, {HttpFailure::kNone, 0, 0, good.body}).is_some());
  }
}

TEST_CASE("a negative or huge waiting time is not believed") {
  const Request request = SignIn{kTicket, "a", "b", Strength::kStrong};
  for (const char* seconds : {"-5", "1e300", "99999999999999999999"}) {
    CAPTURE(std::string{seconds});
    const Failure found = failure(request, {HttpFailure::kNone, 429, 0,
                                            R"({"code":"too_many_attempts","message":"x","retry_after_s":)" +
                                                std::string(seconds) + "}"});
    CHECK(found.kind == Failure::Kind::kRefused);
    CHECK(found.retry_after_s >= 0);
  }
}

}  // namespace
}  // namespace spico::api

// from_request: what the server takes from a body, and what it says of one that it cannot take.
#include <doctest/doctest.h>

#include <string>

#include "api/server_answers.hpp"
#include "api/server_requests.hpp"

namespace spico::api {
namespace {

std::string verdict(const BodyProblem& problem) {
  switch (problem.kind) {
    case BodyProblem::Kind::kNone:
      return "";
    case BodyProblem::Kind::kMalformed:
      return "malformed";
    case BodyProblem::Kind::kInvalidField:
      break;
  }
  return problem.field;
}

std::string login_with(std::string_view identifiant, std::string_view password, std::string_view method) {
  std::string body = R"({"identifiant":)";
  return body.append(identifiant)
             .append(R"(,"mot_de_passe":)")
             .append(password)
             .append(R"(,"method":)")
             .append(method) +
         "}";
}

std::string text_of(std::size_t length) { return "\"" + std::string(length, 'x') + "\""; }

}  // namespace

TEST_CASE("a sign-in is read whole, other members are ignored") {
  const auto read = read_login(R"({"identifiant":" Zoé ","mot_de_passe":"a\"b","method":"weak","more":[1]})");
  REQUIRE(read.problem.is_none());
  CHECK(read.value.identifiant == " Zoé ");
  CHECK(read.value.password == "a\"b");
  CHECK(read.value.method == SignInMethod::kWeak);
}

TEST_CASE("a sign-in that is not valid is refused by the name of its member") {
  CHECK(verdict(read_login(login_with(text_of(254), text_of(1024), R"("code")")).problem).empty());
  for (const std::string& wrong :
       {std::string("null"), std::string("1"), std::string("[]"), text_of(0), text_of(255)}) {
    CHECK(verdict(read_login(login_with(wrong, R"("p")", R"("code")")).problem) == "identifiant");
  }
  CHECK(verdict(read_login(login_with(R"("i")", text_of(1025), R"("code")")).problem) == "mot_de_passe");
  CHECK(verdict(read_login(login_with(R"("i")", text_of(0), R"("code")")).problem) == "mot_de_passe");
  CHECK(verdict(read_login(login_with(R"("i")", R"("p")", R"("psc")")).problem) == "method");
  CHECK(verdict(read_login("{}").problem) == "identifiant");
}

TEST_CASE("whatever is not one JSON object is malformed, for every body") {
  std::string deep = R"({"a":)" + std::string(17, '[') + std::string(17, ']') + "}";
  for (const std::string& body :
       {std::string(), std::string("[]"), std::string("null"), std::string("{"), std::string("{} {}"),
        std::string("{\"code\":\"123456\""), std::string("\xFF"), deep}) {
    CAPTURE(body);
    CHECK(verdict(read_login(body).problem) == "malformed");
    CHECK(verdict(read_send_code(body).problem) == "malformed");
    CHECK(verdict(read_verify_code(body).problem) == "malformed");
    CHECK(verdict(read_accept_terms(body).problem) == "malformed");
    CHECK(verdict(read_favourite(body).problem) == "malformed");
    CHECK(verdict(read_advance_clock(body).problem) == "malformed");
    CHECK(verdict(read_nothing(body)) == "malformed");
  }
  CHECK(verdict(read_nothing(R"({"anything":1})")).empty());
}

TEST_CASE("a code is six digits of ASCII") {
  CHECK(read_verify_code(R"({"code":"042917"})").value == "042917");
  for (const char* body :
       {R"({"code":"12345"})", R"({"code":"1234567"})", R"({"code":"12345a"})", R"({"code":123456})",
        R"({"code":" 12345"})", R"({"code":"٠١"})", R"({"code":null})", "{}"}) {
    CAPTURE(body);
    CHECK(verdict(read_verify_code(body).problem) == "code");
  }
}

TEST_CASE("channels, stars, versions and the clock") {
  CHECK(read_send_code(R"({"channel":"sms"})").value == Channel::kSms);
  CHECK(read_send_code(R"({"channel":"email"})").value == Channel::kEmail);
  CHECK(verdict(read_send_code(R"({"channel":"SMS"})").problem) == "channel");
  CHECK(read_favourite(R"({"favourite":true})").value);
  CHECK(verdict(read_favourite(R"({"favourite":"true"})").problem) == "favourite");
  CHECK(read_accept_terms(R"({"version":"2026-09"})").value == "2026-09");
  CHECK(verdict(read_accept_terms(R"({"version":""})").problem) == "version");
  CHECK(read_advance_clock(R"({"advance_ms":300000})").value == 300'000);
  for (const char* body :
       {R"({"advance_ms":-1})", R"({"advance_ms":1.5})", R"({"advance_ms":31536000001})"}) {
    CAPTURE(body);
    CHECK(verdict(read_advance_clock(body).problem) == "advance_ms");
  }
}

TEST_CASE("what a person does with the list") {
  CHECK(read_archived(R"({"archived":true})").value);
  CHECK(verdict(read_archived(R"({"archived":null})").problem) == "archived");
  const auto exported = read_exported(R"({"format":"print","count":3,"filters":"statut=actif"})");
  CHECK(exported.problem.is_none());
  CHECK(exported.value.format == ExportFormat::kPrint);
  CHECK(exported.value.count == 3);
  CHECK(exported.value.filters == "statut=actif");
  CHECK(exported.value.patient.is_none());
  CHECK(read_exported(R"({"format":"print","count":1,"filters":"","patient_id":"42"})").value.patient ==
        PatientId{42});
  for (const char* wrong : {"42", "\"\"", "\"0\"", "\"x\"", "[]"}) {
    const std::string body =
        std::string(R"({"format":"print","count":1,"filters":"","patient_id":)") + wrong + "}";
    CHECK(verdict(read_exported(body).problem) == "patient_id");
  }
  CHECK(verdict(read_exported(R"({"format":"xls","count":3,"filters":""})").problem) == "format");
  CHECK(verdict(read_exported(R"({"format":"csv","count":10000001,"filters":""})").problem) == "count");
  CHECK(verdict(read_exported(R"({"format":"csv","count":1})").problem) == "filters");
  CHECK(verdict(read_exported("[]").problem) == "malformed");

  const auto columns = read_columns(R"({"columns":"identite:240,-sexe","sort":""})");
  CHECK(columns.problem.is_none());
  CHECK(columns.value.columns == "identite:240,-sexe");
  CHECK(verdict(read_columns(R"({"columns":"é","sort":""})").problem) == "columns");
  CHECK(verdict(read_columns(R"({"columns":"","sort":"A"})").problem) == "sort");
  const std::string longest(kLongestListText, 'a');
  CHECK(read_columns(R"({"columns":")" + longest + R"(","sort":""})").problem.is_none());
  CHECK(verdict(read_columns(R"({"columns":"a)" + longest + R"(","sort":""})").problem) == "columns");

  CHECK(read_search(R"({"name":" Été ","filters":""})").value.name == " Été ");
  CHECK(verdict(read_search(R"({"name":"","filters":""})").problem) == "name");
  CHECK(verdict(read_search(R"({"name":"x","filters":")" + std::string(kLongestFilters + 1, 'a') + "\"}")
                    .problem) == "filters");
}

TEST_CASE("languages") {
  CHECK(language_of("") == Language::kFrench);
  CHECK(language_of("fr") == Language::kFrench);
  CHECK(language_of("en") == Language::kEnglish);
  for (const char* lang : {"FR", "de", "fr,en", "fr "}) CHECK_FALSE(language_of(lang).has_value());
}

TEST_CASE("an error says only what there is to say") {
  CHECK(to_json(ErrorAnswer{.code = "busy", .message = "Try again", .field = {}, .retry_after_s = 2}) ==
        R"({"code":"busy","message":"Try again","retry_after_s":2})");
  CHECK(to_json(ErrorAnswer{.code = "invalid_field", .message = "No", .field = "code", .retry_after_s = 0}) ==
        R"({"code":"invalid_field","message":"No","field":"code"})");
}

}  // namespace spico::api

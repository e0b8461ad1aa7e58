// Both halves of the wire in one process: what the client asks is what the server understands, and back.
#include <doctest/doctest.h>

#include "api/client_answers.hpp"
#include "api/client_patients.hpp"
#include "api/client_requests.hpp"
#include "core/patients/column_layout.hpp"
#include "core/patients/reference.hpp"
#include "core/route.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

constexpr Ticket kTicket{7};

// The browser between the client's requests and the server.
class Client {
 public:
  explicit Client(TestServer& server) : browser_(server) {}

  Event ask(const spico::Request& wish) {
    Response response = send(wish);
    return api::from_http(wish, {.status = static_cast<int>(response.status), .body = response.body});
  }

  SessionView session_after(const spico::Request& wish) {
    const Event event = ask(wish);
    const auto& answered = std::get<SessionAnswered>(std::get<SessionEvent>(event));
    CAPTURE(answered.answer.failure.code);
    REQUIRE(answered.answer.value.has_value());
    CHECK(answered.answer.ticket == kTicket);
    return *answered.answer.value;
  }

  Failure failure_of(const spico::Request& wish) {
    return std::get<SessionAnswered>(std::get<SessionEvent>(ask(wish))).answer.failure;
  }

  Response send(const spico::Request& wish) {
    const api::HttpRequest request = api::to_http(wish);
    browser_.is_active = request.cause == api::HttpRequest::Cause::kPerson;
    switch (request.method) {
      case api::Method::kGet:
        return browser_.get(request.path);
      case api::Method::kPost:
        return browser_.post(request.path, request.body);
      case api::Method::kPut:
        return browser_.put(request.path, request.body);
      case api::Method::kDelete:
        CHECK(request.body.empty());
        return browser_.remove(request.path);
    }
    return {};
  }

 private:
  TestBrowser browser_;
};

spico::SignIn sign_in_as(const std::string& user, Strength wanted = Strength::kStrong) {
  return {kTicket, user, std::string(kDemoPassword), wanted};
}

void enter_spico(Client& client, TestServer& server) {
  client.session_after(sign_in_as("demo-infirmiere"));
  client.session_after(SendCode{kTicket, Channel::kEmail});
  client.session_after(VerifyCode{kTicket, server.last_code()});
  client.session_after(OpenSpico{kTicket});
}

}  // namespace

TEST_CASE("from the password to the list, and out again, in the client's own words") {
  TestServer server;
  Client client(server);
  SessionView view = client.session_after(LoadSession{kTicket});
  CHECK_FALSE(view.user.has_value());
  CHECK(view.build == "test-build");

  view = client.session_after(sign_in_as("demo-nouveau"));
  CHECK(view.pending == PendingStep::kChannel);
  REQUIRE(view.destinations.size() == 2);
  CHECK(view.destinations[0].masked == "d•••u@ccas-example.fr");
  view = client.session_after(SendCode{kTicket, Channel::kSms});
  REQUIRE(view.code.has_value());
  CHECK(view.code->channel == Channel::kSms);
  CHECK(view.code->tries_left == 5);
  view = client.session_after(VerifyCode{kTicket, server.last_code()});
  REQUIRE(view.user.has_value());
  CHECK(view.user->identifiant == "demo-nouveau");
  CHECK(view.strength == Strength::kStrong);
  CHECK(view.idle_remaining_ms == server.options.session.idle_ms);

  for (const TermsDocument document : {TermsDocument::kPass, TermsDocument::kSpico}) {
    if (document == TermsDocument::kSpico) CHECK(client.session_after(OpenSpico{kTicket}).spico_open);
    const Event event = client.ask(LoadTerms{kTicket, document, Language::kEnglish});
    const auto& terms = std::get<TermsAnswered>(std::get<TermsEvent>(event)).answer;
    REQUIRE(terms.value.has_value());
    CHECK(terms.value->blocks.size() > 10);
    CHECK_FALSE(terms.value->accepted);
    view = client.session_after(AcceptTerms{kTicket, document, terms.value->version});
  }
  CHECK(view.cgu_pass);
  CHECK(view.cgu_spico);
  view = client.session_after(LeaveSpico{kTicket});
  CHECK_FALSE(view.spico_open);
  view = client.session_after(SignOut{kTicket});
  CHECK_FALSE(view.user.has_value());
}

TEST_CASE("the portal, its stars and the configuration") {
  TestServer server;
  Client client(server);
  client.session_after(sign_in_as("demo-medecin", Strength::kWeak));
  client.ask(StarTile{kTicket, "annuaire-sante", YesNoAll::kYes});
  const Event event = client.ask(LoadPortal{kTicket, Language::kFrench});
  const auto& portal = std::get<PortalAnswered>(std::get<PortalEvent>(event)).answer;
  REQUIRE(portal.value.has_value());
  CHECK(portal.value->tiles[0].name == "SPICO Dossiers");
  CHECK(portal.value->tiles[0].strong_required);
  for (const Tile& tile : portal.value->tiles) CHECK(tile.favourite == (tile.id == "annuaire-sante"));
  const auto config =
      std::get<ConfigAnswered>(std::get<SessionEvent>(client.ask(LoadConfig{kTicket}))).answer;
  REQUIRE(config.value.has_value());
  CHECK(config.value->dev);
  CHECK(config.value->kiosk_idle_ms == 300'000);
  const auto beat = std::get<BeatAnswered>(std::get<SessionEvent>(client.ask(SendBeat{kTicket}))).answer;
  REQUIRE(beat.value.has_value());
  CHECK(beat.value->idle_remaining_ms == server.options.session.idle_ms);
}

TEST_CASE("what a user arranges comes back: columns, order, searches, and what was forgotten does not") {
  TestServer server;
  Client client(server);
  enter_spico(client, server);
  const auto kept = [&] {
    const auto answer =
        std::get<PreferencesAnswered>(std::get<PreferencesEvent>(client.ask(LoadPreferences{kTicket})))
            .answer;
    REQUIRE(answer.value.has_value());
    return *answer.value;
  };
  CHECK(kept().columns.empty());
  ColumnLayout layout;
  layout.hide(PatientColumn::kSex);
  layout.resize({PatientColumn::kIdentity, 300});
  PatientOrder order(PatientColumn::kIdentity, Direction::kAscending);
  order.add({PatientColumn::kBirthDate, Direction::kDescending});
  const auto sent = std::get<LayoutKept>(std::get<PreferencesEvent>(
      client.ask(KeepLayout{kTicket, format_layout(layout), format_order(order)})));
  CHECK(sent.answer.value.has_value());
  CHECK(parse_layout(kept().columns) == layout);
  CHECK(parse_order(kept().sort) == order);

  CodedFilters coded;
  coded.sexes = bit_of(Sex::kFemale);
  coded.thematiques.add(*thematique_from_code("icope"));
  coded.professionals = {{3}};
  coded.sort = order;
  const auto saved = std::get<SearchKept>(std::get<PreferencesEvent>(
      client.ask(KeepSearch{kTicket, "Mes dames \"ICOPE\" & é", format_filters(coded)})));
  CHECK(saved.answer.value.has_value());
  REQUIRE(kept().searches.size() == 1);
  const spico::SavedSearch search = kept().searches[0];
  CHECK(search.name == "Mes dames \"ICOPE\" & é");
  CHECK(parse_filters(search.filters) == coded);
  const auto forgotten =
      std::get<SearchForgotten>(std::get<PreferencesEvent>(client.ask(ForgetSearch{kTicket, search.id})));
  CHECK(forgotten.answer.value.has_value());
  CHECK(kept().searches.empty());
  const auto again =
      std::get<SearchForgotten>(std::get<PreferencesEvent>(client.ask(ForgetSearch{kTicket, search.id})));
  CHECK(again.answer.failure.code == "unknown_search");
}

TEST_CASE("the client reads exactly the patients that the store holds") {
  TestServer server;
  Client client(server);
  enter_spico(client, server);
  client.ask(MarkPatient{kTicket, PatientMark::kFavourite, {1}, YesNoAll::kYes});

  const Response response = client.send(LoadPatients{kTicket, Cause::kPerson});
  REQUIRE(response.stream != nullptr);
  api::PatientStreamReader reader(kTicket);
  for (BodyStream::Step step = BodyStream::Step::kMore; step == BodyStream::Step::kMore;) {
    std::string chunk;
    step = response.stream->next(chunk);
    reader.append({reinterpret_cast<const unsigned char*>(chunk.data()), chunk.size()});
  }
  std::vector<Patient> read;
  for (const Event& event : reader.read(1000)) {
    const auto* rows = std::get_if<PatientRowsArrived>(&std::get<PatientsEvent>(event));
    if (rows != nullptr) read = rows->patients;
  }
  CHECK_FALSE(reader.finish().is_some());

  const StoreLease store = server.stores.lend();
  const auto cursor = store->patients_of(store->account_by_identifiant("demo-infirmiere")->id);
  REQUIRE(read.size() == cursor->total());
  Patient stored;
  for (const Patient& patient : read) {
    REQUIRE(cursor->next(stored));
    CAPTURE(patient.id.value);
    // The wire tells NIR from NIA only, not the registers of tests.
    CHECK(kind_code(patient.traits.ins_authority) == kind_code(stored.traits.ins_authority));
    stored.traits.ins_authority = patient.traits.ins_authority;
    CHECK(patient == stored);
    CHECK(patient.favourite == (patient.id.value == 1));
  }
}

TEST_CASE("refusals arrive with their code and how long to wait") {
  TestServer server;
  Client client(server);
  spico::SignIn wrong = sign_in_as("demo-medecin");
  wrong.password = "wrong";
  CHECK(client.failure_of(wrong).code == "bad_credentials");
  for (int i = 1; i < 10; ++i) client.ask(wrong);
  const Failure slowed = client.failure_of(wrong);
  CHECK(slowed.code == "too_many_attempts");
  CHECK(slowed.retry_after_s == 30);
  CHECK(slowed.status == 429);
  CHECK(client.failure_of(VerifyCode{kTicket, "123456"}).code == "no_pending_login");
}

}  // namespace spico::emserve::test

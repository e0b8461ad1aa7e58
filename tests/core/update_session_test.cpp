// The way in as facts and wishes: steps, gates, stale answers, sessions that are over.
// product.md §1, §3; security.md §1.6; decisions 16, 17.
#include "core/session/session_update.hpp"
#include "tests/core/client.hpp"

namespace spico {
namespace {

using namespace spico::test;

constexpr std::int64_t kSessionMinute = 60'000;
constexpr std::int64_t kSessionHour = 60 * kSessionMinute;

TEST_CASE("the first thing asked is the session; nothing is shown before the answer") {
  Client client;
  client.page(Started{"#/patients", "", "fr-FR", "", false, false, true});
  CHECK(client.wish<LoadSession>() != nullptr);
  CHECK(client.wish<LoadConfig>() != nullptr);
  CHECK(client.wish<LoadPatients>() == nullptr);
  CHECK(client.model.starting);
  CHECK(is_waiting_for_answers(client.model));
  client.answer(SessionRequest::kLoad, signed_out_view());
  CHECK(client.model.screen == Screen::kSignIn);
  CHECK(client.wish<LoadPatients>() == nullptr);
}

TEST_CASE("password, channel, code, portal") {
  Client client;
  client.start("", signed_out_view());
  CHECK(client.ever<SetLocation>()->fragment == "#/connexion");
  client.session(IdentifiantTyped{"demo-infirmiere"});
  client.session(PasswordTyped{"Garonne&Tarn2026!"});
  client.session(SignInPressed{});
  const SignIn* sign_in = client.wish<SignIn>();
  REQUIRE(sign_in != nullptr);
  CHECK(sign_in->identifiant == "demo-infirmiere");
  CHECK(sign_in->password == "Garonne&Tarn2026!");
  CHECK(sign_in->wanted == Strength::kStrong);
  // A second press while the first is under way sends nothing.
  client.session(SignInPressed{});
  CHECK(client.asks_nothing());
  client.answer(SessionRequest::kSignIn, channel_view());
  CHECK(client.model.session.form.password.empty());
  CHECK(client.asks_nothing());
  client.session(ChannelChosen{Channel::kSms});
  client.session(SendCodePressed{});
  REQUIRE(client.wish<SendCode>() != nullptr);
  CHECK(client.wish<SendCode>()->channel == Channel::kSms);
  client.answer(SessionRequest::kSendCode, code_view());
  client.session(CodeTyped{"12345"});
  CHECK(client.asks_nothing());
  client.session(CodeTyped{"123456"});
  REQUIRE(client.wish<VerifyCode>() != nullptr);
  CHECK(client.wish<VerifyCode>()->code == "123456");
  client.session(CodeSubmitted{});
  CHECK(client.asks_nothing());
  client.answer(SessionRequest::kVerifyCode, strong_view());
  CHECK(client.wish<LoadPortal>() != nullptr);
  CHECK(client.model.screen == Screen::kPortal);
  CHECK(client.model.session.form.code.empty());
  CHECK(client.model.watchdog.is_watching());
}

TEST_CASE("the weak tab asks for a weak session, which never opens SPICO") {
  Client client;
  client.start("#/patients?statut=actif", signed_out_view());
  client.session(TabChosen{SignInTab::kWeak});
  client.session(IdentifiantTyped{"a"});
  client.session(PasswordTyped{"b"});
  client.session(SignInPressed{});
  REQUIRE(client.wish<SignIn>() != nullptr);
  CHECK(client.wish<SignIn>()->wanted == Strength::kWeak);
  client.answer(SessionRequest::kSignIn, weak_view());
  CHECK(client.model.screen == Screen::kPortal);
  CHECK(client.ever<OpenSpico>() == nullptr);
  CHECK(client.ever<LoadPatients>() == nullptr);
  // The deep link is not lost without a word: the tile explains itself.
  CHECK(client.model.portal.explained_tile == "spico-dossiers");
  client.answer_portal();
  client.portal(TilePressed{"spico-dossiers"});
  CHECK(client.wish<OpenSpico>() == nullptr);
  CHECK(client.model.portal.explained_tile == "spico-dossiers");
}

TEST_CASE("an empty form sends nothing") {
  Client client;
  client.start("", signed_out_view());
  client.session(SignInPressed{});
  CHECK(client.asks_nothing());
  CHECK(client.model.session.form.identifiant_missing);
  client.session(IdentifiantTyped{"a"});
  client.session(SignInPressed{});
  CHECK(client.asks_nothing());
  CHECK(client.model.session.form.password_missing);
}

TEST_CASE("a refused password is wiped; the identifiant stays; waiting times count down") {
  Client client;
  client.start("", signed_out_view());
  client.session(IdentifiantTyped{"demo"});
  client.session(PasswordTyped{"faux"});
  client.session(SignInPressed{});
  client.refuse(SessionRequest::kSignIn, refused(429, "too_many_attempts", 60));
  CHECK(client.model.session.form.password.empty());
  CHECK(client.model.session.form.identifiant == "demo");
  CHECK(wait_left_s(client.model.session.form, client.env().wall_ms) == 60);
  CHECK(next_deadline_ms(client.model, client.env()) == 1000);
  client.advance(45'500);
  CHECK(wait_left_s(client.model.session.form, client.env().wall_ms) == 15);
  client.advance(60'000);
  CHECK(wait_left_s(client.model.session.form, client.env().wall_ms) == 0);
}

TEST_CASE("a code is sent again only after its thirty seconds") {
  Client client;
  client.start("", code_view());
  client.session(ResendCodePressed{});
  CHECK(client.asks_nothing());
  client.advance(29'000);
  client.session(ResendCodePressed{});
  CHECK(client.asks_nothing());
  client.advance(1'000);
  client.session(ResendCodePressed{});
  CHECK(client.wish<SendCode>() != nullptr);
}

TEST_CASE("an answer that nobody waits for any more changes nothing") {
  Client client = in_list();
  const Ticket stale = static_cast<Ticket>(9999);
  client.session(SessionAnswered{SessionRequest::kLoad, {stale, signed_out_view(), {}}});
  CHECK(client.effects.empty());
  CHECK(client.model.session.is_signed_in());
  client.session(SessionAnswered{SessionRequest::kSignOut, {stale, signed_out_view(), {}}});
  CHECK(client.effects.empty());
  client.session(SessionAnswered{SessionRequest::kLoad, {Ticket::kNone, signed_out_view(), {}}});
  CHECK(client.effects.empty());
  CHECK(client.model.session.is_signed_in());
  client.session(BeatAnswered{{stale, Beat{1, 1, 1}, {}}});
  CHECK(client.model.watchdog.remaining_ms({client.env().wall_ms, client.env().monotonic_ms}) > kSessionHour);
  client.session(ConfigAnswered{{stale, ServerConfig{true, true, 1}, {}}});
  CHECK_FALSE(client.model.session.config.value->psc_configured);
  client.terms(TermsAnswered{{stale, TermsText{}, {}}});
  CHECK_FALSE(client.model.terms.text.value.has_value());
  client.portal(PortalAnswered{{stale, Catalogue{}, {}}});
  CHECK_FALSE(client.model.portal.catalogue.value.has_value());
  client.patients(PatientStreamStarted{stale, 50, 1, {}, {}});
  client.patients(PatientRowsArrived{stale, std::vector<Patient>(5)});
  client.patients(PatientStreamEnded{{stale, std::nullopt, offline()}});
  CHECK(client.model.patients.list.size() == 3);
  CHECK_FALSE(client.model.patients.stream.failure.is_some());
  client.session(SessionAnswered{SessionRequest::kLoad, {stale, std::nullopt, refused(401, "signed_out")}});
  CHECK_FALSE(client.model.leaving);
}

TEST_CASE("the terms of PASS stand in front of everything") {
  SessionView view = strong_view();
  view.cgu_pass = view.cgu_spico = false;
  Client client;
  client.start("#/patients", view);
  CHECK(client.model.screen == Screen::kTermsPass);
  REQUIRE(client.ever<LoadTerms>() != nullptr);
  CHECK(client.ever<LoadTerms>()->document == TermsDocument::kPass);
  CHECK(client.ever<LoadPortal>() == nullptr);
  CHECK(client.ever<OpenSpico>() == nullptr);
  client.answer_terms();
  client.terms(AcceptPressed{});
  CHECK(client.asks_nothing());
  client.terms(AgreedToggled{});
  client.terms(AcceptPressed{});
  REQUIRE(client.wish<AcceptTerms>() != nullptr);
  CHECK(client.wish<AcceptTerms>()->version == "2026-01");
  CHECK(client.wish<AcceptTerms>()->document == TermsDocument::kPass);
  client.terms(AcceptPressed{});
  CHECK(client.asks_nothing());
  view.cgu_pass = true;
  client.answer(SessionRequest::kAcceptPass, view);
  // The deep link goes on, to the terms of SPICO.
  REQUIRE(client.wish<OpenSpico>() != nullptr);
  view.spico_open = true;
  client.answer(SessionRequest::kOpenSpico, view);
  CHECK(client.model.screen == Screen::kTermsSpico);
  CHECK(client.wish<LoadTerms>()->document == TermsDocument::kSpico);
  CHECK_FALSE(client.model.terms.read_and_agreed);
  CHECK(client.ever<LoadPatients>() == nullptr);
  client.answer_terms();
  client.terms(AgreedToggled{});
  client.terms(AcceptPressed{});
  view.cgu_spico = true;
  client.answer(SessionRequest::kAcceptSpico, view);
  CHECK(client.wish<LoadPatients>() != nullptr);
  CHECK(client.model.screen == Screen::kPatients);
}

TEST_CASE("«Refuser» signs out of PASS, or returns from SPICO to the portal") {
  SUBCASE("PASS") {
    SessionView view = strong_view();
    view.cgu_pass = view.cgu_spico = false;
    Client client;
    client.start("", view);
    client.answer_terms();
    client.terms(RefusePressed{});
    CHECK(client.wish<SignOut>() != nullptr);
    client.answer(SessionRequest::kSignOut, signed_out_view());
    REQUIRE(client.wish<LeavePage>() != nullptr);
    CHECK(parse_route(client.wish<LeavePage>()->fragment).farewell == Farewell::kRefusedTerms);
  }
  SUBCASE("SPICO") {
    SessionView view = in_spico_view();
    view.cgu_spico = false;
    Client client;
    client.start("#/patients", view);
    client.answer_terms();
    client.terms(RefusePressed{});
    CHECK(client.wish<SignOut>() == nullptr);
    REQUIRE(client.wish<LeaveSpico>() != nullptr);
    view.spico_open = false;
    client.answer(SessionRequest::kLeaveSpico, view);
    CHECK(client.model.screen == Screen::kPortal);
    CHECK(client.wish<OpenSpico>() == nullptr);
  }
}

TEST_CASE("terms that changed while they were read are asked for again") {
  SessionView view = strong_view();
  view.cgu_pass = false;
  Client client;
  client.start("", view);
  client.answer_terms("1");
  client.terms(AgreedToggled{});
  client.terms(AcceptPressed{});
  client.refuse(SessionRequest::kAcceptPass, refused(409, "version_changed"));
  REQUIRE(client.wish<LoadTerms>() != nullptr);
  CHECK_FALSE(client.model.terms.read_and_agreed);
  client.answer_terms("2");
  client.terms(AcceptPressed{});
  CHECK(client.asks_nothing());
  client.terms(AgreedToggled{});
  client.terms(AcceptPressed{});
  CHECK(client.wish<AcceptTerms>()->version == "2");
}

TEST_CASE("going back after leaving SPICO does not reopen it: that takes a click") {
  Client client = in_list();
  client.session(LeaveSpicoPressed{});
  REQUIRE(client.wish<LeaveSpico>() != nullptr);
  client.answer(SessionRequest::kLeaveSpico, strong_view());
  CHECK(client.model.screen == Screen::kPortal);
  CHECK(client.model.patients.list.size() == 0);
  client.answer_portal();
  client.page(LocationChanged{"#/patients"});
  CHECK(client.asks_nothing());
  CHECK(client.model.screen == Screen::kPortal);
  CHECK(client.ever<SetLocation>()->fragment == "#/portail");
  client.portal(TilePressed{"spico-dossiers"});
  CHECK(client.wish<OpenSpico>() != nullptr);
}

TEST_CASE("SPICO left in another tab: this one goes to the portal, and does not reopen it by itself") {
  Client client = in_list();
  client.patients(PatientMarkPressed{PatientMark::kFavourite, PatientId{1}});
  REQUIRE(client.wish<MarkPatient>() != nullptr);
  client.patients(
      PatientMarkAnswered{PatientMark::kFavourite,
                          {client.wish<MarkPatient>()->ticket, std::nullopt, refused(403, "spico_closed")}});
  REQUIRE(client.wish<LoadSession>() != nullptr);
  client.answer(SessionRequest::kLoad, strong_view());
  CHECK(client.wish<OpenSpico>() == nullptr);
  CHECK(client.model.screen == Screen::kPortal);
  CHECK(client.model.patients.list.size() == 0);
}

TEST_CASE("a step that the server misses is asked again, not shown as an error") {
  for (const char* code : {"cgu_pass_required", "cgu_spico_required", "strong_auth_required"}) {
    CAPTURE(std::string{code});
    Client client;
    client.start("#/patients", in_spico_view());
    const Ticket ticket = client.model.patients.stream.pending;
    REQUIRE(ticket != Ticket::kNone);
    client.patients(PatientStreamEnded{{ticket, std::nullopt, refused(403, code)}});
    REQUIRE(client.wish<LoadSession>() != nullptr);
    SessionView view = in_spico_view();
    view.cgu_spico = false;
    client.answer(SessionRequest::kLoad, view);
    CHECK(client.model.screen == Screen::kTermsSpico);
  }
}

TEST_CASE("a session that is over, said by any answer, ends the page without another request") {
  struct Row {
    const char* code;
    Farewell farewell;
  };
  for (const Row& row : {Row{"signed_out", Farewell::kElsewhere}, Row{"session_idle", Farewell::kIdle},
                         Row{"session_absolute", Farewell::kAbsolute}}) {
    CAPTURE(std::string{row.code});
    const Failure failure = refused(401, row.code);
    const auto ends = [&](Client& client) {
      REQUIRE(client.wish<LeavePage>() != nullptr);
      CHECK(parse_route(client.wish<LeavePage>()->fragment).farewell == row.farewell);
      CHECK(parse_route(client.wish<LeavePage>()->fragment).screen == Screen::kSignIn);
      CHECK(client.place<CoverScreen>() < client.place<LeavePage>());
      CHECK(client.asks_nothing());
      CHECK(client.model.covered);
      CHECK(client.model.leaving);
    };
    SUBCASE("the stream of patients") {
      Client client;
      client.start("#/patients", in_spico_view());
      client.patients(PatientStreamEnded{{client.model.patients.stream.pending, std::nullopt, failure}});
      ends(client);
    }
    SUBCASE("a star in the list") {
      Client client = in_list();
      client.patients(PatientMarkPressed{PatientMark::kFavourite, PatientId{2}});
      client.patients(PatientMarkAnswered{PatientMark::kFavourite,
                                          {client.wish<MarkPatient>()->ticket, std::nullopt, failure}});
      ends(client);
    }
    SUBCASE("the portal") {
      Client client;
      client.start("", strong_view());
      client.portal(PortalAnswered{{client.model.portal.catalogue.pending, std::nullopt, failure}});
      ends(client);
    }
    SUBCASE("a star of a tile") {
      Client client;
      client.start("", strong_view());
      client.answer_portal();
      client.portal(TileStarPressed{"annuaire"});
      client.portal(TileStarAnswered{{client.wish<StarTile>()->ticket, std::nullopt, failure}});
      ends(client);
    }
    SUBCASE("opening SPICO") {
      Client client;
      client.start("", strong_view());
      client.answer_portal();
      client.portal(TilePressed{"spico-dossiers"});
      client.refuse(SessionRequest::kOpenSpico, failure);
      ends(client);
    }
    SUBCASE("the text of the terms") {
      SessionView view = strong_view();
      view.cgu_pass = false;
      Client client;
      client.start("", view);
      client.terms(TermsAnswered{{client.model.terms.text.pending, std::nullopt, failure}});
      ends(client);
    }
    SUBCASE("«Accepter»") {
      SessionView view = strong_view();
      view.cgu_pass = false;
      Client client;
      client.start("", view);
      client.answer_terms();
      client.terms(AgreedToggled{});
      client.terms(AcceptPressed{});
      client.refuse(SessionRequest::kAcceptPass, failure);
      ends(client);
    }
    SUBCASE("leaving SPICO") {
      Client client = in_list();
      client.session(LeaveSpicoPressed{});
      client.refuse(SessionRequest::kLeaveSpico, failure);
      ends(client);
    }
    SUBCASE("a beat") {
      Client client = in_list();
      client.advance(2 * kSessionMinute);
      client.page(PersonActive{});
      client.page(Woke{});
      REQUIRE(client.wish<SendBeat>() != nullptr);
      client.session(BeatAnswered{{client.wish<SendBeat>()->ticket, std::nullopt, failure}});
      ends(client);
    }
  }
}

}  // namespace
}  // namespace spico

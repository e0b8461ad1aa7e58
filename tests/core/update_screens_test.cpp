// Portal, list and page as facts and wishes: stars, search, language, builds, connection.
#include "tests/core/client.hpp"

namespace spico {
namespace {

using namespace spico::test;

Client in_long_list(std::size_t count = 5, std::string fragment = "#/patients") {
  Client client;
  client.start(std::move(fragment), in_spico_view());
  client.answer_patients(count);
  return client;
}

Client in_portal() {
  Client client;
  client.start("", strong_view());
  client.answer_portal();
  return client;
}

const Tile& tile(const Client& client, std::size_t i) {
  return client.model.portal.catalogue.value->tiles.at(i);
}

TEST_CASE("a star of a patient shows at once, and turns back when the server refuses") {
  Client client = in_long_list();
  client.patients(PatientMarkPressed{PatientMark::kFavourite, PatientId{2}});
  CHECK(client.model.patients.list.has(PatientMark::kFavourite, 1));
  const MarkPatient* star = client.wish<MarkPatient>();
  REQUIRE(star != nullptr);
  CHECK(star->patient == PatientId{2});
  CHECK(star->choice == YesNoAll::kYes);
  SUBCASE("kept") {
    client.patients(PatientMarkAnswered{PatientMark::kFavourite, {star->ticket, Nothing{}, {}}});
    CHECK(client.model.patients.list.has(PatientMark::kFavourite, 1));
    client.patients(PatientMarkPressed{PatientMark::kFavourite, PatientId{2}});
    CHECK_FALSE(client.model.patients.list.has(PatientMark::kFavourite, 1));
    CHECK(client.wish<MarkPatient>()->choice == YesNoAll::kNo);
  }
  SUBCASE("refused") {
    client.patients(PatientMarkAnswered{PatientMark::kFavourite,
                                        {star->ticket, std::nullopt, refused(404, "unknown_patient")}});
    CHECK_FALSE(client.model.patients.list.has(PatientMark::kFavourite, 1));
    CHECK(client.wish<Announce>() != nullptr);
    CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  }
}

TEST_CASE(
    "two stars pressed before the first answer: both are sent, and each is turned back by its own refusal") {
  Client client = in_long_list();
  client.patients(PatientMarkPressed{PatientMark::kFavourite, PatientId{2}});
  REQUIRE(client.wish<MarkPatient>() != nullptr);
  const Ticket first = client.wish<MarkPatient>()->ticket;
  client.patients(PatientMarkPressed{PatientMark::kFavourite, PatientId{4}});
  REQUIRE(client.wish<MarkPatient>() != nullptr);
  const Ticket second = client.wish<MarkPatient>()->ticket;
  CHECK(client.model.patients.list.has(PatientMark::kFavourite, 3));
  client.patients(
      PatientMarkAnswered{PatientMark::kFavourite, {first, std::nullopt, refused(404, "unknown_patient")}});
  CHECK_FALSE(client.model.patients.list.has(PatientMark::kFavourite, 1));
  CHECK(client.model.patients.list.has(PatientMark::kFavourite, 3));
  client.patients(PatientMarkAnswered{PatientMark::kFavourite, {second, Nothing{}, {}}});
  CHECK(client.model.patients.list.has(PatientMark::kFavourite, 3));
  CHECK_FALSE(is_waiting_for_answers(client.model));
}

TEST_CASE(
    "a star pressed twice before the answer: one request at a time, and the last wish is what is kept") {
  Client client = in_long_list();
  client.patients(PatientMarkPressed{PatientMark::kFavourite, PatientId{2}});
  const Ticket first = client.wish<MarkPatient>()->ticket;
  client.patients(PatientMarkPressed{PatientMark::kFavourite, PatientId{2}});
  CHECK(client.wish<MarkPatient>() == nullptr);
  CHECK_FALSE(client.model.patients.list.has(PatientMark::kFavourite, 1));
  SUBCASE("the first was kept: the second follows") {
    client.patients(PatientMarkAnswered{PatientMark::kFavourite, {first, Nothing{}, {}}});
    REQUIRE(client.wish<MarkPatient>() != nullptr);
    CHECK(client.wish<MarkPatient>()->choice == YesNoAll::kNo);
  }
  SUBCASE("the first was refused: it is as the last wish wants it") {
    client.patients(
        PatientMarkAnswered{PatientMark::kFavourite, {first, std::nullopt, refused(404, "unknown_patient")}});
    CHECK(client.wish<MarkPatient>() == nullptr);
  }
  CHECK_FALSE(client.model.patients.list.has(PatientMark::kFavourite, 1));
}

TEST_CASE("a tile's star pressed twice before the answer") {
  Client client = in_portal();
  client.portal(TileStarPressed{"annuaire"});
  const Ticket first = client.wish<StarTile>()->ticket;
  client.portal(TileStarPressed{"annuaire"});
  CHECK(client.wish<StarTile>() == nullptr);
  client.portal(TileStarAnswered{{first, Nothing{}, {}}});
  REQUIRE(client.wish<StarTile>() != nullptr);
  CHECK(client.wish<StarTile>()->favourite == YesNoAll::kNo);
  CHECK_FALSE(tile(client, 1).favourite);
}

TEST_CASE("a star of a tile shows at once, and turns back when the server refuses") {
  Client client = in_portal();
  client.portal(TileStarPressed{"annuaire"});
  CHECK(tile(client, 1).favourite);
  const StarTile* star = client.wish<StarTile>();
  REQUIRE(star != nullptr);
  CHECK(star->tile == "annuaire");
  CHECK(star->favourite == YesNoAll::kYes);
  CHECK(star->cause == Cause::kPerson);
  CHECK(tiles_to_show(*client.model.portal.catalogue.value, "") == std::vector<std::size_t>{1, 0});
  client.portal(TileStarAnswered{{star->ticket, std::nullopt, refused(404, "unknown_tile")}});
  CHECK_FALSE(tile(client, 1).favourite);
  CHECK_FALSE(client.model.toast.problem.empty());  // seen, not only said
  CHECK(tiles_to_show(*client.model.portal.catalogue.value, "") == std::vector<std::size_t>{0, 1});
}

TEST_CASE(
    "a star of a tile that meets no server stands, also when the catalogue comes again, and is sent later") {
  Client client = in_portal();
  client.portal(TileStarPressed{"annuaire"});
  client.portal(TileStarAnswered{{client.wish<StarTile>()->ticket, std::nullopt, offline()}});
  CHECK(tile(client, 1).favourite);
  CHECK(client.model.toast.problem.starts_with("Pas encore enregistré"));
  CHECK_FALSE(is_waiting_for_answers(client.model));
  client.page(LanguageChosen{Language::kEnglish});
  client.answer_portal();
  CHECK(tile(client, 1).favourite);
  client.portal(TileStarPressed{"spico-dossiers"});
  const Ticket other = client.wish<StarTile>()->ticket;
  client.page(ConnectionChanged{true});
  CHECK(client.count<StarTile>() == 1);  // the other one is on its way
  const Ticket again = client.wish<StarTile>()->ticket;
  CHECK(client.wish<StarTile>()->tile == "annuaire");
  CHECK(client.wish<StarTile>()->cause == Cause::kMachine);  // no sign of a person
  SUBCASE("kept") {
    client.portal(TileStarAnswered{{again, Nothing{}, {}}});
    client.portal(TileStarAnswered{{other, Nothing{}, {}}});
    CHECK(tile(client, 1).favourite);
    CHECK_FALSE(client.model.choices.at_ms);
  }
  SUBCASE("refused") {
    client.portal(TileStarAnswered{{again, std::nullopt, refused(404, "unknown_tile")}});
    CHECK_FALSE(tile(client, 1).favourite);
    CHECK(tile(client, 0).favourite);
    CHECK_FALSE(client.model.toast.problem.empty());
  }
}

TEST_CASE("the browser asks before it leaves a star of a tile that waits, whatever is here of the module") {
  Client client;
  client.page(Started{"", "", "fr-FR", "", false, false, true, "", false, false});
  client.answer(SessionRequest::kLoad, strong_view());
  client.answer_portal();
  REQUIRE(client.model.rest == Rest::kNotAsked);
  client.portal(TileStarPressed{"annuaire"});
  CHECK(client.wish<Perform>() == nullptr);
  client.portal(TileStarAnswered{{client.wish<StarTile>()->ticket, std::nullopt, offline()}});
  REQUIRE(client.wish<Perform>() != nullptr);
  CHECK(client.wish<Perform>()->act == PageAct::kHold);
  client.page(ConnectionChanged{true});
  REQUIRE(client.wish<StarTile>() != nullptr);
  CHECK(client.wish<Perform>() == nullptr);
  client.portal(TileStarAnswered{{client.wish<StarTile>()->ticket, Nothing{}, {}}});
  REQUIRE(client.wish<Perform>() != nullptr);
  CHECK(client.wish<Perform>()->act == PageAct::kRelease);
}

TEST_CASE("a star of a tile that is answered while the catalogue is under way is not reversed by it") {
  Client client = in_portal();
  client.portal(TileStarPressed{"annuaire"});
  const Ticket star = client.wish<StarTile>()->ticket;
  client.page(LanguageChosen{Language::kEnglish});
  const Ticket old_one = client.wish<LoadPortal>()->ticket;
  client.portal(TileStarAnswered{{star, Nothing{}, {}}});
  REQUIRE(client.wish<LoadPortal>() != nullptr);  // the server may have made the first one before the star
  CHECK(client.model.portal.catalogue.pending != old_one);
}

TEST_CASE("searching tiles: every word, accents and case ignored") {
  Catalogue catalogue;
  for (const auto& [name, text] : {std::pair{"SPICO Dossiers", "Les dossiers des patients"},
                                   std::pair{"Annuaire Santé", "Trouver un professionnel"},
                                   std::pair{"Médicaments", "La base de données"}}) {
    Tile one;
    one.id = one.name = name;
    one.description = text;
    catalogue.tiles.push_back(one);
  }
  catalogue.tiles[2].favourite = true;
  using Places = std::vector<std::size_t>;
  CHECK(tiles_to_show(catalogue, "") == Places{2, 0, 1});
  CHECK(tiles_to_show(catalogue, "sante") == Places{1});
  CHECK(tiles_to_show(catalogue, "PATIENTS spico") == Places{0});
  CHECK(tiles_to_show(catalogue, "donnees medic") == Places{2});
  CHECK(tiles_to_show(catalogue, "spico trouver").empty());
  CHECK(tiles_to_show(catalogue, "  ") == Places{2, 0, 1});
}

TEST_CASE("coded filters go into the address, typed ones never") {
  Client client = in_long_list();
  client.patients(NameTyped{"benazet"});
  client.patients(GivenNameTyped{"zoe"});
  client.patients(BirthDateTyped{"07/04/1956"});
  CHECK(client.asks_nothing());
  for (const Effect& effect : client.effects) CHECK(std::holds_alternative<PageEffect>(effect));
  client.patients(SexToggled{Sex::kFemale});
  client.patients(StatutToggled{Statut::kActive});
  client.patients(TasksChosen{TasksChoice::kSome});
  client.patients(FavouritesChosen{YesNoAll::kNo});
  client.patients(ArchivedChosen{YesNoAll::kAll});
  client.patients(SortPressed{PatientColumn::kIdentity});
  REQUIRE(client.ever<SetLocation>() != nullptr);
  const std::string& address = client.ever<SetLocation>()->fragment;
  CHECK(address == "#/patients?sexe=F&statut=actif&taches=oui&favoris=non&archives=tous&tri=identite");
  for (const char* personal : {"benazet", "zoe", "1956"}) CHECK(address.find(personal) == std::string::npos);
  // Back keeps what was typed and takes the filters of the address.
  client.page(LocationChanged{"#/patients?sexe=H"});
  CHECK(client.model.patients.coded.sexes == bit_of(Sex::kMale));
  CHECK(client.model.patients.typed.name == "benazet");
  client.patients(ClearPressed{});
  CHECK(client.model.patients.typed.is_empty());
  CHECK(client.model.patients.coded.sexes == 0);
  CHECK(client.model.patients.shown.size() == 5);
  CHECK(client.ever<SetLocation>()->fragment.find("sexe") == std::string::npos);
}

TEST_CASE("a header sorts up, then down") {
  Client client = in_long_list();
  CHECK(client.model.patients.coded.sort == PatientOrder{PatientColumn::kUpdatedAt, Direction::kDescending});
  client.patients(SortPressed{PatientColumn::kIdentity});
  CHECK(client.model.patients.coded.sort == PatientOrder{PatientColumn::kIdentity, Direction::kAscending});
  client.patients(SortPressed{PatientColumn::kIdentity});
  CHECK(client.model.patients.coded.sort == PatientOrder{PatientColumn::kIdentity, Direction::kDescending});
  CHECK(client.wish<Announce>() != nullptr);
}

TEST_CASE("searching says the number and goes to the first row") {
  Client client = in_long_list(1);
  client.patients(NameTyped{"essai"});
  client.patients(SearchPressed{});
  REQUIRE(client.wish<Announce>() != nullptr);
  CHECK(client.wish<Announce>()->text == "1 patient trouvé");
  REQUIRE(client.wish<MoveFocus>() != nullptr);
  CHECK(client.wish<MoveFocus>()->key == "first_row");
  client.patients(NameTyped{"nobody"});
  client.patients(SearchPressed{});
  CHECK(client.wish<Announce>()->text == "Aucun patient trouvé");
}

TEST_CASE("rows show as they arrive; a stream that breaks keeps them and can be asked for again") {
  Client client;
  client.start("#/patients", in_spico_view());
  const Ticket ticket = client.model.patients.stream.pending;
  client.patients(PatientStreamStarted{ticket, 10, 1, {}, {}});
  std::vector<Patient> rows(4);
  for (std::size_t i = 0; i < 4; ++i) rows[i].id = {i + 1};
  client.patients(PatientRowsArrived{ticket, rows});
  CHECK(client.model.patients.shown.size() == 4);
  CHECK(client.model.patients.loading.announced == 10);
  CHECK_FALSE(client.model.patients.loading.complete);
  client.patients(PatientStreamEnded{{ticket, std::nullopt, {Failure::Kind::kCut, 0, 0, {}}}});
  CHECK(client.model.patients.stream.failure.kind == Failure::Kind::kCut);
  CHECK_FALSE(client.model.patients.loading.complete);
  // Nothing is asked for again by itself.
  client.page(LocationChanged{"#/patients?archives=tous"});
  CHECK(client.wish<LoadPatients>() == nullptr);
  client.patients(RetryPatientsPressed{});
  REQUIRE(client.wish<LoadPatients>() != nullptr);
  CHECK(client.wish<LoadPatients>()->cause == Cause::kPerson);
  client.answer_patients(10);
  CHECK(client.model.patients.shown.size() == 10);
  CHECK(client.model.patients.list.size() == 10);
  CHECK(client.model.patients.loading.complete);
  CHECK_FALSE(client.model.patients.stream.failure.is_some());
}

TEST_CASE("the deep link's filters are applied to the first rows already") {
  Client client = in_long_list(4, "#/patients?statut=sorti");
  CHECK(client.model.patients.list.size() == 4);
  CHECK(client.model.patients.shown.empty());
}

TEST_CASE("another language: remembered, and what the server wrote comes again") {
  Client client = in_portal();
  client.page(LanguageChosen{Language::kEnglish});
  REQUIRE(client.wish<Remember>() != nullptr);
  CHECK(client.wish<Remember>()->key == "language");
  CHECK(client.wish<Remember>()->value == "en");
  REQUIRE(client.wish<LoadPortal>() != nullptr);
  CHECK(client.wish<LoadPortal>()->language == Language::kEnglish);
  client.page(LanguageChosen{Language::kEnglish});
  CHECK(client.effects.empty());

  SessionView view = strong_view();
  view.cgu_pass = false;
  Client terms;
  terms.start("", view);
  terms.answer_terms();
  terms.terms(AgreedToggled{});
  terms.page(LanguageChosen{Language::kEnglish});
  REQUIRE(terms.wish<LoadTerms>() != nullptr);
  CHECK(terms.wish<LoadTerms>()->language == Language::kEnglish);

  Client list = in_long_list();
  list.page(LanguageChosen{Language::kEnglish});
  CHECK(list.wish<LoadPatients>() == nullptr);
  CHECK(list.model.patients.list.size() == 5);
}

TEST_CASE("an answer in the language that was left is not shown") {
  Client client;
  client.start("", strong_view());
  const Ticket french = client.model.portal.catalogue.pending;
  client.page(LanguageChosen{Language::kEnglish});
  REQUIRE(client.wish<LoadPortal>() != nullptr);
  client.portal(PortalAnswered{{french, Catalogue{{Tile{}}}, {}}});
  CHECK_FALSE(client.model.portal.catalogue.value.has_value());
}

TEST_CASE("the language at the start: remembered, else the browser's, else French") {
  const auto language = [](std::string remembered, std::string browser) {
    Client client;
    client.page(Started{"", std::move(remembered), std::move(browser), "", false, false, true});
    return client.model.settings.language;
  };
  CHECK(language("", "fr-FR") == Language::kFrench);
  CHECK(language("", "en-GB") == Language::kEnglish);
  CHECK(language("", "de-DE") == Language::kFrench);
  CHECK(language("", "") == Language::kFrench);
  CHECK(language("fr", "en-US") == Language::kFrench);
  CHECK(language("en", "fr-FR") == Language::kEnglish);
}

TEST_CASE("a new build is offered, never forced") {
  Client client = in_long_list();
  client.page(ServerBuildSeen{"build-1"});
  client.page(ServerBuildSeen{"build-1"});
  client.page(ServerBuildSeen{""});
  CHECK_FALSE(client.model.new_build);
  client.page(ServerBuildSeen{"build-2"});
  CHECK(client.model.new_build);
  CHECK(client.wish<Reload>() == nullptr);
  client.page(ReloadPressed{});
  CHECK(client.wish<Reload>() != nullptr);
}

TEST_CASE("without WebGL the HTML version is all there is") {
  Client client;
  client.page(Started{"", "", "fr", "", false, false, false});
  CHECK(client.model.settings.html_version);
  CHECK(client.wish<SetFace>()->html);
  client.page(FacePressed{});
  CHECK(client.effects.empty());
  CHECK(client.model.settings.html_version);
  Client lost = in_long_list();
  lost.page(GraphicsLost{});
  CHECK(lost.model.settings.html_version);
  REQUIRE(lost.wish<SetFace>() != nullptr);
  CHECK(lost.wish<SetFace>()->html);
  lost.page(FacePressed{});
  CHECK(lost.model.settings.html_version);
  lost.page(GraphicsRestored{});
  CHECK(lost.model.settings.html_version);
  lost.page(FacePressed{});
  CHECK_FALSE(lost.model.settings.html_version);
}

TEST_CASE("the sign-in tab of this device is remembered") {
  Client client;
  client.start("", signed_out_view());
  client.session(TabChosen{SignInTab::kPsc});
  REQUIRE(client.wish<Remember>() != nullptr);
  const Remember kept = *client.wish<Remember>();
  CHECK(kept.key == "tab");
  Client next;
  next.page(Started{"", "", "fr", kept.value, false, false, true});
  CHECK(next.model.session.form.tab == SignInTab::kPsc);
  // Direct access has no weak tab.
  Client direct;
  direct.page(Started{"#/spico", "", "fr", "weak", false, false, true});
  direct.answer(SessionRequest::kLoad, signed_out_view());
  CHECK(direct.model.session.form.tab == SignInTab::kCode);
}

TEST_CASE("nothing that is said to storage or to other tabs is personal") {
  Client client = in_long_list();
  client.patients(NameTyped{"benazet"});
  client.patients(PatientMarkPressed{PatientMark::kFavourite, PatientId{1}});
  client.page(FacePressed{});
  client.page(LanguageChosen{Language::kEnglish});
  client.session(SignOutPressed{});
  for (const auto* kept : {client.ever<Remember>()}) {
    REQUIRE(kept != nullptr);
    CHECK(kept->key == "epoch");
    CHECK(kept->value.find_first_not_of("0123456789") == std::string::npos);
  }
}

TEST_CASE("the accessibility statement is read without a session, before the terms, and from the list") {
  SUBCASE("signed out, and back to the sign-in") {
    Client client;
    client.start("#/accessibilite", signed_out_view());
    CHECK(client.model.screen == Screen::kAccessibility);
    CHECK(client.model.route.screen == Screen::kAccessibility);
    client.page(PortalPressed{});
    CHECK(client.model.screen == Screen::kSignIn);
  }
  SUBCASE("before the terms, and back to them") {
    SessionView view = strong_view();
    view.cgu_pass = false;
    Client client;
    client.start("", view);
    client.answer_terms();
    client.page(InfoPressed{Screen::kPrivacy});
    CHECK(client.model.screen == Screen::kPrivacy);
    CHECK(client.wish<SetLocation>()->fragment == "#/donnees-personnelles");
    client.page(PortalPressed{});
    CHECK(client.model.screen == Screen::kTermsPass);
  }
  SUBCASE("from the list: the rows are kept") {
    Client client = in_long_list();
    client.page(InfoPressed{Screen::kAccessibility});
    CHECK(client.model.screen == Screen::kAccessibility);
    client.page(LocationChanged{"#/patients"});
    CHECK(client.model.screen == Screen::kPatients);
    CHECK(client.asks_nothing());
  }
}

TEST_CASE("«Thème» goes from one to the next, says which, and keeps the choice") {
  Client client;
  client.page(Started{"", "", "fr-FR", "", false, false, true, "dark"});
  CHECK(client.model.settings.theme == ThemeChoice::kDark);
  client.page(ThemePressed{});
  CHECK(client.model.settings.theme == ThemeChoice::kContrast);
  REQUIRE(client.wish<SetTheme>() != nullptr);
  CHECK(client.wish<Remember>()->key == "theme");
  CHECK(client.wish<Remember>()->value == "contrast");
  CHECK(client.wish<Announce>()->text == "Contraste élevé");
  client.page(ThemePressed{});
  CHECK(client.model.settings.theme == ThemeChoice::kSystem);
  CHECK(client.wish<Remember>()->value.empty());
  Client kiosk;
  kiosk.page(Started{"", "", "fr-FR", "", true, false, true, "dark"});
  CHECK(kiosk.model.settings.theme == ThemeChoice::kSystem);
  kiosk.page(ThemePressed{});
  CHECK(kiosk.wish<SetTheme>() != nullptr);
  CHECK(kiosk.wish<Remember>() == nullptr);
  Client odd;
  odd.page(Started{"", "", "fr-FR", "", false, false, true, "blink"});
  CHECK(odd.model.settings.theme == ThemeChoice::kSystem);
}

}  // namespace
}  // namespace spico

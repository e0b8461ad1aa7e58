// What a user has arranged: taken up from the server, kept there, and never against what is being done here.
#include "tests/core/client.hpp"

namespace spico {
namespace {

using namespace spico::test;

constexpr PatientColumn kSex = PatientColumn::kSex, kIdentity = PatientColumn::kIdentity;
const PatientOrder kByName(kIdentity, Direction::kAscending);

Client start(std::string fragment) {
  Client client;
  client.start(std::move(fragment), in_spico_view());
  REQUIRE(client.ever<LoadPreferences>() != nullptr);
  return client;
}

void answer_layout(Client& client, Failure failure = {}) {
  Answer<Nothing> answer{client.model.preferences.layout_sent, Nothing{}, std::move(failure)};
  client.preferences(LayoutKept{std::move(answer)});
}

TEST_CASE("columns and order of the last visit are those of this one") {
  Client client = start("#/patients");
  client.answer_preferences({"naissance,identite:300,-sexe", "identite", {}});
  CHECK_FALSE(client.model.patients.layout.is_visible(kSex));
  CHECK(client.model.patients.layout.width(kIdentity) == 300);
  CHECK(client.model.patients.coded.sort == kByName);
  CHECK(client.wish<KeepLayout>() == nullptr);
  // Another screen and back: still so, although the address says nothing of it.
  client.page(LocationChanged{"#/portail"});
  client.page(LocationChanged{"#/patients?sexe=F"});
  CHECK(client.model.patients.coded.sort == kByName);
}

TEST_CASE("an address that names an order is right") {
  Client client = start("#/patients?tri=naissance");
  client.answer_preferences({"", "identite", {}});
  CHECK(client.model.patients.coded.sort[0].column == PatientColumn::kBirthDate);
}

TEST_CASE("an order that is chosen is kept with the columns") {
  Client client = in_list();
  client.patients(SortChosen{{kIdentity, Direction::kAscending}});
  REQUIRE(client.wish<KeepLayout>() != nullptr);
  CHECK(client.wish<KeepLayout>()->sort == "identite");
  answer_layout(client);
  client.patients(SortChosen{{PatientColumn::kUpdatedAt, Direction::kDescending}});
  REQUIRE(client.wish<KeepLayout>() != nullptr);
  CHECK(client.wish<KeepLayout>()->sort.empty());  // as for everybody
}

TEST_CASE("what is changed here is not taken back by an older answer; elsewhere it is taken up") {
  Client client = in_list();
  const Ticket stream = client.model.live.stream;
  client.columns(ColumnToggled{kSex});
  client.tell<LiveEvent>(LiveHeard{stream, 2, {PreferencesTurned{}}});
  REQUIRE(client.wish<LoadPreferences>() != nullptr);
  client.answer_preferences({"", "", {}});
  CHECK_FALSE(client.model.patients.layout.is_visible(kSex));
  answer_layout(client);
  client.tell<LiveEvent>(LiveHeard{stream, 3, {PreferencesTurned{}}});
  client.answer_preferences({"-naissance", "", {}});
  CHECK(client.model.patients.layout.is_visible(kSex));
  CHECK_FALSE(client.model.patients.layout.is_visible(PatientColumn::kBirthDate));
}

TEST_CASE("a layout that cannot be kept stays on the screen, and that is said") {
  Client client = in_list();
  client.columns(ColumnToggled{kSex});
  answer_layout(client, offline());
  REQUIRE(client.wish<Announce>() != nullptr);
  CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  CHECK_FALSE(client.model.patients.layout.is_visible(kSex));
  CHECK(client.model.preferences.layout_sent == Ticket::kNone);
}

TEST_CASE("preferences that do not come leave the list alone") {
  Client client = start("#/patients");
  client.preferences(PreferencesAnswered{{client.model.preferences.kept.pending, std::nullopt, offline()}});
  CHECK(client.wish<Announce>() == nullptr);
  client.answer_patients(3);
  CHECK(client.model.patients.shown.size() == 3);
  // Asked for again when somebody wants to see them, not by itself.
  client.page(LocationChanged{"#/patients?sexe=F"});
  CHECK(client.wish<LoadPreferences>() == nullptr);
  client.preferences(RetryPreferencesPressed{});
  CHECK(client.wish<LoadPreferences>() != nullptr);
}

TEST_CASE("a search is kept under a name, without what was typed") {
  Client client = in_list();
  client.preferences(SearchesToggled{});
  client.preferences(SearchNameTyped{"Mes dames"});
  client.preferences(KeepSearchPressed{});
  CHECK(client.wish<KeepSearch>() == nullptr);  // no filter yet: nothing to keep
  client.patients(NameTyped{"bénazet"});
  client.patients(SexToggled{Sex::kFemale});
  client.preferences(SearchNameTyped{"  "});
  client.preferences(KeepSearchPressed{});
  CHECK(client.wish<KeepSearch>() == nullptr);
  CHECK(client.wish<Announce>()->text == "Donnez un nom à la recherche.");
  client.preferences(SearchNameTyped{std::string(81, 'a')});
  client.preferences(KeepSearchPressed{});
  CHECK(client.wish<KeepSearch>() == nullptr);
  CHECK(client.wish<Announce>()->text == "Ce nom est trop long : 80 caractères au plus.");
  client.preferences(SearchNameTyped{"Mes dames"});
  client.preferences(KeepSearchPressed{});
  REQUIRE(client.wish<KeepSearch>() != nullptr);
  CHECK(client.wish<KeepSearch>()->filters == "sexe=F");
  client.preferences(KeepSearchPressed{});
  CHECK(client.wish<KeepSearch>() == nullptr);  // not twice
  const Ticket ticket = client.model.preferences.keeping.pending;
  SUBCASE("kept") {
    client.preferences(SearchKept{{ticket, Nothing{}, {}}});
    CHECK(client.wish<LoadPreferences>() != nullptr);
    CHECK(client.model.preferences.search_name.empty());
  }
  SUBCASE("one too many: the name stays, and what to do is said") {
    client.preferences(SearchKept{{ticket, std::nullopt, refused(409, "too_many_searches")}});
    CHECK(client.model.preferences.search_name == "Mes dames");
    CHECK(client.wish<Announce>()->text.find("supprimez-en une") != std::string::npos);
  }
}

TEST_CASE("eighty letters with accents are eighty, not more") {
  Client client = in_list();
  client.patients(SexToggled{Sex::kFemale});
  std::string name;
  for (int i = 0; i < 80; ++i) name += "é";
  client.preferences(SearchNameTyped{name});
  client.preferences(KeepSearchPressed{});
  CHECK(client.wish<KeepSearch>() != nullptr);
}

TEST_CASE("a kept search sets the filters, forgets what was typed, and can be left by Back") {
  Client client = in_list();
  client.preferences(SearchesToggled{});
  client.preferences(RetryPreferencesPressed{});
  client.answer_preferences({"", "", {{"3", "Mes dames", "sexe=F&tri=identite"}}});
  client.patients(NameTyped{"bénazet"});
  client.preferences(SavedSearchPressed{"3"});
  CHECK(client.model.patients.typed.is_empty());
  CHECK(client.model.patients.coded.sexes == bit_of(Sex::kFemale));
  CHECK(client.model.patients.coded.sort == kByName);
  CHECK_FALSE(client.model.preferences.searches_open);
  REQUIRE(client.wish<SetLocation>() != nullptr);
  CHECK(client.wish<SetLocation>()->fragment == "#/patients?sexe=F&tri=identite");
  CHECK(client.wish<SetLocation>()->entry == Entry::kNew);
}

TEST_CASE("whoever leaves the list finds no dialog open on the way back") {
  Client client = in_list();
  client.preferences(SearchesToggled{});
  client.page(LocationChanged{"#/portail"});
  client.page(LocationChanged{"#/patients"});
  CHECK_FALSE(client.model.preferences.searches_open);
}

TEST_CASE("a search that is deleted goes at once, comes back with «Annuler», or when the server refuses") {
  Client client = in_list();
  client.preferences(RetryPreferencesPressed{});
  client.answer_preferences({"", "", {{"3", "Mes dames", "sexe=F"}}});
  client.preferences(ForgetSearchPressed{"3"});
  REQUIRE(client.wish<ForgetSearch>() != nullptr);
  CHECK(client.model.preferences.kept.value->searches.empty());
  CHECK(client.wish<MoveFocus>()->key == "undo_forget");
  const Ticket ticket = client.model.preferences.forgetting.pending;
  SUBCASE("«Annuler»") {
    client.preferences(SearchForgotten{{ticket, Nothing{}, {}}});
    client.preferences(UndoForgetPressed{});
    REQUIRE(client.wish<KeepSearch>() != nullptr);
    CHECK(client.wish<KeepSearch>()->name == "Mes dames");
    CHECK(client.wish<KeepSearch>()->filters == "sexe=F");
  }
  SUBCASE("refused") {
    client.preferences(SearchForgotten{{ticket, std::nullopt, offline()}});
    CHECK(client.wish<LoadPreferences>() != nullptr);
    CHECK(client.ever<Announce>()->urgency == Urgency::kAssertive);
    CHECK(client.model.preferences.forgotten.name.empty());
  }
}

}  // namespace
}  // namespace spico

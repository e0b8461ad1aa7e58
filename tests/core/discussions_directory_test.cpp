// «Nouvelle discussion» and «Ajouter un membre»: who is found, who can be chosen, nothing made twice.
#include "tests/core/discussions_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

MemberChoice& choice(Client& client) { return client.model.discussions.choice; }

void find(Client& client, std::vector<DirectoryEntry> entries) {
  DirectoryPage page;
  page.total = static_cast<std::int64_t>(entries.size());
  page.entries = std::move(entries);
  client.tell<DirectoryEvent>(DirectoryAnswered{{choice(client).search.page.pending, std::move(page), {}}});
}

const DirectoryEntry kInesEntry{kInes, "Inès TEST", {}, "MSP TEST", "Tarbes", true};
const DirectoryEntry kPaulEntry{kPaul, "Paul ESSAI", {}, "CPTS TEST", "Foix", true};
const DirectoryEntry kElsewhereEntry{{5}, "Ana ESSAI", {}, "CH TEST", "Albi", false};

Client making() {
  Client client = in_discussions();
  client.tell<DirectoryEvent>(NewDiscussionPressed{});
  REQUIRE(choice(client).making.is_open);
  return client;
}

TEST_CASE("the directory is asked for one text at a time, and the last one typed is the one shown") {
  Client client = making();
  REQUIRE(client.count<SearchDirectory>() == 1);
  CHECK(client.wish<SearchDirectory>()->text.empty());
  client.tell<DirectoryEvent>(DirectoryTyped{"i"});
  client.tell<DirectoryEvent>(DirectoryTyped{"in"});
  CHECK(client.wish<SearchDirectory>() == nullptr);
  find(client, {kPaulEntry});
  REQUIRE(client.wish<SearchDirectory>() != nullptr);
  CHECK(client.wish<SearchDirectory>()->text == "in");
  const Ticket stale = static_cast<Ticket>(9999);
  client.tell<DirectoryEvent>(DirectoryAnswered{{stale, DirectoryPage{}, {}}});
  CHECK(choice(client).search.page.is_pending());
  find(client, {kInesEntry});
  CHECK(client.asks_nothing());
  CHECK(choice(client).search.page.value->entries.front().name == "Inès TEST");
  client.tell<DirectoryEvent>(DirectoryTyped{std::string(201, 'a')});
  CHECK(choice(client).search.text == "in");
}

TEST_CASE("a new discussion needs a title and somebody who uses SPICO") {
  Client client = making();
  find(client, {kInesEntry, kPaulEntry, kElsewhereEntry});
  client.tell<DirectoryEvent>(CreatePressed{});
  CHECK(client.asks_nothing());
  CHECK(client.wish<Announce>()->text == "Donnez un titre à la discussion.");
  CHECK(choice(client).making.members_problem.has_value());
  client.tell<DirectoryEvent>(NewTitleTyped{std::string(201, 'a')});
  client.tell<DirectoryEvent>(NewMemberToggled{{5}});
  CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  CHECK(choice(client).making.members.empty());
  client.tell<DirectoryEvent>(NewMemberToggled{kInes});
  client.tell<DirectoryEvent>(NewMemberToggled{kPaul});
  client.tell<DirectoryEvent>(NewMemberToggled{kPaul});
  client.tell<DirectoryEvent>(CreatePressed{});
  CHECK(choice(client).making.title_problem == Text::kDiscussionsNewTitleLong);
  client.tell<DirectoryEvent>(NewTitleTyped{"Sortie d'hospitalisation"});
  client.tell<DirectoryEvent>(CreatePressed{});
  REQUIRE(client.wish<CreateDiscussion>() != nullptr);
  CHECK(client.wish<CreateDiscussion>()->title == "Sortie d'hospitalisation");
  CHECK(client.wish<CreateDiscussion>()->members == std::vector<ProfessionalId>{kInes});
  CHECK(client.wish<CreateDiscussion>()->patient.is_none());
  CHECK(is_client_id(client.wish<CreateDiscussion>()->client_id));
  client.tell<DirectoryEvent>(CreatePressed{});
  CHECK(client.asks_nothing());
}

TEST_CASE("made: it is open; not answered: the same try again; refused: another one") {
  Client client = making();
  find(client, {kInesEntry});
  client.tell<DirectoryEvent>(NewTitleTyped{"Essai"});
  client.tell<DirectoryEvent>(NewMemberToggled{kInes});
  client.tell<DirectoryEvent>(CreatePressed{});
  const std::string client_id = client.wish<CreateDiscussion>()->client_id;
  const auto answer = [&](std::optional<DiscussionId> id, Failure failure) {
    const Ticket ticket = choice(client).making.creating.pending;
    client.tell<DirectoryEvent>(DiscussionCreated{{ticket, id, std::move(failure)}});
  };
  SUBCASE("made") {
    answer(DiscussionId{9}, {});
    CHECK_FALSE(choice(client).making.is_open);
    CHECK(client.model.screen == Screen::kDiscussion);
    CHECK(client.wish<LoadDiscussion>()->discussion == DiscussionId{9});
    answer_thread(client, some_page(some_discussion({9}, 1)));
    CHECK(find_discussion(client.model.discussions, {9}) != nullptr);
    CHECK(shown_discussions(client.model.discussions).size() == 3);
  }
  SUBCASE("not answered") {
    answer(std::nullopt, offline());
    CHECK(choice(client).making.title == "Essai");
    client.tell<DirectoryEvent>(CreatePressed{});
    CHECK(client.wish<CreateDiscussion>()->client_id == client_id);
  }
  SUBCASE("not answered, and then changed: never taken for what may have been made") {
    answer(std::nullopt, offline());
    client.tell<DirectoryEvent>(NewTitleTyped{"Essai"});
    client.tell<DirectoryEvent>(NewTitleTyped{"Autre"});
    client.tell<DirectoryEvent>(CreatePressed{});
    CHECK(client.wish<CreateDiscussion>()->client_id != client_id);
    // What is on its way is not changed under the reader's eyes.
    client.tell<DirectoryEvent>(NewTitleTyped{"Encore autre"});
    client.tell<DirectoryEvent>(NewMemberToggled{kInes});
    CHECK(choice(client).making.title == "Autre");
    CHECK(choice(client).making.members.size() == 1);
  }
  SUBCASE("refused") {
    answer(std::nullopt, refused(409, "member_may_not_see_patient"));
    CHECK(client.wish<Announce>()->text.find("n'a pas accès") != std::string::npos);
    client.tell<DirectoryEvent>(CreatePressed{});
    CHECK(client.wish<CreateDiscussion>()->client_id != client_id);
  }
}

TEST_CASE("from a dossier it is about that patient") {
  Client client = in_list();
  client.tell<DirectoryEvent>(NewDiscussionPressed{PatientId{2}});
  CHECK(client.model.screen == Screen::kDiscussions);
  REQUIRE(choice(client).making.patient);
  CHECK(choice(client).making.patient->name == "ESSAI 2");
  CHECK(choice(client).making.patient->test);
  client.tell<DirectoryEvent>(NewPatientRemoved{});
  CHECK_FALSE(choice(client).making.patient);
}

TEST_CASE("the patient is found in the list that is here, by name or by birth date, a few at a time") {
  Client client;
  client.start("#/discussions", in_spico_view());
  client.answer_discussions({});
  client.answer_patients(9);
  client.tell<DirectoryEvent>(NewDiscussionPressed{});
  const NewDiscussion& made = choice(client).making;
  CHECK(made.patients_found.first.empty());
  client.tell<DirectoryEvent>(NewPatientTyped{"essai"});
  CHECK(client.asks_nothing());
  CHECK(made.patients_found.total == 9);
  CHECK(made.patients_found.first.size() == 6);
  CHECK(made.patients_found.first.front() == PatientId{1});
  client.tell<DirectoryEvent>(NewPatientTyped{"essai zoe"});
  CHECK(made.patients_found.first.empty());
  CHECK(made.patients_found.total == 0);
  client.tell<DirectoryEvent>(NewPatientTyped{"  "});
  CHECK(made.patients_found.first.empty());
  client.tell<DirectoryEvent>(NewPatientTyped{"essai 7"});
  client.tell<DirectoryEvent>(NewPatientChosen{{7}});
  REQUIRE(made.patient);
  CHECK(made.patient->name == "ESSAI 7");
  CHECK(made.patient_text.empty());
  CHECK(client.wish<MoveFocus>()->key == "new_patient_remove");
  find(client, {kInesEntry});
  client.tell<DirectoryEvent>(NewTitleTyped{"Essai"});
  client.tell<DirectoryEvent>(NewMemberToggled{kInes});
  client.tell<DirectoryEvent>(CreatePressed{});
  CHECK(client.wish<CreateDiscussion>()->patient == PatientId{7});
}

TEST_CASE("a second discussion about a patient: begun where the first one was opened from their dossier") {
  Client client;
  client.start("#/patients", in_spico_view());
  Discussion first = some_discussion(kFirst, 3), second = some_discussion(kSecond, 1);
  first.patient = DiscussionPatient{{2}, "ESSAI 2", {1950, 1, 1}, true};
  SUBCASE("there is one, and it is opened") {
    client.answer_discussions({first, second});
    client.answer_patients(3);
    client.tell<DiscussionsEvent>(PatientDiscussionsPressed{{2}});
    CHECK(client.model.screen == Screen::kDiscussion);
  }
  SUBCASE("there are several, and they are listed") {
    second.patient = first.patient;
    client.answer_discussions({first, second});
    client.answer_patients(3);
    client.tell<DiscussionsEvent>(PatientDiscussionsPressed{{2}});
    CHECK(client.model.screen == Screen::kDiscussions);
    CHECK(shown_discussions(client.model.discussions).size() == 2);
  }
  client.tell<DirectoryEvent>(NewDiscussionPressed{});
  REQUIRE(choice(client).making.patient);
  CHECK(choice(client).making.patient->id == PatientId{2});
  client.tell<DirectoryEvent>(NewDiscussionClosed{});
  // Of another discussion it is not.
  client.tell<DiscussionsEvent>(DiscussionPressed{kSecond});
  client.tell<DirectoryEvent>(NewDiscussionPressed{});
  CHECK_FALSE(choice(client).making.patient);
}

TEST_CASE("a dialog that was left has what was typed when it is opened again; «Annuler» drops it") {
  Client client = in_list();
  client.tell<DirectoryEvent>(NewDiscussionPressed{PatientId{2}});
  find(client, {kInesEntry});
  client.tell<DirectoryEvent>(NewTitleTyped{"Essai"});
  client.tell<DirectoryEvent>(NewMemberToggled{kInes});
  client.tell<DirectoryEvent>(NewDiscussionLeft{});
  CHECK_FALSE(choice(client).making.is_open);
  SUBCASE("again") {
    client.tell<DirectoryEvent>(NewDiscussionPressed{});
    CHECK(choice(client).making.title == "Essai");
    CHECK(choice(client).making.members.size() == 1);
    CHECK(choice(client).making.patient);
  }
  SUBCASE("about another patient") {
    client.tell<DirectoryEvent>(NewDiscussionPressed{PatientId{1}});
    CHECK(choice(client).making.title.empty());
    CHECK(choice(client).making.patient->id == PatientId{1});
  }
  SUBCASE("given up") {
    client.tell<DirectoryEvent>(NewDiscussionPressed{});
    client.tell<DirectoryEvent>(NewDiscussionClosed{});
    client.tell<DirectoryEvent>(NewDiscussionPressed{});
    CHECK(choice(client).making.title.empty());
    CHECK(choice(client).making.members.empty());
  }
  SUBCASE("left while it is being made") {
    client.tell<DirectoryEvent>(NewDiscussionPressed{});
    client.tell<DirectoryEvent>(CreatePressed{});
    client.tell<DirectoryEvent>(NewDiscussionLeft{});
    client.tell<DirectoryEvent>(
        DiscussionCreated{{choice(client).making.creating.pending, DiscussionId{9}, {}}});
    CHECK(client.model.screen == Screen::kDiscussions);
    client.tell<DirectoryEvent>(NewDiscussionPressed{});
    CHECK(choice(client).making.title.empty());
  }
}

TEST_CASE("whoever goes elsewhere finds no dialog open on the way back") {
  Client client = making();
  client.tell<DirectoryEvent>(NewTitleTyped{"Essai"});
  client.page(LocationChanged{"#/patients"});
  client.page(LocationChanged{"#/discussions"});
  CHECK_FALSE(choice(client).making.is_open);
  CHECK(choice(client).making.title == "Essai");
}

TEST_CASE("«Précédent» leaves behind whose discussions were asked for, and nothing that was written") {
  Client client;
  client.start("#/patients", in_spico_view());
  Discussion first = some_discussion(kFirst, 3);
  first.patient = DiscussionPatient{{2}, "ESSAI 2", {1950, 1, 1}, true};
  client.answer_discussions({first, some_discussion(kSecond, 1)});
  client.answer_patients(3);
  const auto go_back_and_begin = [&] {
    client.page(LocationChanged{"#/patients"});
    client.page(LocationChanged{"#/discussions"});
    client.tell<DirectoryEvent>(NewDiscussionPressed{});
  };
  const NewDiscussion& made = choice(client).making;
  SUBCASE("the one there is was opened") {
    client.tell<DiscussionsEvent>(PatientDiscussionsPressed{{2}});
    REQUIRE(client.model.screen == Screen::kDiscussion);
    go_back_and_begin();
    CHECK_FALSE(made.patient);
  }
  SUBCASE("a new one was begun about them, and nothing written") {
    client.tell<DiscussionsEvent>(PatientDiscussionsPressed{{3}});
    REQUIRE(made.is_open);
    REQUIRE(made.patient);
    go_back_and_begin();
    CHECK_FALSE(made.patient);
  }
  SUBCASE("a new one was begun about them, with a title") {
    client.tell<DiscussionsEvent>(PatientDiscussionsPressed{{3}});
    client.tell<DirectoryEvent>(NewTitleTyped{"Essai"});
    go_back_and_begin();
    REQUIRE(made.patient);
    CHECK(made.patient->id == PatientId{3});
    CHECK(made.title == "Essai");
  }
  SUBCASE("the patient was chosen in the dialog") {
    client.tell<DirectoryEvent>(NewDiscussionPressed{});
    client.tell<DirectoryEvent>(NewPatientChosen{{1}});
    go_back_and_begin();
    REQUIRE(made.patient);
    CHECK(made.patient->id == PatientId{1});
  }
  SUBCASE("out of SPICO") {
    client.tell<DiscussionsEvent>(PatientDiscussionsPressed{{2}});
    client.page(LocationChanged{"#/portail"});
    client.page(LocationChanged{"#/discussions"});
    client.tell<DirectoryEvent>(NewDiscussionPressed{});
    CHECK_FALSE(made.patient);
  }
}

TEST_CASE("a member sees what was written before only when that is chosen") {
  Client client = in_thread(3);
  client.tell<DirectoryEvent>(AddMemberPressed{});
  find(client, {kPaulEntry, kElsewhereEntry});
  client.tell<DirectoryEvent>(AddedMemberChosen{kPaul});
  client.tell<DirectoryEvent>(AddedHistoryChosen{MemberHistory::kAll});
  client.tell<DirectoryEvent>(AddMemberConfirmed{});
  REQUIRE(client.wish<AddMember>() != nullptr);
  CHECK(client.wish<AddMember>()->history == MemberHistory::kAll);
}

TEST_CASE("a member is added, from now on unless something else is chosen") {
  Client client = in_thread(3);
  client.tell<DirectoryEvent>(AddMemberPressed{});
  find(client, {kPaulEntry, kElsewhereEntry});
  client.tell<DirectoryEvent>(AddMemberConfirmed{});
  CHECK(choice(client).adding.member_missing);
  client.tell<DirectoryEvent>(AddedMemberChosen{{5}});
  CHECK_FALSE(choice(client).adding.member);
  client.tell<DirectoryEvent>(AddedMemberChosen{kPaul});
  client.tell<DirectoryEvent>(AddMemberConfirmed{});
  REQUIRE(client.wish<AddMember>() != nullptr);
  CHECK(client.wish<AddMember>()->discussion == kFirst);
  CHECK(client.wish<AddMember>()->member == kPaul);
  CHECK(client.wish<AddMember>()->history == MemberHistory::kFromNow);
  const Ticket ticket = choice(client).adding.adding.pending;
  SUBCASE("added") {
    client.tell<DirectoryEvent>(MemberAdded{{ticket, Nothing{}, {}}});
    CHECK(client.wish<Announce>()->text == "Paul ESSAI a été ajouté à la discussion.");
    CHECK_FALSE(choice(client).adding.is_open);
    CHECK(client.count<LoadDiscussion>() == 1);
  }
  SUBCASE("refused: the dialog stays") {
    client.tell<DirectoryEvent>(MemberAdded{{ticket, std::nullopt, refused(409, "too_many_members")}});
    CHECK(choice(client).adding.is_open);
    CHECK(choice(client).adding.member);
  }
  SUBCASE("removed from the discussion meanwhile") {
    hear(client, DiscussionGone{kFirst});
    CHECK_FALSE(choice(client).adding.is_open);
    client.tell<DirectoryEvent>(MemberAdded{{ticket, Nothing{}, {}}});
    CHECK(client.asks_nothing());
  }
}

}  // namespace
}  // namespace spico

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

TEST_CASE("whoever goes elsewhere finds no dialog open on the way back") {
  Client client = making();
  client.tell<DirectoryEvent>(NewTitleTyped{"Essai"});
  client.page(LocationChanged{"#/patients"});
  client.page(LocationChanged{"#/discussions"});
  CHECK_FALSE(choice(client).making.is_open);
  CHECK(choice(client).making.title.empty());
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

// The list and a patient's page as facts and wishes: choices that meet a reload, what goes to paper, many
// changes at once.
#include "tests/core/client.hpp"

namespace spico {
namespace {

using namespace test;

constexpr PatientMark kMarks[] = {PatientMark::kFavourite, PatientMark::kArchived};

// Asked for again beside the one on screen; the rows are as the server had them before any choice.
Ticket reload_begins(Client& client) {
  client.tell<LiveEvent>(LiveGapFound{client.model.live.stream});
  REQUIRE(client.model.patients.next_list.has_value());
  return client.model.patients.stream.pending;
}

bool is_marked(Client& client, PatientMark mark, PatientId patient) {
  RowNumber row = 0;
  REQUIRE(client.model.patients.list.find(patient, row));
  return client.model.patients.list.has(mark, row);
}

TEST_CASE("a choice that is under way outlives the list, and its opposite is never sent") {
  for (const PatientMark mark : kMarks) {
    CAPTURE(static_cast<int>(mark));
    Client client = in_list();
    (void)reload_begins(client);
    client.patients(PatientMarkPressed{mark, {2}});
    const MarkPatient* sent = client.wish<MarkPatient>();
    REQUIRE(sent != nullptr);
    const Ticket ticket = sent->ticket;
    client.answer_patients(3);
    CHECK_FALSE(client.model.patients.next_list.has_value());
    CHECK(is_marked(client, mark, {2}));
    CHECK(client.model.patients.shown.size() == (mark == PatientMark::kArchived ? 2 : 3));
    client.patients(PatientMarkAnswered{mark, {ticket, Nothing{}, {}}});
    CHECK(client.wish<MarkPatient>() == nullptr);
    CHECK(is_marked(client, mark, {2}));
  }
}

TEST_CASE("pressed again before the answer and before the list: the last wish is shown and sent") {
  Client client = in_list();
  (void)reload_begins(client);
  client.patients(PatientMarkPressed{PatientMark::kFavourite, {2}});
  const Ticket first = client.wish<MarkPatient>()->ticket;
  client.patients(PatientMarkPressed{PatientMark::kFavourite, {2}});
  CHECK(client.wish<MarkPatient>() == nullptr);
  client.answer_patients(3);
  CHECK_FALSE(is_marked(client, PatientMark::kFavourite, {2}));
  client.patients(PatientMarkAnswered{PatientMark::kFavourite, {first, Nothing{}, {}}});
  const MarkPatient* second = client.wish<MarkPatient>();
  REQUIRE(second != nullptr);
  CHECK(second->choice == YesNoAll::kNo);
}

TEST_CASE("choices are taken back one after the other, newest first") {
  Client client = in_list();
  client.patients(PatientMarkPressed{PatientMark::kFavourite, {1}});
  client.patients(PatientMarkPressed{PatientMark::kArchived, {2}});
  CHECK(client.model.toast.text == Text::kPatientsPatientArchived);
  client.page(UndoPressed{});
  CHECK_FALSE(is_marked(client, PatientMark::kArchived, {2}));
  CHECK(is_marked(client, PatientMark::kFavourite, {1}));
  CHECK(client.model.toast.is_shown());
  CHECK(client.model.toast.text == Text::kPatientsStarred);
  client.page(UndoPressed{});
  CHECK_FALSE(is_marked(client, PatientMark::kFavourite, {1}));
  CHECK_FALSE(client.model.toast.is_shown());
}

TEST_CASE("what is refused leaves the other choices to be taken back; what was left alone is kept") {
  Client client = in_list();
  client.patients(PatientMarkPressed{PatientMark::kFavourite, {1}});
  client.patients(PatientMarkPressed{PatientMark::kFavourite, {2}});
  const Ticket second = client.wish<MarkPatient>()->ticket;
  client.patients(
      PatientMarkAnswered{PatientMark::kFavourite, {second, std::nullopt, refused(403, "forbidden")}});
  CHECK_FALSE(client.model.toast.problem.empty());
  CHECK(client.model.toast.undo == Undo::kPatientMark);
  client.page(UndoPressed{});
  CHECK_FALSE(is_marked(client, PatientMark::kFavourite, {1}));
  CHECK_FALSE(client.model.toast.is_shown());
  // A toast that is gone takes its choice with it.
  client.patients(PatientMarkPressed{PatientMark::kFavourite, {3}});
  client.page(ToastClosed{});
  client.patients(PatientMarkPressed{PatientMark::kFavourite, {2}});
  client.page(UndoPressed{});
  CHECK_FALSE(client.model.toast.is_shown());
  CHECK(is_marked(client, PatientMark::kFavourite, {3}));
  // «Effacer» is another undo, which a refused star does not take away.
  client.patients(PatientMarkPressed{PatientMark::kArchived, {1}});
  const Ticket archiving = client.wish<MarkPatient>()->ticket;
  client.patients(NameTyped{"essai"});
  client.patients(ClearPressed{});
  client.patients(
      PatientMarkAnswered{PatientMark::kArchived, {archiving, std::nullopt, refused(403, "forbidden")}});
  CHECK(client.model.toast.undo == Undo::kClearedSearch);
}

// Pressed, and no server heard of it.
void press_unheard(Client& client, PatientMark mark, PatientId patient, const Failure& failure = offline()) {
  client.patients(PatientMarkPressed{mark, patient});
  REQUIRE(client.wish<MarkPatient>() != nullptr);
  client.patients(PatientMarkAnswered{mark, {client.wish<MarkPatient>()->ticket, std::nullopt, failure}});
}

std::optional<PageAct> asked_last(const Client& client) {
  const Perform* const act = client.ever<Perform>();
  return act == nullptr ? std::optional<PageAct>() : act->act;
}

TEST_CASE(
    "a choice that meets no server stands, is tried again, and outlives the list and what others tell") {
  for (const PatientMark mark : kMarks) {
    CAPTURE(static_cast<int>(mark));
    Client client = in_list();
    press_unheard(client, mark, {2});
    CHECK(client.ever<MarkPatient>()->cause == Cause::kPerson);
    CHECK(is_marked(client, mark, {2}));
    CHECK(client.model.toast.undo == Undo::kPatientMark);
    CHECK(client.model.toast.problem.starts_with("Pas encore enregistré"));
    CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
    CHECK_FALSE(is_waiting_for_answers(client.model));  // nothing is under way
    (void)reload_begins(client);
    client.answer_patients(3);
    CHECK(is_marked(client, mark, {2}));
    Patient changed;
    changed.id = {2};
    changed.traits.birth_name = "ESSAI";
    client.tell<LiveEvent>(LiveHeard{client.model.live.stream, 9, {changed, StarTurned{{2}, YesNoAll::kNo}}});
    CHECK(is_marked(client, mark, {2}));
    // The stream was heard again, which has tried it.
    REQUIRE(client.count<MarkPatient>() == 1);
    const MarkPatient again = *client.wish<MarkPatient>();
    CHECK(again.mark == mark);
    CHECK(again.patient == PatientId{2});
    CHECK(again.choice == YesNoAll::kYes);
    CHECK(again.cause == Cause::kMachine);  // no sign of a person
    CHECK(is_waiting_for_answers(client.model));
    client.patients(PatientMarkAnswered{mark, {again.ticket, Nothing{}, {}}});
    CHECK(is_marked(client, mark, {2}));
    CHECK(client.model.toast.problem.empty());
    client.page(ConnectionChanged{true});
    CHECK(client.wish<MarkPatient>() == nullptr);
  }
}

TEST_CASE("choices that wait are tried after a while, less and less often, and at once with the network") {
  Client client = in_list();
  press_unheard(client, PatientMark::kFavourite, {1});
  press_unheard(client, PatientMark::kArchived, {2}, {Failure::Kind::kServer, 503, 0, {}});
  for (std::int64_t longest = 1'000; longest < 200'000; longest *= 2) {
    CAPTURE(longest);
    REQUIRE(client.model.choices.at_ms);
    const std::int64_t delay = *client.model.choices.at_ms - client.env().monotonic_ms;
    CHECK(delay > 0);
    CHECK(delay <= std::min<std::int64_t>(longest, 60'000));
    CHECK(next_deadline_ms(client.model, client.env()) <= delay);
    client.advance(delay - 1);
    client.page(Woke{});
    CHECK(client.wish<MarkPatient>() == nullptr);
    client.advance(1);
    client.page(Woke{});
    REQUIRE(client.count<MarkPatient>() == 2);
    const Ticket archiving = client.wish<MarkPatient>()->ticket;
    client.page(Woke{});
    CHECK(client.wish<MarkPatient>() == nullptr);  // under way
    client.patients(PatientMarkAnswered{PatientMark::kArchived, {archiving, std::nullopt, offline()}});
    const auto& star = client.model.patients.stars.under_way().at(0);
    client.patients(PatientMarkAnswered{PatientMark::kFavourite, {star.ticket, std::nullopt, offline()}});
    CHECK(client.wish<Announce>() == nullptr);  // said once
  }
  client.page(ConnectionChanged{true});
  CHECK(client.count<MarkPatient>() == 2);
}

TEST_CASE("each choice is told once that it waits, those that fail together in one sentence") {
  Client client = in_list();
  client.patients(PatientMarkPressed{PatientMark::kFavourite, {1}});
  const Ticket star = client.wish<MarkPatient>()->ticket;
  client.patients(PatientMarkPressed{PatientMark::kArchived, {2}});
  const Ticket archiving = client.wish<MarkPatient>()->ticket;
  client.patients(PatientMarkAnswered{PatientMark::kFavourite, {star, std::nullopt, offline()}});
  CHECK(client.count<Announce>() == 1);
  client.patients(PatientMarkAnswered{PatientMark::kArchived, {archiving, std::nullopt, offline()}});
  CHECK(client.count<Announce>() == 0);
  // In the same outage, when that is no longer read.
  client.page(ToastClosed{});
  press_unheard(client, PatientMark::kFavourite, {3});
  REQUIRE(client.count<Announce>() == 1);
  CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
  CHECK(client.model.toast.problem.starts_with("Pas encore enregistré"));
  client.page(ToastClosed{});
  client.page(ConnectionChanged{true});
  REQUIRE(client.count<MarkPatient>() == 3);
  for (const PatientMark mark : kMarks) {
    const auto under_way = client.model.patients.choices(mark).under_way();
    for (const auto& one : under_way) {
      client.patients(PatientMarkAnswered{mark, {one.ticket, std::nullopt, offline()}});
      CHECK(client.count<Announce>() == 0);
    }
  }
  CHECK(client.model.toast.problem.empty());
}

TEST_CASE("a server that says when to come again is not asked sooner, whatever else would hurry it") {
  const Failure busy{Failure::Kind::kServer, 503, 30, "busy"};
  Client client = in_list();
  press_unheard(client, PatientMark::kFavourite, {1}, busy);
  SUBCASE("the network is back") { client.page(ConnectionChanged{true}); }
  SUBCASE("the stream is heard again") { client.tell<LiveEvent>(LiveHeard{client.model.live.stream, 2, {}}); }
  SUBCASE("another choice is taken") {
    client.patients(PatientMarkPressed{PatientMark::kArchived, {2}});
    client.patients(
        PatientMarkAnswered{PatientMark::kArchived, {client.wish<MarkPatient>()->ticket, Nothing{}, {}}});
  }
  CHECK(client.wish<MarkPatient>() == nullptr);
  client.advance(29'999);
  client.page(Woke{});
  CHECK(client.wish<MarkPatient>() == nullptr);
  client.advance(1);
  client.page(Woke{});
  REQUIRE(client.count<MarkPatient>() == 1);
  CHECK(client.wish<MarkPatient>()->patient == PatientId{1});
}

TEST_CASE("of choices that wait together the longest wait that a server has asked for counts") {
  Client client = in_list();
  press_unheard(client, PatientMark::kFavourite, {1});
  press_unheard(client, PatientMark::kArchived, {2}, {Failure::Kind::kServer, 503, 30, "busy"});
  press_unheard(client, PatientMark::kFavourite, {3});
  client.advance(29'999);
  client.page(Woke{});
  CHECK(client.wish<MarkPatient>() == nullptr);
  client.advance(1);
  client.page(Woke{});
  CHECK(client.count<MarkPatient>() == 3);
}

TEST_CASE("of a choice that waits the last wish is sent, and «Annuler» takes it back") {
  for (const bool is_undone : {false, true}) {
    for (const bool is_refused : {false, true}) {
      CAPTURE(is_undone);
      CAPTURE(is_refused);
      Client client = in_list();
      press_unheard(client, PatientMark::kArchived, {2});
      CHECK(client.model.patients.shown.size() == 2);
      if (is_undone) {
        client.page(UndoPressed{});
        client.patients(PatientMarkAnswered{PatientMark::kArchived,
                                            {client.wish<MarkPatient>()->ticket, std::nullopt, offline()}});
      } else {
        press_unheard(client, PatientMark::kArchived, {2});
      }
      CHECK_FALSE(is_marked(client, PatientMark::kArchived, {2}));
      CHECK(client.model.patients.shown.size() == 3);
      client.page(ConnectionChanged{true});
      // The first one may have arrived without its answer.
      REQUIRE(client.count<MarkPatient>() == 1);
      CHECK(client.wish<MarkPatient>()->choice == YesNoAll::kNo);
      const Ticket ticket = client.wish<MarkPatient>()->ticket;
      if (is_refused) {  // as the server has it
        client.patients(
            PatientMarkAnswered{PatientMark::kArchived, {ticket, std::nullopt, refused(403, "forbidden")}});
        CHECK_FALSE(client.model.toast.problem.empty());
      } else {
        client.patients(PatientMarkAnswered{PatientMark::kArchived, {ticket, Nothing{}, {}}});
      }
      CHECK_FALSE(is_marked(client, PatientMark::kArchived, {2}));
    }
  }
}

TEST_CASE("the browser asks before it leaves a choice that waits, and not once the server has answered") {
  Client client = in_list();
  press_unheard(client, PatientMark::kFavourite, {2});
  CHECK(asked_last(client) == PageAct::kHold);
  client.page(ConnectionChanged{true});
  const Ticket again = client.wish<MarkPatient>()->ticket;
  CHECK(asked_last(client) == PageAct::kHold);
  SUBCASE("kept") { client.patients(PatientMarkAnswered{PatientMark::kFavourite, {again, Nothing{}, {}}}); }
  SUBCASE("refused: turned back, seen, and not tried for ever") {
    client.patients(
        PatientMarkAnswered{PatientMark::kFavourite, {again, std::nullopt, refused(403, "forbidden")}});
    CHECK_FALSE(is_marked(client, PatientMark::kFavourite, {2}));
    CHECK_FALSE(client.model.toast.problem.empty());
    CHECK(client.model.toast.undo == Undo::kNothing);
    client.advance(120'000);
    client.page(Woke{});
    CHECK(client.wish<MarkPatient>() == nullptr);
  }
  SUBCASE("SPICO is left: it goes with the list") {
    client.session(LeaveSpicoPressed{});
    client.answer(SessionRequest::kLeaveSpico, strong_view());
    client.advance(120'000);
    client.page(Woke{});
    CHECK(client.wish<MarkPatient>() == nullptr);
  }
  CHECK(asked_last(client) == PageAct::kRelease);
}

TEST_CASE("many changes within a few seconds load the list again, as many over a minute do not") {
  constexpr std::size_t kPiece = 100;
  const auto changes = [] {
    std::vector<LiveChange> all;
    for (std::size_t i = 0; i < kPiece; ++i) {
      Patient patient;
      patient.id = {1 + i};
      patient.traits.birth_name = "ESSAI";
      all.emplace_back(std::move(patient));
    }
    return all;
  };
  for (const std::int64_t pause_ms : {100, 10'000}) {
    CAPTURE(pause_ms);
    Client client = in_list();
    const Ticket stream = client.model.live.stream;
    bool is_loaded_again = false;
    std::size_t applied = 0;
    for (std::int64_t piece = 0; piece < 12 && !is_loaded_again; ++piece) {
      client.tell<LiveEvent>(LiveHeard{stream, 10 + piece, changes()});
      is_loaded_again = client.wish<LoadPatients>() != nullptr;
      if (!is_loaded_again) ++applied;
      client.advance(pause_ms);
    }
    CHECK(is_loaded_again == (pause_ms < 1'000));
    const std::size_t wanted = is_loaded_again ? 5 : 12;
    CHECK(applied == wanted);
    CHECK(client.model.patients.next_list.has_value() == is_loaded_again);
  }
}

TEST_CASE("what a paper holds is what the audit log is told") {
  Client client;
  client.start("#/patients", in_spico_view());
  client.answer_patients(kMostPrintedRows + 1);
  client.page(PrintStarted{});
  REQUIRE(client.wish<TellExport>() != nullptr);
  CHECK(client.wish<TellExport>()->count == kMostPrintedRows);
  CHECK(client.wish<TellExport>()->patient.is_none());
  client.page(PrintEnded{});
  client.patients(ExportPressed{});
  REQUIRE(client.wish<TellExport>() != nullptr);
  CHECK(client.wish<TellExport>()->count == kMostPrintedRows + 1);
}

TEST_CASE("a page that could not be had is not printed when somebody tries again later") {
  Client client = in_list();
  client.tell<DossierEvent>(PrintPatientPressed{{2}});
  client.tell<DossierEvent>(DossierAnswered{{client.model.dossier.page.pending, std::nullopt, offline()}});
  CHECK(client.wish<Perform>() == nullptr);
  client.tell<DossierEvent>(RetryDossierPressed{});
  client.tell<DossierEvent>(DossierAnswered{{client.model.dossier.page.pending, DossierPage{}, {}}});
  REQUIRE(client.model.dossier.page.value.has_value());
  CHECK(client.wish<Perform>() == nullptr);
  client.page(LocationChanged{"#/patients"});
  client.tell<DossierEvent>(PrintPatientPressed{{3}});
  client.tell<DossierEvent>(DossierAnswered{{client.model.dossier.page.pending, DossierPage{}, {}}});
  CHECK(client.wish<Perform>() != nullptr);
}

}  // namespace
}  // namespace spico

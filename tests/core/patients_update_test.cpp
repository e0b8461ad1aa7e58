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
  client.patients(PatientMarkAnswered{PatientMark::kFavourite, {second, std::nullopt, offline()}});
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
  client.patients(PatientMarkAnswered{PatientMark::kArchived, {archiving, std::nullopt, offline()}});
  CHECK(client.model.toast.undo == Undo::kClearedSearch);
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

// The columns of the list: whatever is done to them they stay the same ten, «Identité» in sight; what the
// device keeps is read back as it was written; and several columns that sort.
#include "core/patients/column_layout.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "core/failure_text.hpp"
#include "core/text/tsv.hpp"
#include "tests/core/client.hpp"

namespace spico {
namespace {

using namespace spico::test;
using Columns = std::vector<PatientColumn>;

constexpr PatientColumn kIdentity = PatientColumn::kIdentity, kBirth = PatientColumn::kBirthDate,
                        kSex = PatientColumn::kSex, kThematiques = PatientColumn::kThematiques,
                        kActions = PatientColumn::kActions, kUpdated = PatientColumn::kUpdatedAt;

Columns first_of(const ColumnLayout& layout, std::size_t count) {
  Columns columns = layout.visible();
  columns.resize(std::min(columns.size(), count));
  return columns;
}

Client in_columns() {
  Client client;
  client.start("#/patients", in_spico_view());
  client.answer_patients(5);
  return client;
}

TEST_CASE("a column is moved to a place, hidden ones keep theirs") {
  ColumnLayout layout;
  CHECK(layout.visible().size() == 10);
  CHECK(layout.visible().front() == kIdentity);
  layout.move(kSex, 0);
  CHECK(first_of(layout, 3) == Columns{kSex, kIdentity, kBirth});
  layout.move(kSex, 2);
  CHECK(first_of(layout, 3) == Columns{kIdentity, kBirth, kSex});
  layout.move(kIdentity, 99);
  CHECK(layout.visible().back() == kIdentity);
  layout.move(kIdentity, 0);
  layout.hide(kBirth);
  CHECK_FALSE(layout.is_visible(kBirth));
  CHECK(first_of(layout, 3) == Columns{kIdentity, kSex, kThematiques});
  CHECK(layout.position(kBirth) == std::nullopt);
  CHECK(layout.position(kSex) == 1U);
  layout.move(kBirth, 5);  // it is not there
  layout.move(kThematiques, 1);
  CHECK(first_of(layout, 3) == Columns{kIdentity, kThematiques, kSex});
  layout.show(kBirth);
  CHECK(layout.visible().size() == 10);
}

TEST_CASE("«Identité» cannot be hidden; widths have ends") {
  ColumnLayout layout;
  layout.hide(kIdentity);
  CHECK(layout.is_visible(kIdentity));
  CHECK(layout.width(kSex) == 0);
  layout.resize({kSex, 1});
  CHECK(layout.width(kSex) == kNarrowestColumn);
  layout.resize({kSex, -70'000});
  CHECK(layout.width(kSex) == kNarrowestColumn);
  layout.resize({kSex, 1'000'000});
  CHECK(layout.width(kSex) == kWidestColumn);
  layout.resize({kSex, 120});
  CHECK(layout.width(kSex) == 120);
  CHECK(layout.width(kBirth) == 0);
}

TEST_CASE("what the device keeps") {
  ColumnLayout layout;
  CHECK(format_layout(layout).empty());
  CHECK(parse_layout("") == layout);
  layout.move(kSex, 0);
  layout.hide(kActions);
  layout.resize({kBirth, 130});
  CHECK(format_layout(layout) ==
        "sexe,identite,naissance:130,thematiques,professionnels,maj,taches,statut,rdv,-actions");
  CHECK(parse_layout(format_layout(layout)) == layout);
  // An older or a newer program may have written it, or a person.
  CHECK(first_of(parse_layout("rdv,nothing,rdv,sexe:x"), 3) ==
        Columns{PatientColumn::kNextAppointment, kSex, kIdentity});
  CHECK(parse_layout("-identite").is_visible(kIdentity));
  CHECK(parse_layout("identite:99999").width(kIdentity) == 0);
  CHECK(parse_layout("identite:9999").width(kIdentity) == kWidestColumn);
  for (const char* garbage : {",", "-", ":", "-:,,:-", "IDENTITE", "\xFF\xFE", "identite:"})
    CHECK(parse_layout(garbage) == ColumnLayout{});
}

TEST_CASE("any sequence of changes leaves a permutation with «Identité» in sight, and is read back") {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    ColumnLayout layout;
    for (int step = 0; step < 60; ++step) {
      const auto column = static_cast<PatientColumn>(random() % kPatientColumnCount);
      const Columns before = layout.visible();
      switch (random() % 4) {
        case 0: {
          const std::size_t position = random() % 12;
          layout.move(column, position);
          if (std::find(before.begin(), before.end(), column) != before.end())
            CHECK(layout.position(column) == std::min(position, before.size() - 1));
          // The others keep their order.
          Columns others = before, now = layout.visible();
          std::erase(others, column);
          std::erase(now, column);
          CHECK(now == others);
          break;
        }
        case 1:
          layout.hide(column);
          CHECK(layout.is_visible(column) == (column == kIdentity));
          break;
        case 2:
          layout.show(column);
          CHECK(layout.is_visible(column));
          break;
        default:
          layout.resize({column, static_cast<int>(random() % 2000) - 500});
          CHECK(layout.width(column) >= kNarrowestColumn);
          CHECK(layout.width(column) <= kWidestColumn);
      }
      const auto& order = layout.order();
      CHECK(std::set<PatientColumn>(order.begin(), order.end()).size() == kPatientColumnCount);
      CHECK(layout.is_visible(kIdentity));
      CHECK(parse_layout(format_layout(layout)) == layout);
    }
  }
}

TEST_CASE("any text is a layout, and once written it stays") {
  std::mt19937 random(13);
  const std::string alphabet = "identitesexerdvmajactions,,,---:::0123456789\xC3\x00";
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (std::size_t n = random() % 80; n > 0; --n) text += alphabet[random() % alphabet.size()];
    const ColumnLayout layout = parse_layout(text);
    CHECK(layout.is_visible(kIdentity));
    CHECK(parse_layout(format_layout(layout)) == layout);
  }
}

TEST_CASE("an order never has a column twice and never none") {
  PatientOrder order;
  CHECK(order.size() == 1);
  order.remove(kUpdated);
  CHECK(order.size() == 1);
  order.add({kIdentity, Direction::kAscending});
  order.add({kSex, Direction::kDescending});
  CHECK(order.rank(kSex) == 2U);
  order.add({kIdentity, Direction::kDescending});
  CHECK(order.size() == 3);
  CHECK(order[1] == PatientSort{kIdentity, Direction::kDescending});
  order.remove(kUpdated);
  CHECK(order.rank(kUpdated) == std::nullopt);
  CHECK(order[0].column == kIdentity);
  order.remove(kSex);
  // What was there before leaves no trace.
  CHECK(order == PatientOrder{kIdentity, Direction::kDescending});
}

TEST_CASE("with Shift a header sorts behind the others: up, down, not any more") {
  Client client = in_columns();
  client.patients(SortPressed{kIdentity});
  CHECK(client.wish<Announce>()->text == "Trié par ordre croissant.");
  client.patients(SortPressed{kBirth, SortWay::kAdded});
  CHECK(client.wish<SetLocation>()->fragment == "#/patients?tri=identite,naissance");
  CHECK(client.wish<Announce>()->text == "Trié par Identité, puis Date de naissance.");
  CHECK(client.count<Announce>() == 1);
  client.patients(SortPressed{kBirth, SortWay::kAdded});
  CHECK(client.wish<SetLocation>()->fragment == "#/patients?tri=identite,-naissance");
  CHECK(client.wish<Announce>()->text == "Trié par Identité, puis Date de naissance (décroissant).");
  client.patients(SortPressed{kBirth, SortWay::kAdded});
  CHECK(client.wish<SetLocation>()->fragment == "#/patients?tri=identite");
  // The only one turns round and round.
  client.patients(SortPressed{kIdentity, SortWay::kAdded});
  CHECK(client.wish<SetLocation>()->fragment == "#/patients?tri=-identite");
  client.patients(SortPressed{kIdentity, SortWay::kAdded});
  CHECK(client.wish<SetLocation>()->fragment == "#/patients?tri=identite");
  // Without Shift a header sorts alone again.
  client.patients(SortPressed{kBirth, SortWay::kAdded});
  client.patients(SortPressed{kBirth});
  CHECK(client.model.patients.coded.sort == PatientOrder{kBirth, Direction::kAscending});
  client.patients(SortPressed{kSex, SortWay::kAdded});
  client.patients(SortPressed{kBirth, SortWay::kRemoved});
  CHECK(client.model.patients.coded.sort == PatientOrder{kSex, Direction::kAscending});
  client.patients(SortChosen{{kUpdated, Direction::kDescending}});
  CHECK(client.wish<SetLocation>()->fragment == "#/patients");
}

TEST_CASE("columns are laid out, said and kept on the server, one request at a time") {
  Client client = in_columns();
  const auto kept = [&] { return client.wish<KeepLayout>(); };
  const auto answered = [&] {
    client.preferences(LayoutKept{{client.model.preferences.layout_sent, Nothing{}, {}}});
  };
  client.columns(ColumnToggled{kSex});
  CHECK(client.wish<Announce>()->text == "Colonne Sexe masquée.");
  REQUIRE(kept() != nullptr);
  CHECK(kept()->columns.find("-sexe") != std::string::npos);
  client.columns(ColumnMoved{kBirth, 0});
  CHECK(client.wish<Announce>()->text == "Date de naissance : colonne 1 sur 9.");
  CHECK(kept() == nullptr);
  client.columns(ColumnsResized{{{kBirth, 96}, {kIdentity, 300}}});
  CHECK(client.wish<Announce>()->text == "Identité : largeur 300 pixels.");
  CHECK(client.model.patients.layout.width(kBirth) == 96);
  answered();
  REQUIRE(kept() != nullptr);  // what came meanwhile, at once
  CHECK(kept()->columns.starts_with("naissance:96,identite:300,-sexe"));
  answered();
  CHECK(kept() == nullptr);
  client.columns(ColumnToggled{kSex});
  CHECK(client.wish<Announce>()->text == "Colonne Sexe affichée.");
  client.columns(ColumnToggled{kIdentity});
  CHECK(client.model.patients.layout.is_visible(kIdentity));
  CHECK(client.wish<Announce>()->text == "Toujours affichée.");
  client.columns(ColumnsReset{});
  CHECK(client.model.patients.layout == ColumnLayout{});
  CHECK(client.ever<Remember>() == nullptr);  // the device keeps nothing of it
  answered();
  REQUIRE(kept() != nullptr);
  CHECK(kept()->columns.empty());
}

TEST_CASE("a menu gives the focus back to its header, or to the one that stands there when it is hidden") {
  Client client = in_columns();
  client.columns(ColumnMenuOpened{kSex});
  CHECK(client.wish<MoveFocus>()->key == "column_menu");
  client.columns(ColumnMenuClosed{});
  CHECK(client.wish<MoveFocus>()->key == "header_sexe");
  client.columns(ColumnMenuOpened{kSex});
  client.columns(ColumnMenuLeft{});
  CHECK(client.wish<MoveFocus>() == nullptr);
  CHECK_FALSE(client.model.patients.column_menu);
  client.columns(ColumnMenuOpened{kSex});
  client.columns(ColumnToggled{kSex});
  CHECK(client.wish<MoveFocus>()->key == "header_thematiques");
  CHECK_FALSE(client.model.patients.column_menu);
  client.columns(ColumnMenuOpened{kActions});
  client.columns(ColumnToggled{kActions});
  CHECK(client.wish<MoveFocus>()->key == "header_rdv");
  client.columns(ColumnsToggled{});
  CHECK(client.wish<MoveFocus>()->key == "columns_first");
  client.columns(ColumnsToggled{});
  CHECK(client.wish<MoveFocus>()->key == "columns");
  client.columns(ColumnsToggled{});
  client.page(PortalPressed{});
  CHECK_FALSE(client.model.patients.columns_open);
}

Client without_rest() {
  Client client;
  client.page(Started{"#/patients", "", "fr-FR", "", false, false, true, "", false, false});
  client.answer(SessionRequest::kLoad, in_spico_view());
  client.answer_patients(3);
  client.page(RestArrived{false});
  return client;
}

TEST_CASE(
    "a file is written when the part of the module that writes it is here, or it is said that it cannot be") {
  Client client = without_rest();
  client.patients(ExportPressed{});
  CHECK(client.wish<TellExport>() == nullptr);
  REQUIRE(client.wish<Perform>() != nullptr);
  CHECK(client.wish<Perform>()->act == PageAct::kLoadRest);
  client.page(RestArrived{false});
  CHECK(client.model.toast.problem == failure_text(Language::kFrench, {Failure::Kind::kOffline, 0, 0, {}}));
  client.patients(ExportPressed{});
  client.page(RestArrived{true});
  CHECK(client.wish<TellExport>() != nullptr);
  CHECK(client.wish<SaveCsv>() == nullptr);  // the server notes it first
  client.patients(ExportAnswered{{client.model.patients.exporting.pending, Nothing{}, {}}});
  CHECK(client.wish<SaveCsv>() != nullptr);
}

TEST_CASE(
    "a dialog of the module's second part opens when that is here, or it is said that it cannot be fetched") {
  for (const bool columns : {true, false}) {
    CAPTURE(columns);
    Client client = without_rest();
    const auto toggle = [&] {
      columns ? client.columns(ColumnsToggled{}) : client.preferences(SearchesToggled{});
    };
    toggle();
    REQUIRE(client.wish<Perform>() != nullptr);
    CHECK(client.wish<Perform>()->act == PageAct::kLoadRest);
    client.page(RestArrived{false});
    CHECK_FALSE(client.model.patients.columns_open);
    CHECK_FALSE(client.model.preferences.searches_open);
    CHECK(client.model.toast.problem == failure_text(Language::kFrench, {Failure::Kind::kOffline, 0, 0, {}}));
    REQUIRE(client.wish<Announce>() != nullptr);
    CHECK(client.wish<Announce>()->urgency == Urgency::kAssertive);
    toggle();
    client.page(RestArrived{true});
    CHECK(client.model.patients.columns_open == columns);
    CHECK(client.model.preferences.searches_open == !columns);
    CHECK(client.wish<MoveFocus>()->key == (columns ? "columns_first" : "searches_first"));
  }
}

TEST_CASE("a line for the clipboard has as many cells as it is given, whatever stands in them") {
  std::string tsv;
  append_tsv_line(tsv, {"Identité", "Sexe"});
  append_tsv_line(tsv, {"BÉNAZET\tZoé\r\nTEST", ""});
  append_tsv_line(tsv, {"=1+1", "\x7F"});
  CHECK(tsv == "Identité\tSexe\nBÉNAZET Zoé  TEST\t\n=1+1\t \n");
}

}  // namespace
}  // namespace spico

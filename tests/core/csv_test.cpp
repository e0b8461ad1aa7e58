// The file for spreadsheets, read back by a strict reader.
#include "core/patients/csv.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <random>

#include "core/patients/ins.hpp"
#include "core/patients/reference.hpp"
#include "core/text/utf8.hpp"
#include "tests/core/list_support.hpp"

namespace spico {
namespace {

using namespace test;

using Table = std::vector<std::vector<std::string>>;

// RFC 4180 with semicolons, to the letter: nullopt for anything else.
std::optional<Table> read_csv(std::string_view csv) {
  Table table;
  std::vector<std::string> line;
  for (std::size_t at = 0; at < csv.size();) {
    std::string cell;
    if (csv[at] == '"') {
      for (++at;; ++at) {
        if (at >= csv.size()) return std::nullopt;
        if (csv[at] == '"') {
          if (at + 1 >= csv.size() || csv[at + 1] != '"') break;
          ++at;
        }
        cell += csv[at];
      }
      ++at;
    } else {
      while (at < csv.size() && csv[at] != ';' && csv[at] != '\r') {
        if (csv[at] == '"' || csv[at] == '\n') return std::nullopt;
        cell += csv[at++];
      }
    }
    line.push_back(cell);
    if (at < csv.size() && csv[at] == ';') {
      ++at;
      if (at == csv.size()) return std::nullopt;
    } else if (csv.substr(at).starts_with("\r\n")) {
      at += 2;
      table.push_back(std::exchange(line, {}));
    } else {
      return std::nullopt;
    }
  }
  if (!line.empty()) return std::nullopt;
  return table;
}

std::string cell(std::string_view text) {
  std::string csv;
  append_csv_cell(csv, text);
  return csv;
}

constexpr std::int64_t kNowMs = 1'795'358'040'000;  // 22/11/2026 15:34 in Paris

TEST_CASE("cells") {
  CHECK(cell("") == "");
  CHECK(cell("BÉNAZET Zoé") == "BÉNAZET Zoé");
  CHECK(cell("a;b") == "\"a;b\"");
  CHECK(cell("a\"b") == "\"a\"\"b\"");
  CHECK(cell("a\r\nb") == "\"a\r\nb\"");
  CHECK(cell(" a") == "\" a\"");
  for (const char* const formula : {"=1+1", "+33", "-1", "@SUM(A1)", "＝1", "－1"}) {
    CAPTURE(std::string{formula});
    CHECK(cell(formula) == "'" + std::string(formula));
  }
  CHECK(cell("\t=1") == "\"'\t=1\"");
  CHECK(cell("\r=1") == "\"'\r=1\"");
  CHECK(cell("\"=1+1\"") == "\"'\"\"=1+1\"\"\"");
  CHECK(cell("' =1") == "'' =1");
  CHECK(cell("=HYPERLINK(\"http://x\";\"y\")") == "\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"");
  CHECK(cell("a=1") == "a=1");
  CHECK(cell("JEAN-LUC") == "JEAN-LUC");
  CHECK(cell(std::string("a\0b", 3)) == "a b");
  CHECK(cell("a\xFF") == "a\uFFFD");
}

TEST_CASE("the whole file, in French and in English") {
  PatientList list;
  list.set_people({{{7}, "Dr TEST; =1", ProfessionId{0}}}, {});
  Patient zoe;
  zoe.id = {1};
  zoe.traits.birth_name = "Bénazet";
  zoe.traits.used_name = "Martin";
  zoe.traits.given_names = zoe.traits.first_given_name = "Zoé";
  zoe.traits.birth_date = {1956, 4, 7};
  zoe.traits.sex = Sex::kFemale;
  zoe.traits.matricule = *parse_matricule("256043155500142");
  zoe.thematiques.add(*thematique_from_code("icope"));
  zoe.thematiques.add(*thematique_from_code("diabete"));
  zoe.professionals = {{7}};
  zoe.updated_at_ms = kNowMs;
  zoe.tasks_open = 3;
  zoe.tasks_late = 1;
  zoe.test = true;
  list.append(zoe);
  Patient other;
  other.id = {2};
  other.traits.birth_name = "=cmd|' /C calc'!A0";
  other.traits.birth_date = {1956, 0, 0};
  other.updated_at_ms = kNowMs;
  other.next_appointment_ms = kNowMs;
  list.append(other);
  const std::vector<RowNumber> rows{1, 0};
  std::vector<PatientColumn> columns;
  for (int i = 0; i < kPatientColumnCount; ++i) columns.push_back(static_cast<PatientColumn>(i));
  std::string csv;
  CsvWriter writer(list, rows, columns, Language::kFrench, {"Femmes", "=Camille", kNowMs});
  while (writer.append_piece(csv, 1)) {
  }
  REQUIRE(csv.starts_with("\xEF\xBB\xBF"));
  CHECK(csv.find("256043155500142") == std::string::npos);
  const auto table = read_csv(csv.substr(3));
  REQUIRE(table.has_value());
  REQUIRE(table->size() == 7);
  const std::vector<std::string> none(13);
  const auto alone = [&](const char* text) {
    std::vector<std::string> line = none;
    line[0] = text;
    return line;
  };
  CHECK((*table)[0] == std::vector<std::string>{"Nom de naissance", "Nom utilisé", "Prénom",
                                                "Date de naissance", "Sexe", "Thématiques", "Professionnels",
                                                "Date de mise à jour", "Tâches", "Tâches en retard",
                                                "Statuts", "Prochain RDV", "TEST"});
  CHECK((*table)[1] == std::vector<std::string>{"'=CMD|' /C CALC'!A0", "", "", "1956", "I", "", "",
                                                "22/11/2026 15:34", "0", "0", "Actif", "22/11/2026 15:34",
                                                ""});
  CHECK((*table)[2] == std::vector<std::string>{"BÉNAZET", "MARTIN", "Zoé", "07/04/1956", "F",
                                                "ICOPE, Diabète", "Dr TEST; =1 (Médecin)", "22/11/2026 15:34",
                                                "3", "1", "Actif", "", "TEST"});
  CHECK((*table)[3] == none);
  CHECK((*table)[4] == alone("Filtres : Femmes"));
  CHECK((*table)[5] == alone("2 patients trouvés"));
  CHECK((*table)[6] == alone("Exporté par =Camille le 22/11/2026 à 15:34"));

  csv.clear();
  CsvWriter english(list, {}, {PatientColumn::kTasks, PatientColumn::kActions}, Language::kEnglish,
                    {"Women", "", kNowMs});
  CHECK(english.append_piece(csv, 1'000'000));
  CHECK_FALSE(english.append_piece(csv, 1'000'000));
  CHECK(csv ==
        "\xEF\xBB\xBFTasks;Late tasks;TEST\r\n;;\r\nFilters: Women;;\r\nNo patient found;;\r\n"
        "Exported by  on 22/11/2026 at 15:34;;\r\n");
  CHECK(csv_file_name(Language::kFrench, kNowMs) == "patients-2026-11-22.csv");
}

TEST_CASE("any names, pieces of any size: one table of equal lines without a formula, the same bytes") {
  constexpr std::uint32_t kSeed = 19;
  MESSAGE("seed " << kSeed);
  std::mt19937 random(kSeed);
  const std::vector<std::string> pieces{"=", "+", "-", "@", "\t", "\r",   "\n",     ";",      "\"", "'",
                                        " ", "é", "a", "Z", ",",  "\xFF", "\u202E", "\u00A0", "＝"};
  const auto name = [&] {
    std::string out;
    for (std::size_t i = random() % 8; i > 0; --i) out += pieces[random() % pieces.size()];
    return out;
  };
  for (int round = 0; round < 60; ++round) {
    PatientList list;
    list.set_people({{{1}, name(), ProfessionId{0}}}, {});
    std::vector<RowNumber> rows;
    for (std::uint64_t id = 1; id <= 40; ++id) {
      Patient patient = random_patient(random, id);
      patient.traits.birth_name = name();
      patient.traits.used_name = name();
      patient.traits.used_given_name = name();
      list.append(patient);
      rows.push_back(static_cast<RowNumber>(random() % id));
    }
    const std::vector<PatientColumn> columns{PatientColumn::kTasks, PatientColumn::kIdentity,
                                             PatientColumn::kProfessionals};
    const CsvOrigin origin{name(), name(), kNowMs};
    std::string whole, in_pieces;
    CsvWriter at_once(list, rows, columns, Language::kFrench, origin);
    CHECK(at_once.append_piece(whole, 1'000'000));
    CsvWriter by_pieces(list, rows, columns, Language::kFrench, origin);
    while (by_pieces.append_piece(in_pieces, 1 + random() % 500)) {
    }
    CHECK(whole == in_pieces);
    CHECK(is_utf8(whole));
    const auto table = read_csv(whole.substr(3));
    REQUIRE(table.has_value());
    REQUIRE(table->size() == rows.size() + 5);
    for (std::size_t line = 0; line < table->size(); ++line) {
      REQUIRE((*table)[line].size() == 7);
      for (const std::string& each : (*table)[line])
        CHECK((each.empty() || std::string_view("=+-@\t\r\n").find(each[0]) == std::string_view::npos));
      if (line == 0 || line > rows.size()) continue;
      // The apostrophe is all that was added.
      std::string family((*table)[line][2]);
      const std::string wanted(list.name_parts(rows[line - 1]).family);
      if (family != wanted) CHECK(family == "'" + wanted);
    }
  }
}

}  // namespace
}  // namespace spico

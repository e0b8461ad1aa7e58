// FHIR as a stream: bundles, NDJSON, resources on many lines; one bad record never takes the others with it.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "emserve/fhir/import.hpp"
#include "tests/emserve/fhir_support.hpp"

namespace spico::emserve::fhir {
namespace {

using Texts = std::vector<std::string>;

Texts names(const Collected& read) {
  Texts result;
  for (const ImportedPatient& one : read.patients) result.push_back(one.patient.traits.birth_name);
  return result;
}

TEST_CASE("NDJSON: one patient a line, any line ending, empty lines") {
  const Collected read{"\xEF\xBB\xBF" + patient_text("A") + "\r\n\n  \n" + patient_text("B") + "\n" +
                       patient_text("C")};
  CHECK(names(read) == Texts{"A", "B", "C"});
  CHECK(read.problems.empty());
  CHECK(read.report.patients == 3);
  CHECK(read.report.is_complete);
}

TEST_CASE("NDJSON: bad lines are told by their number, good ones kept") {
  const std::string text = patient_text("A") + "\n" +                                     // 1
                           R"({"resourceType":"Patient","name":[{"family":"B")" + "\n" +  // 2: cut
                           patient_text("C") + "\n" +                                     // 3
                           "garbage\n" +                                                  // 4
                           patient_text("D") + "}\n" +                            // 5: one bracket too many
                           R"({"resourceType":"Patient","name":"E)" + "\n" +      // 6: string never closed
                           R"({"resourceType":"Observation","id":"x"})" + "\n" +  // 7
                           patient_text("F", R"(,"birthDate":"1956-13-01")") + "\n" +  // 8
                           R"({"resourceType":"Patient","name":[)" +
                           "\n" +                     // 9: cut where a value may follow
                           patient_text("G") + "\n";  // 10
  for (const RecordForm form : {RecordForm::kLines, RecordForm::kUnknown}) {
    const Collected read{text, {.now_ms = kNowMs, .form = form, .limits = {}}};
    CHECK(names(read) == Texts{"A", "C", "D", "G"});
    CHECK(read.report.other_resources == 1);
    CHECK(read.problems == Texts{"line 2: not valid JSON", "line 4: not valid JSON", "line 5: not valid JSON",
                                 "line 6: not valid JSON", "line 8, birthDate: the date does not exist",
                                 "line 9: not valid JSON"});
  }
}

TEST_CASE("NDJSON whose very first line is broken") {
  for (const char* const broken : {R"({"resourceType":"Patient","name":[{"family":"A"})",
                                   R"({"resourceType":"Patient","name":"A)", "x"}) {
    CAPTURE(std::string{broken});
    const Collected read{std::string{broken} + "\n" + patient_text("B") + "\n" + patient_text("C") + "\n"};
    CHECK(names(read) == Texts{"B", "C"});
    CHECK(read.problems == Texts{"line 1: not valid JSON"});
  }
}

std::string bundle(const Texts& resources) {
  std::string text = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  for (std::size_t i = 0; i < resources.size(); ++i)
    text += (i == 0 ? R"({"resource":)" : R"(,{"resource":)") + resources[i] + "}";
  return text + "],\"total\":1}";
}

TEST_CASE("a bundle: entries by their index, other resources counted") {
  const Collected read{bundle({patient_text("A"), R"({"resourceType":"Organization","name":"x"})",
                               patient_text("B", R"(,"gender":"woman")"), patient_text("C")})};
  CHECK(names(read) == Texts{"A", "C"});
  CHECK(read.report.other_resources == 1);
  CHECK(read.problems == Texts{"line 1, entry 2, resource.gender: unknown code"});
}

TEST_CASE("a bundle: entries without a resource, none at all, and other members called entry") {
  CHECK(Collected{R"({"resourceType":"Bundle","entry":[{"request":{"method":"DELETE"}}]})"}.problems.empty());
  CHECK(Collected{bundle({})}.problems.empty());
  CHECK(Collected{R"({"resourceType":"Bundle"})"}.problems.empty());
  CHECK(Collected{R"({"resourceType":"Bundle","entry":[{"resource":{"id":"x"}}]})"}.problems ==
        Texts{"line 1, entry 0, resource.resourceType: missing"});
  const Collected nested{
      R"({"resourceType":"Patient","name":[{"family":"A"}],"x":{"entry":[{"resource":1}]},"y":"entry","z":["entry",[1]]})"};
  CHECK(names(nested) == Texts{"A"});
  CHECK(nested.problems.empty());
}

TEST_CASE("resources and bundles written on many lines") {
  const Collected one{
      "{\n  \"resourceType\": \"Patient\",\n  \"name\": [\n    {\n      \"family\": \"A { [ \\\" \\\\\"\n    "
      "}\n  ]\n}\n"};
  CHECK(names(one) == Texts{"A { [ \" \\"});
  const Collected many{
      "{\n  \"resourceType\": \"Bundle\",\n  \"entry\": [\n    {\n      \"resource\": {\n        "
      "\"resourceType\": \"Patient\",\n"
      "        \"name\": [ { \"family\": \"A\" } ]\n      }\n    },\n    {\n      \"resource\": {\n        "
      "\"resourceType\": "
      "\"Patient\",\n        \"name\": [ { \"family\": \"B\" } ],\n        \"birthDate\": \"x\"\n      }\n   "
      " }\n  ]\n}\n"};
  CHECK(names(many) == Texts{"A"});
  CHECK(many.problems == Texts{"line 10, entry 1, resource.birthDate: not a date such as 1956-04-07"});
}

TEST_CASE("a broken bundle keeps the entries before the break and does not report its pieces") {
  std::string text = bundle({patient_text("A"), patient_text("B")});
  const Collected cut{text.substr(0, text.size() - 40)};
  CHECK(names(cut) == Texts{"A"});
  CHECK(cut.problems == Texts{"line 1, entry 1: the file ends in the middle of the record"});

  const Collected pieces{
      "{\n  \"resourceType\": \"Bundle\",\n  \"entry\": [\n    {\"resource\": " + patient_text("A") +
      "}\n    {\"resource\": " + patient_text("B") + "}\n  ]\n}\n" + patient_text("C") + "\n"};
  CHECK(names(pieces) == Texts{"A", "C"});
  CHECK(pieces.problems == Texts{"line 1: not valid JSON"});
}

TEST_CASE("the end of the file in the middle of a record") {
  const std::string text = patient_text("A") + "\n" + patient_text("B");
  for (std::size_t length = 0; length < text.size(); ++length) {
    const Collected read{text.substr(0, length)};
    const std::size_t whole = patient_text("A").size();
    CHECK(read.patients.size() == (length >= whole ? 1U : 0U));
    const bool ends_between = length == 0 || length == whole || length == whole + 1;
    CHECK(read.problems.size() == (ends_between ? 0U : 1U));
  }
}

TEST_CASE("records larger than the limit are passed over") {
  const SplitterLimits small{.record_bytes = 200};
  const std::string big = patient_text("B", R"(,"photo":[{"data":")" + std::string(1000, 'A') + R"("}])");
  const Collected lines{patient_text("A") + "\n" + big + "\n" + patient_text("C"),
                        {.now_ms = kNowMs, .form = RecordForm::kUnknown, .limits = small}};
  CHECK(names(lines) == Texts{"A", "C"});
  CHECK(lines.problems == Texts{"line 2: the record is too large"});
  const Collected entries{bundle({patient_text("A"), big, patient_text("C")}),
                          {.now_ms = kNowMs, .form = RecordForm::kUnknown, .limits = small}};
  CHECK(names(entries) == Texts{"A", "C"});
  CHECK(entries.problems == Texts{"line 1, entry 1: the record is too large"});
}

TEST_CASE("where the blocks of the stream end does not matter") {
  std::string text;
  Texts expected;
  while (text.size() < 700'000) {
    expected.push_back("N" + std::to_string(expected.size()));
    text += patient_text(expected.back(), R"(,"x":"\"\\ { é ] ,")") + "\n";
  }
  const Collected read{text};
  CHECK(names(read) == expected);
  CHECK(read.problems.empty());
  CHECK(read.bytes == text.size());
}

TEST_CASE("files: names that say the form, what cannot be opened, progress to the end") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "spico_fhir_stream_test";
  std::filesystem::create_directories(folder);
  const std::filesystem::path lines = folder / "patients.ndjson";
  // Read as lines because of its name: cut where a value may follow, the first record would swallow the
  // second.
  const std::string first = R"({"resourceType":"Patient","name":[)";
  std::ofstream{lines} << first << "\n" << patient_text("A") << "\n";
  std::ofstream{folder / "one.json"} << patient_text("B");
  Texts kept;
  Texts problems;
  std::uint64_t last_read = 0;
  std::uint64_t total = 0;
  const ImportReport report = import_files(
      {.files = {lines, folder / "none.json", folder, folder / "one.json"}, .now_ms = kNowMs},
      {.keep = [&](ImportedPatient&& imported) { kept.push_back(imported.patient.traits.birth_name); },
       .problem =
           [&](const std::string& file, const Problem& problem) {
             problems.push_back(std::filesystem::path{file}.filename().string() + ", " + describe(problem));
           },
       .progress =
           [&](std::uint64_t bytes_read, std::uint64_t bytes_total) {
             CHECK(bytes_read >= last_read);
             last_read = bytes_read;
             total = bytes_total;
           }});
  CHECK(kept == Texts{"A", "B"});
  CHECK(problems == Texts{"patients.ndjson, line 1: not valid JSON"});
  CHECK(report.patients == 2);
  CHECK(report.problems == 1);
  CHECK(report.unreadable_files == Texts{(folder / "none.json").string(), folder.string()});
  CHECK(last_read == total);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace spico::emserve::fhir

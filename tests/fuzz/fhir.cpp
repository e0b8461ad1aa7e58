// The FHIR import: any bytes give patients and problems, the same wherever the stream is cut into blocks.
#include <sstream>
#include <string>
#include <vector>

#include "core/text/utf8.hpp"
#include "emserve/fhir/reader.hpp"
#include "tests/fuzz/fuzz_support.hpp"

namespace {

namespace fhir = spico::emserve::fhir;
using spico::fuzz::require;

constexpr std::int64_t kNowMs = 1'795'358'040'000;
constexpr fhir::SplitterLimits kLimits{.record_bytes = 1U << 14U};

class CheckingSink final : public fhir::Sink {
 public:
  void on_patient(fhir::ImportedPatient&& imported) override {
    const spico::IdentityTraits& traits = imported.patient.traits;
    for (const std::string* text :
         {&traits.birth_name, &traits.used_name, &traits.given_names, &traits.first_given_name,
          &traits.used_given_name, &traits.birth_place_name}) {
      require(spico::is_utf8(*text), "texts are UTF-8");
      require(text->find('\n') == std::string::npos, "texts are one line");
    }
    require(
        spico::check_date(traits.birth_date) == spico::DateProblem::kNone || !traits.birth_date.is_known(),
        "birth dates exist");
    require(traits.matricule.is_known() == (traits.ins_authority != spico::InsAuthority::kNone),
            "a matricule has a register");
  }
  void on_problem(const fhir::Problem& problem) override {
    require(!fhir::describe(problem).empty(), "problems have words");
  }
  void on_progress(std::uint64_t) override {}
};

/// Writes down what was cut, to compare.
class Transcript final : public fhir::SplitterSink {
 public:
  void on_value(std::string_view text, const fhir::Position& position) override { note('v', text, position); }
  void on_entry(std::string_view text, const fhir::Position& position) override { note('e', text, position); }
  void on_broken(fhir::Reason reason, const fhir::Position& position) override {
    note('b', fhir::describe(reason), position);
  }
  std::string lines;

 private:
  void note(char kind, std::string_view what, const fhir::Position& position) {
    lines += kind + std::to_string(position.line) + ':' + std::to_string(position.entry) + ' ';
    lines.append(what);
    lines += '\n';
  }
};

std::string cut(std::string_view bytes, fhir::RecordForm form, std::size_t block) {
  Transcript transcript;
  fhir::Splitter splitter{transcript, form, kLimits};
  for (std::size_t at = 0; at < bytes.size(); at += block) splitter.feed(bytes.substr(at, block));
  splitter.finish();
  return transcript.lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = spico::fuzz::text_of(data, size);
  for (const fhir::RecordForm form : {fhir::RecordForm::kUnknown, fhir::RecordForm::kLines}) {
    std::istringstream input{std::string{bytes}};
    CheckingSink sink;
    require(fhir::read(input, sink, {.now_ms = kNowMs, .form = form, .limits = kLimits, .block_bytes = 512})
                .is_complete,
            "read to the end");
    require(cut(bytes, form, 1) == cut(bytes, form, bytes.size() + 1), "blocks do not matter");
  }
  return 0;
}

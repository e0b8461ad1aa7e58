// Typed and wire dates: what is accepted exists, is written and read again, and matches its own pattern.
#include "core/time/typed_date.hpp"
#include "tests/fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using spico::fuzz::require;
  const std::string_view text = spico::fuzz::text_of(data, size);
  const spico::TypedDatePattern pattern{text};
  const spico::DateReading typed = spico::parse_typed_date(text);
  require(typed.ok() == typed.date.is_known(), "a date exactly when it is right");
  if (typed.ok()) {
    require(spico::check_date(typed.date) == spico::DateProblem::kNone, "it exists");
    require(spico::parse_typed_date(spico::format_date(typed.date)).date == typed.date,
            "its written form is typed back");
    require(spico::parse_iso_date(spico::format_iso_date(typed.date)).date == typed.date,
            "and goes over the wire");
    require(pattern.matches(typed.date), "it matches what was typed");
  }
  const spico::DateReading wire = spico::parse_iso_date(text);
  if (wire.ok()) require(spico::format_iso_date(wire.date) == text, "the wire has one form for a date");
  return 0;
}

// Cuts a stream of JSON into the texts of its records without holding it in memory: the resources of NDJSON,
// a resource on many lines, or each entry of a bundle of any size. Used by reader.cpp only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "emserve/fhir/record.hpp"

namespace spico::emserve::fhir {

struct SplitterLimits {
  std::size_t record_bytes = std::size_t{16} << 20U;  // a resource may carry a photo
};

// Receives what was cut. Texts are valid during the call.
class SplitterSink {
 public:
  SplitterSink() = default;
  SplitterSink(const SplitterSink&) = delete;
  SplitterSink& operator=(const SplitterSink&) = delete;
  virtual ~SplitterSink() = default;

  // A whole top-level value; the elements of its member `entry` were given before, one by one, and are not in
  // it.
  virtual void on_value(std::string_view text, const Position& position) = 0;
  virtual void on_entry(std::string_view text, const Position& position) = 0;
  // A record that cannot be cut out; reading goes on with the next line.
  virtual void on_broken(Reason reason, const Position& position) = 0;
};

enum class RecordForm : std::uint8_t {
  kUnknown,  // found out: lines as soon as one record ends on the line it began
  kLines,    // NDJSON: a line break ends a record, so a broken one never swallows the next
};

// Knows only strings, brackets and line breaks; whether a record is JSON is for the JSON reader to say.
class Splitter {
 public:
  Splitter(SplitterSink& sink, RecordForm form, const SplitterLimits& limits = {})
      : sink_(sink), limits_(limits), are_lines_(form == RecordForm::kLines) {}

  void feed(std::string_view bytes);
  // The stream has ended: what is open is cut.
  void finish();

 private:
  enum class Part : std::uint8_t { kBetween, kValue, kEntry, kSkippedLine };

  void on_byte(char c);
  void on_line_break();
  void on_structure(char c);
  void on_first_byte(char c);
  void begin_value();
  void open(char c);
  void close();
  void begin_entry();
  void end_entry();
  void end_value();
  void give_up(Reason reason);
  void keep(char c);
  [[nodiscard]] bool is_in_entries() const { return entries_depth_ != 0 && depth_ >= entries_depth_; }
  [[nodiscard]] Position position_of_value() const { return {value_line_, -1, {}}; }
  [[nodiscard]] Position position_of_entry() const { return {entry_line_, next_entry_, {}}; }

  SplitterSink& sink_;
  SplitterLimits limits_;
  bool are_lines_;
  Part part_ = Part::kBetween;
  std::string value_;  // the top-level value without its entries
  std::string entry_;
  std::string name_;   // the last string at the first level, a member's name if `:` follows
  char previous_ = 0;  // last byte that is neither space nor inside a string
  bool in_string_ = false;
  bool after_backslash_ = false;
  bool names_entries_ = false;  // the member being read at the first level is called "entry"
  bool is_too_large_ = false;
  bool is_first_of_line_ = true;   // the byte being read
  bool waits_for_record_ = false;  // after a broken record on many lines: until a line begins with a bracket
  bool gave_value_ = false;
  std::size_t depth_ = 0;
  std::size_t entries_depth_ = 0;  // depth inside the array of entries, 0 outside
  std::int64_t next_entry_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t value_line_ = 1;
  std::uint64_t entry_line_ = 1;
};

}  // namespace spico::emserve::fhir

#include "emserve/fhir/splitter.hpp"

namespace spico::emserve::fhir {
namespace {

constexpr std::string_view kEntryName = "entry";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// After these a value may begin; anywhere else an opening bracket is a mistake.
bool allows_value(char previous) { return previous == '[' || previous == ',' || previous == ':'; }

/// Bytes inside a string that change nothing: everything but its end, an escape and a line break.
std::size_t plain_length(std::string_view bytes) {
  std::size_t length = 0;
  while (length < bytes.size() && bytes[length] != '"' && bytes[length] != '\\' && bytes[length] != '\n')
    ++length;
  return length;
}

}  // namespace

void Splitter::feed(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (in_string_ && !after_backslash_) {
      const std::size_t length = plain_length(bytes.substr(at));
      if (length > 0) {
        std::string& text = part_ == Part::kEntry ? entry_ : value_;
        if (text.size() + length <= limits_.record_bytes) {
          text.append(bytes.substr(at, length));
        } else {
          is_too_large_ = true;
        }
        if (depth_ == 1 && name_.size() <= kEntryName.size()) name_.append(bytes.substr(at, length));
        at += length;
        if (at == bytes.size()) return;
      }
    }
    on_byte(bytes[at]);
    is_first_of_line_ = bytes[at] == '\n';
  }
}

void Splitter::on_byte(char c) {
  if (c == '\n') {
    on_line_break();
    ++line_;
    return;
  }
  if (part_ == Part::kSkippedLine) return;
  if (in_string_) {
    keep(c);
    if (after_backslash_) {
      after_backslash_ = false;
    } else if (c == '\\') {
      after_backslash_ = true;
    } else if (c == '"') {
      in_string_ = false;
      previous_ = c;
    }
    return;
  }
  if (is_space(c)) {
    if (part_ != Part::kBetween) keep(c);
    return;
  }
  on_structure(c);
}

void Splitter::on_line_break() {
  if (part_ == Part::kSkippedLine) {
    part_ = Part::kBetween;
    return;
  }
  if (part_ == Part::kBetween) return;
  // No string holds a line break, and on lines no record goes on to the next.
  if (in_string_ || are_lines_) {
    give_up(Reason::kNotJson);
    part_ = Part::kBetween;
    return;
  }
  keep('\n');
}

/// Between records. The pieces of a broken record are not reported again: the next one begins a line,
/// unindented.
void Splitter::on_first_byte(char c) {
  const bool is_mark = c == '\xEF' || c == '\xBB' || c == '\xBF';  // byte order mark
  if (is_mark) return;
  if (waits_for_record_ && !(is_first_of_line_ && c == '{')) {
    part_ = Part::kSkippedLine;
    return;
  }
  begin_value();
  if (c == '{' || c == '[') {
    open(c);
  } else {
    give_up(Reason::kNotJson);
  }
}

void Splitter::on_structure(char c) {
  if (part_ == Part::kBetween) {
    on_first_byte(c);
    return;
  }
  if ((c == '{' || c == '[') && !allows_value(previous_)) {
    // A record that was never closed; at the beginning of a line, the next one.
    give_up(Reason::kNotJson);
    if (!is_first_of_line_) return;
    are_lines_ = true;
    waits_for_record_ = false;
    part_ = Part::kBetween;
    on_first_byte(c);
    return;
  }
  if (c == '{' || c == '[') {
    open(c);
  } else if (c == '}' || c == ']') {
    keep(c);
    close();
    return;
  } else {
    if (c == '"') {
      in_string_ = true;
      if (depth_ == 1) name_.clear();
    }
    if (depth_ == 1 && c == ':') names_entries_ = previous_ == '"' && name_ == kEntryName;
    if (depth_ == 1 && c == ',') names_entries_ = false;
    // Between entries nothing is kept but what shows that the array is wrong.
    if (!(is_in_entries() && depth_ == entries_depth_ && part_ == Part::kValue && c == ',')) keep(c);
  }
  previous_ = c;
}

void Splitter::begin_value() {
  part_ = Part::kValue;
  value_.clear();
  previous_ = ',';
  in_string_ = after_backslash_ = names_entries_ = is_too_large_ = waits_for_record_ = false;
  depth_ = entries_depth_ = 0;
  next_entry_ = 0;
  if (gave_value_ && line_ > value_line_) are_lines_ = true;
  gave_value_ = false;
  value_line_ = line_;
}

void Splitter::open(char c) {
  const bool opens_entries = c == '[' && depth_ == 1 && names_entries_ && part_ == Part::kValue;
  if (c == '{' && part_ == Part::kValue && is_in_entries() && depth_ == entries_depth_) begin_entry();
  keep(c);
  ++depth_;
  if (opens_entries) entries_depth_ = depth_;
  previous_ = c;
}

void Splitter::close() {
  previous_ = '}';
  --depth_;
  if (part_ == Part::kEntry && depth_ == entries_depth_) {
    end_entry();
  } else if (entries_depth_ != 0 && depth_ < entries_depth_) {
    entries_depth_ = 0;
  }
  if (depth_ == 0) end_value();
}

void Splitter::begin_entry() {
  part_ = Part::kEntry;
  entry_.clear();
  entry_line_ = line_;
  is_too_large_ = false;
}

void Splitter::end_entry() {
  part_ = Part::kValue;
  if (is_too_large_) {
    sink_.on_broken(Reason::kTooLarge, position_of_entry());
  } else {
    sink_.on_entry(entry_, position_of_entry());
  }
  is_too_large_ = false;
  ++next_entry_;
}

void Splitter::end_value() {
  part_ = Part::kBetween;
  if (is_too_large_) {
    sink_.on_broken(Reason::kTooLarge, position_of_value());
  } else {
    sink_.on_value(value_, position_of_value());
  }
  gave_value_ = line_ == value_line_;
}

void Splitter::give_up(Reason reason) {
  sink_.on_broken(reason, part_ == Part::kEntry ? position_of_entry() : position_of_value());
  part_ = Part::kSkippedLine;
  waits_for_record_ = !are_lines_;
  in_string_ = after_backslash_ = false;
  depth_ = entries_depth_ = 0;
}

void Splitter::keep(char c) {
  std::string& text = part_ == Part::kEntry ? entry_ : value_;
  if (text.size() < limits_.record_bytes) {
    text += c;
  } else {
    is_too_large_ = true;
  }
}

void Splitter::finish() {
  if (part_ == Part::kValue || part_ == Part::kEntry) give_up(Reason::kCut);
  part_ = Part::kBetween;
}

}  // namespace spico::emserve::fhir

// The quick parser of JsonDocument::parse_stream_line: RFC 8259, strictly, in one pass over a copy of the
// line, in whose place strings are decoded. It exists for one budget only, that of the list of patients:
// 100,000 lines of 467 bytes take 1.48 s with nlohmann_json and 0.31 s here (WebAssembly, -O2). All else is
// read by json_document_parser.cpp; json_oracle_test.cpp and fuzz_json hold the two to the same answers.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>

#include "api/json_tree_builder.hpp"
#include "core/text/digits.hpp"
#include "core/text/utf8.hpp"

namespace spico::api {
namespace {

constexpr int kMaxFastDigits = 18;  // always within 64 bits

constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Bytes that stand for themselves in a string: ASCII without controls, quote and backslash.
constexpr std::array<bool, 256> kPlainBytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t i = 0x20; i < 0x80; ++i) plain[i] = i != '"' && i != '\\';
  return plain;
}();

class Parser {
 public:
  Parser(JsonTree& tree, std::size_t depth_limit)
      : tree_(tree),
        at_(tree.characters.data()),
        end_(at_ + tree.characters.size()),
        builder_(tree, depth_limit) {}

  bool run() {
    skip_spaces();
    if (!value()) return false;
    while (builder_.is_open()) {
      if (!next_in_open()) return false;
    }
    skip_spaces();
    return at_ == end_ || fail(JsonProblem::kSyntax);
  }

 private:
  bool fail(JsonProblem problem) {
    if (problem == JsonProblem::kSyntax) tree_.error.byte_offset = position(at_);
    return builder_.fail(problem);
  }

  void skip_spaces() {
    while (at_ != end_ && is_space(*at_)) ++at_;
  }

  [[nodiscard]] std::uint32_t position(const char* where) const {
    return static_cast<std::uint32_t>(where - tree_.characters.data());
  }

  bool value() {
    if (at_ == end_) return fail(JsonProblem::kSyntax);
    switch (*at_) {
      case '{':
        return open(JsonKind::kObject);
      case '[':
        return open(JsonKind::kArray);
      case '"': {
        JsonSlice slice{};
        if (!string(slice)) return false;
        builder_.add(JsonKind::kString).string = slice;
        return true;
      }
      case 't':
        return literal("true", JsonKind::kBoolean, true);
      case 'f':
        return literal("false", JsonKind::kBoolean, false);
      case 'n':
        return literal("null", JsonKind::kNull, false);
      default:
        return number();
    }
  }

  bool literal(std::string_view word, JsonKind kind, bool truth) {
    if (!std::string_view{at_, static_cast<std::size_t>(end_ - at_)}.starts_with(word)) {
      return fail(JsonProblem::kSyntax);
    }
    at_ += word.size();
    JsonNode& node = builder_.add(kind);
    if (kind == JsonKind::kBoolean) node.boolean = truth;
    return true;
  }

  bool open(JsonKind kind) {
    ++at_;
    return builder_.open(kind);
  }

  bool close() {
    ++at_;
    return builder_.close();
  }

  /// The next child of the innermost open array or object, or its end.
  bool next_in_open() {
    const bool is_object = builder_.is_in_object();
    skip_spaces();
    if (at_ == end_) return fail(JsonProblem::kSyntax);
    if (*at_ == (is_object ? '}' : ']')) return close();
    if (builder_.has_children()) {
      if (*at_ != ',') return fail(JsonProblem::kSyntax);
      ++at_;
      skip_spaces();
    }
    return (!is_object || member_name()) && value();
  }

  bool member_name() {
    if (at_ == end_ || *at_ != '"') return fail(JsonProblem::kSyntax);
    JsonSlice name{};
    if (!string(name) || !builder_.name(name)) return false;
    skip_spaces();
    if (at_ == end_ || *at_ != ':') return fail(JsonProblem::kSyntax);
    ++at_;
    skip_spaces();
    return true;
  }

  bool number() {
    const char* const start = at_;
    const bool is_negative = *at_ == '-';
    if (is_negative) ++at_;
    if (at_ == end_ || !is_digit(*at_)) return fail(JsonProblem::kSyntax);
    const char* const digits = at_;
    std::int64_t magnitude = 0;
    while (at_ != end_ && is_digit(*at_)) {
      if (at_ - digits < kMaxFastDigits) magnitude = magnitude * 10 + (*at_ - '0');
      ++at_;
    }
    if (*digits == '0' && at_ - digits > 1) return fail(JsonProblem::kSyntax);
    const bool is_short = at_ - digits <= kMaxFastDigits;
    bool is_whole = true;
    if (at_ != end_ && *at_ == '.') {
      is_whole = false;
      ++at_;
      if (!some_digits()) return fail(JsonProblem::kSyntax);
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      is_whole = false;
      ++at_;
      if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      if (!some_digits()) return fail(JsonProblem::kSyntax);
    }
    if (is_whole && is_short) {
      builder_.add(JsonKind::kNumber).integer = is_negative ? -magnitude : magnitude;
      return true;
    }
    return long_number(start, is_whole);
  }

  bool some_digits() {
    const char* const start = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return at_ != start;
  }

  // strtod and strtoll stop at the first byte that is no part of the number, at the latest at the end of the
  // string.
  bool long_number(const char* start, bool is_whole) {
    if (is_whole) {
      errno = 0;
      const long long whole = std::strtoll(start, nullptr, 10);
      if (errno == 0) {
        builder_.add(JsonKind::kNumber).integer = whole;
        return true;
      }
    }
    const double real = std::strtod(start, nullptr);
    if (!std::isfinite(real)) return fail(JsonProblem::kOutOfRange);
    JsonNode& node = builder_.add(JsonKind::kNumber);
    node.real = real;
    node.number_form = is_whole ? NumberForm::kBeyondInteger : NumberForm::kReal;
    return true;
  }

  bool string(JsonSlice& slice) {
    char* const start = ++at_;
    while (at_ != end_) {
      while (at_ != end_ && kPlainBytes[static_cast<unsigned char>(*at_)]) ++at_;
      if (at_ == end_) break;
      if (*at_ == '"') {
        slice = {position(start), static_cast<std::uint32_t>(at_ - start)};
        ++at_;
        return true;
      }
      if (*at_ == '\\') return string_with_escapes(slice, start);
      if (!character()) return false;
    }
    return fail(JsonProblem::kSyntax);
  }

  /// A character of more than one byte, or a byte that may not stand in a string.
  bool character() {
    const std::size_t length =
        static_cast<unsigned char>(*at_) < 0x80 ? 0 : utf8_length(tree_.characters, position(at_));
    if (length == 0) return fail(JsonProblem::kSyntax);
    at_ += length;
    return true;
  }

  // What is decoded is never longer than what was written, so it takes its place.
  bool string_with_escapes(JsonSlice& slice, char* start) {
    char* out = at_;
    while (at_ != end_ && *at_ != '"') {
      const char* const from = at_;
      if (*at_ == '\\') {
        if (!escape(out)) return false;
        continue;
      }
      if (kPlainBytes[static_cast<unsigned char>(*at_)]) {
        ++at_;
      } else if (!character()) {
        return false;
      }
      out = std::copy(from, static_cast<const char*>(at_), out);
    }
    if (at_ == end_) return fail(JsonProblem::kSyntax);
    slice = {position(start), static_cast<std::uint32_t>(out - start)};
    ++at_;
    return true;
  }

  bool escape(char*& out) {
    if (++at_ == end_) return fail(JsonProblem::kSyntax);
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (const std::size_t found = kLetters.find(*at_); found != std::string_view::npos) {
      *out++ = kMeanings[found];
      ++at_;
      return true;
    }
    if (*at_ != 'u') return fail(JsonProblem::kSyntax);
    ++at_;
    char32_t decoded = 0;
    if (!four_hex(decoded)) return false;
    if (decoded >= 0xDC00 && decoded <= 0xDFFF) return fail(JsonProblem::kSyntax);
    if (decoded >= 0xD800 && decoded <= 0xDBFF) {
      char32_t low = 0;
      if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return fail(JsonProblem::kSyntax);
      at_ += 2;
      if (!four_hex(low)) return false;
      if (low < 0xDC00 || low > 0xDFFF) return fail(JsonProblem::kSyntax);
      decoded = 0x10000 + ((decoded - 0xD800) << 10U) + (low - 0xDC00);
    }
    decoded_.clear();
    append_character(decoded_, decoded);
    out = std::copy(decoded_.begin(), decoded_.end(), out);
    return true;
  }

  bool four_hex(char32_t& value) {
    for (int i = 0; i < 4; ++i, ++at_) {
      if (at_ == end_) return fail(JsonProblem::kSyntax);
      const char c = *at_;
      char32_t digit = 0;
      if (is_digit(c)) {
        digit = static_cast<char32_t>(c - '0');
      } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
        digit = static_cast<char32_t>((c | 0x20) - 'a' + 10);
      } else {
        return fail(JsonProblem::kSyntax);
      }
      value = value * 16 + digit;
    }
    return true;
  }

  JsonTree& tree_;
  char* at_;
  char* end_;
  JsonTreeBuilder builder_;
  std::string decoded_;
};

}  // namespace

bool parse_line(std::string_view line, const JsonLimits& limits, JsonTree& tree) {
  if (!tree.start(line, limits)) return false;
  tree.characters.assign(line);
  if (Parser{tree, limits.depth}.run()) return true;
  tree.nodes.clear();
  return false;
}

}  // namespace spico::api

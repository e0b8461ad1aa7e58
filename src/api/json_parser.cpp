// RFC 8259, strictly, in one pass. Our own because 100,000 patient lines must be read within the time budget
// of the list: nlohmann_json, which a test compares it with, takes several times as long and 20 KB more of
// the module.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>

#include "api/json_tree.hpp"
#include "core/text/utf8.hpp"

namespace spico::api {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 30U;  // positions in the text are 32 bits
constexpr int kMaxFastDigits = 18;                        // always within 64 bits
constexpr std::uint32_t kManyMembers = 48;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Bytes that stand for themselves in a string: ASCII without controls, quote and backslash.
constexpr std::array<bool, 256> kPlainBytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t i = 0x20; i < 0x80; ++i) plain[i] = i != '"' && i != '\\';
  return plain;
}();

/// An array or object that is still open.
struct Open {
  std::uint32_t node;
  bool is_object;
  std::uint64_t seen_names = 0;  // one bit a name, by a cheap hash: most names are new at first sight
};

class Parser {
 public:
  Parser(JsonTree& tree, std::size_t depth_limit)
      : tree_(tree),
        at_(tree.characters.data()),
        end_(at_ + tree.characters.size()),
        depth_limit_(depth_limit) {}

  bool run() {
    skip_spaces();
    if (!value()) return false;
    while (!open_.empty()) {
      if (!next_in_open()) return false;
    }
    skip_spaces();
    return at_ == end_ || fail(JsonProblem::kSyntax);
  }

 private:
  bool fail(JsonProblem problem) {
    tree_.error.problem = problem;
    const char* const start = tree_.characters.data();
    if (problem == JsonProblem::kSyntax) tree_.error.byte_offset = static_cast<std::size_t>(at_ - start);
    return false;
  }

  void skip_spaces() {
    while (at_ != end_ && is_space(*at_)) ++at_;
  }

  [[nodiscard]] std::uint32_t position(const char* where) const {
    return static_cast<std::uint32_t>(where - tree_.characters.data());
  }

  JsonNode& add(JsonKind kind) {
    if (!open_.empty()) ++tree_.nodes[open_.back().node].child_count;
    JsonNode& node = tree_.nodes.emplace_back();
    node.integer = 0;
    node.name = name_;
    node.end = static_cast<std::uint32_t>(tree_.nodes.size());
    node.kind = kind;
    node.number_form = NumberForm::kInteger;
    name_ = {0, 0};
    return node;
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
        add(JsonKind::kString).string = slice;
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
    JsonNode& node = add(kind);
    if (kind == JsonKind::kBoolean) node.boolean = truth;
    return true;
  }

  bool open(JsonKind kind) {
    if (open_.size() >= depth_limit_) return fail(JsonProblem::kTooDeep);
    const auto node = static_cast<std::uint32_t>(tree_.nodes.size());
    add(kind).child_count = 0;
    open_.push_back({node, kind == JsonKind::kObject, 0});
    ++at_;
    return true;
  }

  bool close() {
    const std::uint32_t closed = open_.back().node;
    tree_.nodes[closed].end = static_cast<std::uint32_t>(tree_.nodes.size());
    const bool is_large = open_.back().is_object && tree_.nodes[closed].child_count > kManyMembers;
    if (is_large && has_repeated_name(closed)) return fail(JsonProblem::kDuplicateKey);
    open_.pop_back();
    ++at_;
    return true;
  }

  /// The next child of the innermost open array or object, or its end.
  bool next_in_open() {
    const bool is_object = open_.back().is_object;
    const bool is_first = tree_.nodes[open_.back().node].child_count == 0;
    skip_spaces();
    if (at_ == end_) return fail(JsonProblem::kSyntax);
    if (*at_ == (is_object ? '}' : ']')) return close();
    if (!is_first) {
      if (*at_ != ',') return fail(JsonProblem::kSyntax);
      ++at_;
      skip_spaces();
    }
    return (!is_object || member_name()) && value();
  }

  bool member_name() {
    if (at_ == end_ || *at_ != '"') return fail(JsonProblem::kSyntax);
    if (!string(name_)) return false;
    if (is_repeated()) return fail(JsonProblem::kDuplicateKey);
    skip_spaces();
    if (at_ == end_ || *at_ != ':') return fail(JsonProblem::kSyntax);
    ++at_;
    skip_spaces();
    return true;
  }

  // One bit of 64 for each name; only when it is taken already are the names themselves compared. In a large
  // object it always would be: those are checked as a whole when they end.
  bool is_repeated() {
    Open& object = open_.back();
    if (tree_.nodes[object.node].child_count >= kManyMembers) return false;
    const std::string_view name = tree_.text(name_);
    std::uint64_t hash = name.size();
    for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(c);
    const std::uint64_t bit = std::uint64_t{1} << ((hash * 0x9E3779B97F4A7C15U) >> 58U);
    const bool is_new = (object.seen_names & bit) == 0;
    object.seen_names |= bit;
    if (is_new) return false;
    for (std::uint32_t child = object.node + 1; child < tree_.nodes.size(); child = tree_.nodes[child].end) {
      if (tree_.text(tree_.nodes[child].name) == name) return true;
    }
    return false;
  }

  bool has_repeated_name(std::uint32_t object) {
    names_.clear();
    for (std::uint32_t child = object + 1; child < tree_.nodes[object].end; child = tree_.nodes[child].end) {
      names_.push_back(tree_.text(tree_.nodes[child].name));
    }
    std::sort(names_.begin(), names_.end());
    return std::adjacent_find(names_.begin(), names_.end()) != names_.end();
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
      add(JsonKind::kNumber).integer = is_negative ? -magnitude : magnitude;
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
        add(JsonKind::kNumber).integer = whole;
        return true;
      }
    }
    const double real = std::strtod(start, nullptr);
    if (!std::isfinite(real)) return fail(JsonProblem::kOutOfRange);
    JsonNode& node = add(JsonKind::kNumber);
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
  std::size_t depth_limit_;
  std::vector<Open> open_;
  std::vector<std::string_view> names_;
  std::string decoded_;
  JsonSlice name_{0, 0};
};

}  // namespace

bool parse_json(std::string_view text, const JsonLimits& limits, JsonTree& tree) {
  tree.nodes.clear();
  tree.error = {};
  tree.searched_object = kNoNode;
  if (text.size() > std::min(limits.bytes, kMaxBytes)) {
    tree.error.problem = JsonProblem::kTooLarge;
    return false;
  }
  tree.characters.assign(text);
  if (Parser{tree, limits.depth}.run()) return true;
  tree.nodes.clear();
  return false;
}

}  // namespace spico::api

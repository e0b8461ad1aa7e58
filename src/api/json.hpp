// The checked JSON reader and writer: the only way JSON enters or leaves any part of SPICO, client and
// server. A wrong type is an error with a path, never a crash, and no message ever quotes the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace spico::api {

/// What is accepted before anything is read. Depth counts open arrays and objects.
struct JsonLimits {
  std::size_t bytes = 1U << 20;
  std::size_t depth = 32;
};

enum class JsonProblem : std::uint8_t {
  kNone,
  kTooLarge,      ///< more bytes than the limit
  kTooDeep,       ///< more open arrays and objects than the limit
  kSyntax,        ///< not JSON, not UTF-8, or something after the end
  kDuplicateKey,  ///< the same member twice in one object: readers disagree on its meaning
  kMissing,       ///< a required value is absent or null
  kWrongType,     ///< a value of another type than asked for
  kOutOfRange,    ///< a number that does not fit, or is not whole where a whole one is asked for
};

/// A short English name for logs and reports, such as "wrong type".
[[nodiscard]] std::string_view describe(JsonProblem problem);

struct JsonError {
  JsonProblem problem = JsonProblem::kNone;
  /// Where, as `entry[3].resource.birthDate`; empty for the whole document. Only names that code asked for
  /// and plain identifiers appear; any other member shows as `{5}`, its position in the object.
  std::string path;
  /// Bytes from the start for kSyntax, else 0.
  std::size_t byte_offset = 0;

  [[nodiscard]] bool is_none() const { return problem == JsonProblem::kNone; }
};

enum class JsonKind : std::uint8_t { kAbsent, kNull, kBoolean, kNumber, kString, kArray, kObject };

struct JsonTree;  // json_tree.hpp
class JsonItems;

/// A place in a document, possibly an absent one; cheap to copy, valid until its document parses again or
/// dies. `as_…` give nullopt for an absent or null value and record kWrongType for another type; `required_…`
/// record kMissing too and give an empty value. Only the first error of a document is kept, so a whole record
/// is read without a test at each step and checked once: `if (!document.error().is_none())`.
class JsonValue {
 public:
  [[nodiscard]] JsonKind kind() const;
  [[nodiscard]] bool is_present() const;  ///< neither absent nor null

  /// A member of an object; absent when there is none. Asking a value of another type records kWrongType.
  [[nodiscard]] JsonValue operator[](std::string_view name) const;
  /// The elements of an array; none when absent. Another type records kWrongType.
  [[nodiscard]] JsonItems items() const;
  /// The members of an object, whose names are then given by name().
  [[nodiscard]] JsonItems members() const;
  /// Name of this member in its object; empty for an element.
  [[nodiscard]] std::string_view name() const;
  /// Number of elements or members; 0 for anything else, without an error.
  [[nodiscard]] std::size_t size() const;

  [[nodiscard]] std::optional<std::string_view> as_string() const;
  [[nodiscard]] std::optional<bool> as_bool() const;
  /// Whole numbers only (1e3 and 2.0 are whole); beyond the range: kOutOfRange.
  [[nodiscard]] std::optional<std::int64_t> as_integer() const;
  [[nodiscard]] std::optional<std::int64_t> as_integer(std::int64_t lowest, std::int64_t highest) const;
  [[nodiscard]] std::optional<double> as_number() const;

  [[nodiscard]] std::string_view required_string() const;
  [[nodiscard]] bool required_bool() const;
  [[nodiscard]] std::int64_t required_integer() const;
  [[nodiscard]] std::int64_t required_integer(std::int64_t lowest, std::int64_t highest) const;
  [[nodiscard]] JsonItems required_items() const;

  /// Records a problem of meaning found by the caller here (an unknown code, a date that does not exist).
  void reject(JsonProblem problem) const;
  /// Path of this place, as in JsonError::path.
  [[nodiscard]] std::string path() const;

 private:
  friend class JsonDocument;
  friend class JsonItems;
  JsonValue(JsonTree* tree, std::uint32_t node, std::uint32_t parent, std::string_view missing_name)
      : tree_(tree), node_(node), parent_(parent), missing_name_(missing_name) {}

  JsonTree* tree_;
  std::uint32_t node_;    // kNoNode when absent
  std::uint32_t parent_;  // nearest place that exists, to tell the path of an absent one
  std::string_view missing_name_;
};

/// A copy of a text; empty when absent or not a text.
[[nodiscard]] inline std::string text_of(JsonValue value) {
  return std::string(value.as_string().value_or(""));
}

/// Walks the children of one array or object: `for (const JsonValue item : value.items())`.
class JsonItems {
 public:
  class Iterator {
   public:
    Iterator(JsonTree* tree, std::uint32_t node, std::uint32_t parent)
        : tree_(tree), node_(node), parent_(parent) {}
    [[nodiscard]] JsonValue operator*() const { return {tree_, node_, parent_, {}}; }
    Iterator& operator++();
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.node_ == b.node_; }

   private:
    JsonTree* tree_;
    std::uint32_t node_;
    std::uint32_t parent_;
  };

  [[nodiscard]] Iterator begin() const { return {tree_, first_, parent_}; }
  [[nodiscard]] Iterator end() const { return {tree_, end_, parent_}; }
  [[nodiscard]] bool is_empty() const { return first_ == end_; }
  /// The first child, absent when there is none.
  [[nodiscard]] JsonValue first() const;

 private:
  friend class JsonValue;
  JsonItems(JsonTree* tree, std::uint32_t first, std::uint32_t end, std::uint32_t parent)
      : tree_(tree), first_(first), end_(end), parent_(parent) {}

  JsonTree* tree_;
  std::uint32_t first_;
  std::uint32_t end_;
  std::uint32_t parent_;
};

/// Owns what was read. Parsing again reuses its memory.
class JsonDocument {
 public:
  JsonDocument();
  ~JsonDocument();
  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;

  /// Reads one JSON text (RFC 8259, UTF-8). False: see error(); root() is then absent.
  bool parse(std::string_view text, const JsonLimits& limits = {});
  /// The same answers about four times as fast, for one line of a long stream of small lines (the patients of
  /// the list) and nothing else: parse() is the better tested parser.
  bool parse_stream_line(std::string_view line, const JsonLimits& limits = {});
  [[nodiscard]] JsonValue root() const;
  /// The first problem since parse(), of syntax or of reading.
  [[nodiscard]] const JsonError& error() const;
  /// Gives the error and forgets it, so that the next record of a list is judged by itself.
  JsonError take_error();

 private:
  std::unique_ptr<JsonTree> tree_;
};

/// Appends one JSON text, without spaces or line breaks, to a string of the caller. Commas and escapes are
/// its work; bytes that are not UTF-8 become U+FFFD, a number that is not finite becomes null.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& string(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& number(double value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();

  /// A member in one call.
  JsonWriter& member(std::string_view name, std::string_view value) { return key(name).string(value); }
  JsonWriter& member(std::string_view name, const char* value) { return key(name).string(value); }
  JsonWriter& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, int value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, double value) { return key(name).number(value); }
  JsonWriter& member(std::string_view name, bool value) { return key(name).boolean(value); }

 private:
  void begin_value();

  std::string& out_;
  bool wants_comma_ = false;
};

}  // namespace spico::api

#include "emserve/routes/texts.hpp"

#include <stdexcept>

#include "api/json.hpp"
#include "emserve/embedded.hpp"

namespace spico::emserve {
namespace {

constexpr std::array kLanguages = {Language::kFrench, Language::kEnglish};

std::string_view code(Language language) { return language == Language::kFrench ? "fr" : "en"; }

void check(const api::JsonDocument& document, std::string_view file) {
  if (document.error().is_none()) return;
  throw std::runtime_error(std::string(file) + ": " + document.error().path + ": " +
                           std::string(api::describe(document.error().problem)));
}

TermsBlock::Kind kind_from_code(api::JsonValue value) {
  const std::string_view kind = value.required_string();
  if (kind == "heading") return TermsBlock::Kind::kHeading;
  if (kind == "item") return TermsBlock::Kind::kItem;
  if (kind != "paragraph") value.reject(api::JsonProblem::kOutOfRange);
  return TermsBlock::Kind::kParagraph;
}

std::array<TermsText, 2> read_terms(std::string_view json, std::string_view file) {
  api::JsonDocument document;
  document.parse(json);
  std::array<TermsText, 2> texts;
  for (const Language language : kLanguages) {
    TermsText& text = texts[static_cast<std::size_t>(language)];
    const api::JsonValue source = document.root()[code(language)];
    text.version = document.root()["version"].required_string();
    text.title = source["title"].required_string();
    for (const api::JsonValue block : source["blocks"].required_items()) {
      text.blocks.push_back({kind_from_code(block["kind"]), std::string(block["text"].required_string())});
    }
  }
  check(document, file);
  return texts;
}

std::vector<Tile> read_tiles(std::string_view json, Language language) {
  api::JsonDocument document;
  document.parse(json);
  std::vector<Tile> tiles;
  for (const api::JsonValue source : document.root()["tiles"].required_items()) {
    Tile tile;
    tile.id = source["id"].required_string();
    tile.name = source[code(language)]["name"].required_string();
    tile.description = source[code(language)]["description"].required_string();
    tile.icon = source["icon"].required_string();
    tile.target = source["target"].required_string();
    tile.external = tile.target.starts_with("https://");
    tile.strong_required = source["strong_required"].required_bool();
    tiles.push_back(std::move(tile));
  }
  check(document, "portal.json");
  return tiles;
}

std::pair<std::string, std::string> read_unread(std::string_view json, Language language) {
  api::JsonDocument document;
  document.parse(json);
  const api::JsonValue source = document.root()["unread"][code(language)];
  std::pair<std::string, std::string> labels(source["one"].required_string(),
                                             source["other"].required_string());
  check(document, "portal.json");
  return labels;
}

}  // namespace

Texts Texts::load() {
  Texts texts;
  texts.terms_[static_cast<std::size_t>(TermsDocument::kPass)] =
      read_terms(embedded_terms_of_pass(), "cgu/pass.json");
  texts.terms_[static_cast<std::size_t>(TermsDocument::kSpico)] =
      read_terms(embedded_terms_of_spico(), "cgu/spico.json");
  for (const Language language : kLanguages) {
    texts.tiles_[static_cast<std::size_t>(language)] = read_tiles(embedded_portal(), language);
    texts.unread_[static_cast<std::size_t>(language)] = read_unread(embedded_portal(), language);
  }
  return texts;
}

std::string_view Texts::unread_label(Language language, std::int64_t count) const {
  const auto& [one, other] = unread_[static_cast<std::size_t>(language)];
  return count == 1 ? one : other;
}

}  // namespace spico::emserve

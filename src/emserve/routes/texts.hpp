// The terms of use and the portal's catalogue, read from assets/ when the server starts.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/portal/portal.hpp"
#include "core/terms/terms.hpp"
#include "core/text/language.hpp"

namespace spico::emserve {

class Texts {
 public:
  // From the files that are part of the program. Throws std::runtime_error when one of them is not as it must
  // be.
  static Texts load();

  const TermsText& terms(TermsDocument document, Language language) const {
    return terms_[static_cast<std::size_t>(document)][static_cast<std::size_t>(language)];
  }
  // One version for both languages.
  const std::string& terms_version(TermsDocument document) const {
    return terms(document, Language::kFrench).version;
  }
  // «messages non lus», beside their number.
  std::string_view unread_label(Language language, std::int64_t count) const;
  const std::vector<Tile>& tiles(Language language) const {
    return tiles_[static_cast<std::size_t>(language)];
  }

 private:
  std::array<std::array<TermsText, 2>, 2> terms_;
  std::array<std::vector<Tile>, 2> tiles_;
  std::array<std::pair<std::string, std::string>, 2> unread_;  // of one, of more
};

}  // namespace spico::emserve

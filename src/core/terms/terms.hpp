// The conditions of use (CGU) of PASS and of SPICO: their text, and how far the reader is. Part of Model.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/remote.hpp"

namespace spico {

enum class TermsDocument : std::uint8_t { kPass, kSpico };

struct TermsBlock {
  enum class Kind : std::uint8_t { kHeading, kParagraph, kItem };
  Kind kind = Kind::kParagraph;
  std::string text;
};

struct TermsText {
  std::string version, title;
  bool accepted = false;
  std::vector<TermsBlock> blocks;
};

struct Terms {
  TermsDocument document = TermsDocument::kPass;  ///< which one `text` is
  Remote<TermsText> text;
  bool read_and_agreed = false;  ///< «J'ai lu et j'accepte les conditions»
  Failure failure;               ///< of the last «Accepter»
};

}  // namespace spico

// What search makes of a text: accents, case, ligatures, hyphens, apostrophes and kinds of space no longer
// matter. For search keys and typed searches; never for display, and never to decide that two identities are
// one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace spico {

/// The words of a text, separated by single spaces, without accents or case: «L’HÔTE  Jean‑Noël» gives "l
/// hote jean noel", «Œuvrard» "oeuvrard", «Straße» "strasse". Everything that is neither letter nor digit
/// separates words; marks that combine with a letter vanish. Folding twice changes nothing. Letters of
/// scripts without case stay as they are.
[[nodiscard]] std::string fold(std::string_view text);
void append_folded(std::string& out, std::string_view text);

/// What stands before each word of a key: a control character or a space, so that marks stand before every
/// letter and digit. `first` before a text's first word, `next` after a space, `tied` before words that are
/// written as one here and are not in the text; always a space after a hyphen or an apostrophe.
struct WordMarks {
  char first = ' ', next = ' ', tied = ' ';
};

/// Appends each word of the text after its mark, to be searched for as " word": also the words that a hyphen
/// or an apostrophe ties together, and a name after its short particle, written as one, since people type
/// them so. «L’HÔTE» gives " l hote lhote", «Le Guen» " le guen leguen".
void append_search_words(std::string& out, std::string_view text, WordMarks marks = {});

/// Bytes begin…end - 1 of a text.
struct TextSpan {
  std::size_t begin = 0, end = 0;
  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

/// A word as append_search_words() gives it, and for each of its bytes the character it comes from, with the
/// marks that combine with it: both bytes of "oe" come from the whole of «œ».
struct FoldedWord {
  std::string letters;
  std::vector<TextSpan> from;
};
[[nodiscard]] std::vector<FoldedWord> folded_words(std::string_view text);

}  // namespace spico

// What search makes of a text: accents, case, ligatures, hyphens, apostrophes and kinds of space no longer
// matter. For search keys and typed searches; never for display, and never to decide that two identities are
// one.
#pragma once

#include <string>
#include <string_view>

namespace spico {

/// The words of a text, separated by single spaces, without accents or case: «L’HÔTE  Jean‑Noël» gives "l
/// hote jean noel", «Œuvrard» "oeuvrard", «Straße» "strasse". Everything that is neither letter nor digit
/// separates words; marks that combine with a letter vanish. Folding twice changes nothing. Letters of
/// scripts without case stay as they are.
[[nodiscard]] std::string fold(std::string_view text);
void append_folded(std::string& out, std::string_view text);

/// Appends each word of the text after a space, to be searched for as " word": also the words that a hyphen
/// or an apostrophe ties together, and a name after its short particle, written as one, since people type
/// them so. «L’HÔTE» gives " l hote lhote", «Le Guen» " le guen leguen".
void append_search_words(std::string& out, std::string_view text);

}  // namespace spico

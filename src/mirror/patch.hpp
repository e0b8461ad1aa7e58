// The packed difference between two trees, as it crosses to the page: 32-bit words and one UTF-8 text block.
// Made by mirror/diff, applied by platform/web (web/lib_mirror.js) and by platform/headless.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mirror/node.hpp"

namespace spico::mirror {

// Every operation: [op | word_count << 8], then its words. `text` below = two words: offset and length in
// bytes. Order inside a patch: kReuse, kNew and kMove (parents before children, last child first),
// properties, kDelete, kScroll, kValue, kFocus, kSay.
enum class Op : std::uint8_t {
  kNew = 1,     // id, role | field << 8 | level << 16, parent (0 = root), before (0 = at the end), adopt text
  kMove = 2,    // id, parent, before
  kDelete = 3,  // id (one for every removed node)
  kText = 4,    // id, TextField, text
  kState = 5,   // id, state bits, key mask, look
  kNumber = 6,  // id, NumberField, value (two's complement)
  kRefer = 7,   // id, ReferField, target id (0 = none)
  kRect = 8,    // id, x, y, width, height: quarter CSS pixels, two's complement, relative to the parent's
                // content box
  kScroll = 9,  // id, content width, content height, scroll x, scroll y: CSS pixels, two's complement;
                // the scroll position is written only when it differs from the last one heard from the page
  kValue = 10,  // id, text: the program changes what a field holds (never sent while it is what the page said
                // last); then, if it does not go behind it, where the caret goes
  kFocus = 11,  // id
  kSay = 12,    // channel (0 polite, 1 assertive, 2 for the clipboard), text
  kTitle = 13,  // text
  kLanguage = 14,  // text: lang of the document
  kReuse = 15,     // id, new id, new parent: the element of a row that is gone goes on as one of another row
};
enum class TextField : std::uint8_t {
  kName = 0,
  kDescription,
  kHref,
  kPlaceholder,
  kAutocomplete,
  kLanguage,
  kMarked
};
enum class NumberField : std::uint8_t {
  kRowCount = 0,
  kColumnCount,
  kRowIndex,
  kColumnIndex,
  kPosition,
  kSetSize,
  kProgressPercent, /* −1 = not known */
  kValueNow,        /* kNoNumber = none */
  kValueMin,
  kValueMax
};
enum class ReferField : std::uint8_t { kRefersTo = 0, kErrorMessage, kLabelledBy, kActiveDescendant };

struct Patch {
  std::vector<std::uint32_t> words;
  std::string text;
  bool empty() const { return words.empty(); }
};

}  // namespace spico::mirror

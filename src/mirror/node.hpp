// One node of the semantic tree: what a widget means, as data. Recorded by ui/, compared by mirror/, shown by
// platform/. Knows neither ImGui nor the browser.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spico::mirror {

using NodeId = std::uint32_t;  // 0 = no node; an ImGuiID, or a hash of the scope for plain text

// What a node is. The numbers cross the border: web/lib_mirror.js holds the same list (tests compare them).
enum class Role : std::uint8_t {
  kNone = 0,  // a <div> without meaning
  kMain,
  kBanner,
  kNavigation,
  kContentInfo,
  kRegion,
  kForm,
  kSearch,
  kGroup,
  kHeading,  // level
  kText,     // <p>, or <span> with Look::kInline
  kLabel,    // <label>, `refers_to` = its field
  kLink,     // href
  kButton,
  kTabList,
  kTab,
  kTabPanel,
  kRadioGroup,
  kRadio,
  kCheckbox,
  kTextField,  // <input>, see FieldKind
  kSelect,
  kOption,
  kList,
  kListItem,
  kGrid,
  kGridBody,
  kRow,
  kColumnHeader,
  kRowHeader,
  kGridCell,
  kDialog,
  kAlertDialog,
  kMenu,
  kMenuItem,
  kStatus,  // an inline status text, polite
  kAlert,   // an inline error text, assertive
  kProgress,
  kImage,
  kListBox,  // the choices of a kComboBox
  kListBoxOption,
  kTooltip,
  kPainted,  ///< letters that our font has not, for the eyes alone; level is a PaintedStyle
  kCount
};

enum class FieldKind : std::uint8_t {
  kText = 0,
  kPassword,
  kOneTimeCode,
  kDate,
  kSearch,
  kEmail,
  kPhone,
  kComboBox,   // a press of it is told, unlike those of other fields
  kNumber,     // a spin button: value_now, value_min, value_max
  kMultiline,  // <textarea>; Enter submits its form, Shift+Enter and Enter on a phone end the line
  kFile,       // files to be chosen: its value is what the page tells of them, then nothing again
  kTime        // hours and minutes; its value is "22:00", or empty as long as it is none
};

// How the HTML version styles a node; the canvas version paints it itself and ignores this.
enum class Look : std::uint8_t {
  kPlain = 0,
  kInline,
  kPrimary,
  kQuiet,
  kDanger,
  kIcon,
  kCard,
  kChip,
  kBadge,
  kMuted,
  kError,
  kSuccess,
  kWarning,
  kToolbar,
  kTile,
  kPage,
  kRail,
  kHeader,
  kStack,
  kRowOfItems,
  kScroller,
  kSkeleton,
  kHidden,
  kPrint,      ///< on paper only
  kDraggable,  ///< the page keeps the pointer for it until it is released
  kHandle,     ///< the edge of a column: the same, and touch does not scroll; without a name and outside Tab
  kAnchor,     ///< around a control and what opens beside it
  kActive,     ///< the choice that Enter takes; of links, the way to where the reader is below it
  kToast,
  kEmpty,   ///< what stands where there is nothing
  kBubble,  ///< a message, the item around it, in the HTML version the list: the page tells what is in sight
  kOwnBubble,
  kPhoto  ///< of a kImage: a real picture, painted by the page over the canvas too; href: where it comes from
};

// How a kPainted node looks, in its level: size | bold << 2 | colour << 3 | align << 7.
// web/lib_elements.js reads it.
enum class PaintedSize : std::uint8_t { kSmall, kBody, kSection, kTitle };
enum class PaintedColour : std::uint8_t {
  kText,
  kMuted,
  kAccent,
  kOnAccent,
  kDanger,
  kWarning,
  kSuccess,
  kSurface
};
enum class PaintedAlign : std::uint8_t { kStart, kMiddle };
struct PaintedStyle {
  PaintedSize size = PaintedSize::kBody;
  bool bold = false;
  PaintedColour colour = PaintedColour::kText;
  PaintedAlign align = PaintedAlign::kStart;
  [[nodiscard]] constexpr std::uint8_t level() const {
    return static_cast<std::uint8_t>(static_cast<unsigned>(size) | static_cast<unsigned>(bold) << 2U |
                                     static_cast<unsigned>(colour) << 3U |
                                     static_cast<unsigned>(align) << 7U);
  }
};

// States, one bit each; tri-state ones have a "has" bit so that absent and false differ.
enum State : std::uint32_t {
  kDisabled = 1u << 0,  // aria-disabled: still focusable, may explain itself
  kChecked = 1u << 1,   // for radios and checkboxes
  kSelected = 1u << 2,  // tabs, options, rows
  kHasExpanded = 1u << 3,
  kExpanded = 1u << 4,
  kHasPressed = 1u << 5,
  kPressed = 1u << 6,
  kRequired = 1u << 7,
  kInvalid = 1u << 8,
  kBusy = 1u << 9,
  kModal = 1u << 10,            // everything outside becomes inert
  kFocusable = 1u << 11,        // tabindex 0
  kFocusableByCode = 1u << 12,  // tabindex -1
  kReadOnly = 1u << 13,
  kHasPopup = 1u << 14,      // aria-haspopup=menu
  kScroller = 1u << 15,      // a real overflow:auto box; content_width, content_height
  kOccluded = 1u << 16,      // something is drawn above: the element must not paint nor take the pointer
  kPaintsText = 1u << 17,    // a field, which paints its own text
  kCurrent = 1u << 18,       // aria-current: page, of kActive true, in a grid date
  kNoSpellcheck = 1u << 19,  // identity and medical fields; also told to password managers to leave alone
  kOffscreen = 1u << 20,     // visually hidden text
  kSortAscending = 1u << 21,
  kSortDescending = 1u << 22,
  kNewTab = 1u << 23,  // an external link: target=_blank rel=noopener; a button: its press opens an empty tab
  kRevealed =
      1u << 24,  // a password field that shows its text (input type=text for now; the element stays the same)
  kSubmit =
      1u
      << 25,  // a button that submits its form (type=submit); its click is not sent, the form's Submitted is
  kHasDialog = 1u << 26,  // aria-haspopup=dialog
  kMultiple = 1u << 27,   // a list box of which several may be chosen
  kInSight = 1u << 28,    // the HTML version is scrolled to where it stands, once
};

// Keys a node wants itself (the page calls preventDefault on them and forwards them). Plain Tab is never
// taken.
enum KeyMask : std::uint32_t {
  kKeyArrowsHorizontal = 1u << 0,
  kKeyArrowsVertical = 1u << 1,
  kKeyHomeEnd = 1u << 2,
  kKeyPages = 1u << 3,
  kKeyEscape = 1u << 4,
  kKeyEnter = 1u << 5,
  kKeySpace = 1u << 6,
  kKeyMenu = 1u << 7,
  kKeyCopy = 1u << 8,
  kKeyMenuKeys = 1u << 9,  // of what kKeyMenu means only the keys: the pointer keeps the browser's own menu
};

struct Rect {  // CSS pixels
  float x = 0, y = 0, width = 0, height = 0;
};

inline constexpr std::int32_t kNoNumber = INT32_MIN;

struct Node {
  NodeId id = 0;
  NodeId parent = 0;  // 0 = the root
  Role role = Role::kNone;
  FieldKind field = FieldKind::kText;
  Look look = Look::kPlain;
  std::uint8_t level = 0;  // headings; of a chip, which of the colours of thématiques it has; kPainted
  std::uint32_t state = 0;
  std::uint32_t keys = 0;  // KeyMask
  Rect rect;               // as recorded: screen position; the diff makes it relative to the parent's content
  float content_width = 0, content_height = 0;  // scrollers
  float scroll_x = 0, scroll_y = 0;             // scrollers: where the drawing stood
  std::string name;         // text content, or aria-label where a role has no text of its own
  std::string value;        // text of fields and selects; never of passwords
  std::string description;  // aria-description
  std::string marked;       // HTML version: what a search has found of the name, see marked_text()
  std::string href, placeholder, autocomplete, language;
  std::string adopt;             // data-adopt key of an element that stands in index.html already
  NodeId refers_to = 0;          // label → its field; tab → its panel; menu button → its menu
  NodeId error_message = 0;      // field → the node that says what is wrong
  NodeId labelled_by = 0;        // dialog, region, group → its heading
  NodeId active_descendant = 0;  // combo box → the option that Enter takes
  std::int32_t row_count = 0, column_count = 0, row_index = 0,
               column_index = 0;  // grids, 1-based, 0 = absent
  std::int32_t position = 0, set_size = 0;
  float progress = -1;  // 0…1; below 0 = not known
  std::int32_t value_now = kNoNumber, value_min = kNoNumber, value_max = kNoNumber;  // kNumber
  std::int32_t caret =
      -1;  // where it goes when the program changes a text, in UTF-16 units; below 0: behind it
};

/// "0-7 12-13": where the stretches begin and end, in UTF-16 units, as the page counts. `stretches` are bytes
/// of the name, in order.
struct Stretch {
  std::size_t begin = 0, end = 0;
};
[[nodiscard]] std::string marked_text(std::string_view name, const std::vector<Stretch>& stretches);
/// How long a text is in those units.
[[nodiscard]] std::size_t page_length(std::string_view text);
/// The other way: where in the text, in bytes, so many of those units end; never within a letter.
[[nodiscard]] std::size_t bytes_of_page(std::string_view text, std::size_t units);

// The tree of one frame in reading order: a parent always stands before its children.
using Tree = std::vector<Node>;

}  // namespace spico::mirror

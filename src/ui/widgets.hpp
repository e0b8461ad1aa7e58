// The widgets of this application: each draws itself and records its semantic node in the same call. For
// views.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/pictogram.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

// --- Text
// -----------------------------------------------------------------------------------------------------------------
/// Answers the focus key "h1" when level is 1.
/// A heading of level 1 takes the focus when the screen changes, one with a `focus_key` when that is asked
/// for.
NodeId heading(Ui& ui, std::string_view key, int level, std::string_view text, std::string_view adopt = {},
               std::string_view focus_key = {});
/// A wrapped paragraph over the whole column.
NodeId paragraph(Ui& ui, std::string_view key, std::string_view text, TextStyle style = {},
                 Role role = Role::kText, Look look = Look::kPlain);
/// What a pictogram or a dot says, to be recorded where it was drawn. The HTML version says it in words,
/// which are there without a style sheet too.
void sign(Ui& ui, std::string_view key, std::string_view words, const Rect& box, Look in_words);
/// One line in a given box.
NodeId label_in(Ui& ui, std::string_view key, const Rect& box, std::string_view text, TextStyle style = {},
                float align = 0);

// --- Buttons and links
// ----------------------------------------------------------------------------------------------------
struct ButtonSpec {
  std::string_view key;
  std::string_view label;
  Look look = Look::kPlain;  ///< kPlain (outlined), kPrimary, kQuiet (no border), kDanger
  Pictogram pictogram = Pictogram::kNone;
  bool only_pictogram = false;  ///< the label is the accessible name only
  std::uint32_t state = 0;      ///< mirror::State
  std::string_view description = {};
  std::string_view adopt = {};
  Role role = Role::kButton;
  std::string_view href = {};       ///< kLink
  std::string_view focus_key = {};  ///< answers this key of MoveFocus
  std::uint32_t keys = 0;
  Colour colour = 0;  ///< of the pictogram; 0 = by look
  NodeId refers_to = 0;
  std::string_view tooltip = {};  ///< shown on hover and focus; unless it is the label, also its description
};
/// Between a button's edge and its words: as far as one without border is moved out to stand in line with
/// others.
inline constexpr float kButtonInset = 12;
/// True when it was pressed. A kSubmit button never is: its form is.
bool button(Ui& ui, const ButtonSpec& spec, const Rect& box);
bool button(Ui& ui, const ButtonSpec& spec);  ///< the next box of the column, full width, control height
/// Height that the button needs when it is this wide: its label may take several lines.
[[nodiscard]] float button_height(const Ui& ui, const ButtonSpec& spec, float width);
/// Width that the button needs.
[[nodiscard]] float button_width(const Ui& ui, const ButtonSpec& spec);

// --- Fields
// ---------------------------------------------------------------------------------------------------------------
struct FieldSpec {
  std::string_view key;
  std::string_view label;
  std::string_view value;
  mirror::FieldKind kind = mirror::FieldKind::kText;
  float height = measure::kControl;  ///< of the box, before Ui::scaled
  std::string_view autocomplete = "off";
  std::string_view placeholder = {};
  std::string_view description = {};
  std::string_view error = {};  ///< shown under the field and tied to it
  std::uint32_t state = 0;
  std::string_view adopt = {};      ///< of the field; its label's has ".label" behind it
  std::string_view row_adopt = {};  ///< of the box around label and field
  std::string_view focus_key = {};
  std::uint32_t keys = 0;
  std::span<const ButtonSpec> trailing = {};         ///< pictogram buttons at the right end of the box
  std::function<void(const Rect& box)> beside = {};  ///< what opens beside the box
  NodeId list = 0, active_descendant = 0;            ///< kComboBox
  std::int32_t value_now = mirror::kNoNumber, value_min = mirror::kNoNumber,
               value_max = mirror::kNoNumber;  ///< kNumber
  std::int32_t caret = -1;                     ///< see mirror::Node
};
struct FieldResult {
  const std::string* typed = nullptr;  ///< the new text, when it changed
  std::optional<std::size_t> trailing_pressed = {};
};
/// Of the input itself, before field() is called in the same scope.
[[nodiscard]] NodeId field_id(const Ui& ui, std::string_view key);
/// Label, box, and error, over the whole column.
FieldResult field(Ui& ui, const FieldSpec& spec);

struct Choice {
  std::string_view value, label;
};
/// A native list of choices. The chosen value when it changed.
std::optional<std::string> select(Ui& ui, std::string_view key, std::string_view label,
                                  std::string_view value, const std::vector<Choice>& choices);

/// True when it was pressed.
bool checkbox(Ui& ui, std::string_view key, std::string_view label, bool checked, const Rect& box,
              std::string_view description = {}, std::string_view focus_key = {},
              std::uint32_t more_state = 0);
/// One of a group: the caller opens the kRadioGroup.
bool radio(Ui& ui, std::string_view key, std::string_view label, std::string_view detail, bool chosen,
           int position, int count);

struct TabSpec {
  std::string_view key, label, adopt;
};
/// The position that was chosen, by press or arrow key.
std::optional<int> tabs(Ui& ui, std::string_view key, std::string_view label,
                        const std::vector<TabSpec>& specs, int selected, NodeId panel,
                        std::string_view adopt);

// --- Messages and small things
// --------------------------------------------------------------------------------------------
enum class Tone : std::uint8_t { kInformation, kSuccess, kWarning, kDanger };
/// A sentence in a coloured box, with an icon; role kStatus, or kText for danger, which update announces.
NodeId banner(Ui& ui, std::string_view key, std::string_view text, Tone tone);
/// Returns its width.
float chip(Ui& ui, std::string_view key, std::string_view text, const ChipColours& colours, float x,
           float centre_y);
[[nodiscard]] float chip_width(const Ui& ui, std::string_view text);

/// A number or a short word on the accent colour. Returns its width.
float badge(Ui& ui, std::string_view key, std::string_view text, float x, float centre_y);
/// Some letters for somebody.
void draw_avatar(Ui& ui, std::string_view key, std::string_view letters, const Rect& box);
/// The bar alone, one in its scope. `part` 0…1; below 0 when it is not known how far it is.
void progress_bar(Ui& ui, std::string_view name, float part, const Rect& box);
/// With its label and its percentage above, over the whole column.
void progress(Ui& ui, std::string_view key, std::string_view label, float part);
/// Where something would stand: what is missing and, with a button, what to do. True when it was pressed.
bool empty_state(Ui& ui, std::string_view key, Pictogram pictogram, std::string_view sentence,
                 const ButtonSpec* action = nullptr, Role role = Role::kText);

struct NumberFieldSpec {
  FieldSpec field;  ///< without kind and trailing
  int min = 0, max = 100, step = 1;
};
/// The new text: what was typed, or the number after a step (arrow keys, pages of ten, two buttons).
std::optional<std::string> number_field(Ui& ui, const NumberFieldSpec& spec);

struct DisclosureResult {
  bool pressed = false;
  Rect box;
};
/// A button that shows or hides what the caller lays out below it.
DisclosureResult disclosure(Ui& ui, std::string_view key, std::string_view label, bool open);

struct ListEntry {
  std::string_view key, title, detail;
  bool selected = false;
};
/// Lines of a title and a detail. The one that was pressed.
std::optional<std::size_t> list(Ui& ui, std::string_view key, std::string_view label,
                                const std::vector<ListEntry>& entries);

/// A raised surface around what is laid out during its life, as high as that becomes. Not one inside another.
class Card {
 public:
  Card(Ui& ui, const Rect& place, float padding, Colour border,
       float thickness = 1);  ///< of `place` x, y and width count
  ~Card();
  Card(const Card&) = delete;
  Card& operator=(const Card&) = delete;

 private:
  Ui& ui_;
  ImDrawList* canvas_;
  Rect place_;
  float padding_, thickness_;
  Colour border_;
};

[[nodiscard]] Colour tone_colour(const Ui& ui, Tone tone);

}  // namespace spico::ui

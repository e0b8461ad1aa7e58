#include "ui/gallery_view.hpp"

#include <array>
#include <cmath>

#include "core/patients/reference.hpp"
#include "core/text/fill.hpp"
#include "core/time/paris.hpp"
#include "ui/cells.hpp"
#include "ui/combo_box.hpp"
#include "ui/date_field.hpp"
#include "ui/popups.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

std::string_view held(const Ui& ui, std::string_view key) { return ui.model().gallery.value(key); }

void act(Ui& ui, std::string_view key, std::string_view value = {}) {
  ui.emit<GalleryEvent>(GalleryActed{std::string(key), std::string(value)});
}

std::string_view turned(std::string_view value) { return value.empty() ? "1" : ""; }

std::string named(const Ui& ui, Text what, Text state) {
  return fill(ui.text(Text::kGalleryNamed), {{"what", ui.text(what)}, {"state", ui.text(state)}});
}

// A part of the page under its own title, its widgets beside each other.
template <typename Lay>
void section(Ui& ui, std::string_view key, Text title, float min_width, Lay&& lay) {
  Node node;
  node.id = ui.id(key);
  node.role = Role::kRegion;
  node.name = ui.text(title);
  const Scope scope(ui, std::move(node));
  const Card card(ui, ui.take(0), ui.scaled(20), with_opacity(ui.theme().border, 0.4F));
  heading(ui, "title", 2, ui.text(title));
  ui.gap(16);
  Cells cells(ui, min_width);
  lay(cells);
  cells.finish();
}

struct ShownState {
  std::string_view key;
  Text name;
  std::uint32_t state;
  Interaction pretended;
};
const std::array<ShownState, 6>& shown_states() {
  static const std::array<ShownState, 6> kStates{
      ShownState{"plain", Text::kGalleryPlain, 0, {}},
      ShownState{"hovered", Text::kGalleryHovered, 0, {.hovered = true}},
      ShownState{"held", Text::kGalleryHeld, 0, {.hovered = true, .held = true}},
      ShownState{"focused", Text::kGalleryFocused, 0, {.focused = true, .ring = true}},
      ShownState{"disabled", Text::kGalleryDisabled, mirror::kDisabled, {}},
      ShownState{"busy", Text::kGalleryBusy, mirror::kBusy | mirror::kDisabled, {}}};
  return kStates;
}

void texts(Ui& ui, Cells& cells) {
  cells.cell([&] {
    for (const int level : {3, 4}) {
      heading(ui, "heading" + std::to_string(level), level,
              fill(ui.text(Text::kGalleryHeading), {{"level", std::to_string(level)}}));
      ui.gap(4);
    }
    paragraph(ui, "paragraph", ui.text(Text::kGalleryParagraph));
    ui.gap(4);
    paragraph(ui, "muted", ui.text(Text::kGalleryMuted),
              {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
  });
  cells.cell([&] {
    Node row;
    row.id = ui.id("chips");
    row.look = Look::kRowOfItems;
    const Scope scope(ui, std::move(row));
    const Rect all = ui.take(0);
    float x = all.x, y = all.y + ui.scaled(14);
    std::size_t number = 0;
    for (const ThematiqueEntry& theme : thematique_entries()) {
      const std::string_view label = theme.label.in(ui.language());
      if (x > all.x && x + chip_width(ui, label) > right(all)) {
        x = all.x;
        y += ui.scaled(30);
      }
      x += chip(ui, "chip" + std::to_string(number++), label,
                chip_colours(theme.background_rgb, theme.text_rgb, ui.theme()), x, y) +
           ui.scaled(6);
    }
    y += ui.scaled(34);
    x = all.x + badge(ui, "badge", "3", all.x, y) + ui.scaled(8);
    badge(ui, "badge_word", ui.text(Text::kGalleryBadge), x, y);
    ui.move_to(y + ui.scaled(16));
  });
}

void buttons(Ui& ui, Cells& cells) {
  struct Kind {
    std::string_view key;
    Text name;
    Look look;
  };
  constexpr std::array kKinds{Kind{"primary", Text::kGalleryPrimary, Look::kPrimary},
                              Kind{"button", Text::kGalleryButton, Look::kPlain},
                              Kind{"quiet", Text::kGalleryQuiet, Look::kQuiet},
                              Kind{"danger", Text::kGalleryDanger, Look::kDanger}};
  for (const Kind& kind : kKinds) {
    cells.cell([&] {
      for (const ShownState& shown : shown_states()) {
        const std::string key = std::string(kind.key) + "." + std::string(shown.key);
        const Ui::Pretend pretend(ui, shown.pretended);
        if (button(ui, {.key = key,
                        .label = named(ui, kind.name, shown.name),
                        .look = kind.look,
                        .state = shown.state}))
          act(ui, key);
        ui.gap(10);
      }
    });
  }
  cells.cell([&] {
    Node row;
    row.id = ui.id("icons");
    row.look = Look::kRowOfItems;
    const Scope scope(ui, std::move(row));
    const float side = ui.scaled(measure::kControl);
    Rect place = ui.take(side);
    for (const ShownState& shown : shown_states()) {
      if (right(place) > ui.flow_x() + ui.flow_width() + 0.5F || place.width > side) place.width = side;
      const std::string key = "icon." + std::string(shown.key);
      const bool on = !held(ui, key).empty();
      const Ui::Pretend pretend(ui, shown.pretended);
      if (button(ui,
                 {.key = key,
                  .label = named(ui, Text::kGalleryIcon, shown.name),
                  .look = Look::kQuiet,
                  .pictogram = on ? Pictogram::kStarFilled : Pictogram::kStar,
                  .only_pictogram = true,
                  .state = shown.state | mirror::kHasPressed | (on ? mirror::kPressed : 0U)},
                 place))
        act(ui, key, turned(held(ui, key)));
      place.x += side + ui.scaled(8);
      if (place.x + side > ui.flow_x() + ui.flow_width() + 0.5F) {
        ui.gap(8);
        place = ui.take(side);
        place.width = side;
      }
    }
  });
  cells.cell([&] {
    const ButtonSpec link{.key = "link",
                          .label = ui.text(Text::kGalleryLink),
                          .look = Look::kQuiet,
                          .role = Role::kLink,
                          .href = "#/galerie"};
    Rect box = ui.take(ui.scaled(measure::kControl));
    box.width = button_width(ui, link);
    if (button(ui, link, box)) act(ui, "link");
  });
}

struct Variant {
  const char* key;
  Text state;
  std::uint32_t bits;
};

void fields(Ui& ui, Cells& cells) {
  struct Sample {
    std::string_view key;
    Text state;
    std::string_view value;
    std::uint32_t bits;
    Interaction pretended;
    bool wrong;
  };
  const std::array kSamples{
      Sample{"plain", Text::kGalleryPlain, "", 0, {}, false},
      Sample{"filled", Text::kGalleryFilled, "Zoé TEST", 0, {}, false},
      Sample{"hovered", Text::kGalleryHovered, "", 0, {.hovered = true}, false},
      Sample{"focused", Text::kGalleryFocused, "", 0, {.focused = true}, false},
      Sample{"disabled", Text::kGalleryDisabled, "Zoé TEST", mirror::kDisabled, {}, false},
      Sample{"wrong", Text::kGalleryWrong, "7/7", 0, {}, true}};
  const auto current = [&](const std::string& key, std::string_view initial) {
    return held(ui, key).empty() ? initial : held(ui, key);
  };
  for (const Sample& sample : kSamples) {
    cells.cell([&] {
      const std::string key = "text." + std::string(sample.key);
      const Ui::Pretend pretend(ui, sample.pretended);
      const auto typed = field(ui, {.key = key,
                                    .label = named(ui, Text::kGalleryText, sample.state),
                                    .value = current(key, sample.value),
                                    .error = sample.wrong ? ui.text(Text::kGalleryFieldWrong) : "",
                                    .state = sample.bits});
      if (typed.typed != nullptr) act(ui, key, *typed.typed);
    });
  }
  cells.cell([&] {
    const bool shown = !held(ui, "reveal").empty();
    const ButtonSpec reveal{.key = "reveal",
                            .label = ui.text(Text::kSessionShowPassword),
                            .look = Look::kQuiet,
                            .pictogram = shown ? Pictogram::kEyeCrossed : Pictogram::kEye,
                            .only_pictogram = true,
                            .state = mirror::kHasPressed | (shown ? mirror::kPressed : 0U)};
    const auto result = field(ui, {.key = "password",
                                   .label = ui.text(Text::kGalleryPassword),
                                   .value = {},
                                   .kind = mirror::FieldKind::kPassword,
                                   .state = mirror::kNoSpellcheck | (shown ? mirror::kRevealed : 0U),
                                   .trailing = {&reveal, 1}});
    if (result.trailing_pressed) act(ui, "reveal", turned(held(ui, "reveal")));
  });
  for (const Variant& each : {Variant{"number", Text::kGalleryPlain, 0},
                              Variant{"number.disabled", Text::kGalleryDisabled, mirror::kDisabled}}) {
    cells.cell([&] {
      const auto text = number_field(ui, {.field = {.key = each.key,
                                                    .label = named(ui, Text::kGalleryNumber, each.state),
                                                    .value = current(each.key, "5"),
                                                    .state = each.bits},
                                          .min = 0,
                                          .max = 40});
      if (text) act(ui, each.key, *text);
    });
  }
  const CivilDate today = paris_time(ui.model().now_ms).date;
  for (const Variant& each : {Variant{"date", Text::kGalleryPlain, 0},
                              Variant{"date.disabled", Text::kGalleryDisabled, mirror::kDisabled}}) {
    cells.cell([&] {
      const auto text = date_field(ui, {.field = {.key = each.key,
                                                  .label = named(ui, Text::kGalleryDate, each.state),
                                                  .value = current(each.key, "07/04/1956"),
                                                  .placeholder = ui.text(Text::kPatientsBirthDateHint),
                                                  .state = each.bits},
                                        .today = today,
                                        .last = today});
      if (text) act(ui, each.key, *text);
    });
  }
  cells.cell([&] {
    const std::vector<Choice> choices{{"a", ui.text(Text::kGalleryEmpty)},
                                      {"b", ui.text(Text::kGalleryFilled)}};
    if (const auto picked =
            select(ui, "select", ui.text(Text::kGallerySelect), current("select", "a"), choices))
      act(ui, "select", *picked);
  });
}

// What is chosen is kept as one letter a choice.
void combo_sample(Ui& ui, std::string_view key, Text state, std::string_view initial, std::uint32_t bits,
                  std::string_view error) {
  const std::string letters(held(ui, key).empty() ? initial : held(ui, key));
  std::vector<std::size_t> chosen;
  for (const char letter : letters) {
    if (letter >= 'a') chosen.push_back(static_cast<std::size_t>(letter - 'a'));
  }
  const auto toggled = combo_box(ui, {.key = key,
                                      .label = named(ui, Text::kGalleryCombo, state),
                                      .count = departement_entries().size(),
                                      .name_of =
                                          [](std::size_t i) {
                                            const DepartementEntry& place = departement_entries()[i];
                                            return std::string(place.code) + " " + std::string(place.name);
                                          },
                                      .chosen = chosen,
                                      .placeholder = ui.text(Text::kPatientsAll),
                                      .error = error,
                                      .state = bits});
  if (!toggled) return;
  const char letter = static_cast<char>('a' + *toggled);
  std::string now = letters;
  if (std::erase(now, letter) == 0) now += letter;
  act(ui, key, now.empty() ? "-" : now);
}

void choices(Ui& ui, Cells& cells) {
  cells.cell([&] { combo_sample(ui, "combo", Text::kGalleryEmpty, "-", 0, {}); });
  cells.cell([&] { combo_sample(ui, "combo.filled", Text::kGalleryFilled, "abc", 0, {}); });
  cells.cell([&] { combo_sample(ui, "combo.disabled", Text::kGalleryDisabled, "b", mirror::kDisabled, {}); });
  cells.cell([&] {
    combo_sample(ui, "combo.wrong", Text::kGalleryWrong, "-", 0, ui.text(Text::kGalleryFieldWrong));
  });
  cells.cell([&] {
    for (const ShownState& shown : shown_states()) {
      if (shown.state != 0 || shown.pretended.held) continue;
      const std::string key = "checkbox." + std::string(shown.key);
      const Ui::Pretend pretend(ui, shown.pretended);
      if (checkbox(ui, key, named(ui, Text::kGalleryCheckbox, shown.name), !held(ui, key).empty(),
                   ui.take(ui.scaled(measure::kControl))))
        act(ui, key, turned(held(ui, key)));
    }
  });
  cells.cell([&] {
    Node group;
    group.id = ui.id("radios");
    group.role = Role::kRadioGroup;
    group.name = ui.text(Text::kGalleryRadios);
    const Scope scope(ui, std::move(group));
    paragraph(ui, "label", ui.text(Text::kGalleryRadios));
    for (const int i : {1, 2}) {
      const std::string key = std::to_string(i);
      const bool chosen = held(ui, "radio") == key;
      if (radio(ui, key, std::string(ui.text(Text::kGalleryRadio)) + " " + key, "", chosen, i, 2))
        act(ui, "radio", key);
    }
  });
  cells.cell([&] {
    std::vector<std::string> labels;
    for (const int i : {1, 2, 3})
      labels.push_back(std::string(ui.text(Text::kGalleryTab)) + " " + std::to_string(i));
    const int selected = held(ui, "tab").empty() ? 0 : held(ui, "tab")[0] - '0';
    const NodeId panel = ui.id("panel");
    const auto chosen =
        tabs(ui, "tabs", ui.text(Text::kGalleryTabs),
             {{"0", labels[0], ""}, {"1", labels[1], ""}, {"2", labels[2], ""}}, selected, panel, "");
    if (chosen) act(ui, "tab", std::to_string(*chosen));
    Node node;
    node.id = panel;
    node.role = Role::kTabPanel;
    node.name = labels[static_cast<std::size_t>(selected)];
    const Scope scope(ui, std::move(node));
    ui.gap(12);
    paragraph(ui, "text", ui.text(Text::kGalleryTabText));
  });
}

void lists(Ui& ui, Cells& cells) {
  cells.cell([&] {
    std::vector<ListEntry> entries{{"letter", ui.text(Text::kGalleryLetter), "22/11/2026"},
                                   {"report", ui.text(Text::kGalleryReport), "19/11/2026"},
                                   {"plan", ui.text(Text::kGalleryPlan), "02/10/2026"}};
    for (ListEntry& each : entries) each.selected = held(ui, "list") == each.key;
    if (const auto pressed = list(ui, "list", ui.text(Text::kGalleryDocuments), entries))
      act(ui, "list", entries[*pressed].key);
  });
  cells.cell([&] {
    const ButtonSpec add{.key = "add", .label = ui.text(Text::kGalleryAdd), .look = Look::kPrimary};
    if (empty_state(ui, "nothing", Pictogram::kFolder, ui.text(Text::kGalleryNothing), &add)) act(ui, "add");
  });
  cells.cell([&] { waiting(ui, "waiting", ui.text(Text::kGalleryWaiting)); });
}

void messages(Ui& ui, Cells& cells) {
  constexpr std::array kTones{std::pair{Tone::kInformation, Text::kGalleryInformation},
                              std::pair{Tone::kSuccess, Text::kGallerySuccess},
                              std::pair{Tone::kWarning, Text::kGalleryWarning},
                              std::pair{Tone::kDanger, Text::kGalleryDangerTone}};
  for (const auto& each : kTones) {
    cells.cell([&] {
      banner(ui, "banner" + std::to_string(static_cast<int>(each.first)),
             named(ui, Text::kGalleryBanner, each.second), each.first);
    });
  }
  cells.cell([&] { progress(ui, "progress", ui.text(Text::kGalleryProgress), 0.42F); });
  cells.cell([&] { progress(ui, "progress_unknown", ui.text(Text::kGalleryProgress), -1); });
}

void dialog_sample(Ui& ui) {
  const NodeId opener = ui.id("dialog");
  const bool pressed = button(ui, {.key = "dialog",
                                   .label = ui.text(Text::kGalleryShowDialog),
                                   .state = mirror::kHasDialog,
                                   .focus_key = "dialog_opener"});
  if (pressed) {
    ui.claim_popup(opener);
    ui.request_focus("dialog_close");
    act(ui, "dialog");
  }
  if (ui.popup(opener) == nullptr) return;
  const ModalDialog dialog(
      ui,
      {.key = "dialog_box", .name = ui.text(Text::kGalleryDialog), .height = 190, .just_opened = pressed});
  heading(ui, "title", 2, ui.text(Text::kGalleryDialog));
  ui.gap(8);
  paragraph(ui, "text", ui.text(Text::kGalleryDialogText));
  ui.gap(16);
  if (button(ui, {.key = "close",
                  .label = ui.text(Text::kCommonClose),
                  .look = Look::kPrimary,
                  .focus_key = "dialog_close"}) ||
      dialog.is_left()) {
    ui.close_popup();
    ui.request_focus("dialog_opener");
  }
}

void openings(Ui& ui, Cells& cells) {
  cells.cell([&] {
    const SplitButtonSpec save{
        .key = "split", .label = ui.text(Text::kGallerySave), .more = ui.text(Text::kGallerySaveMore)};
    const std::vector<MenuItem> items{{"as", ui.text(Text::kGallerySaveAs)},
                                      {"copy", ui.text(Text::kGallerySaveCopy)}};
    Rect box = ui.take(ui.scaled(measure::kControl));
    box.width = std::min(box.width, split_button_width(ui, save));
    const SplitButtonResult result = split_button(ui, save, items, box);
    if (result.pressed) act(ui, "split");
    if (result.chosen) act(ui, items[*result.chosen].key);
  });
  cells.cell([&] {
    if (button(
            ui,
            {.key = "tip", .label = ui.text(Text::kGalleryTip), .tooltip = ui.text(Text::kGalleryTipText)}))
      act(ui, "tip");
  });
  cells.cell([&] { dialog_sample(ui); });
  cells.cell([&] {
    if (button(ui, {.key = "toast", .label = ui.text(Text::kGalleryShowToast)})) act(ui, "toast");
  });
  cells.cell([&] {
    const bool open = !held(ui, "disclosure").empty();
    if (disclosure(ui, "disclosure", ui.text(Text::kGalleryDisclosure), open).pressed)
      act(ui, "disclosure", turned(held(ui, "disclosure")));
    if (!open) return;
    ui.gap(8);
    paragraph(ui, "details", ui.text(Text::kGalleryDetails));
  });
}

}  // namespace

void gallery_view(Ui& ui) {
  const float pad = ui.narrow() ? ui.scaled(12) : ui.scaled(32);
  const float width = std::min(ui.flow_width() - pad * 2, ui.scaled(1200));
  ui.push_column(
      {ui.flow_x() + std::round((ui.flow_width() - width) / 2), ui.flow_y() + ui.scaled(24), width, 0});
  heading(ui, "title", 1, ui.text(Text::kGalleryTitle));
  ui.gap(4);
  paragraph(ui, "intro", ui.text(Text::kGalleryIntro), {measure::kBody, Weight::kRegular, ui.theme().muted},
            Role::kText, Look::kMuted);
  const Gallery& gallery = ui.model().gallery;
  paragraph(ui, "actions",
            fill(ui.text(Text::kGalleryActions),
                 {{"count", std::to_string(gallery.actions)},
                  {"last", gallery.last.empty() ? std::string_view("–") : std::string_view(gallery.last)}}));
  ui.gap(16);
  const auto part = [&](std::string_view key, Text title, float min_width, auto lay) {
    section(ui, key, title, min_width, [&](Cells& cells) { lay(ui, cells); });
    ui.gap(20);
  };
  part("texts", Text::kGalleryTexts, 320, texts);
  part("buttons", Text::kGalleryButtons, 250, buttons);
  part("fields", Text::kGalleryFields, 210, fields);
  part("choices", Text::kGalleryChoices, 250, choices);
  part("lists", Text::kGalleryLists, 280, lists);
  part("messages", Text::kGalleryMessages, 280, messages);
  part("openings", Text::kGalleryOpenings, 250, openings);
  ui.move_to(ui.pop_column() + ui.scaled(24));
}

}  // namespace spico::ui

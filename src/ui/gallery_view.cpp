#include "ui/gallery_view.hpp"

#include <array>
#include <cmath>

#include "core/patients/reference.hpp"
#include "core/text/fill.hpp"
#include "core/time/paris.hpp"
#include "ui/cells.hpp"
#include "ui/combo_box.hpp"
#include "ui/date_field.hpp"
#include "ui/gallery_parts.hpp"
#include "ui/popups.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

// A part of the page under its own title, its widgets beside each other.
template <typename Lay>
void section(Ui& ui, std::string_view key, GalleryText title, float min_width, Lay&& lay) {
  Node node;
  node.id = ui.id(key);
  node.role = Role::kRegion;
  node.name = words(ui, title);
  const Scope scope(ui, std::move(node));
  const Card card(ui, ui.take(0), ui.scaled(20), edge_colour(ui.theme(), 0.4F));
  heading(ui, "title", 2, words(ui, title));
  ui.gap(16);
  Cells cells(ui, min_width);
  lay(cells);
  cells.finish();
}

void texts(Ui& ui, Cells& cells) {
  cells.cell([&] {
    for (const int level : {3, 4}) {
      heading(ui, "heading" + std::to_string(level), level,
              fill(words(ui, GalleryText::kHeading), {{"level", std::to_string(level)}}));
      ui.gap(4);
    }
    paragraph(ui, "paragraph", words(ui, GalleryText::kParagraph));
    ui.gap(4);
    paragraph(ui, "muted", words(ui, GalleryText::kMuted),
              {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
  });
  cells.cell([&] {
    Node row;
    row.id = ui.id("chips");
    row.look = Look::kRowOfItems;
    const Scope scope(ui, std::move(row));
    const Rect all = ui.take(0);
    float x = all.x, y = all.y + ui.scaled(14);
    for (std::size_t i = 0; i < thematique_entries().size(); ++i) {
      const std::string_view label = thematique_entries()[i].label.in(ui.language());
      if (x > all.x && x + chip_width(ui, label) > right(all)) {
        x = all.x;
        y += ui.scaled(30);
      }
      x += chip(ui, "chip" + std::to_string(i), label, chip_colours(static_cast<ThematiqueId>(i), ui.theme()),
                x, y) +
           ui.scaled(6);
    }
    y += ui.scaled(34);
    x = all.x + badge(ui, "badge", "3", all.x, y) + ui.scaled(8);
    badge(ui, "badge_word", words(ui, GalleryText::kBadge), x, y);
    ui.move_to(y + ui.scaled(16));
  });
}

void buttons(Ui& ui, Cells& cells) {
  struct Kind {
    std::string_view key;
    GalleryText name;
    Look look;
  };
  constexpr std::array kKinds{Kind{"primary", GalleryText::kPrimary, Look::kPrimary},
                              Kind{"button", GalleryText::kButton, Look::kPlain},
                              Kind{"quiet", GalleryText::kQuiet, Look::kQuiet},
                              Kind{"danger", GalleryText::kDanger, Look::kDanger}};
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
                  .label = named(ui, GalleryText::kIcon, shown.name),
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
                          .label = words(ui, GalleryText::kLink),
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
  GalleryText state;
  std::uint32_t bits;
};

void fields(Ui& ui, Cells& cells) {
  struct Sample {
    std::string_view key;
    GalleryText state;
    std::string_view value;
    std::uint32_t bits;
    Interaction pretended;
    bool wrong;
  };
  const std::array kSamples{
      Sample{"plain", GalleryText::kPlain, "", 0, {}, false},
      Sample{"filled", GalleryText::kFilled, "Zoé TEST", 0, {}, false},
      Sample{"hovered", GalleryText::kHovered, "", 0, {.hovered = true}, false},
      Sample{"focused", GalleryText::kFocused, "", 0, {.focused = true}, false},
      Sample{"disabled", GalleryText::kDisabled, "Zoé TEST", mirror::kDisabled, {}, false},
      Sample{"wrong", GalleryText::kWrong, "7/7", 0, {}, true}};
  const auto current = [&](const std::string& key, std::string_view initial) {
    return held(ui, key).empty() ? initial : held(ui, key);
  };
  for (const Sample& sample : kSamples) {
    cells.cell([&] {
      const std::string key = "text." + std::string(sample.key);
      const Ui::Pretend pretend(ui, sample.pretended);
      const auto typed = field(ui, {.key = key,
                                    .label = named(ui, GalleryText::kText, sample.state),
                                    .value = current(key, sample.value),
                                    .error = sample.wrong ? words(ui, GalleryText::kFieldWrong) : "",
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
                                   .label = words(ui, GalleryText::kPassword),
                                   .value = {},
                                   .kind = mirror::FieldKind::kPassword,
                                   .state = mirror::kNoSpellcheck | (shown ? mirror::kRevealed : 0U),
                                   .trailing = {&reveal, 1}});
    if (result.trailing_pressed) act(ui, "reveal", turned(held(ui, "reveal")));
  });
  for (const Variant& each : {Variant{"number", GalleryText::kPlain, 0},
                              Variant{"number.disabled", GalleryText::kDisabled, mirror::kDisabled}}) {
    cells.cell([&] {
      const auto text = number_field(ui, {.field = {.key = each.key,
                                                    .label = named(ui, GalleryText::kNumber, each.state),
                                                    .value = current(each.key, "5"),
                                                    .state = each.bits},
                                          .min = 0,
                                          .max = 40});
      if (text) act(ui, each.key, *text);
    });
  }
  const CivilDate today = paris_time(ui.model().now_ms).date;
  for (const Variant& each : {Variant{"date", GalleryText::kPlain, 0},
                              Variant{"date.disabled", GalleryText::kDisabled, mirror::kDisabled}}) {
    cells.cell([&] {
      const auto text = date_field(ui, {.field = {.key = each.key,
                                                  .label = named(ui, GalleryText::kDate, each.state),
                                                  .value = current(each.key, "07/04/1956"),
                                                  .placeholder = ui.text(Text::kPatientsBirthDateHint),
                                                  .state = each.bits},
                                        .today = today,
                                        .last = today});
      if (text) act(ui, each.key, *text);
    });
  }
  cells.cell([&] {
    const std::vector<Choice> choices{{"a", words(ui, GalleryText::kEmpty)},
                                      {"b", words(ui, GalleryText::kFilled)}};
    if (const auto picked =
            select(ui, "select", words(ui, GalleryText::kSelect), current("select", "a"), choices))
      act(ui, "select", *picked);
  });
}

// What is chosen is kept as one letter a choice.
void combo_sample(Ui& ui, std::string_view key, GalleryText state, std::string_view initial,
                  std::uint32_t bits, std::string_view error) {
  const std::string letters(held(ui, key).empty() ? initial : held(ui, key));
  std::vector<std::size_t> chosen;
  for (const char letter : letters) {
    if (letter >= 'a') chosen.push_back(static_cast<std::size_t>(letter - 'a'));
  }
  const auto toggled = combo_box(ui, {.key = key,
                                      .label = named(ui, GalleryText::kCombo, state),
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
  cells.cell([&] { combo_sample(ui, "combo", GalleryText::kEmpty, "-", 0, {}); });
  cells.cell([&] { combo_sample(ui, "combo.filled", GalleryText::kFilled, "abc", 0, {}); });
  cells.cell([&] { combo_sample(ui, "combo.disabled", GalleryText::kDisabled, "b", mirror::kDisabled, {}); });
  cells.cell([&] {
    combo_sample(ui, "combo.wrong", GalleryText::kWrong, "-", 0, words(ui, GalleryText::kFieldWrong));
  });
  cells.cell([&] {
    for (const ShownState& shown : shown_states()) {
      if ((shown.state & mirror::kBusy) != 0 || shown.pretended.held) continue;
      const std::string key = "checkbox." + std::string(shown.key);
      const Ui::Pretend pretend(ui, shown.pretended);
      if (checkbox(ui, key, named(ui, GalleryText::kCheckbox, shown.name), !held(ui, key).empty(),
                   ui.take(ui.scaled(measure::kControl)), {}, {}, shown.state))
        act(ui, key, turned(held(ui, key)));
    }
  });
  cells.cell([&] {
    Node group;
    group.id = ui.id("radios");
    group.role = Role::kRadioGroup;
    group.name = words(ui, GalleryText::kRadios);
    const Scope scope(ui, std::move(group));
    paragraph(ui, "label", words(ui, GalleryText::kRadios));
    for (const int i : {1, 2}) {
      const std::string key = std::to_string(i);
      const bool chosen = held(ui, "radio") == key;
      if (radio(ui, key, std::string(words(ui, GalleryText::kRadio)) + " " + key, "", chosen, i, 2))
        act(ui, "radio", key);
    }
  });
  cells.cell([&] {
    std::vector<std::string> labels;
    for (const int i : {1, 2, 3})
      labels.push_back(std::string(words(ui, GalleryText::kTab)) + " " + std::to_string(i));
    const int selected = held(ui, "tab").empty() ? 0 : held(ui, "tab")[0] - '0';
    const NodeId panel = ui.id("panel");
    const auto chosen =
        tabs(ui, "tabs", words(ui, GalleryText::kTabs),
             {{"0", labels[0], ""}, {"1", labels[1], ""}, {"2", labels[2], ""}}, selected, panel, "");
    if (chosen) act(ui, "tab", std::to_string(*chosen));
    Node node;
    node.id = panel;
    node.role = Role::kTabPanel;
    node.name = labels[static_cast<std::size_t>(selected)];
    const Scope scope(ui, std::move(node));
    ui.gap(12);
    paragraph(ui, "text", words(ui, GalleryText::kTabText));
  });
}

void lists(Ui& ui, Cells& cells) {
  cells.cell([&] {
    std::vector<ListEntry> entries{{"letter", words(ui, GalleryText::kLetter), "22/11/2026"},
                                   {"report", words(ui, GalleryText::kReport), "19/11/2026"},
                                   {"plan", words(ui, GalleryText::kPlan), "02/10/2026"}};
    for (ListEntry& each : entries) each.selected = held(ui, "list") == each.key;
    if (const auto pressed = list(ui, "list", words(ui, GalleryText::kDocuments), entries))
      act(ui, "list", entries[*pressed].key);
  });
  cells.cell([&] {
    const ButtonSpec add{.key = "add", .label = words(ui, GalleryText::kAdd), .look = Look::kPrimary};
    if (empty_state(ui, "nothing", Pictogram::kFolder, words(ui, GalleryText::kNothing), &add))
      act(ui, "add");
  });
  cells.cell([&] { waiting(ui, "waiting", words(ui, GalleryText::kWaiting)); });
}

void messages(Ui& ui, Cells& cells) {
  constexpr std::array kTones{std::pair{Tone::kInformation, GalleryText::kInformation},
                              std::pair{Tone::kSuccess, GalleryText::kSuccess},
                              std::pair{Tone::kWarning, GalleryText::kWarning},
                              std::pair{Tone::kDanger, GalleryText::kDangerTone}};
  for (const auto& each : kTones) {
    cells.cell([&] {
      banner(ui, "banner" + std::to_string(static_cast<int>(each.first)),
             named(ui, GalleryText::kBanner, each.second), each.first);
    });
  }
  cells.cell([&] { progress(ui, "progress", words(ui, GalleryText::kProgress), 0.42F); });
  cells.cell([&] { progress(ui, "progress_unknown", words(ui, GalleryText::kProgress), -1); });
}

struct DialogSample {
  std::string_view key;
  GalleryText opens, title, text;
  Role role = Role::kDialog;
};

void dialog_sample(Ui& ui, const DialogSample& sample) {
  const std::string key(sample.key);
  const NodeId opener = ui.id(key);
  const bool asks = sample.role == Role::kAlertDialog;
  const bool pressed = button(ui, {.key = key,
                                   .label = words(ui, sample.opens),
                                   .state = mirror::kHasDialog,
                                   .focus_key = key + "_opener"});
  if (pressed) {
    ui.claim_popup(opener);
    ui.request_focus(key + "_close");
    act(ui, key);
  }
  if (ui.popup(opener) == nullptr) return;
  const ModalDialog dialog(ui, {.key = key + "_box",
                                .name = words(ui, sample.title),
                                .height = 190,
                                .just_opened = pressed,
                                .role = sample.role,
                                .description = asks ? words(ui, sample.text) : std::string_view{}});
  heading(ui, "title", 2, words(ui, sample.title));
  ui.gap(8);
  paragraph(ui, "text", words(ui, sample.text));
  ui.gap(16);
  bool is_done = dialog.is_left();
  if (asks) {
    is_done =
        button(ui, {.key = "delete", .label = words(ui, GalleryText::kDelete), .look = Look::kDanger}) ||
        is_done;
    ui.gap(8);
  }
  is_done = button(ui, {.key = "close",
                        .label = asks ? words(ui, GalleryText::kKeep) : ui.text(Text::kCommonClose),
                        .look = asks ? Look::kPlain : Look::kPrimary,
                        .focus_key = key + "_close"}) ||
            is_done;
  if (!is_done) return;
  ui.close_popup();
  ui.request_focus(key + "_opener");
}

void openings(Ui& ui, Cells& cells) {
  cells.cell([&] {
    const SplitButtonSpec save{
        .key = "split", .label = words(ui, GalleryText::kSave), .more = words(ui, GalleryText::kSaveMore)};
    const std::vector<MenuItem> items{{"as", words(ui, GalleryText::kSaveAs)},
                                      {"copy", words(ui, GalleryText::kSaveCopy)}};
    Rect box = ui.take(ui.scaled(measure::kControl));
    box.width = std::min(box.width, split_button_width(ui, save));
    const SplitButtonResult result = split_button(ui, save, items, box);
    if (result.pressed) act(ui, "split");
    if (result.chosen) act(ui, items[*result.chosen].key);
  });
  cells.cell([&] {
    if (button(ui, {.key = "tip",
                    .label = words(ui, GalleryText::kTip),
                    .tooltip = words(ui, GalleryText::kTipText)}))
      act(ui, "tip");
  });
  cells.cell([&] {
    dialog_sample(ui, {"dialog", GalleryText::kShowDialog, GalleryText::kDialog, GalleryText::kDialogText});
  });
  cells.cell([&] {
    dialog_sample(ui, {"alert", GalleryText::kShowAlert, GalleryText::kAlert, GalleryText::kAlertText,
                       Role::kAlertDialog});
  });
  cells.cell([&] {
    if (button(ui, {.key = "toast", .label = words(ui, GalleryText::kShowToast)})) act(ui, "toast");
  });
  cells.cell([&] {
    const bool open = !held(ui, "disclosure").empty();
    if (disclosure(ui, "disclosure", words(ui, GalleryText::kDisclosure), open).pressed)
      act(ui, "disclosure", turned(held(ui, "disclosure")));
    if (!open) return;
    ui.gap(8);
    paragraph(ui, "details", words(ui, GalleryText::kDetails));
  });
}

}  // namespace

void gallery_view(Ui& ui) {
  const float pad = ui.narrow() ? ui.scaled(12) : ui.scaled(32);
  const float width = std::min(ui.flow_width() - pad * 2, ui.scaled(1200));
  ui.push_column(
      {ui.flow_x() + std::round((ui.flow_width() - width) / 2), ui.flow_y() + ui.scaled(24), width, 0});
  heading(ui, "title", 1, ui.text(Text::kCommonGallery));
  ui.gap(4);
  paragraph(ui, "intro", words(ui, GalleryText::kIntro), {measure::kBody, Weight::kRegular, ui.theme().muted},
            Role::kText, Look::kMuted);
  const Gallery& gallery = ui.model().gallery;
  paragraph(ui, "actions",
            fill(words(ui, GalleryText::kActions),
                 {{"count", std::to_string(gallery.actions)},
                  {"last", gallery.last.empty() ? std::string_view("–") : std::string_view(gallery.last)}}));
  ui.gap(16);
  const auto part = [&](std::string_view key, GalleryText title, float min_width, auto lay) {
    section(ui, key, title, min_width, [&](Cells& cells) { lay(ui, cells); });
    ui.gap(20);
  };
  part("texts", GalleryText::kTexts, 320, texts);
  part("buttons", GalleryText::kButtons, 250, buttons);
  part("fields", GalleryText::kFields, 210, [](Ui& within, Cells& cells) {
    fields(within, cells);
    more_fields(within, cells);
  });
  part("choices", GalleryText::kChoices, 250, [](Ui& within, Cells& cells) {
    choices(within, cells);
    more_choices(within, cells);
  });
  part("lists", GalleryText::kLists, 280, lists);
  part("grids", GalleryText::kTable, 320, grids);
  part("tiles", GalleryText::kTiles, 220, tiles);
  part("avatars", GalleryText::kAvatars, 220, avatars);
  part("talk", GalleryText::kBubbles, 250, talk);
  part("messages", GalleryText::kMessages, 280, messages);
  part("openings", GalleryText::kOpenings, 250, openings);
  ui.move_to(ui.pop_column() + ui.scaled(24));
}

}  // namespace spico::ui

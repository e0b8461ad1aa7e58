#include "ui/gallery_parts.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

// Those that need no state of the widget: the pointer or the focus seems to be there.
template <typename Show>
void in_each_pretended(Ui& ui, Show&& show) {
  for (const ShownState& shown : shown_states()) {
    if (shown.state != 0 || shown.pretended.held || shown.key == "plain") continue;
    const Ui::Pretend pretend(ui, shown.pretended);
    show(shown);
  }
}

void tabs_in_state(Ui& ui, const ShownState& shown) {
  const std::string key = "tabs." + std::string(shown.key);
  const std::string name = named(ui, GalleryText::kTabs, shown.name);
  const std::string first = named(ui, GalleryText::kTab, shown.name) + " 1",
                    second = named(ui, GalleryText::kTab, shown.name) + " 2";
  const int selected = held(ui, key).empty() ? 0 : 1;
  const NodeId panel = ui.id(key + ".panel");
  if (tabs(ui, key, name, {{"0", first, ""}, {"1", second, ""}}, selected, panel, ""))
    act(ui, key, turned(held(ui, key)));
  Node node;
  node.id = panel;
  node.role = Role::kTabPanel;
  node.name = selected == 0 ? first : second;
  const Scope scope(ui, std::move(node));
  ui.gap(12);
  paragraph(ui, "text", words(ui, GalleryText::kTabText));
  ui.gap(12);
}

}  // namespace

void more_fields(Ui& ui, Cells& cells) {
  struct Kind {
    std::string_view key;
    GalleryText name;
    mirror::FieldKind kind;
    float height;
    std::string_view value;
  };
  const std::array kKinds{
      Kind{"code", GalleryText::kCodeField, mirror::FieldKind::kOneTimeCode, measure::kControl, ""},
      Kind{"time", GalleryText::kTimeField, mirror::FieldKind::kTime, measure::kControl, "08:30"},
      Kind{"lines", GalleryText::kLinesField, mirror::FieldKind::kMultiline, 96, "TEST"}};
  for (const Kind& each : kKinds) {
    cells.cell([&] {
      const std::string key = "field." + std::string(each.key);
      const auto typed = field(ui, {.key = key,
                                    .label = words(ui, each.name),
                                    .value = held(ui, key).empty() ? each.value : held(ui, key),
                                    .kind = each.kind,
                                    .height = each.height});
      if (typed.typed != nullptr) act(ui, key, *typed.typed);
    });
  }
}

void more_choices(Ui& ui, Cells& cells) {
  in_each_pretended(ui, [&](const ShownState& shown) {
    cells.cell([&] {
      const std::string key = "select." + std::string(shown.key);
      const std::vector<Choice> offered{{"a", words(ui, GalleryText::kEmpty)},
                                        {"b", words(ui, GalleryText::kFilled)}};
      const auto picked = select(ui, key, named(ui, GalleryText::kSelect, shown.name),
                                 held(ui, key).empty() ? "a" : held(ui, key), offered);
      if (picked) act(ui, key, *picked);
    });
  });
  cells.cell([&] {
    const std::string on(words(ui, GalleryText::kSelected));
    (void)checkbox(ui, "checkbox.on_disabled",
                   named(ui, GalleryText::kCheckbox, GalleryText::kDisabled) + ", " + on, true,
                   ui.take(ui.scaled(measure::kControl)), {}, {}, mirror::kDisabled);
    Node group;
    group.id = ui.id("radios.states");
    group.role = Role::kRadioGroup;
    group.name = named(ui, GalleryText::kRadios, GalleryText::kHovered);
    const Scope scope(ui, std::move(group));
    int position = 0;
    in_each_pretended(ui, [&](const ShownState& shown) {
      const std::string key = "radio." + std::string(shown.key);
      if (radio(ui, key, named(ui, GalleryText::kRadio, shown.name), "", held(ui, "radios.states") == key,
                ++position, 2))
        act(ui, "radios.states", key);
    });
  });
  cells.cell([&] { in_each_pretended(ui, [&](const ShownState& shown) { tabs_in_state(ui, shown); }); });
  cells.cell([&] {
    in_each_pretended(ui, [&](const ShownState& shown) {
      const std::string key = "disclosure." + std::string(shown.key);
      const bool open = !held(ui, key).empty();
      if (disclosure(ui, key, named(ui, GalleryText::kDisclosure, shown.name), open).pressed)
        act(ui, key, turned(held(ui, key)));
      ui.gap(10);
    });
  });
}

}  // namespace spico::ui

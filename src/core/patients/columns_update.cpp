#include "core/patients/columns_update.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/doors.hpp"
#include "core/preferences/preferences_update.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

struct OnColumns {
  Model& model;
  const Env& env;
  Effects& effects;

  Patients& patients() const { return model.patients; }
  void announce(Urgency urgency, std::string sentence) const {
    effects.push_back(PageEffect{Announce{urgency, std::move(sentence)}});
  }
  void layout_changed(std::string sentence) const {
    keep_layout(model, env, effects);
    announce(Urgency::kPolite, std::move(sentence));
  }
  [[nodiscard]] std::string about(Text sentence, PatientColumn column) const {
    const Language language = model.settings.language;
    return fill(text(language, sentence), {{"column", text(language, column_label(column))}});
  }
  void operator()(const ColumnsResized& e) const {
    if (e.widths.empty()) return;
    for (const ColumnWidth& width : e.widths) patients().layout.resize(width);
    const PatientColumn column = e.widths.back().column;
    const Language language = model.settings.language;
    layout_changed(fill(text(language, Text::kColumnsResized),
                        {{"column", text(language, column_label(column))},
                         {"width", std::to_string(patients().layout.width(column))}}));
  }
  void operator()(const ColumnMoved& e) const {
    patients().layout.move(e.column, e.position);
    const auto position = patients().layout.position(e.column);
    if (!position) return;
    const Language language = model.settings.language;
    layout_changed(fill(text(language, Text::kColumnsMoved),
                        {{"column", text(language, column_label(e.column))},
                         {"position", std::to_string(*position + 1)},
                         {"count", std::to_string(patients().layout.visible().size())}}));
  }
  void operator()(const ColumnToggled& e) const {
    ColumnLayout& layout = patients().layout;
    if (e.column == PatientColumn::kIdentity) {
      announce(Urgency::kPolite, std::string(text(model.settings.language, Text::kColumnsAlways)) + ".");
      return;
    }
    const auto position = layout.position(e.column);
    if (position)
      layout.hide(e.column);
    else
      layout.show(e.column);
    layout_changed(about(position ? Text::kColumnsHidden : Text::kColumnsShown, e.column));
    if (patients().column_menu != e.column || !position) return;
    // Its menu goes with it: the header that stands there now has the focus.
    patients().column_menu.reset();
    const auto left = layout.visible();
    focus_header(left[std::min(*position, left.size() - 1)]);
  }
  void operator()(const ColumnsReset&) const {
    patients().layout = {};
    layout_changed(std::string(text(model.settings.language, Text::kColumnsRestored)));
  }
  void focus_header(PatientColumn column) const {
    effects.push_back(PageEffect{MoveFocus{"header_" + std::string(code(column))}});
  }
  void operator()(const ColumnMenuOpened& e) const {
    patients().column_menu = e.column;
    effects.push_back(PageEffect{MoveFocus{"column_menu"}});
  }
  void operator()(const ColumnMenuClosed&) const {
    if (!patients().column_menu) return;
    focus_header(*patients().column_menu);
    patients().column_menu.reset();
  }
  void operator()(const ColumnMenuLeft&) const { patients().column_menu.reset(); }
  void operator()(const ColumnsToggled&) const {
    patients().columns_open = !patients().columns_open;
    if (patients().columns_open) want_rest(model, effects);
    patients().column_menu.reset();
    effects.push_back(PageEffect{MoveFocus{patients().columns_open ? "columns_first" : "columns"}});
  }
};

}  // namespace

void update_columns(Model& model, ColumnsEvent event, const Env& env, Effects& effects) {
  std::visit(OnColumns{model, env, effects}, event);
}

void close_column_controls(Model& model) {
  model.patients.column_menu.reset();
  model.patients.columns_open = false;
}

}  // namespace spico

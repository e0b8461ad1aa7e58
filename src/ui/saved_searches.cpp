#include "ui/saved_searches.hpp"

#include <cmath>
#include <string>

#include "core/failure_text.hpp"
#include "core/patients/filter_sentence.hpp"
#include "core/route.hpp"
#include "core/text/fill.hpp"
#include "ui/popups.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

const Preferences& preferences_of(const Ui& ui) { return ui.model().preferences; }

std::string sentence_of(const Ui& ui, const CodedFilters& coded) {
  return filter_sentence(ui.language(), {}, coded, ui.model().patients.list);
}

void muted(Ui& ui, std::string_view key, std::string_view words) {
  paragraph(ui, key, words, {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
}

// Its name applies it; what it filters by stands below.
void saved_search(Ui& ui, const SavedSearch& search, std::size_t position) {
  Node item;
  item.id = ui.id("item", position);
  item.role = Role::kListItem;
  const Scope scope(ui, std::move(item));
  const Rect line = ui.take(ui.scaled(measure::kControl));
  const float side = line.height;
  const std::string sentence = sentence_of(ui, parse_filters(search.filters));
  if (button(ui,
             {.key = "apply",
              .label = search.name,
              .description = sentence,
              .focus_key = position == 0 ? "searches_first" : ""},
             {line.x, line.y, line.width - side - ui.scaled(8), line.height}))
    ui.emit<PreferencesEvent>(SavedSearchPressed{search.id});
  const std::string forget = fill(ui.text(Text::kSearchesForget), {{"name", search.name}});
  if (button(ui,
             {.key = "forget",
              .label = forget,
              .look = Look::kQuiet,
              .pictogram = Pictogram::kCross,
              .only_pictogram = true},
             {right(line) - side, line.y, side, side}))
    ui.emit<PreferencesEvent>(ForgetSearchPressed{search.id});
  muted(ui, "filters", sentence);
  ui.open_node().rect = {line.x, line.y, line.width, ui.flow_y() - line.y};
  ui.gap(8);
}

void saved_searches(Ui& ui) {
  const auto& kept = preferences_of(ui).kept;
  if (kept.failure.is_some()) {
    if (failed(ui, "failed", kept.failure)) ui.emit<PreferencesEvent>(RetryPreferencesPressed{});
    ui.gap(8);
  }
  if (!kept.value) {
    if (kept.is_pending()) waiting(ui, "waiting", ui.text(Text::kSearchesLoading));
    return;
  }
  if (kept.value->searches.empty()) {
    paragraph(ui, "none", ui.text(Text::kSearchesNone));
    return;
  }
  Node list;
  list.id = ui.id("list");
  list.role = Role::kList;
  list.look = Look::kStack;
  list.name = ui.text(Text::kSearchesTitle);
  const Scope scope(ui, std::move(list));
  for (std::size_t i = 0; i < kept.value->searches.size(); ++i) saved_search(ui, kept.value->searches[i], i);
}

void forgotten_search(Ui& ui) {
  const std::string& name = preferences_of(ui).forgotten.name;
  if (name.empty()) return;
  const ButtonSpec undo{.key = "undo", .label = ui.text(Text::kCommonUndo), .focus_key = "undo_forget"};
  const Rect line = ui.take(ui.scaled(measure::kControl));
  const float width = button_width(ui, undo);
  label_in(ui, "forgotten", {line.x, line.y, line.width - width - ui.scaled(8), line.height},
           ui.text(Text::kSearchesForgotten));
  if (button(ui, undo, {right(line) - width, line.y, width, line.height}))
    ui.emit<PreferencesEvent>(UndoForgetPressed{});
}

void keep_form(Ui& ui) {
  const Preferences& preferences = preferences_of(ui);
  ui.gap(16);
  heading(ui, "keep_title", 3, ui.text(Text::kSearchesKeepTitle));
  ui.gap(4);
  const CodedFilters& coded = ui.model().patients.coded;
  if (format_filters(coded).empty()) {
    muted(ui, "nothing", ui.text(Text::kSearchesNothing));
    return;
  }
  paragraph(ui, "sentence", sentence_of(ui, coded));
  ui.gap(8);
  Node form;
  form.id = ui.id("keep_form");
  form.role = Role::kForm;
  form.name = ui.text(Text::kSearchesKeepTitle);
  const Scope scope(ui, std::move(form));
  const Failure& failure = preferences.keeping.failure;
  const std::string wrong = failure_text(ui.language(), failure);
  const auto result = field(ui, {.key = "name",
                                 .label = ui.text(Text::kSearchesName),
                                 .value = preferences.search_name,
                                 .description = ui.text(Text::kSearchesNameHint),
                                 .error = wrong,
                                 .focus_key = "search_name"});
  if (result.typed != nullptr) ui.emit<PreferencesEvent>(SearchNameTyped{*result.typed});
  muted(ui, "hint", ui.text(Text::kSearchesNameHint));
  ui.gap(8);
  const bool busy = preferences.keeping.is_pending();
  const ButtonSpec keep{.key = "keep",
                        .label = ui.text(Text::kSearchesKeep),
                        .look = Look::kPrimary,
                        .state = mirror::kSubmit | (busy ? mirror::kBusy | mirror::kDisabled : 0U)};
  Rect line = ui.take(ui.scaled(measure::kControl));
  line.width = std::min(line.width, button_width(ui, keep));
  (void)button(ui, keep, line);
  if (ui.submitted(scope.id())) ui.emit<PreferencesEvent>(KeepSearchPressed{});
}

}  // namespace

void saved_searches_dialog(Ui& ui) {
  bool closed = false;
  {
    const ModalDialog dialog(
        ui, {.key = "searches_dialog", .name = ui.text(Text::kSearchesTitle), .width = 480, .height = 360});
    closed = dialog.is_left();
    heading(ui, "title", 2, ui.text(Text::kSearchesTitle));
    ui.gap(12);
    saved_searches(ui);
    forgotten_search(ui);
    keep_form(ui);
    ui.gap(16);
    const auto& kept = preferences_of(ui).kept.value;
    const bool has_some = kept && !kept->searches.empty();
    const ButtonSpec close{
        .key = "close", .label = ui.text(Text::kCommonClose), .focus_key = has_some ? "" : "searches_first"};
    const Rect line = ui.take(ui.scaled(measure::kControl));
    const float width = button_width(ui, close);
    closed = button(ui, close, {right(line) - width, line.y, width, line.height}) || closed;
  }
  if (closed) ui.emit<PreferencesEvent>(SearchesToggled{});
}

}  // namespace spico::ui

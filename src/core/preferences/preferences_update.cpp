#include "core/preferences/preferences_update.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/doors.hpp"
#include "core/failure_text.hpp"
#include "core/navigation.hpp"
#include "core/patients/patients_update.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

constexpr std::ptrdiff_t kLongestName = 80;  // openapi.yaml, in characters

bool is_too_long(const std::string& name) {
  const auto begins = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
  return std::count_if(name.begin(), name.end(), begins) > kLongestName;
}

void send_layout(Model& model, const Env& env, Effects& effects) {
  Preferences& preferences = model.preferences;
  preferences.layout_changed = false;
  preferences.layout_sent = env.new_ticket();
  effects.push_back(Request{KeepLayout{preferences.layout_sent, format_layout(model.patients.layout),
                                       format_order(preferences.order)}});
}

void send_search(Model& model, std::string name, std::string filters, const Env& env, Effects& effects) {
  const Ticket ticket = env.new_ticket();
  model.preferences.keeping.wait_for(ticket);
  effects.push_back(Request{KeepSearch{ticket, std::move(name), std::move(filters)}});
}

struct OnPreferences {
  Model& model;
  const Env& env;
  Effects& effects;

  Preferences& preferences() const { return model.preferences; }
  void announce(Urgency urgency, std::string sentence) const {
    effects.push_back(PageEffect{Announce{urgency, std::move(sentence)}});
  }
  void announce(Text sentence) const {
    announce(Urgency::kPolite, std::string(text(model.settings.language, sentence)));
  }
  void tell(const Failure& failure) const {
    if (!handle_refusal(model, failure, env, effects))
      announce(Urgency::kAssertive, failure_text(model.settings.language, failure));
  }

  void operator()(PreferencesAnswered& e) const {
    auto& kept = preferences().kept;
    if (!kept.take(std::move(e.answer))) return;
    if (kept.failure.is_some()) {
      // The list works without them; the dialog says what is missing.
      (void)handle_refusal(model, kept.failure, env, effects);
      return;
    }
    // What the person has just done here is on its way, and newer.
    if (preferences().layout_sent != Ticket::kNone) return;
    model.patients.layout = parse_layout(kept.value->columns);
    const PatientOrder order = parse_order(kept.value->sort);
    if (order == preferences().order) return;
    preferences().order = order;
    settle(model, env, effects);
  }
  void operator()(const LayoutKept& e) const {
    if (e.answer.ticket != preferences().layout_sent) return;
    preferences().layout_sent = Ticket::kNone;
    if (e.answer.failure.is_some())
      tell(e.answer.failure);
    else if (preferences().layout_changed)
      send_layout(model, env, effects);
  }
  void operator()(SearchKept& e) const {
    if (!preferences().keeping.take(std::move(e.answer))) return;
    if (preferences().keeping.failure.is_some()) {
      tell(preferences().keeping.failure);
      return;
    }
    preferences().search_name.clear();
    preferences().forgotten = {};
    announce(Text::kSearchesKept);
    reload_preferences(model, env, effects);
  }
  void operator()(SearchForgotten& e) const {
    if (!preferences().forgetting.take(std::move(e.answer))) return;
    if (preferences().forgetting.failure.is_some()) {
      preferences().forgotten = {};
      tell(preferences().forgetting.failure);
    }
    reload_preferences(model, env, effects);
  }
  void operator()(const SearchesToggled&) const {
    preferences().searches_open = !preferences().searches_open;
    preferences().keeping.failure = {};
    preferences().forgotten = {};
    if (preferences().searches_open) {
      want_rest(model, effects);
      load_preferences_once(model, env, effects);
    }
    effects.push_back(PageEffect{MoveFocus{preferences().searches_open ? "searches_first" : "list_actions"}});
  }
  void operator()(const SearchNameTyped& e) const {
    preferences().search_name = e.text;
    preferences().keeping.failure = {};
  }
  void operator()(const KeepSearchPressed&) const {
    const std::string& name = preferences().search_name;
    std::string filters = format_filters(model.patients.coded);
    if (preferences().keeping.is_pending() || filters.empty()) return;
    const bool is_empty = name.find_first_not_of(' ') == std::string::npos;
    if (is_empty || is_too_long(name)) {
      const Text problem = is_empty ? Text::kSearchesNameMissing : Text::kSearchesNameLong;
      announce(Urgency::kAssertive, std::string(text(model.settings.language, problem)));
      effects.push_back(PageEffect{MoveFocus{"search_name"}});
      return;
    }
    send_search(model, name, std::move(filters), env, effects);
  }
  void operator()(const SavedSearchPressed& e) const {
    const SavedSearch* const search = find(e.id);
    if (search == nullptr) return;
    Route list = list_route(parse_filters(search->filters));
    preferences().searches_open = false;
    model.patients.typed = {};
    go(model, std::move(list), Entry::kNew, env, effects);
    announce_patient_count(model, effects);
    if (!model.patients.shown.empty()) effects.push_back(PageEffect{MoveFocus{"first_row"}});
  }
  void operator()(const ForgetSearchPressed& e) const {
    const SavedSearch* const search = find(e.id);
    if (search == nullptr || preferences().forgetting.is_pending()) return;
    preferences().forgotten = *search;
    std::erase_if(preferences().kept.value->searches,
                  [&](const SavedSearch& each) { return each.id == e.id; });
    const Ticket ticket = env.new_ticket();
    preferences().forgetting.wait_for(ticket);
    effects.push_back(Request{ForgetSearch{ticket, e.id}});
    announce(Text::kSearchesForgotten);
    effects.push_back(PageEffect{MoveFocus{"undo_forget"}});
  }
  void operator()(const UndoForgetPressed&) const {
    if (preferences().keeping.is_pending()) return;
    SavedSearch search = std::exchange(preferences().forgotten, {});
    send_search(model, std::move(search.name), std::move(search.filters), env, effects);
    effects.push_back(PageEffect{MoveFocus{"searches_first"}});
  }
  void operator()(const RetryPreferencesPressed&) const { reload_preferences(model, env, effects); }

  const SavedSearch* find(const std::string& id) const {
    const auto& kept = preferences().kept.value;
    if (!kept) return nullptr;
    const auto found = std::find_if(kept->searches.begin(), kept->searches.end(),
                                    [&](const SavedSearch& each) { return each.id == id; });
    return found == kept->searches.end() ? nullptr : &*found;
  }
};

}  // namespace

void update_preferences(Model& model, PreferencesEvent event, const Env& env, Effects& effects) {
  std::visit(OnPreferences{model, env, effects}, event);
}

void load_preferences_once(Model& model, const Env& env, Effects& effects) {
  const auto& kept = model.preferences.kept;
  if (!kept.value && !kept.is_pending() && !kept.failure.is_some()) reload_preferences(model, env, effects);
}

void reload_preferences(Model& model, const Env& env, Effects& effects) {
  const Ticket ticket = env.new_ticket();
  model.preferences.kept.wait_for(ticket);
  effects.push_back(Request{LoadPreferences{ticket}});
}

void keep_layout(Model& model, const Env& env, Effects& effects) {
  if (model.preferences.layout_sent != Ticket::kNone)
    model.preferences.layout_changed = true;
  else
    send_layout(model, env, effects);
}

}  // namespace spico

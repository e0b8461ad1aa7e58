#include "core/discussions/doors.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/directory_update.hpp"
#include "core/discussions/discussions_update.hpp"
#include "core/discussions/files_update.hpp"
#include "core/discussions/message_update.hpp"
#include "core/discussions/outbox_update.hpp"
#include "core/discussions/sealing_update.hpp"
#include "core/discussions/thread_print.hpp"
#include "core/discussions/thread_reading.hpp"
#include "core/discussions/thread_update.hpp"
#include "core/dossier/entries_update.hpp"
#include "core/navigation.hpp"
#include "core/notifications/notifications_update.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"

namespace spico {
namespace {

bool is_here(const Model& model) { return model.rest == Rest::kHere; }

template <typename Group>
void change(void (*update)(Model&, Group, const Env&, Effects&), Model& model, Group&& event, const Env& env,
            Effects& effects) {
  if (!is_here(model)) return;
  update(model, std::move(event), env, effects);
  work_on_files(model, env, effects);
  keep_unsent(model, env, effects);
  keep_badge(model, env, effects);
}

// Whatever of them was pressed: their screen says that they are on their way, or why not.
void show_their_screen(Model& model, Screen screen, const Env& env, Effects& effects) {
  model.spico_wanted = true;
  Route route;
  route.screen = screen;
  go(model, std::move(route), Entry::kNew, env, effects);
}

}  // namespace

void ask_for_rest(Model& model, Effects& effects) {
  if (model.rest != Rest::kNotAsked) return;
  model.rest = Rest::kOnItsWay;
  effects.push_back(PageEffect{Perform{PageAct::kLoadRest}});
}

void want_rest(Model& model, Effects& effects) {
  if (model.rest == Rest::kFailed) model.rest = Rest::kNotAsked;
  ask_for_rest(model, effects);
}

void enter_discussions(Model& model, const Env& env, Effects& effects) {
  if (is_of_rest(model.route.screen)) ask_for_rest(model, effects);
  if (!is_here(model)) return;
  load_discussions_once(model, env, effects);
  load_notifications_once(model, env, effects);
  look_at_permission(model, env, effects);
  open_sealing(model, env, effects);
  if (is_discussions(model.route.screen)) {
    model.discussions.filters = model.route.discussion_filters;
    select_discussions(model.discussions);
  } else {
    forget_patient_asked_for(model);
  }
  if (model.route.screen == Screen::kDossier)
    open_entries(model, model.route.patient, env, effects);
  else
    model.discussions.entries = {};
  if (model.route.screen == Screen::kDiscussion)
    open_thread(model, model.route.discussion, env, effects);
  else
    close_thread(model);
}

void leave_discussion(Model& model) {
  if (!is_here(model)) return;
  close_thread(model);
  model.discussions.entries = {};
  forget_patient_asked_for(model);
}

void close_discussion_dialogs(Model& model) {
  if (is_here(model)) close_member_choice(model);
}

void forget_all_discussions(Model& model, const Env& env, Effects& effects) {
  if (!is_here(model)) return;
  forget_discussions(model, env, effects);
  forget_notifications(model, env, effects);
}

void print_discussion(Model& model, const Env& env, Effects& effects) {
  if (is_here(model)) put_thread_on_paper(model, env, effects);
}

void hear_discussions(Model& model, std::vector<DiscussionNews> news, std::int64_t reached, bool is_back,
                      const Env& env, Effects& effects) {
  if (!is_here(model)) return;
  // First what it tells: a message that has arrived is not sent again.
  change_discussions(model, std::move(news), env, effects);
  auto& list = model.discussions.list.value;
  if (list) list->revision = std::max(list->revision, reached);
  auto& called = model.notifications.page.value;
  if (called) called->revision = std::max(called->revision, reached);
  if (is_back) {
    hurry_discussions(model, env, effects);
    hurry_sealing(model, env, effects);
  }
  tell_device(model, env, effects);
  work_on_files(model, env, effects);
  keep_unsent(model, env, effects);
  keep_badge(model, env, effects);
}

void load_discussions_again(Model& model, const Env& env, Effects& effects) {
  if (!is_here(model)) return;
  reload_discussions(model, env, effects);
  reload_notifications(model, env, effects);
}

void wake_discussions(Model& model, const Env& env, Effects& effects) {
  if (!is_here(model)) return;
  send_waiting(model, env, effects);
  open_sealing(model, env, effects);
  work_on_files(model, env, effects);
}

void see_discussions(Model& model, const Env& env, Effects& effects) {
  if (!is_here(model)) return;
  mark_read(model, env, effects);
  look_at_permission(model, env, effects);
}

void reconnect_discussions(Model& model, const Env& env, Effects& effects) {
  if (!is_here(model)) return;
  hurry_discussions(model, env, effects);
  hurry_notifications(model, env, effects);
  hurry_sealing(model, env, effects);
  work_on_files(model, env, effects);
}

void hear_other_tab(Model& model, std::string_view message, const Env& env, Effects& effects) {
  if (!is_here(model) || !message.starts_with(kErased)) return;
  forget_erased(model, message.substr(kErased.size()), env, effects);
  work_on_files(model, env, effects);
  keep_unsent(model, env, effects);
}

void hold_unsent(Model& model, Effects& effects) {
  // Of the first part, and before the rest is here: stars of the portal wait too.
  const Patients& patients = model.patients;
  const ChoicesRetry& retry = model.choices;
  const bool has_choices = !model.portal.stars.under_way().empty() || !patients.stars.under_way().empty() ||
                           !patients.archivings.under_way().empty();
  const bool holds = (is_here(model) && has_unsent(model.discussions)) ||
                     (has_choices && (retry.failures > 0 || retry.at_ms.has_value()));
  if (holds == model.holds_page) return;
  model.holds_page = holds;
  effects.push_back(PageEffect{Perform{holds ? PageAct::kHold : PageAct::kRelease}});
}

std::optional<std::int64_t> next_discussions_ms(const Model& model, const Env& env) {
  return is_here(model) ? next_send_ms(model, env) : std::nullopt;
}

bool are_discussions_waiting(const Model& model) {
  return is_here(model) && (is_waiting(model.discussions) || is_waiting(model.notifications));
}

std::optional<std::int64_t> next_age_ms(const Model& model) {
  return is_here(model) ? next_age_change_ms(model) : std::nullopt;
}

void update_all_discussions(Model& model, DiscussionsEvent event, const Env& env, Effects& effects) {
  if (is_here(model)) {
    change(update_discussions, model, std::move(event), env, effects);
    return;
  }
  show_their_screen(model, Screen::kDiscussions, env, effects);
}
void update_all_discussions(Model& model, ThreadEvent event, const Env& env, Effects& effects) {
  change(update_thread, model, std::move(event), env, effects);
}
void update_all_discussions(Model& model, MessageEvent event, const Env& env, Effects& effects) {
  change(update_message, model, std::move(event), env, effects);
}
void update_all_discussions(Model& model, OutboxEvent event, const Env& env, Effects& effects) {
  change(update_outbox, model, std::move(event), env, effects);
}
void update_all_discussions(Model& model, DirectoryEvent event, const Env& env, Effects& effects) {
  change(update_directory, model, std::move(event), env, effects);
}
void update_all_discussions(Model& model, NotificationsEvent event, const Env& env, Effects& effects) {
  if (is_here(model))
    change(update_notifications, model, std::move(event), env, effects);
  else
    show_their_screen(model, Screen::kNotifications, env, effects);
}

std::int64_t count_unread(const Model& model) { return is_here(model) ? unread_total(model.discussions) : 0; }

std::int64_t count_notifications(const Model& model) {
  return model.notifications.page.value ? model.notifications.page.value->unread : 0;
}

std::string unread_text(Language language, std::int64_t count) {
  return fill(text(language, count == 1 ? Text::kDiscussionsUnreadOne : Text::kDiscussionsUnreadOther),
              {{"count", std::to_string(count)}});
}

}  // namespace spico

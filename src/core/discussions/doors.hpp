// The only ways into the discussions and the notifications from the rest of core/: their code is a part of
// the module that comes after the list of patients is drawn, and until then nothing of it may run. Each of
// these does nothing until Model::rest is kHere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

/// Once: what few need at once is fetched when the list is drawn, or when it is wanted.
void ask_for_rest(Model& model, Effects& effects);
/// Something of it is opened: it is asked for once more if it could not be fetched.
void want_rest(Model& model, Effects& effects);

/// The address leads into SPICO; everything there is loaded that is not here yet.
void enter_discussions(Model& model, const Env& env, Effects& effects);
/// Another screen: no dialog stays open; outside SPICO no discussion does.
void leave_discussion(Model& model);
void close_discussion_dialogs(Model& model);
void forget_all_discussions(Model& model, const Env& env, Effects& effects);

/// The browser prints while a discussion is open.
void print_discussion(Model& model, const Env& env, Effects& effects);

/// What the stream told; `is_back`: it was not heard before.
void hear_discussions(Model& model, std::vector<DiscussionNews> news, std::int64_t reached, bool is_back,
                      const Env& env, Effects& effects);
void load_discussions_again(Model& model, const Env& env, Effects& effects);

/// Time has passed, the page is seen again, the network is back.
void wake_discussions(Model& model, const Env& env, Effects& effects);
void see_discussions(Model& model, const Env& env, Effects& effects);
void reconnect_discussions(Model& model, const Env& env, Effects& effects);
/// Another tab of this browser has told something; perhaps of them.
void hear_other_tab(Model& model, std::string_view message, const Env& env, Effects& effects);
/// After every event: the browser asks before it leaves what would be lost.
void hold_unsent(Model& model, Effects& effects);
/// Monotonic clock.
[[nodiscard]] std::optional<std::int64_t> next_discussions_ms(const Model& model, const Env& env);
[[nodiscard]] bool are_discussions_waiting(const Model& model);
/// Unix time at which words of the screen that say how long ago something was become wrong.
[[nodiscard]] std::optional<std::int64_t> next_age_ms(const Model& model);

void update_all_discussions(Model& model, DiscussionsEvent event, const Env& env, Effects& effects);
void update_all_discussions(Model& model, ThreadEvent event, const Env& env, Effects& effects);
void update_all_discussions(Model& model, MessageEvent event, const Env& env, Effects& effects);
void update_all_discussions(Model& model, OutboxEvent event, const Env& env, Effects& effects);
void update_all_discussions(Model& model, DirectoryEvent event, const Env& env, Effects& effects);
void update_all_discussions(Model& model, NotificationsEvent event, const Env& env, Effects& effects);

/// Unread messages of all discussions that are not muted, «(3)» of the title; 0 as long as they are not
/// known.
[[nodiscard]] std::int64_t count_unread(const Model& model);
/// Unread notifications, likewise.
[[nodiscard]] std::int64_t count_notifications(const Model& model);
/// «3 messages non lus».
[[nodiscard]] std::string unread_text(Language language, std::int64_t count);

}  // namespace spico

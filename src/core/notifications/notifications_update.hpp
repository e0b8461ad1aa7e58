// Notifications as facts change them. Called by discussions/doors, to which they belong: no code of them runs
// before the rest of the module is here.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_notifications(Model& model, NotificationsEvent event, const Env& env, Effects& effects);

/// Asks for them unless they are here, on their way, or failed (then a person decides).
void load_notifications_once(Model& model, const Env& env, Effects& effects);
/// Beside those that are shown, which stay when this fails.
void reload_notifications(Model& model, const Env& env, Effects& effects);
/// The network is back.
void hurry_notifications(Model& model, const Env& env, Effects& effects);
/// Their screen is shown, or seen again: what the browser allows may have been changed in its settings.
void look_at_permission(Model& model, const Env& env, Effects& effects);

/// Events of the stream; each new one is said to the reader, once.
void hear_notification(Model& model, NotificationTold told, const Env& env, Effects& effects);
void hear_notifications(Model& model, NotificationsTold told, const Env& env, Effects& effects);
/// What one reading of the stream has told is one notice of the operating system: several at once say no
/// more.
void tell_device(Model& model, const Env& env, Effects& effects);
/// The number on the application's icon is that of the title.
void keep_badge(Model& model, const Env& env, Effects& effects);

/// SPICO is left: nothing of them stays, in the page or outside it.
void forget_notifications(Model& model, const Env& env, Effects& effects);

[[nodiscard]] bool is_waiting(const Notifications& notifications);
/// Unix time at which «il y a 5 min» of one on the screen becomes wrong.
[[nodiscard]] std::optional<std::int64_t> next_age_change_ms(const Model& model);

}  // namespace spico

// What the updates of the open discussion and of its messages have at hand. Only for thread_update and
// message_update.
#pragma once

#include <string>
#include <utility>

#include "core/discussions/discussions_update.hpp"
#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/model.hpp"
#include "core/text/strings.hpp"

namespace spico {

struct OnOpenThread {
  Model& model;
  const Env& env;
  Effects& effects;

  Discussions& discussions() const { return model.discussions; }
  Thread& thread() const { return model.discussions.thread; }
  void announce(Urgency urgency, Text sentence) const {
    effects.push_back(PageEffect{Announce{urgency, std::string(text(model.settings.language, sentence))}});
  }
  void focus(std::string key) const { effects.push_back(PageEffect{MoveFocus{std::move(key)}}); }
  /// Said, where it also stands under its field or in its dialog. A copy: it may go with what it is part of.
  void tell(const Failure& failure) const {
    tell_failure(model, thread().id, Failure(failure), env, effects);
  }
  /// Of what has no such place.
  void show(const Failure& failure) const {
    show_failure(model, thread().id, Failure(failure), env, effects);
  }
};

}  // namespace spico

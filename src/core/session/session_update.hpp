// Sign-in, code, watchdog and sign-out as facts change them. Called by update only.
#pragma once

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_session(Model& model, SessionEvent event, const Env& env, Effects& effects);

/// First thing at every wake-up and in every frame: signs out, covers, warns or beats as the clocks tell.
void watch(Model& model, const Env& env, Effects& effects);

/// Seconds a person still has to wait after `failure` said retry_after_s; 0 = none.
[[nodiscard]] int wait_left_s(const SignInForm& form, std::int64_t now_ms);
/// Milliseconds the code still holds, and until it may be sent again; 0 when over.
[[nodiscard]] std::int64_t code_left_ms(const Session& session, std::int64_t now_ms);
[[nodiscard]] std::int64_t resend_left_ms(const Session& session, std::int64_t now_ms);

}  // namespace spico

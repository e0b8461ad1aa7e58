#include "core/session/session_update.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/doors.hpp"
#include "core/failure_text.hpp"
#include "core/navigation.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

constexpr std::size_t kCodeLength = 6;
constexpr std::size_t kLongestField = 256;
constexpr std::int64_t kFreshAnswerMs = 20'000;

enum class AskedBy : std::uint8_t { kPerson, kWatchdog };

Moment moment(const Env& env) { return {env.wall_ms, env.monotonic_ms}; }

void say(Model& model, Effects& effects, Urgency urgency, Text key) {
  effects.push_back(PageEffect{Announce{urgency, std::string(text(model.settings.language, key))}});
}

void fail_form(Model& model, Failure failure, std::string focus, const Env& env, Effects& effects) {
  SignInForm& form = model.session.form;
  form.failure = std::move(failure);
  form.failed_at_ms = env.wall_ms;
  effects.push_back(
      PageEffect{Announce{Urgency::kAssertive, failure_text(model.settings.language, form.failure)}});
  effects.push_back(PageEffect{MoveFocus{std::move(focus)}});
}

void wipe(std::string& secret) {
  std::fill(secret.begin(), secret.end(), '\0');
  secret.clear();
}

void submit_password(Model& model, const Env& env, Effects& effects) {
  SignInForm& form = model.session.form;
  if (model.session.view.is_pending() || form.tab == SignInTab::kPsc) return;
  form.identifiant_missing = form.identifiant.empty();
  form.password_missing = form.password.empty();
  if (form.identifiant_missing || form.password_missing) {
    form.failure = {};
    say(model, effects, Urgency::kAssertive,
        form.identifiant_missing ? Text::kSessionIdentifiantMissing : Text::kSessionPasswordMissing);
    effects.push_back(PageEffect{MoveFocus{form.identifiant_missing ? "identifiant" : "password"}});
    return;
  }
  form.failure = {};
  const Ticket ticket = env.new_ticket();
  const Strength wanted = form.tab == SignInTab::kWeak ? Strength::kWeak : Strength::kStrong;
  ask_session(model, SessionRequest::kSignIn, SignIn{ticket, form.identifiant, form.password, wanted}, ticket,
              effects);
}

void send_code(Model& model, Channel channel, const Env& env, Effects& effects) {
  if (model.session.view.is_pending()) return;
  model.session.form.failure = {};
  const Ticket ticket = env.new_ticket();
  ask_session(model, SessionRequest::kSendCode, SendCode{ticket, channel}, ticket, effects);
}

void submit_code(Model& model, const Env& env, Effects& effects) {
  SignInForm& form = model.session.form;
  if (model.session.view.is_pending()) return;
  if (form.code.size() != kCodeLength) {
    Failure failure;
    failure.kind = Failure::Kind::kRefused;
    failure.code = "code_incomplete";
    fail_form(model, std::move(failure), "code", env, effects);
    return;
  }
  form.failure = {};
  const Ticket ticket = env.new_ticket();
  ask_session(model, SessionRequest::kVerifyCode, VerifyCode{ticket, form.code}, ticket, effects);
}

// "123 456", "123-456" and a whole pasted sentence all give the digits; more than six are cut.
void type_code(Model& model, std::string_view typed, const Env& env, Effects& effects) {
  SignInForm& form = model.session.form;
  std::string digits;
  for (const char c : typed) {
    if (c >= '0' && c <= '9' && digits.size() < kCodeLength) digits += c;
  }
  const bool complete = digits.size() == kCodeLength && digits != form.code;
  form.code = std::move(digits);
  if (form.failure.code != "code_expired") form.failure = {};
  if (complete) submit_code(model, env, effects);
}

// The sentence about the change stays while the new version is read.
void reload_terms(Model& model, const Env& env, Effects& effects) {
  model.terms.read_and_agreed = false;
  const Ticket ticket = env.new_ticket();
  model.terms.text.wait_for(ticket);
  effects.push_back(Request{LoadTerms{ticket, model.terms.document, model.settings.language}});
}

// The data leaves this document whatever the server says. If it could not be told, the next document tells it
// before it shows anything: else a reload would find the session open.
void sign_out_failed(Model& model, const Failure& failure, Effects& effects) {
  if (failure.kind != Failure::Kind::kRefused) {
    if (model.starting) {
      // This is that document, and there is nothing in it: «Réessayer».
      model.leaving = model.covered = false;
      model.session.view.value.reset();
      effects.push_back(PageEffect{CoverScreen{false}});
      return;
    }
    Route farewell = parse_route(model.farewell);
    farewell.unfinished = true;
    model.farewell = format_route(farewell);
  }
  effects.push_back(PageEffect{LeavePage{model.farewell}});
}

void session_failed(Model& model, SessionRequest request, AskedBy asked_by, const Env& env,
                    Effects& effects) {
  Session& session = model.session;
  const Failure failure = session.view.failure;
  switch (request) {
    case SessionRequest::kSignIn:
      // A password that nobody has refused is not typed twice.
      if (failure.kind == Failure::Kind::kRefused) wipe(session.form.password);
      fail_form(model, failure, "password", env, effects);
      session.view.failure = {};
      return;
    case SessionRequest::kSendCode:
    case SessionRequest::kVerifyCode:
      wipe(session.form.code);
      if (failure.code == "code_wrong" && session.view.value && session.view.value->code) {
        --session.view.value->code->tries_left;
      }
      fail_form(model, failure, failure.code == "code_expired" ? "resend" : "code", env, effects);
      session.view.failure = {};
      if (failure.code == "code_exhausted" || failure.code == "no_pending_login") {
        const Ticket ticket = env.new_ticket();
        ask_session(model, SessionRequest::kLoad, LoadSession{ticket}, ticket, effects);
      }
      return;
    case SessionRequest::kAcceptPass:
    case SessionRequest::kAcceptSpico:
      session.view.failure = {};
      if (handle_refusal(model, failure, env, effects)) return;
      model.terms.failure = failure;
      if (failure.code == "version_changed") reload_terms(model, env, effects);
      effects.push_back(
          PageEffect{Announce{Urgency::kAssertive, failure_text(model.settings.language, failure)}});
      return;
    case SessionRequest::kSignOut:
      sign_out_failed(model, failure, effects);
      return;
    case SessionRequest::kLoad:
    case SessionRequest::kOpenSpico:
    case SessionRequest::kLeaveSpico:
      if (handle_refusal(model, failure, env, effects)) return;
      if (asked_by == AskedBy::kWatchdog) return;  // its clocks decide; nobody asked for anything
      effects.push_back(
          PageEffect{Announce{Urgency::kAssertive, failure_text(model.settings.language, failure)}});
      return;
  }
}

void step_done(Model& model, SessionRequest request, const Env& env, Effects& effects) {
  SignInForm& form = model.session.form;
  const SessionView& view = *model.session.view.value;
  switch (request) {
    case SessionRequest::kSignIn:
      wipe(form.password);
      form.reveal = PasswordReveal::kHidden;
      form.choosing_channel = false;
      if (view.pending == PendingStep::kChannel) {
        form.channel = view.destinations.empty() ? Channel::kEmail : view.destinations.front().channel;
        effects.push_back(PageEffect{MoveFocus{"h1"}});
      }
      break;
    case SessionRequest::kSendCode:
      wipe(form.code);
      form.choosing_channel = false;
      say(model, effects, Urgency::kPolite, Text::kSessionCodeSent);
      effects.push_back(PageEffect{MoveFocus{"code"}});
      break;
    case SessionRequest::kVerifyCode:
      wipe(form.code);
      form = SignInForm{};
      break;
    case SessionRequest::kAcceptPass:
    case SessionRequest::kAcceptSpico:
      model.terms = {};
      break;
    case SessionRequest::kLeaveSpico:
      model.spico_wanted = false;
      model.patients = {};
      forget_all_discussions(model, env, effects);
      model.portal.spico_left = true;
      say(model, effects, Urgency::kPolite, Text::kPortalSpicoLeft);
      break;
    case SessionRequest::kLoad:
    case SessionRequest::kOpenSpico:
    case SessionRequest::kSignOut:
      break;
  }
}

void session_answered(Model& model, SessionAnswered event, const Env& env, Effects& effects) {
  Session& session = model.session;
  const bool asked_quietly = event.answer.ticket == model.asking;
  if (asked_quietly) {
    model.asking = Ticket::kNone;
    model.answered_at_ms = env.wall_ms;
  }
  const bool had_user = session.is_signed_in();
  const bool had_spico = had_user && session.view.value->spico_open;
  const bool succeeded = event.answer.value.has_value();
  if (!session.view.take(std::move(event.answer))) return;
  if (!succeeded) {
    session_failed(model, event.request, asked_quietly ? AskedBy::kWatchdog : AskedBy::kPerson, env, effects);
    if (asked_quietly) watch(model, env, effects);  // its clocks have waited for this
    return;
  }
  session.view_at_ms = env.wall_ms;
  const SessionView& view = *session.view.value;
  if (event.request == SessionRequest::kSignOut) {
    effects.push_back(PageEffect{LeavePage{model.farewell}});
    return;
  }
  if (had_user && !view.user) {
    const bool idle = view.ended == SessionEnd::kIdle;
    sign_out(model,
             idle                                  ? Farewell::kIdle
             : view.ended == SessionEnd::kAbsolute ? Farewell::kAbsolute
                                                   : Farewell::kElsewhere,
             TellServer::kNo, env, effects);
    return;
  }
  if (view.user && model.starting && model.route.unfinished) {
    sign_out(model, model.route.farewell, TellServer::kYes, env, effects);
    return;
  }
  model.watchdog.server_said(moment(env), view.user ? view.idle_remaining_ms : std::nullopt,
                             view.user ? view.absolute_remaining_ms : std::nullopt);
  model.past_end = false;
  if (model.covered && !model.hidden) {
    model.covered = false;
    effects.push_back(PageEffect{CoverScreen{false}});
    see_discussions(model, env, effects);
  }
  step_done(model, event.request, env, effects);
  if (had_spico && !view.spico_open) {
    // Left here or in another tab: only a click opens it again (ASVS 7.6.2).
    model.spico_wanted = false;
    model.patients = {};
    forget_all_discussions(model, env, effects);
  }
  if (event.request == SessionRequest::kLeaveSpico) {
    go(model, Route{}, Entry::kNew, env, effects);
  } else {
    settle(model, env, effects);
  }
}

void beat_answered(Model& model, BeatAnswered event, const Env& env, Effects& effects) {
  if (event.answer.ticket != model.beat) return;
  model.beat = Ticket::kNone;
  if (!event.answer.value) {
    (void)handle_refusal(model, event.answer.failure, env, effects);
    return;
  }
  model.watchdog.server_said(moment(env), event.answer.value->idle_remaining_ms,
                             event.answer.value->absolute_remaining_ms);
  model.dialog = Dialog::kNone;
  effects.push_back(PageEffect{TellTabs{"active"}});
}

void send_beat(Model& model, const Env& env, Effects& effects) {
  if (model.beat != Ticket::kNone) return;
  model.beat = env.new_ticket();
  model.watchdog.beat_sent(moment(env));
  effects.push_back(Request{SendBeat{model.beat}});
}

// Asks the server without a person's wish, unless something is under way already.
void ask_quietly(Model& model, const Env& env, Effects& effects) {
  if (model.session.view.is_pending()) return;
  model.asking = env.new_ticket();
  ask_session(model, SessionRequest::kLoad, LoadSession{model.asking}, model.asking, effects);
}

// The server was asked a moment ago, and its answer, or its silence, is known.
bool was_just_answered(const Model& model, const Env& env) {
  return env.wall_ms - model.answered_at_ms <= kFreshAnswerMs;
}

void cover_and_ask(Model& model, const Env& env, Effects& effects) {
  if (!model.covered) {
    model.covered = true;
    effects.push_back(PageEffect{CoverScreen{true}});
  }
  ask_quietly(model, env, effects);
}

void change_channel(Model& model, Effects& effects) {
  model.session.form.choosing_channel = true;
  model.session.form.failure = {};
  effects.push_back(PageEffect{MoveFocus{"h1"}});
}

struct OnSession {
  Model& model;
  const Env& env;
  Effects& effects;
  SignInForm& form;

  void operator()(SessionAnswered& e) const { session_answered(model, std::move(e), env, effects); }
  void operator()(ConfigAnswered& e) const {
    if (model.session.config.take(std::move(e.answer)) && model.session.config.value &&
        model.settings.kiosk) {
      model.watchdog.set_kiosk_idle(model.session.config.value->kiosk_idle_ms);
    }
  }
  void operator()(BeatAnswered& e) const { beat_answered(model, std::move(e), env, effects); }
  void operator()(const TabChosen& e) const {
    form.tab = e.tab;
    form.failure = {};
    form.identifiant_missing = form.password_missing = form.psc_explained = false;
    const char* const name = e.tab == SignInTab::kPsc ? "psc" : e.tab == SignInTab::kWeak ? "weak" : "code";
    effects.push_back(PageEffect{Remember{"tab", name}});
  }
  void operator()(const IdentifiantTyped& e) const {
    form.identifiant = e.text.substr(0, kLongestField);
    form.identifiant_missing = false;
  }
  void operator()(PasswordTyped& e) const {
    wipe(form.password);
    form.password = e.text.substr(0, kLongestField);
    wipe(e.text);
    form.password_missing = false;
  }
  void operator()(const RevealPressed&) const {
    form.reveal = form.reveal == PasswordReveal::kHidden ? PasswordReveal::kShown : PasswordReveal::kHidden;
  }
  void operator()(const SignInPressed&) const { submit_password(model, env, effects); }
  void operator()(const PscPressed&) const {
    form.psc_explained = true;
    say(model, effects, Urgency::kAssertive, Text::kSessionPscUnavailable);
  }
  void operator()(const ChannelChosen& e) const { form.channel = e.channel; }
  void operator()(const SendCodePressed&) const {
    if (form.channel) send_code(model, *form.channel, env, effects);
  }
  void operator()(const ResendCodePressed&) const {
    const auto& view = model.session.view.value;
    if (view && view->code && resend_left_ms(model.session, env.wall_ms) == 0) {
      send_code(model, view->code->channel, env, effects);
    }
  }
  void operator()(const ChangeChannelPressed&) const { change_channel(model, effects); }
  void operator()(const CodeTyped& e) const { type_code(model, e.text, env, effects); }
  void operator()(const CodeSubmitted&) const { submit_code(model, env, effects); }
  void operator()(const BackToPasswordPressed&) const {
    if (model.session.view.value) {
      model.session.view.value->pending = PendingStep::kNone;
      model.session.view.value->code.reset();
    }
    form = SignInForm{};
    effects.push_back(PageEffect{MoveFocus{"h1"}});
  }
  void operator()(const StayPressed&) const {
    model.watchdog.person_active(moment(env));
    send_beat(model, env, effects);
  }
  void operator()(const SignOutPressed&) const {
    sign_out(model, Farewell::kSignedOut, TellServer::kYes, env, effects);
  }
  void operator()(const LeaveSpicoPressed&) const {
    if (model.session.view.is_pending()) return;
    model.menu_open = false;
    const Ticket ticket = env.new_ticket();
    ask_session(model, SessionRequest::kLeaveSpico, LeaveSpico{ticket}, ticket, effects);
  }
  void operator()(const RetrySessionPressed&) const {
    const Ticket ticket = env.new_ticket();
    ask_session(model, SessionRequest::kLoad, LoadSession{ticket}, ticket, effects);
  }
};

}  // namespace

void update_session(Model& model, SessionEvent event, const Env& env, Effects& effects) {
  std::visit(OnSession{model, env, effects, model.session.form}, event);
}

void watch(Model& model, const Env& env, Effects& effects) {
  if (model.leaving || !model.session.is_signed_in()) return;
  const Moment now = moment(env);
  // The question is under way and nothing is on screen: its answer decides, or its failure lets the clocks
  // decide.
  if (model.covered && model.session.view.is_pending()) return;
  switch (model.watchdog.check(now)) {
    case Verdict::kExpired:
      // Somebody may be busy in another tab while this one was frozen: with the screen covered the server is
      // asked, and only its silence lets the clocks decide (security.md 1.5). A kiosk has one tab.
      if (model.settings.kiosk || was_just_answered(model, env)) {
        sign_out(model, Farewell::kIdle, TellServer::kYes, env, effects);
      } else {
        model.past_end = true;
        cover_and_ask(model, env, effects);
      }
      return;
    case Verdict::kAsk:
      cover_and_ask(model, env, effects);
      return;
    case Verdict::kWarn:
      // Another tab may have kept the session alive: the server is asked before the dialog comes up.
      if (model.dialog == Dialog::kInactivity) return;
      if (!model.settings.kiosk && !was_just_answered(model, env)) {
        ask_quietly(model, env, effects);
      } else if (!model.session.view.is_pending()) {
        model.dialog = Dialog::kInactivity;
        model.menu_open = false;
        say(model, effects, Urgency::kAssertive, Text::kSessionInactivityWarning);
        effects.push_back(PageEffect{MoveFocus{"stay"}});
      }
      return;
    case Verdict::kQuiet:
      model.dialog = Dialog::kNone;
      if (model.covered && !model.hidden && model.asking == Ticket::kNone) {
        model.covered = false;
        effects.push_back(PageEffect{CoverScreen{false}});
      }
      if (model.watchdog.wants_beat(now)) send_beat(model, env, effects);
      return;
  }
}

int wait_left_s(const SignInForm& form, std::int64_t now_ms) {
  if (form.failure.retry_after_s <= 0) return 0;
  const std::int64_t left_ms = form.failed_at_ms + form.failure.retry_after_s * 1000LL - now_ms;
  return static_cast<int>(std::clamp<std::int64_t>((left_ms + 999) / 1000, 0, form.failure.retry_after_s));
}

std::int64_t code_left_ms(const Session& session, std::int64_t now_ms) {
  if (!session.view.value || !session.view.value->code) return 0;
  return std::max<std::int64_t>(0, session.view_at_ms + session.view.value->code->expires_in_ms - now_ms);
}

std::int64_t resend_left_ms(const Session& session, std::int64_t now_ms) {
  if (!session.view.value || !session.view.value->code) return 0;
  return std::max<std::int64_t>(0, session.view_at_ms + session.view.value->code->resend_in_ms - now_ms);
}

}  // namespace spico

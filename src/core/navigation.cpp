#include "core/navigation.hpp"

#include <utility>

#include "core/discussions/doors.hpp"
#include "core/dossier/dossier_update.hpp"
#include "core/patients/columns_update.hpp"
#include "core/patients/patients_update.hpp"
#include "core/preferences/preferences_update.hpp"
#include "core/text/strings.hpp"
#include "core/time/paris.hpp"

namespace spico {

namespace {

void show_screen(Model& model, Screen screen, Effects& effects) {
  if (model.screen == screen && !model.starting) return;
  model.screen = screen;
  model.starting = false;
  model.menu_open = false;
  close_column_controls(model);
  model.preferences.searches_open = false;
  close_discussion_dialogs(model);
  effects.push_back(PageEffect{MoveFocus{"h1"}});
}

void load_terms(Model& model, TermsDocument document, const Env& env, Effects& effects) {
  const bool same =
      model.terms.document == document && (model.terms.text.value || model.terms.text.is_pending());
  if (same || (model.terms.document == document && model.terms.text.failure.is_some())) return;
  model.terms = {};
  model.terms.document = document;
  const Ticket ticket = env.new_ticket();
  model.terms.text.wait_for(ticket);
  effects.push_back(Request{LoadTerms{ticket, document, model.settings.language}});
}

void load_portal(Model& model, const Env& env, Effects& effects) {
  auto& catalogue = model.portal.catalogue;
  if (catalogue.value || catalogue.is_pending() || catalogue.failure.is_some()) return;
  const Ticket ticket = env.new_ticket();
  catalogue.wait_for(ticket);
  effects.push_back(Request{LoadPortal{ticket, model.settings.language}});
}

void replace_route(Model& model, Route route, Effects& effects) {
  model.route = std::move(route);
  effects.push_back(PageEffect{SetLocation{format_route(model.route), Entry::kReplaced}});
}

Farewell farewell_of(SessionEnd end) {
  switch (end) {
    case SessionEnd::kIdle:
      return Farewell::kIdle;
    case SessionEnd::kAbsolute:
      return Farewell::kAbsolute;
    case SessionEnd::kElsewhere:
      return Farewell::kElsewhere;
    case SessionEnd::kNone:
    case SessionEnd::kSignedOut:
      break;
  }
  return Farewell::kNone;
}

void settle_signed_out(Model& model, Effects& effects) {
  if (model.route.screen != Screen::kSignIn) {
    Route sign_in;
    sign_in.screen = Screen::kSignIn;
    if (is_spico(model.route.screen)) sign_in.next = format_route(model.route).substr(1);
    sign_in.direct_access = model.route.direct_access;
    sign_in.farewell = farewell_of(model.session.view.value->ended);
    replace_route(model, std::move(sign_in), effects);
  }
  if (model.route.unfinished) {
    Route told = model.route;
    told.unfinished = false;
    replace_route(model, std::move(told), effects);
  }
  if (model.route.direct_access && model.session.form.tab == SignInTab::kWeak)
    model.session.form.tab = SignInTab::kCode;
  show_screen(model, Screen::kSignIn, effects);
}

// Returns false when SPICO may not be shown (yet).
bool enter_spico(Model& model, const Env& env, Effects& effects) {
  const SessionView& view = *model.session.view.value;
  if (view.spico_open && view.cgu_spico) return true;
  if (view.spico_open) {
    load_terms(model, TermsDocument::kSpico, env, effects);
    ask_for_rest(model, effects);
    show_screen(model, Screen::kTermsSpico, effects);
    return false;
  }
  const bool weak = view.strength != Strength::kStrong;
  if (weak || !model.spico_wanted) {
    // Going back in history does not reopen SPICO after leaving it: that takes a click (ASVS 7.6.2).
    Route portal;
    replace_route(model, portal, effects);
    if (weak && model.spico_wanted) model.portal.explained_tile = std::string(kSpicoTile);
    load_portal(model, env, effects);
    show_screen(model, Screen::kPortal, effects);
    return false;
  }
  if (!model.session.view.is_pending() && !model.session.view.failure.is_some()) {
    const Ticket ticket = env.new_ticket();
    ask_session(model, SessionRequest::kOpenSpico, OpenSpico{ticket}, ticket, effects);
  }
  return false;
}

}  // namespace

void show_toast(Model& model, Undo undo, Text words, const Env& env, Effects& effects) {
  model.toast = {undo, words, false, env.monotonic_ms + Toast::kShownMs};
  effects.push_back(
      PageEffect{Announce{Urgency::kPolite, std::string(text(model.settings.language, words))}});
}

void show_problem(Model& model, std::string sentence, const Env& env, Effects& effects) {
  constexpr std::int64_t kProblemMs = 20'000;
  // What can be taken back can be still.
  model.toast.problem = sentence;
  model.toast.until_ms = env.monotonic_ms + kProblemMs;
  effects.push_back(PageEffect{Announce{Urgency::kAssertive, std::move(sentence)}});
}

void ask_session(Model& model, SessionRequest request, Request effect, Ticket ticket, Effects& effects) {
  model.session.asked = request;
  model.session.view.wait_for(ticket);
  effects.push_back(std::move(effect));
}

void settle(Model& model, const Env& env, Effects& effects) {
  if (!model.session.is_known() || model.leaving) return;
  if (is_info(model.route.screen)) ask_for_rest(model, effects);
  if (is_info(model.route.screen) || (model.route.screen == Screen::kGallery && model.settings.gallery)) {
    show_screen(model, model.route.screen, effects);
    return;
  }
  const SessionView& view = *model.session.view.value;
  if (!view.user) {
    settle_signed_out(model, effects);
    return;
  }
  if (!view.cgu_pass) {
    load_terms(model, TermsDocument::kPass, env, effects);
    ask_for_rest(model, effects);
    show_screen(model, Screen::kTermsPass, effects);
    return;
  }
  if (model.route.screen == Screen::kSignIn) {
    Route next = model.route.next.empty() ? Route{} : parse_route(model.route.next);
    model.spico_wanted = is_spico(next.screen);
    replace_route(model, std::move(next), effects);
  }
  if (is_spico(model.route.screen)) {
    if (!enter_spico(model, env, effects)) return;
    model.portal.spico_left = false;
    // The page of a patient stands beside the list as that was last filtered.
    if (model.route.screen == Screen::kPatients) {
      model.patients.coded = model.route.filters;
      if (model.patients.coded.sort == PatientOrder{}) model.patients.coded.sort = model.preferences.order;
    }
    load_preferences_once(model, env, effects);
    load_patients_once(model, env, effects);
    select_patients(model);
    // First the screen: a discussion that is opened takes the focus that a screen would.
    show_screen(model, model.route.screen, effects);
    enter_discussions(model, env, effects);
    if (model.route.screen == Screen::kDossier)
      open_dossier(model, model.route.patient, env, effects);
    else
      model.dossier = {};
    return;
  }
  model.dossier = {};
  leave_discussion(model);
  load_portal(model, env, effects);
  show_screen(model, Screen::kPortal, effects);
}

void go(Model& model, Route route, Entry entry, const Env& env, Effects& effects) {
  model.route = std::move(route);
  model.menu_open = false;
  effects.push_back(PageEffect{SetLocation{format_route(model.route), entry}});
  settle(model, env, effects);
}

void sign_out(Model& model, Farewell reason, TellServer tell, const Env& env, Effects& effects) {
  if (model.leaving) return;
  Route farewell;
  farewell.screen = Screen::kSignIn;
  farewell.farewell = reason;
  farewell.farewell_at = format_time(env.wall_ms);
  const bool own_wish = reason == Farewell::kSignedOut || reason == Farewell::kRefusedTerms;
  if (!own_wish && !model.settings.kiosk && is_spico(model.route.screen)) {
    farewell.next = format_route(model.route).substr(1);
  }
  if (model.route.screen == Screen::kSignIn) farewell.next = model.route.next;
  model.leaving = true;
  model.covered = true;
  model.dialog = Dialog::kNone;
  model.farewell = format_route(farewell);
  effects.push_back(PageEffect{CoverScreen{true}});
  effects.push_back(PageEffect{TellTabs{"signed_out"}});
  effects.push_back(PageEffect{Remember{"epoch", std::to_string(env.wall_ms)}});
  if (tell == TellServer::kNo) {
    effects.push_back(PageEffect{LeavePage{model.farewell}});
    return;
  }
  const Ticket ticket = env.new_ticket();
  ask_session(model, SessionRequest::kSignOut, SignOut{ticket}, ticket, effects);
}

bool handle_refusal(Model& model, const Failure& failure, const Env& env, Effects& effects) {
  if (failure.kind != Failure::Kind::kRefused) return false;
  const bool idle = failure.code == "session_idle";
  const bool absolute = failure.code == "session_absolute";
  if (idle || absolute || failure.code == "signed_out") {
    sign_out(model,
             idle       ? Farewell::kIdle
             : absolute ? Farewell::kAbsolute
                        : Farewell::kElsewhere,
             TellServer::kNo, env, effects);
    return true;
  }
  const bool step_missing = failure.code == "cgu_pass_required" || failure.code == "cgu_spico_required" ||
                            failure.code == "spico_closed" || failure.code == "strong_auth_required" ||
                            failure.code == "locked";
  if (!step_missing) return false;
  if (!model.session.view.is_pending()) {
    const Ticket ticket = env.new_ticket();
    ask_session(model, SessionRequest::kLoad, LoadSession{ticket}, ticket, effects);
  }
  return true;
}

}  // namespace spico

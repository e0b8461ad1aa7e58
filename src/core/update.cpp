#include "core/update.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/doors.hpp"
#include "core/dossier/dossier_update.hpp"
#include "core/failure_text.hpp"
#include "core/gallery/gallery_update.hpp"
#include "core/live/live_update.hpp"
#include "core/navigation.hpp"
#include "core/patients/columns_update.hpp"
#include "core/patients/patients_update.hpp"
#include "core/portal/portal_update.hpp"
#include "core/preferences/preferences_update.hpp"
#include "core/session/session_update.hpp"
#include "core/terms/terms_update.hpp"

namespace spico {

namespace {

constexpr float kNarrowBelowCssPx = 700;

struct OnPage {
  Model& model;
  const Env& env;
  Effects& effects;

  void operator()(Started& e) const {
    Settings& settings = model.settings;
    const std::string_view language =
        e.remembered_language.empty() ? e.browser_language : e.remembered_language;
    settings.language = language.substr(0, 2) == "en" ? Language::kEnglish : Language::kFrench;
    settings.kiosk = e.kiosk;
    settings.gallery = e.gallery;
    model.rest = e.whole ? Rest::kHere : Rest::kNotAsked;
    settings.webgl = e.webgl;
    settings.html_version = e.html_version || !e.webgl;
    if (!e.kiosk) settings.theme = theme_from_code(e.remembered_theme);
    if (!e.kiosk && e.remembered_tab == "psc") model.session.form.tab = SignInTab::kPsc;
    if (!e.kiosk && e.remembered_tab == "weak") model.session.form.tab = SignInTab::kWeak;
    model.route = parse_route(e.fragment);
    model.spico_wanted = is_spico(model.route.screen);
    effects.push_back(PageEffect{SetFace{settings.html_version}});
    const Ticket session = env.new_ticket();
    ask_session(model, SessionRequest::kLoad, LoadSession{session}, session, effects);
    const Ticket config = env.new_ticket();
    model.session.config.wait_for(config);
    effects.push_back(Request{LoadConfig{config}});
  }
  void operator()(const RestArrived& e) const {
    model.rest = e.succeeded ? Rest::kHere : Rest::kFailed;
    if (e.succeeded && is_spico(model.screen)) enter_discussions(model, env, effects);
    // The dialogs of the list that are a part of it.
    const bool columns = model.patients.columns_open, searches = model.preferences.searches_open;
    const bool exports = std::exchange(model.patients.export_waits, false);
    if (!columns && !searches && !exports) return;
    if (e.succeeded) {
      if (exports) export_patients(model, env, effects);
      if (!columns && !searches) return;
      effects.push_back(PageEffect{MoveFocus{columns ? "columns_first" : "searches_first"}});
      return;
    }
    close_column_controls(model);
    model.preferences.searches_open = false;
    const Failure unreached{Failure::Kind::kOffline, 0, 0, {}};
    show_problem(model, failure_text(model.settings.language, unreached), env, effects);
  }
  void operator()(const RetryRestPressed&) const { want_rest(model, effects); }
  void operator()(const LocationChanged& e) const {
    if (model.leaving) return;
    model.route = parse_route(e.fragment);
    model.menu_open = false;
    settle(model, env, effects);
  }
  void operator()(const Woke& e) const {
    watch_pace(model, e, env, effects);
    if (model.toast.is_over(env.monotonic_ms)) model.toast = {};
    reopen_live(model, Hurry::kInTime, env, effects);
    if (model.choices.at_ms && env.monotonic_ms >= *model.choices.at_ms) retry_choices(model, env, effects);
    wake_discussions(model, env, effects);
    watch(model, env, effects);
  }
  void operator()(const WentHidden&) const {
    model.hidden = true;
    if (!model.session.is_signed_in()) return;
    model.covered = true;
    effects.push_back(PageEffect{CoverScreen{true}});
  }
  // The page covers itself when it is hidden; it is uncovered here, once the clocks are found to agree.
  void operator()(const CameBack&) const {
    model.hidden = false;
    if (!model.session.is_signed_in()) model.covered = false;
    watch(model, env, effects);
    if (!model.covered && !model.leaving) effects.push_back(PageEffect{CoverScreen{false}});
    see_discussions(model, env, effects);
  }
  void operator()(const PersonActive&) const {
    if (model.dialog == Dialog::kNone) model.watchdog.person_active({env.wall_ms, env.monotonic_ms});
  }
  void operator()(const TabsToldUs& e) const {
    if (e.message == "signed_out" && model.session.is_signed_in()) {
      sign_out(model, Farewell::kElsewhere, TellServer::kNo, env, effects);
    } else if (e.message == "active" && model.dialog == Dialog::kInactivity &&
               !model.session.view.is_pending()) {
      const Ticket ticket = env.new_ticket();
      ask_session(model, SessionRequest::kLoad, LoadSession{ticket}, ticket, effects);
    } else {
      hear_other_tab(model, e.message, env, effects);
    }
  }
  void operator()(ServerBuildSeen& e) const {
    if (e.build.empty()) return;
    if (model.build.empty())
      model.build = std::move(e.build);
    else if (model.build != e.build)
      model.new_build = true;
  }
  void operator()(const ConnectionChanged& e) const {
    model.online = e.online;
    if (!e.online) return;
    reopen_live(model, Hurry::kNow, env, effects);
    retry_choices(model, env, effects);
    reconnect_discussions(model, env, effects);
  }
  void operator()(const LanguageChosen& e) const {
    if (model.settings.language == e.language) return;
    model.settings.language = e.language;
    effects.push_back(PageEffect{Remember{"language", e.language == Language::kFrench ? "fr" : "en"}});
    // Texts that the server keeps come again in the other language.
    model.portal.catalogue = {};
    if (!model.terms.text.value) model.terms = {};
    if (model.terms.text.value) {
      const Ticket ticket = env.new_ticket();
      model.terms.text.wait_for(ticket);
      effects.push_back(Request{LoadTerms{ticket, model.terms.document, e.language}});
    }
    settle(model, env, effects);
  }
  void operator()(const ThemePressed&) const {
    ThemeChoice& theme = model.settings.theme;
    theme = static_cast<ThemeChoice>((static_cast<std::size_t>(theme) + 1) % kThemeCodes.size());
    effects.push_back(PageEffect{SetTheme{theme}});
    effects.push_back(PageEffect{Remember{"theme", std::string(theme_code(theme))}});
    effects.push_back(
        PageEffect{Announce{Urgency::kPolite, std::string(theme_name(model.settings.language, theme))}});
  }
  void operator()(const FacePressed&) const {
    if (!model.settings.webgl) return;
    model.settings.html_version = !model.settings.html_version;
    effects.push_back(PageEffect{Remember{"html", model.settings.html_version ? "1" : ""}});
    effects.push_back(PageEffect{SetFace{model.settings.html_version}});
  }
  void operator()(const FullScreenPressed&) const {
    effects.push_back(PageEffect{Perform{PageAct::kFullScreen}});
  }
  void operator()(const MenuToggled&) const {
    model.menu_open = !model.menu_open;
    effects.push_back(PageEffect{MoveFocus{model.menu_open ? "menu_first" : "menu"}});
  }
  void operator()(const MenuClosed&) const {
    if (!model.menu_open) return;
    model.menu_open = false;
    effects.push_back(PageEffect{MoveFocus{"menu"}});
  }
  void operator()(const PrintPressed&) const { effects.push_back(PageEffect{Perform{PageAct::kPrint}}); }
  void operator()(const PrintStarted&) const {
    model.printing = true;
    if (model.screen == Screen::kPatients) (void)tell_export(model, ExportFormat::kPrint, env, effects);
    if (model.screen == Screen::kDossier) tell_dossier_print(model, env, effects);
    if (model.screen == Screen::kDiscussion) print_discussion(model, env, effects);
  }
  void operator()(const PrintEnded&) const { model.printing = false; }
  void operator()(const InfoPressed& e) const {
    Route page;
    page.screen = e.page;
    go(model, std::move(page), Entry::kNew, env, effects);
  }
  void operator()(const PortalPressed&) const { go(model, Route{}, Entry::kNew, env, effects); }
  void operator()(const ReloadPressed&) const { effects.push_back(PageEffect{Reload{}}); }
  void operator()(const GraphicsLost&) const {
    model.settings.webgl = false;
    model.settings.html_version = true;
    effects.push_back(PageEffect{SetFace{true}});
  }
  // The way back is there again; nobody is taken along it.
  void operator()(const GraphicsRestored&) const { model.settings.webgl = true; }
  void operator()(const UndoPressed&) const {
    const Undo undo = std::exchange(model.toast, {}).undo;
    if (undo == Undo::kClearedSearch) undo_clear(model, effects);
    if (undo == Undo::kPatientMark) undo_patient_mark(model, env, effects);
    if (undo == Undo::kGallery) update_gallery(model, GalleryActed{"undo", {}}, env, effects);
  }
  void operator()(const ToastClosed&) const { model.toast = {}; }
  void operator()(const ToastHeld& e) const {
    constexpr std::int64_t kAfterHeldMs = 10'000;
    model.toast.held = e.held;
    model.toast.until_ms = env.monotonic_ms + kAfterHeldMs;
  }
  void operator()(const WidthChanged& e) const {
    const bool narrow = e.css_px < kNarrowBelowCssPx;
    if (narrow != model.settings.narrow) {
      model.patients.search_open = !narrow;
      close_column_controls(model);  // cards have none
    }
    model.settings.narrow = narrow;
  }
};

struct OnEvent {
  Model& model;
  const Env& env;
  Effects& effects;

  void operator()(SessionEvent& e) const { update_session(model, std::move(e), env, effects); }
  void operator()(TermsEvent& e) const { update_terms(model, std::move(e), env, effects); }
  void operator()(PortalEvent& e) const { update_portal(model, std::move(e), env, effects); }
  void operator()(PatientsEvent& e) const { update_patients(model, std::move(e), env, effects); }
  void operator()(ColumnsEvent& e) const { update_columns(model, std::move(e), env, effects); }
  void operator()(PreferencesEvent& e) const { update_preferences(model, std::move(e), env, effects); }
  void operator()(DossierEvent& e) const { update_dossier(model, std::move(e), env, effects); }
  void operator()(DiscussionsEvent& e) const { update_all_discussions(model, std::move(e), env, effects); }
  void operator()(ThreadEvent& e) const { update_all_discussions(model, std::move(e), env, effects); }
  void operator()(MessageEvent& e) const { update_all_discussions(model, std::move(e), env, effects); }
  void operator()(OutboxEvent& e) const { update_all_discussions(model, std::move(e), env, effects); }
  void operator()(DirectoryEvent& e) const { update_all_discussions(model, std::move(e), env, effects); }
  void operator()(NotificationsEvent& e) const { update_all_discussions(model, std::move(e), env, effects); }
  void operator()(LiveEvent& e) const { update_live(model, std::move(e), env, effects); }
  void operator()(GalleryEvent& e) const {
    update_gallery(model, std::move(std::get<GalleryActed>(e)), env, effects);
  }
  void operator()(PageEvent& e) const { std::visit(OnPage{model, env, effects}, e); }
};

}  // namespace

Effects update(Model& model, Event event, const Env& env) {
  Effects effects;
  model.now_ms = env.wall_ms;
  model.now_monotonic_ms = env.monotonic_ms;
  std::visit(OnEvent{model, env, effects}, event);
  hold_unsent(model, effects);
  if (model.settings.kiosk) {
    // Nothing of one person may be left for the next, not even a choice of language.
    std::erase_if(effects, [](const Effect& effect) {
      const auto* const of_page = std::get_if<PageEffect>(&effect);
      return of_page != nullptr && std::holds_alternative<Remember>(*of_page);
    });
  }
  return effects;
}

bool counts_down(const Model& model) {
  if (model.dialog == Dialog::kInactivity) return true;
  if (model.screen != Screen::kSignIn || !model.session.view.value) return false;
  return code_left_ms(model.session, model.now_ms) > 0 || wait_left_s(model.session.form, model.now_ms) > 0;
}

std::int64_t next_deadline_ms(const Model& model, const Env& env,
                              std::optional<std::int64_t> awaited_since_ms) {
  if (model.leaving) return -1;
  std::int64_t delay = -1;
  if (const auto check = model.watchdog.next_check_in_ms({env.wall_ms, env.monotonic_ms})) delay = *check;
  const auto at_most = [&](std::int64_t other) {
    delay = delay < 0 ? std::max<std::int64_t>(0, other) : std::clamp<std::int64_t>(other, 0, delay);
  };
  if (counts_down(model)) at_most(1000);
  if (model.choices.at_ms) at_most(*model.choices.at_ms - env.monotonic_ms);
  if (awaited_since_ms && model.pace == Pace::kGood && !model.hidden)
    at_most(*awaited_since_ms + kLateAnswerMs - env.monotonic_ms);
  if (model.live.retry_at_ms) at_most(*model.live.retry_at_ms - env.monotonic_ms);
  if (const auto next = next_discussions_ms(model, env)) at_most(*next - env.monotonic_ms);
  if (const auto next = next_age_ms(model)) at_most(*next - env.wall_ms);
  // A list that nobody speaks of grows older by the minute.
  constexpr std::int64_t kOneMinuteMs = 60'000;
  if (model.live.heard_at_ms > 0 && !model.live.is_heard)
    at_most(kOneMinuteMs - (env.wall_ms - model.live.heard_at_ms) % kOneMinuteMs);
  if (model.toast.is_shown() && !model.toast.held) {
    at_most(model.toast.until_ms - env.monotonic_ms);
  }
  return delay;
}

bool is_waiting_for_answers(const Model& model) {
  return model.leaving || model.session.view.is_pending() || model.session.config.is_pending() ||
         model.terms.text.is_pending() || model.portal.catalogue.is_pending() ||
         !model.portal.stars.is_quiet() || model.patients.stream.is_pending() ||
         !model.patients.stars.is_quiet() || !model.patients.archivings.is_quiet() ||
         model.patients.exporting.is_pending() || model.dossier.page.is_pending() ||
         model.preferences.kept.is_pending() || model.preferences.layout_sent != Ticket::kNone ||
         model.preferences.keeping.is_pending() || model.preferences.forgetting.is_pending() ||
         are_discussions_waiting(model) || model.beat != Ticket::kNone;
}

}  // namespace spico

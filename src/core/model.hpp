// Everything the application knows. Only update changes it; views read it.
#pragma once

#include <cstdint>
#include <string>

#include "core/discussions/discussions.hpp"
#include "core/dossier/dossier.hpp"
#include "core/gallery/gallery.hpp"
#include "core/live/live.hpp"
#include "core/notifications/notifications.hpp"
#include "core/patients/patients.hpp"
#include "core/portal/portal.hpp"
#include "core/preferences/preferences.hpp"
#include "core/route.hpp"
#include "core/session/session.hpp"
#include "core/session/watchdog.hpp"
#include "core/terms/terms.hpp"
#include "core/text/language.hpp"
#include "core/text/strings.hpp"
#include "core/theme_choice.hpp"

namespace spico {

/// Choices that outlive a session, and facts of this page.
struct Settings {
  Language language = Language::kFrench;
  ThemeChoice theme = ThemeChoice::kSystem;
  bool kiosk = false;         ///< ?kiosque
  bool html_version = false;  ///< the HTML face is shown
  bool webgl = true;          ///< false: the HTML face is all there is
  bool narrow = false;        ///< a phone: one column, bottom bar
  bool gallery = false;       ///< this build has the gallery of widgets
};

/// The dialog that is open above the screen; at most one.
enum class Dialog : std::uint8_t { kNone, kInactivity };

/// What «Annuler» of a toast takes back.
enum class Undo : std::uint8_t { kNothing, kClearedSearch, kPatientMark, kGallery };

/// A short message about what has just been done, or why it was not. It is announced, takes no focus, and
/// goes after a while in which nobody had the pointer or the focus in it.
struct Toast {
  static constexpr std::int64_t kShownMs = 10'000;
  Undo undo = Undo::kNothing;  ///< kNothing: `problem`, or nothing, is shown
  Text text{};
  bool held = false;
  std::int64_t until_ms = 0;  ///< monotonic clock
  std::string problem =
      {};  ///< what failed, in words that have no other place on the screen; stands before `text`
  [[nodiscard]] bool is_shown() const { return undo != Undo::kNothing || !problem.empty(); }
  [[nodiscard]] bool is_over(std::int64_t now_monotonic_ms) const {
    return is_shown() && !held && now_monotonic_ms >= until_ms;
  }
};

/// The part of the module that is fetched after the list is drawn, because few need it at once.
enum class Rest : std::uint8_t { kNotAsked, kOnItsWay, kFailed, kHere };

/// How quickly the server answers whoever waits for it, as far as a page can tell; see watch_pace().
enum class Pace : std::uint8_t { kGood, kSlow, kSlowServer, kSlowNetwork };

struct Model {
  Settings settings;
  Rest rest = Rest::kNotAsked;
  Route route;                      ///< what the address says
  Screen screen = Screen::kSignIn;  ///< what is shown: the route, as far as the session lets it
  bool starting = true;             ///< nothing is known of the session yet
  bool online = true;
  Pace pace = Pace::kGood;
  bool hidden = false;  ///< the tab is not on screen
  bool covered =
      false;  ///< the page is hidden, or the clocks disagreed: nothing is drawn until the session is sure
  bool past_end = false;  ///< the session should be over as far as this page knows: nothing of it is shown
  bool leaving = false;   ///< signing out: the document is about to be replaced
  bool printing = false;  ///< between beforeprint and afterprint: lists are in the tree as a whole
  bool menu_open = false;
  bool spico_wanted =
      false;  ///< a tile, a link or a deep link asked for SPICO; going back in history does not
  Dialog dialog = Dialog::kNone;
  std::string build;        ///< of the server when this page loaded; empty = not heard yet
  bool new_build = false;   ///< the server has a newer one
  std::int64_t now_ms = 0;  ///< wall clock of the last event, for what views count down
  std::int64_t now_monotonic_ms = 0;
  Session session;
  Watchdog watchdog;
  Ticket beat = Ticket::kNone;      ///< the activity beat under way
  Ticket asking = Ticket::kNone;    ///< a session question asked by the watchdog
  std::int64_t answered_at_ms = 0;  ///< wall clock when that was answered, or failed
  std::string farewell;             ///< fragment to open once the sign-out is answered
  Terms terms;
  Portal portal;
  Patients patients;
  ChoicesRetry choices;     ///< of portal and patients
  bool holds_page = false;  ///< PageAct::kHold was told last
  Preferences preferences;
  Dossier dossier;
  Discussions discussions;
  Notifications notifications;
  Live live;
  Toast toast;
  Gallery gallery;
};

}  // namespace spico

#include "ui/app_view.hpp"

#include <algorithm>
#include <cmath>

#include "core/discussions/doors.hpp"
#include "core/text/fill.hpp"
#include "core/version.hpp"
#include "ui/clock_text.hpp"
#include "ui/connection_view.hpp"
#include "ui/discussions_view.hpp"
#include "ui/footer.hpp"
#include "ui/notifications_view.hpp"
#include "ui/popups.hpp"
#include "ui/remote_view.hpp"
#include "ui/toast_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

constexpr std::int64_t kMostCounted = 99;  // beside a pictogram

std::string counted(std::int64_t count) {
  return count > kMostCounted ? std::to_string(kMostCounted) + "+" : std::to_string(count);
}

bool is_signed_in(const Ui& ui) {
  return ui.model().session.is_signed_in() && ui.model().screen != Screen::kSignIn;
}
// The terms stand in front of everything: there is nowhere to go from them.
bool is_inside(const Ui& ui) {
  const SessionView* const view = ui.model().session.view.value ? &*ui.model().session.view.value : nullptr;
  return is_signed_in(ui) && view->cgu_pass && ui.model().screen != Screen::kTermsPass &&
         ui.model().screen != Screen::kTermsSpico;
}

std::string_view screen_title(const Ui& ui) {
  const SessionView* const view = ui.model().session.view.value ? &*ui.model().session.view.value : nullptr;
  switch (ui.model().screen) {
    case Screen::kTermsPass:
      return ui.text(Text::kTermsTitlePass);
    case Screen::kTermsSpico:
      return ui.text(Text::kTermsTitleSpico);
    case Screen::kPatients:
      return ui.text(Text::kPatientsTitle);
    case Screen::kDossier:
      return ui.text(Text::kDossierTitle);
    case Screen::kDiscussions:
    case Screen::kDiscussion:
      return ui.text(Text::kDiscussionsTitle);
    case Screen::kNotifications:
      return ui.text(Text::kNotificationsTitle);
    case Screen::kPortal:
      return ui.text(Text::kPortalTitle);
    case Screen::kAccessibility:
    case Screen::kLegal:
    case Screen::kPrivacy:
      return ui.text(info_title(ui.model().screen));
    case Screen::kGallery:
      return ui.text(Text::kCommonGallery);
    case Screen::kSignIn:
    case Screen::kNotFound:
      break;
  }
  const bool code =
      view != nullptr && view->pending == PendingStep::kCode && !ui.model().session.form.choosing_channel;
  if (code) return ui.text(Text::kSessionCodeTitle);
  return ui.text(view != nullptr && view->pending != PendingStep::kNone ? Text::kSessionChannelTitle
                                                                        : Text::kSessionTitle);
}

enum class AfterPress : std::uint8_t { kClose, kStay };

struct MenuEntry {
  std::string_view key;
  std::string_view label;
  Event event;
  std::string_view description = {};
  AfterPress after = AfterPress::kClose;
};

std::vector<MenuEntry> menu_entries(const Ui& ui) {
  std::vector<MenuEntry> entries;
  const Model& model = ui.model();
  if (model.session.view.value && model.session.view.value->spico_open) {
    entries.push_back({"leave", ui.text(Text::kSessionLeaveSpico), SessionEvent{LeaveSpicoPressed{}}});
  }
  const bool french = model.settings.language == Language::kFrench;
  entries.push_back({"language", ui.text(french ? Text::kCommonEnglish : Text::kCommonFrench),
                     PageEvent{LanguageChosen{french ? Language::kEnglish : Language::kFrench}}});
  // The next theme is one more press away.
  entries.push_back({"theme", ui.text(Text::kCommonTheme), PageEvent{ThemePressed{}},
                     theme_name(ui.language(), model.settings.theme), AfterPress::kStay});
  if (model.settings.webgl) {
    entries.push_back(
        {"html", ui.text(model.settings.html_version ? Text::kCommonCanvasVersion : Text::kCommonHtmlVersion),
         PageEvent{FacePressed{}}});
  }
  entries.push_back(
      {"accessibility", ui.text(Text::kInfoAccessibility), PageEvent{InfoPressed{Screen::kAccessibility}}});
  if (model.settings.kiosk)
    entries.push_back({"full_screen", ui.text(Text::kCommonFullScreen), PageEvent{FullScreenPressed{}}});
  entries.push_back({"sign_out", ui.text(Text::kSessionSignOutPass), SessionEvent{SignOutPressed{}}});
  return entries;
}

// Hangs under its button, in the header's landmark.
void user_menu(Ui& ui, const Rect& anchor) {
  const auto entries = menu_entries(ui);
  std::vector<MenuItem> items;
  for (const MenuEntry& entry : entries) items.push_back({entry.key, entry.label, entry.description});
  const MenuResult result = menu(ui,
                                 {.key = "menu_list",
                                  .name = ui.model().session.view.value->user->display_name,
                                  .anchor = anchor,
                                  .bounds = inset({0, 0, ui.width(), ui.height()}, 4, 4),
                                  .opener = ui.id("menu")},
                                 items);
  if (result.pressed) {
    const MenuEntry& entry = entries[*result.pressed];
    if (entry.after == AfterPress::kClose) ui.emit<PageEvent>(MenuClosed{});
    std::visit(
        [&](const auto& feature) {
          std::visit([&](const auto& fact) { ui.emit<std::decay_t<decltype(feature)>>(fact); }, feature);
        },
        entry.event);
  }
  if (result.escaped || result.left) ui.emit<PageEvent>(MenuClosed{});
}

// Beside the mark, and no farther than `end`: where there is less room the pages of information say it.
void version(Ui& ui, float begin, float end, const Rect& box) {
  const TextStyle style{measure::kSmall, Weight::kRegular, ui.theme().muted};
  const std::string words = fill(ui.text(Text::kCommonVersion), {{"version", kVersion}});
  const float width = ui.measure_text(words, style).x;
  if (begin + width <= end || ui.html_face())
    label_in(ui, "version", {begin, box.y, width, box.height}, words, style);
}

// Left of `end`.
void bell(Ui& ui, const Rect& box, float end) {
  const float side = ui.scaled(measure::kControl);
  const Rect place{end - side, box.y + (box.height - side) / 2, side, side};
  const std::int64_t unread = count_notifications(ui.model());
  const std::string description =
      unread == 0 ? std::string{}
                  : fill(ui.text(unread == 1 ? Text::kNotificationsCountOne : Text::kNotificationsCountOther),
                         {{"count", std::to_string(unread)}});
  const bool current = ui.model().screen == Screen::kNotifications;
  if (button(ui,
             {.key = "bell",
              .label = ui.text(Text::kNotificationsTitle),
              .look = Look::kMuted,
              .pictogram = Pictogram::kBell,
              .only_pictogram = true,
              .state = current ? std::uint32_t{mirror::kCurrent} : 0U,
              .description = description,
              .tooltip = ui.text(Text::kNotificationsTitle)},
             place) &&
      !current)
    ui.emit<NotificationsEvent>(NotificationsPressed{});
  if (unread > 0) {
    const std::string text = counted(unread);
    badge(ui, "called", text, place.x + place.width / 2 + ui.scaled(2), place.y + ui.scaled(10));
  }
}

void header(Ui& ui, const Rect& box) {
  Node node;
  node.id = ui.id("header");
  node.role = Role::kBanner;
  node.look = Look::kHeader;
  node.rect = box;
  const Scope scope(ui, std::move(node));
  ui.fill(box, ui.theme().surface);
  ui.line(box.x, bottom(box) - 0.5F, right(box), bottom(box) - 0.5F, edge_colour(ui.theme(), 0.5F));
  const float mark = ui.scaled(32);
  const float pad = ui.scaled(ui.narrow() ? 12 : 20);
  draw_pictogram(ui, Pictogram::kSpico, {box.x + pad, box.y + (box.height - mark) / 2, mark, mark},
                 ui.theme().accent);
  const auto& user = ui.model().session.view.value->user;
  const std::string_view name = user ? std::string_view(user->display_name) : std::string_view{};
  ButtonSpec menu{
      .key = "menu",
      .label = name,
      .look = Look::kMuted,
      .pictogram = Pictogram::kPerson,
      .state = mirror::kHasPopup | mirror::kHasExpanded | (ui.model().menu_open ? mirror::kExpanded : 0U),
      .focus_key = "menu"};
  const float height = ui.scaled(measure::kControl);
  const bool with_bell = is_spico(ui.model().screen);
  const float room =
      box.width - pad - mark - ui.scaled(16) - (with_bell ? height + ui.scaled(8) : 0);  // for both names
  const TextStyle brand{measure::kSection, Weight::kBold, ui.theme().text};
  const float brand_width = ui.measure_text(ui.text(Text::kCommonSpico), brand).x;
  // Where there is little room the user's name gives way first, then our own; the mark and the button stay.
  constexpr float kLeastName = 120;
  menu.only_pictogram = room - brand_width < std::min(button_width(ui, menu), ui.scaled(kLeastName));
  if (!menu.only_pictogram || room - brand_width >= height)
    label_in(ui, "brand", {box.x + pad + mark + ui.scaled(8), box.y, brand_width, box.height},
             ui.text(Text::kCommonSpico), brand);
  const float width =
      menu.only_pictogram ? height : std::min({button_width(ui, menu), room - brand_width, box.width * 0.6F});
  const Rect anchor{right(box) - width - ui.scaled(8), box.y + (box.height - height) / 2, width, height};
  const float left = with_bell ? anchor.x - ui.scaled(8) - height : anchor.x;
  const float brand_end = box.x + pad + mark + ui.scaled(16) + brand_width;
  const float state = std::max(brand_end, left - ui.scaled(120));
  if (!ui.narrow()) version(ui, brand_end, state, box);
  if (!ui.narrow()) connection_state(ui, {state, box.y, left - state, box.height});
  if (with_bell) bell(ui, box, anchor.x - ui.scaled(8));
  if (button(ui, menu, anchor)) ui.emit<PageEvent>(MenuToggled{});
  if (ui.model().menu_open) user_menu(ui, anchor);
}

void navigation(Ui& ui, const Rect& box) {
  Node node;
  node.id = ui.id("navigation");
  node.role = Role::kNavigation;
  node.look = Look::kRail;
  node.name = ui.text(Text::kCommonNavigation);
  node.rect = box;
  const Scope scope(ui, std::move(node));
  ui.fill(box, ui.theme().surface);
  const bool bar = ui.narrow();
  if (bar)
    ui.line(box.x, box.y, right(box), box.y, edge_colour(ui.theme(), 0.5F));
  else
    ui.line(right(box), box.y, right(box), bottom(box), edge_colour(ui.theme(), 0.5F));
  struct Place {
    std::string_view key;
    Text label;
    Pictogram pictogram;
    Screen screen;
    std::string_view href;
  };
  const bool strong = ui.model().session.view.value->strength == Strength::kStrong;
  std::vector<Place> places;
  if (strong) {
    places.push_back(
        {"dossiers", Text::kCommonRailDossiers, Pictogram::kFolder, Screen::kPatients, "#/patients"});
    places.push_back(
        {"discussions", Text::kDiscussionsRail, Pictogram::kBubble, Screen::kDiscussions, "#/discussions"});
  }
  places.push_back({"portal", Text::kCommonRailPortal, Pictogram::kHome, Screen::kPortal, "#/portail"});
  const auto count = static_cast<float>(places.size());
  // One size for all of them, which the longest name fits in.
  TextStyle words{measure::kSmall, Weight::kBold, 0};
  float widest = 1;
  for (const Place& place : places) widest = std::max(widest, ui.measure_text(ui.text(place.label), words).x);
  words.size *= std::min(1.0F, ((bar ? box.width / count : box.width) - ui.scaled(14)) / widest);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Place& place = places[i];
    const auto at = static_cast<float>(i);
    const float height = ui.scaled(bar ? measure::kBottomBar : 72);
    const Rect item = bar ? Rect{box.x + box.width / count * at, box.y, box.width / count, height}
                          : Rect{box.x, box.y + ui.scaled(8) + height * at, box.width, height};
    const NodeId id = ui.id(place.key);
    const Interaction state = ui.interact(id, item);
    const bool current = ui.model().screen == place.screen;
    // A patient's page is part of «Dossiers», and the way back to the list.
    const bool inside = current ||
                        (place.screen == Screen::kPatients && is_spico(ui.model().screen) &&
                         !is_discussions(ui.model().screen) && ui.model().screen != Screen::kNotifications) ||
                        (place.screen == Screen::kDiscussions && is_discussions(ui.model().screen));
    const Colour ink = inside ? ui.theme().accent : ui.theme().muted;
    if (inside || state.hovered)
      ui.fill(inset(item, 6, 4), with_opacity(ui.theme().accent, inside ? 0.12F : 0.06F), measure::kRadius);
    const float icon = ui.scaled(24);
    draw_pictogram(ui, place.pictogram,
                   {item.x + (item.width - icon) / 2, item.y + ui.scaled(bar ? 8 : 12), icon, icon}, ink);
    ui.draw_text_in({item.x, item.y + ui.scaled(bar ? 32 : 38), item.width, ui.scaled(22)},
                    ui.text(place.label), {words.size, inside ? Weight::kBold : Weight::kRegular, ink}, 0.5F);
    if (state.ring) ui.focus_ring(inset(item, 8, 6), measure::kRadius);
    std::string marked;  // in words it is what the link describes
    Node link;
    link.id = id;
    link.role = Role::kLink;
    link.name = ui.text(place.label);
    if (const std::int64_t unread = place.screen == Screen::kDiscussions ? count_unread(ui.model()) : 0;
        unread > 0) {
      link.description = unread_text(ui.language(), unread);
      marked = counted(unread);
    }
    link.href = place.href;
    if (inside && !current) link.look = Look::kActive;
    link.state = mirror::kFocusable | (inside ? mirror::kCurrent : 0U);
    link.rect = item;
    ui.record(std::move(link));
    if (!marked.empty())
      badge(ui, "unread", marked, item.x + item.width / 2 + ui.scaled(6), item.y + ui.scaled(bar ? 12 : 14));
    if (state.clicked && !current) {
      if (place.screen == Screen::kPatients)
        ui.emit<PortalEvent>(DossiersPressed{});
      else if (place.screen == Screen::kDiscussions)
        ui.emit<DiscussionsEvent>(DiscussionsPressed{});
      else
        ui.emit<PageEvent>(PortalPressed{});
    }
  }
}

void inactivity_dialog(Ui& ui) {
  ui.begin_layer("veil", {0, 0, ui.width(), ui.height()});
  // Nobody may be there: no patient shows through (security.md 1.5).
  ui.fill({0, 0, ui.width(), ui.height()}, ui.theme().background);
  const float width = std::min(ui.width() - ui.scaled(32), ui.scaled(440));
  Node node;
  node.id = ui.id("dialog");
  node.role = Role::kAlertDialog;
  node.look = Look::kCard;
  node.name = ui.text(Text::kSessionInactivity);
  node.state = mirror::kModal;
  node.keys = mirror::kKeyEscape;
  const auto pressed = ui.key_pressed(node.id);
  if (pressed && pressed->key == mirror::Key::kEscape) ui.emit<SessionEvent>(StayPressed{});
  {
    const Scope scope(ui, std::move(node));
    const Card card(ui,
                    {(ui.width() - width) / 2, std::max(16.0F, ui.height() / 2 - ui.scaled(130)), width, 0},
                    ui.scaled(24), ui.theme().border);
    heading(ui, "title", 2, ui.text(Text::kSessionInactivity));
    ui.gap(8);
    paragraph(ui, "warning", ui.text(Text::kSessionInactivityWarning));
    ui.gap(8);
    const auto left =
        ui.model().watchdog.remaining_ms({ui.model().now_ms, ui.model().now_monotonic_ms}).value_or(0);
    paragraph(ui, "countdown",
              fill(ui.text(Text::kSessionInactivityCountdown), {{"time", minutes_and_seconds(left)}}),
              {measure::kSection, Weight::kBold, ui.theme().danger});
    ui.gap(16);
    if (button(ui, {.key = "stay",
                    .label = ui.text(Text::kSessionStay),
                    .look = Look::kPrimary,
                    .focus_key = "stay"})) {
      ui.emit<SessionEvent>(StayPressed{});
    }
    ui.gap(8);
    if (button(ui, {.key = "sign_out", .label = ui.text(Text::kSessionSignOut)}))
      ui.emit<SessionEvent>(SignOutPressed{});
  }
  ui.end_layer();
}

void notices(Ui& ui) {
  const Model& model = ui.model();
  connection_banner(ui, is_signed_in(ui));
  if (model.new_build) {
    banner(ui, "new_build", ui.text(Text::kCommonNewBuild), Tone::kInformation);
    const ButtonSpec reload{.key = "reload", .label = ui.text(Text::kCommonReload)};
    Rect box = ui.take(ui.scaled(measure::kControl));
    box.width = std::min(box.width, button_width(ui, reload));
    if (button(ui, reload, box)) ui.emit<PageEvent>(ReloadPressed{});
    ui.gap(4);
  }
  if (model.session.view.value && model.session.view.value->user && model.screen == Screen::kPortal &&
      model.session.view.failure.is_some()) {
    if (failed(ui, "session_failed", model.session.view.failure))
      ui.emit<SessionEvent>(RetrySessionPressed{});
  }
}

// A screen whose part of the module is not here yet.
void rest_view(Ui& ui) {
  ui.push_column(
      {ui.flow_x() + ui.scaled(20), ui.flow_y() + ui.scaled(12), ui.flow_width() - ui.scaled(40), 0});
  heading(ui, "title", 1, screen_title(ui));
  ui.gap(12);
  if (ui.model().rest == Rest::kFailed) {
    const Failure failure{Failure::Kind::kOffline, 0, 0, {}};
    if (failed(ui, "rest_failed", failure)) ui.emit<PageEvent>(RetryRestPressed{});
  } else {
    waiting(ui, "rest", ui.text(Text::kCommonLoading));
  }
  ui.move_to(ui.pop_column());
}

enum class FooterPlace : std::uint8_t { kNone, kBelow, kInside };

void main_area(Ui& ui, const Rect& room, FooterPlace footer_place, Screenful gallery) {
  const Model& model = ui.model();
  Node node;
  node.id = ui.id("main");
  node.role = Role::kMain;
  node.look = Look::kPage;
  node.adopt = "main";
  node.rect = room;
  ui.begin_scroll(std::move(node));
  const float top = ui.flow_y();
  notices(ui);
  if (model.starting && !model.session.is_known()) {
    ui.push_column({room.x + ui.scaled(24), ui.flow_y() + ui.scaled(24),
                    std::min(ui.scaled(640), room.width - ui.scaled(48)), 0});
    heading(ui, "title", 1, ui.text(Text::kCommonSpico));
    ui.gap(12);
    if (model.session.view.failure.is_some()) {
      paragraph(ui, "unknown", ui.text(Text::kSessionSessionUnknown));
      ui.gap(8);
      if (failed(ui, "failed", model.session.view.failure)) ui.emit<SessionEvent>(RetrySessionPressed{});
    } else {
      waiting(ui, "waiting", ui.text(Text::kCommonLoading));
    }
    ui.move_to(ui.pop_column());
  } else if (model.screen == Screen::kSignIn) {
    sign_in_view(ui);
  } else if (model.screen == Screen::kPatients) {
    patients_view(ui, {ui.flow_x(), ui.flow_y(), ui.flow_width(), room.height - (ui.flow_y() - top)});
  } else if (is_of_rest(model.screen) && model.rest != Rest::kHere) {
    rest_view(ui);
  } else if (model.screen == Screen::kTermsPass || model.screen == Screen::kTermsSpico) {
    terms_view(ui);
  } else if (model.screen == Screen::kDossier) {
    dossier_view(ui, {ui.flow_x(), ui.flow_y(), ui.flow_width(), room.height - (ui.flow_y() - top)});
  } else if (model.screen == Screen::kNotifications) {
    notifications_view(ui, {ui.flow_x(), ui.flow_y(), ui.flow_width(), room.height - (ui.flow_y() - top)});
  } else if (is_discussions(model.screen)) {
    discussions_view(ui, {ui.flow_x(), ui.flow_y(), ui.flow_width(), room.height - (ui.flow_y() - top)});
  } else if (is_info(model.screen)) {
    info_view(ui);
  } else if (model.screen == Screen::kGallery && gallery != nullptr) {
    gallery(ui);
  } else {
    portal_view(ui, {ui.flow_x(), ui.flow_y(), ui.flow_width(), room.height - (ui.flow_y() - top)});
  }
  if (footer_place == FooterPlace::kInside)
    footer(ui, ui.take(footer_height(ui, room.width, FooterKind::kSignIn)), FooterKind::kSignIn);
  ui.end_scroll();
}

}  // namespace

Text info_title(Screen page) {
  if (page == Screen::kLegal) return Text::kInfoLegal;
  if (page == Screen::kPrivacy) return Text::kInfoPrivacy;
  return Text::kInfoAccessibility;
}

void app_view(Ui& ui, Screenful gallery) {
  const Model& model = ui.model();
  // A document that is about to go shows nothing any more; before the session is known, the page's own first
  // sight stays.
  if (model.leaving || model.past_end || (model.starting && !model.session.view.failure.is_some())) return;
  // How many messages wait, and never of whom: browsers keep titles.
  std::string title;
  if (const auto unread = count_unread(model); unread > 0 && is_inside(ui))
    title = "(" + std::to_string(unread) + ") ";
  ui.set_title(title.append(screen_title(ui)).append(" – SPICO"));
  Rect room{0, 0, ui.width(), ui.height()};
  if (is_signed_in(ui)) {
    const float height = ui.scaled(measure::kHeader);
    header(ui, {0, 0, ui.width(), height});
    room.y += height;
    room.height -= height;
  }
  if (is_inside(ui)) {
    if (ui.narrow()) {
      const float bar = ui.scaled(measure::kBottomBar);
      navigation(ui, {0, bottom(room) - bar, room.width, bar});
      room.height -= bar;
    } else {
      const float rail = ui.scaled(measure::kRail);
      navigation(ui, {0, room.y, rail, room.height});
      // The HTML version has it above, as ordinary links.
      if (!ui.html_face()) {
        room.x += rail;
        room.width -= rail;
      }
    }
  }
  const bool with_footer =
      !model.starting && (model.screen == Screen::kSignIn ||
                          ((is_info(model.screen) || model.screen == Screen::kGallery) && !is_signed_in(ui)));
  const float below = with_footer ? footer_height(ui, ui.width(), FooterKind::kSignIn) : 0;
  // In a low window (WCAG 1.4.10: 256 CSS pixels) it would leave no room for what it stands below.
  constexpr float kMostOfWindow = 0.3F;
  const FooterPlace footer_place = !with_footer                          ? FooterPlace::kNone
                                   : below > ui.height() * kMostOfWindow ? FooterPlace::kInside
                                                                         : FooterPlace::kBelow;
  if (footer_place == FooterPlace::kBelow) room.height -= below;
  main_area(ui, room, footer_place, gallery);
  if (footer_place == FooterPlace::kBelow)
    footer(ui, {0, bottom(room), ui.width(), below}, FooterKind::kSignIn);
  toast_view(ui);
  ui.keep_focus_for_dialog(model.dialog != Dialog::kNone);
  if (model.dialog == Dialog::kInactivity) inactivity_dialog(ui);
}

}  // namespace spico::ui

// The client without a screen or a network: facts in, wishes out, a clock by hand. For the tests of update.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/update.hpp"

namespace spico::test {

inline User some_user() { return {"7", "demo-infirmiere", "Camille TEST", "TEST", "Camille", "infirmier"}; }

inline SessionView signed_out_view() {
  SessionView view;
  view.build = "build-1";
  view.server_now_ms = 1'795'300'000'000;
  return view;
}

inline SessionView strong_view() {
  SessionView view = signed_out_view();
  view.user = some_user();
  view.strength = Strength::kStrong;
  view.cgu_pass = view.cgu_spico = true;
  view.idle_remaining_ms = 7'200'000;
  view.absolute_remaining_ms = 43'200'000;
  return view;
}

inline SessionView in_spico_view() {
  SessionView view = strong_view();
  view.spico_open = true;
  return view;
}

inline SessionView weak_view() {
  SessionView view = strong_view();
  view.strength = Strength::kWeak;
  return view;
}

inline SessionView channel_view() {
  SessionView view = signed_out_view();
  view.pending = PendingStep::kChannel;
  view.destinations = {{Channel::kEmail, "c•••e@test.example"}, {Channel::kSms, "•• •• •• •• 42"}};
  return view;
}

inline SessionView code_view() {
  SessionView view = channel_view();
  view.pending = PendingStep::kCode;
  view.code = CodeState{Channel::kEmail, 300'000, 30'000, 5, 3};
  return view;
}

inline Failure refused(int status, std::string code, int retry_after_s = 0) {
  return {Failure::Kind::kRefused, status, retry_after_s, std::move(code)};
}
inline Failure offline() { return {Failure::Kind::kOffline, 0, 0, {}}; }

/// Never the same numbers twice, and always the same in every run.
class CountingRandom final : public Random {
 public:
  void fill(std::span<unsigned char> bytes) override {
    ++drawn_;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      bytes[i] = static_cast<unsigned char>(i < 4 ? drawn_ >> (8 * i) : i * 37);
  }

 private:
  std::uint32_t drawn_ = 0;
};

class Client {
 public:
  Model model;
  Effects effects;  ///< of the last fact

  void advance(std::int64_t ms) {
    wall_ms_ += ms;
    monotonic_ms_ += ms;
  }
  void advance_wall(std::int64_t ms) { wall_ms_ += ms; }
  [[nodiscard]] Env env() { return {wall_ms_, monotonic_ms_, &last_ticket_, &random_}; }

  template <typename Group, typename Fact>
  void tell(Fact fact) {
    effects = update(model, Event{Group{std::move(fact)}}, env());
    for (const Effect& effect : effects) all_.push_back(effect);
  }
  template <typename Fact>
  void session(Fact fact) {
    tell<SessionEvent>(std::move(fact));
  }
  template <typename Fact>
  void page(Fact fact) {
    tell<PageEvent>(std::move(fact));
  }
  template <typename Fact>
  void terms(Fact fact) {
    tell<TermsEvent>(std::move(fact));
  }
  template <typename Fact>
  void portal(Fact fact) {
    tell<PortalEvent>(std::move(fact));
  }
  template <typename Fact>
  void columns(Fact fact) {
    tell<ColumnsEvent>(std::move(fact));
  }
  template <typename Fact>
  void preferences(Fact fact) {
    tell<PreferencesEvent>(std::move(fact));
  }
  template <typename Fact>
  void patients(Fact fact) {
    tell<PatientsEvent>(std::move(fact));
  }

  /// The last one of the last fact; nullptr when there was none.
  template <typename Wish>
  const Wish* wish() const {
    return last_in<Wish>(effects);
  }
  /// The last one since the start.
  template <typename Wish>
  const Wish* ever() const {
    return last_in<Wish>(all_);
  }
  template <typename Wish>
  std::size_t count() const {
    std::size_t found = 0;
    for (const Effect& effect : effects) found += as<Wish>(effect) != nullptr ? 1 : 0;
    return found;
  }
  /// Where it stands among the wishes of the last fact; its size when there is none.
  template <typename Wish>
  std::size_t place() const {
    std::size_t i = 0;
    while (i < effects.size() && as<Wish>(effects[i]) == nullptr) ++i;
    return i;
  }
  [[nodiscard]] bool asks_nothing() const {
    for (const Effect& effect : effects) {
      if (std::holds_alternative<Request>(effect)) return false;
    }
    return true;
  }

  // Answers to what is pending.
  void answer(SessionRequest request, SessionView view) {
    session(SessionAnswered{request, {model.session.view.pending, std::move(view), {}}});
  }
  void refuse(SessionRequest request, Failure failure) {
    session(SessionAnswered{request, {model.session.view.pending, std::nullopt, std::move(failure)}});
  }

  void start(std::string fragment, SessionView view, bool kiosk = false) {
    page(Started{std::move(fragment), "", "fr-FR", "", kiosk, false, true});
    if (model.session.config.is_pending())
      session(ConfigAnswered{{model.session.config.pending, ServerConfig{}, {}}});
    REQUIRE(model.session.view.is_pending());
    answer(SessionRequest::kLoad, std::move(view));
  }

  void answer_portal() {
    Catalogue catalogue;
    Tile tile;
    tile.id = "spico-dossiers";
    tile.name = "SPICO Dossiers";
    tile.target = "#/patients";
    tile.strong_required = true;
    Tile other;
    other.id = "annuaire";
    other.name = "Annuaire TEST";
    other.target = "https://service.example/";
    other.external = true;
    catalogue.tiles = {tile, other};
    portal(PortalAnswered{{model.portal.catalogue.pending, std::move(catalogue), {}}});
  }
  void answer_terms(std::string version = "2026-01") {
    TermsText text;
    text.version = std::move(version);
    text.title = "Conditions";
    text.blocks = {{TermsBlock::Kind::kParagraph, "Texte d'essai"}};
    terms(TermsAnswered{{model.terms.text.pending, std::move(text), {}}});
  }
  void answer_preferences(KeptPreferences kept = {}) {
    tell<PreferencesEvent>(PreferencesAnswered{{model.preferences.kept.pending, std::move(kept), {}}});
  }
  void answer_discussions(std::vector<Discussion> discussions = {}, std::int64_t revision = 1) {
    tell<DiscussionsEvent>(DiscussionsAnswered{
        {model.discussions.list.pending, DiscussionList{revision, std::move(discussions)}, {}}});
  }
  void answer_notifications(std::vector<Notification> notifications = {}, NotificationSettings settings = {},
                            std::int64_t revision = 1) {
    const auto unread = std::count_if(notifications.begin(), notifications.end(),
                                      [](const Notification& each) { return !each.read; });
    tell<NotificationsEvent>(NotificationsAnswered{
        {model.notifications.page.pending,
         NotificationsPage{revision, static_cast<std::int64_t>(unread), settings, std::move(notifications)},
         {}}});
  }
  void answer_patients(std::size_t count) {
    if (model.preferences.kept.is_pending()) answer_preferences();
    if (model.discussions.list.is_pending()) answer_discussions();
    if (model.notifications.page.is_pending()) answer_notifications();
    const Ticket ticket = model.patients.stream.pending;
    patients(PatientStreamStarted{ticket, count, 1, {}, {}});
    std::vector<Patient> rows(count);
    for (std::size_t i = 0; i < count; ++i) {
      rows[i].id = {i + 1};
      rows[i].traits.birth_name = "ESSAI " + std::to_string(i + 1);
      rows[i].updated_at_ms = 1'795'000'000'000 - static_cast<std::int64_t>(i);
      rows[i].test = true;
    }
    patients(PatientRowsArrived{ticket, std::move(rows)});
    patients(PatientStreamEnded{{ticket, Nothing{}, {}}});
  }

 private:
  template <typename Wish>
  static const Wish* as(const Effect& effect) {
    const auto pick = [](const auto& wish) -> const Wish* {
      if constexpr (std::is_same_v<std::decay_t<decltype(wish)>, Wish>) {
        return &wish;
      } else {
        return nullptr;
      }
    };
    return std::visit([&](const auto& group) { return std::visit(pick, group); }, effect);
  }
  template <typename Wish>
  static const Wish* last_in(const Effects& effects) {
    for (auto effect = effects.rbegin(); effect != effects.rend(); ++effect) {
      if (const Wish* found = as<Wish>(*effect)) return found;
    }
    return nullptr;
  }

  std::int64_t wall_ms_ = 1'795'300'000'000, monotonic_ms_ = 1'000;
  std::uint32_t last_ticket_ = 0;
  CountingRandom random_;
  Effects all_;
};

/// Signed in, with three patients on screen.
inline Client in_list() {
  Client client;
  client.start("#/patients", in_spico_view());
  client.answer_patients(3);
  REQUIRE(client.model.screen == Screen::kPatients);
  REQUIRE(client.model.patients.list.size() == 3);
  return client;
}

}  // namespace spico::test

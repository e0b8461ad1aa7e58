#include "core/portal/portal_update.hpp"

#include <algorithm>
#include <utility>

#include "core/discussions/doors.hpp"
#include "core/failure_text.hpp"
#include "core/navigation.hpp"
#include "core/patients/patients_update.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"

namespace spico {

namespace {

Tile* find_tile(Portal& portal, std::string_view id) {
  if (!portal.catalogue.value) return nullptr;
  auto& tiles = portal.catalogue.value->tiles;
  const auto tile = std::find_if(tiles.begin(), tiles.end(), [&](const Tile& each) { return each.id == id; });
  return tile == tiles.end() ? nullptr : &*tile;
}

struct OnPortal {
  Model& model;
  const Env& env;
  Effects& effects;

  void announce(Urgency urgency, std::string sentence) const {
    effects.push_back(PageEffect{Announce{urgency, std::move(sentence)}});
  }

  // A press is a new try: an older failure of the session must not stand in its way.
  void want_spico() const {
    model.spico_wanted = true;
    model.session.view.failure = {};
  }

  void operator()(PortalAnswered& e) const {
    auto& catalogue = model.portal.catalogue;
    if (!catalogue.take(std::move(e.answer))) return;
    // The server may have made it before it heard of them.
    for (const auto& one : model.portal.stars.under_way()) {
      if (Tile* const tile = find_tile(model.portal, one.id)) tile->favourite = one.wanted == YesNoAll::kYes;
    }
    if (!catalogue.failure.is_some()) return;
    if (handle_refusal(model, catalogue.failure, env, effects)) return;
    announce(Urgency::kAssertive, failure_text(model.settings.language, catalogue.failure));
  }
  // The star has turned at once; a refusal turns it back and says so.
  void operator()(const TileStarAnswered& e) const {
    auto sent = model.portal.stars.answered(e.answer.ticket);
    if (!sent) return;
    const Failure& failure = e.answer.failure;
    if (choice_waits(model, failure, sent->is_told, env, effects)) {
      model.portal.stars.wait(std::move(*sent));
    } else if (failure.is_some()) {
      if (Tile* const tile = find_tile(model.portal, sent->id)) tile->favourite = sent->was == YesNoAll::kYes;
      if (handle_refusal(model, failure, env, effects)) return;
      show_problem(model, failure_text(model.settings.language, failure), env, effects);
    } else {
      if (sent->wanted != sent->choice) send_star(sent->id, sent->wanted);  // pressed again meanwhile
      // A catalogue that was asked for before may not know of it.
      if (model.portal.catalogue.is_pending()) (*this)(RetryPortalPressed{});
    }
  }
  void send_star(const std::string& tile, YesNoAll favourite, Cause cause = Cause::kPerson) const {
    const Ticket ticket = env.new_ticket();
    model.portal.stars.sent(ticket, tile, favourite);
    effects.push_back(Request{StarTile{ticket, tile, favourite, cause}});
  }
  void operator()(const TilePressed& e) const {
    const Tile* tile = find_tile(model.portal, e.id);
    if (tile == nullptr) return;
    if (is_greyed(*tile, model.session)) {
      model.portal.explained_tile = tile->id;
      announce(Urgency::kPolite, std::string(text(model.settings.language, Text::kPortalStrongRequired)));
      effects.push_back(PageEffect{MoveFocus{"explanation"}});
    } else if (!tile->external) {
      want_spico();
      go(model, parse_route(tile->target), Entry::kNew, env, effects);
    }
  }
  void operator()(const TileStarPressed& e) const {
    Tile* tile = find_tile(model.portal, e.id);
    if (tile == nullptr) return;
    tile->favourite = !tile->favourite;
    const YesNoAll wanted = tile->favourite ? YesNoAll::kYes : YesNoAll::kNo;
    if (!model.portal.stars.want(tile->id, wanted)) send_star(tile->id, wanted);
    announce(Urgency::kPolite, fill(text(model.settings.language,
                                         tile->favourite ? Text::kPortalStarred : Text::kPortalUnstarred),
                                    {{"name", tile->name}}));
  }
  void operator()(const PortalSearchTyped& e) const {
    constexpr std::size_t kLongest = 200;
    model.portal.search = e.text.substr(0, kLongest);
  }
  void operator()(const TileExplanationClosed&) const { model.portal.explained_tile.clear(); }
  // The weak session ends first: a stronger one is a new sign-in, and comes back to the tile.
  void operator()(const StrongSignInPressed&) const {
    Route next;
    const Tile* tile = find_tile(model.portal, model.portal.explained_tile);
    if (tile != nullptr) next = parse_route(tile->target);
    sign_out(model, Farewell::kNone, TellServer::kYes, env, effects);
    Route farewell;
    farewell.screen = Screen::kSignIn;
    farewell.next = format_route(next).substr(1);
    model.farewell = format_route(farewell);
    effects.push_back(PageEffect{Remember{"tab", "code"}});
  }
  void operator()(const DossiersPressed&) const {
    want_spico();
    Route dossiers;
    dossiers.screen = Screen::kPatients;
    dossiers.filters = model.patients.coded;
    go(model, std::move(dossiers), Entry::kNew, env, effects);
  }
  void operator()(const RetryPortalPressed&) const {
    const Ticket ticket = env.new_ticket();
    model.portal.catalogue.wait_for(ticket);
    effects.push_back(Request{LoadPortal{ticket, model.settings.language}});
  }
};

}  // namespace

void update_portal(Model& model, PortalEvent event, const Env& env, Effects& effects) {
  std::visit(OnPortal{model, env, effects}, event);
}

void retry_tile_stars(Model& model, const Env& env, Effects& effects) {
  for (const auto& one : model.portal.stars.under_way()) {
    if (one.ticket == Ticket::kNone)
      OnPortal{model, env, effects}.send_star(one.id, one.wanted, Cause::kMachine);
  }
}

std::optional<Badge> badge_of(const Model& model, const Tile& tile) {
  if (tile.target != kDiscussionsTarget || !model.discussions.list.value) {
    if (!tile.badge) return std::nullopt;
    return Badge{tile.badge->count, std::to_string(tile.badge->count) + " " + tile.badge->label};
  }
  const std::int64_t unread = count_unread(model);
  if (unread == 0) return std::nullopt;
  return Badge{static_cast<int>(unread), unread_text(model.settings.language, unread)};
}

bool is_greyed(const Tile& tile, const Session& session) {
  return tile.strong_required && session.view.value && session.view.value->strength != Strength::kStrong;
}

}  // namespace spico

// The portal as facts change it. Called by update only.
#pragma once

#include <optional>

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

void update_portal(Model& model, PortalEvent event, const Env& env, Effects& effects);

/// Those that wait for the network. Called by retry_choices() only.
void retry_tile_stars(Model& model, const Env& env, Effects& effects);

/// A tile that this session may not open yet: grey, but focusable and explained (product.md §4).
[[nodiscard]] bool is_greyed(const Tile& tile, const Session& session);

/// What the tile counts, its label whole («3 messages non lus»): as it is known here, or else as the server
/// said it when the portal was loaded. Nothing when there is nothing to count.
[[nodiscard]] std::optional<Badge> badge_of(const Model& model, const Tile& tile);

}  // namespace spico

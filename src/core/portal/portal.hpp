// The portal «Kiosque des services»: its tiles and what the reader typed in its search box. Part of Model.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/choices.hpp"
#include "core/remote.hpp"

namespace spico {

/// The target of the tile that counts unread messages.
inline constexpr std::string_view kDiscussionsTarget = "#/discussions";

struct Badge {
  int count = 0;
  std::string label;
};

struct Tile {
  std::string id, name, description, icon, target;
  bool external = false, strong_required = false, favourite = false;
  std::optional<Badge> badge;
};

struct Catalogue {
  std::vector<Tile> tiles;
};

struct Portal {
  Remote<Catalogue> catalogue;
  std::string search;
  std::string explained_tile;          ///< id of the greyed tile whose explanation is open; empty = none
  ChoicesUnderWay<std::string> stars;  ///< by tile id
  bool spico_left = false;  ///< it was left by its own button: PASS is open still, which must be seen
};

/// The tile whose explanation a deep link opens after a weak sign-in; assets/portal.json has it.
inline constexpr std::string_view kSpicoTile = "spico-dossiers";

/// Positions of the tiles to show: favourites first, then the catalogue's order; only those whose name or
/// text holds every word of `search`, accents and case ignored.
[[nodiscard]] std::vector<std::size_t> tiles_to_show(const Catalogue& catalogue, std::string_view search);

}  // namespace spico

#include "core/portal/portal.hpp"

#include <algorithm>

#include "core/text/fold.hpp"

namespace spico {

std::vector<std::size_t> tiles_to_show(const Catalogue& catalogue, std::string_view search) {
  const std::string wanted = fold(search);
  std::vector<std::size_t> shown;
  for (std::size_t i = 0; i < catalogue.tiles.size(); ++i) {
    const std::string haystack = fold(catalogue.tiles[i].name + " " + catalogue.tiles[i].description);
    bool matches = true;
    for (std::size_t start = 0; start < wanted.size();) {
      const std::size_t end = std::min(wanted.find(' ', start), wanted.size());
      if (end > start &&
          haystack.find(std::string_view(wanted).substr(start, end - start)) == std::string::npos) {
        matches = false;
      }
      start = end + 1;
    }
    if (matches) shown.push_back(i);
  }
  std::stable_partition(shown.begin(), shown.end(),
                        [&](std::size_t i) { return catalogue.tiles[i].favourite; });
  return shown;
}

}  // namespace spico

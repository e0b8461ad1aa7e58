#include <algorithm>
#include <cmath>

#include "core/portal/portal_update.hpp"
#include "core/text/fill.hpp"
#include "ui/app_view.hpp"
#include "ui/footer.hpp"
#include "ui/portal_tile.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

constexpr float kTileWidth = 240, kTileGap = 16;

void tiles_view(Ui& ui, const Catalogue& catalogue) {
  const auto shown = tiles_to_show(catalogue, ui.model().portal.search);
  if (shown.empty()) {
    (void)empty_state(ui, "nothing", Pictogram::kSearch,
                      fill(ui.text(Text::kPortalNothingFound), {{"search", ui.model().portal.search}}),
                      nullptr, Role::kStatus);
    return;
  }
  Node list;
  list.id = ui.id("tiles");
  list.role = Role::kList;
  list.look = Look::kRowOfItems;
  list.name = ui.text(Text::kPortalTiles);
  const Scope scope(ui, std::move(list));
  const float gap = ui.scaled(kTileGap);
  const auto columns = static_cast<std::size_t>(
      std::max(1.0F, std::floor((ui.flow_width() + gap) / (ui.scaled(kTileWidth) + gap))));
  const float share = (ui.flow_width() - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  // Alone in its line, on a phone, a tile is as wide as what stands above it.
  const float width = columns == 1 ? share : std::min(share, ui.scaled(340));
  Rect row;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (i % columns == 0) {
      if (i > 0) ui.gap(kTileGap);
      row = ui.take(ui.scaled(kTileHeight));
    }
    const float x = row.x + static_cast<float>(i % columns) * (width + gap);
    const Tile& tile = catalogue.tiles[shown[i]];
    const TileResult result =
        portal_tile(ui, tile, badge_of(ui.model(), tile), is_greyed(tile, ui.model().session),
                    {std::round(x), row.y, width, row.height});
    if (result.pressed) ui.emit<PortalEvent>(TilePressed{tile.id});
    if (result.star_pressed) ui.emit<PortalEvent>(TileStarPressed{tile.id});
  }
}

void explanation_view(Ui& ui) {
  Node node;
  node.id = ui.id("explanation");
  node.role = Role::kRegion;
  node.look = Look::kCard;
  node.name = ui.text(Text::kPortalExplanationTitle);
  const Scope scope(ui, std::move(node));
  {
    const Card surface(ui, ui.take(0), ui.scaled(16), ui.theme().warning, 2);
    heading(ui, "heading", 2, ui.text(Text::kPortalExplanationTitle));
    ui.gap(8);
    paragraph(ui, "text", ui.text(Text::kPortalExplanation));
    ui.gap(12);
    const ButtonSpec strong{.key = "strong",
                            .label = ui.text(Text::kPortalStrongSignIn),
                            .look = Look::kPrimary,
                            .focus_key = "explanation"};
    const ButtonSpec close{.key = "close", .label = ui.text(Text::kCommonClose)};
    const float strong_width = std::min(ui.flow_width(), button_width(ui, strong));
    const Rect row = ui.take(button_height(ui, strong, strong_width));
    if (button(ui, strong, {row.x, row.y, strong_width, row.height}))
      ui.emit<PortalEvent>(StrongSignInPressed{});
    Rect close_box{row.x + strong_width + ui.scaled(12), row.y, button_width(ui, close), row.height};
    if (right(close_box) > right(row)) {
      ui.gap(8);
      close_box = ui.take(row.height);
    }
    if (button(ui, close, close_box)) ui.emit<PortalEvent>(TileExplanationClosed{});
  }
  ui.gap(16);
}

// Half signed out: whoever believes to be gone leaves a door open (security.md 1.6).
void spico_left_view(Ui& ui) {
  banner(ui, "spico_left", ui.text(Text::kPortalSpicoLeft), Tone::kInformation);
  ui.gap(8);
  const ButtonSpec sign_out{.key = "sign_out_pass", .label = ui.text(Text::kSessionSignOutPass)};
  Rect line = ui.take(ui.scaled(measure::kControl));
  line.width = std::min(line.width, button_width(ui, sign_out));
  if (button(ui, sign_out, line)) ui.emit<SessionEvent>(SignOutPressed{});
  ui.gap(16);
}

// At the foot of the window where the page is short, its words in line with what stands above.
void foot_of_page(Ui& ui, const Rect& room) {
  constexpr float kBelow = 8;
  const float inset = ui.scaled(kButtonInset);
  const float width = ui.flow_width() + inset * 2;
  const float height = footer_height(ui, width, FooterKind::kPortal);
  ui.move_to(std::max(ui.flow_y() + ui.scaled(24), bottom(room) - height - ui.scaled(kBelow)));
  const Rect line = ui.take(height);
  footer(ui, {line.x - inset, line.y, width, height}, FooterKind::kPortal);
  ui.gap(kBelow);
}

}  // namespace

void portal_view(Ui& ui, const Rect& room) {
  const Portal& portal = ui.model().portal;
  const float pad = ui.narrow() ? ui.scaled(16) : ui.scaled(32);
  const float width = std::min(ui.flow_width() - pad * 2, ui.scaled(1100));
  ui.push_column({ui.flow_x() + pad, ui.flow_y() + ui.scaled(24), width, 0});
  heading(ui, "title", 1, ui.text(Text::kPortalTitle));
  const auto& user = ui.model().session.view.value->user;
  paragraph(ui, "welcome",
            fill(ui.text(Text::kPortalWelcome), {{"name", user ? user->display_name : std::string{}}}),
            {measure::kBody, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
  ui.gap(16);
  if (portal.spico_left) spico_left_view(ui);
  if (!portal.explained_tile.empty()) explanation_view(ui);
  if (portal.catalogue.value) {
    Node search;
    search.id = ui.id("search_region");
    search.role = Role::kSearch;
    {
      const Scope scope(ui, std::move(search));
      ui.push_column({ui.flow_x(), ui.flow_y(), std::min(ui.flow_width(), ui.scaled(420)), 0});
      const auto typed = field(ui, {.key = "search",
                                    .label = ui.text(Text::kPortalSearch),
                                    .value = portal.search,
                                    .kind = mirror::FieldKind::kSearch});
      if (typed.typed != nullptr) ui.emit<PortalEvent>(PortalSearchTyped{*typed.typed});
      ui.move_to(ui.pop_column());
    }
    ui.gap(20);
    tiles_view(ui, *portal.catalogue.value);
  } else if (portal.catalogue.failure.is_some()) {
    if (failed(ui, "failed", portal.catalogue.failure)) ui.emit<PortalEvent>(RetryPortalPressed{});
  } else {
    waiting(ui, "waiting", ui.text(Text::kPortalLoading));
  }
  foot_of_page(ui, room);
  ui.move_to(ui.pop_column());
}

}  // namespace spico::ui

// Of the gallery: what is listed, grids, tiles, avatars, messages of a discussion and files for one.
#include <algorithm>
#include <array>
#include <vector>

#include "core/discussions/outbox.hpp"
#include "core/patients/reference.hpp"
#include "ui/discussion_attachments.hpp"
#include "ui/gallery_parts.hpp"
#include "ui/grid.hpp"
#include "ui/message_item.hpp"
#include "ui/portal_tile.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

constexpr int kWholeRow = 99;                      // columns of the section, if there are so many
constexpr std::int64_t kNoon = 1'795'345'200'000;  // 22/11/2026

struct GalleryDocument {
  GalleryText name;
  std::string_view day;
};
// The newest first.
constexpr std::array kDocuments{GalleryDocument{GalleryText::kLetter, "22/11/2026"},
                                GalleryDocument{GalleryText::kReport, "19/11/2026"},
                                GalleryDocument{GalleryText::kPlan, "02/10/2026"}};

// By which column it is sorted is kept as "0+" or "1-".
void grid_sample(Ui& ui, std::string_view key, GalleryText state, std::uint64_t open) {
  const std::string sort(held(ui, key).empty() ? "0+" : held(ui, key));
  const int by = sort.front() - '0';
  const bool up = sort.back() == '+';
  std::vector<std::size_t> order{0, 1, 2};
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return by == 0 ? words(ui, kDocuments[a].name) < words(ui, kDocuments[b].name) : a > b;
  });
  if (!up) std::reverse(order.begin(), order.end());
  std::vector<GridColumn> columns{
      {.key = "document", .label = words(ui, GalleryText::kDocument), .min_width = 150, .number = 0},
      {.key = "day", .label = words(ui, GalleryText::kDate), .min_width = 90, .number = 1}};
  columns.front().names_row = true;
  columns[static_cast<std::size_t>(by)].mark = up ? SortMark::kAscending : SortMark::kDescending;
  const std::string label = named(ui, GalleryText::kTable, state);
  const GridSpec spec{.key = key,
                      .label = label,
                      .columns = columns,
                      .row_count = order.size(),
                      .row_height = measure::kControl,
                      .current_row = open};
  const float height = measure::kControl * static_cast<float>(order.size() + 1) + 12;
  const GridResult result = grid(
      ui, spec, ui.take(ui.scaled(height)), [&](std::size_t row) { return order[row] + 1; },
      [&](const GridCell& cell) {
        const GalleryDocument& document = kDocuments[order[cell.row]];
        const std::string_view text = cell.column == 0 ? words(ui, document.name) : document.day;
        ui.draw_text_in(inset(cell.box, ui.scaled(8), 0), text, {measure::kSmall, Weight::kRegular, 0});
        return std::string(text);
      });
  if (!result.sort_pressed) return;
  const bool turns = result.sort_pressed->column == by && up;
  act(ui, key, std::to_string(result.sort_pressed->column) + (turns ? "-" : "+"));
}

struct TileSample {
  std::string_view key;
  GalleryText state;
  bool greyed = false, counted = false, favourite = false;
};

void tile_sample(Ui& ui, const TileSample& sample) {
  const std::string key = "tile." + std::string(sample.key), star = key + ".star";
  Tile tile;
  tile.id = key;
  tile.name = named(ui, GalleryText::kTile, sample.state);
  tile.description = words(ui, GalleryText::kTileText);
  tile.target = "#/galerie";
  tile.favourite = sample.favourite == held(ui, star).empty();
  std::optional<Badge> count;
  if (sample.counted) count = Badge{3, std::string(words(ui, GalleryText::kNewOnes))};
  const TileResult result = portal_tile(ui, tile, count, sample.greyed, ui.take(ui.scaled(kTileHeight)));
  if (result.pressed) act(ui, key);
  if (result.star_pressed) act(ui, star, turned(held(ui, star)));
}

std::vector<Message> sent_samples(const Ui& ui) {
  const auto message = [&](MessageNumber number, GalleryText text) {
    Message each;
    each.id = {static_cast<std::uint64_t>(number)};
    each.number = number;
    each.author = {1};
    each.at_ms = kNoon + number * 60'000;
    each.text = words(ui, text);
    return each;
  };
  std::vector<Message> samples{message(1, GalleryText::kOfAnother), message(2, GalleryText::kMine),
                               message(3, GalleryText::kUrgent), message(4, GalleryText::kReply),
                               message(5, GalleryText::kOfAnother)};
  samples[1].client_id = "00112233445566778899aabbccddee01";
  samples[2].urgent = true;
  samples[3].client_id = "00112233445566778899aabbccddee02";
  samples[3].reply_to = MessageQuote{.number = 1, .author = {1}, .text = samples[0].text, .attachments = 0};
  samples[4].withdrawn = true;
  return samples;
}

std::vector<OutgoingMessage> unsent_samples(const Ui& ui) {
  std::vector<OutgoingMessage> samples(2);
  samples[0].text = words(ui, GalleryText::kWaits);
  samples[1].text = words(ui, GalleryText::kRefused);
  samples[1].state = OutgoingState::kRefused;
  for (OutgoingMessage& each : samples) {
    each.client_id = each.text;
    each.at_ms = kNoon + 6 * 60'000;
  }
  return samples;
}

void bubbles(Ui& ui) {
  Node node;
  node.id = ui.id("bubbles");
  node.role = Role::kList;
  node.name = words(ui, GalleryText::kBubbles);
  const Scope list(ui, std::move(node));
  const float width = ui.flow_width();
  const std::vector<Message> sent = sent_samples(ui);
  const Message* before = nullptr;
  for (const Message& each : sent) {
    const MessageShape shape = shape_of(ui, each, before, width);
    begin_message(ui, each, shape, ui.take(shape.height));
    ui.end_node();
    before = &each;
  }
  for (const OutgoingMessage& each : unsent_samples(ui)) {
    const MessageShape shape = shape_of(ui, each, width);
    begin_message(ui, each, shape, ui.take(shape.height));
    ui.open_node().state &= ~std::uint32_t{mirror::kInSight};  // nobody has just sent it
    ui.end_node();
  }
}

void files(Ui& ui, Cells& cells) {
  for (const ShownState& shown : shown_states()) {
    if (shown.state != 0) continue;
    cells.cell([&] {
      Node around;
      around.id = ui.id("attach", static_cast<std::uint64_t>(shown.name));
      around.role = Role::kGroup;
      around.name = named(ui, GalleryText::kFiles, shown.name);
      const Scope scope(ui, std::move(around));
      const Ui::Pretend pretend(ui, shown.pretended);
      Rect box = ui.take(ui.scaled(measure::kControl));
      box.width = std::min(box.width, attach_field_width(ui));
      attach_field(ui, box);
    });
  }
  cells.cell(
      [&] {
        std::vector<OutgoingFile> chosen(2);
        chosen[0].name = "TEST.pdf";
        chosen[1].name = "TEST.png";
        chosen[1].refusal = "too_many_files";
        for (OutgoingFile& each : chosen) {
          each.client_id = each.name;
          each.size = 1'200'000;
        }
        draft_files(ui, chosen);
      },
      kWholeRow);
}

}  // namespace

void grids(Ui& ui, Cells& cells) {
  cells.cell([&] { grid_sample(ui, "grid", GalleryText::kSorted, 0); });
  cells.cell([&] { grid_sample(ui, "grid.open", GalleryText::kRowOpen, 2); });
}

void tiles(Ui& ui, Cells& cells) {
  constexpr std::array kSamples{TileSample{"plain", GalleryText::kPlain},
                                TileSample{"greyed", GalleryText::kGreyed, true},
                                TileSample{"counted", GalleryText::kCounted, false, true},
                                TileSample{"favourite", GalleryText::kFavourite, false, false, true}};
  cells.cell(
      [&] {
        Node node;
        node.id = ui.id("tiles");
        node.role = Role::kList;
        node.look = Look::kRowOfItems;
        node.name = words(ui, GalleryText::kTiles);
        const Scope scope(ui, std::move(node));
        Cells inside(ui, 240);
        for (const TileSample& sample : kSamples) inside.cell([&] { tile_sample(ui, sample); });
        inside.finish();
      },
      kWholeRow);
}

void avatars(Ui& ui, Cells& cells) {
  cells.cell(
      [&] {
        Node row;
        row.id = ui.id("avatars");
        row.look = Look::kRowOfItems;
        const Scope scope(ui, std::move(row));
        const float width = ui.scaled(36), gap = ui.scaled(8);
        const float left = ui.flow_x(), end = left + ui.flow_width();
        Rect place = ui.take(ui.scaled(24));
        place.width = width;
        for (const ProfessionEntry& profession : profession_entries()) {
          if (place.x > left && right(place) > end) {
            ui.gap(8);
            place = ui.take(ui.scaled(24));
            place.width = width;
          }
          draw_avatar(ui, profession.code, profession.letters, place);
          place.x += width + gap;
        }
      },
      kWholeRow);
}

void talk(Ui& ui, Cells& cells) {
  // It is in the second part of the module.
  if (ui.model().rest == Rest::kNotAsked) ui.emit<PageEvent>(RetryRestPressed{});
  if (ui.model().rest != Rest::kHere) {
    cells.cell([&] { waiting(ui, "talk_waiting", ui.text(Text::kCommonLoading)); });
    return;
  }
  cells.cell([&] { bubbles(ui); }, kWholeRow);
  files(ui, cells);
}

}  // namespace spico::ui

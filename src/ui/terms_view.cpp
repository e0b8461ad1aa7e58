#include <algorithm>
#include <cmath>

#include "core/failure_text.hpp"
#include "core/text/fill.hpp"
#include "ui/app_view.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

void terms_text(Ui& ui, const TermsText& terms) {
  Node node;
  node.id = ui.id("text");
  node.role = Role::kRegion;
  node.look = Look::kScroller;
  node.name = ui.text(Text::kTermsTextRegion);
  // A scrolling text must be reachable by keyboard to be read by keyboard.
  node.state = mirror::kFocusable;
  const float height = std::clamp(ui.height() - ui.flow_y() - ui.scaled(230), ui.scaled(160), ui.scaled(560));
  const Rect box = ui.take(height);
  node.rect = box;
  const Interaction state = ui.interact(node.id, box);
  ui.fill(box, ui.theme().surface, measure::kRadius);
  ui.outline(box, ui.theme().border, measure::kRadius);
  if (state.ring) ui.focus_ring(box, measure::kRadius);
  ui.begin_scroll(std::move(node));
  const float pad = ui.scaled(16);
  ui.push_column({box.x + pad, ui.flow_y() + pad, box.width - pad * 2 - ui.scrollbar_width(), 0});
  std::uint64_t number = 0;
  for (const TermsBlock& block : terms.blocks) {
    const std::string key = "block" + std::to_string(number++);
    if (block.kind == TermsBlock::Kind::kHeading) {
      ui.gap(8);
      heading(ui, key, 2, block.text);
      ui.gap(4);
    } else if (block.kind == TermsBlock::Kind::kItem) {
      // The bullet is a drawing; the mirror's item says by itself that it is one of a list.
      ui.canvas()->AddCircleFilled({ui.flow_x() + ui.scaled(6), ui.flow_y() + ui.scaled(11)}, ui.scaled(2.5F),
                                   ui.theme().muted);
      ui.push_column({ui.flow_x() + ui.scaled(20), ui.flow_y(), ui.flow_width() - ui.scaled(20), 0});
      paragraph(ui, key, block.text);
      ui.move_to(ui.pop_column());
      ui.gap(4);
    } else {
      paragraph(ui, key, block.text);
      ui.gap(8);
    }
  }
  ui.move_to(ui.pop_column() + pad);
  ui.end_scroll();
}

void decision(Ui& ui, const Terms& terms) {
  const Rect line = ui.take(ui.scaled(measure::kControl));
  if (checkbox(ui, "agree", ui.text(Text::kTermsAgree), terms.read_and_agreed, line, {}, "agree"))
    ui.emit<TermsEvent>(AgreedToggled{});
  ui.gap(8);
  banner(ui, "failure", failure_text(ui.language(), terms.failure), Tone::kDanger);
  if (terms.failure.is_some()) ui.gap(8);
  const bool locked = !terms.read_and_agreed;
  const ButtonSpec accept{.key = "accept",
                          .label = ui.text(Text::kTermsAccept),
                          .look = Look::kPrimary,
                          .state = locked ? std::uint32_t{mirror::kDisabled} : 0U,
                          .description = locked ? ui.text(Text::kTermsAcceptLocked) : std::string_view{}};
  const ButtonSpec refuse{.key = "refuse", .label = ui.text(Text::kTermsRefuse)};
  const Rect row = ui.take(ui.scaled(measure::kControl));
  const float width = std::min((row.width - ui.scaled(12)) / 2, ui.scaled(220));
  if (button(ui, accept, {row.x, row.y, width, row.height})) ui.emit<TermsEvent>(AcceptPressed{});
  if (button(ui, refuse, {row.x + width + ui.scaled(12), row.y, width, row.height}))
    ui.emit<TermsEvent>(RefusePressed{});
}

}  // namespace

void terms_view(Ui& ui) {
  const Terms& terms = ui.model().terms;
  const float width = std::min(ui.flow_width() - ui.scaled(32), ui.scaled(760));
  const float x = ui.flow_x() + std::round((ui.flow_width() - width) / 2);
  ui.push_column({x, ui.flow_y() + ui.scaled(24), width, 0});
  heading(ui, "title", 1,
          ui.text(terms.document == TermsDocument::kPass ? Text::kTermsTitlePass : Text::kTermsTitleSpico));
  if (terms.text.value) {
    paragraph(ui, "version", fill(ui.text(Text::kCommonVersion), {{"version", terms.text.value->version}}),
              {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
    ui.gap(12);
    terms_text(ui, *terms.text.value);
    ui.gap(8);
    decision(ui, terms);
  } else if (terms.text.failure.is_some()) {
    ui.gap(16);
    if (failed(ui, "failed", terms.text.failure)) ui.emit<TermsEvent>(RetryTermsPressed{});
  } else {
    ui.gap(16);
    waiting(ui, "waiting", ui.text(Text::kCommonLoading));
  }
  ui.move_to(ui.pop_column() + ui.scaled(24));
}

}  // namespace spico::ui

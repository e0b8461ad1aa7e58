#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/text/fill.hpp"
#include "core/version.hpp"
#include "ui/app_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

enum class Kind : std::uint8_t { kHeading, kParagraph };
struct Block {
  Kind kind;
  Text text;
};

constexpr std::array kAccessibilityPage{
    Block{Kind::kParagraph, Text::kInfoAccessibilityState},
    Block{Kind::kHeading, Text::kInfoAccessibilityCheckedTitle},
    Block{Kind::kParagraph, Text::kInfoAccessibilityChecked1},
    Block{Kind::kParagraph, Text::kInfoAccessibilityChecked2},
    Block{Kind::kParagraph, Text::kInfoAccessibilityChecked3},
    Block{Kind::kHeading, Text::kInfoAccessibilityMissingTitle},
    Block{Kind::kParagraph, Text::kInfoAccessibilityMissing},
    Block{Kind::kHeading, Text::kInfoAccessibilityOtherTitle},
    Block{Kind::kParagraph, Text::kInfoAccessibilityOther},
    Block{Kind::kHeading, Text::kInfoAccessibilityContactTitle},
    Block{Kind::kParagraph, Text::kInfoAccessibilityContact},
    Block{Kind::kParagraph, Text::kInfoAccessibilityDate},
};
constexpr std::array kLegalPage{
    Block{Kind::kHeading, Text::kInfoLegalPublisherTitle},
    Block{Kind::kParagraph, Text::kInfoLegalPublisher},
    Block{Kind::kParagraph, Text::kInfoLegalTest},
    Block{Kind::kHeading, Text::kInfoLegalSoftwareTitle},
    Block{Kind::kParagraph, Text::kInfoLegalSoftware},
};
constexpr std::array kPrivacyPage{
    Block{Kind::kHeading, Text::kInfoPrivacyBrowserTitle},
    Block{Kind::kParagraph, Text::kInfoPrivacyBrowser1},
    Block{Kind::kParagraph, Text::kInfoPrivacyBrowser2},
    Block{Kind::kParagraph, Text::kInfoPrivacyBrowser3},
    Block{Kind::kHeading, Text::kInfoPrivacyServerTitle},
    Block{Kind::kParagraph, Text::kInfoPrivacyServer},
    Block{Kind::kHeading, Text::kInfoPrivacyRightsTitle},
    Block{Kind::kParagraph, Text::kInfoPrivacyRights},
};

std::span<const Block> blocks_of(Screen page) {
  if (page == Screen::kLegal) return kLegalPage;
  if (page == Screen::kPrivacy) return kPrivacyPage;
  return kAccessibilityPage;
}

}  // namespace

void info_view(Ui& ui) {
  const float width = std::min(ui.flow_width() - ui.scaled(32), ui.scaled(720));
  const float x = ui.flow_x() + std::round((ui.flow_width() - width) / 2);
  ui.push_column({x, ui.flow_y() + ui.scaled(24), width, 0});
  heading(ui, "title", 1, ui.text(info_title(ui.model().screen)));
  ui.gap(12);
  std::uint64_t number = 0;
  for (const Block& block : blocks_of(ui.model().screen)) {
    const std::string key = "block" + std::to_string(number++);
    if (block.kind == Kind::kHeading) {
      ui.gap(12);
      heading(ui, key, 2, ui.text(block.text));
      ui.gap(4);
    } else {
      paragraph(ui, key, ui.text(block.text));
      ui.gap(8);
    }
  }
  // On a phone nothing else says it.
  paragraph(ui, "version", fill(ui.text(Text::kCommonVersion), {{"version", kVersion}}),
            {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
  ui.gap(16);
  const ButtonSpec back{.key = "back", .label = ui.text(Text::kInfoBack)};
  Rect box = ui.take(ui.scaled(measure::kControl));
  box.width = button_width(ui, back);
  // The portal, or the sign-in of whoever is not signed in.
  if (button(ui, back, box)) ui.emit<PageEvent>(PortalPressed{});
  ui.move_to(ui.pop_column() + ui.scaled(24));
}

}  // namespace spico::ui

#include "ui/footer.hpp"

#include <vector>

#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

constexpr float kLinkGap = 8, kLine = 48;
constexpr float kRingRoom = 6;  // of the focus ring, which must not be cut at the edge of the window

struct Entry {
  ButtonSpec spec;
  PageEvent event;
};

ButtonSpec link(const Ui& ui, std::string_view key, Text label, std::string_view href,
                std::string_view adopt) {
  return {.key = key,
          .label = ui.text(label),
          .look = Look::kQuiet,
          .adopt = adopt,
          .role = Role::kLink,
          .href = href};
}

std::vector<Entry> entries_of(const Ui& ui, FooterKind kind) {
  const Settings& settings = ui.model().settings;
  const auto chosen = [&](Language language) {
    return mirror::kHasPressed | (ui.language() == language ? mirror::kPressed : 0U);
  };
  const bool adopts = kind == FooterKind::kSignIn;
  const auto key = [&](std::string_view adopt) { return adopts ? adopt : std::string_view{}; };
  std::vector<Entry> entries;
  entries.push_back({link(ui, "legal", Text::kInfoLegal, "#/mentions-legales", key("footer.legal")),
                     InfoPressed{Screen::kLegal}});
  entries.push_back({link(ui, "privacy", Text::kInfoPrivacy, "#/donnees-personnelles", key("footer.privacy")),
                     InfoPressed{Screen::kPrivacy}});
  entries.push_back(
      {link(ui, "accessibility", Text::kInfoAccessibility, "#/accessibilite", key("footer.accessibility")),
       InfoPressed{Screen::kAccessibility}});
  if (kind == FooterKind::kPortal) return entries;
  entries.push_back({{.key = "french",
                      .label = ui.text(Text::kCommonFrench),
                      .look = Look::kQuiet,
                      .state = chosen(Language::kFrench),
                      .adopt = "footer.language.fr"},
                     LanguageChosen{Language::kFrench}});
  entries.push_back({{.key = "english",
                      .label = ui.text(Text::kCommonEnglish),
                      .look = Look::kQuiet,
                      .state = chosen(Language::kEnglish),
                      .adopt = "footer.language.en"},
                     LanguageChosen{Language::kEnglish}});
  entries.push_back({{.key = "theme",
                      .label = ui.text(Text::kCommonTheme),
                      .look = Look::kQuiet,
                      .description = theme_name(ui.language(), settings.theme),
                      .adopt = "footer.theme"},
                     ThemePressed{}});
  if (settings.webgl) {
    entries.push_back(
        {{.key = "html",
          .label = ui.text(ui.html_face() ? Text::kCommonCanvasVersion : Text::kCommonHtmlVersion),
          .look = Look::kQuiet,
          .adopt = "footer.html"},
         FacePressed{}});
  }
  if (settings.kiosk) {
    entries.push_back(
        {{.key = "full_screen", .label = ui.text(Text::kCommonFullScreen), .look = Look::kQuiet},
         FullScreenPressed{}});
  }
  return entries;
}

// That of the portal stands within a column that has its own.
float pad_of(const Ui& ui, FooterKind kind) { return kind == FooterKind::kPortal ? 0 : ui.scaled(12); }

// Gives each entry its box, line after line; returns the number of lines.
template <typename Visit>
int lay_out(const Ui& ui, const std::vector<Entry>& entries, const Rect& box, float pad, Visit&& visit) {
  const float left = box.x + pad;
  float x = left;
  int line = 0;
  for (const Entry& entry : entries) {
    const float width = button_width(ui, entry.spec);
    if (x + width > right(box) - pad && x > left) {
      x = left;
      ++line;
    }
    const float height = ui.scaled(kLine);
    visit(entry,
          Rect{x, box.y + height * static_cast<float>(line) + kRingRoom, width, height - kRingRoom * 2});
    x += width + ui.scaled(kLinkGap);
  }
  return line + 1;
}

}  // namespace

float footer_height(const Ui& ui, float width, FooterKind kind) {
  const int lines =
      lay_out(ui, entries_of(ui, kind), {0, 0, width, 0}, pad_of(ui, kind), [](const Entry&, const Rect&) {});
  return ui.scaled(kLine) * static_cast<float>(lines);
}

void footer(Ui& ui, const Rect& box, FooterKind kind) {
  Node node;
  node.id = ui.id("footer");
  node.role = Role::kContentInfo;
  node.look = Look::kRowOfItems;
  if (kind == FooterKind::kSignIn) node.adopt = "footer";
  node.rect = box;
  const Scope scope(ui, std::move(node));
  const std::vector<Entry> entries = entries_of(ui, kind);
  lay_out(ui, entries, box, pad_of(ui, kind), [&](const Entry& entry, const Rect& place) {
    if (!button(ui, entry.spec, place)) return;
    std::visit([&](const auto& fact) { ui.emit<PageEvent>(fact); }, entry.event);
  });
}

}  // namespace spico::ui

#include "ui/audit.hpp"

#ifndef SPICO_AUDIT

namespace spico::ui::audit {
void begin_window() {}
void end_window() {}
void before_text() {}
void end_frame(const mirror::Tree&) {}
void text_cut(std::string_view) {}
std::vector<std::string> take_cut() { return {}; }
std::vector<std::string> take_findings() { return {}; }
std::size_t looked_at() { return 0; }
}  // namespace spico::ui::audit

#else

#include <imgui_internal.h>

#include <algorithm>
#include <set>
#include <utility>

namespace {

constexpr char kTextStart = '\x02';
constexpr const char* kTextStartPrefix = "\x02";

struct Heard {
  std::vector<ImGuiID> items;
  std::string texts;
  std::vector<std::string> findings, cut;
  std::size_t looked_at = 0;
};

Heard& heard() {
  static Heard instance;
  return instance;
}

}  // namespace

// ImGui calls these when IMGUI_ENABLE_TEST_ENGINE is defined (imgui_internal.h declares them).
void ImGuiTestEngineHook_ItemAdd(ImGuiContext*, ImGuiID id, const ImRect&, const ImGuiLastItemData*) {
  heard().items.push_back(id);
}
void ImGuiTestEngineHook_ItemInfo(ImGuiContext*, ImGuiID, const char*, ImGuiItemStatusFlags) {}
void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}
const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }

namespace spico::ui::audit {

namespace {

// ImGui makes items for the windows themselves; everything else is ours.
bool is_window_item(ImGuiID id) {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  return std::any_of(context.Windows.begin(), context.Windows.end(), [&](const ImGuiWindow* window) {
    return id == window->ID || id == window->MoveId || id == window->PopupId || id == window->ChildId;
  });
}

bool holds(const mirror::Tree& tree, std::string_view text) {
  return std::any_of(tree.begin(), tree.end(), [&](const mirror::Node& node) {
    if (node.role == mirror::Role::kPainted) return false;
    return node.name.find(text) != std::string::npos || node.value.find(text) != std::string::npos ||
           node.placeholder.find(text) != std::string::npos;
  });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \r\n";
  const auto first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

void begin_window() {
  ImGui::GetCurrentContext()->TestEngineHookItems = true;
  ImGui::LogToBuffer();
}

// Ending a window ends ImGui's log, whichever window began it.
void end_window() {
  ImGui::GetCurrentContext()->TestEngineHookItems =
      false;  // ImGui's own fallback window is not ours to record
  const ImGuiTextBuffer& log = ImGui::GetCurrentContext()->LogBuffer;
  heard().texts.append(log.c_str(), static_cast<std::size_t>(log.size()));
}

void before_text() { ImGui::LogSetNextTextDecoration(kTextStartPrefix, nullptr); }

void end_frame(const mirror::Tree& tree) {
  std::set<mirror::NodeId> recorded;
  for (const mirror::Node& node : tree) recorded.insert(node.id);
  for (const ImGuiID id : std::exchange(heard().items, {})) {
    ++heard().looked_at;
    if (!recorded.contains(id) && !is_window_item(id))
      heard().findings.push_back("item drawn but not recorded: " + std::to_string(id));
  }
  if (recorded.size() != tree.size()) heard().findings.emplace_back("two nodes of one id");
  for (const mirror::Node& node : tree) {
    if (node.role == mirror::Role::kPainted && !holds(tree, trimmed(node.name)))
      heard().findings.push_back("text painted but not in the tree: " + node.name);
  }
  const std::string texts = std::exchange(heard().texts, {});
  std::string_view rest = texts;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(kTextStart), rest.size());
    const std::string_view text = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), end + 1));
    if (text.empty()) continue;
    ++heard().looked_at;
    if (!holds(tree, text))
      heard().findings.push_back("text drawn but not in the tree: " + std::string(text));
  }
}

void text_cut(std::string_view text) { heard().cut.emplace_back(text); }
std::vector<std::string> take_cut() { return std::exchange(heard().cut, {}); }
std::vector<std::string> take_findings() { return std::exchange(heard().findings, {}); }
std::size_t looked_at() { return heard().looked_at; }

}  // namespace spico::ui::audit

#endif

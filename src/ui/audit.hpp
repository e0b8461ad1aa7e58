// Two audits of every frame: an ImGui item that was drawn but not recorded, a text that was drawn but is not
// in the tree. Only audit builds (SPICO_AUDIT) listen; elsewhere these do nothing. Called by Ui; tests take
// the findings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mirror/node.hpp"

namespace spico::ui::audit {

void begin_window();  ///< after each ImGui::Begin
void end_window();    ///< before each ImGui::End
void before_text();   ///< before each text, so that two on one line stay two
void end_frame(const mirror::Tree& tree);

void text_cut(std::string_view text);  ///< a text was drawn with an ellipsis: its box was too small

/// One sentence for each thing that was drawn and not recorded since the last call.
[[nodiscard]] std::vector<std::string> take_findings();
/// The texts that were cut since the last call.
[[nodiscard]] std::vector<std::string> take_cut();
/// How many items and texts were looked at: a silent audit proves nothing.
[[nodiscard]] std::size_t looked_at();

}  // namespace spico::ui::audit

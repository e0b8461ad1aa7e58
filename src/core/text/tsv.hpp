// Tab-separated lines for the clipboard. For ui/.
#pragma once

#include <string>
#include <vector>

namespace spico {

/// Adds one line. Tabs, line ends and other control characters inside a cell become spaces: they would make
/// cells and rows of their own. Cells that look like a formula stay what they are, as in every table that is
/// copied; a file to be opened elsewhere (CSV) must guard against them.
void append_tsv_line(std::string& tsv, const std::vector<std::string>& cells);

}  // namespace spico

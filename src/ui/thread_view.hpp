// The open discussion: its head, its messages, and what is being written. For discussions_view.
#pragma once

#include "ui/ui.hpp"

namespace spico::ui {

enum class ThreadPlace : std::uint8_t { kAlone, kBesideList };

void thread_view(Ui& ui, const Rect& room, ThreadPlace place);

}  // namespace spico::ui

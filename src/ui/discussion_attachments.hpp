// Files in the discussions: those of the composer, of messages that are on their way, and of messages that
// have come. For composer_view and message_item.
#pragma once

#include <vector>

#include "core/discussions/outbox.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

/// «Joindre un fichier», in its box: a real file field. In a box as wide as a control, its pictogram alone.
void attach_field(Ui& ui, const Rect& box);
[[nodiscard]] float attach_field_width(const Ui& ui);
/// The files of the draft above its text: name, size, state, «Retirer»; over the whole column.
void draft_files(Ui& ui, const std::vector<OutgoingFile>& files);

/// Of the files of a message in a bubble of this inner width; the width that they would like to have.
[[nodiscard]] float files_height(const Ui& ui, const std::vector<OutgoingFile>& files, float width);
[[nodiscard]] float files_width(const Ui& ui, const std::vector<OutgoingFile>& files);
void outgoing_files(Ui& ui, const std::vector<OutgoingFile>& files, const Rect& box);

/// Known before a picture arrives, so that nothing moves when it does.
[[nodiscard]] float attachments_height(const Ui& ui, const std::vector<Attachment>& attachments, float width);
[[nodiscard]] float attachments_width(const Ui& ui, const std::vector<Attachment>& attachments);
void message_attachments(Ui& ui, const std::vector<Attachment>& attachments, const Rect& box);

}  // namespace spico::ui

// Files of messages as facts change them: chosen, sealed onto the device, sent piece by piece, removed,
// opened. Called by doors and the updates of outbox and sealing.
#pragma once

#include <cstdint>
#include <optional>

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/event.hpp"
#include "core/model.hpp"

namespace spico {

/// A file of a message or a draft; nullptr: none.
[[nodiscard]] OutgoingFile* find_file(Unsent& unsent, std::string_view client_id);

void choose_files(Model& model, const FilesChosen& event, const Env& env, Effects& effects);
void remove_file(Model& model, const FileRemoved& event, Effects& effects);
void move_file(Model& model, FileMoved& event, const Env& env, Effects& effects);
void open_attachment(Model& model, const AttachmentPressed& event, const Env& env, Effects& effects);

/// The next steps, and what no message has any more is let go. After anything that may have changed it.
void work_on_files(Model& model, const Env& env, Effects& effects);
/// SPICO is left: the page holds no file any more; what the device keeps stays.
void release_files(Model& model, const Env& env, Effects& effects);
/// What was refused is sent from its beginning again, if it can still be read.
void retry_refused_files(Outbox& outbox, OutgoingMessage& message);
/// Does not wait for the next try, unless the server has told us to.
void hurry_files(Outbox& outbox);
/// Monotonic clock; nullopt: no file waits for time alone.
[[nodiscard]] std::optional<std::int64_t> next_file_ms(const Model& model, const Env& env);
/// The server has this message: its files are the message's now.
void settle_files(Outbox& outbox, const OutgoingMessage& message);
/// Another tab has this message, and its files with it: nothing of them is erased from here.
void leave_files(Outbox& outbox, const OutgoingMessage& message);
/// The server does not know them any more: they are sent again.
void begin_files_again(Outbox& outbox, const OutgoingMessage& message);
/// Of a record that the device had: what is not all there cannot be sent.
void take_back_files(Outbox& outbox, std::vector<OutgoingFile>& files);

}  // namespace spico

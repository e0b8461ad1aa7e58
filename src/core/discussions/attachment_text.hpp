// What people read of a file: its name made fit, its size, why it is refused. For the updates and the views
// of the discussions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/discussions/attachment.hpp"
#include "core/remote.hpp"
#include "core/text/language.hpp"

namespace spico {

/// Without what a name may not have on the wire, and not longer than it may be; its ending stays.
[[nodiscard]] std::string file_name_of(std::string_view name);
/// By the type that the browser tells, or by the name where it tells none. The server judges contents.
[[nodiscard]] bool may_be_attached(std::string_view media_type, std::string_view name);
/// «1,2 Mo», «320 Ko», «85 octets».
[[nodiscard]] std::string size_text(Language language, std::int64_t bytes);
/// «PDF, 320 Ko».
[[nodiscard]] std::string kind_text(Language language, const Attachment& attachment);
/// Why a file is refused, by code of the wire or of files_update; other reasons as failure_text() has them.
[[nodiscard]] std::string refusal_text(Language language, const Failure& failure);
[[nodiscard]] std::string refusal_text(Language language, std::string_view code);
/// «Pièce jointe», «3 pièces jointes».
[[nodiscard]] std::string attachments_text(Language language, std::int64_t count);

}  // namespace spico

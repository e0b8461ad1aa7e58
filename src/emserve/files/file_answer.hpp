// How a file that somebody sent is given back: as what it is, to be looked at or kept, and able to do
// nothing. For routes/.
#pragma once

#include <string>
#include <string_view>

#include "api/server_attachments.hpp"
#include "emserve/http/message.hpp"

namespace spico::emserve {

std::string_view media_type(AttachmentType type);

// `inline` or `attachment` with the name (RFC 6266, RFC 8187), which gets the ending of its type unless it
// has it already: what is kept must not open as something else. `name` is UTF-8 without control characters.
std::string content_disposition(api::FileUse use, std::string_view name, AttachmentType type);

Response file_response(api::FileUse use, std::string_view name, AttachmentType type, std::string bytes);

}  // namespace spico::emserve

// Uploads and attachments on the wire, as openapi.yaml describes them: the bodies that clients send and the
// answers to them. For emserve.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/server_requests.hpp"
#include "core/discussions/attachment.hpp"

namespace spico::api {

class JsonWriter;

struct NewUploadBody {
  std::string client_id;
  std::string name;       ///< as sent, not empty; the caller cleans and counts it
  std::int64_t size = 0;  ///< bytes, 1 at least; the caller judges whether it is too much
};
[[nodiscard]] ReadBody<NewUploadBody> read_new_upload(std::string_view body);

/// What a file is fetched for: to be shown, or to be kept by the reader's device.
enum class FileUse : std::uint8_t { kView, kDownload };
[[nodiscard]] ReadBody<FileUse> read_file_use(std::string_view body);
[[nodiscard]] std::string_view code(FileUse use);  ///< "view" "download"

/// A value: the members of an Attachment in an object of their own.
void write_attachment(JsonWriter& json, const Attachment& attachment);

[[nodiscard]] std::string to_json(const UploadState& state);
[[nodiscard]] std::string ticket_json(std::string_view path, std::int64_t expires_in_s);

}  // namespace spico::api

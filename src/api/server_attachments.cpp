#include "api/server_attachments.hpp"

#include <array>

#include "api/body_reading.hpp"

namespace spico::api {
namespace {

constexpr std::int64_t kLargestSize = std::int64_t{1} << 53;  // what JSON can tell apart
constexpr std::array kUses = {FileUse::kView, FileUse::kDownload};

}  // namespace

ReadBody<NewUploadBody> read_new_upload(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const JsonValue root = document.root();
  std::optional<std::string> client_id = client_id_of(root["client_id"]);
  if (!client_id) return {{}, invalid("client_id")};
  std::optional<std::string> name = text_of_length(root["name"], 1, kLargestBody);
  if (!name) return {{}, invalid("name")};
  const std::optional<std::int64_t> size = root["size"].as_integer(1, kLargestSize);
  if (!size) return {{}, invalid("size")};
  return {{.client_id = std::move(*client_id), .name = std::move(*name), .size = *size}, {}};
}

std::string_view code(FileUse use) { return use == FileUse::kView ? "view" : "download"; }

ReadBody<FileUse> read_file_use(std::string_view body) {
  return read_member<FileUse>(body, "use", [](JsonValue value) -> std::optional<FileUse> {
    const std::optional<std::string_view> text = value.as_string();
    for (const FileUse use : kUses) {
      if (text == code(use)) return use;
    }
    return std::nullopt;
  });
}

void write_attachment(JsonWriter& json, const Attachment& attachment) {
  json.begin_object()
      .member("id", to_decimal(attachment.id.value))
      .member("name", attachment.name)
      .member("type", code(attachment.type))
      .member("size", attachment.size);
  if (attachment.width != 0) json.member("width", attachment.width).member("height", attachment.height);
  json.member("preview", attachment.preview).end_object();
}

std::string to_json(const UploadState& state) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("received", state.received);
  if (state.attachment) write_attachment(json.key("attachment"), *state.attachment);
  json.end_object();
  return body;
}

std::string ticket_json(std::string_view path, std::int64_t expires_in_s) {
  std::string body;
  JsonWriter(body).begin_object().member("path", path).member("expires_in_s", expires_in_s).end_object();
  return body;
}

}  // namespace spico::api

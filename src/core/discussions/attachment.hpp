// A file of a message, as plain values: what it is, and how far its upload has come. Server and client.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/patients/patient.hpp"

namespace spico {

/// Given by the server, never reused; its decimal form is the `id` of the wire.
using AttachmentId = StrongNumber<struct AttachmentIdTag, std::uint64_t>;

inline constexpr std::int64_t kLargestAttachment = 10'000'000;  ///< bytes
inline constexpr std::size_t kMostAttachments = 5;              ///< of one message
inline constexpr std::size_t kLongestFileName = 200;            ///< characters
inline constexpr std::int64_t kUploadPieceBytes = 256 * 1024;   ///< the most that one request carries

/// By what the bytes are, never by what they are called. The numbers are stored: the list only grows.
enum class AttachmentType : std::uint8_t { kJpeg, kPng, kPdf };

struct Attachment {
  AttachmentId id;
  std::string name;  ///< as its author's device called it
  AttachmentType type{};
  std::int64_t size = 0;  ///< bytes
  int width = 0;          ///< pixels of an image once it stands upright; 0: no image
  int height = 0;
  bool preview = false;  ///< a small picture of it can be fetched

  friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// A file on its way to the server.
struct UploadState {
  std::int64_t received = 0;             ///< bytes that are there
  std::optional<Attachment> attachment;  ///< once it is whole and accepted

  friend bool operator==(const UploadState&, const UploadState&) = default;
};

/// Codes of the wire; the inverse is nullopt for any other text.
[[nodiscard]] std::string_view code(AttachmentType type);  ///< "jpeg" "png" "pdf"
[[nodiscard]] std::optional<AttachmentType> attachment_type_from_code(std::string_view code);

}  // namespace spico

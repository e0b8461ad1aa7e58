// What the store says of uploads and attachments, as plain values. No SQL, no JSON.
#pragma once

#include <cstdint>
#include <string>

#include "core/discussions/discussion.hpp"

namespace spico::emserve {

inline constexpr std::int64_t kMostUploads = 25;  // of one account that no message has taken
inline constexpr std::int64_t kUploadLifeMs = 24 * 3'600'000;

struct NewUpload {
  std::string client_id;
  std::string name;
  std::int64_t size = 0;  // bytes
};

struct BegunUpload {
  enum class Problem : std::uint8_t {
    kNone,
    kClientId,  // names a file of another name or size
    kTooMany    // the account has kMostUploads
  };
  Problem problem = Problem::kNone;
  UploadState state{};
};

struct AddedPiece {
  enum class Problem : std::uint8_t {
    kNone,
    kUnknown,
    kOutOfOrder,  // it begins beyond what is there
    kBeyondSize
  };
  Problem problem = Problem::kNone;
  bool is_to_examine = false;  // it is whole, and nobody has looked at it yet
  UploadState state{};
};

struct AcceptedFile {
  AttachmentType type{};
  int width = 0, height = 0;  // upright; 0: no image
  std::string preview;        // a JPEG; empty: none
};

// An attachment with its message.
struct PlacedAttachment {
  DiscussionId discussion;
  MessageId message;
  PatientId patient;  // of the discussion; none: of no patient
  Attachment attachment;
};

struct AttachmentFile {
  std::string name;
  AttachmentType type{};
  std::string bytes;
};

}  // namespace spico::emserve

// Single-use tickets for files: an address that a browser can open by itself, which is of use once, to one
// session, for half a minute. In memory only: a server that starts again has given none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/server_attachments.hpp"
#include "core/discussions/attachment.hpp"
#include "emserve/store/records.hpp"

namespace spico::emserve {

inline constexpr std::int64_t kTicketLifeMs = 30'000;

struct FileTicket {
  AttachmentId attachment;
  SessionKey session;
  api::FileUse use = api::FileUse::kView;
  std::int64_t expires_at_ms = 0;
};

// From any thread.
class FileTickets {
 public:
  // Its name: 43 characters of base64url that nobody can guess.
  std::string issue(SessionKey session, AttachmentId attachment, api::FileUse use, std::int64_t now_ms);
  // Uses it up. Nothing: unknown, used, too old, or another session's, whose owner may still use it.
  std::optional<FileTicket> redeem(std::string_view name, SessionKey session, std::int64_t now_ms);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, FileTicket> tickets_;
};

}  // namespace spico::emserve

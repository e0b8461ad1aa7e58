#include "emserve/auth/file_tickets.hpp"

#include "crypto/random.hpp"

namespace spico::emserve {

std::string FileTickets::issue(SessionKey session, AttachmentId attachment, api::FileUse use,
                               std::int64_t now_ms) {
  std::string name = crypto::to_base64url(crypto::random_secret<32>().view());
  const std::lock_guard lock(mutex_);
  std::erase_if(tickets_, [now_ms](const auto& entry) { return entry.second.expires_at_ms <= now_ms; });
  tickets_[name] = {
      .attachment = attachment, .session = session, .use = use, .expires_at_ms = now_ms + kTicketLifeMs};
  return name;
}

std::optional<FileTicket> FileTickets::redeem(std::string_view name, SessionKey session,
                                              std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  const auto found = tickets_.find(std::string(name));
  if (found == tickets_.end() || found->second.session != session) return std::nullopt;
  const FileTicket ticket = found->second;
  tickets_.erase(found);
  return ticket.expires_at_ms > now_ms ? std::optional(ticket) : std::nullopt;
}

}  // namespace spico::emserve

// Attachments of messages, for whoever reads or writes messages in store/.
#pragma once

#include <span>
#include <vector>

#include "emserve/store/sqlite_connection.hpp"

namespace spico::emserve {

inline std::int64_t key_of(AttachmentId attachment) { return static_cast<std::int64_t>(attachment.value); }

// In the author's order. Whoever calls has read the message as one who may see it.
std::vector<Attachment> attachments_of(SqliteConnection& connection, MessageId message);

// The accepted uploads of the account that no message has taken, in this order; nothing when one is none.
std::optional<std::vector<AttachmentId>> find_uploads(SqliteConnection& connection, AccountId account,
                                                      std::span<const std::string> client_ids,
                                                      std::int64_t now_ms);
// From now on they are the message's. Within the transaction that writes it.
void give_to_message(SqliteConnection& connection, std::span<const AttachmentId> attachments,
                     MessageId message);

// Those that no message took in time.
void forget_uploads(SqliteConnection& connection, std::int64_t now_ms);

}  // namespace spico::emserve

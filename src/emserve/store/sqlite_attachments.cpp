// Uploads and attachments: bytes in pieces as they came, and who may have them.
#include <algorithm>

#include "emserve/store/sqlite_attachment_rows.hpp"
#include "emserve/store/sqlite_discussion_rows.hpp"
#include "emserve/store/sqlite_store.hpp"

// For read_attachment.
#define ATTACHMENT_COLUMNS                                   \
  "f.id, f.name, f.type, f.size, f.width, f.height, EXISTS " \
  "(SELECT 1 FROM attachment_previews v WHERE v.attachment_id = f.id) "

// The attachment ?2 as the account ?1 may see it now.
#define ATTACHMENT_OF_MEMBER                                                                          \
  "FROM " MEMBER_NOW                                                                                  \
  "JOIN messages m ON m.discussion_id = d.id AND m.number >= me.first AND m.withdrawn_at_ms IS NULL " \
  "JOIN attachments f ON f.message_id = m.id " OF_ACCOUNT "AND f.id = ?2"

// The same for whoever reads it in a dossier.
#define ATTACHMENT_OF_DOSSIER                                                                          \
  "FROM dossier_entries e JOIN patient_access x ON x.patient_id = e.patient_id AND x.account_id = ?1 " \
  "JOIN messages m ON m.id = e.message_id AND m.withdrawn_at_ms IS NULL JOIN discussions d ON d.id = " \
  "m.discussion_id JOIN attachments f ON f.message_id = m.id WHERE e.removed_at_ms IS NULL AND f.id = ?2"

namespace spico::emserve {
namespace {

Attachment read_attachment(const Query& query) {
  return {.id = {static_cast<std::uint64_t>(query.integer(0))},
          .name = std::string(query.text(1)),
          .type = static_cast<AttachmentType>(query.integer(2)),
          .size = query.integer(3),
          .width = static_cast<int>(query.integer(4)),
          .height = static_cast<int>(query.integer(5)),
          .preview = query.boolean(6)};
}

struct Upload {
  AttachmentId id;
  std::string name;
  std::int64_t size = 0;
  UploadState state;
};

// Also one that a message has taken: a page that never got the answer asks again.
std::optional<Upload> find_upload(SqliteConnection& connection, AccountId account,
                                  std::string_view client_id) {
  Query query =
      connection.query("SELECT " ATTACHMENT_COLUMNS
                       ", f.received, f.type IS NOT NULL FROM attachments f WHERE f.account_id = ? AND "
                       "f.client_id = ?");
  query.bind(account.value).bind(client_id);
  if (!query.step()) return std::nullopt;
  const Attachment attachment = read_attachment(query);
  Upload upload{.id = attachment.id, .name = attachment.name, .size = attachment.size, .state = {}};
  upload.state.received = query.integer(7);
  if (query.boolean(8)) upload.state.attachment = attachment;
  return upload;
}

// The server may have ended before it looked at a file that is whole: told that the last piece is missing,
// the page sends it again, and the file is looked at then.
UploadState state_to_go_on_from(SqliteConnection& connection, const Upload& upload) {
  if (upload.state.attachment || upload.state.received < upload.size) return upload.state;
  Query query = connection.query("SELECT max(first) FROM attachment_pieces WHERE attachment_id = ?");
  query.bind(key_of(upload.id));
  query.step();
  return {.received = query.integer(0), .attachment = {}};
}

std::int64_t count_not_taken(SqliteConnection& connection, AccountId account) {
  Query query =
      connection.query("SELECT count(*) FROM attachments WHERE account_id = ? AND message_id IS NULL");
  query.bind(account.value);
  query.step();
  return query.integer(0);
}

std::string all_pieces(SqliteConnection& connection, AttachmentId attachment, std::int64_t size) {
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(size));
  Query query =
      connection.query("SELECT bytes FROM attachment_pieces WHERE attachment_id = ? ORDER BY first");
  query.bind(key_of(attachment));
  while (query.step()) bytes.append(query.bytes(0));
  return bytes;
}

}  // namespace

std::vector<Attachment> attachments_of(SqliteConnection& connection, MessageId message) {
  Query query = connection.query("SELECT " ATTACHMENT_COLUMNS
                                 "FROM attachments f WHERE f.message_id = ? ORDER BY f.position");
  query.bind(key_of(message));
  std::vector<Attachment> attachments;
  while (query.step()) attachments.push_back(read_attachment(query));
  return attachments;
}

std::optional<std::vector<AttachmentId>> find_uploads(SqliteConnection& connection, AccountId account,
                                                      std::span<const std::string> client_ids,
                                                      std::int64_t now_ms) {
  std::vector<AttachmentId> found;
  for (const std::string& client_id : client_ids) {
    Query query = connection.query(
        "SELECT id FROM attachments WHERE account_id = ? AND client_id = ? AND type IS NOT NULL AND "
        "message_id IS "
        "NULL AND begun_at_ms > ?");
    query.bind(account.value).bind(std::string_view(client_id)).bind(now_ms - kUploadLifeMs);
    if (!query.step()) return std::nullopt;
    found.push_back({static_cast<std::uint64_t>(query.integer(0))});
  }
  return found;
}

void give_to_message(SqliteConnection& connection, std::span<const AttachmentId> attachments,
                     MessageId message) {
  std::int64_t position = 0;
  for (const AttachmentId attachment : attachments) {
    connection.query("UPDATE attachments SET message_id = ?, position = ? WHERE id = ?")
        .bind(key_of(message))
        .bind(++position)
        .bind(key_of(attachment))
        .run();
  }
}

void forget_uploads(SqliteConnection& connection, std::int64_t now_ms) {
  connection.query("DELETE FROM attachments WHERE message_id IS NULL AND begun_at_ms <= ?")
      .bind(now_ms - kUploadLifeMs)
      .run();
}

BegunUpload SqliteStore::begin_upload(AccountId account, const NewUpload& wanted, std::int64_t now_ms) {
  using Problem = BegunUpload::Problem;
  WriteTransaction transaction(connection_);
  forget_uploads(connection_, now_ms);
  if (const std::optional<Upload> upload = find_upload(connection_, account, wanted.client_id)) {
    if (upload->size != wanted.size || upload->name != wanted.name) return {.problem = Problem::kClientId};
    return {.state = state_to_go_on_from(connection_, *upload)};
  }
  if (count_not_taken(connection_, account) >= kMostUploads) return {.problem = Problem::kTooMany};
  connection_
      .query(
          "INSERT INTO attachments (account_id, client_id, name, size, begun_at_ms) VALUES (?, ?, ?, ?, ?)")
      .bind(account.value)
      .bind(std::string_view(wanted.client_id))
      .bind(std::string_view(wanted.name))
      .bind(wanted.size)
      .bind(now_ms)
      .run();
  transaction.commit();
  return {};
}

AddedPiece SqliteStore::add_upload_piece(AccountId account, std::string_view client_id, std::int64_t from,
                                         std::string_view bytes, std::int64_t now_ms) {
  using Problem = AddedPiece::Problem;
  WriteTransaction transaction(connection_);
  forget_uploads(connection_, now_ms);
  const std::optional<Upload> upload = find_upload(connection_, account, client_id);
  if (!upload) return {.problem = Problem::kUnknown};
  AddedPiece added{.state = upload->state};
  const std::int64_t received = upload->state.received;
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (from > received) return {.problem = Problem::kOutOfOrder};
  if (from + size > upload->size) return {.problem = Problem::kBeyondSize};
  if (from + size > received) {
    connection_.query("INSERT INTO attachment_pieces (attachment_id, first, bytes) VALUES (?, ?, ?)")
        .bind(key_of(upload->id))
        .bind(received)
        .bind_bytes(bytes.substr(static_cast<std::size_t>(received - from)))
        .run();
    added.state.received = from + size;
    connection_.query("UPDATE attachments SET received = ? WHERE id = ?")
        .bind(added.state.received)
        .bind(key_of(upload->id))
        .run();
    transaction.commit();
  }
  added.is_to_examine = added.state.received == upload->size && !added.state.attachment;
  return added;
}

std::string SqliteStore::upload_bytes(AccountId account, std::string_view client_id) {
  const ReadTransaction view(connection_);
  const std::optional<Upload> upload = find_upload(connection_, account, client_id);
  return upload ? all_pieces(connection_, upload->id, upload->size) : std::string();
}

std::optional<Attachment> SqliteStore::accept_upload(AccountId account, std::string_view client_id,
                                                     const AcceptedFile& file) {
  WriteTransaction transaction(connection_);
  const std::optional<Upload> upload = find_upload(connection_, account, client_id);
  if (!upload) return std::nullopt;
  // Two requests may have looked at it at once, and found the same.
  if (upload->state.attachment) return upload->state.attachment;
  connection_.query("UPDATE attachments SET type = ?, width = ?, height = ? WHERE id = ?")
      .bind(static_cast<int>(file.type))
      .bind(file.width)
      .bind(file.height)
      .bind(key_of(upload->id))
      .run();
  if (!file.preview.empty()) {
    connection_.query("INSERT INTO attachment_previews (attachment_id, bytes) VALUES (?, ?)")
        .bind(key_of(upload->id))
        .bind_bytes(file.preview)
        .run();
  }
  std::optional<Upload> accepted = find_upload(connection_, account, client_id);
  transaction.commit();
  return accepted->state.attachment;
}

void SqliteStore::remove_upload(AccountId account, std::string_view client_id) {
  connection_.query("DELETE FROM attachments WHERE account_id = ? AND client_id = ? AND message_id IS NULL")
      .bind(account.value)
      .bind(client_id)
      .run();
}

std::optional<PlacedAttachment> SqliteStore::find_attachment(AccountId account, AttachmentId attachment) {
#define PLACED_ATTACHMENT "SELECT " ATTACHMENT_COLUMNS ", d.id, m.id, d.patient_id "
  for (const char *const sql :
       {PLACED_ATTACHMENT ATTACHMENT_OF_MEMBER, PLACED_ATTACHMENT ATTACHMENT_OF_DOSSIER}) {
    Query query = connection_.query(sql);
    query.bind(account.value).bind(key_of(attachment));
    if (!query.step()) continue;
    return PlacedAttachment{.discussion = {static_cast<std::uint64_t>(query.integer(7))},
                            .message = {static_cast<std::uint64_t>(query.integer(8))},
                            .patient = {static_cast<std::uint64_t>(query.integer(9))},
                            .attachment = read_attachment(query)};
  }
  return std::nullopt;
}

std::optional<std::string> SqliteStore::attachment_preview(AccountId account, AttachmentId attachment) {
#define PREVIEW_OF "SELECT (SELECT v.bytes FROM attachment_previews v WHERE v.attachment_id = f.id) "
  for (const char *const sql : {PREVIEW_OF ATTACHMENT_OF_MEMBER, PREVIEW_OF ATTACHMENT_OF_DOSSIER}) {
    Query query = connection_.query(sql);
    query.bind(account.value).bind(key_of(attachment));
    if (query.step() && !query.is_null(0)) return std::string(query.bytes(0));
  }
  return std::nullopt;
}

std::optional<AttachmentFile> SqliteStore::attachment_file(AccountId account, AttachmentId attachment) {
  const ReadTransaction view(connection_);
  const std::optional<PlacedAttachment> found = find_attachment(account, attachment);
  if (!found) return std::nullopt;
  return AttachmentFile{.name = found->attachment.name,
                        .type = found->attachment.type,
                        .bytes = all_pieces(connection_, attachment, found->attachment.size)};
}

}  // namespace spico::emserve

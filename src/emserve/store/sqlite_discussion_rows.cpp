#include "emserve/store/sqlite_discussion_rows.hpp"

#include "core/patients/traits.hpp"
#include "core/text/utf8.hpp"
#include "emserve/store/sqlite_attachment_rows.hpp"
#include "emserve/store/sqlite_patient_rows.hpp"

namespace spico::emserve {
namespace {

ProfessionalId professional_at(const Query& query, int column) {
  return {static_cast<std::uint32_t>(query.integer(column))};
}

std::string beginning_of(std::string_view text) { return std::string(first_characters(text, kQuoteLength)); }

std::vector<ProfessionalId> professionals_of(Query query, MessageId message) {
  query.bind(key_of(message));
  std::vector<ProfessionalId> professionals;
  while (query.step()) professionals.push_back(professional_at(query, 0));
  return professionals;
}

}  // namespace

std::vector<ProfessionalId> mentions_of(SqliteConnection& connection, MessageId message) {
  return professionals_of(
      connection.query("SELECT professional_id FROM message_mentions WHERE message_id = ? ORDER BY 1"),
      message);
}

DiscussionPatient read_patient_of_discussion(const Query& query, int column) {
  IdentityTraits traits;
  traits.birth_name = query.text(column + 1);
  traits.used_name = query.text(column + 2);
  traits.first_given_name = query.text(column + 3);
  traits.used_given_name = query.text(column + 4);
  traits.given_names = query.text(column + 5);
  return {.id = {static_cast<std::uint64_t>(query.integer(column))},
          .name = display_name(traits),
          .birth_date = unpacked_date(query.integer(column + 6)),
          .test = query.boolean(column + 7)};
}

Discussion read_discussion(const Query& query) {
  constexpr int kPatient = 17, kAttachments = 25;
  Discussion discussion;
  discussion.id.value = static_cast<std::uint64_t>(query.integer(0));
  discussion.title = query.text(1);
  discussion.count = query.integer(2);
  discussion.mine = query.boolean(3);
  discussion.muted = query.boolean(4);
  discussion.first = query.integer(5);
  discussion.read = query.integer(6);
  discussion.members = query.integer(7);
  discussion.unread = query.integer(8);
  discussion.mentioned = query.boolean(9);
  discussion.urgent = query.boolean(10);
  discussion.last = {.number = query.integer(11),
                     .kind = static_cast<MessageKind>(query.integer(12)),
                     .author = professional_at(query, 13),
                     .author_name = std::string(query.text(14)),
                     .at_ms = query.integer(15),
                     .text = beginning_of(query.text(16)),
                     .attachments = query.integer(kAttachments)};
  if (!query.is_null(kPatient)) discussion.patient = read_patient_of_discussion(query, kPatient);
  return discussion;
}

Message read_message(SqliteConnection& connection, const Query& query) {
  Message message;
  message.id.value = static_cast<std::uint64_t>(query.integer(0));
  message.number = query.integer(1);
  message.kind = static_cast<MessageKind>(query.integer(2));
  message.author = professional_at(query, 3);
  message.member = professional_at(query, 4);
  message.at_ms = query.integer(5);
  message.text = query.text(6);
  message.urgent = query.boolean(7);
  message.edited_at_ms = query.optional_integer(8);
  message.withdrawn = query.boolean(9);
  message.client_id = query.text(10);
  if (!query.is_null(11)) {
    message.reply_to = MessageQuote{.number = query.integer(11),
                                    .author = professional_at(query, 12),
                                    .text = beginning_of(query.text(13)),
                                    .attachments = query.integer(16)};
  }
  if (!query.is_null(17))
    message.filed = Filing{.by = professional_at(query, 17), .at_ms = query.integer(18)};
  message.mentions = mentions_of(connection, message.id);
  message.seen_by = professionals_of(
      connection.query("SELECT professional_id FROM message_seen WHERE message_id = ? ORDER BY at_ms, 1"),
      message.id);
  if (!message.withdrawn) message.attachments = attachments_of(connection, message.id);
  return message;
}

std::optional<Discussion> find_discussion_of(SqliteConnection& connection, AccountId account,
                                             DiscussionId discussion) {
  Query query = connection.query(DISCUSSION_OF_MEMBER "AND d.id = ?2");
  query.bind(account.value).bind(key_of(discussion));
  if (!query.step()) return std::nullopt;
  return read_discussion(query);
}

std::optional<Message> find_message_of(SqliteConnection& connection, AccountId account, MessageId message) {
  Query query = connection.query(MESSAGE_OF_MEMBER "AND m.id = ?2");
  query.bind(account.value).bind(key_of(message));
  if (!query.step()) return std::nullopt;
  return read_message(connection, query);
}

}  // namespace spico::emserve

// How discussions and messages are read, always as one who is in the discussion now. For the sqlite_*.cpp of
// discussions, messages and events.
#pragma once

#include "emserve/store/sqlite_connection.hpp"

// The account ?1 as a present member: every read of a discussion begins here.
#define MEMBER_NOW                                                                     \
  "professionals self JOIN discussion_members me ON me.professional_id = self.id AND " \
  "me.left_at_ms IS NULL JOIN discussions d ON d.id = me.discussion_id "
#define OF_ACCOUNT "WHERE self.account_id = ?1 "

// What counts as unread: what other people wrote after the last one that was read.
#define UNREAD                                                                                 \
  "u.discussion_id = d.id AND u.number > me.read AND u.number >= me.first AND u.kind = 0 AND " \
  "u.author_id <> self.id AND u.withdrawn_at_ms IS NULL"

// How many files a message has; none once it is withdrawn.
#define ATTACHMENTS_OF(message)                                                          \
  "(SELECT count(*) FROM attachments f WHERE f.message_id = " message ".id AND " message \
  ".withdrawn_at_ms IS NULL)"

// The patient of a discussion, only as long as the reader may see it; for read_patient_of_discussion.
#define DISCUSSION_PATIENT_COLUMNS                                                                        \
  "p.id, p.birth_name, p.used_name, p.first_given_name, p.used_given_name, p.given_names, p.birth_date, " \
  "p.test "
#define WITH_PATIENT                                                                              \
  "LEFT JOIN patients p ON p.id = d.patient_id AND EXISTS (SELECT 1 FROM patient_access x WHERE " \
  "x.account_id = ?1 AND x.patient_id = p.id) "

// Discussions for read_discussion.
#define DISCUSSION_OF_MEMBER                                                                                 \
  "SELECT d.id, d.title, d.count, d.creator_id = self.id, me.muted, me.first, me.read, "                     \
  "(SELECT count(*) FROM discussion_members o WHERE o.discussion_id = d.id AND o.left_at_ms IS NULL), "      \
  "(SELECT count(*) FROM messages u WHERE " UNREAD                                                           \
  "), "                                                                                                      \
  "EXISTS (SELECT 1 FROM messages u JOIN message_mentions s ON s.message_id = u.id AND s.professional_id = " \
  "self.id WHERE " UNREAD "), EXISTS (SELECT 1 FROM messages u WHERE " UNREAD                                \
  " AND u.urgent = 1), "                                                                                     \
  "l.number, l.kind, l.author_id, a.name, l.at_ms, l.text, " DISCUSSION_PATIENT_COLUMNS                      \
  ", " ATTACHMENTS_OF("l") " FROM " MEMBER_NOW                                                               \
                           "JOIN messages l ON l.discussion_id = d.id AND l.number = d.count JOIN "          \
                           "professionals a ON a.id = "                                                      \
                           "l.author_id " WITH_PATIENT OF_ACCOUNT

// Messages for read_message: none before the first that the reader may see, not even as a quote.
#define MESSAGE_COLUMNS                                                                             \
  "m.id, m.number, m.kind, m.author_id, m.member_id, m.at_ms, m.text, m.urgent, m.edited_at_ms, "   \
  "m.withdrawn_at_ms IS NOT NULL, CASE WHEN m.author_id = self.id THEN m.client_id END, q.number, " \
  "q.author_id, q.text, d.id, d.title, " ATTACHMENTS_OF("q") ", e.filed_by, e.filed_at_ms "
// And whether the message stands in the dossier.
#define WITH_QUOTE                                                                                     \
  "LEFT JOIN messages q ON q.discussion_id = d.id AND q.number = m.reply_to AND q.number >= me.first " \
  "LEFT JOIN dossier_entries e ON e.message_id = m.id AND e.removed_at_ms IS NULL "
#define MESSAGE_OF_MEMBER                      \
  "SELECT " MESSAGE_COLUMNS "FROM " MEMBER_NOW \
  "JOIN messages m ON m.discussion_id = d.id AND m.number >= me.first " WITH_QUOTE OF_ACCOUNT

namespace spico::emserve {

inline std::int64_t key_of(DiscussionId discussion) { return static_cast<std::int64_t>(discussion.value); }
inline std::int64_t key_of(MessageId message) { return static_cast<std::int64_t>(message.value); }
inline std::int64_t key_of(ProfessionalId professional) { return professional.value; }

// From the first of its DISCUSSION_PATIENT_COLUMNS on.
DiscussionPatient read_patient_of_discussion(const Query& query, int column);

// The row of a DISCUSSION_OF_MEMBER.
Discussion read_discussion(const Query& query);

// By id.
std::vector<ProfessionalId> mentions_of(SqliteConnection& connection, MessageId message);

// The row of a MESSAGE_OF_MEMBER; mentions, «Vu» and attachments are read by statements of their own.
Message read_message(SqliteConnection& connection, const Query& query);
inline DiscussionId discussion_of_message_row(const Query& query) {
  return {static_cast<std::uint64_t>(query.integer(14))};
}

// What the account may see of one; nothing when it may not.
std::optional<Discussion> find_discussion_of(SqliteConnection& connection, AccountId account,
                                             DiscussionId discussion);
std::optional<Message> find_message_of(SqliteConnection& connection, AccountId account, MessageId message);

}  // namespace spico::emserve

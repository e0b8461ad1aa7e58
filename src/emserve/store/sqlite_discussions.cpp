// Discussions and who is in them.
#include "emserve/store/sqlite_discussion_rows.hpp"
#include "emserve/store/sqlite_events.hpp"
#include "emserve/store/sqlite_message_writer.hpp"
#include "emserve/store/sqlite_notifications.hpp"
#include "emserve/store/sqlite_patient_rows.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

// The account as a member of a discussion, now.
struct Membership {
  ProfessionalId self;
  MessageNumber first = 1, read = 0, count = 0;
  bool muted = false;
  std::optional<PatientId> patient;
};

std::optional<Membership> membership_of(SqliteConnection& connection, AccountId account,
                                        DiscussionId discussion) {
  Query query =
      connection.query("SELECT self.id, me.first, me.read, d.count, me.muted, d.patient_id FROM "  //
                       MEMBER_NOW OF_ACCOUNT "AND d.id = ?2");
  query.bind(account.value).bind(key_of(discussion));
  if (!query.step()) return std::nullopt;
  return Membership{.self = {static_cast<std::uint32_t>(query.integer(0))},
                    .first = query.integer(1),
                    .read = query.integer(2),
                    .count = query.integer(3),
                    .muted = query.boolean(4),
                    .patient = PatientId{static_cast<std::uint64_t>(query.integer(5))}};
}

// For the account's own pages only.
void tell_own_pages(SqliteConnection& connection, EventKind kind, AccountId account, DiscussionId discussion,
                    std::int64_t now_ms) {
  append_event(connection, {.kind = kind,
                            .at_ms = now_ms,
                            .patient = {},
                            .account = account,
                            .author = account,
                            .discussion = discussion});
}

void put_member(SqliteConnection& connection, DiscussionId discussion, ProfessionalId member,
                MessageNumber first, std::int64_t now_ms) {
  // Whoever comes back has still read what they had read.
  connection
      .query(
          "INSERT INTO discussion_members (discussion_id, professional_id, first, read, joined_at_ms) VALUES "
          "(?1, ?2, ?3, ?3 - 1, ?4) ON CONFLICT (discussion_id, professional_id) DO UPDATE SET first = "
          "excluded.first, read = max(read, excluded.read), joined_at_ms = excluded.joined_at_ms, left_at_ms "
          "= "
          "NULL")
      .bind(key_of(discussion))
      .bind(key_of(member))
      .bind(first)
      .bind(now_ms)
      .run();
}

bool is_present(SqliteConnection& connection, DiscussionId discussion, ProfessionalId member) {
  Query query = connection.query(
      "SELECT 1 FROM discussion_members WHERE discussion_id = ? AND professional_id = ? AND left_at_ms IS "
      "NULL");
  query.bind(key_of(discussion)).bind(key_of(member));
  return query.step();
}

std::int64_t count_present(SqliteConnection& connection, DiscussionId discussion) {
  Query query = connection.query(
      "SELECT count(*) FROM discussion_members WHERE discussion_id = ? AND left_at_ms IS NULL");
  query.bind(key_of(discussion));
  query.step();
  return query.integer(0);
}

std::vector<Member> members_of(SqliteConnection& connection, DiscussionId discussion, MessageNumber first) {
  Query query = connection.query(
      "SELECT p.id, p.name, p.profession, p.structure, p.commune, o.read, o.joined_at_ms, o.left_at_ms, "
      "o.first FROM "
      "discussion_members o JOIN professionals p ON p.id = o.professional_id WHERE o.discussion_id = ?1 AND "
      "(o.left_at_ms IS NULL OR EXISTS (SELECT 1 FROM messages m WHERE m.discussion_id = ?1 AND m.number >= "
      "?2 AND (m.author_id = o.professional_id OR m.member_id = o.professional_id))) ORDER BY "
      "o.joined_at_ms, "
      "p.id");
  query.bind(key_of(discussion)).bind(first);
  std::vector<Member> members;
  while (query.step()) {
    members.push_back({.id = {static_cast<std::uint32_t>(query.integer(0))},
                       .name = std::string(query.text(1)),
                       .profession = static_cast<ProfessionId>(query.integer(2)),
                       .structure = std::string(query.text(3)),
                       .commune = std::string(query.text(4)),
                       .first = query.integer(8),
                       .read = query.integer(5),
                       .joined_at_ms = query.integer(6),
                       .left_at_ms = query.optional_integer(7)});
  }
  return members;
}

}  // namespace

DiscussionList SqliteStore::discussions_of(AccountId account) {
  const ReadTransaction view(connection_);
  DiscussionList list{.revision = event_bounds().last, .discussions = {}};
  Query query = connection_.query(DISCUSSION_OF_MEMBER "ORDER BY d.last_at_ms DESC, d.id DESC");
  query.bind(account.value);
  while (query.step()) list.discussions.push_back(read_discussion(query));
  return list;
}

std::optional<OpenDiscussion> SqliteStore::open_discussion(AccountId account, DiscussionId discussion) {
  const ReadTransaction view(connection_);
  std::optional<Discussion> found = find_discussion_of(connection_, account, discussion);
  if (!found) return std::nullopt;
  std::vector<Member> members = members_of(connection_, discussion, found->first);
  std::optional<Patient> patient;
  if (found->patient) patient = find_patient_of(connection_, account, found->patient->id);
  return OpenDiscussion{.discussion = std::move(*found),
                        .self = professional_of(account),
                        .members = std::move(members),
                        .patient = std::move(patient)};
}

std::optional<DiscussionId> SqliteStore::find_discussion(AccountId creator, std::string_view client_id) {
  Query query = connection_.query(
      "SELECT d.id FROM professionals self JOIN discussions d ON d.creator_id = self.id AND d.client_id = "
      "?2 " OF_ACCOUNT);
  query.bind(creator.value).bind(client_id);
  if (!query.step()) return std::nullopt;
  return DiscussionId{static_cast<std::uint64_t>(query.integer(0))};
}

MadeDiscussion SqliteStore::add_discussion(AccountId creator, const NewDiscussion& wanted,
                                           std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  if (const std::optional<DiscussionId> found = find_discussion(creator, wanted.client_id)) return {*found};
  const ProfessionalId self = professional_of(creator);
  connection_
      .query(
          "INSERT INTO discussions (creator_id, client_id, title, patient_id, count, last_at_ms) VALUES (?, "
          "?, "
          "?, ?, 0, ?)")
      .bind(key_of(self))
      .bind(std::string_view(wanted.client_id))
      .bind(std::string_view(wanted.title))
      .bind(wanted.patient.is_none() ? std::nullopt : std::optional(key_of(wanted.patient)))
      .bind(now_ms)
      .run();
  const DiscussionId discussion{static_cast<std::uint64_t>(connection_.last_id())};
  put_member(connection_, discussion, self, 1, now_ms);
  for (const ProfessionalId member : wanted.members) put_member(connection_, discussion, member, 1, now_ms);
  const Appended begun = append_message(connection_,
                                        {.discussion = discussion,
                                         .kind = MessageKind::kCreated,
                                         .author = self,
                                         .author_account = creator,
                                         .text = wanted.title},
                                        now_ms);
  // Nobody's page knows it yet.
  append_event(connection_, {.kind = EventKind::kDiscussion,
                             .at_ms = now_ms,
                             .patient = {},
                             .account = {},
                             .author = creator,
                             .discussion = discussion});
  notify_of_invitation(connection_, discussion, begun.id, creator, {}, now_ms);
  connection_.query("UPDATE discussion_members SET read = 1 WHERE discussion_id = ? AND professional_id = ?")
      .bind(key_of(discussion))
      .bind(key_of(self))
      .run();
  transaction.commit();
  return {discussion, true};
}

std::optional<DiscussionSight> SqliteStore::sight_of_discussion(AccountId account, DiscussionId discussion) {
  const std::optional<Membership> self = membership_of(connection_, account, discussion);
  if (!self) return std::nullopt;
  return DiscussionSight{self->patient.value_or(PatientId{}), self->first, self->count};
}

AddedMember SqliteStore::add_member(AccountId account, DiscussionId discussion, ProfessionalId member,
                                    MemberHistory history, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  const std::optional<Membership> self = membership_of(connection_, account, discussion);
  if (!self) return {AddedMember::Problem::kUnknown};
  if (is_present(connection_, discussion, member)) return {};
  if (count_present(connection_, discussion) >= static_cast<std::int64_t>(kMostMembers))
    return {AddedMember::Problem::kTooMany};
  // Nobody hands on more than they may see themselves.
  put_member(connection_, discussion, member, history == MemberHistory::kAll ? self->first : self->count + 1,
             now_ms);
  const Appended joined = append_message(connection_,
                                         {.discussion = discussion,
                                          .kind = MessageKind::kJoined,
                                          .author = self->self,
                                          .author_account = account,
                                          .member = member},
                                         now_ms);
  // What the one who came sees is new as a whole, not the last message only.
  append_event(connection_, {.kind = EventKind::kDiscussion,
                             .at_ms = now_ms,
                             .patient = {},
                             .account = account_of(member),
                             .author = account,
                             .discussion = discussion});
  notify_of_invitation(connection_, discussion, joined.id, account, member, now_ms);
  transaction.commit();
  return {.is_new = true};
}

bool SqliteStore::leave_discussion(AccountId account, DiscussionId discussion, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  const std::optional<Membership> self = membership_of(connection_, account, discussion);
  if (!self) return false;
  if (has_unread_notifications(connection_, account, discussion, self->first, self->count))
    tell_notifications(connection_, account, now_ms);
  append_message(connection_,
                 {.discussion = discussion,
                  .kind = MessageKind::kLeft,
                  .author = self->self,
                  .author_account = account,
                  .member = self->self},
                 now_ms);
  connection_
      .query(
          "UPDATE discussion_members SET left_at_ms = ?, muted = 0 WHERE discussion_id = ? AND "
          "professional_id "
          "= ?")
      .bind(now_ms)
      .bind(key_of(discussion))
      .bind(key_of(self->self))
      .run();
  tell_own_pages(connection_, EventKind::kDiscussionGone, account, discussion, now_ms);
  transaction.commit();
  return true;
}

bool SqliteStore::set_read(AccountId account, DiscussionId discussion, MessageNumber number,
                           std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  const std::optional<Membership> self = membership_of(connection_, account, discussion);
  if (!self) return false;
  const MessageNumber reached = std::min(number, self->count);
  if (reached <= self->read) {
    if (!come_back_to(connection_, account, discussion, number)) return true;
    tell_notifications(connection_, account, now_ms);
    transaction.commit();
    return true;
  }
  if (has_unread_notifications(connection_, account, discussion, self->read + 1, reached))
    tell_notifications(connection_, account, now_ms);
  connection_.query("UPDATE discussion_members SET read = ? WHERE discussion_id = ? AND professional_id = ?")
      .bind(reached)
      .bind(key_of(discussion))
      .bind(key_of(self->self))
      .run();
  append_event(connection_, {.kind = EventKind::kRead,
                             .at_ms = now_ms,
                             .patient = {},
                             .account = {},
                             .author = account,
                             .discussion = discussion,
                             .member = self->self});
  tell_own_pages(connection_, EventKind::kDiscussion, account, discussion, now_ms);
  transaction.commit();
  return true;
}

bool SqliteStore::set_muted(AccountId account, DiscussionId discussion, bool muted, std::int64_t now_ms) {
  WriteTransaction transaction(connection_);
  const std::optional<Membership> self = membership_of(connection_, account, discussion);
  if (!self) return false;
  if (self->muted == muted) return true;
  connection_.query("UPDATE discussion_members SET muted = ? WHERE discussion_id = ? AND professional_id = ?")
      .bind(muted)
      .bind(key_of(discussion))
      .bind(key_of(self->self))
      .run();
  tell_own_pages(connection_, EventKind::kDiscussion, account, discussion, now_ms);
  transaction.commit();
  return true;
}

}  // namespace spico::emserve

// The one door to what is kept: accounts, sessions, counters, terms, audit, patients. SqliteStore is behind
// it; a PostgreSQL store would be another implementation. Not thread-safe: one thread at a time (StorePool).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/discussions/directory.hpp"
#include "emserve/store/attachment_records.hpp"
#include "emserve/store/discussion_records.hpp"
#include "emserve/store/notification_records.hpp"
#include "emserve/store/records.hpp"

namespace spico::emserve {

// The store could not do its work. kBusy and kFull pass with time or room; kBroken does not.
class StoreError : public std::runtime_error {
 public:
  enum class Kind : std::uint8_t { kBusy, kFull, kBroken };
  StoreError(Kind error_kind, const std::string& message) : std::runtime_error(message), kind(error_kind) {}
  Kind kind;
};

// Everything that a store writes while one of these lives is one change. Destroyed without commit(): nothing
// was written.
class StoreUnit {
 public:
  StoreUnit() = default;
  StoreUnit(const StoreUnit&) = delete;
  StoreUnit& operator=(const StoreUnit&) = delete;
  virtual ~StoreUnit() = default;

  // On disk when it returns; within another one, when that one is.
  virtual void commit() = 0;
};

// Patients in the order of the list, all as they were when the cursor was opened.
class PatientCursor {
 public:
  PatientCursor() = default;
  PatientCursor(const PatientCursor&) = delete;
  PatientCursor& operator=(const PatientCursor&) = delete;
  virtual ~PatientCursor() = default;

  virtual std::uint64_t total() const = 0;
  // The last event that these patients show.
  virtual std::int64_t revision() const = 0;
  // Fills the patient, reusing its memory; false at the end.
  virtual bool next(Patient& patient) = 0;
};

// Writing many patients in one transaction. Destroyed without commit(): nothing was written.
class PatientWriter {
 public:
  PatientWriter() = default;
  PatientWriter(const PatientWriter&) = delete;
  PatientWriter& operator=(const PatientWriter&) = delete;
  virtual ~PatientWriter() = default;

  // Replace the one with the same id, which is below kFirstDirectoryId.
  virtual void add_professional(const Professional& professional) = 0;
  virtual void add_structure(const Structure& structure) = 0;
  // With id 0 the patient gets the next free id, which is returned. A `source_key` names the record that the
  // patient came from (empty: none): when it is known already, that patient keeps its id and all but its
  // identity, flags and date. `visible_to`: accounts that may see it, beside those that already could. What
  // is new or different is told by an event and traced; what is not is left as it is.
  virtual PatientId put(const Patient& patient, std::string_view source_key,
                        std::span<const AccountId> visible_to) = 0;
  virtual void commit() = 0;
};

// Professionals of circles come with ids of their own below this one; from here on the directory numbers.
inline constexpr std::uint32_t kFirstDirectoryId = 1'000'000;

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // Several writes, and the reads between them, with no other writer meanwhile.
  virtual std::unique_ptr<StoreUnit> begin_unit() = 0;

  // Small values of the program itself, such as the number of demo patients. Empty when never set.
  virtual std::string setting(std::string_view name) = 0;
  virtual void set_setting(std::string_view name, std::string_view value) = 0;

  // --- accounts
  virtual std::optional<Account> account_by_identifiant(std::string_view identifiant) = 0;
  virtual std::optional<Account> account_by_id(AccountId account) = 0;
  virtual std::vector<Account> accounts() = 0;
  // With its professional in the directory.
  virtual AccountId add_account(const Account& account, std::int64_t now_ms) = 0;
  virtual void set_password_hash(AccountId account, std::string_view password_hash) = 0;
  virtual void clear_code_failures(AccountId account) = 0;

  // --- failed sign-ins, by hash of the identifiant (existing or not) and of the source
  // Counts one failure before the password is compared, in one transaction with the check.
  virtual SignInVerdict count_sign_in(const Digest& account, const Digest& source, std::int64_t now_ms,
                                      const SignInLimits& limits) = 0;
  // The password was right: forgets the failures of this account, and this attempt for the source.
  virtual void forgive_sign_in(const Digest& account, std::int64_t attempt) = 0;

  // --- sessions
  virtual SessionKey add_session(const Digest& cookie_hash, const SessionRecord& session) = 0;
  virtual std::optional<SessionRecord> find_session(const Digest& cookie_hash) = 0;
  // Each is a statement of its own and does nothing to a session that has ended; the first tells whether it
  // lived.
  virtual bool touch_session(SessionKey session, std::int64_t now_ms) = 0;
  virtual void set_leaving(SessionKey session, std::optional<std::int64_t> leaving_at_ms) = 0;
  virtual void set_spico_open(SessionKey session, bool spico_open) = 0;
  virtual bool end_session(SessionKey session, SessionEnd reason, std::int64_t now_ms) = 0;
  virtual int end_sessions_of(AccountId account, SessionEnd reason, std::int64_t now_ms) = 0;
  // Those in which SPICO is open and whose time is not over, by key.
  virtual std::vector<SessionKey> sessions_in_spico(std::int64_t now_ms, const SessionLimits& limits) = 0;
  // Ends what has outlived its limits, and forgets what ended a day ago, counters of more than a day and
  // uploads that no message took.
  virtual std::vector<EndedSession> sweep(std::int64_t now_ms, const SessionLimits& limits) = 0;

  // --- one-time codes
  virtual std::optional<CodeRecord> code_of(SessionKey session) = 0;
  // Checks every limit and replaces the code, in one transaction; the caller sends it afterwards.
  virtual SendVerdict replace_code(SessionKey session, Channel channel, const Digest& code_hash,
                                   const Digest& destination, const Digest& source, std::int64_t now_ms,
                                   const CodeLimits& limits) = 0;
  // Checks, counts and commits before anything is compared.
  virtual TryVerdict count_code_try(SessionKey session, std::int64_t now_ms, const CodeLimits& limits) = 0;
  // The right code: uses it up, makes the session strong under a new cookie and clears the account's
  // failures, in one transaction. False when another request was faster or the session ended.
  virtual bool complete_sign_in(SessionKey session, const Digest& code_hash, const Digest& new_cookie_hash,
                                std::int64_t now_ms) = 0;

  // --- terms
  virtual bool has_accepted(AccountId account, TermsDocument document, std::string_view version) = 0;
  virtual void accept(AccountId account, TermsDocument document, std::string_view version,
                      std::int64_t now_ms) = 0;

  // --- stars
  virtual std::vector<std::string> favourite_tiles(AccountId account) = 0;
  virtual void set_favourite_tile(AccountId account, std::string_view tile, bool favourite) = 0;
  // With its event for the account's other pages when it changes anything.
  virtual void set_favourite_patient(AccountId account, PatientId patient, bool favourite,
                                     std::int64_t now_ms) = 0;

  // --- audit: written once, never changed
  virtual void append_audit(const AuditLine& line) = 0;
  virtual void read_audit(std::int64_t since_ms, const std::function<void(const AuditLine&)>& visit) = 0;

  // --- events: what changed, numbered in the order of the commits
  virtual EventBounds event_bounds() = 0;
  // What this account may know of those after `after` up to `until`: its own, and those of patients that it
  // may see and of discussions that it is in at this moment. Several of one patient are one, the last; so are
  // several of one discussion as a whole, of one message, and of what one member has read.
  virtual EventBatch events_for(AccountId account, std::int64_t after, std::int64_t until) = 0;
  // Accounts in ascending order: all those for which events_for() may find something of these now. Nothing:
  // of so many events it is not worth knowing.
  virtual std::optional<std::vector<AccountId>> accounts_told(std::int64_t after, std::int64_t until) = 0;
  virtual void prune_events(std::int64_t now_ms, const EventLimits& limits) = 0;

  // --- how an account wants its list; each change with its event for the account's other pages
  virtual ListPreferences preferences(AccountId account) = 0;
  virtual void set_columns(AccountId account, std::string_view columns, std::string_view sort,
                           std::int64_t now_ms) = 0;
  // Its id; nothing when the account has `most` already.
  virtual std::optional<std::int64_t> add_search(AccountId account, std::string_view name,
                                                 std::string_view filters, std::size_t most,
                                                 std::int64_t now_ms) = 0;
  // False: it is not there, or another account's.
  virtual bool remove_search(AccountId account, std::int64_t search, std::int64_t now_ms) = 0;

  // --- the directory of professionals
  // Every word must begin a word of the name, the structure, the commune or the profession's French label,
  // accents and case aside; without words everybody fits. At most `limit` entries.
  virtual DirectoryPage search_directory(std::string_view text, std::size_t limit) = 0;
  // Those without an account and without patients; their ids are given here. In one transaction.
  virtual void add_to_directory(std::span<const DirectoryEntry> entries) = 0;
  // None when there is no such account.
  virtual ProfessionalId professional_of(AccountId account) = 0;
  // None when the professional has none, or does not exist.
  virtual AccountId account_of(ProfessionalId professional) = 0;

  // --- discussions, as the account's professional. Whatever is read or changed, the account must be in the
  // discussion at that moment, which is part of each statement; nothing and kUnknown mean that it is not, or
  // that there is none. Changes are told by events, and none is made where nothing changes.
  virtual DiscussionList discussions_of(AccountId account) = 0;
  virtual std::optional<OpenDiscussion> open_discussion(AccountId account, DiscussionId discussion) = 0;
  // The one that this account's page named so.
  virtual std::optional<DiscussionId> find_discussion(AccountId creator, std::string_view client_id) = 0;
  // Whoever calls has checked that everyone has an account and may see the patient. Made once for each client
  // id.
  virtual MadeDiscussion add_discussion(AccountId creator, const NewDiscussion& wanted,
                                        std::int64_t now_ms) = 0;
  // nullopt: no discussion, or none of this member.
  virtual std::optional<DiscussionSight> sight_of_discussion(AccountId account, DiscussionId discussion) = 0;
  // At most kMostMembers are present. `member` has an account and may see the patient.
  virtual AddedMember add_member(AccountId account, DiscussionId discussion, ProfessionalId member,
                                 MemberHistory history, std::int64_t now_ms) = 0;
  virtual bool leave_discussion(AccountId account, DiscussionId discussion, std::int64_t now_ms) = 0;
  // Only forward, and no further than there are messages. Of a message that was read already: who was called
  // by an edit of it has seen that.
  virtual bool set_read(AccountId account, DiscussionId discussion, MessageNumber number,
                        std::int64_t now_ms) = 0;
  virtual bool set_muted(AccountId account, DiscussionId discussion, bool muted, std::int64_t now_ms) = 0;

  // --- messages
  // From number `from` upward.
  virtual std::optional<MessagePage> messages_of(AccountId account, DiscussionId discussion,
                                                 MessageNumber from, std::int64_t limit) = 0;
  // The first one that this account may see of those from then on; 0: there is none.
  virtual std::optional<MessageNumber> first_message_from(AccountId account, DiscussionId discussion,
                                                          std::int64_t from_ms) = 0;
  // Once for each client id: the same again gives the message that is there. Kept on disk when it returns.
  virtual PostedMessage post_message(AccountId author, const NewMessage& wanted, std::int64_t now_ms) = 0;
  // The author's own, within kMessageEditTimeMs; what it said is kept as a trace. `mentions`: none, those it
  // has stay; whoever is mentioned anew is called, whoever no longer is not.
  virtual ChangedMessage edit_message(AccountId author, MessageId message, std::string_view text,
                                      const std::optional<std::vector<ProfessionalId>>& mentions,
                                      std::int64_t now_ms) = 0;
  virtual ChangedMessage withdraw_message(AccountId author, MessageId message, std::int64_t now_ms) = 0;
  // The reaction «Vu».
  virtual ChangedMessage set_seen(AccountId account, MessageId message, bool seen, std::int64_t now_ms) = 0;
  // Puts it into the dossier of the discussion's patient, or takes it out again: that may only who put it
  // there.
  virtual ChangedMessage set_filed(AccountId account, MessageId message, bool filed, std::int64_t now_ms) = 0;
  // Who would read it there.
  virtual FoundAudience audience_of_entry(AccountId account, MessageId message) = 0;
  // What stands in a dossier; nothing for whom may not see the patient.
  virtual DossierEntries entries_of(AccountId account, PatientId patient) = 0;
  // Newest first: every word begins one of the message's, accents and case aside.
  virtual std::vector<FoundMessage> search_messages(AccountId account, std::string_view text,
                                                    std::int64_t limit) = 0;

  // --- uploads: files of an account that no message has taken. After kUploadLifeMs they are as if they had
  // never been begun, and sweep() forgets them.
  // The same again gives what is there.
  virtual BegunUpload begin_upload(AccountId account, const NewUpload& wanted, std::int64_t now_ms) = 0;
  // Kept on disk when it returns. What of it is there already is passed over.
  virtual AddedPiece add_upload_piece(AccountId account, std::string_view client_id, std::int64_t from,
                                      std::string_view bytes, std::int64_t now_ms) = 0;
  // All of it, once the last piece is there.
  virtual std::string upload_bytes(AccountId account, std::string_view client_id) = 0;
  // What was found in its bytes; the preview may be empty. Nothing: it was taken back meanwhile.
  virtual std::optional<Attachment> accept_upload(AccountId account, std::string_view client_id,
                                                  const AcceptedFile& file) = 0;
  virtual void remove_upload(AccountId account, std::string_view client_id) = 0;

  // --- attachments, as one who may see their message at that moment, which is part of each statement:
  // nothing otherwise, and of a withdrawn message
  virtual std::optional<PlacedAttachment> find_attachment(AccountId account, AttachmentId attachment) = 0;
  virtual std::optional<std::string> attachment_preview(AccountId account, AttachmentId attachment) = 0;
  virtual std::optional<AttachmentFile> attachment_file(AccountId account, AttachmentId attachment) = 0;
  // --- notifications: who is called by which message, made and told with it. Whatever is read, the account
  // must be in the discussion at that moment, as above.
  // Newest first.
  virtual NotificationList notifications_of(AccountId account, std::int64_t limit) = 0;
  // All up to this one count as read.
  virtual void mark_notifications(AccountId account, NotificationId up_to, std::int64_t now_ms) = 0;
  virtual void set_notification_settings(AccountId account, const NotificationSettings& settings,
                                         std::int64_t now_ms) = 0;
  virtual void prune_notifications(std::int64_t now_ms, const NotificationLimits& limits) = 0;

  // --- patients
  virtual bool can_see(AccountId account, PatientId patient) = 0;
  // The account sees the patient no longer; whether it did.
  virtual bool revoke_access(AccountId account, PatientId patient, std::int64_t now_ms) = 0;
  // For everyone; with its event and trace when it changes anything.
  virtual void set_archived(AccountId author, PatientId patient, bool archived, std::int64_t now_ms) = 0;
  // Notes that the account looks at it now. Nothing: it may not see it.
  virtual std::optional<Dossier> visit_patient(AccountId account, PatientId patient, std::int64_t now_ms) = 0;
  // Those that patients' circles name.
  virtual std::vector<Professional> professionals() = 0;
  virtual std::vector<Structure> structures() = 0;
  // Groups of patients whose INS numbers are the same but for the key, the lowest numbers first; `most`
  // groups.
  virtual std::vector<std::vector<PatientId>> patients_of_one_matricule(std::size_t most) = 0;
  virtual std::unique_ptr<PatientCursor> patients_of(AccountId account) = 0;
  virtual std::unique_ptr<PatientWriter> write_patients(std::int64_t now_ms) = 0;
};

// Opens the database in this file, creating it and bringing its schema up to date.
std::unique_ptr<Store> open_sqlite_store(const std::filesystem::path& file);

}  // namespace spico::emserve

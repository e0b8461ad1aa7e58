// The Store on SQLite. Its functions are spread over sqlite_*.cpp by subject. Only store/ may use it.
#pragma once

#include "emserve/store/sqlite_connection.hpp"
#include "emserve/store/store.hpp"

namespace spico::emserve {

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(const std::filesystem::path& file);

  std::unique_ptr<StoreUnit> begin_unit() override;
  std::string setting(std::string_view name) override;
  void set_setting(std::string_view name, std::string_view value) override;

  std::optional<Account> account_by_identifiant(std::string_view identifiant) override;
  std::optional<Account> account_by_id(AccountId account) override;
  std::vector<Account> accounts() override;
  AccountId add_account(const Account& account, std::int64_t now_ms) override;
  void set_password_hash(AccountId account, std::string_view password_hash) override;
  void clear_code_failures(AccountId account) override;

  SignInVerdict count_sign_in(const Digest& account, const Digest& source, std::int64_t now_ms,
                              const SignInLimits& limits) override;
  void forgive_sign_in(const Digest& account, std::int64_t attempt) override;

  SessionKey add_session(const Digest& cookie_hash, const SessionRecord& session) override;
  std::optional<SessionRecord> find_session(const Digest& cookie_hash) override;
  bool touch_session(SessionKey session, std::int64_t now_ms) override;
  void set_leaving(SessionKey session, std::optional<std::int64_t> leaving_at_ms) override;
  void set_spico_open(SessionKey session, bool spico_open) override;
  bool end_session(SessionKey session, SessionEnd reason, std::int64_t now_ms) override;
  int end_sessions_of(AccountId account, SessionEnd reason, std::int64_t now_ms) override;
  std::vector<SessionKey> sessions_in_spico(std::int64_t now_ms, const SessionLimits& limits) override;
  std::vector<EndedSession> sweep(std::int64_t now_ms, const SessionLimits& limits) override;

  std::optional<CodeRecord> code_of(SessionKey session) override;
  SendVerdict replace_code(SessionKey session, Channel channel, const Digest& code_hash,
                           const Digest& destination, const Digest& source, std::int64_t now_ms,
                           const CodeLimits& limits) override;
  TryVerdict count_code_try(SessionKey session, std::int64_t now_ms, const CodeLimits& limits) override;
  bool complete_sign_in(SessionKey session, const Digest& code_hash, const Digest& new_cookie_hash,
                        std::int64_t now_ms) override;

  bool has_accepted(AccountId account, TermsDocument document, std::string_view version) override;
  void accept(AccountId account, TermsDocument document, std::string_view version,
              std::int64_t now_ms) override;

  std::vector<std::string> favourite_tiles(AccountId account) override;
  void set_favourite_tile(AccountId account, std::string_view tile, bool favourite) override;
  void set_favourite_patient(AccountId account, PatientId patient, bool favourite,
                             std::int64_t now_ms) override;

  void append_audit(const AuditLine& line) override;
  void read_audit(std::int64_t since_ms, const std::function<void(const AuditLine&)>& visit) override;

  EventBounds event_bounds() override;
  EventBatch events_for(AccountId account, std::int64_t after, std::int64_t until) override;
  std::optional<std::vector<AccountId>> accounts_told(std::int64_t after, std::int64_t until) override;
  void prune_events(std::int64_t now_ms, const EventLimits& limits) override;

  ListPreferences preferences(AccountId account) override;
  void set_columns(AccountId account, std::string_view columns, std::string_view sort,
                   std::int64_t now_ms) override;
  std::optional<std::int64_t> add_search(AccountId account, std::string_view name, std::string_view filters,
                                         std::size_t most, std::int64_t now_ms) override;
  bool remove_search(AccountId account, std::int64_t search, std::int64_t now_ms) override;

  DirectoryPage search_directory(std::string_view text, std::size_t limit) override;
  void add_to_directory(std::span<const DirectoryEntry> entries) override;
  ProfessionalId professional_of(AccountId account) override;
  AccountId account_of(ProfessionalId professional) override;

  DiscussionList discussions_of(AccountId account) override;
  std::optional<OpenDiscussion> open_discussion(AccountId account, DiscussionId discussion) override;
  std::optional<DiscussionId> find_discussion(AccountId creator, std::string_view client_id) override;
  MadeDiscussion add_discussion(AccountId creator, const NewDiscussion& wanted, std::int64_t now_ms) override;
  std::optional<DiscussionSight> sight_of_discussion(AccountId account, DiscussionId discussion) override;
  AddedMember add_member(AccountId account, DiscussionId discussion, ProfessionalId member,
                         MemberHistory history, std::int64_t now_ms) override;
  bool leave_discussion(AccountId account, DiscussionId discussion, std::int64_t now_ms) override;
  bool set_read(AccountId account, DiscussionId discussion, MessageNumber number,
                std::int64_t now_ms) override;
  bool set_muted(AccountId account, DiscussionId discussion, bool muted, std::int64_t now_ms) override;

  std::optional<MessagePage> messages_of(AccountId account, DiscussionId discussion, MessageNumber from,
                                         std::int64_t limit) override;
  std::optional<MessageNumber> first_message_from(AccountId account, DiscussionId discussion,
                                                  std::int64_t from_ms) override;
  PostedMessage post_message(AccountId author, const NewMessage& wanted, std::int64_t now_ms) override;
  ChangedMessage edit_message(AccountId author, MessageId message, std::string_view text,
                              const std::optional<std::vector<ProfessionalId>>& mentions,
                              std::int64_t now_ms) override;
  ChangedMessage withdraw_message(AccountId author, MessageId message, std::int64_t now_ms) override;
  ChangedMessage set_seen(AccountId account, MessageId message, bool seen, std::int64_t now_ms) override;
  ChangedMessage set_filed(AccountId account, MessageId message, bool filed, std::int64_t now_ms) override;
  FoundAudience audience_of_entry(AccountId account, MessageId message) override;
  DossierEntries entries_of(AccountId account, PatientId patient) override;
  std::vector<FoundMessage> search_messages(AccountId account, std::string_view text,
                                            std::int64_t limit) override;

  BegunUpload begin_upload(AccountId account, const NewUpload& wanted, std::int64_t now_ms) override;
  AddedPiece add_upload_piece(AccountId account, std::string_view client_id, std::int64_t from,
                              std::string_view bytes, std::int64_t now_ms) override;
  std::string upload_bytes(AccountId account, std::string_view client_id) override;
  std::optional<Attachment> accept_upload(AccountId account, std::string_view client_id,
                                          const AcceptedFile& file) override;
  void remove_upload(AccountId account, std::string_view client_id) override;
  std::optional<PlacedAttachment> find_attachment(AccountId account, AttachmentId attachment) override;
  std::optional<std::string> attachment_preview(AccountId account, AttachmentId attachment) override;
  std::optional<AttachmentFile> attachment_file(AccountId account, AttachmentId attachment) override;
  NotificationList notifications_of(AccountId account, std::int64_t limit) override;
  void mark_notifications(AccountId account, NotificationId up_to, std::int64_t now_ms) override;
  void set_notification_settings(AccountId account, const NotificationSettings& settings,
                                 std::int64_t now_ms) override;
  void prune_notifications(std::int64_t now_ms, const NotificationLimits& limits) override;

  bool can_see(AccountId account, PatientId patient) override;
  bool revoke_access(AccountId account, PatientId patient, std::int64_t now_ms) override;
  void set_archived(AccountId author, PatientId patient, bool archived, std::int64_t now_ms) override;
  std::optional<Dossier> visit_patient(AccountId account, PatientId patient, std::int64_t now_ms) override;
  std::vector<Professional> professionals() override;
  std::vector<Structure> structures() override;
  std::vector<std::vector<PatientId>> patients_of_one_matricule(std::size_t most) override;
  std::unique_ptr<PatientCursor> patients_of(AccountId account) override;
  std::unique_ptr<PatientWriter> write_patients(std::int64_t now_ms) override;

  SqliteConnection& connection() { return connection_; }

 private:
  SqliteConnection connection_;
};

}  // namespace spico::emserve

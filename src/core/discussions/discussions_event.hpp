// What has happened in the discussions: answers, and what a person did. Part of event.hpp, which everybody
// includes instead.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/discussions/discussions.hpp"
#include "core/dossier/entry.hpp"
#include "core/patients/patient.hpp"

namespace spico {

// Answers
struct DiscussionsAnswered {
  Answer<DiscussionList> answer;
};
struct DiscussionAnswered {
  Answer<DiscussionPage> answer;
};
struct MessagesAnswered {
  Answer<MessagesPage> answer;
};
struct MessageSent {
  Answer<Message> answer;
};
struct ReadMarked {
  Answer<Nothing> answer;
};
struct DiscussionMuted {
  Answer<Nothing> answer;
};
struct DiscussionLeft {
  Answer<Nothing> answer;
};
struct MessagesFound {
  Answer<std::vector<MessageHit>> answer;
};

// The list
struct DiscussionsPressed {};  ///< «Discussions» of the rail, and back from a discussion
struct DiscussionPressed {
  DiscussionId discussion;
};
/// From the list of patients or a dossier: to the discussion about them, to those there are, or to a new one.
struct PatientDiscussionsPressed {
  PatientId patient;
};
struct DiscussionFilterToggled {
  DiscussionFilter filter;
};
struct DiscussionSearchTyped {
  std::string text;
};
struct MessageSearchPressed {};  ///< looks for the same text within messages
struct MessageHitPressed {
  DiscussionId discussion;
  MessageNumber number;
};
struct RetryDiscussionsPressed {};

// The open discussion
struct MessagesShown {
  MessageSpan numbers;      ///< in sight; see wants_to_know()
  MessageSpan listed = {};  ///< all that are on the page, where that is more
};
struct QuotePressed {
  MessageNumber number;  ///< the message that was answered is brought into sight
};
struct EndPressed {};  ///< «Aller à la fin»
struct GoToDateToggled {};
struct GoToDateTyped {
  std::string text;
};
struct GoToDateConfirmed {};
struct PrintThreadPressed {};  ///< «Imprimer la discussion»
struct PrintThreadGivenUp {};  ///< while its messages are still loaded
struct ThreadPrintTold {
  Answer<Nothing> answer;
};
struct FirstMessageFound {
  Answer<MessageNumber> answer;
};
struct RetryThreadPressed {};  ///< after a failure of the discussion or of a page of messages
struct MembersToggled {};
struct MutePressed {};  ///< «Couper les notifications», and back
struct LeavePressed {};
struct LeaveConfirmed {};
struct LeaveCancelled {};

// One message of the open discussion
struct MessageChanged {
  Answer<Nothing> answer;
};
struct AudienceAnswered {
  Answer<EntryAudience> answer;
};
struct SeenPressed {
  MessageNumber number;
};  ///< «Vu», and taken back
struct EditPressed {
  MessageNumber number;
};
struct EditTyped {
  std::string text;                       ///< perhaps the same: the caret has moved
  std::size_t caret = std::string::npos;  ///< see MessageEditing
};
struct EditConfirmed {};
struct EditCancelled {};
struct ReadersPressed {
  MessageNumber number;
};  ///< «Lu par…»
struct WithdrawPressed {
  MessageNumber number;
};  ///< asks first
struct WithdrawConfirmed {};
struct MessageDialogClosed {};
struct EntryPressed {
  MessageNumber number;
};  ///< «Verser au dossier»: shows first who will read it there
struct RetryAudiencePressed {};
struct EntryConfirmed {};
struct EntryRemovalPressed {
  MessageNumber number;
};  ///< «Retirer du dossier»: asks first
struct EntryRemovalConfirmed {};

// What stands in the dossier that is open
struct EntriesAnswered {
  Answer<DossierEntries> answer;
};
struct RetryEntriesPressed {};

// The composer and the outbox
struct DraftTyped {
  std::string text;                       ///< perhaps the same: the caret has moved
  std::size_t caret = std::string::npos;  ///< see Thread
};
struct UrgentToggled {};
struct ReplyPressed {
  MessageNumber number;
};
struct ReplyCancelled {};
struct MentionChosen {
  ProfessionalId member;
};
struct SendPressed {};
struct ResendPressed {};  ///< «Tout renvoyer»: everything that waits or was refused
struct TakeBackPressed {
  std::string client_id;
};  ///< back into the composer; only what is not on its way
struct DropPressed {
  std::string client_id;
};  ///< asks first
struct DropConfirmed {};

// Files
struct FilesChosen {
  std::string told;  ///< by the page, one a line: handle, size, type, name, between tabs
};
struct FileRemoved {
  std::string client_id;
};  ///< of the draft
struct FileMoved {
  FileAct act;
  Answer<FileAnswer> answer;
};
enum class AttachmentUse : std::uint8_t { kView, kSave };
struct AttachmentPressed {
  AttachmentId attachment;
  AttachmentUse use;
};

using DiscussionsEvent =
    std::variant<DiscussionsAnswered, MessagesFound, DiscussionsPressed, DiscussionPressed,
                 PatientDiscussionsPressed, DiscussionFilterToggled, DiscussionSearchTyped,
                 MessageSearchPressed, MessageHitPressed, RetryDiscussionsPressed>;
using ThreadEvent = std::variant<DiscussionAnswered, MessagesAnswered, ReadMarked, DiscussionMuted,
                                 DiscussionLeft, MessagesShown, QuotePressed, EndPressed, RetryThreadPressed,
                                 MembersToggled, MutePressed, LeavePressed, LeaveConfirmed, LeaveCancelled,
                                 GoToDateToggled, GoToDateTyped, GoToDateConfirmed, FirstMessageFound,
                                 PrintThreadPressed, PrintThreadGivenUp, ThreadPrintTold>;
using MessageEvent =
    std::variant<MessageChanged, AudienceAnswered, SeenPressed, EditPressed, EditTyped, EditConfirmed,
                 EditCancelled, ReadersPressed, WithdrawPressed, WithdrawConfirmed, MessageDialogClosed,
                 EntryPressed, RetryAudiencePressed, EntryConfirmed, EntryRemovalPressed,
                 EntryRemovalConfirmed, EntriesAnswered, RetryEntriesPressed>;
// What this device keeps of it.
struct ShareAnswered {
  Answer<std::string> answer;  ///< the server's half of the key, in hexadecimal
};
struct RecordsFound {
  Answer<DeviceRecords> answer;
};
struct RecordKept {
  Answer<Nothing> answer;
};
struct RecordClaimed {
  Answer<Nothing> answer;
};
struct RecordTaken {
  Answer<Nothing> answer;
};
using OutboxEvent = std::variant<MessageSent, ShareAnswered, RecordsFound, RecordKept, RecordClaimed,
                                 RecordTaken, DraftTyped, UrgentToggled, ReplyPressed, ReplyCancelled,
                                 MentionChosen, SendPressed, ResendPressed, TakeBackPressed, DropPressed,
                                 DropConfirmed, FilesChosen, FileRemoved, FileMoved, AttachmentPressed>;

// «Nouvelle discussion» and «Ajouter un membre»
struct DirectoryAnswered {
  Answer<DirectoryPage> answer;
};
struct DiscussionCreated {
  Answer<DiscussionId> answer;
};
struct MemberAdded {
  Answer<Nothing> answer;
};
struct DirectoryTyped {
  std::string text;
};
struct RetryDirectoryPressed {};
struct NewDiscussionPressed {
  std::optional<PatientId> patient;  ///< of the dossier from which it is made; else Discussions::about
};
struct NewTitleTyped {
  std::string text;
};
struct NewPatientTyped {
  std::string text;
};
struct NewPatientChosen {
  PatientId patient;  ///< of those that were found
};
struct NewPatientRemoved {};
struct NewMemberToggled {
  ProfessionalId member;  ///< of the directory's answer, or chosen before
};
struct CreatePressed {};
struct NewDiscussionLeft {};    ///< what was typed is there when it is opened again
struct NewDiscussionClosed {};  ///< «Annuler»
struct AddMemberPressed {};
struct AddedMemberChosen {
  ProfessionalId member;
};
struct AddedHistoryChosen {
  MemberHistory history;
};
struct AddMemberConfirmed {};
struct AddMemberClosed {};
using DirectoryEvent =
    std::variant<DirectoryAnswered, DiscussionCreated, MemberAdded, DirectoryTyped, RetryDirectoryPressed,
                 NewDiscussionPressed, NewTitleTyped, NewPatientTyped, NewPatientChosen, NewPatientRemoved,
                 NewMemberToggled, CreatePressed, NewDiscussionLeft, NewDiscussionClosed, AddMemberPressed,
                 AddedMemberChosen, AddedHistoryChosen, AddMemberConfirmed, AddMemberClosed>;

}  // namespace spico

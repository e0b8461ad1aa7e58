// What update wishes for: plain data, carried out by app/ (requests through api/, the rest through ports).
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/discussions/outbox.hpp"
#include "core/discussions/sealing.hpp"
#include "core/notifications/notifications.hpp"
#include "core/patients/patient_query.hpp"
#include "core/session/session.hpp"
#include "core/terms/terms.hpp"
#include "core/text/language.hpp"
#include "core/theme_choice.hpp"
#include "core/ticket.hpp"

namespace spico {

// Requests. Each ends in one answer event with the same ticket.
enum class Cause : std::uint8_t { kPerson, kMachine };  ///< only kPerson moves the server's idle clock
struct LoadSession {
  Ticket ticket;
};
struct LoadConfig {
  Ticket ticket;
};
struct SignIn {
  Ticket ticket;
  std::string identifiant, password;
  Strength wanted;
};
struct SendCode {
  Ticket ticket;
  Channel channel;
};
struct VerifyCode {
  Ticket ticket;
  std::string code;
};
struct LoadTerms {
  Ticket ticket;
  TermsDocument document;
  Language language;
};
struct AcceptTerms {
  Ticket ticket;
  TermsDocument document;
  std::string version;
};
struct OpenSpico {
  Ticket ticket;
};
struct LeaveSpico {
  Ticket ticket;
};
struct SignOut {
  Ticket ticket;
};
struct SendBeat {
  Ticket ticket;
};
struct LoadPortal {
  Ticket ticket;
  Language language;
};
struct StarTile {
  Ticket ticket;
  std::string tile;
  YesNoAll favourite;
  Cause cause = Cause::kPerson;  ///< kMachine: tried again
};
struct LoadPatients {
  Ticket ticket;
  Cause cause;
  bool beside = false;  ///< the list that is shown stays until it is here
};
struct MarkPatient {
  Ticket ticket;
  PatientMark mark;  ///< kFavourite or kArchived
  PatientId patient;
  YesNoAll choice;
  Cause cause = Cause::kPerson;  ///< kMachine: tried again
};
struct LoadDossier {
  Ticket ticket;
  PatientId patient;
};
/// What leaves the page as a file or on paper is told to the server's audit log before it does.
enum class ExportFormat : std::uint8_t { kCsv, kPrint };
struct TellExport {
  Ticket ticket;
  ExportFormat format;
  std::size_t count;
  std::string filters;  ///< the coded ones, as in the address
  PatientId patient;    ///< whose page it is; none = a list
};
struct OpenLive {
  Ticket ticket;
  std::int64_t after;  ///< number of the last event that is known
};

struct LoadPreferences {
  Ticket ticket;
};
struct KeepLayout {
  Ticket ticket;
  std::string columns, sort;  ///< format_layout(), format_order()
};
struct KeepSearch {
  Ticket ticket;
  std::string name, filters;  ///< the coded ones, as in the address
};
struct ForgetSearch {
  Ticket ticket;
  std::string id;
};

// Discussions
struct LoadDiscussions {
  Ticket ticket;
  bool beside = false;  ///< the list that is shown stays until it is here, and no person asked for it
};
struct CreateDiscussion {
  Ticket ticket;
  std::string client_id, title;
  PatientId patient;  ///< 0: none
  std::vector<ProfessionalId> members;
};
struct LoadDiscussion {
  Ticket ticket;
  DiscussionId discussion;
  Cause cause;
};
struct LoadMessages {
  Ticket ticket;
  DiscussionId discussion;
  MessageNumber from;
  std::int64_t limit;
};
struct FindFirstMessage {
  Ticket ticket;
  DiscussionId discussion;
  std::int64_t from_ms;  ///< Unix time
};
struct SendMessage {
  Ticket ticket;
  Cause cause;  ///< kMachine: tried again
  OutgoingMessage message;
};
struct EditMessage {
  Ticket ticket;
  MessageId message;
  std::string text;
  std::vector<ProfessionalId> mentions;
};
struct WithdrawMessage {
  Ticket ticket;
  MessageId message;
};
struct MarkSeen {
  Ticket ticket;
  MessageId message;
  bool seen;
};
/// Who would read a message in the dossier of its patient.
struct LoadAudience {
  Ticket ticket;
  MessageId message;
};
/// Puts it there, or takes it out.
struct FileMessage {
  Ticket ticket;
  MessageId message;
  bool filed;
};
struct LoadEntries {
  Ticket ticket;
  PatientId patient;
};
struct MarkRead {
  Ticket ticket;
  DiscussionId discussion;
  MessageNumber number;
};
struct MuteDiscussion {
  Ticket ticket;
  DiscussionId discussion;
  bool muted;
};
struct AddMember {
  Ticket ticket;
  DiscussionId discussion;
  ProfessionalId member;
  MemberHistory history;
};
struct LeaveDiscussion {
  Ticket ticket;
  DiscussionId discussion;
};
/// Messages of a discussion go to paper: told to the server's audit log before they do.
struct TellThreadPrint {
  Ticket ticket;
  DiscussionId discussion;
  MessageNumber from, to;
};
struct SearchMessages {
  Ticket ticket;
  std::string text;
};
struct SearchDirectory {
  Ticket ticket;
  std::string text;
};
/// The server's half of the key of what this device keeps.
struct LoadShare {
  Ticket ticket;
};
struct LoadRecords {
  Ticket ticket;
};
enum class RecordAct : std::uint8_t {
  kWrite,
  kReplace,  ///< unless it is there no longer: 404
  kErase,
  kClaim,  ///< this page sends the message now, unless its record is there no longer: 404
  kTake    ///< erased, unless it is there no longer: 404; or some page has sent it: 409
};
struct KeepRecord {
  Ticket ticket;
  SealedRecord record;
  RecordAct act = RecordAct::kWrite;
  Tried tried = Tried::kUnknown;
  SealedRecord draft = {};  ///< of kTake: what is written in its place; without a name: nothing
};
/// One step of a file of a message, on the device or to the server.
struct MoveFile {
  Ticket ticket;
  FileWish wish;
};

// Notifications
struct LoadNotifications {
  Ticket ticket;
};
struct MarkNotifications {
  Ticket ticket;
  NotificationId up_to;
};
struct KeepNotificationSettings {
  Ticket ticket;
  NotificationSettings settings;
};
struct AskNotices {
  Ticket ticket;
  NoticeAct act;
  std::string tag, text, address;  ///< of kShow: one notice a tag; where a press of it leads
  std::int64_t count;              ///< of kBadge
};

using Request =
    std::variant<LoadSession, LoadConfig, SignIn, SendCode, VerifyCode, LoadTerms, AcceptTerms, OpenSpico,
                 LeaveSpico, SignOut, SendBeat, LoadPortal, StarTile, LoadPatients, MarkPatient, LoadDossier,
                 TellExport, OpenLive, LoadPreferences, KeepLayout, KeepSearch, ForgetSearch, LoadDiscussions,
                 CreateDiscussion, LoadDiscussion, LoadMessages, FindFirstMessage, SendMessage, EditMessage,
                 WithdrawMessage, MarkSeen, LoadAudience, FileMessage, LoadEntries, MarkRead, MuteDiscussion,
                 AddMember, LeaveDiscussion, TellThreadPrint, SearchMessages, SearchDirectory, LoadShare,
                 LoadRecords, KeepRecord, MoveFile, LoadNotifications, MarkNotifications,
                 KeepNotificationSettings, AskNotices>;

// Things of the page.
enum class Entry : std::uint8_t { kNew, kReplaced };
struct SetLocation {
  std::string fragment;
  Entry entry;
};
struct LeavePage {
  std::string fragment;
};  ///< wipe, then a new document
struct CoverScreen {
  bool on;
};
struct TellTabs {
  std::string message;
};  ///< never personal data
struct Remember {
  std::string key, value;
};
enum class Urgency : std::uint8_t { kPolite, kAssertive };
struct Announce {
  Urgency urgency;
  std::string text;
};
struct MoveFocus {
  std::string key;
};  ///< ui/ knows the keys: "h1", "first_row", "code" …
struct SetFace {
  bool html;
};
struct SetTheme {
  ThemeChoice theme;
};
/// What the browser does at a person's wish.
/// kHold: the browser asks before it leaves the page, until kRelease.
enum class PageAct : std::uint8_t { kFullScreen, kPrint, kLoadRest, kHold, kRelease };
struct Perform {
  PageAct act;
};
struct SaveCsv {};  ///< the rows that are shown
struct StopRequest {
  Ticket ticket;
};
struct Reload {};  ///< the same address in a new document

using PageEffect = std::variant<SetLocation, LeavePage, CoverScreen, TellTabs, Remember, Announce, MoveFocus,
                                SetFace, SetTheme, Perform, SaveCsv, StopRequest, Reload>;

using Effect = std::variant<Request, PageEffect>;
using Effects = std::vector<Effect>;

}  // namespace spico

// The discussions of a user: the list, the one that is open, what waits to be sent. Part of Model; views read
// it through the functions at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/discussions/discussion.hpp"
#include "core/discussions/discussion_filters.hpp"
#include "core/discussions/member_choice.hpp"
#include "core/discussions/message_window.hpp"
#include "core/discussions/outbox.hpp"
#include "core/discussions/patients_found.hpp"
#include "core/discussions/sealing.hpp"
#include "core/dossier/entry.hpp"
#include "core/notifications/notifications.hpp"
#include "core/remote.hpp"
#include "core/text/fold.hpp"

namespace spico {

/// GET /api/spico/discussions.
struct DiscussionList {
  std::int64_t revision = 0;  ///< number of the last event that it shows
  std::vector<Discussion> discussions;
};

/// GET /api/spico/discussions/{id}.
struct DiscussionPage {
  Discussion discussion;
  ProfessionalId me;
  std::vector<Member> members;  ///< present ones, and those who left when they wrote something
  /// Of the patient, as they were then; what is printed has them all.
  std::optional<IdentityTraits> traits = {};
};

/// GET /api/spico/discussions/{id}/messages.
struct MessagesPage {
  MessageNumber count = 0, first = 1;
  std::vector<Message> messages;  ///< by number
};

/// POST /api/spico/messages/search.
struct MessageHit {
  DiscussionId discussion;
  std::string title;
  Message message;
  std::string excerpt;        ///< around the first hit
  std::string author_name{};  ///< of the message
};

/// Events of the stream, each as it is now.
struct MessageTold {
  Discussion discussion;
  Message message;
  std::string author_name{};  ///< of the message, which need not be the discussion's last one
};
struct DiscussionGone {
  DiscussionId discussion;
};
struct MemberRead {
  DiscussionId discussion;
  ProfessionalId member;
  MessageNumber number = 0;
};
struct EntriesTold {
  PatientId patient;  ///< what stands in this one's dossier has changed
};
using DiscussionNews = std::variant<Discussion, MessageTold, DiscussionGone, MemberRead, NotificationTold,
                                    NotificationsTold, EntriesTold>;

/// «Modifier»: the composer shows another message's text until it is saved or given up.
struct MessageEditing {
  MessageNumber number = 0;  ///< 0: nothing is being changed
  MessageId id;
  std::string text;
  std::vector<ProfessionalId> mentions = {};  ///< as Draft::mentions, with those that it has already
  std::size_t caret = std::string::npos;      ///< as Thread::caret
  std::optional<Text> problem = {};           ///< why «Enregistrer» did nothing
};

/// What was asked of one message and is on its way; one at a time.
struct MessageChange {
  enum class Kind : std::uint8_t { kEdit, kWithdraw, kSeen, kEntry };
  Kind kind = Kind::kEdit;
  MessageNumber number = 0;
  bool on = false;   ///< of kSeen and kEntry: put there, not taken back
  std::string text;  ///< of kEdit
};

/// The dialog about one message of the open discussion; at most one.
struct MessageDialog {
  enum class Kind : std::uint8_t {
    kNone,      ///< closed; whom it was about still gets the focus back
    kReaders,   ///< «Lu par»
    kWithdraw,  ///< «Retirer ce message ?»
    kDrop,      ///< «Supprimer ce message ?»: one that was not sent
    kEntry,     ///< «Verser au dossier»
    kTakeOut    ///< «Retirer du dossier ?»
  };
  Kind kind = Kind::kNone;
  MessageNumber number = 0;             ///< of all but kDrop
  std::string client_id = {};           ///< of kDrop
  Remote<EntryAudience> audience = {};  ///< of kEntry: who will read it
};

/// Messages that one print holds at most.
inline constexpr MessageNumber kMostPrintedMessages = 2000;

/// «Imprimer la discussion», and what is on paper whoever has asked for it.
struct ThreadPrint {
  MessageSpan wanted;     ///< loaded first, then printed; none: nobody has pressed it
  bool is_asked = false;  ///< all of `wanted` is here, and the browser has been told to print
  MessageSpan on_paper;   ///< while Model::printing; none: nothing is known of the discussion
};

/// The discussion that is open.
struct Thread {
  DiscussionId id;              ///< none: no discussion is open
  Remote<DiscussionPage> page;  ///< its failure with code unknown_discussion: not, or no longer, ours
  bool is_lost = false;         ///< that has been told; it may come back
  MessageWindow messages;
  bool is_counted = false;        ///< `messages` knows its numbers
  Remote<Nothing> paging;         ///< one page at a time; its failure waits for «Réessayer» or the network
  MessageSpan wanted;             ///< what is in sight and a little around it
  MessageSpan asked;              ///< by `paging`
  std::uint32_t asked_at = 0;     ///< MessageWindow::now() of that moment
  MessageSpan shown, listed;      ///< what the view told last: in sight, and on the page if that is more
  MessageNumber start = 0;        ///< the view brings this one into sight, then forgets it: see start_count
  std::uint32_t start_count = 0;  ///< grows each time `start` is meant anew
  bool start_is_end = false;      ///< what is meant is the end, and whatever comes after it
  bool is_aimed = false;          ///< somebody chose `start`, which has not come yet
  MessageNumber new_from = 0;     ///< «Nouveaux messages» stands above this one; 0: none
  MessageNumber read_wanted = 0, read_sent = 0;
  Ticket reading = Ticket::kNone;
  MessageEditing editing;
  std::optional<Text> write_problem;  ///< why «Envoyer» sent nothing; until something of the draft changes
  std::size_t caret = std::string::npos;  ///< in the text of the draft, in bytes; beyond its end: behind it
  Remote<Nothing> changing;
  MessageChange change;  ///< what `changing` is
  MessageDialog dialog;
  bool members_open = false;  ///< «Membres»
  bool leave_asked = false;   ///< «Quitter la discussion ?»
  bool date_open = false;     ///< «Aller à une date»
  std::string date;           ///< as it is typed there
  Remote<MessageNumber> day;  ///< the first message from that day on; 0: none
  Remote<Nothing> muting, leaving;
  bool mute_wanted = false;  ///< what `muting` asks for
  ThreadPrint print;
};

/// What was put into the dossier that is open.
struct OpenEntries {
  PatientId patient;  ///< none: no dossier is open
  Remote<DossierEntries> list;
};

struct Discussions {
  Remote<DiscussionList> list;  ///< newest activity first
  std::vector<DiscussionNews>
      told;                        ///< by the stream since the list was asked for: Discussion, DiscussionGone
  ProfessionalId me;               ///< none until a discussion was opened
  DiscussionFilters filters;       ///< mirrored in the address
  std::string search;              ///< typed; never in the address
  PatientId about;                 ///< whose discussions were asked for: a new one is about them too
  std::vector<std::size_t> shown;  ///< positions in the list that pass, in order; see shown_discussions()
  Remote<std::vector<MessageHit>> hits;
  std::string hits_for;    ///< the text that `hits` answers, or will
  PatientsFound patients;  ///< of the list, whom `search` finds
  /// Up to which message each was told or loaded: a summary may know of a message before the message comes.
  std::vector<std::pair<DiscussionId, MessageNumber>> told_to;
  /// What was said aloud last, as a message or as what calls the reader; see is_said_first().
  std::vector<std::pair<DiscussionId, MessageNumber>> said;
  Thread thread;
  OpenEntries entries;
  /// What is under «Modifier» in discussions that are not open now: it is gone on with when they are.
  std::vector<std::pair<DiscussionId, MessageEditing>> editings;
  Outbox outbox;
  Sealing sealing;
  MemberChoice choice;
};

/// Those that pass filters and search, newest activity first; valid until the next event. The open one always
/// passes the filters, so that reading it does not take it away.
[[nodiscard]] std::vector<const Discussion*> shown_discussions(const Discussions& discussions);
[[nodiscard]] const Discussion* find_discussion(const Discussions& discussions, DiscussionId id);
/// The one that is open, as soon as anything is known of it.
[[nodiscard]] const Discussion* open_discussion(const Discussions& discussions);
/// Unread messages of all discussions that are not muted: «(3)» of the title and of the rail.
[[nodiscard]] std::int64_t unread_total(const Discussions& discussions);

/// «3 messages trouvés»; of kMostHits nobody knows whether they are all.
[[nodiscard]] std::string hits_text(Language language, std::size_t count);

/// nullptr: not here yet; tell MessagesShown, and it is asked for.
[[nodiscard]] const Message* message_at(const Discussions& discussions, MessageNumber number);
/// Whether telling MessagesShown{shown, listed} would be news: other numbers, or something of it is still to
/// be asked.
[[nodiscard]] bool wants_to_know(const Discussions& discussions, MessageSpan shown, MessageSpan listed = {});
/// How much of what «Imprimer la discussion» wants is here while it is still loaded; nothing when nobody
/// waits.
struct PrintProgress {
  MessageNumber here = 0, of = 0;
};
[[nodiscard]] std::optional<PrintProgress> print_progress(const Discussions& discussions);
/// Messages of the open discussion below all that the reader has seen.
[[nodiscard]] MessageNumber unseen_count(const Discussions& discussions);
/// What stands below the last message of the open discussion: waiting, being sent or refused, in order.
[[nodiscard]] std::vector<const OutgoingMessage*> outgoing_messages(const Discussions& discussions);
/// «Reprendre»: refused, or never tried. What was tried may have arrived, and would be sent twice.
[[nodiscard]] bool may_take_back(const Discussions& discussions, const OutgoingMessage& message);
/// Something would be lost with this page: a message waits, or what is written is not kept by the device.
[[nodiscard]] bool has_unsent(const Discussions& discussions);
/// What waits is not kept by the device, and somebody should leave the page open: sealing waits for the
/// server too. Where nothing is ever kept (a kiosk, storage that is forbidden) what is sent at once is not
/// spoken of.
[[nodiscard]] bool waits_unkept(const Discussions& discussions, bool is_kiosk);
/// The draft of the open discussion; an empty one when nothing was typed.
[[nodiscard]] const Draft& open_draft(const Discussions& discussions);

/// Somebody of the open discussion, also when they have left and wrote before; nullptr: not known yet.
[[nodiscard]] const Member* find_member(const Discussions& discussions, ProfessionalId id);
[[nodiscard]] bool is_mine(const Discussions& discussions, const Message& message);
/// «Modifier» and «Retirer» are offered: one's own text of the last 15 minutes, by server_time_ms(). The
/// server has the last word.
[[nodiscard]] bool may_change(const Discussions& discussions, const Message& message, std::int64_t now_ms);
/// The reader has answered «Vu».
[[nodiscard]] bool has_seen(const Discussions& discussions, const Message& message);

/// «Verser au dossier» is offered: somebody's text in a discussion of a patient, not in the dossier yet.
/// «Retirer du dossier»: the reader put it there.
[[nodiscard]] bool may_put_into_dossier(const Discussions& discussions, const Message& message);
[[nodiscard]] bool may_take_out_of_dossier(const Discussions& discussions, const Message& message);

/// «Lu par 3 sur 5»: present members other than the author who may see it.
struct ReadBy {
  std::size_t read = 0, of = 0;
};
[[nodiscard]] ReadBy read_by(const Discussions& discussions, const Message& message);
/// The same people, by name.
struct Readers {
  std::vector<const Member*> read, unread;
};
[[nodiscard]] Readers readers_of(const Discussions& discussions, const Message& message);

/// Members whose name begins with what stands between an «@» of what is being written (the draft, or what
/// «Modifier» shows) and its caret; none without one, and nobody whose whole name stands there. Choosing one
/// (MentionChosen) writes the whole name.
[[nodiscard]] std::vector<const Member*> mention_candidates(const Discussions& discussions);
/// What that name takes the place of: from the «@» to the caret, and the rest of a word that is of this name
/// too. Empty, at the caret, when nothing that is typed there means this member.
[[nodiscard]] TextSpan replaced_by_mention(const Discussions& discussions, const Member& member);
/// Whom a text calls: members whose whole name stands behind an «@», with or without its accents and
/// capitals, the longest name that fits. Of several people of one name those that were `chosen`, if any was.
[[nodiscard]] std::vector<ProfessionalId> mentioned_in(const Discussions& discussions, std::string_view text,
                                                       const std::vector<ProfessionalId>& chosen);

}  // namespace spico

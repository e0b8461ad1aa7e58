// What the store says of discussions and messages, as plain values. No SQL, no JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/discussions/discussion.hpp"
#include "core/dossier/entry.hpp"

namespace spico::emserve {

struct NewDiscussion {
  std::string client_id;
  std::string title;
  PatientId patient;                    // none: of no patient
  std::vector<ProfessionalId> members;  // the creator may be among them, and somebody twice
};

struct MadeDiscussion {
  DiscussionId id;
  bool is_new = false;  // false: the same was asked before
};

struct DiscussionList {
  std::int64_t revision = 0;  // the last event that it shows
  std::vector<Discussion> discussions;
};

// What a member may know of a discussion: its patient (PatientId{} when it is of none), and the numbers of
// the messages that they see.
struct DiscussionSight {
  PatientId patient;
  MessageNumber first = 1, last = 0;
};

struct OpenDiscussion {
  Discussion discussion;
  ProfessionalId self;
  // In the order in which they came: who is present, and who left and is named by a message that the reader
  // may see.
  std::vector<Member> members;
  std::optional<Patient> patient{};  // whom it is about, when the reader may see them
};

struct AddedMember {
  enum class Problem : std::uint8_t { kNone, kUnknown, kTooMany };
  Problem problem = Problem::kNone;
  bool is_new = false;  // false: was a member already
};

struct MessagePage {
  MessageNumber count = 0, first = 1;
  std::vector<Message> messages;
};

struct NewMessage {
  DiscussionId discussion;
  std::string client_id;
  std::string text;
  bool urgent = false;
  MessageNumber reply_to = 0;  // 0: none
  std::vector<ProfessionalId> mentions{};
  std::vector<std::string> attachments{};  // client ids of the author's uploads
};

struct PostedMessage {
  enum class Problem : std::uint8_t {
    kNone,
    kUnknown,
    kClientId,    // names a message of another discussion
    kReplyTo,     // is no message of a person that the author may see
    kMentions,    // somebody is not a member, and never was
    kAttachments  // one is no accepted upload of the author, or another message took it
  };
  Problem problem = Problem::kNone;
  bool is_new = false;  // false: the same was sent before
  Message message{};
};

struct ChangedMessage {
  enum class Problem : std::uint8_t { kNone, kUnknown, kTooLate, kMentions, kNoDossier, kFiledByOther };
  Problem problem = Problem::kNone;
  bool is_changed = false;
  DiscussionId discussion{};
  Message message{};  // as it is now
};

struct FoundAudience {
  ChangedMessage::Problem problem = ChangedMessage::Problem::kNone;  // kUnknown or kNoDossier
  EntryAudience audience{};
};

struct FoundMessage {
  DiscussionId discussion;
  std::string title;
  Message message;
  std::string excerpt;
  std::string author_name;
};

}  // namespace spico::emserve

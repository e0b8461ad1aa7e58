// from_request for discussions: the bodies that clients send, checked against openapi.yaml. Texts are as
// sent: the caller cleans and counts them. For emserve.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/server_requests.hpp"
#include "core/discussions/discussion.hpp"

namespace spico::api {

struct NewDiscussionBody {
  std::string client_id, title;
  PatientId patient;                    ///< none: of no patient
  std::vector<ProfessionalId> members;  ///< fewer than kMostMembers
};
[[nodiscard]] ReadBody<NewDiscussionBody> read_new_discussion(std::string_view body);

struct NewMessageBody {
  std::string client_id, text;
  bool urgent = false;
  MessageNumber reply_to = 0;  ///< 0: none
  std::vector<ProfessionalId> mentions;
  std::vector<std::string> attachments;  ///< client ids of uploads, each once; with one `text` may be empty
};
[[nodiscard]] ReadBody<NewMessageBody> read_new_message(std::string_view body);

struct EditedMessageBody {
  std::string text;
  std::optional<std::vector<ProfessionalId>> mentions;  ///< none: they stay as they are
};
[[nodiscard]] ReadBody<EditedMessageBody> read_edited_message(std::string_view body);
[[nodiscard]] ReadBody<bool> read_seen(std::string_view body);
[[nodiscard]] ReadBody<bool> read_filed(std::string_view body);
[[nodiscard]] ReadBody<bool> read_muted(std::string_view body);
[[nodiscard]] ReadBody<MessageNumber> read_read_number(std::string_view body);

struct PrintedBody {
  MessageNumber from = 1, to = 1;  ///< from ≤ to
};
[[nodiscard]] ReadBody<PrintedBody> read_printed(std::string_view body);

struct AddMemberBody {
  ProfessionalId member;
  MemberHistory history = MemberHistory::kFromNow;
};
[[nodiscard]] ReadBody<AddMemberBody> read_add_member(std::string_view body);

inline constexpr std::int64_t kMostMessageHits = 50;
inline constexpr std::size_t kLongestMessageSearch = 200;  ///< characters
struct MessageSearchBody {
  std::string text;  ///< not empty
  std::int64_t limit = 1;
};
[[nodiscard]] ReadBody<MessageSearchBody> read_message_search(std::string_view body);

}  // namespace spico::api

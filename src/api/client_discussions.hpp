// The discussions and the directory on the wire (openapi.yaml): requests, answers, events of the stream. For
// client_requests.cpp, client_answers.cpp and client_live.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "api/http_message.hpp"
#include "api/json.hpp"
#include "core/effect.hpp"
#include "core/event.hpp"

namespace spico::api {

[[nodiscard]] HttpRequest http_of(const LoadDiscussions& wish);
[[nodiscard]] HttpRequest http_of(const CreateDiscussion& wish);
[[nodiscard]] HttpRequest http_of(const LoadDiscussion& wish);
[[nodiscard]] HttpRequest http_of(const LoadMessages& wish);
[[nodiscard]] HttpRequest http_of(const FindFirstMessage& wish);
[[nodiscard]] HttpRequest http_of(const SendMessage& wish);
[[nodiscard]] HttpRequest http_of(const EditMessage& wish);
[[nodiscard]] HttpRequest http_of(const WithdrawMessage& wish);
[[nodiscard]] HttpRequest http_of(const MarkSeen& wish);
[[nodiscard]] HttpRequest http_of(const LoadAudience& wish);
[[nodiscard]] HttpRequest http_of(const FileMessage& wish);
[[nodiscard]] HttpRequest http_of(const LoadEntries& wish);
[[nodiscard]] HttpRequest http_of(const MarkRead& wish);
[[nodiscard]] HttpRequest http_of(const MuteDiscussion& wish);
[[nodiscard]] HttpRequest http_of(const AddMember& wish);
[[nodiscard]] HttpRequest http_of(const LeaveDiscussion& wish);
[[nodiscard]] HttpRequest http_of(const TellThreadPrint& wish);
[[nodiscard]] HttpRequest http_of(const SearchMessages& wish);
[[nodiscard]] HttpRequest http_of(const SearchDirectory& wish);
[[nodiscard]] HttpRequest http_of(const LoadShare& wish);
[[nodiscard]] HttpRequest http_of(const LoadRecords& wish);
[[nodiscard]] HttpRequest http_of(const KeepRecord& wish);
[[nodiscard]] HttpRequest http_of(const MoveFile& wish);

[[nodiscard]] Event event_of(const LoadDiscussions& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const CreateDiscussion& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const LoadDiscussion& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const LoadMessages& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const FindFirstMessage& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const SendMessage& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const EditMessage& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const WithdrawMessage& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const MarkSeen& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const LoadAudience& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const FileMessage& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const LoadEntries& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const MarkRead& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const MuteDiscussion& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const AddMember& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const LeaveDiscussion& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const TellThreadPrint& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const SearchMessages& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const SearchDirectory& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const LoadShare& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const LoadRecords& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const KeepRecord& wish, const HttpResponse& response);
[[nodiscard]] Event event_of(const MoveFile& wish, const HttpResponse& response);

/// The files of a message; none when there are none.
[[nodiscard]] std::vector<Attachment> read_attachments(JsonValue list);

/// An event of the stream of this kind; nothing when it is of no kind that discussions have.
void read_discussion_news(std::string_view kind, JsonValue event, std::vector<DiscussionNews>& news);

/// The member `patient` of a discussion, and of what is of one.
[[nodiscard]] DiscussionPatient read_discussion_patient(JsonValue value);

}  // namespace spico::api

// What the server says of discussions and messages, as openapi.yaml describes it. For emserve.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/discussions/discussion.hpp"

namespace spico::api {

class JsonWriter;

struct MessageHitAnswer {
  DiscussionId discussion;
  std::string_view title, excerpt, author_name;
  const Message& message;
};

/// Within an open object: the members of a Discussion and of a Message.
void write_discussion_members(JsonWriter& json, const Discussion& discussion);
void write_message_members(JsonWriter& json, const Message& message);
/// Their member `patient`.
void write_patient(JsonWriter& json, const DiscussionPatient& patient);

[[nodiscard]] std::string discussions_json(std::int64_t revision, std::span<const Discussion> discussions);
/// `patient`: whom it is about, with all traits; nullptr: nobody whom the reader may see.
[[nodiscard]] std::string open_discussion_json(const Discussion& discussion, ProfessionalId self,
                                               std::span<const Member> members, const Patient* patient);
[[nodiscard]] std::string discussion_id_json(DiscussionId discussion);
/// Without a number when it is 0.
[[nodiscard]] std::string message_number_json(MessageNumber number);
[[nodiscard]] std::string messages_json(MessageNumber count, MessageNumber first,
                                        std::span<const Message> messages);
[[nodiscard]] std::string to_json(const Message& message);
[[nodiscard]] std::string message_hits_json(std::span<const MessageHitAnswer> hits);

}  // namespace spico::api

// /api/spico/discussions: the list, one discussion, who is in it, how far each has read.
#include <algorithm>

#include "api/server_answers.hpp"
#include "api/server_discussion_requests.hpp"
#include "api/server_discussions.hpp"
#include "core/text/utf8.hpp"
#include "emserve/auth/access.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/discussion_call.hpp"
#include "emserve/routes/route.hpp"
#include "emserve/text/nfc.hpp"

namespace spico::emserve {
namespace {

Response too_many_members() {
  return error_response(409, "too_many_members", "A discussion has as many members as it may");
}

// Why this professional cannot be a member of a discussion of this patient (none: of no patient); nothing
// when they can.
std::optional<Response> refusal_of_member(Call& call, ProfessionalId member, PatientId patient,
                                          std::string_view field) {
  const AccountId account = call.store.account_of(member);
  if (account.value == 0)
    return error_response(422, "not_on_spico", "A professional has no account on SPICO", field);
  if (patient.is_none() || may(call.store, account, Action::kRead, patient)) return std::nullopt;
  const std::string professional = to_decimal(member.value);
  Response response =
      json_response(api::to_json(api::ErrorAnswer{.code = "member_may_not_see_patient",
                                                  .message = "A member may not see the patient",
                                                  .field = {},
                                                  .professional = professional}),
                    409);
  response.log_code = "member_may_not_see_patient";
  return response;
}

// How many there are beside the creator.
std::size_t count_others(std::vector<ProfessionalId> members, ProfessionalId creator) {
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  std::erase(members, creator);
  return members.size();
}

}  // namespace

std::optional<DiscussionId> discussion_of(const Call& call) {
  const std::optional<std::uint64_t> number = id_from_decimal(call.parameter);
  return number ? std::optional(DiscussionId{*number}) : std::nullopt;
}

Response unknown_discussion(Call& call, std::string_view name_of_action) {
  if (const std::optional<DiscussionId> discussion = discussion_of(call))
    audit(call, "discussion_refused", std::string(name_of_action) + " " + to_decimal(discussion->value));
  return error_response(404, "unknown_discussion", "No such discussion");
}

std::string detail_of(DiscussionId discussion) { return "discussion " + to_decimal(discussion.value); }

Response get_discussions(Call& call) {
  const DiscussionList list = call.store.discussions_of(call.account());
  return json_response(api::discussions_json(list.revision, list.discussions));
}

Response get_discussion(Call& call) {
  const std::optional<DiscussionId> id = discussion_of(call);
  const auto found = id ? call.store.open_discussion(call.account(), *id) : std::nullopt;
  if (!found) return unknown_discussion(call, "open");
  const DiscussionSight sight =
      call.store.sight_of_discussion(call.account(), *id).value_or(DiscussionSight{});
  audit(call, "discussion_opened", detail_of(*id), sight.patient);
  return json_response(api::open_discussion_json(found->discussion, found->self, found->members,
                                                 found->patient ? &*found->patient : nullptr));
}

Response post_discussion(Call& call) {
  const auto wanted = api::read_new_discussion(call.request.body);
  if (!wanted.problem.is_none()) return body_response(wanted.problem);
  const std::optional<std::string> title = clean_text(wanted.value.title);
  if (!title || title->empty() || count_characters(*title) > kLongestDiscussionTitle)
    return invalid_field("title");
  const PatientId patient = wanted.value.patient;
  if (const auto known = call.store.find_discussion(call.account(), wanted.value.client_id))
    return json_response(api::discussion_id_json(*known));
  if (!patient.is_none() && !may(call.store, call.account(), Action::kRead, patient)) {
    audit(call, "patient_refused", "discuss", patient);
    return error_response(404, "unknown_patient", "No such patient");
  }
  for (const ProfessionalId member : wanted.value.members) {
    if (std::optional<Response> refusal = refusal_of_member(call, member, patient, "members"))
      return std::move(*refusal);
  }
  if (count_others(wanted.value.members, call.store.professional_of(call.account())) >= kMostMembers)
    return too_many_members();
  const MadeDiscussion made = call.store.add_discussion(call.account(),
                                                        {.client_id = wanted.value.client_id,
                                                         .title = *title,
                                                         .patient = patient,
                                                         .members = wanted.value.members},
                                                        call.now_ms());
  if (made.is_new) audit(call, "discussion_created", detail_of(made.id), patient);
  return json_response(api::discussion_id_json(made.id));
}

Response put_discussion_read(Call& call) {
  const auto number = api::read_read_number(call.request.body);
  if (!number.problem.is_none()) return body_response(number.problem);
  const std::optional<DiscussionId> id = discussion_of(call);
  if (!id || !call.store.set_read(call.account(), *id, number.value, call.now_ms()))
    return unknown_discussion(call, "read");
  return done_response();
}

Response put_discussion_muted(Call& call) {
  const auto muted = api::read_muted(call.request.body);
  if (!muted.problem.is_none()) return body_response(muted.problem);
  const std::optional<DiscussionId> id = discussion_of(call);
  if (!id || !call.store.set_muted(call.account(), *id, muted.value, call.now_ms()))
    return unknown_discussion(call, "mute");
  return done_response();
}

Response post_discussion_printed(Call& call) {
  const auto printed = api::read_printed(call.request.body);
  if (!printed.problem.is_none()) return body_response(printed.problem);
  const std::optional<DiscussionId> id = discussion_of(call);
  const auto sight = id ? call.store.sight_of_discussion(call.account(), *id) : std::nullopt;
  if (!sight) return unknown_discussion(call, "print");
  // Nobody prints what they cannot see: the log must not say so.
  if (printed.value.from < sight->first) return invalid_field("from");
  if (printed.value.to > sight->last) return invalid_field("to");
  audit(call, "discussion_printed",
        detail_of(*id) + " messages " + to_decimal(static_cast<std::uint64_t>(printed.value.from)) + "-" +
            to_decimal(static_cast<std::uint64_t>(printed.value.to)),
        sight->patient);
  return done_response();
}

Response post_discussion_member(Call& call) {
  const auto wanted = api::read_add_member(call.request.body);
  if (!wanted.problem.is_none()) return body_response(wanted.problem);
  const std::optional<DiscussionId> id = discussion_of(call);
  const auto sight = id ? call.store.sight_of_discussion(call.account(), *id) : std::nullopt;
  if (!sight) return unknown_discussion(call, "add");
  if (std::optional<Response> refusal =
          refusal_of_member(call, wanted.value.member, sight->patient, "member"))
    return std::move(*refusal);
  const AddedMember added =
      call.store.add_member(call.account(), *id, wanted.value.member, wanted.value.history, call.now_ms());
  switch (added.problem) {
    case AddedMember::Problem::kUnknown:
      return unknown_discussion(call, "add");
    case AddedMember::Problem::kTooMany:
      return too_many_members();
    case AddedMember::Problem::kNone:
      break;
  }
  if (added.is_new) {
    audit(call, "member_added", detail_of(*id) + " member " + to_decimal(wanted.value.member.value),
          sight->patient);
  }
  return done_response();
}

Response delete_discussion_member(Call& call) {
  const std::optional<DiscussionId> id = discussion_of(call);
  const auto sight = id ? call.store.sight_of_discussion(call.account(), *id) : std::nullopt;
  if (!sight || !call.store.leave_discussion(call.account(), *id, call.now_ms()))
    return unknown_discussion(call, "leave");
  audit(call, "member_left", detail_of(*id), sight->patient);
  return done_response();
}

}  // namespace spico::emserve

// The table of every route. A route is made of a method, a path, the stage its caller must have reached, and
// a handler: without a stage it does not compile.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "emserve/auth/checks.hpp"
#include "emserve/http/server.hpp"
#include "emserve/routes/call.hpp"

namespace spico::emserve {

using Handler = Response (*)(Call&);

class Route {
 public:
  constexpr Route(Method route_method, std::string_view route_path, Door route_door, Stage route_stage,
                  Handler route_handler, Lane route_lane = Lane::kQuick, BodyRule route_body = {})
      : method(route_method),
        path(route_path),
        door(route_door),
        stage(route_stage),
        handler(route_handler),
        lane(route_lane),
        body(route_body) {}

  Method method;
  std::string_view path;  // a segment in braces stands for any one segment
  Door door;
  Stage stage;
  Handler handler;  // null for files: http/static_files answers
  Lane lane;
  BodyRule body;
};

// What the dispatcher relies on: a route cannot be made without naming its stage.
static_assert(!std::is_constructible_v<Route, Method, std::string_view, Door, Handler>);
static_assert(!std::is_default_constructible_v<Route>);

std::span<const Route> routes();

struct Match {
  const Route* route = nullptr;  // null: no route for this method
  std::string parameter;         // the segment that stands for {…}
  std::vector<Method> allowed;   // methods of this path, when there are any
};

// `path` is a canonical one.
Match find_route(Method method, std::string_view path);

// [{"method":"GET","path":"/api/session","stage":"none"},…]
std::string routes_json();

// --- handlers, by subject
Response get_session(Call& call);
Response post_activity(Call& call);
Response post_leaving(Call& call);
Response get_config(Call& call);
Response post_login(Call& call);
Response post_code_send(Call& call);
Response post_code_verify(Call& call);
Response post_pass_logout(Call& call);
Response get_terms_of_pass(Call& call);
Response get_terms_of_spico(Call& call);
Response post_accept_terms_of_pass(Call& call);
Response post_accept_terms_of_spico(Call& call);
Response get_portal(Call& call);
Response put_tile_favourite(Call& call);
Response post_spico_open(Call& call);
Response post_spico_logout(Call& call);
Response get_patients(Call& call);
Response get_patient(Call& call);
Response get_patient_entries(Call& call);
Response put_patient_favourite(Call& call);
Response put_patient_archived(Call& call);
Response post_patients_exported(Call& call);
Response get_live(Call& call);
Response get_preferences(Call& call);
Response get_sealing(Call& call);
Response put_columns(Call& call);
Response post_search(Call& call);
Response delete_search(Call& call);
Response post_directory_search(Call& call);
Response get_discussions(Call& call);
Response post_discussion(Call& call);
Response get_discussion(Call& call);
Response put_discussion_read(Call& call);
Response put_discussion_muted(Call& call);
Response post_discussion_printed(Call& call);
Response post_discussion_member(Call& call);
Response delete_discussion_member(Call& call);
Response get_messages(Call& call);
Response get_first_message(Call& call);
Response post_message(Call& call);
Response put_message(Call& call);
Response delete_message(Call& call);
Response put_message_seen(Call& call);
Response get_message_entry(Call& call);
Response put_message_entry(Call& call);
Response post_message_search(Call& call);
Response post_upload(Call& call);
Response put_upload_piece(Call& call);
Response delete_upload(Call& call);
Response get_attachment_preview(Call& call);
Response post_attachment_ticket(Call& call);
Response get_file(Call& call);
Response get_notifications(Call& call);
Response put_notifications_read(Call& call);
Response put_notification_settings(Call& call);
Response post_csp_report(Call& call);
Response get_outbox(Call& call);
Response post_dev_clock(Call& call);

}  // namespace spico::emserve

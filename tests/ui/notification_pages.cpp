#include "tests/ui/notification_pages.hpp"

#include "tests/ui/discussion_pages.hpp"

namespace journey {

const std::string_view kNotifications =
    R"({"revision":1,"unread":2,"settings":{"quiet":true,"quiet_from":"22:00","quiet_to":"07:00","system":true},"notifications":[)"
    R"({"id":"3","kind":"urgent","discussion_id":"7","number":8,"title":"Retour à domicile TEST","author_name":"Paul ESSAI",)"
    R"("at_ms":1795299760000,"patient":{"id":"1","name":"BÉNAZET Zoé","birth_date":"1956-04-07","test":true}},)"
    R"({"id":"1","kind":"invitation","discussion_id":"8","number":1,"title":"Permanences TEST","author_name":"Ελένη ΔΟΚΙΜΗ",)"
    R"("at_ms":1795203600000,"read":true},)"
    R"({"id":"2","kind":"mention","discussion_id":"7","number":5,"title":"Retour à domicile TEST","author_name":"Inès TEST",)"
    R"("at_ms":1795286400000}]})";

App in_notifications(const spico::app::Start& facts) {
  Stage stage = kInSpico;
  stage.discussions = kDiscussions;
  stage.notifications = kNotifications;
  App app("#/notifications", stage, facts);
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(3)));
  REQUIRE(app->send_part("/api/spico/live", "{\"live\":{\"last\":1,\"server_now\":1795300000000}}\n"));
  app.answer_notices();
  return app;
}

std::string told_json(int event, std::string_view kind, int id, int unread) {
  return R"({"event":{"id":)" + std::to_string(event) + R"(,"kind":"notification","unread":)" +
         std::to_string(unread) + R"(,"notification":{"id":")" + std::to_string(id) + R"(","kind":")" +
         std::string(kind) +
         R"(","discussion_id":"7","number":8,"title":"Retour à domicile TEST","author_name":"Paul ESSAI","at_ms":1795299990000}}})"
         "\n";
}

}  // namespace journey

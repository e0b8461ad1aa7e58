#include "tests/ui/discussion_pages.hpp"

namespace journey {

const std::string_view kDiscussions =
    R"({"revision":1,"discussions":[{"id":"7","title":"Retour à domicile TEST","patient":{"id":"1","name":"BÉNAZET Zoé",)"
    R"("birth_date":"1956-04-07","test":true},"members":3,"mine":true,"unread":1,"urgent":true,"count":8,"first":1,"read":7,)"
    R"("last":{"number":8,"kind":"text","author":"3","author_name":"Paul ESSAI","at_ms":1795290480000,"text":"Résultats TEST reçus"}},)"
    R"({"id":"8","title":"Permanences TEST","members":2,"unread":0,"count":1,"first":1,"read":1,)"
    R"("last":{"number":1,"kind":"created","author":"2","author_name":"Inès TEST","at_ms":1795203600000,"text":"Permanences TEST"}}]})";

std::string discussion_page_json() {
  return R"({"discussion":{"id":"7","title":"Retour à domicile TEST","patient":{"id":"1","name":"BÉNAZET Zoé",)"
         R"("birth_date":"1956-04-07","test":true},"members":3,"mine":true,"unread":1,"urgent":true,"count":8,"first":1,"read":7,)"
         R"("last":{"number":8,"kind":"text","author":"3","author_name":"Paul ESSAI","at_ms":1795290480000,"text":"Résultats TEST reçus"}},)"
         R"("me":"1","members":[{"id":"1","name":"Camille TEST","profession":"coordinateur","read":7,"joined_at_ms":1795200000000},)"
         R"({"id":"2","name":"Inès TEST","profession":"infirmier","structure":"Cabinet TEST","commune":"Toulouse","read":8,"joined_at_ms":1795200000000},)"
         R"({"id":"3","name":"Paul ESSAI","profession":"medecin","read":8,"joined_at_ms":1795210000000},)"
         R"({"id":"4","name":"Ελένη ΔΟΚΙΜΗ","profession":"medecin","read":3,"joined_at_ms":1795200000000,"left_at_ms":1795280000000}],)"
         R"("patient":{"id":"1","birth_name":"BÉNAZET","given_names":"Zoé Anne","first_given_name":"Zoé","sex":"F","birth_date":"1956-04-07",)"
         R"("birth_place_code":"31555","birth_place_name":"Toulouse","identity_status":"validee","statut":"actif","updated_at":1795000000000,"test":true}})";
}

std::string messages_json() {
  return R"({"count":8,"first":1,"messages":[)"
         R"({"id":"101","number":1,"author":"1","at_ms":1795200000000,"kind":"created","text":"Retour à domicile TEST"},)"
         R"({"id":"102","number":2,"author":"1","at_ms":1795200060000,"kind":"text","text":"Première visite vendredi.","client_id":"00112233445566778899aabbccddee02"},)"
         R"({"id":"103","number":3,"author":"4","at_ms":1795200120000,"kind":"text","text":"Καλημέρα"},)"
         R"({"id":"104","number":4,"author":"1","at_ms":1795210000000,"kind":"joined","text":"","member":"3"},)"
         R"({"id":"105","number":5,"author":"2","at_ms":1795286400000,"kind":"text","text":"Visite faite.\nPas de douleur.","edited_at_ms":1795286500000,"seen_by":["1"]},)"
         R"({"id":"106","number":6,"author":"2","at_ms":1795286460000,"kind":"text","text":"","withdrawn":true},)"
         R"({"id":"107","number":7,"author":"1","at_ms":1795299900000,"kind":"text","text":"Merci !","reply_to":{"number":5,"author":"2","text":"Visite faite."},)"
         R"("client_id":"00112233445566778899aabbccddee07"},)"
         R"({"id":"108","number":8,"author":"3","at_ms":1795299960000,"kind":"text","text":"Résultats TEST reçus","urgent":true,"mentions":["1"]}]})";
}

App in_discussions(const spico::app::Start& facts, Stage stage) {
  return in_discussions_of(kDiscussions, facts, stage);
}

App in_discussions_of(std::string_view list, const spico::app::Start& facts, Stage stage) {
  stage.discussions = list;
  App app("#/discussions", stage, facts);
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(3)));
  REQUIRE(app->send_part("/api/spico/live", "{\"live\":{\"last\":1,\"server_now\":1795300000000}}\n"));
  return app;
}

App in_thread(const spico::app::Start& facts, Stage stage) {
  App app = in_discussions(facts, stage);
  REQUIRE(app->press(Role::kLink, "Retour à domicile TEST"));
  REQUIRE(app->answer("/api/spico/discussions/7", 200, discussion_page_json()));
  REQUIRE(app->answer("/api/spico/discussions/7/messages", 200, messages_json()));
  if (app->pending("/api/spico/discussions/7/read") != nullptr)
    REQUIRE(app->answer("/api/spico/discussions/7/read", 200, "{}"));
  app.answer_notices();
  return app;
}

}  // namespace journey

#include "tests/ui/journey.hpp"

#include <fstream>
#include <iterator>

namespace journey {

namespace {

std::vector<unsigned char> read_font(const char* name) {
  std::ifstream file(std::string(SPICO_FONTS_DIR) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string_view json(bool value) { return value ? "true" : "false"; }

}  // namespace

std::span<const unsigned char> regular_font() {
  static const auto bytes = read_font("atkinson_regular.ttf");
  REQUIRE(bytes.size() > 10'000);
  return bytes;
}

std::span<const unsigned char> bold_font() {
  static const auto bytes = read_font("atkinson_bold.ttf");
  REQUIRE(bytes.size() > 10'000);
  return bytes;
}

std::string session_json(const Stage& stage) {
  std::string out = "{\"user\":";
  out +=
      stage.user
          ? R"({"id":"7","identifiant":"demo-infirmiere","display_name":"Camille TEST","family_name":"TEST",)"
            R"("given_name":"Camille","profession":"infirmier"})"
          : "null";
  out.append(",\"strength\":\"").append(stage.strength).append("\",\"pending\":");
  out += stage.pending.empty() ? "null" : "\"" + std::string(stage.pending) + "\"";
  out += ",\"destinations\":";
  out +=
      stage.pending.empty()
          ? "[]"
          : R"([{"channel":"email","masked":"c•••e@test.example"},{"channel":"sms","masked":"•• •• •• •• 42"}])";
  out += ",\"code\":";
  out +=
      stage.pending == "code"
          ? R"({"channel":"email","expires_in_ms":300000,"resend_in_ms":30000,"tries_left":5,"resends_left":3})"
          : "null";
  out.append(",\"cgu_pass\":")
      .append(json(stage.cgu_pass))
      .append(",\"cgu_spico\":")
      .append(json(stage.cgu_spico));
  out.append(",\"spico_open\":")
      .append(json(stage.spico_open))
      .append(",\"locked\":false,\"idle_remaining_ms\":");
  out += stage.user ? std::to_string(stage.idle_ms) : "null";
  out += ",\"absolute_remaining_ms\":";
  out += stage.user ? "43200000" : "null";
  out += ",\"server_now\":1795300000000,\"build\":\"build-1\"}";
  return out;
}

std::string config_json() {
  return R"({"psc_configured":false,"kiosk_idle_ms":300000,"cgu_pass_version":"1","cgu_spico_version":"1","dev":true})";
}

std::string terms_json(std::string_view document) {
  return R"({"document":")" + std::string(document) +
         R"(","version":"2026-01","title":"Conditions","accepted":false,"blocks":[{"kind":"heading","text":"Objet"},)"
         R"({"kind":"paragraph","text":"Ce texte d'essai décrit l'usage du service."},{"kind":"item","text":"Première règle"}]})";
}

std::string portal_json() {
  return R"({"tiles":[{"id":"spico-dossiers","name":"SPICO Dossiers","description":"Les dossiers de vos patients.","icon":"dossiers",)"
         R"("target":"#/patients","external":false,"strong_required":true,"favourite":false,"badge":null},)"
         R"({"id":"annuaire","name":"Annuaire TEST","description":"Un service d'essai.","icon":"directory",)"
         R"("target":"https://service.example/","external":true,"strong_required":false,"favourite":false,"badge":null}]})";
}

std::string discussions_json() { return R"({"revision":1,"discussions":[]})"; }

std::string notifications_json() {
  return R"({"revision":1,"unread":0,"settings":{"quiet":false,"quiet_from":"22:00","quiet_to":"07:00","system":false},)"
         R"("notifications":[]})";
}

std::string preferences_json(std::string_view columns, std::string_view searches) {
  return R"({"columns":")" + std::string(columns) + R"(","sort":"","searches":[)" + std::string(searches) +
         "]}";
}

std::string error_json(std::string_view code) {
  return R"({"code":")" + std::string(code) + R"(","message":"for logs"})";
}

std::string patients_ndjson(std::size_t count) {
  std::string out =
      "{\"total\":" + std::to_string(count) +
      R"(,"revision":1,"professionals":[{"id":"1","name":"Dominique ESSAI","profession":"infirmier"}],"structures":[]})"
      "\n";
  for (std::size_t i = 0; i < count; ++i) {
    const std::string id = std::to_string(i + 1);
    out +=
        i == 0
            ? R"({"id":"1","birth_name":"BÉNAZET","given_names":"Zoé","first_given_name":"Zoé","sex":"F","birth_date":"1956-04-07",)"
            : R"({"id":")" + id + R"(","birth_name":"ESSAI-)" + id +
                  R"(","given_names":"Paul","first_given_name":"Paul","sex":"H","birth_date":"1970-01-07",)";
    out +=
        R"("identity_status":"qualifiee","thematiques":["icope"],"professionals":["1"],"statut":"actif","updated_at":)" +
        std::to_string(1'795'200'000'000 - static_cast<long long>(i) * 60'000) + R"(,"test":true})" + "\n";
  }
  return out + "{\"end\":true,\"count\":" + std::to_string(count) + "}\n";
}

void App::answer_sealing() {
  if (headless_->pending("/api/spico/sealing") == nullptr) return;
  REQUIRE(headless_->answer("/api/spico/sealing", 200, R"({"share":")" + std::string(64, 'a') + R"("})"));
  REQUIRE(headless_->answer("records", 200, R"({"share":")" + std::string(64, 'b') + R"(","records":[]})"));
}

void App::answer_records() {
  for (std::string path; !(path = headless_->pending_below("records/")).empty();)
    REQUIRE(headless_->answer(path.substr(0, path.find('?')), 200, "{}"));
}

void App::answer_entries(std::string_view entries) {
  for (std::string path; !(path = headless_->pending_below("/api/spico/patients/")).empty();) {
    if (!path.ends_with("/entries")) return;
    REQUIRE(headless_->answer(path, 200, entries));
  }
}

void App::answer_dossier(std::string_view id, std::string_view page) {
  REQUIRE(headless_->answer("/api/spico/patients/" + std::string(id), 200, page));
  answer_entries();
}

void App::answer_notices(std::string_view permission) {
  const std::string answer = R"({"permission":")" + std::string(permission) + R"("})";
  for (std::string path; !(path = headless_->pending_below("notices")).empty();)
    REQUIRE(headless_->answer(path, 200, answer));
}

App::App(std::string_view fragment, const Stage& stage, const spico::app::Start& facts,
         spico::ui::Screenful gallery)
    : headless_(std::make_unique<Headless>(regular_font(), bold_font())) {
  headless_->app().set_gallery(gallery);
  headless_->start(fragment, facts);
  REQUIRE(headless_->answer("/api/session", 200, session_json(stage)));
  REQUIRE(headless_->answer("/api/pass/config", 200, config_json()));
  if (headless_->pending("/api/spico/preferences") != nullptr)
    REQUIRE(headless_->answer("/api/spico/preferences", 200, preferences_json()));
  if (headless_->pending("/api/spico/discussions") != nullptr)
    REQUIRE(
        headless_->answer("/api/spico/discussions", 200,
                          stage.discussions.empty() ? discussions_json() : std::string(stage.discussions)));
  if (headless_->pending("/api/spico/notifications") != nullptr)
    REQUIRE(headless_->answer(
        "/api/spico/notifications", 200,
        stage.notifications.empty() ? notifications_json() : std::string(stage.notifications)));
  answer_notices();
  if (stage.seals) answer_sealing();
}

App in_list(std::size_t count, std::string_view fragment, const spico::app::Start& facts) {
  App app(fragment, kInSpico, facts);
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(count)));
  REQUIRE(app->send_part("/api/spico/live", "{\"live\":{\"last\":1,\"server_now\":1795300000000}}\n"));
  return app;
}

std::string kept_columns(App& app) {
  static std::string kept;
  constexpr std::string_view kPath = "/api/spico/preferences/columns";
  while (const auto* const request = app->pending(kPath)) {
    kept = request->request.body;
    REQUIRE(app->answer(kPath, 200, "{}"));
    REQUIRE(app->settle());
  }
  return kept;
}

void check_audits() {
  for (const std::string& finding : spico::ui::audit::take_findings()) FAIL_CHECK(finding);
#ifdef SPICO_AUDIT
  CHECK(spico::ui::audit::looked_at() > 0);
#endif
}

}  // namespace journey

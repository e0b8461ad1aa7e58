// The list while its rows arrive, and every way in which they may not.
#include "tests/ui/page_checks.hpp"

using namespace journey;

TEST_CASE("rows show while they arrive; a cut stream keeps them and «Réessayer» asks again") {
  App app("#/patients", kInSpico);
  const std::string whole = patients_ndjson(30);
  REQUIRE(app->send_part("/api/spico/patients", whole.substr(0, whole.size() * 2 / 3)));
  CHECK_FALSE(app->idle);
  CHECK(app->shows("BÉNAZET Zoé"));
  CHECK(app->shows("sur 30"));
  REQUIRE(app->end_body("/api/spico/patients", spico::app::HttpFailure::kCut));
  CHECK(app->idle);
  CHECK(app->shows("s'est interrompue"));
  CHECK(app->shows("BÉNAZET Zoé"));
  REQUIRE(app->press(Role::kButton, "Réessayer"));
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(30)));
  CHECK(app->shows("30 patients trouvés"));
  CHECK_FALSE(app->shows("s'est interrompue"));
  check_page(app);
}

TEST_CASE("every way in which the stream can fail has a sentence and «Réessayer»") {
  using spico::app::HttpFailure;
  const auto failed = [](App& app, std::string_view sentence) {
    CHECK(app->shows(sentence));
    CHECK(app->find(Role::kButton, "Réessayer") != nullptr);
    check_page(app);
  };
  {
    App app("#/patients", kInSpico);
    REQUIRE(app->fail("/api/spico/patients", HttpFailure::kOffline));
    failed(app, "Pas de connexion au serveur");
  }
  {
    App app("#/patients", kInSpico);
    REQUIRE(app->fail("/api/spico/patients", HttpFailure::kTimeout));
    failed(app, "n'a pas répondu à temps");
  }
  {
    App app("#/patients", kInSpico);
    REQUIRE(app->answer("/api/spico/patients", 503, error_json("busy")));
    failed(app, "très sollicité");
  }
  {
    App app("#/patients", kInSpico);
    REQUIRE(app->answer("/api/spico/patients", 200, "<html>proxy</html>\n"));
    failed(app, "ne comprend pas");
  }
}

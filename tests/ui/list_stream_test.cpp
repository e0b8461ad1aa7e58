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

TEST_CASE(
    "a list without end, of a gigabyte or more: the last good one stays, and a sentence says what happened") {
  constexpr std::size_t kGigabyte = std::size_t{1} << 30U;
  constexpr std::string_view kList = "/api/spico/patients";
  const std::string rows = patients_ndjson(4'000);
  const std::string row = rows.substr(rows.find('\n') + 1, rows.rfind("{\"end\"") - rows.find('\n') - 1);
  const auto head = [](const char* total) {
    return std::string("{\"total\":") + total + R"(,"revision":9,"professionals":[],"structures":[]})" + "\n";
  };
  struct Flood {
    const char* name;
    std::string first, more;
    std::string_view sentence;
  };
  const Flood floods[] = {
      {"more patients than a page can hold", head("900000000"), row, "plus de 500 000 patients"},
      {"rows beyond the announced total", head("30"), row, "ne comprend pas"},
      {"names of which a page can hold few", head("100000"),
       R"({"id":"1","birth_name":")" + std::string(10'000, 'A') +
           R"(","sex":"F","statut":"actif","updated_at":1})" + "\n",
       "ne comprend pas"},
      {"a line that never ends", head("30"), std::string(1U << 20U, 'x'), "ne comprend pas"},
      {"a first line that never ends", "{", std::string(1U << 20U, 'x'), "ne comprend pas"},
  };
  for (const Flood& flood : floods) {
    CAPTURE(flood.name);
    App app = in_list(20);
    REQUIRE(app->send_more("/api/spico/live", "{\"resync\":{}}\n"));
    REQUIRE(app->answer("/api/spico/discussions", 200, discussions_json()));
    REQUIRE(app->answer("/api/spico/notifications", 200, notifications_json()));
    REQUIRE(app->pending(kList) != nullptr);
    REQUIRE(app->send_part(kList, flood.first));
    std::size_t sent = 0;
    while (sent < kGigabyte && app->pending(kList) != nullptr) {
      REQUIRE(app->send_more(kList, flood.more));
      sent += flood.more.size();
    }
    CHECK(sent < 8U << 20U);  // the rest was not asked for
    CHECK(app->idle);
    CHECK(app->shows(flood.sentence));
    CHECK(app->shows("20 patients"));
    CHECK(app->find(Role::kLink, "BÉNAZET Zoé") != nullptr);
    check_page(app);
  }
}

// Records as they should not be and are: each has its row, is found by its name, and its row says what is
// odd.
#include <algorithm>
#include <string>

#include "tests/ui/page_checks.hpp"

using namespace journey;

namespace {

struct OddRecord {
  std::string name;  // of birth, and the only one
  std::string_view rest;
  std::string_view typed;    // finds this one alone
  std::string_view warning;  // in words, or empty
};

App in_list_of(const std::vector<OddRecord>& records) {
  App app("#/patients", kInSpico);
  std::string stream = R"({"total":)" + std::to_string(records.size()) +
                       R"(,"revision":1,"professionals":[],"structures":[]})"
                       "\n";
  for (std::size_t i = 0; i < records.size(); ++i) {
    stream += R"({"id":")" + std::to_string(i + 1) + R"(","birth_name":")" + records[i].name +
              R"(","updated_at":1795200000000,"test":true)" + std::string(records[i].rest) + "}\n";
  }
  stream += R"({"end":true,"count":)" + std::to_string(records.size()) + "}\n";
  REQUIRE(app->answer("/api/spico/patients", 200, stream));
  REQUIRE(app->send_part("/api/spico/live", "{\"live\":{\"last\":1,\"server_now\":1795300000000}}\n"));
  return app;
}

}  // namespace

TEST_CASE("records as they should not be: each has its row, is found, and says what is odd") {
  const std::vector<OddRecord> records{
      {"AVENIR", R"(,"sex":"F","statut":"actif","birth_date":"2090-01-01","flags":["future_birth"])",
       "avenir", "né dans le futur"},
      {"ANCIEN", R"(,"sex":"H","statut":"actif","birth_date":"1890-01-01","flags":["old_birth"])", "ancien",
       "né il y a plus de 130 ans"},
      {"MATRICULE", R"(,"sex":"H","statut":"actif","flags":["ins_key","ins_traits","newer_than_this_page"])",
       "matricule", "clé du matricule incorrecte, traits incohérents"},
      {"CODES", R"(,"sex":"X","statut":"parti","identity_status":"certaine","thematiques":["nouvelle"])",
       "codes", ""},
      {"ΓΙΏΡΓΟΣ", R"(,"sex":"H","statut":"actif")", "γιωργοσ", ""},
      {"أحمد", R"(,"sex":"H","statut":"actif")", "احمد", ""},
      {"\u200Fשרה", R"(,"sex":"F","statut":"actif")", "שרה", ""},
      {"KO\u200BVAC", R"(,"sex":"F","statut":"actif")", "kovac", ""},
      {std::string(400, 'L'), R"(,"sex":"F","statut":"actif")", "lllll", ""},
  };
  App app = in_list_of(records);
  CHECK(app->shows(std::to_string(records.size()) + " patients trouvés"));
  CHECK(all(app, Role::kRowHeader).size() == records.size());
  check_page(app);
  for (const OddRecord& record : records) {
    CAPTURE(record.name);
    REQUIRE(app->type("Nom", record.typed));
    CHECK(app->shows("1 patient trouvé"));
    CHECK(app->find(Role::kLink, record.name) != nullptr);
    const auto images = all(app, Role::kImage);
    const bool warns = std::any_of(images.begin(), images.end(),
                                   [&](const Element* each) { return each->name == record.warning; });
    CHECK(warns != record.warning.empty());
    check_page(app);
  }
}

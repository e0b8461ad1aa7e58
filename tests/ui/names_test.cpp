// The longest names of the demonstration's patients in the list, and dates of birth of any digits, in
// a window of 1280 pixels: nothing is cut.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/ui/page_checks.hpp"
#include "ui/audit.hpp"

using namespace journey;

namespace {

struct Person {
  std::string_view birth, used, given, used_given;
};
// Of 20,000 that assets/demo/people.json gives, those whose names are the longest as they are shown; and what
// two words without a gap between them need.
constexpr Person kLongest[] = {{"BERTHOMIEU VILAPLANA", "CAMBOULIVES", "Élodie", ""},
                               {"GAUBERT", "ARDOUREL CAMBOULIVES", "Augustine", ""},
                               {"FRANÇOIS-LABOUCARIÉ", "MICHEL", "Marie-Claude", ""},
                               {"CAMBOULIVES", "ROUSSEAU LAMARQUE", "Lucette", ""},
                               {"MOLINIER", "ESCOFFIER MARTY", "Marie-Christine", ""},
                               {"DARNAUD-GAILLARD", "BERTHOMIEU", "Véronique", ""},
                               {"HÉBRARD VILAPLANA", "MARTY", "Marie-Christine", ""},
                               {"CLAVEL", "ESCOFFIER-TEULADE", "Marie-Christine", ""},
                               {"SABLAYROLLES", "LABOUCARIÉ", "Jean-François", ""},
                               {"LACAZE", "MARQUÈS", "Sophie", ""},
                               {"BÉNAZET", "", "Zoé", ""}};

// A date of birth that is cut could be anybody's: those with the widest digits.
constexpr std::string_view kBirthDates[] = {"1956-04-07", "2000-08-06", "2008-08-08", "2000-09-08",
                                            "2006-06-06"};

std::string stream_of(bool homonyms) {
  std::string out =
      R"({"total":)" + std::to_string(std::size(kLongest) * (homonyms ? 2 : 1)) +
      R"(,"revision":1,"professionals":[{"id":"1","name":"Dominique ESSAI","profession":"infirmier"}],"structures":[]})"
      "\n";
  std::size_t count = 0;
  for (int twin = 0; twin < (homonyms ? 2 : 1); ++twin) {
    for (const Person& person : kLongest) {
      ++count;
      out += R"({"id":")" + std::to_string(count) + R"(","birth_name":")" + std::string(person.birth);
      if (!person.used.empty()) out += R"(","used_name":")" + std::string(person.used);
      out += R"(","given_names":")" + std::string(person.given) + R"(","first_given_name":")" +
             std::string(person.given) + R"(","sex":"F","birth_date":")" +
             std::string(kBirthDates[static_cast<std::size_t>(&person - kLongest) % std::size(kBirthDates)]) +
             R"(","identity_status":"qualifiee","thematiques":["icope"],)"
             R"("professionals":["1"],"statut":"actif","updated_at":1795200000000,"test":true})"
             "\n";
    }
  }
  return out + R"({"end":true,"count":)" + std::to_string(count) + "}\n";
}

App in_list_of_long_names(bool homonyms, const spico::app::Start& facts = {}) {
  App app("#/patients", kInSpico, facts);
  REQUIRE(app->answer("/api/spico/patients", 200, stream_of(homonyms)));
  REQUIRE(app->send_part("/api/spico/live", "{\"live\":{\"last\":1,\"server_now\":1795300000000}}\n"));
  return app;
}

std::vector<std::string> cut_names(App& app) {
  (void)spico::ui::audit::take_cut();
  app->app().frame();
  return spico::ui::audit::take_cut();
}

TEST_CASE("the longest names stand whole in the list at 1280 pixels, on a second line where they need one") {
  for (const bool kiosk : {false, true}) {
    CAPTURE(kiosk);
    spico::app::Start facts;
    facts.kiosk = kiosk;
    App app = in_list_of_long_names(false, facts);
    app->resize(1280, 800);
    REQUIRE(app->settle());
    CHECK(all(app, Role::kRowHeader).size() >= std::size(kLongest));
    for (const std::string& name : cut_names(app)) FAIL_CHECK("cut: ", name);
    check_page(app);
  }
}

TEST_CASE("on a phone they are whole too, on the narrowest one as well") {
  for (const float width : {320.0F, 390.0F}) {
    CAPTURE(width);
    App app = in_list_of_long_names(false);
    app->resize(width, 2000);
    REQUIRE(app->settle());
    CHECK(all(app, Role::kRowHeader).size() >= std::size(kLongest));
    for (const std::string& name : cut_names(app)) FAIL_CHECK("cut: ", name);
    check_page(app);
  }
}

TEST_CASE("beside the sign of a homonym they are whole too") {
  App app = in_list_of_long_names(true);
  app->resize(1280, 800);
  REQUIRE(app->settle());
  CHECK(all(app, Role::kImage).size() >= std::size(kLongest));
  for (const std::string& name : cut_names(app)) FAIL_CHECK("cut: ", name);
  check_page(app);
}

}  // namespace

// The address: what a route writes it reads back, whatever else stands there is harmless, and no name, birth
// date or matricule is ever written (decisions 1).
#include "core/route.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "core/patients/reference.hpp"

namespace spico {
namespace {

CodedFilters random_filters(std::mt19937& random) {
  const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  CodedFilters filters;
  filters.sexes = static_cast<std::uint8_t>(below(8));
  filters.statuts = static_cast<std::uint8_t>(below(16));
  for (std::uint32_t i = 0; i < thematique_entries().size(); ++i) {
    if (below(3) == 0) filters.thematiques.add(static_cast<ThematiqueId>(i));
  }
  for (std::uint32_t i = below(5); i > 0; --i) filters.professionals.push_back({1 + below(0xFFFF'FFFE)});
  for (std::uint32_t i = below(5); i > 0; --i) filters.structures.push_back({1 + below(500)});
  filters.tasks = static_cast<TasksChoice>(below(4));
  filters.favourites = static_cast<YesNoAll>(below(3));
  filters.archived = static_cast<YesNoAll>(below(3));
  filters.sort = {static_cast<PatientColumn>(below(9)), static_cast<Direction>(below(2))};
  for (std::uint32_t i = below(4); i > 0; --i)
    filters.sort.add({static_cast<PatientColumn>(below(9)), static_cast<Direction>(below(2))});
  return filters;
}

TEST_CASE("every route is read back as it was written") {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    Route route;
    if (i % 3 == 0) {
      route.screen = i % 2 == 0 ? Screen::kDiscussions : Screen::kDiscussion;
      route.discussion_filters.bits = static_cast<std::uint8_t>(random() % 8);
      if (i % 2 != 0) route.discussion = {1 + random()};
    } else if (i % 2 == 0) {
      route.screen = Screen::kPatients;
      route.filters = random_filters(random);
    } else {
      route.screen = Screen::kSignIn;
      if (random() % 2 == 0) {
        Route next;
        next.screen = Screen::kPatients;
        next.filters = random_filters(random);
        route.next = format_route(next).substr(1);
      }
      route.direct_access = random() % 2 == 0;
      route.farewell = static_cast<Farewell>(random() % 6);
      if (random() % 2 == 0) route.farewell_at = "14:02";
    }
    const std::string written = format_route(route);
    CAPTURE(written);
    CHECK(parse_route(written) == route);
    CHECK(format_route(parse_route(written)) == written);
  }
  CHECK(parse_route(format_route(Route{})) == Route{});
}

TEST_CASE("addresses of discussions") {
  CHECK(parse_route("#/discussions").screen == Screen::kDiscussions);
  CHECK(parse_route("#/notifications").screen == Screen::kNotifications);
  CHECK(parse_route("#/notifications/1").screen == Screen::kNotFound);
  const Route open = parse_route("#/discussions/7?filtre=urgents,inconnu,urgents");
  CHECK(open.screen == Screen::kDiscussion);
  CHECK(open.discussion == DiscussionId{7});
  CHECK(format_route(open) == "#/discussions/7?filtre=urgents");
  CHECK(parse_route("#/discussions/0").screen == Screen::kNotFound);
  CHECK(parse_route("#/discussions/").screen == Screen::kNotFound);
  CHECK(parse_route("#/discussions/sept").screen == Screen::kNotFound);
  // A deep link comes back after the sign-in.
  CHECK(parse_route("#/connexion?suite=/discussions/7").next == "/discussions/7");
}

TEST_CASE("addresses of the specification") {
  CHECK(parse_route("#/connexion").screen == Screen::kSignIn);
  CHECK(parse_route("#/portail").screen == Screen::kPortal);
  CHECK(parse_route("").screen == Screen::kPortal);
  CHECK(parse_route("#").screen == Screen::kPortal);
  CHECK(parse_route("#/").screen == Screen::kPortal);
  CHECK(parse_route("#/patients").screen == Screen::kPatients);
  // The «accès direct» lands in the list.
  const Route direct = parse_route("#/spico");
  CHECK(direct.screen == Screen::kPatients);
  CHECK(direct.direct_access);
  CHECK_FALSE(parse_route("#/patients").direct_access);
  const Route filtered =
      parse_route("#/patients?sexe=F,I&statut=actif,en_attente&thematique=icope&taches=oui&archives=tous");
  CHECK(filtered.filters.sexes == (bit_of(Sex::kFemale) | bit_of(Sex::kUnknown)));
  CHECK(filtered.filters.statuts == (bit_of(Statut::kActive) | bit_of(Statut::kWaiting)));
  CHECK(filtered.filters.thematiques.has(*thematique_from_code("icope")));
  CHECK(filtered.filters.thematiques.size() == 1);
  CHECK(filtered.filters.tasks == TasksChoice::kSome);
  CHECK(filtered.filters.archived == YesNoAll::kAll);
  CHECK(filtered.filters.favourites == YesNoAll::kAll);
  CHECK(filtered.filters.sort == PatientOrder{});
}

TEST_CASE("late tasks have a code of their own in the address; an unknown one is as if nothing were said") {
  const Route late = parse_route("#/patients?taches=retard");
  CHECK(late.filters.tasks == TasksChoice::kLate);
  CHECK(format_route(late) == "#/patients?taches=retard");
  CHECK(parse_route("#/patients?taches=demain").filters.tasks == TasksChoice::kAll);
}

TEST_CASE("sorted by one column or several; addresses of before still mean what they meant") {
  const auto sort = [](const char* fragment) { return parse_route(fragment).filters.sort; };
  CHECK(sort("#/patients?tri=identite") == PatientOrder{PatientColumn::kIdentity, Direction::kAscending});
  CHECK(sort("#/patients?-tri=naissance") == PatientOrder{PatientColumn::kBirthDate, Direction::kDescending});
  PatientOrder several{PatientColumn::kIdentity, Direction::kAscending};
  several.add({PatientColumn::kBirthDate, Direction::kDescending});
  CHECK(sort("#/patients?tri=identite,-naissance") == several);
  // The first time counts, what is no column does not.
  CHECK(sort("#/patients?tri=identite,-naissance,-identite,actions,x,-") == several);
  CHECK(sort("#/patients?tri=-maj") == PatientOrder{});
  Route route;
  route.screen = Screen::kPatients;
  route.filters.sort = several;
  CHECK(format_route(route) == "#/patients?tri=identite,-naissance");
  CHECK(format_route(parse_route("#/patients?-tri=naissance")) == "#/patients?tri=-naissance");
}

TEST_CASE("the list without filters has an address without a question mark; defaults are not written") {
  Route route;
  route.screen = Screen::kPatients;
  CHECK(format_route(route) == "#/patients");
  route.filters.archived = YesNoAll::kNo;
  route.filters.sort = {PatientColumn::kUpdatedAt, Direction::kDescending};
  CHECK(format_route(route) == "#/patients");
}

TEST_CASE("pages that anyone may read have an address each") {
  for (const auto& [fragment, screen] :
       {std::pair{"#/accessibilite", Screen::kAccessibility}, std::pair{"#/mentions-legales", Screen::kLegal},
        std::pair{"#/donnees-personnelles", Screen::kPrivacy}}) {
    CHECK(parse_route(fragment).screen == screen);
    CHECK(is_info(screen));
    CHECK(format_route(parse_route(fragment)) == fragment);
  }
  CHECK_FALSE(is_info(Screen::kPortal));
}

TEST_CASE("garbage is no route and no filter") {
  for (const char* unknown :
       {"#/patient", "#/patients/", "#/PATIENTS", "#//patients", "#/../patients", "#/connexion/x", "patients",
        "#javascript:alert(1)", "#/\xFF\xFE", "#/%70atients"}) {
    CAPTURE(std::string{unknown});
    CHECK(parse_route(unknown).screen == Screen::kNotFound);
  }
  Route plain;
  plain.screen = Screen::kPatients;
  for (const char* useless : {"#/patients?",
                              "#/patients?&&&",
                              "#/patients?=",
                              "#/patients?sexe",
                              "#/patients?sexe=",
                              "#/patients?sexe=X",
                              "#/patients?sexe=%46%",
                              "#/patients?statut=ACTIF",
                              "#/patients?statut=,,,",
                              "#/patients?thematique=no_such",
                              "#/patients?professionnel=-1",
                              "#/patients?professionnel=0",
                              "#/patients?professionnel=007",
                              "#/patients?professionnel=4294967296",
                              "#/patients?professionnel=99999999999999999999999",
                              "#/patients?structure=1e3",
                              "#/patients?taches=peut-etre",
                              "#/patients?favoris=1",
                              "#/patients?archives=",
                              "#/patients?tri=nom",
                              "#/patients?tri=",
                              "#/patients?-tri=actions",
                              "#/patients?%73exe=F",
                              "#/patients?kiosque",
                              "#/patients?html=1&kiosque"}) {
    CAPTURE(std::string{useless});
    CHECK(parse_route(useless) == plain);
  }
  // The good part of a half-wrong address counts.
  const Route half = parse_route("#/patients?statut=sorti,nothing&sexe=Q&tri=identite");
  CHECK(half.filters.statuts == bit_of(Statut::kLeft));
  CHECK(half.filters.sexes == 0);
  CHECK(half.filters.sort == PatientOrder{PatientColumn::kIdentity, Direction::kAscending});
}

TEST_CASE("random bytes are read without harm, and what is written of them is stable") {
  std::mt19937 random(11);
  const std::string alphabet = "#/?&=%,-abcdefpatientsconnexionsuitemotifheure0123456789:\xC3\xA9\x00";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = i % 3 == 0 ? "#/connexion?" : i % 3 == 1 ? "#/patients?" : "#";
    for (std::uint32_t n = static_cast<std::uint32_t>(random() % 60); n > 0; --n)
      text += alphabet[random() % alphabet.size()];
    const std::string written = format_route(parse_route(text));
    CAPTURE(text);
    CHECK(written.substr(0, 2) == "#/");
    CHECK(format_route(parse_route(written)) == written);
  }
  CHECK(parse_route("#/patients?" + std::string(1'000'000, '&')).screen == Screen::kPatients);
}

TEST_CASE("whatever the address brings, no name, birth date or matricule is written into it") {
  const std::vector<std::string> personal{"BENAZET",    "benazet",    "Zo%C3%A9",
                                          "07/04/1956", "1956-04-07", "256049912345678"};
  for (const char* key :
       {"nom", "prenom", "name", "naissance", "date", "ins", "matricule", "q", "recherche", "sexe", "statut",
        "thematique", "tri", "taches", "favoris", "archives", "suite", "motif", "acces"}) {
    for (const std::string& value : personal) {
      for (const char* screen : {"#/patients?", "#/connexion?", "#/spico?", "#/portail?"}) {
        const std::string address = screen + std::string(key) + "=" + value;
        CAPTURE(address);
        const std::string written = format_route(parse_route(address));
        for (const std::string& each : personal) CHECK(written.find(each) == std::string::npos);
      }
    }
  }
  // A matricule is too long for an id of a professional or a structure.
  CHECK(format_route(parse_route("#/patients?professionnel=256049912345678&structure=256049912345678")) ==
        "#/patients");
  // Nor does it pass in the address to open afterwards.
  CHECK(parse_route("#/connexion?suite=/patients%3Fnom%3DBENAZET").next == "/patients");
  CHECK(parse_route("#/connexion?heure=BENAZ").farewell_at.empty());
  CHECK(parse_route("#/connexion?heure=07/04").farewell_at.empty());
}

TEST_CASE("the sign-in leads to our own screens only") {
  for (const char* elsewhere :
       {"https://bad.example/", "//bad.example", "/connexion", "/connexion?suite=/patients",
        "javascript:alert(1)", "/nowhere", "/patients/../../x", "%2F%2Fbad.example"}) {
    CAPTURE(std::string{elsewhere});
    CHECK(parse_route("#/connexion?suite=" + std::string(elsewhere)).next.empty());
  }
  CHECK(parse_route("#/connexion?suite=/patients%3Fstatut%3Dactif").next == "/patients?statut=actif");
  CHECK(parse_route("#/connexion?suite=%2Fpatients").next == "/patients");
  CHECK(parse_route("#/connexion?suite=/portail").next == "/portail");
}

TEST_CASE("the reason of a sign-out travels as a code") {
  Route route;
  route.screen = Screen::kSignIn;
  route.farewell = Farewell::kIdle;
  route.farewell_at = "14:02";
  CHECK(format_route(route) == "#/connexion?motif=inactivite&heure=14:02");
  CHECK(parse_route("#/connexion?motif=constructor").farewell == Farewell::kNone);
}

}  // namespace
}  // namespace spico

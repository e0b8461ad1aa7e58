#include <algorithm>

#include "tests/ui/journey.hpp"

using namespace journey;
using spico::app::HttpFailure;

TEST_CASE("from the sign-in to the patient list, by role and name") {
  App app("#/portail");
  CHECK(app->location == "#/connexion");
  CHECK(app->idle);
  CHECK(app->page.title == "Connexion au PASS – SPICO");
  CHECK(app->find(Role::kTab, "Authentification par code à usage unique") != nullptr);
  REQUIRE(app->type("Identifiant", "demo-infirmiere"));
  REQUIRE(app->type("Mot de passe", "Garonne&Tarn2026!"));
  REQUIRE(app->press(Role::kButton, "Se connecter"));
  CHECK_FALSE(app->idle);
  REQUIRE(app->pending("/api/pass/login") != nullptr);
  CHECK(app->pending("/api/pass/login")->request.body ==
        R"({"identifiant":"demo-infirmiere","mot_de_passe":"Garonne&Tarn2026!","method":"code"})");
  REQUIRE(app->answer("/api/pass/login", 200, session_json(kChannel)));
  CHECK(app->find(Role::kHeading, "Comment voulez-vous recevoir votre code ?") != nullptr);
  REQUIRE(app->press(Role::kRadio, "Par SMS"));
  REQUIRE(app->press(Role::kButton, "Recevoir le code"));
  REQUIRE(app->pending("/api/pass/code/send") != nullptr);
  CHECK(app->pending("/api/pass/code/send")->request.body == R"({"channel":"sms"})");
  REQUIRE(app->answer("/api/pass/code/send", 200, session_json(kCode)));
  const auto* code = app->find(Role::kTextField, "Code à usage unique");
  REQUIRE(code != nullptr);
  CHECK(app->page.focused == code->id);
  CHECK(code->autocomplete == "one-time-code");
  REQUIRE(app->type("Code à usage unique", "123 456"));
  REQUIRE(app->pending("/api/pass/code/verify") != nullptr);
  CHECK(app->pending("/api/pass/code/verify")->request.body == R"({"code":"123456"})");
  Stage signed_in = kStrong;
  signed_in.cgu_pass = signed_in.cgu_spico = false;
  REQUIRE(app->answer("/api/pass/code/verify", 200, session_json(signed_in)));

  REQUIRE(app->answer("/api/pass/cgu", 200, terms_json("pass")));
  CHECK(app->find(Role::kHeading, "Conditions générales d'utilisation du PASS") != nullptr);
  REQUIRE(app->press(Role::kButton, "Accepter"));
  CHECK(app->pending("/api/pass/cgu/accept") == nullptr);
  REQUIRE(app->press(Role::kCheckbox, "J'ai lu et j'accepte les conditions"));
  REQUIRE(app->press(Role::kButton, "Accepter"));
  signed_in.cgu_pass = true;
  REQUIRE(app->answer("/api/pass/cgu/accept", 200, session_json(signed_in)));

  REQUIRE(app->answer("/api/pass/portal", 200, portal_json()));
  CHECK(app->page.title == "Kiosque des services – SPICO");
  REQUIRE(app->press(Role::kLink, "SPICO Dossiers"));
  signed_in.spico_open = true;
  REQUIRE(app->answer("/api/spico/open", 200, session_json(signed_in)));
  REQUIRE(app->answer("/api/spico/cgu", 200, terms_json("spico")));
  REQUIRE(app->press(Role::kCheckbox, "J'ai lu et j'accepte les conditions"));
  REQUIRE(app->press(Role::kButton, "Accepter"));
  signed_in.cgu_spico = true;
  REQUIRE(app->answer("/api/spico/cgu/accept", 200, session_json(signed_in)));
  REQUIRE(app->answer("/api/spico/preferences", 200, preferences_json()));
  REQUIRE(app->answer("/api/spico/discussions", 200, discussions_json()));
  REQUIRE(app->answer("/api/spico/notifications", 200, notifications_json()));
  app.answer_notices();
  app.answer_sealing();
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(40)));
  CHECK(app->location == "#/patients");
  CHECK(app->page.title == "Liste des patients – SPICO");
  CHECK(app->shows("40 patients trouvés"));
  CHECK(app->shows("BÉNAZET Zoé"));
  CHECK(app->idle);
  CHECK(app->patches_applied);
  check_audits();
}

TEST_CASE("a refused password is said once, empties the field and takes the focus to it") {
  App app("#/connexion");
  REQUIRE(app->type("Identifiant", "demo-infirmiere"));
  REQUIRE(app->type("Mot de passe", "faux"));
  REQUIRE(app->submit());
  REQUIRE(app->answer("/api/pass/login", 401, error_json("bad_credentials")));
  const auto* password = app->find(Role::kTextField, "Mot de passe");
  REQUIRE(password != nullptr);
  CHECK(password->value.empty());
  CHECK(app->page.focused == password->id);
  CHECK(app->find(Role::kText,
                  "Identifiant ou mot de passe incorrect. Vérifiez la saisie, puis réessayez.") != nullptr);
  CHECK(app->page.said.back() ==
        "Identifiant ou mot de passe incorrect. Vérifiez la saisie, puis réessayez.");
  CHECK(app->find(Role::kTextField, "Identifiant")->value == "demo-infirmiere");
  check_audits();
}

TEST_CASE("an empty form asks for what is missing and sends nothing") {
  App app("#/connexion");
  REQUIRE(app->submit());
  CHECK(app->pending("/api/pass/login") == nullptr);
  CHECK(app->find(Role::kText, "Saisissez votre identifiant.") != nullptr);
  CHECK(app->page.focused == app->find(Role::kTextField, "Identifiant")->id);
  check_audits();
}

TEST_CASE("a wrong code counts down, five end the attempt") {
  App app("#/connexion", kCode);
  for (int left = 4; left >= 1; --left) {
    REQUIRE(app->type("Code à usage unique", "000000"));
    REQUIRE(app->answer("/api/pass/code/verify", 401, error_json("code_wrong")));
    CHECK(app->shows(left == 1 ? "Il vous reste 1 essai."
                               : "Il vous reste " + std::to_string(left) + " essais."));
    CHECK(app->find(Role::kTextField, "Code à usage unique")->value.empty());
  }
  REQUIRE(app->type("Code à usage unique", "000000"));
  REQUIRE(app->answer("/api/pass/code/verify", 401, error_json("code_exhausted")));
  REQUIRE(app->answer("/api/session", 200, session_json(kSignedOut)));
  CHECK(app->find(Role::kTextField, "Mot de passe") != nullptr);
  CHECK(app->shows("Cinq codes faux"));
  check_audits();
}

TEST_CASE("the code's countdown runs by itself and its end is said in words") {
  App app("#/connexion", kCode);
  CHECK(app->shows("Code valable encore 5:00"));
  CHECK(app->wake_delay_ms == 1000);
  app->advance(61'000);
  CHECK(app->shows("Code valable encore 3:59"));
  app->advance(240'000);
  CHECK(app->shows("Le code n'est plus valable. Demandez-en un nouveau."));
  REQUIRE(app->press(Role::kButton, "Renvoyer le code"));
  CHECK(app->pending("/api/pass/code/send") != nullptr);
  check_audits();
}

TEST_CASE("every failure has a sentence and a way on") {
  struct Row {
    HttpFailure failure;
    std::string_view sentence;
  };
  for (const Row& row :
       {Row{HttpFailure::kOffline, "Pas de connexion au serveur"},
        Row{HttpFailure::kTimeout, "n'a pas répondu à temps"}, Row{HttpFailure::kCut, "s'est interrompue"}}) {
    Headless app(regular_font(), bold_font());
    app.start("#/portail");
    REQUIRE(app.fail("/api/session", row.failure));
    CHECK(app.shows(row.sentence));
    REQUIRE(app.press(Role::kButton, "Réessayer"));
    REQUIRE(app.answer("/api/session", 200, session_json(kSignedOut)));
    CHECK(app.find(Role::kTextField, "Identifiant") != nullptr);
  }
  for (const auto& [status, body, sentence] :
       {std::tuple{500, std::string("{}"), "a rencontré une erreur (500)"},
        std::tuple{200, std::string("{\"user\":3"), "ne comprend pas"},
        std::tuple{418, std::string("?"), "a rencontré une erreur (418)"},
        std::tuple{418, error_json("teapot"), "a refusé cette demande (418)"}}) {
    Headless app(regular_font(), bold_font());
    app.start("#/portail");
    REQUIRE(app.answer("/api/session", status, body));
    CHECK(app.shows(sentence));
    CHECK(app.find(Role::kButton, "Réessayer") != nullptr);
  }
  check_audits();
}

TEST_CASE("tabs answer arrow keys, the weak tab warns, Pro Santé Connect says what is missing") {
  App app("#/connexion");
  REQUIRE(app->press(Role::kTab, "Identifiant et mot de passe"));
  CHECK(app->shows("Cet onglet ne permet pas d'accéder à SPICO."));
  app->focus(app->find(Role::kTab, "Identifiant et mot de passe")->id);
  REQUIRE(app->key(spico::mirror::Key::kRight));
  CHECK(app->page.focused == app->find(Role::kTab, "ProSantéConnect")->id);
  REQUIRE(app->press(Role::kButton, "S'identifier avec Pro Santé Connect"));
  CHECK(app->shows("Non configuré sur ce serveur"));
  CHECK(app->stored["tab"] == "psc");
  check_audits();
}

TEST_CASE("tabs side by side are as high as the longest label needs, with room above the line below it") {
  App app("#/connexion");
  app->resize(768, 1024);
  REQUIRE(app->settle());
  constexpr int kTwoLines = 22 + 22;  // at the size of a label
  for (const char* name :
       {"ProSantéConnect", "Authentification par code à usage unique", "Identifiant et mot de passe"}) {
    CAPTURE(name);
    const auto* const tab = app->find(Role::kTab, name);
    REQUIRE(tab != nullptr);
    CHECK(tab->height >= (kTwoLines + 12) * kQuarters);
  }
  // Where each fits on its line they are as high as any control.
  app->resize(1280, 800);
  REQUIRE(app->settle());
  CHECK(app->find(Role::kTab, "ProSantéConnect")->height == 44 * kQuarters);
  check_audits();
}

TEST_CASE("direct access has no weak tab and lands in SPICO afterwards") {
  App direct("#/spico");
  CHECK(direct->find(Role::kTab, "Identifiant et mot de passe") == nullptr);
  CHECK(direct->location == "#/connexion?suite=/patients&acces=direct");
  check_audits();
}

TEST_CASE("a deep link survives the sign-in") {
  App app("#/patients?statut=actif&sexe=F");
  CHECK(app->location == "#/connexion?suite=/patients%3Fsexe%3DF%26statut%3Dactif");
  REQUIRE(app->type("Identifiant", "demo-infirmiere"));
  REQUIRE(app->type("Mot de passe", "x"));
  REQUIRE(app->submit());
  REQUIRE(app->answer("/api/pass/login", 200, session_json(kCode)));
  REQUIRE(app->type("Code à usage unique", "123456"));
  REQUIRE(app->answer("/api/pass/code/verify", 200, session_json(kStrong)));
  REQUIRE(app->answer("/api/spico/open", 200, session_json(kInSpico)));
  CHECK(app->location == "#/patients?sexe=F&statut=actif");
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(5)));
  CHECK(app->shows("1 patient trouvé"));
}

TEST_CASE("the password never crosses back to the page") {
  App app("#/connexion");
  REQUIRE(app->type("Identifiant", "demo-infirmiere"));
  REQUIRE(app->type("Mot de passe", "Garonne&Tarn2026!"));
  for (const auto* element : app->page.in_order()) {
    if (element->field == spico::mirror::FieldKind::kPassword) continue;
    CHECK(element->name.find("Garonne") == std::string::npos);
    CHECK(element->value.find("Garonne") == std::string::npos);
  }
  for (const auto& said : app->page.said) CHECK(said.find("Garonne") == std::string::npos);
}

TEST_CASE(
    "the legal notice can be read before the sign-in; it waits for its part of the module and says so") {
  spico::app::Start start;
  start.whole = false;
  App app("#/mentions-legales", kSignedOut, start);
  CHECK(std::count(app->acts.begin(), app->acts.end(), spico::PageAct::kLoadRest) == 1);
  CHECK(app->find(Role::kHeading, "Mentions légales") != nullptr);
  CHECK(app->find(Role::kButton, "Retour") == nullptr);
  app->app().on_wake(spico::app::Wake::kRest);
  REQUIRE(app->settle());
  REQUIRE(app->press(Role::kButton, "Retour"));
  CHECK(app->location == "#/connexion");
}

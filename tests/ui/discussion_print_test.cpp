// A discussion on paper: everything that was said, in order, by whom and when; whose it is; who printed it.
#include <algorithm>
#include <string>

#include "tests/ui/discussion_pages.hpp"
#include "tests/ui/page_checks.hpp"

using namespace journey;

namespace {

constexpr std::string_view kPrinted = "/api/spico/discussions/7/printed";
constexpr std::string_view kPaper = "Imprimer la discussion";

// The words of the paper, one line each.
std::string paper_of(App& app) {
  const Element& paper = found(app, Role::kRegion, kPaper);
  std::string words;
  for (const Element* each : app->page.in_order()) {
    const bool is_list = each->role == Role::kList;
    if (each->id != paper.id && !is_list && !each->name.empty() &&
        around(app, each->id, Role::kRegion) == &paper)
      words.append(each->name).append("\n");
  }
  return words;
}

void choose_print(App& app) {
  for (const Element* each : all(app, Role::kButton)) {
    if (each->name != "Autres actions") continue;
    app->app().on_input(spico::mirror::Clicked{each->id});
    break;
  }
  REQUIRE(app->settle());
  REQUIRE(app->press(Role::kMenuItem, kPaper));
}

auto times_printed(App& app) {
  return std::count(app->acts.begin(), app->acts.end(), spico::PageAct::kPrint);
}

}  // namespace

TEST_CASE("on paper: the whole discussion, whose it is and who printed it; the server is told") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_thread(facts);
    choose_print(app);
    CHECK(times_printed(app) == 1);
    REQUIRE(app->type("Écrire un message", "En cours"));
    const auto focused = app->page.focused;
    app->app().on_wake(spico::app::Wake::kPrint);
    REQUIRE(app->settle());
    CHECK(found(app, Role::kRegion, kPaper).look == spico::mirror::Look::kPrint);
    const std::string paper = paper_of(app);
    const auto says = [&](std::string_view words) { return paper.find(words) != std::string::npos; };
    CHECK(paper.starts_with("Patient : BÉNAZET Zoé – TEST\n"));
    CHECK(says("\nImprimé par Camille TEST le "));
    CHECK(says(
        "Date de naissance : 07/04/1956 · Nom de naissance : BÉNAZET · Prénoms de naissance : Zoé Anne · "
        "Sexe : "));
    CHECK(says("Lieu de naissance : Toulouse (INSEE 31555) · Matricule INS : "));
    CHECK(says("Statut de l'identité : "));
    CHECK(
        says("Discussion entière : messages 1 à 8.\n20/11/2026\n"
             "Camille TEST a créé la discussion. – 20/11/2026 à 19:40\n"));
    CHECK(says("Ελένη ΔΟΚΙΜΗ, Médecin – 20/11/2026 à 19:42\nΚαλημέρα\n"));
    CHECK(
        says("21/11/2026\nInès TEST, Infirmier – 21/11/2026 à 19:40 · modifié\n"
             "Visite faite.\nPas de douleur.\n"
             "Inès TEST, Infirmier – 21/11/2026 à 19:41\nMessage retiré\n"
             "Camille TEST, Coordinateur"));
    CHECK(says("En réponse à Inès TEST : « Visite faite. »\nMerci !\n"));
    CHECK(says("Paul ESSAI, Médecin – 21/11/2026 à 23:26 · Message urgent\nRésultats TEST reçus\n"));
    const auto* const told = app->pending(kPrinted);
    REQUIRE(told != nullptr);
    CHECK(told->request.body == R"({"from":1,"to":8})");
    // What is being written is not touched.
    CHECK(app->page.focused == focused);
    CHECK(found(app, Role::kTextField, "Écrire un message").value == "En cours");
    app->app().on_wake(spico::app::Wake::kPrinted);
    REQUIRE(app->answer(kPrinted, 200, "{}"));
    CHECK(app->find(Role::kRegion, kPaper) == nullptr);
    CHECK_FALSE(app->shows("Imprimé par"));
    app.answer_records();
    check_page(app);
  }
}

TEST_CASE("on paper in English, and without its patient for whoever may not see them") {
  App app = in_discussions();
  REQUIRE(app->press(Role::kButton, "Camille TEST"));
  REQUIRE(app->press(Role::kMenuItem, "English"));
  REQUIRE(app->press(Role::kLink, "Permanences TEST"));
  REQUIRE(app->answer(
      "/api/spico/discussions/8", 200,
      R"({"discussion":{"id":"8","title":"Permanences TEST","members":2,"unread":0,"count":3,"first":3,"read":3,)"
      R"("last":{"number":3,"kind":"text","author":"2","author_name":"Inès TEST","at_ms":1795203600000,"text":"Oui"}},)"
      R"("me":"1","members":[{"id":"1","name":"Camille TEST","profession":"coordinateur","first":3,"read":3,"joined_at_ms":1795200000000},)"
      R"({"id":"2","name":"Inès TEST","profession":"infirmier","read":3,"joined_at_ms":1795200000000}]})"));
  // The list took it for one of a single message.
  for (int pages = 0; app->pending("/api/spico/discussions/8/messages") != nullptr; ++pages) {
    REQUIRE(pages < 4);
    REQUIRE(app->answer(
        "/api/spico/discussions/8/messages", 200,
        R"({"count":3,"first":3,"messages":[{"id":"203","number":3,"author":"2","at_ms":1795203600000,"kind":"text","text":"Oui",)"
        R"("attachments":[{"id":"9","name":"plan TEST.pdf","size":2000,"type":"pdf","preview":false}]}]})"));
  }
  app->app().on_wake(spico::app::Wake::kPrint);
  REQUIRE(app->settle());
  const Element& region = found(app, Role::kRegion, "Print the discussion");
  CHECK(region.look == spico::mirror::Look::kPrint);
  CHECK(app->shows("Messages 3 to 3 of 3."));
  CHECK(app->shows("Messages before number 3 cannot be seen by the person who prints."));
  CHECK(app->shows("plan TEST.pdf"));
  CHECK_FALSE(app->shows("Patient: "));
}

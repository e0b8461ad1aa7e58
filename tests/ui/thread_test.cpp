// The open discussion: what fails can be read, who has read a message, what is asked before something goes,
// and the room that a phone leaves to messages (product.md §7).
#include <algorithm>
#include <string>
#include <vector>

#include "tests/ui/discussion_pages.hpp"
#include "tests/ui/page_checks.hpp"

using namespace journey;
using spico::mirror::Key;

namespace {

constexpr std::string_view kField = "Écrire un message";
constexpr std::string_view kMyMessage = "/api/spico/messages/107";
constexpr std::string_view kActions = "Autres actions";

std::size_t times_said(App& app, std::string_view sentence) {
  return static_cast<std::size_t>(std::count(app->page.said.begin(), app->page.said.end(), sentence));
}

void press_it(App& app, const Element& element) {
  app->app().on_input(spico::mirror::Clicked{element.id});
  REQUIRE(app->settle());
}

// The menu of the message that begins so.
const Element& menu_of(App& app, std::string_view words) {
  for (const Element* each : all(app, Role::kButton)) {
    if (each->name == kActions && each->description == words) return *each;
  }
  FAIL("no menu of " << words);
  return *all(app, Role::kButton).front();
}

void act_on(App& app, std::string_view words, std::string_view action) {
  press_it(app, menu_of(app, words));
  REQUIRE(app->press(Role::kMenuItem, action));
}

// What is done with the discussion stands first.
void act_on_thread(App& app, std::string_view action) {
  const auto buttons = all(app, Role::kButton);
  const auto menu = std::find_if(buttons.begin(), buttons.end(),
                                 [](const Element* each) { return each->name == kActions; });
  REQUIRE(menu != buttons.end());
  press_it(app, **menu);
  REQUIRE(app->press(Role::kMenuItem, action));
}

// The first discussion with these members instead of its own.
App in_thread_of(std::string_view members) {
  App app = in_discussions();
  REQUIRE(app->press(Role::kLink, "Retour à domicile TEST"));
  std::string page = discussion_page_json();
  const auto begin = page.find(R"(,{"id":"2")");
  page.replace(begin, page.find(']', begin) - begin, members);
  REQUIRE(app->answer("/api/spico/discussions/7", 200, page));
  REQUIRE(app->answer("/api/spico/discussions/7/messages", 200, messages_json()));
  if (app->pending("/api/spico/discussions/7/read") != nullptr)
    REQUIRE(app->answer("/api/spico/discussions/7/read", 200, "{}"));
  app.answer_notices();
  return app;
}

struct InWindow {
  float left = 0, top = 0, width = 0, height = 0;
  [[nodiscard]] float bottom() const { return top + height; }
};
// In the window, in CSS pixels.
InWindow place_in_window(App& app, const Element& element) {
  InWindow place{0, 0, static_cast<float>(element.width) / 4, static_cast<float>(element.height) / 4};
  for (const Element* at = &element; at != nullptr; at = app->page.element(at->parent)) {
    const Element* const parent = app->page.element(at->parent);
    place.left += static_cast<float>(at->x) / 4;
    place.top += static_cast<float>(at->y) / 4;
    if (parent == nullptr) continue;
    place.left -= static_cast<float>(parent->scroll_x);
    place.top -= static_cast<float>(parent->scroll_y);
  }
  return place;
}

}  // namespace

TEST_CASE("what fails in a discussion can be read where it happened, and is said once") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_thread(facts);
    constexpr std::string_view kEmpty = "Écrivez d'abord un message.";
    REQUIRE(app->press(Role::kButton, "Envoyer"));
    CHECK(app->shows(kEmpty));
    CHECK(times_said(app, kEmpty) == 1);
    CHECK((found(app, Role::kTextField, kField).state & spico::mirror::kInvalid) != 0);
    check_page(app);
    REQUIRE(app->type(kField, "Bonjour TEST"));
    CHECK_FALSE(app->shows(kEmpty));

    constexpr std::string_view kOffline = "Pas de connexion au serveur. Vérifiez le réseau, puis réessayez.";
    act_on_thread(app, "Couper les notifications");
    REQUIRE(app->fail("/api/spico/discussions/7/muted", spico::app::HttpFailure::kOffline));
    CHECK(app->find(Role::kRegion, "Notification") != nullptr);
    CHECK(app->find(Role::kButton, "Annuler") == nullptr);  // nothing can be taken back
    CHECK(app->shows(kOffline));
    CHECK(found(app, Role::kText, kOffline).look == spico::mirror::Look::kError);
    CHECK(times_said(app, kOffline) == 1);
    check_page(app);
    REQUIRE(app->press(Role::kButton, "Fermer"));
    CHECK_FALSE(app->shows(kOffline));

    act_on(app, "Merci !", "Modifier");
    REQUIRE(app->type("Modification du message", "Merci bien !"));
    REQUIRE(app->press(Role::kButton, "Enregistrer"));
    REQUIRE(app->answer(kMyMessage, 409, error_json("too_late")));
    CHECK(app->shows("Il est trop tard : un message se modifie ou se retire pendant 15 minutes."));
    CHECK(app->find(Role::kRegion, "Notification") == nullptr);
    CHECK((found(app, Role::kTextField, "Modification du message").state & spico::mirror::kInvalid) != 0);
    REQUIRE(app->type("Modification du message", ""));
    REQUIRE(app->press(Role::kButton, "Enregistrer"));
    CHECK(app->shows(kEmpty));
    check_page(app);
  }
}

TEST_CASE("«Lu par…» names who has read a message and who has not") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_thread(facts);
    act_on(app, "Première visite vendredi.", "Lu par…");
    CHECK(app->find(Role::kDialog, "Lu par 2 sur 2") != nullptr);
    // The name of the dialog is heard once: the focus is not on the title that shows it.
    CHECK(app->page.focused == found(app, Role::kButton, "Fermer").id);
    CHECK((found(app, Role::kHeading, "Lu par 2 sur 2").state & spico::mirror::kFocusableByCode) == 0);
    CHECK(app->shows("Inès TEST, Paul ESSAI"));
    CHECK_FALSE(app->shows("Pas encore lu par"));
    check_page(app);
    REQUIRE(app->key(Key::kEscape));
    CHECK(all(app, Role::kDialog).empty());
    CHECK(app->page.focused == menu_of(app, "Première visite vendredi.").id);
    // Nobody else has read one's messages but those they are for.
    press_it(app, menu_of(app, "Visite faite."));
    CHECK(app->find(Role::kMenuItem, "Lu par…") == nullptr);
  }
}

TEST_CASE("«Lu par…» of 500 members adds a few elements to the page, not hundreds") {
  std::string members;
  for (int number = 2; number <= 500; ++number) {
    members += R"(,{"id":")" + std::to_string(number) + R"(","name":"Membre )" + std::to_string(number) +
               R"( TEST","profession":"medecin","read":)" + (number % 2 == 0 ? "8" : "1") +
               R"(,"joined_at_ms":1795200000000})";
  }
  App app = in_thread_of(members);
  const std::size_t before = app->page.size();
  act_on(app, "Merci !", "Lu par…");
  CHECK(app->find(Role::kDialog, "Lu par 250 sur 499") != nullptr);
  CHECK(app->shows("Membre 500 TEST"));
  CHECK(app->shows("Membre 499 TEST"));
  CHECK(app->page.size() < before + 15);
  check_page(app);
}

TEST_CASE("«Membres» of 500: each is there, in a dialog that stays in the window and goes with Escape") {
  std::string members;
  for (int number = 2; number <= 500; ++number) {
    members += R"(,{"id":")" + std::to_string(number) + R"(","name":"Membre )" + std::to_string(number) +
               R"( TEST","profession":"medecin","read":1,"joined_at_ms":1795200000000})";
  }
  App app = in_thread_of(members);
  app->resize(1280, 800);
  REQUIRE(app->settle());
  REQUIRE(app->press(Role::kButton, "3 membres"));
  const Element& dialog = found(app, Role::kDialog, "Membres");
  const InWindow place = place_in_window(app, dialog);
  CHECK(place.top >= 0);
  CHECK(place.bottom() <= 800);
  CHECK(app->page.children(found(app, Role::kList, "Membres").id).size() == 500);
  CHECK(app->shows("Membre 2 TEST"));
  CHECK(app->shows("Membre 500 TEST"));
  check_page(app);
  REQUIRE(app->key(Key::kEscape));
  CHECK(all(app, Role::kDialog).empty());
  CHECK(app->page.focused == found(app, Role::kButton, "3 membres").id);
}

TEST_CASE("a message that was sent says so, as long as nobody has read it or there is nobody else") {
  {
    App alone = in_thread_of("");
    CHECK(alone->shows("· Envoyé"));
    CHECK_FALSE(alone->shows("Lu par"));
  }
  App app = in_thread_of(
      R"(,{"id":"2","name":"Inès TEST","profession":"infirmier","read":3,"joined_at_ms":1795200000000})");
  CHECK(app->shows("Lu par 1 sur 1"));  // the first one
  CHECK(app->shows("· Envoyé"));        // the second one
}

TEST_CASE("under «Modifier» a member is mentioned as in a new message") {
  App app = in_thread();
  constexpr std::string_view kEdit = "Modification du message";
  act_on(app, "Merci !", "Modifier");
  REQUIRE(app->type(kEdit, "Merci @In !", 9));
  CHECK(app->find(Role::kGroup, "Mentionner") != nullptr);
  check_page(app);
  REQUIRE(app->press(Role::kButton, "Inès TEST"));
  CHECK(found(app, Role::kTextField, kEdit).value == "Merci @Inès TEST !");
  CHECK(app->page.focused == found(app, Role::kTextField, kEdit).id);
  REQUIRE(app->press(Role::kButton, "Enregistrer"));
  const auto* const edit = app->pending("/api/spico/messages/107");
  REQUIRE(edit != nullptr);
  CHECK(edit->request.body == R"({"text":"Merci @Inès TEST !","mentions":["2"]})");
}

TEST_CASE("a member is mentioned where the caret is, and typing goes on behind the name") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_thread(facts);
    REQUIRE(app->type(kField, "@In, merci", 3));
    CHECK(app->find(Role::kGroup, "Mentionner") != nullptr);
    check_page(app);
    REQUIRE(app->press(Role::kButton, "Inès TEST"));
    CHECK(found(app, Role::kTextField, kField).value == "@Inès TEST, merci");
    CHECK(found(app, Role::kTextField, kField).caret == 10);
    CHECK(app->page.focused == found(app, Role::kTextField, kField).id);
    CHECK(app->find(Role::kGroup, "Mentionner") == nullptr);
    // The page counts in UTF-16 units: one letter, two of them.
    REQUIRE(app->type(kField, "😀 @pau demain", 7));
    REQUIRE(app->press(Role::kButton, "Paul ESSAI"));
    CHECK(found(app, Role::kTextField, kField).value == "😀 @Paul ESSAI demain");
    CHECK(found(app, Role::kTextField, kField).caret == 15);
    // The same text: the caret has moved by a key or a press.
    const std::string two = "Bonjour @in et @pa";
    REQUIRE(app->type(kField, two, 11));
    CHECK(app->find(Role::kButton, "Inès TEST") != nullptr);
    CHECK(app->find(Role::kButton, "Paul ESSAI") == nullptr);
    REQUIRE(app->type(kField, two, 18));
    CHECK(app->find(Role::kButton, "Inès TEST") == nullptr);
    CHECK(app->find(Role::kButton, "Paul ESSAI") != nullptr);
    REQUIRE(app->type(kField, two, 3));
    CHECK(app->find(Role::kGroup, "Mentionner") == nullptr);
    CHECK(found(app, Role::kTextField, kField).value == two);
    check_page(app);
  }
}

TEST_CASE("before a message goes it is asked whether it shall") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_thread(facts);
    constexpr std::string_view kQuestion = "Retirer ce message ?";
    act_on(app, "Merci !", "Retirer");
    CHECK(app->find(Role::kAlertDialog, kQuestion) != nullptr);
    CHECK(app->pending(kMyMessage) == nullptr);
    CHECK(app->page.focused == found(app, Role::kButton, "Annuler").id);
    check_page(app);
    REQUIRE(app->key(Key::kEscape));
    CHECK(app->find(Role::kAlertDialog, kQuestion) == nullptr);
    CHECK(app->page.focused == menu_of(app, "Merci !").id);
    act_on(app, "Merci !", "Retirer");
    REQUIRE(app->press(Role::kButton, "Retirer"));
    CHECK(app->find(Role::kAlertDialog, kQuestion) == nullptr);
    REQUIRE(app->answer(kMyMessage, 200, "{}"));
    CHECK_FALSE(app->shows("Merci !"));

    REQUIRE(app->type(kField, "Mauvais TEST"));
    app.answer_records();
    REQUIRE(app->press(Role::kButton, "Envoyer"));
    app.answer_records();
    REQUIRE(app->answer("/api/spico/discussions/7/messages", 422, error_json("invalid_field")));
    std::string state;
    for (const Element* each : all(app, Role::kButton)) {
      if (each->description.find("Refusé") != std::string::npos) state = each->description;
    }
    act_on(app, state, "Supprimer");
    CHECK(app->find(Role::kAlertDialog, "Supprimer ce message ?") != nullptr);
    CHECK(app->shows("Mauvais TEST"));
    REQUIRE(app->press(Role::kButton, "Annuler"));
    CHECK(app->page.focused == menu_of(app, state).id);
    act_on(app, state, "Supprimer");
    REQUIRE(app->press(Role::kButton, "Supprimer"));
    app.answer_records();  // no other tab has sent it
    CHECK_FALSE(app->shows("Mauvais TEST"));
    check_page(app);
  }
}

TEST_CASE("«Quitter la discussion ?» is a question, and stays open under the reason why one could not") {
  App app = in_thread();
  act_on_thread(app, "Quitter la discussion");
  CHECK(app->find(Role::kAlertDialog, "Quitter la discussion ?") != nullptr);
  REQUIRE(app->press(Role::kButton, "Quitter la discussion"));
  const std::string path = app->pending_below("/api/spico/discussions/7/members");
  REQUIRE_FALSE(path.empty());
  REQUIRE(app->fail(path, spico::app::HttpFailure::kOffline));
  CHECK(app->find(Role::kAlertDialog, "Quitter la discussion ?") != nullptr);
  CHECK(app->shows("Pas de connexion au serveur."));
  CHECK(app->find(Role::kRegion, "Notification") == nullptr);
}

TEST_CASE(
    "on a phone «Envoyer», the patient and room for messages are in the window, also while one writes") {
  struct Window {
    float width, height;
  };
  for (const Window window : {Window{390, 844}, Window{320, 568}}) {
    CAPTURE(window.width);
    App app = in_thread();
    app->resize(window.width, window.height);
    REQUIRE(app->settle());
    const InWindow bar = place_in_window(app, found(app, Role::kNavigation, "Navigation principale"));
    const InWindow messages = place_in_window(app, found(app, Role::kList, "Messages"));
    CHECK(messages.height >= 150);
    CHECK(messages.top < window.height * 0.3F);
    const auto in_window = [&](const Element& element) {
      const InWindow place = place_in_window(app, element);
      return place.left >= 0 && place.left + place.width <= window.width && place.top >= 0 &&
             place.bottom() <= bar.top;
    };
    const auto about = [&]() -> const Element& {
      return found(app, Role::kText, "BÉNAZET Zoé, né(e) le 07/04/1956");
    };
    CHECK(in_window(found(app, Role::kButton, "Envoyer")));
    CHECK(in_window(found(app, Role::kTextField, "Joindre un fichier")));
    CHECK(in_window(about()));
    check_page(app);
    const float one_line = place_in_window(app, found(app, Role::kTextField, kField)).height;
    REQUIRE(app->type(kField, "Un\nDeux\nTrois\nQuatre\nCinq\nSix"));
    CHECK(place_in_window(app, found(app, Role::kTextField, kField)).height > one_line + 40);
    CHECK(in_window(found(app, Role::kButton, "Envoyer")));
    CHECK(in_window(found(app, Role::kTextField, kField)));
    CHECK(in_window(about()));
    CHECK(place_in_window(app, about()).top >= messages.top);
    check_page(app);
  }
}

TEST_CASE("the keys for a context menu open the menu of a message, where it has one") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_thread(facts);
    const auto message = around(app, menu_of(app, "Merci !").id, Role::kListItem)->id;
    app->focus(message);
    REQUIRE(app->settle());
    REQUIRE(app->key(Key::kMenu));
    CHECK(app->page.focused == found(app, Role::kMenuItem, "Répondre").id);
    check_page(app);
    REQUIRE(app->key(Key::kEscape));
    CHECK(all(app, Role::kMenu).empty());
    CHECK(app->page.focused == message);
    std::vector<spico::mirror::NodeId> with_menu;
    for (const Element* each : all(app, Role::kButton)) {
      const Element* const item = around(app, each->id, Role::kListItem);
      if (each->name == kActions && item != nullptr) with_menu.push_back(item->id);
    }
    int without = 0;
    for (const Element* item : all(app, Role::kListItem)) {
      const bool hears = (item->keys & spico::mirror::kKeyMenuKeys) != 0;
      CHECK(hears == (std::count(with_menu.begin(), with_menu.end(), item->id) == 1));
      without += hears ? 0 : 1;
    }
    CHECK(without > 0);  // withdrawn, or no message of anybody
  }
}

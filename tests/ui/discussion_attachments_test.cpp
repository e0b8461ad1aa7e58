// Files in the discussions by role and name: chosen, on their way, received (product.md §7).
#include <algorithm>
#include <string>

#include "tests/ui/discussion_pages.hpp"
#include "tests/ui/page_checks.hpp"

using namespace journey;
using spico::mirror::FieldKind;
using spico::mirror::Look;
using spico::mirror::NumberField;

namespace {

constexpr std::string_view kAttach = "Joindre un fichier";

// As the page does when somebody has chosen files.
void choose(App& app, std::string told) {
  app->app().on_input(spico::mirror::ValueChanged{found(app, Role::kTextField, kAttach).id, std::move(told)});
  REQUIRE(app->settle());
}

// What the device is asked beside the bytes of files is done.
void answer_device(App& app) {
  app.answer_records();
  for (std::string path; !(path = app->pending_below("pieces/")).empty();)
    REQUIRE(app->answer(path, 200, ""));
}

std::string with_files(std::string_view files, std::string_view text = "") {
  return R"({"count":8,"first":1,"messages":[{"id":"108","number":8,"author":"3","at_ms":1795299960000,"kind":"text",)"
         R"("text":")" +
         std::string(text) + R"(","attachments":)" + std::string(files) + "}]}";
}

const std::string_view kPicture =
    R"({"id":"12","name":"Radio TEST.jpg","type":"jpeg","size":320000,"width":1600,"height":1200,"preview":true})";
const std::string_view kReport =
    R"({"id":"13","name":"Compte rendu TEST.pdf","type":"pdf","size":1240000,"preview":false})";

App in_thread_with(std::string_view messages, const spico::app::Start& facts = {}, float width = 1280) {
  App app = in_discussions(facts);
  app->resize(width, 800);
  REQUIRE(app->settle());
  REQUIRE(app->press(Role::kLink, "Retour à domicile TEST"));
  REQUIRE(app->answer("/api/spico/discussions/7", 200, discussion_page_json()));
  std::string all = messages_json();
  all.resize(all.rfind(R"({"id":"108")"));
  const std::string_view last = messages.substr(messages.find(R"({"id":"108")"));
  REQUIRE(app->answer("/api/spico/discussions/7/messages", 200, all + std::string(last)));
  if (app->pending("/api/spico/discussions/7/read") != nullptr)
    REQUIRE(app->answer("/api/spico/discussions/7/read", 200, "{}"));
  app.answer_notices();
  return app;
}

}  // namespace

TEST_CASE(
    "chosen files stand above the text with size and state; refused ones say why; each can be removed") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start facts;
    facts.html_version = html;
    App app = in_thread(facts);
    const Element& field = found(app, Role::kTextField, kAttach);
    CHECK(field.field == FieldKind::kFile);
    CHECK((field.state & spico::mirror::kFocusable) != 0);
    REQUIRE(app->type("Écrire un message", "Bonjour TEST"));
    choose(app, "1\t1240000\tapplication/pdf\tordonnance TEST.pdf\n2\t12\ttext/plain\tnotes TEST.txt");
    CHECK(found(app, Role::kTextField, kAttach).value.empty());
    CHECK(found(app, Role::kList, "Fichiers joints").look == Look::kStack);
    CHECK(app->shows("ordonnance TEST.pdf"));
    CHECK(app->shows("1,2 Mo · En attente d'envoi"));
    CHECK(app->shows("12 octets · Refusé : On ne peut joindre que des images JPEG ou PNG et des PDF."));
    CHECK(app->page.said.back().find("notes TEST.txt : ") == 0);
    // The list stands before the text that it goes with.
    const auto order = app->page.in_order();
    const auto at = [&](const Element& element) { return std::find(order.begin(), order.end(), &element); };
    CHECK(at(found(app, Role::kList, "Fichiers joints")) <
          at(found(app, Role::kTextField, "Écrire un message")));
    REQUIRE(app->submit());
    CHECK(app->page.said.back() == "Retirez d'abord les fichiers refusés.");
    CHECK(app->page.focused == found(app, Role::kButton, "Retirer notes TEST.txt").id);
    REQUIRE(app->press(Role::kButton, "Retirer notes TEST.txt"));
    CHECK_FALSE(app->shows("notes TEST.txt"));
    CHECK(app->page.focused == found(app, Role::kTextField, kAttach).id);
    CHECK(found(app, Role::kTextField, "Écrire un message").value == "Bonjour TEST");
    check_audits();
  }
}

TEST_CASE("a file on its way: its progress in the composer, then with its message below the thread") {
  App app = in_thread();
  const std::string bytes(spico::kUploadPieceBytes + 100, 'x');
  choose(app, "1\t" + std::to_string(bytes.size()) + "\tapplication/pdf\tordonnance TEST.pdf");
  // Sealed onto the device first.
  for (const std::size_t from : {std::size_t{0}, static_cast<std::size_t>(spico::kUploadPieceBytes)}) {
    REQUIRE(app->answer(
        "files/1", 200,
        std::string_view(bytes).substr(from, static_cast<std::size_t>(spico::kUploadPieceBytes))));
    answer_device(app);
  }
  REQUIRE(app->answer("files/1", 200, ""));  // let go
  answer_device(app);
  REQUIRE(app->answer("/api/spico/uploads", 200, R"({"received":0})"));
  CHECK(app->shows("Envoi 0 %"));
  CHECK(number(found(app, Role::kProgress, "ordonnance TEST.pdf"), NumberField::kProgressPercent) == 0);
  REQUIRE(app->submit());
  app.answer_records();
  CHECK(app->find(Role::kList, "Fichiers joints") == nullptr);
  const Element& group = found(app, Role::kGroup, "ordonnance TEST.pdf");
  const Element* const list = around(app, group.id, Role::kList);
  REQUIRE(list != nullptr);
  CHECK(list->name == "Messages");
  // A piece that is damaged is told of with the file's name.
  const std::string piece = app->pending_below("pieces/");
  REQUIRE_FALSE(piece.empty());
  REQUIRE(app->answer(piece, 200, "abîmé"));
  app.answer_records();
  CHECK(app->shows("Refusé : Ce fichier ne peut plus être lu : joignez-le de nouveau."));
  CHECK(app->shows("1 message refusé"));
  CHECK(app->page.said.back().find("ordonnance TEST.pdf") != std::string::npos);
  check_audits();
}

TEST_CASE("received files: a picture at its own shape before it arrives, what it is, and two actions") {
  const std::string files = "[" + std::string(kPicture) + "," + std::string(kReport) + "]";
  for (const bool html : {false, true}) {
    for (const float width : {1280.0F, 320.0F}) {
      CAPTURE(html);
      CAPTURE(width);
      spico::app::Start facts;
      facts.html_version = html;
      App app = in_thread_with(with_files(files), facts, width);
      const Element& picture = found(app, Role::kImage, "Image : Radio TEST.jpg");
      CHECK(picture.look == Look::kPhoto);
      CHECK(picture.href == "/api/spico/attachments/12/preview");
      CHECK(picture.width > 150 * 4);
      CHECK(std::abs(picture.width * 3 - picture.height * 4) <= 4 * 4 * 4);  // quarter pixels, whole ones
      CHECK(app->shows("JPEG, 320 Ko"));
      CHECK(app->shows("PDF, 1,2 Mo"));
      CHECK(app->count(Role::kImage, "Image : Compte rendu TEST.pdf") == 0);
      const Element& group = found(app, Role::kGroup, "Compte rendu TEST.pdf");
      const Element& open = found(app, Role::kButton, "Ouvrir Compte rendu TEST.pdf");
      CHECK(open.parent == group.id);
      CHECK((open.state & spico::mirror::kNewTab) != 0);
      CHECK(open.description == "ouvre un nouvel onglet");
      check_page(app);
      REQUIRE(app->press(Role::kButton, "Ouvrir Radio TEST.jpg"));
      const auto* asked = app->pending("/api/spico/attachments/12/ticket");
      REQUIRE(asked != nullptr);
      CHECK(asked->request.body == R"({"use":"view"})");
      REQUIRE(app->answer("/api/spico/attachments/12/ticket", 200,
                          R"({"path":"/api/files/abc","expires_in_s":30})"));
      REQUIRE(app->pending("tab") != nullptr);
      CHECK(app->pending("tab")->request.body == "/api/files/abc");
      REQUIRE(app->answer("tab", 200, ""));
      REQUIRE(app->press(Role::kButton, "Télécharger Compte rendu TEST.pdf"));
      REQUIRE(app->fail("/api/spico/attachments/13/ticket", spico::app::HttpFailure::kOffline));
      CHECK(app->page.said.back().find("réseau") != std::string::npos);
      check_audits();
    }
  }
}

TEST_CASE("in a kiosk nothing is saved for the next person, files are only opened") {
  spico::app::Start facts;
  facts.kiosk = true;
  App app = in_thread_with(with_files("[" + std::string(kReport) + "]"), facts);
  CHECK(app->find(Role::kButton, "Ouvrir Compte rendu TEST.pdf") != nullptr);
  CHECK(app->find(Role::kButton, "Télécharger Compte rendu TEST.pdf") == nullptr);
}

TEST_CASE("a message without text is known by its files, in the list and where it is quoted") {
  {
    Stage stage = kInSpico;
    std::string list(kDiscussions);
    const std::string_view text = R"("text":"Résultats TEST reçus")";
    list.replace(list.find(text), text.size(), R"("text":"","attachments":3)");
    stage.discussions = list;
    App app("#/discussions", stage);
    CHECK(app->shows("Paul ESSAI : 3 pièces jointes"));
  }
  App app = in_thread_with(with_files("[" + std::string(kReport) +
                                      R"(],"reply_to":{"number":5,"author":"2","text":"","attachments":1})"
                                      R"(,"mentions":[])"));
  CHECK(app->shows("Pièce jointe"));
  check_audits();
}

// The columns of the list: sorted by several, moved, widened and hidden by keyboard and by menu; rows that
// are copied (accessibility.md §2.7, checks 17 and 24).
#include <algorithm>
#include <string>
#include <vector>

#include "tests/ui/column_steps.hpp"

using namespace journey;
using spico::mirror::NumberField;

TEST_CASE("with Shift a further header sorts: its rank is seen and told, aria-sort is the first one's") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start start;
    start.html_version = html;
    App app = in_list(40, "#/patients", start);
    press_header(app, "Sexe");
    const std::size_t said = app->page.said.size();
    press_header(app, "Date de naissance", spico::mirror::kShift);
    REQUIRE(app->page.said.size() == said + 1);
    CHECK(app->page.said.back() == "Trié par Sexe, puis Date de naissance.");
    CHECK(app->location == "#/patients?tri=sexe,naissance");
    CHECK(sorted(header(app, "Sexe")) == spico::mirror::kSortAscending);
    CHECK(sorted(header(app, "Date de naissance")) == 0);
    const Element* second = button_in(app, header(app, "Date de naissance"));
    CHECK(sorted(*second) == spico::mirror::kSortAscending);
    CHECK(second->description.find("Tri n° 2, croissant.") == 0);
    CHECK(button_in(app, header(app, "Sexe"))->description.find("Tri n° 1, croissant.") == 0);
    std::vector<std::string> ranks;
    for (const char* name : {"Sexe", "Date de naissance"}) {
      for (const NodeId child : app->page.children(header(app, name).id)) {
        if (app->page.element(child)->role == Role::kText) ranks.push_back(app->page.element(child)->name);
      }
    }
    CHECK(ranks == std::vector<std::string>{"1", "2"});
    check_kept_page(app);
    press_header(app, "Date de naissance", spico::mirror::kShift);
    CHECK(app->page.said.back() == "Trié par Sexe, puis Date de naissance (décroissant).");
    press_header(app, "Date de naissance", spico::mirror::kShift);
    CHECK(app->location == "#/patients?tri=sexe");
    CHECK(button_in(app, header(app, "Sexe"))->description.find("Tri") == std::string::npos);
    check_kept_page(app);
  }
}

TEST_CASE("the menu of a header: by key, by the other pointer button, by arrows, closed by Escape") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start start;
    start.html_version = html;
    App app = in_list(40, "#/patients", start);
    focus_header(app, "Sexe");
    CHECK(app->page.element(app->page.focused)->description.find("Alt+Bas") != std::string::npos);
    REQUIRE(app->key(Key::kDown, spico::mirror::kAlt));
    REQUIRE(menu(app) != nullptr);
    CHECK(menu(app)->name == "Colonne Sexe");
    CHECK(focused_name(app) == "Trier par ordre croissant");
    std::vector<std::string> items;
    for (const Element* item : all(app, Role::kMenuItem)) items.push_back(item->name);
    CHECK(items == std::vector<std::string>{"Trier par ordre croissant", "Trier par ordre décroissant",
                                            "Ajouter au tri", "Élargir", "Rétrécir", "Ajuster au contenu",
                                            "Déplacer à gauche", "Déplacer à droite", "Masquer la colonne"});
    check_kept_page(app);
    REQUIRE(app->key(Key::kUp));
    CHECK(focused_name(app) == "Masquer la colonne");
    REQUIRE(app->key(Key::kHome));
    REQUIRE(app->key(Key::kDown));
    CHECK(focused_name(app) == "Trier par ordre décroissant");
    REQUIRE(app->press(Role::kMenuItem, "Trier par ordre décroissant"));
    CHECK(menu(app) == nullptr);
    CHECK(focused_name(app) == "Sexe");
    CHECK(app->location == "#/patients?tri=-sexe");
    REQUIRE(app->key(Key::kMenu));
    REQUIRE(menu(app) != nullptr);
    REQUIRE(app->key(Key::kEscape));
    CHECK(menu(app) == nullptr);
    CHECK(focused_name(app) == "Sexe");
    // The focus goes on by Tab or by a press elsewhere: it is not taken back.
    REQUIRE(app->key(Key::kMenu));
    app->focus(app->find(Role::kTextField, "Nom")->id);
    REQUIRE(app->settle());
    CHECK(menu(app) == nullptr);
    CHECK(app->page.element(app->page.focused)->role == Role::kTextField);
    // «Actions» does not sort.
    app->app().on_input(spico::mirror::KeyPressed{header(app, "Actions").id, Key::kMenu, 0});
    REQUIRE(app->settle());
    REQUIRE(menu(app) != nullptr);
    CHECK(focused_name(app) == "Élargir");
    check_kept_page(app);
  }
}

TEST_CASE("by the menu a column is widened, narrowed, fitted, moved and hidden") {
  App app = in_list(40);
  focus_header(app, "Date de naissance");
  REQUIRE(app->key(Key::kMenu));
  const int before = width(app, "Date de naissance"), identity = width(app, "Identité");
  REQUIRE(app->press(Role::kMenuItem, "Élargir"));
  CHECK(width(app, "Date de naissance") == before + 24);
  CHECK(width(app, "Identité") == identity);
  REQUIRE(menu(app) != nullptr);
  REQUIRE(app->press(Role::kMenuItem, "Rétrécir"));
  REQUIRE(app->press(Role::kMenuItem, "Rétrécir"));
  CHECK(width(app, "Date de naissance") == before - 24);
  CHECK(width(app, "Identité") == identity);
  CHECK(kept_columns(app).find("naissance:" + std::to_string(before - 24)) != std::string::npos);
  for (int i = 0; i < 4; ++i) REQUIRE(app->press(Role::kMenuItem, "Rétrécir"));
  CHECK(width(app, "Date de naissance") == 48);
  CHECK((app->find(Role::kMenuItem, "Rétrécir")->state & spico::mirror::kDisabled) != 0);
  REQUIRE(app->press(Role::kMenuItem, "Ajuster au contenu"));
  CHECK(width(app, "Date de naissance") > 70);  // a whole date
  CHECK(width(app, "Date de naissance") < 120);
  REQUIRE(app->press(Role::kMenuItem, "Déplacer à gauche"));
  CHECK(columns(app)[0] == "Date de naissance");
  CHECK(number(header(app, "Date de naissance"), NumberField::kColumnIndex) == 1);
  CHECK((app->find(Role::kMenuItem, "Déplacer à gauche")->state & spico::mirror::kDisabled) != 0);
  REQUIRE(app->press(Role::kMenuItem, "Déplacer à droite"));
  REQUIRE(app->press(Role::kMenuItem, "Déplacer à droite"));
  CHECK(columns(app)[2] == "Date de naissance");
  REQUIRE(menu(app) != nullptr);
  check_kept_page(app);
  REQUIRE(app->press(Role::kMenuItem, "Masquer la colonne"));
  CHECK(menu(app) == nullptr);
  CHECK(columns(app).size() == 9);
  CHECK(focused_name(app) == "Thématiques");
  CHECK(number(*all(app, Role::kGrid).front(), NumberField::kColumnCount) == 9);
  check_kept_page(app);
  // The row still says whose it is, wherever «Identité» stands; it cannot be hidden.
  focus_header(app, "Identité");
  REQUIRE(app->key(Key::kMenu));
  REQUIRE(app->press(Role::kMenuItem, "Déplacer à droite"));
  CHECK((app->find(Role::kMenuItem, "Masquer la colonne")->state & spico::mirror::kDisabled) != 0);
  for (const Element* cell : all(app, Role::kRowHeader)) CHECK(number(*cell, NumberField::kColumnIndex) == 2);
  REQUIRE(app->press(Role::kMenuItem, "Masquer la colonne"));
  CHECK(columns(app).size() == 9);
  check_kept_page(app);
}

TEST_CASE("«Colonnes»: every column shown or not, moved and widened by presses alone; «Rétablir»") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start start;
    start.html_version = html;
    App app = in_list(40, "#/patients", start);
    const int given = width(app, "Sexe");
    app->focus(app->find(Role::kButton, "Colonnes")->id);
    REQUIRE(app->press(Role::kButton, "Colonnes"));
    REQUIRE(app->find(Role::kDialog, "Colonnes") != nullptr);
    CHECK(focused_name(app) == "Identité");
    check_kept_page(app);
    const auto in_dialog = [&](Role role, std::string_view name) {
      for (const Element* each : all(app, role)) {
        if (each->name == name && around(app, each->id, Role::kDialog) != nullptr) return each->id;
      }
      FAIL("not in the dialog");
      return NodeId{0};
    };
    press(app, in_dialog(Role::kCheckbox, "Tâches"));
    CHECK(columns(app).size() == 9);
    CHECK(app->page.said.back() == "Colonne Tâches masquée.");
    press(app, in_dialog(Role::kCheckbox, "Identité"));
    CHECK(columns(app).size() == 9);
    press(app, in_dialog(Role::kButton, "Déplacer Sexe à gauche"));
    press(app, in_dialog(Role::kButton, "Déplacer Sexe à gauche"));
    CHECK(columns(app)[0] == "Sexe");
    const int sex = width(app, "Sexe");  // the room of «Tâches» is shared
    press(app, in_dialog(Role::kButton, "Élargir Sexe"));
    CHECK(width(app, "Sexe") == sex + 24);
    press(app, in_dialog(Role::kButton, "Trier aussi par Sexe"));
    CHECK(app->location == "#/patients?tri=-maj,sexe");
    check_kept_page(app);
    press(app, in_dialog(Role::kButton, "Rétablir"));
    CHECK(columns(app)[0] == "Identité");
    CHECK(columns(app).size() == 10);
    CHECK(width(app, "Sexe") == given);
    CHECK(kept_columns(app).find(R"("columns":"")") != std::string::npos);
    REQUIRE(app->key(Key::kEscape));
    CHECK(app->find(Role::kDialog, "Colonnes") == nullptr);
    CHECK(focused_name(app) == "Colonnes");
    check_kept_page(app);
  }
}

TEST_CASE("in a low window the dialog scrolls; on a phone there are no columns to arrange") {
  App app = in_list(40);
  app->resize(1000, 420);
  REQUIRE(app->press(Role::kButton, "Colonnes"));
  const Element* dialog = app->find(Role::kDialog, "Colonnes");
  REQUIRE(dialog != nullptr);
  CHECK(dialog->y + dialog->height <= 420 * 4);
  check_kept_page(app);
  app->resize(390, 844);
  REQUIRE(app->settle());
  CHECK(app->find(Role::kDialog, "Colonnes") == nullptr);
  CHECK(app->find(Role::kButton, "Colonnes") == nullptr);
  check_kept_page(app);
}

TEST_CASE("the layout comes back with the next page; what is hidden is not printed") {
  App app = in_list(40);
  press(app, app->find(Role::kButton, "Colonnes")->id);
  press(app, app->find(Role::kCheckbox, "Professionnels")->id);
  REQUIRE(app->key(Key::kEscape));
  app->app().on_wake(spico::app::Wake::kPrint);
  app->app().frame();
  CHECK(columns(app).size() == 9);
  for (const Element* row : all(app, Role::kRow)) CHECK(app->page.children(row->id).size() == 9);
  CHECK(app->find(Role::kColumnHeader, "Professionnels") == nullptr);
}

TEST_CASE("check 24: copied is the row with the focus, under its headers, with tabs between") {
  App app = in_list(40);
  enter_rows(app);
  REQUIRE(app->key(Key::kCopy));
  const std::string copied = app->page.copied;
  REQUIRE(lines(copied) == 2);
  CHECK(copied.substr(0, copied.find('\n')) ==
        "Identité\tDate de naissance\tSexe\tThématiques\tProfessionnels\tDate de mise à jour\tTâches\t"
        "Statuts\tProchain RDV");
  const std::string row = copied.substr(copied.find('\n') + 1);
  CHECK(row.find("BÉNAZET Zoé TEST\t07/04/1956\tF\t") == 0);
  CHECK(std::count(row.begin(), row.end(), '\t') == 8);
  CHECK(app->page.said.back() == "1 ligne copiée.");
  // As the columns stand.
  press(app, app->find(Role::kButton, "Colonnes")->id);
  press(app, app->find(Role::kButton, "Déplacer Sexe à gauche")->id);
  press(app, app->find(Role::kCheckbox, "Thématiques")->id);
  REQUIRE(app->key(Key::kEscape));
  enter_rows(app);
  REQUIRE(app->key(Key::kCopy));
  CHECK(app->page.copied.find("Identité\tSexe\tDate de naissance\tProfessionnels\t") == 0);
  CHECK(app->page.copied.find("\nBÉNAZET Zoé TEST\tF\t07/04/1956\t") != std::string::npos);
  check_kept_page(app);
}

TEST_CASE("with Shift rows are chosen, seen as chosen, and copied together, 2,000 at most") {
  App app = in_list(2100);
  enter_rows(app);
  REQUIRE(app->key(Key::kDown));
  REQUIRE(app->key(Key::kDown, spico::mirror::kShift));
  REQUIRE(app->key(Key::kDown, spico::mirror::kShift));
  const auto chosen = [&] {
    std::vector<int> rows;
    for (const Element* row : all(app, Role::kRow)) {
      if ((row->state & spico::mirror::kSelected) != 0) rows.push_back(number(*row, NumberField::kRowIndex));
    }
    return rows;
  };
  CHECK(chosen() == std::vector<int>{3, 4, 5});
  REQUIRE(app->key(Key::kCopy));
  CHECK(lines(app->page.copied) == 4);
  CHECK(app->page.said.back() == "3 lignes copiées.");
  REQUIRE(app->key(Key::kUp, spico::mirror::kShift));
  CHECK(chosen() == std::vector<int>{3, 4});
  check_kept_page(app);
  REQUIRE(app->key(Key::kUp));
  CHECK(chosen().empty());
  REQUIRE(app->key(Key::kEnd, spico::mirror::kShift | spico::mirror::kControl));
  REQUIRE(app->key(Key::kCopy));
  CHECK(lines(app->page.copied) == 2001);
  CHECK(app->page.said.back() == "Les 2\u00A0000 premières lignes choisies sont copiées, pas davantage.");
  // Another order: those that were chosen stand anywhere now.
  app->app().on_location("#/patients?tri=identite");
  REQUIRE(app->settle());
  CHECK(chosen().empty());
  check_kept_page(app);
}

TEST_CASE("the arrow down goes from a header into its column; a header out of sight is brought back") {
  App app = in_list(40);
  focus_header(app, "Sexe");
  REQUIRE(app->key(Key::kDown));
  const Element* cell = around(app, app->page.focused, Role::kGridCell);
  REQUIRE(cell != nullptr);
  CHECK(number(*cell, NumberField::kColumnIndex) == 3);
  app->resize(768, 1024);
  REQUIRE(app->settle());
  const Element* body = all(app, Role::kGridBody).front();
  REQUIRE(body->content_width * 4 > body->width);
  focus_header(app, "Prochain RDV");
  const Element& last = header(app, "Prochain RDV");
  const Element* row = app->page.element(last.parent);
  CHECK(last.x >= 0);
  CHECK(last.x + last.width <= row->width + 4);
  focus_header(app, "Identité");
  CHECK(header(app, "Identité").x >= -4);
  check_kept_page(app);
}

TEST_CASE("the keys for a context menu open the menu of a row, whichever cell has the focus") {
  for (const bool html : {false, true}) {
    CAPTURE(html);
    spico::app::Start start;
    start.html_version = html;
    App app = in_list(3, "#/patients", start);
    for (const Role role : {Role::kRowHeader, Role::kGridCell}) {
      const NodeId cell = all(app, role).front()->id;
      app->focus(cell);
      REQUIRE(app->settle());
      REQUIRE(app->key(Key::kMenu));
      REQUIRE(menu(app) != nullptr);
      CHECK(menu(app)->name == "Autres actions");
      CHECK(focused_name(app) == "Ouvrir la discussion");
      check_kept_page(app);
      REQUIRE(app->key(Key::kEscape));
      CHECK(menu(app) == nullptr);
      CHECK(app->page.focused == cell);
    }
    REQUIRE(app->key(Key::kMenu));
    REQUIRE(app->press(Role::kMenuItem, "Archiver"));
    CHECK(app->pending("/api/spico/patients/1/archived") != nullptr);
    // The other pointer button keeps the browser's own menu there; of a header it opens ours.
    for (const Element* row : all(app, Role::kRow)) CHECK((row->keys & spico::mirror::kKeyMenu) == 0);
    // Without «Actions» a row has no menu: the keys are the browser's.
    REQUIRE(app->press(Role::kButton, "Colonnes"));
    REQUIRE(app->press(Role::kCheckbox, "Actions"));
    REQUIRE(app->key(Key::kEscape));
    CHECK(columns(app).size() == 9);
    app->focus(all(app, Role::kGridCell).front()->id);
    REQUIRE(app->settle());
    CHECK_FALSE(app->key(Key::kMenu));
    CHECK(menu(app) == nullptr);
  }
}

// The difference of two trees, applied, gives the second; and what the page owns (typed text, focus,
// scrolling) is left to it. accessibility.md 2.3 to 2.6.
#include "mirror/mirror.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "tests/mirror/mirror_steps.hpp"

using namespace mirror_test;

TEST_CASE("a page that applies every difference shows the tree, whatever changes") {
  std::size_t largest = 0;
  std::size_t moved = 0;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    CAPTURE(seed);
    RandomTree random(seed);
    Mirror mirror;
    PatchedTree page;
    for (int step = 0; step < 25; ++step) {
      CAPTURE(step);
      random.step();
      const Tree tree = random.tree();
      const Patch patch = show(mirror, page, frame(tree));
      moved += count(patch, Op::kMove);
      check_same(page, tree);
      CHECK(mirror.diff_to(frame(tree)).empty());
      largest = std::max(largest, tree.size());
    }
  }
  // The random trees are worth something.
  CHECK(largest > 20);
  CHECK(moved > 1000);
}

TEST_CASE("with a person typing, scrolling and moving the focus in between") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    RandomTree random(seed + 10'000);
    Mirror mirror;
    PatchedTree page;
    for (int step = 0; step < 20; ++step) {
      CAPTURE(step);
      random.step();
      Tree tree = random.tree();
      show(mirror, page, frame(tree));
      if (tree.empty()) continue;
      const Node chosen = tree[random.numbers().below(static_cast<std::uint32_t>(tree.size()))];
      if (chosen.role == Role::kTextField && chosen.field != FieldKind::kPassword) {
        const std::string value = "typed " + std::to_string(step);
        page.set_value(chosen.id, value);
        mirror.heard_value(chosen.id, value);
        random.typed(chosen.id, value);
        tree = random.tree();
        CHECK(count(show(mirror, page, frame(tree)), Op::kValue) == 0);
      } else if ((chosen.state & kScroller) != 0) {
        const float y = static_cast<float>(random.numbers().below(9000)) + 0.5F;
        mirror.heard_scroll(chosen.id, 3, y);
        random.scrolled(chosen.id, 3, y);
        const Patch patch = show(mirror, page, frame(random.tree()));
        CHECK(patch.empty());
        random.scrolled(chosen.id, 0, 0);  // so that the page and the tree agree again
        tree = random.tree();
        show(mirror, page, frame(tree));
      } else {
        mirror.heard_focus(chosen.id);
        page.focused = chosen.id;
      }
      check_same(page, tree);
    }
  }
}

TEST_CASE("each node is moved or made at most once a frame, and parents stand before their children") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    RandomTree random(seed + 20'000);
    Mirror mirror;
    for (int step = 0; step < 20; ++step) {
      random.step();
      std::vector<NodeId> known;
      for (const Node& each : mirror.shown()) known.push_back(each.id);
      std::vector<NodeId> placed;
      int phase = 0;
      for (const Operation& each : operations(mirror.diff_to(frame(random.tree())))) {
        const bool structure = each.op == Op::kNew || each.op == Op::kMove;
        const int now = structure ? 0 : each.op == Op::kDelete ? 2 : each.op == Op::kScroll ? 3 : 1;
        if (each.op != Op::kValue) {
          CHECK(now >= phase);
          phase = std::max(phase, now);
        }
        if (!structure) continue;
        CHECK(std::count(placed.begin(), placed.end(), each.words[0]) == 0);
        placed.push_back(each.words[0]);
        const NodeId parent = each.op == Op::kNew ? each.words[2] : each.words[1];
        const auto exists = [&](NodeId id) {
          return id == 0 ||
                 std::count(known.begin(), known.end(), id) + std::count(placed.begin(), placed.end(), id) >
                     0;
        };
        CHECK(exists(parent));
        CHECK(exists(each.op == Op::kNew ? each.words[3] : each.words[2]));
      }
    }
  }
}

TEST_CASE("rows that come take the elements of rows that go, never the one that has the focus") {
  // A window of rows over a longer list: each row has a name, a link and, every third one, a warning.
  const auto window = [](NodeId first, NodeId count) {
    Tree tree;
    tree.emplace_back().id = 1;
    tree[0].role = Role::kGrid;
    tree[0].rect = {0, 0, 100, 20'000};
    for (NodeId row = first; row < first + count; ++row) {
      const auto add = [&](NodeId id, NodeId parent, Role role, std::string name) {
        Node node;
        node.id = id;
        node.parent = parent;
        node.role = role;
        node.name = std::move(name);
        node.rect = {0, static_cast<float>(row) * 40, 100, 40};
        tree.push_back(std::move(node));
      };
      const NodeId id = 1000 + row * 10;
      add(id, 1, Role::kRow, "");
      tree.back().row_index = static_cast<std::int32_t>(row);
      add(id + 1, id, Role::kGridCell, "");
      add(id + 2, id + 1, Role::kLink, "Patient " + std::to_string(row));
      if (row % 3 == 0) add(id + 3, id + 1, Role::kImage, "attention");
      add(id + 4, id, Role::kGridCell, std::to_string(row));
    }
    return tree;
  };
  Mirror mirror;
  PatchedTree page;
  show(mirror, page, frame(window(0, 12)));
  std::size_t made = 0, lent = 0;
  for (const NodeId first : {3U, 6U, 7U, 20U, 15U, 0U, 90U}) {
    CAPTURE(first);
    const Tree tree = window(first, 12);
    const Patch patch = show(mirror, page, frame(tree));
    made += count(patch, Op::kNew);
    lent += count(patch, Op::kReuse);
    check_same(page, tree);
  }
  CHECK(lent > 150);
  CHECK(made < lent / 8);  // warnings where there were none

  const NodeId focused = 1000 + 95 * 10 + 2;
  mirror.heard_focus(focused);
  page.focused = focused;
  const Patch patch = show(mirror, page, frame(window(200, 12)));
  CHECK(count(patch, Op::kReuse, 1000 + 95 * 10) == 0);
  CHECK(count(patch, Op::kDelete, 1000 + 95 * 10) == 1);
  check_same(page, window(200, 12));
  // Where the page itself takes presses nothing is lent.
  CHECK(count(mirror.diff_to(frame(window(300, 12)), Reuse::kNothing), Op::kReuse) == 0);
}

TEST_CASE("the focused element is never moved among its siblings") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    CAPTURE(seed);
    Numbers numbers(seed);
    Mirror mirror;
    PatchedTree page;
    std::vector<NodeId> order(2 + numbers.below(12));
    std::iota(order.begin(), order.end(), 1);
    const auto tree = [&] {
      Tree out{node(100, 0, Role::kList)};
      for (const NodeId id : order) out.push_back(node(id, 100, Role::kButton));
      return out;
    };
    show(mirror, page, frame(tree()));
    const NodeId focused = order[numbers.below(static_cast<std::uint32_t>(order.size()))];
    mirror.heard_focus(focused);
    for (std::size_t i = order.size() - 1; i > 0; --i)
      std::swap(order[i], order[numbers.below(static_cast<std::uint32_t>(i) + 1)]);
    if (numbers.one_in(3)) order.insert(order.begin(), 50);
    if (numbers.one_in(3)) order.push_back(51);
    const Patch patch = show(mirror, page, frame(tree()));
    CHECK(count(patch, Op::kMove, focused) == 0);
    CHECK(count(patch, Op::kNew, focused) == 0);
    CHECK(page.children(100) == order);
  }
}

TEST_CASE("what holds the focused element is not moved either: a list sorted around a focused cell") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    Numbers numbers(seed);
    Mirror mirror;
    PatchedTree page;
    std::vector<NodeId> rows{10, 20, 30, 40, 50, 60};
    const auto tree = [&] {
      Tree out{node(1, 0, Role::kGrid), node(2, 1, Role::kGridBody)};
      for (const NodeId row : rows) {
        out.push_back(node(row, 2, Role::kRow));
        out.push_back(node(row + 1, row, Role::kGridCell, "cell"));
      }
      return out;
    };
    show(mirror, page, frame(tree()));
    const NodeId row = rows[numbers.below(6)];
    mirror.heard_focus(row + 1);
    for (std::size_t i = 5; i > 0; --i)
      std::swap(rows[i], rows[numbers.below(static_cast<std::uint32_t>(i) + 1)]);
    const Patch patch = show(mirror, page, frame(tree()));
    CHECK(count(patch, Op::kMove, row) == 0);
    CHECK(page.children(2) == rows);
  }
}

TEST_CASE("moving one of a hundred rows moves one element") {
  Mirror mirror;
  PatchedTree page;
  std::vector<NodeId> order(100);
  std::iota(order.begin(), order.end(), 1);
  const auto tree = [&] {
    Tree out;
    for (const NodeId id : order) out.push_back(node(id, 0, Role::kRow));
    return out;
  };
  show(mirror, page, frame(tree()));
  std::rotate(order.begin(), order.begin() + 1, order.end());
  const Patch patch = show(mirror, page, frame(tree()));
  CHECK(count(patch, Op::kMove) == 1);
  CHECK(count(patch, Op::kMove, 1) == 1);
}

TEST_CASE("what a person typed is never written back") {
  Mirror mirror;
  PatchedTree page;
  show(mirror, page, frame({field(1, "")}));
  for (const std::string typed : {"b", "bé", "bén", "béna"}) {
    page.set_value(1, typed);
    mirror.heard_value(1, typed);
    CHECK(mirror.diff_to(frame({field(1, typed)})).empty());
  }
  // The program may change it, and then the page's next text counts again.
  show(mirror, page, frame({field(1, "")}));
  CHECK(page.element(1)->value.empty());
  page.set_value(1, "x");
  mirror.heard_value(1, "x");
  CHECK(mirror.diff_to(frame({field(1, "x")})).empty());
}

TEST_CASE("a text that was filled in before the first frame survives: the program takes it over") {
  Mirror mirror;
  PatchedTree page;
  show(mirror, page, frame({field(1, "")}));
  mirror.heard_value(1, "demo-infirmiere");
  page.set_value(1, "demo-infirmiere");
  CHECK(show(mirror, page, frame({field(1, "demo-infirmiere")})).empty());
  CHECK(page.element(1)->value == "demo-infirmiere");
}

TEST_CASE("a field that is gone is forgotten: another one under its id starts empty") {
  Mirror mirror;
  PatchedTree page;
  show(mirror, page, frame({field(1, "")}));
  mirror.heard_value(1, "old");
  page.set_value(1, "old");
  show(mirror, page, frame({field(1, "old")}));
  show(mirror, page, frame({}));
  CHECK(page.size() == 0);
  show(mirror, page, frame({field(1, "old")}));
  CHECK(page.element(1)->value == "old");
}

TEST_CASE("a password never crosses; the program can only empty its field") {
  Mirror mirror;
  PatchedTree page;
  const Patch first = show(mirror, page, frame({field(1, "Secret-12345", FieldKind::kPassword)}));
  CHECK(first.text.find("Secret") == std::string::npos);
  page.set_value(1, "Secret-67890");
  mirror.heard_value(1, "Secret-67890");
  CHECK(mirror.diff_to(frame({field(1, "Secret-67890", FieldKind::kPassword)})).empty());
  CHECK(mirror.diff_to(frame({field(1, "Secret-other", FieldKind::kPassword)})).empty());
  Node shown = field(1, "Secret-67890", FieldKind::kPassword);
  shown.state |= kRevealed;
  const Patch revealed = show(mirror, page, frame({shown}));
  CHECK(revealed.text.find("Secret") == std::string::npos);
  CHECK(count(revealed, Op::kNew) == 0);
  const Patch emptied = show(mirror, page, frame({field(1, "", FieldKind::kPassword)}));
  CHECK(count(emptied, Op::kValue, 1) == 1);
  CHECK(page.element(1)->value.empty());
}

TEST_CASE("where the caret goes is told with a text that the program changes, and with no other") {
  Mirror mirror;
  PatchedTree page;
  const auto shown = [&](std::string value, std::int32_t caret) {
    Node text = field(1, std::move(value), FieldKind::kMultiline);
    text.caret = caret;
    return show(mirror, page, frame({text}));
  };
  shown("un trois", -1);
  CHECK(page.element(1)->caret == -1);
  shown("un deux trois", 8);
  CHECK(page.element(1)->value == "un deux trois");
  CHECK(page.element(1)->caret == 8);
  CHECK(shown("un deux trois", 3).empty());
  mirror.heard_value(1, "un deux");
  CHECK(shown("un deux", 2).empty());
  CHECK(page_length("é😀a") == 4);
  // Back again; half a letter of two units is all of it.
  CHECK(bytes_of_page("é😀a", 0) == 0);
  CHECK(bytes_of_page("é😀a", 1) == 2);
  CHECK(bytes_of_page("é😀a", 2) == 6);
  CHECK(bytes_of_page("é😀a", 3) == 6);
  CHECK(bytes_of_page("é😀a", 9) == 7);
}

TEST_CASE("of two nodes with one id the first counts") {
  Mirror mirror;
  PatchedTree page;
  const Tree tree{node(1, 0, Role::kButton, "first"), node(2, 0, Role::kText, "between"),
                  node(1, 0, Role::kLink, "second"), node(0, 0, Role::kText, "no id")};
  show(mirror, page, frame(tree));
  REQUIRE(page.size() == 2);
  CHECK(page.element(1)->name == "first");
  CHECK(page.children(0) == std::vector<NodeId>{1, 2});
  CHECK(mirror.diff_to(frame(tree)).empty());
}

TEST_CASE("a container without a box of its own gets the one around its children") {
  Mirror mirror;
  PatchedTree page;
  Tree tree{node(1, 0, Role::kMain), node(2, 1, Role::kGroup), node(3, 2, Role::kButton),
            node(4, 2, Role::kButton)};
  tree[0].rect = {10, 10, 500, 500};
  tree[1].rect = {};
  tree[2].rect = {40, 60, 100, 20};
  tree[3].rect = {200, 50, 100, 40};
  show(mirror, page, frame(tree));
  const Element* group = page.element(2);
  CHECK(group->x == 30 * 4);
  CHECK(group->y == 40 * 4);
  CHECK(group->width == 260 * 4);
  CHECK(group->height == 40 * 4);
  CHECK(page.element(3)->x == 0);
  CHECK(page.element(3)->y == 10 * 4);
}

TEST_CASE("the focus is asked for once, and not when the page has it already") {
  Mirror mirror;
  PatchedTree page;
  const Tree tree{node(1, 0, Role::kButton), node(2, 0, Role::kButton)};
  CHECK(count(show(mirror, page, frame(tree, 2)), Op::kFocus, 2) == 1);
  CHECK(page.focused == 2);
  CHECK(mirror.diff_to(frame(tree, 2)).empty());
  mirror.heard_focus(1);
  CHECK(mirror.diff_to(frame(tree)).empty());
  CHECK(count(show(mirror, page, frame(tree, 2)), Op::kFocus, 2) == 1);
  // A node that is not there cannot have it.
  CHECK(mirror.diff_to(frame(tree, 99)).empty());
  CHECK(mirror.focused() == 2);
  // Nor can one that is gone.
  show(mirror, page, frame({tree[0]}));
  CHECK(mirror.focused() == 0);
}

TEST_CASE("an element made anew under the focused id can be focused again") {
  Mirror mirror;
  PatchedTree page;
  show(mirror, page, frame({node(1, 0, Role::kButton)}, 1));
  const Patch patch = show(mirror, page, frame({node(1, 0, Role::kLink)}, 1));
  CHECK(count(patch, Op::kNew, 1) == 1);
  CHECK(count(patch, Op::kFocus, 1) == 1);
}

TEST_CASE("sayings are said every time; title and language only when they change") {
  Mirror mirror;
  PatchedTree page;
  Semantics semantics;
  semantics.title = "Liste des patients – SPICO";
  semantics.language = "fr";
  semantics.announcements = {{Channel::kPolite, "40 patients trouvés"},
                             {Channel::kAssertive, "Pas de connexion"}};
  const Patch first = mirror.diff_to(semantics);
  REQUIRE(page.apply(first));
  CHECK(page.title == "Liste des patients – SPICO");
  CHECK(page.language == "fr");
  CHECK(page.said == std::vector<std::string>{"40 patients trouvés", "Pas de connexion"});
  const auto all = operations(first);
  CHECK(all.at(0).op == Op::kSay);
  CHECK(all.at(0).words.at(0) == 0);
  CHECK(all.at(1).words.at(0) == 1);
  const Patch second = mirror.diff_to(semantics);
  CHECK(operations(second).size() == 2);
  semantics.announcements.clear();
  CHECK(mirror.diff_to(semantics).empty());
  semantics.language = "en";
  CHECK(count(mirror.diff_to(semantics), Op::kLanguage) == 1);
}

// What scrolls: the page owns the position, the program may set it. accessibility.md 2.3 to 2.6.
#include "mirror/mirror.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/mirror/mirror_steps.hpp"

using namespace mirror_test;

namespace {

// A list of ten rows, as drawn when scrolled by `y`.
Tree list_at(float y, float content_height = 4'400'000) {
  Node scroller = node(1, 0, Role::kGrid);
  scroller.rect = {20, 300, 800, 400};
  scroller.state = kScroller;
  scroller.content_width = 800;
  scroller.content_height = content_height;
  scroller.scroll_y = y;
  Tree out{scroller};
  for (NodeId i = 0; i < 10; ++i) {
    Node row = node(10 + i, 1, Role::kRow);
    row.rect = {20, 300 + 44 * static_cast<float>(i) - y, 800, 44};
    out.push_back(row);
  }
  return out;
}

}  // namespace

TEST_CASE("scrolling by the page is not echoed, and no row gets another rectangle") {
  Mirror mirror;
  PatchedTree page;
  show(mirror, page, frame(list_at(0)));
  for (const float y : {1.F, 2.5F, 100.25F, 44.F, 4000.F}) {
    CAPTURE(y);
    mirror.heard_scroll(1, 0, y);
    CHECK(mirror.diff_to(frame(list_at(y))).empty());
  }
}

TEST_CASE("scrolling by the program is one operation") {
  Mirror mirror;
  PatchedTree page;
  show(mirror, page, frame(list_at(0)));
  const Patch patch = show(mirror, page, frame(list_at(440)));
  CHECK(operations(patch).size() == 1);
  CHECK(count(patch, Op::kScroll, 1) == 1);
  CHECK(page.element(1)->scroll_y == 440);
  // The page tells what it did: nothing comes of it.
  mirror.heard_scroll(1, 0, 440);
  CHECK(mirror.diff_to(frame(list_at(440))).empty());
  // It scrolled less than asked, because that was its end: the program that asks for the same again is heard.
  mirror.heard_scroll(1, 0, 300);
  CHECK(count(show(mirror, page, frame(list_at(440))), Op::kScroll, 1) == 1);
}

TEST_CASE("a scroller that gets more content says so once") {
  Mirror mirror;
  PatchedTree page;
  show(mirror, page, frame(list_at(0, 440)));
  mirror.heard_scroll(1, 0, 12);
  const Patch patch = show(mirror, page, frame(list_at(12, 880)));
  CHECK(count(patch, Op::kScroll, 1) == 1);
  CHECK(page.element(1)->content_height == 880);
  CHECK(page.element(1)->scroll_y == 12);
  CHECK(mirror.diff_to(frame(list_at(12, 880))).empty());
}

TEST_CASE("an element made anew under the same id is told its content size and scroll position again") {
  Mirror mirror;
  PatchedTree page;
  show(mirror, page, frame(list_at(440)));
  Tree tree = list_at(440);
  tree[0].role = Role::kList;
  const Patch patch = show(mirror, page, frame(tree));
  CHECK(count(patch, Op::kNew, 1) == 1);
  check_same(page, tree);
  // The same when a box begins to scroll.
  tree[0].state = 0;
  show(mirror, page, frame(tree));
  tree[0].state = kScroller;
  tree[0].content_height = 1000;
  show(mirror, page, frame(tree));
  check_same(page, tree);
}

// A discussion of 50,000 messages of many heights: what is read stays where it is on the screen, whatever
// arrives above and below, and no more is in the page than what is in sight and a little around it
// (product.md §7).
#include <algorithm>
#include <set>
#include <string>

#include "tests/ui/long_thread.hpp"

using namespace journey;

namespace {

// Each begins where the one above it ends, none is missing, and together they fill the box.
void check_no_gaps(LongThread& thread) {
  const std::vector<Seen> seen = thread.in_sight();
  REQUIRE_FALSE(seen.empty());
  // Above the first one there is the list's own margin.
  if (seen.front().number > 1) CHECK(seen.front().top <= 0);
  CHECK(seen.back().top + seen.back().height >= thread.box().height - 4 * 24);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    REQUIRE(seen[i].number > 0);
    if (i == 0) continue;
    CHECK(seen[i].number == seen[i - 1].number + 1);
    CHECK(std::abs(seen[i].top - seen[i - 1].top - seen[i - 1].height) <= 4);
  }
}

}  // namespace

TEST_CASE("50,000 messages of many heights: anywhere the box is filled, and the page stays small") {
  LongThread thread;
  check_no_gaps(thread);
  CHECK(thread.in_sight().back().number == kCount);
  std::set<int> heights;
  for (int step = 60; step >= 0; --step) {
    const float whole = static_cast<float>(thread.box().content_height);
    thread.scroll_to(whole * static_cast<float>(step) / 60);
    thread.serve();
    check_no_gaps(thread);
    CHECK(thread.app->page.size() < 450);
    CHECK(all(thread.app, Role::kListItem).size() < 60);
    for (const Seen& each : thread.in_sight()) heights.insert(each.height);
  }
  CHECK(thread.in_sight().front().number == 1);
  CHECK(heights.size() > 10);
  check_page(thread.app);
}

TEST_CASE("scrolled up and down, what is in sight moves by just as much") {
  LongThread thread;
  thread.scroll_to(static_cast<float>(thread.box().content_height) / 2);
  thread.serve();
  for (const float step : {-90.F, -333.F, -7.F, 250.F, 120.F}) {
    for (int count = 0; count < 40; ++count) {
      const Seen before = thread.middle();
      thread.scroll_to(thread.offset() + step);
      thread.serve();
      const std::optional<Seen> after = thread.seen(before.number);
      if (std::abs(step) < 200) REQUIRE(after);
      if (after) CHECK(std::abs(static_cast<float>(after->top - before.top) + step * 4) <= 4);
      check_no_gaps(thread);
    }
  }
}

TEST_CASE("what is read stays where it is: messages at the end, longer and shorter ones above and below") {
  LongThread thread;
  thread.scroll_to(static_cast<float>(thread.box().content_height) / 3);
  thread.serve();
  const Seen read = thread.middle();
  const auto stays = [&] {
    const std::optional<Seen> now = thread.seen(read.number);
    REQUIRE(now);
    CHECK(std::abs(now->top - read.top) <= 4);
    check_no_gaps(thread);
  };
  for (int count = kCount + 1; count <= kCount + 30; ++count) thread.hear(count, count, text_of(count));
  stays();
  const int first = thread.in_sight().front().number, last = thread.in_sight().back().number;
  std::string longer = "Corrigé TEST.";
  for (int words = 0; words < 300; ++words) longer += " Des mots.";
  thread.hear(first - 1, kCount + 30, longer);
  stays();
  thread.hear(first - 1, kCount + 30, "Court TEST.");
  stays();
  thread.hear(last, kCount + 30, longer);
  stays();
}

TEST_CASE("pages that come late, above what is read, do not move it") {
  LongThread thread;
  thread.scroll_to(static_cast<float>(thread.box().content_height) / 2);
  thread.serve();
  // Up to where nothing has come yet, with some of what has come still in sight.
  while (thread.in_sight().front().number > 0) thread.scroll_to(thread.offset() - 100);
  const Seen read = thread.in_sight().back();
  REQUIRE(read.number > 0);
  REQUIRE(thread.serve_one());
  thread.serve();
  const std::optional<Seen> now = thread.seen(read.number);
  REQUIRE(now);
  CHECK(std::abs(now->top - read.top) <= 4);
  check_no_gaps(thread);
}

TEST_CASE("a long discussion opens at its first unread message, and new ones do not take it away") {
  LongThread thread(24'999);
  const std::optional<Seen> first = thread.seen(25'000);
  REQUIRE(first);
  CHECK(first->top >= 0);
  CHECK(first->top < thread.box().height / 2);
  CHECK(thread.app->shows("Nouveaux messages"));
  thread.hear(kCount + 1, kCount + 1, text_of(kCount + 1));
  CHECK(thread.seen(25'000)->top == first->top);
  check_no_gaps(thread);
}

TEST_CASE("at the end, the newest message comes into sight, however high it is") {
  LongThread thread;
  for (int number = kCount + 1; number <= kCount + 8; ++number) {
    thread.hear(number, number, text_of(number * 2));
    const Seen last = thread.in_sight().back();
    CHECK(last.number == number);
    CHECK(last.top + last.height <= thread.box().height);
    check_no_gaps(thread);
  }
}

TEST_CASE("what was found in messages opens there, with the focus") {
  LongThread thread;
  App& app = thread.app;
  REQUIRE(app->type("Rechercher une discussion", "message 12345"));
  REQUIRE(app->press(Role::kButton, "Rechercher dans les messages"));
  REQUIRE(app->answer("/api/spico/messages/search", 200,
                      R"({"hits":[{"discussion_id":"7","title":"Trouvée TEST","message":)" +
                          message_json(12'345, text_of(12'345)) + R"(,"excerpt":"Message 12345"}]})"));
  REQUIRE(app->press(Role::kLink, "Trouvée TEST"));
  thread.serve();
  const std::optional<Seen> found = thread.seen(12'345);
  REQUIRE(found);
  CHECK(found->top >= 0);
  CHECK(found->top + found->height <= thread.box().height);
  const Element* const focused = app->page.element(app->page.focused);
  REQUIRE(focused != nullptr);
  CHECK(number(*focused, NumberField::kPosition) == 12'345);
  check_no_gaps(thread);
  const Seen read = *found;
  thread.hear(kCount + 1, kCount + 1, text_of(kCount + 1));
  CHECK(thread.seen(12'345)->top == read.top);
}

TEST_CASE("opened with an unread message that is the last one, the end is followed as it grows") {
  LongThread thread(kCount - 1);
  REQUIRE(thread.seen(kCount));
  for (int number = kCount + 1; number <= kCount + 8; ++number) {
    thread.hear(number, number, text_of(number * 2));
    const Seen last = thread.in_sight().back();
    CHECK(last.number == number);
    CHECK(last.top + last.height <= thread.box().height);
  }
}

TEST_CASE("«Envoyer» brings the end into sight, wherever one reads and whatever is unread") {
  for (const int read : {kCount, 24'999}) {
    CAPTURE(read);
    LongThread thread(read);
    App& app = thread.app;
    thread.scroll_to(static_cast<float>(thread.box().content_height) / 3);
    thread.serve();
    REQUIRE(app->type("Écrire un message", "Tout en bas TEST"));
    REQUIRE(app->press(Role::kButton, "Envoyer"));
    CHECK(app->shows("Tout en bas TEST"));
    const Element& box = thread.box();
    CHECK(box.scroll_y * 4 + box.height >= box.content_height * 4 - 4);
  }
}

TEST_CASE("further up a button leads to the end and counts what is new there; at the end there is none") {
  LongThread thread;
  App& app = thread.app;
  constexpr std::string_view kToEnd = "Aller à la fin";
  CHECK(app->find(Role::kButton, kToEnd) == nullptr);
  thread.scroll_to(static_cast<float>(thread.box().content_height) / 3);
  thread.serve();
  CHECK(app->find(Role::kButton, kToEnd) != nullptr);
  check_page(app);
  thread.hear(kCount + 1, kCount + 1, text_of(1));
  CHECK(app->find(Role::kButton, "1 nouveau message") != nullptr);
  thread.hear(kCount + 2, kCount + 2, text_of(2));
  REQUIRE(app->press(Role::kButton, "2 nouveaux messages"));
  thread.serve();
  const Seen last = thread.in_sight().back();
  CHECK(last.number == kCount + 2);
  CHECK(last.top + last.height <= thread.box().height);
  const Element* const focused = app->page.element(app->page.focused);
  REQUIRE(focused != nullptr);
  CHECK(number(*focused, NumberField::kPosition) == kCount + 2);
  CHECK(app->find(Role::kButton, kToEnd) == nullptr);
  check_no_gaps(thread);
  check_page(app);
}

TEST_CASE(
    "on paper: by the browser's command what is here; by the menu the youngest 2,000, which takes a while") {
  constexpr std::string_view kToldOf = "/api/spico/discussions/7/printed";
  LongThread thread;
  App& app = thread.app;
  const auto print = [&] {
    app->app().on_wake(spico::app::Wake::kPrint);
    REQUIRE(app->settle());
  };
  const auto end_print = [&] {
    app->app().on_wake(spico::app::Wake::kPrinted);
    REQUIRE(app->answer(kToldOf, 200, "{}"));
  };
  const auto times = [&] { return std::count(app->acts.begin(), app->acts.end(), spico::PageAct::kPrint); };
  print();
  CHECK(app->shows("à 50\u00a0000 sur 50\u00a0000."));
  CHECK(app->shows("« Imprimer la discussion » les imprime aussi."));
  CHECK(app->pending(kToldOf)->request.body.find(R"("to":50000})") != std::string::npos);
  end_print();
  const auto choose = [&] {
    for (const Element* each : all(app, Role::kButton)) {
      if (each->name != "Autres actions") continue;
      app->app().on_input(spico::mirror::Clicked{each->id});
      break;
    }
    REQUIRE(app->settle());
    REQUIRE(app->press(Role::kMenuItem, "Imprimer la discussion"));
  };
  choose();
  REQUIRE(thread.serve_one());
  CHECK(app->shows("Préparation de l'impression : "));
  CHECK(app->shows("messages sur 2\u00a0000"));
  check_still_page(app);
  REQUIRE(app->press(Role::kButton, "Ne plus imprimer"));
  CHECK_FALSE(app->shows("Préparation de l'impression : "));
  thread.serve();
  CHECK(times() == 0);
  choose();
  for (int pages = 0; thread.serve_one(); ++pages) REQUIRE(pages < 30);
  CHECK(times() == 1);
  CHECK_FALSE(app->shows("Préparation de l'impression : "));
  print();
  CHECK(app->shows("Messages 48\u00a0001 à 50\u00a0000 sur 50\u00a0000."));
  CHECK(app->shows("Une impression contient 2\u00a0000 messages au plus"));
  CHECK(app->shows("Message 48001 TEST."));
  CHECK(app->pending(kToldOf)->request.body == R"({"from":48001,"to":50000})");
  end_print();
  CHECK_FALSE(app->shows("Message 48001 TEST."));
  check_page(app);
}

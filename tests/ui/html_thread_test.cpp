// The HTML version of a discussion: pages of 50 to 99 messages, read as they come into sight, which the
// browser tells (product.md §7).
#include <algorithm>
#include <string>

#include "tests/ui/long_thread.hpp"

using namespace journey;

namespace {

spico::app::Start in_html() {
  spico::app::Start facts;
  facts.html_version = true;
  return facts;
}

}  // namespace

TEST_CASE(
    "the HTML version's newest page is never a few messages long, and keeps what is read when one comes") {
  App app = in_discussions_of(R"({"revision":1,"discussions":[)" + discussion_json(51, 51) + "]}", in_html());
  REQUIRE(app->press(Role::kLink, "Longue TEST"));
  REQUIRE(app->answer(
      kThread, 200,
      R"({"discussion":)" + discussion_json(51, 51) +
          R"(,"me":"1","members":[{"id":"1","name":"Camille TEST","profession":"coordinateur","read":0,)"
          R"("joined_at_ms":1795200000000},{"id":"2","name":"Inès TEST","profession":"infirmier","read":0,)"
          R"("joined_at_ms":1795200000000}]})"));
  while (const auto* const asked = app->pending(kPages)) {
    const int from = number_after(asked->request.path, "from=");
    std::string page = R"({"count":51,"first":1,"messages":[)";
    for (int each = from; each <= 51; ++each)
      page += (each > from ? "," : "") + message_json(each, text_of(each));
    REQUIRE(app->answer(kPages, 200, page + "]}"));
  }
  const auto hear = [&](int number) {
    REQUIRE(app->send_more("/api/spico/live", R"({"event":{"id":)" + std::to_string(number) +
                                                  R"(,"kind":"message","discussion":)" +
                                                  discussion_json(number, number - 1) + R"(,"message":)" +
                                                  message_json(number, text_of(number)) + "}}\n"));
  };
  CHECK(listed(app).size() == 51);
  CHECK(app->find(Role::kButton, "Page précédente") == nullptr);
  for (int number = 52; number < 100; ++number) hear(number);
  CHECK(listed(app).size() == 99);
  hear(100);
  CHECK(listed(app).front() == 51);
  CHECK(listed(app).back() == 100);
  REQUIRE(app->press(Role::kButton, "Page précédente"));
  CHECK(listed(app).front() == 1);
  hear(101);
  CHECK(listed(app).back() == 50);
  REQUIRE(app->press(Role::kButton, "Page suivante"));
  CHECK(listed(app).back() == 101);
}

TEST_CASE("in the HTML version the way to the end stands before the messages") {
  LongThread thread(kCount, in_html());
  App& app = thread.app;
  REQUIRE(app->press(Role::kButton, "Page précédente"));
  thread.serve();
  CHECK(app->find(Role::kButton, "Aller à la fin") != nullptr);
  thread.hear(kCount + 1, kCount + 1, text_of(1));
  REQUIRE(app->press(Role::kButton, "1 nouveau message"));
  thread.serve();
  const auto items = all(app, Role::kListItem);
  CHECK(std::any_of(items.begin(), items.end(),
                    [](const Element* item) { return number(*item, NumberField::kPosition) == kCount + 1; }));
  check_page(app);
}

namespace {

// As the page of the HTML version tells it: «12 17».
void tell_sight(LongThread& thread, std::string told) {
  thread.app->app().on_input(spico::mirror::ValueChanged{thread.box().id, std::move(told)});
  REQUIRE(thread.app->settle());
}

// The page is scrolled to it.
bool is_brought(App& app, int wanted) {
  for (const Element* item : all(app, Role::kListItem)) {
    if (number(*item, NumberField::kPosition) == wanted) return (item->state & spico::mirror::kInSight) != 0;
  }
  return false;
}

}  // namespace

TEST_CASE("in the HTML version a message is read when the page tells that it is in sight") {
  LongThread thread(kCount - 60, in_html());
  App& app = thread.app;
  constexpr std::string_view kRead = "/api/spico/discussions/7/read";
  CHECK(listed(app).size() == 50);
  CHECK(is_brought(app, kCount - 59));
  CHECK(app->find(Role::kButton, "60 nouveaux messages") != nullptr);
  tell_sight(thread, "49938 49943");
  REQUIRE(app->pending(kRead) != nullptr);
  CHECK(app->pending(kRead)->request.body.find("49943") != std::string::npos);
  thread.serve();
  CHECK(app->find(Role::kButton, "57 nouveaux messages") != nullptr);
  for (const char* const told : {"49901 49905", "", "49938", "49938 x"}) {
    CAPTURE(told);
    tell_sight(thread, told);
    CHECK(app->pending(kRead) == nullptr);
  }
  CHECK(app->find(Role::kButton, "57 nouveaux messages") != nullptr);
  check_page(app);
}

TEST_CASE("in the HTML version what comes is brought into sight where the end is, and nowhere else") {
  LongThread thread(kCount, in_html());
  App& app = thread.app;
  CHECK(is_brought(app, kCount));
  tell_sight(thread, "49990 50000");
  thread.hear(kCount + 1, kCount + 1, text_of(1));
  CHECK(is_brought(app, kCount + 1));
  tell_sight(thread, "49991 50001");
  thread.serve();
  tell_sight(thread, "49970 49980");
  thread.hear(kCount + 2, kCount + 2, text_of(2));
  CHECK_FALSE(is_brought(app, kCount + 2));
  CHECK(listed(app).back() == kCount + 2);
  CHECK(app->find(Role::kButton, "1 nouveau message") != nullptr);
  // A page is read on where the other one ended.
  REQUIRE(app->press(Role::kButton, "Page précédente"));
  thread.serve();
  CHECK(is_brought(app, 49'950));
  REQUIRE(app->press(Role::kButton, "Page suivante"));
  thread.serve();
  CHECK(is_brought(app, 49'951));
  REQUIRE(app->press(Role::kButton, "1 nouveau message"));
  thread.serve();
  CHECK(is_brought(app, kCount + 2));
  check_page(app);
}

TEST_CASE("in the HTML version what is told of a page that has been left does not bring it back") {
  LongThread thread(kCount, in_html());
  App& app = thread.app;
  const auto page_begins = [&] { return listed(app).front(); };
  REQUIRE(page_begins() == 49'951);
  // The browser scrolls to the button and tells so in the same moment as the press.
  app->app().on_input(spico::mirror::ValueChanged{thread.box().id, "49951 49955"});
  REQUIRE(app->press(Role::kButton, "Page précédente"));
  thread.serve();
  CHECK(page_begins() == 49'901);
  CHECK(is_brought(app, 49'950));
  tell_sight(thread, "49951 49960");
  CHECK(page_begins() == 49'901);
  tell_sight(thread, "49940 49950");
  CHECK(page_begins() == 49'901);
  REQUIRE(app->press(Role::kButton, "Page précédente"));
  thread.serve();
  CHECK(page_begins() == 49'851);
  check_page(app);
}

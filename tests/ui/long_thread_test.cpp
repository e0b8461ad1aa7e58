// A discussion of 50,000 messages of many heights: what is read stays where it is on the screen, whatever
// arrives above and below, and no more is in the page than what is in sight and a little around it
// (product.md §7).
#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <string>

#include "tests/ui/page_checks.hpp"

using namespace journey;
using spico::mirror::NumberField;

namespace {

constexpr std::string_view kThread = "/api/spico/discussions/7";
constexpr std::string_view kPages = "/api/spico/discussions/7/messages";
constexpr int kCount = 50'000;

// From one line to some twenty, as even numbers and bad luck have it.
std::string text_of(int number) {
  std::string text = "Message " + std::to_string(number) + " TEST.";
  for (int words = number * 7919 % 23 * (number % 3); words > 0; --words) text += " Encore quelques mots.";
  return text;
}

std::string message_json(int number, const std::string& text) {
  return R"({"id":")" + std::to_string(100'000 + number) + R"(","number":)" + std::to_string(number) +
         R"(,"author":"2","at_ms":)" + std::to_string(1'795'200'000'000 + number * 1000LL) +
         R"(,"kind":"text","text":")" + text + "\"}";
}

std::string discussion_json(int count, int read) {
  return R"({"id":"7","title":"Longue TEST","members":2,"unread":)" + std::to_string(count - read) +
         R"(,"count":)" + std::to_string(count) + R"(,"first":1,"read":)" + std::to_string(read) +
         R"(,"last":{"number":)" + std::to_string(count) +
         R"(,"kind":"text","author":"2","author_name":"Inès TEST","at_ms":1795250000000,"text":"Fin"}})";
}

int number_after(std::string_view path, std::string_view name) {
  int number = 0;
  const auto at = path.find(name) + name.size();
  std::from_chars(path.data() + at, path.data() + path.size(), number);
  return number;
}

struct Seen {
  int number = 0;           // 0: not here yet
  int top = 0, height = 0;  // on the screen, in quarters of a pixel
};

class LongThread {
 public:
  explicit LongThread(int read = kCount, const spico::app::Start& facts = {})
      : list_(list_of(read)), app(begun(list_, facts)) {
    REQUIRE(app->press(Role::kLink, "Longue TEST"));
    open(read);
  }

  void open(int read) {
    REQUIRE(app->answer(
        kThread, 200,
        R"({"discussion":)" + discussion_json(kCount, read) +
            R"(,"me":"1","members":[{"id":"1","name":"Camille TEST","profession":"coordinateur","read":0,)"
            R"("joined_at_ms":1795200000000},{"id":"2","name":"Inès TEST","profession":"infirmier","read":0,)"
            R"("joined_at_ms":1795200000000}]})"));
    serve();
  }

  // One page of what is wanted; false when nothing is.
  bool serve_one() {
    while (app->pending("/api/spico/discussions/7/read") != nullptr)
      REQUIRE(app->answer("/api/spico/discussions/7/read", 200, "{}"));
    const auto* const asked = app->pending(kPages);
    if (asked == nullptr) return false;
    const int from = number_after(asked->request.path, "from=");
    const int last = std::min(kCount, from + number_after(asked->request.path, "limit=") - 1);
    std::string page = R"({"count":50000,"first":1,"messages":[)";
    for (int number = from; number <= last; ++number)
      page += (number > from ? "," : "") + message_json(number, text_of(number));
    REQUIRE(app->answer(kPages, 200, page + "]}"));
    return true;
  }
  void serve() {
    for (int pages = 0; serve_one(); ++pages) REQUIRE(pages < 10);
  }

  // A message as the stream tells it.
  void hear(int number, int count, const std::string& text) {
    REQUIRE(app->send_more("/api/spico/live", R"({"event":{"id":)" + std::to_string(++last_event_) +
                                                  R"(,"kind":"message","discussion":)" +
                                                  discussion_json(count, kCount) + R"(,"message":)" +
                                                  message_json(number, text) + "}}\n"));
  }

  const Element& box() {
    for (const Element* list : all(app, Role::kList)) {
      if (list->name == "Messages") return *list;
    }
    FAIL("no messages");
    return *all(app, Role::kList).front();
  }
  float offset() { return static_cast<float>(box().scroll_y); }
  void scroll_to(float y) { scroll(app, box().id, std::max(0.0F, y)); }

  // What is in sight, from above.
  std::vector<Seen> in_sight() {
    const Element list = box();
    std::vector<Seen> out;
    for (const auto id : app->page.children(list.id)) {
      const Element& item = *app->page.element(id);
      const int top = item.y - list.scroll_y * 4;
      if (top + item.height > 0 && top < list.height)
        out.push_back({number(item, NumberField::kPosition), top, item.height});
    }
    return out;
  }
  std::optional<Seen> seen(int wanted) {
    for (const Seen& each : in_sight()) {
      if (each.number == wanted) return each;
    }
    return std::nullopt;
  }
  // A message in the middle of the box.
  Seen middle() {
    const std::vector<Seen> all_seen = in_sight();
    REQUIRE_FALSE(all_seen.empty());
    return all_seen[all_seen.size() / 2];
  }

 private:
  static std::string list_of(int read) {
    return R"({"revision":1,"discussions":[)" + discussion_json(kCount, read) + "]}";
  }
  static App begun(const std::string& list, const spico::app::Start& facts) {
    Stage stage = kInSpico;
    stage.discussions = list;
    App begun("#/discussions", stage, facts);
    REQUIRE(begun->answer("/api/spico/patients", 200, patients_ndjson(3)));
    REQUIRE(begun->send_part("/api/spico/live", "{\"live\":{\"last\":1,\"server_now\":1795300000000}}\n"));
    return begun;
  }

  std::string list_;
  int last_event_ = 1;

 public:
  App app;
};

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

// The numbers that are listed.
std::vector<int> listed(App& app) {
  std::vector<int> numbers;
  for (const Element* list : all(app, Role::kList)) {
    if (list->name != "Messages") continue;
    for (const auto id : app->page.children(list->id))
      numbers.push_back(number(*app->page.element(id), NumberField::kPosition));
  }
  return numbers;
}

}  // namespace

TEST_CASE(
    "the HTML version's newest page is never a few messages long, and keeps what is read when one comes") {
  spico::app::Start facts;
  facts.html_version = true;
  const std::string list = R"({"revision":1,"discussions":[)" + discussion_json(51, 51) + "]}";
  Stage stage = kInSpico;
  stage.discussions = list;
  App app("#/discussions", stage, facts);
  REQUIRE(app->answer("/api/spico/patients", 200, patients_ndjson(3)));
  REQUIRE(app->send_part("/api/spico/live", "{\"live\":{\"last\":1,\"server_now\":1795300000000}}\n"));
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

TEST_CASE("in the HTML version the way to the end stands before the messages") {
  spico::app::Start facts;
  facts.html_version = true;
  LongThread thread(kCount, facts);
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
  spico::app::Start facts;
  facts.html_version = true;
  LongThread thread(kCount - 60, facts);
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
  spico::app::Start facts;
  facts.html_version = true;
  LongThread thread(kCount, facts);
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

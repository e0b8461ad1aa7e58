// A discussion of 50,000 messages of many heights, which the tests of the thread look at.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/ui/discussion_pages.hpp"
#include "tests/ui/page_checks.hpp"

namespace journey {

using spico::mirror::NumberField;

inline constexpr std::string_view kThread = "/api/spico/discussions/7";
inline constexpr std::string_view kPages = "/api/spico/discussions/7/messages";
inline constexpr int kCount = 50'000;

/// From one line to some twenty, as even numbers and bad luck have it.
std::string text_of(int number);
std::string message_json(int number, const std::string& text);
std::string discussion_json(int count, int read);
/// The number that follows `name` in a path; 0 if there is none.
int number_after(std::string_view path, std::string_view name);

struct Seen {
  int number = 0;           ///< 0: not here yet
  int top = 0, height = 0;  ///< on the screen, in quarters of a pixel
};

class LongThread {
 public:
  explicit LongThread(int read = kCount, const spico::app::Start& facts = {})
      : app(in_discussions_of(list_of(read), facts)) {
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

  /// One page of what is wanted; false when nothing is.
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

  /// A message as the stream tells it.
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

  /// What is in sight, from above.
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
  /// A message in the middle of the box.
  Seen middle() {
    const std::vector<Seen> all_seen = in_sight();
    REQUIRE_FALSE(all_seen.empty());
    return all_seen[all_seen.size() / 2];
  }

 private:
  static std::string list_of(int read) {
    return R"({"revision":1,"discussions":[)" + discussion_json(kCount, read) + "]}";
  }
  int last_event_ = 1;

 public:
  App app;
};

/// The numbers that are listed.
std::vector<int> listed(App& app);

}  // namespace journey

#include "tests/ui/long_thread.hpp"

#include <charconv>

namespace journey {

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

std::vector<int> listed(App& app) {
  std::vector<int> numbers;
  for (const Element* list : all(app, Role::kList)) {
    if (list->name != "Messages") continue;
    for (const auto id : app->page.children(list->id))
      numbers.push_back(number(*app->page.element(id), NumberField::kPosition));
  }
  return numbers;
}

}  // namespace journey

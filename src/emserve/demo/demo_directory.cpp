#include "emserve/demo/demo_directory.hpp"

#include <vector>

#include "emserve/demo/demo_book.hpp"
#include "emserve/demo/generator.hpp"

namespace spico::emserve::demo {

void write_demo_directory(Store& store, std::size_t count, std::int64_t now_ms) {
  const Book book = embedded_book();
  const Generator generator{book, {.now_ms = now_ms}};
  std::vector<DirectoryEntry> entries;
  entries.reserve(count);
  for (std::size_t i = 0; i < count; ++i) entries.push_back(generator.professional(i));
  store.add_to_directory(entries);
}

}  // namespace spico::emserve::demo

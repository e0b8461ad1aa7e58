#include "emserve/demo/demo_book.hpp"

#include <stdexcept>

#include "emserve/embedded.hpp"

namespace spico::emserve::demo {

Book embedded_book() {
  std::string problem;
  std::optional<Book> book =
      read_book({embedded_demo_people(), embedded_demo_places(), embedded_demo_circle()}, problem);
  if (!book) throw std::runtime_error("assets/demo/" + problem);
  return std::move(*book);
}

}  // namespace spico::emserve::demo

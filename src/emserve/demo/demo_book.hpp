// The book that the program carries. For what writes demo data.
#pragma once

#include "emserve/demo/book.hpp"

namespace spico::emserve::demo {

// Throws std::runtime_error when the program's own assets are broken.
Book embedded_book();

}  // namespace spico::emserve::demo

#include "platform/web/web_storage.hpp"

#include "platform/web/imports.h"

namespace spico::web {

std::string WebStorage::get(std::string_view key) {
  std::string value(64, '\0');  // every known value is shorter
  const std::size_t length = js_storage_get(key.data(), key.size(), value.data(), value.size());
  if (length > value.size()) {
    value.resize(length);
    js_storage_get(key.data(), key.size(), value.data(), value.size());
  }
  value.resize(length);
  return value;
}

void WebStorage::set(std::string_view key, std::string_view value) {
  js_storage_set(key.data(), key.size(), value.data(), value.size());
}

}  // namespace spico::web

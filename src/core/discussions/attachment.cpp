#include "core/discussions/attachment.hpp"

#include <algorithm>
#include <array>

namespace spico {
namespace {

// By position.
constexpr std::array<std::string_view, 3> kTypes = {"jpeg", "png", "pdf"};

}  // namespace

std::string_view code(AttachmentType type) {
  const auto position = static_cast<std::size_t>(type);
  return position < kTypes.size() ? kTypes[position] : std::string_view{};
}

std::optional<AttachmentType> attachment_type_from_code(std::string_view code) {
  const auto found = std::find(kTypes.begin(), kTypes.end(), code);
  if (found == kTypes.end()) return std::nullopt;
  return static_cast<AttachmentType>(found - kTypes.begin());
}

}  // namespace spico

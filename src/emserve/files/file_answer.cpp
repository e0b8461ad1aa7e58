#include "emserve/files/file_answer.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace spico::emserve {
namespace {

// No origin, no script, no form; an image's own page needs its image and styles.
constexpr std::string_view kImagePolicy =
    "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action "
    "'none'; "
    "frame-ancestors 'none'";
// Without sandbox, in which several browsers do not start what they show PDFs with.
constexpr std::string_view kPdfPolicy =
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

constexpr std::array<std::string_view, 2> kEndingsOfJpeg = {".jpg", ".jpeg"};
constexpr std::array<std::string_view, 1> kEndingsOfPng = {".png"};
constexpr std::array<std::string_view, 1> kEndingsOfPdf = {".pdf"};

std::span<const std::string_view> endings(AttachmentType type) {
  switch (type) {
    case AttachmentType::kJpeg:
      return kEndingsOfJpeg;
    case AttachmentType::kPng:
      return kEndingsOfPng;
    case AttachmentType::kPdf:
      break;
  }
  return kEndingsOfPdf;
}

bool ends_with_any_case(std::string_view name, std::string_view ending) {
  const auto same = [](char wanted, char found) {
    return wanted == (found >= 'A' && found <= 'Z' ? static_cast<char>(found - 'A' + 'a') : found);
  };
  return name.size() > ending.size() && std::equal(ending.rbegin(), ending.rend(), name.rbegin(), same);
}

std::string with_ending(std::string_view name, AttachmentType type) {
  const std::span<const std::string_view> known = endings(type);
  const bool has_one = std::any_of(known.begin(), known.end(), [name](std::string_view ending) {
    return ends_with_any_case(name, ending);
  });
  return std::string(name).append(has_one ? "" : known.front());
}

// RFC 8187, attr-char.
bool stands_for_itself(char character) {
  constexpr std::string_view kMarks = "!#$&+-.^_`|~";
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || kMarks.find(character) != std::string_view::npos;
}

}  // namespace

std::string_view media_type(AttachmentType type) {
  switch (type) {
    case AttachmentType::kJpeg:
      return "image/jpeg";
    case AttachmentType::kPng:
      return "image/png";
    case AttachmentType::kPdf:
      break;
  }
  return "application/pdf";
}

std::string content_disposition(api::FileUse use, std::string_view name, AttachmentType type) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const std::string whole = with_ending(name, type);
  std::string plain, encoded;
  for (const char character : whole) {
    const auto byte = static_cast<unsigned char>(character);
    const bool is_plain =
        stands_for_itself(character) || character == ' ' || character == '(' || character == ')';
    // One mark for a character of several bytes.
    if (is_plain || (byte & 0xC0U) != 0x80U) plain += is_plain ? character : '_';
    if (stands_for_itself(character)) {
      encoded += character;
    } else {
      encoded.append({'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]});
    }
  }
  return std::string(use == api::FileUse::kView ? "inline" : "attachment") + "; filename=\"" + plain +
         "\"; filename*=UTF-8''" + encoded;
}

Response file_response(api::FileUse use, std::string_view name, AttachmentType type, std::string bytes) {
  Response response;
  response.set_header("Content-Type", std::string(media_type(type)));
  response.set_header("Content-Disposition", content_disposition(use, name, type));
  const bool is_sandboxed = type != AttachmentType::kPdf;
  response.set_header("Content-Security-Policy", std::string(is_sandboxed ? kImagePolicy : kPdfPolicy));
  // A page in a sandbox with an opener policy of its own is a network error (HTML Standard, «create
  // navigation params by fetching»).
  if (is_sandboxed) response.set_header("Cross-Origin-Opener-Policy", "unsafe-none");
  response.body = std::move(bytes);
  return response;
}

}  // namespace spico::emserve

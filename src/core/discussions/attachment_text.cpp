#include "core/discussions/attachment_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/discussions/outbox.hpp"
#include "core/failure_text.hpp"
#include "core/text/fill.hpp"
#include "core/text/strings.hpp"

namespace spico {
namespace {

// With the point, as long as an ending is one.
std::string_view ending_of(std::string_view name) {
  constexpr std::size_t kLongestEnding = 6;
  const auto point = name.rfind('.');
  return point == std::string_view::npos || name.size() - point > kLongestEnding ? std::string_view{}
                                                                                 : name.substr(point);
}

// Where this many characters of UTF-8 end.
std::size_t end_of(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (begins && characters-- == 0) break;
  }
  return at;
}

constexpr std::array kRefusals{
    std::pair<std::string_view, Text>{"file_too_large", Text::kDiscussionsFileTooLarge},
    std::pair<std::string_view, Text>{"file_empty", Text::kDiscussionsFileEmpty},
    std::pair<std::string_view, Text>{"file_type", Text::kDiscussionsFileType},
    std::pair<std::string_view, Text>{"file_broken", Text::kDiscussionsFileBroken},
    std::pair<std::string_view, Text>{"image_too_large", Text::kDiscussionsFileImageTooLarge},
    std::pair<std::string_view, Text>{"too_many_files", Text::kDiscussionsFileTooMany},
    std::pair<std::string_view, Text>{"file_lost", Text::kDiscussionsFileLost},
    std::pair<std::string_view, Text>{"unknown_upload", Text::kDiscussionsFileLost},
};

}  // namespace

std::string file_name_of(std::string_view name) {
  std::string clean;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) continue;
    clean += c == '/' || c == '\\' ? '_' : c;
  }
  if (length_of(clean) <= kLongestFileName) return clean.empty() ? "_" : clean;
  const std::string ending(ending_of(clean));
  clean.resize(end_of(clean, kLongestFileName - length_of(ending)));
  return clean + ending;
}

bool may_be_attached(std::string_view media_type, std::string_view name) {
  constexpr std::array<std::string_view, 3> kMedia{"image/jpeg", "image/png", "application/pdf"};
  constexpr std::array<std::string_view, 4> kEndings{".jpg", ".jpeg", ".png", ".pdf"};
  if (!media_type.empty()) return std::find(kMedia.begin(), kMedia.end(), media_type) != kMedia.end();
  std::string ending(ending_of(name));
  for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

std::string size_text(Language language, std::int64_t bytes) {
  constexpr std::int64_t kThousand = 1000, kMillion = 1'000'000;
  Text unit = Text::kDiscussionsBytes;
  std::string number = std::to_string(bytes);
  if (bytes >= kMillion - kThousand / 2) {
    const std::int64_t tenths = (bytes + kMillion / 20) / (kMillion / 10);
    number = std::to_string(tenths / 10);
    if (tenths % 10 != 0)
      number.append(language == Language::kFrench ? "," : ".") += std::to_string(tenths % 10);
    unit = Text::kDiscussionsMegabytes;
  } else if (bytes >= kThousand) {
    number = std::to_string((bytes + kThousand / 2) / kThousand);
    unit = Text::kDiscussionsKilobytes;
  }
  return fill(text(language, unit), {{"count", number}});
}

std::string kind_text(Language language, const Attachment& attachment) {
  const std::string_view type = attachment.type == AttachmentType::kPdf   ? "PDF"
                                : attachment.type == AttachmentType::kPng ? "PNG"
                                                                          : "JPEG";
  return std::string(type) + ", " + size_text(language, attachment.size);
}

std::string refusal_text(Language language, const Failure& failure) {
  for (const auto& [code, known] : kRefusals) {
    if (failure.code == code) return std::string(text(language, known));
  }
  return failure_text(language, failure);
}

std::string refusal_text(Language language, std::string_view code) {
  return refusal_text(language, Failure{Failure::Kind::kRefused, 422, 0, std::string(code)});
}

std::string attachments_text(Language language, std::int64_t count) {
  return fill(text(language, count == 1 ? Text::kDiscussionsAttachment : Text::kDiscussionsAttachments),
              {{"count", std::to_string(count)}});
}

}  // namespace spico

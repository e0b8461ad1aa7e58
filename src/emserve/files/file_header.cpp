#include "emserve/files/file_header.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace spico::emserve {
namespace {

constexpr std::string_view kJpegBeginning = "\xFF\xD8\xFF";
constexpr std::string_view kPngBeginning = "\x89PNG\r\n\x1A\n";
constexpr std::string_view kPdfBeginning = "%PDF-";
// So far readers look for the beginning of a PDF or of a page.
constexpr std::size_t kLookedInto = 1024;

// `wanted` is in lower case; other case of ASCII letters is the same.
bool contains(std::string_view text, std::string_view wanted) {
  const auto same = [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  };
  return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), same) != text.end();
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [text](std::string_view one) { return contains(text, one); });
}

bool holds_page(std::string_view text) {
  return contains_any(text, {"<html", "<script", "<!doctype html", "<?php"});
}

// Archives are read from their end: one that reaches exactly to the end of the file opens as an archive,
// whatever stands before it.
bool ends_as_archive(std::string_view bytes) {
  constexpr std::string_view kEndRecord{"PK\x05\x06", 4};
  constexpr std::size_t kEndRecordSize = 22, kLongestComment = 65'535;
  const std::size_t earliest = bytes.size() - std::min(bytes.size(), kEndRecordSize + kLongestComment);
  for (std::size_t at = bytes.find(kEndRecord, earliest); at != std::string_view::npos;
       at = bytes.find(kEndRecord, at + 1)) {
    if (at + kEndRecordSize > bytes.size()) break;
    const std::size_t comment = static_cast<unsigned char>(bytes[at + 20]) +
                                std::size_t{static_cast<unsigned char>(bytes[at + 21])} * 256;
    if (at + kEndRecordSize + comment == bytes.size()) return true;
  }
  return false;
}

FileHeader examine_by_beginning(std::string_view bytes) {
  if (bytes.starts_with(kJpegBeginning)) return examine_jpeg(bytes);
  if (bytes.starts_with(kPngBeginning)) return examine_png(bytes);
  if (bytes.starts_with(kPdfBeginning)) return examine_pdf(bytes);
  return {.problem = FileProblem::kType};
}

}  // namespace

FileProblem problem_of_size(std::int64_t width, std::int64_t height) {
  if (width <= 0 || height <= 0) return FileProblem::kBroken;
  if (width > kLargestImageSide || height > kLargestImageSide || width * height > kLargestImageArea)
    return FileProblem::kTooLarge;
  return FileProblem::kNone;
}

bool holds_foreign_file(std::string_view rest) {
  // What cameras put behind an image (a second image, a film, notes of the maker) begins with none of these.
  constexpr std::array<std::string_view, 4> kBeginnings = {"PK\x03\x04", "%PDF-", "Rar!\x1A",
                                                           "7z\xBC\xAF\x27\x1C"};
  const auto is_in_rest = [rest](std::string_view one) { return rest.find(one) != std::string_view::npos; };
  return std::any_of(kBeginnings.begin(), kBeginnings.end(), is_in_rest) ||
         holds_page(rest.substr(0, kLookedInto));
}

FileHeader examine_header(std::string_view bytes) {
  const FileHeader header = examine_by_beginning(bytes);
  if (header.problem != FileProblem::kNone) return header;
  const std::string_view beginning = bytes.substr(0, kLookedInto);
  const bool is_image = header.type != AttachmentType::kPdf;
  const bool is_also_pdf = is_image && beginning.find(kPdfBeginning) != std::string_view::npos;
  const bool is_also_page = !is_image && holds_page(beginning);
  if (is_also_pdf || is_also_page || ends_as_archive(bytes)) return {.problem = FileProblem::kType};
  return header;
}

}  // namespace spico::emserve

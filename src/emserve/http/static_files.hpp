// The files of the browser client, read whole when the server starts: a request can only name an entry of
// files.json, so no path of a request ever reaches the file system.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "emserve/http/message.hpp"

namespace spico::emserve {

enum class ContentCoding : std::uint8_t { kIdentity, kGzip, kBrotli };

// The best coding that an Accept-Encoding header allows among those that exist; brotli before gzip at equal
// weight.
ContentCoding choose_coding(std::string_view accept_encoding, bool has_brotli, bool has_gzip);

class StaticFiles {
 public:
  // Without files: only the build is known.
  explicit StaticFiles(std::string build = "none") : build_(std::move(build)) {}
  // Reads files.json, written by scripts/pack_web, and all it names. Throws std::runtime_error with a
  // sentence.
  static StaticFiles load(const std::filesystem::path& folder);

  const std::string& build() const { return build_; }
  // The path is a canonical one. Nothing when no file has it.
  std::optional<Response> find(std::string_view path, std::string_view accept_encoding) const;

 private:
  using Content = std::shared_ptr<const std::string>;
  enum class Caching : std::uint8_t { kNever, kForever };
  struct File {
    std::string content_type;
    Content identity, brotli, gzip;
    Caching caching = Caching::kNever;
  };

  std::string build_;
  std::unordered_map<std::string, File> files_;
};

}  // namespace spico::emserve

#include "emserve/http/static_files.hpp"

#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "api/json.hpp"

namespace spico::emserve {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The weight of one member of Accept-Encoding, in thousandths; 1000 when none is given (RFC 9110
// section 12.4.2).
int weight_of(std::string_view parameters) {
  const std::size_t equals = parameters.find("q=");
  if (equals == std::string_view::npos) return 1000;
  const std::string_view number = trimmed(parameters.substr(equals + 2));
  int thousandths = !number.empty() && number[0] == '1' ? 1000 : 0;
  int place = 100;
  for (std::size_t i = 2; i < number.size() && place > 0 && thousandths < 1000; ++i, place /= 10) {
    if (number[i] >= '0' && number[i] <= '9') thousandths += (number[i] - '0') * place;
  }
  return thousandths;
}

int weight_of_coding(std::string_view accept_encoding, std::string_view coding) {
  int of_any = 0;
  for (std::string_view rest = accept_encoding; !rest.empty();) {
    const std::size_t comma = rest.find(',');
    const std::string_view member = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    const std::size_t semicolon = member.find(';');
    const std::string_view name = trimmed(member.substr(0, semicolon));
    const int weight = semicolon == std::string_view::npos ? 1000 : weight_of(member.substr(semicolon + 1));
    if (name == coding) return weight;
    if (name == "*") of_any = weight;
  }
  return of_any;
}

}  // namespace

ContentCoding choose_coding(std::string_view accept_encoding, bool has_brotli, bool has_gzip) {
  const int brotli = has_brotli ? weight_of_coding(accept_encoding, "br") : 0;
  const int gzip = has_gzip ? weight_of_coding(accept_encoding, "gzip") : 0;
  if (brotli > 0 && brotli >= gzip) return ContentCoding::kBrotli;
  return gzip > 0 ? ContentCoding::kGzip : ContentCoding::kIdentity;
}

StaticFiles StaticFiles::load(const std::filesystem::path& folder) {
  const std::filesystem::path manifest = folder / "files.json";
  if (!std::filesystem::exists(manifest)) {
    throw std::runtime_error(manifest.string() +
                             " is missing: build the browser client first (scripts/emserve does)");
  }
  const std::string text = read_file(manifest);
  api::JsonDocument document;
  document.parse(text);
  StaticFiles files{std::string(document.root()["build"].required_string())};
  for (const api::JsonValue entry : document.root()["files"].required_items()) {
    const std::filesystem::path file = folder / std::string(entry["file"].required_string());
    const auto content = [&file](const char* suffix) {
      return std::make_shared<const std::string>(read_file(file.string() + suffix));
    };
    File loaded;
    loaded.content_type = entry["type"].required_string();
    loaded.caching = entry["immutable"].required_bool() ? Caching::kForever : Caching::kNever;
    if (!document.error().is_none()) break;
    loaded.identity = content("");
    if (entry["br_bytes"].is_present()) loaded.brotli = content(".br");
    if (entry["gz_bytes"].is_present()) loaded.gzip = content(".gz");
    const std::string path(entry["path"].required_string());
    if (path == "/") files.files_["/index.html"] = loaded;
    files.files_[path] = std::move(loaded);
  }
  if (!document.error().is_none()) {
    throw std::runtime_error(manifest.string() + ": " + document.error().path + ": " +
                             std::string(api::describe(document.error().problem)));
  }
  return files;
}

std::optional<Response> StaticFiles::find(std::string_view path, std::string_view accept_encoding) const {
  const auto found = files_.find(std::string(path));
  if (found == files_.end()) return std::nullopt;
  const File& file = found->second;
  Response response;
  response.log_route = file.caching == Caching::kForever ? "/a/{file}" : "/";
  response.set_header("Content-Type", file.content_type);
  if (file.caching == Caching::kForever) {
    response.set_header("Cache-Control", "public, max-age=31536000, immutable");
  }
  if (file.brotli || file.gzip) response.set_header("Vary", "Accept-Encoding");
  switch (choose_coding(accept_encoding, file.brotli != nullptr, file.gzip != nullptr)) {
    case ContentCoding::kBrotli:
      response.file = file.brotli;
      response.set_header("Content-Encoding", "br");
      break;
    case ContentCoding::kGzip:
      response.file = file.gzip;
      response.set_header("Content-Encoding", "gzip");
      break;
    case ContentCoding::kIdentity:
      response.file = file.identity;
      break;
  }
  return response;
}

}  // namespace spico::emserve

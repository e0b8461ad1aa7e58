// Every code that the server may say has a sentence of its own, or a reason to have none.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "core/discussions/attachment_text.hpp"
#include "core/failure_text.hpp"

namespace spico {
namespace {

// The codes of all errors of openapi.yaml: `code: { enum: [a, b] }`.
std::set<std::string> codes_of_the_server() {
  std::ifstream file(SPICO_SOURCE_DIR "/src/api/openapi.yaml");
  std::set<std::string> codes;
  std::string line;
  while (std::getline(file, line)) {
    constexpr std::string_view kBegin = "{ code: { enum: [";
    const auto begin = line.find(kBegin);
    if (line.find("Error") == std::string::npos || begin == std::string::npos) continue;
    const auto from = begin + kBegin.size();
    std::string list = line.substr(from, line.find(']', from) - from);
    std::replace(list.begin(), list.end(), ',', ' ');
    std::istringstream words(list);
    std::string code;
    while (words >> code) codes.insert(code);
  }
  return codes;
}

TEST_CASE("a person reads what each code of the server means, never the sentence for any refusal") {
  // What ends or changes the session is seen, not said; uploads are begun again or wait by themselves.
  constexpr std::array<std::string_view, 11> kActedOn{
      "signed_out",        "session_idle",       "session_absolute", "locked",
      "cgu_pass_required", "cgu_spico_required", "spico_closed",     "strong_auth_required",
      "too_many_uploads",  "piece_out_of_order", "internal"};
  const std::set<std::string> codes = codes_of_the_server();
  CHECK(codes.size() > 40);
  CHECK(codes.contains("invalid_field"));
  for (const Language language : {Language::kFrench, Language::kEnglish}) {
    const std::string any = refusal_text(language, "teapot");
    for (const std::string& code : codes) {
      CAPTURE(code);
      const bool is_acted_on = std::find(kActedOn.begin(), kActedOn.end(), code) != kActedOn.end();
      CHECK((refusal_text(language, code) == any) == is_acted_on);
    }
  }
  CHECK(failure_text(Language::kFrench, {Failure::Kind::kRefused, 422, 0, "invalid_field"}) ==
        "Le serveur n'accepte pas ce qui a été saisi (422). Corrigez, puis réessayez.");
}

}  // namespace
}  // namespace spico

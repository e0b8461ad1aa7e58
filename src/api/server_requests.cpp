#include "api/server_requests.hpp"

#include "api/body_reading.hpp"

namespace spico::api {
namespace {

constexpr std::int64_t kYearMs = 31'536'000'000;
constexpr std::int64_t kMostPatients = 10'000'000;

std::optional<std::string> six_digits(JsonValue value) {
  std::optional<std::string> digits = text_of_length(value, 6, 6);
  if (!digits || digits->find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return digits;
}

// Codes of columns with signs, widths and commas: nothing that could be a name of somebody.
std::optional<std::string> list_text(JsonValue value) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789_,:-";
  std::optional<std::string> text = text_of_length(value, 0, kLongestListText);
  if (!text || text->find_first_not_of(kAllowed) != std::string::npos) return std::nullopt;
  return text;
}

std::optional<Channel> channel_from_code(JsonValue value) {
  const std::optional<std::string_view> text = value.as_string();
  if (text == code(Channel::kEmail)) return Channel::kEmail;
  if (text == code(Channel::kSms)) return Channel::kSms;
  return std::nullopt;
}

}  // namespace

ReadBody<LoginBody> read_login(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const JsonValue root = document.root();
  std::optional<std::string> identifiant = text_of_length(root["identifiant"], 1, 254);
  if (!identifiant) return {{}, invalid("identifiant")};
  std::optional<std::string> password = text_of_length(root["mot_de_passe"], 1, 1024);
  if (!password) return {{}, invalid("mot_de_passe")};
  const std::optional<std::string_view> method = root["method"].as_string();
  if (method != "code" && method != "weak") return {{}, invalid("method")};
  return {{.identifiant = std::move(*identifiant),
           .password = std::move(*password),
           .method = method == "code" ? SignInMethod::kCode : SignInMethod::kWeak},
          {}};
}

ReadBody<Channel> read_send_code(std::string_view body) {
  return read_member<Channel>(body, "channel", channel_from_code);
}

ReadBody<std::string> read_verify_code(std::string_view body) {
  return read_member<std::string>(body, "code", six_digits);
}

ReadBody<std::string> read_accept_terms(std::string_view body) {
  return read_member<std::string>(body, "version",
                                  [](JsonValue value) { return text_of_length(value, 1, 32); });
}

ReadBody<bool> read_favourite(std::string_view body) {
  return read_member<bool>(body, "favourite", [](JsonValue value) { return value.as_bool(); });
}

ReadBody<bool> read_archived(std::string_view body) {
  return read_member<bool>(body, "archived", [](JsonValue value) { return value.as_bool(); });
}

ReadBody<ExportedBody> read_exported(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  const JsonValue root = document.root();
  const std::optional<std::string_view> format = root["format"].as_string();
  if (format != "csv" && format != "print") return {{}, invalid("format")};
  const std::optional<std::int64_t> count = root["count"].as_integer(0, kMostPatients);
  if (!count) return {{}, invalid("count")};
  std::optional<std::string> filters = text_of_length(root["filters"], 0, kLongestFilters);
  if (!filters) return {{}, invalid("filters")};
  PatientId patient;
  if (const JsonValue value = root["patient_id"]; value.is_present()) {
    const std::optional<std::string_view> text = value.as_string();
    const std::optional<std::uint64_t> number = text ? id_from_decimal(*text) : std::nullopt;
    if (!number) return {{}, invalid("patient_id")};
    patient.value = *number;
  }
  return {{.format = format == "csv" ? ExportFormat::kCsv : ExportFormat::kPrint,
           .count = *count,
           .filters = std::move(*filters),
           .patient = patient},
          {}};
}

ReadBody<ColumnsBody> read_columns(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  std::optional<std::string> columns = list_text(document.root()["columns"]);
  if (!columns) return {{}, invalid("columns")};
  std::optional<std::string> sort = list_text(document.root()["sort"]);
  if (!sort) return {{}, invalid("sort")};
  return {{.columns = std::move(*columns), .sort = std::move(*sort)}, {}};
}

ReadBody<SearchBody> read_search(std::string_view body) {
  // Cleaning may shorten a name: decomposed accents, spaces in a row.
  constexpr std::size_t kLongestRawName = 2000;
  JsonDocument document;
  if (!is_object(document, body)) return {{}, {kMalformed, {}}};
  std::optional<std::string> name = text_of_length(document.root()["name"], 1, kLongestRawName);
  if (!name) return {{}, invalid("name")};
  std::optional<std::string> filters = text_of_length(document.root()["filters"], 0, kLongestFilters);
  if (!filters) return {{}, invalid("filters")};
  return {{.name = std::move(*name), .filters = std::move(*filters)}, {}};
}

ReadBody<std::int64_t> read_advance_clock(std::string_view body) {
  return read_member<std::int64_t>(body, "advance_ms",
                                   [](JsonValue value) { return value.as_integer(0, kYearMs); });
}

BodyProblem read_nothing(std::string_view body) {
  JsonDocument document;
  if (!is_object(document, body)) return {kMalformed, {}};
  return {};
}

std::optional<Language> language_of(std::string_view lang) {
  if (lang.empty() || lang == "fr") return Language::kFrench;
  if (lang == "en") return Language::kEnglish;
  return std::nullopt;
}

std::string_view code(Channel channel) { return channel == Channel::kEmail ? "email" : "sms"; }

}  // namespace spico::api

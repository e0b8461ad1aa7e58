#include "core/route.hpp"

#include <array>
#include <optional>
#include <utility>

#include "core/patients/column_layout.hpp"
#include "core/patients/reference.hpp"

namespace spico {

namespace {

constexpr std::size_t kLongestFragment = 2000;

constexpr std::array<std::pair<Farewell, std::string_view>, 5> kFarewellCodes{{
    {Farewell::kSignedOut, "deconnexion"},
    {Farewell::kIdle, "inactivite"},
    {Farewell::kAbsolute, "duree"},
    {Farewell::kElsewhere, "ailleurs"},
    {Farewell::kRefusedTerms, "cgu"},
}};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Percent-decoding of RFC 3986; a stray '%' stays what it is.
std::string decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' || c == '/' || c == ':' || c == ',';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  return out;
}

template <typename Visit>
void for_each_part(std::string_view text, char separator, Visit&& visit) {
  while (!text.empty()) {
    const auto end = text.find(separator);
    if (end != 0) visit(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

template <typename Code, std::size_t kSize>
std::optional<Code> from_code(const std::array<std::pair<Code, std::string_view>, kSize>& codes,
                              std::string_view text) {
  for (const auto& [value, code] : codes) {
    if (code == text) return value;
  }
  return std::nullopt;
}

template <typename Code, std::size_t kSize>
std::string_view to_code(const std::array<std::pair<Code, std::string_view>, kSize>& codes, Code value) {
  for (const auto& [known, code] : codes) {
    if (known == value) return code;
  }
  return {};
}

std::optional<YesNoAll> yes_no_all(std::string_view code) {
  if (code == "oui") return YesNoAll::kYes;
  if (code == "non") return YesNoAll::kNo;
  if (code == "tous") return YesNoAll::kAll;
  return std::nullopt;
}

std::string_view code_of(YesNoAll value) {
  if (value == YesNoAll::kYes) return "oui";
  return value == YesNoAll::kNo ? "non" : "tous";
}

template <typename Visit>
void for_each_value(std::string_view query, Visit&& visit) {
  for_each_part(query, '&', [&](std::string_view part) {
    const auto equals = part.find('=');
    if (equals != std::string_view::npos) visit(part.substr(0, equals), decode(part.substr(equals + 1)));
  });
}

// "tri=identite,-naissance"; one column downwards was "-tri=naissance" once, and still is.
std::optional<PatientOrder> order_from(std::string_view key, std::string_view value) {
  std::optional<PatientOrder> order;
  for_each_part(value, ',', [&](std::string_view text) {
    const bool down = key == "-tri" || text.starts_with('-');
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto column = patient_column_from_code(text);
    if (!column || *column == PatientColumn::kActions || (order && order->rank(*column))) return;
    const PatientSort sort{*column, down ? Direction::kDescending : Direction::kAscending};
    if (order)
      order->add(sort);
    else
      order = PatientOrder(sort);
  });
  return order;
}

void read_filter(CodedFilters& filters, std::string_view key, std::string_view value) {
  if (key == "tri" || key == "-tri") {
    if (const auto order = order_from(key, value)) filters.sort = *order;
  } else if (key == "taches") {
    if (const auto choice = tasks_choice_from_code(value)) filters.tasks = *choice;
  } else if (key == "favoris" || key == "archives") {
    const auto choice = yes_no_all(value);
    if (!choice) return;
    (key == "favoris" ? filters.favourites : filters.archived) = *choice;
  } else {
    for_each_part(value, ',', [&](std::string_view code) {
      if (key == "sexe") {
        if (const auto sex = sex_from_code(code)) filters.sexes |= bit_of(*sex);
      } else if (key == "statut") {
        if (const auto statut = statut_from_code(code)) filters.statuts |= bit_of(*statut);
      } else if (key == "thematique") {
        if (const auto thematique = thematique_from_code(code)) filters.thematiques.add(*thematique);
      } else if (key == "professionnel") {
        const auto id = id_from_decimal(code);
        if (id && *id <= 0xFFFFFFFFU) filters.professionals.push_back({static_cast<std::uint32_t>(*id)});
      } else if (key == "structure") {
        const auto id = id_from_decimal(code);
        if (id && *id <= 0xFFFFFFFFU) filters.structures.push_back({static_cast<std::uint32_t>(*id)});
      }
    });
  }
}

class Query {
 public:
  void add(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    if (!text_.empty()) text_ += '&';
    text_.append(key).append("=").append(encode(value));
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void append_code(std::string& list, std::string_view code) {
  if (!list.empty()) list += ',';
  list += code;
}

std::string with_query(std::string path, const std::string& query) {
  return query.empty() ? path : path + "?" + query;
}

constexpr std::string_view kDossierPath = "/patients/";
constexpr std::string_view kDiscussionsPath = "/discussions";
constexpr std::string_view kNotificationsPath = "/notifications";
constexpr std::string_view kAccessibilityPath = "/accessibilite";
constexpr std::string_view kLegalPath = "/mentions-legales";
constexpr std::string_view kPrivacyPath = "/donnees-personnelles";
constexpr std::string_view kGalleryPath = "/galerie";

bool is_clock_time(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  return text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4);
}

// The 42 of "/patients/42".
std::optional<std::uint64_t> number_behind(std::string_view path, std::string_view beginning) {
  if (!path.starts_with(beginning)) return std::nullopt;
  return id_from_decimal(path.substr(beginning.size()));
}

void read_discussion_filter(DiscussionFilters& filters, std::string_view key, std::string_view value) {
  if (key != "filtre") return;
  for_each_part(value, ',', [&](std::string_view part) {
    for (const DiscussionFilter filter : kAllDiscussionFilters) {
      if (part == code(filter) && !filters.has(filter)) filters.toggle(filter);
    }
  });
}

std::string format_discussion_filters(DiscussionFilters filters) {
  Query query;
  std::string list;
  for (const DiscussionFilter filter : kAllDiscussionFilters) {
    if (filters.has(filter)) append_code(list, code(filter));
  }
  query.add("filtre", list);
  return query.text();
}

void read_sign_in(Route& route, std::string_view key, std::string_view value) {
  if (key == "suite") {
    // Only our own screens, and never the sign-in itself: an address cannot send a person elsewhere.
    const Route next = parse_route(value);
    if (is_spico(next.screen) || next.screen == Screen::kPortal) {
      route.next = format_route(next).substr(1);
    }
  } else if (key == "acces" && value == "direct") {
    route.direct_access = true;
  } else if (key == "motif") {
    route.farewell = from_code(kFarewellCodes, value).value_or(Farewell::kNone);
  } else if (key == "heure" && is_clock_time(value)) {
    route.farewell_at = value;
  } else if (key == "reste" && value == "1") {
    route.unfinished = true;
  }
}

}  // namespace

Route parse_route(std::string_view fragment) {
  fragment = fragment.substr(0, kLongestFragment);
  if (!fragment.empty() && fragment.front() == '#') fragment.remove_prefix(1);
  const auto question = fragment.find('?');
  const std::string_view path = fragment.substr(0, question);
  const std::string_view query = question == std::string_view::npos ? "" : fragment.substr(question + 1);

  Route route;
  if (path.empty() || path == "/" || path == "/portail") {
    route.screen = Screen::kPortal;
  } else if (path == "/connexion") {
    route.screen = Screen::kSignIn;
  } else if (path == "/patients") {
    route.screen = Screen::kPatients;
  } else if (const auto patient = number_behind(path, kDossierPath)) {
    route.screen = Screen::kDossier;
    route.patient = {*patient};
  } else if (path == kDiscussionsPath) {
    route.screen = Screen::kDiscussions;
  } else if (const auto discussion = number_behind(path, std::string(kDiscussionsPath) + "/")) {
    route.screen = Screen::kDiscussion;
    route.discussion = {*discussion};
  } else if (path == kNotificationsPath) {
    route.screen = Screen::kNotifications;
  } else if (path == kAccessibilityPath) {
    route.screen = Screen::kAccessibility;
  } else if (path == kLegalPath) {
    route.screen = Screen::kLegal;
  } else if (path == kPrivacyPath) {
    route.screen = Screen::kPrivacy;
  } else if (path == kGalleryPath) {
    route.screen = Screen::kGallery;
  } else if (path == "/spico") {
    route.screen = Screen::kPatients;
    route.direct_access = true;
  } else {
    route.screen = Screen::kNotFound;
  }
  if (route.screen == Screen::kPatients) route.filters = parse_filters(query);
  if (is_discussions(route.screen)) {
    for_each_value(query, [&](std::string_view key, const std::string& value) {
      read_discussion_filter(route.discussion_filters, key, value);
    });
  }
  if (route.screen == Screen::kSignIn) {
    for_each_value(query,
                   [&](std::string_view key, const std::string& value) { read_sign_in(route, key, value); });
  }
  return route;
}

Route list_route(CodedFilters filters) {
  Route route;
  route.screen = Screen::kPatients;
  route.filters = std::move(filters);
  return route;
}

std::string format_order(const PatientOrder& order) {
  std::string list;
  if (order == PatientOrder{}) return list;
  for (const PatientSort& sort : order) {
    append_code(list, sort.direction == Direction::kAscending ? "" : "-");
    list += code(sort.column);
  }
  return list;
}

PatientOrder parse_order(std::string_view text) { return order_from("tri", text).value_or(PatientOrder{}); }

std::string format_filters(const CodedFilters& filters) {
  Query query;
  std::string list;
  for (const Sex sex : {Sex::kFemale, Sex::kMale, Sex::kUnknown}) {
    if ((filters.sexes & bit_of(sex)) != 0) append_code(list, code(sex));
  }
  query.add("sexe", list);
  list.clear();
  for (const Statut statut : {Statut::kActive, Statut::kWaiting, Statut::kSuspended, Statut::kLeft}) {
    if ((filters.statuts & bit_of(statut)) != 0) append_code(list, code(statut));
  }
  query.add("statut", list);
  list.clear();
  filters.thematiques.for_each([&](ThematiqueId id) { append_code(list, entry(id).code); });
  query.add("thematique", list);
  list.clear();
  for (const auto id : filters.professionals) append_code(list, to_decimal(id.value));
  query.add("professionnel", list);
  list.clear();
  for (const auto id : filters.structures) append_code(list, to_decimal(id.value));
  query.add("structure", list);
  if (filters.tasks != TasksChoice::kAll) query.add("taches", code(filters.tasks));
  if (filters.favourites != YesNoAll::kAll) query.add("favoris", code_of(filters.favourites));
  if (filters.archived != YesNoAll::kNo) query.add("archives", code_of(filters.archived));
  query.add("tri", format_order(filters.sort));
  return query.text();
}

CodedFilters parse_filters(std::string_view query) {
  CodedFilters filters;
  for_each_value(query,
                 [&](std::string_view key, const std::string& value) { read_filter(filters, key, value); });
  return filters;
}

std::string dossier_address(PatientId patient) {
  return "#" + std::string(kDossierPath) + to_decimal(patient.value);
}

std::string discussion_address(DiscussionId discussion) {
  return "#" + std::string(kDiscussionsPath) + "/" + to_decimal(discussion.value);
}

std::string format_route(const Route& route) {
  switch (route.screen) {
    case Screen::kSignIn: {
      Query query;
      query.add("suite", route.next);
      if (route.direct_access) query.add("acces", "direct");
      query.add("motif", to_code(kFarewellCodes, route.farewell));
      query.add("heure", route.farewell_at);
      if (route.unfinished) query.add("reste", "1");
      return with_query("#/connexion", query.text());
    }
    case Screen::kPatients:
      return with_query("#/patients", format_filters(route.filters));
    case Screen::kDossier:
      return dossier_address(route.patient);
    case Screen::kDiscussions:
    case Screen::kDiscussion: {
      std::string path = route.screen == Screen::kDiscussion ? discussion_address(route.discussion)
                                                             : "#" + std::string(kDiscussionsPath);
      return with_query(std::move(path), format_discussion_filters(route.discussion_filters));
    }
    case Screen::kNotifications:
      return "#" + std::string(kNotificationsPath);
    case Screen::kAccessibility:
      return "#" + std::string(kAccessibilityPath);
    case Screen::kLegal:
      return "#" + std::string(kLegalPath);
    case Screen::kPrivacy:
      return "#" + std::string(kPrivacyPath);
    case Screen::kGallery:
      return "#" + std::string(kGalleryPath);
    case Screen::kTermsPass:
    case Screen::kTermsSpico:
    case Screen::kPortal:
    case Screen::kNotFound:
      break;
  }
  return "#/portail";
}

}  // namespace spico

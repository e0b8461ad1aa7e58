// The URL fragment as a value, both ways. Used by update (where to go) and platform-free; nothing else reads
// fragments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/discussions/discussion.hpp"
#include "core/discussions/discussion_filters.hpp"
#include "core/patients/patient_query.hpp"

namespace spico {

/// The terms have no address: they stand in front of any screen until they are accepted.
enum class Screen : std::uint8_t {
  kSignIn,
  kTermsPass,
  kPortal,
  kTermsSpico,
  kPatients,
  kDossier,  ///< one patient's page
  kDiscussions,
  kDiscussion,  ///< one that is open
  kNotifications,
  kAccessibility,
  kLegal,
  kPrivacy,
  kGallery,  ///< development builds only
  kNotFound
};

/// Pages that anyone may read, signed in or not.
[[nodiscard]] constexpr bool is_info(Screen screen) {
  return screen == Screen::kAccessibility || screen == Screen::kLegal || screen == Screen::kPrivacy;
}

/// What SPICO's own session opens.
[[nodiscard]] constexpr bool is_spico(Screen screen) {
  return screen == Screen::kPatients || screen == Screen::kDossier || screen == Screen::kDiscussions ||
         screen == Screen::kDiscussion || screen == Screen::kNotifications;
}
[[nodiscard]] constexpr bool is_discussions(Screen screen) {
  return screen == Screen::kDiscussions || screen == Screen::kDiscussion;
}
/// Whose code and texts the module's second part has: see Model::rest.
[[nodiscard]] constexpr bool is_of_rest(Screen screen) {
  return is_info(screen) || screen == Screen::kTermsPass || screen == Screen::kTermsSpico ||
         (is_spico(screen) && screen != Screen::kPatients);
}

/// Why the sign-in is shown after a session: a code in the address, because the document is a new one.
enum class Farewell : std::uint8_t { kNone, kSignedOut, kIdle, kAbsolute, kElsewhere, kRefusedTerms };

struct Route {
  Screen screen = Screen::kPortal;
  CodedFilters filters;                  ///< kPatients
  PatientId patient;                     ///< kDossier
  DiscussionFilters discussion_filters;  ///< kDiscussions, and kDiscussion, which stands beside the list
  DiscussionId discussion;               ///< kDiscussion
  std::string next;            ///< kSignIn: the fragment to open afterwards, without '#'; empty = the portal
  bool direct_access = false;  ///< kSignIn: came by #/spico, so without the weak tab
  Farewell farewell = Farewell::kNone;
  std::string farewell_at;  ///< "14:02", the receipt of the sign-out
  bool unfinished = false;  ///< kSignIn: the server could not be told of that sign-out yet
  friend bool operator==(const Route&, const Route&) = default;
};

/// Accepts anything: an unknown path is kNotFound, an unknown or malformed filter is left out. At most 2,000
/// bytes are read.
[[nodiscard]] Route parse_route(std::string_view fragment);

/// The list by these coded filters.
[[nodiscard]] Route list_route(CodedFilters filters);

/// "identite,-naissance", as in addresses; empty for the order of the start. parse_order() gives it back, and
/// leaves out what it does not know.
[[nodiscard]] std::string format_order(const PatientOrder& order);
[[nodiscard]] PatientOrder parse_order(std::string_view text);
/// "statut=actif&tri=…", what stands behind the question mark; empty when every filter is as at the start.
[[nodiscard]] std::string format_filters(const CodedFilters& filters);
[[nodiscard]] CodedFilters parse_filters(std::string_view query);

/// "#/discussions/7".
[[nodiscard]] std::string discussion_address(DiscussionId discussion);
/// "#/patients/42".
[[nodiscard]] std::string dossier_address(PatientId patient);

/// "#/patients?statut=actif&tri=identite,-naissance". parse_route gives the same route back.
[[nodiscard]] std::string format_route(const Route& route);

}  // namespace spico

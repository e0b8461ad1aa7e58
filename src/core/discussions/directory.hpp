// The directory of professionals, from which the members of a discussion are chosen: what the server finds
// and the client shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/patients/patient.hpp"

namespace spico {

struct DirectoryEntry {
  ProfessionalId id;
  std::string name;  ///< shown name, «Inès TEST»
  ProfessionId profession{};
  std::string structure, commune;  ///< empty when unknown
  bool on_spico = false;           ///< has an account, so that it can be a member

  friend bool operator==(const DirectoryEntry&, const DirectoryEntry&) = default;
};

/// The first entries that fit what was typed: those on SPICO before the others, then by name.
struct DirectoryPage {
  std::int64_t total = 0;  ///< of all that fit, at most kMostDirectoryCounted
  bool has_more = false;   ///< more fit than `total` says
  std::vector<DirectoryEntry> entries;

  friend bool operator==(const DirectoryPage&, const DirectoryPage&) = default;
};

inline constexpr std::int64_t kMostDirectoryCounted = 1000;
inline constexpr int kMostDirectoryEntries = 50;           ///< of one page
inline constexpr int kDirectoryEntriesAsked = 20;          ///< by this client: a few are in sight
inline constexpr std::size_t kLongestDirectoryText = 200;  ///< characters of a search

}  // namespace spico

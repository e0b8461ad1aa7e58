// What was put into a patient's dossier from a discussion («Verser au dossier»). The server fills these plain
// values, the client shows them; the message itself stays where it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/discussions/attachment.hpp"
#include "core/discussions/discussion.hpp"

namespace spico {

inline constexpr std::size_t kMostDossierEntries = 200;  ///< of one answer, the newest ones
inline constexpr std::size_t kMostEntryReaders = 100;    ///< named in one answer

/// A message as everybody reads it who may see its patient, whether they are in the discussion or not.
struct DossierEntry {
  /// Where it stands, of whoever may read the discussion that far back; of anybody else nothing is said of
  /// it.
  struct Place {
    DiscussionId discussion;
    MessageNumber number = 0;
    std::string title;

    friend bool operator==(const Place&, const Place&) = default;
  };
  MessageId message;
  std::optional<Place> place;
  std::string author_name;
  ProfessionId profession{};  ///< of the author
  std::int64_t at_ms = 0;     ///< Unix time at which it was written
  std::string text;           ///< as it is now; empty when withdrawn
  bool urgent = false;
  bool withdrawn = false;
  std::optional<std::int64_t> edited_at_ms;
  std::vector<Attachment> attachments;  ///< in the author's order; none when withdrawn
  std::string filed_by;                 ///< name of whoever put it here
  std::int64_t filed_at_ms = 0;         ///< Unix time

  friend bool operator==(const DossierEntry&, const DossierEntry&) = default;
};

/// GET /api/spico/patients/{id}/entries: the newest first.
struct DossierEntries {
  std::int64_t total = 0;
  std::vector<DossierEntry> entries;
};

/// Somebody who reads what is put into a dossier.
struct EntryReader {
  ProfessionalId id;
  std::string name;
  ProfessionId profession{};
  std::string structure;
  bool is_member = false;  ///< reads it in the discussion already

  friend bool operator==(const EntryReader&, const EntryReader&) = default;
};

/// GET /api/spico/messages/{id}/entry: who will read the message in the dossier of its patient; whoever asks
/// is not counted.
struct EntryAudience {
  DiscussionPatient patient;
  std::int64_t total = 0, members = 0;  ///< of all of them
  std::vector<EntryReader> readers;     ///< those first who are not in the discussion, then by name
};

}  // namespace spico

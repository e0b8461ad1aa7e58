// Choosing people of the directory: for a new discussion, or to join the one that is open. Part of Model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/discussions/directory.hpp"
#include "core/discussions/discussion.hpp"
#include "core/discussions/patients_found.hpp"
#include "core/remote.hpp"
#include "core/text/strings.hpp"

namespace spico {

/// The list of a combobox that the server fills. One request at a time: what is typed meanwhile is asked for
/// when the answer is there.
struct DirectorySearch {
  std::string text;
  std::string asked;  ///< what `page` answers, or will
  Remote<DirectoryPage> page;
};

/// «Nouvelle discussion». What was typed stays when the dialog is left, until it is made or given up.
struct NewDiscussion {
  bool is_open = false;
  std::string title;
  std::optional<DiscussionPatient> patient;
  bool is_patient_given = false;  ///< they came with the press: nobody has chosen them here
  std::string patient_text;       ///< typed to find the patient
  PatientsFound patients_found;
  std::vector<DirectoryEntry> members;  ///< chosen, without the person who makes it
  std::optional<Text> title_problem, members_problem;
  std::string client_id;  ///< of the try that is not settled: sent again, it makes nothing twice
  Remote<DiscussionId> creating;
};

/// «Ajouter un membre».
struct MemberAdding {
  bool is_open = false;
  std::optional<DirectoryEntry> member;
  MemberHistory history = MemberHistory::kFromNow;
  bool member_missing = false;
  Remote<Nothing> adding;
};

/// At most one of the two dialogs is open; both search with `search`.
struct MemberChoice {
  DirectorySearch search;
  NewDiscussion making;
  MemberAdding adding;
};

}  // namespace spico

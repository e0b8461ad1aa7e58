// Appending to the log of events, for whoever changes something in store/: within the transaction of the
// change, so that no reader ever sees one without the other.
#pragma once

#include "emserve/store/sqlite_connection.hpp"

namespace spico::emserve {

struct Happening {
  EventKind kind = EventKind::kPatient;
  std::int64_t at_ms = 0;
  PatientId patient;  // none: of no patient
  AccountId account;  // its only reader; 0: everyone who may see the patient, or who is in the discussion
  AccountId author;   // 0: no account
  DiscussionId discussion{};
  MessageId message{};
  ProfessionalId member{};  // who read
};

// Its number.
std::int64_t append_event(SqliteConnection& connection, const Happening& happening);
// Of a message, for everyone who is in its discussion.
void append_message_event(SqliteConnection& connection, EventKind kind, DiscussionId discussion,
                          MessageId message, AccountId author, std::int64_t at_ms);
// And into the trace of its patient. Who made the change, and knew the patient as it was, knows it still.
std::int64_t append_event(SqliteConnection& connection, const Happening& happening, PatientField field);

}  // namespace spico::emserve

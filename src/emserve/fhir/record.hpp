// What the FHIR import gives and reports: patients, and for each bad record where it is and why. No FHIR, no
// store.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/patients/patient.hpp"

namespace spico::emserve::fhir {

struct ImportedPatient {
  Patient patient;         // id 0: the store knows whether this is a new one
  std::string source_key;  // "system|value" of the internal identifier, else "Patient/id"; empty when there
                           // is neither
};

enum class Reason : std::uint8_t {
  kNotJson,
  kTooLarge,
  kTooDeep,
  kDuplicateMember,
  kMissing,
  kWrongType,
  kOutOfRange,
  kCut,           // the file ends in the middle of the record
  kNoName,        // neither a family nor a given name
  kNotADate,      // not YYYY, YYYY-MM or YYYY-MM-DD
  kNoSuchDate,    // 30 February, or a year out of reach
  kNotATime,      // not a date and time with an offset
  kUnknownCode,   // a code that FHIR does not define there
  kNotMatricule,  // not 13 characters and a key
  kTextTooLong,
};
// One English sentence part, such as "the date does not exist".
std::string_view describe(Reason reason);

struct Position {
  std::uint64_t line = 0;   // 1 is the first; where the record begins
  std::int64_t entry = -1;  // index in the bundle; -1: no bundle
  std::string path;         // in the record: `name[0].family`; never holds data
};

struct Problem {
  Position position;
  Reason reason = Reason::kNotJson;
};
// "line 3, entry 12, name[0].family: wrong type"
std::string describe(const Problem& problem);

}  // namespace spico::emserve::fhir

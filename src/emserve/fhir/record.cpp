#include "emserve/fhir/record.hpp"

namespace spico::emserve::fhir {

std::string_view describe(Reason reason) {
  switch (reason) {
    case Reason::kNotJson:
      return "not valid JSON";
    case Reason::kTooLarge:
      return "the record is too large";
    case Reason::kTooDeep:
      return "nested too deeply";
    case Reason::kDuplicateMember:
      return "a member appears twice";
    case Reason::kMissing:
      return "missing";
    case Reason::kWrongType:
      return "wrong type";
    case Reason::kOutOfRange:
      return "out of range";
    case Reason::kCut:
      return "the file ends in the middle of the record";
    case Reason::kNoName:
      return "the patient has no name";
    case Reason::kNotADate:
      return "not a date such as 1956-04-07";
    case Reason::kNoSuchDate:
      return "the date does not exist";
    case Reason::kNotATime:
      return "not a date and time such as 2026-11-22T15:34:00+01:00";
    case Reason::kUnknownCode:
      return "unknown code";
    case Reason::kNotMatricule:
      return "not a matricule INS of 13 characters and a key of 2 digits";
    case Reason::kTextTooLong:
      return "the text is too long";
  }
  return {};
}

std::string describe(const Problem& problem) {
  std::string text = "line " + std::to_string(problem.position.line);
  if (problem.position.entry >= 0) text += ", entry " + std::to_string(problem.position.entry);
  if (!problem.position.path.empty()) text += ", " + problem.position.path;
  text += ": ";
  text += describe(problem.reason);
  return text;
}

}  // namespace spico::emserve::fhir

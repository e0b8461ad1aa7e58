#include "emserve/auth/guard.hpp"

namespace spico::emserve {
namespace {

using enum Requirement;

constexpr std::array kOfPending = {kPendingSignIn};
constexpr std::array kOfWeak = {kSignedIn, kUnlocked};
constexpr std::array kOfPass = {kSignedIn, kUnlocked, kTermsOfPass};
constexpr std::array kOfStrong = {kSignedIn, kUnlocked, kStrong, kTermsOfPass};
constexpr std::array kOfSpicoEntry = {kSignedIn, kUnlocked, kStrong, kTermsOfPass, kSpicoOpen};
constexpr std::array kOfSpico = {kSignedIn, kUnlocked, kStrong, kTermsOfPass, kSpicoOpen, kTermsOfSpico};

bool is_met(Requirement requirement, const Standing& standing) {
  switch (requirement) {
    case kPendingSignIn:
      return standing.pending_sign_in;
    case kSignedIn:
      return standing.signed_in;
    case kUnlocked:
      return !standing.locked;
    case kStrong:
      return standing.strong;
    case kTermsOfPass:
      return standing.terms_of_pass;
    case kSpicoOpen:
      return standing.spico_open;
    case kTermsOfSpico:
      return standing.terms_of_spico;
  }
  return false;
}

Refusal signed_out(SessionEnd ended) {
  switch (ended) {
    case SessionEnd::kIdle:
      return {401, "session_idle", "The session ended after a time without activity"};
    case SessionEnd::kAbsolute:
      return {401, "session_absolute", "The session reached its longest duration"};
    default:
      return {401, "signed_out", "Nobody is signed in"};
  }
}

Refusal refusal_of(Requirement requirement, const Standing& standing) {
  switch (requirement) {
    case kPendingSignIn:
      return {409, "no_pending_login", "No sign-in is waiting for a code"};
    case kSignedIn:
      break;
    case kUnlocked:
      return {403, "locked", "The session is locked"};
    case kStrong:
      return {403, "strong_auth_required", "A strong sign-in is needed"};
    case kTermsOfPass:
      return {403, "cgu_pass_required", "The terms of PASS are not accepted"};
    case kSpicoOpen:
      return {403, "spico_closed", "SPICO is not open in this session"};
    case kTermsOfSpico:
      return {403, "cgu_spico_required", "The terms of SPICO are not accepted"};
  }
  return signed_out(standing.ended);
}

}  // namespace

std::string_view name(Stage stage) {
  switch (stage) {
    case Stage::kNone:
      return "none";
    case Stage::kPending:
      return "pending";
    case Stage::kWeak:
      return "weak";
    case Stage::kPass:
      return "pass";
    case Stage::kStrong:
      return "strong";
    case Stage::kSpicoEntry:
      return "spico_entry";
    case Stage::kSpico:
      return "spico";
  }
  return "";
}

std::span<const Requirement> requirements(Stage stage) {
  switch (stage) {
    case Stage::kNone:
      return {};
    case Stage::kPending:
      return kOfPending;
    case Stage::kWeak:
      return kOfWeak;
    case Stage::kPass:
      return kOfPass;
    case Stage::kStrong:
      return kOfStrong;
    case Stage::kSpicoEntry:
      return kOfSpicoEntry;
    case Stage::kSpico:
      break;
  }
  return kOfSpico;
}

std::optional<Refusal> guard(Stage stage, const Standing& standing) {
  for (const Requirement requirement : requirements(stage)) {
    if (!is_met(requirement, standing)) return refusal_of(requirement, standing);
  }
  return std::nullopt;
}

}  // namespace spico::emserve

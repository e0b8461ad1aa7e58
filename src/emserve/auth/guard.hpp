// The one guard of every route: what a session must have reached, in a fixed order of tests (openapi.yaml,
// x-spico-stages).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/session/session.hpp"

namespace spico::emserve {

enum class Stage : std::uint8_t {
  kNone,        // anybody
  kPending,     // a sign-in that waits for its code
  kWeak,        // signed in, however
  kPass,        // and the terms of PASS accepted
  kStrong,      // and signed in strongly
  kSpicoEntry,  // and SPICO opened from the portal
  kSpico,       // and the terms of SPICO accepted
};

inline constexpr std::array kAllStages = {Stage::kNone,   Stage::kPending,    Stage::kWeak, Stage::kPass,
                                          Stage::kStrong, Stage::kSpicoEntry, Stage::kSpico};

// "none", "pending" …: the names of openapi.yaml.
std::string_view name(Stage stage);

enum class Requirement : std::uint8_t {
  kPendingSignIn,
  kSignedIn,
  kUnlocked,
  kStrong,
  kTermsOfPass,
  kSpicoOpen,
  kTermsOfSpico
};

// The tests of a stage, in their order.
std::span<const Requirement> requirements(Stage stage);

// What the guard knows of whoever asks.
struct Standing {
  bool pending_sign_in = false;
  bool signed_in = false;
  bool locked = false;
  bool strong = false;
  bool terms_of_pass = false;
  bool spico_open = false;
  bool terms_of_spico = false;
  SessionEnd ended = SessionEnd::kNone;  // why the session that the cookie names is over
};

struct Refusal {
  unsigned status = 0;
  std::string_view code;
  std::string_view message;
};

// Nothing when the standing passes every test of the stage, else what the first failed test answers.
std::optional<Refusal> guard(Stage stage, const Standing& standing);

}  // namespace spico::emserve

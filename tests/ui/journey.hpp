// A signed-in application for view tests: answers of a server that follow openapi.yaml, with fictional people
// only.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "platform/headless/headless.hpp"
#include "ui/audit.hpp"

namespace journey {

using spico::headless::Headless;
using spico::mirror::Role;

/// Of a CSS pixel: in these an element's place and size are told (mirror/patch.hpp).
inline constexpr int kQuarters = 4;

std::span<const unsigned char> regular_font();
std::span<const unsigned char> bold_font();

/// "user" and the flags of a session at some stage, as JSON.
struct Stage {
  bool user = false;
  std::string_view strength = "none";
  std::string_view pending = "";  ///< "channel" or "code"
  bool cgu_pass = false, cgu_spico = false, spico_open = false;
  long long idle_ms = 7'200'000;
  std::string_view discussions = "";    ///< the answer; empty: there are none
  std::string_view notifications = "";  ///< likewise
  bool seals = true;                    ///< answer_sealing() has been called
};
std::string session_json(const Stage& stage);
inline constexpr Stage kSignedOut{};
inline constexpr Stage kChannel{.pending = "channel"};
inline constexpr Stage kCode{.pending = "code"};
inline constexpr Stage kStrong{.user = true, .strength = "strong", .cgu_pass = true, .cgu_spico = true};
/// The same by password alone.
inline constexpr Stage kWeak{.user = true, .strength = "weak", .cgu_pass = true, .cgu_spico = true};
inline constexpr Stage kInSpico{
    .user = true, .strength = "strong", .cgu_pass = true, .cgu_spico = true, .spico_open = true};

std::string config_json();
std::string terms_json(std::string_view document);
std::string portal_json();
/// Of no discussion.
std::string discussions_json();
/// None, and every setting as at the start.
std::string notifications_json();
/// `searches`: the members of the array.
std::string preferences_json(std::string_view columns = "", std::string_view searches = "");
std::string error_json(std::string_view code);
/// A whole stream; `count` patients, the first one BÉNAZET Zoé.
std::string patients_ndjson(std::size_t count);

/// Headless with the fonts, started at `fragment`, the first two requests answered.
class App {
 public:
  explicit App(std::string_view fragment, const Stage& stage = kSignedOut,
               const spico::app::Start& facts = {}, spico::ui::Screenful gallery = nullptr);
  Headless* operator->() { return headless_.get(); }
  Headless& operator*() { return *headless_; }
  /// Both halves of the key, if they are asked for; the device keeps nothing yet.
  void answer_sealing();
  /// What the device was told to keep or to forget is done.
  void answer_records();
  /// The page of a patient, and what was put into the dossier: an answer of the server's, by default nothing.
  void answer_dossier(std::string_view id, std::string_view page);
  void answer_entries(std::string_view entries = R"({"total":0,"entries":[]})");
  /// What the device was told to show outside the page is done.
  void answer_notices(std::string_view permission = "granted");

 private:
  std::unique_ptr<Headless> headless_;
};

/// In the patient list with `count` rows.
App in_list(std::size_t count, std::string_view fragment = "#/patients", const spico::app::Start& facts = {});

/// Fails the test with everything that was drawn and not recorded since the last call.
/// The body of the last request that kept the layout; every one that is pending is answered.
std::string kept_columns(App& app);
void check_audits();

}  // namespace journey

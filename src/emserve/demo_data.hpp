// What `emserve serve --dev` puts into a new database: four accounts, fictional patients, professionals and
// discussions, all marked TEST.
#pragma once

#include <array>
#include <functional>
#include <string_view>

#include "emserve/auth/passwords.hpp"
#include "emserve/files/file_examiner.hpp"
#include "emserve/options.hpp"
#include "emserve/routes/texts.hpp"
#include "emserve/store/store.hpp"

namespace spico::emserve {

inline constexpr std::string_view kDemoPassword = "Garonne&Tarn2026!";

std::array<std::string_view, 4> demo_identifiants();

struct DemoRequest {
  const Options& options;
  const Texts& texts;
  const Passwords& passwords;
  Store& store;
  const FileExaminer& examiner;
  std::int64_t now_ms = 0;
  std::function<void(std::size_t written)> progress;  // may be empty
};

// Once for each database. Throws std::runtime_error when the database holds another number of demo patients
// or professionals than the options ask for, and says what to do.
void make_demo_data(const DemoRequest& request);

}  // namespace spico::emserve

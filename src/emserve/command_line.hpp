// Reading the command line of emserve: `--name value` and `--name=value`, nothing guessed.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emserve/options.hpp"

namespace spico::emserve {

// The command line cannot be understood; what() says why in a sentence. Exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The arguments after the command, taken out one by one.
class Arguments {
 public:
  Arguments(int count, char** values) : rest_(values, values + count) {}
  explicit Arguments(std::vector<std::string> values) : rest_(std::move(values)) {}

  // Takes the switch; whether it was there.
  bool take_switch(std::string_view name);
  // Takes the option with its value.
  std::optional<std::string> take_option(std::string_view name);
  std::optional<std::int64_t> take_number(std::string_view name, std::int64_t lowest, std::int64_t highest);
  // What is left, which must not start with a dash.
  std::vector<std::string> take_rest();
  void expect_nothing_more();

 private:
  std::vector<std::string> rest_;
};

extern const char kServeHelp[];
Options read_serve_options(Arguments& arguments);

}  // namespace spico::emserve

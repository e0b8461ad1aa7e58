// The command line of emserve: chooses the command and turns every failure into a sentence and an exit code.
#include <csignal>
#include <iostream>
#include <string_view>

#include "crypto/random.hpp"
#include "emserve/command_line.hpp"
#include "emserve/routes/route.hpp"
#include "emserve/serve.hpp"

namespace {

using namespace spico::emserve;

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

constexpr const char kHelp[] = R"(emserve: the local server of SPICO

usage: emserve COMMAND [options]

  serve    serve the browser client and its API
  routes   print the table of routes (--json)

"emserve COMMAND --help" tells more.
)";

int run(std::string_view command, Arguments& arguments) {
  const bool wants_help = arguments.take_switch("--help") || arguments.take_switch("-h");
  if (command == "serve") {
    if (wants_help) {
      std::cout << kServeHelp;
      return 0;
    }
    return serve(read_serve_options(arguments));
  }
  if (command == "routes") {
    arguments.take_switch("--json");
    arguments.expect_nothing_more();
    std::cout << routes_json() << '\n';
    return 0;
  }
  throw UsageError("unknown command " + std::string(command));
}

}  // namespace

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);
  if (spico::crypto::start() != spico::crypto::StartResult::kReady) {
    std::cerr << "emserve: this system gives no usable random numbers\n";
    return kFailed;
  }
  if (count < 2 || std::string_view(values[1]) == "--help" || std::string_view(values[1]) == "-h") {
    std::cout << kHelp;
    return count < 2 ? kWrongUsage : 0;
  }
  const std::string_view command = values[1];
  Arguments arguments(count - 2, values + 2);
  try {
    return run(command, arguments);
  } catch (const UsageError& error) {
    std::cerr << "emserve: " << error.what() << "\nTry \"emserve " << command << " --help\".\n";
    return kWrongUsage;
  } catch (const std::exception& error) {
    std::cerr << "emserve: " << error.what() << '\n';
    return kFailed;
  }
}

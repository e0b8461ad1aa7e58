// The command line of emserve: chooses the command and turns every failure into a sentence and an exit code.
#include <sys/stat.h>

#include <array>
#include <csignal>
#include <iostream>
#include <string_view>

#include "core/version.hpp"
#include "crypto/random.hpp"
#include "emserve/commands.hpp"
#include "emserve/routes/route.hpp"
#include "emserve/serve.hpp"

namespace {

using namespace spico::emserve;

constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

constexpr const char kHelp[] = R"(emserve: the local server of SPICO

usage: emserve COMMAND [options]

  serve    serve the browser client and its API
  account  list, add, unlock and sign out accounts
  import   read patients from FHIR files
  export   write the patients that an account sees
  audit    print the audit log
  routes   print the table of routes (--json)

"emserve COMMAND --help" tells more, "emserve --version" which this is.
)";

struct Command {
  std::string_view name;
  const char* help;
  int (*run)(Arguments& arguments);
};

int run_serve(Arguments& arguments) { return serve(read_serve_options(arguments)); }

int run_routes(Arguments& arguments) {
  arguments.take_switch("--json");
  // So that every command can be called with the same options.
  arguments.take_option("--data");
  arguments.expect_nothing_more();
  std::cout << routes_json() << '\n';
  return 0;
}

constexpr std::array kCommands = {
    Command{"serve", kServeHelp, run_serve},
    Command{"account", kAccountHelp, run_account},
    Command{"import", kImportHelp, run_import},
    Command{"export", kExportHelp, run_export},
    Command{"audit", kAuditHelp, run_audit},
    Command{"routes", "emserve routes: prints the table of routes as JSON\n\nusage: emserve routes --json\n",
            run_routes},
};

int run(std::string_view name, Arguments& arguments) {
  for (const Command& command : kCommands) {
    if (command.name != name) continue;
    if (arguments.take_switch("--help") || arguments.take_switch("-h")) {
      std::cout << command.help;
      return 0;
    }
    return command.run(arguments);
  }
  throw UsageError("unknown command " + std::string(name));
}

}  // namespace

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);
  ::umask(0077);  // what it writes is for its own user only
  if (spico::crypto::start() != spico::crypto::StartResult::kReady) {
    std::cerr << "emserve: this system gives no usable random numbers\n";
    return kFailed;
  }
  if (count < 2) {
    std::cerr << kHelp;
    return kWrongUsage;
  }
  if (std::string_view(values[1]) == "--help" || std::string_view(values[1]) == "-h") {
    std::cout << kHelp;
    return 0;
  }
  if (std::string_view(values[1]) == "--version") {
    std::cout << "emserve " << spico::kVersion << '\n';
    return 0;
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

#include "emserve/files/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <utility>

namespace spico::emserve {
namespace {

using Clock = std::chrono::steady_clock;

class File {
 public:
  explicit File(int number) : number_(number) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { close(); }
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

int milliseconds_until(Clock::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
  return static_cast<int>(std::max<std::int64_t>(left, 0));
}

// Its own process group, so that whatever it starts ends with it; signals as any program expects them.
pid_t start(const std::filesystem::path& program, const std::vector<std::string>& arguments, int channel) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, channel, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, channel, STDOUT_FILENO);
  // What a decoder complains of may quote the file.
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  sigaddset(&signals, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::vector<std::string> words = {program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  std::array<char*, 1> environment = {nullptr};
  pid_t child = -1;
  const int error =
      posix_spawn(&child, words[0].c_str(), &actions, &attributes, pointers.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error == 0 ? child : -1;
}

// Sends what is left of the input, as far as the child takes it; closes this direction when it is all there.
void feed(int channel, std::string_view& input) {
  const ssize_t count = ::send(channel, input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (count > 0) input.remove_prefix(static_cast<std::size_t>(count));
  // A child that stopped reading may still have an answer.
  if (count < 0 && errno != EAGAIN && errno != EINTR) input = {};
  if (input.empty()) ::shutdown(channel, SHUT_WR);
}

enum class Talk : std::uint8_t { kFinished, kTooLate };

Talk exchange(int channel, std::string_view input, const ChildLimits& limits, Clock::time_point end,
              std::string& output) {
  std::array<char, 64 * 1024> block{};
  if (input.empty()) ::shutdown(channel, SHUT_WR);
  for (;;) {
    struct pollfd wanted {};
    wanted.fd = channel;
    wanted.events = static_cast<short>(input.empty() ? POLLIN : POLLIN | POLLOUT);
    const int left_ms = milliseconds_until(end);
    if (left_ms == 0) return Talk::kTooLate;
    if (::poll(&wanted, 1, left_ms) < 0 && errno != EINTR) return Talk::kTooLate;
    if ((wanted.revents & POLLOUT) != 0) feed(channel, input);
    if ((wanted.revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
    const ssize_t count = ::recv(channel, block.data(), block.size(), MSG_DONTWAIT);
    if (count == 0) return Talk::kFinished;
    if (count < 0) {
      if (errno == EAGAIN || errno == EINTR) continue;
      return Talk::kFinished;  // the child ended without reading all of it
    }
    output.append(block.data(), static_cast<std::size_t>(count));
    if (output.size() > limits.output_bytes) return Talk::kTooLate;
  }
}

// Nothing: it still runs at that time.
std::optional<int> wait_for(pid_t child, Clock::time_point end) {
  constexpr int kPauseMs = 2;  // it has closed its output, so its end is near
  for (;;) {
    int status = 0;
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return status;
    if (ended < 0 && errno != EINTR) return std::nullopt;
    if (milliseconds_until(end) == 0) return std::nullopt;
    ::poll(nullptr, 0, kPauseMs);
  }
}

void end_now(pid_t child) {
  ::kill(-child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace

ChildOutcome run_child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                       std::string_view input, const ChildLimits& limits) {
  ChildOutcome outcome;
  // Not pipes: a send() to a child that is gone fails, a write() may end us.
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return outcome;
  File ours(ends[0]), theirs(ends[1]);
  const Clock::time_point end = Clock::now() + limits.time;
  const pid_t child = start(program, arguments, theirs.number());
  theirs.close();
  if (child < 0) return outcome;
  const Talk talk = exchange(ours.number(), input, limits, end, outcome.output);
  const std::optional<int> status = talk == Talk::kFinished ? wait_for(child, end) : std::nullopt;
  if (!status) {
    end_now(child);
    outcome.end = ChildOutcome::End::kTooLate;
  } else if (WIFEXITED(*status)) {
    outcome.end = ChildOutcome::End::kExited;
    outcome.exit_code = WEXITSTATUS(*status);
  } else {
    outcome.end = ChildOutcome::End::kKilled;
  }
  return outcome;
}

}  // namespace spico::emserve

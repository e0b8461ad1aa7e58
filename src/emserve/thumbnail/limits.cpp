#include "emserve/thumbnail/limits.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

namespace spico::emserve::thumbnail {
namespace {

constexpr rlim_t kCpuSeconds = 10;
constexpr int kFirstInherited = 3;

bool set_limit(int resource, rlim_t value) {
  const struct rlimit limit { value, value };
  return ::setrlimit(static_cast<__rlimit_resource_t>(resource), &limit) == 0;
}

// Sockets of emserve's clients may be among them.
void close_inherited() {
#if defined(__linux__) && defined(SYS_close_range)
  if (::syscall(SYS_close_range, kFirstInherited, ~0U, 0) == 0) return;
#endif
  const long most = ::sysconf(_SC_OPEN_MAX);
  for (int file = kFirstInherited; file < most; ++file) ::close(file);
}

}  // namespace

bool apply(const Limits& limits) {
  close_inherited();
#ifdef __linux__
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
    return false;
#endif
  // A write into a file fails then, instead of ending the program.
  if (std::signal(SIGXFSZ, SIG_IGN) == SIG_ERR) return false;
  return set_limit(RLIMIT_CPU, kCpuSeconds) && set_limit(RLIMIT_FSIZE, 0) && set_limit(RLIMIT_CORE, 0) &&
         set_limit(RLIMIT_NOFILE, limits.files) && set_limit(RLIMIT_AS, limits.memory_bytes);
}

}  // namespace spico::emserve::thumbnail

#include "emserve/auth/secrets.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

#include "crypto/random.hpp"

namespace spico::emserve {
namespace {

class File {
 public:
  File(const std::filesystem::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (is_open()) ::close(descriptor_);
  }
  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

[[noreturn]] void fail(const std::filesystem::path& file, std::string_view why) {
  throw std::runtime_error("the key file " + file.string() + " " + std::string(why));
}

}  // namespace

Pepper Pepper::load_or_create(const std::filesystem::path& file) {
  crypto::SecretBytes<32> key;
  {
    const File existing(file, O_RDONLY);
    if (existing.is_open()) {
      const ssize_t count = ::read(existing.descriptor(), key.span().data(), key.size());
      if (count != static_cast<ssize_t>(key.size())) {
        fail(file, "is damaged; restore it, or delete it: codes under way are then lost, nothing else");
      }
      return Pepper(std::move(key));
    }
    if (errno != ENOENT) fail(file, std::string("cannot be read: ") + std::strerror(errno));
  }
  key = crypto::random_secret<32>();
  // Written aside and linked into place: two processes that start at once end with the same key.
  const std::filesystem::path draft = file.string() + "." + std::to_string(::getpid());
  {
    const File created(draft, O_WRONLY | O_CREAT | O_TRUNC);
    if (!created.is_open() ||
        ::write(created.descriptor(), key.view().data(), key.size()) != static_cast<ssize_t>(key.size()) ||
        ::fsync(created.descriptor()) != 0) {
      fail(file, std::string("cannot be written: ") + std::strerror(errno));
    }
  }
  const int linked = ::link(draft.c_str(), file.c_str());
  const int link_error = errno;
  ::unlink(draft.c_str());
  if (linked == 0) return Pepper(std::move(key));
  if (link_error == EEXIST) return load_or_create(file);
  fail(file, std::string("cannot be written: ") + std::strerror(link_error));
}

crypto::Digest Pepper::keyed(std::string_view purpose, std::string_view value) const {
  return crypto::keyed_hash(key_.view(), {crypto::bytes_of(purpose), crypto::bytes_of(value)});
}

crypto::Digest Pepper::of_code(SessionKey session, std::string_view code) const {
  const std::string owner = std::to_string(session.value);
  return crypto::keyed_hash(key_.view(),
                            {crypto::bytes_of("code"), crypto::bytes_of(owner), crypto::bytes_of(code)});
}

crypto::Digest Pepper::of_identifiant(std::string_view identifiant) const {
  return keyed("identifiant", identifiant);
}
crypto::Digest Pepper::of_source(std::string_view address) const { return keyed("source", address); }
crypto::Digest Pepper::of_destination(std::string_view destination) const {
  return keyed("destination", destination);
}
crypto::Digest Pepper::of_sealing(AccountId account) const {
  return keyed("sealing", std::to_string(account.value));
}

}  // namespace spico::emserve

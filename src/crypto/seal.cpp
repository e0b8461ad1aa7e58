#include "crypto/seal.hpp"

#include <sodium.h>

#include <algorithm>
#include <vector>

#include "crypto/hash.hpp"

namespace spico::crypto {

static_assert(SealKey::size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(std::tuple_size_v<SealNonce> == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

SealKey seal_key(ByteView server_share, std::string_view owner, ByteView device_share) {
  Digest digest = keyed_hash(server_share, {bytes_of(owner), device_share});
  SealKey key(digest);
  wipe(digest.data(), digest.size());
  return key;
}

std::string seal_bytes(const SealKey& key, const SealNonce& nonce, std::string_view name, ByteView plain) {
  std::string box(nonce.size() + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  std::copy(nonce.begin(), nonce.end(), box.begin());
  const ByteView label = bytes_of(name);
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<std::uint8_t*>(box.data()) + nonce.size(),
                                             nullptr, plain.data(), plain.size(), label.data(), label.size(),
                                             nullptr, nonce.data(), key.view().data());
  return box;
}

std::string seal(const SealKey& key, const SealNonce& nonce, std::string_view name, ByteView plain) {
  return to_base64url(bytes_of(seal_bytes(key, nonce, name, plain)));
}

std::optional<std::string> open_bytes(const SealKey& key, std::string_view name, std::string_view sealed) {
  const ByteView box = bytes_of(sealed);
  constexpr std::size_t kNonce = std::tuple_size_v<SealNonce>;
  constexpr std::size_t kAround = kNonce + crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (box.size() < kAround) return std::nullopt;
  std::string plain(box.size() - kAround, '\0');
  const ByteView label = bytes_of(name);
  const int result = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<std::uint8_t*>(plain.data()), nullptr, nullptr, box.data() + kNonce,
      box.size() - kNonce, label.data(), label.size(), box.data(), key.view().data());
  if (result != 0) return std::nullopt;
  return plain;
}

std::optional<std::string> open(const SealKey& key, std::string_view name, std::string_view sealed) {
  const auto box = from_base64url(sealed);
  if (!box) return std::nullopt;
  return open_bytes(key, name, {reinterpret_cast<const char*>(box->data()), box->size()});
}

}  // namespace spico::crypto

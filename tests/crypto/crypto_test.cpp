// Tests of crypto/: known answers, wiping, the start-up test of randomness. Run natively and in wasm.
#include <doctest/doctest.h>

#include <cstring>
#include <new>
#include <set>
#include <string>
#include <type_traits>

#include "crypto/bytes.hpp"
#include "crypto/hash.hpp"
#include "crypto/password.hpp"
#include "crypto/random.hpp"
#include "crypto/seal.hpp"
#include "crypto/secret.hpp"

using namespace spico::crypto;

namespace {

bool no_entropy(void*, std::size_t) { return false; }

bool zero_entropy(void* memory, std::size_t size) {
  std::memset(memory, 0, size);
  return true;
}

bool constant_entropy(void* memory, std::size_t size) {
  std::memset(memory, 0x5A, size);
  return true;
}

}  // namespace

TEST_CASE("threat 39: a broken source of randomness is refused, a good one starts") {
  CHECK(start(no_entropy) == StartResult::kNoEntropy);
  CHECK(start(zero_entropy) == StartResult::kRepeatingEntropy);
  CHECK(start(constant_entropy) == StartResult::kRepeatingEntropy);
  CHECK(start() == StartResult::kReady);
  CHECK(start() == StartResult::kReady);
}

TEST_CASE("random draws are longer than one system call allows and do not repeat") {
  REQUIRE(start() == StartResult::kReady);
  std::vector<std::uint8_t> bytes(1000);
  fill_random(bytes);
  std::set<std::uint8_t> tail(bytes.begin() + 600, bytes.end());
  CHECK(tail.size() > 50);

  std::set<std::string> ids;
  for (int i = 0; i < 100'000; ++i) ids.insert(to_base64url(random_secret<32>().view()));
  CHECK(ids.size() == 100'000);
}

TEST_CASE("random_below stays below its bound and reaches every value") {
  REQUIRE(start() == StartResult::kReady);
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 2'000; ++i) {
    const std::uint32_t number = random_below(10);
    REQUIRE(number < 10);
    seen.insert(number);
  }
  CHECK(seen.size() == 10);
  CHECK(random_below(1) == 0);
}

TEST_CASE("base64url: both ways, and refusals") {
  const std::string text("\x00\xFF\xFE spico", 9);
  CHECK(to_base64url(bytes_of(text)) == "AP_-IHNwaWNv");
  const auto back = from_base64url("AP_-IHNwaWNv");
  REQUIRE(back.has_value());
  CHECK(std::string(back->begin(), back->end()) == text);
  CHECK(to_base64url({}).empty());
  CHECK(from_base64url("")->empty());
  for (const char* wrong : {"A", "AP_-IHNwaWNv=", "AP/+", "AP_- IH", "AB"}) {
    CAPTURE(wrong);
    CHECK_FALSE(from_base64url(wrong).has_value());
  }
}

TEST_CASE("BLAKE2b: the known answer of the empty message and of abc") {
  CHECK(to_hex(hash({})) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  CHECK(to_hex(hash(bytes_of("abc"))) == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST_CASE("a keyed hash depends on the key and on where the parts are cut") {
  const std::string key(32, 'k');
  const std::string other_key(32, 'l');
  const Digest first = keyed_hash(bytes_of(key), {bytes_of("ab"), bytes_of("c")});
  CHECK(first == keyed_hash(bytes_of(key), {bytes_of("ab"), bytes_of("c")}));
  CHECK(first != keyed_hash(bytes_of(key), {bytes_of("a"), bytes_of("bc")}));
  CHECK(first != keyed_hash(bytes_of(other_key), {bytes_of("ab"), bytes_of("c")}));
}

TEST_CASE("constant-time comparison gives the same answers as the plain one") {
  CHECK(equal_constant_time(bytes_of("123456"), bytes_of("123456")));
  CHECK_FALSE(equal_constant_time(bytes_of("123456"), bytes_of("123457")));
  CHECK_FALSE(equal_constant_time(bytes_of("123456"), bytes_of("12345")));
  CHECK(equal_constant_time({}, {}));
}

TEST_CASE("passwords: only the right one opens, and each has its own salt") {
  REQUIRE(start() == StartResult::kReady);
  const auto stored = hash_password("Garonne&Tarn2026!");
  REQUIRE(stored.has_value());
  CHECK(stored->rfind("$argon2id$v=19$m=19456,t=2,p=1$", 0) == 0);
  CHECK(password_matches(*stored, "Garonne&Tarn2026!"));
  CHECK_FALSE(password_matches(*stored, "Garonne&Tarn2026"));
  CHECK_FALSE(password_matches(*stored, ""));
  CHECK_FALSE(password_matches("", "Garonne&Tarn2026!"));
  CHECK_FALSE(password_matches("$argon2id$nonsense", "Garonne&Tarn2026!"));
  CHECK_FALSE(password_matches(std::string(500, 'x'), "Garonne&Tarn2026!"));
  CHECK(*hash_password("Garonne&Tarn2026!") != *stored);
}

TEST_CASE("a password hashed with another cost is reported") {
  REQUIRE(start() == StartResult::kReady);
  const auto cheap = hash_password("mot de passe", {.memory_bytes = 8192 * 16, .passes = 1});
  REQUIRE(cheap.has_value());
  CHECK(password_is_outdated(*cheap));
  CHECK_FALSE(password_is_outdated(*cheap, {.memory_bytes = 8192 * 16, .passes = 1}));
}

TEST_CASE("secrets move, do not copy, and leave nothing behind") {
  static_assert(!std::is_copy_constructible_v<SecretBytes<32>>);
  static_assert(!std::is_copy_assignable_v<SecretText>);

  std::array<std::uint8_t, 4> source = {1, 2, 3, 4};
  alignas(SecretBytes<4>) std::array<std::uint8_t, sizeof(SecretBytes<4>)> place{};
  auto* secret = new (place.data()) SecretBytes<4>(std::span<const std::uint8_t, 4>(source));
  CHECK(place[2] == 3);
  SecretBytes<4> moved = std::move(*secret);
  CHECK(moved.view()[3] == 4);
  CHECK(place[2] == 0);
  *secret = std::move(moved);
  CHECK(place[0] == 1);
  secret->~SecretBytes();
  CHECK(place[0] == 0);

  SecretText text("mot de passe");
  SecretText other = std::move(text);
  CHECK(text.empty());
  CHECK(other.view() == "mot de passe");
  other = SecretText("autre");
  CHECK(other.view() == "autre");
  other.clear();
  CHECK(other.empty());
}

TEST_CASE("a sealed record opens under its own key and name only") {
  const std::string server(32, 's'), device(32, 'd'), words = "Poids TEST 61 kg";
  const SealKey key = seal_key(bytes_of(server), "7", bytes_of(device));
  SealNonce nonce{};
  nonce[0] = 1;
  const std::string sealed = seal(key, nonce, "name", bytes_of(words));
  CHECK(open(key, "name", sealed) == words);
  CHECK_FALSE(open(key, "other", sealed));
  CHECK_FALSE(open(seal_key(bytes_of(server), "8", bytes_of(device)), "name", sealed));
  CHECK_FALSE(open(seal_key(bytes_of(device), "7", bytes_of(server)), "name", sealed));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(open(key, "name", changed));
    CHECK_FALSE(open(key, "name", std::string_view(sealed).substr(0, i)));
  }
  CHECK(open(key, "name", seal(key, nonce, "name", {})) == "");
  CHECK(from_hex("00ff10") == std::vector<std::uint8_t>{0, 255, 16});
  for (const char* wrong : {"0", "0g", "00 ff", "00:ff"}) CHECK_FALSE(from_hex(wrong));
}

// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
TEST_CASE("XChaCha20-Poly1305 as the draft has it") {
  SealKey key;
  for (std::size_t i = 0; i < 32; ++i) key.span()[i] = static_cast<std::uint8_t>(0x80 + i);
  SealNonce nonce{};
  for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = static_cast<std::uint8_t>(0x40 + i);
  const std::string name = {'\x50', '\x51', '\x52', '\x53', '\xc0', '\xc1',
                            '\xc2', '\xc3', '\xc4', '\xc5', '\xc6', '\xc7'};
  const std::string words =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
      "would be "
      "it.";
  const auto box = from_base64url(seal(key, nonce, name, bytes_of(words)));
  REQUIRE(box);
  const std::string hex = to_hex(*box).substr(48);
  CHECK(hex.substr(0, 32) == "bd6d179d3e83d43b9576579493c0e939");
  CHECK(hex.substr(hex.size() - 32) == "c0875924c1c7987947deafd8780acf49");
}

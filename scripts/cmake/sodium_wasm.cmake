# libsodium for WebAssembly: the needed files straight from its source (its configure script takes minutes).
# security.md, section 4. Random numbers come from crypto/random.cpp alone: without __EMSCRIPTEN__ randombytes.c holds
# no inline JavaScript, and without a default implementation nothing works before ours is set.
set(_sodium "${SODIUM_DIR}/src/libsodium")
if(NOT EXISTS "${_sodium}/sodium/core.c")
    message(FATAL_ERROR "No libsodium source in ${SODIUM_DIR}: run scripts/setup, or set SODIUM_DIR.")
endif()
set(_files
    crypto_aead/chacha20poly1305/sodium/aead_chacha20poly1305.c
    crypto_aead/xchacha20poly1305/sodium/aead_xchacha20poly1305.c
    crypto_core/ed25519/core_ed25519.c
    crypto_core/ed25519/core_ristretto255.c
    crypto_core/ed25519/ref10/ed25519_ref10.c
    crypto_core/hchacha20/core_hchacha20.c
    crypto_core/hsalsa20/core_hsalsa20.c
    crypto_core/hsalsa20/ref2/core_hsalsa20_ref2.c
    crypto_core/salsa/ref/core_salsa_ref.c
    crypto_generichash/blake2b/generichash_blake2.c
    crypto_generichash/blake2b/ref/blake2b-compress-ref.c
    crypto_generichash/blake2b/ref/blake2b-ref.c
    crypto_generichash/blake2b/ref/generichash_blake2b.c
    crypto_generichash/crypto_generichash.c
    crypto_hash/crypto_hash.c
    crypto_hash/sha256/cp/hash_sha256_cp.c
    crypto_hash/sha256/hash_sha256.c
    crypto_hash/sha512/cp/hash_sha512_cp.c
    crypto_hash/sha512/hash_sha512.c
    crypto_onetimeauth/crypto_onetimeauth.c
    crypto_onetimeauth/poly1305/donna/poly1305_donna.c
    crypto_onetimeauth/poly1305/onetimeauth_poly1305.c
    crypto_pwhash/argon2/argon2-core.c
    crypto_pwhash/argon2/argon2-encoding.c
    crypto_pwhash/argon2/argon2-fill-block-ref.c
    crypto_pwhash/argon2/argon2.c
    crypto_pwhash/argon2/blake2b-long.c
    crypto_pwhash/argon2/pwhash_argon2i.c
    crypto_pwhash/argon2/pwhash_argon2id.c
    crypto_pwhash/crypto_pwhash.c
    crypto_scalarmult/crypto_scalarmult.c
    crypto_scalarmult/curve25519/ref10/x25519_ref10.c
    crypto_scalarmult/curve25519/scalarmult_curve25519.c
    crypto_scalarmult/ristretto255/ref10/scalarmult_ristretto255_ref10.c
    crypto_secretbox/crypto_secretbox.c
    crypto_secretbox/crypto_secretbox_easy.c
    crypto_stream/chacha20/ref/chacha20_ref.c
    crypto_stream/chacha20/stream_chacha20.c
    crypto_stream/crypto_stream.c
    crypto_stream/salsa20/ref/salsa20_ref.c
    crypto_stream/salsa20/stream_salsa20.c
    crypto_stream/xchacha20/stream_xchacha20.c
    crypto_stream/xsalsa20/stream_xsalsa20.c
    crypto_verify/sodium/verify.c
    randombytes/randombytes.c
    sodium/codecs.c
    sodium/core.c
    sodium/runtime.c
    sodium/utils.c
    sodium/version.c)
list(TRANSFORM _files PREPEND "${_sodium}/")
add_library(sodium STATIC ${_files})
set_target_properties(sodium PROPERTIES UNITY_BUILD OFF)
# configure would write version.h; the copy for Visual Studio is the same.
set(_headers "${CMAKE_BINARY_DIR}/headers/sodium")
file(COPY "${_sodium}/include/" DESTINATION "${_headers}" FILES_MATCHING PATTERN "*.h")
configure_file("${SODIUM_DIR}/builds/msvc/version.h" "${_headers}/sodium/version.h" COPYONLY)
target_include_directories(sodium SYSTEM PUBLIC "${_headers}")
target_include_directories(sodium PRIVATE "${_headers}/sodium")
target_compile_definitions(sodium PUBLIC SODIUM_STATIC=1 PRIVATE CONFIGURED=1 NATIVE_LITTLE_ENDIAN=1 HAVE_WEAK_SYMBOLS=1
    HAVE_EXPLICIT_BZERO=1 RANDOMBYTES_CUSTOM_IMPLEMENTATION=1 RANDOMBYTES_DEFAULT_IMPLEMENTATION=NULL)
set_source_files_properties("${_sodium}/randombytes/randombytes.c" PROPERTIES COMPILE_OPTIONS -U__EMSCRIPTEN__)
target_compile_options(sodium PRIVATE -w)

# Sourced by the other scripts: where the build cache is, and a Node.js that is recent enough for the tests.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export SPICO_CACHE="${SPICO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/spico}"
export IMGUI_DIR="${IMGUI_DIR:-$SPICO_CACHE/imgui}"
export SODIUM_DIR="${SODIUM_DIR:-$SPICO_CACHE/sodium}"
export FONTS_DIR="${FONTS_DIR:-$SPICO_CACHE/fonts}"

node_is_recent() {
    command -v "$1" >/dev/null &&
        "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

# Debian 12's own Node.js is too old for the test tools: scripts/setup then keeps one in the cache.
if ! node_is_recent node && [ -x "$SPICO_CACHE/node/node_modules/node/bin/node" ]; then
    export PATH="$SPICO_CACHE/node/node_modules/node/bin:$PATH"
fi

say() { printf '\033[1m%s\033[0m\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
cd "$root" || exit 1

# configure PRESET: runs CMake where the build folder is new or the presets have changed since, which ninja does not see;
# anything else makes ninja run it again by itself.
configure() {
    local now
    now=$(cat CMakePresets.json scripts/cmake/emscripten.cmake | sha256sum)
    [ -f "build/$1/build.ninja" ] && [ "$(cat "build/$1/configured" 2>/dev/null)" = "$now" ] && return 0
    mkdir -p build
    cmake --fresh --preset "$1" >"build/configure-$1.log" 2>&1 || { cat "build/configure-$1.log" >&2; exit 1; }
    echo "$now" >"build/$1/configured"
}

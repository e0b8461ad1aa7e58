# How our own code is compiled: warnings are errors, paths are relative (two clones build the same bytes), ccache.
option(SPICO_SANITIZE "Address and undefined behaviour sanitizers" OFF)
option(SPICO_FUZZ "libFuzzer instrumentation; needs clang" OFF)
option(SPICO_AUDIT "Record every ImGui item so that tests find what is drawn but not mirrored" OFF)

find_program(CCACHE ccache)
if(CCACHE)
    set(_ccache ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${_ccache})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${_ccache})
endif()
if(EMSCRIPTEN)
    # Emscripten's JavaScript optimiser looks for acorn; Debian keeps it where only Debian's own Node.js looks.
    set(_node_path ${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs)
    set(CMAKE_C_LINKER_LAUNCHER ${_node_path})
    set(CMAKE_CXX_LINKER_LAUNCHER ${_node_path})
endif()

# For everything, third-party code included.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(CCACHE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
endif()
if(CCACHE AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
endif()
if(SPICO_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()
if(SPICO_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

add_library(spico_options INTERFACE)
target_include_directories(spico_options INTERFACE "${CMAKE_SOURCE_DIR}/src" "${CMAKE_BINARY_DIR}/generated")
target_compile_options(spico_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # clang counts sign conversions among -Wconversion, g++ does not; one rule for both.
    target_compile_options(spico_options INTERFACE -Wno-sign-conversion)
endif()
if(SPICO_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC's manual: sanitizers make this warning find what is not there; the other builds keep it.
    target_compile_options(spico_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(SPICO_AUDIT)
    target_compile_definitions(spico_options INTERFACE SPICO_AUDIT=1)
endif()

# The folders that go into the module: no exceptions anywhere, no run-time types in WebAssembly.
add_library(spico_module_options INTERFACE)
target_link_libraries(spico_module_options INTERFACE spico_options)
target_compile_options(spico_module_options INTERFACE -fno-exceptions)
if(EMSCRIPTEN)
    target_compile_options(spico_module_options INTERFACE -fno-rtti)
endif()

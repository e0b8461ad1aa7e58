# Toolchain of the web presets: finds the emcc on PATH and hands over to Emscripten's own toolchain file.
find_program(SPICO_EMCC emcc REQUIRED)
file(REAL_PATH "${SPICO_EMCC}" _emcc)
get_filename_component(EMSCRIPTEN_ROOT_PATH "${_emcc}" DIRECTORY)
include("${EMSCRIPTEN_ROOT_PATH}/cmake/Modules/Platform/Emscripten.cmake")

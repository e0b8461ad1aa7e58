# spico_library(NAME DEPENDS… [PRIVATE …] [MODULE]): a static library of every .cpp below this folder;
# an INTERFACE library while there is none, so that headers alone can be used.
function(spico_library name)
    cmake_parse_arguments(ARG "MODULE" "" "DEPENDS;PRIVATE;SOURCES;EXCLUDE" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
    foreach(pattern IN LISTS ARG_EXCLUDE)
        list(FILTER sources EXCLUDE REGEX "${pattern}")
    endforeach()
    list(APPEND sources ${ARG_SOURCES})
    set(options spico_options)
    if(ARG_MODULE)
        set(options spico_module_options)
    endif()
    if(sources)
        add_library(${name} STATIC ${sources})
        # Options are not passed on: a program that links a module folder may use exceptions itself.
        target_link_libraries(${name} PRIVATE ${options} ${ARG_PRIVATE} PUBLIC ${ARG_DEPENDS})
        target_precompile_headers(${name} PRIVATE ${SPICO_STL_HEADERS})
    else()
        add_library(${name} INTERFACE)
        target_link_libraries(${name} INTERFACE ${ARG_DEPENDS})
    endif()
endfunction()

# spico_fast(FILES…): loops over 100,000 patients are worth their bytes; all else in the module is compiled for size,
# which makes it a fifth smaller.
function(spico_fast)
    if(EMSCRIPTEN AND CMAKE_BUILD_TYPE STREQUAL "Release")
        set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -O3 SKIP_PRECOMPILE_HEADERS ON)
    endif()
endfunction()

# spico_fastest(FILES…): the same, and calls in their loops are written out. Emscripten forbids that to whatever is
# compiled with -Os, and -O3 behind it does not take the ban back.
function(spico_fastest)
    if(EMSCRIPTEN AND CMAKE_BUILD_TYPE STREQUAL "Release")
        set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-O3;-finline-functions" SKIP_PRECOMPILE_HEADERS ON)
    endif()
endfunction()

set(SPICO_STL_HEADERS <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span> <string>
    <string_view> <unordered_map> <utility> <variant> <vector>)

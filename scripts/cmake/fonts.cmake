# Atkinson Hyperlegible, regular and bold, cut down to the Latin alphabets, punctuation, currencies and the signs of
# comparison; one file each for ImGui and for CSS. Hinting goes: neither ImGui nor a modern screen uses it.
find_program(PYFTSUBSET pyftsubset REQUIRED)
set(SPICO_FONTS_DIR "${CMAKE_BINARY_DIR}/fonts")
set(_unicodes U+0020-007E,U+00A0-024F,U+02C6,U+02DA,U+02DC,U+1E00-1EFF,U+2000-206F,U+2070-209F,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2215,U+2248,U+2260,U+2264,U+2265,U+FFFD)
set(_outputs)
foreach(_style Regular Bold)
    set(_input "${FONTS_DIR}/AtkinsonHyperlegible-${_style}.ttf")
    string(TOLOWER "atkinson_${_style}.ttf" _file)
    set(_output "${SPICO_FONTS_DIR}/${_file}")
    if(NOT EXISTS "${_input}")
        message(FATAL_ERROR "No ${_input}: run scripts/setup, or set FONTS_DIR.")
    endif()
    add_custom_command(
        OUTPUT "${_output}"
        COMMAND ${CMAKE_COMMAND} -E make_directory "${SPICO_FONTS_DIR}"
        COMMAND ${CMAKE_COMMAND} -E env SOURCE_DATE_EPOCH=0 "${PYFTSUBSET}" "${_input}" --unicodes=${_unicodes} --layout-features=kern,mark,mkmk,ccmp,locl
            --no-hinting --notdef-outline --name-IDs=0,1,2,13,14 --no-recalc-timestamp "--output-file=${_output}"
        DEPENDS "${_input}"
        COMMENT "Cutting ${_file}")
    list(APPEND _outputs "${_output}")
endforeach()
add_custom_target(fonts DEPENDS ${_outputs})

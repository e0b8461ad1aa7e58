# Dear ImGui with our own configuration. The OpenGL backend belongs to platform/web alone.
file(STRINGS "${IMGUI_DIR}/imgui.h" _version REGEX "^#define IMGUI_VERSION_NUM")
string(REGEX MATCH "[0-9]+" _version "${_version}")
if(_version LESS 19222 OR NOT _version LESS 19400)
    message(FATAL_ERROR "Dear ImGui in ${IMGUI_DIR} is ${_version}: 19222 (1.92.2b) or later is needed, below 19400.")
endif()

# Its tables and columns are not used, and what calls them finds platform/imgui/imgui_parts.cpp.
set(_files imgui.cpp imgui_draw.cpp imgui_widgets.cpp)
list(TRANSFORM _files PREPEND "${IMGUI_DIR}/")
set_source_files_properties(${_files} PROPERTIES COMPILE_DEFINITIONS sscanf=spico_scan)
list(APPEND _files "${CMAKE_SOURCE_DIR}/src/platform/imgui/imgui_parts.cpp")
add_library(imgui STATIC ${_files})
set_target_properties(imgui PROPERTIES UNITY_BUILD OFF)
target_include_directories(imgui SYSTEM PUBLIC "${IMGUI_DIR}")
target_include_directories(imgui PRIVATE "${CMAKE_SOURCE_DIR}/src")
target_compile_definitions(imgui PUBLIC IMGUI_USER_CONFIG="ui/imconfig.hpp")
target_compile_options(imgui PRIVATE -w -fno-exceptions -fno-rtti)
if(SPICO_AUDIT)
    target_compile_definitions(imgui PUBLIC SPICO_AUDIT=1)
endif()

if(EMSCRIPTEN)
    add_library(imgui_webgl STATIC "${IMGUI_DIR}/backends/imgui_impl_opengl3.cpp")
    target_include_directories(imgui_webgl SYSTEM PUBLIC "${IMGUI_DIR}/backends")
    target_link_libraries(imgui_webgl PUBLIC imgui)
    target_include_directories(imgui_webgl PRIVATE "${CMAKE_SOURCE_DIR}/src")
    target_compile_options(imgui_webgl PRIVATE -w -fno-exceptions -fno-rtti)
    # The backend asks WebGL for its whole state in each frame, and each question waits for the graphics process:
    # platform/web/web_graphics.cpp answers instead.
    target_compile_definitions(imgui_webgl PRIVATE glGetIntegerv=spico_gl_state sscanf=spico_scan)
endif()

// Dear ImGui's configuration, read by every file that includes imgui.h (IMGUI_USER_CONFIG). For ui/ and
// platform/.
#pragma once

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
// No file is ever read or written: settings would hold window names, and fonts come as bytes.
#define IMGUI_DISABLE_FILE_FUNCTIONS
// platform/imgui/imgui_parts.cpp formats what little is formatted.
#define IMGUI_DISABLE_DEFAULT_FORMAT_FUNCTIONS
// The text face is the application's own font.
#define IMGUI_DISABLE_DEFAULT_FONT

// Audit builds see every item: ui/ defines the four hook functions (an id drawn but not mirrored fails the
// tests).
#ifdef SPICO_AUDIT
#define IMGUI_ENABLE_TEST_ENGINE
#endif

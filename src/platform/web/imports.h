// Every JavaScript function that C++ may call; bodies in web/lib_*.js. Only numbers and (pointer, length)
// UTF-8 cross. For platform/web only. With exports.cpp at most 40 functions in all (scripts/check_layers
// counts them).
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

// lib_start.js: main() is over. Installs the listeners, then calls wasm_set_fonts and wasm_start.
void js_run();

// lib_mirror.js
void js_show(const std::uint32_t* words, std::size_t word_count, const char* text, std::size_t text_length);
// html_version below 0, or no code at all, leaves that half as it is; the system's theme is an empty code.
void js_set_look(int html_version, const char* theme_code, std::size_t code_length);

// lib_loop.js
void js_request_frame();
void js_wake_at(double delay_ms);  // below 0: no timer
void js_set_idle(int idle);

// lib_page.js
void js_set_location(const char* fragment, std::size_t fragment_length, int replace_entry);
void js_cover(int covered);
void js_perform(int act);  // PageAct of core/effect.hpp
// Wipes and replaces the document. fragment null: at the address where it is.
void js_leave(const char* fragment, std::size_t fragment_length);
// A file for the person, piece by piece; the last one may be empty.
void js_save_file(const char* name, std::size_t name_length, const char* piece, std::size_t piece_length,
                  int is_last);
void js_broadcast(const char* message, std::size_t message_length);

// lib_http.js. flags: 1 a person asked, 2 outlives the page, 4 a stream that all tabs share, 8 the device
// answers, 16 the body is no JSON.
void js_http_send(std::uint32_t ticket, int method, int flags, double timeout_ms, const char* path,
                  std::size_t path_length, const char* body, std::size_t body_length);
void js_http_cancel(std::uint32_t ticket);

// lib_storage.js. Copies at most `capacity` bytes and returns the whole length, so that 0 = absent or empty.
std::size_t js_storage_get(const char* key, std::size_t key_length, char* value, std::size_t capacity);
void js_storage_set(const char* key, std::size_t key_length, const char* value, std::size_t value_length);

}  // extern "C"

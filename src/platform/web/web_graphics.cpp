#include "platform/web/web_graphics.hpp"

#include <GLES3/gl3.h>
#include <emscripten/html5.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

// Stands in for glGetIntegerv in ImGui's backend, which saves and restores the state around its drawing.
// Nobody else draws here, so any valid state will do for that; the real question would wait for the graphics
// process, fourteen times a frame.
extern "C" void spico_gl_state(GLenum name, GLint* values) {
  switch (name) {
    case GL_MAJOR_VERSION:
    case GL_MINOR_VERSION:
    case GL_MAX_TEXTURE_SIZE:
    case GL_NUM_EXTENSIONS:
      glGetIntegerv(name, values);
      return;
    case GL_ACTIVE_TEXTURE:
      *values = GL_TEXTURE0;
      return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA:
      *values = GL_FUNC_ADD;
      return;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX:
      std::fill_n(values, 4, 0);
      return;
    default:
      *values = 0;  // no program, texture, sampler or buffer bound; blend factors of zero
  }
}

namespace spico::web {
namespace {

// Tells frames apart, not more: nobody makes two that collide.
void add(std::uint64_t& fingerprint, const void* data, int size) {
  const char* bytes = static_cast<const char*>(data);
  std::uint32_t word = 0;
  for (; size >= 4; size -= 4, bytes += 4) {  // all of it comes in whole words, but for indices
    std::memcpy(&word, bytes, 4);
    fingerprint = (fingerprint ^ word) * 0x9E3779B97F4A7C15U;
    fingerprint ^= fingerprint >> 29;
  }
  if (size > 0) {
    std::memcpy(&word, bytes, 2);
    fingerprint = (fingerprint ^ word) * 0x9E3779B97F4A7C15U;
  }
}

// Never 0. ImGui sets every byte of a command. With another size the canvas is empty anyway.
std::uint64_t fingerprint_of(const ImDrawData& data, const ImVec4& background) {
  std::uint64_t fingerprint = 0;
  add(fingerprint, &background, sizeof background);
  for (const ImDrawList* const list : data.CmdLists) {
    add(fingerprint, list->VtxBuffer.Data, list->VtxBuffer.size_in_bytes());
    add(fingerprint, list->IdxBuffer.Data, list->IdxBuffer.size_in_bytes());
    add(fingerprint, list->CmdBuffer.Data, list->CmdBuffer.size_in_bytes());
  }
  return fingerprint | 1;
}

}  // namespace

bool WebGraphics::create() {
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.alpha = false;
  attributes.depth = false;
  attributes.stencil = false;
  attributes.antialias = false;
  attributes.enableExtensionsByDefault = false;  // ImGui uses none, and asking for each takes its time
  const EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context = emscripten_webgl_create_context("#canvas", &attributes);
  if (context <= 0 || emscripten_webgl_make_context_current(context) != EMSCRIPTEN_RESULT_SUCCESS)
    return false;
  state_ = State::kContext;
  return true;
}

void WebGraphics::draw() {
  if (state_ == State::kContext) {
    forget_textures();
    ImGui_ImplOpenGL3_Init("#version 300 es");
    state_ = State::kReady;
  }
  if (state_ != State::kReady) {
    draw_nothing();
    return;
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImDrawData* data = ImGui::GetDrawData();
  const ImVec4 background = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
  const std::uint64_t wanted = fingerprint_of(*data, background);
  if (wanted == drawn_) return;
  drawn_ = wanted;
  glViewport(0, 0, static_cast<int>(data->DisplaySize.x * data->FramebufferScale.x),
             static_cast<int>(data->DisplaySize.y * data->FramebufferScale.y));
  glClearColor(background.x, background.y, background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(data);
}

void WebGraphics::draw_nothing() {
  // Once the backend exists it keeps the textures up to date, so that the canvas can come back at any frame.
  ImDrawData* data = ImGui::GetDrawData();
  if (data == nullptr || data->Textures == nullptr) return;
  for (ImTextureData* texture : *data->Textures) {
    if (texture->Status == ImTextureStatus_OK) continue;
    forget_drawn();
    if (state_ == State::kReady) {
      ImGui_ImplOpenGL3_UpdateTexture(texture);
    } else if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    } else {
      if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
      texture->SetStatus(ImTextureStatus_OK);
    }
  }
}

void WebGraphics::lose() {
  forget_drawn();
  if (state_ == State::kReady) {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::GetIO().BackendFlags |=
        ImGuiBackendFlags_RendererHasTextures;  // draw_nothing() goes on acknowledging them
  }
  if (state_ != State::kNone) state_ = State::kLost;
}

void WebGraphics::restore() {
  if (state_ == State::kLost) state_ = State::kContext;
}

// What draw_nothing() acknowledged was never made: ask for it again in this very frame.
void WebGraphics::forget_textures() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->Status == ImTextureStatus_WantDestroy || texture->Status == ImTextureStatus_Destroyed)
      continue;
    texture->SetTexID(ImTextureID_Invalid);
    texture->BackendUserData = nullptr;
    texture->SetStatus(ImTextureStatus_WantCreate);
  }
}

}  // namespace spico::web

#include "platform/headless/headless.hpp"

#include <imgui.h>

#include <algorithm>

namespace spico::headless {

namespace {

// Any renderer that ImGui can believe in: textures are accepted and forgotten.
void accept_textures() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->Status == ImTextureStatus_WantDestroy)
      texture->SetStatus(ImTextureStatus_Destroyed);
    else if (texture->Status != ImTextureStatus_OK)
      texture->SetStatus(ImTextureStatus_OK);
  }
}

constexpr int kMostFrames = 200;

std::uint32_t mask_of(mirror::Key key) {
  switch (key) {
    case mirror::Key::kLeft:
    case mirror::Key::kRight:
      return mirror::kKeyArrowsHorizontal;
    case mirror::Key::kUp:
    case mirror::Key::kDown:
      return mirror::kKeyArrowsVertical;
    case mirror::Key::kHome:
    case mirror::Key::kEnd:
      return mirror::kKeyHomeEnd;
    case mirror::Key::kPageUp:
    case mirror::Key::kPageDown:
      return mirror::kKeyPages;
    case mirror::Key::kEscape:
      return mirror::kKeyEscape;
    case mirror::Key::kEnter:
      return mirror::kKeyEnter;
    case mirror::Key::kSpace:
      return mirror::kKeySpace;
    case mirror::Key::kMenu:
      return mirror::kKeyMenu | mirror::kKeyMenuKeys;
    case mirror::Key::kCopy:
      return mirror::kKeyCopy;
  }
  return 0;
}

}  // namespace

Headless::Headless(std::span<const unsigned char> regular, std::span<const unsigned char> bold) {
  app_ = std::make_unique<app::App>(app::Ports{*this, *this, *this, *this, *this});
  app_->set_fonts(regular, bold);
  resize(1280, 800);
}

Headless::~Headless() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures)
    texture->SetStatus(ImTextureStatus_Destroyed);
}

void Headless::start(std::string_view fragment, const app::Start& facts) {
  app::Start start = facts;
  start.fragment = fragment;
  if (start.browser_language.empty()) start.browser_language = "fr-FR";
  app_->start(start);
  settle();
}

void Headless::resize(float width, float height, float root_font_scale) {
  app_->on_surface({width, height, 1, root_font_scale, 0});
}

bool Headless::settle() {
  for (int i = 0; i < kMostFrames; ++i) {
    if (!std::exchange(frame_wanted_, false)) return true;
    app_->frame();
    accept_textures();
    ++frames;
  }
  return false;
}

void Headless::advance(std::int64_t milliseconds) {
  wall_now_ms += milliseconds;
  monotonic_now_ms += milliseconds;
  app_->on_wake(app::Wake::kTimer);
  settle();
}

const Element* Headless::find(mirror::Role role, std::string_view name) const {
  const Element* found = nullptr;
  for (const Element* element : page.in_order()) {
    if (element->role != role || element->name != name) continue;
    if (found != nullptr) return nullptr;
    found = element;
  }
  return found;
}

std::size_t Headless::count(mirror::Role role, std::string_view name) const {
  const auto all = page.in_order();
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const Element* e) { return e->role == role && e->name == name; }));
}

bool Headless::shows(std::string_view text) const {
  const auto all = page.in_order();
  return std::any_of(all.begin(), all.end(),
                     [&](const Element* e) { return e->name.find(text) != std::string::npos; });
}

void Headless::focus(mirror::NodeId id) {
  page.focused = id;
  app_->on_input(mirror::Focused{id, mirror::FocusLook::kVisible});
}

bool Headless::press(mirror::Role role, std::string_view name) {
  const Element* element = find(role, name);
  if (element == nullptr) return false;
  // As a browser does: pressing a submit button submits its form.
  if ((element->state & mirror::kSubmit) != 0) {
    mirror::NodeId form = element->parent;
    while (form != 0 && page.element(form)->role != mirror::Role::kForm) form = page.element(form)->parent;
    app_->on_input(mirror::Submitted{form});
  } else {
    app_->on_input(mirror::Clicked{element->id});
  }
  app_->on_person_active();
  return settle();
}

bool Headless::type(std::string_view name, std::string_view text, std::int32_t caret) {
  const Element* element = find(mirror::Role::kTextField, name);
  if (element == nullptr) return false;
  const mirror::NodeId id = element->id;
  focus(id);
  page.set_value(id, std::string(text));
  app_->on_input(mirror::ValueChanged{id, std::string(text), caret});
  app_->on_person_active();
  return settle();
}

bool Headless::choose(std::string_view name, std::string_view value) {
  const Element* element = find(mirror::Role::kSelect, name);
  if (element == nullptr) return false;
  const mirror::NodeId id = element->id;
  page.set_value(id, std::string(value));
  app_->on_input(mirror::ValueChanged{id, std::string(value)});
  return settle();
}

bool Headless::submit() {
  for (const Element* element : page.in_order()) {
    if (element->role != mirror::Role::kForm) continue;
    app_->on_input(mirror::Submitted{element->id});
    return settle();
  }
  return false;
}

bool Headless::key(mirror::Key key, std::uint8_t modifiers) {
  // As the page does: the nearest element around the focus that wants the key gets it.
  const Element* wanting = page.element(page.focused);
  while (wanting != nullptr && (wanting->keys & mask_of(key)) == 0) wanting = page.element(wanting->parent);
  if (wanting == nullptr && key == mirror::Key::kEscape) {
    for (const Element* each : page.in_order())
      wanting = each->role == mirror::Role::kTooltip ? each : wanting;
  }
  if (wanting == nullptr) return false;
  app_->on_input(mirror::KeyPressed{wanting->id, key, modifiers});
  const bool settled = settle();
  app_->on_input(mirror::Focused{page.focused, mirror::FocusLook::kVisible});
  return settled && settle();
}

std::deque<SentRequest>::iterator Headless::sent(std::string_view path) {
  return std::find_if(requests_.begin(), requests_.end(), [&](const SentRequest& each) {
    return std::string_view(each.request.path).substr(0, each.request.path.find('?')) == path;
  });
}

const SentRequest* Headless::pending(std::string_view path) const {
  const auto found = const_cast<Headless*>(this)->sent(path);
  return found == requests_.end() ? nullptr : &*found;
}

std::string Headless::pending_below(std::string_view beginning) const {
  for (const SentRequest& each : requests_) {
    if (each.request.path.compare(0, beginning.size(), beginning) == 0) return each.request.path;
  }
  return {};
}

void Headless::head(const SentRequest& request, int status, std::string_view build) {
  app_->on_http_head(request.ticket, status, build, "");
}

bool Headless::answer(std::string_view path, int status, std::string_view body, std::string_view build) {
  const auto found = sent(path);
  if (found == requests_.end()) return false;
  const SentRequest request = *found;
  requests_.erase(found);
  head(request, status, build);
  (void)app_->on_http_chunk(request.ticket,
                            {reinterpret_cast<const unsigned char*>(body.data()), body.size()});
  app_->on_http_end(request.ticket, app::HttpFailure::kNone);
  return settle();
}

bool Headless::fail(std::string_view path, app::HttpFailure failure) { return end_body(path, failure); }

bool Headless::send_more(std::string_view path, std::string_view bytes) {
  const auto found = sent(path);
  if (found == requests_.end()) return false;
  (void)app_->on_http_chunk(found->ticket,
                            {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
  return settle();
}

bool Headless::send_part(std::string_view path, std::string_view bytes) {
  const auto found = sent(path);
  if (found == requests_.end()) return false;
  head(*found, 200, "build-1");
  (void)app_->on_http_chunk(found->ticket,
                            {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
  return settle();
}

bool Headless::end_body(std::string_view path, app::HttpFailure failure) {
  const auto found = sent(path);
  if (found == requests_.end()) return false;
  const Ticket ticket = found->ticket;
  requests_.erase(found);
  app_->on_http_end(ticket, failure);
  return settle();
}

void Headless::cancel(Ticket ticket) {
  const auto found = std::find_if(requests_.begin(), requests_.end(),
                                  [&](const SentRequest& each) { return each.ticket == ticket; });
  if (found != requests_.end()) requests_.erase(found);
  app_->on_http_end(ticket, app::HttpFailure::kAborted);
}

std::string Headless::get(std::string_view key) {
  const auto found = stored.find(key);
  return found == stored.end() ? std::string{} : found->second;
}

void Headless::fill(std::span<unsigned char> bytes) {
  for (unsigned char& byte : bytes) byte = next_random_++;
}

}  // namespace spico::headless

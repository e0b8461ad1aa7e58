#include "platform/web/web_page.hpp"

#include "platform/web/imports.h"

namespace spico::web {

void WebPage::show(const mirror::Patch& patch) {
  graphics_.draw_nothing();  // a frame may be shown without being drawn
  if (patch.empty()) return;
  js_show(patch.words.data(), patch.words.size(), patch.text.data(), patch.text.size());
}

void WebPage::draw() {
  if (face_ == app::Face::kCanvas && cover_ == app::Cover::kOff) {
    graphics_.draw();
  } else {
    graphics_.draw_nothing();
  }
}

void WebPage::request_frame() { js_request_frame(); }

void WebPage::wake_at(std::int64_t delay_ms) { js_wake_at(static_cast<double>(delay_ms)); }

void WebPage::set_idle(bool idle) { js_set_idle(idle ? 1 : 0); }

void WebPage::set_location(std::string_view fragment, app::HistoryEntry entry) {
  js_set_location(fragment.data(), fragment.size(), entry == app::HistoryEntry::kReplaced ? 1 : 0);
}

void WebPage::cover(app::Cover cover) {
  cover_ = cover;
  js_cover(cover == app::Cover::kOn ? 1 : 0);
}

void WebPage::set_face(app::Face face) {
  face_ = face;
  js_set_look(face == app::Face::kHtml ? 1 : 0, nullptr, 0);
}

void WebPage::set_theme(std::string_view code) { js_set_look(-1, code.data(), code.size()); }

void WebPage::perform(PageAct act) { js_perform(static_cast<int>(act)); }

void WebPage::save_file(std::string_view name, std::string_view piece, app::Piece place) {
  js_save_file(name.data(), name.size(), piece.data(), piece.size(), place == app::Piece::kLast ? 1 : 0);
}

void WebPage::leave(std::string_view fragment) { js_leave(fragment.data(), fragment.size()); }

void WebPage::reload() { js_leave(nullptr, 0); }

void WebPage::broadcast(std::string_view message) { js_broadcast(message.data(), message.size()); }

}  // namespace spico::web

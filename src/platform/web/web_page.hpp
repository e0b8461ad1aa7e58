// The page: semantic DOM, canvas, address, tabs (web/lib_*.js). For Platform.
#pragma once

#include "app/ports.hpp"
#include "platform/web/web_graphics.hpp"

namespace spico::web {

class WebPage final : public app::Page {
 public:
  explicit WebPage(WebGraphics& graphics) : graphics_(graphics) {}

  void show(const mirror::Patch& patch) override;
  void draw() override;
  void request_frame() override;
  void wake_at(std::int64_t delay_ms) override;
  void set_idle(bool idle) override;
  void set_location(std::string_view fragment, app::HistoryEntry entry) override;
  void cover(app::Cover cover) override;
  void set_face(app::Face face) override;
  void set_theme(std::string_view code) override;
  void perform(PageAct act) override;
  void save_file(std::string_view name, std::string_view piece, app::Piece place) override;
  void leave(std::string_view fragment) override;
  void reload() override;
  void broadcast(std::string_view message) override;

 private:
  WebGraphics& graphics_;
  app::Face face_ = app::Face::kCanvas;
  app::Cover cover_ = app::Cover::kOff;
};

}  // namespace spico::web

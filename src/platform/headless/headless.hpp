// The application without a browser: scripted ports and a renderer that draws nothing. Step frames, press a
// node by role and name, answer requests, move the clock. For tests; one at a time, as ImGui's context is.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.hpp"
#include "platform/headless/patched_tree.hpp"

namespace spico::headless {

struct SentRequest {
  Ticket ticket = Ticket::kNone;
  app::HttpRequest request;
};

class Headless final : app::Http, app::Storage, app::Page, app::Clock, app::Random {
 public:
  /// Fonts as bytes; they must outlive it.
  Headless(std::span<const unsigned char> regular, std::span<const unsigned char> bold);
  ~Headless() override;

  void start(std::string_view fragment, const app::Start& facts = {});
  void resize(float width, float height, float root_font_scale = 1);
  /// Frames until nothing more is wanted; false when that never happens.
  bool settle();
  /// Moves both clocks and wakes the application as its timer would.
  void advance(std::int64_t milliseconds);

  /// nullptr when there is none, or more than one that is not inert.
  [[nodiscard]] const Element* find(mirror::Role role, std::string_view name) const;
  [[nodiscard]] std::size_t count(mirror::Role role, std::string_view name) const;
  [[nodiscard]] bool shows(std::string_view text) const;  ///< some element's name holds it
  // Each returns false when there is no such element, and settles.
  bool press(mirror::Role role, std::string_view name);
  /// `caret`: where it stands then, of a field that asks for it.
  bool type(std::string_view name, std::string_view text, std::int32_t caret = -1);
  bool choose(std::string_view name, std::string_view value);
  bool submit();
  bool key(mirror::Key key, std::uint8_t modifiers = 0);
  void focus(mirror::NodeId id);

  /// The oldest unanswered request to this path (without its query); nullptr when there is none.
  [[nodiscard]] const SentRequest* pending(std::string_view path) const;
  /// The path of the oldest one that begins so; empty when there is none.
  [[nodiscard]] std::string pending_below(std::string_view beginning) const;
  /// Answers it; false when there is none. Settles.
  bool answer(std::string_view path, int status, std::string_view body, std::string_view build = "build-1");
  bool fail(std::string_view path, app::HttpFailure failure);
  /// Only a part of the body; end it with end_body().
  bool send_part(std::string_view path, std::string_view bytes);
  /// A further part, without an event of its own.
  bool send_more(std::string_view path, std::string_view bytes);
  bool end_body(std::string_view path, app::HttpFailure failure = app::HttpFailure::kNone);

  PatchedTree page;
  std::string location, left_to;
  std::vector<std::string> broadcasts;
  std::map<std::string, std::string, std::less<>> stored;
  std::string theme;  ///< <html data-theme>
  bool covered = false, idle = false, html = false, patches_applied = true;
  std::int64_t wall_now_ms = 1'795'300'000'000, monotonic_now_ms = 1'000;
  std::int64_t wake_delay_ms = -1;
  std::vector<PageAct> acts;
  std::string saved_name, saved;  ///< the files that were saved, one behind the other
  int saved_files = 0;
  int frames = 0;
  app::App& app() { return *app_; }

 private:
  // Ports
  void send(Ticket ticket, const app::HttpRequest& request) override {
    requests_.push_back({ticket, request});
  }
  void cancel(Ticket ticket) override;
  std::string get(std::string_view key) override;
  void set(std::string_view key, std::string_view value) override { stored[std::string(key)] = value; }
  void show(const mirror::Patch& patch) override { patches_applied = page.apply(patch) && patches_applied; }
  void draw() override {}
  void request_frame() override { frame_wanted_ = true; }
  void wake_at(std::int64_t delay_ms) override { wake_delay_ms = delay_ms; }
  void set_idle(bool now_idle) override { idle = now_idle; }
  void set_location(std::string_view fragment, app::HistoryEntry) override { location = fragment; }
  void cover(app::Cover cover) override { covered = cover == app::Cover::kOn; }
  void set_theme(std::string_view code) override { theme = code; }
  void set_face(app::Face face) override { html = face == app::Face::kHtml; }
  void perform(PageAct act) override { acts.push_back(act); }
  void save_file(std::string_view name, std::string_view piece, app::Piece place) override {
    saved_name = name;
    saved += piece;
    if (place == app::Piece::kLast) ++saved_files;
  }
  void reload() override {}
  void leave(std::string_view fragment) override { left_to = fragment; }
  void broadcast(std::string_view message) override { broadcasts.emplace_back(message); }
  std::int64_t wall_ms() override { return wall_now_ms; }
  std::int64_t monotonic_ms() override { return monotonic_now_ms; }
  void fill(std::span<unsigned char> bytes) override;

  [[nodiscard]] std::deque<SentRequest>::iterator sent(std::string_view path);
  void head(const SentRequest& request, int status, std::string_view build);

  std::unique_ptr<app::App> app_;
  std::deque<SentRequest> requests_;
  bool frame_wanted_ = false;
  unsigned char next_random_ = 0;
};

}  // namespace spico::headless

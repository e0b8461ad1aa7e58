// What the application asks of the machine it runs on. platform/web and platform/headless implement these;
// app/ calls them. A port never calls back into the model: it pushes into App (on_… functions), which only
// queues.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/http_message.hpp"
#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/ticket.hpp"
#include "mirror/patch.hpp"

namespace spico::app {

using api::HttpFailure;
using api::HttpRequest;
using api::Method;

// Every sent ticket ends in exactly one on_http_end (also after cancel).
class Http {
 public:
  virtual ~Http() = default;
  virtual void send(Ticket ticket, const HttpRequest& request) = 0;
  virtual void cancel(Ticket ticket) = 0;
};

// localStorage, for the few keys of decisions 26: "language", "theme", "tab", "html", "epoch". Never
// personal data.
class Storage {
 public:
  virtual ~Storage() = default;
  virtual std::string get(std::string_view key) = 0;
  virtual void set(std::string_view key, std::string_view value) = 0;
};

enum class HistoryEntry : std::uint8_t { kNew, kReplaced };
enum class Cover : std::uint8_t { kOff, kOn };
enum class Face : std::uint8_t { kCanvas, kHtml };  // which of the two faces of the tree is shown

enum class Piece : std::uint8_t { kNext, kLast };  // of a file

class Page {
 public:
  virtual ~Page() = default;
  virtual void show(const mirror::Patch& patch) = 0;
  virtual void
  draw() = 0;  // ImGui's draw data of this frame; does nothing in the HTML version or when covered
  virtual void request_frame() = 0;
  virtual void wake_at(std::int64_t delay_ms) = 0;  // below 0 = no timer; each call replaces the last
  virtual void set_idle(bool idle) = 0;             // <html data-idle>
  virtual void set_location(std::string_view fragment, HistoryEntry entry) = 0;  // "#/patients?statut=actif"
  virtual void cover(Cover cover) = 0;  // a blank DOM element above everything, synchronously
  virtual void set_face(Face face) = 0;
  virtual void set_theme(std::string_view code) = 0;  // core/theme_choice.hpp, for the HTML version
  virtual void perform(PageAct act) = 0;              // once the frame is over
  virtual void reload() = 0;                          // the same address in a new document
  // A file for the person, piece by piece under one name; the last one may be empty.
  virtual void save_file(std::string_view name, std::string_view piece, Piece place) = 0;
  // Wipes and replaces the document by "/" + switches + fragment; nothing runs after it.
  virtual void leave(std::string_view fragment) = 0;
  virtual void broadcast(std::string_view message) = 0;  // to the other tabs of this browser
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::int64_t wall_ms() = 0;       // Unix time
  virtual std::int64_t monotonic_ms() = 0;  // any origin; may stand still while the machine sleeps
};

using spico::Random;

struct Ports {
  Http& http;
  Storage& storage;
  Page& page;
  Clock& clock;
  Random& random;
};

}  // namespace spico::app

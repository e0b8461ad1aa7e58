#include "app/app.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "api/client_answers.hpp"
#include "api/client_live.hpp"
#include "api/client_patients.hpp"
#include "api/client_requests.hpp"
#include "core/discussions/doors.hpp"
#include "core/live/live_update.hpp"
#include "core/patients/patients_update.hpp"
#include "core/update.hpp"
#include "mirror/mirror.hpp"
#include "ui/app_view.hpp"

namespace spico::app {

namespace {

constexpr std::size_t kMostAnswerBytes = 4U << 20;  // of an answer that is one document
constexpr std::size_t kLinesAtOnce = 200;           // of a stream, between two looks at the clock
constexpr std::size_t kFullBytes = 2U << 20;        // unread of a stream
constexpr std::int64_t kReadingMs = 14;             // of a frame in which nobody waits for anything else
constexpr std::int64_t kBusyReadingMs = 2;          // of any other
constexpr std::int64_t kClickMs = 500;              // after the pointer is up, a click may still come
constexpr std::int64_t kShowRowsEveryMs = 100;      // that a list has grown is shown so often

StageObserver stage_observer = nullptr;  // development builds only

void enter(Stage stage) {
  if (stage_observer != nullptr) stage_observer(stage);
}

}  // namespace

struct App::Parts {
  explicit Parts(Ports given) : ports(given) {}

  struct Flight {
    Request request;
    api::HttpResponse response;
    std::unique_ptr<api::PatientStreamReader> stream;
    std::unique_ptr<api::LiveStreamReader> live;
    std::int64_t sent_at_ms = 0;  // monotonic clock
    bool is_awaited = false;
    bool is_of_server = false;  // and not of what this browser keeps
    bool over = false;
  };

  Env env() { return {ports.clock.wall_ms(), ports.clock.monotonic_ms(), &last_ticket, &ports.random}; }

  void push(Event event) {
    inbox.push_back(std::move(event));
    wake();
  }

  void wake() {
    unshown = true;
    more_to_read();
  }

  // Rows of a stream: they are taken in at once, and shown now and then.
  void more_to_read() {
    ports.page.set_idle(false);
    ports.page.request_frame();
  }

  [[nodiscard]] std::optional<std::int64_t> awaited_since_ms() const {
    for (const auto& [ticket, flight] : flights) {
      if (flight.is_awaited && !flight.over && flight.response.status == 0) return flight.sent_at_ms;
    }
    return std::nullopt;
  }

  // Clocks first, whatever woke us: nothing is drawn for a session that has run out (security.md 1.5).
  void apply() {
    enter(Stage::kUpdate);
    perform(update(model, PageEvent{Woke{awaited_since_ms(), heard_at_ms}}, env()));
    read_streams();
    // An event may make others (a cancelled request ends at once); they belong to the same frame.
    while (!inbox.empty()) {
      Event event = std::move(inbox.front());
      inbox.pop_front();
      perform(update(model, std::move(event), env()));
      ui.redraw();
    }
  }

  // The watchdog looks at the clocks every ten seconds: when it finds nothing, nothing is drawn and nothing
  // on the page moves.
  void check_clocks() {
    // Asked before: the last second of a countdown has to be drawn too, and so has the end of a toast.
    const std::int64_t wall_ms = ports.clock.wall_ms();
    const auto words_change_ms = next_age_ms(model);
    const bool counted = counts_down(model) || model.toast.is_over(ports.clock.monotonic_ms()) ||
                         (words_change_ms && wall_ms >= *words_change_ms) ||
                         stale_minutes(model, wall_ms) != stale_minutes(model, model.now_ms);
    const Pace pace = model.pace;
    Effects effects = update(model, PageEvent{Woke{awaited_since_ms(), heard_at_ms}}, env());
    // To listen again shows nothing by itself.
    const bool only_listens = std::all_of(effects.begin(), effects.end(), [](const Effect& effect) {
      const auto* const request = std::get_if<Request>(&effect);
      return request != nullptr && std::holds_alternative<OpenLive>(*request);
    });
    const bool found_nothing =
        only_listens && !counted && pace == model.pace && inbox.empty() && !ui.is_settling();
    perform(std::move(effects));
    if (found_nothing)
      ports.page.wake_at(next_deadline_ms(model, env(), awaited_since_ms()));
    else
      wake();
  }

  void read_streams() {
    const std::int64_t until = ports.clock.monotonic_ms() + (unshown ? kBusyReadingMs : kReadingMs);
    for (auto& [ticket, flight] : flights) {
      if (!flight.stream) continue;
      do {
        if (!flight.stream->has_begun()) unshown = true;  // the first rows are waited for
        for (Event& event : flight.stream->read(kLinesAtOnce)) inbox.push_back(std::move(event));
      } while (flight.stream->has_lines() && !flight.stream->is_broken() &&
               ports.clock.monotonic_ms() < until);
    }
    // What cannot be read need not arrive.
    std::vector<Ticket> unreadable;
    for (const auto& [ticket, flight] : flights) {
      if (flight.stream && flight.stream->is_broken() && !flight.over) unreadable.push_back(ticket);
    }
    for (const Ticket ticket : unreadable) ports.http.cancel(ticket);
    end_flights();
  }

  // A frame costs as much as the reading of hundreds of rows: while nothing but rows has come, most are left
  // out.
  [[nodiscard]] bool may_read_on() {
    return !unshown && has_unread_lines() && ports.clock.monotonic_ms() - shown_at_ms < kShowRowsEveryMs;
  }

  [[nodiscard]] bool has_unread_lines() const {
    return std::any_of(flights.begin(), flights.end(), [](const auto& entry) {
      return entry.second.stream && (entry.second.over || entry.second.stream->has_lines());
    });
  }

  void end_flights() {
    for (auto entry = flights.begin(); entry != flights.end();) {
      Flight& flight = entry->second;
      const bool unread = flight.stream && flight.stream->has_lines() && !flight.stream->is_broken();
      if (!flight.over || unread) {
        ++entry;
        continue;
      }
      unshown = true;
      inbox.push_back(answer_of(flight));
      entry = flights.erase(entry);
    }
  }

  static Event answer_of(Flight& flight) {
    if (!flight.stream) return api::from_http(flight.request, flight.response);
    Answer<Nothing> answer;
    answer.ticket = api::ticket_of(flight.request);
    if (!flight.stream->is_broken()) answer.failure = api::failure_of(flight.response);
    if (!answer.failure.is_some()) answer.failure = flight.stream->finish();
    if (!answer.failure.is_some()) answer.value = Nothing{};
    return PatientsEvent{PatientStreamEnded{std::move(answer)}};
  }

  void perform(Effects effects) {
    for (Effect& effect : effects) {
      if (auto* request = std::get_if<Request>(&effect))
        send(std::move(*request));
      else
        std::visit([this](auto& wish) { carry_out(wish); }, std::get<PageEffect>(effect));
    }
  }

  void hear_server(const Flight& flight) {
    if (flight.is_of_server) heard_at_ms = ports.clock.monotonic_ms();
  }

  // A sign of life wakes nobody: nothing is drawn unless it makes something on the screen younger, or shows
  // that the network works while an answer is late.
  void hear(Ticket ticket, Flight& flight, std::span<const unsigned char> bytes) {
    for (Event& event : flight.live->read(bytes)) {
      if (!api::is_beat(event)) {
        push(std::move(event));
        continue;
      }
      const bool was_stale = stale_minutes(model, ports.clock.wall_ms()) > 0;
      perform(update(model, std::move(event), env()));
      if (was_stale || model.pace != Pace::kGood) wake();
    }
    if (flight.live->is_broken()) ports.http.cancel(ticket);
  }

  // A stream of changes is waited for by nobody.
  [[nodiscard]] bool is_quiet() const {
    return std::all_of(flights.begin(), flights.end(),
                       [](const auto& entry) { return entry.second.live != nullptr && !entry.second.over; });
  }

  void send(Request request) {
    const Ticket ticket = api::ticket_of(request);
    const api::HttpRequest http = api::to_http(request);
    Flight flight;
    if (std::holds_alternative<LoadPatients>(request))
      flight.stream = std::make_unique<api::PatientStreamReader>(ticket);
    if (std::holds_alternative<OpenLive>(request))
      flight.live = std::make_unique<api::LiveStreamReader>(
          ticket, model.rest == Rest::kHere ? api::LiveNews::kAll : api::LiveNews::kOfPatients);
    flight.sent_at_ms = ports.clock.monotonic_ms();
    flight.is_awaited = api::is_awaited(request, http);
    flight.is_of_server = http.place == api::HttpRequest::Place::kServer;
    flight.request = std::move(request);
    flights.emplace(ticket, std::move(flight));
    ports.http.send(ticket, http);
  }

  void carry_out(const SetLocation& wish) {
    ports.page.set_location(wish.fragment,
                            wish.entry == Entry::kNew ? HistoryEntry::kNew : HistoryEntry::kReplaced);
  }
  void carry_out(const LeavePage& wish) { ports.page.leave(wish.fragment); }
  void carry_out(const CoverScreen& wish) { ports.page.cover(wish.on ? Cover::kOn : Cover::kOff); }
  void carry_out(const TellTabs& wish) { ports.page.broadcast(wish.message); }
  void carry_out(const Remember& wish) { ports.storage.set(wish.key, wish.value); }
  void carry_out(Announce& wish) {
    ui.announce({wish.urgency == Urgency::kPolite ? mirror::Channel::kPolite : mirror::Channel::kAssertive,
                 std::move(wish.text)});
    ui.unsettle();
  }
  void carry_out(MoveFocus& wish) { ui.request_focus(std::move(wish.key)); }
  void carry_out(const SetFace& wish) { ports.page.set_face(wish.html ? Face::kHtml : Face::kCanvas); }
  void carry_out(const SetTheme& wish) { ports.page.set_theme(theme_code(wish.theme)); }
  void carry_out(const Perform& wish) { ports.page.perform(wish.act); }
  void carry_out(const SaveCsv&) {
    constexpr std::size_t kPiece = 256 * 1024;
    CsvWriter writer = csv_of(model);
    const std::string name = csv_file_name(model.settings.language, model.now_ms);
    std::string piece;
    while (writer.append_piece(piece, kPiece)) {
      ports.page.save_file(name, piece, Piece::kNext);
      piece.clear();
    }
    ports.page.save_file(name, piece, Piece::kLast);
  }
  void carry_out(const StopRequest& wish) { ports.http.cancel(wish.ticket); }
  void carry_out(const Reload&) { ports.page.reload(); }

  mirror::Semantics view() {
    enter(Stage::kView);
    ui.begin(model);
    ui::app_view(ui, gallery);
    mirror::Semantics semantics = ui.end();
    for (Event& event : ui.take_events()) inbox.push_back(std::move(event));
    return semantics;
  }

  // The click of a press comes when the pointer is up again, on some screens a moment later. The HTML version
  // shows its rows by pages and has little to gain.
  [[nodiscard]] bool may_reuse_rows() {
    return !model.settings.html_version && !pointer_is_down &&
           ports.clock.monotonic_ms() - pointer_up_at_ms >= kClickMs;
  }

  void sleep_or_go_on() {
    const bool busy = !inbox.empty() || ui.is_settling() || has_unread_lines();
    if (busy)
      ports.page.request_frame();
    else
      ports.page.wake_at(next_deadline_ms(model, env(), awaited_since_ms()));
    ports.page.set_idle(!busy && !is_waiting_for_answers(model) && is_quiet());
  }

  Ports ports;
  Model model;
  ui::Ui ui;
  mirror::Mirror mirror;
  std::deque<Event> inbox;
  std::map<Ticket, Flight> flights;
  std::uint32_t last_ticket = 0;
  std::int64_t shown_at_ms = 0;  // monotonic clock of the last frame that was shown
  std::int64_t heard_at_ms = 0;  // likewise, of the last thing that came from the server
  bool unshown = false;          // something other than rows has come since
  std::int64_t pointer_up_at_ms = -kClickMs;
  bool pointer_is_down = false;
  bool started = false;
  ui::Screenful gallery = nullptr;  // development builds only
};

App::App(Ports ports) : parts_(std::make_unique<Parts>(ports)) {}
App::~App() = default;

void App::set_fonts(std::span<const unsigned char> regular, std::span<const unsigned char> bold) {
  parts_->ui.set_fonts(regular, bold);
}

void App::start(const Start& start) {
  Storage& storage = parts_->ports.storage;
  parts_->started = true;
  parts_->push(PageEvent{Started{std::string(start.fragment), storage.get("language"),
                                 std::string(start.browser_language), storage.get("tab"), start.kiosk,
                                 start.html_version, start.webgl, storage.get("theme"),
                                 parts_->gallery != nullptr, start.whole}});
}

void App::set_gallery(ui::Screenful gallery) { parts_->gallery = gallery; }

void observe_stages(StageObserver observer) { stage_observer = observer; }

void App::frame() {
  Parts& parts = *parts_;
  if (!parts.started) return;
  parts.apply();
  if (parts.may_read_on()) {
    parts.ports.page.request_frame();
    enter(Stage::kOver);
    return;
  }
  parts.unshown = false;
  parts.shown_at_ms = parts.ports.clock.monotonic_ms();
  mirror::Semantics semantics = parts.view();
  if (!parts.inbox.empty()) {
    // What was pressed or typed is answered in the same frame; what is shown is the answer alone.
    parts.apply();
    mirror::Semantics asked = std::exchange(semantics, parts.view());
    semantics.announcements.insert(semantics.announcements.begin(),
                                   std::make_move_iterator(asked.announcements.begin()),
                                   std::make_move_iterator(asked.announcements.end()));
    if (semantics.focus == 0) semantics.focus = asked.focus;
  }
  enter(Stage::kDraw);
  if (!parts.model.settings.html_version && !parts.model.covered) parts.ports.page.draw();
  enter(Stage::kDiff);
  const mirror::Patch patch = parts.mirror.diff_to(
      std::move(semantics), parts.may_reuse_rows() ? mirror::Reuse::kRows : mirror::Reuse::kNothing);
  enter(Stage::kCommit);
  parts.ports.page.show(patch);
  enter(Stage::kOver);
  parts.sleep_or_go_on();
}

void App::apply_unseen() {
  Parts& parts = *parts_;
  if (!parts.started) return;
  parts.apply();
  parts.ports.page.wake_at(next_deadline_ms(parts.model, parts.env(), parts.awaited_since_ms()));
  // Nobody sees the page: what is left to draw waits for its return.
  parts.ports.page.set_idle(!is_waiting_for_answers(parts.model) && parts.is_quiet());
}

void App::on_input(mirror::Input input) {
  if (const auto* value = std::get_if<mirror::ValueChanged>(&input))
    parts_->mirror.heard_value(value->id, value->value);
  if (const auto* scroll = std::get_if<mirror::Scrolled>(&input))
    parts_->mirror.heard_scroll(scroll->id, scroll->x, scroll->y);
  if (const auto* focus = std::get_if<mirror::Focused>(&input)) parts_->mirror.heard_focus(focus->id);
  if (const auto* button = std::get_if<mirror::PointerButton>(&input)) {
    parts_->pointer_is_down = button->down;
    if (!button->down) parts_->pointer_up_at_ms = parts_->ports.clock.monotonic_ms();
  }
  parts_->ui.push(std::move(input));
  parts_->wake();
}

void App::on_surface(const Surface& surface) {
  parts_->ui.set_surface(surface.width_css_px, surface.height_css_px, surface.device_pixel_ratio,
                         surface.root_font_scale, surface.scrollbar_width_css_px);
  parts_->push(PageEvent{WidthChanged{surface.width_css_px}});
}

void App::on_preferences(std::uint32_t preferences) {
  if (const std::uint32_t colour = preferences >> 24; colour > 0)
    parts_->ui.set_system_colour(colour - 1, preferences & 0xFFFFFF);
  else
    parts_->ui.set_preferences({.dark = (preferences & kDark) != 0,
                                .contrast = (preferences & (kMoreContrast | kForcedColors)) != 0});
  parts_->ui.unsettle();
  parts_->wake();
}

void App::on_location(std::string_view fragment) {
  parts_->push(PageEvent{LocationChanged{std::string(fragment)}});
}

void App::on_wake(Wake wake) {
  switch (wake) {
    case Wake::kVisible:
    case Wake::kResume:
    case Wake::kFocus:
      parts_->push(PageEvent{CameBack{}});
      return;
    case Wake::kHidden:
      parts_->push(PageEvent{WentHidden{}});
      return;
    case Wake::kBlur:
      if (parts_->model.settings.kiosk) parts_->push(PageEvent{WentHidden{}});
      return;
    case Wake::kOnline:
      parts_->push(PageEvent{ConnectionChanged{true}});
      return;
    case Wake::kOffline:
      parts_->push(PageEvent{ConnectionChanged{false}});
      return;
    case Wake::kPrint:
      parts_->push(PageEvent{PrintStarted{}});
      return;
    case Wake::kPrinted:
      parts_->push(PageEvent{PrintEnded{}});
      return;
    case Wake::kRest:
      // From now on the stream tells of discussions too; what it told before is in the list that is asked
      // for.
      for (auto& [ticket, flight] : parts_->flights) {
        if (flight.live) flight.live->read_all();
      }
      [[fallthrough]];
    case Wake::kNoRest:
      parts_->push(PageEvent{RestArrived{wake == Wake::kRest}});
      return;
    case Wake::kTimer:
      parts_->check_clocks();
      return;
  }
}

void App::on_message(std::string_view message) { parts_->push(PageEvent{TabsToldUs{std::string(message)}}); }
void App::on_person_active() { parts_->push(PageEvent{PersonActive{}}); }

void App::on_http_head(Ticket ticket, int status, std::string_view build, std::string_view retry_after) {
  const auto flight = parts_->flights.find(ticket);
  if (flight == parts_->flights.end()) return;
  flight->second.response.status = status;
  parts_->hear_server(flight->second);
  // An error's body is one document, whatever was asked for.
  if (status < 200 || status > 299) {
    flight->second.stream.reset();
    flight->second.live.reset();
  }
  int seconds = 0;
  for (const char c : retry_after.substr(0, 5)) {
    if (c < '0' || c > '9') break;
    seconds = seconds * 10 + (c - '0');
  }
  flight->second.response.retry_after_s = seconds;
  // The head of a stream that nobody waits for draws nothing.
  if (build != parts_->model.build) parts_->push(PageEvent{ServerBuildSeen{std::string(build)}});
}

Backlog App::on_http_chunk(Ticket ticket, std::span<const unsigned char> bytes) {
  const auto flight = parts_->flights.find(ticket);
  if (flight == parts_->flights.end()) return Backlog::kSmall;
  parts_->hear_server(flight->second);
  if (flight->second.live) {
    parts_->hear(ticket, flight->second, bytes);
    return Backlog::kSmall;
  }
  if (flight->second.stream) {
    flight->second.stream->append(bytes);
    parts_->more_to_read();
    return flight->second.stream->unread_bytes() > kFullBytes ? Backlog::kFull : Backlog::kSmall;
  }
  if (flight->second.response.body.size() + bytes.size() <= kMostAnswerBytes) {
    flight->second.response.body.append(bytes.begin(), bytes.end());
  } else {
    parts_->ports.http.cancel(ticket);
  }
  return Backlog::kSmall;
}

void App::on_http_end(Ticket ticket, HttpFailure failure) {
  const auto flight = parts_->flights.find(ticket);
  if (flight == parts_->flights.end()) return;
  flight->second.response.failure = failure;
  flight->second.over = true;
  parts_->wake();
}

void App::on_graphics_lost() { parts_->push(PageEvent{GraphicsLost{}}); }
void App::on_graphics_restored() {
  parts_->ui.unsettle();
  parts_->push(PageEvent{GraphicsRestored{}});
}

}  // namespace spico::app

#include "api/client_live.hpp"

#include <utility>

#include "api/client_discussions.hpp"
#include "api/client_patients.hpp"
#include "api/ranges.hpp"

namespace spico::api {

namespace {

PatientId patient_of(JsonValue event) {
  const JsonValue value = event["patient_id"];
  const auto number = id_from_decimal(value.required_string());
  if (!number) value.reject(JsonProblem::kOutOfRange);
  return {number.value_or(0)};
}

}  // namespace

void LiveStreamReader::read_event(JsonValue event, LiveHeard& heard) {
  heard.reached = event["id"].required_integer(1, kMostEvents);
  const std::string_view kind = event["kind"].required_string();
  // One of a newer build says nothing to us.
  if (kind == "patient")
    heard.changes.emplace_back(read_patient(event["patient"]));
  else if (kind == "patient_gone")
    heard.changes.emplace_back(PatientGone{patient_of(event)});
  else if (kind == "favourite")
    heard.changes.emplace_back(
        StarTurned{patient_of(event), event["favourite"].required_bool() ? YesNoAll::kYes : YesNoAll::kNo});
  else if (kind == "preferences")
    heard.changes.emplace_back(PreferencesTurned{});
  else if (news_ == LiveNews::kAll)
    read_discussion_news(kind, event, heard.discussions);
}

void LiveStreamReader::read_line(std::string_view line, LiveHeard& heard, bool& gap) {
  if (!document_.parse(line)) {
    broken_ = true;
    return;
  }
  const JsonValue root = document_.root();
  const std::size_t known = heard.changes.size();
  const std::size_t known_news = heard.discussions.size();
  if (const JsonValue event = root["event"]; event.is_present())
    read_event(event, heard);
  else if (const JsonValue live = root["live"]; live.is_present())
    (void)live["last"].required_integer(0, kMostEvents);
  else if (const JsonValue beat = root["beat"]; beat.is_present())
    heard.reached = beat["last"].required_integer(0, kMostEvents);
  else if (root["resync"].is_present())
    gap = true;
  broken_ = !document_.error().is_none();
  if (!broken_) return;
  heard.changes.resize(known);
  heard.discussions.resize(known_news);
}

std::vector<Event> LiveStreamReader::read(std::span<const unsigned char> bytes) {
  std::vector<Event> events;
  if (broken_) return events;
  lines_.append(bytes);
  LiveHeard heard{ticket_, 0, {}, {}};
  bool gap = false, some = false;
  while (!broken_) {
    const auto line = lines_.next();
    if (!line) break;
    read_line(*line, heard, gap);
    some = true;
  }
  broken_ = broken_ || lines_.is_too_long();
  if (some) events.push_back(LiveEvent{std::move(heard)});
  if (gap) events.push_back(LiveEvent{LiveGapFound{ticket_}});
  return events;
}

bool is_beat(const Event& event) {
  const auto* const live = std::get_if<LiveEvent>(&event);
  const auto* const heard = live == nullptr ? nullptr : std::get_if<LiveHeard>(live);
  return heard != nullptr && heard->changes.empty() && heard->discussions.empty();
}

}  // namespace spico::api

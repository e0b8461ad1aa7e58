#include "api/server_answers.hpp"

#include "api/json.hpp"
#include "api/server_requests.hpp"

namespace spico::api {
namespace {

std::string_view code_of(Strength strength) {
  switch (strength) {
    case Strength::kWeak:
      return "weak";
    case Strength::kStrong:
      return "strong";
    case Strength::kNone:
      break;
  }
  return "none";
}

std::string_view code_of(SessionEnd end) {
  switch (end) {
    case SessionEnd::kIdle:
      return "idle";
    case SessionEnd::kAbsolute:
      return "absolute";
    case SessionEnd::kElsewhere:
      return "elsewhere";
    case SessionEnd::kSignedOut:
    case SessionEnd::kNone:
      break;
  }
  return "signed_out";
}

std::string_view code_of(TermsBlock::Kind kind) {
  switch (kind) {
    case TermsBlock::Kind::kHeading:
      return "heading";
    case TermsBlock::Kind::kItem:
      return "item";
    case TermsBlock::Kind::kParagraph:
      break;
  }
  return "paragraph";
}

void write(JsonWriter& json, std::string_view name, const std::optional<std::int64_t>& value) {
  json.key(name);
  if (value) {
    json.integer(*value);
  } else {
    json.null();
  }
}

void write(JsonWriter& json, const std::optional<User>& user) {
  json.key("user");
  if (!user) {
    json.null();
    return;
  }
  json.begin_object()
      .member("id", user->id)
      .member("identifiant", user->identifiant)
      .member("display_name", user->display_name)
      .member("family_name", user->family_name)
      .member("given_name", user->given_name)
      .member("profession", user->profession)
      .member("structure", user->structure)
      .member("commune", user->commune)
      .member("professional_id", user->professional_id)
      .end_object();
}

void write(JsonWriter& json, PendingStep pending) {
  json.key("pending");
  if (pending == PendingStep::kNone) {
    json.null();
  } else {
    json.string(pending == PendingStep::kChannel ? "channel" : "code");
  }
}

void write(JsonWriter& json, const std::optional<CodeState>& state) {
  json.key("code");
  if (!state) {
    json.null();
    return;
  }
  json.begin_object()
      .member("channel", code(state->channel))
      .member("expires_in_ms", state->expires_in_ms)
      .member("resend_in_ms", state->resend_in_ms)
      .member("tries_left", state->tries_left)
      .member("resends_left", state->resends_left)
      .end_object();
}

}  // namespace

std::string to_json(const ErrorAnswer& error) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("code", error.code).member("message", error.message);
  if (!error.field.empty()) json.member("field", error.field);
  if (!error.professional.empty()) json.member("professional", error.professional);
  if (error.retry_after_s > 0) json.member("retry_after_s", error.retry_after_s);
  json.end_object();
  return body;
}

std::string to_json(const SessionView& view) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write(json, view.user);
  json.member("strength", code_of(view.strength));
  write(json, view.pending);
  json.key("destinations").begin_array();
  for (const Destination& destination : view.destinations) {
    json.begin_object()
        .member("channel", code(destination.channel))
        .member("masked", destination.masked)
        .end_object();
  }
  json.end_array();
  write(json, view.code);
  json.member("cgu_pass", view.cgu_pass)
      .member("cgu_spico", view.cgu_spico)
      .member("spico_open", view.spico_open)
      .member("locked", view.locked);
  write(json, "idle_remaining_ms", view.idle_remaining_ms);
  write(json, "absolute_remaining_ms", view.absolute_remaining_ms);
  json.member("server_now", view.server_now_ms).member("build", view.build);
  if (view.ended != SessionEnd::kNone) json.member("ended", code_of(view.ended));
  json.end_object();
  return body;
}

std::string to_json(const ConfigAnswer& answer) {
  std::string body;
  JsonWriter(body)
      .begin_object()
      .member("psc_configured", answer.config.psc_configured)
      .member("kiosk_idle_ms", answer.config.kiosk_idle_ms)
      .member("cgu_pass_version", answer.cgu_pass_version)
      .member("cgu_spico_version", answer.cgu_spico_version)
      .member("dev", answer.config.dev)
      .end_object();
  return body;
}

std::string to_json(const Beat& beat) {
  std::string body;
  JsonWriter(body)
      .begin_object()
      .member("idle_remaining_ms", beat.idle_remaining_ms)
      .member("absolute_remaining_ms", beat.absolute_remaining_ms)
      .member("server_now", beat.server_now_ms)
      .end_object();
  return body;
}

std::string to_json(TermsDocument document, const TermsText& text) {
  std::string body;
  JsonWriter json(body);
  json.begin_object()
      .member("document", code(document))
      .member("version", text.version)
      .member("title", text.title)
      .member("accepted", text.accepted)
      .key("blocks")
      .begin_array();
  for (const TermsBlock& block : text.blocks) {
    json.begin_object().member("kind", code_of(block.kind)).member("text", block.text).end_object();
  }
  json.end_array().end_object();
  return body;
}

std::string to_json(const Catalogue& catalogue) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("tiles").begin_array();
  for (const Tile& tile : catalogue.tiles) {
    json.begin_object()
        .member("id", tile.id)
        .member("name", tile.name)
        .member("description", tile.description)
        .member("icon", tile.icon)
        .member("target", tile.target)
        .member("external", tile.external)
        .member("strong_required", tile.strong_required)
        .member("favourite", tile.favourite)
        .key("badge");
    if (tile.badge) {
      json.begin_object().member("count", tile.badge->count).member("label", tile.badge->label).end_object();
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_array().end_object();
  return body;
}

std::string server_now_json(std::int64_t server_now_ms) {
  std::string body;
  JsonWriter(body).begin_object().member("server_now", server_now_ms).end_object();
  return body;
}

std::string_view code(TermsDocument document) { return document == TermsDocument::kPass ? "pass" : "spico"; }

}  // namespace spico::api

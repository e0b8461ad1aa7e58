#include "emserve/routes/application.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <typeinfo>

#include "emserve/auth/checks.hpp"
#include "emserve/auth/session_clock.hpp"
#include "emserve/http/path.hpp"
#include "emserve/http/security_headers.hpp"

namespace spico::emserve {
namespace {

constexpr std::int64_t kBusyRetrySeconds = 2;
constexpr std::int64_t kFullRetrySeconds = 30;

bool is_json_area(std::string_view raw_path) {
  return raw_path.starts_with("/api/") || raw_path.starts_with("/dev/") || raw_path == "/api" ||
         raw_path == "/dev";
}

Response plain_or_json(std::string_view raw_path, unsigned status, std::string_view code,
                       std::string_view message) {
  if (is_json_area(raw_path)) return error_response(status, code, message);
  Response response;
  response.status = status;
  response.set_header("Content-Type", "text/plain; charset=utf-8");
  response.body = std::string(message) + "\n";
  response.log_code = code;
  return response;
}

// Exactly one, made of what host names, addresses and ports are made of (RFC 9112 section 3.2).
bool has_one_host(const Request& request) {
  const auto is_host = [](const Header& header) { return header.name == "host"; };
  if (std::count_if(request.headers.begin(), request.headers.end(), is_host) != 1) return false;
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]";
  const std::string_view host = request.header("host");
  return !host.empty() && host.find_first_not_of(kAllowed) == std::string_view::npos;
}

Response method_not_allowed(std::string_view raw_path, const std::vector<Method>& allowed) {
  Response response = plain_or_json(raw_path, 405, "method_not_allowed", "Method not allowed");
  std::string methods;
  for (const Method method : allowed) methods.append(methods.empty() ? "" : ", ").append(name(method));
  response.set_header("Allow", methods);
  return response;
}

}  // namespace

Lane SpicoApplication::lane_of(const Request& request) {
  const Match match = find_route(request.method, request.path);
  return match.route == nullptr ? Lane::kQuick : match.route->lane;
}

std::size_t SpicoApplication::largest_body_of(const Request& request) {
  const Match match = find_route(request.method, request.path);
  return match.route == nullptr ? api::kLargestBody : match.route->body.largest;
}

Response SpicoApplication::run(Store* shared, const Request& request, std::string_view path,
                               const Match& match) {
  const Route& route = *match.route;
  if (route.door == Door::kStatic) {
    if (std::optional<Response> file = services_.files.find(path, request.header("accept-encoding"))) {
      return std::move(*file);
    }
    return plain_or_json(request.path, 404, "not_found", "Not found");
  }
  if (const std::optional<Refusal> refusal =
          check_request(request, route.door, services_.options, route.body)) {
    return refusal_response(*refusal);
  }
  std::optional<StoreLease> own;
  if (shared == nullptr) own.emplace(services_.stores.lend());
  Call call{.request = request,
            .services = services_,
            .store = shared == nullptr ? **own : *shared,
            .source = source_of(request, services_.options),
            .route_path = route.path,
            .parameter = match.parameter,
            .session = {},
            .ended = SessionEnd::kNone};
  if (route.door == Door::kApi || route.door == Door::kFile) find_session(call);
  if (route.stage != Stage::kNone) {
    if (const std::optional<Refusal> refusal = guard(route.stage, standing_of(call))) {
      if (call.session) audit(call, "access_refused", refusal->code);
      return refusal_response(*refusal);
    }
  }
  Response response = route.handler(call);
  // Whoever listens may hear of what this request changed, or be of a session that it ended.
  if (shared == nullptr && request.method != Method::kGet) services_.live.notify();
  return response;
}

Response SpicoApplication::dispatch(Store* shared, const Request& request, std::string& route) {
  if (!has_one_host(request)) {
    return plain_or_json(request.path, 400, "malformed_request", "Malformed request");
  }
  const std::optional<std::string> path = canonical_path(request.path);
  if (!path) return plain_or_json(request.path, 404, "not_found", "Not found");
  const Match match = find_route(request.method, *path);
  const bool is_hidden = path->starts_with("/dev/") && !services_.options.is_dev();
  if (match.allowed.empty() || is_hidden) return plain_or_json(request.path, 404, "not_found", "Not found");
  if (match.route == nullptr) return method_not_allowed(request.path, match.allowed);
  route = match.route->path;
  return run(shared, request, *path, match);
}

Response SpicoApplication::response_to(const StoreError& error) {
  services_.log.write(services_.clock.now_ms(), "store_error", {{"message", error.what()}});
  switch (error.kind) {
    case StoreError::Kind::kBusy:
      return error_response(503, "busy", "The database is busy, try again", {}, kBusyRetrySeconds);
    case StoreError::Kind::kFull:
      return error_response(503, "busy", "The disk is full or cannot be written", {}, kFullRetrySeconds);
    case StoreError::Kind::kBroken:
      break;
  }
  return error_response(500, "internal", "Internal error");
}

void SpicoApplication::finish(Response& response, const Request& request, std::string_view route) {
  if (response.log_route.empty()) response.log_route = route.empty() ? "unknown" : route;
  if (is_json_area(request.path)) response.set_header("Vary", "Sec-Fetch-Site, Origin");
  add_security_headers(response, services_.options.transport, services_.files.build());
}

Response SpicoApplication::answer(const Request& request) { return answer_with(nullptr, request); }

Response SpicoApplication::answer_with(Store* shared, const Request& request) {
  Response response;
  std::string route;
  try {
    const std::unique_ptr<StoreUnit> unit = shared == nullptr ? nullptr : shared->begin_unit();
    response = dispatch(shared, request, route);
    if (unit) unit->commit();
  } catch (const StoreError& error) {
    if (shared != nullptr) throw;
    response = response_to(error);
  } catch (const std::exception& error) {
    // The kind only: the text of an exception may quote its input.
    services_.log.write(services_.clock.now_ms(), "internal_error", {{"kind", typeid(error).name()}});
    response = error_response(500, "internal", "Internal error");
  }
  finish(response, request, route);
  return response;
}

std::vector<Response> SpicoApplication::answer_together(const std::vector<const Request*>& requests) {
  std::vector<Response> responses;
  try {
    const StoreLease lease = services_.stores.lend();
    const std::unique_ptr<StoreUnit> unit = lease->begin_unit();
    for (const Request* const request : requests) responses.push_back(answer_with(&*lease, *request));
    unit->commit();
    services_.live.notify();
    return responses;
  } catch (const StoreError& error) {
    responses.clear();
    // Nothing of it was written. One of them may be to blame; a store that is busy or full is so for all.
    if (error.kind == StoreError::Kind::kBroken && requests.size() > 1) {
      for (const Request* const request : requests)
        responses.push_back(std::move(answer_together({request}).front()));
      return responses;
    }
    for (const Request* const request : requests) {
      responses.push_back(response_to(error));
      finish(responses.back(), *request, find_route(request->method, request->path).route->path);
    }
  }
  return responses;
}

Response SpicoApplication::refuse(ParseProblem problem) {
  Response response;
  switch (problem) {
    case ParseProblem::kHeadersTooLarge:
      response = error_response(431, "headers_too_large", "The headers are too large");
      break;
    case ParseProblem::kBodyTooLarge:
      response = error_response(413, "body_too_large", "The body is too large");
      break;
    case ParseProblem::kMalformed:
      response = error_response(400, "malformed_request", "Malformed request");
      break;
  }
  response.log_route = "unknown";
  add_security_headers(response, services_.options.transport, services_.files.build());
  return response;
}

Response SpicoApplication::answer_when_full(const Request& request) {
  // What would be refused anyway is refused for its own reason.
  const Match match = find_route(request.method, request.path);
  const std::optional<Refusal> refusal =
      check_request(request, match.route->door, services_.options, match.route->body);
  const std::string_view reason = match.route->lane == Lane::kPassword ? "Too many sign-ins are being checked"
                                                                       : "Too many files are being received";
  Response response =
      refusal ? refusal_response(*refusal) : error_response(503, "busy", reason, {}, kBusyRetrySeconds);
  response.log_route = match.route->path;
  response.set_header("Vary", "Sec-Fetch-Site, Origin");
  add_security_headers(response, services_.options.transport, services_.files.build());
  return response;
}

void SpicoApplication::sent(const SentRequest& summary) {
  services_.log.write(services_.clock.now_ms(), "request",
                      {{"method", name(summary.method)},
                       {"route", summary.route},
                       {"status", std::int64_t{summary.status}},
                       {"code", summary.code},
                       {"bytes", static_cast<std::int64_t>(summary.bytes)},
                       {"microseconds", std::int64_t{summary.duration.count()}},
                       {"end", summary.end == SentRequest::End::kComplete ? "complete" : "cut"}});
}

void SpicoApplication::tick() {
  try {
    const StoreLease lease = services_.stores.lend();
    const std::int64_t now_ms = services_.clock.now_ms();
    for (const EndedSession& ended : lease->sweep(now_ms, services_.options.session)) {
      AuditLine line;
      line.at_ms = now_ms;
      line.event = "session_ended";
      line.account = ended.session.account;
      line.session = ended.session.key;
      line.detail = reason_of(ended.session, ended.reason);
      lease->append_audit(line);
    }
    lease->prune_events(now_ms, {});
    lease->prune_notifications(now_ms, services_.options.notifications);
  } catch (const StoreError& error) {
    services_.log.write(services_.clock.now_ms(), "store_error", {{"message", error.what()}});
  }
}

}  // namespace spico::emserve

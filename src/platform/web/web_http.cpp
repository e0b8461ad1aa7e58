#include "platform/web/web_http.hpp"

#include "platform/web/imports.h"

namespace spico::web {

void WebHttp::send(Ticket ticket, const app::HttpRequest& request) {
  using Cause = app::HttpRequest::Cause;
  using Lifetime = app::HttpRequest::Lifetime;
  const int flags = (request.cause == Cause::kPerson ? 1 : 0) |
                    (request.lifetime == Lifetime::kOutlivesPage ? 2 : 0) |
                    (request.sharing == app::HttpRequest::Sharing::kBetweenTabs ? 4 : 0) |
                    (request.place == app::HttpRequest::Place::kDevice ? 8 : 0) |
                    (request.content == app::HttpRequest::Content::kBytes ? 16 : 0);
  js_http_send(static_cast<std::uint32_t>(ticket), static_cast<int>(request.method), flags,
               request.timeout_ms, request.path.data(), request.path.size(), request.body.data(),
               request.body.size());
}

void WebHttp::cancel(Ticket ticket) { js_http_cancel(static_cast<std::uint32_t>(ticket)); }

}  // namespace spico::web

// Requests through fetch (web/lib_http.js). For Platform.
#pragma once

#include "app/ports.hpp"

namespace spico::web {

class WebHttp final : public app::Http {
 public:
  void send(Ticket ticket, const app::HttpRequest& request) override;
  void cancel(Ticket ticket) override;
};

}  // namespace spico::web

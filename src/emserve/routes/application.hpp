// The application behind the server: checks every request in the order of openapi.yaml, then lets its route
// answer.
#pragma once

#include "emserve/http/server.hpp"
#include "emserve/routes/route.hpp"

namespace spico::emserve {

class SpicoApplication final : public Application {
 public:
  explicit SpicoApplication(Services& services) : services_(services) {}

  Lane lane_of(const Request& request) override;
  Response answer(const Request& request) override;
  Response refuse(ParseProblem problem) override;
  Response answer_when_full(const Request& request) override;
  void sent(const SentRequest& summary) override;
  // Ends sessions that have outlived their limits, and forgets old events.
  void tick() override;

 private:
  Response dispatch(const Request& request, std::string& route);
  Response run(const Request& request, std::string_view path, const Match& match);

  Services& services_;
};

}  // namespace spico::emserve

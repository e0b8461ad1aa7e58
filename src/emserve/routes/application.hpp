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
  std::size_t largest_body_of(const Request& request) override;
  Response answer(const Request& request) override;
  // What they write is on disk by one commit when their answers are there; where that fails, each is written
  // alone.
  std::vector<Response> answer_together(const std::vector<const Request*>& requests) override;
  Response refuse(ParseProblem problem) override;
  Response answer_when_full(const Request& request) override;
  void sent(const SentRequest& summary) override;
  // Ends sessions that have outlived their limits, and forgets old events.
  void tick() override;

 private:
  // `shared`: the store within whose unit the request is answered; nullptr: it takes one of its own.
  Response answer_with(Store* shared, const Request& request);
  Response dispatch(Store* shared, const Request& request, std::string& route);
  Response run(Store* shared, const Request& request, std::string_view path, const Match& match);
  Response response_to(const StoreError& error);
  void finish(Response& response, const Request& request, std::string_view route);

  Services& services_;
};

}  // namespace spico::emserve

// The listening side: accepts connections, reads requests within limits, sends responses. Knows nothing of
// routes.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "emserve/http/message.hpp"

namespace spico::emserve {

// Where a request is worked on. Quick: a few statements on the store. Password: tens of milliseconds and 19
// MiB each, so two at a time and a short queue. File: a piece of one, and with the last piece it is decoded,
// seconds and up to 1 GiB in a process of its own. Together: small changes of which many come at once; those
// that come while the disk is waited for go next, all in one.
enum class Lane : std::uint8_t { kQuick, kPassword, kFile, kTogether };

enum class ParseProblem : std::uint8_t { kMalformed, kHeadersTooLarge, kBodyTooLarge };

struct SentRequest {
  Method method = Method::kOther;
  std::string route;
  std::string code;
  unsigned status = 0;
  std::uint64_t bytes = 0;
  std::chrono::microseconds duration{0};
  enum class End : std::uint8_t { kComplete, kCut } end = End::kComplete;
};

// What the server asks of the application. Called from worker threads, several at once, except where said.
class Application {
 public:
  Application() = default;
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;
  virtual ~Application() = default;

  // On the network thread: no work. `request` has no body yet in the second.
  virtual Lane lane_of(const Request& request) = 0;
  virtual std::size_t largest_body_of(const Request& request) = 0;  // bytes
  virtual Response answer(const Request& request) = 0;
  // As many answers, in this order. Called from one thread.
  virtual std::vector<Response> answer_together(const std::vector<const Request*>& requests) {
    std::vector<Response> responses;
    for (const Request* const request : requests) responses.push_back(answer(*request));
    return responses;
  }
  virtual Response refuse(ParseProblem problem) = 0;
  virtual Response answer_when_full(const Request& request) = 0;  // the lane's queue is full
  virtual void sent(const SentRequest& summary) = 0;              // on the network thread
  virtual void tick() = 0;  // every ServerLimits::tick_time, from a worker thread
};

struct ServerLimits {
  std::uint32_t header_bytes = 16 * 1024;
  std::uint64_t body_bytes = 64 * 1024;                  // of a request that gets request_time
  std::chrono::milliseconds request_time{10'000};        // from the first byte of a request to its last
  std::chrono::milliseconds large_request_time{60'000};  // where more than body_bytes may come: slow networks
  std::chrono::milliseconds keep_alive_time{60'000};     // between two requests
  std::chrono::milliseconds write_time{30'000};          // for each 64 KiB of a response
  std::chrono::milliseconds beat_time{20'000};           // a stream that waits is asked at least this often
  std::chrono::milliseconds tick_time{30'000};
  std::chrono::milliseconds stop_time{5'000};  // for what is under way when the server stops
  std::size_t connections = 4096;
  std::size_t password_queue = 16;  // waiting, beside the two at work
  std::size_t file_queue = 64;      // likewise
};

struct ListenOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;         // 0: any free one
  std::string tls_certificate_file;  // PEM; empty: no TLS
  std::string tls_key_file;
  ServerLimits limits;
};

class Server {
 public:
  // Binds at once; throws std::runtime_error with a sentence that says what to do.
  Server(const ListenOptions& options, Application& application);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  // Serves until stop(), SIGINT or SIGTERM. A request under way is finished first, within limits.stop_time; a
  // stream that waits ends there.
  void run();
  // From any thread.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace spico::emserve

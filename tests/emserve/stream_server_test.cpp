// Bodies that wait, over real sockets: woken, left by their client, not read, and ended by the server's stop.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "emserve/http/server.hpp"

namespace spico::emserve::test {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

// What the test and the stream say to each other.
struct Exchange {
  std::mutex mutex;
  std::string to_say;
  std::function<void()> wake;
  std::atomic<bool> is_endless{false};
  std::atomic<int> asked{0};
  std::atomic<int> living{0};

  void say(const std::string& text) {
    const std::lock_guard lock(mutex);
    to_say = text;
    if (wake) wake();
  }
};

class SayingStream final : public BodyStream {
 public:
  explicit SayingStream(Exchange& exchange) : exchange_(exchange) { ++exchange_.living; }
  ~SayingStream() override {
    const std::lock_guard lock(exchange_.mutex);
    exchange_.wake = nullptr;
    --exchange_.living;
  }

  Step next(std::string& chunk) override {
    ++exchange_.asked;
    if (exchange_.is_endless) {
      chunk.assign(64 * 1024, 'x');
      return Step::kMore;
    }
    const std::lock_guard lock(exchange_.mutex);
    chunk = std::exchange(exchange_.to_say, {});
    return chunk == "end" ? Step::kEnd : Step::kWait;
  }
  void set_wake(std::function<void()> wake) override {
    const std::lock_guard lock(exchange_.mutex);
    exchange_.wake = std::move(wake);
  }

 private:
  Exchange& exchange_;
};

class StreamingApplication final : public Application {
 public:
  explicit StreamingApplication(Exchange& exchange) : exchange_(exchange) {}
  Lane lane_of(const Request&) override { return Lane::kQuick; }
  std::size_t largest_body_of(const Request&) override { return 0; }
  Response answer(const Request& request) override {
    Response response;
    if (request.path == "/stream") {
      response.stream = std::make_unique<SayingStream>(exchange_);
    } else {
      response.body = "short";
    }
    return response;
  }
  Response refuse(ParseProblem) override { return {}; }
  Response answer_when_full(const Request&) override { return {}; }
  void sent(const SentRequest& summary) override {
    if (summary.end == SentRequest::End::kCut) ++cut;
  }
  void tick() override {}

  std::atomic<int> cut{0};

 private:
  Exchange& exchange_;
};

class RunningServer {
 public:
  explicit RunningServer(const ServerLimits& limits)
      : application(exchange), server(options(limits), application) {
    thread_ = std::thread([this] { server.run(); });
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;
  ~RunningServer() { stop(); }
  void stop() {
    if (!thread_.joinable()) return;
    server.stop();
    thread_.join();
  }

  Exchange exchange;
  StreamingApplication application;
  Server server;

 private:
  static ListenOptions options(const ServerLimits& limits) {
    ListenOptions listen;
    listen.port = 0;
    listen.limits = limits;
    return listen;
  }
  std::thread thread_;
};

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { close(); }
  void close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  void ask(const std::string& path) {
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    REQUIRE(::send(socket_, request.data(), request.size(), 0) == static_cast<ssize_t>(request.size()));
  }
  // Whether the text comes, after what was found before.
  bool reads(std::string_view text) {
    const auto end = SteadyClock::now() + 10s;
    while (SteadyClock::now() < end) {
      if (const std::size_t at = seen_.find(text); at != std::string::npos) {
        seen_.erase(0, at + text.size());
        return true;
      }
      pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
      if (::poll(&waiting, 1, 100) <= 0) continue;
      std::array<char, 4096> bytes{};
      const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
      if (count <= 0) return seen_.find(text) != std::string::npos;
      seen_.append(bytes.data(), static_cast<std::size_t>(count));
    }
    return false;
  }

 private:
  int socket_;
  std::string seen_;
};

template <typename Condition>
bool becomes_true(Condition condition) {
  const auto end = SteadyClock::now() + 10s;
  while (!condition() && SteadyClock::now() < end) std::this_thread::sleep_for(5ms);
  return condition();
}

}  // namespace

TEST_CASE(
    "a stream that waits is asked when it is woken, and not otherwise; its connection goes on after it") {
  RunningServer running({});
  Client client(running.server.port());
  running.exchange.to_say = "first";
  client.ask("/stream");
  CHECK(client.reads("5\r\nfirst\r\n"));
  REQUIRE(becomes_true([&] { return running.exchange.asked == 1; }));
  std::this_thread::sleep_for(100ms);
  CHECK(running.exchange.asked == 1);
  running.exchange.say("second");
  CHECK(client.reads("6\r\nsecond\r\n"));
  running.exchange.say("end");
  CHECK(client.reads("3\r\nend\r\n0\r\n\r\n"));
  client.ask("/short");
  CHECK(client.reads("short"));
  CHECK(running.exchange.living == 0);
}

TEST_CASE("a silent stream is asked again when its time has come") {
  ServerLimits limits;
  limits.beat_time = 50ms;
  RunningServer running(limits);
  Client client(running.server.port());
  client.ask("/stream");
  CHECK(becomes_true([&] { return running.exchange.asked >= 4; }));
  CHECK(running.exchange.living == 1);
}

TEST_CASE("a client that goes away while its stream waits is noticed at once") {
  RunningServer running({});
  Client client(running.server.port());
  running.exchange.to_say = "first";
  client.ask("/stream");
  REQUIRE(client.reads("first"));
  CHECK(running.exchange.living == 1);
  client.close();
  CHECK(becomes_true([&] { return running.exchange.living == 0; }));
  CHECK(becomes_true([&] { return running.application.cut == 1; }));
}

TEST_CASE("a client that does not read is cut, and little was made for it") {
  ServerLimits limits;
  limits.write_time = 200ms;
  RunningServer running(limits);
  running.exchange.is_endless = true;
  Client client(running.server.port());
  client.ask("/stream");
  CHECK(becomes_true([&] { return running.application.cut == 1; }));
  CHECK(running.exchange.living == 0);
  // What fits into the buffers of both ends.
  CHECK(running.exchange.asked < 1000);
}

TEST_CASE("a server that stops ends the streams that wait, whole and at once") {
  RunningServer running({});
  Client client(running.server.port());
  running.exchange.to_say = "first";
  client.ask("/stream");
  REQUIRE(client.reads("first"));
  const auto start = SteadyClock::now();
  running.stop();
  CHECK(SteadyClock::now() - start < 2s);
  CHECK(client.reads("0\r\n\r\n"));
  CHECK(running.exchange.living == 0);
}

}  // namespace spico::emserve::test

// The only unit that sees Boost.Beast and Asio: one coroutine a connection, on one network thread.
#include <utility>  // Boost 1.74's Asio forgets it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <algorithm>
#include <atomic>
#include <limits>
#include <optional>
#include <stdexcept>
#include <unordered_set>

#include "crypto/secret.hpp"
#include "emserve/http/response_text.hpp"
#include "emserve/http/run_on.hpp"
#include "emserve/http/server.hpp"
#include "emserve/http/shared_writes.hpp"
#include "emserve/http/sleeper.hpp"
#include "emserve/http/slow_lane.hpp"

namespace spico::emserve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;
using Error = boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kSliceBytes = 64 * 1024;

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::kGet;
    case http::verb::head:
      return Method::kHead;
    case http::verb::post:
      return Method::kPost;
    case http::verb::put:
      return Method::kPut;
    case http::verb::delete_:
      return Method::kDelete;
    default:
      return Method::kOther;
  }
}

// Method, target and headers: what a request is judged by before its body comes.
Request request_of(const http::request<http::string_body>& message, const std::string& peer) {
  Request request;
  request.method = method_of(message.method());
  const auto target = message.target();
  const std::string_view whole(target.data(), target.size());
  const std::size_t question = whole.find('?');
  request.path = whole.substr(0, question);
  if (question != std::string_view::npos) request.query = whole.substr(question + 1);
  for (const auto& field : message) {
    std::string field_name(field.name_string().data(), field.name_string().size());
    for (char& character : field_name) {
      if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
    }
    request.headers.push_back(
        {std::move(field_name), std::string(field.value().data(), field.value().size())});
  }
  request.peer = peer;
  return request;
}

// What came of waiting for a request: it is whole, or its client is gone, or it must be refused.
struct ReadOutcome {
  bool is_gone = false;
  std::optional<ParseProblem> problem;
};

ReadOutcome outcome_of(const Error& error) {
  if (!error) return {};
  if (error == http::error::header_limit)
    return {.is_gone = false, .problem = ParseProblem::kHeadersTooLarge};
  if (error == http::error::body_limit) return {.is_gone = false, .problem = ParseProblem::kBodyTooLarge};
  const bool is_from_parser = error.category() == http::make_error_code(http::error::bad_method).category();
  const bool is_cut = error == http::error::end_of_stream || error == http::error::partial_message;
  if (is_from_parser && !is_cut) return {.is_gone = false, .problem = ParseProblem::kMalformed};
  // Too slow clients too: Beast has closed their socket already.
  return {.is_gone = true, .problem = {}};
}

}  // namespace

struct Server::State {
  State(const ListenOptions& listen_options, Application& application_to_ask)
      : options(listen_options),
        application(application_to_ask),
        passwords(options.limits.password_queue),
        files(options.limits.file_queue),
        acceptor(io),
        signals(io),
        stop_timer(io),
        tick_timer(io) {}

  ListenOptions options;
  Application& application;
  // Before io: what is left of a connection when io goes still counts itself out.
  std::unordered_set<beast::tcp_stream*> open;  // every connection
  std::unordered_set<beast::tcp_stream*> idle;  // those that wait for a request
  std::unordered_set<Sleeper*> asleep;          // those whose stream waits
  asio::io_context io{1};
  asio::thread_pool quick_pool{2};
  SlowLane passwords, files;
  SharedWrites shared_writes{io, application};
  std::optional<asio::ssl::context> tls;
  Tcp::acceptor acceptor;
  asio::signal_set signals;
  asio::steady_timer stop_timer;
  asio::steady_timer tick_timer;
  bool stopping = false;

  void begin_stop();
  void await_signal() {
    signals.async_wait([this](Error error, int) {
      if (error) return;
      begin_stop();
      await_signal();
    });
  }
  void join_pools() {
    quick_pool.join();
    passwords.pool.join();
    files.pool.join();
    shared_writes.join();
  }
  void finish_if_empty() {
    if (stopping && open.empty()) io.stop();
  }
  asio::awaitable<void> accept_loop();
  asio::awaitable<void> tick_loop();
  asio::awaitable<Response> answer(const Request& request);
  template <typename Stream>
  asio::awaitable<void> serve(Stream& stream, std::string peer);
  template <typename Stream>
  asio::awaitable<bool> send(Stream& stream, Response& response, Method method, unsigned version,
                             AfterResponse after, Clock::time_point started);
  template <typename Stream>
  asio::awaitable<Error> send_stream(Stream& stream, BodyStream& body, Framing framing, std::uint64_t& bytes);
  template <typename Stream>
  asio::awaitable<ReadOutcome> read(Stream& stream, beast::flat_buffer& buffer,
                                    http::request_parser<http::string_body>& parser, Request& request,
                                    const std::string& peer, std::chrono::milliseconds first_byte_time);
  asio::awaitable<void> connection(Tcp::socket socket);
};

namespace {

// Counts a connection in and out, whatever way its coroutine ends.
template <typename Counted>
class Registration {
 public:
  Registration(std::unordered_set<Counted*>& set, Counted& counted) : set_(set), counted_(&counted) {
    set_.insert(counted_);
  }
  Registration(const Registration&) = delete;
  Registration& operator=(const Registration&) = delete;
  ~Registration() { set_.erase(counted_); }

 private:
  std::unordered_set<Counted*>& set_;
  Counted* counted_;
};

}  // namespace

// Reads one request. `first_byte_time`: how long the client may stay silent before it begins.
template <typename Stream>
asio::awaitable<ReadOutcome> Server::State::read(Stream& stream, beast::flat_buffer& buffer,
                                                 http::request_parser<http::string_body>& parser,
                                                 Request& request, const std::string& peer,
                                                 std::chrono::milliseconds first_byte_time) {
  beast::tcp_stream& socket = beast::get_lowest_layer(stream);
  Error error;
  if (buffer.size() == 0) {
    const Registration waiting(idle, socket);
    socket.expires_after(first_byte_time);
    const std::size_t count = co_await stream.async_read_some(
        buffer.prepare(4096), asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return ReadOutcome{.is_gone = true, .problem = {}};
    buffer.commit(count);
  }
  socket.expires_after(options.limits.request_time);
  parser.header_limit(options.limits.header_bytes);
  // Until it is known what is asked for. The parser takes "no limit" for one that every length exceeds.
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());
  co_await http::async_read_header(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return outcome_of(error);
  request = request_of(parser.get(), peer);
  const std::uint64_t largest =
      std::max<std::uint64_t>(options.limits.body_bytes, application.largest_body_of(request));
  if (largest > options.limits.body_bytes) socket.expires_after(options.limits.large_request_time);
  parser.body_limit(largest);
  // The parser judges a length that is told with the head, when it did not know the limit.
  if (parser.content_length() && *parser.content_length() > largest)
    co_return ReadOutcome{.is_gone = false, .problem = ParseProblem::kBodyTooLarge};
  co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
  co_return outcome_of(error);
}

template <typename Stream>
asio::awaitable<bool> Server::State::send(Stream& stream, Response& response, Method method, unsigned version,
                                          AfterResponse after, Clock::time_point started) {
  beast::tcp_stream& socket = beast::get_lowest_layer(stream);
  const Framing framing = framing_of(response, version);
  SentRequest summary{.method = method,
                      .route = response.log_route,
                      .code = response.log_code,
                      .status = response.status,
                      .bytes = 0,
                      .duration = {},
                      .end = SentRequest::End::kComplete};
  Error error;
  std::string head = head_of(response, framing, after);
  std::string_view body;
  if (has_body(response, method)) body = response.file ? *response.file : response.body;

  if (framing != Framing::kLength) {
    if (!body.empty()) head.append(framing == Framing::kChunked ? chunk_of(body) : std::string(body));
    body = {};
  }
  // One buffer at a time: two together lose bytes beyond the first record of TLS in Beast of Boost 1.74.
  head.append(body.substr(0, kSliceBytes));
  body.remove_prefix(std::min(body.size(), kSliceBytes));
  std::string_view slice = head;
  while (!error && !slice.empty()) {
    socket.expires_after(options.limits.write_time);
    summary.bytes += co_await asio::async_write(stream, asio::buffer(slice.data(), slice.size()),
                                                asio::redirect_error(asio::use_awaitable, error));
    slice = body.substr(0, kSliceBytes);
    body.remove_prefix(slice.size());
  }
  if (!error && response.stream && has_body(response, method)) {
    // There may be thousands of streams, each for hours.
    head = {};
    response.headers = {};
    error = co_await send_stream(stream, *response.stream, framing, summary.bytes);
  }
  if (error) summary.end = SentRequest::End::kCut;
  summary.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started);
  application.sent(summary);
  co_return !error;
}

// Adds what it sent to `bytes`.
template <typename Stream>
asio::awaitable<Error> Server::State::send_stream(Stream& stream, BodyStream& body, Framing framing,
                                                  std::uint64_t& bytes) {
  beast::tcp_stream& socket = beast::get_lowest_layer(stream);
  const auto sleeper = std::make_shared<Sleeper>(io);
  const Registration counted(asleep, *sleeper);
  body.set_wake(sleeper->waker());
  Clock::time_point last_bytes = Clock::now();
  for (;;) {
    BodyStream::Step step = BodyStream::Step::kMore;
    {
      std::string chunk;
      step = co_await run_on(quick_pool, [&body, &chunk] { return body.next(chunk); });
      if (step == BodyStream::Step::kCut) co_return asio::error::connection_aborted;
      if (step == BodyStream::Step::kWait && stopping) step = BodyStream::Step::kEnd;
      if (framing == Framing::kChunked) {
        if (!chunk.empty()) chunk = chunk_of(chunk);
        if (step == BodyStream::Step::kEnd) chunk.append(kLastChunk);
      }
      if (!chunk.empty()) {
        Error error;
        socket.expires_after(options.limits.write_time);
        bytes += co_await asio::async_write(stream, asio::buffer(chunk),
                                            asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return error;
        last_bytes = Clock::now();
      }
    }
    if (step == BodyStream::Step::kEnd) break;
    if (step != BodyStream::Step::kWait) continue;
    socket.expires_never();
    co_await sleeper->sleep_until(socket.socket(), last_bytes + options.limits.beat_time);
    if (sleeper->is_client_gone()) co_return asio::error::eof;
  }
  sleeper->stop_watching(socket.socket());
  co_return Error();
}

asio::awaitable<Response> Server::State::answer(const Request& request) {
  const Lane wanted = application.lane_of(request);
  if (wanted == Lane::kTogether) co_return co_await shared_writes.answer(request);
  if (wanted == Lane::kQuick) {
    co_return co_await run_on(quick_pool, [this, &request] { return application.answer(request); });
  }
  SlowLane& lane = wanted == Lane::kPassword ? passwords : files;
  if (lane.inside >= lane.most) {
    co_return co_await run_on(quick_pool, [this, &request] { return application.answer_when_full(request); });
  }
  ++lane.inside;
  Response response = co_await run_on(lane.pool, [this, &request] { return application.answer(request); });
  --lane.inside;
  co_return response;
}

template <typename Stream>
asio::awaitable<void> Server::State::serve(Stream& stream, std::string peer) {
  // The parser takes a body out of it as it comes.
  beast::flat_buffer buffer(options.limits.header_bytes + options.limits.body_bytes + kSliceBytes);
  for (bool is_first = true;; is_first = false) {
    http::request_parser<http::string_body> parser;
    const std::chrono::milliseconds silence =
        is_first ? options.limits.request_time : options.limits.keep_alive_time;
    Request request;
    const ReadOutcome outcome = co_await read(stream, buffer, parser, request, peer, silence);
    if (outcome.is_gone) co_return;
    const Clock::time_point started = Clock::now();
    if (outcome.problem) {
      Response refusal = application.refuse(*outcome.problem);
      co_await send(stream, refusal, Method::kOther, 11, AfterResponse::kClose, started);
      co_return;
    }
    const unsigned version = parser.get().version();
    const bool wants_close = !parser.get().keep_alive();
    request.body = std::move(parser.get().body());
    // A long computation is not the client's slowness.
    beast::get_lowest_layer(stream).expires_never();
    Response response = co_await answer(request);
    crypto::wipe(request.body.data(), request.body.size());  // it may have held a password
    const Method method = request.method;
    request = {};
    if (response.stream && buffer.size() == 0) buffer.shrink_to_fit();
    const bool closes = wants_close || stopping || (response.stream && version < 11);
    const AfterResponse after = closes ? AfterResponse::kClose : AfterResponse::kKeepAlive;
    if (!co_await send(stream, response, method, version, after, started)) co_return;
    if (closes || stopping) co_return;
  }
}

asio::awaitable<void> Server::State::connection(Tcp::socket socket) {
  Error error;
  const Tcp::endpoint remote = socket.remote_endpoint(error);
  if (error) co_return;
  const std::string peer = remote.address().to_string();
  socket.set_option(Tcp::no_delay(true), error);
  beast::tcp_stream plain(std::move(socket));
  if (!tls) {
    {
      const Registration counted(open, plain);
      co_await serve(plain, peer);
    }
    plain.socket().shutdown(Tcp::socket::shutdown_both, error);
  } else {
    beast::ssl_stream<beast::tcp_stream> encrypted(std::move(plain), *tls);
    const Registration counted(open, beast::get_lowest_layer(encrypted));
    beast::get_lowest_layer(encrypted).expires_after(options.limits.request_time);
    co_await encrypted.async_handshake(asio::ssl::stream_base::server,
                                       asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    co_await serve(encrypted, peer);
    beast::get_lowest_layer(encrypted).expires_after(options.limits.request_time);
    co_await encrypted.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
  }
}

asio::awaitable<void> Server::State::accept_loop() {
  while (!stopping) {
    Error error;
    Tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted || stopping) co_return;
    if (error) {
      // Out of file descriptors, most likely: wait for some to be given back.
      asio::steady_timer pause(io, std::chrono::milliseconds(100));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    if (open.size() >= options.limits.connections) continue;  // the socket closes here
    asio::co_spawn(io, connection(std::move(socket)), [this](std::exception_ptr) { finish_if_empty(); });
  }
}

asio::awaitable<void> Server::State::tick_loop() {
  while (!stopping) {
    Error error;
    tick_timer.expires_after(options.limits.tick_time);
    co_await tick_timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (error || stopping) co_return;
    co_await asio::co_spawn(
        quick_pool.get_executor(),
        [](Application& to_ask) -> asio::awaitable<void> {
          to_ask.tick();
          co_return;
        }(application),
        asio::use_awaitable);
  }
}

void Server::State::begin_stop() {
  if (stopping) {
    io.stop();  // a second signal: at once
    return;
  }
  stopping = true;
  Error error;
  acceptor.close(error);
  tick_timer.cancel();
  for (beast::tcp_stream* stream : idle) stream->socket().cancel(error);
  for (Sleeper* sleeper : asleep) sleeper->wake();
  stop_timer.expires_after(options.limits.stop_time);
  stop_timer.async_wait([this](Error) { io.stop(); });
  finish_if_empty();
}

Server::Server(const ListenOptions& options, Application& application)
    : state_(std::make_unique<State>(options, application)) {
  State& state = *state_;
  if (!options.tls_certificate_file.empty()) {
    state.tls.emplace(asio::ssl::context::tls_server);
    Error error;
    state.tls->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                           asio::ssl::context::default_workarounds);
    // Connections that wait are many.
    SSL_CTX_set_mode(state.tls->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    state.tls->use_certificate_chain_file(options.tls_certificate_file, error);
    if (error) {
      throw std::runtime_error("cannot read the certificate " + options.tls_certificate_file + ": " +
                               error.message());
    }
    state.tls->use_private_key_file(options.tls_key_file, asio::ssl::context::pem, error);
    if (error) {
      throw std::runtime_error("cannot read the private key " + options.tls_key_file + ": " +
                               error.message());
    }
  }
  // Before anybody can connect: whoever sees an open port may stop the server in an orderly way.
  state.signals.add(SIGINT);
  state.signals.add(SIGTERM);
  Error error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) throw std::runtime_error("'" + options.address + "' is not an IP address to listen on");
  const Tcp::endpoint endpoint(address, options.port);
  state.acceptor.open(endpoint.protocol(), error);
  if (!error) state.acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error) state.acceptor.bind(endpoint, error);
  if (!error) state.acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    throw std::runtime_error("cannot listen on " + options.address + " port " + std::to_string(options.port) +
                             ": " + error.message() +
                             (error == asio::error::address_in_use
                                  ? "; another program uses it, choose another one with --port"
                                  : ""));
  }
}

Server::~Server() { state_->join_pools(); }

std::uint16_t Server::port() const { return state_->acceptor.local_endpoint().port(); }

void Server::run() {
  State& state = *state_;
  state.await_signal();
  asio::co_spawn(state.io, state.accept_loop(), asio::detached);
  asio::co_spawn(state.io, state.tick_loop(), asio::detached);
  state.io.run();
  state.join_pools();
}

void Server::stop() {
  asio::post(state_->io, [state = state_.get()] { state->begin_stop(); });
}

}  // namespace spico::emserve

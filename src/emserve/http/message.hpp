// A request and a response as plain values. Everything in emserve but connection.cpp speaks in these.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spico::emserve {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kDelete, kOther };

// "GET", "POST" …; "OTHER" for a method that no route has.
std::string_view name(Method method);

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  Method method = Method::kOther;
  std::string path;             // as sent, before the '?'; not decoded
  std::string query;            // after the '?', not decoded
  std::vector<Header> headers;  // names in lower case
  std::string body;
  std::string peer;  // address of the other end of the connection, without the port

  // The value of the header, empty when absent. The name is in lower case. A header that is sent twice gives
  // the first.
  std::string_view header(std::string_view lower_case_name) const;
  bool has_header(std::string_view lower_case_name) const;
  // The decoded value of a parameter of the query, empty when absent.
  std::string query_value(std::string_view parameter) const;
};

// A body that is made while it is sent. Called from a worker thread, one call at a time; the next call comes
// only when the client has taken the former chunk. While a stream waits it holds no thread.
class BodyStream {
 public:
  enum class Step : std::uint8_t { kMore, kWait, kEnd, kCut };

  BodyStream() = default;
  BodyStream(const BodyStream&) = delete;
  BodyStream& operator=(const BodyStream&) = delete;
  virtual ~BodyStream() = default;

  // Fills an empty chunk. kWait: there is nothing beyond it at present; the next call comes when the stream
  // is woken, or ServerLimits::beat_time after the last bytes went out. kEnd: this chunk is the last one.
  // kCut: something failed, the connection is closed so that the client sees an unfinished body.
  virtual Step next(std::string& chunk) = 0;
  // Once, before the first next(), on the network thread. `wake` may be called from any thread and at any
  // time until the stream is destroyed; it only notes that there is something to ask for.
  virtual void set_wake(std::function<void()> wake) { (void)wake; }
};

struct Response {
  unsigned status = 200;
  std::vector<Header> headers;
  std::string body;
  std::shared_ptr<const std::string> file;  // sent in place of body when set
  std::unique_ptr<BodyStream> stream;       // sent after body when set
  std::string log_route;  // pattern of the route that answered: never a path with an id in it
  std::string log_code;   // code of the error, empty when none

  void set_header(std::string header_name, std::string value) {
    headers.push_back({std::move(header_name), std::move(value)});
  }
};

// The reason phrase of a status, "Unknown" for one that emserve does not use.
std::string_view reason_phrase(unsigned status);

}  // namespace spico::emserve

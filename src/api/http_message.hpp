// A request and its answer on the client's side, as values. Made by api/, carried by the ports of app/.
#pragma once

#include <cstdint>
#include <string>

namespace spico::api {

enum class Method : std::uint8_t { kGet, kPost, kPut, kDelete };

struct HttpRequest {
  Method method = Method::kGet;
  std::string
      path;  // absolute, same origin; of the device: «records», «notices» and the others of web/lib_device.js
  std::string body;  // JSON, bytes, or empty
  // kPerson: somebody asked for it; the request carries X-Spico-Activity: 1 and moves the idle clock.
  enum class Cause : std::uint8_t { kPerson, kMachine } cause = Cause::kMachine;
  enum class Lifetime : std::uint8_t { kPage, kOutlivesPage } lifetime = Lifetime::kPage;  // fetch keepalive
  // kBetweenTabs: a stream that all tabs of this browser read together (web/lib_shared_stream.js).
  enum class Sharing : std::uint8_t { kNone, kBetweenTabs } sharing = Sharing::kNone;
  // kDevice: what this browser keeps itself (web/lib_device.js) answers as a server would.
  enum class Place : std::uint8_t { kServer, kDevice } place = Place::kServer;
  enum class Content : std::uint8_t { kJson, kBytes } content = Content::kJson;  // of the body
  std::uint32_t timeout_ms = 15000;  // to the answer's first byte and between two chunks
};

// How a request ended without a complete answer.
enum class HttpFailure : std::uint8_t {
  kNone = 0,
  kOffline,
  kTimeout,
  kAborted,
  kCut /* stopped in the middle */
};

struct HttpResponse {
  HttpFailure failure = HttpFailure::kNone;
  int status = 0;
  int retry_after_s = 0;  // of the header; 0 = none
  std::string body;
};

}  // namespace spico::api

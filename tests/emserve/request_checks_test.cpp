// Threats 4, 8, 9 and 38 without a socket: what a request must be, the headers of every answer, paths,
// cookies, coding.
#include <doctest/doctest.h>

#include <fstream>

#include "emserve/http/path.hpp"
#include "emserve/http/static_files.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

struct Sender {
  std::string site, origin, custom, type;
};

Request request_from(const Sender& sender, Method method) {
  Request request;
  request.method = method;
  request.path = "/api/pass/logout";
  request.headers = {{"host", "localhost:8080"}};
  if (!sender.site.empty()) request.headers.push_back({"sec-fetch-site", sender.site});
  if (!sender.origin.empty()) request.headers.push_back({"origin", sender.origin});
  if (!sender.custom.empty()) request.headers.push_back({"x-spico", sender.custom});
  if (!sender.type.empty()) request.headers.push_back({"content-type", sender.type});
  return request;
}

std::string verdict_on(const Request& request, Door door = Door::kApi) {
  Options options;
  options.mode = Mode::kDevelopment;
  const std::optional<Refusal> refusal = check_request(request, door, options);
  return refusal ? std::string(refusal->code) : "";
}

std::string verdict_on(const Sender& sender, Method method) {
  return verdict_on(request_from(sender, method));
}

constexpr auto kPost = Method::kPost;
constexpr auto kGet = Method::kGet;
const std::string kOurs = "http://localhost:8080";
const std::string kJson = "application/json";

}  // namespace

TEST_CASE("threat 4: only a page of ours, marked as such and speaking JSON, may change anything") {
  CHECK(verdict_on({"same-origin", kOurs, "1", kJson}, kPost).empty());
  CHECK(verdict_on({"same-origin", "", "1", kJson}, kPost).empty());
  CHECK(verdict_on({"", kOurs, "1", kJson}, kPost).empty());
  CHECK(verdict_on({"same-origin", kOurs, "1", "Application/JSON ; charset=utf-8"}, kPost).empty());

  CHECK(verdict_on({"", "", "1", kJson}, kPost) == "cross_site");
  for (const char* site : {"cross-site", "same-site", "none", "other"}) {
    CAPTURE(site);
    CHECK(verdict_on({site, kOurs, "1", kJson}, kPost) == "cross_site");
    CHECK(verdict_on({site, "", "1", kJson}, kGet) == "cross_site");
  }
  for (const char* origin : {"http://localhost:8081", "https://localhost:8080", "http://evil.localhost:8080",
                             "null", "http://localhost:8080.evil.example"}) {
    CAPTURE(origin);
    CHECK(verdict_on({"same-origin", origin, "1", kJson}, kPost) == "cross_site");
    CHECK(verdict_on({"", origin, "1", kJson}, kGet) == "cross_site");
  }
  CHECK(verdict_on({"same-origin", kOurs, "", kJson}, kPost) == "header_required");
  CHECK(verdict_on({"same-origin", kOurs, "2", kJson}, kGet) == "header_required");
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded",
                           "multipart/form-data; boundary=x", "application/jsonp", "text/json"}) {
    CAPTURE(type);
    CHECK(verdict_on({"same-origin", kOurs, "1", type}, kPost) == "unsupported_media_type");
  }
  CHECK(verdict_on({"", "", "1", ""}, kGet).empty());
}

TEST_CASE("threat 4: a name of another site that leads to this machine is not ours") {
  Request request = request_from({"same-origin", "http://rebound.example:8080", "1", kJson}, kPost);
  request.headers[0].value = "rebound.example:8080";
  CHECK(verdict_on(request) == "cross_site");
  CHECK(verdict_on(request, Door::kDev) == "cross_site");
  request = request_from({"same-origin", "", "1", ""}, kGet);
  for (const char* host : {"localhost", "127.0.0.1:1", "[::1]:8080"}) {
    request.headers[0].value = host;
    CHECK(verdict_on(request).empty());
  }
}

TEST_CASE("behind a proxy the origin is https, and the source is the address that the proxy added") {
  Options options;
  options.transport = Transport::kBehindProxy;
  Request request = request_from({"same-origin", "https://spico.example", "1", kJson}, kPost);
  request.headers[0].value = "spico.example";
  CHECK_FALSE(check_request(request, Door::kApi, options).has_value());
  options.origin = "https://other.example";
  CHECK(check_request(request, Door::kApi, options)->code == "cross_site");

  request.peer = "127.0.0.1";
  CHECK(source_of(request, options) == "127.0.0.1");
  request.headers.push_back({"x-forwarded-for", "10.0.0.1, 192.0.2.7"});
  CHECK(source_of(request, options) == "192.0.2.7");
  request.headers.push_back({"x-forwarded-for", "192.0.2.8"});
  CHECK(source_of(request, options) == "192.0.2.8");
  options.transport = Transport::kTls;
  CHECK(source_of(request, options) == "127.0.0.1");
}

TEST_CASE("a body of more than 16,384 bytes is refused") {
  Request request = request_from({"same-origin", kOurs, "1", kJson}, kPost);
  request.body = std::string(16'384, ' ');
  CHECK(verdict_on(request).empty());
  request.body.push_back(' ');
  CHECK(verdict_on(request) == "body_too_large");
}

TEST_CASE("threats 8 and 9: every answer of every route carries every header, errors too") {
  TestServer server;
  const std::vector<std::string> always = {"Cache-Control",
                                           "Content-Security-Policy",
                                           "Reporting-Endpoints",
                                           "Cross-Origin-Opener-Policy",
                                           "Cross-Origin-Embedder-Policy",
                                           "Cross-Origin-Resource-Policy",
                                           "X-Content-Type-Options",
                                           "X-Frame-Options",
                                           "Referrer-Policy",
                                           "Permissions-Policy",
                                           "X-Spico-Build"};
  const auto check = [&](const Response& response) {
    for (const std::string& name : always) {
      CAPTURE(name);
      CHECK_FALSE(header_of(response, name).empty());
    }
    CHECK(header_of(response, "Cache-Control") == "no-store");
    CHECK(header_of(response, "Access-Control-Allow-Origin").empty());
    CHECK(header_of(response, "Strict-Transport-Security").empty());
  };
  TestBrowser nobody(server);
  TestBrowser user(server);
  user.sign_in_strongly();
  user.post("/api/spico/open");
  for (const Route& route : routes()) {
    CAPTURE(route.path);
    check(nobody.send(route.method, std::string(route.path)));
    if (route.path != "/api/pass/logout") check(user.send(route.method, std::string(route.path), "{}"));
    check(nobody.send(Method::kOther, std::string(route.path)));
  }
  for (const char* path :
       {"/nowhere", "/api/nowhere", "/api/spico/patients/1/x.css", "/../etc/passwd", "/%00"}) {
    CAPTURE(path);
    const Response response = user.get(path);
    CHECK(response.status == 404);
    check(response);
  }
  for (const ParseProblem problem :
       {ParseProblem::kMalformed, ParseProblem::kHeadersTooLarge, ParseProblem::kBodyTooLarge}) {
    check(server.application.refuse(problem));
  }
  check(server.application.answer_when_full(nobody.prepare(Method::kPost, "/api/pass/login", "{}")));
}

TEST_CASE("a full queue of passwords asks to come back, but refuses strangers as ever") {
  TestServer server;
  TestBrowser browser(server);
  Request request = browser.prepare(Method::kPost, "/api/pass/login", "{}");
  CHECK(server.application.lane_of(request) == Lane::kPassword);
  const Response full = server.application.answer_when_full(request);
  CHECK(outcome_of(full) == "503 busy");
  CHECK_FALSE(header_of(full, "Retry-After").empty());
  request.headers.push_back({"origin", "https://evil.example"});
  CHECK(outcome_of(server.application.answer_when_full(request)) == "403 cross_site");
  CHECK(server.application.lane_of(browser.prepare(Method::kGet, "/api/session")) == Lane::kQuick);
}

TEST_CASE("threat 38: a request names its host once, as host names are written") {
  TestServer server;
  TestBrowser browser(server);
  Request request = browser.prepare(Method::kGet, "/api/session");
  CHECK(browser.send(request).status == 200);
  for (const char* host : {"", "a b", "localhost:8080, evil.example", "local/host", "user@localhost"}) {
    CAPTURE(host);
    request.headers[0].value = host;
    CHECK(outcome_of(browser.send(request)) == "400 malformed_request");
  }
  request.headers[0].value = "localhost:8080";
  request.headers.push_back({"host", "localhost:8080"});
  CHECK(outcome_of(browser.send(request)) == "400 malformed_request");
  request.headers.clear();
  CHECK(outcome_of(browser.send(request)) == "400 malformed_request");
}

TEST_CASE("/dev does not exist without --dev") {
  TestServer server(Mode::kProduction);
  TestBrowser browser(server);
  CHECK(outcome_of(browser.get("/dev/outbox")) == "404 not_found");
  CHECK(outcome_of(browser.post("/dev/clock", R"({"advance_ms":1})")) == "404 not_found");
  CHECK(outcome_of(browser.get("/dev/clock")) == "404 not_found");
}

TEST_CASE("/dev/outbox opens from the address bar, not from another site") {
  TestServer server;
  TestBrowser browser(server);
  Request request = browser.prepare(Method::kGet, "/dev/outbox");
  request.headers = {{"host", "localhost:8080"}, {"sec-fetch-site", "none"}};
  CHECK(browser.send(request).status == 200);
  request.headers[1].value = "cross-site";
  CHECK(browser.send(request).status == 403);
}

TEST_CASE("threat 38: a path is canonical or nothing") {
  CHECK(canonical_path("/") == "/");
  CHECK(canonical_path("/a/b.c") == "/a/b.c");
  CHECK(canonical_path("/a/%C3%A9t%C3%A9") == "/a/été");
  for (const char* path :
       {"",       "a",         "//",        "/a/",           "/a//b",     "/.",    "/..",  "/a/../b",
        "/a/./b", "/%2e%2e/b", "/a/%2E%2e", "/a%2fb",        "/a%5cb",    "/a\\b", "/%00", "/a%0a",
        "/a%",    "/a%2",      "/a%zz",     "/%252e%252e/b", "http://x/", "*",     "/a%7f"}) {
    CAPTURE(path);
    CHECK_FALSE(canonical_path(path).has_value());
  }
}

TEST_CASE("the parameters of a query are decoded, the first one wins") {
  Request request;
  request.query = "a=1&lang=en&lang=fr&x=%C3%A9&bad=%zz&flag";
  CHECK(request.query_value("lang") == "en");
  CHECK(request.query_value("x") == "é");
  CHECK(request.query_value("bad").empty());
  CHECK(request.query_value("flag").empty());
  CHECK(request.query_value("nothing").empty());
}

TEST_CASE("threats 1 and 3: the cookie is opaque, of the right form, and only its hash is known") {
  REQUIRE(crypto::start() == crypto::StartResult::kReady);
  const NewCookie cookie = make_cookie();
  CHECK(cookie.value.size() == 43);
  CHECK(set_cookie_header("v", Transport::kTls) ==
        "__Host-spico=v; Path=/; Secure; HttpOnly; SameSite=Strict");
  CHECK(set_cookie_header("v", Transport::kPlain) == "spico=v; Path=/; HttpOnly; SameSite=Strict");
  const auto read = [](const std::string& header) { return cookie_hash(header, Transport::kPlain); };
  CHECK(read("spico=" + cookie.value) == cookie.hash);
  CHECK(read("a=b; spico=" + cookie.value + " ; c=d") == cookie.hash);
  CHECK(cookie_hash("__Host-spico=" + cookie.value, Transport::kTls) == cookie.hash);
  for (const std::string& header :
       {std::string(), std::string("spico="), "spico=" + cookie.value + "A",
        "spico=" + cookie.value.substr(1), "Spico=" + cookie.value, "xspico=" + cookie.value,
        "__Host-spico=" + cookie.value, "spico=" + cookie.value + "; spico=" + make_cookie().value,
        "spico=" + std::string(43, '+'), "spico=\"" + cookie.value + "\"", std::string(";;;=;spico")}) {
    CAPTURE(header);
    CHECK_FALSE(read(header).has_value());
  }
}

TEST_CASE("the coding of a file follows the weights of Accept-Encoding") {
  using enum ContentCoding;
  const auto choose = [](std::string_view header) { return choose_coding(header, true, true); };
  CHECK(choose("gzip, deflate, br") == kBrotli);
  CHECK(choose("gzip;q=1.0, br;q=0.5") == kGzip);
  CHECK(choose("gzip;q=0.5, br;q=0.5") == kBrotli);
  CHECK(choose("br;q=0, gzip") == kGzip);
  CHECK(choose("br ; q=0.001") == kBrotli);
  CHECK(choose("*") == kBrotli);
  CHECK(choose("*;q=0") == kIdentity);
  CHECK(choose("*;q=0, gzip") == kGzip);
  CHECK(choose("identity") == kIdentity);
  CHECK(choose("") == kIdentity);
  CHECK(choose("brotli, xgzip") == kIdentity);
  CHECK(choose_coding("br, gzip", false, true) == kGzip);
  CHECK(choose_coding("br, gzip", false, false) == kIdentity);
}

TEST_CASE("static files: only what files.json names, with its caching and its type") {
  const TemporaryFolder folder;
  const auto write = [&folder](const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder.path() / name).parent_path());
    std::ofstream(folder.path() / name) << text;
  };
  CHECK_THROWS(StaticFiles::load(folder.path()));
  write("index.html", "<html>");
  write("a/x.0123456789abcdef.js", "script");
  write("a/x.0123456789abcdef.js.br", "brotli");
  write("secret.txt", "secret");
  write("files.json",
        R"({"build":"b1","files":[
          {"path":"/","file":"index.html","type":"text/html; charset=utf-8","immutable":false,"br_bytes":null,"gz_bytes":null},
          {"path":"/a/x.0123456789abcdef.js","file":"a/x.0123456789abcdef.js","type":"text/javascript","immutable":true,"br_bytes":6,"gz_bytes":null}]})");
  const StaticFiles files = StaticFiles::load(folder.path());
  CHECK(files.build() == "b1");
  const auto shell = files.find("/", "br");
  REQUIRE(shell.has_value());
  CHECK(*shell->file == "<html>");
  CHECK(header_of(*shell, "Cache-Control").empty());
  CHECK(files.find("/index.html", "").has_value());
  const auto script = files.find("/a/x.0123456789abcdef.js", "gzip, br");
  REQUIRE(script.has_value());
  CHECK(*script->file == "brotli");
  CHECK(header_of(*script, "Content-Encoding") == "br");
  CHECK(header_of(*script, "Vary") == "Accept-Encoding");
  CHECK(header_of(*script, "Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(*files.find("/a/x.0123456789abcdef.js", "gzip")->file == "script");
  for (const char* path : {"/secret.txt", "/files.json", "/a", "/a/x.js", "/a/x.0123456789abcdef.js.br"}) {
    CAPTURE(path);
    CHECK_FALSE(files.find(path, "").has_value());
  }
  write("files.json", R"({"build":"b1","files":[{"path":"/"}]})");
  CHECK_THROWS(StaticFiles::load(folder.path()));
}

}  // namespace spico::emserve::test

// A whole emserve without sockets for the tests of this folder: a throw-away data folder, a clock that stands
// still, cheap password hashing, and a browser that keeps its cookie.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "api/json.hpp"
#include "crypto/random.hpp"
#include "emserve/demo_data.hpp"
#include "emserve/routes/application.hpp"
#include "emserve/store/sqlite_connection.hpp"

namespace spico::emserve::test {

inline constexpr std::int64_t kStartMs = 1'795'358'040'000;  // 22/11/2026 15:34 in Paris
inline constexpr crypto::PasswordCost kCheap{.memory_bytes = 64 * 1024, .passes = 1};

// A folder of its own, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    REQUIRE(crypto::start() == crypto::StartResult::kReady);
    const auto name = crypto::random_secret<12>();
    // In memory where the system offers it: the store waits for the disk at each commit.
    const std::filesystem::path memory = "/dev/shm";
    const auto base = std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    path_ = base / ("spico-test-" + crypto::to_hex(name.view()));
    std::filesystem::create_directory(path_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path database() const { return path_ / "spico.db"; }

 private:
  std::filesystem::path path_;
};

// What the third step of the schema and those after it made, taken back: the database is as an older emserve
// left it.
inline void revert_discussions(SqliteConnection& connection) {
  connection.execute(
      "DROP TABLE dossier_entries; DROP TABLE notifications; DROP TABLE notification_preferences;"
      "DROP TABLE attachment_previews; DROP TABLE attachment_pieces; DROP TABLE attachments;"
      "DROP TABLE message_words; DROP TABLE message_versions; DROP TABLE message_seen; DROP TABLE "
      "message_mentions; DROP TABLE messages; DROP TABLE discussion_members; DROP TABLE discussions;"
      "ALTER TABLE events DROP COLUMN discussion_id; ALTER TABLE events DROP COLUMN message_id;"
      "ALTER TABLE events DROP COLUMN member_id;"
      "DROP TABLE directory_words; DROP INDEX professionals_by_account; DROP INDEX professionals_in_order;"
      "DELETE FROM professionals WHERE in_circles = 0;"
      "ALTER TABLE professionals DROP COLUMN structure; ALTER TABLE professionals DROP COLUMN commune;"
      "ALTER TABLE professionals DROP COLUMN account_id; ALTER TABLE professionals DROP COLUMN in_circles;"
      "ALTER TABLE professionals DROP COLUMN folded;"
      "ALTER TABLE accounts DROP COLUMN structure; ALTER TABLE accounts DROP COLUMN commune;"
      "PRAGMA user_version = 2");
}

inline Options test_options(const TemporaryFolder& folder) {
  Options options;
  options.mode = Mode::kDevelopment;
  options.data = folder.path();
  options.demo_patients = 12;
  options.demo_professionals = 20;
  return options;
}

class TestServer {
 public:
  TestServer() : TestServer(Mode::kDevelopment) {}
  explicit TestServer(Mode mode) : options(test_options(folder)), application(services) {
    make_demo_data({.options = options,
                    .texts = texts,
                    .passwords = passwords,
                    .store = *stores.lend(),
                    .examiner = examiner,
                    .now_ms = clock.now_ms(),
                    .progress = {}});
    options.mode = mode;
  }

  TemporaryFolder folder;
  Options options;
  StandingClock clock{kStartMs};
  Texts texts = Texts::load();
  Pepper pepper = Pepper::load_or_create(folder.path() / "pepper.key");
  Passwords passwords{kCheap};
  StorePool stores{folder.database(), 64};
  Outbox outbox;
  FileExaminer examiner{find_drawers()};
  FileTickets tickets;
  StaticFiles files{"test-build"};
  Log log{""};
  SignIn sign_in{options, clock, pepper, passwords, outbox};
  LiveHub live{stores, clock, log, options};
  Services services{.options = options,
                    .stores = stores,
                    .live = live,
                    .clock = clock,
                    .pepper = pepper,
                    .sign_in = sign_in,
                    .outbox = outbox,
                    .examiner = examiner,
                    .tickets = tickets,
                    .texts = texts,
                    .files = files,
                    .log = log};
  SpicoApplication application;

  std::string last_code() const {
    REQUIRE(!outbox.newest_first().empty());
    return outbox.newest_first().front().code;
  }

  // Names of the audit lines so far, oldest first, each followed by its reason if there is one.
  std::vector<std::string> audit_events() {
    std::vector<std::string> events;
    stores.lend()->read_audit(0, [&events](const AuditLine& line) {
      events.push_back(line.detail.empty() ? line.event : line.event + " " + line.detail);
    });
    return events;
  }
};

inline std::string header_of(const Response& response, std::string_view name) {
  for (const Header& header : response.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

// Sends requests as a page of ours does.
class TestBrowser {
 public:
  explicit TestBrowser(TestServer& server) : server_(server) {}

  Response send(Method method, const std::string& target, const std::string& body = {}) {
    Request request = prepare(method, target, body);
    return send(request);
  }

  Response send(const Request& request) {
    Response response = server_.application.answer(request);
    const std::string cookie = header_of(response, "Set-Cookie");
    if (!cookie.empty()) {
      cookie_ = cookie.find("Max-Age=0") != std::string::npos ? "" : cookie.substr(0, cookie.find(';'));
    }
    return response;
  }

  Response get(const std::string& target) { return send(Method::kGet, target); }
  Response post(const std::string& target, const std::string& body = "{}") {
    return send(Method::kPost, target, body);
  }
  Response remove(const std::string& target) { return send(Method::kDelete, target); }
  Response put(const std::string& target, const std::string& body) {
    return send(Method::kPut, target, body);
  }

  // The request as it would go out now.
  Request prepare(Method method, const std::string& target, const std::string& body = {}) const {
    Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (target.find('?') != std::string::npos) request.query = target.substr(target.find('?') + 1);
    request.headers = {{"host", "localhost:8080"}, {"sec-fetch-site", "same-origin"}, {"x-spico", "1"}};
    if (is_active) request.headers.push_back({"x-spico-activity", "1"});
    if (method != Method::kGet && method != Method::kDelete)
      request.headers.push_back({"content-type", "application/json; charset=utf-8"});
    if (!cookie_.empty()) request.headers.push_back({"cookie", cookie_});
    request.body = body;
    request.peer = "127.0.0.1";
    return request;
  }

  Response sign_in_weakly(const std::string& user = "demo-infirmiere") { return try_password(user, "weak"); }
  Response begin_sign_in(const std::string& user = "demo-infirmiere") { return try_password(user, "code"); }
  Response try_password(const std::string& user, const std::string& method,
                        const std::string& password = std::string(kDemoPassword)) {
    return post("/api/pass/login", R"({"identifiant":")" + user + R"(","mot_de_passe":")" + password +
                                       R"(","method":")" + method + "\"}");
  }
  Response send_code(const std::string& channel = "email") {
    return post("/api/pass/code/send", R"({"channel":")" + channel + "\"}");
  }
  Response try_code(const std::string& code) {
    return post("/api/pass/code/verify", R"({"code":")" + code + "\"}");
  }
  void sign_in_strongly(const std::string& user = "demo-infirmiere") {
    REQUIRE(begin_sign_in(user).status == 200);
    REQUIRE(send_code().status == 200);
    REQUIRE(try_code(server_.last_code()).status == 200);
  }
  void accept_terms(const std::string& document) {
    const TermsDocument which = document == "pass" ? TermsDocument::kPass : TermsDocument::kSpico;
    REQUIRE(post("/api/" + document + "/cgu/accept",
                 R"({"version":")" + server_.texts.terms_version(which) + "\"}")
                .status == 200);
  }

  const std::string& cookie() const { return cookie_; }
  void set_cookie(std::string cookie) { cookie_ = std::move(cookie); }

  bool is_active = true;  // whether requests come from a person

 private:
  TestServer& server_;
  std::string cookie_;
};

// "200", or "403 cgu_pass_required".
inline std::string outcome_of(const Response& response) {
  const std::string status = std::to_string(response.status);
  return response.log_code.empty() ? status : status + " " + response.log_code;
}

// A text member of a JSON body; "null" and "true" as such.
inline std::string member_of(const Response& response, std::string_view name) {
  api::JsonDocument document;
  REQUIRE(document.parse(response.body));
  const api::JsonValue value = document.root()[name];
  switch (value.kind()) {
    case api::JsonKind::kString:
      return std::string(*value.as_string());
    case api::JsonKind::kBoolean:
      return *value.as_bool() ? "true" : "false";
    case api::JsonKind::kNumber:
      return std::to_string(*value.as_integer());
    case api::JsonKind::kNull:
      return "null";
    case api::JsonKind::kObject:
      return "object";
    default:
      return "";
  }
}

// Six digits that are not these.
inline std::string other_code(const std::string& code, int step = 1) {
  std::string digits = std::to_string((std::stoi(code) + step) % 1'000'000);
  digits.insert(0, 6 - digits.size(), '0');
  return digits;
}

}  // namespace spico::emserve::test

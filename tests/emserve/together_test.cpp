// Requests that are written to disk together: each gets its own answer, and what one of them may not do is
// nobody else's matter. And a discussion of as many people as it may have, over the API.
#include <doctest/doctest.h>

#include "tests/emserve/discussion_support.hpp"

namespace spico::emserve::test {
namespace {

struct Room {
  explicit Room(TestServer& whose, const std::string& user = "demo-infirmiere")
      : server(whose), browser(whose) {
    browser.sign_in_strongly(user);
    REQUIRE(browser.post("/api/spico/open").status == 200);
  }

  std::string begin(const std::string& members = {}) {
    const Response made =
        browser.post("/api/spico/discussions", R"({"client_id":")" + client_id(++last_client_id) +
                                                   R"(","title":"TEST","members":[)" + members + "]}");
    REQUIRE(made.status == 200);
    return member_of(made, "id");
  }
  Request message(const std::string& discussion, const std::string& text, int id) const {
    return browser.prepare(Method::kPost, "/api/spico/discussions/" + discussion + "/messages",
                           R"({"client_id":")" + client_id(id) + R"(","text":")" + text + "\"}");
  }
  Request read(const std::string& discussion, int number) const {
    return browser.prepare(Method::kPut, "/api/spico/discussions/" + discussion + "/read",
                           R"({"number":)" + std::to_string(number) + "}");
  }

  TestServer& server;
  TestBrowser browser;
  int last_client_id = 0;
};

std::vector<Response> together(TestServer& server, const std::vector<Request>& requests) {
  std::vector<const Request*> all;
  for (const Request& request : requests) {
    CHECK(server.application.lane_of(request) == Lane::kTogether);
    all.push_back(&request);
  }
  return server.application.answer_together(all);
}

}  // namespace

TEST_CASE("requests written together: an answer for each in their order, a refused one spoils no other") {
  TestServer server;
  Room nurse(server), physician(server, "demo-medecin");
  const std::string discussion = nurse.begin();
  const std::size_t audited = server.audit_events().size();
  const std::vector<Response> answers =
      together(server, {nurse.message(discussion, "un", 1), physician.message(discussion, "pas membre", 2),
                        nurse.message(discussion, "", 3), nurse.message(discussion, "un encore", 1),
                        nurse.message(discussion, "deux", 4), nurse.read(discussion, 3)});
  REQUIRE(answers.size() == 6);
  CHECK(member_of(answers[0], "number") == "2");
  CHECK(outcome_of(answers[1]) == "404 unknown_discussion");
  CHECK(outcome_of(answers[2]) == "422 invalid_field");
  CHECK(answers[3].body == answers[0].body);
  CHECK(member_of(answers[4], "text") == "deux");
  CHECK(member_of(answers[4], "number") == "3");
  CHECK(answers[5].body == "{}");
  const std::vector<std::string> events = server.audit_events();
  CHECK(std::vector(events.begin() + static_cast<std::ptrdiff_t>(audited), events.end()) ==
        std::vector<std::string>{
            "message_sent discussion " + discussion + " message " + member_of(answers[0], "id"),
            "discussion_refused send " + discussion,
            "message_sent discussion " + discussion + " message " + member_of(answers[4], "id")});
  for (const Response& answer : answers) CHECK(header_of(answer, "X-Content-Type-Options") == "nosniff");
}

TEST_CASE("written together and not kept: everybody is told to come again, and nothing of it is there") {
  TestServer server;
  Room nurse(server);
  const std::string discussion = nurse.begin();
  const std::size_t audited = server.audit_events().size();
  {
    SqliteConnection other(server.folder.database());
    const WriteTransaction lock(other);
    for (const Response& answer :
         together(server, {nurse.message(discussion, "un", 1), nurse.message(discussion, "deux", 2)}))
      CHECK(outcome_of(answer) == "503 busy");
  }
  CHECK(server.audit_events().size() == audited);
  const std::vector<Response> again =
      together(server, {nurse.message(discussion, "un", 1), nurse.message(discussion, "deux", 2)});
  CHECK(member_of(again[0], "number") == "2");
  CHECK(member_of(again[1], "number") == "3");
}

TEST_CASE("a unit of the store: whole or not at all, and a part of it that is undone leaves the rest") {
  TemporaryFolder folder;
  SqliteStore store(folder.database()), other(folder.database());
  {
    const auto unit = store.begin_unit();
    store.set_setting("a", "1");
    {
      const auto part = store.begin_unit();
      store.set_setting("b", "1");
      part->commit();
    }
    {
      const auto undone = store.begin_unit();
      store.set_setting("a", "2");
      store.set_setting("c", "1");
    }
    CHECK(store.setting("a") == "1");
    CHECK(other.setting("a").empty());
    unit->commit();
  }
  CHECK(other.setting("a") + other.setting("b") + other.setting("c") == "11");
  {
    const auto unit = store.begin_unit();
    store.set_setting("a", "3");
    const auto part = store.begin_unit();
    store.set_setting("b", "3");
    part->commit();
  }
  CHECK(other.setting("a") + other.setting("b") == "11");
}

TEST_CASE("a discussion of five hundred people talks; the next one is refused with the reason") {
  TestServer server;
  Room nurse(server);
  std::string members;
  std::vector<std::string> ids;
  {
    const StoreLease store = server.stores.lend();
    for (int i = 0; i < 501; ++i) {
      Account account;
      account.identifiant = account.given_name = "p" + std::to_string(i);
      account.family_name = "TEST";
      account.profession = "medecin";
      ids.push_back(to_decimal(store->professional_of(store->add_account(account, kStartMs)).value));
    }
  }
  for (int i = 0; i < 499; ++i)
    members.append(i == 0 ? "" : ",").append("\"").append(ids[static_cast<std::size_t>(i)]).append("\"");
  const std::string full = nurse.begin(members);
  const auto add = [&](const std::string& discussion, const std::string& id) {
    return outcome_of(nurse.browser.post("/api/spico/discussions/" + discussion + "/members",
                                         R"({"member":")" + id + R"(","history":"all"})"));
  };
  CHECK(add(full, ids[499]) == "409 too_many_members");
  CHECK(add(full, ids[0]) == "200");  // is one already
  const std::vector<Response> sent = together(server, {nurse.message(full, "TEST", 7000)});
  CHECK_MESSAGE(sent.front().status == 200, sent.front().body);
  const Response opened = nurse.browser.get("/api/spico/discussions/" + full);
  CHECK(opened.body.find(R"("members":500)") != std::string::npos);
  CHECK(outcome_of(nurse.browser.post("/api/spico/discussions", R"({"client_id":")" + client_id(99) +
                                                                    R"(","title":"TEST","members":[)" +
                                                                    members + ",\"" + ids[499] + "\"]}")) ==
        "422 invalid_field");
}

}  // namespace spico::emserve::test

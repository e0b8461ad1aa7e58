// GET /api/spico/live without sockets: what a stream says, and when it ends. And its neighbours in the table.
#include <doctest/doctest.h>

#include "emserve/routes/coded_filters.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

// A stream as its connection reads it: until it waits.
class Listener {
 public:
  explicit Listener(Response response) : response_(std::move(response)) {
    REQUIRE(response_.stream != nullptr);
    response_.stream->set_wake([this] { ++wakes_; });
  }

  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::string read() {
    std::string all;
    for (;;) {
      std::string chunk;
      step_ = response_.stream->next(chunk);
      all += chunk;
      if (step_ != BodyStream::Step::kMore) return all;
    }
  }
  bool has_ended() const { return step_ == BodyStream::Step::kEnd; }
  int wakes() const { return wakes_; }

 private:
  Response response_;
  BodyStream::Step step_ = BodyStream::Step::kMore;
  int wakes_ = 0;
};

class Reader {
 public:
  explicit Reader(TestServer& server, const std::string& user = "demo-infirmiere") : browser(server) {
    browser.sign_in_strongly(user);
    REQUIRE(browser.post("/api/spico/open").status == 200);
  }
  Listener listen(const std::string& query = {}) { return Listener(browser.get("/api/spico/live" + query)); }
  Response archive(int patient, bool archived) {
    return browser.put("/api/spico/patients/" + std::to_string(patient) + "/archived",
                       archived ? R"({"archived":true})" : R"({"archived":false})");
  }
  TestBrowser browser;
};

std::int64_t last_event(TestServer& server) { return server.stores.lend()->event_bounds().last; }
std::string after(std::int64_t event) { return "?after=" + std::to_string(event); }

}  // namespace

TEST_CASE("a stream begins with where it is, then waits, and tells what somebody else does") {
  TestServer server;
  Reader nurse(server);
  Reader physician(server, "demo-medecin");
  Listener listener = nurse.listen();
  const std::string number = std::to_string(last_event(server));
  CHECK(listener.read() ==
        R"({"live":{"last":)" + number + R"(,"server_now":)" + std::to_string(kStartMs) + "}}\n");
  server.live.look();
  CHECK(listener.read().empty());

  const int wakes = listener.wakes();
  CHECK(physician.archive(3, true).status == 200);
  server.live.look();
  CHECK(listener.wakes() == wakes + 1);
  const std::string line = listener.read();
  CHECK(line.starts_with(R"({"event":{"id":)" + std::to_string(last_event(server)) +
                         R"(,"kind":"patient","patient":{"id":"3",)"));
  CHECK(line.find(R"("archived":true)") != std::string::npos);
  CHECK(std::count(line.begin(), line.end(), '\n') == 1);
  server.live.look();
  CHECK(listener.read().empty());
  CHECK_FALSE(listener.has_ended());
}

TEST_CASE("a stream for whose account nothing happens sleeps on, and has reached what the others have") {
  TestServer server;
  server.options.listen.limits.beat_time = std::chrono::milliseconds(0);
  Reader nurse(server);
  Reader physician(server, "demo-medecin");
  Listener own = nurse.listen();
  Listener other = physician.listen();
  server.live.look();
  own.read();
  other.read();
  const int wakes = other.wakes();
  const auto star = [&](const std::string& favourite) {
    REQUIRE(
        nurse.browser.put("/api/spico/patients/2/favourite", R"({"favourite":)" + favourite + "}").status ==
        200);
    server.live.look();
  };
  star("true");
  star("false");
  CHECK(other.wakes() == wakes);
  CHECK(own.wakes() > wakes);
  CHECK(own.read().find(R"("kind":"favourite")") != std::string::npos);
  CHECK(other.read().starts_with(R"({"beat":{"last":)" + std::to_string(last_event(server))));
  // Something for everybody between two stars, told to one who was not woken for either.
  star("true");
  CHECK(physician.archive(3, true).status == 200);
  server.live.look();
  star("false");
  CHECK(other.wakes() == wakes + 1);
  const std::string told = other.read();
  CHECK(told.find(R"("patient":{"id":"3",)") != std::string::npos);
  CHECK(std::count(told.begin(), told.end(), '\n') == 1);
  CHECK(other.read().starts_with(R"({"beat":{"last":)" + std::to_string(last_event(server))));
}

TEST_CASE("a stream goes on from the last number, or says that it cannot") {
  TestServer server;
  Reader nurse(server);
  const std::int64_t before = last_event(server);
  nurse.archive(1, true);
  nurse.archive(2, true);
  Listener listener = nurse.listen(after(before));
  const std::string all = listener.read();
  CHECK(std::count(all.begin(), all.end(), '\n') == 3);
  CHECK(all.starts_with(R"({"live":{"last":)" + std::to_string(before)));

  Listener beyond = nurse.listen(after(last_event(server) + 1));
  CHECK(beyond.read().ends_with("{\"resync\":{}}\n"));
  CHECK(beyond.has_ended());

  server.stores.lend()->prune_events(kStartMs, {.most = 1, .oldest_ms = 86'400'000});
  Listener forgotten = nurse.listen(after(before));
  CHECK(forgotten.read().ends_with("{\"resync\":{}}\n"));
  CHECK(forgotten.has_ended());
  CHECK_FALSE(nurse.listen(after(last_event(server) - 1)).has_ended());
  for (const char* wrong : {"?after=x", "?after=-1", "?after=1x", "?after=99999999999999999999"})
    CHECK(outcome_of(nurse.browser.get(std::string("/api/spico/live") + wrong)) == "422 invalid_field");
}

TEST_CASE("a stream that fell behind what is kept says so") {
  TestServer server;
  Reader nurse(server);
  Listener listener = nurse.listen();
  listener.read();
  nurse.archive(1, true);
  nurse.archive(2, true);
  server.stores.lend()->prune_events(kStartMs, {.most = 1, .oldest_ms = 86'400'000});
  server.live.look();
  CHECK(listener.read() == "{\"resync\":{}}\n");
  CHECK(listener.has_ended());
}

TEST_CASE("a stream ends with its session, and with SPICO being left") {
  TestServer server;
  Reader leaving(server);
  Reader signing_out(server, "demo-medecin");
  Reader idle(server, "demo-coordination");
  Listener left = leaving.listen();
  Listener signed_out = signing_out.listen();
  Listener expired = idle.listen();
  for (Listener* one : {&left, &signed_out, &expired}) {
    server.live.look();
    one->read();
    CHECK_FALSE(one->has_ended());
  }
  leaving.browser.post("/api/spico/logout");
  server.live.look();
  CHECK(left.read().empty());
  CHECK(left.has_ended());
  signing_out.browser.post("/api/pass/logout");
  // What happens afterwards is not for it.
  idle.archive(1, true);
  server.live.look();
  CHECK(signed_out.read().empty());
  CHECK(signed_out.has_ended());
  expired.read();
  CHECK_FALSE(expired.has_ended());
  server.clock.advance(server.options.session.idle_ms);
  server.live.look();
  expired.read();
  CHECK(expired.has_ended());
}

TEST_CASE("a stream is no activity, whatever its request says") {
  TestServer server;
  Reader nurse(server);
  server.clock.advance(server.options.session.idle_ms - 1000);
  nurse.listen();
  CHECK(member_of(nurse.browser.get("/api/spico/preferences"), "columns").empty());
  server.clock.advance(server.options.session.idle_ms - 1000);
  nurse.listen();
  server.clock.advance(1000);
  CHECK(outcome_of(nurse.browser.get("/api/spico/preferences")) == "401 session_idle");
}

TEST_CASE("a session has so many streams; the oldest one makes room") {
  TestServer server;
  Reader nurse(server);
  Reader physician(server, "demo-medecin");
  std::vector<std::unique_ptr<Listener>> listeners;
  for (int i = 0; i < 5; ++i)
    listeners.push_back(std::make_unique<Listener>(nurse.browser.get("/api/spico/live")));
  Listener other = physician.listen();
  CHECK(listeners[0]->wakes() >= 1);
  for (const auto& one : listeners) one->read();
  other.read();
  CHECK(listeners[0]->has_ended());
  for (std::size_t i = 1; i < listeners.size(); ++i) CHECK_FALSE(listeners[i]->has_ended());
  CHECK_FALSE(other.has_ended());
}

TEST_CASE("a silent stream beats, with the number it has reached") {
  TestServer server;
  server.options.listen.limits.beat_time = std::chrono::milliseconds(0);
  Reader nurse(server);
  Listener listener = nurse.listen();
  listener.read();
  CHECK(listener.read() == R"({"beat":{"last":)" + std::to_string(last_event(server)) + R"(,"server_now":)" +
                               std::to_string(kStartMs) + "}}\n");
}

TEST_CASE("archiving is for everyone, traced, and refused where the patient may not be seen") {
  TestServer server;
  Reader nurse(server);
  const std::int64_t before = last_event(server);
  CHECK(nurse.archive(1, true).body == "{}");
  CHECK(nurse.archive(1, true).status == 200);
  CHECK(server.audit_events().back() == "patient_archived on");
  CHECK(last_event(server) == before + 1);
  CHECK(outcome_of(nurse.archive(99, true)) == "404 unknown_patient");
  CHECK(server.audit_events().back() == "patient_refused archive");
  CHECK(outcome_of(nurse.browser.put("/api/spico/patients/1/archived", R"({"archived":1})")) ==
        "422 invalid_field");
}

TEST_CASE("a dossier tells what the list tells and more, and opening it is in the audit log") {
  TestServer server;
  Reader nurse(server);
  Reader physician(server, "demo-medecin");
  const Response first = nurse.browser.get("/api/spico/patients/1");
  CHECK(member_of(first, "birth_name") == "BÉNAZET");
  CHECK(member_of(first, "ins_oid").starts_with("1.2.250.1.213.1.4."));
  CHECK(first.body.ends_with(R"("changes":[]})"));
  CHECK(first.body.find("previous_visit_ms") == std::string::npos);
  CHECK(server.audit_events().back() == "patient_opened");
  server.clock.advance(1000);
  physician.archive(1, true);
  const Response second = nurse.browser.get("/api/spico/patients/1");
  CHECK(member_of(second, "previous_visit_ms") == std::to_string(kStartMs));
  CHECK(second.body.ends_with(R"("changes":[{"field":"archived","at_ms":)" + std::to_string(kStartMs + 1000) +
                              R"(,"author":"Mathieu TEST"}]})"));
  CHECK(outcome_of(nurse.browser.get("/api/spico/patients/99")) == "404 unknown_patient");
  CHECK(server.audit_events().back() == "patient_refused open");
  CHECK(outcome_of(nurse.browser.get("/api/spico/patients/exported")) == "405 method_not_allowed");
}

TEST_CASE("an export leaves its form, its size and its coded filters in the audit log") {
  TestServer server;
  Reader nurse(server);
  const auto tell = [&nurse](const std::string& body) {
    return outcome_of(nurse.browser.post("/api/spico/patients/exported", body));
  };
  CHECK(tell(R"({"format":"csv","count":12,"filters":"statut=actif"})") == "200");
  CHECK(server.audit_events().back() == "patients_exported csv 12 statut=actif");
  CHECK(tell(R"({"format":"print","count":0,"filters":""})") == "200");
  CHECK(server.audit_events().back() == "patients_exported print 0");
  CHECK(tell(R"({"format":"print","count":1,"filters":"","patient_id":"99"})") == "404 unknown_patient");
  CHECK(server.audit_events().back() == "patient_refused export");
  CHECK(tell(R"({"format":"print","count":1,"filters":"","patient_id":"1"})") == "200");
  CHECK(server.audit_events().back() == "patients_exported print 1");
  for (const char* body :
       {R"({"format":"pdf","count":1,"filters":""})", R"({"format":"csv","count":-1,"filters":""})",
        R"({"format":"csv","filters":""})", R"({"format":"csv","count":1,"filters":"nom=BENAZET"})",
        R"({"format":"csv","count":1,"filters":"statut=BENAZET"})",
        R"({"format":"print","count":1,"filters":"","patient_id":1})"})
    CHECK(tell(body) == "422 invalid_field");
  CHECK(server.audit_events().back() == "patients_exported print 1");
}

TEST_CASE("coded filters: what the address has, and nothing that could be a name or a date") {
  for (const char* good : {"", "sexe=F,I", "statut=actif&thematique=icope", "professionnel=12,7&structure=3",
                           "taches=oui&favoris=non&archives=tous", "tri=identite,-naissance", "sexe=F%2CI"})
    CHECK_MESSAGE(coded_filters(good) == good, good);
  CHECK(coded_filters("?sexe=F") == "sexe=F");
  for (const char* bad : {"nom=zoe",
                          "naissance=1956-04-07",
                          "sexe",
                          "sexe=",
                          "=F",
                          "sexe=F,",
                          "sexe=f",
                          "statut=zoe",
                          "thematique=benazet",
                          "professionnel=x",
                          "professionnel=99999999999",
                          "taches=zoe",
                          "tri=benazet",
                          "sexe=F&",
                          "&sexe=F",
                          "sexe=F&&statut=actif",
                          "sexe=%",
                          "sexe=%46%00",
                          "tri=--maj",
                          "tri=actions",
                          "SEXE=F"})
    CHECK_MESSAGE(!coded_filters(bad).has_value(), bad);
}

TEST_CASE("preferences: texts and names are checked, the fiftieth search is the last") {
  TestServer server;
  Reader nurse(server);
  const auto columns = [&nurse](const std::string& body) {
    return outcome_of(nurse.browser.put("/api/spico/preferences/columns", body));
  };
  CHECK(columns(R"({"columns":"identite:240,-sexe","sort":"identite,-naissance"})") == "200");
  CHECK(columns(R"({"columns":"Zoé","sort":""})") == "422 invalid_field");
  CHECK(columns(R"({"columns":"","sort":"a b"})") == "422 invalid_field");
  CHECK(columns(R"({"columns":")" + std::string(1001, 'a') + R"(","sort":""})") == "422 invalid_field");
  CHECK(columns(R"({"columns":""})") == "422 invalid_field");
  const Response kept = nurse.browser.get("/api/spico/preferences");
  CHECK(kept.body == R"({"columns":"identite:240,-sexe","sort":"identite,-naissance","searches":[]})");

  const auto search = [&nurse](const std::string& name, const std::string& filters = {}) {
    return nurse.browser.post("/api/spico/searches",
                              R"({"name":")" + name + R"(","filters":")" + filters + "\"}");
  };
  for (const std::string& name :
       {std::string(), std::string("  "), std::string(81, 'x'), std::string("\\u0007")})
    CHECK(outcome_of(search(name)) == "422 invalid_field");
  CHECK(outcome_of(search("x", "nom=zoe")) == "422 invalid_field");
  // Decomposed, with spaces in a row, eighty characters of two bytes each.
  CHECK(search("  e\\u0301te\\u0301   TEST ", "statut=actif").status == 200);
  std::string longest;
  for (int i = 0; i < 80; ++i) longest += "é";
  CHECK(search(longest).status == 200);
  const std::string body = nurse.browser.get("/api/spico/preferences").body;
  CHECK(body.find(R"({"id":"1","name":"été TEST","filters":"statut=actif"},{"id":"2","name":"éé)") !=
        std::string::npos);
  for (int i = 2; i < 50; ++i) CHECK(search("TEST").status == 200);
  CHECK(outcome_of(search("TEST")) == "409 too_many_searches");

  Reader physician(server, "demo-medecin");
  CHECK(outcome_of(physician.browser.remove("/api/spico/searches/1")) == "404 unknown_search");
  CHECK(outcome_of(nurse.browser.remove("/api/spico/searches/nobody")) == "404 unknown_search");
  CHECK(nurse.browser.remove("/api/spico/searches/1").status == 200);
  CHECK(outcome_of(nurse.browser.remove("/api/spico/searches/1")) == "404 unknown_search");
  CHECK(search("TEST").status == 200);
}

}  // namespace spico::emserve::test

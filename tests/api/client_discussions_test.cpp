// Answers and events of the discussions, written by hand from openapi.yaml: every member in its place, what a
// newer server adds, and whatever is not as promised.
#include "api/client_discussions.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "api/client_answers.hpp"
#include "api/client_live.hpp"
#include "api/client_requests.hpp"
#include "core/patients/reference.hpp"
#include "tests/api/answers.hpp"

namespace spico::api {
namespace {

template <typename Group, typename Fact>
auto answer_to(const Request& request, const HttpResponse& response) {
  return read<Group, Fact>(request, response).answer;
}

const std::string kMessageText =
    R"({"id":"900","number":12,"author":"2","at_ms":1795356840000,"kind":"text","text":"Bonjour\nà tous","urgent":true,)"
    R"("reply_to":{"number":3,"author":"4","text":"Une question"},"mentions":["1","4"],"edited_at_ms":1795356850000,)"
    R"("seen_by":["4"],"client_id":"00112233445566778899aabbccddeeff"})";
const std::string kBareMessage =
    R"({"id":"901","number":13,"author":"2","at_ms":0,"kind":"joined","text":"","member":"9"})";
const std::string kDiscussionText =
    R"({"id":"7","title":"Sortie","patient":{"id":"1","name":"BÉNAZET Zoé","birth_date":"1956-04-07","test":true},"members":3,)"
    R"("mine":true,"muted":true,"unread":4,"mentioned":true,"urgent":true,"count":12,"first":2,"read":8,)"
    R"("last":{"number":12,"author":"2","author_name":"Inès TEST","at_ms":1795356840000,"text":"Bonjour","kind":"text"}})";
const std::string kBareDiscussion = R"({"id":"8","title":"Essai","members":1,"count":1,)"
                                    R"("last":{"number":1,"author":"2","at_ms":0,"kind":"created"}})";

TEST_CASE("the list: every member in its place, and what may be left out") {
  const auto answer = answer_to<DiscussionsEvent, DiscussionsAnswered>(
      LoadDiscussions{kTicket},
      ok(R"({"revision":77,"discussions":[)" + kDiscussionText + "," + kBareDiscussion + R"(],"newer":1})"));
  REQUIRE(answer.value);
  CHECK(answer.value->revision == 77);
  REQUIRE(answer.value->discussions.size() == 2);
  const Discussion& full = answer.value->discussions[0];
  CHECK(full.id == DiscussionId{7});
  CHECK(full.title == "Sortie");
  REQUIRE(full.patient);
  CHECK(*full.patient == DiscussionPatient{{1}, "BÉNAZET Zoé", {1956, 4, 7}, true});
  CHECK(full.members == 3);
  CHECK(full.mine);
  CHECK(full.muted);
  CHECK(full.unread == 4);
  CHECK(full.mentioned);
  CHECK(full.urgent);
  CHECK(full.count == 12);
  CHECK(full.first == 2);
  CHECK(full.read == 8);
  CHECK(full.last == LastMessage{12, MessageKind::kText, {2}, "Inès TEST", 1'795'356'840'000, "Bonjour"});
  const Discussion& bare = answer.value->discussions[1];
  CHECK_FALSE(bare.patient);
  CHECK_FALSE(bare.mine);
  CHECK_FALSE(bare.muted);
  CHECK(bare.unread == 0);
  CHECK(bare.first == 1);
  CHECK(bare.read == 0);
  CHECK(bare.last.kind == MessageKind::kCreated);
}

TEST_CASE("a discussion with its members") {
  const std::string body =
      R"({"discussion":)" + kDiscussionText +
      R"(,"me":"1","members":[{"id":"1","name":"Camille TEST","profession":"infirmier","structure":"MSP TEST","commune":"Tarbes",)"
      R"("first":3,"read":8,"joined_at_ms":1795000000000},{"id":"4","name":"Paul ESSAI","profession":"of_a_newer_build","structure":"","commune":"",)"
      R"("read":0,"joined_at_ms":1,"left_at_ms":2}]})";
  const auto answer = answer_to<ThreadEvent, DiscussionAnswered>(
      LoadDiscussion{kTicket, {7}, spico::Cause::kPerson}, ok(body));
  REQUIRE(answer.value);
  CHECK(answer.value->discussion.title == "Sortie");
  CHECK(answer.value->me == ProfessionalId{1});
  REQUIRE(answer.value->members.size() == 2);
  const Member& camille = answer.value->members[0];
  CHECK(camille.profession == *profession_from_code("infirmier"));
  CHECK(camille.structure == "MSP TEST");
  CHECK(camille.commune == "Tarbes");
  CHECK(camille.first == 3);
  CHECK(camille.read == 8);
  CHECK(camille.joined_at_ms == 1'795'000'000'000);
  CHECK_FALSE(camille.left_at_ms);
  CHECK(entry(answer.value->members[1].profession).code == "autre");
  CHECK(answer.value->members[1].first == 1);
  CHECK(answer.value->members[1].left_at_ms == 2);
}

TEST_CASE("a page of messages, and the answer to one that was sent") {
  const auto page = answer_to<ThreadEvent, MessagesAnswered>(
      LoadMessages{kTicket, {7}, 12, 100},
      ok(R"({"count":13,"first":2,"messages":[)" + kMessageText + "," + kBareMessage + "]}"));
  REQUIRE(page.value);
  CHECK(page.value->count == 13);
  CHECK(page.value->first == 2);
  REQUIRE(page.value->messages.size() == 2);
  const Message& full = page.value->messages[0];
  CHECK(full.id == MessageId{900});
  CHECK(full.number == 12);
  CHECK(full.author == ProfessionalId{2});
  CHECK(full.at_ms == 1'795'356'840'000);
  CHECK(full.text == "Bonjour\nà tous");
  CHECK(full.urgent);
  CHECK_FALSE(full.withdrawn);
  CHECK(full.edited_at_ms == 1'795'356'850'000);
  REQUIRE(full.reply_to);
  CHECK(*full.reply_to == MessageQuote{3, {4}, "Une question"});
  CHECK(full.mentions == std::vector<ProfessionalId>{{1}, {4}});
  CHECK(full.seen_by == std::vector<ProfessionalId>{{4}});
  CHECK(full.client_id == "00112233445566778899aabbccddeeff");
  const Message& bare = page.value->messages[1];
  CHECK(bare.kind == MessageKind::kJoined);
  CHECK(bare.member == ProfessionalId{9});
  CHECK_FALSE(bare.reply_to);
  CHECK_FALSE(bare.edited_at_ms);
  const auto sent =
      answer_to<OutboxEvent, MessageSent>(SendMessage{kTicket, spico::Cause::kPerson, {}}, ok(kMessageText));
  REQUIRE(sent.value);
  CHECK(*sent.value == full);
}

TEST_CASE("a page of a hundred long messages is not too large") {
  std::string body = R"({"count":100,"first":1,"messages":[)";
  for (int number = 1; number <= 100; ++number) {
    if (number > 1) body += ',';
    body += R"({"id":")" + std::to_string(number) + R"(","number":)" + std::to_string(number) +
            R"(,"author":"2","at_ms":1,"kind":"text","text":")" + std::string(30'000, 'a') + "\"}";
  }
  const auto page =
      answer_to<ThreadEvent, MessagesAnswered>(LoadMessages{kTicket, {7}, 1, 100}, ok(body + "]}"));
  REQUIRE(page.value);
  CHECK(page.value->messages.size() == 100);
}

TEST_CASE("a new discussion, what is found in messages and in the directory") {
  const auto made = answer_to<DirectoryEvent, DiscussionCreated>(CreateDiscussion{kTicket, "", "", {}, {}},
                                                                 ok(R"({"id":"31"})"));
  REQUIRE(made.value);
  CHECK(*made.value == DiscussionId{31});
  const auto hits = answer_to<DiscussionsEvent, MessagesFound>(
      SearchMessages{kTicket, "bonjour"},
      ok(R"({"hits":[{"discussion_id":"7","title":"Sortie","author_name":"Inès TEST","message":)" +
         kMessageText + R"(,"excerpt":"… Bonjour …"}]})"));
  REQUIRE(hits.value);
  REQUIRE(hits.value->size() == 1);
  CHECK(hits.value->front().discussion == DiscussionId{7});
  CHECK(hits.value->front().title == "Sortie");
  CHECK(hits.value->front().message.number == 12);
  CHECK(hits.value->front().excerpt == "… Bonjour …");
  CHECK(hits.value->front().author_name == "Inès TEST");
  const auto found = answer_to<DirectoryEvent, DirectoryAnswered>(
      SearchDirectory{kTicket, "i"},
      ok(R"({"total":1000,"more":true,"entries":[{"id":"2","name":"Inès TEST","profession":"infirmier","structure":"MSP TEST",)"
         R"("commune":"Tarbes","on_spico":true},{"id":"5","name":"Ana ESSAI","profession":"infirmier"}]})"));
  REQUIRE(found.value);
  CHECK(found.value->total == 1000);
  CHECK(found.value->has_more);
  REQUIRE(found.value->entries.size() == 2);
  CHECK(found.value->entries[0] ==
        DirectoryEntry{{2}, "Inès TEST", *profession_from_code("infirmier"), "MSP TEST", "Tarbes", true});
  CHECK_FALSE(found.value->entries[1].on_spico);
}

TEST_CASE("answers that say nothing but yes or no") {
  const HttpResponse no{HttpFailure::kNone, 409, 0, R"({"code":"too_late","message":"for logs"})"};
  const HttpResponse empty{HttpFailure::kNone, 204, 0, ""};
  const auto check = [&](const auto& yes, const auto& refused) {
    CHECK(yes.value.has_value());
    CHECK(refused.failure.kind == Failure::Kind::kRefused);
    CHECK(refused.failure.code == "too_late");
  };
  check(answer_to<MessageEvent, MessageChanged>(EditMessage{kTicket, {9}, "a", {}}, ok(kMessageText)),
        answer_to<MessageEvent, MessageChanged>(EditMessage{kTicket, {9}, "a", {}}, no));
  check(answer_to<MessageEvent, MessageChanged>(WithdrawMessage{kTicket, {9}}, ok("{}")),
        answer_to<MessageEvent, MessageChanged>(WithdrawMessage{kTicket, {9}}, no));
  check(answer_to<MessageEvent, MessageChanged>(MarkSeen{kTicket, {9}, true}, ok("{}")),
        answer_to<MessageEvent, MessageChanged>(MarkSeen{kTicket, {9}, true}, no));
  check(answer_to<ThreadEvent, ReadMarked>(MarkRead{kTicket, {7}, 3}, empty),
        answer_to<ThreadEvent, ReadMarked>(MarkRead{kTicket, {7}, 3}, no));
  check(answer_to<ThreadEvent, DiscussionMuted>(MuteDiscussion{kTicket, {7}, true}, ok("{}")),
        answer_to<ThreadEvent, DiscussionMuted>(MuteDiscussion{kTicket, {7}, true}, no));
  check(answer_to<ThreadEvent, DiscussionLeft>(LeaveDiscussion{kTicket, {7}}, ok("{}")),
        answer_to<ThreadEvent, DiscussionLeft>(LeaveDiscussion{kTicket, {7}}, no));
  check(answer_to<DirectoryEvent, MemberAdded>(AddMember{kTicket, {7}, {2}, MemberHistory::kAll}, ok("{}")),
        answer_to<DirectoryEvent, MemberAdded>(AddMember{kTicket, {7}, {2}, MemberHistory::kAll}, no));
}

TEST_CASE("whatever is not as promised is malformed, and nothing of it is kept") {
  const auto message = [](const std::string& body) {
    return answer_to<OutboxEvent, MessageSent>(SendMessage{kTicket, spico::Cause::kPerson, {}}, ok(body))
        .failure.kind;
  };
  const auto list = [](const std::string& discussion) {
    return answer_to<DiscussionsEvent, DiscussionsAnswered>(
               LoadDiscussions{kTicket}, ok(R"({"revision":1,"discussions":[)" + discussion + "]}"))
        .failure.kind;
  };
  constexpr auto kMalformed = Failure::Kind::kMalformed;
  CHECK(message(kMessageText) == Failure::Kind::kNone);
  CHECK(message("{}") == kMalformed);
  CHECK(message("[]") == kMalformed);
  CHECK(message("") == kMalformed);
  CHECK(message(replaced(kMessageText, R"("number":12)", R"("number":0)")) == kMalformed);
  CHECK(message(replaced(kMessageText, R"("number":12)", R"("number":1e12)")) == kMalformed);
  CHECK(message(replaced(kMessageText, R"("id":"900")", R"("id":900)")) == kMalformed);
  CHECK(message(replaced(kMessageText, R"("author":"2")", R"("author":"4294967296")")) == kMalformed);
  CHECK(message(replaced(kMessageText, R"("mentions":["1")", R"("mentions":["x")")) == kMalformed);
  CHECK(message(replaced(kMessageText, R"("at_ms":1795356840000)", R"("at_ms":-1)")) == kMalformed);
  CHECK(message(replaced(kMessageText, R"("text":"Bonjour\nà tous")", R"("text":7)")) == kMalformed);
  // A kind of a newer build shows as its text.
  CHECK(message(replaced(kMessageText, R"("kind":"text")", R"("kind":"poll")")) == Failure::Kind::kNone);
  CHECK(list(kDiscussionText) == Failure::Kind::kNone);
  CHECK(list("{}") == kMalformed);
  CHECK(list(replaced(kDiscussionText, R"("title":"Sortie",)", "")) == kMalformed);
  CHECK(list(replaced(kDiscussionText, R"("count":12)", R"("count":"12")")) == kMalformed);
  CHECK(list(replaced(kDiscussionText, R"("unread":4)", R"("unread":-4)")) == kMalformed);
  CHECK(list(replaced(kDiscussionText, R"("id":"7")", R"("id":"07")")) == kMalformed);
  CHECK(list(replaced(kDiscussionText, R"("muted":true)", R"("muted":1)")) == kMalformed);
  CHECK(
      answer_to<DiscussionsEvent, DiscussionsAnswered>(LoadDiscussions{kTicket}, ok(R"({"discussions":[]})"))
          .failure.kind == kMalformed);
}

// The stream

std::vector<Event> heard(LiveStreamReader& reader, std::string_view text) {
  return reader.read({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

const LiveHeard& only(const std::vector<Event>& events) {
  REQUIRE(events.size() == 1);
  const auto* const group = std::get_if<LiveEvent>(&events.front());
  REQUIRE(group != nullptr);
  const auto* const fact = std::get_if<LiveHeard>(group);
  REQUIRE(fact != nullptr);
  return *fact;
}

TEST_CASE("the stream tells of discussions; kinds of a newer server are passed over") {
  LiveStreamReader reader(kTicket);
  const std::string lines = R"({"live":{"last":4,"server_now":1795300000000}})"
                            "\n"
                            R"({"event":{"id":5,"kind":"discussion","discussion":)" +
                            kBareDiscussion + "}}\n" +
                            R"({"event":{"id":6,"kind":"of_a_newer_server","discussion":3,"x":[{}]}})"
                            "\n"
                            R"({"event":{"id":7,"kind":"message","author_name":"Paul ESSAI","discussion":)" +
                            kDiscussionText + R"(,"message":)" + kMessageText + "}}\n" +
                            R"({"event":{"id":8,"kind":"discussion_gone","discussion_id":"8"}})"
                            "\n"
                            R"({"event":{"id":9,"kind":"read","discussion_id":"7","member":"2","number":12}})"
                            "\n"
                            R"({"newer":{"line":true}})"
                            "\n"
                            R"({"event":{"id":10,"kind":"patient_gone","patient_id":"3"}})"
                            "\n";
  const std::vector<Event> events = heard(reader, lines);
  const LiveHeard& news = only(events);
  CHECK_FALSE(reader.is_broken());
  CHECK(news.reached == 10);
  CHECK(news.changes.size() == 1);
  REQUIRE(news.discussions.size() == 4);
  CHECK(std::get<Discussion>(news.discussions[0]).id == DiscussionId{8});
  CHECK(std::get<MessageTold>(news.discussions[1]).discussion.id == DiscussionId{7});
  CHECK(std::get<MessageTold>(news.discussions[1]).message.text == "Bonjour\nà tous");
  CHECK(std::get<MessageTold>(news.discussions[1]).author_name == "Paul ESSAI");
  CHECK(std::get<DiscussionGone>(news.discussions[2]).discussion == DiscussionId{8});
  const auto& read = std::get<MemberRead>(news.discussions[3]);
  CHECK(read.discussion == DiscussionId{7});
  CHECK(read.member == ProfessionalId{2});
  CHECK(read.number == 12);
  CHECK_FALSE(is_beat(events.front()));
}

TEST_CASE("news of discussions alone are no sign of life, and a kind that nobody knows is one") {
  LiveStreamReader reader(kTicket);
  const auto news = heard(reader, R"({"event":{"id":8,"kind":"discussion_gone","discussion_id":"8"}})"
                                  "\n");
  REQUIRE(news.size() == 1);
  CHECK_FALSE(is_beat(news.front()));
  const auto unknown = heard(reader, R"({"event":{"id":9,"kind":"task"}})"
                                     "\n");
  REQUIRE(unknown.size() == 1);
  CHECK(is_beat(unknown.front()));
  CHECK(only(unknown).reached == 9);
}

TEST_CASE("an event that is wrong ends the stream, and nothing of it is kept") {
  for (const char* const wrong :
       {R"({"event":{"id":8,"kind":"discussion_gone"}})", R"({"event":{"id":8,"kind":"message"}})",
        R"({"event":{"id":8,"kind":"read","discussion_id":"7","member":"x","number":1}})"}) {
    LiveStreamReader reader(kTicket);
    CAPTURE(wrong);
    const auto events = heard(reader, R"({"event":{"id":7,"kind":"discussion_gone","discussion_id":"8"}})"
                                      "\n" +
                                          std::string(wrong) + "\n");
    CHECK(reader.is_broken());
    CHECK(only(events).discussions.size() == 1);
  }
}

const std::string kFiles =
    R"([{"id":"12","name":"Radio TEST.jpg","type":"jpeg","size":320000,"width":1600,"height":1200,"preview":true},)"
    R"({"id":"13","name":"Bilan TEST.pdf","type":"pdf","size":9000000,"preview":false}])";

TEST_CASE("files of a message, and how many a summary and a quotation have") {
  const auto page = [](const std::string& files, const std::string& more = "") {
    return ok(
        R"({"count":12,"first":1,"messages":[{"id":"900","number":12,"author":"2","at_ms":1,"kind":"text","text":"",)"
        R"("attachments":)" +
        files + more + "}]}");
  };
  const auto answer = answer_to<ThreadEvent, MessagesAnswered>(
      LoadMessages{kTicket, {7}, 1, 100},
      page(kFiles, R"(,"reply_to":{"number":3,"author":"4","text":"","attachments":3})"));
  REQUIRE(answer.value);
  const Message& message = answer.value->messages[0];
  REQUIRE(message.attachments.size() == 2);
  CHECK(message.attachments[0] ==
        Attachment{{12}, "Radio TEST.jpg", AttachmentType::kJpeg, 320'000, 1600, 1200, true});
  CHECK(message.attachments[1] ==
        Attachment{{13}, "Bilan TEST.pdf", AttachmentType::kPdf, 9'000'000, 0, 0, false});
  REQUIRE(message.reply_to);
  CHECK(message.reply_to->attachments == 3);
  const auto list = answer_to<DiscussionsEvent, DiscussionsAnswered>(
      LoadDiscussions{kTicket},
      ok(R"({"revision":77,"discussions":[)" +
         replaced(kDiscussionText, R"("text":"Bonjour")", R"("text":"","attachments":2)") + "]}"));
  REQUIRE(list.value);
  CHECK(list.value->discussions[0].last.attachments == 2);
  const auto is_malformed = [&](const std::string& files) {
    const auto bad =
        answer_to<ThreadEvent, MessagesAnswered>(LoadMessages{kTicket, {7}, 1, 100}, page(files));
    CHECK_MESSAGE(bad.failure.kind == Failure::Kind::kMalformed, files);
  };
  is_malformed("{}");
  is_malformed("[1]");
  for (const char* const member :
       {R"("id":"12",)", R"("name":"Radio TEST.jpg",)", R"("type":"jpeg",)", R"("size":320000,)"})
    is_malformed(replaced(kFiles, member, ""));
  is_malformed(replaced(kFiles, R"("id":"12")", R"("id":"x")"));
  is_malformed(replaced(kFiles, "jpeg", "svg"));
  is_malformed(replaced(kFiles, "320000", "10000001"));
  is_malformed(replaced(kFiles, R"("width":1600)", R"("width":-1)"));
  is_malformed(replaced(kFiles, R"("preview":true)", R"("preview":"x")"));
  std::string six;
  for (int i = 0; i < 6; ++i)
    six += std::string(i > 0 ? "," : "") + R"({"id":")" + std::to_string(i + 1) +
           R"(","name":"a","type":"pdf","size":1,"preview":false})";
  is_malformed("[" + six + "]");
}

TEST_CASE("the steps of a file: where each is asked, and what the answer means") {
  const std::string id(32, 'a');
  const auto asked = [&](FileWish wish) { return to_http(MoveFile{kTicket, std::move(wish)}); };
  const HttpRequest begin =
      asked({.act = FileAct::kBegin, .name = id, .title = "Bilan \"TEST\".pdf", .size = 12});
  CHECK(begin.method == Method::kPost);
  CHECK(begin.path == "/api/spico/uploads");
  CHECK(begin.body == R"({"client_id":")" + id + R"(","name":"Bilan \"TEST\".pdf","size":12})");
  CHECK(begin.place == HttpRequest::Place::kServer);
  const std::string bytes("\0\xFF\x80 {", 5);
  const HttpRequest piece = asked({.act = FileAct::kSend, .name = id, .from = 262'144, .bytes = bytes});
  CHECK(piece.method == Method::kPut);
  CHECK(piece.path == "/api/spico/uploads/" + id + "?from=262144");
  CHECK(piece.body == bytes);
  CHECK(piece.content == HttpRequest::Content::kBytes);
  CHECK(piece.cause == HttpRequest::Cause::kMachine);
  CHECK(asked({.act = FileAct::kTakeBack, .name = id}).method == Method::kDelete);
  const HttpRequest read = asked({.act = FileAct::kRead, .name = "7", .from = 5, .size = 9});
  CHECK(read.place == HttpRequest::Place::kDevice);
  CHECK(read.path == "files/7?from=5&count=9");
  const HttpRequest keep = asked({.act = FileAct::kKeep, .name = "ab.0", .bytes = bytes});
  CHECK(keep.place == HttpRequest::Place::kDevice);
  CHECK(keep.path == "pieces/ab.0");
  CHECK(keep.body == bytes);
  CHECK(asked({.act = FileAct::kForget, .name = "ab."}).method == Method::kDelete);
  const HttpRequest ticket = asked({.act = FileAct::kAskSave, .name = "12"});
  CHECK(ticket.path == "/api/spico/attachments/12/ticket");
  CHECK(ticket.body == R"({"use":"download"})");
  CHECK(asked({.act = FileAct::kAskView, .name = "12"}).body == R"({"use":"view"})");

  const auto moved = [&](FileAct act, const HttpResponse& response) {
    return answer_to<OutboxEvent, FileMoved>(MoveFile{kTicket, {.act = act, .name = id}}, response);
  };
  // A device that has no such piece says so without a code; a server that says no code is not ours.
  const HttpResponse none{HttpFailure::kNone, 404, 0, ""};
  CHECK(moved(FileAct::kReadKept, none).failure.kind == Failure::Kind::kRefused);
  CHECK(moved(FileAct::kSend, none).failure.kind == Failure::Kind::kServer);
  const auto far = moved(FileAct::kSend, ok(R"({"received":524288})"));
  REQUIRE(far.value);
  CHECK(far.value->upload.received == 524'288);
  CHECK_FALSE(far.value->upload.attachment);
  const auto whole = moved(
      FileAct::kBegin,
      ok(R"({"received":12,"attachment":{"id":"1","name":"a","type":"pdf","size":12,"preview":true}})"));
  REQUIRE(whole.value);
  CHECK(whole.value->upload.attachment->id == AttachmentId{1});
  CHECK(moved(FileAct::kRead, ok(bytes)).value->bytes == bytes);
  for (const char* const body : {R"({})", R"({"received":-1})", R"({"received":10000001})",
                                 R"({"received":1,"attachment":{"id":"1"}})", "x"})
    CHECK(moved(FileAct::kSend, ok(body)).failure.kind == Failure::Kind::kMalformed);
  const auto opened = moved(FileAct::kAskView, ok(R"({"path":"/api/files/aZ09-_","expires_in_s":30})"));
  REQUIRE(opened.value);
  CHECK(opened.value->path == "/api/files/aZ09-_");
  // The page goes nowhere else, whatever an answer says.
  for (const char* const path : {"https://exemple.test/", "//exemple.test/api/files/a", "/api/files/",
                                 "/api/files/../spico", "javascript:alert(1)", "/api/session"})
    CHECK(moved(FileAct::kAskView, ok(std::string(R"({"path":")") + path + R"("})")).failure.kind ==
          Failure::Kind::kMalformed);
}

TEST_CASE("what is asked of the device about a record, and whose answer it is") {
  KeepRecord wish{kTicket, {"ab", "texte"}};
  const auto asked = [&] {
    const HttpRequest request = to_http(wish);
    CHECK(request.place == HttpRequest::Place::kDevice);
    return (request.method == Method::kDelete ? "DELETE " : "PUT ") + request.path + " " + request.body;
  };
  CHECK(asked() == "PUT records/ab texte");
  wish.tried = Tried::kYes;
  CHECK(asked() == "PUT records/ab?tried=yes texte");
  wish = {kTicket, {"ab", "texte"}, RecordAct::kReplace, Tried::kRefused};
  CHECK(asked() == "PUT records/ab?there&tried=no texte");
  wish = {kTicket, {"ab", ""}, RecordAct::kErase};
  CHECK(asked() == "DELETE records/ab ");
  const HttpResponse gone{HttpFailure::kNone, 404, 0, "{}"};
  CHECK(answer_to<OutboxEvent, RecordKept>(wish, gone).failure.status == 404);
  wish = {kTicket, {"ab", ""}, RecordAct::kClaim, Tried::kYes};
  CHECK(asked() == "PUT records/ab?there&tried=yes ");
  CHECK(answer_to<OutboxEvent, RecordClaimed>(wish, gone).failure.status == 404);
  wish = {kTicket, {"ab", ""}, RecordAct::kTake};
  CHECK(asked() == "DELETE records/ab?untried ");
  wish.draft = {"cd", "brouillon"};
  CHECK(asked() == "DELETE records/ab?untried&draft=cd brouillon");
  CHECK(answer_to<OutboxEvent, RecordTaken>(wish, ok("{}")).value.has_value());
}

TEST_CASE("a message names its files; one without any does not") {
  OutgoingMessage message;
  message.client_id = std::string(32, 'c');
  message.discussion = {7};
  const auto body = [&] { return to_http(SendMessage{kTicket, Cause::kPerson, message}).body; };
  CHECK(body().find("attachments") == std::string::npos);
  message.files = {{std::string(32, 'a'), "un", 1, false, ""}, {std::string(32, 'b'), "deux", 1, false, ""}};
  CHECK(body() == R"({"client_id":")" + message.client_id + R"(","text":"","attachments":[")" +
                      std::string(32, 'a') + R"(",")" + std::string(32, 'b') + R"("]})");
}

}  // namespace
}  // namespace spico::api

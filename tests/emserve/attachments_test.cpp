// Files of messages in the store: bytes in pieces, one message takes each, and only who may see the message
// gets them.
#include <doctest/doctest.h>

#include "emserve/embedded.hpp"
#include "tests/emserve/discussion_support.hpp"

namespace spico::emserve::test {
namespace {

using Posted = PostedMessage::Problem;
using Begun = BegunUpload::Problem;
using Added = AddedPiece::Problem;

NewUpload upload_of(int number, std::string_view bytes, const std::string& name = "plaie TEST.jpg") {
  return {.client_id = client_id(number), .name = name, .size = static_cast<std::int64_t>(bytes.size())};
}

AddedPiece add(Talk& talk, const Person& who, int number, std::int64_t from, std::string_view bytes,
               std::int64_t now_ms = kStartMs) {
  return talk.store.add_upload_piece(who.account, client_id(number), from, bytes, now_ms);
}

// Whole and accepted.
AttachmentId upload(Talk& talk, const Person& who, int number, std::string_view bytes,
                    std::int64_t now_ms = kStartMs) {
  REQUIRE(talk.store.begin_upload(who.account, upload_of(number, bytes), now_ms).problem == Begun::kNone);
  REQUIRE(add(talk, who, number, 0, bytes, now_ms).is_to_examine);
  const auto accepted = talk.store.accept_upload(
      who.account, client_id(number),
      {.type = AttachmentType::kJpeg, .width = 30, .height = 20, .preview = "small"});
  REQUIRE(accepted);
  return accepted->id;
}

PostedMessage send_with(Talk& talk, const Person& who, DiscussionId discussion,
                        const std::vector<int>& numbers, std::int64_t now_ms = kStartMs) {
  NewMessage message{.discussion = discussion, .client_id = client_id(++talk.last_client_id), .text = ""};
  for (const int number : numbers) message.attachments.push_back(client_id(number));
  return talk.store.post_message(who.account, message, now_ms);
}

bool gets(Talk& talk, const Person& who, AttachmentId attachment) {
  const bool finds = talk.store.find_attachment(who.account, attachment).has_value();
  CHECK(talk.store.attachment_preview(who.account, attachment).has_value() == finds);
  CHECK(talk.store.attachment_file(who.account, attachment).has_value() == finds);
  return finds;
}

}  // namespace

TEST_CASE(
    "a file comes in pieces: a piece again is passed over, one too early or beyond the end is refused") {
  Talk talk;
  const std::string_view bytes = "0123456789";
  CHECK(talk.store.begin_upload(talk.ines.account, upload_of(1, bytes), kStartMs).state.received == 0);
  CHECK(add(talk, talk.ines, 1, 0, "0123").state.received == 4);
  CHECK(add(talk, talk.ines, 1, 0, "0123").state.received == 4);
  CHECK(add(talk, talk.ines, 1, 5, "567").problem == Added::kOutOfOrder);
  CHECK(add(talk, talk.ines, 1, 4, "4567890").problem == Added::kBeyondSize);
  CHECK(add(talk, talk.ines, 2, 0, "0").problem == Added::kUnknown);
  CHECK(add(talk, talk.mathieu, 1, 4, "4").problem == Added::kUnknown);
  // Half of it is there already.
  CHECK(add(talk, talk.ines, 1, 2, "2345").state.received == 6);
  CHECK(talk.store.begin_upload(talk.ines.account, upload_of(1, bytes), kStartMs).state.received == 6);
  CHECK_FALSE(add(talk, talk.ines, 1, 2, "2345").is_to_examine);
  const AddedPiece last = add(talk, talk.ines, 1, 6, "6789");
  CHECK(last.is_to_examine);
  CHECK(last.state.received == 10);
  CHECK(talk.store.upload_bytes(talk.ines.account, client_id(1)) == bytes);
  CHECK(talk.store.upload_bytes(talk.mathieu.account, client_id(1)).empty());
}

TEST_CASE(
    "a file that is whole and was never looked at: its last piece is asked for again, and it is looked at") {
  Talk talk;
  talk.store.begin_upload(talk.ines.account, upload_of(1, "0123456789"), kStartMs);
  add(talk, talk.ines, 1, 0, "012345");
  add(talk, talk.ines, 1, 6, "6789");
  const BegunUpload again = talk.store.begin_upload(talk.ines.account, upload_of(1, "0123456789"), kStartMs);
  CHECK(again.state.received == 6);
  CHECK_FALSE(again.state.attachment);
  CHECK(add(talk, talk.ines, 1, 6, "6789").is_to_examine);
  CHECK(talk.store.upload_bytes(talk.ines.account, client_id(1)) == "0123456789");
}

TEST_CASE("the same name of a page is one file: other ones are refused, other accounts have their own") {
  Talk talk;
  upload(talk, talk.ines, 1, "abc");
  CHECK(talk.store.begin_upload(talk.ines.account, upload_of(1, "abcd"), kStartMs).problem ==
        Begun::kClientId);
  CHECK(talk.store.begin_upload(talk.ines.account, upload_of(1, "abc", "autre.jpg"), kStartMs).problem ==
        Begun::kClientId);
  const BegunUpload again = talk.store.begin_upload(talk.ines.account, upload_of(1, "abc"), kStartMs);
  REQUIRE(again.state.attachment);
  CHECK(again.state.received == 3);
  CHECK(again.state.attachment->preview);
  CHECK_FALSE(talk.store.begin_upload(talk.mathieu.account, upload_of(1, "abcd"), kStartMs).state.attachment);
}

TEST_CASE("so many files of one account wait for a message, and no more") {
  Talk talk;
  for (int number = 1; number <= kMostUploads; ++number) upload(talk, talk.ines, number, "x");
  CHECK(talk.store.begin_upload(talk.ines.account, upload_of(99, "x"), kStartMs).problem == Begun::kTooMany);
  CHECK(talk.store.begin_upload(talk.ines.account, upload_of(1, "x"), kStartMs).problem == Begun::kNone);
  CHECK(talk.store.begin_upload(talk.mathieu.account, upload_of(99, "x"), kStartMs).problem == Begun::kNone);
  REQUIRE(send_with(talk, talk.ines, talk.begin({}), {3}).is_new);
  CHECK(talk.store.begin_upload(talk.ines.account, upload_of(99, "x"), kStartMs).problem == Begun::kNone);
}

TEST_CASE("a message takes its files, once, in its author's order; they are told with it and in summaries") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  const AttachmentId first = upload(talk, talk.ines, 1, "abc"), second = upload(talk, talk.ines, 2, "defg");
  const std::int64_t before = talk.store.event_bounds().last;
  const PostedMessage posted = send_with(talk, talk.ines, discussion, {2, 1});
  REQUIRE(posted.is_new);
  REQUIRE(posted.message.attachments.size() == 2);
  CHECK(posted.message.attachments[0] == Attachment{.id = second,
                                                    .name = "plaie TEST.jpg",
                                                    .type = AttachmentType::kJpeg,
                                                    .size = 4,
                                                    .width = 30,
                                                    .height = 20,
                                                    .preview = true});
  CHECK(posted.message.attachments[1].id == first);
  CHECK(talk.message(talk.mathieu, discussion, 2).attachments == posted.message.attachments);
  const EventBatch told = talk.store.events_for(talk.mathieu.account, before, talk.store.event_bounds().last);
  REQUIRE(told.events.size() == 1);
  CHECK(told.events[0].message.attachments == posted.message.attachments);
  CHECK(talk.summary(talk.mathieu, discussion).last.attachments == 2);
  CHECK(talk.summary(talk.mathieu, discussion).last.text.empty());
  const PostedMessage answer = talk.store.post_message(
      talk.mathieu.account,
      {.discussion = discussion, .client_id = client_id(77), .text = "merci", .reply_to = 2}, kStartMs);
  REQUIRE(answer.message.reply_to);
  CHECK(answer.message.reply_to->attachments == 2);
  CHECK(talk.summary(talk.mathieu, discussion).last.attachments == 0);
  // Taken: no second message, and taking it back leaves it where it is.
  CHECK(send_with(talk, talk.ines, discussion, {1}).problem == Posted::kAttachments);
  talk.store.remove_upload(talk.ines.account, client_id(1));
  CHECK(talk.store.attachment_file(talk.mathieu.account, first)->bytes == "abc");
  REQUIRE(talk.store.begin_upload(talk.ines.account, upload_of(1, "abc"), kStartMs).state.attachment);
}

TEST_CASE(
    "who reads a message in a dossier gets its files, as long as it stands there and they see the patient") {
  Talk talk;
  const PatientId patient = talk.add_patient({talk.ines, talk.mathieu, talk.camille});
  const DiscussionId discussion = talk.begin({talk.mathieu}, kStartMs, patient);
  const AttachmentId file = upload(talk, talk.ines, 1, "abc");
  const MessageId message = send_with(talk, talk.ines, discussion, {1}).message.id;
  CHECK_FALSE(gets(talk, talk.camille, file));
  REQUIRE(talk.store.set_filed(talk.mathieu.account, message, true, kStartMs).is_changed);
  CHECK(gets(talk, talk.camille, file));
  CHECK(talk.store.find_attachment(talk.camille.account, file)->patient == patient);
  CHECK(talk.store.entries_of(talk.camille.account, patient).entries.front().attachments.front().id == file);
  CHECK_FALSE(gets(talk, talk.noe, file));
  REQUIRE(talk.store.set_filed(talk.mathieu.account, message, false, kStartMs).is_changed);
  CHECK_FALSE(gets(talk, talk.camille, file));
  REQUIRE(talk.store.set_filed(talk.mathieu.account, message, true, kStartMs).is_changed);
  talk.take_access(talk.camille);
  CHECK_FALSE(gets(talk, talk.camille, file));
  CHECK(gets(talk, talk.mathieu, file));
}

TEST_CASE("what is not there, not whole, taken back or another's makes no message") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  upload(talk, talk.ines, 1, "abc");
  upload(talk, talk.mathieu, 2, "abc");
  upload(talk, talk.ines, 3, "abc");
  talk.store.remove_upload(talk.ines.account, client_id(3));
  talk.store.begin_upload(talk.ines.account, upload_of(4, "abc"), kStartMs);
  add(talk, talk.ines, 4, 0, "abc");
  const std::int64_t before = talk.store.event_bounds().last;
  for (const int other : {2, 3, 4, 5})
    CHECK(send_with(talk, talk.ines, discussion, {1, other}).problem == Posted::kAttachments);
  CHECK(talk.store.event_bounds().last == before);
  CHECK(send_with(talk, talk.ines, discussion, {1}).is_new);
  CHECK(talk.store.accept_upload(talk.ines.account, client_id(3), {}) == std::nullopt);
}

TEST_CASE("the same message again gives the one that is there, whatever files it names") {
  Talk talk;
  const DiscussionId discussion = talk.begin({});
  upload(talk, talk.ines, 1, "abc");
  NewMessage message{
      .discussion = discussion, .client_id = client_id(500), .text = "", .attachments = {client_id(1)}};
  const PostedMessage first = talk.store.post_message(talk.ines.account, message, kStartMs);
  REQUIRE(first.is_new);
  message.attachments = {client_id(8)};
  const PostedMessage second = talk.store.post_message(talk.ines.account, message, kStartMs);
  CHECK_FALSE(second.is_new);
  CHECK(second.message == first.message);
}

TEST_CASE(
    "files are their message's readers' only: no stranger, nobody who left, no newcomer before their time") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  const AttachmentId file = upload(talk, talk.ines, 1, "abc");
  // Of no message yet: nobody's, not even its author's.
  CHECK_FALSE(gets(talk, talk.ines, file));
  REQUIRE(send_with(talk, talk.ines, discussion, {1}).is_new);
  CHECK(gets(talk, talk.ines, file));
  CHECK(gets(talk, talk.mathieu, file));
  CHECK_FALSE(gets(talk, talk.camille, file));
  CHECK_FALSE(talk.store.find_attachment(AccountId{999}, file));
  CHECK_FALSE(gets(talk, talk.ines, {file.value + 1}));
  talk.store.add_member(talk.ines.account, discussion, talk.camille.id, MemberHistory::kFromNow, kStartMs);
  CHECK_FALSE(gets(talk, talk.camille, file));
  talk.store.add_member(talk.ines.account, discussion, talk.noe.id, MemberHistory::kAll, kStartMs);
  CHECK(gets(talk, talk.noe, file));
  talk.store.leave_discussion(talk.mathieu.account, discussion, kStartMs);
  CHECK_FALSE(gets(talk, talk.mathieu, file));
  // A quote of what the newcomer may not see tells nothing of its files either.
  talk.store.post_message(
      talk.ines.account,
      {.discussion = discussion, .client_id = client_id(61), .text = "voir", .reply_to = 2}, kStartMs);
  const MessageNumber last = talk.summary(talk.camille, discussion).count;
  CHECK_FALSE(talk.message(talk.camille, discussion, last).reply_to);
}

TEST_CASE("an edit keeps the files; a withdrawn message gives none any more, and its bytes stay as a trace") {
  Talk talk;
  const DiscussionId discussion = talk.begin({talk.mathieu});
  const AttachmentId file = upload(talk, talk.ines, 1, "abc");
  const MessageId message = send_with(talk, talk.ines, discussion, {1}).message.id;
  CHECK(talk.store.edit_message(talk.ines.account, message, "texte", std::nullopt, kStartMs)
            .message.attachments.size() == 1);
  CHECK(gets(talk, talk.mathieu, file));
  talk.store.post_message(talk.mathieu.account,
                          {.discussion = discussion, .client_id = client_id(62), .text = "vu", .reply_to = 2},
                          kStartMs);
  CHECK(talk.store.withdraw_message(talk.ines.account, message, kStartMs).message.attachments.empty());
  CHECK_FALSE(gets(talk, talk.mathieu, file));
  CHECK_FALSE(gets(talk, talk.ines, file));
  CHECK(talk.message(talk.mathieu, discussion, 2).attachments.empty());
  CHECK(talk.message(talk.mathieu, discussion, 3).reply_to->attachments == 0);
  Query kept = talk.store.connection().query("SELECT count(*) FROM attachment_pieces");
  REQUIRE(kept.step());
  CHECK(kept.integer(0) == 1);
}

TEST_CASE("after a day an upload that no message took is forgotten, bytes and all") {
  Talk talk;
  const DiscussionId discussion = talk.begin({});
  upload(talk, talk.ines, 1, "abc");
  upload(talk, talk.ines, 2, "abc");
  const AttachmentId taken = upload(talk, talk.ines, 3, "abc");
  REQUIRE(send_with(talk, talk.ines, discussion, {3}).is_new);
  const std::int64_t later = kStartMs + kUploadLifeMs;
  CHECK(send_with(talk, talk.ines, discussion, {2}, later - 1).is_new);
  // Whether the sweep came by or not.
  CHECK(send_with(talk, talk.ines, discussion, {1}, later).problem == Posted::kAttachments);
  CHECK(add(talk, talk.ines, 1, 0, "a", later).problem == Added::kUnknown);
  talk.store.sweep(later, {});
  Query left = talk.store.connection().query(
      "SELECT (SELECT count(*) FROM attachments), (SELECT count(*) FROM attachment_pieces), (SELECT count(*) "
      "FROM attachment_previews)");
  REQUIRE(left.step());
  CHECK(left.integer(0) == 2);
  CHECK(left.integer(1) == 2);
  CHECK(left.integer(2) == 2);
  CHECK(gets(talk, talk.ines, taken));
  CHECK(talk.store.begin_upload(talk.ines.account, upload_of(1, "other"), later).state.received == 0);
}

TEST_CASE("the demo's discussions hold a drawn PDF and an image, as they are among the assets") {
  TestServer server;
  const auto store = server.stores.lend();
  const AccountId nurse = store->account_by_identifiant("demo-infirmiere").value().id;
  std::vector<std::string> names;
  const DiscussionList list = store->discussions_of(nurse);
  for (const Discussion& each : list.discussions) {
    const MessagePage page = store->messages_of(nurse, each.id, 1, 100).value();
    for (const Message& message : page.messages) {
      for (const Attachment& attachment : message.attachments) {
        CAPTURE(attachment.name);
        names.push_back(attachment.name);
        CHECK(attachment.preview);
        CHECK(store->attachment_file(nurse, attachment.id).value().bytes ==
              embedded_demo_file(attachment.name));
      }
    }
  }
  CHECK(names == std::vector<std::string>{"ordonnance-TEST.pdf", "poids-TEST.png"});
}

}  // namespace spico::emserve::test

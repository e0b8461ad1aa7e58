// A discussion on paper: what is loaded for it, what is printed of it, and that the server is told.
#include <algorithm>

#include "tests/core/discussions_support.hpp"

namespace spico {
namespace {

using namespace spico::test;

const ThreadPrint& print_of(const Client& client) { return client.model.discussions.thread.print; }

bool is_print_wished(const Client& client) {
  const Perform* const wish = client.wish<Perform>();
  return wish != nullptr && wish->act == PageAct::kPrint;
}

// Until nothing is asked any more; how many pages that were.
int answer_every_page(Client& client) {
  int pages = 0;
  for (; client.model.discussions.thread.paging.is_pending(); ++pages) {
    REQUIRE(pages < 100);
    answer_messages(client);
  }
  return pages;
}

TEST_CASE("«Imprimer la discussion» loads all of it, then prints it once, and tells the server") {
  Client client = in_thread(250);
  client.tell<ThreadEvent>(PrintThreadPressed{});
  CHECK_FALSE(is_print_wished(client));
  CHECK(client.wish<Announce>()->text == "Préparation de l'impression…");
  const auto progress = print_progress(client.model.discussions);
  REQUIRE(progress);
  CHECK(progress->of == 250);
  CHECK(progress->here == 50);
  CHECK(answer_every_page(client) == 2);
  CHECK(is_print_wished(client));
  CHECK_FALSE(print_progress(client.model.discussions));
  hear(client, told(some_message(251)));
  CHECK_FALSE(is_print_wished(client));
  client.page(PrintStarted{});
  REQUIRE(client.count<TellThreadPrint>() == 1);
  CHECK(client.wish<TellThreadPrint>()->discussion == kFirst);
  CHECK(client.wish<TellThreadPrint>()->from == 1);
  CHECK(client.wish<TellThreadPrint>()->to == 250);
  CHECK(print_of(client).on_paper == MessageSpan{1, 250});
  client.page(PrintEnded{});
  // All of it is here now: it is printed at once.
  client.tell<ThreadEvent>(PrintThreadPressed{});
  CHECK(is_print_wished(client));
  client.page(PrintStarted{});
  CHECK(print_of(client).on_paper == MessageSpan{1, 251});
}

TEST_CASE("by the browser's own command what is here around what is read is printed, and no more asked for") {
  Client client = in_discussions("#/discussions/7", 250);
  client.page(PrintStarted{});
  CHECK(client.wish<TellThreadPrint>() == nullptr);  // nothing is known of it yet
  CHECK(print_of(client).on_paper.is_empty());
  client.page(PrintEnded{});
  answer_thread(client, some_page(some_discussion(kFirst, 250)));
  answer_every_page(client);
  client.tell<ThreadEvent>(MessagesShown{{240, 250}});
  client.page(PrintStarted{});
  CHECK(client.count<LoadMessages>() == 0);
  REQUIRE(client.wish<TellThreadPrint>() != nullptr);
  CHECK(print_of(client).on_paper == MessageSpan{201, 250});
}

TEST_CASE("in the HTML version what is on the page is printed though nothing of it is in sight") {
  Client client = in_thread(250);
  client.tell<ThreadEvent>(MessagesShown{{}, {201, 250}});
  client.page(PrintStarted{});
  REQUIRE(client.wish<TellThreadPrint>() != nullptr);
  CHECK(print_of(client).on_paper == MessageSpan{201, 250});
}

TEST_CASE("of 50,000 messages the youngest 2,000 are printed, and stay here while one reads elsewhere") {
  Client client = in_thread(50'000);
  client.tell<ThreadEvent>(PrintThreadPressed{});
  CHECK(print_progress(client.model.discussions)->of == kMostPrintedMessages);
  answer_every_page(client);
  CHECK(is_print_wished(client));
  for (MessageNumber number = 50; number < 7'000; number += 100) {
    client.tell<ThreadEvent>(MessagesShown{{number, number + 10}});
    answer_every_page(client);
    CHECK_FALSE(is_print_wished(client));
  }
  CHECK(client.model.discussions.thread.messages.pages_here() <= 50);
  client.page(PrintStarted{});
  CHECK(print_of(client).on_paper == MessageSpan{48'001, 50'000});
}

TEST_CASE("what is read is loaded before what is printed") {
  Client client = in_thread(1'000);
  client.tell<ThreadEvent>(PrintThreadPressed{});
  client.tell<ThreadEvent>(MessagesShown{{640, 650}});
  answer_messages(client);
  CHECK(client.wish<LoadMessages>()->from == 601);
}

TEST_CASE("without a network the print waits, and goes on when it is pressed again; or it is given up") {
  Client client = in_thread(250);
  client.tell<ThreadEvent>(PrintThreadPressed{});
  const Ticket asked = client.model.discussions.thread.paging.pending;
  client.tell<ThreadEvent>(MessagesAnswered{{asked, std::nullopt, offline()}});
  CHECK_FALSE(is_print_wished(client));
  CHECK(client.wish<LoadMessages>() == nullptr);
  CHECK(print_progress(client.model.discussions));
  SUBCASE("again") {
    client.tell<ThreadEvent>(PrintThreadPressed{});
    answer_every_page(client);
    CHECK(is_print_wished(client));
  }
  SUBCASE("with the network") {
    client.tell<ThreadEvent>(RetryThreadPressed{});
    answer_every_page(client);
    CHECK(is_print_wished(client));
  }
  SUBCASE("given up") {
    client.tell<ThreadEvent>(PrintThreadGivenUp{});
    CHECK(client.wish<MoveFocus>()->key == "add_member");
    CHECK_FALSE(print_progress(client.model.discussions));
    client.tell<ThreadEvent>(RetryThreadPressed{});
    answer_every_page(client);
    CHECK_FALSE(is_print_wished(client));
  }
  SUBCASE("another discussion is opened") {
    client.tell<DiscussionsEvent>(DiscussionPressed{kSecond});
    CHECK_FALSE(print_progress(client.model.discussions));
  }
}

TEST_CASE("the authors are known before anything is printed") {
  Client client = in_discussions();
  client.tell<DiscussionsEvent>(DiscussionPressed{kFirst});
  REQUIRE(client.model.discussions.thread.is_counted);
  client.tell<ThreadEvent>(PrintThreadPressed{});
  answer_every_page(client);
  CHECK_FALSE(is_print_wished(client));
  answer_thread(client, some_page(some_discussion(kFirst, 3)));
  CHECK(is_print_wished(client));
}

}  // namespace
}  // namespace spico

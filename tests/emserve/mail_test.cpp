// The e-mail as it leaves, and where messages go.
#include <doctest/doctest.h>

#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find("\r\n"); end != std::string::npos; end = text.find("\r\n", begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 2;
  }
  return lines;
}

}  // namespace

TEST_CASE("an e-mail is plain ASCII of short lines, with the headers that mail servers want") {
  Notice message;
  message.to = "demo@example.fr";
  message.subject =
      "Votre code à usage unique, envoyé à votre demande par le Point d'Accès aux Services e-Santé";
  message.text = "Été = 042917 \n" + std::string(200, 'x') + "\n\nfin";
  message.sent_at_ms = kStartMs;
  const std::string mail = mail_text(message, "no-reply@example.fr", "abc");
  const std::vector<std::string> lines = lines_of(mail);
  CHECK(lines[0] == "Date: Sun, 22 Nov 2026 14:34:00 +0000");
  CHECK(lines[1] == "From: <no-reply@example.fr>");
  CHECK(lines[2] == "To: <demo@example.fr>");
  CHECK(lines[3] == "Message-ID: <abc@example.fr>");
  CHECK(mail.find("Auto-Submitted: auto-generated\r\n") != std::string::npos);
  CHECK(mail.find("=C3=89t=C3=A9 =3D 042917=20\r\n") != std::string::npos);
  CHECK(mail.ends_with("\r\n\r\nfin\r\n"));
  for (const std::string& line : lines) {
    CAPTURE(line);
    CHECK(line.size() <= 78);
    CHECK(std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
  }
  CHECK(std::count(mail.begin(), mail.end(), '\n') == static_cast<std::ptrdiff_t>(lines.size()));
}

TEST_CASE("a subject cannot bring a header of its own") {
  Notice message;
  message.to = "demo@example.fr";
  message.subject = "x\r\nBcc: everybody@example.fr";
  const std::string mail = mail_text(message, "no-reply@example.fr", "abc");
  CHECK(mail.find("\nBcc") == std::string::npos);
}

TEST_CASE("messages go to the carrier of their channel, the outbox keeps the newest first") {
  Outbox email;
  Outbox sms;
  ChannelMessenger messenger(email, sms);
  for (const Channel channel : {Channel::kEmail, Channel::kSms, Channel::kEmail}) {
    Notice message;
    message.channel = channel;
    message.to = std::to_string(email.newest_first().size());
    messenger.send(std::move(message));
  }
  REQUIRE(email.newest_first().size() == 2);
  CHECK(email.newest_first()[0].to == "1");
  CHECK(sms.newest_first().size() == 1);
}

TEST_CASE("the language of a code follows Accept-Language, French otherwise") {
  TestServer server;
  TestBrowser browser(server);
  browser.begin_sign_in();
  browser.send_code();
  CHECK(server.outbox.newest_first()[0].subject == "Votre code de connexion");
  server.clock.advance(30'000);
  Request request = browser.prepare(Method::kPost, "/api/pass/code/send", R"({"channel":"email"})");
  request.headers.push_back({"accept-language", "en-GB,en;q=0.9,fr;q=0.8"});
  CHECK(browser.send(request).status == 200);
  CHECK(server.outbox.newest_first()[0].subject == "Your sign-in code");
}

}  // namespace spico::emserve::test

// Sends what a person must receive: by SMTP and an SMS gateway when they are configured, into the outbox
// otherwise.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "emserve/log.hpp"
#include "emserve/options.hpp"
#include "emserve/store/records.hpp"

namespace spico::emserve {

// What a person must receive.
struct Notice {
  Channel channel = Channel::kEmail;
  std::string to, subject, text;
  std::string code;  // empty when the message carries none
  std::int64_t sent_at_ms = 0;
};

class Messenger {
 public:
  Messenger() = default;
  Messenger(const Messenger&) = delete;
  Messenger& operator=(const Messenger&) = delete;
  virtual ~Messenger() = default;

  // Returns at once; delivery goes on in the background.
  virtual void send(Notice message) = 0;
};

// Keeps the last messages in memory, for `emserve serve --dev` and its /dev/outbox: a code is written
// nowhere.
class Outbox final : public Messenger {
 public:
  void send(Notice message) override;
  std::vector<Notice> newest_first() const;

 private:
  static constexpr std::size_t kMost = 1000;

  mutable std::mutex mutex_;
  std::deque<Notice> messages_;
};

// Sends through libcurl, on one thread of its own. Messages live in memory only: a code must not be written
// anywhere.
class NetworkMessenger final : public Messenger {
 public:
  NetworkMessenger(const MailOptions& options, Log& log);
  ~NetworkMessenger() override;  // tries once to send what is still queued
  void send(Notice message) override;

 private:
  void work();

  MailOptions options_;
  std::string smtp_password_, sms_token_;
  Log& log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Notice> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

// Tells each channel to the one that can carry it: e-mails to `email`, SMS to `sms`.
class ChannelMessenger final : public Messenger {
 public:
  ChannelMessenger(Messenger& email, Messenger& sms) : email_(email), sms_(sms) {}
  void send(Notice message) override {
    (message.channel == Channel::kEmail ? email_ : sms_).send(std::move(message));
  }

 private:
  Messenger& email_;
  Messenger& sms_;
};

// The e-mail as it goes over the wire (RFC 5322, UTF-8, quoted-printable body). For tests too.
std::string mail_text(const Notice& message, std::string_view sender, std::string_view message_id);

}  // namespace spico::emserve

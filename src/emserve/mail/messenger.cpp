#include "emserve/mail/messenger.hpp"

#include <curl/curl.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "api/json.hpp"
#include "api/server_requests.hpp"
#include "crypto/bytes.hpp"
#include "crypto/random.hpp"
#include "emserve/http/date.hpp"

namespace spico::emserve {
namespace {

constexpr long kTimeLimitSeconds = 20;
constexpr int kAttempts = 3;

// Lines of at most 76 characters of plain ASCII (RFC 2045 section 6.7); line ends stay line ends.
std::string quoted_printable(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  std::size_t line_length = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') {
      encoded.append("\r\n");
      line_length = 0;
      continue;
    }
    const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
    const bool is_plain = byte > 0x20 && byte < 0x7F && byte != '=';
    const bool is_inner_space = byte == ' ' && !ends_line;
    const std::size_t length = is_plain || is_inner_space ? 1 : 3;
    if (line_length + length > 75) {
      encoded.append("=\r\n");
      line_length = 0;
    }
    if (length == 1) {
      encoded.push_back(static_cast<char>(byte));
    } else {
      encoded.push_back('=');
      encoded.push_back(kDigits[byte >> 4U]);
      encoded.push_back(kDigits[byte & 0xFU]);
    }
    line_length += length;
  }
  encoded.append("\r\n");
  return encoded;
}

// A header value in UTF-8 (RFC 2047, Q encoding), cut into words of at most 75 characters.
std::string encoded_words(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::size_t kLongestWord = 60;
  std::string header = "=?UTF-8?Q?";
  std::size_t length = 0;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    const bool starts_character = (byte & 0xC0U) != 0x80U;
    if (length > kLongestWord - 12 && starts_character) {
      header.append("?=\r\n =?UTF-8?Q?");
      length = 0;
    }
    const bool is_plain =
        (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    if (is_plain) {
      header.push_back(character);
      ++length;
    } else {
      header.push_back('=');
      header.push_back(kDigits[byte >> 4U]);
      header.push_back(kDigits[byte & 0xFU]);
      length += 3;
    }
  }
  return header.append("?=");
}

std::string read_secret(const std::string& file) {
  if (file.empty()) return {};
  std::ifstream stream(file);
  std::string line;
  if (!std::getline(stream, line)) throw std::runtime_error("cannot read the secret in " + file);
  return line;
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

struct Upload {
  std::string_view rest;
};

std::size_t read_upload(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& upload = *static_cast<Upload*>(user);
  const std::size_t length = upload.rest.copy(buffer, size * count);
  upload.rest.remove_prefix(length);
  return length;
}

std::size_t ignore_answer(char*, std::size_t size, std::size_t count, void*) { return size * count; }

CURLcode send_mail(const MailOptions& options, const std::string& password, const Notice& message) {
  const Handle curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) return CURLE_FAILED_INIT;
  const auto id = crypto::random_secret<16>();
  const std::string text = mail_text(message, options.sender, crypto::to_hex(id.view()));
  Upload upload{text};
  const List recipients(curl_slist_append(nullptr, ("<" + message.to + ">").c_str()), curl_slist_free_all);
  const std::string from = "<" + options.sender + ">";
  curl_easy_setopt(curl.get(), CURLOPT_URL, options.smtp_url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  // smtp:// upgrades when the server offers it; a password is never sent without TLS.
  curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, options.smtp_user.empty() ? CURLUSESSL_TRY : CURLUSESSL_ALL);
  if (!options.smtp_user.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, options.smtp_user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, password.c_str());
  }
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, read_upload);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &upload);
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kTimeLimitSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  return curl_easy_perform(curl.get());
}

CURLcode send_sms(const MailOptions& options, const std::string& token, const Notice& message) {
  const Handle curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) return CURLE_FAILED_INIT;
  std::string body;
  api::JsonWriter(body).begin_object().member("to", message.to).member("text", message.text).end_object();
  List headers(curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all);
  if (!token.empty()) curl_slist_append(headers.get(), ("Authorization: Bearer " + token).c_str());
  curl_easy_setopt(curl.get(), CURLOPT_URL, options.sms_url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, ignore_answer);
  curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kTimeLimitSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  return curl_easy_perform(curl.get());
}

}  // namespace

std::string mail_text(const Notice& message, std::string_view sender, std::string_view message_id) {
  const std::string_view domain = sender.substr(sender.find('@') + 1);
  std::string text = "Date: ";
  text.append(date_text(message.sent_at_ms, "+0000"))
      .append("\r\nFrom: <")
      .append(sender)
      .append(">\r\nTo: <")
      .append(message.to);
  text.append(">\r\nMessage-ID: <").append(message_id).append("@").append(domain);
  text.append(">\r\nSubject: ").append(encoded_words(message.subject));
  text.append(
      "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
      "charset=utf-8\r\n");
  text.append("Content-Transfer-Encoding: quoted-printable\r\n\r\n").append(quoted_printable(message.text));
  return text;
}

void Outbox::send(Notice message) {
  const std::lock_guard lock(mutex_);
  messages_.push_front(std::move(message));
  if (messages_.size() > kMost) messages_.pop_back();
}

std::vector<Notice> Outbox::newest_first() const {
  const std::lock_guard lock(mutex_);
  return {messages_.begin(), messages_.end()};
}

NetworkMessenger::NetworkMessenger(const MailOptions& options, Log& log)
    : options_(options),
      smtp_password_(read_secret(options.smtp_password_file)),
      sms_token_(read_secret(options.sms_token_file)),
      log_(log) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  thread_ = std::thread([this] { work(); });
}

NetworkMessenger::~NetworkMessenger() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  curl_global_cleanup();
}

void NetworkMessenger::send(Notice message) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(message));
  }
  wake_.notify_one();
}

void NetworkMessenger::work() {
  for (;;) {
    Notice message;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      message = std::move(queue_.front());
      queue_.pop_front();
    }
    CURLcode code = CURLE_OK;
    for (int attempt = 1; attempt <= kAttempts; ++attempt) {
      code = message.channel == Channel::kEmail ? send_mail(options_, smtp_password_, message)
                                                : send_sms(options_, sms_token_, message);
      if (code == CURLE_OK) break;
      std::unique_lock lock(mutex_);
      if (wake_.wait_for(lock, std::chrono::seconds(attempt * 2), [this] { return stopping_; })) break;
    }
    log_.write(message.sent_at_ms, code == CURLE_OK ? "message_sent" : "message_lost",
               {{"channel", api::code(message.channel)}, {"curl_code", std::int64_t{code}}});
  }
}

}  // namespace spico::emserve

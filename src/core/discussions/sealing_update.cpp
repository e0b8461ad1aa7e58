#include "core/discussions/sealing_update.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "core/discussions/discussions.hpp"
#include "core/discussions/files_update.hpp"
#include "core/discussions/outbox_update.hpp"
#include "core/discussions/unsent_record.hpp"
#include "core/live/live.hpp"
#include "crypto/bytes.hpp"

namespace spico {
namespace {

constexpr std::size_t kOwnerDigits = 16, kNameDigits = 32;

std::string digits_of(const crypto::SealKey& key, std::string_view of, std::size_t count) {
  return crypto::to_hex(crypto::keyed_hash(key.view(), {crypto::bytes_of(of)})).substr(0, count);
}

// What the records of one account and device begin with.
std::string owner_of(const crypto::SealKey& key) { return digits_of(key, "owner", kOwnerDigits); }

std::string name_of(const crypto::SealKey& key, const OutgoingMessage& message) {
  return owner_of(key) + digits_of(key, "message " + message.client_id, kNameDigits);
}
std::string name_of(const crypto::SealKey& key, const Draft& draft) {
  return owner_of(key) + digits_of(key, "draft " + std::to_string(draft.discussion.value), kNameDigits);
}

struct Keeper {
  Model& model;
  const Env& env;
  Effects& effects;

  [[nodiscard]] Sealing& sealing() const { return model.discussions.sealing; }
  void write(std::string name, std::string text) const {
    effects.push_back(Request{KeepRecord{env.new_ticket(), {std::move(name), std::move(text)}}});
  }
  // Sealed and written, unless it is on the device as it is.
  void keep(std::string name, std::string content, std::vector<Sealing::Written>& now) const {
    const crypto::Digest digest = crypto::hash(crypto::bytes_of(content));
    const auto& before = sealing().written;
    const bool is_there = std::any_of(before.begin(), before.end(), [&](const Sealing::Written& each) {
      return each.name == name && each.content == digest;
    });
    if (!is_there) {
      crypto::SealNonce nonce;
      env.random->fill(nonce);
      write(name, crypto::seal(*sealing().key, nonce, name, crypto::bytes_of(content)));
    }
    crypto::wipe(content.data(), content.size());
    now.push_back({std::move(name), digest});
  }

  void operator()(OutgoingMessage& message) const {
    Outbox& outbox = model.discussions.outbox;
    // Of another tab of this person, perhaps, whose message has come meanwhile.
    if (outbox.find(message.client_id) != nullptr ||
        model.discussions.thread.messages.has_sent(message.client_id))
      return;
    auto& messages = outbox.unsent.messages;
    const auto place =
        std::upper_bound(messages.begin(), messages.end(), message.at_ms,
                         [](std::int64_t at_ms, const OutgoingMessage& each) { return at_ms < each.at_ms; });
    take_back_files(outbox, message.files);
    for (const OutgoingFile& file : message.files) {
      if (file.refusal.empty() || message.state == OutgoingState::kRefused) continue;
      message.state = OutgoingState::kRefused;
      message.reason = {Failure::Kind::kRefused, 422, 0, file.refusal};
    }
    // It may have been tried: it is never offered to be taken back.
    (void)outbox.attempt(message.client_id);
    messages.insert(place, std::move(message));
  }
  void operator()(Draft& draft) const {
    Outbox& outbox = model.discussions.outbox;
    auto& drafts = outbox.unsent.drafts;
    take_back_files(outbox, draft.files);
    const auto written = std::find_if(drafts.begin(), drafts.end(),
                                      [&](const Draft& each) { return each.discussion == draft.discussion; });
    if (written == drafts.end())
      drafts.push_back(std::move(draft));
    else
      written->files.insert(written->files.begin(), draft.files.begin(), draft.files.end());
  }
};

}  // namespace

std::string piece_name(const crypto::SealKey& key, std::string_view client_id) {
  return owner_of(key) + digits_of(key, "file " + std::string(client_id), kNameDigits) + ".";
}
std::string piece_name(const crypto::SealKey& key, std::string_view client_id, std::int64_t number) {
  return piece_name(key, client_id) + std::to_string(number);
}

void open_sealing(Model& model, const Env& env, Effects& effects) {
  Sealing& sealing = model.discussions.sealing;
  const auto& session = model.session.view.value;
  if (model.settings.kiosk || sealing.key || sealing.is_refused || !session || !session->spico_open) return;
  if (!sealing.share.value && !sealing.share.is_pending() && env.monotonic_ms >= sealing.share_retry_at_ms) {
    const Ticket ticket = env.new_ticket();
    sealing.share.wait_for(ticket);
    effects.push_back(Request{LoadShare{ticket}});
  }
  if (!sealing.found.value && !sealing.found.is_pending() && !sealing.found.failure.is_some()) {
    const Ticket ticket = env.new_ticket();
    sealing.found.wait_for(ticket);
    effects.push_back(Request{LoadRecords{ticket}});
  }
}

void hurry_sealing(Model& model, const Env& env, Effects& effects) {
  model.discussions.sealing.share_retry_at_ms = 0;
  open_sealing(model, env, effects);
}

void share_failed(Sealing& sealing, const Env& env) {
  sealing.share_retry_at_ms = env.monotonic_ms + retry_delay_ms(sealing.share_failures++, env);
}

std::optional<std::int64_t> next_share_ms(const Model& model) {
  const Sealing& sealing = model.discussions.sealing;
  const bool is_missing = !sealing.key && !sealing.share.value && !sealing.share.is_pending();
  if (!is_missing || sealing.is_refused || !sealing.share.failure.is_some()) return std::nullopt;
  return sealing.share_retry_at_ms;
}

bool is_looking_for_kept(const Sealing& sealing) {
  constexpr int kMostTries = 5;
  if (sealing.key || sealing.is_refused) return false;
  if (sealing.found.is_pending()) return true;
  const bool has_records = sealing.found.value && !sealing.found.value->records.empty();
  return has_records && sealing.share_failures < kMostTries && !is_for_good(sealing.share.failure);
}

void take_back_unsent(Model& model, const Env& env, Effects& effects) {
  Sealing& sealing = model.discussions.sealing;
  const auto& user = model.session.view.value ? model.session.view.value->user : std::nullopt;
  if (sealing.key || !sealing.share.value || !sealing.found.value || !user) return;
  auto server = crypto::from_hex(*sealing.share.value);
  auto device = crypto::from_hex(sealing.found.value->share);
  if (server && device && server->size() == crypto::SealKey::size()) {
    sealing.key = crypto::seal_key(*server, user->id, *device);
    crypto::wipe(server->data(), server->size());
  }
  const std::vector<SealedRecord> records = std::move(sealing.found.value->records);
  sealing.share.value.reset();
  sealing.found.value.reset();
  if (!sealing.key) {
    sealing.is_refused = true;
    return;
  }
  const std::string owner = owner_of(*sealing.key);
  for (const SealedRecord& record : records) {
    if (record.name.compare(0, owner.size(), owner) != 0) continue;
    auto content = crypto::open(*sealing.key, record.name, record.text);
    auto unsent = content ? unsent_record(*content) : std::nullopt;
    // Damaged ones are erased with the next keep_unsent(); those of a newer form stay for who can read them.
    if (unsent || !content)
      sealing.written.push_back(
          {record.name, content ? crypto::hash(crypto::bytes_of(*content)) : crypto::Digest{}});
    if (unsent) std::visit(Keeper{model, env, effects}, *unsent);
    if (content) crypto::wipe(content->data(), content->size());
  }
}

void keep_unsent(Model& model, const Env& env, Effects& effects) {
  Sealing& sealing = model.discussions.sealing;
  if (sealing.key) {
    const Keeper keeper{model, env, effects};
    std::vector<Sealing::Written> now;
    for (const OutgoingMessage& message : model.discussions.outbox.unsent.messages)
      keeper.keep(name_of(*sealing.key, message), to_bytes(message), now);
    for (const Draft& draft : model.discussions.outbox.unsent.drafts)
      keeper.keep(name_of(*sealing.key, draft), to_bytes(draft), now);
    for (const Sealing::Written& before : sealing.written) {
      if (std::none_of(now.begin(), now.end(),
                       [&](const Sealing::Written& each) { return each.name == before.name; })) {
        keeper.write(before.name, {});
        effects.push_back(PageEffect{TellTabs{std::string(kErased) + before.name}});
      }
    }
    sealing.written = std::move(now);
  }
  if (const bool holds = has_unsent(model.discussions); holds != sealing.holds_page) {
    sealing.holds_page = holds;
    effects.push_back(PageEffect{Perform{holds ? PageAct::kHold : PageAct::kRelease}});
  }
}

void forget_erased(Model& model, std::string_view record, const Env& env, Effects& effects) {
  Sealing& sealing = model.discussions.sealing;
  Outbox& outbox = model.discussions.outbox;
  if (!sealing.key) {
    // What the device has told is not opened yet.
    if (sealing.found.value)
      std::erase_if(sealing.found.value->records, [&](const auto& each) { return each.name == record; });
    return;
  }
  const auto& messages = outbox.unsent.messages;
  const auto erased = std::find_if(messages.begin(), messages.end(), [&](const OutgoingMessage& each) {
    return each.state != OutgoingState::kSending && each.files.empty() &&
           name_of(*sealing.key, each) == record;
  });
  if (erased == messages.end()) return;
  std::erase_if(sealing.written, [&](const Sealing::Written& each) { return each.name == record; });
  outbox.remove(erased->client_id);
  send_waiting(model, env, effects);
}

}  // namespace spico

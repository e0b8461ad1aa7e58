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
std::string draft_name(const crypto::SealKey& key, DiscussionId discussion) {
  return owner_of(key) + digits_of(key, "draft " + std::to_string(discussion.value), kNameDigits);
}
std::string name_of(const crypto::SealKey& key, const Draft& draft) {
  return draft_name(key, draft.discussion);
}

Sealing::Written* find_written(Sealing& sealing, std::string_view name) {
  for (Sealing::Written& each : sealing.written) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

Tried tried_of(const Outbox& outbox, const OutgoingMessage& message) {
  for (const SendAttempt& each : outbox.attempts) {
    if (each.client_id == message.client_id) return each.tried;
  }
  return Tried::kUnknown;
}

struct Keeper {
  Model& model;
  const Env& env;
  Effects& effects;

  [[nodiscard]] Sealing& sealing() const { return model.discussions.sealing; }
  [[nodiscard]] SealedRecord sealed(std::string name, std::string content) const {
    crypto::SealNonce nonce;
    env.random->fill(nonce);
    std::string text = crypto::seal(*sealing().key, nonce, name, crypto::bytes_of(content));
    crypto::wipe(content.data(), content.size());
    return {std::move(name), std::move(text)};
  }
  // Sealed and written, unless it is on the device as it is. What another tab has erased is not written
  // again.
  void keep(std::string name, std::string content, Tried tried, RecordAct again,
            std::vector<Sealing::Written>& now) const {
    Sealing::Written written{name, crypto::hash(crypto::bytes_of(content)), tried};
    if (const Sealing::Written* const before = find_written(sealing(), name)) {
      written.keeping = before->keeping;
      written.is_there = before->is_there;
      if (tried == Tried::kUnknown) written.tried = before->tried;
      if (before->content == written.content && before->tried == written.tried) {
        crypto::wipe(content.data(), content.size());
        now.push_back(std::move(written));
        return;
      }
    }
    written.keeping = env.new_ticket();
    const RecordAct act = written.is_there ? again : RecordAct::kWrite;
    effects.push_back(
        Request{KeepRecord{written.keeping, sealed(std::move(name), std::move(content)), act, tried}});
    now.push_back(std::move(written));
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
      put_before(std::move(draft), *written);
  }
  // Somebody has gone on writing before what was kept came: both stay, in the order in which they were
  // written.
  void put_before(Draft kept, Draft& typed) const {
    Thread& thread = model.discussions.thread;
    if (!typed.text.empty() && !kept.text.empty()) kept.text += '\n';
    if (typed.discussion == thread.id && thread.caret != std::string::npos) thread.caret += kept.text.size();
    typed.text.insert(0, kept.text);
    typed.urgent = typed.urgent || kept.urgent;
    if (!typed.reply_to) typed.reply_to = std::move(kept.reply_to);
    typed.mentions.insert(typed.mentions.begin(), kept.mentions.begin(), kept.mentions.end());
    typed.files.insert(typed.files.begin(), kept.files.begin(), kept.files.end());
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
  if (!is_unreached(sealing.share.failure)) ++sealing.share_refusals;
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
  return has_records && sealing.share_refusals < kMostTries && !is_for_good(sealing.share.failure);
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
      sealing.written.push_back({record.name,
                                 content ? crypto::hash(crypto::bytes_of(*content)) : crypto::Digest{},
                                 Tried::kUnknown, Ticket::kNone, true});
    if (unsent) std::visit(Keeper{model, env, effects}, *unsent);
    if (content) crypto::wipe(content->data(), content->size());
  }
}

void keep_unsent(Model& model, const Env& env, Effects& effects) {
  Sealing& sealing = model.discussions.sealing;
  if (sealing.key) {
    const Keeper keeper{model, env, effects};
    std::vector<Sealing::Written> now;
    const Outbox& outbox = model.discussions.outbox;
    // The device is writing another draft there, of what is being taken back: until it has answered it stays.
    const auto is_taken_into = [&](const std::string& name) {
      return std::any_of(outbox.taking_back.begin(), outbox.taking_back.end(), [&](const TakingBack& each) {
        return !each.is_dropped && draft_name(*sealing.key, each.discussion) == name;
      });
    };
    for (const OutgoingMessage& message : outbox.unsent.messages)
      keeper.keep(name_of(*sealing.key, message), to_bytes(message), tried_of(outbox, message),
                  RecordAct::kReplace, now);
    for (const Draft& draft : outbox.unsent.drafts) {
      std::string name = name_of(*sealing.key, draft);
      if (!is_taken_into(name))
        keeper.keep(std::move(name), to_bytes(draft), Tried::kUnknown, RecordAct::kWrite, now);
    }
    for (const Sealing::Written& before : sealing.written) {
      if (is_taken_into(before.name)) {
        now.push_back(before);
      } else if (std::none_of(now.begin(), now.end(),
                              [&](const Sealing::Written& each) { return each.name == before.name; })) {
        effects.push_back(Request{KeepRecord{env.new_ticket(), {before.name, {}}, RecordAct::kErase}});
        effects.push_back(PageEffect{TellTabs{std::string(kErased) + before.name}});
      }
    }
    sealing.written = std::move(now);
  }
}

void record_kept(Sealing& sealing, const Answer<Nothing>& answer) {
  // Another record that is kept after it does not bring that one back.
  if (answer.failure.is_some()) {
    if (answer.failure.status != kRecordGone) sealing.is_refused = true;
    return;
  }
  for (Sealing::Written& each : sealing.written) {
    if (answer.ticket != Ticket::kNone && each.keeping == answer.ticket) each.is_there = true;
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
    return each.state != OutgoingState::kSending && name_of(*sealing.key, each) == record;
  });
  if (erased == messages.end()) {
    // A draft of the same discussion there, which has been sent or emptied: ours is written again.
    const auto& drafts = outbox.unsent.drafts;
    const bool is_ours = std::any_of(drafts.begin(), drafts.end(), [&](const Draft& each) {
      return name_of(*sealing.key, each) == record;
    });
    if (is_ours) std::erase_if(sealing.written, [&](const auto& each) { return each.name == record; });
    return;
  }
  leave_to_others(model, *erased);
  send_waiting(model, env, effects);
}

bool is_shared(const Sealing& sealing, const OutgoingMessage& message) {
  if (!sealing.key) return false;
  const std::string name = name_of(*sealing.key, message);
  return std::any_of(sealing.written.begin(), sealing.written.end(),
                     [&](const Sealing::Written& each) { return each.name == name; });
}

void claim_record(Model& model, const OutgoingMessage& message, Ticket ticket, Effects& effects) {
  const std::string name = name_of(*model.discussions.sealing.key, message);
  effects.push_back(Request{KeepRecord{ticket, {name, {}}, RecordAct::kClaim, Tried::kYes}});
}

void record_claimed(Sealing& sealing, const OutgoingMessage& message) {
  if (!sealing.key) return;
  Sealing::Written* const written = find_written(sealing, name_of(*sealing.key, message));
  if (written != nullptr) written->tried = Tried::kYes;
}

void record_doubted(Sealing& sealing, const OutgoingMessage& message) {
  if (!sealing.key) return;
  Sealing::Written* const written = find_written(sealing, name_of(*sealing.key, message));
  if (written != nullptr) written->is_there = false;
}

void take_record(Model& model, const OutgoingMessage& message, const Draft* draft, Ticket ticket,
                 const Env& env, Effects& effects) {
  const crypto::SealKey& key = *model.discussions.sealing.key;
  KeepRecord wish{ticket, {name_of(key, message), {}}, RecordAct::kTake};
  if (draft != nullptr)
    wish.draft = Keeper{model, env, effects}.sealed(name_of(key, *draft), to_bytes(*draft));
  effects.push_back(Request{std::move(wish)});
}

void draft_taken(Sealing& sealing, DiscussionId discussion) {
  if (!sealing.key) return;
  const std::string name = draft_name(*sealing.key, discussion);
  std::erase_if(sealing.written, [&](const Sealing::Written& each) { return each.name == name; });
  sealing.written.push_back({name, {}, Tried::kUnknown, Ticket::kNone, true});
}

bool is_gone(const Sealing& sealing, const OutgoingMessage& message, const Failure& failure) {
  if (failure.status != kRecordGone || !sealing.key) return false;
  const std::string name = name_of(*sealing.key, message);
  return std::any_of(sealing.written.begin(), sealing.written.end(),
                     [&](const Sealing::Written& each) { return each.name == name && each.is_there; });
}

void leave_to_others(Model& model, const OutgoingMessage& message) {
  Sealing& sealing = model.discussions.sealing;
  if (sealing.key) {
    const std::string name = name_of(*sealing.key, message);
    std::erase_if(sealing.written, [&](const Sealing::Written& each) { return each.name == name; });
  }
  leave_files(model.discussions.outbox, message);
  model.discussions.outbox.remove(message.client_id);
}

}  // namespace spico

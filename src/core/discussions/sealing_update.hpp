// Keeps what is unsent on the device and takes it back. Called by doors and the outbox's update.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/effect.hpp"
#include "core/env.hpp"
#include "core/model.hpp"

namespace spico {

/// Asks for both halves of the key; nothing in a kiosk, which keeps nothing, nor when both are here.
/// Neither before a share that could not be had may be asked for again.
void open_sealing(Model& model, const Env& env, Effects& effects);
/// The network is back, or the server: no need to wait longer.
void hurry_sealing(Model& model, const Env& env, Effects& effects);
/// The server's half could not be had: it is asked for again after a while, as long as it takes.
void share_failed(Sealing& sealing, const Env& env);
/// When that is (monotonic clock); nullopt: not by time alone.
[[nodiscard]] std::optional<std::int64_t> next_share_ms(const Model& model);
/// There may be messages on the device that were written before those in the outbox: nothing is sent past
/// them. When a server that is reached does not give its half, some tries later the order is given up rather
/// than the messages; as long as it is not reached nothing could be sent either.
[[nodiscard]] bool is_looking_for_kept(const Sealing& sealing);
/// Both halves have come, or one of them: what was kept for this account goes into outbox and composers,
/// before what was written there meanwhile.
void take_back_unsent(Model& model, const Env& env, Effects& effects);
/// After anything that may have changed it: what is new or other is sealed and written, what is gone is
/// erased.
void keep_unsent(Model& model, const Env& env, Effects& effects);

/// The device has written a record, or not.
void record_kept(Sealing& sealing, const Answer<Nothing>& answer);
/// What the device answers about a record that another tab has erased, and about one that it has sent.
inline constexpr int kRecordGone = 404, kRecordTried = 409;

/// What another tab is told when a record is erased: this and the record's name, which tells nothing.
inline constexpr std::string_view kErased = "erased ";
/// Another tab has told so: its message was taken back, dropped or sent there, and is not sent from here as
/// well.
void forget_erased(Model& model, std::string_view record, const Env& env, Effects& effects);

/// The device has been told of this message: other tabs may have it too, and it is asked before it is sent or
/// taken back.
[[nodiscard]] bool is_shared(const Sealing& sealing, const OutgoingMessage& message);
/// Asks for it to be sent from here. Its attempt has the ticket.
void claim_record(Model& model, const OutgoingMessage& message, Ticket ticket, Effects& effects);
void record_claimed(Sealing& sealing, const OutgoingMessage& message);
/// The device did not answer, and may erase the record yet: that it is gone will say nothing of other tabs.
void record_doubted(Sealing& sealing, const OutgoingMessage& message);
/// Asks for it to be taken back into this draft, which is written in its place so that a page that ends now
/// loses nothing; nullptr: it is dropped.
void take_record(Model& model, const OutgoingMessage& message, const Draft* draft, Ticket ticket,
                 const Env& env, Effects& effects);
/// The device has written that draft although its message was gone: it is not ours, which is written instead.
void draft_taken(Sealing& sealing, DiscussionId discussion);
/// It was refused because another tab has erased the record.
[[nodiscard]] bool is_gone(const Sealing& sealing, const OutgoingMessage& message, const Failure& failure);
/// Another tab has it, or had it sent. Its files are left alone: they may be in a draft there.
void leave_to_others(Model& model, const OutgoingMessage& message);

/// What the sealed pieces of a file are called on the device: without a number, what all their names begin
/// with.
[[nodiscard]] std::string piece_name(const crypto::SealKey& key, std::string_view client_id);
[[nodiscard]] std::string piece_name(const crypto::SealKey& key, std::string_view client_id,
                                     std::int64_t number);

}  // namespace spico

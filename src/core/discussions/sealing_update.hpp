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
/// them. After some tries to get the server's half the order is given up rather than the messages.
[[nodiscard]] bool is_looking_for_kept(const Sealing& sealing);
/// Both halves have come, or one of them: what was kept for this account goes into outbox and composers,
/// behind what is there already.
void take_back_unsent(Model& model, const Env& env, Effects& effects);
/// After anything that may have changed it: what is new or other is sealed and written, what is gone is
/// erased. The page is held as long as leaving it would lose something.
void keep_unsent(Model& model, const Env& env, Effects& effects);

/// What another tab is told when a record is erased: this and the record's name, which tells nothing.
inline constexpr std::string_view kErased = "erased ";
/// Another tab has told so: its message was taken back, dropped or sent there, and is not sent from here as
/// well. One with files stays: they may be in the other tab's draft by now, and would go with it.
void forget_erased(Model& model, std::string_view record, const Env& env, Effects& effects);

/// What the sealed pieces of a file are called on the device: without a number, what all their names begin
/// with.
[[nodiscard]] std::string piece_name(const crypto::SealKey& key, std::string_view client_id);
[[nodiscard]] std::string piece_name(const crypto::SealKey& key, std::string_view client_id,
                                     std::int64_t number);

}  // namespace spico

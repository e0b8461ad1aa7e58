// Two tabs of one browser, and what people do in them. For the tests of both.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "tests/core/files_support.hpp"

namespace spico::test {

inline constexpr const char* kWords = "Poids TEST 61 kg";

/// Each page draws other numbers than those before it.
inline void open_tab(Client& client, World& world, int drawn = 0) {
  while (drawn-- > 0) (void)client.env().chance();
  open_device(client, world);
}

inline SendMessage write_in(Client& client, World& world, std::string words) {
  world.tell(client, DraftTyped{std::move(words)});
  world.tell(client, SendPressed{});
  return sent_now(client);
}
inline void fail_in(Client& client, World& world, const SendMessage& sent, Failure failure) {
  world.tell(client, MessageSent{{sent.ticket, std::nullopt, std::move(failure)}});
}
inline SendMessage resend_in(Client& client, World& world) {
  world.tell(client, ResendPressed{});
  return sent_now(client);
}
inline void drop_in(Client& client, World& world, const std::string& client_id) {
  world.tell(client, DropPressed{client_id});
  world.tell(client, DropConfirmed{});
}
inline bool says(const Client& client, std::string_view beginning) {
  return client.model.toast.problem.starts_with(beginning);
}
/// What the last fact has told other tabs.
inline void tell_tab(const Client& from, Client& to, World& world) {
  const TellTabs* const told_tabs = from.wish<TellTabs>();
  REQUIRE(told_tabs != nullptr);
  to.page(TabsToldUs{told_tabs->message});
  world.take(to);
}

/// Refused in the first tab; the second one has it from the device.
struct TwoTabs {
  World world;
  Client first = in_new_thread(), second = in_new_thread();
  std::string client_id;

  TwoTabs() {
    open_tab(first, world);
    const SendMessage sent = write_in(first, world, kWords);
    client_id = sent.message.client_id;
    fail_in(first, world, sent, refused(422, "invalid_field"));
    open_tab(second, world, 100);
    REQUIRE(waiting(second).size() == 1);
    REQUIRE(waiting(second)[0].state == OutgoingState::kRefused);
  }
};

}  // namespace spico::test

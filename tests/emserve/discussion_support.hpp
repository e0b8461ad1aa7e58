// A store with some people in it who talk. For the tests of discussions.
#pragma once

#include <string>
#include <vector>

#include "emserve/store/sqlite_store.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {

// 32 hexadecimal digits, another for each number.
inline std::string client_id(int number) {
  std::string digits = std::to_string(number);
  return std::string(32 - digits.size(), '0') + digits;
}

struct Person {
  AccountId account;
  ProfessionalId id;
};

struct Talk {
  TemporaryFolder folder;
  SqliteStore store{folder.database()};
  Person ines = person("Inès"), mathieu = person("Mathieu"), camille = person("Camille"), noe = person("Noé");
  int last_client_id = 1000;

  Person person(const std::string& given_name) {
    Account account;
    account.identifiant = given_name;
    account.given_name = given_name;
    account.family_name = "TEST";
    account.profession = "medecin";
    const AccountId id = store.add_account(account, kStartMs);
    return {id, store.professional_of(id)};
  }

  PatientId add_patient(const std::vector<Person>& readers) {
    Patient zoe;
    zoe.traits.birth_name = "BÉNAZET";
    std::vector<AccountId> accounts;
    for (const Person& reader : readers) accounts.push_back(reader.account);
    const std::unique_ptr<PatientWriter> writer = store.write_patients(kStartMs);
    const PatientId id = writer->put(zoe, "", accounts);
    writer->commit();
    return id;
  }

  // To all patients.
  void take_access(const Person& who) {
    store.connection().query("DELETE FROM patient_access WHERE account_id = ?").bind(who.account.value).run();
  }

  // By Inès.
  DiscussionId begin(const std::vector<Person>& members, std::int64_t at_ms = kStartMs,
                     PatientId patient = {}) {
    NewDiscussion wanted{
        .client_id = client_id(++last_client_id), .title = "Sortie", .patient = patient, .members = {}};
    for (const Person& member : members) wanted.members.push_back(member.id);
    return store.add_discussion(ines.account, wanted, at_ms).id;
  }

  PostedMessage send(AccountId who, DiscussionId discussion, const std::string& text) {
    return store.post_message(who, {discussion, client_id(++last_client_id), text}, kStartMs);
  }

  MessageId say(const Person& who, DiscussionId discussion, const std::string& text) {
    const PostedMessage posted = send(who.account, discussion, text);
    REQUIRE(posted.is_new);
    return posted.message.id;
  }

  Discussion summary(const Person& who, DiscussionId discussion) {
    const std::optional<OpenDiscussion> open = store.open_discussion(who.account, discussion);
    REQUIRE(open);
    return open->discussion;
  }

  Message message(const Person& who, DiscussionId discussion, MessageNumber number) {
    const std::optional<MessagePage> page = store.messages_of(who.account, discussion, number, 1);
    REQUIRE(page);
    REQUIRE(page->messages.size() == 1);
    REQUIRE(page->messages[0].number == number);
    return page->messages[0];
  }

  // "1 created Sortie, 2 bonjour, 3 joined"
  std::string texts(const Person& who, DiscussionId discussion) {
    std::string all;
    const std::optional<MessagePage> page = store.messages_of(who.account, discussion, 1, 200);
    REQUIRE(page);
    for (const Message& message : page->messages) {
      all += (all.empty() ? "" : ", ") + std::to_string(message.number);
      if (message.kind != MessageKind::kText) all.append(" ").append(code(message.kind));
      if (message.withdrawn) all += " withdrawn";
      if (!message.text.empty()) all += " " + message.text;
    }
    return all;
  }

  std::string members(const Person& who, DiscussionId discussion) {
    std::string all;
    const std::optional<OpenDiscussion> open = store.open_discussion(who.account, discussion);
    REQUIRE(open);
    for (const Member& member : open->members)
      all += (all.empty() ? "" : ", ") + member.name + (member.left_at_ms ? " (left)" : "");
    return all;
  }
};

}  // namespace spico::emserve::test

// The directory of professionals: who is found by what, in which order, and how fast.
#include <doctest/doctest.h>

#include <chrono>

#include "core/patients/reference.hpp"
#include "emserve/demo/demo_directory.hpp"
#include "emserve/store/sqlite_store.hpp"
#include "tests/emserve/server_support.hpp"

namespace spico::emserve::test {
namespace {

ProfessionId profession(std::string_view code) { return profession_from_code(code).value(); }

AccountId add_account(Store& store, const std::string& identifiant, const std::string& given_name) {
  Account account;
  account.identifiant = identifiant;
  account.given_name = given_name;
  account.family_name = "TEST";
  account.profession = "medecin";
  account.structure = "MSP des Trois Ponts (TEST)";
  account.commune = "Foix";
  return store.add_account(account, kStartMs);
}

// "Zoé TEST, AMIEL Jean of 2"
std::string found(Store& store, std::string_view text, std::size_t limit = 50) {
  const DirectoryPage page = store.search_directory(text, limit);
  std::string names;
  for (const DirectoryEntry& entry : page.entries) names += (names.empty() ? "" : ", ") + entry.name;
  return names + " of " + std::to_string(page.total) + (page.has_more ? "+" : "");
}

}  // namespace

TEST_CASE("every word begins a word of name, structure, commune or profession, in any order and spelling") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  add_account(store, "a", "Zoé");
  const std::vector<DirectoryEntry> entries = {
      {{}, "L’HÔTE Jean‑Noël", profession("infirmier"), "EHPAD Sainte-Énimie (TEST)", "Albi", false},
      {{}, "AMIEL Jean", profession("sage_femme"), "", "", false}};
  store.add_to_directory(entries);
  CHECK(found(store, "") == "Zoé TEST, AMIEL Jean, L’HÔTE Jean‑Noël of 3");
  CHECK(found(store, "", 1) == "Zoé TEST of 3");
  CHECK(found(store, "  jean ") == "AMIEL Jean, L’HÔTE Jean‑Noël of 2");
  for (const std::string_view text :
       {"hote", "lhote", "L'HOTE", "jean-noël enim", "ALBI inf", "Ste jean noel"}) {
    CAPTURE(text);
    CHECK(found(store, text) == (text == "Ste jean noel" ? " of 0" : "L’HÔTE Jean‑Noël of 1"));
  }
  CHECK(found(store, "sage femme") == "AMIEL Jean of 1");
  CHECK(found(store, "foix medecin zoe trois test") == "Zoé TEST of 1");
  CHECK(found(store, "oix") == " of 0");
  CHECK(found(store, "jean jean jeanne") == " of 0");
  CHECK(found(store, "\x01 ' % _ \" *") == "Zoé TEST, AMIEL Jean, L’HÔTE Jean‑Noël of 3");
  const DirectoryPage page = store.search_directory("zoe", 1);
  REQUIRE(page.entries.size() == 1);
  CHECK(page.entries[0] == DirectoryEntry{page.entries[0].id, "Zoé TEST", profession("medecin"),
                                          "MSP des Trois Ponts (TEST)", "Foix", true});
}

TEST_CASE("every account has one professional, and those of circles are found under their last name") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  const AccountId account = add_account(store, "a", "Zoé");
  const ProfessionalId professional = store.professional_of(account);
  CHECK(professional.value == kFirstDirectoryId);
  CHECK(store.account_of(professional) == account);
  CHECK(store.professional_of({99}).is_none());
  CHECK(store.account_of({99}).is_none());
  for (const char* const name : {"AMIEL Jean", "BOSC Jean"}) {
    const std::unique_ptr<PatientWriter> writer = store.write_patients(kStartMs);
    writer->add_professional({{7}, name, profession("infirmier")});
    writer->commit();
  }
  CHECK(found(store, "amiel") == " of 0");
  CHECK(found(store, "bosc") == "BOSC Jean of 1");
  CHECK(store.account_of({7}).is_none());
  // The head of the list names those that patients name, nobody else.
  const std::vector<Professional> circles = store.professionals();
  REQUIRE(circles.size() == 1);
  CHECK(circles[0].name == "BOSC Jean");
}

TEST_CASE("a database from before there was a directory has everybody in it afterwards") {
  const TemporaryFolder folder;
  AccountId account;
  {
    SqliteStore store(folder.database());
    account = add_account(store, "a", "Zoé");
    const std::unique_ptr<PatientWriter> writer = store.write_patients(kStartMs);
    writer->add_professional({{7}, "BOSC Jean", profession("infirmier")});
    writer->commit();
    revert_discussions(store.connection());
  }
  SqliteStore store(folder.database());
  CHECK(store.account_of(store.professional_of(account)) == account);
  CHECK(found(store, "") == "Zoé TEST, BOSC Jean of 2");
  CHECK(found(store, "zoe medecin") == "Zoé TEST of 1");
  CHECK(store.professionals().size() == 1);
}

TEST_CASE("fifty thousand are written in seconds, and found at once by what is usually typed") {
  const TemporaryFolder folder;
  SqliteStore store(folder.database());
  add_account(store, "a", "Zoé");
  const auto started = std::chrono::steady_clock::now();
  demo::write_demo_directory(store, 50'000, kStartMs);
  const auto seconds_since = [](std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  MESSAGE("50,000 written in " << seconds_since(started) << " s");
  CHECK(found(store, "", 1) == "Zoé TEST of 1000+");
  for (const char* const text : {"", "z", "dup", "dupont", "marie infirmier", "inf", "m p", "test test",
                                 "med toul", "zoe test", "xyz"}) {
    const auto start = std::chrono::steady_clock::now();
    const DirectoryPage page = store.search_directory(text, 20);
    MESSAGE("«" << std::string(text) << "»: " << page.total << std::string(page.has_more ? "+" : "") << " in "
                << seconds_since(start) * 1000 << " ms");
    CHECK(page.entries.size() == std::min<std::size_t>(20, static_cast<std::size_t>(page.total)));
    for (const DirectoryEntry& entry : page.entries)
      CHECK((entry.on_spico || entry.structure.find("TEST") != std::string::npos));
  }
}

}  // namespace spico::emserve::test

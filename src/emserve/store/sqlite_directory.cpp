#include "emserve/store/sqlite_directory.hpp"

#include <algorithm>

#include "core/patients/reference.hpp"
#include "core/text/fold.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

constexpr char kEndOfName = '\x01';  // before any letter, so that names are sorted before what follows them
// Beyond so many entries that a word may find, walking all of them in their order is the shorter way: the
// wanted ones come soon.
constexpr std::int64_t kManyOfWord = 2000;
constexpr std::string_view kAfterAnyWord = "\xF4\x8F\xBF\xBF";  // U+10FFFF

std::vector<std::string> words_of(std::string_view folded) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t end = std::min(folded.find_first_of(" \x01", at), folded.size());
    if (end > at) words.emplace_back(folded.substr(at, end - at));
    at = end + 1;
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::string folded_entry(const DirectoryEntry& professional) {
  std::string folded;
  append_search_words(folded, professional.name);
  folded += kEndOfName;
  append_search_words(folded, professional.structure);
  append_search_words(folded, professional.commune);
  append_search_words(folded, entry(professional.profession).label.french);
  return folded;
}

void write_index(SqliteConnection& connection, const DirectoryEntry& professional) {
  const std::string folded = folded_entry(professional);
  connection.query("UPDATE professionals SET folded = ? WHERE id = ?")
      .bind(std::string_view(folded))
      .bind(std::int64_t{professional.id.value})
      .run();
  Query add = connection.query("INSERT INTO directory_words (word, professional_id) VALUES (?, ?)");
  for (const std::string& word : words_of(folded)) {
    add.rewind();
    add.bind(std::string_view(word)).bind(std::int64_t{professional.id.value}).run();
  }
}

void insert(SqliteConnection& connection, DirectoryEntry& professional, AccountId account) {
  Query query = connection.query(
      "INSERT INTO professionals (id, name, profession, structure, commune, account_id, in_circles) VALUES "
      "((SELECT max(?1, 1 + coalesce(max(id), 0)) FROM professionals), ?2, ?3, ?4, ?5, ?6, 0)");
  query.bind(std::int64_t{kFirstDirectoryId})
      .bind(std::string_view(professional.name))
      .bind(static_cast<int>(professional.profession))
      .bind(std::string_view(professional.structure))
      .bind(std::string_view(professional.commune))
      .bind(account.value == 0 ? std::nullopt : std::optional(account.value))
      .run();
  professional.id.value = static_cast<std::uint32_t>(connection.last_id());
  write_index(connection, professional);
}

// Of the columns id, name, profession, structure, commune, account_id.
DirectoryEntry read_entry(const Query& query) {
  return {.id = {static_cast<std::uint32_t>(query.integer(0))},
          .name = std::string(query.text(1)),
          .profession = static_cast<ProfessionId>(query.integer(2)),
          .structure = std::string(query.text(3)),
          .commune = std::string(query.text(4)),
          .on_spico = !query.is_null(5)};
}

std::optional<DirectoryEntry> find_entry(SqliteConnection& connection, ProfessionalId professional) {
  Query query = connection.query(
      "SELECT id, name, profession, structure, commune, account_id FROM professionals WHERE id = ?");
  query.bind(std::int64_t{professional.value});
  if (!query.step()) return std::nullopt;
  return read_entry(query);
}

// How many entries have a word that begins so, some of them counted twice; at most kManyOfWord.
std::int64_t count_roughly(SqliteConnection& connection, std::string_view beginning, std::string_view end) {
  Query query = connection.query(
      "SELECT count(*) FROM (SELECT 1 FROM directory_words WHERE word >= ? AND word < ? LIMIT ?)");
  query.bind(beginning).bind(end).bind(kManyOfWord);
  query.step();
  return query.integer(0);
}

bool has_all(std::string_view folded, const std::vector<std::string>& beginnings) {
  return std::all_of(beginnings.begin(), beginnings.end(), [folded](const std::string& beginning) {
    return folded.find(beginning) != std::string_view::npos;
  });
}

// The ids, in the order of the page.
std::vector<ProfessionalId> find_all(Query& query, const std::vector<std::string>& beginnings,
                                     std::size_t limit, DirectoryPage& page) {
  std::vector<ProfessionalId> found;
  while (query.step()) {
    if (!has_all(query.text(1), beginnings)) continue;
    if (page.total == kMostDirectoryCounted) {
      page.has_more = true;
      break;
    }
    ++page.total;
    if (found.size() < limit) found.push_back({static_cast<std::uint32_t>(query.integer(0))});
  }
  return found;
}

}  // namespace

void index_professional(SqliteConnection& connection, ProfessionalId professional) {
  connection.query("DELETE FROM directory_words WHERE professional_id = ?")
      .bind(std::int64_t{professional.value})
      .run();
  if (const std::optional<DirectoryEntry> found = find_entry(connection, professional))
    write_index(connection, *found);
}

void add_professional_of(SqliteConnection& connection, const Account& account) {
  constexpr std::string_view kOther = "autre";
  const std::optional<ProfessionId> profession = profession_from_code(account.profession);
  DirectoryEntry professional{.id = {},
                              .name = account.given_name + " " + account.family_name,
                              .profession = profession.value_or(*profession_from_code(kOther)),
                              .structure = account.structure,
                              .commune = account.commune,
                              .on_spico = true};
  insert(connection, professional, account.id);
}

void fill_directory(SqliteConnection& connection) {
  std::vector<ProfessionalId> professionals;
  std::vector<Account> accounts;
  {
    Query query = connection.query("SELECT id FROM professionals");
    while (query.step()) professionals.push_back({static_cast<std::uint32_t>(query.integer(0))});
  }
  {
    Query query = connection.query(
        "SELECT id, given_name, family_name, profession, structure, commune FROM accounts ORDER BY id");
    while (query.step()) {
      Account& account = accounts.emplace_back();
      account.id.value = query.integer(0);
      account.given_name = query.text(1);
      account.family_name = query.text(2);
      account.profession = query.text(3);
      account.structure = query.text(4);
      account.commune = query.text(5);
    }
  }
  for (const ProfessionalId professional : professionals) index_professional(connection, professional);
  for (const Account& account : accounts) add_professional_of(connection, account);
}

DirectoryPage SqliteStore::search_directory(std::string_view text, std::size_t limit) {
  const ReadTransaction view(connection_);
  std::vector<std::string> beginnings = words_of(fold(text));
  // The word that finds the fewest leads.
  std::int64_t fewest = kManyOfWord;
  std::string lead;
  for (std::string& word : beginnings) {
    const std::int64_t count = count_roughly(connection_, word, word + std::string(kAfterAnyWord));
    if (count < fewest) {
      fewest = count;
      lead = word;
    }
    word.insert(0, 1, ' ');
  }
  DirectoryPage page;
  std::vector<ProfessionalId> found;
  if (lead.empty()) {
    Query query =
        connection_.query("SELECT id, folded FROM professionals ORDER BY account_id IS NULL, folded, id");
    found = find_all(query, beginnings, limit, page);
  } else {
    const std::string end = lead + std::string(kAfterAnyWord);
    Query query = connection_.query(
        "SELECT id, folded FROM professionals WHERE id IN (SELECT professional_id FROM directory_words WHERE "
        "word >= ? AND word < ?) ORDER BY account_id IS NULL, folded, id");
    query.bind(std::string_view(lead)).bind(std::string_view(end));
    found = find_all(query, beginnings, limit, page);
  }
  for (const ProfessionalId professional : found) {
    if (std::optional<DirectoryEntry> entry_found = find_entry(connection_, professional))
      page.entries.push_back(std::move(*entry_found));
  }
  return page;
}

void SqliteStore::add_to_directory(std::span<const DirectoryEntry> entries) {
  WriteTransaction transaction(connection_);
  for (DirectoryEntry entry : entries) insert(connection_, entry, {});
  transaction.commit();
}

ProfessionalId SqliteStore::professional_of(AccountId account) {
  Query query = connection_.query("SELECT id FROM professionals WHERE account_id = ?");
  query.bind(account.value);
  return query.step() ? ProfessionalId{static_cast<std::uint32_t>(query.integer(0))} : ProfessionalId{};
}

AccountId SqliteStore::account_of(ProfessionalId professional) {
  Query query = connection_.query("SELECT account_id FROM professionals WHERE id = ?");
  query.bind(std::int64_t{professional.value});
  return query.step() ? AccountId{query.integer(0)} : AccountId{};
}

}  // namespace spico::emserve

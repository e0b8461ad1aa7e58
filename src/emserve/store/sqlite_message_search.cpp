// Store::search_messages: the full-text index, and the part of a text that shows why it was found.
#include <algorithm>

#include "core/text/fold.hpp"
#include "core/text/utf8.hpp"
#include "emserve/store/sqlite_discussion_rows.hpp"
#include "emserve/store/sqlite_store.hpp"

namespace spico::emserve {
namespace {

// The messages that the account ?1 may see, and the oldest of them: by indexes alone, no message is read.
#define OWN_MESSAGES              \
  "(SELECT o.id FROM " MEMBER_NOW \
  "JOIN messages o ON o.discussion_id = d.id AND o.number >= me.first " OF_ACCOUNT ")"
#define OLDEST_OWN_MESSAGE             \
  "(SELECT min(o.id) FROM " MEMBER_NOW \
  "JOIN messages o ON o.discussion_id = d.id AND o.number = me.first " OF_ACCOUNT ")"

constexpr std::size_t kBeforeHit = 40;  // characters

// What was typed as a query of FTS5: each word in quotes, so that none of it is syntax, as a prefix. Words
// without a letter or a digit say nothing.
std::string full_text_query(std::string_view typed) {
  std::string query;
  for (std::size_t at = 0; at < typed.size();) {
    const std::size_t end = std::min(typed.find_first_of(" \t\n", at), typed.size());
    const std::string_view word = typed.substr(at, end - at);
    at = end + 1;
    if (fold(word).empty()) continue;
    if (!query.empty()) query += ' ';
    query += '"';
    for (const char character : word) query.append(character == '"' ? "\"\"" : std::string(1, character));
    query += "\"*";
  }
  return query;
}

// Where the first word of the text stands that one of these begins.
std::size_t first_hit(std::string_view text, std::string_view folded_query) {
  std::vector<std::string_view> wanted;
  for (std::size_t at = 0; at < folded_query.size();) {
    const std::size_t end = std::min(folded_query.find(' ', at), folded_query.size());
    if (end > at) wanted.push_back(folded_query.substr(at, end - at));
    at = end + 1;
  }
  for (const FoldedWord& word : folded_words(text)) {
    const bool is_hit = std::any_of(wanted.begin(), wanted.end(), [&word](std::string_view beginning) {
      return word.letters.starts_with(beginning);
    });
    if (is_hit) return word.from.front().begin;
  }
  return 0;
}

// So many characters before `at`.
std::size_t back(std::string_view text, std::size_t at, std::size_t characters) {
  for (; characters > 0 && at > 0; --characters) {
    --at;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  }
  return at;
}

// About kQuoteLength characters around the first hit, on one line.
std::string excerpt_of(std::string_view text, std::string_view folded_query) {
  constexpr std::string_view kEllipsis = "…";
  std::size_t begin = back(text, first_hit(text, folded_query), kBeforeHit);
  if (begin > 0) {
    // From the beginning of a word, when there is one before the hit.
    const std::size_t space = text.find_first_of(" \n", begin);
    if (space != std::string_view::npos && space < begin + kBeforeHit) begin = space + 1;
  }
  const std::string_view part = first_characters(text.substr(begin), kQuoteLength);
  std::string excerpt(begin > 0 ? kEllipsis : "");
  excerpt.append(part);
  if (begin + part.size() < text.size()) excerpt.append(kEllipsis);
  std::replace(excerpt.begin(), excerpt.end(), '\n', ' ');
  return excerpt;
}

}  // namespace

std::vector<FoundMessage> SqliteStore::search_messages(AccountId account, std::string_view text,
                                                       std::int64_t limit) {
  std::vector<FoundMessage> found;
  const std::string full_text = full_text_query(text);
  if (full_text.empty()) return found;
  const ReadTransaction view(connection_);
  const std::string folded_query = fold(text);
  // CROSS JOIN keeps SQLite to this order: the index gives the newest first, and the walk ends with the last
  // one that is wanted, or with the oldest that this one may see. On its way most are other people's: those
  // are known without a look at any message. The + keeps it from asking the index for each of one's own.
  Query query = connection_.query(
      "SELECT " MESSAGE_COLUMNS
      ", a.name FROM message_words w CROSS JOIN messages m ON m.id = w.rowid CROSS JOIN professionals self "
      "CROSS JOIN "
      "discussion_members me ON me.discussion_id = m.discussion_id AND me.professional_id = self.id AND "
      "me.left_at_ms IS NULL AND m.number >= me.first CROSS JOIN discussions d ON d.id = m.discussion_id "
      "CROSS JOIN professionals a ON a.id = m.author_id "  //
      WITH_QUOTE OF_ACCOUNT "AND w.text MATCH ?2 AND w.rowid >= " OLDEST_OWN_MESSAGE
      " AND +w.rowid IN " OWN_MESSAGES " ORDER BY w.rowid DESC LIMIT ?3");
  query.bind(account.value).bind(std::string_view(full_text)).bind(limit);
  while (query.step()) {
    FoundMessage hit{.discussion = discussion_of_message_row(query),
                     .title = std::string(query.text(15)),
                     .message = read_message(connection_, query),
                     .excerpt = {},
                     .author_name = std::string(query.text(19))};
    hit.excerpt = excerpt_of(hit.message.text, folded_query);
    found.push_back(std::move(hit));
  }
  return found;
}

}  // namespace spico::emserve

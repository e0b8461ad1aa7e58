#include "emserve/demo/demo_discussions.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>

#include "api/json.hpp"
#include "core/patients/traits.hpp"
#include "emserve/embedded.hpp"

namespace spico::emserve::demo {
namespace {

using api::JsonValue;

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kLongestAgo = 60 * 24 * 30;  // minutes

class DiscussionWriter {
 public:
  DiscussionWriter(Store& store, const FileExaminer& examiner, std::int64_t now_ms)
      : store_(store), examiner_(examiner), now_ms_(now_ms) {}

  // Notes what is to be written; its document must live until write().
  void add(const JsonValue& wanted) {
    PatientId patient;
    if (const std::optional<std::string_view> name = wanted["patient"].as_string()) {
      patient = patient_named(*name);
      if (patient.is_none()) return;
    }
    const auto id = std::make_shared<DiscussionId>();
    steps_.push_back({time(wanted["ago"]), [this, wanted, patient, id] { *id = begin(wanted, patient); }});
    for (const JsonValue message : wanted["messages"].required_items())
      steps_.push_back({time(message["ago"]), [this, message, id] { post(*id, message); }});
    for (const JsonValue reader : wanted["read"].members()) {
      steps_.push_back({now_ms_, [this, reader, id] {
                          store_.set_read(store_.account_by_identifiant(reader.name()).value().id, *id,
                                          reader.required_integer(), now_ms_);
                        }});
    }
  }

  // In the order in which it happened, across discussions: what counts up (events, notifications) follows it.
  void write() {
    std::stable_sort(steps_.begin(), steps_.end(),
                     [](const Step& one, const Step& other) { return one.at_ms < other.at_ms; });
    for (const Step& step : steps_) step.run();
  }

 private:
  struct Step {
    std::int64_t at_ms;
    std::function<void()> run;
  };

  DiscussionId begin(const JsonValue& wanted, PatientId patient) {
    return store_
        .add_discussion(account(wanted["by"]),
                        {.client_id = next_client_id(),
                         .title = std::string(wanted["title"].required_string()),
                         .patient = patient,
                         .members = professionals(wanted["members"])},
                        time(wanted["ago"]))
        .id;
  }

  void post(DiscussionId discussion, const JsonValue& wanted) {
    const std::int64_t at_ms = time(wanted["ago"]);
    const AccountId author = account(wanted["by"]);
    std::vector<std::string> files;
    for (const JsonValue file : wanted["files"].items()) files.push_back(upload(author, file, at_ms));
    const PostedMessage posted = store_.post_message(author,
                                                     {.discussion = discussion,
                                                      .client_id = next_client_id(),
                                                      .text = std::string(wanted["text"].required_string()),
                                                      .urgent = wanted["urgent"].as_bool().value_or(false),
                                                      .reply_to = wanted["reply_to"].as_integer().value_or(0),
                                                      .mentions = professionals(wanted["mentions"]),
                                                      .attachments = std::move(files)},
                                                     at_ms);
    if (!posted.is_new) wanted.reject(api::JsonProblem::kOutOfRange);
    for (const JsonValue reader : wanted["seen"].items())
      store_.set_seen(account(reader), posted.message.id, true, at_ms + kMinuteMs);
    if (const JsonValue who = wanted["filed"]; who.is_present())
      store_.set_filed(account(who), posted.message.id, true, at_ms + kMinuteMs);
  }

  // Goes the way of anybody's file. Gives its client id.
  std::string upload(AccountId author, const JsonValue& wanted, std::int64_t at_ms) {
    const std::string_view name = wanted.required_string();
    const std::string_view bytes = embedded_demo_file(name);
    const ExaminedFile file = examined(name, bytes);
    if (file.problem != FileProblem::kNone) wanted.reject(api::JsonProblem::kOutOfRange);
    const std::string id = next_client_id();
    store_.begin_upload(author, {.client_id = id, .name = std::string(name), .size = std::ssize(bytes)},
                        at_ms);
    store_.add_upload_piece(author, id, 0, bytes, at_ms);
    store_.accept_upload(
        author, id, {.type = file.type, .width = file.width, .height = file.height, .preview = file.preview});
    return id;
  }

  // A machine that is busy may need more time than a sender is made to wait.
  ExaminedFile examined(std::string_view name, std::string_view bytes) const {
    constexpr int kTries = 3;
    for (int tries = 0; tries < kTries; ++tries) {
      ExaminedFile file = examiner_.examine(bytes);
      if (!file.is_undecided) return file;
    }
    throw std::runtime_error("the demo's file «" + std::string(name) + "» could not be examined in time");
  }

  AccountId account(const JsonValue& identifiant) {
    const std::optional<Account> found = store_.account_by_identifiant(identifiant.required_string());
    if (!found) identifiant.reject(api::JsonProblem::kOutOfRange);
    return found ? found->id : AccountId{};
  }

  std::vector<ProfessionalId> professionals(const JsonValue& identifiants) {
    std::vector<ProfessionalId> found;
    for (const JsonValue identifiant : identifiants.items())
      found.push_back(store_.professional_of(account(identifiant)));
    return found;
  }

  std::int64_t time(const JsonValue& ago) const {
    return now_ms_ - ago.required_integer(0, kLongestAgo) * kMinuteMs;
  }

  PatientId patient_named(std::string_view name) {
    if (patients_.empty()) read_patients();
    const auto found = patients_.find(std::string(name));
    return found == patients_.end() ? PatientId{} : found->second;
  }

  // The demo's own patients open the list, so few are read.
  void read_patients() {
    constexpr int kRead = 100;
    const std::optional<Account> reader = store_.account_by_identifiant("demo-infirmiere");
    if (!reader) return;
    const std::unique_ptr<PatientCursor> cursor = store_.patients_of(reader->id);
    Patient patient;
    for (int count = 0; count < kRead && cursor->next(patient); ++count) {
      if (patient.test) patients_.emplace(display_name(patient.traits), patient.id);
    }
  }

  // As a page would name it; no page ever begins with zeros only.
  std::string next_client_id() {
    const std::string digits = std::to_string(++last_client_id_);
    return std::string(32 - digits.size(), '0') + digits;
  }

  Store& store_;
  const FileExaminer& examiner_;
  std::int64_t now_ms_;
  std::vector<Step> steps_;
  int last_client_id_ = 0;
  std::map<std::string, PatientId> patients_;
};

}  // namespace

void write_demo_discussions(Store& store, const FileExaminer& examiner, std::int64_t now_ms) {
  api::JsonDocument document;
  DiscussionWriter writer(store, examiner, now_ms);
  if (document.parse(embedded_demo_discussions())) {
    for (const JsonValue discussion : document.root()["discussions"].required_items()) writer.add(discussion);
    writer.write();
  }
  if (document.error().is_none()) return;
  throw std::runtime_error("assets/demo/discussions.json: " + document.error().path + ": " +
                           std::string(describe(document.error().problem)));
}

}  // namespace spico::emserve::demo

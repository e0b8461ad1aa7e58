// /api/spico/patients: the list, a dossier, what a person does with a patient.
#include "api/server_entries.hpp"
#include "api/server_patients.hpp"
#include "api/server_requests.hpp"
#include "emserve/auth/access.hpp"
#include "emserve/routes/body.hpp"
#include "emserve/routes/coded_filters.hpp"
#include "emserve/routes/route.hpp"

namespace spico::emserve {
namespace {

// The list, a chunk at a time; it holds a store of its own, so that it is one unchanging view until its end.
class PatientStream final : public BodyStream {
 public:
  PatientStream(StoreLease lease, AccountId account)
      : lease_(std::move(lease)), cursor_(lease_->patients_of(account)) {}

  Step next(std::string& chunk) override {
    chunk.reserve(chunk_bytes_ + kLongestLine);
    try {
      if (!has_begun_) append_head(chunk);
      while (chunk.size() < chunk_bytes_) {
        if (!cursor_->next(patient_)) {
          api::append_patients_end(chunk, count_);
          return Step::kEnd;
        }
        api::append_patient_line(chunk, patient_);
        ++count_;
      }
    } catch (const StoreError&) {
      return Step::kCut;
    }
    chunk_bytes_ = kChunkBytes;
    return Step::kMore;
  }

 private:
  static constexpr std::size_t kFirstChunkBytes = 16 * 1024;  // the first screen comes sooner
  static constexpr std::size_t kChunkBytes = 64 * 1024;
  static constexpr std::size_t kLongestLine = 4096;

  void append_head(std::string& chunk) {
    const std::vector<Professional> professionals = lease_->professionals();
    const std::vector<Structure> structures = lease_->structures();
    api::append_patients_head(chunk, cursor_->total(), cursor_->revision(), professionals, structures);
    has_begun_ = true;
  }

  StoreLease lease_;
  std::unique_ptr<PatientCursor> cursor_;
  Patient patient_;
  std::uint64_t count_ = 0;
  std::size_t chunk_bytes_ = kFirstChunkBytes;
  bool has_begun_ = false;
};

Response unknown_patient() { return error_response(404, "unknown_patient", "No such patient"); }

// The patient of the path, when the caller may do this with it; a refusal is in the audit log.
std::optional<PatientId> patient_for(Call& call, Action action, std::string_view name_of_action) {
  const std::optional<std::uint64_t> number = id_from_decimal(call.parameter);
  if (!number) return std::nullopt;
  const PatientId patient{*number};
  if (may(call.store, call.account(), action, patient)) return patient;
  audit(call, "patient_refused", name_of_action, patient);
  return std::nullopt;
}

}  // namespace

Response get_patients(Call& call) {
  audit(call, "patients_listed");
  Response response;
  response.set_header("Content-Type", "application/x-ndjson");
  response.stream = std::make_unique<PatientStream>(call.services.stores.lend(), call.account());
  return response;
}

Response get_patient(Call& call) {
  const std::optional<PatientId> patient = patient_for(call, Action::kRead, "open");
  if (!patient) return unknown_patient();
  const std::optional<Dossier> dossier = call.store.visit_patient(call.account(), *patient, call.now_ms());
  if (!dossier) return unknown_patient();
  audit(call, "patient_opened", {}, *patient);
  call.services.live.notify();
  return json_response(api::to_json(api::DossierAnswer{.patient = dossier->patient,
                                                       .previous_visit_ms = dossier->previous_visit_ms,
                                                       .changes = dossier->changes}));
}

Response get_patient_entries(Call& call) {
  const std::optional<PatientId> patient = patient_for(call, Action::kRead, "entries");
  if (!patient) return unknown_patient();
  audit(call, "patient_entries_read", {}, *patient);
  return json_response(api::to_json(call.store.entries_of(call.account(), *patient)));
}

Response put_patient_favourite(Call& call) {
  const auto favourite = api::read_favourite(call.request.body);
  if (!favourite.problem.is_none()) return body_response(favourite.problem);
  const std::optional<PatientId> patient = patient_for(call, Action::kStar, "star");
  if (!patient) return unknown_patient();
  call.store.set_favourite_patient(call.account(), *patient, favourite.value, call.now_ms());
  audit(call, "patient_favourite", favourite.value ? "on" : "off", *patient);
  return done_response();
}

Response put_patient_archived(Call& call) {
  const auto archived = api::read_archived(call.request.body);
  if (!archived.problem.is_none()) return body_response(archived.problem);
  const std::optional<PatientId> patient = patient_for(call, Action::kArchive, "archive");
  if (!patient) return unknown_patient();
  call.store.set_archived(call.account(), *patient, archived.value, call.now_ms());
  audit(call, "patient_archived", archived.value ? "on" : "off", *patient);
  return done_response();
}

Response post_patients_exported(Call& call) {
  const auto exported = api::read_exported(call.request.body);
  if (!exported.problem.is_none()) return body_response(exported.problem);
  const std::optional<std::string> filters = coded_filters(exported.value.filters);
  if (!filters) return invalid_field("filters");
  const PatientId patient = exported.value.patient;
  if (!patient.is_none() && !may(call.store, call.account(), Action::kRead, patient)) {
    audit(call, "patient_refused", "export", patient);
    return unknown_patient();
  }
  audit(call, "patients_exported",
        std::string(exported.value.format == api::ExportFormat::kCsv ? "csv" : "print") + " " +
            std::to_string(exported.value.count) + (filters->empty() ? "" : " " + *filters),
        patient);
  return done_response();
}

}  // namespace spico::emserve

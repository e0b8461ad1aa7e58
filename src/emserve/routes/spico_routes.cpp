// /api/spico: entering and leaving SPICO, the patient list.
#include "api/server_patients.hpp"
#include "api/server_requests.hpp"
#include "emserve/auth/access.hpp"
#include "emserve/routes/body.hpp"
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
    api::append_patients_head(chunk, cursor_->total(), lease_->patients_revision(), professionals,
                              structures);
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

}  // namespace

Response post_spico_open(Call& call) {
  if (const auto problem = api::read_nothing(call.request.body); !problem.is_none())
    return body_response(problem);
  if (!call.session->spico_open) {
    call.store.set_spico_open(call.session->key, true);
    call.session->spico_open = true;
    audit(call, "spico_opened");
  }
  return session_response(call);
}

Response post_spico_logout(Call& call) {
  if (const auto problem = api::read_nothing(call.request.body); !problem.is_none())
    return body_response(problem);
  if (call.session->spico_open) {
    call.store.set_spico_open(call.session->key, false);
    call.session->spico_open = false;
    audit(call, "spico_closed");
  }
  return session_response(call);
}

Response get_patients(Call& call) {
  audit(call, "patients_listed");
  Response response;
  response.set_header("Content-Type", "application/x-ndjson");
  response.stream = std::make_unique<PatientStream>(call.services.stores.lend(), call.account());
  return response;
}

Response put_patient_favourite(Call& call) {
  const auto favourite = api::read_favourite(call.request.body);
  if (!favourite.problem.is_none()) return body_response(favourite.problem);
  const std::optional<std::uint64_t> number = id_from_decimal(call.parameter);
  if (!number) return unknown_patient();
  const PatientId patient{*number};
  if (!may(call.store, call.account(), Action::kStar, patient)) {
    audit(call, "patient_refused", "star", patient);
    return unknown_patient();
  }
  call.store.set_favourite_patient(call.account(), patient, favourite.value);
  audit(call, "patient_favourite", favourite.value ? "on" : "off", patient);
  return done_response();
}

}  // namespace spico::emserve

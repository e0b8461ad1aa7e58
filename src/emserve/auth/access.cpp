#include "emserve/auth/access.hpp"

namespace spico::emserve {

bool may(Store& store, AccountId account, Action action, PatientId patient) {
  switch (action) {
    case Action::kRead:
    case Action::kStar:
    case Action::kArchive:
    case Action::kFile:
      return !patient.is_none() && store.can_see(account, patient);
  }
  return false;
}

}  // namespace spico::emserve

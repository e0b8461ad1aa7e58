#include "core/discussions/patients_found.hpp"

#include <algorithm>
#include <string>

#include "core/discussions/outbox.hpp"

namespace spico {

PatientsFound find_patients(const Patients& patients, std::string_view typed, std::size_t most) {
  PatientsFound found{.first = {}, .total = 0, .rows = patients.list.size(), .changes = patients.changes};
  if (is_blank(typed)) return found;
  std::vector<RowNumber> rows;
  patients.list.select({std::string(typed), {}, {}}, {}, rows);
  found.total = rows.size();
  rows.resize(std::min(rows.size(), most));
  for (const RowNumber row : rows) found.first.push_back(patients.list.id(row));
  return found;
}

bool is_old(const PatientsFound& found, const Patients& patients) {
  return found.rows != patients.list.size() || found.changes != patients.changes;
}

}  // namespace spico

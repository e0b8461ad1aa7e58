#include "emserve/demo/generator.hpp"

#include <algorithm>
#include <utility>

#include "core/patients/ins.hpp"
#include "core/patients/reference.hpp"
#include "core/patients/traits.hpp"
#include "core/time/paris.hpp"

namespace spico::emserve::demo {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;
constexpr std::size_t kFixedPatients = 2;
constexpr std::size_t kHomonymEvery = 61;
constexpr std::uint64_t kCircleStream = ~std::uint64_t{0};

const Place& pick_place(Random& random, const std::vector<Place>& places) {
  const auto wanted =
      static_cast<std::uint64_t>(random.unit() * static_cast<double>(places.back().weight_below));
  return *std::partition_point(places.begin(), places.end() - 1,
                               [&](const Place& place) { return place.weight_below <= wanted; });
}

template <typename Value>
const Value& pick(Random& random, const std::vector<Value>& values) {
  return values[random.below(static_cast<std::uint32_t>(values.size()))];
}

ThematiqueId thematique(std::string_view code) { return thematique_from_code(code).value_or(ThematiqueId{}); }

/// The usual ages of people whose care is coordinated: most are old.
int pick_age(Random& random) {
  const std::uint32_t share = random.below(100);
  if (share < 6) return random.between(0, 29);
  if (share < 30) return random.between(30, 64);
  if (share < 85) return random.between(65, 89);
  return random.between(90, 104);
}

/// A key that is right for a number that belongs to nobody: the register is that of demonstrations.
void fill_matricule(Random& random, IdentityTraits& traits) {
  std::string thirteen;
  const auto append = [&](int value, int digits) {
    std::string text = std::to_string(value);
    thirteen.append(static_cast<std::size_t>(digits) - text.size(), '0').append(text);
  };
  append(traits.sex == Sex::kMale ? 1 : 2, 1);
  append(traits.birth_date.year % 100, 2);
  append(traits.birth_date.month == 0 ? 20 : traits.birth_date.month, 2);
  thirteen += traits.birth_place_code;
  append(random.between(1, 999), 3);
  const std::optional<Matricule> matricule = parse_matricule(thirteen + "00");
  if (!matricule) return;
  traits.matricule = with_right_key(*matricule);
  traits.ins_authority = InsAuthority::kNirDemo;
}

/// RNIV: a matricule goes with the identities that were fetched from the national service, and with no other.
void fill_status(Random& random, IdentityTraits& traits) {
  const std::uint32_t share = random.below(1000);
  if (share < 620) traits.status = IdentityStatus::kQualified;
  if (share >= 620 && share < 740) traits.status = IdentityStatus::kRetrieved;
  if (share >= 740 && share < 820) traits.status = IdentityStatus::kValidated;
  const bool is_retrieved =
      traits.status == IdentityStatus::kQualified || traits.status == IdentityStatus::kRetrieved;
  if (is_retrieved) fill_matricule(random, traits);
  // What copying by hand does now and then.
  if (traits.matricule.is_known() && random.per_mille(4)) {
    char& last = traits.matricule.characters.back();
    last = last == '9' ? '0' : static_cast<char>(last + 1);
  }
}

Statut pick_statut(Random& random) {
  const std::uint32_t share = random.below(100);
  if (share < 78) return Statut::kActive;
  if (share < 88) return Statut::kWaiting;
  return share < 92 ? Statut::kSuspended : Statut::kLeft;
}

Patient zoe(std::int64_t now_ms) {
  Patient patient;
  IdentityTraits& traits = patient.traits;
  traits.birth_name = "BÉNAZET";
  traits.given_names = "Zoé Marie-Louise";
  traits.first_given_name = "Zoé";
  traits.sex = Sex::kFemale;
  traits.birth_date = {1956, 4, 7};
  traits.birth_place_code = "31555";
  traits.birth_place_name = "Toulouse";
  traits.status = IdentityStatus::kQualified;
  traits.ins_authority = InsAuthority::kNirDemo;
  traits.matricule = with_right_key(parse_matricule("256043155500100").value_or(Matricule{}));
  patient.thematiques.add(thematique("icope"));
  patient.thematiques.add(thematique("urgence"));
  patient.updated_at_ms = now_ms - 5 * kMinuteMs;
  patient.tasks_open = 3;
  patient.tasks_late = 1;
  return patient;
}

Patient formation(std::int64_t now_ms) {
  Patient patient;
  IdentityTraits& traits = patient.traits;
  traits.birth_name = "TEST";
  traits.given_names = "Formation";
  traits.first_given_name = "Formation";
  traits.sex = Sex::kMale;
  traits.birth_date = {1970, 1, 7};
  traits.birth_place_code = "34172";
  traits.birth_place_name = "Montpellier";
  patient.thematiques.add(thematique("diabete"));
  patient.updated_at_ms = now_ms - 20 * kMinuteMs;
  patient.tasks_open = 1;
  return patient;
}

}  // namespace

Generator::Generator(const Book& book, const GeneratorOptions& options)
    : book_(book), options_(options), today_(paris_time(options.now_ms).date) {
  make_circle();
}

Professional Generator::make_professional(Random& random) const {
  const Sex sex = random.per_mille(640) ? Sex::kFemale : Sex::kMale;
  const int birth_year = today_.year - random.between(25, 66);
  const std::uint32_t share = random.below(book_.professions.back().share_below);
  const auto profession = std::find_if(book_.professions.begin(), book_.professions.end(),
                                       [&](const ProfessionShare& one) { return share < one.share_below; });
  IdentityTraits person;
  person.birth_name = family_name(random);
  person.first_given_name = given_name(random, sex, birth_year);
  return {{}, display_name(person), profession->profession};
}

void Generator::make_circle() {
  Random random{options_.seed, kCircleStream};
  const std::size_t count = std::clamp<std::size_t>(options_.patient_count / 12, 40, 600);
  professionals_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    professionals_.push_back(make_professional(random));
    professionals_.back().id.value = static_cast<std::uint32_t>(i + 1);
  }
  for (const std::string& name : book_.structures) {
    structures_.push_back({StructureId{static_cast<std::uint32_t>(structures_.size() + 1)}, name});
  }
}

DirectoryEntry Generator::professional(std::size_t position) const {
  Random random{options_.seed + 2, position};
  Professional person = make_professional(random);
  return {.id = {},
          .name = std::move(person.name),
          .profession = person.profession,
          .structure = pick(random, book_.structures),
          .commune = pick_place(random, book_.occitanie).name,
          .on_spico = false};
}

const std::string& Generator::given_name(Random& random, Sex sex, int year) const {
  const std::vector<Generation>& generations = sex == Sex::kMale ? book_.men : book_.women;
  const auto generation = std::find_if(generations.begin(), generations.end() - 1,
                                       [&](const Generation& one) { return year <= one.last_year; });
  return pick(random, generation->names);
}

std::string Generator::family_name(Random& random) const {
  if (random.per_mille(90)) return pick(random, book_.difficult_family_names);
  std::string name = pick(random, book_.family_names);
  // Two surnames, as parents may give since 2005, joined or not.
  if (random.per_mille(35)) {
    name += random.per_mille(500) ? " " : "-";
    name += pick(random, book_.family_names);
  }
  return name;
}

void Generator::fill_names(Random& random, IdentityTraits& traits) const {
  const int year = traits.birth_date.year;
  traits.birth_name = family_name(random);
  traits.first_given_name = given_name(random, traits.sex, year);
  traits.given_names = traits.first_given_name;
  for (int more = random.between(0, 2); more > 0; --more) {
    const std::string& name = given_name(random, traits.sex, year - random.between(0, 40));
    const bool is_repeated = (' ' + traits.given_names + ' ').find(' ' + name + ' ') != std::string::npos;
    if (!is_repeated) traits.given_names += ' ' + name;
  }
  const bool is_grown_up = year <= today_.year - 20;
  if (is_grown_up && random.per_mille(traits.sex == Sex::kFemale ? 420 : 15)) {
    traits.used_name = family_name(random);
    if (traits.used_name == traits.birth_name) traits.used_name.clear();
  }
  if (random.per_mille(60)) {
    const std::size_t second = traits.given_names.find(' ');
    if (second != std::string::npos)
      traits.used_given_name = first_of(std::string_view{traits.given_names}.substr(second));
  }
}

void Generator::fill_birth_place(Random& random, IdentityTraits& traits) const {
  const std::uint32_t share = random.below(100);
  const Place& place =
      pick_place(random, share < 74 ? book_.occitanie : (share < 92 ? book_.elsewhere : book_.abroad));
  traits.birth_place_code = place.code;
  traits.birth_place_name = place.name;
}

IdentityTraits Generator::own_traits(std::size_t position) const {
  Random random{options_.seed, position};
  IdentityTraits traits;
  traits.sex = random.per_mille(570) ? Sex::kFemale : Sex::kMale;
  const std::int32_t days_old = pick_age(random) * 365 + random.between(1, 365);
  traits.birth_date = date_from_days(days_since_epoch(today_) - days_old);
  fill_names(random, traits);
  fill_birth_place(random, traits);
  if (random.per_mille(5)) {  // born where nobody wrote the day down
    traits.birth_date.day = 0;
    if (random.per_mille(500)) traits.birth_date.month = 0;
  }
  fill_status(random, traits);
  if (traits.status == IdentityStatus::kProvisional && random.per_mille(15)) traits.sex = Sex::kUnknown;
  return traits;
}

IdentityTraits Generator::traits(std::size_t position) const {
  const bool is_homonym = position > kHomonymEvery && position % kHomonymEvery == 0;
  if (!is_homonym) return own_traits(position);
  // Another person with the name, sex and birth date of one nearby.
  Random random{options_.seed, ~std::uint64_t{position}};
  IdentityTraits traits = own_traits(position - static_cast<std::size_t>(random.between(1, 40)));
  traits.matricule = {};
  traits.ins_authority = InsAuthority::kNone;
  traits.status = IdentityStatus::kProvisional;
  fill_birth_place(random, traits);
  if (traits.sex != Sex::kUnknown) fill_status(random, traits);
  return traits;
}

void Generator::fill_care(Random& random, Patient& patient) const {
  const int age = age_in_years(patient.traits.birth_date, today_);
  const auto add = [&](std::string_view code, std::uint32_t share) {
    if (random.per_mille(share)) patient.thematiques.add(thematique(code));
  };
  add("icope", age >= 60 ? 420 : 0);
  add("geriatrie", age >= 75 ? 380 : 0);
  add("diabete", age >= 40 ? 210 : 60);
  add("douleur_chronique", age >= 18 ? 170 : 30);
  add("oncologie", 110);
  add("sante_mentale", age < 65 ? 260 : 90);
  add("urgence", 45);
  add("autre", 50);
  const auto circle_size = static_cast<std::size_t>(random.between(1, random.per_mille(250) ? 9 : 5));
  while (patient.professionals.size() < circle_size) {
    const ProfessionalId id = pick(random, professionals_).id;
    const auto& circle = patient.professionals;
    if (std::find(circle.begin(), circle.end(), id) == circle.end()) patient.professionals.push_back(id);
  }
  const StructureId structure = pick(random, structures_).id;
  const StructureId other = pick(random, structures_).id;
  if (random.per_mille(850)) patient.structures.push_back(structure);
  if (random.per_mille(120) && other != structure) patient.structures.push_back(other);
}

void Generator::fill_dates(Random& random, Patient& patient) const {
  // Cubed: many records move every day, a few have slept for a year.
  const double share = random.unit();
  const double longest_ms = 400.0 * static_cast<double>(kDayMs);
  patient.updated_at_ms =
      options_.now_ms - 30 * kMinuteMs - static_cast<std::int64_t>(share * share * share * longest_ms);
  patient.statut = pick_statut(random);
  patient.archived = random.per_mille(patient.statut == Statut::kLeft ? 500 : 15);
  const bool is_followed = !patient.archived && patient.statut != Statut::kLeft;
  if (is_followed && random.per_mille(600)) {
    patient.tasks_open = static_cast<std::uint16_t>(random.between(1, random.per_mille(100) ? 9 : 4));
    if (random.per_mille(300))
      patient.tasks_late = static_cast<std::uint16_t>(random.between(1, patient.tasks_open));
  }
  if (is_followed && random.per_mille(450)) {
    LocalTime at;
    at.date = date_from_days(days_since_epoch(today_) + random.between(1, 60));
    at.hour = static_cast<std::uint8_t>(random.between(8, 18));
    at.minute = static_cast<std::uint8_t>(random.between(0, 3) * 15);
    patient.next_appointment_ms = unix_ms_from_paris(at);
  }
}

Patient Generator::patient(std::size_t position) const {
  Random random{options_.seed + 1, position};
  Patient patient;
  if (position < kFixedPatients) {
    patient = position == 0 ? zoe(options_.now_ms) : formation(options_.now_ms);
    const ThematiqueSet thematiques = patient.thematiques;
    fill_care(random, patient);
    patient.thematiques = thematiques;
  } else {
    patient.traits = traits(position);
    fill_care(random, patient);
    fill_dates(random, patient);
  }
  patient.test = true;
  patient.flags = flags_of(patient.traits, today_);
  return patient;
}

}  // namespace spico::emserve::demo

#include <algorithm>
#include <array>
#include <cmath>

#include "core/patients/ins.hpp"
#include "core/patients/reference.hpp"
#include "core/patients/traits.hpp"
#include "core/route.hpp"
#include "core/text/fill.hpp"
#include "core/time/paris.hpp"
#include "ui/app_view.hpp"
#include "ui/cells.hpp"
#include "ui/clock_text.hpp"
#include "ui/dossier_text.hpp"
#include "ui/entries_section.hpp"
#include "ui/patient_grid.hpp"
#include "ui/patient_text.hpp"
#include "ui/print_header.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

constexpr float kListBesideFrom = 1080;  // room for list and page side by side, before Ui::scaled
constexpr float kListBesideWidth = 380;

const Dossier& dossier_of(const Ui& ui) { return ui.model().dossier; }

std::string age_text(const Ui& ui, CivilDate birth) {
  const CivilDate today = paris_time(ui.model().now_ms).date;
  const int years = age_in_years(birth, today);
  if (!birth.is_known() || years < 0) return {};
  return fill(ui.text(years == 1 ? Text::kDossierAgeOne : Text::kDossierAgeOther),
              {{"count", std::to_string(years)}});
}

// «07/04/1956 (70 ans) · F»: what tells two people of one name apart.
std::string birth_and_sex(const Ui& ui, const IdentityTraits& traits) {
  std::string text = traits.birth_date.is_known() ? format_date(traits.birth_date)
                                                  : std::string(ui.text(Text::kDossierUnknown));
  if (const std::string age = age_text(ui, traits.birth_date); !age.empty()) text += " (" + age + ")";
  return text + " · " + std::string(sex_word(ui, traits.sex));
}

// One fact: what it is in small letters, what is known of it below. The two belong together for a reader.
void fact(Ui& ui, std::string_view key, std::string_view label, std::string_view value) {
  Node node;
  node.id = ui.id(key);
  node.role = Role::kListItem;
  node.look = Look::kStack;
  const Scope scope(ui, std::move(node));
  const float top = ui.flow_y();
  paragraph(ui, "label", label, {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText,
            Look::kMuted);
  const bool known = !value.empty();
  paragraph(ui, "value", known ? value : ui.text(Text::kDossierUnknown),
            {measure::kBody, Weight::kRegular, known ? ui.theme().text : ui.theme().muted});
  ui.open_node().rect = {ui.flow_x(), top, ui.flow_width(), ui.flow_y() - top};
}

Node list_node(const Ui& ui, std::string_view key, std::string_view name) {
  Node list;
  list.id = ui.id(key);
  list.role = Role::kList;
  list.look = Look::kStack;
  list.name = name;
  return list;
}

struct Fact {
  std::string_view key;
  Text label;
  std::string value;
};

void facts(Ui& ui, std::string_view key, std::string_view name, const std::vector<Fact>& all) {
  const Scope scope(ui, list_node(ui, key, name));
  Cells cells(ui, 220);
  for (const Fact& each : all) cells.cell([&] { fact(ui, each.key, ui.text(each.label), each.value); });
  cells.finish();
}

void section(Ui& ui, std::string_view key, Text title) {
  ui.gap(20);
  heading(ui, key, 2, ui.text(title));
  ui.gap(8);
}

void identity_section(Ui& ui, const IdentityTraits& traits) {
  section(ui, "identity_title", Text::kDossierIdentity);
  facts(
      ui, "identity", ui.text(Text::kDossierIdentity),
      {{"birth_name", Text::kDossierBirthName, traits.birth_name},
       {"used_name", Text::kDossierUsedName, traits.used_name},
       {"given_names", Text::kDossierGivenNames, traits.given_names},
       {"first_given_name", Text::kDossierFirstGivenName, traits.first_given_name},
       {"used_given_name", Text::kDossierUsedGivenName, traits.used_given_name},
       {"birth_date", Text::kPatientsBirthDate, format_date(traits.birth_date)},
       {"sex", Text::kPatientsSex, std::string(sex_word(ui, traits.sex))},
       {"birth_place", Text::kDossierBirthPlace, birth_place_text(ui, traits)},
       {"ins", Text::kDossierIns, format_matricule(traits.matricule)},
       {"status", Text::kDossierIdentityStatus, std::string(ui.text(identity_status_text(traits.status)))}});
}

std::string sentence_of(const Ui& ui, const PatientChange& change) {
  constexpr std::array kNames{
      Text::kDossierChangedCreated,     Text::kDossierChangedIdentity, Text::kDossierChangedStatut,
      Text::kDossierChangedThematiques, Text::kDossierChangedCircle,   Text::kDossierChangedTasks,
      Text::kDossierChangedAppointment, Text::kDossierChangedArchived, Text::kDossierChangedEntries};
  const std::string moment = moment_text(change.at_ms, ui.model().now_ms);
  const std::string_view what = ui.text(kNames[static_cast<std::size_t>(change.field)]);
  return change.author.empty() ? fill(ui.text(Text::kDossierChange), {{"moment", moment}, {"what", what}})
                               : fill(ui.text(Text::kDossierChangeBy),
                                      {{"moment", moment}, {"what", what}, {"author", change.author}});
}

void bullets(Ui& ui, std::string_view key, std::string_view name, const std::vector<std::string>& lines) {
  const Scope scope(ui, list_node(ui, key, name));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    paragraph(ui, "line" + std::to_string(i), lines[i], {}, Role::kListItem);
    ui.gap(2);
  }
}

void changes_section(Ui& ui, const DossierPage& page) {
  section(ui, "since_visit", Text::kDossierSinceVisit);
  if (!page.previous_visit_ms) {
    paragraph(ui, "first_visit", ui.text(Text::kDossierFirstVisit));
    return;
  }
  const std::string moment = moment_text(*page.previous_visit_ms, ui.model().now_ms);
  const bool none = page.changes.empty();
  paragraph(ui, "changes_since",
            fill(ui.text(none ? Text::kDossierNoChange : Text::kDossierChangesSince), {{"moment", moment}}));
  if (none) return;
  ui.gap(4);
  std::vector<std::string> lines;
  for (const PatientChange& change : page.changes) lines.push_back(sentence_of(ui, change));
  bullets(ui, "changes", ui.text(Text::kDossierSinceVisit), lines);
}

void follow_up_section(Ui& ui, const Patient& patient) {
  section(ui, "follow_up", Text::kDossierFollowUp);
  std::string thematiques;
  patient.thematiques.for_each([&](ThematiqueId id) {
    if (!thematiques.empty()) thematiques += ", ";
    thematiques += entry(id).label.in(ui.language());
  });
  const std::int64_t now_ms = ui.model().now_ms;
  std::string tasks = tasks_text(ui, patient.tasks_open, patient.tasks_late);
  if (tasks.empty()) tasks = ui.text(Text::kDossierNoTask);
  facts(ui, "facts", ui.text(Text::kDossierFollowUp),
        {{"statut", Text::kPatientsColumnStatut, std::string(statut_label(patient.statut, ui.language()))},
         {"thematiques", Text::kPatientsColumnThematiques, std::move(thematiques)},
         {"tasks", Text::kPatientsColumnTasks, std::move(tasks)},
         {"appointment", Text::kPatientsColumnNextAppointment,
          patient.next_appointment_ms == 0 ? std::string(ui.text(Text::kDossierNoAppointment))
                                           : moment_text(patient.next_appointment_ms, now_ms)},
         {"updated_at", Text::kPatientsColumnUpdatedAt, moment_text(patient.updated_at_ms, now_ms)}});
}

void circle_section(Ui& ui, const Patient& patient) {
  section(ui, "circle_title", Text::kDossierCircle);
  const PatientList& list = ui.model().patients.list;
  std::vector<std::string> lines;
  for (const ProfessionalId id : patient.professionals) {
    const auto& all = list.professionals();
    const auto person = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == id; });
    if (person == all.end()) continue;
    lines.push_back(person->name + " (" + std::string(entry(person->profession).label.in(ui.language())) +
                    ")");
  }
  for (const StructureId id : patient.structures) {
    const auto& all = list.structures();
    const auto place = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == id; });
    if (place != all.end()) lines.push_back(place->name);
  }
  if (lines.empty())
    paragraph(ui, "nobody", ui.text(Text::kDossierNoCircle));
  else
    bullets(ui, "circle", ui.text(Text::kDossierCircle), lines);
}

// Star, discussion, archive, print. What the list does not hold yet cannot be chosen there.
void actions(Ui& ui, const Patient& patient) {
  const PatientList& list = ui.model().patients.list;
  RowNumber row = 0;
  const bool known = list.find(patient.id, row);
  const bool favourite = known ? list.has(PatientMark::kFavourite, row) : patient.favourite;
  const bool archived = known ? list.has(PatientMark::kArchived, row) : patient.archived;
  const std::uint32_t state = known ? 0U : std::uint32_t{mirror::kDisabled};
  const ButtonSpec star{
      .key = "star",
      .label = ui.text(favourite ? Text::kPatientsRemoveFavourite : Text::kPatientsAddFavourite),
      .pictogram = favourite ? Pictogram::kStarFilled : Pictogram::kStar,
      .state = state};
  const ButtonSpec archive{.key = "archive",
                           .label = ui.text(archived ? Text::kPatientsUnarchive : Text::kPatientsArchive),
                           .state = state};
  const ButtonSpec discussion{.key = "discussion",
                              .label = ui.text(Text::kPatientsOpenDiscussion),
                              .pictogram = Pictogram::kBubble,
                              .state = state};
  const ButtonSpec print{.key = "print", .label = ui.text(Text::kDossierPrint)};
  Node bar;
  bar.id = ui.id("actions");
  bar.look = Look::kToolbar;
  const Scope scope(ui, std::move(bar));
  const float height = ui.scaled(measure::kControl), gap = ui.scaled(8);
  const float top = ui.flow_y();
  float x = ui.flow_x();
  Rect line = ui.take(height);
  const auto place = [&](const ButtonSpec& spec) {
    const float width = std::min(line.width, button_width(ui, spec));
    if (x > line.x && x + width > right(line)) {
      ui.gap(8);
      line = ui.take(height);
      x = line.x;
    }
    const Rect box{x, line.y, width, height};
    x += width + gap;
    return button(ui, spec, box);
  };
  if (place(star)) ui.emit<PatientsEvent>(PatientMarkPressed{PatientMark::kFavourite, patient.id});
  if (place(discussion)) ui.emit<DiscussionsEvent>(PatientDiscussionsPressed{patient.id});
  if (place(archive)) ui.emit<PatientsEvent>(PatientMarkPressed{PatientMark::kArchived, patient.id});
  if (place(print)) ui.emit<PageEvent>(PrintPressed{});
  ui.open_node().rect = {ui.flow_x(), top, ui.flow_width(), ui.flow_y() - top};
}

constexpr TextStyle kBannerFact{measure::kSmall, Weight::kRegular, 0};

// «Lieu de naissance : Toulouse (INSEE 31555) · Matricule INS : …»: the traits that the name and the birth
// leave out, as many on a line as have room, none on two unless it is longer than a line.
std::vector<std::string> banner_facts(const Ui& ui, const IdentityTraits& traits, float room) {
  const std::array<std::pair<Text, std::string>, 4> all{
      {{Text::kDossierGivenNames, traits.given_names},
       {Text::kDossierFirstGivenName, traits.first_given_name},
       {Text::kDossierBirthPlace, birth_place_text(ui, traits)},
       {Text::kDossierIns, format_matricule(traits.matricule)}}};
  std::vector<std::string> lines;
  for (const auto& [label, value] : all) {
    std::string text = labelled_fact(ui, label, value);
    if (!lines.empty()) {
      std::string longer = lines.back() + " · " + text;
      if (ui.measure_text(longer, kBannerFact).x <= room) {
        lines.back() = std::move(longer);
        continue;
      }
    }
    lines.push_back(std::move(text));
  }
  return lines;
}

// In sight wherever the page is scrolled to: whose dossier this is.
void identity_banner(Ui& ui, const Patient& patient, const Rect& box) {
  Node region;
  region.id = ui.id("banner");
  region.role = Role::kRegion;
  region.look = Look::kCard;
  region.name = ui.text(Text::kDossierBanner);
  region.rect = box;
  const Scope scope(ui, std::move(region));
  ui.fill(box, ui.theme().surface, measure::kCardRadius);
  ui.outline(box, ui.theme().accent, measure::kCardRadius);
  ui.push_column(inset(box, ui.scaled(16), ui.scaled(10)));
  paragraph(ui, "name", display_name(patient.traits), {measure::kSection, Weight::kBold, ui.theme().text});
  ui.gap(2);
  paragraph(ui, "birth", birth_and_sex(ui, patient.traits));
  const std::vector<std::string> lines = banner_facts(ui, patient.traits, ui.flow_width());
  for (std::size_t i = 0; i < lines.size(); ++i)
    paragraph(ui, "fact" + std::to_string(i), lines[i], kBannerFact);
  ui.gap(4);
  const Rect line = ui.take(ui.scaled(26));
  const float centre = line.y + line.height / 2;
  float x = line.x;
  Node chips;
  chips.id = ui.id("chips");
  chips.look = Look::kRowOfItems;
  chips.rect = line;
  {
    const Scope row(ui, std::move(chips));
    if (patient.test)
      x += chip(ui, "test", ui.text(Text::kPatientsTest), test_chip(ui), x, centre) + ui.scaled(8);
    const ChipColours plain{ui.theme().raised, ui.theme().text, ui.theme().border};
    x += chip(ui, "status", ui.text(identity_status_text(patient.traits.status)), plain, x, centre) +
         ui.scaled(8);
    if (patient.archived)
      x += chip(ui, "archived", ui.text(Text::kDossierArchived), plain, x, centre) + ui.scaled(8);
  }
  (void)ui.pop_column();
}

// The same on paper, where each page may be alone.
void dossier_head(Ui& ui, const Patient& patient) {
  constexpr float kAllOnOneLine = 1e6F;
  const IdentityTraits& traits = patient.traits;
  std::string who = display_name(traits) + " · " + birth_and_sex(ui, traits);
  who.append(" · ").append(ui.text(identity_status_text(traits.status)));
  if (patient.test) who.append(" · ").append(ui.text(Text::kPatientsTest));
  std::vector<std::string> lines = banner_facts(ui, traits, kAllOnOneLine);
  lines.insert(lines.begin(), std::move(who));
  printed_head(ui, std::move(lines));
}

float banner_height(const Ui& ui, const Patient& patient, float width) {
  const float room = width - ui.scaled(32);
  const TextStyle name{measure::kSection, Weight::kBold, 0};
  float height = ui.measure_text(display_name(patient.traits), name, room).y +
                 ui.measure_text(birth_and_sex(ui, patient.traits), {}, room).y +
                 ui.scaled(10 * 2 + 2 + 4 + 26);
  for (const std::string& line : banner_facts(ui, patient.traits, room))
    height += ui.measure_text(line, kBannerFact, room).y;
  return height;
}

void homonym_warning(Ui& ui, const Patient& patient) {
  const Patients& patients = ui.model().patients;
  RowNumber row = 0;
  if (!patients.loading.complete || !patients.list.find(patient.id, row) || !patients.list.has_homonym(row))
    return;
  // Paper is about one patient.
  if (ui.model().printing) {
    banner(ui, "homonyms", ui.text(Text::kPatientsHomonym), Tone::kWarning);
    ui.gap(8);
    return;
  }
  std::string alike, of_one_matricule;
  for (const RowNumber other : patients.list.homonyms_of(row)) {
    std::string& names = patients.list.share_matricule(row, other) ? of_one_matricule : alike;
    if (!names.empty()) names += ", ";
    names.append(patients.list.display_name(other)).append(" (");
    names += format_date(patients.list.birth_date(other)) + ")";
  }
  const auto warn = [&](std::string_view key, Text sentence, const std::string& names, Tone tone) {
    if (names.empty()) return;
    banner(ui, key, fill(ui.text(sentence), {{"names", names}}), tone);
    ui.gap(8);
  };
  warn("same_matricule", Text::kDossierSameMatricule, of_one_matricule, Tone::kDanger);
  warn("homonyms", Text::kDossierHomonyms, alike, Tone::kWarning);
}

void page_body(Ui& ui, const DossierPage& page) {
  const Patient& patient = page.patient;
  if (const std::string flags = flag_text(ui, patient.flags); !flags.empty()) {
    banner(ui, "flags", flags, Tone::kWarning);
    ui.gap(8);
  }
  homonym_warning(ui, patient);
  actions(ui, patient);
  identity_section(ui, patient.traits);
  changes_section(ui, page);
  follow_up_section(ui, patient);
  entries_section(ui);
  circle_section(ui, patient);
  ui.gap(24);
}

void back_link(Ui& ui) {
  const std::string address = format_route(list_route(ui.model().patients.coded));
  const ButtonSpec back{.key = "back",
                        .label = ui.text(Text::kDossierBack),
                        .look = Look::kQuiet,
                        .pictogram = Pictogram::kChevronLeft,
                        .role = Role::kLink,
                        .href = address};
  Rect box = ui.take(ui.scaled(measure::kControl));
  box.width = std::min(box.width, button_width(ui, back));
  if (!ui.narrow()) box.x -= ui.scaled(kButtonInset);
  if (button(ui, back, box)) ui.emit<DossierEvent>(BackToListPressed{});
}

void page_view(Ui& ui, const Rect& room) {
  const auto& page = dossier_of(ui).page;
  const float pad = ui.scaled(ui.narrow() ? 12 : 20);
  ui.push_column({room.x + pad, room.y + ui.scaled(8), room.width - pad * 2, 0});
  if (!ui.model().printing) back_link(ui);  // on paper a link leads nowhere
  if (ui.model().printing && page.value) dossier_head(ui, page.value->patient);
  heading(ui, "title", 1, ui.text(Text::kDossierTitle));
  ui.gap(8);
  if (page.failure.is_some() && failed(ui, "failed", page.failure))
    ui.emit<DossierEvent>(RetryDossierPressed{});
  if (page.value) {
    const float height = banner_height(ui, page.value->patient, ui.flow_width());
    identity_banner(ui, page.value->patient, ui.take(height));
    ui.gap(8);
    // On a low window the whole page scrolls: a banner that stays would leave no room for the rest.
    const float rest = bottom(room) - ui.flow_y();
    if (ui.html_face() || rest < ui.scaled(200)) {
      page_body(ui, *page.value);
    } else {
      Node scroller;
      scroller.id = ui.id("page");
      scroller.look = Look::kScroller;
      const Rect below = ui.take(rest);
      scroller.rect = {below.x - pad, below.y, below.width + pad * 2, below.height};
      ui.begin_scroll(std::move(scroller));
      ui.push_column({ui.flow_x() + pad, ui.flow_y(), ui.flow_width() - pad * 2, 0});
      page_body(ui, *page.value);
      ui.move_to(ui.pop_column());
      ui.end_scroll();
    }
  } else if (!page.failure.is_some()) {
    waiting(ui, "waiting", ui.text(Text::kDossierLoading));
  }
  ui.move_to(ui.pop_column());
}

}  // namespace

void dossier_view(Ui& ui, const Rect& room) {
  const Patients& patients = ui.model().patients;
  // Paper shows this patient and nobody else.
  const bool beside = !ui.html_face() && !ui.model().printing && room.width >= ui.scaled(kListBesideFrom) &&
                      patients.loading.started;
  if (!beside) {
    page_view(ui, room);
    return;
  }
  const float pad = ui.scaled(12), width = ui.scaled(kListBesideWidth);
  const Rect pane{room.x + pad, room.y + pad, width, room.height - pad * 2};
  page_view(ui, {right(pane), room.y, room.width - width - pad, room.height});
  patient_cards(ui, pane, dossier_of(ui).patient);
  ui.move_to(std::max(ui.flow_y(), bottom(room)));
}

}  // namespace spico::ui

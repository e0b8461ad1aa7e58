#include "core/dossier/dossier_update.hpp"

#include <utility>

#include "core/failure_text.hpp"
#include "core/navigation.hpp"

namespace spico {

namespace {

void load(Model& model, const Env& env, Effects& effects) {
  const Ticket ticket = env.new_ticket();
  model.dossier.page.wait_for(ticket);
  effects.push_back(Request{LoadDossier{ticket, model.dossier.patient}});
}

struct OnDossier {
  Model& model;
  const Env& env;
  Effects& effects;

  void operator()(DossierAnswered& e) const {
    auto& page = model.dossier.page;
    if (!page.take(std::move(e.answer))) return;
    if (!page.failure.is_some()) {
      // What had changed since the last visit has now been seen.
      model.patients.list.set_mark(PatientMark::kChanged, model.dossier.patient, YesNoAll::kNo);
      print_if_wanted();
      return;
    }
    model.dossier.print_wanted = false;  // whoever tries again later wants to read
    if (handle_refusal(model, page.failure, env, effects)) return;
    effects.push_back(
        PageEffect{Announce{Urgency::kAssertive, failure_text(model.settings.language, page.failure)}});
  }
  void operator()(const PatientPressed& e) const {
    Route dossier;
    dossier.screen = Screen::kDossier;
    dossier.patient = e.patient;
    go(model, std::move(dossier), Entry::kNew, env, effects);
  }
  void operator()(const PrintPatientPressed& e) const {
    (*this)(PatientPressed{e.patient});
    model.dossier.print_wanted = true;
    print_if_wanted();
  }
  void print_if_wanted() const {
    if (!model.dossier.page.value || !std::exchange(model.dossier.print_wanted, false)) return;
    effects.push_back(PageEffect{Perform{PageAct::kPrint}});
  }
  void operator()(const BackToListPressed&) const {
    go(model, list_route(model.patients.coded), Entry::kNew, env, effects);
  }
  void operator()(const RetryDossierPressed&) const { load(model, env, effects); }
};

}  // namespace

void update_dossier(Model& model, DossierEvent event, const Env& env, Effects& effects) {
  std::visit(OnDossier{model, env, effects}, event);
}

void open_dossier(Model& model, PatientId patient, const Env& env, Effects& effects) {
  Dossier& dossier = model.dossier;
  if (dossier.patient == patient &&
      (dossier.page.value || dossier.page.is_pending() || dossier.page.failure.is_some()))
    return;
  dossier = {};
  dossier.patient = patient;
  // From one patient to another the screen stays: what is read out has to start again.
  if (model.screen == Screen::kDossier) effects.push_back(PageEffect{MoveFocus{"h1"}});
  load(model, env, effects);
}

void tell_dossier_print(const Model& model, const Env& env, Effects& effects) {
  if (!model.dossier.page.value) return;
  effects.push_back(
      Request{TellExport{env.new_ticket(), ExportFormat::kPrint, 1, {}, model.dossier.patient}});
}

}  // namespace spico

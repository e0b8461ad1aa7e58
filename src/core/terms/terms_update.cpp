#include "core/terms/terms_update.hpp"

#include <utility>

#include "core/failure_text.hpp"
#include "core/navigation.hpp"

namespace spico {

namespace {

struct OnTerms {
  Model& model;
  const Env& env;
  Effects& effects;

  void load() const {
    Terms& terms = model.terms;
    const Ticket ticket = env.new_ticket();
    terms.text.wait_for(ticket);
    terms.failure = {};
    effects.push_back(Request{LoadTerms{ticket, terms.document, model.settings.language}});
  }

  void operator()(TermsAnswered& e) const {
    Terms& terms = model.terms;
    const std::string version = terms.text.value ? terms.text.value->version : std::string{};
    if (!terms.text.take(std::move(e.answer))) return;
    // What was agreed to was another text.
    if (terms.text.value && terms.text.value->version != version) terms.read_and_agreed = false;
    if (!terms.text.failure.is_some()) return;
    if (handle_refusal(model, terms.text.failure, env, effects)) return;
    effects.push_back(
        PageEffect{Announce{Urgency::kAssertive, failure_text(model.settings.language, terms.text.failure)}});
  }
  void operator()(const AgreedToggled&) const { model.terms.read_and_agreed = !model.terms.read_and_agreed; }
  void operator()(const AcceptPressed&) const {
    const Terms& terms = model.terms;
    if (!terms.read_and_agreed || !terms.text.value || model.session.view.is_pending()) return;
    model.terms.failure = {};
    const Ticket ticket = env.new_ticket();
    const auto request =
        terms.document == TermsDocument::kPass ? SessionRequest::kAcceptPass : SessionRequest::kAcceptSpico;
    ask_session(model, request, AcceptTerms{ticket, terms.document, terms.text.value->version}, ticket,
                effects);
  }
  void operator()(const RefusePressed&) const {
    if (model.terms.document == TermsDocument::kPass) {
      sign_out(model, Farewell::kRefusedTerms, TellServer::kYes, env, effects);
    } else if (!model.session.view.is_pending()) {
      const Ticket ticket = env.new_ticket();
      ask_session(model, SessionRequest::kLeaveSpico, LeaveSpico{ticket}, ticket, effects);
    }
  }
  void operator()(const RetryTermsPressed&) const { load(); }
};

}  // namespace

void update_terms(Model& model, TermsEvent event, const Env& env, Effects& effects) {
  std::visit(OnTerms{model, env, effects}, event);
}

}  // namespace spico

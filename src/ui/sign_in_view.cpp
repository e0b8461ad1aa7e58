#include <algorithm>
#include <cmath>

#include "core/failure_text.hpp"
#include "core/session/session_update.hpp"
#include "core/text/fill.hpp"
#include "ui/app_view.hpp"
#include "ui/clock_text.hpp"
#include "ui/remote_view.hpp"
#include "ui/widgets.hpp"

namespace spico::ui {

namespace {

const Session& session(const Ui& ui) { return ui.model().session; }
const SignInForm& form_of(const Ui& ui) { return ui.model().session.form; }

std::string farewell_text(const Ui& ui) {
  const Route& route = ui.model().route;
  const auto with_time = [&](Text key) { return fill(ui.text(key), {{"time", route.farewell_at}}); };
  switch (route.farewell) {
    case Farewell::kSignedOut:
      return with_time(Text::kSessionFarewellSignedOut);
    case Farewell::kIdle:
      return with_time(Text::kSessionFarewellIdle);
    case Farewell::kAbsolute:
      return with_time(Text::kSessionFarewellAbsolute);
    case Farewell::kElsewhere:
      return with_time(Text::kSessionFarewellElsewhere);
    case Farewell::kRefusedTerms:
      return std::string(ui.text(Text::kSessionFarewellTerms));
    case Farewell::kNone:
      break;
  }
  return route.next.empty() ? std::string{} : std::string(ui.text(Text::kSessionNeedsSignIn));
}

// The failure of the last try, with the seconds that are left to wait and the tries that remain.
void failure_banner(Ui& ui) {
  const SignInForm& form = form_of(ui);
  if (!form.failure.is_some()) return;
  Failure failure = form.failure;
  failure.retry_after_s = wait_left_s(form, ui.model().now_ms);
  std::string sentence = failure_text(ui.language(), failure);
  const auto& view = session(ui).view.value;
  if (failure.code == "code_wrong" && view && view->code) {
    const int left = view->code->tries_left;
    const Text key = left == 1 ? Text::kSessionTriesLeftOne : Text::kSessionTriesLeftOther;
    sentence += ' ';
    sentence += fill(ui.text(key), {{"count", std::to_string(left)}});
  }
  banner(ui, "failure", sentence, Tone::kDanger);
  ui.gap(12);
}

void password_form(Ui& ui) {
  const SignInForm& form = form_of(ui);
  Node node;
  node.id = ui.id("form");
  node.role = Role::kForm;
  node.adopt = "signin.form";
  const Scope scope(ui, std::move(node));
  const bool busy = session(ui).view.is_pending();
  const auto identifiant =
      field(ui, {.key = "identifiant",
                 .label = ui.text(Text::kSessionIdentifiant),
                 .value = form.identifiant,
                 .autocomplete = "username",
                 .error = form.identifiant_missing ? ui.text(Text::kSessionIdentifiantMissing) : "",
                 .state = mirror::kRequired,
                 .adopt = "signin.login",
                 .row_adopt = "signin.row.login",
                 .focus_key = "identifiant"});
  if (identifiant.typed != nullptr) ui.emit<SessionEvent>(IdentifiantTyped{*identifiant.typed});
  ui.gap(12);
  const bool shown = form.reveal == PasswordReveal::kShown;
  const ButtonSpec reveal{.key = "reveal",
                          .label = ui.text(Text::kSessionShowPassword),
                          .look = Look::kQuiet,
                          .pictogram = shown ? Pictogram::kEyeCrossed : Pictogram::kEye,
                          .only_pictogram = true,
                          .state = mirror::kHasPressed | (shown ? mirror::kPressed : 0U),
                          .adopt = "signin.reveal"};
  const auto password =
      field(ui, {.key = "password",
                 .label = ui.text(Text::kSessionPassword),
                 .value = form.password,
                 .kind = mirror::FieldKind::kPassword,
                 .autocomplete = "current-password",
                 .error = form.password_missing ? ui.text(Text::kSessionPasswordMissing) : "",
                 .state = mirror::kRequired | (shown ? mirror::kRevealed : 0U),
                 .adopt = "signin.password",
                 .row_adopt = "signin.row.password",
                 .focus_key = "password",
                 .trailing = {&reveal, 1}});
  if (password.typed != nullptr) ui.emit<SessionEvent>(PasswordTyped{*password.typed});
  if (password.trailing_pressed) ui.emit<SessionEvent>(RevealPressed{});
  ui.gap(16);
  (void)button(ui, {.key = "submit",
                    .label = ui.text(busy ? Text::kSessionSigningIn : Text::kSessionSignIn),
                    .look = Look::kPrimary,
                    .state = mirror::kSubmit | (busy ? mirror::kBusy : 0U),
                    .adopt = "signin.submit"});
  if (ui.submitted(scope.id())) ui.emit<SessionEvent>(SignInPressed{});
}

void psc_panel(Ui& ui) {
  paragraph(ui, "hint", ui.text(Text::kSessionPscHint), {measure::kBody, Weight::kRegular, ui.theme().muted},
            Role::kText, Look::kMuted);
  ui.gap(12);
  if (button(ui, {.key = "psc", .label = ui.text(Text::kSessionPscButton), .look = Look::kPrimary})) {
    ui.emit<SessionEvent>(PscPressed{});
  }
  if (form_of(ui).psc_explained) {
    ui.gap(12);
    banner(ui, "unavailable", ui.text(Text::kSessionPscUnavailable), Tone::kWarning);
  }
}

void password_step(Ui& ui) {
  const SignInForm& form = form_of(ui);
  heading(ui, "title", 1, ui.text(Text::kSessionTitle), "signin.title");
  ui.gap(16);
  std::vector<TabSpec> specs{{"psc", ui.text(Text::kSessionTabPsc), "signin.tab.psc"},
                             {"code", ui.text(Text::kSessionTabCode), "signin.tab.code"}};
  if (!ui.model().route.direct_access)
    specs.push_back({"weak", ui.text(Text::kSessionTabWeak), "signin.tab.weak"});
  const NodeId panel = ui.id("panel");
  const auto chosen =
      tabs(ui, "tabs", ui.text(Text::kSessionTabs), specs, static_cast<int>(form.tab), panel, "signin.tabs");
  if (chosen) ui.emit<SessionEvent>(TabChosen{static_cast<SignInTab>(*chosen)});
  ui.gap(16);
  Node node;
  node.id = panel;
  node.role = Role::kTabPanel;
  node.name = specs[std::min<std::size_t>(static_cast<std::size_t>(form.tab), specs.size() - 1)].label;
  node.adopt = "signin.panel";
  const Scope scope(ui, std::move(node));
  const std::string farewell = farewell_text(ui);
  if (!farewell.empty() && !form.failure.is_some()) {
    banner(ui, "farewell", farewell,
           ui.model().route.farewell == Farewell::kSignedOut ? Tone::kSuccess : Tone::kInformation);
    ui.gap(12);
  }
  if (form.tab == SignInTab::kPsc) {
    psc_panel(ui);
    return;
  }
  failure_banner(ui);
  password_form(ui);
  if (form.tab == SignInTab::kWeak) {
    ui.gap(12);
    banner(ui, "notice", ui.text(Text::kSessionWeakNotice), Tone::kWarning);
  }
}

void channel_step(Ui& ui) {
  const SessionView& view = *session(ui).view.value;
  const SignInForm& form = form_of(ui);
  const NodeId title = heading(ui, "channel_title", 1, ui.text(Text::kSessionChannelTitle));
  ui.gap(8);
  paragraph(ui, "intro", ui.text(Text::kSessionChannelIntro),
            {measure::kBody, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
  ui.gap(12);
  failure_banner(ui);
  {
    Node node;
    node.id = ui.id("channels");
    node.role = Role::kRadioGroup;
    node.labelled_by = title;
    const Scope scope(ui, std::move(node));
    int position = 0;
    for (const Destination& destination : view.destinations) {
      const bool email = destination.channel == Channel::kEmail;
      const bool chosen = form.channel == destination.channel;
      if (radio(ui, email ? "email" : "sms", ui.text(email ? Text::kSessionByEmail : Text::kSessionBySms),
                destination.masked, chosen, ++position, static_cast<int>(view.destinations.size()))) {
        ui.emit<SessionEvent>(ChannelChosen{destination.channel});
      }
    }
  }
  ui.gap(16);
  if (button(ui, {.key = "receive",
                  .label = ui.text(Text::kSessionReceiveCode),
                  .look = Look::kPrimary,
                  .state = session(ui).view.is_pending() ? std::uint32_t{mirror::kBusy} : 0U,
                  .focus_key = "code"})) {
    ui.emit<SessionEvent>(SendCodePressed{});
  }
  ui.gap(8);
  if (button(ui, {.key = "back", .label = ui.text(Text::kSessionBackToPassword), .look = Look::kQuiet})) {
    ui.emit<SessionEvent>(BackToPasswordPressed{});
  }
}

void code_field(Ui& ui) {
  Node node;
  node.id = ui.id("code_form");
  node.role = Role::kForm;
  const Scope scope(ui, std::move(node));
  const bool wrong = form_of(ui).failure.is_some();
  const auto code = field(ui, {.key = "code",
                               .label = ui.text(Text::kSessionCode),
                               .value = form_of(ui).code,
                               .kind = mirror::FieldKind::kOneTimeCode,
                               .autocomplete = "one-time-code",
                               .description = ui.text(Text::kSessionCodeHint),
                               .state = mirror::kRequired | (wrong ? mirror::kInvalid : 0U),
                               .focus_key = "code"});
  if (code.typed != nullptr) ui.emit<SessionEvent>(CodeTyped{*code.typed});
  ui.gap(4);
  paragraph(ui, "hint", ui.text(Text::kSessionCodeHint),
            {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText, Look::kMuted);
  ui.gap(12);
  (void)button(ui, {.key = "validate",
                    .label = ui.text(Text::kSessionValidate),
                    .look = Look::kPrimary,
                    .state = mirror::kSubmit | (session(ui).view.is_pending() ? mirror::kBusy : 0U)});
  if (ui.submitted(scope.id())) ui.emit<SessionEvent>(CodeSubmitted{});
}

void code_step(Ui& ui) {
  const SessionView& view = *session(ui).view.value;
  heading(ui, "code_title", 1, ui.text(Text::kSessionCodeTitle));
  ui.gap(8);
  const bool email = view.code->channel == Channel::kEmail;
  std::string destination;
  for (const Destination& each : view.destinations) {
    if (each.channel == view.code->channel) destination = each.masked;
  }
  paragraph(ui, "sent",
            fill(ui.text(email ? Text::kSessionCodeToEmail : Text::kSessionCodeToSms),
                 {{"destination", destination}}));
  ui.gap(12);
  failure_banner(ui);
  code_field(ui);
  ui.gap(8);
  const std::int64_t left_ms = code_left_ms(session(ui), ui.model().now_ms);
  paragraph(ui, "countdown",
            left_ms > 0 ? fill(ui.text(Text::kSessionCodeValidFor), {{"time", minutes_and_seconds(left_ms)}})
                        : std::string(ui.text(Text::kSessionCodeOver)),
            {measure::kSmall, Weight::kRegular, left_ms > 0 ? ui.theme().muted : ui.theme().danger},
            Role::kText, Look::kMuted);
  ui.gap(12);
  const std::int64_t wait_ms = resend_left_ms(session(ui), ui.model().now_ms);
  const std::string wait =
      fill(ui.text(Text::kSessionResendIn), {{"seconds", std::to_string((wait_ms + 999) / 1000)}});
  // Greyed for thirty seconds, but reachable: its description tells how long.
  if (button(ui, {.key = "resend",
                  .label = ui.text(Text::kSessionResend),
                  .state = wait_ms > 0 ? std::uint32_t{mirror::kDisabled} : 0U,
                  .description = wait_ms > 0 ? std::string_view(wait) : std::string_view{},
                  .focus_key = "resend"})) {
    ui.emit<SessionEvent>(ResendCodePressed{});
  }
  if (wait_ms > 0) {
    ui.gap(4);
    paragraph(ui, "wait", wait, {measure::kSmall, Weight::kRegular, ui.theme().muted}, Role::kText,
              Look::kMuted);
  }
  ui.gap(4);
  if (button(ui, {.key = "change",
                  .label = ui.text(Text::kSessionChangeChannel),
                  .look = Look::kQuiet,
                  .role = Role::kLink,
                  .href = "#/connexion"})) {
    ui.emit<SessionEvent>(ChangeChannelPressed{});
  }
}

}  // namespace

void sign_in_view(Ui& ui) {
  const Session& session = ui.model().session;
  const float width = std::min(ui.flow_width() - ui.scaled(32), ui.scaled(800));
  const float pad = ui.narrow() ? ui.scaled(16) : ui.scaled(32);
  const float x = ui.flow_x() + std::round((ui.flow_width() - width) / 2);
  const float top = ui.flow_y() + (ui.narrow() ? ui.scaled(16) : ui.scaled(48));
  Node card;
  card.id = ui.id("card");
  card.look = Look::kCard;
  card.adopt = "signin.card";
  const Scope scope(ui, std::move(card));
  const auto& view = session.view.value;
  const bool choosing = view && (view->pending == PendingStep::kChannel ||
                                 (view->pending == PendingStep::kCode && session.form.choosing_channel));
  {
    const Card surface(ui, {x, top, width, 0}, pad, edge_colour(ui.theme(), 0.4F));
    if (choosing)
      channel_step(ui);
    else if (view && view->pending == PendingStep::kCode && view->code)
      code_step(ui);
    else
      password_step(ui);
  }
  ui.gap(24);
}

}  // namespace spico::ui

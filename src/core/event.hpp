// What has happened: facts in the past tense, nested by feature. Made by ui/ (a person), api/ (an answer),
// app/ (the page).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/discussions/discussions_event.hpp"
#include "core/dossier/dossier.hpp"
#include "core/live/live.hpp"
#include "core/notifications/notifications.hpp"
#include "core/patients/column_layout.hpp"
#include "core/patients/filter_sentence.hpp"
#include "core/patients/patient.hpp"
#include "core/patients/patient_query.hpp"
#include "core/portal/portal.hpp"
#include "core/preferences/preferences.hpp"
#include "core/remote.hpp"
#include "core/route.hpp"
#include "core/session/session.hpp"
#include "core/terms/terms.hpp"
#include "core/text/language.hpp"

namespace spico {

// Session
struct SessionAnswered {
  SessionRequest request;
  Answer<SessionView> answer;
};
struct ConfigAnswered {
  Answer<ServerConfig> answer;
};
struct BeatAnswered {
  Answer<Beat> answer;
};
struct TabChosen {
  SignInTab tab;
};
struct IdentifiantTyped {
  std::string text;
};
struct PasswordTyped {
  std::string text;
};
struct RevealPressed {};
struct SignInPressed {};
struct PscPressed {};
struct ChannelChosen {
  Channel channel;
};
struct SendCodePressed {};
struct ResendCodePressed {};
struct ChangeChannelPressed {};
struct CodeTyped {
  std::string text;
};
struct CodeSubmitted {};
struct BackToPasswordPressed {};
struct StayPressed {};
struct SignOutPressed {};
struct LeaveSpicoPressed {};
struct RetrySessionPressed {};
using SessionEvent =
    std::variant<SessionAnswered, ConfigAnswered, BeatAnswered, TabChosen, IdentifiantTyped, PasswordTyped,
                 RevealPressed, SignInPressed, PscPressed, ChannelChosen, SendCodePressed, ResendCodePressed,
                 ChangeChannelPressed, CodeTyped, CodeSubmitted, BackToPasswordPressed, StayPressed,
                 SignOutPressed, LeaveSpicoPressed, RetrySessionPressed>;

// Terms
struct TermsAnswered {
  Answer<TermsText> answer;
};
struct AgreedToggled {};
struct AcceptPressed {};
struct RefusePressed {};
struct RetryTermsPressed {};
using TermsEvent =
    std::variant<TermsAnswered, AgreedToggled, AcceptPressed, RefusePressed, RetryTermsPressed>;

// Portal
struct PortalAnswered {
  Answer<Catalogue> answer;
};
struct TileStarAnswered {
  Answer<Nothing> answer;
};
struct TilePressed {
  std::string id;
};
struct TileStarPressed {
  std::string id;
};
struct PortalSearchTyped {
  std::string text;
};
struct TileExplanationClosed {};
struct StrongSignInPressed {};
struct DossiersPressed {};  ///< «Dossiers» of the rail
struct RetryPortalPressed {};
using PortalEvent =
    std::variant<PortalAnswered, TileStarAnswered, TilePressed, TileStarPressed, PortalSearchTyped,
                 TileExplanationClosed, StrongSignInPressed, DossiersPressed, RetryPortalPressed>;

// Patients
struct PatientStreamStarted {
  Ticket ticket;
  std::size_t total;
  std::int64_t revision;  ///< number of the last event that these rows show
  std::vector<Professional> professionals;
  std::vector<Structure> structures;
};
struct PatientRowsArrived {
  Ticket ticket;
  std::vector<Patient> patients;
};
struct PatientStreamEnded {
  Answer<Nothing> answer;
};  ///< the failure when the last line never came
struct PatientMarkAnswered {
  PatientMark mark;
  Answer<Nothing> answer;
};
struct NameTyped {
  std::string text;
};
struct GivenNameTyped {
  std::string text;
};
struct BirthDateTyped {
  std::string text;
};
struct SexToggled {
  Sex sex;
};
struct StatutToggled {
  Statut statut;
};
struct TasksChosen {
  TasksChoice choice;
};
struct FavouritesChosen {
  YesNoAll choice;
};
struct ArchivedChosen {
  YesNoAll choice;
};
struct ThematiqueToggled {
  ThematiqueId thematique;
};
struct ProfessionalToggled {
  ProfessionalId professional;
};
struct StructureToggled {
  StructureId structure;
};
enum class SortWay : std::uint8_t { kAlone, kAdded, kRemoved };
struct SortPressed {
  PatientColumn column;
  SortWay way = SortWay::kAlone;
};
struct SortChosen {
  PatientSort sort;
};  ///< by this alone
struct RowsCopied {
  std::size_t copied, chosen;
};
struct FilterRemoved {
  FilterKind kind;
};
struct SearchPressed {};
struct ClearPressed {};
struct SearchPanelToggled {};
struct PatientMarkPressed {
  PatientMark mark;  ///< kFavourite or kArchived
  PatientId patient;
};
struct ExportPressed {};  ///< «Exporter en CSV»
struct ExportAnswered {
  Answer<Nothing> answer;
};
struct RetryPatientsPressed {};
using PatientsEvent =
    std::variant<PatientStreamStarted, PatientRowsArrived, PatientStreamEnded, PatientMarkAnswered, NameTyped,
                 GivenNameTyped, BirthDateTyped, SexToggled, StatutToggled, TasksChosen, FavouritesChosen,
                 ArchivedChosen, ThematiqueToggled, ProfessionalToggled, StructureToggled, SortPressed,
                 SortChosen, RowsCopied, FilterRemoved, SearchPressed, ClearPressed, SearchPanelToggled,
                 PatientMarkPressed, ExportPressed, ExportAnswered, RetryPatientsPressed>;

// Columns of the list
struct ColumnsResized {
  std::vector<ColumnWidth> widths;  ///< the last one is the column that was meant
};
struct ColumnMoved {
  PatientColumn column;
  std::size_t position;  ///< among the visible ones
};
struct ColumnToggled {
  PatientColumn column;
};
struct ColumnsReset {};
struct ColumnMenuOpened {
  PatientColumn column;
};
struct ColumnMenuClosed {};
struct ColumnMenuLeft {};  ///< the focus has gone on by itself
struct ColumnsToggled {};  ///< the dialog «Colonnes»
using ColumnsEvent = std::variant<ColumnsResized, ColumnMoved, ColumnToggled, ColumnsReset, ColumnMenuOpened,
                                  ColumnMenuClosed, ColumnMenuLeft, ColumnsToggled>;

// Preferences: what this user has arranged on the server
struct PreferencesAnswered {
  Answer<KeptPreferences> answer;
};
struct LayoutKept {
  Answer<Nothing> answer;
};
struct SearchKept {
  Answer<Nothing> answer;
};
struct SearchForgotten {
  Answer<Nothing> answer;
};
struct SearchesToggled {};  ///< the dialog «Recherches enregistrées»
struct SearchNameTyped {
  std::string text;
};
struct KeepSearchPressed {};
struct SavedSearchPressed {
  std::string id;
};
struct ForgetSearchPressed {
  std::string id;
};
struct UndoForgetPressed {};
struct RetryPreferencesPressed {};
using PreferencesEvent = std::variant<PreferencesAnswered, LayoutKept, SearchKept, SearchForgotten,
                                      SearchesToggled, SearchNameTyped, KeepSearchPressed, SavedSearchPressed,
                                      ForgetSearchPressed, UndoForgetPressed, RetryPreferencesPressed>;

// Dossier
struct DossierAnswered {
  Answer<DossierPage> answer;
};
struct PatientPressed {
  PatientId patient;
};
struct PrintPatientPressed {
  PatientId patient;
};  ///< «Imprimer» of a row: the dossier, on paper
struct BackToListPressed {};
struct RetryDossierPressed {};
using DossierEvent = std::variant<DossierAnswered, PatientPressed, PrintPatientPressed, BackToListPressed,
                                  RetryDossierPressed>;

// Live
struct LiveHeard {
  Ticket ticket;
  std::int64_t reached;  ///< number of the last event that was told; 0 = none was
  std::vector<LiveChange> changes;
  std::vector<DiscussionNews> discussions = {};
};
struct LiveGapFound {
  Ticket ticket;
};  ///< what happened since is not kept any more
struct LiveEnded {
  Answer<Nothing> answer;
};
using LiveEvent = std::variant<LiveHeard, LiveGapFound, LiveEnded>;

// Page
struct Started {
  std::string fragment, remembered_language, browser_language, remembered_tab;
  bool kiosk, html_version, webgl;
  std::string remembered_theme = {};
  bool gallery = false;
  bool whole = true;  ///< no part of the module is left to be fetched
};
/// The rest of the module has come, or could not.
struct RestArrived {
  bool succeeded;
};
struct RetryRestPressed {};
struct LocationChanged {
  std::string fragment;
};  ///< Back, Forward, or typed
/// Timer, visible again, resumed …: compare the clocks. And what app/ knows of the network, by the monotonic
/// clock.
struct Woke {
  std::optional<std::int64_t> awaited_since_ms = {};  ///< the oldest request that somebody waits for
  std::int64_t heard_at_ms = 0;                       ///< the last time that anything came from the server
};
struct WentHidden {};  ///< the tab is hidden, or a kiosk lost the focus
struct CameBack {};    ///< visible again
struct PersonActive {};
struct TabsToldUs {
  std::string message;
};
struct ServerBuildSeen {
  std::string build;
};
struct ConnectionChanged {
  bool online;
};
struct LanguageChosen {
  Language language;
};
struct ThemePressed {};  ///< «Thème»: the next one
struct FacePressed {};   ///< «Version HTML» / «Version graphique»
struct FullScreenPressed {};
struct MenuToggled {};  ///< the user menu
struct MenuClosed {};
struct PrintPressed {};
struct PrintStarted {};
struct PrintEnded {};
struct InfoPressed {
  Screen page;  ///< is_info()
};
struct PortalPressed {};  ///< «Portail» of the rail
struct ReloadPressed {};  ///< after a new build
struct GraphicsLost {};
struct GraphicsRestored {};
struct WidthChanged {
  float css_px;
};
struct UndoPressed {};  ///< «Annuler» of the toast
struct ToastClosed {};
struct ToastHeld {
  bool held;  ///< the pointer or the focus is in it: it stays
};
using PageEvent =
    std::variant<Started, LocationChanged, Woke, WentHidden, CameBack, PersonActive, TabsToldUs,
                 ServerBuildSeen, ConnectionChanged, LanguageChosen, ThemePressed, FacePressed,
                 FullScreenPressed, MenuToggled, MenuClosed, PrintPressed, PrintStarted, PrintEnded,
                 InfoPressed, PortalPressed, ReloadPressed, GraphicsLost, GraphicsRestored, WidthChanged,
                 UndoPressed, ToastClosed, ToastHeld, RestArrived, RetryRestPressed>;

/// Of the gallery, which only development builds show.
struct GalleryActed {
  std::string what;   ///< key of the widget
  std::string value;  ///< what it holds now
};
using GalleryEvent = std::variant<GalleryActed>;

using Event =
    std::variant<SessionEvent, TermsEvent, PortalEvent, PatientsEvent, ColumnsEvent, PreferencesEvent,
                 DossierEvent, DiscussionsEvent, ThreadEvent, MessageEvent, OutboxEvent, DirectoryEvent,
                 NotificationsEvent, LiveEvent, PageEvent, GalleryEvent>;

}  // namespace spico

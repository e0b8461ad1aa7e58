// The whole interface of one frame: header, navigation, the screen, dialogs. Called by app/.
#pragma once

#include "ui/screenful.hpp"
#include "ui/ui.hpp"

namespace spico::ui {

/// `gallery`: what #/galerie shows, in the builds that have it.
void app_view(Ui& ui, Screenful gallery);

// One function a screen; each fills the column that app_view opened inside <main>.
void sign_in_view(Ui& ui);
void terms_view(Ui& ui);
void portal_view(Ui& ui, const Rect& room);
void info_view(Ui& ui);  ///< accessibility statement, legal notice, personal data
void patients_view(Ui& ui,
                   const Rect& room);  ///< lays itself out in the whole room: the grid scrolls by itself
void dossier_view(Ui& ui, const Rect& room);  ///< the same; with the list beside it when there is room

/// Name of such a page, also its link's.
[[nodiscard]] Text info_title(Screen page);

}  // namespace spico::ui

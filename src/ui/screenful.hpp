// A view as a value: how the composition root hands a screen of its own to the application. For app/ and
// main*.cpp.
#pragma once

namespace spico::ui {

class Ui;
using Screenful = void (*)(Ui&);

}  // namespace spico::ui

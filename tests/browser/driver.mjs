// What a journey may ask of a browser, whatever drives it. Journeys are written once against this; an adapter does it (decision 35).
//
//   launch({webgl}) -> Browser            webgl: 'software' (SwiftShader) or 'none'
//   Browser.person({language, width, height, touch, clock}) -> Person      own cookies and storage; clock: its tabs' time can be moved; a number: and begins there
//   Browser.close()
//   Person.tab() -> Tab        .cookies() -> [{name, value, …}]   .take_cookies([{name, value, url, …}])   .offline(bool)   .close()
//   Person.on_request(call)  .on_answer(call)
//   Person.intercept(path pattern, {status, json, text, abort, hang, when, see})  answers instead of the server, once the promise «when» is kept, and shows «see» what was sent; .restore() ends that
//                                                        {proceed, when, headers}  the server's own answer, with these headers more
//   Tab.open(address)  .reload()  .back()  .forward()  .url()  .title()  .wait_idle()  .close()
//   Tab.find(role, name) -> Element       exact accessible name; role 'password' is a password field by its label, 'time' one for a time
//   Tab.find_containing(role, text) -> Element
//   Tab.sees(role, name) -> bool now      .text() -> all visible text
//   Tab.wait_text(text or RegExp)         .wait_address(RegExp)
//   Tab.key(name)  .focused() -> {role, name}    .screenshot(file)   .evaluate(function, argument)
//   Tab.advance_clock(ms)  .set_clock(unix ms): of all tabs of its person   .freeze()  .thaw()    .violations() -> content security violations so far
//   Tab.bring_to_front()  .rest()   .drag({x, y}, {x, y})  .drag_with_finger({x, y}, {x, y})  .copy() -> what Ctrl+C puts on the clipboard    Element.press_with({modifiers, button, clickCount})
//   Tab.print() -> {count of pages, rows, text, pdf}
//   Tab.opened_window(act) -> {address, type, has_opener}   Element.set_files([paths]) of role 'file', a file field by its label
//   Element.press()  .type(text)  .fill(text)  .choose(label)  .text()  .value()  .attribute(name)  .description()  .count()  .wait()  .gone()  .focus()
//   Element.find(role, name) -> Element inside it
//   launch({pixel_ratio, window, display})  person({prefers})  Tab.accessibility_tree()  .pixels(box)  .paste(text)  .compose(steps, result)  .resize(width, height)  .move_to_screen(pixel_ratio)  .installation_obstacles()  .logs    Element.tap()  .hold(frames)  .dispatch_click()  .evaluate(function, argument)
// What an engine's driver cannot do stands in its adapter, with the reason; a test that needs it is skipped there, with these words.
const adapters = { chromium: './adapters/playwright.mjs', firefox: './adapters/puppeteer.mjs', webkit: './adapters/selenium.mjs' };
export const engine = process.env.ENGINE ?? 'chromium';
if (!adapters[engine]) throw new Error(`no adapter for ENGINE=${engine}: ${Object.keys(adapters).join(', ')}`);
const adapter = await import(adapters[engine]);

export const can = (feature) => !(feature in adapter.cannot);
// For the options of a test: needs('freeze', 'offline').
export function needs(...features) {
  const missing = features.filter((feature) => !can(feature));
  return missing.length > 0 ? { skip: missing.map((feature) => `${engine}: no «${feature}»: ${adapter.cannot[feature]}`).join('; ') } : {};
}

export function launch(options) { return adapter.launch(options); }

// The driver on Playwright and the system's Chromium. Only driver.mjs loads it.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromium } from 'playwright-core';
import { memory_holds, note_page_internals, text_in_sight } from './in_page.mjs';
import { pixels_of } from './png.mjs';

// What this adapter cannot do, and why.
export const cannot = {};
const deadline_ms = Number(process.env.SPICO_DEADLINE_MS ?? 20_000);  // of one step: more where a page that is drawn in software stands still
const flags = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const graphics = {
  software: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  none: ['--disable-gpu', '--disable-3d-apis', '--disable-software-rasterizer'],
};

class Element {
  constructor(locator, tab) { this.locator = locator; this.tab = tab; }

  async press() {
    // Playwright waits for aria-disabled to go; people press such an element to learn why it is disabled.
    const force = (await this.attribute('aria-disabled')) === 'true';
    await this.tell((locator) => locator.click({ force, timeout: deadline_ms }));
  }

  // A failure tells what was on the page instead.
  async tell(action) {
    try {
      return await action(this.locator);
    } catch (error) {
      const state = await this.tab.state().catch((reason) => `the page does not answer: ${reason.message}`);
      error.message += `\n${state}`;
      error.stack = `${state}\n${error.stack}`;  // what the runner prints
      throw error;
    }
  }

  // {modifiers: ['Shift'], button: 'right', clickCount: 2}
  press_with(options) { return this.tell((locator) => locator.click({ ...options, timeout: deadline_ms })); }
  tap() { return this.tell((locator) => locator.tap({ timeout: deadline_ms })); }
  // A press that lasts some frames.
  async hold(frames) {
    const { x, y, width, height } = await this.locator.boundingBox({ timeout: deadline_ms });
    await this.tab.page.mouse.move(x + width / 2, y + height / 2);
    await this.tab.page.mouse.down();
    await this.tab.evaluate((count) => new Promise((done) => { const next = (left) => (left ? requestAnimationFrame(() => next(left - 1)) : done()); next(count); }), frames);
    await this.tab.page.mouse.up();
  }
  dispatch_click() { return this.tell((locator) => locator.dispatchEvent('click', {}, { timeout: deadline_ms })); }
  evaluate(run, argument) { return this.tell((locator) => locator.evaluate(run, argument, { timeout: deadline_ms })); }
  focus() { return this.tell((locator) => locator.focus({ timeout: deadline_ms })); }
  type(text) { return this.tell((locator) => locator.pressSequentially(text, { timeout: deadline_ms })); }
  fill(text) { return this.tell((locator) => locator.fill(text, { timeout: deadline_ms })); }
  set_files(paths) { return this.tell((locator) => locator.setInputFiles(paths, { timeout: deadline_ms })); }
  choose(label) { return this.tell((locator) => locator.selectOption({ label }, { timeout: deadline_ms })); }
  text() { return this.tell((locator) => locator.innerText({ timeout: deadline_ms })); }
  value() { return this.tell((locator) => locator.inputValue({ timeout: deadline_ms })); }
  attribute(name) { return this.tell((locator) => locator.getAttribute(name, { timeout: deadline_ms })); }
  is_checked() { return this.tell((locator) => locator.isChecked({ timeout: deadline_ms })); }
  count() { return this.locator.count(); }
  wait() { return this.tell((locator) => locator.first().waitFor({ timeout: deadline_ms })); }
  gone() { return this.tell((locator) => locator.first().waitFor({ state: 'hidden', timeout: deadline_ms })); }
  find(role, name) { return new Element(locate(this.locator, role, name), this.tab); }
  nth(index) { return new Element(this.locator.nth(index), this.tab); }

  description() {
    return this.locator.evaluate((element) => [
      element.getAttribute('aria-description') ?? '',
      ...(element.getAttribute('aria-describedby') ?? '').split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)?.textContent ?? ''),
    ].join(' ').trim(), null, { timeout: deadline_ms });
  }
}

function locate(scope, role, name) {
  if (role === 'file') return scope.getByLabel(name, { exact: true }).and(scope.locator('input[type=file]'));
  if (role === 'password' || role === 'time') return scope.getByLabel(name, { exact: true }).and(scope.locator('input'));
  const found = scope.getByRole(role, { name, exact: true });
  // A dialog that interrupts is an alertdialog: still a dialog to whoever meets it.
  return role === 'dialog' ? found.or(scope.getByRole('alertdialog', { name, exact: true })) : found;
}

class Tab {
  constructor(page, person) {
    this.page = page;
    this.person = person;
    this.errors = [];
    this.logs = [];
    page.on('console', (message) => this.logs.push(message.text()));
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('crash', () => this.errors.push('the page crashed'));
  }

  async open(address) { await this.page.goto(address, { timeout: deadline_ms, waitUntil: 'domcontentloaded' }); }
  async reload() { await this.page.reload({ timeout: deadline_ms, waitUntil: 'domcontentloaded' }); }
  async back() { await this.page.goBack({ timeout: deadline_ms, waitUntil: 'commit' }); }
  async forward() { await this.page.goForward({ timeout: deadline_ms, waitUntil: 'commit' }); }
  close() { return this.page.close(); }
  url() { return this.page.url(); }
  title() { return this.page.title(); }
  wait_idle() { return new Element(this.page.locator('html[data-idle="true"]'), this).tell((locator) => locator.waitFor({ state: 'attached', timeout: deadline_ms })); }
  find(role, name) { return new Element(locate(this.page, role, name), this); }
  find_containing(role, text) { return new Element(this.page.getByRole(role).filter({ hasText: text }), this); }
  all(role) { return new Element(this.page.getByRole(role), this); }
  async sees(role, name) { return (await locate(this.page, role, name).count()) > 0; }
  text() { return this.page.evaluate(text_in_sight); }

  async state() {
    const seen = await this.page.evaluate(() => ({
      idle: document.documentElement.dataset.idle, classes: document.documentElement.className, hidden: document.hidden,
      ready: document.readyState, clock: new Date().toISOString(),
      inert: [...document.querySelectorAll('[inert]')].map((element) => element.id || element.tagName).join(' '), text: document.body.innerText.slice(0, 1500),
    }));
    return `${this.url()} idle=${seen.idle} class="${seen.classes}" inert="${seen.inert}" hidden=${seen.hidden} ${seen.ready} ${seen.clock} `
      + `errors: ${this.errors.join('; ') || 'none'}; the page says:\n${seen.text}`;
  }

  // Polls rather than waits in the page: its policy allows no evaluated code.
  async wait_for(what, probe) {
    const end = Date.now() + deadline_ms;
    for (;;) {
      const value = await probe().catch((error) => { if (/Execution context|navigat/i.test(error.message)) return null; throw error; });
      if (value) return value;
      if (Date.now() > end) throw new Error(`not seen within ${deadline_ms} ms: ${what}\n${await this.state()}`);
      await new Promise((done) => { setTimeout(done, 50); });
    }
  }

  wait_text(text) { return this.wait_for(String(text), async () => { const all = await this.text(); return text instanceof RegExp ? text.test(all) : all.includes(text); }); }
  wait_address(pattern) { return this.wait_for(`address ${pattern}`, async () => pattern.test(this.url())); }
  key(name) { return this.page.keyboard.press(name); }
  type(text) { return this.page.keyboard.type(text); }
  // The window that the page opens because of what `act` does: {address, type} of the document that came into it.
  async opened_window(act) {
    const [page] = await Promise.all([this.person.context.waitForEvent('page', { timeout: deadline_ms }), act()]);
    await page.waitForURL((address) => address.href !== 'about:blank', { timeout: deadline_ms, waitUntil: 'commit' });
    const opened = { address: page.url(), type: await page.evaluate(() => document.contentType), has_opener: await page.evaluate(() => window.opener !== null) };
    await page.close();
    return opened;
  }
  // The file that the browser saves because of what `act` does: {name, bytes}.
  async saved_file(act) {
    const [download] = await Promise.all([this.page.waitForEvent('download', { timeout: deadline_ms }), act()]);
    const parts = [];
    for await (const part of await download.createReadStream()) parts.push(part);
    return { name: download.suggestedFilename(), bytes: Buffer.concat(parts) };
  }
  bring_to_front() { return this.page.bringToFront(); }
  // The mouse goes where nothing is.
  rest() { return this.page.mouse.move(1, 1); }
  // With the mouse, from place to place in several moves.
  async drag(from, to) {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    for (const part of [0.2, 0.5, 0.8, 1]) await this.page.mouse.move(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
    await this.page.mouse.up();
  }

  async drag_with_finger(from, to) {
    const touch = (type, touchPoints) => this.debug('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', [from]);
    for (const part of [0.1, 0.3, 0.6, 1]) await touch('touchMove', [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }]);
    await touch('touchEnd', []);
  }

  // What Ctrl+C puts on the clipboard.
  async copy() {
    await this.person.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate(() => navigator.clipboard.writeText('nothing was copied'));
    await this.page.keyboard.press('Control+C');
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  touch(x, y) { return this.page.touchscreen.tap(x, y); }

  focused() {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      return { tag: element.tagName.toLowerCase(), role: element.getAttribute('role'), text: (element.getAttribute('aria-label') ?? element.innerText ?? '').trim(), id: element.id };
    });
  }

  async screenshot(file) {
    mkdirSync(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide', timeout: deadline_ms });
  }

  // Of the viewport or of a box in CSS pixels: {width, height, at(x, y) -> [red, green, blue]}.
  async pixels(box) {
    if (this.is_moved) {
      // Playwright's own session would take the ratio off the page.
      const { data } = await this.debug('Page.captureScreenshot', { format: 'png', clip: { ...box, scale: 1 } });
      return pixels_of(Buffer.from(data, 'base64'));
    }
    return pixels_of(await this.page.screenshot({ clip: box, animations: 'disabled', caret: 'hide', timeout: deadline_ms }));
  }

  // What the browser tells to a screen reader, in its order: {id, parent, role, name, value, level, focusable, …}.
  async accessibility_tree() {
    const { nodes } = await this.debug('Accessibility.getFullAXTree');
    const by_id = new Map(nodes.map((node) => [node.nodeId, node]));
    const told = (node) => {
      let parent = by_id.get(node.parentId);
      while (parent?.ignored) parent = by_id.get(parent.parentId);
      const properties = Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value]));
      return { ...properties, id: node.nodeId, parent: parent?.nodeId ?? null, role: node.role.value, name: node.name?.value ?? '', value: String(node.value?.value ?? '') };
    };
    const in_order = (node) => [...(node.ignored ? [] : [told(node)]), ...node.childIds.flatMap((id) => (by_id.has(id) ? in_order(by_id.get(id)) : []))];
    return nodes.filter((node) => !node.parentId).flatMap(in_order);
  }

  async paste(text) {
    await this.person.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.page.keyboard.press('Control+V');
  }

  // An input method at work in the focused field: each of `steps` is what it shows until the next, `result` is what it leaves.
  async compose(steps, result) {
    for (const text of steps) await this.debug('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await this.debug('Input.insertText', { text: result });
  }

  // As a phone's keyboard does when it comes up.
  resize(width, height) { return this.page.setViewportSize({ width, height }); }
  // The window comes to a screen with so many device pixels each, and is as large there.
  async move_to_screen(pixel_ratio) {
    const [width, height] = await this.page.evaluate(() => [innerWidth, innerHeight]);
    await this.debug('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: pixel_ratio, mobile: false });
    this.is_moved = true;
    // A browser that is moved draws anew, and tells its media queries then; one that only emulates it does so with its next picture.
    await this.pixels({ x: 0, y: 0, width: 1, height: 1 });
  }

  // The function is sent by the debugger, so the page's policy does not stop it.
  evaluate(run, argument) { return this.page.evaluate(run, argument); }
  // The source is run as a program, by the debugger too.
  run_source(source) { return this.page.evaluate(source); }

  advance_clock(ms) { return this.page.clock.fastForward(ms); }
  set_clock(unix_ms) { return this.page.clock.setSystemTime(unix_ms); }

  async debug(method, parameters) {
    this.debugger ??= await this.page.context().newCDPSession(this.page);
    return this.debugger.send(method, parameters);
  }
  lifecycle(state) { return this.debug('Page.setWebLifecycleState', { state }); }
  freeze() { return this.lifecycle('frozen'); }
  thaw() { return this.lifecycle('active'); }

  // Why the browser would not offer to install the application; contexts of tests are private windows, which never offer it.
  async installation_obstacles() {
    const { installabilityErrors: errors } = await this.debug('Page.getInstallabilityErrors');
    const { errors: faults } = await this.debug('Page.getAppManifest');
    return [...errors.map(({ errorId: id }) => id).filter((id) => id !== 'in-incognito'), ...faults.map(({ message }) => message)];
  }

  // What goes to paper: the browser's own pages, and the text and rows that stand on them.
  async print() {
    const pdf = await this.page.pdf({ format: 'A4', landscape: true });
    await this.page.emulateMedia({ media: 'print' });
    const on_paper = await this.page.evaluate(() => {
      window.dispatchEvent(new window.Event('beforeprint'));
      const seen = { rows: document.querySelectorAll('[role=rowheader]').length, text: document.body.innerText };
      window.dispatchEvent(new window.Event('afterprint'));
      return seen;
    });
    await this.page.emulateMedia({ media: null });
    return { ...on_paper, count: (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length, pdf };
  }

  violations() { return this.page.evaluate(() => window.test_notes.violations); }

  memory_holds(text) { return this.page.evaluate(memory_holds, text); }
}

const told = (request) => ({ method: request.method(), path: new URL(request.url()).pathname, referrer: request.headers().referer ?? '' });

class Person {
  constructor(context) { this.context = context; this.tabs = []; }

  async tab() {
    const page = await this.context.newPage();
    const tab = new Tab(page, this);
    this.tabs.push(tab);
    return tab;
  }

  cookies() { return this.context.cookies(); }
  take_cookies(cookies) { return this.context.addCookies(cookies); }
  offline(is_offline) { return this.context.setOffline(is_offline); }

  async intercept(pattern, { status = 200, json, text, type = 'application/json', abort = false, hang = false, proceed = false, headers = {}, when, see } = {}) {
    await this.context.route(pattern, async (route) => {
      if (hang) return;
      await when;
      see?.(route.request().postDataJSON());
      if (proceed) {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), ...headers } });
      } else if (abort) await route.abort('connectionfailed');
      else await route.fulfill({ status, body: json === undefined ? text ?? '' : JSON.stringify(json), contentType: type, headers });
    });
  }
  restore() { return this.context.unrouteAll({ behavior: 'ignoreErrors' }); }
  // Called with {method, path, referrer} of every request, also of those whose answer the page may not see.
  on_request(notice) { this.context.on('request', (request) => notice(told(request))); }
  // Called with {method, path, referrer, status} of every answer.
  on_answer(notice) { this.context.on('response', (response) => notice({ ...told(response.request()), status: response.status() })); }
  // Chromium may never say that a context is closed whose page is being replaced at that moment, as after an outage of the network: what
  // is left of it ends with the browser.
  async close() {
    let timer;
    const long_enough = new Promise((done) => { timer = setTimeout(done, deadline_ms); });
    await Promise.race([this.context.close(), long_enough]);
    clearTimeout(timer);
  }
}

class Browser {
  constructor(browser, pixel_ratio) { this.browser = browser; this.pixel_ratio = pixel_ratio; }

  // prefers: {motion: 'reduce', colours: 'active', contrast: 'more', scheme: 'dark'}
  async person({ language = 'fr-FR', width = 1280, height = 800, touch = false, clock = false, prefers = {} } = {}) {
    const context = await this.browser.newContext({
      locale: language, viewport: this.pixel_ratio ? null : { width, height }, hasTouch: touch, isMobile: touch, timezoneId: 'Europe/Paris', serviceWorkers: 'block',
      reducedMotion: prefers.motion, forcedColors: prefers.colours, contrast: prefers.contrast, colorScheme: prefers.scheme,
    });
    await context.addInitScript(note_page_internals);
    // A clock that can be moved goes on by itself: pauseAt would stop animation frames.
    if (clock) await context.clock.install(clock === true ? {} : { time: clock });
    return new Person(context);
  }

  close() { return this.browser.close(); }
}

// pixel_ratio: of the screen itself, and windows of their own size; a ratio put on a page does not reach the canvas's count of device pixels.
// window: its size in CSS pixels. display: of an X server, on which a window is opened.
export async function launch({ webgl = 'software', user_data = null, pixel_ratio = null, window = { width: 1280, height: 900 }, display = null } = {}) {
  const screen = pixel_ratio ? [`--force-device-scale-factor=${pixel_ratio}`, `--window-size=${window.width},${window.height}`] : [];
  const options = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...display ? [] : ['--headless=new'], ...flags, ...graphics[webgl], ...screen], timeout: 60_000,
    ...(display ? { headless: false, env: { ...process.env, DISPLAY: display } } : {}) };
  if (!user_data) return new Browser(await chromium.launch(options), pixel_ratio ?? (display ? 1 : null));
  const context = await chromium.launchPersistentContext(user_data, { ...options, locale: 'fr-FR', timezoneId: 'Europe/Paris', viewport: { width: 1280, height: 800 } });
  await context.addInitScript(note_page_internals);
  return { person: async () => new Person(context), close: () => context.close() };
}

// The driver on Playwright and the system's Chromium. Only driver.mjs loads it.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromium } from 'playwright-core';

const deadline_ms = 20_000;
const flags = ['--headless=new', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const graphics = {
  software: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  none: ['--disable-gpu', '--disable-3d-apis', '--disable-software-rasterizer'],
};

// Runs before any script of the page: notes refused scripts and styles, and the module's memory, so that tests can search it.
function note_page_internals() {
  window.test_notes = { violations: [], memories: [] };
  document.addEventListener('securitypolicyviolation', (event) => {
    window.test_notes.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
  });
  const keep = (result) => {
    const instance = result.instance ?? result;
    for (const value of Object.values(instance.exports ?? {})) if (value instanceof WebAssembly.Memory) window.test_notes.memories.push(value);
    return result;
  };
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = (...parameters) => original.apply(WebAssembly, parameters).then(keep);
  }
}

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
      error.message += `\n${await this.tab.state().catch((reason) => `the page does not answer: ${reason.message}`)}`;
      throw error;
    }
  }

  focus() { return this.tell((locator) => locator.focus({ timeout: deadline_ms })); }
  type(text) { return this.tell((locator) => locator.pressSequentially(text, { timeout: deadline_ms })); }
  fill(text) { return this.tell((locator) => locator.fill(text, { timeout: deadline_ms })); }
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
  if (role === 'password') return scope.getByLabel(name, { exact: true }).and(scope.locator('input'));
  const found = scope.getByRole(role, { name, exact: true });
  // A dialog that interrupts is an alertdialog: still a dialog to whoever meets it.
  return role === 'dialog' ? found.or(scope.getByRole('alertdialog', { name, exact: true })) : found;
}

class Tab {
  constructor(page, person) {
    this.page = page;
    this.person = person;
    this.errors = [];
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
  wait_idle() { return this.page.locator('html[data-idle="true"]').waitFor({ state: 'attached', timeout: deadline_ms }); }
  find(role, name) { return new Element(locate(this.page, role, name), this); }
  find_containing(role, text) { return new Element(this.page.getByRole(role).filter({ hasText: text }), this); }
  all(role) { return new Element(this.page.getByRole(role), this); }
  async sees(role, name) { return (await locate(this.page, role, name).count()) > 0; }
  text() { return this.page.evaluate(() => document.body.innerText); }

  async state() {
    const seen = await this.page.evaluate(() => ({
      idle: document.documentElement.dataset.idle, classes: document.documentElement.className, hidden: document.hidden,
      ready: document.readyState, clock: new Date().toISOString(), text: document.body.innerText.slice(0, 1500),
    }));
    return `${this.url()} idle=${seen.idle} class="${seen.classes}" hidden=${seen.hidden} ${seen.ready} ${seen.clock} `
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

  // The function is sent by the debugger, so the page's policy does not stop it.
  evaluate(run, argument) { return this.page.evaluate(run, argument); }
  // The source is run as a program, by the debugger too.
  run_source(source) { return this.page.evaluate(source); }

  advance_clock(ms) { return this.page.clock.fastForward(ms); }
  set_clock(unix_ms) { return this.page.clock.setSystemTime(unix_ms); }

  async lifecycle(state) {
    this.debugger ??= await this.page.context().newCDPSession(this.page);
    await this.debugger.send('Page.setWebLifecycleState', { state });
  }
  freeze() { return this.lifecycle('frozen'); }
  thaw() { return this.lifecycle('active'); }

  violations() { return this.page.evaluate(() => window.test_notes.violations); }

  // How often the bytes of `text` stand in the module's memory, in UTF-8 or UTF-16.
  memory_holds(text) {
    return this.page.evaluate((wanted) => {
      const utf8 = new TextEncoder().encode(wanted);
      const utf16 = new Uint8Array(new Uint16Array([...wanted].map((letter) => letter.charCodeAt(0))).buffer);
      let found = 0;
      let searched = 0;
      for (const memory of window.test_notes.memories) {
        const bytes = new Uint8Array(memory.buffer);
        searched += bytes.length;
        for (const pattern of [utf8, utf16]) {
          for (let at = bytes.indexOf(pattern[0]); at >= 0; at = bytes.indexOf(pattern[0], at + 1)) {
            let length = 1;
            while (length < pattern.length && bytes[at + length] === pattern[length]) length += 1;
            if (length === pattern.length) found += 1;
          }
        }
      }
      return { found, searched };
    }, text);
  }
}

class Person {
  constructor(context) { this.context = context; this.tabs = []; }

  async tab() {
    const page = await this.context.newPage();
    const tab = new Tab(page, this);
    this.tabs.push(tab);
    return tab;
  }

  cookies() { return this.context.cookies(); }
  offline(is_offline) { return this.context.setOffline(is_offline); }

  async intercept(pattern, { status = 200, json, text, type = 'application/json', abort = false, hang = false, headers = {} } = {}) {
    await this.context.route(pattern, async (route) => {
      if (hang) return;
      if (abort) await route.abort('connectionfailed');
      else await route.fulfill({ status, body: json === undefined ? text ?? '' : JSON.stringify(json), contentType: type, headers });
    });
  }
  restore() { return this.context.unrouteAll({ behavior: 'ignoreErrors' }); }
  // Called with {method, path} of every request, also of those whose answer the page may not see.
  on_request(notice) { this.context.on('request', (request) => notice({ method: request.method(), path: new URL(request.url()).pathname })); }
  // Called with {method, path, status} of every answer.
  on_answer(notice) { this.context.on('response', (response) => notice({ method: response.request().method(), path: new URL(response.url()).pathname, status: response.status() })); }
  close() { return this.context.close(); }
}

class Browser {
  constructor(browser) { this.browser = browser; }

  async person({ language = 'fr-FR', width = 1280, height = 800, touch = false, clock = false } = {}) {
    const context = await this.browser.newContext({ locale: language, viewport: { width, height }, hasTouch: touch, isMobile: touch, timezoneId: 'Europe/Paris', serviceWorkers: 'block' });
    await context.addInitScript(note_page_internals);
    // A clock that can be moved goes on by itself: pauseAt would stop animation frames.
    if (clock) await context.clock.install();
    return new Person(context);
  }

  close() { return this.browser.close(); }
}

export async function launch({ webgl = 'software', user_data = null } = {}) {
  const options = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...flags, ...graphics[webgl]], timeout: 60_000 };
  if (!user_data) return new Browser(await chromium.launch(options));
  const context = await chromium.launchPersistentContext(user_data, { ...options, locale: 'fr-FR', timezoneId: 'Europe/Paris', viewport: { width: 1280, height: 800 } });
  await context.addInitScript(note_page_internals);
  return { person: async () => new Person(context), close: () => context.close() };
}

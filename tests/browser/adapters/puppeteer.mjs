// The driver on puppeteer-core, WebDriver BiDi and Firefox ESR, which draws on a display without a screen. Only driver.mjs loads it.
import puppeteer from 'puppeteer-core';
import { start_display, WireBrowser, WirePerson, WireTab } from './wire.mjs';

export const cannot = {
  take_cookies: 'sessions begin in the interface, as in the journeys that this engine is here for',
  x_window: 'the window is the driver\'s own',
  freeze: 'WebDriver BiDi has no command that freezes a page',
  compose: 'WebDriver BiDi drives no input method',
  media: 'WebDriver BiDi does not set media features',
  new_window: 'a window that the page opens is not followed',
  paste: 'the clipboard cannot be filled without a person\'s leave',
  pixel_ratio: 'the screen of the test has one device pixel a CSS pixel',
  user_data: 'the profile is puppeteer\'s own',
  outside: 'keys are given to the page, never to the bars around it',
  saved_file: 'the driver does not follow what the browser saves',
  print: 'WebDriver BiDi does not switch a page to print media',
};

const preferences = (webgl) => ({
  // Mesa draws in software, which Firefox would refuse by itself.
  'webgl.force-enabled': webgl !== 'none',
  'webgl.disabled': webgl === 'none',
  // The person's proxy stands before localhost too, which stays as trustworthy as without one.
  'network.proxy.allow_hijacking_localhost': true,
  'network.proxy.testing_localhost_is_secure_when_hijacked': true,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
});

class Tab extends WireTab {
  constructor(page, person) {
    super(person);
    this.page = page;
    this.errors = [];
    this.logs = [];
    page.on('console', (message) => this.logs.push(message.text()));
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  async open(address) { await this.page.goto(address, { waitUntil: 'domcontentloaded' }); }
  async reload() { await this.page.reload({ waitUntil: 'domcontentloaded' }); }
  // Within a document nothing is loaded: who waits for a load would wait for ever.
  back() { return this.traverse(-1); }
  forward() { return this.traverse(1); }
  async traverse(delta) {
    await this.bidi('browsingContext.traverseHistory', { delta }).catch((error) => { if (!/no such history entry/.test(error.message)) throw error; });
  }
  // Only the window in front gets keys and presses, as everywhere.
  async in_front() {
    if (this.person.front.tab !== this) await this.page.bringToFront();
    this.person.front.tab = this;
    return this.page;
  }
  bring_to_front() { return this.in_front(); }
  bidi(method, parameters) { return this.page.browser().connection.send(method, { context: this.page.mainFrame()._id, ...parameters }); }
  close() { return this.page.close(); }
  url() { return this.page.url(); }
  current_address() { return this.evaluate(() => location.href); }
  title() { return this.page.title(); }

  evaluate_source(source, ...parameters) { return this.page.evaluate(`(${source})(...${JSON.stringify(parameters)})`); }
  run_source(source) { return this.page.evaluate(`${source}\n;undefined`); }

  async click_at(x, y) { await (await this.in_front()).mouse.click(x, y); }
  async press_down(x, y) {
    const { mouse } = await this.in_front();
    await mouse.move(x, y);
    await mouse.down();
  }
  async rest() { await (await this.in_front()).mouse.move(1, 1); }
  press_up() { return this.page.mouse.up(); }
  async touch(x, y) { await (await this.in_front()).touchscreen.tap(x, y); }
  async press_key(names) {
    const { keyboard } = await this.in_front();
    const [last, ...held] = names.map((name) => (name === 'Space' ? ' ' : name)).reverse();
    for (const name of [...held].reverse()) await keyboard.down(name);
    await keyboard.press(last);
    for (const name of held) await keyboard.up(name);
  }
  resize(width, height) { return this.page.setViewport({ ...this.page.viewport(), width, height }); }
  async give_files(paths) { await (await this.page.$('input[type=file]')).uploadFile(...paths); }
  async type_text(text) { await (await this.in_front()).keyboard.type(text); }
  async capture() { return Buffer.from(await this.page.screenshot({ captureBeyondViewport: false })); }
}

class Person extends WirePerson {
  // front: {tab} of the whole browser.
  constructor(browser, front, options) {
    super(options);
    Object.assign(this, { browser, front, options });
  }

  async start() {
    this.context = await this.browser.createBrowserContext({ proxyServer: this.proxy.address });
    const { language } = this.options;
    await this.browser.connection.send('emulation.setLocaleOverride', { locale: language, userContexts: [this.context.id] });
    await this.browser.connection.send('emulation.setTimezoneOverride', { timezone: 'Europe/Paris', userContexts: [this.context.id] });
  }

  // A window each: a page in a tab behind another is hidden.
  async tab() {
    const page = await this.context.newPage({ type: 'window' });
    const { width, height, touch } = this.options;
    await page.setViewport({ width, height, hasTouch: touch });
    const tab = new Tab(page, this);
    this.tabs.push(tab);
    this.front.tab = tab;
    return tab;
  }

  cookies() { return this.context.cookies(); }
  async offline(is_offline) { for (const { page } of this.tabs) await page.setOfflineMode(is_offline); }
  close() { return this.context.close(); }
}

class Browser extends WireBrowser {
  constructor(browser, screen) {
    super(screen);
    Object.assign(this, { browser, front: { tab: null } });
  }

  new_person(options) { return new Person(this.browser, this.front, options); }
  async close() {
    await this.browser.close();
    await super.close();
  }
}

export async function launch({ webgl = 'software' } = {}) {
  const screen = await start_display();
  try {
    const browser = await puppeteer.launch({
      browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: false, timeout: 60_000, protocolTimeout: 120_000,
      env: { ...process.env, DISPLAY: screen.display, WAYLAND_DISPLAY: '', LIBGL_ALWAYS_SOFTWARE: '1' },
      extraPrefsFirefox: preferences(webgl),
    });
    return new Browser(browser, screen);
  } catch (error) {
    screen.stop();
    throw error;
  }
}

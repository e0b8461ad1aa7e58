// The driver on selenium-webdriver, WebKitWebDriver and WebKitGTK's MiniBrowser, which draws on a display without a screen. A person is
// a session with a browser process of its own. Only driver.mjs loads it.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { Builder, By, Key } from 'selenium-webdriver';
import { deadline_ms, start_display, WireBrowser, WirePerson, WireTab } from './wire.mjs';

export const cannot = {
  take_cookies: 'WebDriver takes cookies only for the page that is open',
  x_window: 'the window is the driver\'s own',
  freeze: 'WebDriver has no command that freezes a page',
  compose: 'WebDriver drives no input method',
  offline: 'WebDriver cannot tell the page that the network is gone',
  media: 'WebDriver does not set media features',
  new_window: 'a window that the page opens is not followed',
  paste: 'the clipboard cannot be filled without a person\'s leave',
  pixel_ratio: 'the screen of the test has one device pixel a CSS pixel',
  frames: 'the journeys see no documents within a document through WebDriver',
  user_data: 'the profile is the driver\'s own',
  saved_file: 'the driver does not follow what the browser saves',
  print: 'WebKitWebDriver has no print command',
  touch: 'WebKitWebDriver has no touch pointers on GTK',
};
const keys = { Control: Key.CONTROL, Shift: Key.SHIFT, Alt: Key.ALT, Tab: Key.TAB, Enter: Key.ENTER, Escape: Key.ESCAPE, Space: Key.SPACE, F6: Key.F6, Home: Key.HOME, End: Key.END,
  PageUp: Key.PAGE_UP, PageDown: Key.PAGE_DOWN, ArrowUp: Key.ARROW_UP, ArrowDown: Key.ARROW_DOWN, ArrowLeft: Key.ARROW_LEFT, ArrowRight: Key.ARROW_RIGHT, Delete: Key.DELETE, Backspace: Key.BACK_SPACE };
const browsers = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((machine) => `/usr/lib/${machine}/webkit2gtk-4.1/MiniBrowser`);

const build = new URL('../../../build/webkit', import.meta.url).pathname;
const locales = join(build, 'locales');
const settings = join(build, 'settings');

// WebKitGTK speaks the language of the C library, which knows none but C on a bare machine: it is made here, once.
function make_locale(name) {
  if (existsSync(join(locales, name, 'LC_MESSAGES'))) return name;
  mkdirSync(locales, { recursive: true });
  execFileSync('localedef', ['--no-archive', '-i', name.split('.')[0], '-f', 'UTF-8', join(locales, name)], { stdio: ['ignore', 'ignore', 'inherit'] });
  return name;
}

// MiniBrowser's toolbar is wider than a phone: without room around its buttons it is not. The page's own look does not come from GTK.
function write_settings() {
  mkdirSync(join(settings, 'gtk-3.0'), { recursive: true });
  writeFileSync(join(settings, 'gtk-3.0/gtk.css'), '* { font-size: 1px; padding: 0; margin: 0; border-width: 0; min-width: 0; min-height: 0; }\n');
}

function free_port() {
  return new Promise((done, failed) => {
    const probe = net.createServer().on('error', failed);
    probe.listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); });
  });
}

function in_time(answer) {
  let timer;
  const late = new Promise((_done, failed) => { timer = setTimeout(() => failed(new Error('the driver does not answer')), 2 * deadline_ms); });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

class Tab extends WireTab {
  constructor(handle, person) {
    super(person);
    this.handle = handle;
    this.errors = [];
    this.logs = [];
  }

  // The driver's commands go to one window at a time.
  run(command) { return this.person.in_window(this.handle, command); }

  // Errors and logs are the document's own notes: they are taken along before it goes.
  async keep_notes() {
    const notes = await this.evaluate(() => ({ errors: window.test_notes?.errors.splice(0) ?? [], logs: window.test_notes?.logs.splice(0) ?? [] })).catch(() => ({ errors: [], logs: [] }));
    this.errors.push(...notes.errors);
    this.logs.push(...notes.logs);
  }
  async open(address) { await this.keep_notes(); await this.run((driver) => driver.get(address)); this.address = address; }
  async reload() { await this.keep_notes(); await this.run((driver) => driver.navigate().refresh()); }
  async back() { await this.keep_notes(); await this.run((driver) => driver.navigate().back()); await this.current_address(); }
  async forward() { await this.keep_notes(); await this.run((driver) => driver.navigate().forward()); await this.current_address(); }
  async close() {
    this.person.tabs.splice(this.person.tabs.indexOf(this), 1);
    await this.run((driver) => driver.close());
    this.person.window = null;
  }
  async current_address() { this.address = await this.run((driver) => driver.getCurrentUrl()); return this.address; }
  // As of the last command: the driver answers later, the journeys ask now.
  url() { return this.address; }
  // WebKit's innerText puts nothing between the elements over the canvas, which are placed one by one; others put a new line.
  async text() {
    if (!await this.evaluate(() => document.documentElement.classList.contains('face-canvas'))) return super.text();
    return this.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      let text = '';
      while (walker.nextNode()) {
        const { parentElement, data } = walker.currentNode;
        const style = getComputedStyle(parentElement);
        if (data.trim() === '' || parentElement.closest('.live') || parentElement.getClientRects().length === 0 || style.visibility !== 'visible') continue;
        text += `${style.display === 'inline' ? '' : '\n'}${data}`;
      }
      return text;
    });
  }
  title() { return this.run((driver) => driver.getTitle()); }
  give_files(paths) { return this.run((driver) => driver.findElement(By.css('input[type=file]')).sendKeys(paths.join('\n'))); }

  async evaluate_source(source, ...parameters) {
    const { value, error, address, notes } = await this.run((driver) => driver.executeAsyncScript(`
      const done = arguments[arguments.length - 1];
      const tell = (answer) => done({ ...answer, address: location.href, notes: window.test_notes && { errors: window.test_notes.errors.splice(0), logs: window.test_notes.logs.splice(0) } });
      Promise.resolve().then(() => (${source})(...arguments[0])).then((value) => tell({ value }), (error) => tell({ error: String(error && error.stack ? error.message + '\\n' + error.stack : error) }));
    `, parameters));
    this.address = address;
    this.errors.push(...notes?.errors ?? []);
    this.logs.push(...notes?.logs ?? []);
    if (error !== undefined) throw new Error(error);
    return value;
  }
  // Each person's window is another process's: it never knows of the others.
  async bring_to_front() {}
  run_source(source) { return this.run((driver) => driver.executeScript(`${source}\n;`)); }

  actions(build) { return this.run((driver) => build(driver.actions({ async: true })).perform()); }
  click_at(x, y) { return this.actions((actions) => actions.move({ x: Math.round(x), y: Math.round(y), duration: 0 }).press().release()); }
  rest() { return this.actions((actions) => actions.move({ x: 1, y: 1, duration: 0 })); }
  press_down(x, y) { return this.actions((actions) => actions.move({ x: Math.round(x), y: Math.round(y), duration: 0 }).press()); }
  press_up() { return this.actions((actions) => actions.release()); }
  press_key(names) {
    const [last, ...held] = names.map((name) => keys[name] ?? name).reverse();
    return this.actions((actions) => {
      for (const key of [...held].reverse()) actions.keyDown(key);
      actions.keyDown(last).keyUp(last);
      for (const key of held) actions.keyUp(key);
      return actions;
    });
  }
  type_text(text) {
    return this.actions((actions) => { for (const letter of text) actions.keyDown(letter).keyUp(letter); return actions; });
  }
  resize(width, height) { return this.person.fit_window(this, { width, height }); }
  async capture() { return Buffer.from(await this.run((driver) => driver.takeScreenshot()), 'base64'); }
}

class Person extends WirePerson {
  constructor(screen, webgl, options) {
    super(options);
    Object.assign(this, { screen, webgl, options, window: null, queue: Promise.resolve() });
  }

  async start() {
    const port = await free_port();
    const locale = make_locale(`${this.options.language.replace('-', '_')}.UTF-8`);
    // The process's own surroundings say language and time; pictures are drawn in software.
    this.server = spawn('WebKitWebDriver', [`--port=${port}`], { stdio: 'ignore', env: {
      ...process.env, DISPLAY: this.screen.display, GDK_BACKEND: 'x11', LIBGL_ALWAYS_SOFTWARE: '1', TZ: 'Europe/Paris', XDG_CONFIG_HOME: settings, LOCPATH: locales, LC_ALL: locale,
    } });
    const builder = new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities({
      'browserName': 'MiniBrowser',
      'proxy': { proxyType: 'manual', httpProxy: this.proxy.address },
      'webkitgtk:browserOptions': { binary: process.env.MINIBROWSER ?? browsers.find(existsSync), args: ['--automation', ...(this.webgl === 'none' ? ['--enable-webgl=false'] : [])] },
    });
    const end = Date.now() + deadline_ms;
    for (;;) {
      try {
        this.driver = await builder.build();
        break;
      } catch (error) {
        if (!/ECONNREFUSED/.test(error.message) || Date.now() > end) { this.server.kill(); throw error; }
        await new Promise((done) => { setTimeout(done, 50); });
      }
    }
    // The driver measures a script's time with the page's own timers, which tests put forward by hours.
    await this.driver.manage().setTimeouts({ script: 7 * 24 * 3_600_000, pageLoad: 60_000 });
  }

  // One command after another, each in its window.
  in_window(handle, command) {
    const run = async () => {
      if (this.window !== handle) await this.driver.switchTo().window(handle);
      this.window = handle;
      return in_time(command(this.driver));
    };
    const answer = this.queue.then(run);
    this.queue = answer.catch(() => undefined);
    return answer;
  }

  async tab() {
    // The session brings the first window along.
    if (this.tabs.length > 0) await this.in_window(this.tabs[0].handle, (driver) => driver.switchTo().newWindow('window'));
    const handle = await this.driver.getWindowHandle();
    this.window = handle;
    const tab = new Tab(handle, this);
    await this.fit_window(tab);
    this.tabs.push(tab);
    return tab;
  }

  // The window's own bars come on top of the page's size.
  async fit_window(tab, { width, height } = this.options) {
    const inner = () => tab.run((driver) => driver.executeScript('return [innerWidth, innerHeight]'));
    await tab.run((driver) => driver.manage().window().setRect({ x: 0, y: 0, width, height: height + 100 }));
    for (let tries = 0; tries < 20; tries += 1) {
      const [is_width, is_height] = await inner();
      if (is_width === width && is_height === height) return;
      const rect = await tab.run((driver) => driver.manage().window().getRect());
      await tab.run((driver) => driver.manage().window().setRect({ x: 0, y: 0, width: rect.width + width - is_width, height: rect.height + height - is_height }));
    }
    throw new Error(`the window does not get ${width}×${height}: ${await inner()}`);
  }

  cookies() { return this.tabs[0].run((driver) => driver.manage().getCookies()); }
  async close() {
    await this.driver.quit().catch(() => undefined);
    this.server.kill();
  }
}

class Browser extends WireBrowser {
  constructor(screen, webgl) {
    super(screen);
    this.webgl = webgl;
  }

  new_person(options) { return new Person(this.screen, this.webgl, options); }
}

export async function launch({ webgl = 'software' } = {}) {
  write_settings();
  return new Browser(await start_display(), webgl);
}

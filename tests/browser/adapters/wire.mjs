// What the adapters without Playwright have in common: elements found by a script in the page, pressed and typed into where a person
// would, and everything between browser and server through a proxy of the person's own. Subclasses of WireTab say how their driver does
// the rest: navigate, evaluate, click_at, press_key, type_text, capture and so on.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { memory_holds, page_script, text_in_sight } from './in_page.mjs';
import { pixels_of } from './png.mjs';
import { Proxy } from './proxy.mjs';

export const deadline_ms = 30_000;
const poll_ms = 50;
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
// A document that goes away takes the question with it: it is asked again of the next one.
const is_between_documents = ({ message }) => /test_finder|Execution context|navigat|no such (frame|window|node)|discarded|Inspected target|unload|stale|realm|javascript error/i.test(message);

// An X server without a screen, for browsers that draw only on one. Resolves {display, stop()}.
export async function start_display() {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp', '-noreset'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((done, failed) => {
    server.on('error', failed);
    server.on('exit', (code) => failed(new Error(`Xvfb ended with ${code}`)));
    server.stdio[3].once('data', (text) => done(String(text).trim()));
  });
  return { display: `:${number}`, stop: () => server.kill() };
}

class WireElement {
  constructor(tab, path) { this.tab = tab; this.path = path; }

  find(role, name) { return new WireElement(this.tab, [...this.path, step(role, name)]); }
  nth(nth) { return new WireElement(this.tab, [...this.path, { nth }]); }
  toString() { return JSON.stringify(this.path); }

  count() { return this.tab.evaluate((path) => window.test_finder.count(path), this.path); }
  is_visible() { return this.tab.evaluate((path) => window.test_finder.is_visible(path), this.path); }
  wait() { return this.tab.wait_for(`${this}`, () => this.is_visible()); }
  gone() { return this.tab.wait_for(`${this} to go`, async () => !await this.is_visible()); }

  // With the one element that is meant, as soon as it exists. The function is sent as source.
  async evaluate(run, argument) {
    let outcome;
    await this.tab.wait_for(`one ${this}`, async () => {
      outcome = await this.tab.evaluate_source(`(async (path, argument) => {
        const found = window.test_finder.find(path);
        return found.length === 1 ? { value: await (${run})(found[0], argument) } : { found: found.length };
      })`, this.path, argument);
      if (outcome.found > 1) throw new Error(`${outcome.found} are meant by ${this}\n${await this.tab.state()}`);
      return outcome.found === undefined;
    });
    return outcome.value ?? null;
  }

  // The place of a press, once the element stands still there and nothing is in front.
  async aim() {
    let last = {};
    await this.tab.wait_for(() => `${this} ready to be pressed, in front is: ${last.blocker}`, async () => {
      const now = await this.tab.evaluate((path) => window.test_finder.aim(path), this.path);
      if (now.found > 1) throw new Error(`${now.found} are meant by ${this}\n${await this.tab.state()}`);
      const stands = now.ready && now.x === last.x && now.y === last.y;
      const is_new = now.ready && !stands;
      last = now;
      return stands || (is_new ? 'at once' : false);
    });
    return last;
  }

  async press() { const { x, y } = await this.aim(); await this.tab.click_at(x, y); }
  async tap() { const { x, y } = await this.aim(); await this.tab.touch(x, y); }
  // A press that lasts some frames.
  async hold(frames) {
    const { x, y } = await this.aim();
    await this.tab.press_down(x, y);
    await this.tab.evaluate((count) => new Promise((done) => { const next = (left) => (left ? requestAnimationFrame(() => next(left - 1)) : done()); next(count); }), frames);
    await this.tab.press_up();
  }
  dispatch_click() { return this.evaluate((element) => { element.dispatchEvent(new window.MouseEvent('click', { bubbles: true, cancelable: true, composed: true })); }); }
  focus() { return this.evaluate((element) => { element.focus(); }); }
  async type(text) { await this.focus(); await this.tab.type(text); }
  // All at once, as a paste would: one trusted event.
  fill(text) {
    return this.evaluate((element, wanted) => {
      element.focus();
      element.select();
      if (wanted !== '') document.execCommand('insertText', false, wanted);
      else if (element.value !== '') document.execCommand('delete');
    }, text);
  }
  set_files(paths) { return this.tab.give_files(paths); }
  choose(label) {
    return this.evaluate((element, wanted) => {
      const option = [...element.options].find((each) => each.label.trim() === wanted);
      if (!option) throw new Error(`no option ${wanted}`);
      element.focus();
      option.selected = true;
      for (const name of ['input', 'change']) element.dispatchEvent(new window.Event(name, { bubbles: true }));
    }, label);
  }
  text() { return this.evaluate((element) => element.innerText); }
  value() { return this.evaluate((element) => element.value); }
  attribute(name) { return this.evaluate((element, of) => element.getAttribute(of), name); }
  is_checked() { return this.evaluate((element) => element.checked ?? element.getAttribute('aria-checked') === 'true'); }
  description() {
    return this.evaluate((element) => [
      element.getAttribute('aria-description') ?? '',
      ...(element.getAttribute('aria-describedby') ?? '').split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)?.textContent ?? ''),
    ].join(' ').trim());
  }
}

function step(role, name) {
  if (name === undefined) return { role };
  return { role, name: name instanceof RegExp ? { matches: [name.source, name.flags] } : { is: name } };
}

export class WireTab {
  constructor(person) { this.person = person; }

  find(role, name) { return new WireElement(this, [step(role, name)]); }
  find_containing(role, text) { return new WireElement(this, [{ role, text }]); }
  all(role) { return new WireElement(this, [{ role }]); }
  async sees(role, name) { return (await this.find(role, name).count()) > 0; }
  text() { return this.evaluate(text_in_sight); }
  // The function is sent as source: it sees nothing around it.
  evaluate(run, ...parameters) { return this.evaluate_source(`(${run})`, ...parameters); }

  async wait_for(what, probe) {
    const end = Date.now() + deadline_ms;
    let hindrance = '';
    for (;;) {
      const value = await probe().catch((error) => { if (!is_between_documents(error)) throw error; hindrance = error.message; return null; });
      if (value && value !== 'at once') return value;
      if (Date.now() > end) throw new Error(`not seen within ${deadline_ms} ms: ${what instanceof Function ? what() : what} ${hindrance}\n${await this.state().catch((error) => error.message)}`);
      if (value !== 'at once') await pause(poll_ms);
    }
  }
  wait_idle() { return this.wait_for('data-idle', () => this.evaluate(() => document.documentElement.dataset.idle === 'true')); }
  wait_text(text) { return this.wait_for(String(text), async () => { const all = await this.text(); return text instanceof RegExp ? text.test(all) : all.includes(text); }); }
  wait_address(pattern) { return this.wait_for(`address ${pattern}`, async () => pattern.test(await this.current_address())); }

  async state() {
    const seen = await this.evaluate(() => ({
      idle: document.documentElement.dataset.idle, classes: document.documentElement.className, hidden: document.hidden, focus: document.hasFocus(),
      ready: document.readyState, clock: new Date().toISOString(), errors: window.test_notes?.errors ?? [], text: document.body.innerText.slice(0, 1500),
    }));
    return `${await this.current_address()} idle=${seen.idle} class="${seen.classes}" hidden=${seen.hidden} focus=${seen.focus} ${seen.ready} ${seen.clock} `
      + `errors: ${seen.errors.join('; ') || 'none'}; the page says:\n${seen.text}`;
  }

  key(name) { return this.press_key(name.split('+')); }
  type(text) { return this.type_text(text); }

  focused() {
    return this.evaluate(() => {
      const element = document.activeElement;
      return { tag: element.tagName.toLowerCase(), role: element.getAttribute('role'), text: (element.getAttribute('aria-label') ?? element.innerText ?? '').trim(), id: element.id };
    });
  }

  async screenshot(file) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await this.capture());
  }
  async pixels(box = { x: 0, y: 0 }) {
    const all = pixels_of(await this.capture());
    return { width: box.width ?? all.width, height: box.height ?? all.height, at: (x, y) => all.at(Math.round(box.x) + x, Math.round(box.y) + y) };
  }

  accessibility_tree() { return this.evaluate(() => window.test_finder.tree()); }
  violations() { return this.evaluate(() => window.test_notes.violations); }
  memory_holds(text) { return this.evaluate(memory_holds, text); }
  advance_clock(ms) { return this.person.move_clock({ ahead_ms: ms }); }
  set_clock(unix_ms) { return this.person.move_clock({ unix_ms }); }
}

export class WirePerson {
  constructor({ clock }) {
    this.tabs = [];
    this.clock = clock ? { ahead_ms: 0, wall_ms: 0 } : null;
    this.proxy = new Proxy(() => page_script(this.clock));
  }

  intercept(pattern, rule) { this.proxy.intercept(pattern, rule); }
  restore() { this.proxy.restore(); }
  on_request(notice) { this.proxy.request_notices.push(notice); }
  on_answer(notice) { this.proxy.answer_notices.push(notice); }

  // Of all tabs, and of the documents that come.
  async move_clock({ ahead_ms = 0, unix_ms }) {
    this.clock.ahead_ms += ahead_ms;
    if (unix_ms !== undefined) this.clock.wall_ms = unix_ms - (Date.now() + this.clock.ahead_ms);
    const { wall_ms } = this.clock;
    for (const tab of this.tabs) await tab.evaluate((by) => { window.test_clock?.set_wall(by.wall_ms); window.test_clock?.advance(by.ahead_ms); }, { ahead_ms, wall_ms });
  }
}

export class WireBrowser {
  constructor(screen) { this.screen = screen; this.people = []; }

  async person({ language = 'fr-FR', width = 1280, height = 800, touch = false, clock = false } = {}) {
    const person = this.new_person({ language, width, height, touch, clock });
    await person.proxy.start();
    await person.start();
    this.people.push(person);
    return person;
  }

  // What a test has left open ends here, or its process would never end.
  async close() {
    for (const person of this.people) {
      await person.close().catch(() => undefined);
      person.proxy.close();
    }
    this.screen.stop();
  }
}

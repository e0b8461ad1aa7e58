// What browser tests share: a server and a browser for a file, the names of the interface in both languages, the steps of a sign-in, axe. For tests/browser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { advance_clock, enter_spico, outbox, password, users } from '../contract/support/journey.mjs';
import { start_server, until } from '../contract/support/server.mjs';
import { can, engine, launch } from './driver.mjs';

export { advance_clock, outbox, password, users };
const root = new URL('../..', import.meta.url).pathname;

// Both ways to see the application: drawn, and as ordinary HTML.
export const faces = [{ name: 'canvas', query: '' }, { name: 'Version HTML', query: '?html=1' }];
// Continuous integration has 90 minutes for everything: there each of these tests runs in one of the faces, by turns. Elsewhere in both.
// in_chromium: false is for what runs there in both even so. WebKit takes the face that Firefox does not.
export function by_turns(test, { in_chromium = true } = {}) {
  if (process.env.CI !== 'true' || (engine === 'chromium' && !in_chromium)) return test;
  const counts = new Map(faces.map(({ name }) => [name, 0]));
  return (title, ...rest) => {
    const face = faces.findIndex(({ name }) => title.endsWith(`(${name})`));
    if (face < 0) return test(title, ...rest);
    const count = counts.get(faces[face].name);
    counts.set(faces[face].name, count + 1);
    return (count + (engine === 'webkit' ? 1 : 0)) % faces.length === face ? test(title, ...rest) : test(title, { skip: 'CI=true: in the other face' }, () => {});
  };
}
export const languages = { 'fr-FR': 'fr', 'en-GB': 'en' };

const strings_folder = join(root, 'assets/strings');
const strings = readdirSync(strings_folder, { recursive: true }).filter((name) => name.endsWith('.json'))
  .flatMap((name) => Object.values(JSON.parse(readFileSync(join(strings_folder, name), 'utf8'))));

// The French names are written in the journeys as product.md gives them; another language is looked up in assets/strings.
export function names_in(language) {
  return (french) => {
    const entry = strings.find(({ fr }) => fr === french);
    assert.ok(entry, `«${french}» is not a text of assets/strings`);
    return entry[language];
  };
}

// A count as the interface writes it: «94 671», with a no-break space.
export const in_french = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, '\u00a0');

export async function start_site({ webgl, patients = 60, args = [] } = {}) {
  const server = await start_server({ patients, args });
  let browser;
  try {
    browser = await launch({ webgl });
  } catch (error) {
    await server.dispose();
    throw error;
  }
  return new Site(server, browser);
}

export class Site {
  constructor(server, browser) { this.server = server; this.browser = browser; this.people = []; }

  async dispose() {
    await this.browser?.close();
    await this.server?.dispose();
  }

  // A tab of a new person at that address. options: face, fragment, kiosk, and those of Browser.person.
  async visit({ face = faces[0], fragment = '', query, cookies, ...options } = {}) {
    const person = await this.browser.person(options);
    if (cookies) await person.take_cookies(cookies);
    const tab = await person.tab();
    tab.face = face;
    tab.say = names_in(languages[options.language ?? 'fr-FR']);
    await this.open(tab, fragment, query ?? face.query);
    return tab;
  }

  async open(tab, fragment = '', query = tab.face.query) {
    await tab.open(`${this.server.base_url}/${query}${fragment}`);
    await tab.wait_idle();
  }

  // A tab of a new person inside SPICO, at that address. The way there has journeys of its own: here the session is begun beside the browser,
  // where its engine takes a cookie.
  async enter({ user, fragment = '#/patients', face = faces[0], ...options } = {}) {
    if (!can('take_cookies')) {
      const tab = await this.visit({ face, fragment, ...options });
      await this.sign_in(tab, { user });
      return tab;
    }
    const { cookies } = await enter_spico(this.server, { user });
    return this.visit({ face, fragment, cookies: [...cookies].map(([name, value]) => ({ name, value, url: this.server.base_url, httpOnly: true, sameSite: 'Strict' })), ...options });
  }

  async another_tab(tab, fragment = '', face = tab.face) {
    const other = await tab.person.tab();
    Object.assign(other, { face, say: tab.say });
    await this.open(other, fragment);
    return other;
  }

  async code() {
    const [message] = await until('a code in the outbox', async () => {
      const all = await outbox(this.server);
      return all.length > (this.seen_messages ?? 0) ? all : null;
    });
    return message.code;
  }
  async forget_codes() { this.seen_messages = (await outbox(this.server)).length; }

  // Moves the server's clock and the tab's by the same time.
  async pass_time(tab, ms) {
    await advance_clock(this.server, ms);
    await tab.advance_clock(ms);
  }

  async type_password(tab, { user = users.nurse, secret = password } = {}) {
    await tab.find('textbox', tab.say('Identifiant')).fill(user);
    await tab.find('password', tab.say('Mot de passe')).fill(secret);
    await tab.find('button', tab.say('Se connecter')).press();
  }

  // From the sign-in screen to the code field.
  async ask_code(tab, options = {}) {
    await this.type_password(tab, options);
    await tab.find('radio', tab.say(options.channel ?? 'Par e-mail')).press();
    await this.forget_codes();
    await tab.find('button', tab.say('Recevoir le code')).press();
    await tab.find('textbox', tab.say('Code à usage unique')).wait();
    await tab.wait_idle();
  }

  async sign_in(tab, options = {}) {
    await this.ask_code(tab, options);
    await tab.find('textbox', tab.say('Code à usage unique')).type(await this.code());
    await tab.find('textbox', tab.say('Code à usage unique')).gone();
    await tab.wait_idle();
  }

  async sign_in_weak(tab, options = {}) {
    await tab.find('tab', tab.say('Identifiant et mot de passe')).press();
    await this.type_password(tab, options);
    await tab.find('heading', tab.say('Kiosque des services')).wait();
    await tab.wait_idle();
  }

  async open_list(tab) {
    await tab.find('link', 'SPICO Dossiers').press();
    await this.forget_columns(tab);
    await this.wait_list(tab);
  }

  async forget_columns(tab) {
    await tab.find('heading', tab.say('Liste des patients')).wait();
    await tab.wait_idle();
    const were_kept = await tab.evaluate(async () => {
      const headers = { 'X-Spico': '1', 'Content-Type': 'application/json' };
      const kept = await (await fetch('/api/spico/preferences', { headers })).json();
      if (kept.columns === '' && kept.sort === '') return false;
      await fetch('/api/spico/preferences/columns', { method: 'PUT', headers, body: '{"columns":"","sort":""}' });
      return true;
    });
    if (were_kept) await tab.reload();
  }

  async wait_list(tab) {
    await tab.find('heading', tab.say('Liste des patients')).wait();
    await tab.wait_text('BÉNAZET');
    await tab.wait_idle();
  }

  // How many patients the list shows at first: all but the archived ones (decision 5).
  count_shown(tab) {
    return tab.evaluate(() => fetch('/api/spico/patients', { headers: { 'X-Spico': '1' } }).then((answer) => answer.text())
      .then((text) => text.trimEnd().split('\n').slice(1, -1).filter((line) => !JSON.parse(line).archived).length));
  }

  // A person in the list. as_kept: with the columns and the order that were left to this account before, else with those
  // of the start.
  async in_list({ user, fragment = '#/patients', as_kept = false, ...options } = {}) {
    const tab = await this.enter({ user, fragment, ...options });
    if (!as_kept) await this.forget_columns(tab);
    await this.wait_list(tab);
    return tab;
  }

  async open_user_menu(tab) {
    const session = await tab.evaluate(() => fetch('/api/session', { headers: { 'X-Spico': '1' } }).then((answer) => answer.json()));
    await tab.find('button', session.user.display_name).press();
  }

  async sign_out(tab) {
    await this.open_user_menu(tab);
    await tab.find('menuitem', tab.say('Se déconnecter du PASS')).press();
    await tab.find('button', tab.say('Se connecter')).wait();
    await tab.wait_idle();
  }
}

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// The drawn text is transparent over the canvas: axe cannot see its colours, the palette has its own test.
const undecided_in_canvas = new Set(['color-contrast']);

// `overlapped`: something open stands above the page, which was checked before; what it covers in part cannot be decided now.
export async function assert_accessible(tab, screen, { overlapped = false } = {}) {
  await tab.run_source(axe_source);
  const { violations, incomplete } = await tab.evaluate(async () => {
    // What stays in sight while a page scrolls stands over texts that axe would then not decide on: it looks at all of them in their places.
    const stuck = [...document.querySelectorAll('#overlay main > *')].filter((each) => getComputedStyle(each).position === 'sticky');
    stuck.forEach((each) => { each.style.position = 'static'; });
    const told = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], resultTypes: ['violations', 'incomplete'] });
    stuck.forEach((each) => { each.style.position = ''; });
    return told;
  });
  const tell = (list) => list.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`).join('\n    ')}`).join('\n');
  assert.equal(violations.length, 0, `axe on ${screen}:\n${tell(violations)}`);
  // Of one letter that is covered axe says that it is short, of an empty field that it is empty.
  const covered = ['bgOverlap', 'elmPartiallyObscured', 'shortTextContent', 'emptyValue'];
  const is_covered = ({ any }) => overlapped && any.some(({ data }) => covered.includes(data?.messageKey));
  const undecided = incomplete.filter(({ id }) => !(tab.face.name === 'canvas' && undecided_in_canvas.has(id)))
    .filter(({ nodes }) => !nodes.every(is_covered));
  assert.equal(undecided.length, 0, `axe could not decide on ${screen}:\n${tell(undecided)}`);
}

// Of each page of a PDF, its text with single spaces.
export function text_of_pages(pdf) {
  return execFileSync('pdftotext', ['-', '-'], { input: pdf, encoding: 'utf8' }).split('\f').slice(0, -1).map((page) => page.replace(/\s+/g, ' '));
}

export function screenshot_file(name) { return join(root, 'build/screenshots', `${name}.png`); }

// Everything a browser keeps after a journey, as one text: storage, address, title, history state, cookies seen by scripts.
export function kept_by_page(tab) {
  return tab.evaluate(async () => {
    const kept = [location.href, document.title, document.cookie, JSON.stringify(history.state), JSON.stringify(localStorage), JSON.stringify(window.sessionStorage)];
    for (const name of await caches.keys()) kept.push(name, ...(await (await caches.open(name)).keys()).map(({ url }) => url));
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((done, failed) => { const request = indexedDB.open(name); request.onsuccess = () => done(request.result); request.onerror = failed; });
      for (const store of database.objectStoreNames) {
        kept.push(JSON.stringify(await new Promise((done, failed) => { const request = database.transaction(store).objectStore(store).getAll(); request.onsuccess = () => done(request.result); request.onerror = failed; })));
      }
      database.close();
    }
    return kept.join('\n');
  });
}

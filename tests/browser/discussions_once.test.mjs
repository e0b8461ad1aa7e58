// Sent once and only once, seen from browsers (product.md §7): two people write in one discussion, one of them in two tabs, through a network
// that loses, doubles, delays and cuts what they send, to a server that is killed again and again; pages are loaded again in between.
// SPICO_KILLS is how many times it is killed: 4; SPICO_MESSAGES how many messages are written: 80; SPICO_SEED what the faults are drawn from.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { only_own_server, start_server, until } from '../contract/support/server.mjs';
import { launch } from './driver.mjs';
import { begin, call, messages, names, open, writing } from './discussions_support.mjs';
import { FaultProxy, draws } from './fault_proxy.mjs';
import { Site, faces, kept_by_page, users } from './support.mjs';

const kills = Number(process.env.SPICO_KILLS ?? 4);
const wanted = Number(process.env.SPICO_MESSAGES ?? 80);
const seed = Number(process.env.SPICO_SEED ?? Math.floor(Math.random() * 2 ** 31));
const title = 'Une seule fois (TEST)';
const most_waiting = 8;
const not_kept = "n'est pas gardé sur cet appareil";
const sealed = /[A-Za-z0-9_-]{200}/;
const marked = /TEST \S+ \d+\./;

// What the list shows: the number of each message, 0 of what is not sent yet, and whether it is in sight.
const items = (tab) => messages(tab).evaluate((list) => {
  const box = list.getBoundingClientRect();
  return [...list.querySelectorAll('li')].map((item) => {
    const { top, bottom } = item.getBoundingClientRect();
    return { number: Number(item.getAttribute('aria-posinset') ?? 0), text: item.innerText, in_sight: bottom > Math.max(box.top, 0) && top < Math.min(box.bottom, window.innerHeight), room_below: box.bottom - bottom };
  });
});

// One tab in which somebody writes, as fast as it takes the words.
class Writer {
  constructor(tab, name, draw) { Object.assign(this, { tab, name, draw, pressed: [], seen: new Map(), reloaded_after: [], stuck: [] }); }

  async write() {
    const text = `TEST ${this.name} ${this.pressed.length + 1}.${' Et des mots de plus.'.repeat(Math.floor(this.draw() ** 3 * 20))}`;
    await writing(this.tab).fill(text);
    await this.tab.key('Enter');
    this.pressed.push(text);
    await this.tab.wait_for('an empty field', async () => (await writing(this.tab).value()) === '');
    await until(`${this.name}: few that wait`, async () => (await this.look()).filter(({ number }) => number === 0).length < most_waiting, 120_000);
  }

  // What is shown as sent is remembered; never twice, never under another number.
  async look() {
    const shown = (await items(this.tab)).map((item) => ({ ...item, mark: marked.exec(item.text)?.[0] })).filter(({ mark }) => mark);
    const marks = shown.map(({ mark }) => mark);
    assert.equal(new Set(marks).size, marks.length, `${this.name} sees one twice: ${marks.join(' ')}`);
    for (const { number, mark, text } of shown) {
      assert.doesNotMatch(text, /Refusé/, `${this.name} is refused: ${text}`);
      if (number === 0) continue;
      assert.equal(this.seen.get(number) ?? mark, mark, `${this.name}: number ${number} has become another message`);
      this.seen.set(number, mark);
    }
    return shown;
  }

  // Whatever the server says meanwhile, as somebody who wants to go on writing: who sees nothing come loads the page again.
  async reload() {
    // Who reads that leaves the page open, as the browser asks too. Everything else outlives this very moment.
    await until(`${this.name}: what waits is kept`, async () => !(await this.tab.text()).includes(not_kept), 120_000);
    this.reloaded_after.push(this.pressed.length);
    for (let tries = 1; ; tries += 1) {
      await until(`${this.name}: the page`, () => this.tab.reload().then(() => true, (error) => { if (/net::|Not attached to an active page/.test(error.message)) return false; throw error; }), 60_000);
      if (await this.is_back(Date.now() + 20_000)) return;
      this.stuck.push(await this.tab.state());
      assert.ok(tries < 4, `${this.name} does not come back: ${this.stuck.at(-1)}`);
    }
  }

  // Not until the page is idle: while others write all the time it may never be.
  async is_back(deadline_ms) {
    // «Recharger» makes another document of it.
    const sees = (role, name) => this.tab.sees(role, name).catch((error) => { if (/Execution context|navigat/i.test(error.message)) return false; throw error; });
    while (Date.now() < deadline_ms) {
      if (await sees('textbox', 'Écrire un message')) return true;
      for (const name of ['Réessayer', 'Recharger']) if (await sees('button', name)) await this.tab.find('button', name).nth(0).dispatch_click().catch(() => {});
      await new Promise((done) => { setTimeout(done, 50); });
    }
    return false;
  }

  // Nothing waits on the page, nor on the device: after a reload what is kept there takes a while to be shown again.
  async is_empty() {
    await this.look();
    return !/en attente d'envoi|Envoi en cours/i.test(await this.tab.text()) && !sealed.test(await kept_by_page(this.tab));
  }
}

// Inès in two tabs, one of them drawn, and Mathieu in the HTML version, each with a browser of their own, in one discussion. `sites` gets what must be closed.
async function people(server, proxy, draw, sites) {
  const seen_from_outside = Object.create(server, { base_url: { value: proxy.base_url } });
  const tabs = [];
  for (const [user, face] of [[users.nurse, faces[0]], [users.physician, faces[1]]]) {
    const site = new Site(seen_from_outside, await launch());
    sites.push(site);
    const tab = await site.visit({ face, fragment: '#/discussions' });
    await site.sign_in(tab, { user });
    await tab.wait_text(/discussions? trouvées?/);
    tabs.push(tab);
  }
  const [ines, mathieu] = tabs;
  const id = await begin(ines, title, [mathieu]);
  // Two drawn pages of one browser, both taken for seen, would make a software renderer fall ten seconds behind.
  const again = await sites[0].another_tab(ines, '#/discussions', faces[1]);
  for (const tab of [ines, again, mathieu]) await open(tab, title);
  return { id, writers: [new Writer(ines, 'Inès', draw), new Writer(again, 'Inès-encore', draw), new Writer(mathieu, 'Mathieu', draw)] };
}

// Gives all messages of people in the order of the server.
async function log_of(tab, id) {
  const all = [];
  for (let count = 1; all.length < count;) {
    const page = await call(tab, 'GET', `/discussions/${id}/messages?from=${all.length + 1}&limit=200`);
    count = page.count;
    all.push(...page.messages);
  }
  assert.deepEqual(all.map(({ number }) => number), all.map((_, index) => index + 1));
  return all.filter(({ kind }) => kind === 'text');
}

// Reads the whole list as it is shown, from its beginning: number -> mark.
async function read_through(tab, log) {
  const last = log.at(-1).number;
  const texts = new Set(log.map(({ number }) => number));
  const found = new Map();
  const take = async () => {
    const in_sight = (await items(tab)).filter((item) => item.in_sight || tab.face !== faces[0]);
    if (in_sight.length === 0 || in_sight.some(({ number }) => number === 0)) return false;
    if (in_sight.some(({ number }, index) => number !== in_sight[0].number + index)) return false;
    // A number whose message is still on its way.
    if (in_sight.some(({ number, text }) => texts.has(number) && !marked.test(text))) return false;
    // What was scrolled to is drawn a frame later: until then the box is not filled.
    if (tab.face === faces[0] && in_sight.at(-1).number < last && in_sight.at(-1).room_below > 0) return false;
    for (const { number, text } of in_sight) found.set(number, marked.exec(text)?.[0]);
    return true;
  };
  const pages = tab.face === faces[0] ? { first: () => messages(tab).evaluate((list) => { list.scrollTop = 0; }),
    next: () => messages(tab).evaluate((list) => { list.scrollTop += list.clientHeight * 0.8; }) } : {
    first: async () => { while (!found.has(1)) { await turn(tab, 'Page précédente'); await tab.wait_for('a page', take); } },
    next: () => turn(tab, 'Page suivante') };
  await pages.first();
  for (;;) {
    await tab.wait_idle();
    await tab.wait_for('all messages in sight', take);
    if (found.has(last)) return found;
    await pages.next();
  }
}

async function turn(tab, name) {
  const first = (await items(tab))[0].number;
  if (!(await tab.sees('button', name))) return;  // all on one page
  await tab.find('button', name).press();
  await tab.wait_for(name, async () => (await items(tab))[0].number !== first);
}

function check_log(log, writers) {
  const texts = log.map(({ text }) => text);
  assert.equal(new Set(texts).size, texts.length, 'one is there twice');
  const by_number = new Map(log.map(({ number, text }) => [number, marked.exec(text)[0]]));
  for (const { name, pressed, seen, reloaded_after } of writers) {
    for (const [number, mark] of seen) assert.equal(by_number.get(number), mark, `${name} saw number ${number}, which the server has not`);
    const log_of_one = texts.filter((text) => text.startsWith(`TEST ${name} `)).map((text) => marked.exec(text)[0]);
    assert.deepEqual(log_of_one, pressed.map((text) => marked.exec(text)[0]), `all of ${name}, in their order; pages were loaded again after ${reloaded_after.join(', ')}`);
  }
  assert.equal(texts.length, writers.reduce((sum, { pressed }) => sum + pressed.length, 0), 'and nothing else');
}

// Kills the server at as many moments as are wanted, spread over the messages.
async function kill(server, run, draw) {
  for (let count = 0; count < kills; count += 1) {
    const at = Math.floor((count + draw()) * wanted / kills);
    await until(`${at} messages written`, () => run.is_given_up || run.written >= at, 600_000);
    if (run.is_given_up) return;
    await new Promise((done) => { setTimeout(done, draw() * 60); });
    server.child.kill('SIGKILL');
    assert.equal((await server.closed).signal, 'SIGKILL');
    await server.start();
  }
}

async function write_all(writer, run, draw) {
  while (run.written < wanted && !run.is_given_up) {
    run.written += 1;
    await writer.write();
    if (draw() < 0.08) await writer.reload();
  }
}

test(`${wanted} messages from browsers, ${kills} kills, faults of seed ${seed}: each is there once, in one order`, { skip: only_own_server, timeout: 120_000 + kills * 10_000 + wanted * 2000 }, async (context) => {
  const draw = draws(seed + 1);
  const server = await start_server({ patients: 3 });
  const proxy = await new FaultProxy(server, seed).start();
  const run = { written: 0, is_given_up: false };
  const sites = [];
  try {
    proxy.is_calm = true;
    const { id, writers } = await people(server, proxy, draw, sites);
    proxy.is_calm = false;
    const start = performance.now();
    await Promise.all([kill(server, run, draw), ...writers.map((writer) => write_all(writer, run, draw))]);
    await writers[1].reload();
    await proxy.calm();
    for (const writer of writers) await until(`${writer.name}: nothing waits`, () => writer.is_empty(), 120_000);
    const seconds = (performance.now() - start) / 1000;
    const log = await log_of(writers[0].tab, id);
    check_log(log, writers);
    for (const { tab, name } of writers) {
      const read = await read_through(tab, log);
      for (const { number, text } of log) assert.equal(read.get(number), marked.exec(text)[0], `number ${number} as ${name} sees it`);
      assert.deepEqual(tab.errors, [], name);
      assert.deepEqual(await tab.violations(), [], name);
    }
    for (const { name, stuck } of writers) for (const state of stuck) context.diagnostic(`${name} loaded the page once more, because of: ${state}`);
    const told = Object.entries(proxy.counts).map(([what, count]) => `${what} ${count}`).join(', ');
    context.diagnostic(`${log.length} messages of ${names.ines} and ${names.mathieu} in ${seconds.toFixed(0)} s, ${kills} kills, ` +
      `${writers.reduce((sum, { reloaded_after }) => sum + reloaded_after.length, 0)} reloads; tries: ${told}`);
  } finally {
    run.is_given_up = true;
    await Promise.all(sites.map((site) => site.browser.close()));
    proxy.close();
    await server.dispose();
  }
});

// Threats 1, 4, 6, 7, 8, 9 and 34 in a real browser.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, needs } from './driver.mjs';
import { kept_by_page, password, Site, start_site, users } from './support.mjs';

let site;
let attacker;
before(async () => {
  site = await start_site();
  // Pages of other origins: another port of the same host (same site, other origin) and another host (other site).
  attacker = http.createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><html lang="fr"><title>ailleurs</title><body>ailleurs</body></html>');
  });
  await new Promise((done) => { attacker.listen(0, '127.0.0.1', done); });
});
after(async () => {
  attacker?.close();
  await site?.dispose();
});

const other_origins = () => ['localhost', '127.0.0.1'].map((host) => [host === 'localhost' ? 'sibling host' : 'other site', `http://${host}:${attacker.address().port}/`]);
const same_origin_get = (path) => fetch(path, { headers: { 'X-Spico': '1' } }).then((answer) => answer.json());

test('T1 the session cannot be read by a script: document.cookie is empty, the module does not hold it', async () => {
  const tab = await site.in_list();
  assert.equal(await tab.evaluate(() => document.cookie), '');
  const [cookie] = (await tab.person.cookies()).filter(({ name }) => name === 'spico');
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Strict');
  assert.equal(cookie.expires, -1);
  const { found, searched } = await tab.memory_holds(cookie.value);
  assert.ok(searched > 1_000_000, 'the memory of the module was searched');
  assert.equal(found, 0);
  assert.ok((await tab.memory_holds('BÉNAZET')).found > 0, 'what is on the screen is found by the same search');
  assert.ok(!(await kept_by_page(tab)).includes(cookie.value));
  await tab.person.close();
});

test('T4 forms, fetches, images and beacons of other origins change nothing and read nothing', async () => {
  for (const [name, address] of other_origins()) {
    const tab = await site.in_list();
    const answers = [];
    const requests = [];
    tab.person.on_answer((answer) => answers.push(answer));
    tab.person.on_request((request) => requests.push(request));
    const hostile = await tab.person.tab();
    await hostile.open(address);
    const read = await hostile.evaluate(async (base) => {
      const outcomes = {};
      const attempt = async (label, options) => {
        try { outcomes[label] = await (await fetch(`${base}/api/pass/logout`, { method: 'POST', credentials: 'include', ...options })).text(); } catch { outcomes[label] = ''; }
      };
      await attempt('no-cors', { mode: 'no-cors', body: '{}' });
      await attempt('cors', { headers: { 'Content-Type': 'application/json', 'X-Spico': '1' }, body: '{}' });
      await attempt('cors text', { headers: { 'Content-Type': 'text/plain' }, body: '{}' });
      try { outcomes.read = await (await fetch(`${base}/api/session`, { credentials: 'include' })).text(); } catch { outcomes.read = ''; }
      outcomes.beacon = String(navigator.sendBeacon(`${base}/api/pass/logout`, '{}'));
      await new Promise((done) => {
        const image = new window.Image();
        image.onload = () => { outcomes.image = 'loaded'; done(); };
        image.onerror = () => { outcomes.image = ''; done(); };
        image.src = `${base}/api/spico/patients`;
      });
      await new Promise((done) => {
        const script = document.createElement('script');
        script.onload = () => { outcomes.script = 'loaded'; done(); };
        script.onerror = () => { outcomes.script = ''; done(); };
        script.src = `${base}/api/spico/patients`;
        document.body.append(script);
      });
      const frame = document.createElement('iframe');
      frame.name = 'target';
      document.body.append(frame);
      const form = document.createElement('form');
      Object.assign(form, { method: 'POST', action: `${base}/api/pass/logout`, target: 'target', enctype: 'text/plain' });
      document.body.append(form);
      form.submit();
      await new Promise((done) => { frame.onload = done; frame.onerror = done; setTimeout(done, 3000); });
      return outcomes;
    }, site.server.base_url);
    for (const label of ['no-cors', 'cors', 'cors text', 'read', 'image', 'script']) assert.equal(read[label], '', `${name}: ${label}`);
    // What the person's own tab asks for meanwhile is not looked at: its pages tell nobody where they come from.
    const is_attack = ({ path, referrer }) => path.startsWith('/api/') && address.startsWith(referrer) && referrer !== '';
    const reached = answers.filter(is_attack);
    const sent = requests.filter(is_attack);
    assert.ok(sent.length >= 6, `${name}: the attacks were made: ${JSON.stringify(sent)}`);
    assert.ok(reached.length >= 1, `${name}: answers were seen`);
    // Preflights are answered 4xx; everything else 403.
    assert.deepEqual(reached.filter(({ method, status }) => (method === 'OPTIONS' ? status < 400 : status !== 403)), [], name);
    const session = await tab.evaluate(same_origin_get, '/api/session');
    assert.equal(session.user?.identifiant, users.nurse, `${name}: still signed in`);
    await tab.person.close();
  }
});

test('T4 a navigation from another site to an API address shows nothing', async () => {
  const tab = await site.in_list();
  for (const path of ['/api/spico/patients', '/api/session']) {
    const other = await tab.person.tab();
    await other.open(`${site.server.base_url}${path}`);
    assert.doesNotMatch(await other.text(), /BÉNAZET|demo-infirmiere/);
  }
  await tab.person.close();
});

test('T6 injected scripts, eval, data: scripts and innerHTML are refused; a whole visit makes no report', async () => {
  const tab = await site.in_list();
  await site.sign_out(tab);
  assert.deepEqual(await tab.violations(), [], 'a whole visit');
  const outcome = await tab.evaluate(async () => {
    const tried = {};
    // In a task of the page: the debugger may evaluate what the page's policy forbids.
    const attempt = (name, run) => new Promise((done) => {
      setTimeout(async () => { try { tried[name] = await run(); } catch (error) { tried[name] = error.name; } done(); });
    });
    await attempt('inline script', () => {
      const script = document.createElement('script');
      script.text = 'window.test_injected = 1';
      document.head.append(script);
      return window.test_injected ?? 'refused';
    });
    /* eslint-disable no-eval, no-new-func, no-implied-eval -- these must fail here */
    await attempt('eval', () => window.eval('1 + 1'));
    await attempt('function', () => new Function('return 1')());
    await attempt('timer text', () => { setTimeout('window.test_injected = 2'); return 'accepted'; });
    /* eslint-enable */
    await attempt('innerHTML', () => { document.createElement('div').innerHTML = '<img src=x onerror="window.test_injected = 3">'; return 'accepted'; });
    await attempt('data: script', () => new Promise((done) => {
      const script = document.createElement('script');
      script.src = 'data:text/javascript,window.test_injected=4';
      script.onload = () => done('accepted');
      script.onerror = () => done('refused');
      document.head.append(script);
    }));
    await attempt('worker of another address', () => { new Worker('data:text/javascript,1'); return 'accepted'; });
    await attempt('handler', () => { const image = document.createElement('img'); image.setAttribute('onclick', 'window.test_injected = 5'); image.click(); return window.test_injected ?? 'refused'; });
    await attempt('connection elsewhere', () => fetch('https://attacker.example/', { mode: 'no-cors' }).then(() => 'accepted'));
    tried.injected = window.test_injected ?? 'nothing';
    return tried;
  });
  assert.equal(outcome.injected, 'nothing', JSON.stringify(outcome));
  for (const [name, result] of Object.entries(outcome)) assert.ok(!['accepted', 1, 2].includes(result), `${name}: ${result}`);
  assert.ok((await tab.violations()).length >= 4, 'the policy noticed');
  await tab.person.close();
});

test('T7 a page of another origin that frames us stays empty', needs('frames'), async () => {
  for (const [name, address] of other_origins()) {
    const tab = await site.in_list();
    const hostile = await tab.person.tab();
    await hostile.open(address);
    await hostile.evaluate((base) => new Promise((done) => {
      const frame = document.createElement('iframe');
      frame.onload = done;
      frame.onerror = done;
      frame.src = `${base}/`;
      document.body.append(frame);
      setTimeout(done, 5000);
    }), site.server.base_url);
    for (const frame of hostile.page.frames().slice(1)) {
      const text = await frame.evaluate(() => document.body?.innerText ?? '').catch(() => '');
      assert.doesNotMatch(text, /BÉNAZET|PASS|Identifiant/, name);
      assert.ok(!frame.url().startsWith(site.server.base_url), `${name}: the frame shows ${frame.url()}`);
    }
    await tab.person.close();
  }
});

test('T8 the page is isolated from other origins', async () => {
  const tab = await site.visit();
  assert.equal(await tab.evaluate(() => window.crossOriginIsolated), true);
  const hostile = await tab.person.tab();
  await hostile.open(other_origins()[1][1]);
  const handle = await hostile.evaluate((base) => {
    const opened = window.open(`${base}/`);
    return new Promise((done) => { setTimeout(() => { let length = 'closed'; try { length = opened.closed ? 'closed' : String(opened.length); } catch (error) { length = error.name; } done(length); }, 2000); });
  }, site.server.base_url);
  assert.equal(handle, 'closed', 'the window that another origin opened is cut off from it');
  await tab.person.close();
});

test('T9 after a visit the disk of the browser holds no patient, no code, no password, no cookie', needs('user_data'), async () => {
  const folder = mkdtempSync(join(tmpdir(), 'spico-browser-'));
  try {
    const browser = await launch({ user_data: folder });
    const own = new Site(site.server, browser);
    const tab = await own.in_list();
    const [cookie] = (await tab.person.cookies()).filter(({ name }) => name === 'spico');
    await tab.find('textbox', 'Nom').fill('benazet zoe');
    await tab.wait_text('1 patient trouvé');
    await own.sign_out(tab);
    await browser.close();
    const sought = ['BÉNAZET', 'BENAZET', 'benazet', 'TEST Formation', password, cookie.value];
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.length > 10);
    for (const entry of files) {
      const bytes = readFileSync(join(entry.path, entry.name));
      for (const text of sought) for (const encoding of ['utf8', 'utf16le', 'latin1']) assert.ok(!bytes.includes(Buffer.from(text, encoding)), `${text} (${encoding}) in ${entry.name}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('T34 T33 after a sign-out: nothing of the person or the patients in storage, address, title, module', async () => {
  const tab = await site.in_list();
  const sentinels = ['BÉNAZET', 'Formation', users.nurse];
  const during = await kept_by_page(tab);
  assert.ok(sentinels.every((text) => !during.includes(text)), during);
  assert.match(await tab.text(), /BÉNAZET/, 'it was on the screen');
  assert.ok((await tab.memory_holds('BÉNAZET')).found > 0, 'and in the module');
  await site.sign_out(tab);
  const later = await kept_by_page(tab);
  for (const text of sentinels) {
    assert.ok(!later.includes(text), later);
    assert.equal((await tab.memory_holds(text)).found, 0, `${text} in the module`);
  }
  const allowed = ['language', 'theme', 'tab', 'html', 'epoch'];
  const keys = await tab.evaluate(() => Object.keys(localStorage));
  assert.deepEqual(keys.filter((key) => !allowed.includes(key.replace(/^spico[._-]/, ''))), []);
  assert.equal(await tab.evaluate(() => window.sessionStorage.length), 0);
  await tab.person.close();
});

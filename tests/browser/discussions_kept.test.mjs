// What is not sent yet outlives the page: sealed on the device, for its author alone (decisions 26 and 27).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { needs } from './driver.mjs';
import { faces, kept_by_page, start_site, users } from './support.mjs';

const kTitle = 'Permanences de la semaine (TEST)';
let site;
before(async () => { site = await start_site(); });
after(() => site.dispose());

async function open_discussion(tab, title = kTitle) {
  await tab.find('link', title).press();
  await tab.find('textbox', tab.say('Écrire un message')).wait();
  await tab.wait_idle();
}

async function in_discussion(options) {
  const tab = await site.visit({ fragment: '#/discussions', ...options });
  await site.sign_in(tab, options);
  await open_discussion(tab);
  return tab;
}

const write = (tab, text) => tab.find('textbox', tab.say('Écrire un message')).fill(text);
const asks_before_leaving = (tab) => tab.evaluate(() => {
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
});
// How often the server has it, as this person sees it.
const stored = (tab, text) => tab.evaluate(async (words) => {
  const headers = { 'X-Spico': '1' };
  const { discussions } = await (await fetch('/api/spico/discussions', { headers })).json();
  let count = 0;
  for (const { id } of discussions) {
    const { messages } = await (await fetch(`/api/spico/discussions/${id}/messages?from=1&limit=200`, { headers })).json();
    count += messages.filter((message) => message.text === words).length;
  }
  return count;
}, text);

for (const face of faces) {
  test(`${face.name}: a message that waits and a draft come back in a new page, and the message is sent once`, needs('offline'), async () => {
    const tab = await in_discussion({ face });
    const waiting = `SENTINELLE ${face.name} (TEST)`;
    const draft = `BROUILLON ${face.name} (TEST)`;
    assert.equal(await asks_before_leaving(tab), false);
    await tab.person.offline(true);
    await write(tab, waiting);
    await tab.find('button', tab.say('Envoyer')).press();
    await tab.wait_text(tab.say("En attente d'envoi"));
    assert.equal(await asks_before_leaving(tab), true);
    await write(tab, draft);
    await tab.wait_idle();
    const kept = await kept_by_page(tab);
    assert.match(kept, /[A-Za-z0-9_-]{200}/, 'something is kept');
    for (const word of ['SENTINELLE', 'BROUILLON', 'TEST']) assert.ok(!kept.includes(word), `«${word}» is kept in the clear`);
    await tab.close();
    const person = tab.person;
    await person.offline(false);
    const again = await site.another_tab(tab, '#/discussions');
    await open_discussion(again);
    assert.equal(await again.find('textbox', again.say('Écrire un message')).value(), draft);
    await again.wait_text(waiting);
    await again.find('textbox', again.say('Écrire un message')).fill('');
    await again.wait_idle();
    assert.equal(await stored(again, waiting), 1);
    assert.equal(await asks_before_leaving(again), false);
    assert.doesNotMatch(await kept_by_page(again), /[A-Za-z0-9_-]{200}/, 'something is still kept');
    await person.close();
  });
}

test('what was sent is on the device at once: another tab finds it while the page itself has no time for anything', needs('offline', 'take_cookies'), async () => {
  const tab = await in_discussion({});
  const text = 'Gardé aussitôt (TEST)';
  await tab.person.intercept('**/api/spico/discussions/*/messages', { abort: true });
  await write(tab, text);
  let is_over = false;
  // From the moment in which the field is empty, longer than the other tab needs.
  tab.find('textbox', tab.say('Écrire un message')).evaluate((field) => new Promise((done) => {
    const look = () => {
      if (field.value !== '') { requestAnimationFrame(look); return; }
      const end = performance.now() + 15_000;
      while (performance.now() < end);
      done();
    };
    look();
  })).catch(() => {}).finally(() => { is_over = true; });
  tab.key('Enter').catch(() => {});
  const other = await site.another_tab(tab, '#/discussions');
  await open_discussion(other);
  await other.wait_text(text);
  assert.equal(is_over, false, 'the other tab had to wait for the first');
  await tab.person.close();
});

test('after signing out another account finds nothing of it, and its author finds it again', async () => {
  const tab = await in_discussion({ user: users.nurse });
  await write(tab, 'De Inès (TEST)');
  await tab.wait_idle();
  await site.sign_out(tab);
  await site.open(tab, '#/discussions');
  await site.sign_in(tab, { user: users.physician });
  await open_discussion(tab);
  assert.equal(await tab.find('textbox', tab.say('Écrire un message')).value(), '');
  await site.sign_out(tab);
  await site.open(tab, '#/discussions');
  await site.sign_in(tab, { user: users.nurse });
  await open_discussion(tab);
  assert.equal(await tab.find('textbox', tab.say('Écrire un message')).value(), 'De Inès (TEST)');
  await tab.person.close();
});

// The stand-ins are there before anybody signs in, which is when the store is opened first.
async function in_discussion_with(stand_in) {
  const tab = await site.visit({ fragment: '#/discussions' });
  await tab.evaluate(stand_in);
  await site.sign_in(tab);
  await tab.find('link', kTitle).press();
  await tab.find('textbox', tab.say('Écrire un message')).wait();
  return tab;
}
async function is_sent_once(tab, text) {
  await write(tab, text);
  await tab.find('button', tab.say('Envoyer')).press();
  await tab.wait_for(`«${text}» on the server`, async () => (await stored(tab, text)) === 1);
}
const asks = (tab, wanted) => tab.wait_for(`${wanted ? 'a question' : 'no question'} before leaving`, async () => (await asks_before_leaving(tab)) === wanted);

test('a store that never answers holds no message up, and the browser asks before what is not kept is lost', async () => {
  const tab = await in_discussion_with(() => { indexedDB.open = () => ({}); });
  await is_sent_once(tab, 'Sans mémoire (TEST)');
  await write(tab, 'BROUILLON perdu (TEST)');
  await asks(tab, true);
  await tab.person.close();
});

test('a store that another tab holds back is not waited for', async () => {
  const tab = await in_discussion_with(() => {
    indexedDB.open = () => {
      const request = {};
      setTimeout(() => request.onblocked(), 0);
      return request;
    };
  });
  await is_sent_once(tab, 'Sans attendre (TEST)');
  await tab.person.close();
});

test('no transaction waits for the page: what another tab writes, or a reload cuts off, never stands behind one', needs('offline'), async () => {
  const tab = await in_discussion_with(() => {
    const { transaction } = window.IDBDatabase.prototype;
    Object.assign(window, { begun: 0, left_open: [] });
    window.IDBDatabase.prototype.transaction = function (...given) {
      const begun = transaction.apply(this, given);
      const commit = begun.commit.bind(begun);
      let is_committed = false;
      begun.commit = () => { is_committed = true; commit(); };
      window.begun += 1;
      // Whoever began it makes its requests at once.
      queueMicrotask(() => { if (!is_committed) window.left_open.push(`number ${window.begun}: ${given.join(', ')}`); });
      return begun;
    };
  });
  await tab.wait_idle();
  const opened = await tab.evaluate(() => { window.left_open.length = 0; return window.begun; });
  // What is tried again is claimed before other tabs.
  await tab.person.offline(true);
  const texts = ['Sans verrou (TEST)', 'Sans verrou non plus (TEST)'];
  for (const text of texts) {
    await write(tab, text);
    await tab.find('button', tab.say('Envoyer')).press();
    await tab.wait_text("En attente d'envoi");
  }
  await tab.person.offline(false);
  for (const text of texts) await tab.wait_for(`«${text}» on the server`, async () => (await stored(tab, text)) === 1);
  await write(tab, 'BROUILLON sans verrou (TEST)');
  await tab.wait_idle();
  const { begun, left_open } = await tab.evaluate(() => ({ begun: window.begun, left_open: window.left_open }));
  assert.ok(begun >= opened + 6, `${begun} transactions, ${opened} of them before`);
  assert.deepEqual(left_open, []);
  await tab.person.close();
});

test('a store that the browser closes is opened again, one that it empties is not believed in', async () => {
  const tab = await in_discussion_with(() => {
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (...of) => {
      const request = open(...of);
      request.addEventListener('success', () => { window.its_store = request.result; });
      return request;
    };
  });
  await tab.wait_idle();
  await tab.evaluate(() => { window.its_store.close(); });
  await write(tab, 'BROUILLON gardé (TEST)');
  await tab.wait_idle();
  assert.match(await kept_by_page(tab), /[A-Za-z0-9_-]{100}/, 'nothing was kept after the store was closed');
  await asks(tab, false);
  await tab.evaluate(() => new Promise((done, failed) => {
    const request = indexedDB.deleteDatabase('spico');
    request.onsuccess = done;
    request.onerror = failed;
  }));
  await write(tab, 'BROUILLON encore (TEST)');
  await asks(tab, true);
  await is_sent_once(tab, 'Malgré tout (TEST)');
  await tab.person.close();
});

test('a kiosk keeps nothing', async () => {
  const tab = await in_discussion({ query: '?kiosque', user: users.coordinator });
  await write(tab, 'À la borne (TEST)');
  await tab.wait_idle();
  assert.equal(await tab.evaluate(async () => (await indexedDB.databases()).length), 0);
  await tab.person.close();
});

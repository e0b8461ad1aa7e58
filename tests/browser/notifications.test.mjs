// What calls a reader (product.md §5, §7): the bell, the screen «Notifications», quiet hours, and what leaves the page: notices of the
// operating system and the number on the application's icon, neither of which says anything of a patient.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { minute, said, start_listening, wait_said } from './checks_support.mjs';
import { assert_no_errors, begin, call, is_in_sight, open, people, say, write } from './discussions_support.mjs';
import { advance_clock, assert_accessible, by_turns, faces, screenshot_file, start_site } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
// Codes an hour are limited: each test signs in on another day.
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

const bell = (tab) => tab.find('button', 'Notifications');
const rung = (tab, wanted) => tab.wait_for(`a bell that says «${wanted}»`, async () => (await bell(tab).description()) === wanted);
async function open_notifications(tab) {
  await bell(tab).press();
  await tab.find('heading', 'Notifications').wait();
  await tab.find('heading', 'Heures calmes').wait();
  await tab.wait_idle();
}
// Nothing unread from an earlier test, every setting as at the start.
async function begin_afresh(tab) {
  const { notifications } = await call(tab, 'GET', '/notifications?limit=1');
  if (notifications.length) await call(tab, 'PUT', '/notifications/read', { up_to: notifications[0].id });
  await call(tab, 'PUT', '/preferences/notifications', { quiet: false, quiet_from: '22:00', quiet_to: '07:00', system: false });
  await rung(tab, '');
}

// A headless browser shows no notice of the system and has no icon to put a number on; it also believes that each of its pages has the
// focus. So the page's own Notification, setAppBadge and hasFocus are replaced by ones that note what they are asked: what is looked at
// is when the application asks, and with which words. `noted` outlives the page, for what happens as it goes.
const stand_in = (tab, { permission = 'granted' } = {}) => tab.evaluate((given) => {
  const note = (what) => window.sessionStorage.setItem('noted', JSON.stringify([...JSON.parse(window.sessionStorage.getItem('noted') ?? '[]'), what]));
  window.Notification = class {
    static permission = given;
    static requestPermission() { note({ asked: navigator.userActivation?.isActive ?? true }); this.permission = 'granted'; return Promise.resolve('granted'); }
    constructor(title, options) { note({ title, ...options }); window.last_notice = this; }
    close() { note({ closed: true }); this.onclose?.(); }
  };
  navigator.setAppBadge = (count) => { note({ badge: count }); return Promise.resolve(); };
  navigator.clearAppBadge = () => { note({ badge: 0 }); return Promise.resolve(); };
  document.hasFocus = () => window.is_looked_at ?? true;
}, permission);
const noted = (tab, kind) => tab.evaluate((wanted) => JSON.parse(window.sessionStorage.getItem('noted') ?? '[]').filter((each) => wanted in each), kind);
const shown = (tab) => noted(tab, 'title');
const look_at = (tab, is_looked_at) => tab.evaluate((given) => { window.is_looked_at = given; window.dispatchEvent(new Event(given ? 'focus' : 'blur')); }, is_looked_at);
const want_notices = (tab, more = {}) => call(tab, 'PUT', '/preferences/notifications', { quiet: false, quiet_from: '22:00', quiet_to: '07:00', system: true, ...more });
// Its notices come before this is over: the page has read the stream as far as this message, and asked the device.
async function settled(tab, id, text, other) {
  await say(other, id, text);
  await tab.wait_for(`the page knows of «${text}»`, async () => (await tab.title()).startsWith('('));
  await tab.wait_idle();
}

for (const face of faces) {
  test(`an urgent message rings, is listed, leads to its message, and is read with it (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    await begin_afresh(mathieu);
    const title = `Appel TEST ${face.name}`;
    const id = await begin(ines, title, [mathieu]);
    await rung(mathieu, '1 notification non lue');
    for (let number = 1; number <= 30; number += 1) await say(ines, id, `Ligne ${number}`);
    await mathieu.find('link', 'Dossiers').press();
    await site.wait_list(mathieu);
    await start_listening(mathieu);
    await open(ines, title);
    await ines.find('checkbox', 'Message urgent').press();
    await write(ines, 'À voir ce matin TEST.');
    await rung(mathieu, '2 notifications non lues');
    for (let number = 31; number <= 60; number += 1) await say(ines, id, `Ligne ${number}`);
    await wait_said(mathieu, 'Nouveau message urgent de Inès TEST');
    await open_notifications(mathieu);
    assert.equal((await said(mathieu)).filter(({ text }) => /urgent/.test(text)).length, 1, 'said once');
    assert.equal(await mathieu.find('heading', 'Notifications').count(), 1);
    assert.match(await mathieu.title(), /Notifications – SPICO$/);
    const link = mathieu.find('link', 'Message urgent de Inès TEST').nth(0);
    assert.match(await link.description(), new RegExp(`^Non lue, ${title}, \\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d$`));
    await mathieu.wait_text('Inès TEST vous a ajouté(e) à la discussion');
    await assert_accessible(mathieu, 'notifications');
    await mathieu.screenshot(screenshot_file(`notifications ${face.name}`));
    await link.press();
    await mathieu.wait_for('the message in sight', () => is_in_sight(mathieu, 'À voir ce matin TEST.'));
    await rung(mathieu, '');
    await open_notifications(mathieu);
    assert.doesNotMatch(await mathieu.find('link', 'Message urgent de Inès TEST').nth(0).description(), /Non lue/);
    assert_no_errors(ines, mathieu);
  });

  test(`«Tout marquer comme lu», in every tab; a mention names who asks; one who is elsewhere hears an invitation (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    await begin_afresh(mathieu);
    await start_listening(mathieu);
    const id = await begin(ines, `Mention TEST ${face.name}`, [mathieu]);
    await wait_said(mathieu, 'Inès TEST vous a ajouté(e) à la discussion');
    await say(ines, id, 'Qu\'en dites-vous ?', { mentions: [mathieu.professional] });
    await rung(mathieu, '2 notifications non lues');
    const other = await site.another_tab(mathieu, '#/notifications');
    await other.find('link', 'Inès TEST vous a mentionné(e)').nth(0).wait();
    await open_notifications(mathieu);
    await mathieu.find('button', 'Tout marquer comme lu').press();
    await wait_said(mathieu, 'Toutes les notifications sont marquées comme lues.');
    await rung(mathieu, '');
    await rung(other, '');
    await other.wait_text('Aucune notification non lue');
    assert.equal((await said(mathieu)).filter(({ text }) => /ajouté/.test(text)).length, 1);
    assert_no_errors(mathieu, other);
  });

  test(`the system's notices: only unlooked at, one for all tabs, without a word about the patient (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    await begin_afresh(mathieu);
    const { patients: [patient] } = await ines.evaluate(() => fetch('/api/spico/patients', { headers: { 'X-Spico': '1' } }).then((answer) => answer.text())
      .then((text) => ({ patients: text.trimEnd().split('\n').slice(1, -1).map((line) => JSON.parse(line)) })));
    const id = await begin(ines, `Patient TEST ${face.name}`, [mathieu], { patient_id: patient.id });
    const other = await site.another_tab(mathieu, '#/discussions');
    const tabs = [mathieu, other];
    for (const tab of tabs) {
      await stand_in(tab);
      await look_at(tab, false);
    }
    await want_notices(mathieu);
    await open_notifications(mathieu);
    await mathieu.wait_for('the setting', async () => (await mathieu.find('checkbox', 'Afficher aussi hors de SPICO').attribute('checked')) !== null
      || await mathieu.find('checkbox', 'Afficher aussi hors de SPICO').evaluate((box) => (box.control ?? box).checked));
    await mathieu.wait_text('Ce navigateur affiche les notifications de SPICO.');
    await look_at(other, true);
    await say(ines, id, 'Pendant que l\'on regarde TEST', { urgent: true });
    await rung(mathieu, '2 notifications non lues');
    await settled(mathieu, id, 'suite', ines);
    assert.deepEqual((await Promise.all(tabs.map(shown))).flat(), [], 'somebody looks at one of the tabs');
    await look_at(other, false);
    await say(ines, id, 'Saturation à 88 TEST', { urgent: true });
    await rung(mathieu, '3 notifications non lues');
    const told = await mathieu.wait_for('a notice', async () => {
      const all = (await Promise.all(tabs.map(shown))).flat();
      return all.length ? all : null;
    });
    await Promise.all(tabs.map((tab) => settled(tab, id, 'fin', ines)));
    assert.deepEqual((await Promise.all(tabs.map(shown))).flat(), told);
    assert.equal(told.length, 1);
    const [{ title, body, tag, lang, ...rest }] = told;
    assert.deepEqual([title, body, lang, rest], ['SPICO', 'Nouveau message urgent', 'fr', {}]);
    assert.match(tag, /^spico-\d+$/);
    // A press of it brings the page forward, to the discussion.
    const leader = (await shown(mathieu)).length ? mathieu : other;
    await leader.evaluate(() => window.last_notice.onclick());
    await leader.wait_address(new RegExp(`#/discussions/${id}$`));
    assert_no_errors(...tabs);
  });

  test(`quiet hours keep the system quiet; the bell rings all the same; a time that is none is refused in words (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    await begin_afresh(mathieu);
    const id = await begin(ines, `Nuit TEST ${face.name}`, [mathieu]);
    await rung(mathieu, '1 notification non lue');
    await want_notices(mathieu);
    await open_notifications(mathieu);
    await stand_in(mathieu);
    await look_at(mathieu, false);
    // Now is between the two, whatever the time is.
    const paris = new Intl.DateTimeFormat('fr-FR', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23' });
    const hour_of = (ms) => paris.formatToParts(ms).find(({ type }) => type === 'hour').value;
    const now_ms = await mathieu.evaluate(() => Date.now());
    await mathieu.find('time', 'De').fill(`${hour_of(now_ms - 60 * minute)}:00`);
    await mathieu.find('time', 'À').fill(`${hour_of(now_ms + 120 * minute)}:00`);
    await mathieu.find('checkbox', 'Respecter mes heures calmes').press();
    await mathieu.wait_for('the settings on the server', async () => {
      const { settings } = await call(mathieu, 'GET', '/notifications?limit=1');
      return settings.quiet && settings.quiet_from === `${hour_of(now_ms - 60 * minute)}:00` && settings.quiet_to === `${hour_of(now_ms + 120 * minute)}:00`;
    });
    await say(ines, id, 'TEST', { urgent: true });
    await rung(mathieu, '2 notifications non lues');
    await settled(mathieu, id, 'suite', ines);
    assert.deepEqual(await shown(mathieu), []);
    await mathieu.find('checkbox', 'Respecter mes heures calmes').press();
    await mathieu.wait_idle();
    await say(ines, id, 'TEST', { urgent: true });
    await mathieu.wait_for('a notice', async () => (await shown(mathieu)).length === 1);
    await mathieu.find('time', 'À').fill('');
    await mathieu.wait_text('Indiquez une heure, par exemple 22:00.');
    await assert_accessible(mathieu, 'notifications with an error');
    assert_no_errors(mathieu);
  });

  test(`the browser is asked within the press, and its refusal is said; signed out, nothing stays outside the page (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    await begin_afresh(mathieu);
    await open_notifications(mathieu);
    await stand_in(mathieu, { permission: 'default' });
    await mathieu.find('checkbox', 'Afficher aussi hors de SPICO').press();
    await mathieu.wait_text('Ce navigateur affiche les notifications de SPICO.');
    assert.deepEqual(await noted(mathieu, 'asked'), [{ asked: true }]);
    await mathieu.evaluate(() => { window.Notification.permission = 'denied'; });
    await look_at(mathieu, true);
    await mathieu.wait_text('Ce navigateur refuse les notifications de SPICO.');
    await mathieu.evaluate(() => { window.Notification.permission = 'granted'; });
    await look_at(mathieu, true);
    await mathieu.wait_text('Ce navigateur affiche les notifications de SPICO.');
    await look_at(mathieu, false);
    const id = await begin(ines, `Sortie TEST ${face.name}`, [mathieu]);
    await mathieu.wait_for('a notice', async () => (await shown(mathieu)).some(({ body }) => body === 'Nouvelle discussion'));
    await say(ines, id, 'TEST');
    await mathieu.wait_for('a number on the icon', async () => (await noted(mathieu, 'badge')).at(-1)?.badge > 0);
    assert.equal(`(${(await noted(mathieu, 'badge')).at(-1).badge}) Notifications – SPICO`, await mathieu.title());
    await site.sign_out(mathieu);
    assert.equal((await noted(mathieu, 'badge')).at(-1).badge, 0);
    assert.ok((await noted(mathieu, 'closed')).length > 0);
    const before_it = await shown(mathieu);
    await say(ines, id, 'TEST', { urgent: true });
    await ines.wait_idle();
    assert.deepEqual(await shown(mathieu), before_it);
  });

  test(`a phone's browser, which lets no page show a notice, is not said to show them and is not asked (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    await begin_afresh(mathieu);
    await stand_in(mathieu, { permission: 'default' });
    await mathieu.evaluate(() => {
      Object.defineProperty(navigator, 'userAgent', { configurable: true, value: 'Mozilla/5.0 (Android 15; Mobile) Gecko/140.0 Firefox/140.0' });
    });
    await open_notifications(mathieu);
    await mathieu.find('checkbox', 'Afficher aussi hors de SPICO').press();
    await mathieu.wait_text('Ce navigateur ne sait pas afficher de notifications.');
    assert.deepEqual(await noted(mathieu, 'asked'), []);
    await begin(ines, `Téléphone TEST ${face.name}`, [mathieu]);
    await rung(mathieu, '1 notification non lue');
    assert_no_errors(mathieu);
  });

  test(`a browser without notices or numbers on icons: said, and everything else as ever (${face.name})`, async (context) => {
    const { ines, mathieu } = await people(context, site, face, ['ines', 'mathieu']);
    await begin_afresh(mathieu);
    await want_notices(mathieu);
    await mathieu.evaluate(() => {
      delete window.Notification;
      for (const name of ['setAppBadge', 'clearAppBadge']) Object.defineProperty(navigator, name, { value: undefined });
    });
    await open_notifications(mathieu);
    await mathieu.wait_text('Ce navigateur ne sait pas afficher de notifications.');
    await begin(ines, `Sans système TEST ${face.name}`, [mathieu]);
    await rung(mathieu, '1 notification non lue');
    await mathieu.find('link', 'Inès TEST vous a ajouté(e) à la discussion').nth(0).wait();
    assert_no_errors(mathieu);
  });
}

test('a kiosk shows nothing outside the page, and does not offer it', async (context) => {
  const { ines } = await people(context, site, faces[0], ['ines']);
  const { mathieu } = await people(context, site, { name: 'kiosk', query: '?kiosque' }, ['mathieu']);
  await want_notices(mathieu);
  await stand_in(mathieu);
  await open_notifications(mathieu);
  assert.ok(!await mathieu.sees('heading', 'Notifications du système'));
  await begin(ines, 'Borne TEST', [mathieu]);
  await mathieu.wait_text('Borne TEST');
  await mathieu.wait_idle();
  assert.deepEqual([...await shown(mathieu), ...await noted(mathieu, 'badge')], []);
});

// Every failure says what happened and offers «Réessayer»: no network, slow, refused, broken, half an answer.
import assert from 'node:assert/strict';
import { after, before, test as each_test } from 'node:test';
import { said, start_listening } from './checks_support.mjs';
import { needs } from './driver.mjs';
import { assert_accessible, by_turns, faces, password, start_site } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });

const list_failures = [
  ['a fault of the server', { status: 500, json: { code: 'internal', message: 'x' } }],
  ['a gateway that answers HTML', { status: 502, text: '<html>Bad gateway</html>', type: 'text/html' }],
  ['a busy server', { status: 503, json: { code: 'busy', message: 'x', retry_after_s: 2 }, headers: { 'retry-after': '2' } }],
  ['no network', { abort: true }],
  ['an answer that is not JSON', { text: 'not json\n', type: 'application/x-ndjson' }],
  ['an answer of another shape', { text: '{"total":"x"}\n{"end":true,"count":0}\n', type: 'application/x-ndjson' }],
  ['an answer that was cut', { text: '{"total":2,"revision":1,"professionals":[],"structures":[]}\n{"id":"1","birth_name":"TEST","sex":"F","statut":"actif","updated_at":1795356840000}\n', type: 'application/x-ndjson' }],
  ['a line that was cut', { text: '{"total":1,"revision":1,"professionals":[],"structures":[]}\n{"id":"1","birth_na', type: 'application/x-ndjson' }],
  ['nothing at all', { text: '', type: 'application/x-ndjson' }],
];

const asks_before_leaving = (tab) => tab.evaluate(() => {
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
});

for (const face of faces) {
  for (const [name, answer] of list_failures) {
    test(`the list and ${name}: a readable error, and «Réessayer» loads it (${face.name})`, async () => {
      const tab = await site.visit({ face });
      await site.sign_in(tab);
      await tab.person.intercept('**/api/spico/patients', answer);
      await tab.find('link', 'SPICO Dossiers').press();
      await tab.find('button', 'Réessayer').wait();
      await tab.wait_idle();
      assert.doesNotMatch(await tab.text(), /undefined|NaN|\[object|null\b|Bad gateway/);
      if (name === 'a fault of the server') await assert_accessible(tab, `list, ${name}, ${face.name}`);
      await tab.person.restore();
      await tab.find('button', 'Réessayer').press();
      await site.wait_list(tab);
      assert.deepEqual(tab.errors, []);
      await tab.person.close();
    });
  }

  test(`the portal and a fault of the server (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await tab.person.intercept('**/api/pass/portal*', { status: 500, json: { code: 'internal', message: 'x' } });
    await site.sign_in(tab);
    await tab.find('button', 'Réessayer').wait();
    await tab.wait_idle();
    await assert_accessible(tab, `portal, error, ${face.name}`);
    await tab.person.restore();
    await tab.find('button', 'Réessayer').press();
    await tab.find('link', 'SPICO Dossiers').wait();
    await tab.person.close();
  });

  test(`the terms and a fault of the server (${face.name})`, async (context) => {
    const own = await start_site();
    context.after(() => own.dispose());
    const tab = await own.visit({ face });
    await tab.person.intercept('**/api/pass/cgu*', { status: 500, json: { code: 'internal', message: 'x' } });
    await own.sign_in(tab, { user: 'demo-nouveau' });
    await tab.find('button', 'Réessayer').wait();
    await tab.person.restore();
    await tab.find('button', 'Réessayer').press();
    await tab.find('button', 'Accepter').wait();
  });

  test(`the sign-in without network: told so, what was typed stays (${face.name})`, needs('offline'), async () => {
    const tab = await site.visit({ face });
    await tab.person.offline(true);
    await site.type_password(tab);
    await tab.wait_text(/Pas de connexion au serveur/);
    await tab.wait_idle();
    assert.equal(await tab.find('textbox', 'Identifiant').value(), 'demo-infirmiere');
    await tab.person.offline(false);
    await tab.find('password', 'Mot de passe').fill(password);
    await tab.find('button', 'Se connecter').press();
    await tab.find('radio', 'Par e-mail').wait();
    await tab.person.close();
  });

  test(`who is signed in cannot be known: an error with «Réessayer», no patient (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.person.intercept('**/api/session', { status: 500, json: { code: 'internal', message: 'x' } });
    await tab.reload();
    await tab.find('button', 'Réessayer').wait();
    assert.doesNotMatch(await tab.text(), /BÉNAZET/);
    await tab.person.restore();
    await tab.find('button', 'Réessayer').press();
    await site.wait_list(tab);
    await tab.person.close();
  });

  test(`a server slow to say who is signed in, and then failing, does not stop the application (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    let module_started;
    const when = new Promise((done) => { module_started = done; });
    tab.person.on_request(({ path }) => { if (path === '/api/pass/config') module_started(); });
    await tab.person.intercept('**/api/session', { status: 500, text: JSON.stringify({ code: 'internal', message: 'x'.repeat(1 << 19) }), when });
    await tab.reload();
    await tab.find('button', 'Réessayer').wait();
    await tab.wait_idle();
    await tab.person.restore();
    await tab.find('button', 'Réessayer').press();
    await site.wait_list(tab);
    await tab.person.close();
  });

  test(`a star that the server refuses goes back and says so (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.find('textbox', 'Nom').fill('benazet zoe');
    await tab.wait_text('1 patient trouvé');
    await tab.wait_idle();
    await tab.person.intercept('**/favourite', { status: 404, json: { code: 'unknown_patient', message: 'x' } });
    await tab.find('button', 'Ajouter aux favoris').press();
    await tab.wait_idle();
    await tab.find('button', 'Ajouter aux favoris').wait();
    await tab.find('region', 'Notification').wait();
    assert.equal(await asks_before_leaving(tab), false);
    await tab.person.close();
  });

  test(`a star pressed without a network stands, and is kept once the server is back (${face.name})`, needs('offline'), async () => {
    const tab = await site.in_list({ face });
    const is_kept = () => tab.evaluate(async () => {
      const lines = (await (await fetch('/api/spico/patients', { headers: { 'X-Spico': '1' } })).text()).split('\n');
      return JSON.parse(lines.find((line) => line.includes('BÉNAZET') && line.includes('Zoé'))).favourite === true;
    });
    await tab.find('textbox', 'Nom').fill('benazet zoe');
    await tab.wait_text('1 patient trouvé');
    await tab.wait_idle();
    assert.equal(await is_kept(), false);
    await tab.person.offline(true);
    await tab.wait_text(/hors ligne/i);
    await tab.find('button', 'Ajouter aux favoris').press();
    await tab.wait_text('Pas encore enregistré');
    await tab.find('button', 'Retirer des favoris').wait();
    await tab.wait_for('a question before leaving', () => asks_before_leaving(tab));
    await tab.person.offline(false);
    await tab.wait_for('it is kept', is_kept);
    await tab.wait_for('no question before leaving', async () => !(await asks_before_leaving(tab)));
    await tab.find('button', 'Retirer des favoris').press();
    await tab.wait_for('as it was', async () => !(await is_kept()));
    await tab.person.close();
  });

  test(`a tile's star that meets a fault stands, is said and seen, and is kept later (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await site.sign_in(tab);
    const star = (name) => tab.find('button', name).nth(0);
    await star('Ajouter aux favoris').wait();
    await tab.person.intercept('**/favourite', { status: 503, json: { code: 'busy', message: 'x' } });
    await star('Ajouter aux favoris').press();
    await tab.wait_text('Pas encore enregistré');
    await tab.find('button', 'Retirer des favoris').wait();
    await tab.person.restore();
    await tab.wait_for('nothing more to be said', async () => !/Pas encore enregistré/.test(await tab.text()));
    await tab.reload();
    await star('Retirer des favoris').press();
    await tab.find('button', 'Retirer des favoris').gone();
    await tab.wait_idle();
    await tab.person.close();
  });
}

for (const face of faces) {
  test(`D11: an answer that takes long is said, and no more once it is there (${face.name})`, async () => {
    const late = /(Réponse|Serveur|Réseau) lente?/;
    const tab = await site.in_list({ face, clock: true });
    await start_listening(tab);
    let let_go;
    let asked = false;
    const when = new Promise((done) => { let_go = done; });
    tab.person.on_request(({ path }) => { asked ||= /\/api\/spico\/patients\/[^/]+$/.test(path); });
    await tab.person.intercept(/\/api\/spico\/patients\/[^/]+$/, { proceed: true, when });
    await tab.find('link', 'BÉNAZET Zoé').press();
    await tab.wait_for('the request', async () => asked);
    await tab.advance_clock(4500);
    await tab.wait_text(late);
    await tab.wait_for('said', async () => (await said(tab)).some(({ text }) => late.test(text)));
    let_go();
    await tab.find('region', "Bandeau d'identité").wait();
    await tab.wait_for('no longer', async () => !late.test(await tab.text()));
    assert.equal((await said(tab)).filter(({ text }) => late.test(text)).length, 1);
    await tab.person.close();
  });
}

test('offline while the list is shown: it stays readable, and says so; online again, it goes on', needs('offline'), async () => {
  const tab = await site.in_list();
  await tab.person.offline(true);
  await tab.wait_text(/hors ligne/i);
  await tab.wait_text('BÉNAZET');
  await tab.find('textbox', 'Nom').fill('benazet zoe');
  await tab.wait_text('1 patient trouvé');
  await tab.person.offline(false);
  await tab.wait_for('no longer offline', async () => !/hors ligne/i.test(await tab.text()));
  await tab.person.close();
});

test('a session that ended elsewhere: the next action leads to the sign-in, not to an error', async () => {
  const tab = await site.in_list();
  await tab.person.intercept('**/favourite', { status: 401, json: { code: 'signed_out', message: 'x' } });
  await tab.find('textbox', 'Nom').fill('benazet zoe');
  await tab.wait_text('1 patient trouvé');
  await tab.find('button', 'Ajouter aux favoris').press();
  await tab.find('password', 'Mot de passe').wait();
  assert.doesNotMatch(await tab.text(), /BÉNAZET/);
  await tab.person.close();
});

test('the module cannot be loaded: a readable page with «Recharger»', async () => {
  const person = await site.browser.person();
  await person.intercept(/\.wasm$/, { abort: true });
  const tab = await person.tab();
  await tab.open(`${site.server.base_url}/`);
  await tab.find('button', 'Recharger').wait();
  await person.restore();
  await tab.find('button', 'Recharger').press();
  await tab.find('button', 'Se connecter').wait();
  await tab.wait_idle();
  await person.close();
});

test('decision 12: an answer of another build offers to reload', async () => {
  const tab = await site.in_list();
  await tab.person.intercept('**/api/spico/patients/**', { proceed: true, headers: { 'x-spico-build': 'another' } });
  await tab.find('textbox', 'Nom').fill('benazet zoe');
  await tab.wait_text('1 patient trouvé');
  await tab.find('button', 'Ajouter aux favoris').press();
  await tab.wait_text('Une nouvelle version est disponible');
  await tab.person.close();
});

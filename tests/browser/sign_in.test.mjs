// What goes wrong at the sign-in, and what the person is told: wrong password, wrong codes, expired code, weak tab, Pro Santé Connect.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { can } from './driver.mjs';
import { advance_clock, assert_accessible, by_turns, faces, password, start_site, users } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
// The counters of an account start anew for each test.
beforeEach(() => advance_clock(site.server, 24 * 3_600_000));

const wrong = (code, step = 1) => String((Number(code) + step) % 1_000_000).padStart(6, '0');

for (const face of faces) {
  test(`wrong password and unknown account: one and the same answer, and the name stays (${face.name})`, async () => {
    const tab = await site.visit({ face });
    const texts = [];
    for (const options of [{ secret: 'Mauvais&Passe2026' }, { user: 'inconnu', secret: 'Mauvais&Passe2026' }]) {
      await site.type_password(tab, options);
      await tab.wait_text('Identifiant ou mot de passe incorrect');
      await tab.wait_idle();
      assert.equal(await tab.find('textbox', 'Identifiant').value(), options.user ?? users.nurse);
      texts.push(await tab.find_containing('alert', 'Identifiant ou mot de passe incorrect').nth(0).text());
      if (!options.user) await assert_accessible(tab, `wrong password, ${face.name}`);
    }
    assert.equal(texts[0], texts[1]);
    await site.sign_in(tab);
    await tab.find('heading', 'Kiosque des services').wait();
    await tab.person.close();
  });

  test(`nothing typed: the fields say so and nothing is sent (${face.name})`, async () => {
    const tab = await site.visit({ face });
    const sent = [];
    tab.person.on_answer(({ method, path }) => { if (method === 'POST') sent.push(path); });
    await tab.find('button', 'Se connecter').press();
    await tab.wait_text('Saisissez votre identifiant');
    await tab.wait_text('Saisissez votre mot de passe');
    await tab.wait_idle();
    assert.equal(await tab.find('textbox', 'Identifiant').attribute('aria-invalid'), 'true');
    assert.deepEqual(sent.filter((path) => path.startsWith('/api/pass')), []);
    await tab.person.close();
  });

  test(`ten failures: told to wait, with the time (${face.name})`, async () => {
    const tab = await site.visit({ face });
    for (let count = 0; count < 10; count += 1) {
      await site.type_password(tab, { secret: `Mauvais&Passe${count}` });
      await tab.wait_idle();
    }
    await site.type_password(tab);
    await tab.wait_text(/Trop d'essais[^]*Réessayez dans \d+/);
    await tab.person.close();
  });

  test(`a wrong code five times: the tries left are said, then back to the password (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await site.ask_code(tab);
    const code = await site.code();
    const field = tab.find('textbox', 'Code à usage unique');
    for (const [step, left] of [[1, '4 essais'], [2, '3 essais'], [3, '2 essais'], [4, '1 essai']]) {
      await field.fill('');
      await field.type(wrong(code, step));
      await tab.wait_text(left);
      await tab.wait_idle();
      if (step === 1) await assert_accessible(tab, `wrong code, ${face.name}`);
    }
    await field.fill('');
    await field.type(wrong(code, 5));
    await tab.find('password', 'Mot de passe').wait();
    await tab.wait_text('Cinq codes faux');
    await tab.wait_idle();
    await advance_clock(site.server, 3_600_000);
    await site.sign_in(tab);
    await tab.find('heading', 'Kiosque des services').wait();
    await tab.person.close();
  });

  test(`an expired code says so; another one signs in (${face.name})`, async () => {
    const tab = await site.visit({ face, clock: true });
    await site.ask_code(tab);
    const code = await site.code();
    await tab.wait_text(/Code valable encore/);
    await site.pass_time(tab, 5 * 60_000 + 1000);
    await tab.wait_text('Le code n\'est plus valable');
    const field = tab.find('textbox', 'Code à usage unique');
    await field.fill('');
    await field.type(code);
    await tab.wait_idle();
    await tab.wait_text('Le code n\'est plus valable');
    await site.forget_codes();
    await tab.find('button', 'Renvoyer le code').press();
    await tab.wait_idle();
    const fresh = await site.code();
    await field.fill('');
    await field.type(fresh);
    await tab.find('heading', 'Kiosque des services').wait();
    await tab.person.close();
  });

  test(`«Renvoyer le code» waits 30 seconds, «Changer de moyen» goes back to the choice (${face.name})`, async () => {
    const tab = await site.visit({ face, clock: true });
    await site.ask_code(tab);
    await site.code();
    assert.equal(await tab.find('button', 'Renvoyer le code').attribute('aria-disabled'), 'true');
    await site.pass_time(tab, 31_000);
    await tab.wait_for('the button to be ready', async () => (await tab.find('button', 'Renvoyer le code').attribute('aria-disabled')) !== 'true');
    await tab.find('link', 'Changer de moyen').press();
    await tab.find('radio', 'Par SMS').press();
    await site.forget_codes();
    await tab.find('button', 'Recevoir le code').press();
    await tab.find('textbox', 'Code à usage unique').type(await site.code());
    await tab.find('heading', 'Kiosque des services').wait();
    await tab.person.close();
  });

  test(`the code can be pasted with spaces, and confirmed by «Valider» (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await site.ask_code(tab);
    const code = await site.code();
    const field = tab.find('textbox', 'Code à usage unique');
    await field.type(code.slice(0, 5));
    await tab.find('button', 'Valider').press();
    await tab.wait_text('Le code a six chiffres');
    const written = `${code.slice(0, 3)} ${code.slice(3)}`;
    if (can('paste')) {
      await field.focus();
      await tab.key('Control+a');
      await tab.paste(written);
    } else await field.fill(written);
    await tab.find('heading', 'Kiosque des services').wait();
    await tab.person.close();
  });

  test(`T20 weak tab: the notice, the grey tile that explains itself, and the way to a code (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await tab.find('tab', 'Identifiant et mot de passe').press();
    await tab.wait_text('Cet onglet ne permet pas d\'accéder à SPICO.');
    await site.sign_in_weak(tab);
    const tile = tab.find('link', 'SPICO Dossiers');
    assert.equal(await tile.attribute('aria-disabled'), 'true');
    assert.match(`${await tile.description()} ${await tab.text()}`, /Nécessite une authentification forte/);
    await tile.focus();
    await tab.key('Enter');
    await tab.find('button', 'Me reconnecter avec un code à usage unique').wait();
    await tab.wait_idle();
    await assert_accessible(tab, `grey tile, ${face.name}`);
    await tab.find('button', 'Me reconnecter avec un code à usage unique').press();
    await tab.find('password', 'Mot de passe').wait();
    await tab.wait_idle();
    assert.equal(await tab.find('tab', 'Authentification par code à usage unique').attribute('aria-selected'), 'true');
    await site.sign_in(tab);
    await tab.wait_for('the list or the portal', async () => (await tab.sees('heading', 'Liste des patients')) || tab.sees('heading', 'Kiosque des services'));
    await tab.person.close();
  });

  test(`T20 a weak session with the list's address sees no patient (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await site.sign_in_weak(tab);
    const asked = [];
    tab.person.on_answer(({ path, status }) => { if (path === '/api/spico/patients') asked.push(status); });
    await site.open(tab, '#/patients');
    await tab.wait_text(/authentification forte|Me reconnecter avec un code à usage unique|code à usage unique/);
    assert.doesNotMatch(await tab.text(), /BÉNAZET/);
    assert.ok(asked.every((status) => status === 403));
    await tab.person.close();
  });

  test(`direct access #/spico: no weak tab, and it lands in the list (${face.name})`, async () => {
    const tab = await site.visit({ face, fragment: '#/spico' });
    await tab.find('tab', 'Authentification par code à usage unique').wait();
    await tab.wait_idle();
    assert.equal(await tab.sees('tab', 'Identifiant et mot de passe'), false);
    await site.sign_in(tab);
    await site.wait_list(tab);
    assert.match(tab.url(), /#\/patients/);
    await tab.person.close();
  });

  test(`Pro Santé Connect is not configured here, and says so (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await tab.find('tab', 'ProSantéConnect').press();
    await tab.find('button', 'S\'identifier avec Pro Santé Connect').press();
    await tab.wait_text('Non configuré sur ce serveur');
    await tab.wait_idle();
    await assert_accessible(tab, `Pro Santé Connect, ${face.name}`);
    await tab.person.close();
  });
}

test('the password can be looked at, and is nowhere but in its field', async () => {
  const tab = await site.visit();
  await tab.find('password', 'Mot de passe').fill(password);
  await tab.find('button', 'Afficher le mot de passe').press();
  await tab.wait_idle();
  assert.equal(await tab.find('password', 'Mot de passe').value(), password);
  assert.equal(await tab.find('button', 'Afficher le mot de passe').attribute('aria-pressed'), 'true');
  const markup = await tab.evaluate(() => document.documentElement.outerHTML);
  assert.ok(!markup.includes(password) && !markup.includes(password.replace('&', '&amp;')));
  await tab.person.close();
});

test('the tabs are moved between by the arrows, and the chosen one is kept on this device', async () => {
  const tab = await site.visit();
  await tab.find('tab', 'Authentification par code à usage unique').focus();
  await tab.key('ArrowRight');
  await tab.wait_idle();
  assert.equal(await tab.find('tab', 'Identifiant et mot de passe').attribute('aria-selected'), 'true');
  await tab.reload();
  await tab.find('tab', 'Identifiant et mot de passe').wait();
  await tab.wait_idle();
  assert.equal(await tab.find('tab', 'Identifiant et mot de passe').attribute('aria-selected'), 'true');
  await tab.person.close();
});

test('the static form works before the module: what was typed and sent is kept and sent once', async () => {
  const person = await site.browser.person();
  const tab = await person.tab();
  let release;
  const held = new Promise((done) => { release = done; });
  await person.intercept(/\.wasm$/, { proceed: true, when: held });
  const sent = [];
  person.on_answer(({ method, path }) => { if (method === 'POST' && path === '/api/pass/login') sent.push(path); });
  await tab.open(`${site.server.base_url}/`);
  await tab.find('textbox', 'Identifiant').fill(users.nurse);
  await tab.find('password', 'Mot de passe').fill(password);
  await tab.find('button', 'Se connecter').press();
  assert.equal(sent.length, 0);
  release();
  await tab.find('radio', 'Par e-mail').wait();
  await tab.wait_idle();
  assert.equal(sent.length, 1);
  await person.close();
});

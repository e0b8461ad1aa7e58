// The whole way of somebody new, from the sign-in to the patient list and out, in both faces and both languages; axe on every screen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assert_accessible, faces, languages, screenshot_file, start_site, users } from './support.mjs';

// A driver may go on before the page has heard of its press, and a page that has not is still at rest: the button tells.
async function accept(tab) {
  const button = tab.find('button', tab.say('Accepter'));
  await tab.wait_for('the button to be ready', async () => (await button.attribute('aria-disabled')) !== 'true');
  await button.press();
}

// Each way uses up the only account that has accepted no terms, so each has a server of its own.
for (const face of faces) {
  for (const language of Object.keys(languages)) {
    test(`sign-in → code → CGU → portal → CGU → list → search → sign-out (${face.name}, ${language})`, async (context) => {
      const site = await start_site();
      context.after(() => site.dispose());
      const tab = await site.visit({ face, language });
      const { say } = tab;
      const check = async (screen) => { await tab.wait_idle(); await assert_accessible(tab, `${screen}, ${face.name}, ${language}`); };

      assert.equal(await tab.evaluate(() => document.documentElement.lang.slice(0, 2)), languages[language]);
      assert.equal(await tab.find('tab', say('Authentification par code à usage unique')).attribute('aria-selected'), 'true');
      await check('sign-in');
      await site.type_password(tab, { user: users.newcomer });
      await tab.find('radio', say('Par e-mail')).wait();
      assert.ok((await tab.text()).includes(say('Comment voulez-vous recevoir votre code ?')));
      assert.match(await tab.text(), /•••.@|••• •|•• •• •• •• \d\d/);
      await check('choice of the channel');
      await tab.find('radio', say('Par SMS')).press();
      await tab.find('radio', say('Par e-mail')).press();
      await site.forget_codes();
      await tab.find('button', say('Recevoir le code')).press();
      const field = tab.find('textbox', say('Code à usage unique'));
      await field.wait();
      assert.equal(await field.attribute('autocomplete'), 'one-time-code');
      assert.equal(await field.attribute('inputmode'), 'numeric');
      await check('code');
      await field.type(await site.code());

      await tab.find('checkbox', say('J\'ai lu et j\'accepte les conditions')).wait();
      await check('terms of PASS');
      assert.equal(await tab.find('button', say('Accepter')).attribute('aria-disabled'), 'true');
      await tab.find('checkbox', say('J\'ai lu et j\'accepte les conditions')).press();
      await accept(tab);

      await tab.find('heading', say('Kiosque des services')).wait();
      await check('portal');
      await tab.find('link', 'SPICO Dossiers').press();
      const agree = tab.find('checkbox', say('J\'ai lu et j\'accepte les conditions'));
      await agree.wait();
      assert.match(await tab.text(), /SPICO/);
      await check('terms of SPICO');
      await agree.press();
      await accept(tab);

      await site.wait_list(tab);
      assert.match(tab.url(), /#\/patients/);
      assert.equal((await tab.title()).replace(/^\(\d+\) /, ''), `${say('Liste des patients')} – SPICO`);
      await check('list');
      await tab.wait_text(say('{count} patients trouvés').replace('{count}', String(await site.count_shown(tab))));
      await tab.find('textbox', say('Nom')).fill('benazet zoe');
      await tab.wait_text(say('1 patient trouvé'));
      await tab.wait_idle();
      assert.ok((await tab.text()).includes('BÉNAZET Zoé'));
      assert.doesNotMatch(decodeURIComponent(tab.url()), /benazet|zoe/i, 'no name in the address');
      await tab.find('textbox', say('Nom')).fill('zzzz');
      await tab.wait_text(say('Aucun patient trouvé'));
      await check('list without a row');
      await tab.find('button', say('Effacer')).press();
      await tab.wait_text('BÉNAZET');

      await site.sign_out(tab);
      assert.match(await tab.text(), new RegExp(say('Déconnecté à {time}').replace('{time}', '\\d\\d:\\d\\d')));
      assert.doesNotMatch(await tab.text(), /BÉNAZET/);
      await check('after the sign-out');
      assert.deepEqual(await tab.violations(), [], 'content security violations');
      assert.deepEqual(tab.errors, []);
    });
  }
}

test('screenshots of the sign-in, the portal and the list, for desk and phone', async (context) => {
  const site = await start_site({ patients: 500 });
  context.after(() => site.dispose());
  for (const [size, options] of [['1280x800', { width: 1280, height: 800 }], ['390x844', { width: 390, height: 844, touch: true }]]) {
    const tab = await site.visit(options);
    await tab.screenshot(screenshot_file(`sign_in_${size}`));
    await site.sign_in(tab);
    await tab.find('heading', 'Kiosque des services').wait();
    await tab.wait_idle();
    await tab.screenshot(screenshot_file(`portal_${size}`));
    await site.open_list(tab);
    await tab.screenshot(screenshot_file(`list_${size}`));
    assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${size}: nothing scrolls sideways`);
    await assert_accessible(tab, `list at ${size}`);
    await tab.person.close();
  }
});

let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });

for (const face of faces) {
  test(`«Refuser» the terms of PASS signs out; of SPICO goes back to the portal (${face.name})`, async (context) => {
    const own = await start_site();
    context.after(() => own.dispose());
    const tab = await own.visit({ face });
    await own.sign_in(tab, { user: users.newcomer });
    await tab.find('button', 'Refuser').press();
    await tab.find('button', 'Se connecter').wait();
    await own.open(tab);
    await own.sign_in(tab, { user: users.newcomer });
    await tab.find('checkbox', 'J\'ai lu et j\'accepte les conditions').press();
    await accept(tab);
    await tab.find('link', 'SPICO Dossiers').press();
    await tab.find('checkbox', 'J\'ai lu et j\'accepte les conditions').wait();
    await tab.find('button', 'Refuser').press();
    await tab.find('heading', 'Kiosque des services').wait();
    assert.doesNotMatch(await tab.text(), /BÉNAZET/);
  });

  test(`stars of tiles: kept, and first in the portal (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await site.sign_in(tab);
    await tab.find('heading', 'Kiosque des services').wait();
    const items = tab.all('listitem');
    const tiles = await items.count();
    const last = items.nth(tiles - 1);
    const name = (await last.find('link').text()).trim();
    await last.find('button', 'Ajouter aux favoris').press();
    await tab.find('button', 'Retirer des favoris').wait();
    await tab.wait_idle();
    await tab.reload();
    await tab.find('button', 'Retirer des favoris').wait();
    await tab.wait_idle();
    assert.ok((await tab.all('listitem').nth(0).text()).includes(name), `${name} stands first`);
    await tab.find('button', 'Retirer des favoris').press();
    await tab.find('button', 'Retirer des favoris').gone();
    await tab.person.close();
  });

  test(`two-step sign-out: SPICO first, the portal says that PASS is still open (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await site.open_user_menu(tab);
    await tab.find('menuitem', 'Se déconnecter de SPICO').press();
    await tab.find('heading', 'Kiosque des services').wait();
    await tab.wait_text('Vous êtes encore connecté au PASS');
    await tab.find('button', 'Se déconnecter du PASS').wait();
    await tab.wait_idle();
    assert.doesNotMatch(await tab.text(), /BÉNAZET/);
    await site.open_list(tab);
    await site.sign_out(tab);
    await tab.person.close();
  });
}

test('the language is chosen by the browser and by the person', async () => {
  const tab = await site.visit({ language: 'en-GB' });
  await tab.find('button', 'Sign in').wait();
  await tab.find('button', 'Français').press();
  await tab.find('button', 'Se connecter').wait();
  await tab.wait_idle();
  assert.equal(await tab.evaluate(() => document.documentElement.lang.slice(0, 2)), 'fr');
  await tab.reload();
  await tab.find('button', 'Se connecter').wait();
  await tab.person.close();
});

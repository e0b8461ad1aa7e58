// Keys as they leave a French keyboard: pressed in an X server that has its layout, so that the browser itself makes é of them, ê of a
// dead key and an e, and @ with AltGr (complaint C1: applications drawn on a canvas lose them).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { start_display } from './adapters/wire.mjs';
import { launch, needs } from './driver.mjs';
import { faces, Site, start_site } from './support.mjs';

let base;
let display;
let browser;
let site;
before(async () => {
  base = await start_site();
  display = await start_display();
  execFileSync('setxkbmap', ['fr'], { env: { ...process.env, DISPLAY: display.display } });
  browser = await launch({ display: display.display });
  site = new Site(base.server, browser);
});
after(async () => {
  await browser?.close();
  display?.stop();
  await base?.dispose();
});

// By the names of X's key symbols; each is pressed on the keys that the layout has it on.
function press(...symbols) {
  execFileSync('xdotool', ['key', '--delay', '40', ...symbols], { env: { ...process.env, DISPLAY: display.display } });
}

for (const face of faces) {
  test(`typed on a French keyboard: accents, dead keys, AltGr (${face.name})`, needs('x_window'), async () => {
    const tab = await site.visit({ face });
    const sent = [];
    await tab.person.intercept('**/api/pass/login', { status: 401, json: { code: 'bad_credentials', message: 'x' }, see: (body) => sent.push(body) });
    const login = tab.find('textbox', 'Identifiant');
    await tab.bring_to_front();
    await login.press();
    press('eacute', 'egrave', 'ccedilla', 'agrave', 'ugrave', 'dead_circumflex', 'e', 'dead_diaeresis', 'e', 'dead_circumflex', 'o', 'at', 'numbersign', 'EuroSign');
    const wanted = 'éèçàùêëô@#€';
    await tab.wait_for('the last key', async () => (await login.value()).length >= wanted.length);
    assert.equal(await login.value(), wanted);
    press('BackSpace', 'ctrl+a', 'ctrl+c', 'End', 'ctrl+v');
    await tab.wait_for('what was pasted', async () => (await login.value()).length > wanted.length);
    assert.equal(await login.value(), 'éèçàùêëô@#éèçàùêëô@#');
    await tab.find('password', 'Mot de passe').fill('x');
    await tab.find('button', 'Se connecter').press();
    await tab.wait_for('what was sent', async () => sent.length > 0);
    assert.equal(sent[0].identifiant, 'éèçàùêëô@#éèçàùêëô@#', 'and the module has it');
    await tab.person.close();
  });
}

// A browser without WebGL: the HTML version comes by itself and every step works. What only it needs is fetched only for it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { contrast, paper_and_ink, to_discussions, to_thread, wait_painted } from './checks_support.mjs';
import { assert_accessible, faces, names_in, start_site } from './support.mjs';

let site;
before(async () => { site = await start_site({ webgl: 'none' }); });
after(async () => { await site?.dispose(); });

test('without WebGL: sign-in, portal, list, search and sign-out in ordinary HTML', async () => {
  const tab = await site.visit();
  assert.equal(await tab.evaluate(() => document.createElement('canvas').getContext('webgl2')), null, 'this browser has no WebGL');
  await assert_accessible(tab, 'sign-in without WebGL');
  await site.sign_in(tab);
  await site.open_list(tab);
  assert.equal(await is_dressed(tab), true);
  assert.equal(await tab.evaluate(() => [...document.querySelectorAll('canvas')].every((canvas) => getComputedStyle(canvas).display === 'none')), true);
  const colour = await tab.find('heading', 'Liste des patients').evaluate((element) => getComputedStyle(element).color);
  assert.doesNotMatch(colour, /rgba\(.*, 0\)|transparent/, 'the text is visible');
  await tab.find('textbox', 'Nom').fill('benazet zoe');
  await tab.wait_text('1 patient trouvé');
  await assert_accessible(tab, 'list without WebGL');
  await site.sign_out(tab);
  await tab.person.close();
});

// Of the style sheet that only the HTML version has: a bar across the page.
const is_dressed = (tab) => tab.find('banner').evaluate((bar) => getComputedStyle(bar).minHeight === '56px');
const fetches_of = async (person, name) => {
  const paths = [];
  await person.on_request(({ path }) => { if (path.includes(name)) paths.push(path); });
  return paths;
};

test('the HTML version\'s style sheet comes with it, and never with the drawn one', async (context) => {
  const own = await start_site();
  context.after(() => own.dispose());
  const person = await own.browser.person({});
  const paths = await fetches_of(person, 'html_version');
  const tab = await person.tab();
  await tab.open(`${own.server.base_url}/`);
  await tab.find('button', 'Version HTML').wait();
  await tab.wait_idle();
  assert.deepEqual(paths, []);
  await tab.find('button', 'Version HTML').press();
  await tab.find('button', 'Version graphique').wait();
  await tab.wait_idle();
  assert.equal(paths.length, 1);
  assert.equal(await tab.find('contentinfo').evaluate((foot) => getComputedStyle(foot).borderTopStyle), 'solid');
  await tab.find('button', 'Version graphique').press();
  await tab.find('button', 'Version HTML').press();
  await tab.wait_idle();
  assert.equal(paths.length, 1, 'once');
  await tab.person.close();
});

test('without that style sheet the HTML version still works', async (context) => {
  const own = await start_site();
  context.after(() => own.dispose());
  const person = await own.browser.person({});
  await person.intercept('**/a/html_version.*', { abort: true });
  const tab = Object.assign(await person.tab(), { face: faces[1], say: names_in('fr') });
  await own.open(tab);
  await own.sign_in(tab);
  await own.open_list(tab);
  assert.equal(await is_dressed(tab), false);
  await tab.person.close();
});

// Its handle outlives the loss: a context that is lost gives no extension.
const lose_context = (tab) => tab.evaluate(() => {
  window.test_notes.context = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
  window.test_notes.context.loseContext();
});

test('WebGL lost and back while a message is written: the way back to the drawn version is there again, the draft too', async (context) => {
  const own = await start_site();
  context.after(() => own.dispose());
  const tab = await own.in_list();
  await to_discussions(tab);
  await to_thread(tab);
  await wait_painted(tab);
  const message = () => tab.find('textbox', 'Écrire un message');
  await message().fill('Brouillon TEST');
  await tab.wait_idle();
  await lose_context(tab);
  await tab.wait_for('the HTML version', () => tab.evaluate(() => document.documentElement.classList.contains('face-html')));
  await tab.wait_idle();
  assert.equal(await message().value(), 'Brouillon TEST');
  await own.open_user_menu(tab);
  await tab.find('menuitem', 'Thème').wait();
  assert.equal(await tab.sees('menuitem', 'Version HTML'), false);
  assert.equal(await tab.sees('menuitem', 'Version graphique'), false);
  await tab.evaluate(() => window.test_notes.context.restoreContext());
  await tab.find('menuitem', 'Version graphique').press();
  await tab.wait_for('the drawn version', () => tab.evaluate(() => document.documentElement.classList.contains('face-canvas') && !document.getElementById('canvas').getContext('webgl2').isContextLost()));
  await tab.wait_idle();
  assert.equal(await message().value(), 'Brouillon TEST');
  const { paper, ink } = await paper_and_ink(tab, tab.find('button', 'Envoyer'));
  assert.ok(contrast(paper, ink) > 3, 'and it is drawn');
  await tab.person.close();
});

test('WebGL lost in the middle: the HTML version takes over, nothing typed is lost', async (context) => {
  const own = await start_site();
  context.after(() => own.dispose());
  const tab = await own.in_list();
  await tab.find('textbox', 'Nom').fill('benazet zoe');
  await tab.wait_text('1 patient trouvé');
  await tab.evaluate(() => { for (const canvas of document.querySelectorAll('canvas')) canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext(); });
  await tab.wait_for('the text to be visible or drawn again', () => tab.evaluate(() => [...document.querySelectorAll('canvas')].every((canvas) => getComputedStyle(canvas).display === 'none' || !canvas.getContext('webgl2')?.isContextLost())));
  assert.equal(await tab.find('textbox', 'Nom').value(), 'benazet zoe');
  assert.match(await tab.text(), /BÉNAZET Zoé/);
});

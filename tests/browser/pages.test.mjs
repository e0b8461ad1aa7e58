// What the law wants at hand, and the themes: every screen of a journey in each, checked by axe in both faces.
import assert from 'node:assert/strict';
import { after, before, test as each_test } from 'node:test';
import { assert_accessible, by_turns, faces, start_site } from './support.mjs';

const test = by_turns(each_test);
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });

const pages = [
  { name: 'Mentions légales', fragment: '#/mentions-legales' },
  { name: 'Données personnelles', fragment: '#/donnees-personnelles' },
  { name: 'Accessibilité : non conforme', fragment: '#/accessibilite' },
];

for (const face of faces) {
  test(`the pages of the footer, before the sign-in and after it (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await tab.find('textbox', 'Identifiant').fill('somebody');
    for (const page of pages) {
      await tab.find('link', page.name).press();
      await tab.find('heading', page.name).wait();
      await tab.wait_idle();
      assert.ok(tab.url().endsWith(page.fragment), tab.url());
      assert.equal(await tab.title(), `${page.name} – SPICO`);
      assert.equal((await tab.focused()).tag, 'h1', 'a new screen is read from its title');
      await assert_accessible(tab, `${page.name}, ${face.name}`);
      await tab.back();
      await tab.find('textbox', 'Identifiant').wait();
      await tab.wait_idle();
      assert.equal(await tab.find('textbox', 'Identifiant').value(), 'somebody', 'nothing typed is lost');
    }
    await site.sign_in(tab);
    for (const page of pages) assert.ok(await tab.sees('link', page.name), page.name);
    await site.open_list(tab);
    await site.open_user_menu(tab);
    await tab.find('menuitem', 'Accessibilité : non conforme').press();
    await tab.find('heading', 'Accessibilité : non conforme').wait();
    await tab.wait_idle();
    await tab.back();
    await site.wait_list(tab);
    await tab.person.close();
  });

  for (const theme of ['dark', 'contrast']) {
    test(`theme «${theme}», chosen and kept: sign-in, portal, list, menu (${face.name})`, async () => {
      const tab = await site.visit({ face });
      const data_theme = () => tab.evaluate(() => document.documentElement.dataset.theme ?? '');
      for (let presses = 0; presses < 4 && (await data_theme()) !== theme; presses += 1) {
        await tab.find('button', 'Thème').press();
        await tab.wait_idle();
      }
      assert.equal(await data_theme(), theme);
      await tab.reload();
      await tab.find('button', 'Thème').wait();
      await tab.wait_idle();
      assert.equal(await data_theme(), theme, 'kept over a reload');
      await assert_accessible(tab, `sign-in, ${theme}, ${face.name}`);
      await site.sign_in(tab);
      await tab.wait_idle();
      await assert_accessible(tab, `portal, ${theme}, ${face.name}`);
      await site.open_list(tab);
      await tab.wait_idle();
      await assert_accessible(tab, `list, ${theme}, ${face.name}`);
      await site.open_user_menu(tab);
      await tab.find('menuitem', 'Thème').press();
      await tab.wait_idle();
      assert.notEqual(await data_theme(), theme);
      assert.ok(await tab.sees('menuitem', 'Thème'), 'the menu stays open for the next one');
      await assert_accessible(tab, `menu, ${theme}, ${face.name}`, { overlapped: true });
      await tab.person.close();
    });
  }
}

test('the browser can install the application: name, icons, start', async () => {
  const tab = await site.visit();
  assert.deepEqual(await tab.installation_obstacles(), []);
  const manifest = await tab.evaluate(() => fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json()));
  assert.equal(manifest.display, 'standalone');
  const sizes = await tab.evaluate((icons) => Promise.all(icons.filter(({ type }) => type === 'image/png').map(async ({ src, sizes: told }) => {
    const image = new window.Image();
    image.src = src;
    await image.decode();
    return [`${image.naturalWidth}x${image.naturalHeight}`, told];
  })), manifest.icons);
  assert.ok(sizes.length >= 3);
  for (const [real, told] of sizes) assert.equal(real, told);
  await tab.person.close();
});

// Kiosk, first version: short idle time, nothing kept between two people, no context menu (product.md §10, threat 41).
import assert from 'node:assert/strict';
import { after, before, test as each_test } from 'node:test';
import { assert_accessible, by_turns, faces, kept_by_page, password, start_site } from './support.mjs';

const test = by_turns(each_test);
const minute = 60_000;
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });

for (const face of faces) {
  const query = face.query ? '?kiosque&html=1' : '?kiosque';

  test(`T41 five minutes without a touch: back to the sign-in, nothing kept (${face.name})`, async () => {
    const tab = await site.visit({ face, query, clock: true, touch: true, width: 1024, height: 768 });
    await tab.find('button', 'Plein écran').wait();
    await assert_accessible(tab, `kiosk, ${face.name}`);
    await site.sign_in(tab);
    await site.open_list(tab);
    assert.match(tab.url(), /\?kiosque.*#\/patients/);
    await site.pass_time(tab, 4 * minute);
    await tab.find('textbox', 'Nom').type('b');
    await tab.wait_idle();
    await site.pass_time(tab, 4 * minute);
    await tab.wait_text('BÉNAZET');
    await site.pass_time(tab, minute + 5000);
    await tab.find('password', 'Mot de passe').wait();
    await tab.wait_idle();
    assert.doesNotMatch(await tab.text(), /BÉNAZET/);
    assert.match(tab.url(), /\?kiosque/);
    const session = await tab.evaluate(() => fetch('/api/session', { headers: { 'X-Spico': '1' } }).then((answer) => answer.json()));
    assert.equal(session.user, null, 'the server ended it too');
    const kept = await kept_by_page(tab);
    for (const text of ['BÉNAZET', 'demo-infirmiere', password]) assert.ok(!kept.includes(text), text);
    assert.equal((await tab.memory_holds('BÉNAZET')).found, 0);
    assert.equal(await tab.find('textbox', 'Identifiant').value(), '');
    for (let count = 0; count < 3; count += 1) {
      await tab.back();
      if (tab.url() === 'about:blank') break;  // the page the browser started with
      await tab.find('password', 'Mot de passe').wait();
      await tab.wait_idle();  // an address the page sets after that would be taken for the end of the next step back
      assert.doesNotMatch(await tab.text(), /BÉNAZET/);
    }
    await tab.person.close();
  });

  test(`no context menu in a kiosk, and one elsewhere (${face.name})`, async () => {
    const opens = (tab) => tab.evaluate(() => document.body.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 200, clientY: 200 })));
    const kiosk = await site.visit({ face, query });
    assert.equal(await opens(kiosk), false);
    const desk = await site.visit({ face });
    assert.equal(await opens(desk), true);
    await kiosk.person.close();
    await desk.person.close();
  });
}

test('decision 2: the switch may stand inside the fragment; it is kept through navigation', async () => {
  const tab = await site.visit({ query: '', fragment: '#/portail?kiosque' });
  await tab.find('button', 'Plein écran').wait();
  await tab.wait_address(/\/\?kiosque#\//);
  await site.sign_in(tab);
  await site.open_list(tab);
  assert.match(tab.url(), /\/\?kiosque#\/patients/);
  await tab.person.close();
});

test('the choice of the sign-in tab is not kept in a kiosk', async () => {
  const tab = await site.visit({ query: '?kiosque' });
  await tab.find('tab', 'Identifiant et mot de passe').press();
  await tab.wait_idle();
  await tab.reload();
  await tab.find('tab', 'Authentification par code à usage unique').wait();
  await tab.wait_idle();
  assert.equal(await tab.evaluate(() => localStorage.length), 0);
  await tab.person.close();
});

// Reload, back, deep links, inactivity, several tabs: threats 10, 22 and 24 and product.md §8.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test as each_test } from 'node:test';
import { needs } from './driver.mjs';
import { advance_clock, assert_accessible, by_turns, faces, start_site, users } from './support.mjs';

const test = by_turns(each_test);
const minute = 60_000;
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

const signed_out = (tab) => tab.find('password', 'Mot de passe').wait();

for (const face of faces) {
  test(`a reload stays where it was (${face.name})`, async () => {
    const tab = await site.in_list({ face, fragment: '#/patients?statut=actif' });
    await tab.reload();
    await site.wait_list(tab);
    assert.match(tab.url(), /#\/patients\?statut=actif/);
    await tab.person.close();
  });

  test(`a deep link is kept through the sign-in and the terms (${face.name})`, async () => {
    const tab = await site.visit({ face, fragment: '#/patients?statut=actif' });
    await tab.wait_text('Connectez-vous pour ouvrir la page demandée');
    await site.sign_in(tab);
    await tab.find('heading', 'Liste des patients').wait();
    await tab.wait_address(/#\/patients\?statut=actif/);
    await tab.person.close();
  });

  test(`Back and Forward go from screen to screen, one step each, and find the list with its filters (${face.name})`, async () => {
    const tab = await site.visit({ face });
    await site.sign_in(tab);
    await site.open_list(tab);
    const is_filtered = async (how) => {
      await tab.wait_address(/#\/patients\?.*sexe=/);
      await site.wait_list(tab);
      assert.equal(await tab.find('checkbox', 'F').is_checked(), true, how);
    };
    // A filter is no step of its own.
    for (const sex of ['H', 'F']) await tab.find('checkbox', sex).press();
    await tab.find('checkbox', 'H').press();
    await is_filtered('as it was chosen');
    await tab.find('link', 'BÉNAZET Zoé').press();
    await tab.find('heading', 'Dossier patient').wait();
    await tab.wait_idle();
    await tab.back();
    await is_filtered('back from the patient');
    await tab.back();
    await tab.find('heading', 'Kiosque des services').wait();
    await tab.wait_idle();
    assert.doesNotMatch(await tab.text(), /BÉNAZET/);
    await tab.forward();
    await is_filtered('forward again');
    await tab.person.close();
  });

  test(`T10 after the sign-out «Retour» shows nothing, nor the page left before it (${face.name})`, async () => {
    // Through the portal, so that there is a screen of ours behind the list.
    const tab = await site.visit({ face });
    await site.sign_in(tab);
    await site.open_list(tab);
    await site.sign_out(tab);
    let pages_seen = 0;
    for (; pages_seen < 5; pages_seen += 1) {
      await tab.back();
      // The page the browser started with: there is nothing before it.
      if (tab.url() === 'about:blank') break;
      await signed_out(tab);
      await tab.wait_idle();
      assert.doesNotMatch(await tab.text(), /BÉNAZET|TEST Formation/);
      assert.equal((await tab.memory_holds('BÉNAZET')).found, 0, 'in the memory of the module');
    }
    assert.ok(pages_seen > 0, 'there was a page of ours to go back to');
    await tab.person.close();
  });

  test(`T10 signed out in another tab while this page was left: «Retour» shows nothing (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    await tab.open('about:blank');
    const other = await site.another_tab(tab, '#/portail');
    await other.find('heading', 'Kiosque des services').wait();
    await site.sign_out(other);
    await tab.back();
    await tab.find('password', 'Mot de passe').wait();
    assert.doesNotMatch(await tab.text(), /BÉNAZET/);
    await tab.person.close();
  });

  test(`T22 inactivity: a warning two minutes before, «Rester connecté» stays (${face.name})`, async () => {
    const tab = await site.in_list({ face, clock: true });
    await site.pass_time(tab, 118 * minute + 5000);
    await tab.find('dialog', 'Inactivité').wait();
    await assert_accessible(tab, `inactivity, ${face.name}`);
    assert.doesNotMatch(await tab.find('dialog', 'Inactivité').text(), /BÉNAZET/);
    await tab.find('button', 'Rester connecté').press();
    await tab.find('dialog', 'Inactivité').gone();
    await tab.wait_idle();
    await site.pass_time(tab, 60 * minute);
    await tab.wait_text('BÉNAZET');
    await tab.person.close();
  });

  test(`T22 inactivity: «Se déconnecter» in the warning signs out (${face.name})`, async () => {
    const tab = await site.in_list({ face, clock: true });
    await site.pass_time(tab, 118 * minute + 5000);
    await tab.find('dialog', 'Inactivité').wait();
    await tab.find('button', 'Se déconnecter').press();
    await signed_out(tab);
    assert.doesNotMatch(await tab.text(), /BÉNAZET/);
    await tab.person.close();
  });

  test(`T22 inactivity: after two hours it is signed out and says why (${face.name})`, async () => {
    const tab = await site.in_list({ face, clock: true });
    await site.pass_time(tab, 121 * minute);
    await signed_out(tab);
    await tab.wait_text('après une période d\'inactivité');
    assert.doesNotMatch(await tab.text(), /BÉNAZET/);
    await tab.person.close();
  });

  test(`T24 signing out in one of three tabs blanks the others, one of them frozen (${face.name})`, needs('freeze'), async () => {
    const first = await site.in_list({ face });
    const second = await site.another_tab(first, '#/patients');
    await site.wait_list(second);
    const third = await site.another_tab(first, '#/patients');
    await site.wait_list(third);
    await third.freeze();
    await site.sign_out(first);
    await signed_out(second);
    assert.doesNotMatch(await second.text(), /BÉNAZET/);
    await third.thaw();
    await signed_out(third);
    assert.doesNotMatch(await third.text(), /BÉNAZET/);
    await first.person.close();
  });
}

test('T22 frozen for two hours: the first thing seen after it has no patient', needs('freeze'), async () => {
  const tab = await site.in_list({ clock: true });
  await tab.evaluate(() => {
    window.test_notes.seen_after = [];
    document.addEventListener('resume', () => {
      const look = () => {
        const cover = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
        window.test_notes.seen_after.push(cover?.innerText ?? '');
      };
      look();
      requestAnimationFrame(look);
    }, { once: true });
  });
  await tab.freeze();
  await advance_clock(site.server, 121 * minute);
  await tab.advance_clock(121 * minute);
  await tab.thaw();
  await signed_out(tab);
  assert.doesNotMatch(await tab.text(), /BÉNAZET/);
  await tab.person.close();
});

test('T22 the computer\'s clock put forward three hours: the server is asked, nobody is signed out wrongly', async () => {
  const tab = await site.in_list({ clock: true });
  await tab.set_clock(Date.now() + 180 * minute);
  await tab.key('Shift');
  await tab.wait_text('BÉNAZET');
  await tab.wait_idle();
  assert.equal(await tab.sees('password', 'Mot de passe'), false);
  await tab.person.close();
});

test('T22 the computer\'s clock put back three hours does not stretch the session', async () => {
  const tab = await site.in_list({ clock: true });
  await tab.set_clock(Date.now() - 180 * minute);
  await tab.key('Shift');
  await tab.wait_idle();
  await site.pass_time(tab, 121 * minute);
  await signed_out(tab);
  assert.doesNotMatch(await tab.text(), /BÉNAZET/);
  await tab.person.close();
});

test('T22 two hours without the network: signed out by the page itself', needs('offline'), async () => {
  const tab = await site.in_list({ clock: true });
  await tab.person.offline(true);
  await tab.advance_clock(121 * minute);
  await tab.wait_for('no patient on the screen', async () => !/BÉNAZET/.test(await tab.text()));
  await tab.person.offline(false);
  await tab.person.close();
});

test('T22 activity in one tab keeps the other one signed in', async () => {
  const busy = await site.in_list({ clock: true });
  const quiet = await site.another_tab(busy, '#/patients');
  await site.wait_list(quiet);
  for (let count = 0; count < 4; count += 1) {
    await advance_clock(site.server, 40 * minute);
    await busy.advance_clock(40 * minute);  // the clock of the person: both tabs'
    await busy.find('textbox', 'Nom').type('b');
    await busy.wait_idle();
    await quiet.wait_idle();
  }
  assert.equal(await quiet.sees('password', 'Mot de passe'), false);
  await quiet.wait_text('BÉNAZET');
  await busy.person.close();
});

test('T23 a page that only stands open does not keep the session', async () => {
  const tab = await site.in_list({ clock: true });
  for (let count = 0; count < 13; count += 1) {
    await site.pass_time(tab, 10 * minute);
    await tab.wait_idle();
  }
  await signed_out(tab);
  await tab.person.close();
});

test('T24 another person signs in in another tab: the first tab shows nothing of the one before', async () => {
  const first = await site.in_list();
  const ask = () => fetch('/api/session', { headers: { 'X-Spico': '1' } }).then((answer) => answer.json());
  const { display_name } = (await first.evaluate(ask)).user;
  assert.ok(await first.sees('button', display_name));
  const second = await site.another_tab(first, '#/portail');
  await second.find('heading', 'Kiosque des services').wait();
  await site.sign_out(second);
  await site.sign_in(second, { user: users.physician });
  await first.wait_for('the name of the person before is gone', async () => !(await first.text()).includes(display_name) && !(await first.sees('button', display_name)));
  assert.equal((await second.evaluate(ask)).user.identifiant, users.physician);
  await first.person.close();
});

test('the address #/connexion of somebody who is signed in leads to the portal, signed in', async () => {
  const tab = await site.in_list();
  await tab.open('about:blank');
  await site.open(tab, '#/connexion');
  await tab.find('heading', 'Kiosque des services').wait();
  await tab.person.close();
});

// The acceptance checks of accessibility.md §3 by their numbers: what is drawn where its element is, screens, zoom, what the system asks for, no style sheet (8, 25, 26, 30).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { box_of, contrast, is_inside, minute, on_each_screen, paper_and_ink, rgb, to_discussions, to_dossier, to_notifications, to_thread, wait_painted, watch } from './checks_support.mjs';
import { wait_message, write } from './discussions_support.mjs';
import { launch, needs } from './driver.mjs';
import { advance_clock, faces, Site, start_site } from './support.mjs';

const [canvas_face] = faces;
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

// How far what is drawn begins from the element's edge, each side, in CSS pixels. The middle of a side is looked at.
async function edge_errors(tab, element, pixel_ratio) {
  const box = await box_of(element);
  const margin = 6;
  const clip = { x: Math.floor(box.x) - margin, y: Math.floor(box.y) - margin, width: Math.ceil(box.width) + 2 * margin, height: Math.ceil(box.height) + 2 * margin };
  const pixels = await tab.pixels(clip);
  const [middle_x, middle_y] = [Math.round(pixels.width / 2), Math.round(pixels.height / 2)];
  const begins = (length, at) => { for (let step = 0; step < length; step += 1) if (contrast(pixels.at(...at(step)), pixels.at(0, 0)) > 1.3) return step / pixel_ratio; return Infinity; };
  return [
    begins(pixels.width, (step) => [step, middle_y]) - (box.x - clip.x),
    begins(pixels.height, (step) => [middle_x, step]) - (box.y - clip.y),
    begins(pixels.width, (step) => [pixels.width - 1 - step, middle_y]) - (clip.x + clip.width - box.x - box.width),
    begins(pixels.height, (step) => [middle_x, pixels.height - 1 - step]) - (clip.y + clip.height - box.y - box.height),
  ];
}

async function assert_in_place(tab, elements, pixel_ratio) {
  for (const [role, name] of elements) {
    const errors = await edge_errors(tab, tab.find(role, name), pixel_ratio);
    assert.ok(Math.max(...errors.map(Math.abs)) <= 1, `«${name}» is drawn off its element by ${errors} CSS pixels`);
  }
}

for (const pixel_ratio of [1, 1.25, 2, 4]) {
  test(`check 8: what is drawn stands where its element is, ${pixel_ratio} device pixels each`, needs('pixel_ratio'), async () => {
    const browser = await launch({ pixel_ratio });
    try {
      const own_site = new Site(site.server, browser);
      const tab = await own_site.visit();
      await wait_painted(tab);
      await assert_in_place(tab, [['textbox', 'Identifiant'], ['button', 'Se connecter']], pixel_ratio);
      await own_site.sign_in(tab);
      await own_site.open_list(tab);
      await wait_painted(tab);
      await assert_in_place(tab, [['textbox', 'Nom'], ['textbox', 'Prénom'], ['combobox', 'Statuts'], ['button', 'Rechercher les patients']], pixel_ratio);
    } finally {
      await browser.close();
    }
  });
}

test('check 8: and after it was scrolled', async () => {
  const tab = await site.visit({ width: 400, height: 300 });
  await wait_painted(tab);
  for (const [role, name] of [['button', 'Se connecter'], ['textbox', 'Identifiant'], ['button', 'Se connecter']]) {
    await tab.find(role, name).evaluate((element) => { element.scrollIntoView({ block: 'center' }); });
    await tab.wait_idle();
    await assert_in_place(tab, [[role, name]], 1);
  }
  await tab.person.close();
});

// How much ink a drawn text leaves on each pixel, from 0 (paper) to 1, in rows.
function ink_of({ width, height, at }) {
  const grey = Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => at(x, y).reduce((sum, part) => sum + part, 0)));
  const [[paper]] = grey;
  const most = Math.max(...grey.map((row) => Math.max(...row.map((each) => Math.abs(each - paper)))));
  return grey.map((row) => row.map((each) => Math.abs(each - paper) / most));
}

// The same, had it been drawn with half as many pixels and stretched over these: what a canvas does that is smaller than its place.
function stretched(rows) {
  const half = Array.from({ length: Math.floor(rows.length / 2) }, (_, y) => Array.from({ length: Math.floor(rows[0].length / 2) },
    (__, x) => (rows[2 * y][2 * x] + rows[2 * y][2 * x + 1] + rows[2 * y + 1][2 * x] + rows[2 * y + 1][2 * x + 1]) / 4));
  const within = (at, length) => Math.min(Math.max(at, 0), length - 1);
  const value = (x, y) => half[within(y, half.length)][within(x, half[0].length)];
  return Array.from({ length: half.length * 2 }, (_, y) => Array.from({ length: half[0].length * 2 }, (__, x) => {
    const [left, above] = [Math.floor((x - 0.5) / 2), Math.floor((y - 0.5) / 2)];
    const [to_right, to_below] = [(x - 0.5) / 2 - left, (y - 0.5) / 2 - above];
    const in_row = (at) => value(left, at) * (1 - to_right) + value(left + 1, at) * to_right;
    return in_row(above) * (1 - to_below) + in_row(above + 1) * to_below;
  }));
}

// From paper to ink and back, along rows and columns: the share of each such rise that takes place within two steps from pixel to pixel, in the
// mean. What was drawn for these pixels is nearly there by then, whatever their number: 0.94 to 0.84 from 0.5 to 3 device pixels each; a stretched picture, 0.72 to 0.53.
const sharp_from = 0.78;
function sharpness(rows) {
  const least_rise = 0.6;
  const least_step = 1 / 256;
  const columns = rows[0].map((_, x) => rows.map((row) => row[x]));
  const shares = [];
  for (const line of [...rows, ...columns]) {
    let begin = 0;
    while (begin + 1 < line.length) {
      const direction = Math.sign(line[begin + 1] - line[begin]);
      let end = begin;
      while (end + 1 < line.length && (line[end + 1] - line[end]) * direction > least_step) end += 1;
      const rise = Math.abs(line[end] - line[begin]);
      if (rise >= least_rise) {
        const steepest = Math.max(...line.slice(begin, end).map((from, at) => Math.abs(line[Math.min(begin + at + 2, end)] - from)));
        shares.push(steepest / rise);
      }
      begin = Math.max(end, begin + 1);
    }
  }
  assert.ok(shares.length >= 50, `${shares.length} edges are no text`);
  return shares.reduce((sum, each) => sum + each, 0) / shares.length;
}

// The title as the screen shows it. Its place is cut out along whole device pixels of every screen here.
async function assert_sharp(tab) {
  const { x, y, width, height } = await box_of(tab.find('heading', 'Connexion au PASS'));
  const outward = 4;
  const [left, top] = [x, y].map((each) => Math.floor(each / outward) * outward);
  const [right, bottom] = [x + width, y + height].map((each) => Math.ceil(each / outward) * outward);
  const rows = ink_of(await tab.pixels({ x: left, y: top, width: right - left, height: bottom - top }));
  const [drawn, control] = [sharpness(rows), sharpness(stretched(rows))];
  assert.ok(drawn >= sharp_from, `blurred: ${drawn}`);
  assert.ok(control < sharp_from, `what is blurred would not be noticed: ${control}`);
}

const canvas_sizes = (tab) => tab.evaluate(() => {
  const canvas = document.getElementById('canvas');
  const { width, height } = canvas.getBoundingClientRect();
  return { ratio: devicePixelRatio, client: [width, height], backing: [canvas.width, canvas.height] };
});
const has_all_pixels = ({ ratio, client, backing }) => [0, 1].every((at) => Math.abs(backing[at] - client[at] * ratio) < 1);

// To a page, a zoom of the browser is another ratio and a window of fewer CSS pixels: 50 to 300 % are here too.
for (const pixel_ratio of [0.5, 0.75, 1, 1.25, 1.5, 2, 3]) {
  test(`check 25: on a screen with ${pixel_ratio} device pixels each the canvas has them all, and text is sharp (C10)`, needs('pixel_ratio'), async () => {
    const browser = await launch({ pixel_ratio, window: { width: Math.round(1280 / pixel_ratio), height: Math.max(600, Math.round(900 / pixel_ratio)) } });
    try {
      const tab = await new Site(site.server, browser).visit();
      await wait_painted(tab);
      const sizes = await canvas_sizes(tab);
      assert.equal(sizes.ratio, pixel_ratio);
      assert.ok(sizes.client[0] > 300 && sizes.client[1] > 200, sizes.client.join());
      assert.ok(has_all_pixels(sizes), JSON.stringify(sizes));
      await assert_sharp(tab);
    } finally {
      await browser.close();
    }
  });
}

test('C10: on another screen text is sharp again, though no box of the page is larger', needs('pixel_ratio'), async () => {
  const browser = await launch({ pixel_ratio: 1 });
  try {
    const tab = await new Site(site.server, browser).visit();
    await wait_painted(tab);
    const before = await canvas_sizes(tab);
    for (const pixel_ratio of [2, 1.5, 1]) {
      await tab.move_to_screen(pixel_ratio);
      await tab.wait_for(`a canvas with ${pixel_ratio} device pixels each`, async () => {
        const sizes = await canvas_sizes(tab);
        return sizes.ratio === pixel_ratio && has_all_pixels(sizes);
      });
      await tab.wait_idle();
      assert.deepEqual((await canvas_sizes(tab)).client, before.client);
      await assert_sharp(tab);
    }
  } finally {
    await browser.close();
  }
});

test('check 25: 320 by 256: nothing goes sideways but tables, every control can be brought into sight', async () => {
  const wrong = [];
  await on_each_screen(site, { face: canvas_face, width: 320, height: 256 }, async (tab, screen) => {
    const { sideways, hidden, count } = await tab.evaluate(() => {
      const told = (element) => `${element.tagName} «${(element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent).trim().slice(0, 60)}»`;
      const controls = [...document.querySelectorAll('#overlay :is(a, button, input, select)')].filter((each) => !each.closest('[inert], [role=grid]') && each.tabIndex >= 0);
      return {
        count: controls.length,
        sideways: [...document.querySelectorAll('html, body, #overlay [data-scroller]')].filter((each) => !each.closest('[role=grid]') && each.scrollWidth > each.clientWidth).map(told),
        hidden: controls.filter((control) => {
          const element = control.closest('.choice') ?? control;
          element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
          const { x, y, width, height } = element.getBoundingClientRect();
          const hit = document.elementFromPoint(x + width / 2, y + height / 2);
          return x < -0.5 || x + width > innerWidth + 0.5 || !(hit && (element.contains(hit) || hit.closest('[role=menu], [role=tooltip]')));
        }).map(told),
      };
    });
    assert.ok(count >= 2, screen);
    wrong.push(...sideways.map((each) => `${screen}: sideways ${each}`), ...hidden.map((each) => `${screen}: out of sight ${each}`));
  });
  assert.deepEqual(wrong, []);
});

test('check 26: with reduced motion no frame runs, not even while an answer is waited for', needs('media'), async () => {
  const tab = await site.visit({ prefers: { motion: 'reduce' } });
  await site.sign_in(tab);
  await wait_painted(tab);
  await tab.person.intercept(/\/api\/spico\/patients/, { hang: true });
  await tab.find('link', 'SPICO Dossiers').press();
  await tab.wait_text('Chargement des patients…');
  assert.equal(await tab.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches), true);
  // It takes long: the last thing that there is to say.
  await tab.wait_text(/(Réponse|Serveur|Réseau) lente?/);
  // The text stands on the page before the frame that brought it has been followed by the last one.
  await tab.wait_for('the last frame of the change', async () => (await watch(tab, 100)).frames === 0);
  assert.equal((await watch(tab, 2000)).frames, 0);
  assert.equal(await tab.evaluate(() => document.getAnimations().length), 0);
  await tab.person.close();
});

for (const scheme of ['light', 'dark']) {
  test(`check 26: forced colours, ${scheme}: the canvas has the system's, the elements over it paint nothing`, needs('media'), async () => {
    await on_each_screen(site, { face: canvas_face, until: 'menu', prefers: { colours: 'active', scheme } }, async (tab, screen) => {
      const system = await tab.evaluate(() => {
        const probe = document.createElement('div');
        probe.style.backgroundColor = 'Canvas';
        probe.style.color = 'CanvasText';
        document.body.append(probe);
        const { backgroundColor, color } = getComputedStyle(probe);
        probe.remove();
        return { paper: backgroundColor, ink: color };
      });
      const { paper, ink } = await paper_and_ink(tab, tab.find('heading', await tab.evaluate(() => document.querySelector('h1').textContent)));
      assert.deepEqual({ paper, ink }, { paper: rgb(system.paper), ink: rgb(system.ink) }, screen);
      // Without the canvas, and the fields, which do paint their text, nothing is left to be seen.
      await tab.evaluate(() => {
        document.getElementById('canvas').style.visibility = 'hidden';
        document.querySelectorAll('#overlay :is(input, select, textarea, [data-painted])').forEach((each) => { each.style.visibility = 'hidden'; });
      });
      const box = { x: 0, y: 0, width: 1280, height: 800 };
      const shown = await tab.pixels(box);
      await tab.evaluate(() => { document.getElementById('overlay').style.visibility = 'hidden'; });
      const hidden = await tab.pixels(box);
      await tab.evaluate(() => document.querySelectorAll('#canvas, #overlay, #overlay *').forEach((each) => { each.style.visibility = ''; }));
      const differing = [];
      const is_same = (one, other) => one.every((part, at) => part === other[at]);
      for (let y = 0; y < 800; y += 1) for (let x = 0; x < 1280; x += 1) if (!is_same(shown.at(x, y), hidden.at(x, y))) differing.push([x, y]);
      assert.deepEqual(differing.slice(0, 3), [], screen);
    });
  });
}

for (const scheme of ['light', 'dark']) {
  test(`check 26: forced colours, ${scheme}: what is pressed is a link's colour, the ring that of what is highlighted`, needs('media'), async () => {
    const tab = await site.visit({ face: canvas_face, prefers: { colours: 'active', scheme } });
    await wait_painted(tab);
    const system = await tab.evaluate(() => Object.fromEntries(['Canvas', 'CanvasText', 'LinkText', 'Highlight'].map((name) => {
      const probe = document.createElement('div');
      probe.style.color = name;
      document.body.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return [name, color];
    })));
    const button = tab.find('button', 'Se connecter');
    await button.focus();
    await tab.wait_idle();
    const { x, y, width, height } = await box_of(button);
    const margin = 8;
    const pixels = await tab.pixels({ x: Math.round(x) - margin, y: Math.round(y), width: Math.round(width) + margin, height: Math.round(height) });
    const middle = Math.round(height / 2);
    assert.deepEqual(pixels.at(margin + 3, middle), rgb(system.LinkText), 'its fill');
    assert.deepEqual(pixels.at(margin - 4, middle), rgb(system.Highlight), 'its ring');
    assert.deepEqual(pixels.at(margin - 1, middle), rgb(system.Canvas), 'the gap before it');
    // What the page paints over the canvas: a field's own text.
    assert.equal(await tab.find('textbox', 'Identifiant').evaluate((field) => getComputedStyle(field).color), system.CanvasText);
    await tab.person.close();
  });
}

test('check 26: more contrast: ink on paper of 7 and more, and not the colours of everybody', needs('media'), async () => {
  const drawn = {};
  for (const contrast_wish of ['no-preference', 'more']) {
    const tab = await site.visit({ prefers: { contrast: contrast_wish, scheme: 'light' } });
    await wait_painted(tab);
    drawn[contrast_wish] = await paper_and_ink(tab, tab.find('heading', 'Connexion au PASS'));
    await tab.person.close();
  }
  assert.deepEqual(drawn.more, { paper: [255, 255, 255], ink: [0, 0, 0] });
  assert.ok(contrast(drawn.more.ink, drawn.more.paper) >= 7);
  assert.notDeepEqual(drawn['no-preference'].ink, drawn.more.ink);
});

const [, html_face] = faces;

test('check 30: Version HTML: the whole way with the canvas gone, through every screen', async () => {
  const tab = await site.visit({ face: html_face });
  await tab.evaluate(() => { document.getElementById('canvas').remove(); });
  await site.sign_in(tab);
  await site.open_list(tab);
  await tab.find('textbox', 'Nom').fill('benazet zoe');
  await tab.wait_text('1 patient trouvé');
  await tab.find('columnheader', 'Identité').find('button', 'Identité').press();
  await tab.wait_idle();
  await to_dossier(tab);
  await to_discussions(tab);
  await to_thread(tab);
  await write(tab, 'Sans dessin TEST');
  await wait_message(tab, 'Sans dessin TEST', 'Envoyé');
  await to_notifications(tab);
  assert.equal(await tab.evaluate(() => document.getElementById('canvas')), null);
  await tab.find('link', 'Portail').press();
  await tab.find('heading', 'Kiosque des services').wait();
  await site.sign_out(tab);
  await tab.person.close();
});

test('check 30: Version HTML: with wider spacing of lines, words and letters (WCAG 1.4.12) no text is cut', async () => {
  await on_each_screen(site, { face: html_face, until: 'menu' }, async (tab, screen) => {
    const cut = await tab.evaluate(() => {
      const sheet = new window.CSSStyleSheet();
      sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
      document.adoptedStyleSheets = [sheet];
      const found = [];
      const walker = document.createTreeWalker(document.getElementById('overlay'), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { parentElement, data } = walker.currentNode;
        // Cells of the list are one line each: their column can be made wider.
        if (!data.trim() || parentElement.closest('.live, option, [role=grid]')) continue;
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const text = range.getBoundingClientRect();
        for (let at = parentElement; at && at.id !== 'overlay'; at = at.parentElement) {
          const box = at.getBoundingClientRect();
          const clips = getComputedStyle(at).overflow !== 'visible' && getComputedStyle(at).overflow !== 'auto';
          if (clips && (text.right > box.right + 1 || text.bottom > box.bottom + 1)) { found.push(`«${data.trim()}» in ${at.tagName} ${at.className} ${at.getAttribute('role') ?? ''}`); break; }
        }
        if (text.right > document.documentElement.clientWidth + 1) found.push(`«${data.trim()}» leaves the page`);
      }
      document.adoptedStyleSheets = [];
      return found;
    });
    assert.deepEqual(cut, [], screen);
  });
});

test('check 30: Version HTML: looks tell what those of the drawn one tell', async () => {
  const tab = await site.in_list({ face: html_face });
  const colour = (name) => tab.evaluate((each) => {
    const probe = document.createElement('i');
    probe.style.color = `var(--${each})`;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, name);
  assert.equal(await tab.evaluate(() => getComputedStyle(document.querySelector('[role=rowheader] [data-look=chip]')).color), await colour('warning'), '«TEST»');
  const late = await tab.evaluate(() => {
    const cell = [...document.querySelectorAll('[role=gridcell]')].find(({ textContent }) => textContent.includes('en retard'));
    return getComputedStyle(cell).color;
  });
  assert.equal(late, await colour('danger'), 'tasks that are late');
  const opens = await tab.evaluate(() => [...document.querySelectorAll('#overlay main [role=combobox]')].map((each) => getComputedStyle(each.parentElement, '::after').borderBottomStyle));
  assert.ok(opens.length >= 2 && opens.every((each) => each === 'solid'), `${opens}`);
  await to_dossier(tab);
  assert.equal(await tab.find('navigation').find('link', 'Dossiers').attribute('aria-current'), 'true');
  assert.equal(await tab.find('navigation').find('link', 'Dossiers').evaluate((link) => getComputedStyle(link).fontWeight), '700');
  await to_discussions(tab);
  assert.equal(await tab.find('navigation').find('link', 'Discussions').attribute('aria-current'), 'page');
  // What is short stands at the top, its parts as close as on a full page.
  const gaps = await tab.evaluate(() => {
    const boxes = ['h1', 'button', 'label'].map((each) => document.querySelector(`#overlay main ${each}`).getBoundingClientRect()).sort((a, b) => a.top - b.top);
    return boxes.slice(1).map(({ top }, before) => top - boxes[before].bottom);
  });
  assert.ok(gaps.every((gap) => gap < 32), `${gaps} pixels between title, button and field`);
  await tab.person.close();
});

// What each screen says first, in between and last, in the order in which it makes sense.
const in_footer = ['Mentions légales', 'Données personnelles', 'Accessibilité : non conforme'];
const signed_out = [...in_footer, 'Version graphique'];
const in_spico = (...content) => ['SPICO', 'Version', 'en ligne', 'Notifications', 'Inès TEST', 'Dossiers', 'Discussions', 'Portail', ...content];
const read_in_order = {
  'terms': ['Noé TEST', "Conditions générales d'utilisation du PASS", '1. Objet', '8. Évolution des conditions', "J'ai lu et j'accepte les conditions", 'Accepter', 'Refuser'],
  'sign-in': ['Connexion au PASS', 'ProSantéConnect', 'Identifiant et mot de passe', 'Identifiant', 'Mot de passe', 'Se connecter', ...signed_out],
  'Pro Santé Connect': ['Connexion au PASS', 'ProSantéConnect', 'Avec votre carte CPx', "S'identifier avec Pro Santé Connect", ...signed_out],
  'weak sign-in': ['Connexion au PASS', 'Identifiant et mot de passe', 'Identifiant', 'Mot de passe', 'Se connecter', "Cet onglet ne permet pas d'accéder à SPICO.", ...signed_out],
  'page': ['Accessibilité : non conforme', "Aucun audit n'a encore été fait", 'Ce qui est vérifié', "Ce qui ne l'est pas encore", 'Signaler un défaut', 'Retour', ...signed_out],
  'legal notice': ['Mentions légales', 'Éditeur et hébergeur', 'Logiciels libres employés', 'Retour', ...signed_out],
  'privacy': ['Données personnelles', 'Dans ce navigateur', 'Sur le serveur', 'Vos droits', 'Retour', ...signed_out],
  'channel': ['Comment voulez-vous recevoir votre code ?', 'Par e-mail', 'Par SMS', 'Recevoir le code', 'Revenir à la connexion', ...signed_out],
  'code': ['Saisissez votre code', 'Code envoyé par e-mail', 'Code à usage unique', 'Valider', 'Renvoyer le code', 'Changer de moyen', ...signed_out],
  'portal': ['Inès TEST', 'Portail', 'Kiosque des services', 'Bonjour Inès TEST', 'Rechercher un service', 'SPICO Dossiers', 'Les dossiers des patients', 'Ajouter aux favoris', 'SPICO Discussions', ...in_footer],
  'list': in_spico('Liste des patients', 'Colonnes', 'Rechercher un patient', 'Nom', 'Prénom', 'Date de naissance', 'Rechercher les patients', 'patients trouvés', 'Identité', 'Statuts', 'BÉNAZET', '07/04/1956'),
  'dossier': in_spico('Retour à la liste', 'Dossier patient', 'BÉNAZET Zoé', '07/04/1956', 'Matricule INS', 'Imprimer', 'Nom de naissance', 'Depuis ma dernière visite', 'Suivi', 'Versé depuis les discussions', 'Cercle de soins'),
  'discussions': in_spico('Discussions', 'Nouvelle discussion', 'Rechercher une discussion', 'Non lues', 'discussions trouvées', 'Retour à domicile (TEST)', 'BÉNAZET Zoé'),
  'thread': in_spico('Retour aux discussions', 'Retour à domicile (TEST)', 'BÉNAZET Zoé', '3 membres', 'Bonjour à tous', 'Lu par 2 sur 2', 'Mathieu TEST, Médecin', 'Merci. Je passe la voir', 'Bien noté', 'Écrire un message', 'Envoyer'),
  'notifications': in_spico('Notifications', 'Aucune notification non lue', 'Tout marquer comme lu', 'Message urgent de Mathieu TEST', 'Heures calmes', 'De', 'À', 'Notifications du système'),
  'menu': ['Inès TEST', 'Se déconnecter de SPICO', 'Thème', 'Se déconnecter du PASS', 'Dossiers', 'Discussions', 'Portail', 'Heures calmes'],
  'inactivity': in_spico('Heures calmes', 'Inactivité', 'Vous allez être déconnecté pour inactivité.', 'Déconnexion dans', 'Rester connecté', 'Se déconnecter'),
};

// Runs in the page: what stands there without any style, as it follows each other, and where that differs from what is shown with styles.
function read_without_styles() {
  const told = ({ data, parentElement }) => `«${data.trim()}» in ${parentElement.tagName}`;
  const shown = () => {
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const box = range.getBoundingClientRect();
      if (walker.currentNode.data.trim() && box.width > 0 && box.height > 0) found.set(walker.currentNode, box);
    }
    return found;
  };
  const with_styles = shown();
  const styled = [...document.querySelectorAll('[style]')].map((element) => [element, element.style.cssText]);
  for (const sheet of document.styleSheets) sheet.disabled = true;
  for (const [element] of styled) element.style.cssText = '';
  const without = shown();
  const text = document.body.innerText;
  for (const [element, style] of styled) element.style.cssText = style;
  for (const sheet of document.styleSheets) sheet.disabled = false;

  const nodes = [...without.keys()];
  // What follows stands beside or below, whatever is read.
  const climbing = nodes.filter((node, at) => at > 0 && without.get(node).bottom <= without.get(nodes[at - 1]).top).map(told);
  const titles = nodes.filter(({ parentElement }) => parentElement.closest('h1'));
  const main = document.querySelector('main');
  const before_title = nodes.filter((node) => main.contains(node) && titles[0]?.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING).map(told);
  const fields_before_title = [...main.querySelectorAll('input, select, textarea')].filter((field) => titles[0]?.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_PRECEDING).length;
  const landmarks = [...document.querySelectorAll('#overlay :is(header, nav, main, footer)')].map(({ tagName }) => tagName);
  return {
    text,
    climbing,
    titles: titles.map(({ data }) => data),
    before_title,
    fields_before_title,
    landmarks,
    lost: [...with_styles.keys()].filter((node) => !without.has(node)).map(told),
    // A pictogram is drawn instead of some names.
    new_without: nodes.filter((node) => !with_styles.has(node) && !node.parentElement.closest('button[data-look=icon]')).map(told),
    reading: nodes.filter(({ parentElement }) => !parentElement.closest('[inert], option')).map(({ data }) => data),
  };
}

test('check 30: Version HTML: without style sheets every screen reads in order, its title before its content', async () => {
  const wrong = [];
  const screens = [];
  await on_each_screen(site, { face: html_face, with_terms: true }, async (tab, screen) => {
    screens.push(screen);
    const { text, climbing, titles, before_title, fields_before_title, landmarks, lost, new_without, reading } = await tab.evaluate(read_without_styles);
    const note = (what) => wrong.push(`${screen}: ${what}`);
    let place = 0;
    for (const each of ['Aller au contenu', ...read_in_order[screen]]) {
      const at = text.indexOf(each, place);
      if (at < 0) { note(`«${each}» does not follow\n${text.slice(place, place + 600)}`); break; }
      place = at + each.length;
    }
    if (titles.length !== 1) note(`titles: ${titles.join()}`);
    if (before_title.some((each) => !each.startsWith('«Retour ') || !each.endsWith(' in A')) || fields_before_title > 0) note(`before the title: ${before_title.join()} and ${fields_before_title} fields`);
    const regions = ['HEADER', 'NAV', 'MAIN', 'FOOTER'].filter((each) => landmarks.includes(each));
    if (landmarks.join() !== regions.join()) note(`regions: ${landmarks.join()}`);
    wrong.push(...climbing.map((each) => `${screen}: above what it follows: ${each}`), ...lost.map((each) => `${screen}: only with style sheets: ${each}`),
      ...new_without.map((each) => `${screen}: hidden by style sheets: ${each}`));
    // A screen reader goes the same way. What a field holds and what a picture is called are no texts of the page.
    const tree = await tab.accessibility_tree();
    const parent_of = (node) => tree.find(({ id }) => id === node.parent);
    const heard = tree.filter((node) => node.role === 'StaticText' && !is_inside(parent_of(node), ['option', 'textbox', 'searchbox', 'combobox', 'InputTime', 'image', 'img'], tree)).map(({ name }) => name);
    const joined = (texts) => texts.join('').replace(/\s+/g, '');
    const [one, other] = [joined(heard), joined(reading)];
    if (one !== other) {
      const differs = [...one].findIndex((letter, at) => letter !== other[at]);
      note(`heard «${one.slice(Math.max(0, differs - 60), differs + 120)}», read «${other.slice(Math.max(0, differs - 60), differs + 120)}»`);
    }
    assert.doesNotMatch(text, /L[’']application s[’']est arrêtée/, screen);
  });
  assert.deepEqual(screens.sort(), Object.keys(read_in_order).sort());
  assert.deepEqual(wrong, []);
});

test('C12: a frame that looks as the one before is not drawn again', needs('webgl'), async () => {
  const tab = await site.visit({ face: canvas_face });
  const field = tab.find('textbox', 'Identifiant');
  await field.wait();
  await wait_painted(tab);
  await field.focus();
  await tab.type('t');
  await tab.wait_idle();
  // Counts what is drawn while something is done.
  const drawn = async (act) => {
    await tab.evaluate(() => {
      const { clear } = window.WebGL2RenderingContext.prototype;
      window.cleared = 0;
      window.WebGL2RenderingContext.prototype.clear = function (...given) { window.cleared += 1; return clear.apply(this, given); };
      window.stop_counting = () => { window.WebGL2RenderingContext.prototype.clear = clear; return window.cleared; };
    });
    await act();
    await tab.wait_idle();
    return tab.evaluate(() => window.stop_counting());
  };
  assert.equal(await drawn(() => tab.type('est')), 0, 'what is typed stands in an element');
  assert.ok(await drawn(() => tab.key('Tab')) > 0, 'the ring goes to the next field');
});

// Steps and measures that the acceptance checks (checks_*.test.mjs) share.
import assert from 'node:assert/strict';
import { users } from './support.mjs';

export const minute = 60_000;
const demo_discussion = 'Retour à domicile (TEST)';
const code_tab = 'Authentification par code à usage unique';

// The canvas is drawn a moment after the elements: what is seen is asked only then.
export async function wait_painted(tab) {
  await tab.wait_idle();
  await tab.wait_for('the first painting', () => tab.evaluate(() => !document.querySelector('.face-canvas.unpainted')));
  await tab.wait_idle();
}

// From the list on, each from the one before.
export async function to_dossier(tab) {
  await tab.find('link', 'BÉNAZET Zoé').press();
  await tab.find('region', "Bandeau d'identité").wait();
}
export async function to_discussions(tab) {
  await tab.find('link', 'Discussions').press();
  await tab.find('heading', 'Discussions').wait();
  await tab.wait_text(/discussions? trouvées?/);
}
export async function to_thread(tab) {
  await tab.find('link', demo_discussion).press();
  await tab.find('heading', demo_discussion).wait();
  await tab.find('textbox', 'Écrire un message').wait();
}
export async function to_notifications(tab) {
  await tab.find('button', 'Notifications').press();
  await tab.find('heading', 'Heures calmes').wait();
}

export async function show_inactivity(site, tab) {
  await site.pass_time(tab, 118 * minute + 5000);
  await tab.find('dialog', 'Inactivité').wait();
  await tab.find('button', 'Rester connecté').wait();
}

const to_page = async (tab, name) => {
  await tab.find('link', name).press();
  await tab.find('heading', name).wait();
};

// Of somebody who has accepted none, and does not accept these.
async function on_terms(site, options, look) {
  const tab = await site.visit({ clock: true, ...options });
  await site.ask_code(tab, { user: users.newcomer });
  await tab.find('textbox', 'Code à usage unique').type(await site.code());
  await tab.find('checkbox', "J'ai lu et j'accepte les conditions").wait();
  await wait_painted(tab);
  await look(tab, 'terms');
  await tab.person.close();
}

// From screen to screen; look(tab, name) is called on each. The last one is the dialog, which ends the journey. with_terms: those too, for
// the time of a sign-in more.
export async function on_each_screen(site, { until = 'inactivity', with_terms = false, ...options }, look) {
  if (with_terms) await on_terms(site, options, look);
  const tab = await site.visit({ clock: true, ...options });
  const steps = {
    'sign-in': () => null,
    'Pro Santé Connect': () => tab.find('tab', 'ProSantéConnect').press(),
    'weak sign-in': () => tab.find('tab', 'Identifiant et mot de passe').press(),
    'page': async () => {
      await tab.find('tab', code_tab).press();
      await to_page(tab, 'Accessibilité : non conforme');
    },
    'legal notice': () => to_page(tab, 'Mentions légales'),
    'privacy': () => to_page(tab, 'Données personnelles'),
    'channel': async () => {
      await tab.find('button', 'Retour').press();
      await tab.find('textbox', 'Identifiant').wait();
      await site.type_password(tab);
      await tab.find('radio', 'Par e-mail').wait();
    },
    'code': async () => {
      await tab.find('radio', 'Par e-mail').press();
      await site.forget_codes();
      await tab.find('button', 'Recevoir le code').press();
      await tab.find('textbox', 'Code à usage unique').wait();
    },
    'portal': async () => {
      await tab.find('textbox', 'Code à usage unique').type(await site.code());
      await tab.find('heading', 'Kiosque des services').wait();
      await tab.find('link', 'SPICO Dossiers').wait();
    },
    'list': () => site.open_list(tab),
    'dossier': () => to_dossier(tab),
    'discussions': () => to_discussions(tab),
    'thread': () => to_thread(tab),
    'notifications': () => to_notifications(tab),
    'menu': async () => {
      await site.open_user_menu(tab);
      await tab.find('menuitem', 'Se déconnecter du PASS').wait();
    },
    'inactivity': async () => {
      await tab.key('Escape');
      await tab.find('menuitem', 'Se déconnecter du PASS').gone();
      await show_inactivity(site, tab);
    },
  };
  for (const [name, step] of Object.entries(steps)) {
    await step();
    await wait_painted(tab);
    await look(tab, name);
    if (name === until) break;
  }
  await tab.person.close();
}

// ---- what opens over a page ----

const opens = {
  'Colonnes': { opener: (tab) => tab.find('button', 'Colonnes') },
  'Calendrier': { opener: (tab) => tab.find('button', 'Choisir une date') },
  'Recherches enregistrées': { opener: (tab) => tab.find('button', 'Autres actions sur la liste'), item: 'Recherches enregistrées' },
  'Nouvelle discussion': { go: to_discussions, opener: (tab) => tab.find('button', 'Nouvelle discussion') },
  'Membres': { go: to_thread, opener: (tab) => tab.find('button', /^\d+ membres?$/) },
  'Ajouter un membre': { opener: (tab) => tab.find('button', 'Autres actions').nth(0), item: 'Ajouter un membre' },
  'Quitter la discussion ?': { opener: (tab) => tab.find('button', 'Autres actions').nth(0), item: 'Quitter la discussion' },
  'Aller à une date': { role: 'form', opener: (tab) => tab.find('button', 'Aller à une date') },
  // Of the last message, which is in sight when a discussion opens.
  'Autres actions': {
    role: 'menu',
    opener: async (tab) => {
      const each = tab.find('list', 'Messages').find('button', 'Autres actions');
      return each.nth((await each.count()) - 1);
    },
  },
};

// Each dialog, and what else opens over a page or in it, one after the other; look(tab, name, role) is called while it is open, left(tab, name,
// opener) once Escape has closed it.
export async function on_each_dialog(site, options, look, left) {
  const tab = await site.in_list(options);
  for (const [name, { go, role = 'dialog', opener, item }] of Object.entries(opens)) {
    if (go) await go(tab);
    const by = await opener(tab);
    await by.press();
    if (item) await tab.find('menuitem', item).press();
    await tab.find(role, name).wait();
    await wait_painted(tab);
    await look(tab, name, role);
    await tab.key('Escape');
    await tab.find(role, name).gone();
    await tab.wait_idle();
    await left(tab, name, by);
  }
  await tab.person.close();
}

// ---- what is seen, heard and said ----

export const is_inside = (node, roles, tree) => {
  for (let at = node; at; at = tree.find(({ id }) => id === at.parent)) if (roles.includes(at.role)) return true;
  return false;
};

// What can be focused has a role and a name, no name stands where none may be, every reference leads somewhere.
export async function assert_named(tab, screen, least = 2) {
  const tree = await tab.accessibility_tree();
  const focusable = tree.filter((node) => node.focusable && node.role !== 'RootWebArea');
  assert.ok(focusable.length >= least, screen);
  // A cell with nothing in it has no name: its column's header is what is heard (ARIA 1.2, gridcell).
  const is_empty_cell = ({ id, role }) => role === 'gridcell' && !tree.some(({ parent }) => parent === id);
  // A message that was jumped to is a list item: no author's name belongs on it, its content is what is heard.
  const is_read_whole = ({ id, role }) => role === 'listitem' && tree.some(({ parent, name }) => parent === id && name);
  const unnamed = focusable.filter((node) => (!node.name.trim() && !is_empty_cell(node) && !is_read_whole(node)) || ['generic', 'none', 'GenericContainer'].includes(node.role));
  assert.deepEqual(unnamed.map(({ role, name }) => `${role} «${name}»`), [], screen);
  const nameless = ['caption', 'code', 'deletion', 'emphasis', 'generic', 'insertion', 'none', 'paragraph', 'strong', 'subscript', 'superscript'];
  assert.deepEqual(tree.filter(({ role, name }) => nameless.includes(role) && name), [], screen);
  const wrong = await tab.evaluate(() => {
    const found = [];
    for (const element of document.querySelectorAll('[aria-label], [aria-labelledby]')) {
      const is_bare = ['DIV', 'SPAN', 'P', 'LABEL', 'STRONG', 'EM', 'CODE'].includes(element.tagName) && !element.hasAttribute('role');
      if (is_bare) found.push(`a name on ${element.outerHTML.slice(0, 120)}`);
    }
    for (const name of ['aria-controls', 'aria-labelledby', 'aria-describedby', 'aria-errormessage', 'aria-owns', 'aria-activedescendant', 'aria-details', 'for']) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        const missing = element.getAttribute(name).split(/\s+/).filter((id) => !document.getElementById(id));
        if (missing.length > 0 || !element.getAttribute(name).trim()) found.push(`${name} of ${element.outerHTML.slice(0, 120)}`);
      }
    }
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    return [...found, ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${id}`)];
  });
  assert.deepEqual(wrong, [], screen);
}

// What goes to paper, whatever the driver can do: the page is told of a print, and meanwhile the rules for paper are those in force.
// head: the lines that stand on each page, rows: the cells' texts of each, lines: of each message's text how many it takes, tree: all that is in it.
export const on_paper = (tab) => tab.evaluate(() => {
  const unescaped = (text) => text.replace(/\\([0-9a-f]{1,6}) ?|\\(.)/gi, (_, code, letter) => (code ? String.fromCodePoint(Number.parseInt(code, 16)) : letter));
  window.dispatchEvent(new Event('beforeprint'));
  const rules = [...document.styleSheets, ...document.adoptedStyleSheets].flatMap(({ cssRules }) => [...cssRules]);
  const for_paper = rules.filter(({ media }) => media?.mediaText === 'print');
  for (const { media } of for_paper) media.mediaText = 'all';
  // Where an engine has boxes in the margins of a page, the head is a text in one of them and no element any more.
  const in_margin = rules.map(({ cssText }) => cssText.match(/@top-left\s*{[^}]*?content:\s*"((?:[^"\\]|\\.)*)"/)).find(Boolean);
  const lines = [...document.querySelectorAll('#overlay div[data-look=print] > *')];
  const seen = {
    rules: for_paper.length,
    head: in_margin ? unescaped(in_margin[1]).split('\n') : lines.filter((line) => line.getClientRects().length > 0).map(({ innerText }) => innerText),
    rows: [...document.querySelectorAll('[role=row]:has([role=rowheader])')].map((row) => [...row.querySelectorAll('[role=rowheader], [role=gridcell]')].map(({ textContent }) => textContent)),
    columns: document.querySelectorAll('[role=columnheader]').length,
    text: document.body.innerText,
    lines: Object.fromEntries([...document.querySelectorAll('#overlay [data-look=print] li p')].map((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return [text.textContent, new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top))).size];
    })),
    tree: document.getElementById('overlay').textContent,
  };
  for (const { media } of for_paper) media.mediaText = 'print';
  window.dispatchEvent(new Event('afterprint'));
  return seen;
});
// Everything that a print may change and must leave as it was.
export const look_of = (tab) => tab.evaluate(() => ({
  elements: [...document.querySelectorAll('#overlay *')].map(({ tagName, id }) => `${tagName} ${id}`), text: document.body.innerText, sheets: document.adoptedStyleSheets.length,
  values: [...document.querySelectorAll('input, textarea')].map(({ value }) => value), focus: document.activeElement.outerHTML.slice(0, 200), scrolled: [...document.querySelectorAll('#overlay, #overlay [data-scroller]')].map(({ scrollTop }) => scrollTop),
}));

export const focused_name = (tab) => tab.evaluate(() => {
  const element = document.activeElement;
  if (element === document.body) return '';
  return (element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText).trim() || element.getAttribute('role') || element.tagName;
});

// Everything from here on that a screen reader says by itself: {role, text}.
export const start_listening = (tab) => tab.evaluate(() => {
  window.test_notes.said = [];
  const kind = '[role=status], [role=alert], [aria-live], output';
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      for (const node of addedNodes) {
        const element = node.nodeType === Node.ELEMENT_NODE ? node : target;
        const regions = [element.closest?.(kind), ...element.querySelectorAll?.(kind) ?? []].filter(Boolean);
        for (const region of new Set(regions)) if (node.textContent.trim()) window.test_notes.said.push({ role: region.getAttribute('role'), text: node.textContent.trim() });
      }
    }
  }).observe(document.documentElement, { subtree: true, childList: true });
});
export const said = (tab) => tab.evaluate(() => window.test_notes.said);
// What is said queues up: once the last one has been said, all before it has been.
export const wait_said = (tab, text) => tab.wait_for(`said: ${text}`, async () => (await said(tab)).some((each) => each.text.includes(text)));

// Changes and frames during a while in which nothing happens. The one place where time itself is what is looked at.
export const watch = (tab, duration_ms) => tab.evaluate((lasting_ms) => new Promise((done) => {
  let changes = 0;
  let frames = 0;
  const observer = new MutationObserver((records) => { changes += records.length; });
  observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
  const original = window.requestAnimationFrame;
  window.requestAnimationFrame = (call) => { frames += 1; return original.call(window, call); };
  setTimeout(() => { observer.disconnect(); window.requestAnimationFrame = original; done({ changes, frames }); }, lasting_ms);
}), duration_ms);

// The same, from here on and without waiting: many tabs at once, whatever the driver does one after the other.
export const start_watching = (tab) => tab.evaluate(() => {
  const seen = { changes: 0, frames: 0 };
  window.test_notes.seen = seen;
  new MutationObserver((records) => { seen.changes += records.length; })
    .observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
  const original = window.requestAnimationFrame;
  window.requestAnimationFrame = (call) => { seen.frames += 1; return original.call(window, call); };
});
export const watched = (tab) => tab.evaluate(() => window.test_notes.seen);

export function luminance(colour) {
  const [red, green, blue] = colour.map((part) => (part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
export const rgb = (text) => text.match(/\d+/g).slice(0, 3).map(Number);

export const box_of = (element) => element.evaluate((each) => { const { x, y, width, height } = each.getBoundingClientRect(); return { x, y, width, height }; });
// Of a text that is drawn: the colour around it, and the one that stands out most.
export async function paper_and_ink(tab, element) {
  const box = await box_of(element);
  const pixels = await tab.pixels(box);
  const paper = pixels.at(0, 0);
  let ink = paper;
  for (let y = 0; y < pixels.height; y += 1) {
    for (let x = 0; x < pixels.width; x += 1) if (contrast(pixels.at(x, y), paper) > contrast(ink, paper)) ink = pixels.at(x, y);
  }
  return { paper, ink };
}

// People who talk, each in a browser of their own, and the steps that the journeys of discussions share.
import assert from 'node:assert/strict';
import { users } from './support.mjs';

const accounts = { ines: users.nurse, mathieu: users.physician, camille: users.coordinator };
export const names = { ines: 'Inès TEST', mathieu: 'Mathieu TEST', camille: 'Camille TEST' };

// Their tabs, in the list of discussions; they close with the test, however it ends.
export async function people(context, site, face, who = Object.keys(accounts)) {
  const tabs = {};
  for (const name of who) {
    const tab = await site.enter({ face, fragment: '#/discussions', user: accounts[name] });
    context.after(() => tab.person.close());
    await tab.find('heading', 'Discussions').wait();
    await tab.wait_text(/discussions? trouvées?/);
    await tab.wait_idle();
    tabs[name] = tab;
  }
  return tabs;
}

// A call of the API by whoever is signed in in this tab.
export const call = (tab, method, path, json) => tab.evaluate(async (asked) => {
  const answer = await fetch(`/api/spico${asked.path}`, {
    method: asked.method, headers: { 'X-Spico': '1', 'Content-Type': 'application/json' }, body: asked.json && JSON.stringify(asked.json) });
  if (!answer.ok) throw new Error(`${asked.method} ${asked.path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}, { method, path, json });

const client_id = () => Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('');

async function professional(tab) {
  tab.professional ??= (await tab.evaluate(() => fetch('/api/session', { headers: { 'X-Spico': '1' } }).then((answer) => answer.json()))).user.professional_id;
  return tab.professional;
}

// The id of a new discussion, begun behind the interface.
export async function begin(tab, title, others = [], more = {}) {
  const members = [];
  for (const other of others) members.push(await professional(other));
  const { id } = await call(tab, 'POST', '/discussions', { client_id: client_id(), title, members, ...more });
  return id;
}

export const say = (tab, id, text, more = {}) => call(tab, 'POST', `/discussions/${id}/messages`, { client_id: client_id(), text, ...more });

// Every text of a discussion, as the server has it.
export const stored = async (tab, id) => (await call(tab, 'GET', `/discussions/${id}/messages?from=1&limit=200`)).messages
  .filter(({ kind }) => kind === 'text').map(({ text }) => text);

export const writing = (tab) => tab.find('textbox', 'Écrire un message');

export async function open(tab, title) {
  if (await tab.sees('link', 'Retour aux discussions')) await tab.find('link', 'Retour aux discussions').press();
  await tab.find('link', title).press();
  await tab.find('heading', title).wait();
  await writing(tab).wait();
  await tab.wait_idle();
}

export async function write(tab, text) {
  await writing(tab).fill(text);
  await tab.find('button', 'Envoyer').press();
  await tab.wait_for('an empty field', async () => (await writing(tab).value()) === '');
}

export const messages = (tab) => tab.find('list', 'Messages');
// What each message that is there shows, in its order.
export const shown = (tab) => messages(tab).evaluate((list) => [...list.querySelectorAll('li')].map((item) => item.innerText));

export async function message(tab, text) {
  await tab.wait_for(`a message «${text}»`, async () => (await shown(tab)).some((each) => each.includes(text)));
  return messages(tab).find('listitem').nth((await shown(tab)).findIndex((each) => each.includes(text)));
}

// Until the message that contains `text` shows that too.
export const wait_message = (tab, text, wanted) => tab.wait_for(`«${text}» with ${wanted}`, async () => {
  const found = (await shown(tab)).find((each) => each.includes(text));
  return found !== undefined && (wanted instanceof RegExp ? wanted.test(found) : found.includes(wanted));
});
export const wait_message_without = (tab, text, unwanted) => tab.wait_for(`«${text}» without ${unwanted}`, async () => {
  const found = (await shown(tab)).find((each) => each.includes(text));
  return found !== undefined && !found.includes(unwanted);
});

export async function open_actions(tab, text) {
  await (await message(tab, text)).find('button', 'Autres actions').press();
  await tab.find('menuitem', 'Répondre').wait();
}

export async function act(tab, text, action) {
  await open_actions(tab, text);
  await tab.find('menuitem', action).press();
  await tab.wait_idle();
}

// It is asked first.
export async function withdraw(tab, text) {
  await act(tab, text, 'Retirer');
  await tab.find('dialog', 'Retirer ce message ?').find('button', 'Retirer').press();
  await tab.find('dialog', 'Retirer ce message ?').gone();
}

// From the menu of the discussion itself, the first of its kind.
export async function act_on_discussion(tab, action) {
  await tab.find('button', 'Autres actions').nth(0).press();
  await tab.find('menuitem', action).press();
}

// What the list says of a discussion besides its words.
export const wait_news = (tab, title, wanted) => tab.wait_for(`${title}: ${wanted}`, async () => {
  if (!(await tab.sees('link', title))) return false;
  const told = await tab.find('link', title).description();
  return wanted instanceof RegExp ? wanted.test(told) : told.includes(wanted);
});

export async function is_in_sight(tab, text) {
  const item = await message(tab, text);
  return item.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const around = element.closest('[role=list], ul').getBoundingClientRect();
    return top < Math.min(around.bottom, window.innerHeight) && bottom > Math.max(around.top, 0);
  });
}

export function assert_no_errors(...tabs) {
  for (const tab of tabs) assert.deepEqual(tab.errors, []);
}

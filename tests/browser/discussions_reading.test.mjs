// Discussions in the HTML version, which the browser scrolls: what has been in sight is read, what one reads and writes with stays in sight.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { minute } from './checks_support.mjs';
import { act_on_discussion, assert_no_errors, begin, call, is_in_sight, message, messages, open, people, say, writing } from './discussions_support.mjs';
import { needs } from './driver.mjs';
import { advance_clock, faces, start_site, users } from './support.mjs';

const [, html] = faces;
const count = 40;  // of messages: several windows high
let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
// Codes an hour are limited: each test signs in on another day.
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

// A discussion of `texts`, which only its author has read.
async function told(author, title, others, texts) {
  const id = await begin(author, title, others);
  for (const text of texts) await say(author, id, text);
  return id;
}
const many = Array.from({ length: count }, (_, at) => `Message ${at + 1} TEST.`);

// Up to which number this person has read, as the server has it.
const read = async (tab, id) => (await call(tab, 'GET', '/discussions')).discussions.find((each) => each.id === id).read;
// The number of the last message that is not below the window or behind what is written.
const last_in_sight = (tab) => messages(tab).evaluate((list) => {
  const end = Math.min(innerHeight, document.querySelector('#overlay textarea').closest('main > *').getBoundingClientRect().top);
  return [...list.children].filter((each) => each.getBoundingClientRect().top < end).map((each) => Number(each.getAttribute('aria-posinset'))).at(-1);
});
// All that is in sight is read, and no more.
const wait_read = (tab, id) => tab.wait_for('what is in sight to be read, and no more', async () => {
  await tab.wait_idle();
  return (await read(tab, id)) === (await last_in_sight(tab));
});
// Until the page has heard of it.
const scroll = (tab, part) => tab.evaluate((of) => new Promise((done) => {
  const place = window.scrollY;
  document.addEventListener('scroll', () => done(), { once: true });
  window.scrollTo({ top: document.documentElement.scrollHeight * of, behavior: 'instant' });
  if (window.scrollY === place) done();
}), part);

test('Version HTML: a message is read once it has been in sight, not with its page', async (context) => {
  const { ines, mathieu } = await people(context, site, html, ['ines', 'mathieu']);
  const title = 'À lire TEST';
  const id = await told(ines, title, [mathieu], many);
  await open(mathieu, title);
  await message(mathieu, `Message ${count} TEST.`);
  await wait_read(mathieu, id);
  const first = await read(mathieu, id);
  assert.ok(first > 1 && first < count, `${first} of ${count + 1}`);
  assert.equal(await is_in_sight(mathieu, `Message ${count} TEST.`), false);
  await mathieu.find('button', `${count + 1 - first} nouveaux messages`).wait();
  await scroll(mathieu, 0.5);
  await mathieu.wait_for('more to be in sight', async () => (await last_in_sight(mathieu)) > first);
  await wait_read(mathieu, id);
  assert.ok((await read(mathieu, id)) < count + 1);
  await scroll(mathieu, 1);
  await mathieu.wait_for('all to be read', async () => (await read(mathieu, id)) === count + 1);
  await mathieu.find('button', 'Aller à la fin').wait();
  assert_no_errors(mathieu);
});

test('Version HTML: what needs no scrolling is read at once; of what is longer than the window, its beginning is enough', async (context) => {
  const { ines, mathieu } = await people(context, site, html, ['ines', 'mathieu']);
  const short = await told(ines, 'Courte TEST', [mathieu], ['Un mot TEST.']);
  await open(mathieu, 'Courte TEST');
  await mathieu.wait_for('it to be read', async () => (await read(mathieu, short)) === 2);
  const long = await told(ines, 'Haute TEST', [mathieu], [Array(120).fill('Une ligne TEST.').join('\n'), 'Après TEST.']);
  await open(mathieu, 'Haute TEST');
  await wait_read(mathieu, long);
  assert.equal(await read(mathieu, long), 2);
  await scroll(mathieu, 1);
  await mathieu.wait_for('what stands below to be read', async () => (await read(mathieu, long)) === 3);
  assert_no_errors(mathieu);
});

test('Version HTML: what comes is brought into sight at the end; further up it is counted, and a button leads to it', async (context) => {
  const { ines, mathieu } = await people(context, site, html, ['ines', 'mathieu']);
  const title = 'Au fil TEST';
  const id = await told(ines, title, [mathieu], many);
  await open(mathieu, title);
  await message(mathieu, `Message ${count} TEST.`);
  await scroll(mathieu, 1);
  await mathieu.wait_for('all to be read', async () => (await read(mathieu, id)) === count + 1);
  await mathieu.wait_idle();
  await say(ines, id, 'Le premier TEST.');
  await message(mathieu, 'Le premier TEST.');
  await mathieu.wait_for('it in sight', () => is_in_sight(mathieu, 'Le premier TEST.'));
  await mathieu.wait_for('it to be read', async () => (await read(mathieu, id)) === count + 2);
  await scroll(mathieu, 0);
  await mathieu.wait_for('the end out of sight', async () => !(await is_in_sight(mathieu, 'Le premier TEST.')));
  await mathieu.wait_idle();
  await say(ines, id, 'Le second TEST.');
  await message(mathieu, 'Le second TEST.');
  await mathieu.find('button', '1 nouveau message').wait();
  assert.equal(await is_in_sight(mathieu, 'Le second TEST.'), false);
  assert.equal(await read(mathieu, id), count + 2);
  await mathieu.find('button', '1 nouveau message').press();
  await mathieu.wait_for('it in sight', () => is_in_sight(mathieu, 'Le second TEST.'));
  await mathieu.wait_for('it to be read', async () => (await read(mathieu, id)) === count + 3);
  await mathieu.find('button', 'Aller à la fin').wait();
  assert.equal(await mathieu.evaluate(() => document.activeElement.innerText.includes('Le second TEST.')), true, 'the focus is on it');
  assert_no_errors(mathieu);
});

// The parts that stay, and what of the messages is between them.
const parts = (tab) => tab.evaluate(() => {
  const box = (element) => { const { top, bottom, height } = element.getBoundingClientRect(); return { top, bottom, height }; };
  const main = document.querySelector('#overlay main');
  return { window: innerHeight, width: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    head: box(main.querySelector(':scope > [data-look=header]')), foot: box(main.querySelector('textarea').closest('main > *')) };
});

for (const [name, size] of Object.entries({ desktop: { width: 1280, height: 800 }, phone: { width: 320, height: 568 }, 'low window': { width: 700, height: 400 } })) {
  test(`Version HTML: title and writing stay in sight while messages scroll, and hide nothing that has the focus (${name})`, async (context) => {
    const ines = await site.enter({ face: html, fragment: '#/discussions', user: users.nurse, ...size });
    context.after(() => ines.person.close());
    const title = `En vue TEST ${name}`;
    await ines.find('heading', 'Discussions').wait();
    const [{ id: patient_id }] = await ines.evaluate(() => fetch('/api/spico/patients', { headers: { 'X-Spico': '1' } }).then((answer) => answer.text())
      .then((text) => text.trimEnd().split('\n').slice(1, -1).map((line) => JSON.parse(line))));
    const id = await begin(ines, title, [], { patient_id });
    for (const text of many) await say(ines, id, text);
    await site.open(ines, `#/discussions/${id}`);
    await message(ines, `Message ${count} TEST.`);
    await scroll(ines, 0.5);
    await ines.wait_for('the middle', async () => (await ines.evaluate(() => window.scrollY)) > 400);
    await ines.wait_idle();
    const { window: height, width, head, foot } = await parts(ines);
    assert.equal(width, 0, 'nothing goes sideways');
    if (name === 'low window') {
      assert.ok(head.bottom < 0 && foot.top > height, 'all of a low window is for the messages');
    } else {
      assert.ok(Math.abs(head.top) <= 1 && head.height <= height / 3, JSON.stringify(head));
      assert.ok(Math.abs(foot.bottom - height) <= 1 && foot.height <= height / 2, JSON.stringify(foot));
      assert.ok(foot.top - head.bottom > height / 4, 'room for messages');
    }
    // What takes the focus, downwards and upwards.
    const { hidden, tried } = await ines.evaluate(() => {
      const buttons = [...document.querySelectorAll('#overlay main > ul button')];
      const found = [...buttons, ...[...buttons].reverse()].filter((button) => {
        button.focus();
        const { left, top, width: wide, height: high } = button.getBoundingClientRect();
        return [top + 2, top + high - 2].some((y) => !button.contains(document.elementFromPoint(left + wide / 2, y)));
      });
      return { hidden: found.map((button) => button.closest('li').innerText), tried: buttons.length };
    });
    assert.ok(tried >= count);
    assert.deepEqual(hidden, []);
    // To write moves nothing.
    if (name !== 'low window') {
      const place = await ines.evaluate(() => window.scrollY);
      await writing(ines).type('Bonjour');
      await ines.wait_idle();
      assert.equal(await ines.evaluate(() => window.scrollY), place);
    }
    assert_no_errors(ines);
  });
}

for (const [name, prefers] of Object.entries({ light: { scheme: 'light' }, dark: { scheme: 'dark' }, 'forced colours': { colours: 'active' } })) {
  test(`Version HTML: a notification of what failed has the edge of a fault (${name})`, needs('media'), async (context) => {
    const ines = await site.enter({ face: html, fragment: '#/discussions', user: users.nurse, prefers });
    context.after(() => ines.person.close());
    await ines.find('heading', 'Discussions').wait();
    await begin(ines, `Faute TEST ${name}`);
    await open(ines, `Faute TEST ${name}`);
    await ines.person.intercept(/\/api\/spico\/discussions\/\d+\/muted$/, { abort: true });
    await act_on_discussion(ines, 'Couper les notifications');
    const toast = ines.find('region', 'Notification');
    await toast.wait();
    const { edge, other, danger, ink, text } = await toast.evaluate((element) => {
      const { borderLeftWidth, borderRightWidth, borderTopColor } = getComputedStyle(element);
      element.style.color = 'var(--danger)';
      const { color: wanted } = getComputedStyle(element);
      element.style.color = '';
      return { edge: parseFloat(borderLeftWidth), other: parseFloat(borderRightWidth), danger: wanted, ink: borderTopColor, text: element.innerText };
    });
    assert.match(text, /Pas de connexion/);
    assert.ok(edge > other, 'not by its colour alone');
    if (name !== 'forced colours') assert.equal(ink, danger);
    await ines.person.restore();
  });
}

// The acceptance checks of accessibility.md §3 by their numbers: the patient list as a grid (16, 17, 29).
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { minute, said, start_listening, wait_painted, wait_said } from './checks_support.mjs';
import { advance_clock, faces, start_site } from './support.mjs';

let site;
before(async () => { site = await start_site(); });
after(async () => { await site?.dispose(); });
beforeEach(() => advance_clock(site.server, 24 * 60 * minute));

for (const face of faces) {
  test(`check 17: every cell stands under its column's header; a sort changes aria-sort and is said once (${face.name})`, async () => {
    const tab = await site.in_list({ face });
    const tree = await tab.accessibility_tree();
    const cells = (row) => tree.filter(({ parent, role }) => parent === row.id && ['columnheader', 'rowheader', 'gridcell'].includes(role));
    const [header, ...rows] = tree.filter(({ role }) => role === 'row');
    assert.deepEqual(cells(header).map(({ role }) => role), Array(10).fill('columnheader'));
    assert.ok(cells(header).every(({ name }) => name.trim()), 'every column has a name');
    assert.ok(rows.length >= 5);
    for (const row of rows) assert.deepEqual(cells(row).map(({ role }) => role), ['rowheader', ...Array(9).fill('gridcell')]);
    const misplaced = await tab.evaluate(() => {
      const headers = new Map([...document.querySelectorAll('[role=columnheader]')].map((each) => [each.getAttribute('aria-colindex'), each.getBoundingClientRect()]));
      return [...document.querySelectorAll('[role=rowheader], [role=gridcell]')].filter((cell) => {
        const above = headers.get(cell.getAttribute('aria-colindex'));
        return !above || Math.abs(above.left - cell.getBoundingClientRect().left) > 1 || Math.abs(above.width - cell.getBoundingClientRect().width) > 1;
      }).map((cell) => cell.outerHTML.slice(0, 120));
    });
    assert.deepEqual(misplaced, []);
    await start_listening(tab);
    await tab.find('button', 'Identité').press();
    await tab.find('columnheader', 'Identité').wait();
    await tab.wait_for('aria-sort', async () => (await tab.find('columnheader', 'Identité').attribute('aria-sort')) === 'ascending');
    await wait_said(tab, 'Trié par ordre croissant.');
    await tab.find('button', 'Rechercher les patients').press();
    await wait_said(tab, 'patients trouvés');
    assert.deepEqual((await said(tab)).map(({ role, text }) => `${role} ${text.replace(/[\d\u00a0]+/, 'N')}`), ['status Trié par ordre croissant.', 'status N patients trouvés']);
    assert.deepEqual(await tab.evaluate(() => [...document.querySelectorAll('[aria-sort]')].map((each) => each.textContent)), ['Identité']);
    await tab.person.close();
  });
}

test('check 16: a hundred thousand rows: their number is told, few exist, a thousand arrows down, to the end and back', async () => {
  const large = await start_site({ patients: 100_000 });
  try {
    const tab = await large.in_list();
    await tab.find('combobox', 'Archivés').choose('Tous');
    await tab.wait_text(/100.?000 patients trouvés/);
    await tab.wait_idle();
    assert.equal(await tab.all('grid').attribute('aria-rowcount'), '100001');
    await tab.find('button', 'Rechercher les patients').press();
    await tab.wait_idle();
    const row_index = () => tab.evaluate(() => Number(document.activeElement.closest('[role=row]')?.getAttribute('aria-rowindex') ?? 0));
    const start = await row_index();
    assert.ok(start >= 2, 'a row has the focus');
    for (let count = 0; count < 1000; count += 1) await tab.key('ArrowDown');
    await tab.wait_idle();
    assert.equal(await row_index(), start + 1000);
    for (const [key, row] of [['Control+End', 100_001], ['Control+Home', 2]]) {
      await tab.key(key);
      await tab.wait_idle();
      assert.equal(await row_index(), row, key);
      assert.ok(await tab.all('row').count() <= 80, key);
    }
    await tab.person.close();
  } finally {
    await large.dispose();
  }
});

// In the page, before its module is instantiated: counts what crosses into the module within each animation frame.
function count_calls() {
  const counted = window.calls_of_frames = [];
  let now = null;
  let inside = false;
  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (run) => request((time) => {
    now = 0;
    run(time);
    if (now > 0) counted.push(now);
    now = null;
  });
  const count = (call) => (...given) => {
    if (inside) return call(...given);
    if (now !== null) now += 1;
    inside = true;
    try { return call(...given); } finally { inside = false; }
  };
  const instantiate = WebAssembly.instantiate.bind(WebAssembly);
  WebAssembly.instantiate = async (...given) => {
    const { exports } = await instantiate(...given);
    return { exports: Object.fromEntries(Object.entries(exports).map(([name, each]) => [name, typeof each === 'function' ? count(each) : each])) };
  };
}

test('check 29: one call into the module draws each frame of a scrolled list', async () => {
  const first = await site.in_list();
  const tab = await first.person.tab();
  Object.assign(tab, { face: faces[0], say: first.say });
  // The module waits for its fonts.
  let send_fonts;
  await first.person.intercept(/\.ttf$/, { proceed: true, when: new Promise((done) => { send_fonts = done; }) });
  await tab.open(`${site.server.base_url}/#/patients`);
  await tab.evaluate(count_calls);
  send_fonts();
  await site.wait_list(tab);
  await wait_painted(tab);
  const steps = 12;
  const { calls, shown } = await tab.evaluate(async (count) => {
    const scroller = document.querySelector('[role=grid][data-scroller], [role=grid] [data-scroller]');
    const last_row = () => Math.max(...[...scroller.querySelectorAll('[role=row]')].map((row) => Number(row.getAttribute('aria-rowindex'))));
    const frame = () => new Promise((done) => { requestAnimationFrame(done); });
    window.calls_of_frames.length = 0;
    const ends = new Set();
    for (let step = 0; step < count; step += 1) {
      scroller.scrollTop += 72;
      await frame();  // the scroll event comes before the callbacks of this frame, the program's own among them
      await frame();
      ends.add(last_row());
    }
    return { calls: window.calls_of_frames, shown: ends.size };
  }, steps);
  assert.ok(shown > steps / 2, `${shown} places of the list were seen`);
  assert.ok(calls.length >= steps, `${calls.length} frames were drawn`);
  assert.deepEqual(new Set(calls), new Set([1]), `calls in each frame: ${calls}`);
  await first.person.close();
});

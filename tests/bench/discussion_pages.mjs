// What is measured in a browser of discussions: a keystroke in the directory of professionals, a long discussion that is scrolled, a jump to a date. For the bench.
import { measure_keys, open_list, pause, scroll_box, settled, stages_of_scroll, traced, wait_for, with_page } from './pages.mjs';
import { frames_of } from './trace.mjs';

const deadline_ms = 120_000;
const named = (page, role, name) => page.getByRole(role, { name, exact: true });
const messages_of = (page) => named(page, 'list', 'Messages');

// The first letters of a name in the list of patients, then the same ones in «Nouvelle discussion», by one page.
export function measure_directory(site) {
  return with_page(site, async (page, debug, browser) => {
    await open_list(page, site, 'ours');
    await settled(page);
    const patients = await measure_keys(page, browser);
    await page.evaluate(() => { window.location.hash = '#/discussions'; });
    await named(page, 'button', 'Nouvelle discussion').click({ timeout: deadline_ms });
    const dialog = named(page, 'dialog', 'Nouvelle discussion');
    await named(page, 'group', 'Participants').getByRole('checkbox').first().waitFor({ timeout: deadline_ms });
    await settled(page);
    const people = await measure_keys(page, browser, named(page, 'searchbox', 'Rechercher un professionnel'), () => dialog.evaluate((element) => window.spico_probe.watch_people(element)));
    return { patients, people };
  });
}

async function wait_message(list, text) {
  const end = Date.now() + deadline_ms;
  while (!(await list.evaluate((element, wanted) => element.textContent.includes(wanted), text, { timeout: deadline_ms }))) {
    if (Date.now() > end) throw new Error(`«${text}» is not shown within ${deadline_ms} ms`);
    await pause(100);
  }
}

// thread: {id, last, day: {date, text}}: `last` begins the last message, `text` the first one of that day.
const address = (site, which, { id }) => site.base_url + (which === 'ours' ? `/#/discussions/${id}` : `/peer/thread.html#${id}`);

async function open_thread(page, site, which, thread) {
  await page.goto(address(site, which, thread), { waitUntil: 'commit', timeout: deadline_ms });
  const list = messages_of(page);
  await wait_message(list, thread.last);
  await settled(page);
  return list;
}

// From the end upwards: most of what comes into sight must be asked for first, in both pages.
export function measure_thread(site, which, thread) {
  return with_page(site, async (page, debug, browser) => {
    const list = await open_thread(page, site, which, thread);
    // The peer draws within the event of the scrolling: both pages count the frames that the browser comes to.
    await page.evaluate(() => window.spico_probe.count_rate());
    const frames = frames_of(await traced(page, browser, () => scroll_box(list, debug, { up: true })));
    await page.evaluate(() => window.spico_probe.stop_rate());
    await settled(page);
    if (await list.evaluate((element, last) => element.textContent.includes(last), thread.last)) throw new Error(`${which}: the discussion was not scrolled`);
    return { thread_frames: frames.map(({ script_ms }) => script_ms), thread_main_frames: frames.map(({ thread_ms }) => thread_ms), jump_ms: await measure_jump(page, list, which, thread.day) };
  });
}

async function measure_jump(page, list, which, { date, text }) {
  if (which === 'ours') await named(page, 'button', 'Aller à une date').click();
  await named(page, 'textbox', 'Date').fill(date);
  await settled(page);
  await list.evaluate((element, wanted) => window.spico_probe.watch_jump(element, wanted), text);
  await named(page, 'button', 'Aller').click();
  await wait_for(page, () => window.spico_probe.jump_ms > 0);
  return page.evaluate(() => window.spico_probe.jump_ms);
}

// The same scroll on the module that marks its stages (src/main_bench.cpp).
export function measure_thread_stages(site, thread) {
  return with_page(site, async (page, debug, browser) => {
    const list = await open_thread(page, site, 'ours', thread);
    return stages_of_scroll(await traced(page, browser, () => scroll_box(list, debug, { up: true })));
  });
}

// A discussion of 50,000 messages and a directory of 50,000 professionals, beside a list of 50,000 patients: written into an emserve, then measured
// over HTTP and in the browser. For the bench.
//
//   node tests/bench/discussions.mjs [--entries 50000] [--runs 3]      EMSERVE names the program, EMSERVE_ARGS and STAGES_WWW its clients
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { begin, client_id, person, say } from '../contract/support/discussions.mjs';
import { advance_clock, enter_spico, users } from '../contract/support/journey.mjs';
import { new_data_folder, start_server } from '../contract/support/server.mjs';
import { measure_directory, measure_thread, measure_thread_stages } from './discussion_pages.mjs';
import { start_front } from './front.mjs';
import { measure_stages } from './pages.mjs';
import { build_peer } from './peer/build.mjs';
import { discussion_lines, quantile } from './report.mjs';
import { count_patients } from './server_figures.mjs';

const root = new URL('../..', import.meta.url).pathname;
const days = 10;
const at_once = 32;  // messages on their way: the server writes what comes together in one commit
const hour_ms = 3_600_000;
const day_ms = 24 * hour_ms;
const day_of_jump = 3;

// Of many heights, as people write: mostly a line, sometimes some paragraphs.
const sentences = ['Vu ce matin au domicile.', 'Pansement refait, plaie propre, pas de fièvre.', 'La famille demande un passage de plus le soir, à voir avec le cabinet.',
  'Bilan sanguin prescrit, résultats attendus demain.', 'Merci de me prévenir si la douleur revient : je repasse jeudi vers 10 h, sinon vendredi.'];
const text_of = (number) => `Numéro ${number}. ` + Array.from({ length: 1 + number * 7919 % 11 % 7 }, (_, place) => sentences[(number + place) % sentences.length]).join(number % 9 === 0 ? '\n' : ' ');

// Noon in Greenwich, so that no day of the messages begins before or after midnight in Paris. Resolves the date.
async function next_noon(server) {
  const now = await advance_clock(server, 0);
  const noon = (Math.floor(now / day_ms) + 1) * day_ms + day_ms / 2;
  return new Date(await advance_clock(server, noon - now)).toLocaleDateString('fr-FR', { timeZone: 'Europe/Paris' });
}

// Sends messages `from` to `last` by turns of both people, several at once.
async function send_all(people, id, from, last) {
  let next = from;
  const send = async () => {
    while (next <= last) {
      const number = next;
      next += 1;
      const { status, text } = await people[number % 2].post(`/api/spico/discussions/${id}/messages`, { client_id: client_id(), text: text_of(number) }, { unchecked: true });
      if (status !== 200) throw new Error(`message ${number}: ${status} ${text}`);
    }
  };
  await Promise.all(Array.from({ length: at_once }, send));
}

// A discussion of `count` messages written over ten days and read to its end by the reader. Resolves {id, last, day: {date, text}, seconds}.
async function write_thread(server, count) {
  const start = performance.now();
  const reader = await person(server, users.nurse);
  const id = await begin(reader, [await person(server, users.physician), await person(server, users.coordinator)], 'Cinquante mille messages (TEST)');
  const of_day = Math.ceil(count / days);
  const firsts = [];
  for (let day = 0; day < days; day += 1) {
    const date = await next_noon(server);
    // A session ends after twelve hours.
    const people = [await person(server, users.physician), await person(server, users.coordinator)];
    const from = day * of_day + 1;
    const last = Math.min(count - 1, (day + 1) * of_day);
    if (from > last) continue;
    await say(people[0], id, text_of(from));
    firsts.push({ date, text: `Numéro ${from}.` });
    await send_all(people, id, from + 1, last);
    if (last === count - 1) await say(people[0], id, text_of(count));
  }
  const again = await person(server, users.nurse);
  const { status, text } = await again.put(`/api/spico/discussions/${id}/read`, { number: count + 1 });
  if (status !== 200) throw new Error(`read: ${status} ${text}`);
  return { id, last: `Numéro ${count}.`, day: firsts[Math.min(day_of_jump, firsts.length - 1)], seconds: (performance.now() - start) / 1000 };
}

// The answers to what is typed letter by letter, as the page asks for them.
async function measure_answers(browser) {
  const names = ['martin', 'dupont', 'roux', 'bosc', 'medecin toulouse', 'marie infirmier', 'durand pharmacie', 'garcia foix'];
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    for (const name of names) {
      for (let length = 1; length <= name.length; length += 1) {
        const start = performance.now();
        const { status } = await browser.post('/api/spico/directory/search', { text: name.slice(0, length), limit: 50 }, { unchecked: true });
        if (status !== 200) throw new Error(`the directory: ${status}`);
        if (round > 0) times.push(performance.now() - start);
      }
    }
  }
  return { answer_p50_ms: quantile(times, 0.5), answer_p95_ms: quantile(times, 0.95), answers: times.length };
}

// Sessions of one page each: codes are counted by the hour, so the server's clock moves on.
async function new_site(server, front, counts = {}) {
  await advance_clock(server, 2 * hour_ms);
  const browser = await enter_spico(server);
  return { base_url: front.base_url, ...counts, cookie: [...browser.cookies][0] };
}

async function measure_served(server, front, thread, runs, tell) {
  await advance_clock(server, 2 * hour_ms);
  const browser = await enter_spico(server);
  const counts = await count_patients(browser);
  const found = { answers: await measure_answers(browser), directory: [], ours: [], peer: [] };
  for (let run = 1; run <= runs; run += 1) {
    found.directory.push(await measure_directory(await new_site(server, front, counts)));
    const { patients, people } = found.directory.at(-1);
    tell(`directory, run ${run}: keys ${people.first_key_ms.toFixed(1)} and ${people.key_ms.toFixed(1)} ms, of patients ${patients.first_key_ms.toFixed(1)} and ${patients.key_ms.toFixed(1)} ms`);
    for (const which of ['ours', 'peer']) {
      const result = await measure_thread(await new_site(server, front), which, thread);
      found[which].push(result);
      tell(`discussion, run ${run}, ${which}: ${result.thread_frames.length} frames, p50 ${quantile(result.thread_frames, 0.5).toFixed(1)} ms, jump ${result.jump_ms.toFixed(1)} ms`);
    }
  }
  return { counts, ...found };
}

async function measure_marked(server, front, thread, counts, runs) {
  const found = { thread_stages: [], list_stages: [] };
  for (let run = 1; run <= runs; run += 1) {
    found.thread_stages.push(await measure_thread_stages(await new_site(server, front), thread));
    found.list_stages.push(await measure_stages(await new_site(server, front, counts)));
  }
  return found;
}

// entries: how many messages, professionals and patients there are. stages_www: the module that marks its stages.
export async function measure_discussions({ peer_files, stages_www, entries, runs, tell }) {
  const data_folder = new_data_folder();
  const with_server = async (www, use) => {
    const server = await start_server({ data_folder, patients: entries, args: ['--demo-professionals', String(entries), ...www] });
    const front = await start_front(peer_files, server.port);
    try {
      return await use(server, front);
    } finally {
      front.close();
      await server.stop();
    }
  };
  try {
    let thread;
    const { counts, ...served } = await with_server([], async (server, front) => {
      tell(`${entries} messages are written`);
      thread = await write_thread(server, entries);
      tell(`written in ${thread.seconds.toFixed(0)} s`);
      return measure_served(server, front, thread, runs, tell);
    });
    tell('the stages of a frame of a discussion');
    const marked = await with_server(['--www', stages_www], async (server, front) => {
      // A server that starts again is back in the present: after all these messages.
      await advance_clock(server, (days + 5) * day_ms);
      return measure_marked(server, front, thread, counts, runs);
    });
    return { entries, runs, write_s: thread.seconds, ...served, ...marked };
  } finally {
    rmSync(data_folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { entries: { type: 'string', default: '50000' }, runs: { type: 'string', default: '3' } } });
  const peer_files = await build_peer(join(root, 'build/bench/peer'));
  const figures = await measure_discussions({ peer_files, stages_www: process.env.STAGES_WWW ?? join(root, 'build/web-release/bench/www'), entries: Number(values.entries), runs: Number(values.runs),
    tell: (line) => process.stderr.write(`${line}\n`) });
  console.log(discussion_lines(figures).join('\n'));
}

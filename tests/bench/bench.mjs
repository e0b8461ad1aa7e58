// Entry of scripts/bench: measures our page and the peer by turns, prints the budgets of ARCHITECTURE.md beside the figures. Asserts nothing.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { advance_clock, enter_spico } from '../contract/support/journey.mjs';
import { start_server } from '../contract/support/server.mjs';
import { measure_chat } from './chat_load.mjs';
import { measure_discussions } from './discussions.mjs';
import { start_front } from './front.mjs';
import { measure_live_streams, server_options } from './live_streams.mjs';
import { measure_list, measure_rate, measure_sign_in, measure_stages } from './pages.mjs';
import { build_peer } from './peer/build.mjs';
import { median, table, write_between_markers } from './report.mjs';
import { count_patients, measure_import, measure_server_list, measure_sign_in_times } from './server_figures.mjs';

const root = new URL('../..', import.meta.url).pathname;
const { values: options } = parseArgs({ options: {
  patients: { type: 'string', default: '1000,10000,100000' }, runs: { type: 'string', default: '5' }, timings: { type: 'string', default: '2000' }, streams: { type: 'string', default: '1000' }, chat: { type: 'string', default: '30' }, discussions: { type: 'string', default: '50000' },
  json: { type: 'string' }, readme: { type: 'boolean', default: false } } });
const sizes = options.patients.split(',').map(Number);
const runs = Number(options.runs);
const timings = Number(options.timings);
const streams = Number(options.streams);
const chat_seconds = Number(options.chat);
const entries = Number(options.discussions);
const most_discussion_runs = 3;
for (const number of [...sizes, runs, timings, streams, chat_seconds, entries]) {
  if (!Number.isInteger(number) || number < 0) { console.error('--patients, --runs, --timings, --streams, --chat and --discussions take whole numbers; see --help'); process.exit(2); }
}
const stages_www = process.env.STAGES_WWW ?? join(root, 'build/web-release/bench/www');
const tell = (line) => process.stderr.write(`${line}\n`);
const largest = Math.max(...sizes);

// A session for one page: codes are counted by the hour, so the server's clock moves on.
async function new_session(server) {
  await advance_clock(server, 2 * 3_600_000);
  return enter_spico(server);
}

// {base_url, cookie, total, shown} of a list that nobody has opened yet.
async function new_list(server, front, counts) {
  const person = await new_session(server);
  return { base_url: front.base_url, ...counts, cookie: [...person.cookies][0] };
}

async function measure_pages(server, front, counts, size) {
  const found = { ours: [], peer: [] };
  for (let run = 1; run <= runs; run += 1) {
    for (const which of ['ours', 'peer']) {
      const result = await measure_list(await new_list(server, front, counts), which, { with_idle: size === largest });
      found[which].push(result);
      tell(`${size} patients, run ${run}, ${which}: drawn ${Math.round(result.drawn_ms)} ms, filterable ${Math.round(result.filterable_ms)} ms, ` +
        `keys ${result.first_key_ms.toFixed(1)} and ${result.key_ms.toFixed(1)} ms, sorted ${result.sort_ms.toFixed(1)} ms`);
    }
  }
  return found;
}

async function measure_rates(server, front, counts) {
  const found = { ours: [], peer: [] };
  for (let run = 1; run <= runs; run += 1) for (const which of ['ours', 'peer']) found[which].push(await measure_rate(await new_list(server, front, counts), which));
  return found;
}

async function measure_all_stages(server, front) {
  const counts = await count_patients(await new_session(server));
  const found = [];
  for (let run = 1; run <= runs; run += 1) found.push(await measure_stages(await new_list(server, front, counts)));
  return found;
}

async function measure_server(server, size) {
  const person = await new_session(server);
  const lists = [];
  for (let run = 0; run < runs; run += 1) lists.push(await measure_server_list(server, person));
  const medians = Object.fromEntries(Object.keys(lists[0]).map((name) => [name, median(lists.map((list) => list[name]))]));
  return { ...medians, ...await measure_import(server, size) };
}

// use(server, front) with a server of `size` patients, and both pages in front of it.
async function with_server(size, args, use) {
  const server = await start_server({ patients: size, args });
  const front = await start_front(peer_files, server.port);
  try {
    return await use(server, front);
  } finally {
    front.close();
    await server.dispose();
  }
}

function machine(peer_folder) {
  const version = (name) => JSON.parse(readFileSync(join(peer_folder, 'node_modules', name, 'package.json'), 'utf8')).version;
  const browser = execFileSync(process.env.CHROMIUM ?? '/usr/bin/chromium', ['--version', '--no-sandbox'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).match(/[\d.]+/)[0];
  return { cores: cpus().length, processor: cpus()[0].model.trim(), load: loadavg()[0].toFixed(1), browser, react: version('react'), ag_grid: version('ag-grid-community'), virtual: version('@tanstack/react-virtual') };
}

const peer_folder = join(root, 'build/bench/peer');
const peer_files = await build_peer(peer_folder);
const results = { sizes, runs, machine: machine(peer_folder), pages: {}, server: {}, stages: {} };
for (const size of sizes) {
  tell(`emserve with ${size} patients`);
  await with_server(size, [], async (server, front) => {
    results.sign_in ??= await measure_sign_in({ base_url: front.base_url });
    const counts = await count_patients(await new_session(server));
    results.pages[size] = await measure_pages(server, front, counts, size);
    if (size === largest) {
      tell('with the accessibility tree');
      results.rates = await measure_rates(server, front, counts);
      if (timings > 0) results.sign_in_times = await measure_sign_in_times(server, timings);
    }
    tell('the server by itself');
    results.server[size] = await measure_server(server, size);
  });
  tell('the stages of a frame');
  results.stages[size] = await with_server(size, ['--www', stages_www], measure_all_stages);
}
if (entries > 0) results.discussions = await measure_discussions({ peer_files, stages_www, entries, runs: Math.min(runs, most_discussion_runs), tell });
if (streams > 0) {
  tell(`${streams} live streams`);
  results.streams = await with_server(50, server_options, (server) => measure_live_streams(server, streams));
}
if (chat_seconds > 0) {
  tell('messages under load');
  const server = await start_server({ patients: 12 });
  try {
    results.chat = await measure_chat(server, { streams: 1000, rate: 50, seconds: chat_seconds });
  } finally {
    await server.dispose();
  }
}

const text = table(results);
console.log(text);
if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
if (options.readme && !write_between_markers(join(root, 'README.md'), text)) { console.error('README.md has no <!-- bench:start --> and <!-- bench:end -->'); process.exitCode = 1; }

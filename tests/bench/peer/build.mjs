// Fetches the peer's packages into the build folder and bundles its pages there, as for production. Resolves the folder to serve.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const here = new URL('.', import.meta.url).pathname;
const lists = JSON.parse(readFileSync(new URL('../../../assets/referentiels.json', import.meta.url), 'utf8'));

function install(folder) {
  const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');
  const stamp = join(folder, 'node_modules/.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('npm ci of the peer failed');
  writeFileSync(stamp, lock);
}

export async function build_peer(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', '.npmrc', 'peer.jsx', 'patients.js', 'thread.jsx']) cpSync(join(here, name), join(folder, name));
  install(folder);
  const map = (list, value) => `new Map(${JSON.stringify(list.map((entry) => [entry.code, value(entry)]))})`;
  writeFileSync(join(folder, 'reference.js'), `export const statuts = ${map(lists.statuts, ({ fr }) => fr)};
export const thematiques = ${map(lists.thematiques, ({ fr, background, text }) => ({ fr, background, text }))};
export const professions = ${map(lists.professions, ({ fr, letters }) => ({ fr, letters }))};\n`);
  const served = join(folder, 'www');
  rmSync(served, { recursive: true, force: true });
  const esbuild = await import(pathToFileURL(join(folder, 'node_modules/esbuild/lib/main.js')));
  await esbuild.build({ entryPoints: [join(folder, 'peer.jsx'), join(folder, 'thread.jsx')], outdir: served, bundle: true, minify: true, format: 'esm', target: 'es2022',
    jsx: 'automatic', define: { 'process.env.NODE_ENV': '"production"' }, legalComments: 'none', logLevel: 'warning' });
  for (const name of ['index.html', 'thread.html', 'style.css']) cpSync(join(here, name), join(served, name));
  return served;
}

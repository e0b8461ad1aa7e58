// The server under test: a running one (BASE_URL) or a real emserve of our own with a throw-away data folder. For the contract and browser tests.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secrets } from './browser.mjs';

const root = new URL('../../..', import.meta.url).pathname;
export const emserve = process.env.EMSERVE ?? join(root, 'build/native-asan/bin/emserve');
export const has_own_server = !process.env.BASE_URL;
// Put into `skip` of tests that need to stop, start or look inside the server.
export const only_own_server = has_own_server ? false : 'needs a server of our own, BASE_URL is set';
const www = join(root, 'build/web-release/www');
const extra_arguments = (process.env.EMSERVE_ARGS ?? (existsSync(www) ? `--www ${www}` : '')).split(' ').filter(Boolean);
export const has_sanitizer_report = (text) => /ERROR: \w+Sanitizer|SUMMARY: \w+Sanitizer|runtime error:/.test(text);
const ready_deadline_ms = 120_000;
const stop_deadline_ms = 30_000;

export function free_port() {
  return new Promise((done, failed) => {
    const probe = net.createServer();
    probe.on('error', failed);
    probe.listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => done(port)); });
  });
}

// Calls `probe` until it gives something true, or fails after `deadline_ms`.
export async function until(what, probe, deadline_ms = 15_000) {
  const end = Date.now() + deadline_ms;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) assert.fail(`not seen within ${deadline_ms} ms: ${what}`);
    await new Promise((done) => { setTimeout(done, 20); });
  }
}

export function new_data_folder() { return mkdtempSync(join(tmpdir(), 'spico-contract-')); }

// The bytes of every file of a data folder: database, write-ahead log and the rest.
export function data_files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.path, entry.name)));
}

// Runs `emserve ARGUMENTS` to its end. Resolves {code, signal, stdout, stderr}.
export function run_emserve(args, { env = {}, input, deadline_ms = 120_000 } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(emserve, args, { env: { ...process.env, ...env }, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    child.stdin?.end(input);
    const timer = setTimeout(() => child.kill('SIGKILL'), deadline_ms);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
    child.on('error', failed);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (has_sanitizer_report(stderr)) failed(new Error(`emserve ${args.join(' ')}: sanitizer report\n${stderr.slice(0, 4000)}`));
      else done({ code, signal, stdout, stderr });
    });
  });
}

class OwnServer {
  constructor({ data_folder, dev, patients, args, env }) {
    this.owns_data = !data_folder;
    this.data_folder = data_folder ?? new_data_folder();
    Object.assign(this, { dev, patients, args, env, log: '', browsers: [] });
  }

  async start() {
    this.port = await free_port();
    this.base_url = `http://localhost:${this.port}`;
    // A test may want another client than the suite's.
    const everywhere = this.args.includes('--www') ? [] : extra_arguments;
    const all = ['serve', '--port', String(this.port), '--data', this.data_folder, ...everywhere, ...this.args];
    if (this.dev) all.push('--dev');
    if (this.patients !== null) all.push('--demo-patients', String(this.patients));
    this.child = spawn(emserve, all, { env: { ...process.env, ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream.setEncoding('utf8').on('data', (text) => { this.log += text; });
    this.closed = new Promise((done) => {
      this.child.on('error', (error) => { this.log += `\n${emserve}: ${error.message}`; done({ code: null, signal: null }); });
      this.child.on('close', (code, signal) => done({ code, signal }));
    });
    this.closed.then((end) => { this.end = end; });
    this.end = null;
    await until('emserve answers', async () => {
      if (this.end) assert.fail(`emserve ended at its start (${JSON.stringify(this.end)}): ${this.log}`);
      return this.answers();
    }, ready_deadline_ms);
    return this;
  }

  answers() {
    return new Promise((done) => {
      const socket = net.connect(this.port, '127.0.0.1', () => { socket.destroy(); done(true); });
      socket.on('error', () => done(false));
    });
  }

  // What it printed and what it wrote to its log file.
  everything_logged() {
    const file = join(this.data_folder, 'emserve.log');
    return this.log + (existsSync(file) ? readFileSync(file, 'utf8') : '');
  }

  // Ends with that signal and resolves {code, signal}. A sanitizer report or a secret in the log fails the test.
  async stop(signal = 'SIGTERM') {
    for (const browser of this.browsers) browser.close();
    this.browsers.length = 0;
    if (!this.end) {
      this.child.kill(signal);
      const timer = setTimeout(() => this.child.kill('SIGKILL'), stop_deadline_ms);
      await this.closed;
      clearTimeout(timer);
    }
    assert.ok(!has_sanitizer_report(this.log), `sanitizer report in the server's log:\n${this.log.slice(-6000)}`);
    const logged = this.everything_logged();
    for (const secret of secrets) assert.ok(!logged.includes(secret), 'a cookie or a password is in the server\'s log');
    if (signal === 'SIGTERM') assert.deepEqual(this.end, { code: 0, signal: null }, `end after SIGTERM:\n${this.log.slice(-2000)}`);
    return this.end;
  }

  async dispose() {
    await this.stop();
    if (this.owns_data) rmSync(this.data_folder, { recursive: true, force: true });
  }

  cli(command, ...args) { return run_emserve([command, '--data', this.data_folder, ...args], { env: this.env }); }
  cli_with_input(input, command, ...args) { return run_emserve([command, '--data', this.data_folder, ...args], { env: this.env, input }); }
}

// A server ready for requests: {base_url, dispose()}; one of our own also has stop(), start(), cli(), data_folder and log.
export async function start_server({ data_folder, dev = true, patients = 40, args = [], env = {} } = {}) {
  if (!has_own_server) return { base_url: process.env.BASE_URL.replace(/\/$/, ''), browsers: [], dispose: async () => {} };
  if (!existsSync(emserve)) assert.fail(`no server at ${emserve}: build it, or set EMSERVE or BASE_URL`);
  const server = new OwnServer({ data_folder, dev, patients, args, env });
  try {
    return await server.start();
  } catch (error) {
    server.child?.kill('SIGKILL');
    throw error;
  }
}

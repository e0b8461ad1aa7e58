// openapi.yaml itself: lint, examples, stages, and the server's own route table against it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { document_path, openapi, operations, resolve, schema_problems } from './support/openapi.mjs';
import { only_own_server, run_emserve } from './support/server.mjs';

const run = promisify(execFile);
const here = new URL('.', import.meta.url).pathname;
const stages = openapi['x-spico-stages'];

test('openapi.yaml has no lint problem', async () => {
  const cli = new URL('../../node_modules/@redocly/cli/bin/cli.js', import.meta.url).pathname;
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' };
  try {
    const { stderr } = await run(process.execPath, [cli, 'lint', '--config', `${here}redocly.yaml`, '--format', 'stylish', document_path], { env });
    assert.match(stderr, /is valid/);
  } catch (error) {
    assert.fail(`${error.stdout}\n${error.stderr}`);
  }
});

test('every example is valid under its schema', () => {
  let checked = 0;
  const check = (schema, example, where) => {
    assert.deepEqual(schema_problems(schema, example, ''), [], where);
    checked += 1;
  };
  const visit = (node, where) => {
    if (!node || typeof node !== 'object') return;
    if (node.schema && node['x-spico-lines'] === undefined) {
      if ('example' in node) check(node.schema, node.example, where);
      for (const [name, { value }] of Object.entries(node.examples ?? {})) check(node.schema, value, `${where}/${name}`);
    }
    if (node['x-spico-lines']) {
      const lines = node.example.trimEnd().split('\n').map((line) => JSON.parse(line));
      check(node['x-spico-lines'].first, lines[0], `${where} first line`);
      const { middle, last } = node['x-spico-lines'];
      for (const line of lines.slice(1, last ? -1 : undefined)) check(middle, line, `${where} middle line`);
      if (last) check(last, lines.at(-1), `${where} last line`);
    }
    for (const [key, inner] of Object.entries(node)) if (key !== 'example' && key !== 'examples') visit(inner, `${where}/${key}`);
  };
  visit(openapi, '');
  assert.ok(checked > 40, `only ${checked} examples`);
});

test('every route names a known stage, and can refuse in every way its stage can', () => {
  const refusals = {
    pending_login: ['409', 'no_pending_login'], signed_in: ['401', 'signed_out'], unlocked: ['403', 'locked'], strong: ['403', 'strong_auth_required'],
    cgu_pass: ['403', 'cgu_pass_required'], spico_open: ['403', 'spico_closed'], cgu_spico: ['403', 'cgu_spico_required'],
  };
  for (const { method, path, stage, operation } of operations) {
    assert.ok(stage in stages, `${method} ${path}: stage ${stage}`);
    for (const step of stages[stage]) {
      const [status, code] = refusals[step];
      const response = resolve(operation.responses[status]);
      assert.ok(response, `${method} ${path} does not describe ${status}`);
      assert.deepEqual(schema_problems(response.content['application/json'].schema, { code, message: 'x' }, ''), [], `${method} ${path} ${code}`);
    }
  }
});

test('T19 the server\'s route table is openapi.yaml\'s: no route without a guard, none missing', { skip: only_own_server }, async () => {
  const { code, stdout } = await run_emserve(['routes', '--json']);
  assert.equal(code, 0);
  const key = ({ method, path, stage }) => `${method} ${path} ${stage}`;
  assert.deepEqual(JSON.parse(stdout).map(key).sort(), operations.map(key).sort());
});

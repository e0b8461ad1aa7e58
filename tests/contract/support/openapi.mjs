// src/api/openapi.yaml as a judge: finds the operation of a request and says what is wrong with the response. For tests/contract and tests/browser.
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import { parse } from 'yaml';

export const document_path = new URL('../../../src/api/openapi.yaml', import.meta.url).pathname;
export const openapi = parse(readFileSync(document_path, 'utf8'));
export const limits = openapi['x-spico-limits'];

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(openapi, 'spico');

function with_absolute_refs(value) {
  if (Array.isArray(value)) return value.map(with_absolute_refs);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
    [key, key === '$ref' ? `spico${inner}` : with_absolute_refs(inner)]));
}

const compiled = new Map();
function validator(schema) {
  if (!compiled.has(schema)) compiled.set(schema, ajv.compile(with_absolute_refs(schema)));
  return compiled.get(schema);
}

// The problems of a value under a schema of the document, as sentences; none when it is valid.
export function schema_problems(schema, value, where) {
  const validate = validator(schema);
  if (validate(value)) return [];
  return validate.errors.map((error) => `${where}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
}

export function resolve(node) {
  if (!node || !node.$ref) return node;
  return node.$ref.slice(2).split('/').reduce((at, step) => at[step.replaceAll('~1', '/').replaceAll('~0', '~')], openapi);
}

// Every operation: {method, path, stage, operation}, method in capitals.
export const operations = Object.entries(openapi.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) =>
    ({ method: method.toUpperCase(), path, stage: operation['x-spico-stage'], operation })));

function matches(template, path) {
  const pattern = template.split(/(\{[^}]+\})/).map((part) =>
    part.startsWith('{') ? '(?:(?!%2[fF])[^/])+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('');
  return new RegExp(`^${pattern}$`).test(path);
}

export function find_operation(method, target) {
  const path = target.split('?')[0];
  const wanted = method === 'HEAD' ? 'GET' : method;
  return operations.find((entry) => entry.method === wanted && matches(entry.path, path)) ?? null;
}

function parse_policy(text) {
  return Object.fromEntries(text.split(';').map((part) => part.trim()).filter(Boolean).map((part) => {
    const [name, ...values] = part.split(/\s+/);
    return [name, values.sort().join(' ')];
  }));
}

function policy_problems(expected, text) {
  const found = parse_policy(text);
  const wanted = Object.fromEntries(Object.entries(expected).map(([name, values]) => [name, values.split(' ').sort().join(' ')]));
  const names = new Set([...Object.keys(found), ...Object.keys(wanted)]);
  return [...names].filter((name) => found[name] !== wanted[name])
    .map((name) => `Content-Security-Policy: ${name} is "${found[name]}", must be "${wanted[name]}"`);
}

function header_problems(described, response, secure) {
  const problems = [];
  for (const [name, node] of Object.entries(described)) {
    const header = resolve(node);
    const value = response.headers[name.toLowerCase()];
    if (value === undefined) {
      if (header.required) problems.push(`header ${name} is missing`);
      continue;
    }
    const values = name === 'Set-Cookie' ? response.set_cookies : [value];
    for (const one of values) problems.push(...schema_problems(header.schema, one, `header ${name}`));
    if (header['x-spico-directives']) problems.push(...policy_problems(header['x-spico-directives'], value));
  }
  if (response.headers['set-cookie'] !== undefined && !described['Set-Cookie']) problems.push('Set-Cookie on an answer that must not have it');
  if (response.headers['clear-site-data'] !== undefined && !described['Clear-Site-Data']) problems.push('Clear-Site-Data on an answer that must not have it');
  for (const name of Object.keys(response.headers)) {
    if (name.startsWith('access-control-')) problems.push(`CORS header ${name}`);
  }
  if (!secure && response.headers['strict-transport-security'] !== undefined) problems.push('Strict-Transport-Security over plain HTTP');
  return problems;
}

function line_problems(lines, text) {
  if (!text.endsWith('\n')) return ['the last line does not end with LF'];
  const values = [];
  for (const [index, line] of text.slice(0, -1).split('\n').entries()) {
    try { values.push(JSON.parse(line)); } catch { return [`line ${index + 1} is not JSON`]; }
  }
  // A stream that either side may end at any time has no last line of its own.
  if (values.length < (lines.last ? 2 : 1)) return ['lines are missing'];
  const problems = schema_problems(lines.first, values[0], 'line 1');
  for (const [index, value] of values.slice(1, lines.last ? -1 : undefined).entries()) {
    problems.push(...schema_problems(lines.middle, value, `line ${index + 2}`));
    if (problems.length > 10) return problems;
  }
  return lines.last ? [...problems, ...schema_problems(lines.last, values.at(-1), 'last line')] : problems;
}

function body_problems(content, response) {
  if (response.status === 204 || !content) return response.body.length ? ['a body where none is described'] : [];
  const [type, ...parameters] = (response.headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase());
  const media = content[type];
  if (!media) return [`content type "${response.headers['content-type']}" is not described`];
  if (parameters.some((parameter) => parameter.startsWith('charset=') && parameter !== 'charset=utf-8')) return ['charset is not utf-8'];
  if (type === 'text/html' && !parameters.includes('charset=utf-8')) return ['HTML without charset=utf-8'];
  if (response.is_head) return [];
  if (media['x-spico-lines']) return line_problems(media['x-spico-lines'], response.text);
  if (type !== 'application/json') return [];
  let value;
  try { value = JSON.parse(response.text); } catch { return [`not JSON: ${response.text.slice(0, 80)}`]; }
  const problems = schema_problems(media.schema, value, 'body');
  const retry = response.headers['retry-after'];
  if (value && value.retry_after_s !== undefined && retry !== String(value.retry_after_s)) problems.push(`Retry-After "${retry}" is not retry_after_s`);
  if (retry !== undefined && value?.retry_after_s === undefined) problems.push('Retry-After without retry_after_s');
  if (value && value.build !== undefined && value.build !== response.headers['x-spico-build']) problems.push('build is not X-Spico-Build');
  return problems;
}

// Throws when the response is not one that openapi.yaml describes for this request.
export function check_response(method, target, response, { secure = false } = {}) {
  const entry = find_operation(method, target);
  const described = resolve(entry?.operation.responses[response.status] ?? openapi['x-spico-any-path'][response.status]);
  const name = `${method} ${target.slice(0, 120)} → ${response.status}`;
  if (!described) throw new Error(`${name}: openapi.yaml does not describe this status (body ${response.text.slice(0, 200)})`);
  if (response.status === 500) throw new Error(`${name}: ${response.text.slice(0, 200)}`);
  const problems = [...header_problems(described.headers ?? {}, response, secure), ...body_problems(described.content, response)];
  if (problems.length) throw new Error(`${name}:\n  ${problems.join('\n  ')}`);
}

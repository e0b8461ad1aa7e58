// The checker itself: a response that differs from openapi.yaml in any way is refused, and a sanitizer report fails the suite.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check_response, find_operation, openapi, resolve } from './support/openapi.mjs';
import { has_sanitizer_report } from './support/server.mjs';

const header_values = () => Object.fromEntries(Object.entries(openapi.components.headers).filter(([, header]) => header.required).map(([name, header]) => [name, header]));
const policy = () => Object.entries(header_values().ContentSecurityPolicy['x-spico-directives']).map(([name, value]) => `${name} ${value}`).join('; ');

function good_headers() {
  const described = resolve(openapi.components.responses.Session).headers;
  return Object.fromEntries(Object.entries(described).filter(([, node]) => resolve(node).required).map(([name, node]) => {
    const header = resolve(node);
    return [name.toLowerCase(), header['x-spico-directives'] ? policy() : header.schema.const ?? '1f0c9a2b'];
  }));
}

function response(status, json, headers = {}) {
  const text = JSON.stringify(json);
  return { status, text, body: Buffer.from(text), headers: { ...good_headers(), 'content-type': 'application/json', ...headers }, set_cookies: headers['set-cookie'] ?? [] };
}

const session = () => structuredClone(openapi.components.responses.Session.content['application/json'].examples.in_spico.value);
const accepts = (answer, target = '/api/session', method = 'GET') => check_response(method, target, answer);
const refuses = (answer, pattern, target = '/api/session', method = 'GET') => assert.throws(() => check_response(method, target, answer), pattern);

test('the checker accepts what openapi.yaml describes', () => {
  accepts(response(200, session()));
  accepts(response(404, { code: 'not_found', message: 'x' }), '/api/unknown');
  accepts(response(429, { code: 'too_many_attempts', message: 'x', retry_after_s: 3 }, { 'retry-after': '3' }), '/api/pass/login', 'POST');
});

test('the checker refuses other statuses, bodies and codes', () => {
  refuses(response(201, session()), /does not describe this status/);
  refuses(response(500, { code: 'internal', message: 'x' }), /500/);
  refuses(response(200, session()), /does not describe this status/, '/api/unknown');
  refuses(response(200, { ...session(), surprise: 1 }), /additional properties/);
  const without_user = session();
  delete without_user.user;
  refuses(response(200, without_user), /required property 'user'/);
  refuses(response(200, { ...session(), strength: 'weak' }), /strength/);
  refuses(response(200, { ...session(), pending: 'code' }), /pending|code/);
  refuses(response(200, { ...session(), idle_remaining_ms: -1 }), />= 0/);
  refuses(response(200, { ...session(), build: 'other' }), /build is not/);
  refuses(response(403, { code: 'spico_closed', message: 'x' }), /allowed values/);
  refuses(response(401, { code: 'bad_credentials', message: 'x', detail: 'unknown user' }), /additional properties/, '/api/pass/login', 'POST');
  refuses(response(200, session(), { 'content-type': 'text/plain' }), /content type/);
  refuses(response(200, session(), { 'content-type': 'application/json; charset=latin1' }), /charset/);
});

test('the checker refuses a missing, weaker or additional header', () => {
  for (const name of Object.keys(good_headers())) refuses(response(200, session(), { [name]: undefined }), /is missing/);
  refuses(response(200, session(), { 'content-security-policy': policy().replace("script-src 'self'", "script-src 'self' 'unsafe-inline'") }), /script-src/);
  refuses(response(200, session(), { 'content-security-policy': policy().replace('; report-to csp', '') }), /report-to/);
  refuses(response(200, session(), { 'cache-control': 'private' }), /cache-control/i);
  refuses(response(200, session(), { 'access-control-allow-origin': '*' }), /CORS/);
  refuses(response(200, session(), { 'set-cookie': ['spico=x'] }), /Set-Cookie/);
  refuses(response(200, session(), { 'clear-site-data': '"cache"' }), /Clear-Site-Data/);
  refuses(response(200, session(), { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }), /plain HTTP/);
  refuses(response(429, { code: 'too_many_attempts', message: 'x', retry_after_s: 3 }, { 'retry-after': '4' }), /retry_after_s/, '/api/pass/login', 'POST');
  refuses(response(429, { code: 'too_many_attempts', message: 'x', retry_after_s: 3 }), /retry_after_s/, '/api/pass/login', 'POST');
});

test('the checker reads every line of a stream', () => {
  const good = find_operation('GET', '/api/spico/patients').operation.responses['200'].content['application/x-ndjson'].example;
  const stream = (text) => ({ status: 200, text, body: Buffer.from(text), headers: { ...good_headers(), 'content-type': 'application/x-ndjson' }, set_cookies: [] });
  accepts(stream(good), '/api/spico/patients');
  refuses(stream(good.trimEnd()), /LF/, '/api/spico/patients');
  refuses(stream(good.replace('{"end":true,"count":1}\n', '')), /last line/, '/api/spico/patients');
  refuses(stream(good.replace('"sex":"F"', '"sex":"X"')), /allowed values/, '/api/spico/patients');
  refuses(stream(good.replace('"test":true', '"test":true,"phone":"06"')), /additional properties/, '/api/spico/patients');
  refuses(stream(good.replace('{"id"', '{id')), /not JSON/, '/api/spico/patients');
});

test('a sanitizer report is seen in a log', () => {
  for (const line of ['==12==ERROR: AddressSanitizer: heap-use-after-free', 'SUMMARY: UndefinedBehaviorSanitizer: undefined-behavior x.cpp:1', 'x.cpp:3:4: runtime error: signed integer overflow', '==1==ERROR: LeakSanitizer: detected memory leaks']) {
    assert.ok(has_sanitizer_report(`before\n${line}\nafter`), line);
  }
  assert.ok(!has_sanitizer_report('SPICO is ready: http://localhost:8080'));
});

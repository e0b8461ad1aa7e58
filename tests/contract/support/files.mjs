// Files as people send them, made on the spot, and the way of one to the server. For the contract tests of attachments.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { client_id } from './discussions.mjs';
import { limits } from './openapi.mjs';

function checksum(bytes) {
  if (crc32) return crc32(bytes);
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  return Buffer.concat([number(data.length), body, number(checksum(body))]);
}

// A PNG whose header tells this size; `rows` are what its data unpack to.
export function png_of(width, height, rows) {
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.concat([number(width), number(height), Buffer.from([8, 2, 0, 0, 0])])),
    chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

// Noise, so that it does not become small.
export function noise_png(width, height) {
  const rows = randomBytes((width * 3 + 1) * height);
  for (let row = 0; row < height; row += 1) rows[row * (width * 3 + 1)] = 0;
  return png_of(width, height, rows);
}

// The same JPEG with an EXIF segment: how it is to be turned, and a mark that must not go further.
export function with_exif(jpeg, orientation) {
  const tiff = Buffer.concat([Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0', 'latin1'), Buffer.from([orientation, 0, 0, 0, 0, 0, 0]), Buffer.from('43.6045 N 1.4440 E')]);
  const segment = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(segment.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, segment, jpeg.subarray(2)]);
}

export function pdf_of(text) {
  const drawing = `BT /F1 24 Tf 40 220 Td (${text}) Tj ET\n`;
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 298] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}endstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  return Buffer.from(`${file}xref\n0 6\n0000000000 65535 f \n${offsets.join('')}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`);
}

export const begin_upload = (who, id, bytes, name = 'plaie TEST.png') => who.post('/api/spico/uploads', { client_id: id, name, size: bytes.length });

export function put_piece(who, id, from, bytes, headers = {}) {
  return who.request('PUT', `/api/spico/uploads/${id}?from=${from}`, { body: bytes, headers: { 'content-type': 'application/octet-stream', ...headers } });
}

// All its pieces; resolves the answer to the last one.
export async function send_file(who, id, bytes, name) {
  let answer = await begin_upload(who, id, bytes, name);
  assert.equal(answer.status, 200, answer.text);
  for (let from = answer.json.received; from < bytes.length; from += limits.upload_piece_bytes) {
    answer = await put_piece(who, id, from, bytes.subarray(from, from + limits.upload_piece_bytes));
    if (answer.status !== 200) return answer;
  }
  return answer;
}

// An accepted upload: {client_id, attachment}.
export async function upload(who, bytes, name) {
  const id = client_id();
  const { status, json, text } = await send_file(who, id, bytes, name);
  assert.equal(status, 200, text);
  assert.equal(json.received, bytes.length);
  return { client_id: id, attachment: json.attachment };
}

// The path of a ticket.
export async function ticket(who, attachment, use = 'view') {
  const { status, json, text } = await who.post(`/api/spico/attachments/${attachment}/ticket`, { use });
  assert.equal(status, 200, text);
  return json.path;
}

// As the address bar of a tab that a link of ours opened.
export const open_file = (who, path, headers = {}) => who.get(path, { poll: true, headers: { 'x-spico': undefined, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', ...headers } });

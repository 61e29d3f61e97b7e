// Files through the API.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from './house.mjs';

const csv = { 'Content-Type': 'text/csv' };
const good = '番号,受付日時,種別,件名,状態\r\nAPI-1,2026-04-01 9:30,機器,取込みの一,受付\r\n'
  + 'API-2,2026-04-02 10:00,印刷,取込みの二,受付\r\n';
const bad = `${good}API-3,2026-13-01 9:00,機器,日付が変,受付\r\n`;

test('a file is only looked at unless it is meant', async (house) => {
  const seen = await house.ask('miura', 'POST', '/api/v1/inquiry/import', good, csv);
  assert.equal(seen.status, 200, seen.text);
  assert.equal(seen.json.import, null);
  assert.equal(seen.json.rows, 2);
  assert.equal(seen.json.new, 2);
  assert.deepEqual(seen.json.faults, []);
  assert.equal((await house.get('miura', '/api/v1/inquiry?number=API-1')).json.items.length, 0);
});

test('a wrong row stops the file, with line, row, column and field', async (house) => {
  const refused = await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry/import?yes=1', bad, csv), 422);
  const [fault] = refused.json.faults;
  assert.equal(fault.line, 4);
  assert.equal(fault.row, 3);
  assert.equal(fault.column, '受付日時');
  assert.equal(fault.field, 'received_at');
  assert.equal((await house.get('miura', '/api/v1/inquiry?number=API-1')).json.items.length, 0);
});

test('the good rows can be written alone, and the same file again changes nothing', async (house) => {
  const done = await house.ask('miura', 'POST', '/api/v1/inquiry/import?yes=1&good=1', bad, csv);
  assert.equal(done.status, 200, done.text);
  assert.equal(done.json.new, 2);
  assert.ok(done.json.faults.length > 0 && done.json.faults.every((fault) => fault.row === 3));
  assert.equal(typeof done.json.import, 'number');
  const again = await house.ask('miura', 'POST', '/api/v1/inquiry/import', good, csv);
  assert.equal(again.json.unchanged, 2);
  assert.equal(again.json.new, 0);
});

test('a file of a form is taken in any encoding it tells', async (house) => {
  const file = readFileSync(new URL('../data/inquiries_aoba.csv', import.meta.url));
  const body = Buffer.concat([
    Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'), file,
    Buffer.from('\r\n--x--\r\n')]);
  const seen = await house.ask('miura', 'POST', '/api/v1/inquiry/import', body,
    { 'Content-Type': 'multipart/form-data; boundary=x' });
  assert.equal(seen.status, 200, seen.text);
  assert.ok(seen.json.rows > 10);
  const raw = await house.ask('miura', 'POST', '/api/v1/inquiry/import', file, csv);
  assert.deepEqual(raw.json, seen.json);
});

test('what is no table is refused', async (house) => {
  for (const body of ['\u0000\u0001\u0002', ','.repeat(2000)]) {
    const refused = await house.ask('miura', 'POST', '/api/v1/inquiry/import', body, csv);
    assert.ok([400, 422].includes(refused.status), refused.text);
  }
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry/import', '', csv), 400);
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry/import', '{}'), 415);
});

test('only who may takes files in', async (house) => {
  await house.problem(house.ask('kumo', 'POST', '/api/v1/inquiry/import', good, csv), 403);
  await house.problem(house.ask(null, 'POST', '/api/v1/inquiry/import', good, csv), 401);
});

test('parameters of an import are known or refused', async (house) => {
  for (const query of ['force=1', 'yes=2', 'good=1', 'contract=x'])
    await house.problem(house.ask('miura', 'POST', `/api/v1/inquiry/import?${query}`, good, csv), 400);
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry/import?mapping=none', good, csv), 404);
});

const excel = { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
const workbook = (name) => readFileSync(new URL(`../data/workbooks/${name}.xlsx`, import.meta.url));

test('a workbook is taken like a text file, days and times as they are seen', async (house) => {
  const file = workbook('inquiries');
  const form = Buffer.concat([
    Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'), file,
    Buffer.from('\r\n--x--\r\n')]);
  const seen = await house.ask('miura', 'POST', '/api/v1/inquiry/import', form,
    { 'Content-Type': 'multipart/form-data; boundary=x' });
  assert.equal(seen.status, 200, seen.text);
  assert.deepEqual([seen.json.sheet, seen.json.rows, seen.json.new, seen.json.faults], ['台帳', 2, 2, []]);
  const done = await house.ask('miura', 'POST', '/api/v1/inquiry/import?yes=1&sheet=' + encodeURIComponent('台帳'), file, excel);
  assert.equal(done.status, 200, done.text);
  const [row] = (await house.get('miura', `/api/v1/inquiry?title=${encodeURIComponent('プリンタが動かない')}`)).json.items;
  assert.equal(row.received_at, '2026-04-01T09:30:00+09:00');
});

test('a workbook that is broken, hostile or another sheet is refused', async (house) => {
  for (const name of ['crc', 'cut', 'doctype', 'macro', 'outside', 'no_sheet']) {
    const refused = await house.ask('miura', 'POST', '/api/v1/inquiry/import?yes=1', workbook(name), excel);
    assert.equal(refused.status, 422, `${name}: ${refused.text}`);
  }
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry/import?sheet=nothing', workbook('inquiries'), excel), 422);
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry/import', workbook('inquiries').subarray(0, 900), excel), 422);
});

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

// A clerk at the page: signs in, gives the file, looks at what is proposed.
const typed = { 'Content-Type': 'application/x-www-form-urlencoded' };
const cookie = (answer) => answer.headers['set-cookie'].map((one) => one.split(';')[0]).join('; ');

async function clerk(house, login) {
  const door = await house.get(null, '/sign-in');
  const csrf = /name="csrf"[^>]*value="([^"]+)"/.exec(door.text)[1];
  const signed = await house.ask(null, 'POST', '/sign-in',
    new URLSearchParams({ csrf, login, password: 'tasuki-demo-2026' }).toString(), { ...typed, Cookie: cookie(door) });
  const Cookie = cookie(signed);
  const see = (path) => house.get(null, path, { Cookie });
  const token = async (path) => /name="csrf" value="([^"]+)"/.exec((await see(path)).text)[1];
  return {
    see,
    give: async (path, name, file) => house.ask(null, 'POST', path, Buffer.concat([
      Buffer.from('--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + await token(path)
        + `\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`), file,
      Buffer.from('\r\n--x--\r\n')]), { 'Content-Type': 'multipart/form-data; boundary=x', Cookie }),
    press: async (path, what) => house.ask(null, 'POST', path,
      new URLSearchParams({ csrf: await token(path), do: what }).toString(), { ...typed, Cookie }),
  };
}

test('the page of an import shows the sheet it read and what it passed over', async (house) => {
  const desk = await clerk(house, 'miura');
  const kept = await desk.give('/desk/devices/import', 'register.xlsx', workbook('devices'));
  assert.equal(kept.status, 303, kept.text);
  const page = (await desk.see(kept.headers.location)).text;
  assert.match(page, /シート「R7」（ほかに 説明、R6以前）/);
  assert.match(page, /4行すべてを書き込めます。まだ何も書き込んでいません/);
  assert.match(page, /読み飛ばした行 4行/);
  assert.match(page, /合計行<\/td><td>合　計　4台/);
  assert.match(page, /注記<\/td><td>※リース物件/);
});

test('the page names every wrong row at once, and the same stands in the CSV', async (house) => {
  const desk = await clerk(house, 'miura');
  const file = readFileSync(new URL('../data/sheets/wrong_rows.csv', import.meta.url));
  const path = (await desk.give('/desk/inquiries/import', 'wrong.csv', file)).headers.location;
  const page = (await desk.see(path)).text;
  const faults = (await desk.see(`${path}/faults.csv`)).text;
  for (const [line, value] of [[6, '令和7年2月30日'], [7, ''], [9, 'きのう'], [10, '３'], [11, 'R7.4.1'], [12, 'やりかけ']]) {
    assert.match(page, new RegExp(`<td class="num">${line}</td><td>[^<]+</td><td class="wrong">${value}</td>`));
    assert.match(faults, new RegExp(`^\\d+,${line},[^,]+,[^,]+,${value},`, 'm'));
  }
  assert.equal((await house.get('miura', '/api/v1/inquiry?title=%E7%B4%99%E3%81%8C%E5%87%BA%E3%81%AA%E3%81%84&received_at=2025-04-01')).json.items.length, 0);
  assert.equal((await desk.press(path, 'good')).status, 303);
  assert.equal((await house.get('miura', '/api/v1/inquiry?title=%E7%B4%99%E3%81%8C%E5%87%BA%E3%81%AA%E3%81%84&received_at=2025-04-01')).json.items.length, 1);
});

// The history as a whole: looked through, cut out, proven; and who read personal data.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from './house.mjs';

async function excerpt(house, conditions, login = 'ooishi') {
  const answer = await house.get(login, `/history/excerpt.csv?${conditions}`);
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.headers['content-type'], /^text\/csv/);
  return answer.text;
}

// Rows of the file behind its heading; a cell may hold several lines.
const rows = (text) => text.split(/\r\n/).slice(6).filter((line) => line);
const readings = async (house, more = '') => rows(await excerpt(house, `ledger=inquiry&action=read${more}`));

test('an excerpt names the head and has what was asked for', async (house) => {
  const { id } = await house.inquiry({ requester_name: '架空 抜子' });
  const text = await excerpt(house, `ledger=inquiry&record=${id}`);
  assert.match(text, /^\ufeff履歴の抜粋,/);
  assert.match(text, /\r\n封印,\d+:[0-9a-f]{64}\r\n/);
  assert.equal(rows(text).length, 1);
  assert.match(text, /作った/);
  assert.ok(!text.includes('抜子'));
  assert.equal(rows(await excerpt(house, `ledger=inquiry&record=${id}&action=remove`)).length, 0);
  assert.equal(rows(await excerpt(house, `ledger=inquiry&record=${id}&until=R1.5.1`)).length, 0);
  assert.equal(rows(await excerpt(house, `ledger=inquiry&record=${id}&who=miura&origin=api`)).length, 1);
  assert.equal(rows(await excerpt(house, `ledger=inquiry&record=${id}&who=kumo`)).length, 0);
});

test('cutting out is a row itself', async (house) => {
  const before = rows(await excerpt(house, 'action=export&who=kansa')).length;
  await excerpt(house, 'ledger=inquiry&from=R8.10.1', 'kansa');
  const after = rows(await excerpt(house, 'action=export&who=kansa'));
  assert.equal(after.length, before + 1);
});

test('looking through the whole history is a row itself', async (house) => {
  const page = await house.get('kansa', '/history?action=create');
  assert.equal(page.status, 200, page.text);
  assert.ok(rows(await excerpt(house, 'action=read&who=kansa')).length > 0);
});

test('a condition that cannot be read is told', async (house) => {
  for (const conditions of ['who=nobody', 'ledger=nothing', 'from=R99.99.99', 'ledger=inquiry&record=x'])
    assert.equal((await house.get('ooishi', `/history/excerpt.csv?${conditions}`)).status, 422);
});

test('who may not read the whole history gets neither excerpt nor proof of others', async (house) => {
  const { id } = await house.inquiry();
  const [row] = rows(await excerpt(house, `ledger=inquiry&record=${id}`));
  const seq = row.split(',')[0];
  assert.equal((await house.get('kumo', '/history/excerpt.csv')).status, 403);
  assert.notEqual((await house.get('kumo', '/history/excerpt.csv?ledger=inquiry')).status, 200);
  assert.notEqual((await house.get('kumo', `/history/excerpt.csv?ledger=inquiry&record=${id}`)).status, 200);
  assert.equal((await house.get('kumo', `/history/${seq}/proof.json`)).status, 404);
  assert.equal((await house.get('kumo', '/history/999999999/proof.json')).status, 404);
  assert.notEqual((await house.get(null, `/history/${seq}/proof.json`)).status, 200);
});

test('a proof from the page holds without the database', async (house) => {
  const { id } = await house.inquiry();
  const [row] = rows(await excerpt(house, `ledger=inquiry&record=${id}`));
  const seq = row.split(',')[0];
  let proof;
  for (let i = 0; i < 50; i += 1) {
    proof = await house.get('ooishi', `/history/${seq}/proof.json`);
    if (proof.status === 200) break;
    assert.equal(proof.status, 409, proof.text);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.equal(proof.json.row.record, id);
  const file = join(house.folder, 'proof.json');
  writeFileSync(file, proof.text);
  const checked = spawnSync(process.env.TASUKI, ['verify', '--proof', file, '--head', proof.json.head],
    { encoding: 'utf8' });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
});

test('verify says whole while the server runs', async (house) => {
  await house.inquiry();
  assert.match(house.command('verify'), /変えられていません/);
});

test('a list with personal columns is one row that names its records and fields', async (house) => {
  const one = await house.inquiry({ requester_name: '架空 一子' });
  const two = await house.inquiry({ requester_name: '架空 二子' });
  const before = (await readings(house)).length;
  assert.equal((await house.get('miura', '/api/v1/inquiry?limit=2')).status, 200);
  assert.equal((await readings(house)).length, before);
  const list = await house.get('miura', '/api/v1/inquiry?limit=2&personal=1&sort=-id');
  assert.ok(list.text.includes('二子'), list.text);
  const [line] = await readings(house);
  assert.equal((await readings(house)).length, before + 1);
  const text = await excerpt(house, 'ledger=inquiry&action=read');
  assert.ok(text.includes(`records：${two.id}、${one.id}`), line);
  assert.ok(text.includes('fields：requester_name'), line);
});

test('the list page, a search in it and the form record what they open', async (house) => {
  const { id } = await house.inquiry({ requester_name: '架空 頁子', title: '頁をひらく試験' });
  const looked = async (path, words) => {
    const before = (await readings(house)).length;
    const page = await house.get('ooishi', path);
    assert.equal(page.status, 200, page.text);
    assert.equal(page.text.includes('頁子'), words);
    return (await readings(house)).length - before;
  };
  assert.equal(await looked('/desk/inquiries?view=all', false), 0);
  assert.ok(await looked('/desk/inquiries?view=all&column=title&column=requester_name', true) > 0);
  assert.ok(await looked(`/desk/inquiries?view=all&column=requester_name&q=${encodeURIComponent('頁をひらく')}`, true) > 0);
  assert.equal(await looked(`/desk/inquiries/${id}/history`, false), 0);
  assert.ok(await looked(`/desk/inquiries/${id}/history?opened=1`, true) > 0);
  assert.ok(await looked(`/desk/inquiries/${id}/edit`, true) > 0);
});

test('an export adds a row with its count each time', async (house) => {
  const before = rows(await excerpt(house, 'ledger=inquiry&action=export')).length;
  for (let i = 0; i < 2; i += 1)
    assert.equal((await house.get('miura', '/api/v1/inquiry.csv?state=held&personal=1')).status, 200);
  const text = await excerpt(house, 'ledger=inquiry&action=export');
  assert.ok(text.includes('count：'));
  assert.ok(text.includes('personal：はい'));
  assert.ok(rows(text).length >= before + 2);
});

test('the answer to a change does not open what was not sent', async (house) => {
  const { id } = await house.inquiry({ requester_name: '架空 封子' });
  const answer = await house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { priority: 'high' }, { 'If-Match': '"1"' });
  assert.equal(answer.status, 200, answer.text);
  assert.ok(!answer.text.includes('封子'));
});

// The check of a data set's file: everything wrong at once, and what it leaves in the record.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

// Signed in as browsers are: a session, and forms that carry its token.
async function browser(house, login) {
  const door = await house.get(null, '/sign-in');
  const csrf = /name="csrf"[^>]*value="([^"]+)"/.exec(door.text)[1];
  const cookie = door.headers['set-cookie'].map((it) => it.split(';')[0]).join('; ');
  const signed = await house.ask(null, 'POST', '/sign-in',
    new URLSearchParams({ csrf, login, password: 'tasuki-demo-2026' }).toString(), { ...form, Cookie: cookie });
  return { Cookie: signed.headers['set-cookie'].find((it) => !it.includes('Max-Age=0')).split(';')[0] };
}

test('a data set is checked on its page, and the record says how it ended', async (house) => {
  const made = await house.ask('miura', 'POST', '/api/v1/open_data_set', { title: '検査の試験', standard: 'aed' });
  assert.equal(made.status, 201, made.text);
  const path = `/desk/open_data/${made.json.id}`;
  const session = await browser(house, 'miura');
  const box = await house.ask(null, 'GET', path, undefined, session);
  assert.equal(box.status, 200, box.text);
  const csrf = /name="csrf" value="([^"]+)"/.exec(box.text)[1];
  const check = (text) => house.ask(null, 'POST', path, new URLSearchParams({ csrf, text }).toString(), { ...form, ...session });

  const told = await check('全国地方公共団体コード,ID,名称,独自<b>\n011003,Ａ1,,x\n');
  assert.equal(told.status, 200, told.text);
  for (const reason of ['検査数字', '半角の英数字', '必須の項目が空', '必須の列がありません', '標準にない列', '独自&lt;b&gt;'])
    assert.ok(told.text.includes(reason), reason);
  const after = (await house.get('miura', `/api/v1/open_data_set/${made.json.id}`)).json;
  assert.equal(after.faults, 6);
  assert.equal(after.rows, 1);
  assert.ok(after.checked_at);

  const nothing = await check('');
  assert.equal(nothing.status, 422);
  assert.ok(nothing.text.includes('ファイルを選ぶか'));
  const client = await house.ask(null, 'GET', path, undefined, await browser(house, 'aoyama'));
  assert.equal(client.status, 403);
});

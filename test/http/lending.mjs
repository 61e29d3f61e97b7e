// What is lent and handed out: labels with codes, the board of the week.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

test('labels of devices come as PDF to who may read them', async (house) => {
  const sheets = (login, query) => house.get(login, `/desk/labels/sheets?${query}`);
  const got = await sheets('miura', 'view=all&first=24');
  assert.equal(got.status, 200, got.text);
  assert.equal(got.headers['content-type'], 'application/pdf');
  assert.ok(got.text.startsWith('%PDF-1.'));
  for (const first of ['0', '25', 'x', '-1', '99999999999999999999'])
    assert.equal((await sheets('miura', `first=${first}`)).status, 422, first);
  assert.equal((await sheets('miura', 'id=999999')).status, 404);
  assert.equal((await sheets('miura', 'view=none')).status, 400);
  assert.equal((await sheets('kumo', 'view=all')).status, 403);
  assert.equal((await house.get('miura', '/desk/labels')).status, 200);
});

test('the board of a week says what is left, and behind each number are its loans', async (house) => {
  const page = await house.get('miura', '/desk/loan_week');
  assert.equal(page.status, 200);
  const cells = [...page.text.matchAll(/href="(\/desk\/loans\?[^"]+)"[^>]*>使用 (\d+)</g)];
  assert.ok(cells.length > 0);
  for (const [, href, used] of cells) {
    const api = href.replaceAll('&amp;', '&').replace('/desk/loans?', '/api/v1/loan?');
    const list = await house.get('miura', api);
    assert.equal(list.status, 200, `${api}: ${list.text}`);
    assert.ok(Number(used) > 0);
  }
  assert.match(page.text, /返却の遅れ/);
  assert.match((await house.get('miura', '/desk/loan_week?from=R8.11.25')).text, /令和8年11月23日（月）からの1週間/);
  assert.equal((await house.get('miura', '/desk/loan_week?from=%E3%81%9D%E3%81%AE%E3%81%86%E3%81%A1')).status, 400);
  for (const from of ['0001-01-01', '9999-12-31'])
    assert.ok([200, 400].includes((await house.get('miura', `/desk/loan_week?from=${from}`)).status), from);
  assert.equal((await house.get('kumo', '/desk/loan_week')).status, 200);
});

test('a kitting is ticked as a whole on its page, or nothing of it, and printed', async (house) => {
  const contract = (await house.get('ooishi', '/api/v1/contract?number=R8-001')).json.items[0].id;
  const device = (await house.ask('miura', 'POST', '/api/v1/device', { contract, title: '試験の表示機', kind: 'display' })).json;
  const run = (await house.get('miura', `/api/v1/kitting?device=${device.id}`)).json.items[0];
  const path = `/desk/kittings/${run.id}`;
  const state = async () => (await house.get('miura', `/api/v1/kitting/${run.id}`)).json.state;
  const miura = await house.browser('miura');
  const page = (await miura.get(path)).text;
  const steps = [...page.matchAll(/name="done-(\d+)"/g)].map(([, id]) => id);
  const all = Object.fromEntries(steps.map((id) => [`done-${id}`, '1']));
  const value = /name="(value-\d+)"/.exec(page)[1];
  const refused = await miura.post(`${path}/tick`, { ...all, [value]: '' }, path);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /製造番号を記録/);
  assert.equal((await house.get('miura', `/api/v1/kitting_step?kitting=${run.id}&state=done`)).json.items.length, 0);
  assert.equal((await house.ask('miura', 'POST', `/api/v1/device/${device.id}/hand_out`, { version: device.version })).status, 422);
  assert.equal((await miura.post(`${path}/tick`, { ...all, [value]: 'SN-1' }, path)).status, 303);
  assert.equal(await state(), 'ready');
  const sheet = await miura.get(`${path}/sheet`);
  assert.match(sheet.text, /<svg[\s\S]*SN-1/);
  assert.equal((await (await house.browser('kumo')).get(`${path}/sheet`)).status, 403);
});

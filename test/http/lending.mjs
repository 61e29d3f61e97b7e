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

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

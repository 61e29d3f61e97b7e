// Links between records: both ends, rights, and what comes in broken.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

const path = (record) => `/api/v1/inquiry/${record.id}/links`;
const to = (record, ledger = 'inquiry') => ({ ledger, id: record.id });
const links = async (house, login, record) => (await house.get(login, path(record))).json.items;

test('two records are linked, seen from both ends and parted again', async (house) => {
  const cause = await house.inquiry();
  const effect = await house.inquiry();
  const made = await house.ask('miura', 'POST', path(effect), { kind: 'cause', to: to(cause) });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.to.title, cause.title);
  const [back] = await links(house, 'miura', cause);
  assert.deepEqual([back.id, back.kind, back.title, back.to.id], [made.json.id, 'effect', '結果', effect.id]);
  const page = await house.get('miura', `/desk/inquiries/${effect.id}`);
  assert.match(page.text, new RegExp(`原因</span>　<a href="/desk/inquiries/${cause.id}"`));
  const { changes } = (await house.get('miura', `/api/v1/inquiry/${cause.id}/history`)).json.items
    .find((row) => row.action === 'link');
  assert.ok(!JSON.stringify(changes).includes(effect.title), 'the history names no title');
  await house.problem(house.ask('miura', 'POST', path(effect), { kind: 'cause', to: to(cause) }), 409);
  assert.equal((await house.ask('miura', 'DELETE', `${path(cause)}/${made.json.id}`)).status, 204);
  assert.deepEqual(await links(house, 'miura', effect), []);
  await house.problem(house.ask('miura', 'DELETE', `${path(cause)}/${made.json.id}`), 404);
});

test('a record of another ledger is linked as well', async (house) => {
  const record = await house.inquiry();
  const [section] = (await house.get('miura', '/api/v1/organisation?limit=1')).json.items;
  const made = await house.ask('miura', 'POST', path(record), { kind: 'related', to: to(section, 'organisation') });
  assert.equal(made.status, 201, made.text);
  const other = await house.get('miura', `/api/v1/organisation/${section.id}/links`);
  assert.ok(other.json.items.some((it) => it.to.id === record.id));
});

test('who does not read the other end neither sees nor makes the link', async (house) => {
  const { id: contract } = (await house.get('kumo', '/api/v1/contract')).json.items[0];
  const own = (await house.ask('kumo', 'POST', '/api/v1/inquiry', { title: '自分の件', kind: '機器', contract })).json;
  const hidden = await house.inquiry({ title: '見えない方の件名' });
  const made = await house.ask('miura', 'POST', path(own), { kind: 'related', to: to(hidden) });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual(await links(house, 'kumo', own), []);
  assert.ok(!(await house.get('kumo', `/desk/inquiries/${own.id}`)).text.includes(hidden.title));
  await house.problem(house.get('kumo', path(hidden)), 404);
  const refused = await house.problem(house.ask('kumo', 'POST', path(own), { kind: 'related', to: to(hidden) }), 422);
  assert.deepEqual(refused.fields, ['to']);
  await house.problem(house.ask('kumo', 'DELETE', `${path(own)}/${made.json.id}`), 404);
  await house.problem(house.ask('admin', 'POST', path(own), { kind: 'related', to: to(hidden) }), 403);
  assert.equal((await links(house, 'miura', own)).length, 1);
});

test('a broken link is refused and the record stays as it was', async (house) => {
  const record = await house.inquiry();
  const other = await house.inquiry();
  const bodies = [
    {}, { kind: 'related' }, { kind: 'cousin', to: to(other) }, { kind: 'related', to: 7 },
    { kind: 'related', to: { ledger: 'inquiry' } }, { kind: 'related', to: { ledger: 'nothing', id: 1 } },
    { kind: 'related', to: { ledger: 'inquiry', id: '1' } }, { kind: 'related', to: { ledger: 'inquiry', id: -1 } },
    { kind: 'related', to: { ...to(other), more: 1 } }, { kind: 'related', to: to(other), more: 1 },
    { kind: 'related', to: to(record) }, { kind: 'related', to: { ledger: 'inquiry', id: 999999999 } },
    { kind: 'related', to: { ledger: 'organisation', id: other.id } },
    { kind: 'related', to: { ledger: 'x'.repeat(5000), id: 1 } },
  ];
  for (const body of bodies) await house.problem(house.ask('miura', 'POST', path(record), body), 422);
  for (const raw of ['', '[', '"x"', '{"kind":"related","to":{"ledger":"a\\u0000","id":1}}'])
    assert.ok([400, 422].includes((await house.ask('miura', 'POST', path(record), raw)).status), raw);
  for (const word of ['0', '-1', 'x', '99999999999999999999', '1%00'])
    assert.ok([400, 404].includes((await house.ask('miura', 'DELETE', `${path(record)}/${word}`)).status), word);
  assert.deepEqual(await links(house, 'miura', record), []);
});

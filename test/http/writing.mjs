// Creating, changing, removing.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

test('a new record is answered with where it is, its version and itself', async (house) => {
  const made = await house.ask('miura', 'POST', '/api/v1/inquiry',
    { title: '画面が暗い', kind: '機器', requester_name: '架空 四郎' });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.headers.location, `/api/v1/inquiry/${made.json.id}`);
  assert.equal(made.headers.etag, '"1"');
  assert.equal(made.json.version, 1);
  assert.equal(made.json.state, 'received');
  assert.equal(made.json.requester_name, '架空 四郎');
  assert.match(made.json.number, /^R\d+-\d{6}$/);
  assert.ok(made.json.contract.title.length > 0);
  assert.equal((await house.get('miura', made.headers.location)).json.title, '画面が暗い');
});

test('references are written as ids and read with titles', async (house) => {
  const [section] = (await house.get('miura', '/api/v1/organisation?limit=1')).json.items;
  const made = await house.inquiry({ section: section.id });
  assert.deepEqual(made.section, { id: section.id, title: section.title });
});

test('a reference is an id only, never a code or a title', async (house) => {
  const [section] = (await house.get('miura', '/api/v1/organisation?limit=1&code.empty=false')).json.items;
  for (const value of [section.title, 99999999, { id: section.id }, '1', -1, 1.5]) {
    const refused = await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry',
      { title: '参照', kind: '機器', section: value }), 422);
    assert.deepEqual(refused.fields, ['section']);
  }
});

test('all that is wrong is said at once, with the field', async (house) => {
  const refused = await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry', {
    title: 5, kind: '機器', priority: '高', received_at: 'きのう', completed_on: '2026-02-30',
    due: '2026-11-20T09:00:00+09:00', colour: 'red', section: 'x',
  }), 422);
  assert.deepEqual([...refused.fields].sort(),
    ['colour', 'completed_on', 'due', 'priority', 'received_at', 'section', 'title']);
});

test('what is missing is said together with what is unknown or wrong', async (house) => {
  const refused = await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry',
    { title: '', priority: 'XX', colour: 'red' }), 422);
  assert.deepEqual([...refused.fields].sort(), ['colour', 'kind', 'priority', 'title']);
  const { id } = await house.inquiry();
  const changed = await house.problem(house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`,
    { title: '', colour: 'red' }, { 'If-Match': '"1"' }), 422);
  assert.deepEqual([...changed.fields].sort(), ['colour', 'title']);
});

test('what the engine sets cannot be sent', async (house) => {
  for (const name of ['id', 'version', 'state', 'created_at', 'due'])
    await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry',
      { title: '固定', kind: '機器', [name]: 1 }), 422);
});

test('a refused record is not there', async (house) => {
  const before = (await house.get('miura', '/api/v1/inquiry?limit=1&count=exact')).json.count;
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry', { title: '種別がない' }), 422);
  const after = (await house.get('miura', '/api/v1/inquiry?limit=1&count=exact')).json.count;
  assert.equal(after, before);
});

test('a number that is taken is a clash', async (house) => {
  const first = await house.inquiry({ number: `X-${process.pid}` });
  const refused = await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry',
    { title: '同じ番号', kind: '機器', number: first.number }), 409);
  assert.deepEqual(refused.fields, ['number']);
});

test('the same Idempotency-Key makes one record and gives the same answer', async (house) => {
  const body = { title: '二度押し', kind: '機器' };
  const headers = { 'Idempotency-Key': `key-${process.pid}-1` };
  const first = await house.ask('miura', 'POST', '/api/v1/inquiry', body, headers);
  const again = await house.ask('miura', 'POST', '/api/v1/inquiry', body, headers);
  assert.equal(first.status, 201, first.text);
  assert.equal(again.status, 201);
  assert.equal(again.text, first.text);
  assert.equal(again.headers.location, first.headers.location);
  assert.equal(again.headers.etag, first.headers.etag);
});

test('many at once with one key make one record', async (house) => {
  const body = { title: '同時の二度押し', kind: '機器' };
  const headers = { 'Idempotency-Key': `key-${process.pid}-2` };
  const answers = await Promise.all(Array.from({ length: 8 },
    () => house.ask('miura', 'POST', '/api/v1/inquiry', body, headers)));
  const ids = new Set(answers.filter((it) => it.status === 201).map((it) => it.json.id));
  assert.equal(ids.size, 1);
  assert.ok(answers.every((it) => it.status === 201 || it.status === 503));
});

test('a key does not go with another body, nor with another user', async (house) => {
  const headers = { 'Idempotency-Key': `key-${process.pid}-3` };
  const first = await house.ask('miura', 'POST', '/api/v1/inquiry', { title: '一', kind: '機器' }, headers);
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry', { title: '二', kind: '機器' }, headers), 422);
  const other = await house.ask('mochizuki', 'POST', '/api/v1/inquiry', { title: '一', kind: '機器' }, headers);
  assert.equal(other.status, 201, other.text);
  assert.notEqual(other.json.id, first.json.id);
});

test('a change needs the version it was made from', async (house) => {
  const { id } = await house.inquiry();
  await house.problem(house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { body: '変更' }), 428);
  await house.problem(house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { body: '変更' },
    { 'If-Match': '*' }), 428);
  assert.equal((await house.get('miura', `/api/v1/inquiry/${id}`)).json.body, null);
});

test('a change merges, and null empties', async (house) => {
  const { id } = await house.inquiry({ body: '初めの内容', channel: '電話' });
  const changed = await house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { body: null, priority: 'high' },
    { 'If-Match': '"1"' });
  assert.equal(changed.status, 200, changed.text);
  assert.equal(changed.headers.etag, '"2"');
  assert.equal(changed.json.body, null);
  assert.equal(changed.json.priority, 'high');
  assert.equal(changed.json.channel, '電話');
});

test('a change leaves personal fields that were not sent', async (house) => {
  const { id } = await house.inquiry({ requester_name: '架空 五郎' });
  const changed = await house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { body: '追記' }, { 'If-Match': '"1"' });
  assert.ok(!('requester_name' in changed.json));
  assert.equal((await house.get('miura', `/api/v1/inquiry/${id}`)).json.requester_name, '架空 五郎');
});

test('a stale change is refused with the version and the record there is', async (house) => {
  const { id } = await house.inquiry({ requester_name: '架空 六郎' });
  await house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { body: '先の人' }, { 'If-Match': '"1"' });
  const stale = await house.problem(house.ask('ooishi', 'PATCH', `/api/v1/inquiry/${id}`, { body: '後の人' },
    { 'If-Match': '"1"' }), 412);
  assert.equal(stale.json.version, 2);
  assert.equal(stale.json.current.body, '先の人');
  assert.ok(!stale.text.includes('六郎'));
  assert.equal((await house.get('miura', `/api/v1/inquiry/${id}`)).json.body, '先の人');
});

test('one of two changes at the same moment wins', async (house) => {
  const { id } = await house.inquiry();
  const answers = await Promise.all(['甲', '乙', '丙'].map((body) =>
    house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { body }, { 'If-Match': '"1"' })));
  assert.deepEqual(answers.map((it) => it.status).sort(), [200, 412, 412]);
});

test('what was settled stays', async (house) => {
  const { id } = await house.inquiry();
  const refused = await house.problem(house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { number: 'R1-1' },
    { 'If-Match': '"1"' }), 422);
  assert.deepEqual(refused.fields, ['number']);
});

test('removing needs the version, then hides the record', async (house) => {
  const { id } = await house.inquiry();
  await house.problem(house.ask('ooishi', 'DELETE', `/api/v1/inquiry/${id}`), 428);
  await house.problem(house.ask('ooishi', 'DELETE', `/api/v1/inquiry/${id}`, undefined, { 'If-Match': '"7"' }), 412);
  const reason = encodeURIComponent('重複');
  const done = await house.ask('ooishi', 'DELETE', `/api/v1/inquiry/${id}?reason=${reason}`, undefined,
    { 'If-Match': '"1"' });
  assert.equal(done.status, 204);
  assert.equal(done.bytes.length, 0);
  await house.problem(house.get('ooishi', `/api/v1/inquiry/${id}`), 404);
});

test('who may not remove is told so', async (house) => {
  const { id } = await house.inquiry();
  await house.problem(house.ask('miura', 'DELETE', `/api/v1/inquiry/${id}`, undefined, { 'If-Match': '"1"' }), 403);
});

test('who may only look changes nothing', async (house) => {
  const { id } = await house.inquiry();
  await house.problem(house.ask('kansa', 'POST', '/api/v1/inquiry', { title: 'x', kind: '機器' }), 403);
  await house.problem(house.ask('kansa', 'PATCH', `/api/v1/inquiry/${id}`, { body: 'x' }, { 'If-Match': '"1"' }), 403);
  await house.problem(house.ask('kansa', 'POST', `/api/v1/inquiry/${id}/start`), 403);
  await house.problem(house.ask('kansa', 'POST', `/api/v1/inquiry/${id}/entries`, { kind: 'note', text: 'x' }), 403);
});

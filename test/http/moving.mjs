// Transitions and the timeline.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

test('a transition changes the state and the version', async (house) => {
  const { id } = await house.inquiry();
  const moved = await house.ask('miura', 'POST', `/api/v1/inquiry/${id}/start`);
  assert.equal(moved.status, 200, moved.text);
  assert.equal(moved.json.state, 'working');
  assert.equal(moved.headers.etag, '"2"');
});

test('a transition from the wrong state is a clash', async (house) => {
  const { id } = await house.inquiry();
  await house.problem(house.ask('miura', 'POST', `/api/v1/inquiry/${id}/reopen`), 409);
});

test('an unknown transition is not there', async (house) => {
  const { id } = await house.inquiry();
  await house.problem(house.ask('miura', 'POST', `/api/v1/inquiry/${id}/explode`), 404);
});

test('a transition takes the fields it needs and no others', async (house) => {
  const { id } = await house.inquiry();
  const today = new Date(Date.now() + 9 * 3600e3).toISOString().slice(0, 10);
  const missing = await house.problem(house.ask('miura', 'POST', `/api/v1/inquiry/${id}/complete`, {}), 422);
  assert.ok(missing.fields.includes('completed_on'));
  const other = await house.problem(house.ask('miura', 'POST', `/api/v1/inquiry/${id}/complete`,
    { completed_on: today, title: '別' }), 422);
  assert.deepEqual(other.fields, ['title']);
  const done = await house.ask('miura', 'POST', `/api/v1/inquiry/${id}/complete`, { completed_on: today });
  assert.equal(done.status, 200, done.text);
  assert.equal(done.json.state, 'completed');
  assert.equal(done.json.completed_on, today);
});

test('a transition asks for what its check may demand, on its page and in the API', async (house) => {
  const contract = (await house.get('ooishi', '/api/v1/contract?limit=1&sort=id')).json.items[0].id;
  const person = (await house.get('ooishi', '/api/v1/person?limit=1')).json.items[0].id;
  const made = await house.ask('ooishi', 'POST', '/api/v1/pledge', { contract, person, kind: 'secrecy', asked_on: '2026-04-01' });
  assert.equal(made.status, 201, made.text);
  const { id } = made.json;
  const page = await house.get('ooishi', `/contract/pledges/${id}`);
  const form = new RegExp(`action="/contract/pledges/${id}/receive[^]*?</form>`).exec(page.text)[0];
  for (const name of ['signed_on', 'kept_at']) assert.ok(form.includes(`name="${name}"`), name);
  const to = `/api/v1/pledge/${id}/receive`;
  const bare = await house.problem(house.ask('ooishi', 'POST', to, { signed_on: '2026-04-03' }), 422);
  assert.deepEqual(bare.fields, ['kept_at']);
  await house.problem(house.ask('ooishi', 'POST', to, { signed_on: '2026-04-03', notes: '別' }), 422);
  const done = await house.ask('ooishi', 'POST', to, { signed_on: '2026-04-03', kept_at: '本社の金庫' });
  assert.equal(done.status, 200, done.text);
  assert.equal(done.json.kept_at, '本社の金庫');
  const root = (await house.get('ooishi', '/api/openapi.json')).json;
  const { schema } = root.paths['/api/v1/pledge/{id}/receive'].post.requestBody.content['application/json'];
  assert.ok(schema.properties.kept_at);
});

test('a transition can be bound to the version that was seen', async (house) => {
  const { id } = await house.inquiry();
  const stale = await house.problem(house.ask('miura', 'POST', `/api/v1/inquiry/${id}/start`, { version: 9 }), 412);
  assert.equal(stale.json.version, 1);
  await house.problem(house.ask('miura', 'POST', `/api/v1/inquiry/${id}/start`, {}, { 'If-Match': '"9"' }), 412);
  const good = await house.ask('miura', 'POST', `/api/v1/inquiry/${id}/start`, { version: 1 }, { 'If-Match': '"1"' });
  assert.equal(good.status, 200, good.text);
});

test('a transition sent again with its key is answered again', async (house) => {
  const { id } = await house.inquiry();
  const headers = { 'Idempotency-Key': `move-${process.pid}`, 'If-Match': '"1"' };
  const first = await house.ask('miura', 'POST', `/api/v1/inquiry/${id}/start`, {}, headers);
  const again = await house.ask('miura', 'POST', `/api/v1/inquiry/${id}/start`, {}, headers);
  assert.equal(first.status, 200, first.text);
  assert.equal(again.status, 200, again.text);
  assert.equal(again.text, first.text);
});

test('who may not take a transition is told so', async (house) => {
  const { id } = await house.inquiry({}, 'kumo');
  await house.problem(house.ask('kumo', 'POST', `/api/v1/inquiry/${id}/start`), 403);
});

test('messages, answers and notes stand in the timeline in their order', async (house) => {
  const { id } = await house.inquiry();
  for (const kind of ['message', 'answer', 'note']) {
    const said = await house.ask('miura', 'POST', `/api/v1/inquiry/${id}/entries`, { kind, text: `${kind}の本文` });
    assert.equal(said.status, 201, said.text);
    assert.equal(said.headers.location, `/api/v1/inquiry/${id}/timeline`);
    assert.equal(said.json.kind, kind);
  }
  const { items } = (await house.get('miura', `/api/v1/inquiry/${id}/timeline`)).json;
  assert.deepEqual(items.map((it) => it.kind), ['change', 'message', 'answer', 'note']);
  assert.equal(items[1].text, 'messageの本文');
  assert.equal(items[1].who, '三浦');
});

test('who asked does not see notes', async (house) => {
  const { id } = await house.inquiry({}, 'kumo');
  await house.ask('miura', 'POST', `/api/v1/inquiry/${id}/entries`, { kind: 'note', text: '内輪の話' });
  const seen = await house.get('kumo', `/api/v1/inquiry/${id}/timeline`);
  assert.equal(seen.status, 200, seen.text);
  assert.ok(!seen.text.includes('内輪'));
  await house.problem(house.ask('kumo', 'POST', `/api/v1/inquiry/${id}/entries`, { kind: 'answer', text: 'x' }), 403);
});

test('an entry needs its kind and text and nothing else', async (house) => {
  const { id } = await house.inquiry();
  const path = `/api/v1/inquiry/${id}/entries`;
  for (const body of [{}, { kind: 'note' }, { kind: 'shout', text: 'x' }, { kind: 'note', text: '' },
    { kind: 'note', text: 5 }, { kind: 'change', text: 'x' }, { kind: 'note', text: 'x', at: 'y' },
    { kind: 'note', text: 'あ'.repeat(20001) }, { kind: 'note', text: 'マイナンバーは1234 5678 9018' }])
    await house.problem(house.ask('miura', 'POST', path, body), 422);
  const { items } = (await house.get('miura', `/api/v1/inquiry/${id}/timeline`)).json;
  assert.equal(items.length, 1);
});

test('an entry sent again with its key is written once', async (house) => {
  const { id } = await house.inquiry();
  const headers = { 'Idempotency-Key': `say-${process.pid}` };
  const body = { kind: 'answer', text: '一度だけ' };
  await house.ask('miura', 'POST', `/api/v1/inquiry/${id}/entries`, body, headers);
  const again = await house.ask('miura', 'POST', `/api/v1/inquiry/${id}/entries`, body, headers);
  assert.equal(again.status, 201, again.text);
  const { items } = (await house.get('miura', `/api/v1/inquiry/${id}/timeline`)).json;
  assert.equal(items.filter((it) => it.kind === 'answer').length, 1);
});

test('a ledger without messages has no place for them', async (house) => {
  const [section] = (await house.get('miura', '/api/v1/organisation?limit=1')).json.items;
  await house.problem(house.ask('miura', 'POST', `/api/v1/organisation/${section.id}/entries`,
    { kind: 'note', text: 'x' }), 404);
});

// With a second contract the first is no longer meant by itself. Last, since it stays.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

test('with several contracts a new record must name its own', async (house) => {
  const [first] = (await house.get('ooishi', '/api/v1/contract?limit=1')).json.items;
  const made = await house.ask('ooishi', 'POST', '/api/v1/contract', { number: 'R8-二', title: '二つ目の契約' });
  assert.equal(made.status, 201, made.text);
  const body = { title: 'どちらの契約か', kind: '機器' };
  const refused = await house.problem(house.ask('ooishi', 'POST', '/api/v1/inquiry', body), 422);
  assert.deepEqual(refused.fields, ['contract']);
  for (const contract of [first.id, made.json.id]) {
    const placed = await house.ask('ooishi', 'POST', '/api/v1/inquiry', { ...body, contract });
    assert.equal(placed.status, 201, placed.text);
    assert.equal(placed.json.contract.id, contract);
  }
  const list = (await house.get('ooishi', `/api/v1/inquiry?contract=${made.json.id}`)).json.items;
  assert.equal(list.length, 1);
});

test('a contract made with an Idempotency-Key lies within itself', async (house) => {
  const made = await house.ask('ooishi', 'POST', '/api/v1/contract', { number: 'R8-三', title: '三つ目の契約' },
    { 'Idempotency-Key': `contract-${process.pid}` });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.contract.id, made.json.id);
});

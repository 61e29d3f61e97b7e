// Refusals that come before anything is done.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

test('without a token the API is closed and says how to come in', async (house) => {
  for (const path of ['/api/v1', '/api/v1/inquiry', '/api/v1/inquiry/1', '/api/openapi.json']) {
    const refused = await house.problem(house.get(null, path), 401);
    assert.match(refused.headers['www-authenticate'], /^Bearer/);
  }
  await house.problem(house.ask(null, 'POST', '/api/v1/inquiry', {}), 401);
});

test('a wrong token is refused, also where nobody need be signed in', async (house) => {
  await house.problem(house.get(null, '/api/v1/inquiry', { Authorization: 'Bearer tsk_wrong' }), 401);
  await house.problem(house.get(null, '/api/v1/inquiry', { Authorization: 'Basic eDp5' }), 401);
});

test('what is not there is not there, in JSON', async (house) => {
  for (const path of ['/api/v1/nothing', '/api/v1/nothing/5', '/api/v1/nothing.csv', '/api/v2', '/api/v1/inquiry/',
    '/api/v1/inquiry/5/a/b', '/api/v1/inquiry/999999999'])
    await house.problem(house.get('miura', path), 404);
});

test('a ledger that is not there is not there, whatever is done to it', async (house) => {
  for (const method of ['GET', 'POST', 'PATCH', 'DELETE'])
    for (const path of ['/api/v1/nothing', '/api/v1/nothing/5', '/api/v1/nothing.csv'])
      await house.problem(house.ask('miura', method, path), 404);
});

test('the list of ledgers is also found with a slash behind it', async (house) => {
  const plain = await house.get('miura', '/api/v1');
  assert.equal((await house.get('miura', '/api/v1/')).text, plain.text);
});

test('an id is digits without a leading zero and of limited length', async (house) => {
  for (const id of ['0012', '-1', '1e3', '9'.repeat(40)]) {
    const refused = await house.get('miura', `/api/v1/inquiry/${id}`);
    assert.ok(refused.status === 404 || refused.status === 405, `${id}: ${refused.status}`);
  }
});

test('a method that an address does not know is 405 with those it knows', async (house) => {
  const { id } = await house.inquiry();
  for (const [method, path, allow] of [['PATCH', '/api/v1/inquiry', 'GET, HEAD, POST'],
    ['POST', `/api/v1/inquiry/${id}`, 'GET, HEAD, PATCH, DELETE'], ['PUT', '/api/v1/inquiry', 'GET, HEAD, POST'],
    ['POST', '/api/v1/inquiry.csv', 'GET, HEAD'],
    ['DELETE', '/api/v1/inquiry', 'GET, HEAD, POST']]) {
    const refused = await house.ask('miura', method, path);
    assert.equal(refused.status, 405);
    assert.equal(refused.headers['content-type'], 'application/problem+json');
    assert.equal(refused.headers.allow, allow);
  }
});

test('a problem says the status that the answer has', async (house) => {
  await house.problem(house.ask('miura', 'PUT', '/api/v1/inquiry'), 405);
});

test('unknown parameters are refused, not ignored', async (house) => {
  const { id } = await house.inquiry();
  for (const path of ['/api/v1/inquiry?colour=red', '/api/v1/inquiry?title.lk=x', '/api/v1/inquiry?limit=0',
    '/api/v1/inquiry?limit=1001', '/api/v1/inquiry?sort=colour', '/api/v1/inquiry?count=yes',
    '/api/v1/inquiry?view=none', '/api/v1/inquiry?after=zzz', '/api/v1/inquiry?columns=colour',
    '/api/v1/inquiry?personal=yes', '/api/v1/inquiry?received_at.ge=someday', '/api/v1/inquiry?requester_name.has=x',
    '/api/v1/inquiry?state=nowhere', '/api/v1/inquiry.csv?encoding=latin', '/api/v1?x=1', '/api/v1/me?x=1',
    `/api/v1/inquiry/${id}?personal=1`, `/api/v1/inquiry/${id}/timeline?x=1`,
    `/api/v1/inquiry/${id}/history?limit=201`, '/api/openapi.json?x=1'])
    await house.problem(house.get('miura', path), 400);
});

test('a cursor of another list is refused', async (house) => {
  const { next } = (await house.get('miura', '/api/v1/inquiry?limit=1')).json;
  const refused = await house.problem(house.get('miura', `/api/v1/inquiry?state=held&after=${next}`), 400);
  assert.deepEqual(refused.fields, ['after']);
});

test('the wrong media type is refused', async (house) => {
  const { id } = await house.inquiry();
  const plain = { 'Content-Type': 'text/plain' };
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry', '{}', plain), 415);
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry', 'title=x',
    { 'Content-Type': 'application/x-www-form-urlencoded' }), 415);
  await house.problem(house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, '{}',
    { 'Content-Type': 'application/json', 'If-Match': '"1"' }), 415);
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry', '{}',
    { 'Content-Type': 'application/merge-patch+json' }), 415);
});

test('a body that is too large is refused', async (house) => {
  const body = JSON.stringify({ title: 'x', kind: '機器', body: 'あ'.repeat(400000) });
  await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry', body), 413);
});

test('a text that is too long names its field', async (house) => {
  const refused = await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry',
    { title: 'あ'.repeat(201), kind: '機器' }), 422);
  assert.deepEqual(refused.fields, ['title']);
});

test('requests of browsers from elsewhere are refused', async (house) => {
  const door = await house.get(null, '/sign-in');
  const cookie = door.headers['set-cookie'][0].split(';')[0];
  const csrf = /name="csrf"[^>]*value="([^"]+)"/.exec(door.text)[1];
  const form = new URLSearchParams({ csrf, login: 'miura', password: 'tasuki-demo-2026' }).toString();
  const signed = await house.ask(null, 'POST', '/sign-in', form,
    { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: cookie });
  assert.equal(signed.status, 303, signed.text);
  const session = signed.headers['set-cookie'].find((it) => !it.includes('Max-Age=0')).split(';')[0];
  const body = { title: 'ブラウザーから', kind: '機器' };
  const send = (headers) => house.ask(null, 'POST', '/api/v1/inquiry', body, { Cookie: session, ...headers });
  await house.problem(send({}), 403);
  await house.problem(send({ Origin: 'https://evil.example' }), 403);
  await house.problem(send({ 'Sec-Fetch-Site': 'cross-site' }), 403);
  const own = await send({ Origin: `http://127.0.0.1:${house.port}` });
  assert.equal(own.status, 201, own.text);
});

test('the log names what a refused host asked for, and leaves out probes', async (house) => {
  assert.equal((await house.get(null, '/healthz')).status, 200);
  assert.equal((await house.get(null, '/readyz')).status, 200);
  const path = `/desk/of-another-host-${process.pid}`;
  await house.raw(`GET ${path}?q=1 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
  for (let i = 0; i < 100 && !house.said.includes(path); i += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(house.said.includes(`path=${path} status=400`), house.said.slice(-500));
  assert.ok(!/path=\/(healthz|readyz)/.test(house.said));
});

test('a page is exported for Excel, and as text in known encodings only', async (house) => {
  const door = await house.get(null, '/sign-in');
  const cookie = door.headers['set-cookie'][0].split(';')[0];
  const csrf = /name="csrf"[^>]*value="([^"]+)"/.exec(door.text)[1];
  const form = new URLSearchParams({ csrf, login: 'miura', password: 'tasuki-demo-2026' }).toString();
  const signed = await house.ask(null, 'POST', '/sign-in', form,
    { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: cookie });
  const session = signed.headers['set-cookie'].find((it) => !it.includes('Max-Age=0')).split(';')[0];
  const file = (encoding) => house.get(null, `/desk/inquiries/export.csv?encoding=${encoding}`, { Cookie: session });
  assert.match((await file('windows-31j')).headers['content-type'], /windows-31j/);
  assert.equal((await file('latin')).status, 400);
  const book = await house.get(null, '/desk/inquiries/export.xlsx?view=all', { Cookie: session });
  assert.equal(book.status, 200);
  assert.ok(book.text.startsWith('PK'));
});

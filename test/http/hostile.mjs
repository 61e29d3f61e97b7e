// Bodies that nobody would write by accident.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

const post = (house, body) => house.ask('miura', 'POST', '/api/v1/inquiry', body);

test('JSON that cannot be read is refused with line and column', async (house) => {
  const refused = await house.problem(post(house, '{\n  "title": "x",\n  "kind": }'), 400);
  assert.match(refused.json.detail, /^3行目の\d+文字目/);
});

test('what is no object is refused', async (house) => {
  for (const body of ['[]', '"x"', '5', 'null', '', ' ', '[{"title":"x"}]', '{"title":"x"} {}', '{"title":"x"}x'])
    await house.problem(post(house, body), 400);
});

test('deep JSON is refused before it is followed', async (house) => {
  await house.problem(post(house, `{"title":${'['.repeat(100000)}`), 400);
  await house.problem(post(house, `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`), 400);
});

test('doubled names are refused', async (house) => {
  const refused = await house.problem(post(house, '{"title":"a","title":"b","kind":"機器"}'), 400);
  assert.match(refused.json.detail, /同じ項目/);
});

test('NUL, lone surrogates and broken UTF-8 are refused', async (house) => {
  for (const body of ['{"title":"a\\u0000b","kind":"機器"}', '{"ti\\u0000tle":"a"}', '{"title":"\\ud800","kind":"機器"}',
    '{"title":"\\udc00x"}', Buffer.from('7b227469746c65223a22ff227d', 'hex'),
    Buffer.from('7b227469746c65223a22c080227d', 'hex'), Buffer.from('7b2261223a310022', 'hex')])
    await house.problem(post(house, body), 400);
});

test('control characters in a text are taken out', async (house) => {
  const made = await house.inquiry({ title: '鈴\u0007の音', body: '一行目\n二行目\u001b[31m' });
  assert.equal(made.title, '鈴の音');
  assert.ok(!made.body.includes('\u001b') && made.body.includes('\n'));
});

test('numbers beyond all measure are refused', async (house) => {
  for (const number of ['1e999', '99999999999999999999999', '-99999999999999999999999'])
    await house.problem(post(house, `{"title":"x","kind":"機器","section":${number}}`), 400);
  for (const number of ['9223372036854775807', '1.5', '-0', 'true', '[1]', '{"id":1}'])
    await house.problem(post(house, `{"title":"x","kind":"機器","section":${number}}`), 422);
});

test('every type in every place is refused without harm', async (house) => {
  const values = [0, 1.5, true, '', 'x', [], ['x'], {}, { id: 1 }, [[]]];
  const names = ['title', 'kind', 'priority', 'received_at', 'section', 'body', 'completed_on', 'contract', 'owner',
    'organisation', 'reason', 'number', 'requester_name'];
  for (const name of names)
    for (const value of values) {
      const answer = await post(house, { title: '型の試験', kind: '機器', [name]: value });
      assert.ok([201, 422].includes(answer.status), `${name} ${JSON.stringify(value)}: ${answer.status} ${answer.text}`);
    }
});

test('names of any length and thousands of members stay harmless', async (house) => {
  const long = await house.problem(post(house, { ['あ'.repeat(100000)]: 1 }), 422);
  assert.ok(long.bytes.length < 10000);
  const many = Object.fromEntries(Array.from({ length: 20000 }, (_, i) => [`a${i}`, 1]));
  assert.ok((await house.problem(post(house, many), 400)).bytes.length < 10000);
});

test('names that mean something to others mean nothing here', async (house) => {
  const refused = await house.problem(post(house, '{"__proto__":1,"title":"x","kind":"機器","x_1":1,"":2}'), 422);
  assert.deepEqual(refused.fields.filter((name) => name).sort(), ['__proto__', 'x_1']);
});

test('markup comes back as it went in and cannot end a script', async (house) => {
  const made = await house.inquiry({ title: '</script><b>&"\u2028' });
  const read = await house.get('miura', `/api/v1/inquiry/${made.id}`);
  assert.equal(read.json.title, made.title);
  assert.ok(!read.text.includes('</script>'));
});

test('SQL in values and names stays text', async (house) => {
  const title = "'; DROP TABLE inquiry; --";
  const made = await house.inquiry({ title });
  assert.equal(made.title, title);
  const found = await house.get('miura', `/api/v1/inquiry?title=${encodeURIComponent(title)}`);
  assert.equal(found.json.items[0].id, made.id);
  await house.problem(house.get('miura', `/api/v1/inquiry?${encodeURIComponent('id") OR (1')}=1`), 400);
});

test('broken percent signs and bytes in the address are refused', async (house) => {
  const token = house.token('miura');
  for (const path of ['/api/v1/inquiry?title=%zz', '/api/v1/inquiry?title=%ff', '/api/v1/inquiry?title=%00',
    '/api/v1/inqu%00iry', '/api/v1/%ff']) {
    const got = await house.raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`
      + 'Connection: close\r\n\r\n');
    assert.match(got, /^HTTP\/1\.1 4\d\d /, path);
  }
});

test('If-Match and If-None-Match of any shape do no harm', async (house) => {
  const { id } = await house.inquiry();
  const path = `/api/v1/inquiry/${id}`;
  for (const tag of ['""', '"', 'x', '"1', 'W/"1"', '"01x"', '"99999999999999999999"', ',,,', '"a", "b"'])
    await house.problem(house.ask('miura', 'PATCH', path, { body: 'x' }, { 'If-Match': tag }), 412);
  const list = await house.ask('miura', 'PATCH', path, { body: 'x' }, { 'If-Match': '"7", "1"' });
  assert.equal(list.status, 200, list.text);
  assert.equal((await house.get('miura', path, { 'If-None-Match': ',"x' })).status, 200);
});

test('an Idempotency-Key of any length is answered', async (house) => {
  for (const key of ['', 'k'.repeat(201)])
    await house.problem(house.ask('miura', 'POST', '/api/v1/inquiry', { title: 'x', kind: '機器' },
      { 'Idempotency-Key': key }), 400);
});

// Lists and records.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

const HEAD = ['id', 'version', 'state', 'contract', 'organisation', 'owner', 'created_at', 'changed_at'];

async function readings(house, id) {
  const history = await house.get('ooishi', `/api/v1/inquiry/${id}/history?limit=200`);
  assert.equal(history.status, 200, history.text);
  return history.json.items.filter((row) => row.action === 'read').length;
}

test('a list has items and the way to go on', async (house) => {
  const list = (await house.get('miura', '/api/v1/inquiry?limit=3')).json;
  assert.equal(list.items.length, 3);
  assert.equal(typeof list.next, 'string');
  assert.deepEqual(Object.keys(list), ['items', 'next']);
});

test('the pages of a list are disjoint and end with null', async (house) => {
  const seen = new Set();
  let after = '';
  let pages = 0;
  do {
    const page = await house.get('miura', `/api/v1/inquiry?view=open&limit=20${after}`);
    assert.equal(page.status, 200, page.text);
    for (const item of page.json.items) {
      assert.ok(!seen.has(item.id));
      seen.add(item.id);
    }
    after = page.json.next && `&after=${encodeURIComponent(page.json.next)}`;
    pages += 1;
  } while (after);
  const counted = (await house.get('miura', '/api/v1/inquiry?view=open&limit=1&count=1')).json;
  assert.ok(pages > 1);
  assert.equal(seen.size, counted.count);
  assert.equal(counted.exact, true);
});

test('a record begins with its head, then has its fields in their order', async (house) => {
  const [item] = (await house.get('miura', '/api/v1/inquiry?limit=1')).json.items;
  const names = Object.keys(item);
  assert.deepEqual(names.slice(0, 8), HEAD);
  assert.deepEqual(names.slice(8, 11), ['number', 'received_at', 'channel']);
});

test('values are written by type', async (house) => {
  const [item] = (await house.get('miura', '/api/v1/inquiry?state=completed&limit=1')).json.items;
  assert.match(item.completed_on, /^\d{4}-\d\d-\d\d$/);
  assert.match(item.received_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/);
  assert.equal(typeof item.contract.id, 'number');
  assert.ok(item.contract.title.length > 0);
  assert.equal(item.state, 'completed');
  const [contract] = (await house.get('miura', '/api/v1/contract?limit=1')).json.items;
  assert.deepEqual(Object.keys(contract.period), ['from', 'until']);
});

test('what is empty is null', async (house) => {
  const { id } = await house.inquiry();
  const item = (await house.get('miura', `/api/v1/inquiry/${id}`)).json;
  assert.equal(item.completed_on, null);
  assert.equal(item.section, null);
  assert.equal(item.response, null);
});

test('filters, order and words narrow a list', async (house) => {
  await house.inquiry({ title: '卓上の鈴が鳴りやまない' });
  const found = (await house.get('miura', `/api/v1/inquiry?q=${encodeURIComponent('卓上の鈴')}`)).json.items;
  assert.equal(found.length, 1);
  const high = (await house.get('miura', '/api/v1/inquiry?priority=high&sort=-received_at&limit=200')).json.items;
  assert.ok(high.length > 1);
  assert.ok(high.every((item) => item.priority === 'high'));
  const times = high.map((item) => item.received_at);
  assert.deepEqual(times, [...times].sort().reverse());
});

test('only the columns that were asked for are read', async (house) => {
  const [item] = (await house.get('miura', '/api/v1/inquiry?columns=title,due,owner&limit=1')).json.items;
  assert.deepEqual(Object.keys(item).sort(), ['due', 'id', 'owner', 'title', 'version']);
});

test('personal fields stand in a list only when asked for', async (house) => {
  await house.inquiry({ requester_name: '架空 太郎' });
  const plain = (await house.get('miura', '/api/v1/inquiry?limit=1')).json.items[0];
  assert.ok(!('requester_name' in plain));
  const opened = (await house.get('miura', '/api/v1/inquiry?limit=1&personal=1')).json.items[0];
  assert.equal(opened.requester_name, '架空 太郎');
});

test('personal=1 without the right is refused', async (house) => {
  await house.problem(house.get('kansa', '/api/v1/inquiry?personal=1'), 403);
});

test('who has no right to personal fields does not find them in a record', async (house) => {
  const { id } = await house.inquiry({ requester_name: '架空 花子' });
  const item = (await house.get('kansa', `/api/v1/inquiry/${id}`)).json;
  assert.ok(!('requester_name' in item));
  assert.ok(!JSON.stringify(item).includes('花子'));
});

test('reading personal fields of a record is recorded, a 304 is not', async (house) => {
  const { id } = await house.inquiry({ requester_name: '架空 次郎' });
  assert.equal(await readings(house, id), 0);
  const first = await house.get('miura', `/api/v1/inquiry/${id}`);
  assert.equal(first.json.requester_name, '架空 次郎');
  assert.equal(first.headers.etag, '"1"');
  assert.equal(await readings(house, id), 1);
  const again = await house.get('miura', `/api/v1/inquiry/${id}`, { 'If-None-Match': '"1"' });
  assert.equal(again.status, 304);
  assert.equal(again.bytes.length, 0);
  assert.equal(await readings(house, id), 1);
});

test('the history names changes and keeps personal values closed', async (house) => {
  const { id } = await house.inquiry({ requester_name: '架空 三郎' });
  await house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { priority: 'high', reason: '急ぎと聞いた' },
    { 'If-Match': '"1"' });
  const history = await house.get('ooishi', `/api/v1/inquiry/${id}/history`);
  const [change, create] = history.json.items;
  assert.equal(change.action, 'change');
  assert.equal(change.reason, '急ぎと聞いた');
  assert.equal(change.changes[0].field, 'priority');
  assert.equal(create.action, 'create');
  assert.ok(!history.text.includes('三郎'));
});

test('the history goes on by its cursor', async (house) => {
  const { id } = await house.inquiry();
  for (let version = 1; version < 4; version += 1)
    await house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { body: `${version}回目` },
      { 'If-Match': `"${version}"` });
  const first = (await house.get('ooishi', `/api/v1/inquiry/${id}/history?limit=3`)).json;
  const rest = (await house.get('ooishi', `/api/v1/inquiry/${id}/history?limit=3&after=${first.next}`)).json;
  assert.equal(first.items.length, 3);
  assert.deepEqual(rest.items.map((row) => row.action), ['create']);
  assert.equal(rest.next, null);
});

test('a list as CSV comes by its address and by Accept', async (house) => {
  const byPath = await house.get('miura', '/api/v1/inquiry.csv?state=held');
  const byHeader = await house.get('miura', '/api/v1/inquiry?state=held', { Accept: 'text/csv' });
  assert.match(byPath.headers['content-type'], /^text\/csv/);
  assert.deepEqual([...byPath.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.match(byPath.text, /番号,受付日時/);
  assert.equal(byHeader.text, byPath.text);
});

test('a CSV can be Windows-31J and has no pages', async (house) => {
  const csv = await house.get('miura', '/api/v1/inquiry.csv?state=held&encoding=cp932');
  assert.match(csv.headers['content-type'], /windows-31j/);
  assert.equal(csv.bytes[0], 0x94); // 番
  const named = await house.get('miura', '/api/v1/inquiry.csv?state=held&encoding=windows-31j');
  assert.equal(named.text, csv.text);
  const refused = await house.problem(house.get('miura', '/api/v1/inquiry.csv?limit=5'), 400);
  assert.deepEqual(refused.fields, ['limit']);
});

test('the API tells which ledgers there are and who is asking', async (house) => {
  const { ledgers } = (await house.get('kumo', '/api/v1')).json;
  const inquiry = ledgers.find((ledger) => ledger.name === 'inquiry');
  assert.equal(inquiry.href, '/api/v1/inquiry');
  assert.deepEqual(inquiry.may, ['read', 'create', 'comment']);
  const me = (await house.get('kumo', '/api/v1/me')).json;
  assert.equal(me.login, 'kumo');
  assert.equal(me.memberships[0].role, 'requester');
});

test('who sees own records only gets no others', async (house) => {
  const other = await house.inquiry();
  const list = (await house.get('kumo', '/api/v1/inquiry?limit=200')).json.items;
  const me = (await house.get('kumo', '/api/v1/me')).json;
  assert.ok(list.length > 0);
  assert.ok(list.every((item) => item.owner.id === me.person.id));
  await house.problem(house.get('kumo', `/api/v1/inquiry/${other.id}`), 404);
  await house.problem(house.get('kumo', `/api/v1/inquiry/${other.id}/timeline`), 404);
});

test('a long menu is folded but for the daily part and that of the page', async (house) => {
  const folded = async (login, path) => {
    const rail = /<nav class="rail"[\s\S]*?<\/nav>/.exec((await (await house.browser(login)).get(path)).text)[0];
    return Object.fromEntries([...rail.matchAll(/<details( open)?>\s*<summary>([^<]+)/g)].map(([, open, title]) => [title, Boolean(open)]));
  };
  const lead = await folded('ooishi', '/desk/devices');
  assert.equal(lead.台帳, true);
  assert.equal(lead.契約, false);
  assert.ok(!('窓口' in lead), 'what is opened daily has no fold');
  assert.deepEqual(await folded('kumo', '/desk/ask'), {}, 'a short menu needs none');
});

// The page of a contract, the lists behind its numbers, and the calendar feed.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

const basic = (name, password) => ({ Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` });

// Lines of a calendar, unfolded, as name and value.
function calendar(text) {
  assert.ok(text.endsWith('END:VCALENDAR\r\n'));
  const raw = text.split('\r\n').slice(0, -1);
  for (const line of raw) assert.ok(Buffer.byteLength(line) <= 75 && !line.includes('\n'), line);
  return text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1).map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at), line.slice(at + 1)];
  });
}
const values = (lines, name) => lines.filter(([key]) => key === name).map(([, value]) => value);

async function contractOf(house) {
  return (await house.get('ooishi', '/api/v1/contract?limit=1&sort=id')).json.items[0];
}

test('every number of the desk leads to a list of so many rows', async (house) => {
  const contract = await contractOf(house);
  const page = await house.get('ooishi', `/contract/desk/${contract.id}`);
  assert.equal(page.status, 200);
  const cells = [...page.text.matchAll(/<td class="num" data-k="[^"]+"><a href="([^"]+)"[^>]*>(?:<svg.*?<\/svg>\s*)?(\d+)<\/a>/g)];
  assert.ok(cells.length > 15, `${cells.length} numbers`);
  for (const [, href, number] of cells) {
    const api = href.replaceAll('&amp;', '&').replace('/contract/obligations?', '/api/v1/obligation?columns=id&limit=1000&');
    const list = await house.get('ooishi', api);
    assert.equal(list.status, 200, `${api}: ${list.text}`);
    assert.equal(list.json.items.length, Number(number), api);
  }
});

test('a figure is the number of records of this month', async (house) => {
  const contract = await contractOf(house);
  const page = await house.get('ooishi', `/contract/desk/${contract.id}`);
  const [, href, shown] = /<h3>問合せ<\/h3><p class="figure"><a href="([^"]+)">([\d,]+)<\/a>/.exec(page.text);
  const api = href.replaceAll('&amp;', '&').replace('/desk/inquiries?', '/api/v1/inquiry?columns=id&limit=1000&count=exact&');
  const list = await house.get('ooishi', api);
  assert.equal(list.json.count, Number(shown.replaceAll(',', '')), api);
  assert.ok(list.json.count > 0);
});

test('the pages of a contract are for those who may read its clauses', async (house) => {
  const contract = await contractOf(house);
  for (const page of ['desk', 'coverage', 'dues']) {
    for (const login of ['ooishi', 'miura', 'aoyama', 'kansa'])
      assert.equal((await house.get(login, `/contract/${page}/${contract.id}`)).status, 200, `${login} ${page}`);
    assert.equal((await house.get('kumo', `/contract/${page}/${contract.id}`)).status, 403, page);
    assert.equal((await house.get('ooishi', `/contract/${page}/999999`)).status, 404, page);
  }
});

test('a calendar program takes the feed with a token, never with a password', async (house) => {
  const token = house.token('miura');
  const path = '/contract/calendar.ics';
  for (const headers of [{ Authorization: `Bearer ${token}` }, basic('miura', token), basic('', token)]) {
    const got = await house.get(null, path, headers);
    assert.equal(got.status, 200, JSON.stringify(headers));
    assert.match(got.headers['content-type'], /^text\/calendar/);
    const lines = calendar(got.text);
    assert.ok(values(lines, 'SUMMARY').length > 10);
    assert.equal(new Set(values(lines, 'UID')).size, values(lines, 'UID').length);
    for (const uid of values(lines, 'UID')) assert.match(uid, /^[0-9a-f-]{36}\/[a-z_]+\/\d+/);
  }
  for (const headers of [{}, basic('miura', 'tasuki-demo-2026'), basic('miura', ''), { Authorization: 'Basic ====' },
    { Authorization: 'Basic !!!' }, { Authorization: `Basic ${token}` }]) {
    const got = await house.get(null, path, headers);
    assert.equal(got.status, 401, JSON.stringify(headers));
    assert.match(got.headers['www-authenticate'], /^Basic realm="Tasuki", charset="UTF-8", Bearer$/);
  }
  assert.equal((await house.get(null, '/api/v1/me', basic('miura', token))).status, 401);
});

test('a token for one ledger gives a feed of that ledger', async (house) => {
  const narrow = house.command('token', '--user', 'miura', '--scope', 'read obligation');
  const other = house.command('token', '--user', 'miura', '--scope', 'read inquiry');
  const got = await house.get(null, '/contract/calendar.ics', basic('x', narrow));
  assert.equal(got.status, 200);
  assert.deepEqual([...new Set(values(calendar(got.text), 'CATEGORIES'))], ['義務']);
  assert.equal((await house.get(null, '/contract/calendar.ics', basic('x', other))).status, 403);
});

test('a second set of terms is refused, and a period that ends before it begins', async (house) => {
  const contract = await contractOf(house);
  const again = await house.ask('ooishi', 'POST', '/api/v1/terms', { kind: 'assignment', contract: contract.id });
  assert.equal(again.status, 409, again.text);
  const period = await house.ask('ooishi', 'PATCH', `/api/v1/contract/${contract.id}`,
    { period: { from: '2026-04-01', until: '2026-03-31' } }, { 'If-Match': `"${contract.version}"` });
  assert.equal(period.status, 422, period.text);
  assert.match(period.text, /終わり/);
});

// Addresses and computer names: many clients at once, the map without a script, surveys.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

async function series(house) {
  return (await house.get('miura', '/api/v1/name_series?limit=1&sort=id')).json.items[0];
}

async function network(house, title, prefix, more = {}) {
  const made = await house.ask('miura', 'POST', '/api/v1/network', { title, layer: 'other', prefix, ...more });
  assert.equal(made.status, 201, made.text);
  return made.json;
}

async function section(house) {
  return (await house.get('miura', `/api/v1/organisation?limit=1&title=${encodeURIComponent('市民課')}`)).json.items[0];
}

const issue = (house, body, headers, login = 'miura') => house.ask(login, 'POST', '/api/v1/address/issue', body, headers);

// Signed in as browsers are: a session, and forms that carry its token.
async function browser(house) {
  const door = await house.get(null, '/sign-in');
  const csrf = /name="csrf"[^>]*value="([^"]+)"/.exec(door.text)[1];
  const cookie = door.headers['set-cookie'].map((it) => it.split(';')[0]).join('; ');
  const signed = await house.ask(null, 'POST', '/sign-in',
    new URLSearchParams({ csrf, login: 'miura', password: 'tasuki-demo-2026' }).toString(), { ...form, Cookie: cookie });
  const session = signed.headers['set-cookie'].find((it) => !it.includes('Max-Age=0')).split(';')[0];
  const get = (path) => house.get(null, path, { Cookie: session });
  return {
    get,
    async post(from, path, pairs) {
      const page = await get(from);
      const token = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1];
      assert.ok(token, `${from} has no form`);
      return house.ask(null, 'POST', path, new URLSearchParams({ csrf: token, ...pairs }).toString(),
        { ...form, Cookie: session });
    },
  };
}

test('200 clients at once are given 200 addresses and 200 names', async (house) => {
  const { id } = await network(house, '同時の払出し', '10.200.0.0/23');
  const rule = await series(house);
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => (
    issue(house, { network: id, series: rule.id, device: `PC-${i}` }))));
  for (const it of answers) assert.equal(it.status, 201, it.text);
  assert.equal(new Set(answers.map((it) => it.json.address)).size, 200);
  assert.equal(new Set(answers.map((it) => it.json.name)).size, 200);
  assert.equal(new Set(answers.map((it) => it.json.id)).size, 200);
  // The lowest 200, without a hole; and the ledger says the same.
  const last = answers.map((it) => it.json.address.split('.').map(Number)).map(([, , c, d]) => c * 256 + d);
  assert.equal(Math.max(...last), 200);
  const list = await house.get('miura', `/api/v1/address?network=${id}&limit=1000&columns=title`);
  assert.equal(list.json.items.length, 200);
});

test('an address that many want is given to one of them', async (house) => {
  const { id } = await network(house, '取り合い', '10.201.0.0/24');
  const answers = await Promise.all(Array.from({ length: 20 }, () => (
    issue(house, { network: id, address: '10.201.0.77' }))));
  assert.deepEqual(answers.map((it) => it.status).sort(), [201, ...Array(19).fill(409)]);
});

test('an issue that is sent again with its key gives the same pair', async (house) => {
  const { id } = await network(house, '送り直し', '10.202.0.0/24');
  const rule = await series(house);
  const body = { network: id, series: rule.id };
  const first = await issue(house, body, { 'Idempotency-Key': 'address-once' });
  const again = await issue(house, body, { 'Idempotency-Key': 'address-once' });
  assert.equal(first.status, 201, first.text);
  assert.equal(again.text, first.text);
});

test('what an issue needs and refuses is said by field', async (house) => {
  const { id } = await network(house, '断り', '10.203.0.0/30');
  assert.deepEqual((await house.problem(issue(house, {}), 422)).fields, ['network']);
  assert.deepEqual((await house.problem(issue(house, { network: id, address: '10.203.0.300' }), 422)).fields, ['address']);
  assert.deepEqual((await house.problem(issue(house, { network: id, series: 'x' }), 422)).fields, ['series']);
  assert.deepEqual((await house.problem(issue(house, { network: id, until: '10.203.0.2' }), 422)).fields, ['until']);
  await house.problem(issue(house, { network: id }, {}, 'aoyama'), 403);
  for (const address of ['10.203.0.1', '10.203.0.2']) {
    const given = await issue(house, { network: id });
    assert.equal(given.json.address, address, given.text);
    assert.equal(given.json.name, null);
  }
  assert.deepEqual((await house.problem(issue(house, { network: id }), 409)).fields, ['network']);
});

test('a returned address is free at once and its name rests', async (house) => {
  const { id } = await network(house, '返却', '10.204.0.0/24');
  const rule = await series(house);
  const given = (await issue(house, { network: id, series: rule.id })).json;
  const move = (reason) => house.ask('miura', 'POST', `/api/v1/address/${given.id}/return`, reason, { 'If-Match': '"1"' });
  await house.problem(move({}), 422);
  assert.equal((await move({ return_reason: '廃棄' })).status, 200);
  const name = (await house.get('miura', `/api/v1/computer_name/${given.computer_name.id}`)).json;
  assert.equal(name.state, 'returned');
  const next = (await issue(house, { network: id, series: rule.id })).json;
  assert.equal(next.address, given.address);
  assert.notEqual(next.name, given.name);
});

test('a press on a free cell reserves the name, and gives out once the section is known', async (house) => {
  const rule = await series(house);
  const { id } = await network(house, '地図', '10.205.0.0/24', { series: rule.id });
  const at = `/desk/map/${id}`;
  const it = await browser(house);
  assert.match((await it.get(at)).text, /<button name="address" value="10\.205\.0\.9" aria-label="10\.205\.0\.9 空き　払い出す">9<\/button>/);
  const pressed = await it.post(at, at, { address: '10.205.0.9', series: rule.id, kind: 'host' });
  assert.equal(pressed.status, 303, pressed.text);
  const asked = await it.get(pressed.headers.location);
  const name = /<output>([^<]+)<\/output>/.exec(asked.text)[1];
  assert.match(asked.text, /あなたのために確保しています/);
  assert.match(asked.text, /10\.205\.0\.9 を払い出す/);
  const refused = await it.post(at, at, { form: '1', address: '10.205.0.9', series: rule.id, kind: 'host' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /使う課は必須です/);
  const { id: user } = await section(house);
  const reserved = /reserved=(\d+)/.exec(pressed.headers.location)[1];
  const given = await it.post(at, at, { form: '1', address: '10.205.0.9', series: rule.id, kind: 'host', reserved, section: user });
  assert.equal(given.status, 303, given.text);
  const page = await it.get(given.headers.location);
  assert.match(page.text, new RegExp(`10\\.205\\.0\\.9 と ${name} を払い出しました。`));
  assert.match(page.text, new RegExp(`aria-label="10\\.205\\.0\\.9 使用中　端末　${name}`));
  // From here one press is enough.
  const next = await it.post(given.headers.location, at, { address: '10.205.0.11', series: rule.id, kind: 'host', section: user });
  assert.equal(next.status, 303, next.text);
  assert.match((await it.get(next.headers.location)).text, /10\.205\.0\.11 と \S+ を払い出しました。/);
  // And back again, with a reason.
  const back = /name="record" value="(\d+)"/.exec(page.text)[1];
  const without = await it.post(given.headers.location, `${at}/return`, { record: back, version: '1', address: '10.205.0.9' });
  assert.equal(without.status, 422);
  const returned = await it.post(given.headers.location, `${at}/return`,
    { record: back, version: '1', address: '10.205.0.9', return_reason: '席の移動' });
  assert.equal(returned.status, 303, returned.text);
  assert.match((await it.get(at)).text, /<button name="address" value="10\.205\.0\.9"/);
});

test('a window of a large network shows 256 addresses and leads on', async (house) => {
  const { id } = await network(house, '大きなネットワーク', '11.0.0.0/8');
  const page = await house.get('miura', `/desk/map/${id}?at=11.3.7.9`);
  assert.equal(page.status, 200);
  assert.match(page.text, /11\.3\.7\.0から11\.3\.7\.255まで/);
  assert.equal([...page.text.matchAll(/<button name="address"/g)].length, 256);
  assert.match(page.text, new RegExp(`href="/desk/map/${id}\\?at=11\\.3\\.6\\.255[^"]*" rel="prev"`));
  assert.match(page.text, new RegExp(`href="/desk/map/${id}\\?at=11\\.3\\.8\\.0[^"]*" rel="next"`));
});

test('a survey beside the ledger shows what is unknown, missing, moved and in conflict', async (house) => {
  const { id } = await network(house, '突合', '10.206.0.0/24');
  const old = '2020-04-01';
  for (const [address, mac] of [['10.206.0.1', '00:00:5e:01:00:01'], ['10.206.0.2', '00:00:5e:01:00:02'],
    ['10.206.0.3', '00:00:5e:01:00:03'], ['10.206.0.4', '00:00:5e:01:00:04']]) {
    const made = await house.ask('miura', 'POST', '/api/v1/address', { address, mac, kind: 'host', network: id, issued_on: old });
    assert.equal(made.status, 201, made.text);
  }
  const seen_at = new Date(Date.now() - 3600000).toISOString().replace(/\.\d+Z$/, 'Z');
  for (const [address, mac] of [['10.206.0.1', '00:00:5e:01:00:01'], ['10.206.0.3', '00:00:5e:01:00:03'],
    ['10.206.0.3', '00:00:5e:01:00:99'], ['10.206.0.8', '00:00:5e:01:00:04'], ['10.206.0.9', '00:00:5e:01:00:77']]) {
    const made = await house.ask('miura', 'POST', '/api/v1/sighting', { address, mac, seen_at, source: 'arp', layer: 'other' });
    assert.equal(made.status, 201, made.text);
  }
  const it = await browser(house);
  const at = `/desk/comparison?network=${id}`;
  const rows = (text, kind) => {
    const part = text.slice(text.indexOf(`id="${kind}"`), text.indexOf('</section>', text.indexOf(`id="${kind}"`)));
    return [...part.matchAll(/<th scope="row">(?:<a [^>]*>)?([\d.]+)/g)].map(([, address]) => address);
  };
  const page = (await it.get(at)).text;
  assert.deepEqual(rows(page, 'conflicting'), ['10.206.0.3']);
  assert.deepEqual(rows(page, 'moved'), ['10.206.0.8']);
  assert.deepEqual(rows(page, 'unknown'), ['10.206.0.9']);
  assert.deepEqual(rows(page, 'missing'), ['10.206.0.2']);
  const noted = await it.post(at, '/desk/comparison/register', { address: '10.206.0.9', network: id, mac: '00:00:5e:01:00:77', host: 'PC-9', within: id });
  assert.equal(noted.status, 303, noted.text);
  const [, record, version] = /name="record" value="(\d+)"><input type="hidden" name="version" value="(\d+)"/.exec(page);
  const gone = await it.post(at, '/desk/comparison/return', { record, version, return_reason: '見えないため', within: id });
  assert.equal(gone.status, 303, gone.text);
  const after = (await it.get(at)).text;
  assert.deepEqual(rows(after, 'unknown'), []);
  assert.deepEqual(rows(after, 'missing'), []);
});

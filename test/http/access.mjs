// One cell of the rights for each role, ledger and channel, against what was agreed in
// test/data/access_matrix.txt. Last, since its contracts and people stay.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { Bodies } from './bodies.mjs';
import { test } from './house.mjs';
import { make, Town } from './town.mjs';

const TAG = '権限試験';
const ROLES = ['administrator', 'lead', 'operator', 'officer', 'approver', 'participant', 'requester',
  'author', 'member', 'auditor'];
const table = readFileSync('test/data/access_matrix.txt', 'utf8').split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.trim().split(/ +/))
  .map(([ledger, role, reach, ...words]) => ({ ledger, role, reach, words }));
const ledgers = [...new Set(table.map((row) => row.ledger))];

// 'all': the record is reached; 'some': only records of a narrower reach; 'none'.
function agreed(role, ledger, action) {
  const reaches = table.filter((row) => row.ledger === ledger && row.role === role
    && !['sees', 'sets'].includes(row.reach) && row.words.includes(action)).map((row) => row.reach);
  return reaches.includes('contract') ? 'all' : reaches.length ? 'some' : 'none';
}

// Who makes or reads a record: those of the installation first.
const who = (ledger, deed, prefix = 'k') => [['administrator', 'admin'], ['lead', 'ooishi'],
  ...ROLES.map((role) => [role, `${prefix}-${role}`])].find(([role]) => agreed(role, ledger, deed) === 'all')?.[1];

// A user for each role in one contract.
async function people(house, contract, prefix) {
  for (const role of ROLES) {
    const user = await make(house, 'user', { login: `${prefix}-${role}`, title: role,
      administrator: role === 'administrator' });
    if (role !== 'administrator')
      await make(house, 'membership', { user: user.id, within: contract.id, role, section: null });
  }
}

// What consequences and jobs do to a new record is done: from here on its version stays.
async function settle(house, records) {
  for (const ledger of Object.keys(records)) {
    const login = who(ledger, 'read');
    for (let i = 0; i < 100; i += 1) {
      records[ledger] = (await house.get(login, `/api/v1/${ledger}/${records[ledger].id}`)).json;
      if (ledger !== 'field' || records[ledger].state === 'ready') break;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }
}

// What a record is called, where it says so itself; and which ledgers show the mark anywhere.
let names = {};
let marks;
const title = (ledger) => names[ledger] ?? `${TAG}${ledger}の名`;

// A record of each ledger, and those of a contract where nobody asked here has a role.
async function prepare(house) {
  const bodies = new Bodies(house, (await house.get('admin', '/api/openapi.json')).json, TAG);
  // What a new ledger forgets: its lines in the table that was agreed.
  assert.deepEqual([...bodies.ledgers].sort(), [...ledgers].sort(), 'test/data/access_matrix.txt has every ledger');
  const one = await make(house, 'contract', { number: `${TAG}一`, title: title('contract') });
  const other = await make(house, 'contract', { number: `${TAG}二`, title: title('contract') });
  await people(house, one, 'k');
  await people(house, other, 'o');
  for (const role of ROLES) house.token(`k-${role}`);
  const here = new Town(house, bodies, one, who);
  const there = new Town(house, bodies, other, (ledger, deed) => who(ledger, deed, 'o'));
  const foreign = { contract: other };
  const paths = {};
  for (const ledger of ledgers) {
    if ((await here.find(ledger)).contract) foreign[ledger] = await there.find(ledger);
    const help = await house.get(who(ledger, 'read'), `/help/${ledger}`);
    paths[ledger] = /class="button" href="([^"]+)"/.exec(help.text)[1];
  }
  await settle(house, here.records);
  names = Object.fromEntries(Object.entries(here.records)
    .map(([ledger, it]) => [ledger, it[bodies.titledBy(ledger)]])
    .filter(([ledger, name]) => name?.startsWith?.(title(ledger).slice(0, name.length))));
  marks = new Set(Object.keys(here.records).filter((ledger) => (
    JSON.stringify(here.records[ledger]).includes(title(ledger)))));
  return { records: here.records, foreign, paths, bodies };
}

// Each channel: what is asked, which right decides, and whether the answer shows the record.
function cells({ records, paths, bodies }, ledger) {
  const { id, version } = records[ledger];
  const page = paths[ledger];
  const api = `/api/v1/${ledger}`;
  const narrow = `columns=id&limit=1000`;
  const write = { exact: true, write: true, version };
  return [
    { name: 'page of the list', right: 'read', get: page },
    { name: 'API count', right: 'read', get: `${api}?limit=1&count=exact`,
      has: (a) => a.json.count > 0 },
    { name: 'API export', right: 'export', get: `${api}.csv`, names: marks.has(ledger) },
    { name: 'page export', right: 'export', get: `${page}/export.csv?view=` },
    { name: 'personal', right: 'personal', get: `${api}?personal=1&limit=1`, loose: true },
    { name: 'history of the ledger', right: 'history', get: `${page}/history` },
    { name: 'import page', right: 'import', get: `${page}/import` },
    { name: 'new', right: 'create', get: `${page}/new` },
    { name: 'page of the record', right: 'read', get: `${page}/${id}`, exact: true },
    { name: 'side panel', right: 'read', get: `${page}?open=${id}` },
    { name: 'API record', right: 'read', get: `${api}/${id}`, exact: true },
    { name: 'API list', right: 'read', get: `${api}?${narrow}`, has: (a) => a.json.items.some((it) => it.id === id) },
    { name: 'API search', right: 'read', get: `${api}?q=${encodeURIComponent(TAG)}&${narrow}`,
      within: (a) => a.json.items.every((it) => it.id >= id) },
    { name: 'timeline', right: 'read', get: `${api}/${id}/timeline`, exact: true },
    { name: 'links', right: 'read', get: `${api}/${id}/links`, exact: true },
    { name: 'history', right: 'history', get: `${api}/${id}/history`, exact: true },
    { name: 'page of the history', right: 'history', get: `${page}/${id}/history`, exact: true },
    { name: 'edit page', right: 'change', get: `${page}/${id}/edit`, exact: true },
    { name: 'change', right: 'change', method: 'PATCH', to: `${api}/${id}`, body: {}, ...write },
    { name: 'remove', right: 'remove', method: 'DELETE', to: `${api}/${id}`, ...write },
    ...bodies.moves(ledger).map((action) => (
      { name: action, right: action, method: 'POST', to: `${api}/${id}/${action}`, body: {}, ...write })),
    ...(bodies.talks(ledger) ? [
      { name: 'note', right: 'note', method: 'POST', to: `${api}/${id}/entries`, exact: true,
        body: { kind: 'note', text: 'x' }, status: 201 },
      { name: 'message', right: 'comment', method: 'POST', to: `${api}/${id}/entries`, exact: true,
        body: { kind: 'message', text: 'x' }, status: 201 }] : []),
  ];
}

async function check(house, role, ledger, cell) {
  const may = agreed(role, ledger, cell.right);
  const reads = agreed(role, ledger, 'read');
  const good = cell.exact ? may === 'all' && reads === 'all' : may !== 'none';
  const said = `${role} ${ledger}: ${cell.name} (${may})`;
  // A stale version stops what would be allowed; what is denied is sent as if it could be done.
  const headers = cell.write ? { 'If-Match': `"${good ? cell.version + 1000 : cell.version}"` } : {};
  const got = await house.ask(`k-${role}`, cell.method ?? 'GET', cell.to ?? cell.get, cell.body, headers);
  if (!good) {
    assert.ok([403, 404].includes(got.status), `${said}: ${got.status} ${got.text.slice(0, 300)}`);
    assert.ok(!got.text.includes(title(ledger)), `${said}: the refusal names the record`);
    return;
  }
  assert.equal(got.status, cell.status ?? (cell.write ? 412 : 200), `${said}: ${got.text.slice(0, 300)}`);
  if (reads !== 'all' || (may !== 'all' && !cell.loose))
    assert.ok(!got.text.includes(title(ledger)), `${said}: the answer names what is out of reach`);
  if (cell.has) assert.equal(cell.has(got), may === 'all', said);
  if (cell.names && may === 'all') assert.ok(got.text.includes(title(ledger)), said);
}

async function each(things, work) {
  const queue = [...things];
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (queue.length) await work(queue.shift());
  }));
}

let town;

test('every role does in every ledger what was agreed, through every channel', async (house) => {
  town = await prepare(house);
  const all = ROLES.flatMap((role) => ledgers.flatMap((ledger) => (
    cells(town, ledger).map((cell) => ({ role, ledger, cell })))));
  await each(all, ({ role, ledger, cell }) => check(house, role, ledger, cell));
  assert.ok(all.length > 1500);
});

// What a payment plan is not told, the terms of its contract say, where they are written.
const SAID_ELSEWHERE = { payment_plan: ['scheme', 'amount', 'period'] };

test('the description requires of a new record exactly what it is refused without', async (house) => {
  const { bodies, records } = town;
  const asked = [];
  for (const ledger of ledgers) {
    const login = who(ledger, 'create');
    const required = bodies.schema(ledger)?.required ?? [];
    if (!login || !required.length) continue;
    const full = await bodies.body(ledger, async (to) => records[to]);
    if (bodies.within(ledger)) full.contract = records.contract.id;
    for (const name of required) {
      if (SAID_ELSEWHERE[ledger]?.includes(name)) continue;
      const { [name]: left, ...rest } = full;
      asked.push({ ledger, name, login, rest });
    }
  }
  assert.ok(asked.length > 150, `${asked.length} required members`);
  const wrong = [];
  await each(asked, async ({ ledger, name, login, rest }) => {
    const got = await house.ask(login, 'POST', `/api/v1/${ledger}`, rest);
    if (got.status === 201 || !got.json.faults.some((it) => it.field === name))
      wrong.push(`${ledger}.${name}: ${got.status} ${got.text.slice(0, 200)}`);
  });
  assert.deepEqual(wrong, []);
  // Those without an empty place would be accepted where the ledger fills them in.
  for (const [ledger, name] of [['inquiry', 'received_at'], ['complaint', 'received_at'], ['incident', 'noticed_at'],
    ['consultation_record', 'asked_on'], ['action_item', 'side'], ['payment_plan', 'tax']]) {
    assert.ok(!bodies.schema(ledger).required.includes(name), `${ledger}.${name}`);
    assert.ok(records[ledger][name], `${ledger}.${name} was filled in`);
  }
});

test('what belongs to a contract where one has no role is not there at all', async (house) => {
  const asked = ROLES.filter((role) => role !== 'administrator').flatMap((role) => (
    Object.entries(town.foreign).flatMap(([ledger, { id }]) => [`${town.paths[ledger]}/${id}`,
      `/api/v1/${ledger}/${id}`, `/api/v1/${ledger}/${id}/history`].map((path) => ({ role, ledger, path })))));
  await each(asked, async ({ role, ledger, path }) => {
    const got = await house.get(`k-${role}`, path);
    assert.ok([403, 404].includes(got.status), `${role} ${path}: ${got.status}`);
    assert.ok(!got.text.includes(title(ledger)) && !got.text.includes(`${TAG}二`), `${role} ${path}`);
    const none = await house.get(`k-${role}`, path.replace(/\/\d+/, '/999999999999'));
    assert.equal(none.status, got.status, `${role} ${path} tells that there is something`);
  });
});

test('links tell of the other end to who reads it, and to nobody else', async (house) => {
  const { id } = town.records.inquiry;
  const others = ledgers.filter((ledger) => ledger !== 'inquiry' && names[ledger] && agreed('lead', ledger, 'read') === 'all');
  for (const ledger of others) {
    const made = await house.ask('ooishi', 'POST', `/api/v1/inquiry/${id}/links`,
      { kind: 'related', to: { ledger, id: town.records[ledger].id } });
    assert.equal(made.status, 201, `${ledger}: ${made.text}`);
  }
  await each(ROLES.filter((role) => agreed(role, 'inquiry', 'read') === 'all'), async (role) => {
    const list = await house.get(`k-${role}`, `/api/v1/inquiry/${id}/links`);
    const page = await house.get(`k-${role}`, `${town.paths.inquiry}/${id}`);
    for (const ledger of others) {
      const reads = agreed(role, ledger, 'read') === 'all';
      assert.equal(list.json.items.some((it) => it.to.ledger === ledger), reads, `${role} ${ledger}`);
      assert.equal(list.text.includes(names[ledger]), reads, `${role} ${ledger}`);
      if (!reads) assert.ok(!page.text.includes(names[ledger]), `${role} ${ledger} on the page`);
    }
  });
});

test('the search of all ledgers shows what may be read and nothing else', async (house) => {
  const searched = ['organisation', 'person', 'contract', 'user', 'directory_group', 'inquiry'];
  await each(ROLES, async (role) => {
    const got = await house.get(`k-${role}`, `/search?q=${encodeURIComponent(TAG)}`);
    assert.equal(got.status, 200);
    for (const ledger of ledgers)
      assert.equal(got.text.includes(title(ledger)),
        searched.includes(ledger) ? agreed(role, ledger, 'read') === 'all' : got.text.includes(title(ledger))
          && agreed(role, ledger, 'read') === 'all', `${role} ${ledger}`);
    assert.ok(!got.text.includes(`${TAG}二`) || role === 'administrator', role);
  });
});

function listen(house, login) {
  const stream = { heard: '' };
  stream.open = new Promise((resolve, reject) => {
    stream.request = http.get({ port: house.port, host: '127.0.0.1', path: '/live', agent: false,
      headers: { Authorization: `Bearer ${house.token(login)}` } }, (reply) => {
      reply.on('data', (part) => { stream.heard += part; });
      reply.on('error', () => {});
      assert.equal(reply.statusCode, 200);
      resolve();
    });
    stream.request.on('error', reject);
  });
  return stream;
}

test('a live stream tells only of what may be read', async (house) => {
  const streams = Object.fromEntries(ROLES.map((role) => [role, listen(house, `k-${role}`)]));
  await Promise.all(ROLES.map((role) => streams[role].open));
  const { id } = town.records.inquiry;
  const { id: foreign } = town.foreign.inquiry;
  for (const record of [foreign, id]) {
    const { version } = (await house.get('ooishi', `/api/v1/inquiry/${record}`)).json;
    const done = await house.ask('ooishi', 'PATCH', `/api/v1/inquiry/${record}`, { body: 'x' },
      { 'If-Match': `"${version}"` });
    assert.equal(done.status, 200, done.text);
  }
  const tells = (role, record) => streams[role].heard.includes(`"ledger":"inquiry","id":${record},`);
  const readers = ROLES.filter((role) => agreed(role, 'inquiry', 'read') === 'all');
  for (let i = 0; i < 200 && !readers.every((role) => tells(role, id)); i += 1)
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  for (const role of ROLES) {
    assert.equal(tells(role, id), readers.includes(role), role);
    assert.ok(!tells(role, foreign), role);
    streams[role].request.destroy();
  }
});

test('fields that a role does not see are in none of its answers', async (house) => {
  const own = await house.ask('kumo', 'POST', '/api/v1/inquiry',
    { title: '見えない項目', kind: '機器', contract: (await house.get('kumo', '/api/v1/contract')).json.items[0].id });
  assert.equal(own.status, 201, own.text);
  const { id } = own.json;
  const { version } = (await house.get('ooishi', `/api/v1/inquiry/${id}`)).json;
  const done = await house.ask('ooishi', 'PATCH', `/api/v1/inquiry/${id}`, { priority: 'high' }, { 'If-Match': `"${version}"` });
  assert.equal(done.status, 200, done.text);
  assert.equal((await house.get('ooishi', `/api/v1/inquiry/${id}`)).json.priority, 'high');
  assert.ok(!('priority' in (await house.get('kumo', `/api/v1/inquiry/${id}`)).json));
  assert.ok(!(await house.get('kumo', `/desk/inquiries/${id}`)).text.includes('優先度'));
  const listed = (await house.get('kumo', `/api/v1/inquiry?columns=id,priority&limit=1000`)).json.items;
  assert.ok(listed.some((it) => it.id === id) && listed.every((it) => !it.priority));
  await house.problem(house.get('kumo', '/api/v1/inquiry?priority=high'), 403);
  await house.problem(house.get('kumo', '/api/v1/inquiry?sort=priority'), 403);
  const made = await house.problem(house.ask('kumo', 'POST', '/api/v1/inquiry',
    { title: '急ぎ', kind: '機器', priority: 'high', contract: own.json.contract.id }), 403);
  assert.deepEqual(made.fields, ['priority']);
});

test('who reaches one organisation finds its inquiries and no others', async (house) => {
  const { contract, organisation } = town.records;
  const user = await make(house, 'user', { login: 'k-body', title: 'k-body' });
  await make(house, 'membership', { user: user.id, within: contract.id, role: 'participant', section: organisation.id });
  const mine = await make(house, 'inquiry', { title: '団体の照会甲', kind: '機器', contract: contract.id,
    section: organisation.id }, 'ooishi');
  const theirs = await make(house, 'inquiry', { title: '団体の照会乙', kind: '機器', contract: contract.id }, 'ooishi');
  for (const query of ['limit=1000', `q=${encodeURIComponent('団体の照会')}&count=1`]) {
    const { items, count } = (await house.get('k-body', `/api/v1/inquiry?${query}`)).json;
    assert.deepEqual(items.map((it) => it.id), [mine.id], query);
    assert.equal(count ?? 1, 1);
  }
  await house.problem(house.get('k-body', `/api/v1/inquiry/${theirs.id}`), 404);
  const own = await house.ask('k-body', 'POST', '/api/v1/inquiry', { title: '団体から', kind: '機器' });
  assert.equal(own.status, 201, own.text);
  const other = (await house.get('ooishi', '/api/v1/organisation?limit=2')).json.items.find((it) => it.id !== organisation.id);
  await house.problem(house.ask('k-body', 'POST', '/api/v1/inquiry',
    { title: 'よその課', kind: '機器', section: other.id }), 403);
});

test('a contract that is over ends its roles with the next request', async (house) => {
  const { id, version } = (await house.get('ooishi', `/api/v1/contract/${town.records.contract.id}`)).json;
  assert.equal((await house.get('k-lead', `/api/v1/inquiry/${town.records.inquiry.id}`)).status, 200);
  const done = await house.ask('ooishi', 'PATCH', `/api/v1/contract/${id}`,
    { period: { from: '2020-04-01', until: '2021-03-31' } }, { 'If-Match': `"${version}"` });
  assert.equal(done.status, 200, done.text);
  for (const role of ROLES.filter((it) => it !== 'administrator'))
    assert.equal((await house.get(`k-${role}`, `/api/v1/inquiry/${town.records.inquiry.id}`)).status, 403, role);
});

test('why and why not is told to leads and administrators only', async (house) => {
  const path = `/settings/access?user=k-lead&ledger=inquiry&record=${town.records.inquiry.id}&action=read`;
  const why = await house.get('admin', path);
  assert.equal(why.status, 200);
  assert.ok(why.text.includes('契約の期間が終わったので'), why.text);
  assert.ok(!why.text.includes(title('inquiry')));
  assert.equal((await house.get('kumo', path)).status, 403);
  assert.equal((await house.get('miura', path)).status, 403);
});

test('the day of who only asks begins with what he has asked', async (house) => {
  const contract = (await house.get('kumo', '/api/v1/contract')).json.items[0].id;
  const asked = await house.ask('kumo', 'POST', '/api/v1/inquiry', { title: '今日の画面に出る', kind: '機器', contract });
  assert.equal(asked.status, 201, asked.text);
  const own = (await house.get('kumo', '/')).text;
  assert.ok(own.includes('問合せ：未完了') && own.includes('今日の画面に出る'));
  const desk = (await house.get('miura', '/')).text;
  assert.ok(desk.includes('問合せ：自分の担当') && !desk.includes('今日の画面に出る'));
});

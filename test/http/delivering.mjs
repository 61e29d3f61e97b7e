// 引渡し: archives with a key that is shown once, and downloads for who is meant.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from './house.mjs';

const KEY = /class="mono key">([A-Z0-9]{4}(?:-[A-Z0-9]{4}){5})</g;
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

async function make(house, ledger, body, login = 'ooishi') {
  const made = await house.ask(login, 'POST', `/api/v1/${ledger}`, body);
  assert.equal(made.status, 201, `${ledger}: ${made.text}`);
  return made.json;
}

async function move(house, login, ledger, id, action) {
  const now = await house.get(login, `/api/v1/${ledger}/${id}`);
  return house.ask(login, 'POST', `/api/v1/${ledger}/${id}/${action}`, {}, { 'If-Match': now.headers.etag ?? '"1"' });
}

// Signed in as browsers are: a session, and forms that carry its token.
async function sign(house, login) {
  const door = await house.get(null, '/sign-in');
  const cookie = door.headers['set-cookie'][0].split(';')[0];
  const csrf = /name="csrf"[^>]*value="([^"]+)"/.exec(door.text)[1];
  const signed = await house.ask(null, 'POST', '/sign-in',
    new URLSearchParams({ csrf, login, password: 'tasuki-demo-2026' }).toString(), { ...form, Cookie: cookie });
  const session = signed.headers['set-cookie'].find((it) => !it.includes('Max-Age=0')).split(';')[0];
  return {
    get: (path) => house.get(null, path, { Cookie: session }),
    async post(path, from, pairs = []) {
      const page = await house.get(null, from, { Cookie: session });
      const token = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1];
      assert.ok(token, `${from}: ${page.status} ${page.text}`);
      return house.ask(null, 'POST', path, new URLSearchParams([['csrf', token], ...pairs]).toString(),
        { ...form, Cookie: session });
    },
  };
}

// A contract with an issued document in it, and people of two bodies.
async function agency(house, tag) {
  const contract = await make(house, 'contract', { number: `引渡${tag}`, title: `引渡しの試験${tag}` }, 'admin');
  const person = async (login, within) => {
    const it = await make(house, 'person', { title: login });
    const user = await make(house, 'user', { login, title: login, person: it.id }, 'admin');
    await make(house, 'membership', { user: user.id, within, role: 'participant' }, 'admin');
    house.token(login);
    return it.id;
  };
  const other = await make(house, 'contract', { number: `引渡他${tag}`, title: '別の契約' }, 'admin');
  const mine = await person(`dantai-${tag}`, contract.id);
  await person(`tonari-${tag}`, contract.id);
  await person(`yoso-${tag}`, other.id);
  const document = await make(house, 'document', { contract: contract.id, report: 'monthly',
    period: { from: '2026-04-01', until: '2026-04-30' } });
  let issued;
  for (let i = 0; i < 50 && issued?.status !== 200; i += 1) {
    issued = await move(house, 'ooishi', 'document', document.id, 'issue');
    if (issued.status !== 200) await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  assert.equal(issued.status, 200, issued.text);
  return { contract, document, mine, page: `/contract/documents/${document.id}/deliver` };
}

const run = (program, ...words) => spawnSync(program, words, { encoding: 'utf8' });
const opens = (file, key) => run('7z', 't', `-p${key}`, file).status === 0;
const holds = (folder, text) => run('grep', '-raqF', text, folder).status === 0;

test('an archive opens with its key alone, is fetched once, and the key is kept nowhere', async (house) => {
  const { contract, document, mine, page } = await agency(house, 'a');
  const ooishi = await sign(house, 'ooishi');
  const shown = await ooishi.get(`/contract/documents/${document.id}`);
  assert.match(shown.text, new RegExp(`href="${page}"`));
  const made = await ooishi.post(page, page, [['way', 'zip'], ['recipient', mine], ['other', '青葉市 文書課'],
    ['format', 'pdf'], ['format', 'docx'], ['key_way', 'phone']]);
  assert.equal(made.status, 200, made.text);
  assert.equal(made.headers['cache-control'], 'no-store');
  assert.match(made.text, /7-Zip/);
  const keys = [...made.text.matchAll(KEY)].map((it) => it[1]);
  assert.equal(new Set(keys).size, 2, 'a key for each recipient');
  const fetches = [...made.text.matchAll(/action="(\/contract\/deliveries\/(\d+)\/fetch)"/g)];
  const [path, id] = [fetches[1][1], fetches[1][2]];
  const letter = /<textarea[^>]*>([^<]*)</.exec(made.text)[1];
  for (const key of keys) assert.ok(!letter.includes(key), 'the letter goes with the archive');
  const folder = mkdtempSync(join(tmpdir(), 'tasuki-deliver.'));
  try {
    const first = await ooishi.post(path, page);
    assert.equal(first.headers['content-type'], 'application/zip');
    const file = join(folder, 'a.zip');
    writeFileSync(file, first.bytes);
    const order = opens(file, keys[0]) ? [0, 1] : [1, 0];
    assert.ok(opens(file, keys[order[0]]));
    assert.ok(!opens(file, keys[order[1]]), 'not with the key of another');
    assert.match(run('7z', 'l', '-slt', file).stdout, /Method = AES-256/);
    const names = [...run('7z', 'l', '-slt', file).stdout.matchAll(/^Path = 文書-.*\.(pdf|docx)$/gm)];
    assert.deepEqual(names.map((it) => it[1]), ['pdf', 'docx']);
    const python = run('python3', '-c', 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]);'
      + 'z.read(z.namelist()[0], sys.argv[2].encode())', file, keys[order[0]]);
    assert.match(python.stderr, /NotImplementedError/, 'not the weak cipher that zipfile knows');
    assert.equal((await ooishi.post(path, page)).status, 409, 'once');
    const again = await ooishi.post(`/contract/deliveries/${id}/archive`, page);
    const fresh = [...again.text.matchAll(KEY)].map((it) => it[1]);
    assert.equal(fresh.length, 1, again.text);
    assert.ok(!keys.includes(fresh[0]));
    const second = await ooishi.post(path, page);
    writeFileSync(file, second.bytes);
    assert.ok(opens(file, fresh[0]));
    assert.ok(!opens(file, keys[order[0]]), 'the old key is over');
    const past = await house.get('ooishi', `/api/v1/delivery/${id}/history`);
    const record = await house.get('ooishi', `/api/v1/delivery/${id}`);
    assert.match(record.json.hash, /^[0-9a-f]{64}$/);
    assert.ok(past.text.includes(record.json.hash), 'the history has the hash');
    for (const key of [...keys, ...fresh]) {
      assert.ok(!past.text.includes(key) && !record.text.includes(key) && !house.said.includes(key));
      assert.ok(!holds(house.folder, key), 'nowhere in the data folder');
    }
    assert.ok(!holds(house.folder, keys[0].replaceAll('-', '')));
    if (house.common.length === 2) assert.ok(holds(house.folder, record.json.hash), 'which is where one would find it');
    assert.equal(record.json.contract.id, contract.id);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a PDF opens with its password alone', async (house) => {
  const { mine, page } = await agency(house, 'p');
  const ooishi = await sign(house, 'ooishi');
  const made = await ooishi.post(page, page, [['way', 'pdf'], ['recipient', mine], ['key_way', 'hand']]);
  const [key] = [...made.text.matchAll(KEY)].map((it) => it[1]);
  const got = await ooishi.post(/action="([^"]+\/fetch)"/.exec(made.text)[1], page);
  const folder = mkdtempSync(join(tmpdir(), 'tasuki-deliver.'));
  try {
    const file = join(folder, 'a.pdf');
    writeFileSync(file, got.bytes);
    assert.match(run('pdftotext', '-upw', key, file, '-').stdout, /月次報告/);
    for (const wrong of [['-upw', 'x'], ['-opw', key], []])
      assert.notEqual(run('pdftotext', ...wrong, file, '-').status, 0);
    assert.match(run('qpdf', `--password=${key}`, '--show-encryption', file).stdout, /R = 6/);
    assert.equal(run('qpdf', `--password=${key}`, '--check', file).status, 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a download is for its recipient, until its day, and is remembered', async (house) => {
  const { document, mine, page } = await agency(house, 'd');
  const ooishi = await sign(house, 'ooishi');
  const made = await ooishi.post(page, page, [['way', 'download'], ['recipient', mine]]);
  assert.equal(made.status, 200, made.text);
  assert.doesNotMatch(made.text, KEY);
  const record = /\/contract\/deliveries\/(\d+)"/.exec(made.text);
  const [path, id] = [`/contract/deliveries/${record[1]}`, record[1]];
  for (const login of ['tonari-d', 'yoso-d'])
    for (const address of [path, `${path}/files/pdf`, `/api/v1/delivery/${id}`]) {
      const refused = await house.get(login, address);
      assert.equal(refused.status, 404, `${login} ${address}`);
      assert.ok(!refused.text.includes('dantai-d'));
    }
  assert.equal((await house.get('kansa', `${path}/files/pdf`)).status, 403, 'who reads of it fetches nothing');
  assert.equal((await house.get('dantai-d', `/contract/documents/${document.id}/view`)).status, 403);
  const shown = await house.get('dantai-d', path);
  assert.match(shown.text, new RegExp(`href="${path}/files/docx"`));
  assert.equal((await house.get('dantai-d', `/api/v1/delivery/${id}`)).json.state, 'ready');
  const pdf = await house.get('dantai-d', `${path}/files/pdf`);
  assert.equal(pdf.status, 200, pdf.text);
  assert.equal(pdf.text.slice(0, 5), '%PDF-');
  assert.equal((await house.get('dantai-d', `${path}/files/docx`)).text.slice(0, 2), 'PK');
  assert.equal((await house.get('dantai-d', `${path}/files/exe`)).status, 404);
  const past = (await house.get('ooishi', `/api/v1/delivery/${id}/history`)).text;
  assert.match(past, /"download"/);
  assert.match(past, /文書-[^"]*\.docx/);
  const now = (await house.get('dantai-d', `/api/v1/delivery/${id}`)).json;
  assert.equal(now.state, 'handed');
  assert.notEqual((await move(house, 'tonari-d', 'delivery', id, 'confirm')).status, 200);
  const later = await house.ask('ooishi', 'PATCH', `/api/v1/delivery/${id}`, { until: '2026-01-01' },
    { 'If-Match': `"${now.version}"` });
  assert.equal(later.status, 200, later.text);
  assert.equal((await house.get('dantai-d', `${path}/files/pdf`)).status, 409, 'its day is over');
  assert.match((await house.get('dantai-d', path)).text, /期限が過ぎました/);
  const confirmed = await move(house, 'dantai-d', 'delivery', id, 'confirm');
  assert.equal(confirmed.status, 200, confirmed.text);
  assert.equal(confirmed.json.state, 'received');
});

test('what cannot be delivered so is refused before anything is made', async (house) => {
  const { document, mine, page } = await agency(house, 'r');
  const ooishi = await sign(house, 'ooishi');
  const count = async () => (await house.get('ooishi', `/api/v1/delivery?document=${document.id}&count=exact`)).json.count;
  for (const [pairs, words] of [
    [[['way', 'download']], /受け取る人を1人は/],
    [[['way', 'download'], ['other', '青葉市']], /アカウントがない方/],
    [[['way', 'zip'], ['recipient', mine], ['format', 'pdf']], /鍵の伝え方/],
    [[['way', 'zip'], ['recipient', mine], ['key_way', 'phone']], /形式を選んで/],
    [[['recipient', mine]], /渡し方/],
  ]) {
    const refused = await ooishi.post(page, page, pairs);
    assert.equal(refused.status, 422, refused.text);
    assert.match(refused.text, words);
    assert.doesNotMatch(refused.text, KEY);
  }
  assert.equal(await count(), 0);
  assert.equal((await house.get('aoyama', page)).status, 403);
});

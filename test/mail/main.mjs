// Mail on its way out, on one database.
//
//     node main.mjs sqlite|postgres [WORD…]
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authority, certificate } from '../directory/certificates.mjs';
import { DoorHouse, play } from '../directory/door.mjs';
import { freePort } from '../directory/slapd.mjs';
import { totp } from '../http/totp.mjs';
import { Exim, account } from './exim.mjs';
import { Liar } from './liar.mjs';
import { Ordering } from './ordering.mjs';

const [kind, ...words] = process.argv.slice(2);
const tests = [];
const test = (name, run) => tests.push({ name, run });
const once = (name, run) => kind === 'sqlite' && test(name, run);

const folder = mkdtempSync(join(tmpdir(), 'tasuki-mail.'));
chmodSync(folder, 0o755);
const ca = authority(folder, 'ca');
const exim = new Exim(folder, 'exim', certificate(folder, 'own', ca, 'IP:127.0.0.1'));
const house = new DoorHouse(kind);

function settings(more = {}) {
  const all = { server: '127.0.0.1', port: exim.plainPort, ca: ca.crt, login: account.login,
    password_file: house.file('password', `${account.password}\n`), from: 'tasuki@aoba.example',
    name: '青葉市 Tasuki', ...more };
  const lines = Object.entries(all).filter(([, value]) => value !== null);
  return `[mail]\n${lines.map(([name, value]) => `${name} = ${value}\n`).join('')}`;
}

const towards = (liar, more = {}) => settings({ port: liar.port, security: 'none', login: null,
  password_file: null, ca: null, ...more });

const ordering = new Ordering(house, kind);
const change = (sql) => ordering.change(sql);
const job = (name) => ordering.job(name);

const outbox = () => house.rows('SELECT identifier, state, tries, message, next_at FROM outbox ORDER BY id')
  .map((row) => ({ ...row, state: Number(row.state), tries: Number(row.tries) }));

// The day's letters anew, to whoever is an officer now.
async function write() {
  change('DELETE FROM outbox');
  const done = await job('history.head');
  assert.equal(done.state, 2, JSON.stringify(done));
}

async function send() {
  change('UPDATE outbox SET next_at = 1 WHERE state = 0');
  return job('mail.send');
}

async function made(path, body) {
  const answer = await house.ask('admin', 'POST', path, body);
  assert.equal(answer.status, 201, answer.text);
  return answer.json.id;
}

let people = 0;
async function officer(contract, mail) {
  people += 1;
  const person = await made('/api/v1/person', { title: `職員${people}`, mail });
  const user = await made('/api/v1/user', { login: `officer${people}`, title: `職員${people}`, person });
  return made('/api/v1/membership', { user, within: contract, role: 'officer' });
}

// The page of an administrator with his second factor, and its button.
let administrator;
const page = async () => (await administrator.get('/admin/mail')).text;
async function again() {
  const text = await page();
  const [, path] = /action="(\/admin\/mail\/\d+\/again)"/.exec(text);
  const [, csrf] = /name="csrf" value="([^"]*)"/.exec(text);
  const answer = await administrator.send('POST', path, { csrf });
  assert.equal(answer.status, 303, answer.text);
}

async function withLiar(answers, run, more) {
  const liar = new Liar(answers);
  await liar.start();
  try {
    await house.restart(towards(liar, more));
    await write();
    await run(liar);
  } finally {
    await liar.stop();
  }
}

let contract;

once('without a server letters wait, and the page says why', async () => {
  await house.restart('');
  await write();
  assert.equal((await send()).state, 2);
  assert.deepEqual(outbox().map((row) => [row.state, row.tries]), [[0, 0]]);
  await house.restart(settings());
});

test('the day\'s seal arrives, and verify --head agrees with what arrived', async () => {
  await write();
  assert.equal((await send()).state, 2, exim.log('reject'));
  const [letter, ...more] = exim.messages().filter((it) => it.one('envelope-to') === 'sato@aoba.example');
  assert.equal(more.length, 0);
  const [, head] = /--head (\d+:[0-9a-f]{64})/.exec(letter.text);
  assert.match(letter.one('subject'), new RegExp(`^履歴の封印 ${head.split(':')[0]}（20\\d\\d-`));
  assert.match(house.command('verify', '--head', head), /変えられていません|書き換えられていません/);
  const [number, hash] = head.split(':');
  const wrong = `${number}:${hash[0] === '0' ? '1' : '0'}${hash.slice(1)}`;
  assert.throws(() => house.command('verify', '--head', wrong), /verify: 1 /);
  assert.deepEqual(outbox().map((row) => row.state), [1]);
});

test('its headers are those of a program that means no harm', () => {
  const [letter] = exim.messages();
  assert.match(letter.one('from'), /^青葉市 Tasuki <tasuki@aoba\.example>$/);
  assert.equal(letter.one('to'), 'sato@aoba.example');
  assert.equal(letter.one('auto-submitted'), 'auto-generated');
  assert.match(letter.one('message-id'), /^<head-\d{4}-\d\d-\d\d-\d+@[A-Za-z0-9.-]+>$/);
  assert.match(letter.one('date'), / \+0900$/);
  assert.match(letter.one('content-type'), /^text\/plain; charset=utf-8/i);
  for (const name of ['from', 'to', 'subject', 'date', 'message-id'])
    assert.equal(letter.headers.get(name).length, 1, name);
  assert.ok(/^[\x00-\x7f]*$/.test(letter.raw), 'seven bits');
  assert.match(exim.log(), /A=plain:tasuki/);
  assert.match(exim.log(), /X=TLS1\.[23]/);
});

test('who has a new password or no second factor any more is told', async () => {
  house.command('user', 'password', 'officer1', '--password', 'atarashii aikotoba');
  house.command('user', 'second-factor', 'officer1');
  await send();
  const told = exim.messages().filter((it) => it.one('message-id').startsWith('<notice-'));
  assert.deepEqual(told.map((it) => it.one('subject')).sort(),
    ['パスワードが変わりました', '二要素認証を外しました'].sort());
  for (const it of told) {
    assert.equal(it.one('envelope-to'), 'sato@aoba.example');
    assert.match(it.text, /利用者「officer1」/);
    assert.match(it.text, /心当たりがないとき/);
    assert.doesNotMatch(it.raw + it.text, /aikotoba/);
  }
});

once('TLS from the first byte serves as well', async () => {
  await house.restart(settings({ port: exim.tlsPort, security: 'tls' }));
  const before = exim.messages().length;
  await write();
  assert.equal((await send()).state, 2);
  assert.equal(exim.messages().length, before + 1);
});

once('a server of another authority gets neither password nor letter', async () => {
  const before = exim.messages().length;
  for (const more of [{}, { port: exim.tlsPort, security: 'tls' }]) {
    await house.restart(settings({ ca: authority(folder, 'other').crt, ...more }));
    await write();
    assert.equal((await send()).state, 3);
  }
  assert.equal(exim.messages().length, before);
  assert.deepEqual(outbox().map((row) => row.state), [0]);
});

once('a wrong password is the server\'s affair: the letter keeps its place', async () => {
  await house.restart(settings({ password_file: house.file('wrong', 'wrong\n') }));
  await write();
  const done = await send();
  assert.equal(done.state, 3);
  assert.match(done.message, /サインインを断られました.*535/);
  assert.deepEqual(outbox().map((row) => [row.state, row.tries]), [[0, 1]]);
});

once('a server without TLS is told nothing', () => withLiar({}, async (liar) => {
  assert.equal((await send()).state, 3);
  assert.ok(liar.commands.every((line) => /^(EHLO|HELO|QUIT)/.test(line)), liar.commands.join('\n'));
}, { security: 'starttls', login: 'tasuki', password_file: house.file('password', 'x\n') }));

once('a password that would go in the clear is refused at the start', async () => {
  house.configure(settings({ security: 'none' }));
  assert.throws(() => house.command('mail', 'sato@aoba.example'), /暗号なし（none）/);
});

once('the command shows what the server answers', async () => {
  house.configure(settings());
  assert.match(house.command('mail', 'try@aoba.example'), /受け取りました/);
  assert.throws(() => house.command('mail', 'unknown@aoba.example'), /550 5\.1\.1 no such mailbox/);
  assert.throws(() => house.command('mail', 'x@y.example\r\nRCPT TO:<z@y.example>'), /形が正しくありません/);
  house.configure(settings({ port: await freePort() }));
  assert.throws(() => house.command('mail', 'sato@aoba.example'), /を使えません/);
});

test('an address that is unknown for good is given up with the server\'s words', async () => {
  await withLiar({ 'sato@aoba.example': '550 5.1.1 no such mailbox' }, async (liar) => {
    await send();
    const [row] = outbox();
    assert.equal(row.state, 2);
    assert.match(row.message, /550 5\.1\.1 no such mailbox/);
    const text = await page();
    assert.match(text, /送れずにあきらめたもの/);
    assert.match(text, /550 5\.1\.1 no such mailbox/);
    assert.match(text, /もう一度送る/);
    assert.doesNotMatch(text, /sato@aoba/);
    liar.answers = {};
    await send();
    assert.equal(liar.messages.length, 0);
    await again();
    await send();
    assert.equal(liar.messages.length, 1);
    assert.deepEqual(outbox().map((it) => it.state), [1]);
  });
});

test('what is refused for now goes later, under the same identifier', () => withLiar(
  { 'sato@aoba.example': '451 4.7.1 greylisted' }, async (liar) => {
    await send();
    const [row] = outbox();
    assert.equal(row.state, 0);
    assert.ok(row.tries > 0);
    assert.match(row.message, /451 4\.7\.1 greylisted/);
    assert.ok(Number(row.next_at) > Date.now() * 1000 + 50e6, 'it waits');
    assert.match(await page(), /greylisted/);
    liar.answers = {};
    await job('mail.send');
    assert.equal(liar.messages.length, 0);
    await send();
    assert.deepEqual(outbox().map((it) => it.state), [1]);
    assert.equal(liar.messages[0].one('message-id'), `<${row.identifier}>`);
  }));

test('an answer that was lost brings the letter twice with one Message-ID', () => withLiar(
  { '.': null }, async (liar) => {
    await send();
    assert.deepEqual(outbox().map((row) => row.state), [0]);
    liar.answers = {};
    await send();
    assert.deepEqual(outbox().map((row) => row.state), [1]);
    assert.ok(liar.messages.length > 1);
    for (const name of ['message-id', 'date', 'subject'])
      assert.equal(liar.messages[0].one(name), liar.messages[1].one(name));
  }));

test('a refused message is given up, one put off is not', async () => {
  await withLiar({ '.': '554 5.7.1 looks like spam' }, async () => {
    await send();
    assert.equal(outbox()[0].state, 2);
    assert.match(outbox()[0].message, /554 5\.7\.1/);
  });
  await withLiar({ '.': '452 4.3.1 no room' }, async () => {
    await send();
    assert.equal(outbox()[0].state, 0);
    assert.match(outbox()[0].message, /452 4\.3\.1/);
  });
  await withLiar({ MAIL: '421 4.3.2 going down' }, async () => {
    // The server's own round after its start may have met the letter first; then once more.
    let done = await send();
    if (done.state !== 3) done = await send();
    assert.equal(done.state, 3, JSON.stringify([done, outbox()]));
    assert.equal(outbox()[0].state, 0);
  });
});

test('of two addresses only the refused one gets it again', async () => {
  await officer(contract, 'kato@aoba.example');
  await withLiar({ 'kato@aoba.example': '450 4.2.1 busy' }, async (liar) => {
    await send();
    assert.deepEqual(liar.messages.map((it) => it.to), [['sato@aoba.example']]);
    assert.match(liar.messages[0].one('to'), /sato@.*, *kato@/);
    assert.deepEqual(outbox().map((row) => row.state), [0]);
    liar.answers = { 'kato@aoba.example': '550 5.1.1 gone' };
    await send();
    assert.match(outbox()[0].message, /550 5\.1\.1 gone/);
    assert.deepEqual(outbox().map((row) => row.state), [2]);
    liar.answers = {};
    await again();
    await send();
    assert.deepEqual(liar.messages.map((it) => it.to), [['sato@aoba.example'], ['kato@aoba.example']]);
    assert.match(liar.messages[1].one('to'), /sato@.*, *kato@/);
    assert.deepEqual(outbox().map((row) => row.state), [1]);
  });
});

test('many letters go over one connection', async () => {
  for (let i = 0; i < 8; i++)
    await officer(await made('/api/v1/contract', { number: `R8-${i}`, title: `契約${i}` }), `many${i}@aoba.example`);
  await withLiar({}, async (liar) => {
    assert.equal((await send()).state, 2);
    assert.equal(liar.messages.length, 9);
    assert.equal(liar.connections, 1);
    assert.ok(outbox().every((row) => row.state === 1));
  });
});

test('one that is refused does not hold up the others', () => withLiar(
  { 'many3@aoba.example': '550 no', 'many5@aoba.example': '450 later' }, async (liar) => {
    await send();
    assert.equal(liar.messages.length, 7);
    assert.deepEqual(outbox().map((row) => row.state).sort(), [0, 1, 1, 1, 1, 1, 1, 1, 2]);
    const text = (await house.get(null, '/metrics')).text;
    assert.match(text, /tasuki_mail_sent_total 7\n/);
    assert.match(text, /tasuki_mail_refused_total 1\n/);
    assert.match(text, /tasuki_mail_later_total [1-9]/);
    assert.match(text, /tasuki_outbox_waiting 1\n/);
    assert.match(text, /tasuki_outbox_given_up 1\n/);
  }));

once('stopping does not wait for a server that says nothing', () => withLiar({ greeting: '' }, async (liar) => {
  change('UPDATE outbox SET next_at = 1');
  ordering.order('mail.send');
  while (liar.connections === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  const start = Date.now();
  await house.restart(settings());
  assert.ok(Date.now() - start < 8000, `${Date.now() - start} ms`);
}));

async function open() {
  await exim.start();
  await house.start(settings());
  const [{ id }] = (await house.get('admin', '/api/v1/contract')).json.items;
  contract = id;
  await officer(contract, 'sato@aoba.example');
  await enrol();
}

// Restarts keep his session.
async function enrol() {
  const word = 'tada hitotsu no kagi';
  house.user('kanri', 'administrator', word);
  administrator = house.browser();
  await administrator.signIn('kanri', word);
  const shown = (await administrator.get('/settings/second-factor')).text;
  const [, secret] = /<p class="mono">([A-Z2-7 ]+)<\/p>/.exec(shown);
  const [, csrf] = /name="csrf" value="([^"]+)"/.exec(shown);
  const done = await administrator.send('POST', '/settings/second-factor', { csrf, code: totp(secret, -1) });
  assert.equal(done.status, 200, done.text);
}

async function close() {
  await exim.stop();
  rmSync(folder, { recursive: true, force: true });
}

await play(kind, words, tests, house, open, close);

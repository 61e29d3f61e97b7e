// Mail into inquiries and back, on one database.
//
//     node inbox.mjs sqlite|postgres [WORD…]
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authority, certificate } from '../directory/certificates.mjs';
import { DoorHouse, play } from '../directory/door.mjs';
import { Dovecot, mailbox } from './dovecot.mjs';
import { Exim, account } from './exim.mjs';
import { ImapLiar } from './imap_liar.mjs';
import { Ordering } from './ordering.mjs';

const [kind, ...words] = process.argv.slice(2);
const tests = [];
const test = (name, run) => tests.push({ name, run });
const once = (name, run) => kind === 'sqlite' && test(name, run);

const folder = mkdtempSync(join(tmpdir(), 'tasuki-inbox.'));
chmodSync(folder, 0o755);
const ca = authority(folder, 'ca');
const tls = certificate(folder, 'own', ca, 'IP:127.0.0.1');
const exim = new Exim(folder, 'exim', tls);
const dovecot = new Dovecot(folder, join(folder, 'exim', 'desk'), tls);
const house = new DoorHouse(kind);

const section = (name, all) => `[${name}]\n${Object.entries(all).filter(([, value]) => value !== null)
  .map(([key, value]) => `${key} = ${value}\n`).join('')}`;

function settings(more = {}) {
  return section('attachments', { clamd: 'none' })
    + section('mail', { server: '127.0.0.1', port: exim.plainPort, ca: ca.crt, login: account.login,
      password_file: house.file('password', `${account.password}\n`), from: 'tasuki@aoba.example' })
    + section('mail-in', { server: '127.0.0.1', port: dovecot.tlsPort, ca: ca.crt, login: mailbox.login,
      password_file: house.file('imap', `${mailbox.password}\n`), address: 'desk@aoba.example', ...more });
}

const ordering = new Ordering(house, kind);
const change = (sql) => ordering.change(sql);
const job = (name) => ordering.job(name);

async function fetched() {
  const done = await job('desk.mail_fetch');
  assert.equal(done.state, 2, JSON.stringify(done));
}

async function sent() {
  change('UPDATE outbox SET next_at = 1 WHERE state = 0');
  const done = await job('mail.send');
  assert.equal(done.state, 2, JSON.stringify(done));
}

const sample = (name) => readFileSync(`test/data/mail/${name}.eml`);
const deliver = (name) => exim.send('kato@aoba.example', 'desk@aoba.example', sample(name));
const ask = async (path) => {
  const answer = await house.get('shunin', path);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
};
const inquiries = async () => (await ask('/api/v1/inquiry?sort=-id')).items;
const mails = async () => (await ask('/api/v1/inquiry_mail?sort=-id&way=in&limit=200')).items;
const letters = () => exim.messages().filter((it) => it.one('envelope-to') === 'kato@aoba.example');

// Exim takes a letter first and delivers it then.
async function arrived(count) {
  for (let i = 0; i < 200 && letters().length < count; i++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(letters().length, count, exim.log());
}

async function say(inquiry, entry) {
  const answer = await house.ask('shunin', 'POST', `/api/v1/inquiry/${inquiry}/entries`, entry);
  assert.equal(answer.status, 201, answer.text);
}

let inquiry;

test('a mail becomes an inquiry, and is moved away only then', async () => {
  deliver('jis');
  await fetched();
  [inquiry] = await inquiries();
  assert.equal(inquiry.title, '印刷が出ない');
  assert.match(inquiry.body, /オフライン/);
  assert.equal(dovecot.count(), 0);
  assert.equal(dovecot.count('.Tasuki'), 1);
});

test('a receipt goes out that says who wrote it', async () => {
  await sent();
  await arrived(1);
  const [receipt] = letters();
  assert.equal(receipt.one('subject'), `Re: 印刷が出ない [#${inquiry.number}]`);
  assert.equal(receipt.one('auto-submitted'), 'auto-replied');
  assert.equal(receipt.one('reply-to'), 'desk@aoba.example');
  assert.equal(receipt.one('in-reply-to'), '<jis@aoba.example>');
});

test('the answer arrives, the note does not, and the page tells that it was sent', async () => {
  await say(inquiry.id, { kind: 'note', text: 'ここだけの話' });
  await say(inquiry.id, { kind: 'answer', text: '直しました。' });
  await sent();
  await arrived(2);
  const answer = letters().find((it) => !it.headers.has('auto-submitted'));
  assert.match(answer.text, /直しました。/);
  assert.equal(answer.headers.get('auto-submitted'), undefined);
  assert.ok(letters().every((it) => !/ここだけ/.test(it.text)));
  const rows = house.rows('SELECT state FROM outbox ORDER BY id');
  assert.deepEqual(rows.map((row) => Number(row.state)), [1, 1]);
});

test('a reply comes back into the same inquiry', async () => {
  const answer = letters().find((it) => !it.headers.has('auto-submitted'));
  exim.send('kato@aoba.example', 'desk@aoba.example', 'From: kato@aoba.example\r\nTo: desk@aoba.example\r\n'
    + `Subject: Re: arigatou\r\nMessage-ID: <thanks@aoba.example>\r\nIn-Reply-To: ${answer.one('message-id')}\r\n`
    + 'Content-Type: text/plain; charset=utf-8\r\n\r\nまた出なくなりました。\r\n');
  await fetched();
  assert.equal((await inquiries()).length, 1);
  const [mail] = await mails();
  assert.equal(mail.state, 'added');
  const rows = house.rows(`SELECT text FROM entry WHERE record = ${inquiry.id} AND kind = 0`);
  assert.match(rows[0].text, /また出なくなりました/);
});

test('the same mail twice does nothing twice', async () => {
  const before = (await mails()).length;
  deliver('jis');
  await fetched();
  assert.equal((await mails()).length, before);
  assert.equal((await inquiries()).length, 1);
  assert.equal(dovecot.count(), 0);
});

test('every sample is kept, whatever it is', async () => {
  for (const name of ['sjis', 'eucjp', 'html_only', 'attachment_rfc2231', 'attachment_program', 'forwarded',
    'auto_submitted', 'dsn', 'precedence_bulk', 'no_sender', 'too_deep', 'binary_body', 'cut_multipart'])
    deliver(name);
  await fetched();
  assert.equal(dovecot.count(), 0);
  const states = new Map((await mails()).map((it) => [it.identifier, it.state]));
  assert.equal(states.get('sjis@aoba.example'), 'taken');
  assert.equal(states.get('ooo@aoba.example'), 'automatic');
  assert.equal(states.get('dsn@mail.aoba.example'), 'automatic');
  assert.equal(states.get('bulk@aoba.example'), 'automatic');
  assert.equal(states.get('nobody@aoba.example'), 'unreadable');
  assert.equal(states.get('deep@aoba.example'), 'unreadable');
  const [file] = house.rows("SELECT name FROM attachment WHERE name LIKE '画面%'");
  assert.equal(file.name, '画面の図.png');
});

once('STARTTLS serves as well; another authority gets no password', async () => {
  await house.restart(settings({ port: dovecot.plainPort, security: 'starttls' }));
  deliver('utf8');
  await fetched();
  assert.equal(dovecot.count(), 0);
  await house.restart(settings({ ca: authority(folder, 'other').crt }));
  assert.equal((await job('desk.mail_fetch')).state, 3);
  await house.restart(settings({ password_file: house.file('wrong', 'wrong\n') }));
  const done = await job('desk.mail_fetch');
  assert.equal(done.state, 3);
  assert.match(done.message, /サインインを断られました/);
});

let lies = 0;
async function withLiar(says, run) {
  const liar = new ImapLiar(`From: liar@x.example\r\nMessage-ID: <liar${++lies}@x.example>\r\n`
    + `Subject: liar\r\n\r\n${'x'.repeat(100000)}\r\n`, says);
  await liar.start();
  try {
    await house.restart(settings({ port: liar.port, security: 'none', ca: null }));
    await run(liar);
  } finally {
    await liar.stop();
  }
}

once('a connection cut in the middle leaves nothing, and the next run takes it', () => (
  withLiar({ cut: 5000 }, async (liar) => {
    const before = (await mails()).length;
    assert.equal((await job('desk.mail_fetch')).state, 3);
    assert.equal((await mails()).length, before);
    assert.equal(liar.moved, 0);
    delete liar.says.cut;
    await fetched();
    assert.equal((await mails()).length, before + 1);
    assert.equal(liar.moved, 1);
  })));

once('taken but not moved, it is known the next time', () => withLiar({ refuse: 'UID MOVE' }, async (liar) => {
  const before = (await mails()).length;
  liar.says.refuse = 'UID';
  assert.equal((await job('desk.mail_fetch')).state, 3);
  liar.says.refuse = 'Tasuki';
  assert.equal((await job('desk.mail_fetch')).state, 3);
  assert.equal((await mails()).length, before + 1);
  delete liar.says.refuse;
  await fetched();
  assert.equal((await mails()).length, before + 1);
  assert.equal(liar.moved, 1);
}));

once('one that says to be enormous is noted by its headers', () => withLiar(
  { size: 10 ** 12 }, async (liar) => {
    await fetched();
    const [mail] = await mails();
    assert.equal(mail.state, 'unreadable');
    assert.match(mail.reason, /大きすぎる/);
    assert.ok(liar.commands.some((line) => /BODY\[HEADER\]/.test(line)), liar.commands.join('\n'));
  }));

once('a server that says nothing more is left after half a minute', () => withLiar(
  { stall: 'SEARCH' }, async () => {
    const start = Date.now();
    assert.equal((await job('desk.mail_fetch')).state, 3);
    assert.ok(Date.now() - start < 50000, `${Date.now() - start} ms`);
  }));

async function open() {
  await exim.start();
  await dovecot.start();
  await house.start(settings());
  const [{ id }] = (await house.get('admin', '/api/v1/contract')).json.items;
  assert.ok(id);
  house.user('shunin', 'lead', 'tada hitotsu no kagi');
}

async function close() {
  await exim.stop();
  await dovecot.stop();
  rmSync(folder, { recursive: true, force: true });
}

await play(kind, words, tests, house, open, close);

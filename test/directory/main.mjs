// Signing in through a directory, on one database.
//
//     node main.mjs sqlite|postgres [WORD…]
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountTests } from './accounts.mjs';
import { authority, certificate } from './certificates.mjs';
import { DoorHouse, play, refused } from './door.mjs';
import { Slapd, base, freePort, service } from './slapd.mjs';

const [kind, ...words] = process.argv.slice(2);
const tests = [];
const test = (name, run) => tests.push({ name, run });
// What does not touch the database is asked once.
const once = (name, run) => kind === 'sqlite' && test(name, run);

const folder = mkdtempSync(join(tmpdir(), 'tasuki-ldap.'));
chmodSync(folder, 0o755);
const ca = authority(folder, 'ca');
const own = certificate(folder, 'own', ca, 'IP:127.0.0.1');
const house = new DoorHouse(kind);
const slapd = new Slapd(folder, 'main', own);
const secret = (uid) => `secret of ${uid}`;

function settings(more = {}) {
  const all = { url: slapd.secure, ca: ca.crt, base, account: service.dn,
    password_file: house.file('password', `${service.password}\n`), ...more };
  return `[directory]\n${Object.entries(all).map(([name, value]) => `${name} = ${value}\n`).join('')}`;
}

async function signsIn(login, password = secret(login)) {
  const browser = house.browser();
  const answer = await browser.signIn(login, password);
  assert.equal(answer.status, 303, answer.text);
  assert.ok(await browser.isIn(), `${login} is in`);
  return browser;
}

async function isRefused(login, password = secret(login)) {
  refused(await house.browser().signIn(login, password));
}

// A login of its own each time: tries count also while the directory cannot be asked.
let strangers = 0;
async function isAway() {
  strangers += 1;
  const answer = await house.browser().signIn(`stranger${strangers}`, 'any password');
  assert.equal(answer.status, 503, answer.text);
  assert.match(answer.text, /ディレクトリのサーバーが応答しません/);
  assert.equal(await (await house.browser().signIn('local', 'password of local')).status, 303);
}

test('the right password opens, and groups give the roles', async () => {
  assert.equal(house.roles('sato'), null);
  await signsIn('sato');
  assert.equal(house.roles('sato'), 'operator*');
  await signsIn('mori');
  assert.equal(house.roles('mori'), 'auditor*');
});

test('a login in capitals is the same account', async () => {
  await signsIn('SATO', secret('sato'));
  assert.equal(house.rows(`SELECT id FROM "user" WHERE lower(login) = 'sato'`).length, 1);
});

test('a wrong or an empty password and an unknown login are refused alike', async () => {
  await isRefused('sato', 'wrong password');
  await isRefused('nosuch', 'wrong password');
  const answer = await house.browser().signIn('sato', '');
  assert.equal(answer.status, 422);
  assert.match(answer.text, /利用者IDとパスワードを入れてください/);
});

test('nothing that means something in a filter reaches the directory', async () => {
  for (const login of ['*', 's*', ')(uid=*', 'sato)(uid=*', '(x)*', 'sato\\', 'sａto*'])
    await isRefused(login, secret('sato'));
  await isRefused('(x)*');
  for (const login of ['(x)*', '*']) assert.equal(house.roles(login), null);
});

test('two entries of one login are nobody', async () => {
  await isRefused('twin');
  assert.equal(house.roles('twin'), null);
});

test('without a group that gives a role nobody comes in', async () => {
  await isRefused('nobori');
  assert.equal(house.roles('nobori'), null);
});

test('changed groups change the roles at the next signing in; those given by hand stay', async () => {
  await signsIn('kato');
  assert.equal(house.roles('kato'), 'operator*');
  house.command('user', 'grant', 'kato', '--role', 'officer');
  slapd.member('add', 'kato', 'Readers');
  slapd.member('delete', 'kato', 'Desk');
  await signsIn('kato');
  assert.equal(house.roles('kato'), 'auditor* officer');
  slapd.member('delete', 'kato', 'Readers');
  await signsIn('kato');
  assert.equal(house.roles('kato'), 'officer');
});

test('who has left all groups loses his roles and does not come in', async () => {
  slapd.member('delete', 'mori', 'Readers');
  await isRefused('mori');
  assert.equal(house.roles('mori'), '');
  slapd.member('add', 'mori', 'Readers');
  await signsIn('mori');
});

test('an account with its password here is no affair of the directory', async () => {
  await isRefused('admin');
  await isRefused('Admin', secret('admin'));
  await signsIn('local', 'password of local');
  await isRefused('local', secret('local'));
});

test('an account that has ended or was removed here stays so', async () => {
  await signsIn('ended');
  const browser = await signsIn('gone');
  house.command('user', 'end', 'ended');
  await isRefused('ended');
  const [{ id, version }] = house.rows(`SELECT id, version FROM "user" WHERE login = 'gone'`);
  const removed = await house.ask('admin', 'DELETE', `/api/v1/user/${id}`, undefined,
    { 'If-Match': `"${version}"` });
  assert.ok(removed.status < 300, removed.text);
  assert.ok(!await browser.isIn());
  await isRefused('gone');
  assert.equal(house.rows(`SELECT id FROM "user" WHERE login = 'gone'`).length, 1);
});

test('an entry with odd names and no address comes in all the same', async () => {
  await signsIn('odd');
  const [{ title }] = house.rows(`SELECT title FROM "user" WHERE login = 'odd'`);
  assert.match(title, /^長+…$/);
});

test('wrong passwords lock out, also the right one', async () => {
  for (let i = 0; i < 4; i++) await isRefused('locked', 'wrong password');
  assert.equal((await house.browser().signIn('locked', 'wrong password')).status, 429);
  assert.equal((await house.browser().signIn('locked', secret('locked'))).status, 429);
  assert.equal((await house.browser().signIn('LOCKED', secret('locked'))).status, 429);
});

test('the history says by which means', () => {
  const rows = house.rows(`SELECT detail FROM history WHERE action = 'sign-in'`)
    .map((row) => String(row.detail));
  assert.ok(rows.some((detail) => detail.includes('ldap')), rows.join('\n'));
});

const accounts = accountTests(test, { house, folder, ca, own, settings });

once('the command shows an entry and its groups', () => {
  const said = house.command('directory', 'sato');
  assert.match(said, /識別名: uid=sato,ou=people/);
  assert.match(said, /グループ: cn=Desk/);
  assert.throws(() => house.command('directory', 'twin'), /2人以上/);
});

once('STARTTLS serves as well', async () => {
  await house.restart(settings({ url: slapd.plain }));
  await signsIn('sato');
});

once('the second server is asked when the first is away', async () => {
  await house.restart(settings({ url: `ldaps://127.0.0.1:${await freePort()} ${slapd.secure}` }));
  await signsIn('sato');
});

once('with the server away local accounts still sign in', async () => {
  await house.restart(settings({ url: `ldaps://127.0.0.1:${await freePort()}` }));
  await isAway();
});

once('a server of another authority is refused', async () => {
  await house.restart(settings({ ca: authority(folder, 'other').crt }));
  await isAway();
  await house.restart(settings({ ca: authority(folder, 'other').crt, url: slapd.plain }));
  await isAway();
});

for (const [name, why, names, days] of [
  ['expired', 'whose certificate has ended', 'IP:127.0.0.1', -1],
  ['named', 'whose certificate is for another name', 'DNS:dc1.aoba.example', 2],
])
  once(`a server ${why} is refused`, async () => {
    const bad = new Slapd(folder, name, certificate(folder, name, ca, names, days));
    await bad.start();
    try {
      await house.restart(settings({ url: bad.secure }));
      await isAway();
      await house.restart(settings({ url: bad.plain }));
      await isAway();
    } finally {
      await bad.stop();
    }
  });

once('a server that speaks only an old TLS is refused', async () => {
  const old = new Slapd(folder, 'old', own, ['TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.1']);
  await old.start();
  try {
    await house.restart(settings({ url: old.secure }));
    await isAway();
  } finally {
    await old.stop();
  }
});

once('a server that cannot speak TLS is refused', async () => {
  const bare = new Slapd(folder, 'bare', null);
  await bare.start();
  try {
    await house.restart(settings({ url: bare.plain }));
    await isAway();
    await house.restart(settings({ url: bare.plain, plain: 'yes' }));
    await signsIn('plain');
  } finally {
    await bare.stop();
  }
});

once('a password kept here never goes to the directory', async () => {
  const heard = [];
  const between = net.createServer((near) => {
    const far = net.connect(slapd.plainPort, '127.0.0.1');
    near.on('data', (part) => heard.push(part));
    for (const [a, b] of [[near, far], [far, near]]) a.on('error', () => b.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise((resolve) => between.listen(0, '127.0.0.1', resolve));
  await house.restart(settings({ url: `ldap://127.0.0.1:${between.address().port}`, plain: 'yes' }));
  for (const login of ['local', 'Local', 'ｌｏｃａｌ']) {
    await house.browser().signIn(login, 'mistyped password');
    await house.browser().signIn(login, 'password of local');
  }
  await signsIn('sato');
  between.close();
  assert.ok(heard.length);
  const all = Buffer.concat(heard).toString('latin1');
  assert.ok(all.includes(secret('sato')), 'the test hears passwords');
  assert.ok(!all.includes('mistyped'));
  assert.ok(!all.includes('password of local'));
});

await play(kind, words, tests, house, async () => {
  await slapd.start();
  await house.start(settings());
  house.user('local', 'operator', 'password of local');
  await house.group('desk', 'operator');
  await house.group(`cn=readers,ou=groups,${base}`, 'auditor');
}, async () => {
  await slapd.stop();
  await accounts.stop();
  rmSync(folder, { recursive: true, force: true });
});
process.exit(0);

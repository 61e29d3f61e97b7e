// Signing in through an identity provider, on one database.
//
//     node main.mjs sqlite|postgres [WORD…]
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportSPKI } from 'jose';
import { authority, certificate } from '../directory/certificates.mjs';
import { DoorHouse, play } from '../directory/door.mjs';
import { freePort } from '../directory/slapd.mjs';
import { FakeProvider, RealProvider, client } from './providers.mjs';

const [kind, ...words] = process.argv.slice(2);
const tests = [];
const test = (name, run) => tests.push({ name, run });
// What does not touch the database is asked once.
const once = (name, run) => kind === 'sqlite' && test(name, run);

const folder = mkdtempSync(join(tmpdir(), 'tasuki-oidc.'));
const ca = authority(folder, 'ca');
const own = certificate(folder, 'own', ca, 'IP:127.0.0.1');
const house = new DoorHouse(kind);
const real = new RealProvider(own);
const fake = new FakeProvider(own);
const people = {
  1001: { preferred_username: 'Sato', family_name: '佐藤', name: '佐藤 一', groups: ['Desk'],
    email: 'sato@aoba.example', email_verified: true },
  1002: { preferred_username: 'nobori', name: '昇 次', groups: ['others'] },
  1003: { preferred_username: 'local', name: '内 三', groups: ['desk'] },
  1004: { preferred_username: 'ended', name: '終 四', groups: ['desk'] },
};

function settings(issuer, more = {}) {
  const all = { issuer, client_id: client.id, ca: ca.crt, name: 'あおば市の認証でサインイン',
    client_secret_file: house.file('client', `${client.secret}\n`), ...more };
  return `[oidc]\n${Object.entries(all).map(([name, value]) => `${name} = ${value}\n`).join('')}`;
}

function refused(answer, sentence, status = 403) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.text, sentence);
  assert.match(answer.text, /name="password"/);
}

/* --- the real one ------------------------------------------------------------------ */

// To the provider and back to the address of the callback, not asked yet.
async function goThere(account, browser = house.browser(), query = '') {
  const begun = await browser.get(`/sign-in/oidc${query}`);
  assert.equal(begun.status, 303, begun.text);
  const back = new URL(await real.signIn(ca.crt, begun.headers.location, account));
  return { browser, back: back.pathname + back.search };
}

test('the sign-in page offers the provider, by a link', async () => {
  const page = await house.browser().get('/sign-in?next=/desk/inquiries%3Fa%3D1');
  assert.match(page.text, /ほかの方法でサインイン/);
  assert.match(page.text, /href="\/sign-in\/oidc\?next=%2Fdesk%2Finquiries%3Fa%3D1">あおば市の認証で/);
});

test('the whole round opens, and groups give the roles', async () => {
  const { browser, back } = await goThere('1001', house.browser(), '?next=/core/people%3Fq%3D1');
  const answer = await browser.get(back);
  assert.equal(answer.status, 303, answer.text);
  assert.equal(answer.headers.location, '/core/people?q=1');
  assert.ok(await browser.isIn());
  assert.equal(house.roles('sato'), 'operator*');
  const [{ title }] = house.rows(`SELECT title FROM "user" WHERE login = 'sato'`);
  assert.equal(title, '佐藤');
  const [{ means, strong }] = house.rows('SELECT means, strong FROM session ORDER BY id DESC LIMIT 1');
  assert.equal(means, 'oidc');
  assert.ok(!strong);
});

test('changed groups change the roles the next time', async () => {
  people[1001].groups = ['readers'];
  const { browser, back } = await goThere('1001');
  assert.equal((await browser.get(back)).status, 303);
  assert.equal(house.roles('sato'), 'auditor*');
});

test('a way to another site afterwards is not taken', async () => {
  for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
    const { browser, back } = await goThere('1001', house.browser(), `?next=${encodeURIComponent(next)}`);
    assert.equal((await browser.get(back)).headers.location, '/');
  }
});

test('what was begun in one browser does not end in another', async () => {
  const { back } = await goThere('1001');
  for (const other of [house.browser(), await goThere('1001').then((it) => it.browser)]) {
    refused(await other.get(back), /このブラウザーにないか/);
    assert.ok(!await other.isIn());
  }
});

test('a state that was changed is refused', async () => {
  const { browser, back } = await goThere('1001');
  const url = new URL(back, 'http://x');
  const [mine, ends, , mac] = url.searchParams.get('state').split('.');
  assert.ok(Math.abs(Number(ends) - Date.now() / 1000 - 600) < 60, 'ten minutes');
  const elsewhere = Buffer.from('//evil.example').toString('base64url');
  for (const state of [`${mine}.${Number(ends) + 9}..${mac}`, `${mine}.${ends}.${elsewhere}.${mac}`,
    `${mine}.${ends}..`, '', '....', 'x'.repeat(5000)]) {
    url.searchParams.set('state', state);
    refused(await browser.get(url.pathname + url.search), /このブラウザーにないか/);
  }
});

test('a code that was used opens nothing more', async () => {
  const { browser, back } = await goThere('1001');
  const before = new Map(browser.cookies);
  assert.equal((await browser.get(back)).status, 303);
  refused(await browser.get(back), /このブラウザーにないか/);
  const again = house.browser();
  again.cookies = before;
  refused(await again.get(back), /確かめられませんでした/);
  assert.ok(!await again.isIn());
});

test('who says no at the provider is told so', async () => {
  const browser = house.browser();
  const begun = await browser.get('/sign-in/oidc');
  const state = new URL(begun.headers.location).searchParams.get('state');
  refused(await browser.get(`/sign-in/oidc/callback?error=access_denied&state=${state}`),
    /サインインは行われませんでした/);
});

test('without a group that gives a role nobody comes in', async () => {
  const { browser, back } = await goThere('1002');
  refused(await browser.get(back), /役割がありません/);
  assert.equal(house.roles('nobori'), null);
});

test('an account with its password here is no affair of the provider', async () => {
  const { browser, back } = await goThere('1003');
  refused(await browser.get(back), /パスワードはここにあります/);
});

test('an account that has ended stays so', async () => {
  const first = await goThere('1004');
  assert.equal((await first.browser.get(first.back)).status, 303);
  house.command('user', 'end', 'ended');
  assert.ok(!await first.browser.isIn());
  const { browser, back } = await goThere('1004');
  refused(await browser.get(back), /使えなくなっています/);
});

test('the provider going away says so and leaves the password', async () => {
  const { browser, back } = await goThere('1001');
  await real.stop();
  refused(await browser.get(back), /サーバーが応答しません/, 503);
  assert.equal((await house.browser().signIn('local', 'password of local')).status, 303);
  await house.restart(settings(real.issuer));
  refused(await house.browser().get('/sign-in/oidc'), /サーバーが応答しません/, 503);
  assert.equal((await house.browser().signIn('local', 'password of local')).status, 303);
});

/* --- the one that lies ------------------------------------------------------------- */

// Whom the server asks; each test by itself may be the first.
let lies = false;
async function ask(name, more) {
  lies = name === fake.issuer && !more;
  await house.restart(name ? settings(name, more) : '');
}

// One round; `make` gets the nonce and gives the token. The answer to the callback.
async function round(make, { more = {}, query = {}, browser = house.browser() } = {}) {
  if (!lies) await ask(fake.issuer);
  const begun = await browser.get('/sign-in/oidc');
  assert.equal(begun.status, 303, begun.text);
  const there = new URL(begun.headers.location);
  const asked = there.searchParams;
  fake.challenge = asked.get('code_challenge');
  fake.tokens = { token_type: 'Bearer', access_token: 'access', id_token: await make(asked.get('nonce')),
    ...more };
  const back = new URLSearchParams({ code: 'a code', state: asked.get('state'), ...query });
  const answer = await browser.get(`/sign-in/oidc/callback?${back}`);
  return { asked, there, browser, answer };
}

const saying = (more, ...how) => (nonce) => fake.sign(fake.claims(nonce, more), ...how);
const wrong = async (make, options) =>
  refused((await round(make, options)).answer, /返事を確かめられませんでした/);
const right = async (make, options) => {
  const done = await round(make, options);
  assert.equal(done.answer.status, 303, done.answer.text);
  assert.ok(await done.browser.isIn());
  return done;
};

test('the three ways of signing are taken, with all that was asked for', async () => {
  for (const alg of ['RS256', 'PS256', 'ES256']) {
    const { asked, there } = await right(saying({}, alg));
    assert.equal(there.searchParams.get('way'), '1');
    assert.equal(asked.get('response_type'), 'code');
    assert.equal(asked.get('client_id'), client.id);
    assert.equal(asked.get('code_challenge_method'), 'S256');
    assert.equal(asked.get('redirect_uri'), `http://127.0.0.1:${house.port}/sign-in/oidc/callback`);
    assert.equal(fake.form.get('redirect_uri'), asked.get('redirect_uri'));
    assert.equal(fake.form.get('code'), 'a code');
    const [id, secret] = Buffer.from(fake.authorization.slice(6), 'base64').toString().split(':');
    assert.deepEqual([decodeURIComponent(id), decodeURIComponent(secret)], [client.id, client.secret]);
  }
});

test('a second factor at the provider counts when the rule names it', async () => {
  const strong = () => house.rows('SELECT strong FROM session ORDER BY id DESC LIMIT 1')[0].strong;
  await right(saying({ amr: ['pwd'] }));
  assert.ok(!strong());
  await right(saying({ amr: ['pwd', 'mfa'] }));
  assert.ok(strong());
  await right(saying({ acr: 'mfa' }));
  assert.ok(!strong());
});

test('a login that was given to somebody else opens nothing', async () => {
  await right(saying({}));
  const { answer, browser } = await round(saying({ sub: 'number-2' }));
  refused(answer, /前に別の方が使っていました/);
  assert.ok(!await browser.isIn());
});

once('another nonce, or none, is refused', async () => {
  await wrong(() => fake.sign(fake.claims('another')));
  await wrong(() => fake.sign(fake.claims(undefined)));
});

once('a token for somebody else is refused', async () => {
  await wrong(saying({ aud: 'another' }));
  await wrong(saying({ aud: [client.id, 'another'] }));
  await wrong(saying({ azp: 'another' }));
  await wrong(saying({ aud: [] }));
  await right(saying({ aud: [client.id, 'another'], azp: client.id }));
});

once('a token of another issuer is refused', async () => {
  await wrong(saying({ iss: 'https://evil.example' }));
  await wrong(saying({ iss: `${fake.issuer}/` }));
  await wrong(saying({}), { query: { iss: 'https://evil.example' } });
  await right(saying({}), { query: { iss: fake.issuer } });
});

once('an expired token, or one of tomorrow, is refused; a minute is forgiven', async () => {
  const now = () => Math.floor(Date.now() / 1000);
  await wrong(saying({ exp: now() - 61 }));
  await wrong(saying({ exp: undefined }));
  await wrong(saying({ exp: '9999999999' }));
  await wrong(saying({ iat: now() + 90 }));
  await wrong(saying({ iat: now() - 3600 }));
  await wrong(saying({ nbf: now() + 90 }));
  await right(saying({ exp: now() - 20, iat: now() + 20, nbf: now() + 20 }));
});

once('a token without subject or with an impossible login is refused', async () => {
  await wrong(saying({ sub: undefined }));
  await wrong(saying({ preferred_username: 'ふじた' }));
  await wrong(saying({ preferred_username: '' }));
  await wrong(saying({ preferred_username: ['fujita'] }));
});

once('an access token that is not the one named is refused', async () => {
  const half = createHash('sha256').update('access').digest().subarray(0, 16).toString('base64url');
  await right(saying({ at_hash: half }));
  await wrong(saying({ at_hash: half.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) }));
  await wrong(saying({ at_hash: half }), { more: { access_token: undefined } });
});

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

once('a token without a signature, or signed with the public key as a secret, is refused', async () => {
  const { jwk, publicKey } = fake.keys.get('RS256-1');
  const pem = await exportSPKI(publicKey);
  for (const alg of ['none', 'None', '']) {
    await wrong((nonce) => `${part({ alg })}.${part(fake.claims(nonce))}.`);
    await wrong((nonce) => `${part({ alg })}.${part(fake.claims(nonce))}.AAAA`);
  }
  for (const secret of [pem, pem.trimEnd(), jwk.n, Buffer.from(jwk.n, 'base64url')])
    await wrong((nonce) => {
      const text = `${part({ alg: 'HS256', kid: 'RS256-1' })}.${part(fake.claims(nonce))}`;
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    });
});

once('a signature that is not of the key is refused', async () => {
  const strange = await new FakeProvider(own).addKey('RS256', 'RS256-1');
  await wrong(saying({}, 'RS256', 'RS256-1', strange));
  await wrong(saying({}, 'RS256', 'PS256-1', fake.keys.get('RS256-1')));
  await wrong(async (nonce) => {
    const [head, , mark] = (await fake.sign(fake.claims(nonce))).split('.');
    return `${head}.${part(fake.claims(nonce, { preferred_username: 'admin' }))}.${mark}`;
  });
  await wrong((nonce) => fake.sign(fake.claims(nonce), 'ES256').then((text) => `${text.slice(0, -4)}AAAA`));
  await wrong((nonce) => fake.sign(fake.claims(nonce)).then((text) => text.replace(/\.[^.]*$/, '.')));
  await wrong(() => 'no token');
});

test('a new key is fetched once; keys nobody knows are not asked for again and again', async () => {
  await right(saying({}));
  await fake.addKey('RS256', 'RS256-2');
  fake.keys.delete('RS256-1');
  const before = fake.asked.keys;
  await right(saying({}, 'RS256', 'RS256-2'));
  assert.equal(fake.asked.keys, before + 1);
  const strange = await new FakeProvider(own).addKey('RS256', 'x');
  for (let i = 0; i < 6; i++) await wrong(saying({}, 'RS256', `unknown-${i}`, strange));
  assert.equal(fake.asked.keys, before + 1);
  await right(saying({}, 'RS256', 'RS256-2'));
});

once('nonsense from the provider is the provider being away', async () => {
  const make = saying({}, 'PS256');
  for (const more of [{ filler: 'x'.repeat(300 * 1024) }, { toJSON: () => 'text' }, { toJSON: () => [1] }])
    refused((await round(make, { more })).answer, /応答しません/, 503);
  for (const discovery of [{ issuer: 'https://evil.example' }, { jwks_uri: 'http://127.0.0.1/keys' },
    { token_endpoint: 5 }]) {
    fake.discovery = discovery;
    await ask(fake.issuer);
    refused(await house.browser().get('/sign-in/oidc'), /応答しません/, 503);
  }
  fake.discovery = {};
  lies = false;
});

once('a provider of another authority is not asked', async () => {
  await ask(fake.issuer, { ca: authority(folder, 'other').crt });
  const before = fake.asked.discovery;
  refused(await house.browser().get('/sign-in/oidc'), /応答しません/, 503);
  assert.equal(fake.asked.discovery, before);
});

once('without a provider there is no button and no address', async () => {
  await ask('');
  assert.doesNotMatch((await house.browser().get('/sign-in')).text, /ほかの方法/);
  assert.equal((await house.browser().get('/sign-in/oidc')).status, 404);
  assert.equal((await house.browser().get('/sign-in/oidc/callback?code=1&state=1')).status, 404);
});

await play(kind, words, tests, house, async () => {
  const port = await freePort();
  await fake.start();
  await house.start(settings(`https://127.0.0.1:${port}`));
  await real.start(port, `http://127.0.0.1:${house.port}/sign-in/oidc/callback`, people);
  house.user('local', 'operator', 'password of local');
  await house.group('desk', 'operator');
  await house.group('readers', 'auditor');
}, async () => {
  await real.stop();
  await fake.stop();
  rmSync(folder, { recursive: true, force: true });
});
process.exit(0);

// Signing in over HTTP: two steps, addresses that do not lock out each other, what is told.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from './house.mjs';
import { totp } from './totp.mjs';

const password = 'tasuki-demo-2026';

// A browser without a window: it keeps cookies and follows nothing. `from` is the address
// it comes from; all of 127.0.0.0/8 is this machine.
class Browser {
  constructor(house, from = '127.0.0.1') {
    this.house = house;
    this.from = from;
    this.jar = new Map();
  }

  ask(method, path, fields) {
    const body = fields && new URLSearchParams(fields).toString();
    const headers = { Cookie: [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ') };
    if (body !== undefined) headers['Content-Type'] = 'application/x-www-form-urlencoded';
    return new Promise((resolve, reject) => {
      const request = http.request({
        host: '127.0.0.1', port: this.house.port, localAddress: this.from, method, path, headers, agent: false,
      }, (reply) => {
        let text = '';
        reply.setEncoding('utf8');
        reply.on('data', (part) => { text += part; });
        reply.on('end', () => {
          for (const cookie of reply.headers['set-cookie'] ?? []) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
            this.jar.set(name, value);
          }
          resolve({ status: reply.statusCode, to: reply.headers.location, text });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  async send(page, path, fields) {
    const shown = await this.ask('GET', page);
    assert.equal(shown.status, 200, `${page}: ${shown.status} ${shown.to}`);
    const csrf = /name="csrf" value="([^"]+)"/.exec(shown.text)[1];
    return this.ask('POST', path, { csrf, ...fields });
  }

  signIn(login, word = password) {
    return this.send('/sign-in', '/sign-in', { login, password: word });
  }
}

async function enrol(browser) {
  const page = await browser.ask('GET', '/settings/second-factor');
  const secret = /<p class="mono">([A-Z2-7 ]+)<\/p>/.exec(page.text)[1];
  const done = await browser.send('/settings/second-factor', '/settings/second-factor', { code: totp(secret, -1) });
  assert.equal(done.status, 200);
  return { secret, recovery: [...done.text.matchAll(/<li>([A-Z2-7]{5}-[A-Z2-7]{5})<\/li>/g)].map((m) => m[1]) };
}

test('an administrator sets up the second factor and then needs it', async (house) => {
  const word = 'tada hitotsu no kagi';
  house.command('user', 'add', 'kanri', '--role', 'administrator', '--password', word);
  const browser = new Browser(house);
  assert.equal((await browser.signIn('kanri', word)).status, 303);
  assert.equal((await browser.ask('GET', '/core/users')).to, '/settings/second-factor');
  const { secret, recovery } = await enrol(browser);
  assert.equal(recovery.length, 10);
  assert.equal((await browser.ask('GET', '/core/users')).status, 200);

  const again = new Browser(house);
  assert.equal((await again.signIn('kanri', word)).to, '/sign-in/code');
  assert.equal((await again.ask('GET', '/core/users')).status, 303);
  assert.equal((await again.send('/sign-in/code', '/sign-in/code', { code: totp(secret) })).status, 303);
  assert.equal((await again.ask('GET', '/core/users')).status, 200);
  // Without the app, with paper.
  const third = new Browser(house);
  await third.signIn('kanri', word);
  assert.equal((await third.send('/sign-in/code', '/sign-in/code', { recovery: recovery[3].toLowerCase() })).status, 303);
  // The operator of the machine takes it away; everybody is signed out and starts anew.
  house.command('user', 'second-factor', 'kanri');
  assert.equal((await third.ask('GET', '/core/users')).status, 303);
  assert.equal((await third.signIn('kanri', word)).to, '/');
});

test('a token made on the machine serves an administrator without second factor', async (house) => {
  house.command('user', 'add', 'kanri2', '--role', 'administrator', '--password', 'tada hitotsu no kagi');
  assert.equal((await house.get('kanri2', '/api/v1/user')).status, 200);
});

test('a thousand wrong tries from one address do not keep the owner out from another', async (house) => {
  const stranger = new Browser(house, '127.0.0.9');
  let refused = 0;
  for (let i = 0; i < 1000; i += 1) {
    const { status } = await stranger.signIn('mochizuki', `wrong ${i}`);
    assert.ok(status === 422 || status === 429);
    refused += status === 429;
  }
  assert.ok(refused > 990);
  assert.equal((await stranger.signIn('mochizuki')).status, 429);
  assert.equal((await new Browser(house, '127.0.0.10').signIn('mochizuki')).status, 303);
});

test('names that exist and names that do not are answered in the same words', async (house) => {
  const known = await new Browser(house, '127.0.0.11').signIn('aoyama', 'wrong');
  const unknown = await new Browser(house, '127.0.0.12').signIn('nobody', 'wrong');
  const plain = (answer) => answer.text.replace(/value="[^"]*"/g, '');
  assert.equal(known.status, unknown.status);
  assert.equal(plain(known), plain(unknown));
});

test('a token with a scope stays within it', async (house) => {
  const token = house.command('token', '--user', 'miura', '--scope', 'read inquiry');
  const headers = { Authorization: `Bearer ${token}` };
  assert.equal((await house.get(null, '/api/v1/inquiry', headers)).status, 200);
  assert.equal((await house.get(null, '/api/v1/person', headers)).status, 403);
  assert.equal((await house.get(null, '/search?q=x', headers)).status, 403);
  await house.problem(house.ask(null, 'POST', '/api/v1/inquiry', { title: 'x', kind: '機器' }, headers), 403);
});

test('the daily letter is switched off in one\'s own settings, and by nothing else', async (house) => {
  house.command('user', 'add', 'shizuka', '--role', 'operator', '--password', 'shizuka na aikotoba');
  const browser = new Browser(house);
  await browser.signIn('shizuka', 'shizuka na aikotoba');
  const chosen = async () => /name="letters" value="(\w+)" checked/.exec((await browser.ask('GET', '/settings')).text)[1];
  assert.equal(await chosen(), 'on');
  await browser.send('/settings', '/settings', { days: 'wareki', keys: 'on', letters: 'off' });
  assert.equal(await chosen(), 'off');
  await browser.send('/settings', '/settings', { days: 'western', keys: 'on' });
  assert.equal(await chosen(), 'off');
  await browser.send('/settings', '/settings', { days: 'wareki', keys: 'on', letters: 'on' });
  assert.equal(await chosen(), 'on');
});

test('a new password set on the machine signs everybody out', async (house) => {
  house.command('user', 'add', 'kawari', '--role', 'operator', '--password', 'mae no aikotoba');
  const browser = new Browser(house);
  assert.equal((await browser.signIn('kawari', 'mae no aikotoba')).status, 303);
  assert.equal((await browser.ask('GET', '/settings')).status, 200);
  house.command('user', 'password', 'kawari', '--password', 'atarashii aikotoba');
  assert.equal((await browser.ask('GET', '/settings')).status, 303);
});

// An installation without demonstration data whose settings a test writes, and a browser
// that knows cookies and redirects.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync, mkdirSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { House } from '../http/house.mjs';

export const agent = new http.Agent({ keepAlive: true });

export class Browser {
  constructor(house) {
    this.house = house;
    this.cookies = new Map();
  }

  // One request, no redirect followed.
  send(method, path, form) {
    const body = form ? new URLSearchParams(form).toString() : '';
    const headers = { Host: `127.0.0.1:${this.house.port}` };
    if (this.cookies.size) headers.Cookie = [...this.cookies].map(([n, v]) => `${n}=${v}`).join('; ');
    if (form) {
      headers['Content-Type'] = 'application/x-www-form-urlencoded';
      headers['Content-Length'] = Buffer.byteLength(body);
    }
    return new Promise((resolve, reject) => {
      const request = http.request(
        { host: '127.0.0.1', port: this.house.port, agent, method, path, headers },
        (reply) => {
          let text = '';
          reply.setEncoding('utf8');
          reply.on('data', (part) => { text += part; });
          reply.on('end', () => {
            for (const line of reply.headers['set-cookie'] ?? []) {
              const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
              if (/Max-Age=0/.test(line)) this.cookies.delete(name);
              else this.cookies.set(name, value);
            }
            resolve({ status: reply.statusCode, headers: reply.headers, text });
          });
        });
      request.on('error', reject);
      request.end(body);
    });
  }

  get(path) { return this.send('GET', path); }

  async signIn(login, password, next = '') {
    const form = await this.get('/sign-in');
    const csrf = /name="csrf" value="([^"]*)"/.exec(form.text)[1];
    return this.send('POST', '/sign-in', { csrf, next, login, password });
  }

  async isIn() { return (await this.get('/')).status === 200; }
}

export class DoorHouse extends House {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }

  // `settings` is the text of tasuki.ini.
  async start(settings) {
    mkdirSync(join(this.folder, 'data'), { recursive: true });
    this.command('init');
    this.configure(settings);
    await this.serve();
  }

  configure(settings) {
    writeFileSync(join(this.folder, 'data', 'tasuki.ini'), settings);
  }

  async restart(settings) {
    if (this.child.exitCode !== null) throw new Error(`the server ended: ${this.said}`);
    const ended = new Promise((resolve) => this.child.on('exit', resolve));
    this.child.kill('SIGTERM');
    assert.equal(await ended, 0, this.said);
    this.configure(settings);
    await this.serve();
  }

  file(name, text) {
    const path = join(this.folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  browser() { return new Browser(this); }

  // A local account with a password.
  user(login, role, password) {
    this.command('user', 'add', login, '--role', role, '--password', password);
  }

  // What members of a group are here; the id of the row.
  async group(title, role) {
    const made = await this.ask('admin', 'POST', '/api/v1/directory_group', { title, role });
    assert.equal(made.status, 201, made.text);
    return made.json;
  }

  // What stands in the database itself.
  rows(sql) {
    const url = process.env.TASUKI_TEST_DATABASE;
    const text = this.kind === 'postgres'
      ? execFileSync('psql', [url, '-Atc', `SELECT coalesce(json_agg(t), '[]') FROM (${sql}) t`])
      : execFileSync('sqlite3', ['-readonly', '-json', join(this.folder, 'data', 'tasuki.db'), sql]);
    return JSON.parse(String(text).trim() || '[]');
  }

  // The roles of a login, those a group gave with a star; null: there is no such account.
  roles(login) {
    const [user] = this.rows(`SELECT id FROM "user" WHERE login = '${login}' ORDER BY id DESC`);
    if (!user) return null;
    return this.rows('SELECT role, coalesce(source, 0) AS source FROM membership WHERE '
      + `"user" = ${user.id} AND removed_at IS NULL ORDER BY role`)
      .map((row) => row.role + (Number(row.source) > 0 ? '*' : '')).join(' ');
  }
}

// Runs the tests one after the other and says how each ended, as test/*/run count it.
export async function play(kind, words, tests, house, open, close) {
  let count = 0;
  const say = (good, name, error) => {
    count += 1;
    console.log(`${good ? 'ok' : 'not ok'} ${kind}: ${name}`);
    if (error) console.log(error.stack.replace(/^/gm, '    '));
  };

  try {
    await open();
    for (const { name, run } of tests) {
      if (words.length && !words.some((word) => name.includes(word))) continue;
      try {
        await run();
        say(true, name);
      } catch (error) {
        say(false, name, error);
      }
    }
  } catch (error) {
    say(false, 'the server starts', error);
  }
  const ended = await house.close();
  say(ended, 'the server was still there and ended well');
  if (!ended) console.log(house.said);
  await close();
  console.log(`end ${kind}: ${count}`);
}

export function refused(answer) {
  assert.equal(answer.status, 422, answer.text);
  assert.match(answer.text, /利用者IDかパスワードが違います/);
}

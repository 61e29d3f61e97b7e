// A running program with the demonstration data, and a client for its API.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.env.TASUKI;
const agent = new http.Agent({ keepAlive: true });

export const tests = [];
export function test(name, run) {
  tests.push({ name, run });
}

export class Answer {
  constructor(reply, bytes) {
    this.status = reply.statusCode;
    this.headers = reply.headers;
    this.bytes = bytes;
    this.text = bytes.toString('utf8');
  }
  get json() {
    return JSON.parse(this.text);
  }
  // The names of the fields that were found wrong.
  get fields() {
    return this.json.faults.map((fault) => fault.field);
  }
}

export class House {
  constructor(kind) {
    this.folder = mkdtempSync(join(tmpdir(), 'tasuki-http.'));
    this.common = ['--data', join(this.folder, 'data')];
    if (kind === 'postgres') this.common.push('--database', process.env.TASUKI_TEST_DATABASE);
    this.tokens = new Map();
    this.serial = 0;
  }

  command(...words) {
    const done = spawnSync(program, [...words, ...this.common], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`${words[0]}: ${done.status} ${done.stderr}${done.stdout}`);
    return done.stdout.trim();
  }

  async open() {
    this.command('init');
    this.command('demo');
    writeFileSync(join(this.folder, 'data', 'tasuki.ini'),
      `[attachments]\nclamd = ${join(this.folder, 'clamd.sock')}\nfile-mb = 1\n[mail-in]\naddress = desk@aoba.example\n`);
    await this.serve();
  }

  async serve() {
    this.child = spawn(program, ['serve', '--listen', '127.0.0.1:0', ...this.common],
      { stdio: ['ignore', 'pipe', 'pipe'] });
    this.said = '';
    this.child.stderr.on('data', (text) => { this.said = (this.said + text).slice(-20000); });
    this.port = await new Promise((resolve, reject) => {
      let text = '';
      this.child.stdout.on('data', (part) => {
        text += part;
        const port = /:(\d+) /.exec(text);
        if (port) resolve(Number(port[1]));
      });
      this.child.on('exit', (status) => reject(new Error(`serve ended ${status}: ${this.said}`)));
    });
  }

  // True when the server was still there and ended well.
  async close() {
    if (!this.child) return false;
    const ended = new Promise((resolve) => this.child.on('exit', resolve));
    const alive = this.child.exitCode === null;
    if (alive) this.child.kill('SIGTERM');
    const status = alive ? await ended : this.child.exitCode;
    rmSync(this.folder, { recursive: true, force: true });
    return alive && status === 0;
  }

  token(login) {
    if (!this.tokens.has(login)) this.tokens.set(login, this.command('token', '--user', login));
    return this.tokens.get(login);
  }

  // `login` null: nobody. `body`: a text or bytes; anything else is sent as JSON.
  ask(login, method, path, body, headers = {}) {
    const all = { ...headers };
    let bytes;
    if (login) all.Authorization = `Bearer ${this.token(login)}`;
    if (body !== undefined) {
      const raw = typeof body === 'string' || Buffer.isBuffer(body);
      bytes = Buffer.from(raw ? body : JSON.stringify(body));
      all['Content-Type'] ??= method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      all['Content-Length'] = bytes.length;
    }
    return new Promise((resolve, reject) => {
      const request = http.request({ port: this.port, host: '127.0.0.1', agent, method, path, headers: all },
        (reply) => {
          const parts = [];
          reply.on('data', (part) => parts.push(part));
          reply.on('end', () => resolve(new Answer(reply, Buffer.concat(parts))));
          reply.on('error', reject);
        });
      request.on('error', reject);
      request.end(bytes);
    });
  }

  // A browser: a cookie and the form's own token.
  async browser(login) {
    const typed = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const cookie = (answer) => [answer.headers['set-cookie']].flat().map((it) => it.split(';')[0]).join('; ');
    const door = await this.get(null, '/sign-in');
    const csrf = /name="csrf"[^>]*value="([^"]+)"/.exec(door.text)[1];
    const inside = await this.ask(null, 'POST', '/sign-in',
      new URLSearchParams({ csrf, login, password: 'tasuki-demo-2026' }).toString(), { ...typed, Cookie: cookie(door) });
    const Cookie = cookie(inside);
    return {
      get: (path) => this.get(null, path, { Cookie }),
      post: async (path, pairs, from = path) => {
        const token = /name="csrf" value="([^"]+)"/.exec((await this.get(null, from, { Cookie })).text)?.[1];
        return this.ask(null, 'POST', path, new URLSearchParams({ csrf: token, ...pairs }).toString(), { ...typed, Cookie });
      },
    };
  }

  get(login, path, headers) {
    return this.ask(login, 'GET', path, undefined, headers);
  }

  // Bytes as they are, and what comes back until the server closes.
  raw(text) {
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.port, '127.0.0.1', () => socket.write(text));
      let got = '';
      socket.on('data', (part) => { got += part; });
      socket.on('close', () => resolve(got));
      socket.on('error', reject);
      socket.setTimeout(10000, () => socket.destroy(new Error(`no answer: ${got}`)));
    });
  }

  // A new inquiry of this test's own.
  async inquiry(more = {}, login = 'miura') {
    this.serial += 1;
    const made = await this.ask(login, 'POST', '/api/v1/inquiry',
      { title: `試験の問合せ ${this.serial}`, kind: '機器', ...more });
    assert.equal(made.status, 201, made.text);
    return made.json;
  }

  async problem(answer, status) {
    const got = await answer;
    assert.equal(got.status, status, got.text);
    assert.equal(got.headers['content-type'], 'application/problem+json');
    assert.equal(got.json.status, status);
    assert.match(got.json.type, /^urn:tasuki:problem:/);
    assert.ok(Array.isArray(got.json.faults));
    return got;
  }
}

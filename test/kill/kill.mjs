// What was answered 201 is there, once, whenever the program was killed.
//
// Each round starts the server, lets clients create inquiries, kills it at a random
// moment, and starts it again. A request whose answer was lost is sent again with its
// Idempotency-Key. Then every title that was answered must stand in the export exactly
// once, be found by its words, and have a number of its own.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLIENTS = 16;
const kind = process.argv[2];
const rounds = Number(process.env.ROUNDS);
const program = process.env.TASUKI_RELEASE;
const folder = mkdtempSync(join(tmpdir(), 'tasuki-kill.'));
const data = join(folder, 'data');
const common = ['--data', data];
if (kind === 'postgres') common.push('--database', process.env.TASUKI_TEST_DATABASE);

const answered = new Map(); // title → id
let unanswered = []; // { title, key }
let serial = 0;

function command(...words) {
  const done = spawnSync(program, [...words, ...common], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${words[0]}: ${done.status} ${done.stderr}`);
  return done.stdout.trim();
}

function serve() {
  const child = spawn(program, ['serve', '--listen', '127.0.0.1:0', ...common],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => { said = (said + text).slice(-4000); });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (part) => {
      text += part;
      const port = /:(\d+) /.exec(text);
      if (port) resolve({ child, port: Number(port[1]) });
    });
    child.on('exit', (status) => reject(new Error(`serve ended ${status}: ${said}`)));
  });
}

function create(port, agent, token, it) {
  const body = JSON.stringify({ title: it.title, kind: '機器', body: '電源を入れ直しても動きません。' });
  return new Promise((resolve) => {
    const request = http.request({
      port, agent, host: '127.0.0.1', method: 'POST', path: '/api/v1/inquiry',
      headers: {
        Authorization: `Bearer ${token}`, 'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body), 'Idempotency-Key': it.key,
      },
    }, (reply) => {
      let text = '';
      reply.on('data', (part) => { text += part; });
      reply.on('end', () => resolve({ status: reply.statusCode, text }));
      reply.on('error', () => resolve({ status: 0 }));
    });
    request.on('error', () => resolve({ status: 0 }));
    request.end(body);
  });
}

async function client(port, agent, token, state) {
  while (!state.over) {
    const it = state.again.pop() ?? { title: `落雷 ${kind} ${String(++serial).padStart(6, '0')}号`, key: `k-${serial}` };
    const reply = await create(port, agent, token, it);
    if (reply.status === 201) answered.set(it.title, JSON.parse(reply.text).id);
    else {
      unanswered.push(it);
      if (reply.status !== 0 && reply.status !== 503) state.wrong.push(`${reply.status} ${reply.text}`);
      if (reply.status === 0) return;
    }
  }
}

function gone(child) {
  return new Promise((resolve) => { child.removeAllListeners('exit'); child.on('exit', resolve); });
}

async function load(token, end) {
  const { child, port } = await serve();
  const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });
  const state = { over: false, again: unanswered, wrong: [] };
  unanswered = [];
  const clients = Array.from({ length: CLIENTS }, () => client(port, agent, token, state));
  await end(child, state);
  state.over = true;
  await Promise.all(clients);
  unanswered.push(...state.again);
  agent.destroy();
  return { child, port, wrong: state.wrong };
}

async function killed(token) {
  const before = answered.size;
  const { wrong } = await load(token, async (child) => {
    // On a busy machine the first answer alone may take a second.
    for (let i = 0; i < 600 && answered.size === before; i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 250 + Math.random() * 750));
    const end = gone(child);
    child.kill('SIGKILL');
    await end;
  });
  return wrong;
}

async function quietly(token) {
  const { child, wrong } = await load(token, (_, state) => new Promise((resolve) => {
    const timer = setInterval(() => {
      if (state.again.length === 0) { clearInterval(timer); resolve(); }
    }, 50);
  }));
  return { child, wrong };
}

function find(port, token, words) {
  return new Promise((resolve, reject) => {
    http.get({
      port, host: '127.0.0.1', path: `/api/v1/inquiry?limit=5&q=${encodeURIComponent(words)}`,
      headers: { Authorization: `Bearer ${token}` },
    }, (reply) => {
      let text = '';
      reply.on('data', (part) => { text += part; });
      reply.on('end', () => resolve(JSON.parse(text).items.map((item) => item.title)));
    }).on('error', reject);
  });
}

function check(name, good, what) {
  console.log(`${good ? 'ok' : 'not ok'} ${kind}: ${name}${good ? '' : ` – ${what}`}`);
}

function counted(csv) {
  const titles = new Map();
  for (const found of csv.matchAll(/落雷 \w+ \d+号/g)) titles.set(found[0], (titles.get(found[0]) ?? 0) + 1);
  return titles;
}

async function main() {
  command('init');
  command('user', 'add', 'kill', '--role', 'lead');
  const token = command('token', '--user', 'kill');
  for (let round = 1; round <= rounds; round++) {
    const before = answered.size;
    const wrong = await killed(token);
    const titles = counted(command('export', 'inquiry'));
    const lost = [...answered.keys()].filter((title) => titles.get(title) !== 1);
    check(`after kill ${round} what was answered is there once (${answered.size - before} new)`,
      lost.length === 0 && wrong.length === 0 && answered.size > before,
      `lost or doubled ${lost.slice(0, 3)}, wrong answers ${wrong.slice(0, 3)}`);
  }
  const { child } = await quietly(token);
  const end = gone(child);
  child.kill('SIGTERM');
  const status = await end;
  check('the server ends with 0 on SIGTERM', status === 0, status);
  const csv = command('export', 'inquiry');
  const titles = counted(csv);
  check('what was sent again is there once', [...answered.keys()].every((title) => titles.get(title) === 1),
    'a title is lost or doubled');
  check('nothing stands twice', [...titles.values()].every((count) => count === 1), 'doubled');
  const numbers = csv.match(/R\d+-\d{6}/g) ?? [];
  check('every number is given once', new Set(numbers).size === numbers.length && numbers.length > 0, 'doubled');
  const { child: last, port } = await serve();
  const sample = [...answered.keys()].filter((_, i) => i % Math.ceil(answered.size / 20) === 0);
  const missed = [];
  for (const title of sample) if (!(await find(port, token, title)).includes(title)) missed.push(title);
  check('the words of what was answered are found', missed.length === 0, missed);
  const over = gone(last);
  last.kill('SIGTERM');
  await over;
  console.log(`end ${kind}: ${answered.size} answered`);
}

try {
  await main();
} catch (error) {
  console.log(`not ok ${kind}: ${error.message}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

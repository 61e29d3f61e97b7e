// What the browser tests share: the server over the demonstration data, one Chromium, a fresh
// context for each person, sign-in.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const program = process.env.TASUKI ?? 'build/test/tasuki';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const password = 'tasuki-demo-2026';
export const tests = [];
export const test = (name, run) => tests.push({ name, run });

export class House {
  constructor(folder) {
    this.folder = folder;
    this.port = 0;
    this.people = [];
    this.kept = new Map();
  }

  // A command at the console; its output.
  command(...words) {
    const done = spawnSync(program, [...words, '--data', `${this.folder}/data`], { encoding: 'utf8' });
    assert.equal(done.status, 0, `${words.join(' ')}: ${done.stderr}${done.stdout}`);
    return done.stdout;
  }

  // The first time on a free port, later on the same: people stay signed in.
  async serve() {
    const log = openSync(`${this.folder}/serve.log`, 'a');
    this.server = spawn(program, ['serve', '--data', `${this.folder}/data`, '--listen', `127.0.0.1:${this.port}`],
      { stdio: ['ignore', 'pipe', log] });
    closeSync(log);
    this.ended = new Promise((resolve) => { this.server.on('exit', resolve); });
    const listens = new Promise((resolve) => {
      this.server.stdout.on('data', (text) => {
        const port = /127\.0\.0\.1:(\d+)/.exec(text);
        if (port) resolve(Number(port[1]));
      });
    });
    this.port = await Promise.race([listens, this.ended.then(() => 0)]);
    assert.ok(this.port, 'the server does not listen');
    this.address = `http://127.0.0.1:${this.port}`;
  }

  // Fails when the server had ended by itself, or does not end well.
  async stop() {
    assert.equal(this.server.exitCode, null, 'the server has ended by itself');
    this.server.kill('SIGTERM');
    assert.equal(await this.ended, 0, 'the server did not end well');
  }

  async open() {
    this.command('init');
    this.command('demo');
    await this.serve();
    this.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      args: [
        '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    });
  }

  // A page of somebody new at the door, with what went wrong in it.
  async visitor(options = {}) {
    const context = await this.browser.newContext({
      baseURL: this.address, viewport: { width: 1280, height: 900 }, locale: 'ja-JP', acceptDownloads: true, ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10000);
    page.wrong = [];
    page.on('pageerror', (error) => page.wrong.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error' && /Content Security Policy|TypeError|SyntaxError/.test(line.text())) page.wrong.push(line.text());
    });
    this.people.push({ context, page });
    return page;
  }

  // Signs in once for each person: later pages take the cookie along, unless `fresh`.
  async signIn(login, { fresh = false, ...options } = {}) {
    if (!fresh && this.kept.has(login)) {
      const known = await this.visitor({ ...options, storageState: this.kept.get(login) });
      await known.goto('/settings');
      return known;
    }
    const page = await this.visitor(options);
    await page.goto('/sign-in');
    await page.fill('#login', login);
    await page.fill('#password', password);
    await page.click('main button[type="submit"]');
    await page.waitForSelector('nav.mine');
    if (!fresh) this.kept.set(login, await page.context().storageState());
    return page;
  }

  // Everybody goes home; scripts that failed and styles that were refused are failures.
  async leave() {
    const wrong = this.people.flatMap(({ page }) => page.wrong);
    await Promise.all(this.people.map(({ context }) => context.close()));
    this.people = [];
    assert.deepEqual(wrong, []);
  }

  async close() {
    await this.browser.close();
    await this.stop();
  }
}

// Runs axe with the rules of WCAG 2.2 AA; target-size runs only when its tag is named. Only
// what is wrong is described: naming each of the nodes that are right takes most of its time.
// What a page says is the same in every look: in the dark only its colours are looked at,
// and on a telephone all but them; the rows of a long table and of a part of the menu are like
// its first.
export async function assertAccessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => {
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    const narrow = globalThis.innerWidth < 500;
    return globalThis.axe.run({ exclude: ['tbody tr:nth-child(n + 7)', '.rail li:nth-child(n + 4)'] }, {
      runOnly: dark ? ['color-contrast'] : { type: 'tag', values },
      rules: { 'color-contrast': { enabled: dark || !narrow } },
      resultTypes: ['violations'],
      iframes: false,
    });
  }, rules);
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 4).join(' | ')}`);
  assert.deepEqual(found, [], `${what}: ${found.join('; ')}`);
}

// Opens the newest inquiry that is still open.
export async function openFirst(page) {
  await page.goto('/desk/inquiries?state=working&sort=-id');
  await page.click('.list tbody tr:first-child th a');
  await page.waitForSelector('.record .top h1');
}

// To the first of what the selector finds, by Tab alone.
export async function tabTo(page, selector) {
  const target = await page.locator(selector).first().elementHandle();
  for (let i = 0; i < 150; i += 1) {
    if (await target.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${selector} is not reached by Tab`);
}

export async function enterByKeys(page, login) {
  await page.goto('/sign-in');
  await tabTo(page, '#login');
  await page.keyboard.type(login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav.mine');
}

export { assert };

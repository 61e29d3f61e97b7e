// What the browser tests share: one Chromium, a fresh context for each person, sign-in.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const password = 'tasuki-demo-2026';
export const tests = [];
export const test = (name, run) => tests.push({ name, run });

export class House {
  constructor(address, folder) {
    this.address = address;
    this.folder = folder;
    this.people = [];
    this.kept = new Map();
  }

  async open() {
    this.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
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

  close() {
    return this.browser.close();
  }
}

// Runs axe with the rules of WCAG 2.2 AA; target-size runs only when its tag is named.
export async function assertAccessible(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }), rules);
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 4).join(' | ')}`);
  assert.deepEqual(found, [], `${what}: ${found.join('; ')}`);
}

// Opens the newest inquiry that is still open.
export async function openFirst(page) {
  await page.goto('/desk/inquiries?state=working&sort=-id');
  await page.click('.list tbody tr:first-child th a');
  await page.waitForSelector('.record .top h1');
}

export { assert };

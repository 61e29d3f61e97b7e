// Takes the pictures of docs/screenshots/, or those of the desk's manual in docs/pictures/, from
// the demonstration data.
//
//     make screenshots          TASUKI=PROGRAM CHROMIUM=PROGRAM
//     make pictures             the same, with few colours (pngquant): a manual has many
//
// The data lie in a temporary folder, the server on a free port; both go away at the end.

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const tasuki = process.env.TASUKI ?? 'build/tasuki';
const folder = mkdtempSync(join(tmpdir(), 'tasuki-pictures-'));
const data = join(folder, 'data');
const manual = process.argv[2] === 'manual';
const pictures = manual ? 'docs/pictures' : 'docs/screenshots';
const password = 'tasuki-demo-2026';
const wide = { width: 1080, height: 530 };
const tall = { width: 1120, height: 700 };
const broad = { width: 1360, height: 760 };

const pages = [
  { name: 'sign-in', open: (page) => page.goto('/sign-in') },
  { name: 'inquiries', who: 'miura', open: (page) => page.goto('/desk/inquiries?view=open') },
  { name: 'inquiries-dark', who: 'miura', scheme: 'dark', open: (page) => page.goto('/desk/inquiries?view=open') },
  { name: 'inquiries-narrow', who: 'miura', size: { width: 390, height: 780 }, open: (page) => page.goto('/desk/inquiries?view=open') },
  { name: 'inquiry', who: 'miura', size: { width: 1120, height: 760 }, open: openInquiry },
  { name: 'import', who: 'ooishi', size: { width: 1120, height: 700 }, open: openImport },
  { name: 'history', who: 'kansa', open: (page) => page.goto('/desk/inquiries/history') },
];

const told = [
  { name: 'today', who: 'miura', size: tall, open: (page) => page.goto('/') },
  { name: 'inquiries', who: 'miura', size: broad, open: openBeside },
  { name: 'inquiry', who: 'miura', size: { width: 1120, height: 860 }, open: openInquiry },
  { name: 'ask', who: 'kumo', size: { width: 1120, height: 640 }, open: openAnswer },
  { name: 'apply', who: 'kumo', size: { width: 1120, height: 640 }, open: (page) => page.goto('/desk/apply') },
  { name: 'application', who: 'miura', size: tall, open: openApplication },
  { name: 'addresses', who: 'miura', size: broad, open: openMap },
  { name: 'loans', who: 'miura', size: { width: 1360, height: 560 }, open: (page) => page.goto('/desk/loan_week') },
  { name: 'import', who: 'ooishi', size: tall, open: openImport },
  { name: 'report', who: 'ooishi', size: { width: 1120, height: 1000 }, open: openReport },
];

const shots = manual ? told : pages;

// The newest that is still open, at the right of the list.
async function openBeside(page) {
  await page.goto('/desk/inquiries?view=open');
  await page.click('.list tbody tr:nth-child(3) [data-beside]');
  await page.waitForSelector('[data-panel] h2');
}

async function openAnswer(page) {
  await page.goto('/desk/ask');
  await page.fill('#q', '複合機から印刷が出てこない');
  await page.press('#q', 'Enter');
  await page.waitForSelector('text=これで解決しましたか');
}

async function openApplication(page) {
  await page.goto('/desk/applications?state=working');
  await page.click('.list tbody tr:first-child th a');
  await page.waitForSelector('.record .top h1');
}

// A network that has addresses out and addresses free.
async function openMap(page) {
  await page.goto('/desk/map');
  await page.click('main a:has-text("10.10.4.0/24")');
  await page.waitForURL(/\/desk\/map\/\d+/);
}

async function openReport(page) {
  await page.goto('/contract/reports/monthly');
  await page.locator('.doc-lead').evaluate((node) => scrollTo(0, node.getBoundingClientRect().top - 120));
}

// One that is being worked on, and so has something to tell.
async function openInquiry(page) {
  await page.goto('/desk/inquiries?state=working&sort=-id');
  await page.click('.list tbody tr:first-child th a');
  await page.waitForSelector('.record .top h1');
}

// Only the preview: what would come in, and what has to be put right.
async function openImport(page) {
  await page.goto('/desk/inquiries/import');
  await page.setInputFiles('input[type="file"]', 'test/data/inquiries_midori.csv');
  await page.click('main form button[type="submit"]');
  await page.waitForURL(/\/import\/\d+/);
}

function serve() {
  const server = spawn(tasuki, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    let said = '';
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    server.stdout.on('data', (part) => {
      said += part;
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (address) resolve({ server, address: address[0] });
    });
  });
}

async function signIn(page, login) {
  await page.goto('/sign-in');
  await page.fill('#login', login);
  await page.fill('#password', password);
  await page.click('main button[type="submit"]');
  await page.waitForSelector('nav.mine');
}

// As many colours as 60 KB allow.
function small(png) {
  let less = png;
  for (const colours of ['24', '16', '12', '8']) {
    if (less.length <= 60 * 1024) break;
    less = execFileSync('pngquant', ['--strip', '--speed', '1', colours, '-'], { input: png });
  }
  return less;
}

async function take(context, shot) {
  const page = await context.newPage();
  if (shot.who) await signIn(page, shot.who);
  await shot.open(page);
  await page.mouse.move(0, 0);
  const path = join(pictures, `${shot.name}.png`);
  const png = await page.screenshot({ animations: 'disabled' });
  writeFileSync(path, manual ? small(png) : png);
  console.log(`${path}  ${Math.ceil(statSync(path).size / 1024)} KB`);
}

async function takeAll(address) {
  const options = [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-lcd-text',
  ];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: options });
  try {
    for (const shot of shots) {
      const context = await browser.newContext({
        baseURL: address, locale: 'ja-JP', viewport: shot.size ?? wide, colorScheme: shot.scheme ?? 'light',
      });
      context.setDefaultTimeout(10000);
      await take(context, shot);
      await context.close();
    }
  } finally {
    await browser.close();
  }
}

let server;
try {
  mkdirSync(pictures, { recursive: true });
  execFileSync(tasuki, ['init', '--data', data]);
  execFileSync(tasuki, ['demo', '--data', data]);
  const started = await serve();
  server = started.server;
  await takeAll(started.address);
} finally {
  server?.removeAllListeners('exit');
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
}

import { chromium } from 'playwright-core';
import { mkdtempSync } from 'node:fs';
const [base, user, password, ...paths] = process.argv.slice(2);
const dir = mkdtempSync('/tmp/demo/prof-');
const ctx = await chromium.launchPersistentContext(dir, { executablePath: '/usr/bin/chromium', headless: true, args: ['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'], viewport: { width: 1280, height: 900 } });
const page = await ctx.newPage();
await page.goto(base + '/sign-in');
await page.fill('#login', user); await page.fill('#password', password);
await page.click('button[type=submit]'); await page.waitForLoadState();
let n = 0;
for (const p of paths) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(base + p); await page.screenshot({ path: `/tmp/demo/look/${user}-${n}.png`, fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(base + p); await page.screenshot({ path: `/tmp/demo/look/${user}-${n}-phone.png` });
  n++;
}
await ctx.close();

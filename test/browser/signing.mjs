// The second step of signing in, and the pages of one's own account, by keyboard and ear.

import { totp } from '../http/totp.mjs';
import { assert, assertAccessible, password, test } from './browser.mjs';

test('the second factor is set up with an app, asked for, and taken away', async (house) => {
  const page = await house.signIn('mochizuki', { fresh: true });
  await page.goto('/settings');
  await page.click('nav.own a[href="/settings/second-factor"]');
  await assertAccessible(page, 'setting up the second factor');
  const secret = await page.textContent('.steps-down p.mono');
  await page.fill('#code', totp(secret, -1));
  await page.keyboard.press('Enter');
  await page.waitForSelector('.notice ul.mono li:nth-child(10)');
  await assertAccessible(page, 'recovery codes');
  const recovery = await page.textContent('.notice ul.mono li');

  const other = await house.visitor();
  await other.goto('/desk/inquiries?view=done');
  await other.fill('#login', 'mochizuki');
  await other.fill('#password', password);
  await other.click('main button[type="submit"]');
  await other.waitForSelector('#code');
  await assertAccessible(other, 'the code');
  await other.fill('#code', '000000');
  await other.keyboard.press('Enter');
  assert.match(await other.textContent('#fault'), /コードが違います/);
  await other.fill('#recovery', recovery);
  await other.keyboard.press('Enter');
  await other.waitForSelector('nav.mine');
  assert.equal(new URL(other.url()).pathname, '/desk/inquiries');
  assert.match(await other.textContent('.told'), /残りは9/);

  await other.goto('/settings/second-factor');
  await assertAccessible(other, 'the second factor');
  await other.fill('#old', password);
  await other.click('form[action$="/remove"] button');
  await other.waitForSelector('.steps-down');
});

test('a QR code is there for the app', async (house) => {
  const page = await house.signIn('ooishi');
  await page.goto('/settings/second-factor');
  const box = await page.locator('svg.qr').boundingBox();
  assert.ok(box.width > 150 && Math.abs(box.width - box.height) < 1);
});

test('the pages of one\'s own account can be read by everybody', async (house) => {
  const page = await house.signIn('ooishi');
  for (const path of ['/settings', '/settings/password', '/settings/sessions', '/settings/tokens']) {
    await page.goto(path);
    assert.equal(await page.textContent('nav.own [aria-current]').then((t) => t.length > 0), true);
    await assertAccessible(page, path);
  }
});

test('a token is made on the page and shown once', async (house) => {
  const page = await house.signIn('ooishi');
  await page.goto('/settings/tokens');
  await page.fill('#title', '夜の集計');
  await page.check('input[name="ledger"][value="inquiry"]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#token');
  assert.match(await page.textContent('#token'), /^tsk_/);
  await assertAccessible(page, 'a new token');
  await page.goto('/settings/tokens');
  assert.equal(await page.locator('#token').count(), 0);
  await page.click('button[aria-label="夜の集計 のトークンを終了"]');
  await page.waitForSelector('.told');
  assert.equal(await page.locator('button[aria-label="夜の集計 のトークンを終了"]').count(), 0);
});

test('another device can be signed out', async (house) => {
  const here = await house.signIn('aoyama', { fresh: true });
  const there = await house.signIn('aoyama', { fresh: true });
  await here.goto('/settings/sessions');
  await here.click('button[name="others"]');
  await here.waitForSelector('.told');
  await there.goto('/settings');
  assert.equal(new URL(there.url()).pathname, '/sign-in');
});

test('a weak new password is refused beside the field', async (house) => {
  const page = await house.signIn('ooishi');
  await page.goto('/settings/password');
  await page.fill('#old', password);
  await page.fill('#password', 'password2026');
  await page.fill('#again', 'password2026');
  await page.keyboard.press('Enter');
  assert.match(await page.textContent('#fault-password'), /すぐに当てられる/);
  await assertAccessible(page, 'a refused password');
});

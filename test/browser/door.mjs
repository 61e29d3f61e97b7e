// Signing in and out.

import { assert, test } from './browser.mjs';

test('a wrong password says so beside the field and keeps the login', async (house) => {
  const page = await house.visitor();
  await page.goto('/sign-in');
  await page.fill('#login', 'miura');
  await page.fill('#password', 'wrong');
  await page.click('main button[type="submit"]');
  assert.match(await page.textContent('#fault'), /パスワードが違います。あと\d回で/);
  assert.equal(await page.inputValue('#login'), 'miura');
});

test('an address asked for before signing in is reached afterwards', async (house) => {
  const page = await house.visitor();
  await page.goto('/desk/inquiries?view=done');
  await page.fill('#login', 'miura');
  await page.fill('#password', 'tasuki-demo-2026');
  await page.click('main button[type="submit"]');
  assert.equal(new URL(page.url()).pathname, '/desk/inquiries');
  assert.equal(await page.textContent('.tabs [aria-current]').then((t) => t.startsWith('完了')), true);
});

test('after signing out the pages are closed', async (house) => {
  const page = await house.signIn('miura', { fresh: true });
  await page.goto('/settings');
  await page.click('form[action="/sign-out"] button');
  await page.goto('/desk/inquiries');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});

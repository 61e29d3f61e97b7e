// A document is given away on a telephone without JavaScript, and fetched by who is meant.

import { readFileSync } from 'node:fs';
import { assert, assertAccessible, test } from './browser.mjs';

const phone = { viewport: { width: 390, height: 844 } };

async function narrow(page, name) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, `${name} is ${width} wide`);
}

// The month's report, issued; the address of its record.
async function issued(house) {
  const page = await house.signIn('ooishi');
  await page.goto('/contract/reports/monthly');
  await page.click('button:has-text("文書として残す")');
  await page.click('a:text-is("文書のページ")');
  await page.click('button:has-text("発行する")');
  await page.waitForSelector('a:has-text("渡す")');
  return new URL(page.url()).pathname;
}

test('a document is given away without JavaScript on a telephone', async (house) => {
  const document = await issued(house);
  const page = await house.signIn('ooishi', { ...phone, javaScriptEnabled: false, fresh: true });
  await page.goto(document);
  await page.click('a:has-text("渡す")');
  await page.check('input[value=zip]');
  await page.check('input[name=recipient] >> nth=0');
  await page.check('input[name=key_way][value=phone]');
  await page.click('button:has-text("引渡しを作る")');
  assert.match(await page.textContent('.key'), /^[A-Z0-9]{4}(-[A-Z0-9]{4}){5}$/);
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('button:has-text("を受け取る")')]);
  assert.match(file.suggestedFilename(), /^文書-.*\.zip$/);
  assert.equal(readFileSync(await file.path()).subarray(0, 2).toString(), 'PK');
});

test('axe finds nothing in the pages of a delivery, and the recipient fetches its files', async (house) => {
  const document = await issued(house);
  const page = await house.signIn('ooishi', phone);
  await page.goto(`${document}/deliver`);
  await assertAccessible(page, 'the form');
  await narrow(page, 'the form');
  await page.click('button:has-text("引渡しを作る")');
  await page.waitForSelector('.notice.bad');
  await assertAccessible(page, 'the form with a fault');
  await page.check('input[name=recipient] >> nth=0');
  await page.check('input[value=pdf][name=way]');
  await page.check('input[name=key_way][value=hand]');
  await page.click('button:has-text("引渡しを作る")');
  await page.waitForSelector('.key');
  await assertAccessible(page, 'the key');
  await narrow(page, 'the key');
  await page.goto(`${document}/deliver`);
  await page.getByLabel(/青山/).first().check();
  await page.click('button:has-text("引渡しを作る")');
  const record = await page.getAttribute('a:has-text("引渡しのページ")', 'href');
  const recipient = await house.signIn('aoyama', phone);
  await recipient.goto(record);
  await assertAccessible(recipient, 'the download');
  await narrow(recipient, 'the download');
  const [file] = await Promise.all([recipient.waitForEvent('download'), recipient.click('a:text-is("PDF")')]);
  assert.match(file.suggestedFilename(), /\.pdf$/);
  await recipient.goto(record);
  await recipient.click('button:has-text("受け取りました")');
  await recipient.waitForSelector('text=受領確認');
});

// The pages of administration pass axe at two widths, in the dark, and fit into 320 pixels.

import { assert, assertAccessible, test } from './browser.mjs';

const pages = ['/admin', '/admin/system', '/admin/jobs', '/admin/mail', '/admin/keys', '/admin/sessions', '/admin/tokens'];

// A token made on the machine, so that the walk needs no second factor.
async function administrator(house, options = {}) {
  house.token ??= house.command('token', '--user', 'admin').trim();
  return house.visitor({ extraHTTPHeaders: { Authorization: `Bearer ${house.token}` }, ...options });
}

for (const [what, options] of [
  ['1280 pixels', {}],
  ['390 pixels', { viewport: { width: 390, height: 844 } }],
  ['the dark', { colorScheme: 'dark' }],
])
  test(`axe finds nothing in administration at ${what}`, async (house) => {
    await house.signIn('ooishi');
    const page = await administrator(house, options);
    for (const address of pages) {
      await page.goto(address);
      await assertAccessible(page, address);
    }
  });

test('no page of administration is wider than 320 pixels', async (house) => {
  const page = await administrator(house, { viewport: { width: 320, height: 640 } });
  for (const address of pages) {
    await page.goto(address);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${address} is ${width} wide`);
  }
});

test('administration is reached from the menu and walked by keyboard without script', async (house) => {
  const page = await administrator(house, { javaScriptEnabled: false });
  await page.goto('/admin');
  assert.equal(await page.locator('.rail a[aria-current="page"]').innerText(), '管理');
  await page.focus('main a[href="/admin/jobs"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/admin/jobs');
  assert.equal(await page.locator('h1').innerText(), 'ジョブ');
  await page.focus('.crumbs a');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/admin');
});

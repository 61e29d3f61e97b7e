// The map of a network and the comparison: for everybody, at any width, by keyboard alone.

import { assert, assertAccessible, test } from './browser.mjs';

// The first network of the demonstration with a map to work on.
async function openMap(page) {
  await page.goto('/desk/map');
  await page.goto(await page.getAttribute('.tree a:has-text("本庁舎1階")', 'href'));
}

for (const [what, options] of [
  ['1280 pixels', {}],
  ['390 pixels', { viewport: { width: 390, height: 844 } }],
  ['the dark', { colorScheme: 'dark' }],
]) {
  test(`axe finds nothing in the addresses at ${what}`, async (house) => {
    const page = await house.signIn('miura', options);
    await openMap(page);
    await assertAccessible(page, 'the map');
    await page.goto(await page.getAttribute('.map .x a', 'href'));
    await assertAccessible(page, 'a used address');
    await page.goto('/desk/comparison');
    await assertAccessible(page, 'the comparison');
  });
}

test('no page of the addresses is wider than 320 pixels', async (house) => {
  const page = await house.signIn('miura', { viewport: { width: 320, height: 640 } });
  for (const open of [() => openMap(page), () => page.goto('/desk/comparison')]) {
    await open();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${page.url()} is ${width} wide`);
  }
});

test('an address and its name are given out by keyboard alone', async (house) => {
  const page = await house.signIn('miura');
  await openMap(page);
  const cell = page.locator('.map .e button').first();
  const address = await cell.getAttribute('value');
  await cell.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=あなたのために確保しています');
  const name = await page.textContent('.promise output');
  await page.focus('.issue [name="section"]');
  await page.keyboard.press('ArrowDown');
  await page.focus('.issue .main-act');
  await page.keyboard.press('Enter');
  await page.waitForSelector(`text=${address} と ${name} を払い出しました。`);
  assert.match(await page.getAttribute(`.map a[aria-label^="${address} "]`, 'aria-label'), new RegExp(`使用中　端末　${name}`));
});

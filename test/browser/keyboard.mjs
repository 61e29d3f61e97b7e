// Without a mouse, and without script.

import { assert, enterByKeys, openFirst, tabTo, test } from './browser.mjs';

test('signing in, finding and answering need no mouse', async (house) => {
  const page = await house.visitor();
  await enterByKeys(page, 'miura');
  await tabTo(page, '.rail a[href="/desk/inquiries"]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.list');
  await tabTo(page, '.list tbody th a');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.composer');
  await tabTo(page, '.composer textarea');
  await page.keyboard.type('キーだけで書いた回答');
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('.told');
  assert.match(await page.textContent('.timeline'), /キーだけで書いた回答/);
});

test('the first Tab leads past the bar', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/inquiries');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), '本文へ移動');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'main');
});

test('letters walk, pick and open; not while something is typed', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/inquiries?view=all');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.ok(await page.evaluate(() => document.activeElement.closest('tr:nth-child(2)') !== null));
  await page.keyboard.press('x');
  assert.ok(await page.isChecked('.list tbody tr:nth-child(2) [name="pick"]'));
  await page.keyboard.press('o');
  await page.waitForSelector('[data-panel]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-panel]', { state: 'detached' });
  await page.focus('#find');
  await page.keyboard.type('njk');
  assert.equal(await page.inputValue('#find'), 'njk');
});

test('letters can be switched off', async (house) => {
  const page = await house.signIn('mochizuki');
  await page.goto('/settings');
  await page.check('[name="keys"][value="off"]');
  await page.click('main .main-act');
  await page.goto('/desk/inquiries');
  await page.keyboard.press('n');
  await page.waitForTimeout(200);
  assert.equal(new URL(page.url()).pathname, '/desk/inquiries');
});

test('everything works without script', async (house) => {
  const page = await house.signIn('miura', { javaScriptEnabled: false });
  await page.goto('/desk/inquiries?view=all');
  await page.click('.list tbody tr:first-child [data-beside]');
  assert.match(page.url(), /open=\d+/);
  await page.waitForSelector('[data-panel] h2');
  await page.click('text=条件と列');
  await page.selectOption('#filter-state', 'working');
  await page.click('.narrowing .main-act');
  assert.match(page.url(), /state=working/);
  await openFirst(page);
  await page.fill('.composer textarea', '台本なしの回答');
  await page.click('.composer .main-act');
  assert.match(await page.textContent('.timeline'), /台本なしの回答/);
  await page.click('summary:has-text("完了にする")');
  await page.click('.drop[open] .main-act');
  assert.match(await page.textContent('.badge'), /完了/);
});

test('on a narrow screen the menu opens without script', async (house) => {
  const page = await house.signIn('miura', { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await page.goto('/desk/inquiries');
  assert.equal(await page.isVisible('.rail'), false);
  await page.click('.open-menu');
  assert.ok(await page.isVisible('.rail a[href="/history"]'));
  await page.click('.shut');
  assert.equal(await page.isVisible('.rail'), false);
});

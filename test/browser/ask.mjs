// The automatic answer and the lists of the desk: a member of staff asks, is not satisfied, and
// sends an inquiry; axe looks once at each of these pages.

import { assert, assertAccessible, test } from './browser.mjs';

test('a question is answered, refused by the asker, and sent as an inquiry', async (house) => {
  const page = await house.signIn('kumo', { viewport: { width: 390, height: 844 } });
  await page.goto('/desk/ask');
  await page.keyboard.press('Tab');
  await page.fill('#q', 'パスワードを忘れた');
  await page.press('#q', 'Enter');
  await page.waitForSelector('text=これで解決しましたか');
  await assertAccessible(page, 'an answer');
  await page.focus('button:has-text("解決しない")');
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=解決しなかったことを記録しました');
  assert.equal(await page.inputValue('#title'), 'パスワードを忘れた');
  await page.focus('button:has-text("この内容で送る")');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/desk\/inquiries\/\d+/);
  assert.match(await page.textContent('h1'), /パスワードを忘れた/);
});

test('axe finds nothing in the lists of the desk and in a question without an answer', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/ask?q=%E5%90%8D%E5%88%BA%E3%82%92%E9%A0%BC%E3%81%BF%E3%81%9F%E3%81%84');
  await page.waitForSelector('text=確かな答えがありません');
  await assertAccessible(page, 'no answer');
  for (const path of ['/desk/questions', '/desk/loans', '/desk/loan_week', '/desk/labels'])
    await page.goto(path), await assertAccessible(page, path);
  for (const path of ['/desk/account_directories', '/desk/account_plans']) {
    await page.goto(path);
    await page.goto(await page.getAttribute(`a[href^="${path}/"]:not([href$="/new"]):not([href*="import"])`, 'href'));
    await page.evaluate(() => document.querySelectorAll('.prose').forEach((each) => { each.open = true; }));
    await assertAccessible(page, path);
  }
});

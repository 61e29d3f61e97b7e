// The schedule: taken in as a table, read as words, reached by the keyboard.

import { writeFileSync } from 'node:fs';
import { assert, assertAccessible, test } from './browser.mjs';

const rows = [
  'WBS番号,作業,予定開始,予定終了,実績開始,実績終了,進捗率,先行作業,マイルストーン',
  '1,準備,,,,,,,',
  '1.1,計画書,2026-04-01,2026-05-29,2026-04-01,2026-05-27,100,,',
  '1.2,聞き取り,2026-06-01,2026-06-30,,,0,1.1,',
  '2,報告,2026-05-25,2026-07-31,,,0,1.2,',
  '3,納品,2026-08-31,2026-08-31,,,0,2,はい',
];

// Into a contract that has no tasks yet.
async function takeIn(house) {
  const page = await house.signIn('ooishi', { fresh: true });
  await page.goto('/contracts');
  await page.click('tr:has-text("R8-005") button');
  const path = `${house.folder}/wbs.csv`;
  writeFileSync(path, `\ufeff${rows.join('\r\n')}\r\n`);
  await page.goto('/contract/tasks/import');
  await page.setInputFiles('#file', path);
  await page.click('text=読み込んで確かめる');
  await page.waitForSelector('.steps .now');
  assert.match(await page.textContent('#s'), /5行すべてを書き込めます|5行とも、すでに/);
  const write = page.locator('button:has-text("書き込む")');
  if (await write.count()) await write.click();
  return page;
}

test('a WBS as people keep it becomes a schedule', async (house) => {
  const page = await takeIn(house);
  await page.goto('/contract/schedule');
  assert.match(await page.textContent('main'), /作業 4件、全体の進捗/);
  const line = (title) => page.locator('.gantt tbody tr', { hasText: title }).first();
  assert.match(await line('計画書').textContent(), /100%\s*完了/);
  assert.match(await line('聞き取り').textContent(), /日遅れ/);
  assert.equal(await line('計画書').locator('rect.plan').count(), 1);
  assert.equal(await line('準備').locator('rect.sum').count(), 1);
  assert.equal(await line('納品').locator('path.diamond').count(), 1);
  assert.match(await page.textContent('section[aria-labelledby="notes"]'), /報告.*先に終わる作業が終わる前に始まる予定/);
});

test('the schedule passes axe, wide, narrow and in the dark', async (house) => {
  for (const options of [{}, { viewport: { width: 390, height: 844 } }, { colorScheme: 'dark' }]) {
    const page = await house.signIn('ooishi', options);
    await page.goto('/contract/schedule');
    await page.waitForSelector('.gantt');
    await assertAccessible(page, 'the schedule');
  }
});

test('the schedule fits into 320 pixels and is moved by keys', async (house) => {
  const page = await house.signIn('ooishi', { viewport: { width: 320, height: 640 } });
  await page.goto('/contract/schedule');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 320);
  for (let i = 0; i < 60; i += 1) {
    if (await page.evaluate(() => document.activeElement.matches('.wider'))) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.wider').scrollLeft > 0);
});

// Finding: saved lists, conditions, search, the panel, bulk, export.

import { readFileSync } from 'node:fs';
import { assert, test } from './browser.mjs';

test('a condition narrows the list, its chip takes it away', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/inquiries?view=all');
  await page.click('text=条件と列');
  await page.fill('#filter-kind', '印刷');
  await page.click('.narrowing .main-act');
  assert.match(page.url(), /kind=/);
  assert.doesNotMatch(page.url(), /channel=/);
  const kinds = await page.$$eval('.list td.kind', (cells) => cells.map((c) => c.textContent));
  assert.ok(kinds.length > 3 && kinds.every((kind) => kind === '印刷'));
  await page.click('.chip[aria-current]');
  assert.doesNotMatch(page.url(), /kind=/);
});

test('no result names the condition to leave out', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/inquiries?view=all&kind=印刷&title.has=ゾウ');
  assert.match(await page.textContent('.nothing'), /「件名：「ゾウ」を含む」/);
  await page.click('.nothing a');
  assert.ok((await page.$$('.list tbody tr')).length > 0);
});

test('words and numbers are found from every page', async (house) => {
  const page = await house.signIn('miura');
  await page.fill('#find', 'R8-000354');
  await page.press('#find', 'Enter');
  await page.click('main th a');
  assert.match(await page.textContent('.crumbs'), /R8-000354/);
});

test('pages go forward and back', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/inquiries?view=all');
  const first = await page.textContent('.list tbody tr:first-child .id');
  await page.click('[rel="next"]');
  assert.notEqual(await page.textContent('.list tbody tr:first-child .id'), first);
  await page.click('[rel="prev"]');
  assert.equal(await page.textContent('.list tbody tr:first-child .id'), first);
});

test('a record opens beside the list without loading it again', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/inquiries?view=all');
  await page.evaluate(() => { window.same = true; });
  await page.click('.list tbody tr:nth-child(2) [data-beside]');
  await page.waitForSelector('[data-panel]');
  assert.match(page.url(), /open=\d+/);
  assert.ok(await page.evaluate(() => window.same));
  await page.waitForSelector('.list tbody tr:nth-child(2).open');
  await page.click('[data-close]');
  await page.waitForSelector('[data-panel]', { state: 'detached' });
});

test('picked rows are shown before they are changed together', async (house) => {
  const page = await house.signIn('ooishi');
  await page.goto('/desk/inquiries?state=received&sort=-id');
  await page.check('.list tbody tr:nth-child(1) [name="pick"]');
  await page.check('.list tbody tr:nth-child(2) [name="pick"]');
  await page.selectOption('#do', 'move.start');
  await page.click('.foot button[form="bulk"]');
  assert.match(await page.textContent('h1'), /2件：対応を始める/);
  await page.click('text=2件を変える');
  assert.match(await page.textContent('.told'), /2件を変えました/);
});

test('a list is exported as it is narrowed', async (house) => {
  const page = await house.signIn('ooishi');
  await page.goto('/desk/inquiries?view=all&kind=印刷');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=書き出す（CSV）')]);
  const text = readFileSync(await download.path(), 'utf8');
  assert.ok(text.startsWith('\ufeff'));
  assert.match(text.split('\r\n')[0], /番号/);
  assert.ok(text.split('\r\n').slice(1, -1).every((line) => line.includes('印刷')));
});

test('columns are chosen in the form', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/inquiries?view=all&filter=1');
  await page.check('[name="column"][value="channel"]');
  await page.click('.narrowing .main-act');
  assert.ok((await page.$$eval('.list thead th', (heads) => heads.map((h) => h.textContent))).includes('受付方法'));
});

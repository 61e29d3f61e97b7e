// The contract's desk: readable by everybody, at any width, and a clause proven from it.

import { assert, assertAccessible, test } from './browser.mjs';

const pages = [
  ['the desk of a contract', '/contract/desk'],
  ['the coverage', '/contract/coverage'],
  ['the dues', '/contract/dues'],
  ['the clauses', '/contract/obligations'],
  ['a new clause', '/contract/obligations/new'],
  ['the text of a specification', '/contract/clauses'],
  ['the consultations', '/contract/consultations'],
];

for (const [what, options] of [
  ['1280 pixels', {}],
  ['390 pixels', { viewport: { width: 390, height: 844 } }],
  ['the dark', { colorScheme: 'dark' }],
]) {
  test(`axe finds nothing in a contract at ${what}`, async (house) => {
    const page = await house.signIn('ooishi', options);
    for (const [name, address] of pages) {
      await page.goto(address);
      await assertAccessible(page, name);
    }
    await page.goto('/contract/desk');
    await page.click('text=契約内容');
    await assertAccessible(page, 'the terms');
  });
}

test('no page of a contract is wider than 320 pixels', async (house) => {
  const page = await house.signIn('ooishi', { viewport: { width: 320, height: 640 } });
  for (const [name, address] of pages) {
    await page.goto(address);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${name} is ${width} wide`);
  }
});

test('a number of the desk is reached by keyboard and opens its clauses', async (house) => {
  const page = await house.signIn('ooishi');
  await page.goto('/contract/desk');
  await page.focus('#main');
  let words = '';
  for (let i = 0; i < 60 && words !== '第4章 大量印刷'; i += 1) {
    await page.keyboard.press('Tab');
    words = await page.evaluate(() => document.activeElement.textContent.trim());
  }
  assert.equal(words, '第4章 大量印刷');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.list tbody tr');
  assert.equal((await page.$$('.list tbody tr')).length, 4);
});

test('a late clause is proven from the desk and is late no more', async (house) => {
  const page = await house.signIn('ooishi');
  const late = async () => {
    await page.goto('/contract/desk');
    return Number(/遅れ (\d+)件/.exec(await page.textContent('main'))[1]);
  };
  const before = await late();
  await page.goto('/contract/obligations?state=late');
  await page.click('.list tbody tr:has-text("4-3") th a');
  await page.waitForSelector('.record');
  await page.click('summary:has-text("証明済にする")');
  await page.fill('#prove-evidence', '届出書（令和8年）');
  await page.click('details[open] button[type="submit"]');
  await page.waitForSelector('.told');
  assert.match(await page.textContent('.record'), /証明済/);
  assert.equal(await late(), before - 1);
});

test('the text of a specification becomes clauses that are shown before they are written', async (house) => {
  const page = await house.signIn('ooishi');
  await page.goto('/contract/clauses');
  await page.fill('#text', '番号のない文だけ');
  await page.click('main button[type="submit"]');
  assert.match(await page.textContent('.fault'), /番号のある段落がありません/);
  await page.fill('#text', ['第9章　電話', '第91条　受託者は、電話に出る。', '２　かけ直す。', '記録も残す。'].join('\n'));
  await page.click('main button[type="submit"]');
  await page.waitForURL(/\/contract\/obligations\/import\/\d+/);
  await assertAccessible(page, 'the import of clauses');
  for (let i = 0; i < 3 && !/書き込みました/.test(await page.textContent('main')); i += 1)
    await page.click('main .main-act');
  await page.goto('/contract/obligations?number=第91条 ２');
  await page.click('.list tbody th a');
  assert.match(await page.textContent('.record'), /かけ直す。\s*記録も残す。/);
});

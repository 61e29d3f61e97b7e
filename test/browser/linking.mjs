// Links and parts on the page of a record: without scripts, by keyboard, on a narrow screen.

import { assert, assertAccessible, openFirst, test } from './browser.mjs';

async function another(page) {
  const here = new URL(page.url()).pathname;
  const all = await page.request.get('/desk/inquiries?state=working&sort=-id');
  const found = [...(await all.text()).matchAll(/href="(\/desk\/inquiries\/\d+)[^"]*" data-row>([^<]+)</g)];
  const other = found.find((it) => it[1] !== here);
  return { path: other[1], id: other[1].split('/').pop(), title: other[2] };
}

for (const [what, options] of [['with scripts', {}], ['without scripts', { javaScriptEnabled: false }]]) {
  test(`a record is linked to another and parted again, ${what}`, async (house) => {
    const page = await house.signIn('miura', options);
    await openFirst(page);
    const here = new URL(page.url()).pathname;
    const other = await another(page);
    await page.click('summary:has-text("ほかの記録と結ぶ")');
    await page.selectOption('#link-kind', 'cause');
    await page.selectOption('#link-ledger', 'inquiry');
    await page.fill('#link-to', other.id);
    await page.click('button:has-text("結ぶ")');
    assert.match(await page.textContent('.told'), /関連を結びました/);
    const section = page.locator('section[aria-labelledby="linked"]');
    assert.match(await section.textContent(), /原因/);
    await section.locator(`a[href="${other.path}"]`).click();
    assert.match(await page.textContent('section[aria-labelledby="linked"]'), /結果/);
    await page.goto(here);
    await page.click('section[aria-labelledby="linked"] li summary:has-text("外す")');
    await page.click('section[aria-labelledby="linked"] li button');
    assert.match(await page.textContent('.told'), /関連を外しました/);
  });
}

test('a link to what is not there is told at its field, with what was typed', async (house) => {
  const page = await house.signIn('miura');
  await openFirst(page);
  await page.click('summary:has-text("ほかの記録と結ぶ")');
  await page.fill('#link-to', 'どこにもない件名');
  await page.keyboard.press('Enter');
  assert.match(await page.textContent('#fault-link-to'), /どこにもない件名/);
  assert.equal(await page.inputValue('#link-to'), 'どこにもない件名');
  await assertAccessible(page, 'a refused link');
});

test('the memberships of a user stand on his page, with the form for one more', async (house) => {
  const page = await house.signIn('ooishi');
  await page.goto('/core/users?login=miura');
  await page.click('.list tbody tr:first-child th a');
  const part = page.locator('section[aria-labelledby="part-membership-user"]');
  assert.match(await part.locator('h2').textContent(), /役割と所属/);
  await part.locator('tbody a').first().waitFor();
  await assertAccessible(page, 'a record with parts');
  await part.locator('.title a.dim').click();
  assert.match(page.url(), /\/core\/memberships\?user=\d+/);
});

test('links and parts fit into 320 pixels', async (house) => {
  const page = await house.signIn('ooishi', { viewport: { width: 320, height: 640 } });
  await openFirst(page);
  await page.click('summary:has-text("ほかの記録と結ぶ")');
  const inquiry = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.goto('/core/users?login=miura');
  await page.click('.list tbody tr:first-child th a');
  const user = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(inquiry <= 320 && user <= 320, `${inquiry} ${user}`);
});

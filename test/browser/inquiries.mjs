// What stands around an inquiry: canned answers, splitting, merging, opinions, the palette.

import { assert, openFirst, test } from './browser.mjs';

test('a canned answer is filled in without script, below what was typed', async (house) => {
  const page = await house.signIn('miura', { javaScriptEnabled: false });
  await openFirst(page);
  await page.fill('.composer textarea', '先に書いた文');
  await page.selectOption('#canned', { label: '受け付けました' });
  await page.click('button:has-text("入れる")');
  const text = await page.inputValue('.composer textarea');
  assert.match(text, /^先に書いた文\s+\S+様/);
  assert.match(text, /R8-\d{6}/);
  assert.doesNotMatch(text, /[{}]/);
  await page.goto('/desk/canned_answers');
  assert.match(await page.textContent('.list tbody tr:first-child'), /受け付けました/);
});

test('a canned answer goes before a draft of the browser', async (house) => {
  const page = await house.signIn('miura');
  await openFirst(page);
  await page.fill('.composer textarea', '書きかけ');
  await page.waitForFunction(() => document.querySelector('[data-saved]').textContent.includes('自動保存'));
  await page.selectOption('#canned', { label: '対応を終えました' });
  await page.click('button:has-text("入れる")');
  assert.match(await page.inputValue('.composer textarea'), /^書きかけ[^]+対応を終えました/);
});

test('a part of an inquiry becomes one of its own, linked with the first', async (house) => {
  const page = await house.signIn('miura', { javaScriptEnabled: false });
  await openFirst(page);
  await page.click('a:has-text("一部を別の問合せに分ける")');
  await page.click('main .main-act');
  assert.match(await page.textContent('main'), /別の問合せにするものを選びます/);
  await page.check('[name="entry"] >> nth=0');
  await page.fill('[name="title"]', '分けた用件');
  await page.click('main .main-act');
  assert.match(await page.textContent('h1'), /分けた用件/);
  assert.match(await page.textContent('.beside'), /親/);
});

test('two inquiries become one and two again', async (house) => {
  const page = await house.signIn('miura', { javaScriptEnabled: false });
  await page.goto('/desk/inquiries?view=open');
  const numbers = await page.$$eval('.list tbody tr', (rows) => rows.map((r) => /R8-\d{6}/.exec(r.textContent)?.[0]).filter(Boolean));
  await openFirst(page);
  const own = /R8-\d{6}/.exec(await page.textContent('.crumbs'))[0];
  await page.click('summary:has-text("統合する")');
  await page.fill('.drop[open] [name="merged_into"]', numbers.find((n) => n !== own));
  await page.click('.drop[open] .main-act');
  assert.match(await page.textContent('.badge'), /統合済み/);
  assert.match(await page.textContent('.timeline'), /一つにして対応します/);
  await page.click('button:has-text("統合を取り消す")');
  assert.match(await page.textContent('.badge'), /対応中/);
});

test('who asked says with one click how it was', async (house) => {
  const page = await house.signIn('kumo');
  await page.goto('/desk/inquiries?view=done');
  await page.click('.list tbody th a >> nth=0');
  await page.click('.verdict button:has-text("満足")');
  assert.match(await page.textContent('.told'), /満足度の回答を受け取りました/);
});

test('the link asks without signing in, and a visit is no answer', async (house) => {
  const desk = await house.signIn('miura');
  await desk.goto('/desk/inquiries?view=done&sort=id');
  await desk.click('.list tbody th a >> nth=0');
  const title = await desk.textContent('h1');
  const link = await desk.getAttribute('a:has-text("満足度をうかがう画面")', 'href');
  const page = await house.visitor({ javaScriptEnabled: false });
  await page.goto(link);
  assert.ok(!(await page.textContent('main')).includes(title));
  assert.equal(await page.locator('[role="status"]').count(), 0);
  await page.fill('#comment', '早くて助かりました');
  await page.click('button:has-text("満足")');
  assert.match(await page.textContent('[role="status"]'), /回答を受け取りました/);
  await page.click('button:has-text("ふつう")');
  assert.match(await page.textContent('.main-act'), /ふつう/);
  const other = `${link.slice(0, -1)}${link.endsWith('0') ? '1' : '0'}`;
  assert.equal((await page.goto(other)).status(), 404);
});

test('a link with a wrong mark opens nothing', async (house) => {
  const page = await house.visitor();
  const answer = await page.goto('/desk/satisfaction/1/0123456789abcdef0123456789abcdef');
  assert.equal(answer.status(), 404);
});

test('the timeline is narrowed by links with their counts', async (house) => {
  const page = await house.signIn('miura', { javaScriptEnabled: false });
  await openFirst(page);
  await page.check('[name="as"][value="note"]');
  await page.fill('.composer textarea', '絞込みの試験のメモ');
  await page.click('.composer .main-act');
  await page.click('.log .chip:has-text("内部メモ")');
  assert.match(await page.textContent('.log .chip[aria-current]'), /内部メモ [1-9]/);
  assert.equal(await page.locator('.timeline .speech.memo').count() > 0, true);
  await page.click('.log .chip:has-text("変更")');
  assert.equal(await page.locator('.timeline .speech.memo').count(), 0);
});

test('the palette finds people, pages, lists and what may be begun', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('定型文');
  await page.keyboard.press('Enter');
  await page.waitForSelector('a:has-text("定型文を登録する")');
  await page.goto(`/search?q=${encodeURIComponent('三浦')}`);
  assert.match(await page.textContent('main'), /三浦/);
  const requester = await house.signIn('kumo');
  await requester.goto(`/search?q=${encodeURIComponent('定型文')}`);
  assert.doesNotMatch(await requester.textContent('main'), /定型文を登録する/);
});

test('no shortcut fires while an input method converts', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/inquiries?view=all');
  const moved = await page.evaluate(() => {
    const tell = (init) => document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    const before = document.activeElement;
    // dispatchEvent answers false when a handler has taken the key.
    const taken = [
      { key: 'j', isComposing: true }, { key: 'n', isComposing: true }, { key: '/', isComposing: true },
      { key: 'k', ctrlKey: true, isComposing: true }, { key: 'j', keyCode: 229 },
    ].filter((init) => !tell(init));
    return { taken, same: document.activeElement === before, plain: !tell({ key: 'j' }) };
  });
  assert.deepEqual(moved, { taken: [], same: true, plain: true });
});

// Answering: the timeline, notes, transitions, two people on one record.

import { assert, openFirst, test } from './browser.mjs';

test('an answer goes on the timeline and moves the state', async (house) => {
  const page = await house.signIn('miura');
  await openFirst(page);
  await page.fill('.composer textarea', '紙を入れ直してください。');
  await page.click('.composer .main-act');
  assert.match(await page.textContent('.told'), /回答しました。状態を「回答」にしました。/);
  assert.match(await page.textContent('.timeline'), /紙を入れ直してください。/);
  assert.match(await page.textContent('.badge'), /回答/);
});

test('a note says who cannot see it, and the requester does not', async (house) => {
  const page = await house.signIn('miura');
  await openFirst(page);
  await page.check('[name="as"][value="note"]');
  await page.fill('.composer textarea', '部品の在庫を確かめる');
  await page.click('.composer .main-act');
  assert.match(await page.textContent('.speech.memo >> nth=-1'), /部品の在庫/);
  const requester = await house.signIn('kumo');
  const answer = await requester.goto(new URL(page.url()).pathname);
  assert.ok(answer.status() === 404 || !(await requester.content()).includes('部品の在庫'));
});

test('a transition asks for its day in place', async (house) => {
  const page = await house.signIn('miura');
  await openFirst(page);
  await page.click('summary:has-text("完了にする")');
  assert.notEqual(await page.inputValue('.drop[open] input[name="completed_on"]'), '');
  await page.fill('.drop[open] input[name="completed_on"]', 'R8.2.31');
  await page.click('.drop[open] .main-act');
  assert.match(await page.textContent('#refused'), /まだ何も変えていません/);
  await page.click('summary:has-text("完了にする")');
  assert.equal(await page.inputValue('.drop[open] input[name="completed_on"]'), 'R8.2.31');
});

test('an act on an old page shows what others did since', async (house) => {
  const [page, other] = await Promise.all([house.signIn('miura'), house.signIn('ooishi')]);
  await openFirst(page);
  await other.goto(page.url());
  await other.click('button:has-text("保留にする")');
  await page.click('button:has-text("保留にする")');
  assert.match(await page.textContent('.notice'), /大石/);
  assert.match(await page.textContent('.notice ins'), /保留/);
});

test('what is typed survives leaving the page', async (house) => {
  const page = await house.signIn('miura');
  await openFirst(page);
  const address = page.url();
  await page.fill('.composer textarea', '書きかけの回答');
  await page.waitForFunction(() => document.querySelector('[data-saved]').textContent.includes('自動保存'));
  await page.goto('/');
  await page.goto(address);
  assert.equal(await page.inputValue('.composer textarea'), '書きかけの回答');
});

test('who looks at a record is told that it was changed', async (house) => {
  const [page, other] = await Promise.all([house.signIn('miura'), house.signIn('ooishi')]);
  const stream = page.waitForRequest((request) => request.url().endsWith('/live'));
  await openFirst(page);
  await stream;
  await page.waitForTimeout(500);
  await other.goto(page.url());
  await other.fill('.composer textarea', '確認します');
  await other.check('[name="as"][value="note"]');
  await other.click('.composer .main-act');
  await page.waitForSelector('.told.live');
});

test('the history says who did what, and who looked', async (house) => {
  const page = await house.signIn('ooishi');
  await openFirst(page);
  await page.click('.flow a:has-text("履歴")');
  assert.match(await page.textContent('main table'), /作った/);
  assert.match(await page.textContent('main table'), /開いた/);
});

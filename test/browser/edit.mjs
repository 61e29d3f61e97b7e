// Forms: new records, faults, two people on one field.

import { assert, openFirst, test } from './browser.mjs';

test('a new inquiry is written and opened', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/inquiries/new');
  await page.fill('#f-title', 'ブラウザーから登録する');
  await page.fill('#f-kind', '印刷');
  await page.click('form[data-draft] .main-act');
  assert.match(await page.textContent('.told'), /登録しました/);
  assert.equal(await page.textContent('h1'), 'ブラウザーから登録する');
  await page.goto('/desk/inquiries/new');
  assert.equal(await page.inputValue('#f-title'), '', 'what was accepted is not offered again');
});

test('a refused form lists its faults as links and keeps what was typed', async (house) => {
  const page = await house.signIn('miura');
  await page.goto('/desk/inquiries/new');
  await page.fill('#f-kind', '印刷');
  await page.fill('#f-received_at', 'R8.4.31 8:45');
  await page.fill('#f-body', '書きかけの内容');
  await page.click('form[data-draft] .main-act');
  assert.match(await page.textContent('#faults'), /2か所に直すところ|1か所に直すところ/);
  assert.equal(await page.inputValue('#f-body'), '書きかけの内容');
  assert.equal(await page.inputValue('#f-received_at'), 'R8.4.31 8:45');
  await page.click('.notice a[href="#f-received_at"]');
  await page.waitForFunction(() => document.activeElement.id === 'f-received_at');
  assert.match(await page.textContent('#fault-f-received_at'), /^＊/);
});

test('two people on one field choose between both values', async (house) => {
  const [page, other] = await Promise.all([house.signIn('miura'), house.signIn('ooishi')]);
  await openFirst(page);
  const address = new URL(page.url()).pathname;
  await page.goto(`${address}/edit`);
  await other.goto(`${address}/edit`);
  await other.fill('#f-title', '大石が直した件名');
  await other.click('form[data-draft] .main-act');
  await page.fill('#f-title', '三浦が直した件名');
  await page.fill('#f-body', '三浦だけが直した内容');
  await page.click('form[data-draft] .main-act');
  assert.match(await page.textContent('#clash'), /大石さんが .*に変えました。どちらを残しますか/);
  assert.match(await page.textContent('.versus'), /三浦が直した件名/);
  assert.match(await page.textContent('.versus'), /大石が直した件名/);
  await page.check('.versus input[value="大石が直した件名"]');
  await page.click('text=選んだ内容で保存する');
  assert.equal(await page.textContent('h1'), '大石が直した件名');
  assert.match(await page.textContent('.timeline'), /三浦だけが直した内容/);
});

test('days are shown as the reader chose', async (house) => {
  const page = await house.signIn('mochizuki');
  await page.goto('/settings');
  await page.check('[name="days"][value="western"]');
  await page.click('main .main-act');
  await openFirst(page);
  assert.match(await page.textContent('.beside'), /20\d\d-\d\d-\d\d/);
});

// The life of a question, by the keyboard alone: it is asked, the answer does not satisfy, an
// inquiry opens, the desk answers, the vendor is involved, it closes, the report counts it. Each
// page passed through is looked at by axe.

import { assert, assertAccessible, enterByKeys, tabTo, test } from './browser.mjs';

const QUESTION = '複合機から印刷が出てこない';

// Past the bar, as the first Tab of each page offers.
async function toContents(page) {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'main');
}

async function press(page, selector, key = 'Enter') {
  await tabTo(page, selector);
  await page.keyboard.press(key);
}

async function type(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

async function arrived(page, selector, what) {
  await page.waitForSelector(selector);
  await assertAccessible(page, what);
}

async function asked(page) {
  await enterByKeys(page, 'kumo');
  await press(page, '.rail a[href="/desk/ask"]');
  await page.waitForSelector('#q');
  await type(page, '#q', QUESTION);
  await page.keyboard.press('Enter');
  await arrived(page, 'text=これで解決しましたか', 'the answer');
  await toContents(page);
  await press(page, 'button:has-text("解決しない")');
  await arrived(page, 'text=解決しなかったことを記録しました', 'the inquiry filled in');
  await toContents(page);
  await press(page, 'button:has-text("この内容で送る")');
  await page.waitForURL(/\/desk\/inquiries\/\d+/);
  await arrived(page, '.timeline', 'the inquiry as its asker sees it');
  return /R\d+-\d{6}/.exec(await page.textContent('.crumbs'))[0];
}

// By its number in the bar.
async function found(page, number) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(number);
  await page.keyboard.press('Enter');
  await page.waitForSelector('main a[href^="/desk/inquiries/"]');
  await toContents(page);
  await press(page, 'main a[href^="/desk/inquiries/"]');
  await arrived(page, '.composer', 'the inquiry as the desk sees it');
}

async function answered(page) {
  await page.keyboard.press('r');
  await page.keyboard.type('紙詰まりを除きました。部品の交換を業者に頼みます。');
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('.told');
  assert.match(await page.textContent('.timeline'), /紙詰まりを除きました/);
}

async function handedOver(page) {
  const inquiry = new URL(page.url()).pathname;
  await toContents(page);
  await press(page, 'a:has-text("ベンダー引継ぎを追加する")');
  await arrived(page, '#f-question', 'handing over');
  await toContents(page);
  await type(page, '#f-vendor_name', '東端末サービス');
  await type(page, '#f-question', '給紙部品の交換');
  await page.keyboard.press('Control+Enter');
  await arrived(page, '.told', 'what was handed over');
  await toContents(page);
  await press(page, 'summary:has-text("回答を受けた")');
  await type(page, '#answer-answer', '部品を交換しました。');
  await press(page, '.drop[open] .main-act');
  await page.waitForSelector('.badge:has-text("回答あり"), .badge:has-text("回答")');
  await toContents(page);
  await press(page, `main a[href="${inquiry}"]`);
  await page.waitForSelector('.composer');
}

async function completed(page) {
  await toContents(page);
  await press(page, 'summary:has-text("完了にする")');
  await press(page, '.drop[open] .main-act');
  await page.waitForSelector('.badge:has-text("完了")');
}

async function reported(page, number) {
  const today = new Date(Date.now() + 9 * 3600000).toISOString().slice(0, 10);
  await press(page, '.rail details:has(a[href="/contract/reports"]) > summary');
  await press(page, '.rail a[href="/contract/reports"]');
  await arrived(page, 'h1:has-text("報告書を作る")', 'the list of reports');
  await toContents(page);
  await type(page, 'tr:has-text("月次報告書") input[name="day"]', today);
  await page.keyboard.press('Enter');
  await arrived(page, '.doc', 'the report');
  await toContents(page);
  await press(page, '.doc-keys a.doc-rows');
  await arrived(page, '.list', 'the rows of a figure');
  assert.match(await page.textContent('.list tbody'), new RegExp(number));
}

test('a question is walked from its asking to the report by the keyboard', async (house) => {
  const staff = await house.visitor();
  const number = await asked(staff);
  const desk = await house.visitor();
  await enterByKeys(desk, 'miura');
  await found(desk, number);
  await answered(desk);
  await handedOver(desk);
  await completed(desk);
  await reported(desk, number);
});

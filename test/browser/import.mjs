// Taking in a file.

import { writeFileSync } from 'node:fs';
import { assert, test } from './browser.mjs';

const heading = '受付番号,受付日,受付時間,課名,氏名,種別,件名,内容\r\n';

async function upload(house, page, name, rows) {
  const path = `${house.folder}/${name}`;
  writeFileSync(path, `\ufeff${heading}${rows.join('\r\n')}\r\n`);
  await page.goto('/desk/inquiries/import');
  await page.setInputFiles('#file', path);
  await page.click('text=読み込んで確かめる');
  await page.waitForSelector('.steps .now');
}

test('a file is checked, shown and then written', async (house) => {
  const page = await house.signIn('ooishi');
  await upload(house, page, 'good.csv', [
    'R7-9001,R7.4.1,8:45,市民課,小田,印刷,取り込んだ件名その1,内容1',
    'R7-9002,R7.4.2,9:05,税務課,椿,印刷,取り込んだ件名その2,内容2',
  ]);
  assert.match(await page.textContent('#s'), /2行すべてを書き込めます。まだ何も書き込んでいません/);
  await page.click('button:has-text("書き込む")');
  assert.match(await page.textContent('#s'), /書き込みました/);
  await page.goto('/search?q=R7-9002');
  assert.match(await page.textContent('main'), /取り込んだ件名その2/);
});

test('wrong rows are all named with line, column and reason', async (house) => {
  const page = await house.signIn('ooishi');
  await upload(house, page, 'wrong.csv', [
    'R7-9101,R7.2.30,8:45,市民課,小田,印刷,日付のない日,内容',
    'R7-9102,R7.4.2,9:05,税務課,椿,印刷,,件名のない行',
  ]);
  assert.match(await page.textContent('#s'), /2行に直すところがあります/);
  const table = await page.textContent('section[aria-labelledby="e"]');
  assert.match(table, /R7.2.30/);
  assert.match(table, /件名/);
});

test('a workbook is checked and written, the sheet that was read is named', async (house) => {
  const page = await house.signIn('ooishi');
  await page.goto('/desk/inquiries/import');
  await page.setInputFiles('#file', 'test/data/workbooks/inquiries.xlsx');
  await page.fill('#sheet', '台帳');
  await page.click('text=読み込んで確かめる');
  await page.waitForSelector('.steps .now');
  assert.match(await page.textContent('main'), /シート「台帳」/);
  assert.match(await page.textContent('#s'), /2行すべてを書き込めます/);
  await page.click('button:has-text("書き込む")');
  assert.match(await page.textContent('#s'), /書き込みました/);
});

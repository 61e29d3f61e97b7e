// Questionnaires and articles: filling in without script, what depends on an answer, the
// results, reading and confirming.

import { assert, assertAccessible, test } from './browser.mjs';

const origin = (page) => ({ Origin: new URL(page.url()).origin });

// Who works in several contracts names the one he means.
async function made(page, ledger, body) {
  const found = await page.request.get('/api/v1/contract?number=R8-001', { headers: origin(page) });
  return api(page, ledger, { contract: (await found.json()).items[0].id, ...body });
}

async function api(page, path, body) {
  const answer = await page.request.post(`/api/v1/${path}`, { data: body, headers: origin(page) });
  const text = await answer.text();
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${text}`);
  return JSON.parse(text);
}

test('a questionnaire asks on by what was answered, without script', async (house) => {
  const lead = await house.signIn('ooishi');
  const form = await made(lead, 'form', { title: '窓口の調査' });
  const used = await made(lead, 'question', { form: form.id, position: 1, label: '窓口を使いましたか', kind: 'yesno', required: true });
  await made(lead, 'question', { form: form.id, position: 2, label: '何回使いましたか', kind: 'number', most: 99, required: true,
    on_question: used.id, on_value: 'はい' });
  await api(lead, `form/${form.id}/open`, { version: 1 });

  const page = await house.signIn('kumo', { fresh: true, javaScriptEnabled: false });
  await page.goto(`/contract/forms/${form.id}`);
  await page.click('a:has-text("回答する")');
  await page.check('input[value="yes"]');
  await page.click('main form .main-act');
  assert.match(await page.textContent('#more'), /続きの質問があります/);
  await page.fill('input[inputmode="numeric"]', '百');
  await page.click('main form .main-act');
  assert.match(await page.textContent('.fault'), /「何回使いましたか」は数で書きます。/);
  await page.fill('input[inputmode="numeric"]', '３');
  await page.click('main form .main-act');
  assert.match(await page.textContent('.told'), /回答を送りました。/);
  assert.match(await page.textContent('#answers >> xpath=../..'), /はい.*3/s);

  const seen = await house.signIn('kumo');
  await seen.goto(`/contract/forms/${form.id}/fill`);
  await assertAccessible(seen, 'a questionnaire');
  for (const box of await seen.locator('.pick, main form .main-act').all()) assert.ok((await box.boundingBox()).height >= 44);
  await seen.setViewportSize({ width: 320, height: 700 });
  assert.ok(await seen.evaluate(() => document.documentElement.scrollWidth <= 320));
  await lead.goto(`/contract/forms/${form.id}`);
  assert.match(await lead.textContent('.bars'), /はい\s*1件（100%）/);
  await assertAccessible(lead, 'the results');
  await lead.click('button:has-text("新しい版を作る")');
  assert.match(await lead.textContent('.told'), /新しい版の下書きを作りました。/);
});

test('an article is read as it was written, and confirmed', async (house) => {
  const lead = await house.signIn('ooishi');
  const article = await made(lead, 'article', { title: '複合機の紙詰まり', readers: 'contractor',
    body: '# 手順\n\n1. **扉** を開けます。\n\n| 機種 | 扉 |\n|---|---|\n| A | 右 |\n\n<script>alert(1)</script>' });
  await api(lead, `article/${article.id}/publish`, { version: 1 });
  await lead.goto(`/contract/articles/${article.id}`);
  assert.equal(await lead.textContent('.prose h3'), '手順');
  assert.equal(await lead.locator('.prose script').count(), 0);
  assert.match(await lead.textContent('#readers >> xpath=..'), /3人のうち3人です（第1版）。/);
  await assertAccessible(lead, 'an article');
  await lead.click('button:has-text("読みました")');
  assert.match(await lead.textContent('#readers >> xpath=..'), /3人のうち2人です/);
  const staff = await house.signIn('kumo');
  await staff.goto('/contract/publications');
  await staff.click('.list tbody tr:first-child th a');
  assert.equal(await staff.textContent('h1'), '複合機の紙詰まり');
  await assertAccessible(staff, 'a publication');
});

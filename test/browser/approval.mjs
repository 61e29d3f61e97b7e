// Approval: a record is asked for, sent back, decided step by step, changes, and is
// unapproved again. By keyboard where it matters, and without script.

import { assert, assertAccessible, openFirst, test } from './browser.mjs';

async function api(page, path, body) {
  const answer = await page.request.fetch(`/api/v1/${path}`, { method: body ? 'POST' : 'GET', data: body,
    headers: { Origin: new URL(page.url()).origin } });
  const text = await answer.text();
  assert.ok(answer.ok(), `${path}: ${answer.status()} ${text}`);
  return JSON.parse(text);
}

// A route of two for inquiries, used once and then ended.
async function route(page) {
  const people = (await api(page, 'person?limit=200&columns=title')).items;
  const id = (title) => people.find((it) => it.title === title).id;
  const contract = (await api(page, 'contract?number=R8-001')).items[0].id;
  const made = await api(page, 'route', { contract, title: '対応方針の決裁', applies_to: '問合せ' });
  await api(page, 'route_step', { contract, route: made.id, position: 1, label: '主任', people: [id('望月')], hands_over: true });
  await api(page, 'route_step', { contract, route: made.id, position: 2, label: '情報政策課', role: 'officer' });
  return made.id;
}

async function decide(house, login, comment, button) {
  const page = await house.signIn(login);
  await page.goto('/contract/approvals');
  await page.click('.list tbody tr:last-child th a');
  await page.fill('#comment', comment);
  await page.focus(`button[value="${button}"]`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.told, #refused');
  return page;
}

test('a record is asked for, sent back, approved, changed and unapproved', async (house) => {
  const lead = await house.signIn('ooishi');
  const made = await route(lead);
  await openFirst(lead);
  const record = new URL(lead.url()).pathname;
  await lead.fill('#ask-note', 'この方針でよろしいか伺います。');
  await lead.click('button:has-text("申請する")');
  assert.match(await lead.textContent('.told'), /決裁を申請しました。/);
  assert.match(await lead.textContent('.approval'), /決裁が進んでいます。/);
  assert.match(await lead.textContent('.stamps .turn'), /主任.*望月/s);

  let page = await decide(house, 'mochizuki', '', 'return');
  assert.match(await page.textContent('#fault-comment'), /差し戻すときは、直すところを書いてください。/);
  page = await decide(house, 'mochizuki', '優先度を確かめてください。', 'return');
  assert.match(await page.textContent('.told'), /差し戻しました。/);

  await lead.goto(record);
  assert.match(await lead.textContent('.approval'), /差し戻されました/);
  await lead.click('button:has-text("申請する")');
  page = await decide(house, 'mochizuki', '', 'approve');
  assert.match(await page.textContent('.told'), /承認しました。次は青山さんです。/);
  page = await decide(house, 'aoyama', '結構です。', 'approve');
  assert.match(await page.textContent('.told'), /決裁が終わりました。/);
  await assertAccessible(page, 'an approved request');

  await lead.goto(record);
  assert.match(await lead.textContent('.approval'), /承認されました（第\d+版）。/);
  await lead.goto(`${record}/edit`);
  const low = await lead.inputValue('select[name="priority"]') !== 'low';
  await lead.selectOption('select[name="priority"]', low ? 'low' : 'high');
  await lead.click('main form .main-act');
  await lead.waitForSelector('.approval');
  assert.match(await lead.textContent('.approval .notice'), /未承認です。もう一度決裁を申請します/);
  assert.match(await lead.textContent('.approval ins'), low ? /低/ : /高/);
  await assertAccessible(lead, 'an outdated approval');

  await lead.click('button:has-text("申請する")');
  const chief = await house.signIn('mochizuki');
  await chief.goto('/contract/approvals');
  await chief.click('.list tbody tr:last-child th a');
  assert.match(await chief.textContent('#approval-changes'), /承認すると変わること/);
  await assertAccessible(chief, 'a decision');
  await chief.setViewportSize({ width: 320, height: 700 });
  assert.ok(await chief.evaluate(() => document.documentElement.scrollWidth <= 320));

  await lead.goto(`/contract/routes/${made}`);
  await lead.click('button:has-text("使うのをやめる")');
  assert.match(await lead.textContent('.badge'), /終了/);
});

test('a decision needs no script', async (house) => {
  const page = await house.signIn('mochizuki', { fresh: true, javaScriptEnabled: false });
  await page.goto('/contract/approvals');
  await page.click('.list tbody tr:first-child th a');
  await page.click('button[value="approve"]');
  assert.match(await page.textContent('.told'), /承認しました。/);
});

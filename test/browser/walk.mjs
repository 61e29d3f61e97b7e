// The life of a contract, walked by the people it takes: award, people, plan, a month's
// work, the report, inspection, invoice and payment, the end, erasing and its certificate.

import { spawnSync } from 'node:child_process';

import { assert, assertAccessible, test } from './browser.mjs';

const NUMBER = `W-${process.pid}`;
const NAME = `白波町 端末更新支援業務 ${NUMBER}`;

// A day so far from today, as it is typed.
const day = (far) => new Date(Date.now() + (9 * 60 + far * 24 * 60) * 60000).toISOString().slice(0, 10);

async function put(page, prefix, values) {
  for (const [name, value] of Object.entries(values)) {
    const at = page.locator(`#${prefix}-${name}`).first();
    const kind = await at.evaluate((node) => (node.type === 'checkbox' ? 'check' : node.tagName));
    if (kind === 'SELECT') await at.selectOption(value);
    else if (kind === 'check') await at.check();
    else await at.fill(value);
  }
}

async function told(page, words) {
  const faults = await page.locator('#faults, .notice.bad').allTextContents();
  assert.deepEqual(faults, [], page.url());
  assert.match(await page.textContent('.told'), words);
}

// A new record by its form; answers with its address.
async function write(page, path, values) {
  await page.goto(`${path}/new`);
  await put(page, 'f', values);
  await page.click('form[data-draft] .main-act');
  await told(page, /登録しました/);
  return new URL(page.url()).pathname;
}

// Takes a step of a record, with what it asks for.
async function step(page, path, label, action, values = {}) {
  await page.goto(path);
  const form = `form[action$="/${action}"]`;
  if (Object.keys(values).length) {
    await page.click(`summary:has-text("${label}")`);
    await put(page, action, values);
  }
  await page.click(`${form} button[type="submit"]`);
  await page.waitForSelector('.told, .notice.bad, #faults');
  await told(page, /./);
}

async function enter(house, login) {
  const page = await house.signIn(login, { fresh: true });
  await page.goto('/contracts');
  await page.click(`tr:has-text("${NUMBER}") button`);
  assert.match(await page.textContent('.switch'), /白波町/);
  return page;
}

async function award(house) {
  const page = await house.signIn('ooishi', { fresh: true });
  const contract = await write(page, '/core/contracts', { number: NUMBER, title: NAME, client: '白波町',
    contractor: '襷情報サービス', period: day(-60), 'period-until': day(60) });
  const lead = await enter(house, 'ooishi');
  await write(lead, '/contract/terms', { kind: 'commission', amount: '1100000', awarded_on: day(-60) });
  return { lead, contract };
}

async function staff(lead, officer) {
  const person = await write(lead, '/contract/assignments', { person: '早瀬', role: 'assigned_worker', from: day(-59) });
  await step(officer, person, '承認する', 'approve');
  assert.match(await officer.textContent('.badge'), /従事中/);
  const pledge = await write(lead, '/contract/pledges', { person: '早瀬', kind: 'secrecy', asked_on: day(-59), kept_at: '書庫' });
  await step(lead, pledge, '受領する', 'receive', { signed_on: day(-58) });
}

async function planned(lead, officer) {
  const plan = await write(lead, '/contract/plans', { title: '端末更新の計画', year: day(0).slice(0, 4), submitted_on: day(-50) });
  await step(lead, plan, '提出する', 'submit', { submitted_on: day(-50) });
  await step(officer, plan, '承認', 'approve', { approved_on: day(-45) });
  assert.match(await officer.textContent('.badge'), /承認/);
  const task = await write(lead, '/contract/tasks', { wbs: '1', title: '端末を配る', planned_from: day(-40), planned_until: day(-10) });
  await step(officer, task, '承認', 'approve');
}

async function worked(lead) {
  await write(lead, '/desk/inquiries', { title: '新しい端末の電源が入らない', kind: '機器', section: '白波町' });
  await lead.fill('#text', '電池を付け直して、起動を確かめました。');
  await lead.click('form.composer button[type="submit"]');
  await lead.waitForSelector('.told');
}

// What pdftotext reads, spaces taken out: lines break where they like.
function read(path) {
  const done = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout.replace(/\s/g, '');
}

async function issued(lead) {
  await lead.goto('/contract/reports');
  await lead.click('tr:has-text("月次報告書") button[type="submit"]');
  await lead.waitForSelector('form.sheet-form');
  await assertAccessible(lead, 'a report that is drafted');
  await lead.click('button:has-text("文書として残す")');
  await lead.click('a:text-is("文書のページ")');
  await lead.click('button:has-text("発行する")');
  await lead.waitForSelector('a:has-text("渡す")');
  const about = await lead.textContent('.beside');
  const [number] = /文書-R\d+-\d{4}/.exec(await lead.textContent('main'));
  const [hash] = /[0-9a-f]{64}/.exec(about);
  const [file] = await Promise.all([lead.waitForEvent('download'), lead.click('#documents >> xpath=../.. >> a:text-is("PDF")')]);
  assert.match(file.suggestedFilename(), /\.pdf$/);
  const text = read(await file.path());
  for (const words of [number, hash.slice(0, 8), '月次報告書', NAME.replace(/ /g, '')]) assert.ok(text.includes(words), words);
}

async function paid(lead, officer) {
  const report = await write(lead, '/contract/deliverables', { title: '完了報告書', due: day(-5) });
  await step(lead, report, '納品', 'deliver', { delivered_on: day(-6) });
  await officer.goto('/contract/inspections');
  await officer.click('.list tbody tr:first-child th a');
  const inspection = new URL(officer.url()).pathname;
  await step(officer, inspection, '合格', 'pass', { inspected_on: day(-3) });
  assert.match(await officer.textContent('.badge'), /合格/);

  const plan = await write(lead, '/contract/payment-plans', { title: '委託料', scheme: 'once', amount: '1100000',
    tax: 'included', period: day(-60), 'period-until': day(60) });
  await step(lead, plan, '内訳', 'divide');
  await step(lead, plan, '確定', 'fix');
  await lead.goto('/contract/instalments');
  const instalment = await lead.textContent('.list tbody tr:first-child th a');
  const invoice = await write(lead, '/contract/invoices', { instalment: instalment.trim() });
  await step(lead, invoice, '発行', 'issue', { issued_on: day(-2) });
  await step(officer, invoice, '受理', 'receive', { received_on: day(-1) });
  await step(officer, invoice, '支払', 'pay', { paid_on: day(0) });
  assert.match(await lead.textContent('main'), /1,100,000/);
}

async function ended(lead, contract) {
  await lead.goto('/contract/desk');
  await assertAccessible(lead, 'the desk of a contract that was paid');
  await lead.goto(`${contract}/edit`);
  await put(lead, 'f', { 'period-until': day(-1) });
  await lead.click('form[data-draft] .main-act');
  await told(lead, /./);
}

// What is on paper and what the product holds, in one application.
async function certified(lead, officer) {
  await write(lead, '/contract/information_items', { title: '端末の利用者名簿', confidentiality: 'class_2',
    origin: 'received', form: 'paper', quantity: '1', giver: '白波町', came_on: day(-40), person: '早瀬' });
  const title = '契約の終わりの消去';
  const request = await write(lead, '/contract/erasure_requests', { title, kind: 'erase',
    reason: '業務が終わったため', planned_on: day(0), person: '早瀬', witness: '青山' });
  await write(lead, '/contract/erasure_lines', { request: title, subject: 'item', item: '端末の利用者名簿', method: 'shred' });
  await write(lead, '/contract/erasure_lines', { request: title, title: '業務の記録の全部', subject: 'product', method: 'cryptographic' });
  await step(officer, request, '承認する', 'approve');
  await step(lead, request, '実施', 'carry_out', { done_on: day(0), responsible: '大石' });
  await step(lead, request, '証明書', 'certify');
  assert.match(await lead.textContent('.beside'), /証明書の番号/);
  await assertAccessible(lead, 'a certified erasure');
}

// At the console, as the server stands still; the certificate says what was tried.
async function erased(house) {
  await house.stop();
  assert.match(house.command('erase', '--contract', NUMBER), /まだ何もしていません[^]*消去証明書に結果を加え/);
  const report = JSON.parse(house.command('erase', '--contract', NUMBER, '--yes', '--json'));
  assert.ok(report.clean);
  const text = read(report.certificate);
  for (const words of ['消去証明書', 'R8-001', '端末の利用者名簿', '業務の記録の全部', '消去の実行と確かめ',
    'どこからも読み出せない', ...report.tried.map((it) => (it.what + it.result).replace(/\s/g, ''))])
    assert.ok(text.includes(words), `${words}: ${text}`);
  await house.serve();
}

// The head of the contract stays; what it held is not shown to anybody.
async function empty(house) {
  const page = await house.signIn('ooishi', { fresh: true });
  await page.goto('/contracts');
  await page.click(`tr:has-text("${NUMBER}") button`);
  for (const path of ['/desk/inquiries?view=all', '/contract/invoices?view=all', '/contract/documents?view=all', '/contract/erasure_requests?view=all']) {
    await page.goto(path);
    assert.equal(await page.locator('.list tbody th').count(), 0, path);
  }
}

test('a contract is walked from its award to its end', async (house) => {
  const { lead, contract } = await award(house);
  const officer = await enter(house, 'aoyama');
  await staff(lead, officer);
  await planned(lead, officer);
  await worked(lead);
  await issued(lead);
  await paid(lead, officer);
  await ended(lead, contract);
  await certified(lead, officer);
  await erased(house);
  await empty(house);
});

for (const [what, options] of [['1280 pixels', {}], ['390 pixels', { viewport: { width: 390, height: 844 } }]])
  test(`axe finds nothing in the list of ledgers at ${what}`, async (house) => {
    const page = await house.signIn('ooishi', options);
    await page.goto('/ledgers');
    await assertAccessible(page, 'the list of ledgers');
    assert.ok(await page.locator('.ledgers a').count() > 60);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= globalThis.innerWidth));
    await page.click('.ledgers a:has-text("誓約書")');
    await page.waitForSelector('.list');
  });

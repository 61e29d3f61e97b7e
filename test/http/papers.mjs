// Papers out of records: every one composes and downloads, an issued one stays as it is.
//
// PAPERS_OUT=folder writes the files there, to look at them.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from './house.mjs';

const made = {};

// Days and times as people write them here, as the API wants them.
function plain(value) {
  if (typeof value !== 'string') return value;
  const [, from, until] = /^(\d{4}-\d\d-\d\d)〜(\d{4}-\d\d-\d\d)$/.exec(value) ?? [];
  if (from) return { from, until };
  return value.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/, '$1T$2:00+09:00');
}

async function make(house, ledger, typed, login = 'ooishi') {
  const body = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, plain(value)]));
  const inside = ['organisation', 'contract', 'person', 'user', 'membership'].includes(ledger)
    ? body : { contract: made.contract.id, ...body };
  const done = await house.ask(login, 'POST', `/api/v1/${ledger}`, inside);
  assert.equal(done.status, 201, `${ledger}: ${done.text}`);
  return done.json;
}

async function read(house, ledger, id, login = 'ooishi') {
  const got = await house.get(login, `/api/v1/${ledger}/${id}`);
  assert.equal(got.status, 200, got.text);
  return got.json;
}

async function move(house, ledger, id, action, body = {}, login = 'ooishi') {
  const { version } = await read(house, ledger, id, login);
  const done = await house.ask(login, 'POST', `/api/v1/${ledger}/${id}/${action}`, body, { 'If-Match': `"${version}"` });
  assert.equal(done.status, 200, `${ledger} ${action}: ${done.text}`);
  return done.json;
}

async function only(house, ledger, query) {
  const got = await house.get('ooishi', `/api/v1/${ledger}?contract=${made.contract.id}&${query}`);
  assert.equal(got.status, 200, got.text);
  return got.json.items ?? got.json.rows ?? got.json.records;
}

async function document(house, report, more = {}) {
  const done = await make(house, 'document', { report, ...more });
  return done;
}

async function people(house) {
  const city = await make(house, 'organisation', { title: '青葉試験市', kind: 'body' }, 'admin');
  const vendor = await make(house, 'organisation', { title: '見本情報サービス', kind: 'vendor' }, 'admin');
  made.city = city;
  made.contract = await make(house, 'contract', { number: '文書試験-1', title: '文書を作る業務の委託', client: city.id,
    contractor: vendor.id, period: '2026-04-01〜2027-03-31' }, 'admin');
  for (const [login, role, title] of [['bunsho-o', 'officer', '浜口'], ['bunsho-r', 'requester', '窓口'],
    ['bunsho-a', 'approver', '課長']]) {
    const person = await make(house, 'person', { title, organisation: city.id }, 'admin');
    const user = await make(house, 'user', { login, title: login, person: person.id }, 'admin');
    await make(house, 'membership', { user: user.id, within: made.contract.id, role }, 'admin');
    made[role] = person.id;
  }
  let above;
  for (const [title, role, personal] of [['佐伯', 'service_manager', false], ['大槻', 'information_manager', true],
    ['新井', 'work_manager', true], ['早川', 'assigned_worker', true], ['永井', 'assigned_worker', false]]) {
    const person = await make(house, 'person', { title });
    made[title] = person.id;
    const member = await make(house, 'assignment', { person: person.id, role, employer: vendor.id, from: '2026-04-01',
      employment: 'regular', involvement: 'none', personal_data: personal, above });
    await move(house, 'assignment', member.id, 'approve', {}, 'bunsho-o');
    above ??= member.id;
    if (title === '佐伯') made.chief = member.id;
  }
  await make(house, 'qualification', { person: made['大槻'], title: '情報処理安全確保支援士', number: '第001234号' });
  const first = await make(house, 'contact', { title: '統括責任者', kind: 'both', side: 'contractor', person: made['佐伯'],
    party: vendor.id, phone: '090-0000-0001' });
  for (const [title, side, person, phone, place] of [['情報政策課', 'client', made.officer, '055-000-0000', 1],
    ['情報管理責任者', 'contractor', made['大槻'], '090-0000-0002', 2]])
    await make(house, 'contact', { title, kind: 'both', side, person, told_by: first.id, place, phone,
      party: side === 'client' ? city.id : vendor.id });
}

async function events(house) {
  made.meeting = await make(house, 'meeting', { title: '第7回定例報告会', begins_at: '2026-10-16 14:00',
    ends_at: '2026-10-16 14:50', place: '本庁舎4階 会議室402', chair: made['佐伯'],
    attendees: [made['佐伯'], made['新井'], made.officer], agenda: '10月分の実績\n貸出端末の不足',
    minutes: '佐伯：受付632件、四つの期限は全て達成した。\n浜口：改編の情報は事前に渡せるよう調整する。',
    decisions: '貸出端末は追加せず、予約の上限を週2回とする。' });
  for (const [title, side, due_on] of [['人事課へ改編情報の提供を依頼する', 'client', '2026-10-27'],
    ['予約の上限を知らせる文を作る', 'contractor', '2026-10-30']])
    await make(house, 'action_item', { title, side, due_on, meeting: made.meeting.id, assignee: made['新井'] });
  made.incident = await make(house, 'incident', { title: '受講者名簿の誤送信', kind: 'misdelivery',
    happened_at: '2026-10-20 10:00', noticed_at: '2026-10-20 10:20', confirmed_at: '2026-10-20 10:30',
    content: '宛先を取り違え、名簿を別の課へ送った。', items: '氏名、所属', people: 12, place: '本庁舎4階',
    course: '10:00 送信\n10:20 受信した課から連絡', first_aid: '送信先に削除を依頼し、確認した。',
    cause: '宛先の候補を確かめずに選んだ。', measures: '送信の前に二人で確かめる。', personal_data: true });
  await make(house, 'incident_report', { incident: made.incident.id, kind: 'first', to: 'client',
    body: '誤送信を確認した。', reported_at: '2026-10-20 10:50' });
  made.complaint = await make(house, 'complaint', { title: '電話がつながらない', kind: 'complaint',
    received_at: '2026-10-21 09:10', content: '朝の電話が10分つながらなかった。', cause: '受付が重なった。',
    solution: '折返しの受付を始めた。', prevention: '朝の人数を1人増やす。' });
  made.interference = await make(house, 'interference', { title: '窓口での不当な要求', kind: 'demand',
    happened_at: '2026-10-22 13:00', place: '本庁舎1階', content: '順番を変えるよう強く求めた。', response: '二人で応対した。' });
  made.accommodation = await make(house, 'accommodation', { title: '筆談の申出', kind: 'accommodation',
    received_at: '2026-10-23 10:00', service: '窓口', barrier: '音声での説明が聞き取れない。', request: '筆談で説明してほしい。' });
  made.training = await make(house, 'training', { title: '個人情報の取扱い研修', kind: 'personal_information',
    content: '取扱いの手順と事故の例。', planned_on: '2026-10-05', instructor: '大槻', place: '会議室' });
  await move(house, 'training', made.training.id, 'hold', { held_on: '2026-10-05' });
  for (const name of ['新井', '早川'])
    await make(house, 'attendance', { training: made.training.id, person: made[name], result: 'attended', attended_on: '2026-10-05' });
  made.pledge = await make(house, 'pledge', { person: made['早川'], kind: 'secrecy', asked_on: '2026-04-01' });
  made.receipt = await make(house, 'receipt', { kind: 'custody', day: '2026-10-02', giver: made.city.id,
    person: made['新井'], place: '本庁舎4階', return_by: '2027-03-31' });
  await make(house, 'information_item', { title: '受講者名簿', confidentiality: 'class_3', origin: 'received', form: 'usb',
    quantity: 120, unit: '件', came_on: '2026-10-02', person: made['新井'], receipt: made.receipt.id, giver: made.city.id });
}

async function works(house) {
  made.deliverable = await make(house, 'deliverable', { title: '10月分の月次報告書', due: '2026-11-13', formats: 'PDF', copies: 1 });
  await move(house, 'deliverable', made.deliverable.id, 'deliver', { delivered_on: '2026-11-12' });
  [made.inspection] = await only(house, 'inspection', `deliverable=${made.deliverable.id}`);
  await move(house, 'inspection', made.inspection.id, 'pass', { inspected_on: '2026-11-16' }, 'bunsho-o');
  await make(house, 'terms', { kind: 'assignment', amount: 10000000, payment: 'monthly' });
  made.plan = await make(house, 'payment_plan', { title: '月払い', scheme: 'monthly', amount: 10000000, tax: 'excluded',
    period: '2026-07-01〜2027-03-31', registration: 'T1234567890123', account: '見本銀行 本店 普通 0000000\nカ）ミホンサービス' });
  await move(house, 'payment_plan', made.plan.id, 'divide');
  await move(house, 'payment_plan', made.plan.id, 'fix');
  const part = (await only(house, 'instalment', `plan=${made.plan.id}&nth=4`))[0];
  const { version } = await read(house, 'instalment', part.id);
  const linked = await house.ask('ooishi', 'PATCH', `/api/v1/instalment/${part.id}`, { report: made.deliverable.id },
    { 'If-Match': `"${version}"` });
  assert.equal(linked.status, 200, linked.text);
  made.invoice = await make(house, 'invoice', { instalment: part.id });
  made.erasure = await make(house, 'erasure_request', { title: '名簿の消去', kind: 'erase', reason: '業務の終了',
    planned_on: '2026-11-20', person: made['早川'], place: '本庁舎4階 運用室' });
  await make(house, 'erasure_line', { request: made.erasure.id, subject: 'other', title: '受講者名簿の写し', quantity: 2,
    unit: '部', method: 'shred', method_note: '2mm×10mm' });
  made.year = await make(house, 'plan', { title: '令和8年度 事業計画書', year: 2026, policy: '止めない、漏らさない、待たせない。',
    schedule: '毎月の報告、半期の点検。', structure: '責任者1人、担当4人。', emergency: '責任者が30分以内に集める。' });
  const indicator = await make(house, 'indicator', { plan: made.year.id, line: 1, title: '一次応答の期限内率', unit: '%',
    target: 95, sum: 'average', better: 'more' });
  for (const [month, actual] of [['2026-04-01', 96], ['2026-05-01', 97], ['2026-06-01', 94]])
    await make(house, 'indicator_month', { indicator: indicator.id, month, actual });
  await make(house, 'plan_cost', { plan: made.year.id, line: 1, title: '人件費', budget: 8000000, spent: 3500000 });
  made.yearend = await make(house, 'plan_report', { plan: made.year.id, title: '令和8年度 事業報告書', period: '2026-04-01〜2026-09-30',
    performance: '予定した業務を行った。', issues: '朝の電話が集中する。' });
  const tasks = {};
  for (const [wbs, title, parent, from, until, progress, after] of [
    ['1', '準備', null, '2026-04-01', '2026-06-12', 100], ['1.1', '実施計画書', '1', '2026-04-01', '2026-05-29', 100],
    ['1.2', '予備調査', '1', '2026-05-01', '2026-06-12', 100, '1.1'], ['2', '実施', null, '2026-07-01', '2026-12-15', 60],
    ['2.1', '現地の診断', '2', '2026-07-01', '2026-11-30', 80, '1.2'], ['2.2', '報告書', '2', '2026-11-01', '2026-12-15', 10, '2.1']])
    tasks[wbs] = (await make(house, 'task', { wbs, title, parent: parent && tasks[parent], planned_from: from, planned_until: until,
      actual_from: from, actual_until: progress === 100 ? until : null, progress, assignee: made['新井'],
      predecessors: after ? [tasks[after]] : [] })).id;
  for (const [number, title] of [['第1条', '計画書を出す'], ['第2条', '月報を出す']])
    await make(house, 'obligation', { number, title, chapter: '第1章 総則', text: `受託者は、${title}。`, due_rule: '毎月 翌月15日' });
}

const month = '2026-10-01〜2026-10-31';
const papers = [
  ['contract_month', () => ({ period: month, comment: '朝の人数を増やす。' }), /業務月報（令和8年10月分）/, /受講者名簿の誤送信/],
  ['coverage', () => ({}), /義務の履行状況/, /第1章 総則/],
  ['sums', () => ({}), /契約金の状況/, /支払予定の額/],
  ['team', () => ({}), /業務の体制図及び連絡網/, /佐伯/],
  ['roster', () => ({}), /従事者名簿/, /情報処理安全確保支援士/],
  ['handlers', () => ({}), /情報取扱者名簿/, /従事者は3人/],
  ['schedule', () => ({}), /日程表（WBS）/, /現地の診断/],
  ['deliverables', () => ({}), /成果物一覧/, /検査に合格したものは1件/],
  ['invoice', () => ({ subject: made.invoice.id }), /請求書/, /1,222,222円/],
  ['inspection', () => ({ subject: made.inspection.id }), /検査結果通知書/, /の検査の結果は、「合格」です/],
  ['erasure', () => ({ subject: made.erasure.id }), /消去証明書/, /受講者名簿の写し/],
  ['receipt', () => ({ subject: made.receipt.id }), /預り証/, /受講者名簿/],
  ['minutes', () => ({ subject: made.meeting.id }), /第7回定例報告会　議事録/, /予約の上限を知らせる文を作る/],
  ['pledge', () => ({ subject: made.pledge.id }), /秘密保持誓約書/, /早川/],
  ['training', () => ({ subject: made.training.id }), /研修実施報告書/, /受講は2人、未受講は3人/],
  ['incident', () => ({ subject: made.incident.id }), /インシデント報告書/, /二人で確かめる/],
  ['accident', () => ({ subject: made.incident.id }), /事故報告書/, /原因の分析/],
  ['complaint', () => ({ subject: made.complaint.id }), /苦情・特異事案報告書/, /折返しの受付/],
  ['interference', () => ({ subject: made.interference.id }), /妨害・不当介入報告書/, /順番を変える/],
  ['accommodation', () => ({ subject: made.accommodation.id }), /合理的配慮に関する報告書/, /筆談/],
  ['plan', () => ({ subject: made.year.id }), /令和8年度 事業計画書/, /一次応答の期限内率/],
  ['plan_year', () => ({ subject: made.yearend.id }), /令和8年度 事業報告書/, /3,500,000円/],
];

test('every paper of a contract composes from its records and downloads as PDF', async (house) => {
  await people(house);
  await events(house);
  await works(house);
  for (const [key, more, title, words] of papers) {
    const { id } = await document(house, key, more());
    const page = await house.get('ooishi', `/api/v1/document/${id}/file?format=html`);
    assert.equal(page.status, 200, `${key}: ${page.text}`);
    assert.match(page.text, title, key);
    assert.match(page.text, words, key);
    const pdf = await house.get('ooishi', `/api/v1/document/${id}/file?format=pdf`);
    assert.equal(pdf.status, 200, `${key}: ${pdf.text.slice(0, 300)}`);
    assert.equal(pdf.text.slice(0, 5), '%PDF-');
    assert.equal(pdf.headers['content-type'], 'application/pdf');
    if (process.env.PAPERS_OUT) writeFileSync(join(process.env.PAPERS_OUT, `${key}.pdf`), pdf.bytes);
  }
});

test('an approved document is issued with its stamps and stays what it was when records change', async (house) => {
  const route = await make(house, 'route', { title: '文書の決裁', applies_to: 'document' });
  await make(house, 'route_step', { route: route.id, position: 1, label: '発注者確認', people: [made.officer] });
  const { id } = await document(house, 'minutes', { subject: made.meeting.id });
  const asked = await make(house, 'approval', { ledger: 'document', record: id, route: route.id });
  const own = await house.get('bunsho-o', `/api/v1/document/${id}/file?format=html`);
  assert.match(own.text, /回議中/);
  await move(house, 'approval', asked.id, 'approve', {}, 'bunsho-o');
  const issued = await move(house, 'document', id, 'issue');
  assert.match(issued.hash, /^[0-9a-f]{64}$/);
  const before = await house.get('bunsho-o', `/api/v1/document/${id}/file?format=html`);
  assert.match(before.text, /発注者確認/);
  assert.match(before.text, /浜口/);
  assert.ok(before.text.includes(issued.hash));
  assert.ok(before.text.includes(`tasuki verify ${issued.number}`), 'the number by which it is verified');
  const { version } = await read(house, 'meeting', made.meeting.id);
  const changed = await house.ask('ooishi', 'PATCH', `/api/v1/meeting/${made.meeting.id}`, { decisions: '後から変えた。' },
    { 'If-Match': `"${version}"` });
  assert.equal(changed.status, 200, changed.text);
  const after = await house.get('bunsho-o', `/api/v1/document/${id}/file?format=html`);
  assert.equal(after.text, before.text);
  assert.equal((await read(house, 'document', id)).hash, issued.hash);
  const pdf = await house.get('bunsho-o', `/api/v1/document/${id}/file`);
  assert.equal(pdf.text.slice(0, 5), '%PDF-');
  if (process.env.PAPERS_OUT) writeFileSync(join(process.env.PAPERS_OUT, 'issued.pdf'), pdf.bytes);
  const late = await house.ask('ooishi', 'PATCH', `/api/v1/document/${id}`, { comment: '後から' }, { 'If-Match': `"${(await read(house, 'document', id)).version}"` });
  assert.equal(late.status, 409, late.text);
  const again = await document(house, 'minutes', { subject: made.meeting.id, replaces: id });
  assert.match((await house.get('ooishi', `/api/v1/document/${again.id}/file?format=html`)).text, /後から変えた。/);
  assert.match(house.command('verify', issued.number), /変わっていません|一致|正しい/);
  const told = JSON.parse(house.command('verify', issued.number, '--json'));
  assert.deepEqual([told.document, told.whole, told.hash], [issued.number, true, issued.hash]);
  assert.equal(typeof told.history, 'object', 'and the history it stands on');
  made.issued = id;
});

test('a document is for the client, too, and for nobody else', async (house) => {
  const path = `/api/v1/document/${made.issued}/file?format=pdf`;
  assert.equal((await house.get('bunsho-o', path)).status, 200);
  assert.equal((await house.get('bunsho-r', path)).status, 404);
  assert.equal((await house.get(null, path)).status, 401);
  assert.equal((await house.get('ooishi', `/api/v1/document/${made.issued}/file?format=exe`)).status, 404);
  const made2 = await house.ask('bunsho-o', 'POST', '/api/v1/document', { contract: made.contract.id, report: 'coverage' });
  assert.equal(made2.status, 403);
});

test('a paper with personal values opens for who may see them, and its reading is in the history', async (house) => {
  const { id } = await document(house, 'pledge', { subject: made.pledge.id });
  await move(house, 'document', id, 'issue');
  assert.equal((await read(house, 'document', id, 'bunsho-a')).state, 'issued', 'the approver reads the record');
  const open = (login) => Promise.all([`/api/v1/document/${id}/file?format=pdf`, `/contract/documents/${id}/view`,
    `/contract/documents/${id}/view?format=docx`].map(async (path) => (await house.get(login, path)).status));
  assert.deepEqual(await open('bunsho-o'), [200, 200, 200]);
  assert.deepEqual(await open('bunsho-a'), [403, 403, 403]);
  const { items } = (await house.get('ooishi', `/api/v1/document/${id}/history`)).json;
  assert.ok(items.some((it) => it.action === 'read'), 'the officer read it');
  const refused = await house.get('bunsho-a', `/api/v1/document/${id}/file`);
  assert.ok(refused.text.includes('個人情報') && !refused.text.includes('早川'), refused.text);
});

test('a paper is of a record of its own contract, and of one that is there', async (house) => {
  const other = await make(house, 'contract', { number: '文書試験-2', title: '別の契約' }, 'admin');
  for (const [contract, subject] of [[other.id, made.meeting.id], [made.contract.id, 99999999], [made.contract.id, null]]) {
    const refused = await house.ask('ooishi', 'POST', '/api/v1/document', { contract, report: 'minutes', subject });
    assert.ok([404, 422].includes(refused.status), `${refused.status} ${refused.text}`);
  }
});

test('the page of a record shows what can be made of it and what was made', async (house) => {
  const page = await house.get('ooishi', `/contract/meetings/${made.meeting.id}`);
  assert.equal(page.status, 200);
  assert.ok(page.text.includes(`/contract/reports/minutes?record=${made.meeting.id}`), 'the draft');
  assert.ok(page.text.includes(`/contract/documents/${made.issued}`), 'what was issued');
  const draft = await house.get('ooishi', `/contract/reports/minutes?record=${made.meeting.id}`);
  assert.match(draft.text, /文書として残す/);
  const own = await house.get('bunsho-o', `/contract/documents/${made.issued}`);
  assert.match(own.text, /発行した時のまま凍結されています/);
  const reader = await house.get('bunsho-o', `/contract/meetings/${made.meeting.id}`);
  assert.ok(!reader.text.includes('/contract/reports/minutes'), 'who cannot make it has no link');
  const list = await house.get('ooishi', `/contract/reports?contract=${made.contract.id}`);
  assert.equal(list.status, 200);
});

// One in nine of some three hundred: of every table one at least.
test('the figures of a report open lists of as many rows', async (house) => {
  const { items: [contract] } = (await house.get('ooishi', '/api/v1/contract?number=R8-001')).json;
  const month = new Date(Date.now() + 9 * 3600000).toISOString().slice(0, 7);
  const from = `${month}-01`;
  const until = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
  const kept = await house.ask('ooishi', 'POST', '/api/v1/document', { contract: contract.id, report: 'monthly', period: { from, until } });
  assert.equal(kept.status, 201, kept.text);
  const page = await house.get('ooishi', `/contract/documents/${kept.json.id}/view`);
  const links = [...page.text.matchAll(/<a class="doc-rows" href="([^"]+\?[^"]+)">([\d,]+)<\/a>/g)];
  assert.ok(links.length > 200, `${links.length}`);
  for (const [, href, number] of links.filter((_, i) => i % 9 === 0)) {
    const list = await house.get('ooishi', href.replaceAll('&amp;', '&'));
    assert.equal(list.status, 200, href);
    assert.equal(/<title>[^<]*?([\d,]+)件/.exec(list.text)?.[1] ?? '0', number, href);
  }
});

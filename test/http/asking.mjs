// The automatic answer through pages and API: always with its source, never beyond one's contract.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

const ask = (house, login, body) => house.ask(login, 'POST', '/api/v1/ask', body);

test('an answer names its article and a confidence, and is judged by who asked', async (house) => {
  const got = await ask(house, 'kumo', { question: 'パスワードを忘れた' });
  assert.equal(got.status, 200, got.text);
  assert.equal(got.json.answered, true);
  assert.ok(got.json.confidence > 0.5 && got.json.confidence <= 1);
  assert.match(got.json.candidates[0].title, /パスワード/);
  assert.ok(got.json.candidates[0].passage.length > 10);
  const judge = (login, id, body) => house.ask(login, 'POST', `/api/v1/ask/${id}/verdict`, body);
  await house.problem(judge('kumo', got.json.id, { solved: 'はい' }), 422);
  await house.problem(judge('kumo', 999999, { solved: true }), 404);
  assert.equal((await judge('kumo', got.json.id, { solved: true })).status, 200);
  assert.match((await house.get('kumo', '/desk/ask')).text, /最近よく役に立った記事/);
});

test('a question about nothing that is written is not answered', async (house) => {
  const got = await ask(house, 'kumo', { question: '近所の猫がかわいい' });
  assert.equal(got.status, 200, got.text);
  assert.equal(got.json.answered, false);
});

test('a question that cannot be read is refused with its field', async (house) => {
  for (const body of [{ question: 1 }, { question: 'x', other: 1 }, {}, { question: '' }, { question: ' 　' }])
    await house.problem(ask(house, 'kumo', body), 422);
  await house.problem(ask(house, 'kumo', { question: 'あ'.repeat(3000) }), 422);
  await house.problem(ask(house, 'kumo', { question: 'パスワード', contract: 999999 }), 404);
  const page = await house.get('kumo', `/desk/ask?q=${encodeURIComponent('<script>x')}`);
  assert.equal(page.status, 200);
  assert.ok(!page.text.includes('<script>x'));
});

test('an article that is taken back answers no more', async (house) => {
  const word = 'ぺんぎん輪番表';
  const made = await house.ask('ooishi', 'POST', '/api/v1/article', {
    contract: (await house.get('ooishi', '/api/v1/contract?limit=1&sort=id')).json.items[0].id,
    title: `${word}の見方`, body: `${word}は、庁内ポータルの「当番」から開きます。毎月20日に翌月分が出ます。`,
    kind: 'knowledge', audience: 'staff', readers: 'none', category: '当番' });
  assert.equal(made.status, 201, made.text);
  const move = (action, version) => house.ask('ooishi', 'POST', `/api/v1/article/${made.json.id}/${action}`, { version });
  const done = await move('publish', 1);
  assert.equal(done.status, 200, done.text);
  const first = async () => (await ask(house, 'kumo', { question: `${word}はどこで見られますか` })).json;
  assert.equal((await first()).candidates[0].title, `${word}の見方`);
  const gone = await move('end', done.json.version);
  assert.equal(gone.status, 200, gone.text);
  assert.ok(!JSON.stringify(await first()).includes(`${word}の見方`));
});

test('what others asked stands beside an inquiry for the desk only', async (house) => {
  const contract = (await house.get('ooishi', '/api/v1/contract?limit=1&sort=id')).json.items[0].id;
  const make = (login, title, more) => house.ask(login, 'POST', '/api/v1/inquiry',
    { contract, title, kind: 'その他', received_at: '2026-11-20T10:00:00+09:00', ...more });
  const old = await make('ooishi', 'いるか時計が止まった', { response: '電池を替えました。' });
  assert.equal(old.status, 201, old.text);
  const move = await house.ask('ooishi', 'POST', `/api/v1/inquiry/${old.json.id}/answer`, { version: 1 });
  assert.equal(move.status, 200, move.text);
  const mine = await make('kumo', 'いるか時計が動かない');
  assert.equal(mine.status, 201, mine.text);
  const path = `/desk/inquiries/${mine.json.id}`;
  assert.match((await house.get('miura', path)).text, /いるか時計が止まった/);
  assert.ok(!(await house.get('kumo', path)).text.includes('いるか時計が止まった'));
});

// Approval, articles and questionnaires through the API: no step is skipped, whoever asks how.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

// Who works in several contracts names the one he means.
const desk = async (house) => (await house.get('ooishi', '/api/v1/contract?number=R8-001')).json.items[0].id;

async function made(house, ledger, body, login = 'ooishi') {
  const got = await house.ask(login, 'POST', `/api/v1/${ledger}`, { contract: await desk(house), ...body });
  assert.equal(got.status, 201, got.text);
  return got.json;
}

async function asked(house) {
  const people = (await house.get('ooishi', '/api/v1/person?limit=200&columns=title')).json.items;
  const id = (title) => people.find((it) => it.title === title).id;
  const route = await made(house, 'route', { title: 'APIの決裁', applies_to: 'inquiry' });
  await made(house, 'route_step', { route: route.id, position: 1, label: '主任', people: [id('望月')] });
  await made(house, 'route_step', { route: route.id, position: 2, label: '課', people: [id('青山')] });
  const record = await house.inquiry();
  const approval = await made(house, 'approval', { ledger: 'inquiry', record: record.id, route: route.id });
  return { route, record, approval, id: approval.id };
}

const act = (house, login, { id }, action, body) => (
  house.ask(login, 'POST', `/api/v1/approval/${id}/${action}`, body));

test('no step of an approval is skipped through the API', async (house) => {
  const it = await asked(house);
  await house.problem(act(house, 'aoyama', it, 'approve', { version: 1 }), 403);
  await house.problem(act(house, 'ooishi', it, 'approve', { version: 1 }), 403);
  await house.problem(act(house, 'kumo', it, 'approve', { version: 1 }), 404);
  for (const body of [{ state: 'approved' }, { position: 3 }, { content: '{}' }, { turn: [] }]) {
    const got = await house.ask('ooishi', 'PATCH', `/api/v1/approval/${it.id}`, body, { 'If-Match': '"1"' });
    assert.ok([403, 409, 422].includes(got.status), `${JSON.stringify(body)}: ${got.status}`);
  }
  const step = (await house.get('ooishi', `/api/v1/approval_step?approval=${it.id}&position=2`)).json.items[0];
  await house.problem(house.ask('ooishi', 'PATCH', `/api/v1/approval_step/${step.id}`, {}, { 'If-Match': '"1"' }), 403);
  await house.problem(house.ask('ooishi', 'POST', '/api/v1/approval_step', {}), 403);
  await house.problem(house.ask('ooishi', 'POST', '/api/v1/approval/import', 'title\nx\n', { 'Content-Type': 'text/csv' }), 403);
  assert.equal((await house.get('ooishi', `/api/v1/approval/${it.id}`)).json.state, 'running');
});

test('an approval goes its way through the API, with a reason to send it back', async (house) => {
  const it = await asked(house);
  const bare = await house.problem(act(house, 'mochizuki', it, 'return', { version: 1 }), 422);
  assert.deepEqual(bare.fields, ['reason']);
  assert.equal((await act(house, 'mochizuki', it, 'approve', { version: 1 })).status, 200);
  await house.problem(act(house, 'mochizuki', it, 'approve', { version: 1 }), 412);
  await house.problem(act(house, 'mochizuki', it, 'approve', { version: 2 }), 409);
  const back = await act(house, 'aoyama', it, 'return_to', { version: 2, back_to: 1, reason: '確かめてください。' });
  assert.equal(back.status, 200, back.text);
  assert.equal((await act(house, 'mochizuki', it, 'approve', { version: 3 })).status, 200);
  const done = await act(house, 'aoyama', it, 'approve', { version: 4 });
  assert.equal(done.json.state, 'approved', done.text);
  await house.problem(house.ask('ooishi', 'POST', '/api/v1/approval',
    { contract: await desk(house), ledger: 'inquiry', record: it.record.id, route: it.route.id }), 409);
});

test('many presses of one button at once are one decision', async (house) => {
  const it = await asked(house);
  const all = await Promise.all(Array.from({ length: 100 }, () => act(house, 'mochizuki', it, 'approve', { version: 1 })));
  assert.equal(all.filter((got) => got.status === 200).length, 1);
  assert.ok(all.every((got) => [200, 403, 409, 412, 503].includes(got.status)), all.map((got) => got.status).join());
  const steps = (await house.get('ooishi', `/api/v1/approval_step?approval=${it.id}&state=approved`)).json.items;
  assert.equal(steps.length, 1);
});

test('a picture of an article is there for readers of its publication only', async (house) => {
  const article = await made(house, 'article', { title: '図のある記事', body: '![扉](zu.png)' });
  const published = await house.ask('ooishi', 'POST', `/api/v1/article/${article.id}/publish`, { version: 1 });
  assert.equal(published.status, 200, published.text);
  const [shown] = (await house.get('kumo', '/api/v1/publication?limit=1&sort=-id')).json.items;
  assert.equal(shown.title, '図のある記事');
  for (const word of ['1', 'x', '99999999999999999999'])
    assert.equal((await house.get('kumo', `/contract/publications/${shown.id}/pictures/${word}`)).status, 404);
  assert.equal((await house.get('kumo', `/contract/articles/${article.id}`)).status, 403);
});

test('an edition is read as it was written, and who read it stands there in words', async (house) => {
  const article = await made(house, 'article', { title: '版の記事', body: '# 手順\n\n1. **扉** を開けます。' });
  const published = await house.ask('ooishi', 'POST', `/api/v1/article/${article.id}/publish`, { version: 1 });
  assert.equal(published.status, 200, published.text);
  const [edition] = (await house.get('ooishi', `/api/v1/edition?article=${article.id}`)).json.items;
  const page = (await house.get('ooishi', `/contract/editions/${edition.id}`)).text;
  assert.match(page, /<strong>扉<\/strong>/);
  assert.ok(!page.includes('**扉**'));
  const read = await made(house, 'acknowledgement', { article: article.id });
  const shown = (await house.get('ooishi', `/contract/acknowledgements/${read.id}`)).text;
  assert.match(shown, /<h1[^>]*>[^<]*版の記事　第1版　/);
  assert.ok(!shown.includes('照合') && !shown.includes(`${article.id}/1/`), shown);
});

test('a response is sent whole or not at all, and never changed', async (house) => {
  const form = await made(house, 'form', { title: 'APIの調査' });
  const question = await made(house, 'question', { form: form.id, position: 1, label: '満足ですか', kind: 'yesno', required: true });
  await house.ask('ooishi', 'POST', `/api/v1/form/${form.id}/open`, { version: 1 });
  const send = (body) => house.ask('kumo', 'POST', `/api/v1/form/${form.id}/responses`, body);
  await house.problem(send({}), 422);
  await house.problem(send({ answers: {} }), 422);
  await house.problem(send({ answers: { [`q${question.id}`]: 'たぶん' } }), 422);
  await house.problem(send({ answers: { [`q${question.id}`]: true, q1: 'x' } }), 422);
  await house.problem(send([]), 400);
  const got = await send({ answers: { [`q${question.id}`]: true } });
  assert.equal(got.status, 201, got.text);
  assert.equal((await house.get('kumo', `/api/v1/response/${got.json.id}`)).status, 200);
  await house.problem(house.ask('ooishi', 'PATCH', `/api/v1/response/${got.json.id}`, {}, { 'If-Match': '"1"' }), 403);
  await house.problem(house.ask('ooishi', 'PATCH', `/api/v1/question/${question.id}`, { label: 'x' }, { 'If-Match': '"1"' }), 409);
});

// Applications through the API: no step is skipped, whoever asks how.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

const desk = async (house) => (await house.get('ooishi', '/api/v1/contract?number=R8-001')).json.items[0].id;

async function made(house, ledger, body, login = 'ooishi') {
  const got = await house.ask(login, 'POST', `/api/v1/${ledger}`, { contract: await desk(house), ...body });
  assert.equal(got.status, 201, got.text);
  return got.json;
}

// A kind with its form and route: 望月 approves, then 青山; each piece of work is checked.
async function kindOf(house, code) {
  const people = (await house.get('ooishi', '/api/v1/person?limit=200&columns=title')).json.items;
  const id = (title) => people.find((it) => it.title === title).id;
  const form = await made(house, 'form', { title: code, who: 'apply' });
  await made(house, 'question', { form: form.id, position: 1, label: '内容', required: true });
  await house.ask('ooishi', 'POST', `/api/v1/form/${form.id}/open`, { version: 1 });
  const route = await made(house, 'route', { title: code, applies_to: 'application', then: 'approve', otherwise: 'send_back' });
  await made(house, 'route_step', { route: route.id, position: 1, label: '主任', people: [id('望月')] });
  await made(house, 'route_step', { route: route.id, position: 2, label: '課', people: [id('青山')] });
  return made(house, 'application_kind',
    { code, title: code, category: 'other', form: form.id, route: route.id, works: '設定', checked: true });
}

const now = async (house, ledger, id) => (await house.get('ooishi', `/api/v1/${ledger}/${id}`)).json;

async function act(house, login, ledger, id, action, body = {}) {
  const { version } = await now(house, ledger, id);
  return house.ask(login, 'POST', `/api/v1/${ledger}/${id}/${action}`, { version, ...body });
}

async function done(house, ...rest) {
  const got = await act(house, ...rest);
  assert.equal(got.status, 200, `${rest.join(' ')}: ${got.text}`);
}

const newest = async (house, ledger) => (await house.get('ooishi', `/api/v1/${ledger}?limit=1&sort=-id`)).json.items[0].id;

async function refusedAll(house, ledger, id, actions, logins) {
  const before = await now(house, ledger, id);
  for (const action of actions)
    for (const login of logins) {
      const got = await act(house, login, ledger, id, action, { reason: '試し' });
      assert.ok([403, 404, 409, 422].includes(got.status), `${login} ${action}: ${got.status}`);
    }
  assert.deepEqual(await now(house, ledger, id), before);
}

const EVERYBODY = ['kumo', 'ooishi', 'miura', 'mochizuki', 'aoyama', 'iwaki'];
const ALL = ['approve', 'send_back', 'work_done', 'rework', 'finish'];

test('no step of an application is skipped through the API', async (house) => {
  const kind = await kindOf(house, '飛ばせない申請');
  const contract = await desk(house);
  for (const state of ['requested', 'working', 'done']) {
    const got = await house.ask('kumo', 'POST', '/api/v1/application', { contract, kind: kind.id, state });
    assert.ok([403, 409, 422].includes(got.status), `${state}: ${got.status}`);
  }
  const { id } = await made(house, 'application', { kind: kind.id, answers: '【内容】なし' }, 'kumo');
  await refusedAll(house, 'application', id, [...ALL, 'recall', 'cancel'], EVERYBODY);
  await refusedAll(house, 'application', id, ['send', 'withdraw'], EVERYBODY.slice(1));
  await done(house, 'kumo', 'application', id, 'send');

  // It waits for its approval: neither the state nor what was sent is to be had by hand.
  await refusedAll(house, 'application', id, [...ALL, 'send', 'cancel'], EVERYBODY);
  for (const body of [{ state: 'working' }, { state: 'done' }, { answers: '【内容】別' }, { checked: false }, { works: '' },
    { route: null }, { approved_at: '2026-04-01T00:00:00+09:00' }])
    for (const login of ['kumo', 'ooishi']) {
      const { version } = await now(house, 'application', id);
      const got = await house.ask(login, 'PATCH', `/api/v1/application/${id}`, body, { 'If-Match': `"${version}"` });
      assert.ok([403, 409, 422].includes(got.status), `${login} ${JSON.stringify(body)}: ${got.status}`);
    }
  const approval = await newest(house, 'approval');
  await refusedAll(house, 'approval', approval, ['approve'], ['kumo', 'ooishi', 'miura', 'aoyama', 'iwaki']);
  for (const login of EVERYBODY) {
    const got = await house.ask(login, 'POST', '/api/v1/application_work', { contract, application: id, title: '先に' });
    assert.ok([403, 422].includes(got.status), `${login}: ${got.status}`);
  }
  await done(house, 'mochizuki', 'approval', approval, 'approve');
  assert.equal((await now(house, 'application', id)).state, 'requested');
  await done(house, 'aoyama', 'approval', approval, 'approve');

  // Approved: the work is there, and nobody but a second person checks it.
  assert.equal((await now(house, 'application', id)).state, 'working');
  await refusedAll(house, 'application', id, [...ALL, 'send', 'recall', 'withdraw'], EVERYBODY);
  const work = await newest(house, 'application_work');
  await refusedAll(house, 'application_work', work, ['check', 'redo', 'cancel'], EVERYBODY);
  await refusedAll(house, 'application_work', work, ['do'], ['kumo', 'aoyama', 'iwaki']);
  await done(house, 'miura', 'application_work', work, 'do');
  assert.equal((await now(house, 'application', id)).state, 'checking');
  await refusedAll(house, 'application_work', work, ['check'], ['miura', 'kumo', 'aoyama', 'iwaki']);
  await refusedAll(house, 'application', id, ALL, EVERYBODY);
  await done(house, 'mochizuki', 'application_work', work, 'check');
  assert.equal((await now(house, 'application', id)).state, 'done');
  await refusedAll(house, 'application', id, [...ALL, 'send', 'recall', 'withdraw', 'cancel'], EVERYBODY);
  await refusedAll(house, 'application_work', work, ['do', 'check', 'redo', 'cancel'], EVERYBODY);
});

test('no import brings applications or their work', async (house) => {
  for (const ledger of ['application', 'application_work'])
    await house.problem(house.ask('ooishi', 'POST', `/api/v1/${ledger}/import`, 'title\nx\n', { 'Content-Type': 'text/csv' }), 403);
});

test('an application is sent on its page, sent back and sent again', async (house) => {
  const kind = await kindOf(house, '画面の申請');
  const kumo = await house.browser('kumo');
  const path = `/desk/apply/${kind.id}`;
  const shown = await kumo.get('/desk/apply');
  assert.ok(shown.text.includes(`href="${path}"`), 'the kind stands there');
  const form = await kumo.get(path);
  const name = /name="asked" value="(q\d+)"/.exec(form.text)[1];
  const empty = await kumo.post(path, { asked: name });
  assert.equal(empty.status, 422);
  assert.match(empty.text, /「内容」は必須です/);
  const sent = await kumo.post(path, { asked: name, [name]: '【内容】を試す' });
  assert.equal(sent.status, 422, 'what looks like a question begins no line');
  const good = await kumo.post(path, { asked: name, [name]: '設定の変更' });
  assert.equal(good.status, 303, good.text);
  const id = /\d+$/.exec(good.headers.location.split('?')[0])[0];
  const approval = await newest(house, 'approval');
  await done(house, 'mochizuki', 'approval', approval, 'return', { reason: '理由を書いてください。' });
  const page = await kumo.get(`/desk/applications/${id}`);
  assert.match(page.text, /aria-current="step"/);
  assert.match(page.text, /理由を書いてください。/);
  assert.ok((await kumo.get(`/desk/applications/${id}/fill`)).text.includes('設定の変更'));
  assert.equal((await (await house.browser('ooishi')).get(`/desk/applications/${id}/fill`)).status, 403);
  const again = await kumo.post(`/desk/applications/${id}/fill`, { asked: name, [name]: '設定の変更。異動のため' });
  assert.equal(again.status, 303, again.text);
  assert.equal((await now(house, 'application', id)).answers, '【内容】設定の変更。異動のため');
  assert.equal((await now(house, 'application', id)).state, 'requested');
  assert.equal((await kumo.get(`/desk/applications/${id}/fill`)).status, 409);
});

// How a route decides, and who presses 承認 in turn with what comes of it.
const ROUTES = [
  { code: '全員の承認', step: { people: ['望月', '青山'], kind: 'all' },
    presses: [['ooishi', 403], ['mochizuki', 200], ['mochizuki', 409], ['aoyama', 200]] },
  { code: '3人のうち2人', step: { people: ['望月', '青山', '岩城'], kind: 'some', needed: 2 },
    presses: [['miura', 403], ['iwaki', 200], ['iwaki', 409], ['mochizuki', 200]] },
  { code: '代決', step: { people: ['岩城'], deputies: ['青山'] },
    presses: [['mochizuki', 403], ['kumo', 403], ['aoyama', 200]] },
  { code: '任された代決', step: { people: ['岩城'], hands_over: true }, hand: ['iwaki', '望月'],
    presses: [['aoyama', 403], ['mochizuki', 200]] },
];

test('an application waits for everybody its route names, however that decides', async (house) => {
  const people = (await house.get('ooishi', '/api/v1/person?limit=200&columns=title')).json.items;
  const ids = (titles) => titles?.map((title) => people.find((it) => it.title === title).id);
  const form = (await kindOf(house, '経路の申請')).form.id;
  for (const { code, step, hand, presses } of ROUTES) {
    const route = await made(house, 'route', { title: code, applies_to: 'application', then: 'approve', otherwise: 'send_back' });
    await made(house, 'route_step', { ...step, route: route.id, position: 1, label: '決裁',
      people: ids(step.people), deputies: ids(step.deputies) ?? [] });
    const kind = await made(house, 'application_kind', { code, title: code, category: 'other', form, route: route.id, works: '設定' });
    const { id } = await made(house, 'application', { kind: kind.id, answers: '【内容】なし' }, 'kumo');
    await done(house, 'kumo', 'application', id, 'send');
    const approval = await newest(house, 'approval');
    if (hand) await done(house, hand[0], 'approval', approval, 'hand_over', { substitute: ids([hand[1]])[0] });
    for (const [login, status] of presses) {
      assert.equal((await now(house, 'application', id)).state, 'requested', code);
      await refusedAll(house, 'application', id, ['approve', 'finish'], ['kumo', login]);
      const got = await act(house, login, 'approval', approval, 'approve');
      assert.equal(got.status, status, `${code} ${login}: ${got.text}`);
    }
    assert.equal((await now(house, 'application', id)).state, 'working', code);
    await refusedAll(house, 'approval', approval, ['approve', 'return', 'withdraw'], EVERYBODY);
  }
});

test('what is sent has no way to change it, and only its applicant is offered to take it back', async (house) => {
  const kind = await kindOf(house, '直せない申請');
  const { id } = await made(house, 'application', { kind: kind.id, answers: '【内容】なし' }, 'kumo');
  const page = async (login) => (await (await house.browser(login)).get(`/desk/applications/${id}`)).text;
  const edit = `/desk/applications/${id}/edit`;
  assert.ok((await page('kumo')).includes('/fill"'), 'a draft is changed in its form');
  assert.ok(!(await page('ooishi')).includes('/fill"'), 'by its applicant');
  await done(house, 'kumo', 'application', id, 'send');
  assert.match((await (await house.browser('kumo')).get('/desk/applications/new')).text, /href="\/desk\/apply\/\d/);
  const [own, other] = [await page('kumo'), await page('ooishi')];
  assert.ok(!own.includes(edit) && !other.includes(edit));
  assert.ok(own.includes('/recall') && !other.includes('/recall'));
});

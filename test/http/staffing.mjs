// 体制の確認: what the team lacks, for who may read the roster.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

async function make(house, ledger, body, login = 'ooishi') {
  const made = await house.ask(login, 'POST', `/api/v1/${ledger}`, body);
  assert.equal(made.status, 201, `${ledger}: ${made.text}`);
  return made.json;
}

test('the check of the team says of each rule whether it is met, and by whom', async (house) => {
  const contract = await make(house, 'contract', { number: '体制試験', title: '体制の試験' }, 'admin');
  const person = await make(house, 'person', { title: '体制<山>' });
  await make(house, 'staffing_rule', { contract: contract.id, title: '監査人に有資格者', kind: 'qualified',
    roles: '監査人', qualifications: 'CISA', source: '第3条' });
  const page = `/contract/staffing?contract=${contract.id}`;
  const before = await house.get('ooishi', page);
  assert.equal(before.status, 200);
  assert.match(before.text, /監査人に有資格者/);
  assert.match(before.text, /満たさない/);
  assert.match(before.text, /いま0人です/);
  const officer = await make(house, 'user', { login: 'taisei-officer', title: '体制' }, 'admin');
  await make(house, 'membership', { user: officer.id, within: contract.id, role: 'officer' }, 'admin');
  house.token('taisei-officer');
  const member = await make(house, 'assignment', { contract: contract.id, person: person.id, role: 'auditor',
    from: '2026-04-01' });
  const done = await house.ask('taisei-officer', 'POST', `/api/v1/assignment/${member.id}/approve`, {},
    { 'If-Match': `"${member.version}"` });
  assert.equal(done.status, 200, done.text);
  await make(house, 'qualification', { contract: contract.id, person: person.id, title: 'CISA' });
  const after = await house.get('taisei-officer', page);
  assert.match(after.text, /体制&lt;山&gt;（監査人）：公認情報システム監査人（CISA）/);
  assert.doesNotMatch(after.text, /満たさない<|条件を加える/);
  assert.match(after.text, /誓約書がない人/);
});

test('the check of a team is not for who has nothing to do with the contract', async (house) => {
  const contract = await make(house, 'contract', { number: '体制試験二', title: '体制の試験二' }, 'admin');
  const rule = await make(house, 'staffing_rule', { contract: contract.id, title: '秘密の条件', kind: 'present' });
  const other = await make(house, 'contract', { number: '体制試験三', title: '体制の試験三' }, 'admin');
  const stranger = await make(house, 'user', { login: 'taisei-x', title: '他所' }, 'admin');
  await make(house, 'membership', { user: stranger.id, within: other.id, role: 'officer' }, 'admin');
  house.token('taisei-x');
  for (const login of ['taisei-x', 'kumo']) {
    const got = await house.get(login, `/contract/staffing?contract=${contract.id}`);
    assert.ok([403, 404].includes(got.status), `${login}: ${got.status}`);
    assert.ok(!got.text.includes(rule.title));
  }
  const none = await house.get('aoyama', '/contract/staffing?contract=999999999999');
  assert.equal(none.status, 404);
});

test('who is replaced is refused at the next request, who comes is not', async (house) => {
  const contract = await make(house, 'contract', { number: '交代試験', title: '交代の試験' }, 'admin');
  const account = async (login, role) => {
    const person = await make(house, 'person', { title: login });
    const user = await make(house, 'user', { login, title: login, person: person.id }, 'admin');
    if (role) await make(house, 'membership', { user: user.id, within: contract.id, role }, 'admin');
    house.token(login);
    return person.id;
  };
  const old = await account('kotai-a', 'operator');
  const fresh = await account('kotai-b', null);
  await account('kotai-o', 'officer');
  const approve = async (ledger, { id, version }) => {
    const done = await house.ask('kotai-o', 'POST', `/api/v1/${ledger}/${id}/approve`, {}, { 'If-Match': `"${version}"` });
    assert.equal(done.status, 200, done.text);
  };
  const enter = (person) => make(house, 'assignment', { contract: contract.id, person, role: 'assigned_worker',
    from: '2026-04-01', address: '青葉市1-1' });
  const going = await enter(old);
  await approve('assignment', going);
  const coming = await enter(fresh);
  const item = `/api/v1/assignment/${going.id}`;
  const request = await make(house, 'replacement', { contract: contract.id, outgoing: going.id, incoming: coming.id,
    reason: '異動', day: '2026-04-10' });
  const before = await house.get('kotai-a', item);
  assert.equal(before.status, 200);
  assert.ok(!before.text.includes('青葉市1-1'), 'an address is for the responsible person');
  assert.notEqual((await house.get('kotai-b', item)).status, 200);
  await approve('replacement', request);
  assert.notEqual((await house.get('kotai-a', item)).status, 200);
  const now = await house.get('kotai-b', item);
  assert.equal(now.json.state, 'left');
  assert.equal(now.json.until, '2026-04-09');
});

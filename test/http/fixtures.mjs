// Records for the test of rights that nobody simply posts: those that come about by what is
// done to others, and those that need others in a certain state. One function for each
// ledger, which returns the record; all other ledgers get a body from bodies.mjs.
//
// What a function is given is a Town (town.mjs), one contract:
//   title(ledger)                 what the record says of itself, so that leaks are found
//   find(ledger)                  the record of another ledger, made when it is not there yet
//   make(ledger, body)            one more record
//   move(ledger, record, action, body), patch(ledger, record, body)   both return it
//   newest(ledger)                what was made last
//   approver()                    a person who decides for the client in this contract
import assert from 'node:assert/strict';

const day = '2026-04-01';

async function publish(town, title) {
  const article = await town.make('article', { title, body: '本文', audience: 'staff' });
  return town.move('article', article, 'publish');
}

// An inquiry on its way through a route of its own.
async function ask(town, ledger) {
  const inquiry = await town.make('inquiry', { title: '決裁を受ける問合せ', kind: '機器' });
  const route = await town.make('route', { title: '権限試験の経路', applies_to: 'inquiry' });
  await town.make('route_step', { route: route.id, position: 1, label: town.title(ledger),
    people: [await town.approver()] });
  return town.make('approval', { ledger: 'inquiry', record: inquiry.id, route: route.id, note: town.title(ledger) });
}

async function respond(town, ledger) {
  const form = await town.make('form', { title: town.title('response') });
  const question = await town.make('question', { form: form.id, position: 1, kind: 'yesno',
    label: town.title('answer') });
  await town.move('form', form, 'open');
  await town.post(`/api/v1/form/${form.id}/responses`, { answers: { [`q${question.id}`]: true } });
  return town.newest(ledger);
}

// A kind of application that the contract's decider approves, and one of it.
async function applicationKind(town, title, works) {
  const form = await town.make('form', { title: '権限の申請書', who: 'apply' });
  await town.make('question', { form: form.id, position: 1, label: '内容' });
  await town.move('form', form, 'open');
  const route = await town.make('route', { title: '権限の経路', applies_to: 'application', then: 'approve',
    otherwise: 'send_back' });
  await town.make('route_step', { route: route.id, position: 1, label: '課長', people: [await town.approver()] });
  return town.make('application_kind', { code: title, title, category: 'other', form: form.id, route: route.id, works });
}

const apply = (town, kind, answer) => (
  town.make('application', { kind: kind.id, answers: `【内容】${answer}` }));

// A plan of one account to add, for a network that cannot be reached.
async function accountPlan(town, title, login) {
  const directory = (await town.find('account_directory')).id;
  const difference = await town.make('account_difference', { title: login, directory, kind: 'missing' });
  await town.move('account_difference', difference, 'choose');
  return town.make('account_plan', { title, directory });
}

export const fixtures = {
  account_plan: (town) => accountPlan(town, town.title('account_plan'), 'kengen'),
  // A job writes the steps.
  account_step: async (town) => {
    const { id } = await accountPlan(town, '権限試験の計画', town.title('account_step'));
    for (let i = 0; i < 300; i++) {
      const step = await town.newest('account_step');
      if (step?.plan?.id === id || step?.plan === id) return step;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return assert.fail('no step came');
  },

  application_kind: (town) => applicationKind(town, town.title('application_kind'), '設定'),
  application: async (town) => (
    apply(town, await town.find('application_kind'), town.title('application'))),
  application_work: async (town) => {
    const kind = await applicationKind(town, '権限試験の作業', town.title('application_work'));
    await town.move('application', await apply(town, kind, '作業'), 'send');
    const login = `k-decider${town.contract.id}`;
    const { id, version } = await town.newest('approval');
    town.house.token(login);
    const done = await town.house.ask(login, 'POST', `/api/v1/approval/${id}/approve`, {}, { 'If-Match': `"${version}"` });
    assert.equal(done.status, 200, done.text);
    return town.newest('application_work');
  },

  approval: (town) => ask(town, 'approval'),
  approval_step: async (town) => {
    await ask(town, 'approval_step');
    return town.newest('approval_step');
  },

  publication: async (town) => {
    await publish(town, town.title('publication'));
    return town.newest('publication');
  },
  edition: async (town) => {
    await publish(town, '権限の版');
    return town.newest('edition');
  },
  acknowledgement: async (town) => (
    town.make('acknowledgement', { article: (await publish(town, '権限の周知')).id })),

  response: (town) => respond(town, 'response'),
  answer: (town) => respond(town, 'answer'),

  asked_question: async (town) => {
    const question = '権限試験の質問';
    const done = await town.house.ask('ooishi', 'POST', '/api/v1/ask', { question, contract: town.contract.id });
    assert.equal(done.status, 200, done.text);
    return town.newest('asked_question');
  },

  inspection: async (town) => {
    const deliverable = await town.make('deliverable', { title: '権限試験の納品' });
    await town.move('deliverable', deliverable, 'deliver', { delivered_on: day });
    return town.patch('inspection', await town.newest('inspection'), { note: town.title('inspection') });
  },
  instalment: async (town) => {
    await town.move('payment_plan', await town.find('payment_plan'), 'divide');
    return town.patch('instalment', await town.newest('instalment'), { note: town.title('instalment') });
  },
  // What was inspected and counted is fixed, and then billed.
  invoice: async (town) => {
    const instalment = await town.find('instalment');
    const deliverable = await town.make('deliverable', { title: '権限試験の報告' });
    await town.move('deliverable', deliverable, 'deliver', { delivered_on: day });
    const inspection = await town.patch('inspection', await town.newest('inspection'), { notice: '一号' });
    await town.move('inspection', inspection, 'pass', { inspected_on: '2026-04-02' });
    await town.move('actual_count', await town.find('actual_count'), 'confirm');
    await town.patch('instalment', instalment, { report: deliverable.id });
    await town.move('payment_plan', await town.find('payment_plan'), 'fix');
    return town.make('invoice', { instalment: instalment.id, note: town.title('invoice') });
  },

  replacement: async (town) => {
    const left = await town.make('assignment', { person: (await town.make('person', { title: '権限の前任' })).id,
      role: 'auditor', from: day });
    await town.move('assignment', left, 'approve');
    const incoming = await town.find('assignment');
    return town.make('replacement', { outgoing: left.id, incoming: incoming.id, day: '2026-04-06',
      reason: town.title('replacement') });
  },

  // A kind is lent as long as there is a thing of it.
  loan: async (town) => {
    const kind = await town.make('loan_kind', { title: '権限試験の貸出品', category: 'other' });
    await town.make('loan_unit', { kind: kind.id });
    return town.make('loan', { kind: kind.id, purpose: town.title('loan'),
      begins_at: '2041-04-08T09:00:00+09:00', ends_at: '2041-04-08T12:00:00+09:00' });
  },

  inquiry_mail: async (town) => {
    const requester = await town.make('person', { title: '権限の依頼者', mail: 'irai@aoba.example' });
    const inquiry = await town.make('inquiry', { title: '権限試験のメールの問合せ', kind: '機器',
      requester: requester.id });
    await town.post(`/api/v1/inquiry/${inquiry.id}/entries`, { kind: 'answer', text: '直しました。' });
    return town.patch('inquiry_mail', await town.newest('inquiry_mail'), { note: town.title('inquiry_mail') });
  },
  // Begins by itself when a device comes into stock.
  kitting: async (town) => {
    await town.make('device', { title: '権限試験の渡す機器', kind: 'display' });
    return town.patch('kitting', await town.newest('kitting'), { notes: town.title('kitting') });
  },
  device_event: async (town) => {
    const device = await town.make('device', { title: '権限試験の機器', kind: 'other' });
    await town.move('device', device, 'repair');
    return town.newest('device_event');
  },
};

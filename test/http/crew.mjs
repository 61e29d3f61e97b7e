// A record of each ledger of people and of information under care, for the test of rights.
import assert from 'node:assert/strict';

// `make(ledger, body)` creates one in the contract as its lead; `approve(ledger, record)` does
// it as the client. Each record says `title(ledger)` somewhere that is exported.
export async function crewRecords({ make, approve, title, person, other, organisation }) {
  const records = {};
  const keep = async (ledger, body) => {
    records[ledger] = await make(ledger, body);
    return records[ledger];
  };
  const day = '2026-04-06';
  const place = { safety: '施錠', title: title('workplace') };

  await keep('workplace', { ...place, kind: 'contractor', work: '入力' });
  await keep('transport_method', { ...place, title: title('transport_method'), kind: 'hand', information: '名簿' });
  const subcontract = await keep('subcontract', { title: title('subcontract'), scope: 'part', party_name: '北電話',
    reason: '夜間', content: '受付', information: 'なし', safety: '施錠', supervision_method: '訪問' });
  await keep('supervision', { subcontract: subcontract.id, held_on: day, method: 'visit',
    findings: title('supervision'), result: 'good' });
  const gone = await make('assignment', { person, role: 'auditor', from: '2026-04-01' });
  await approve('assignment', gone);
  const come = await keep('assignment', { person: other, role: 'auditor', from: day, notes: title('assignment') });
  await keep('replacement', { outgoing: gone.id, incoming: come.id, reason: title('replacement'), day });
  await keep('qualification', { person, title: title('qualification') });
  await keep('experience', { person, title: title('experience'), area: '監査', from: '2024-04-01' });
  await keep('pledge', { person, kind: 'secrecy', notes: title('pledge') });
  const training = await keep('training', { title: title('training'), kind: 'security', content: '手順' });
  await keep('attendance', { training: training.id, person, result: 'attended', attended_on: day,
    notes: title('attendance') });
  await keep('staffing_rule', { title: title('staffing_rule'), kind: 'present' });
  await keep('contact', { title: title('contact'), kind: 'both', side: 'client' });

  const receipt = await keep('receipt', { kind: 'receipt', day, giver: organisation, person, notes: title('receipt') });
  const medium = await keep('medium', { title: title('medium'), kind: 'pc', ownership: 'contractor',
    keeper: organisation });
  const item = await keep('information_item', { title: title('information_item'), confidentiality: 'class_2',
    origin: 'received', form: 'paper', quantity: 3, giver: organisation, came_on: day, person, receipt: receipt.id });
  await keep('handling_request', { kind: 'copy', item: item.id, quantity: 1, purpose: title('handling_request'),
    destination: '会場', period: { from: day, until: '2026-04-10' }, person, safety: '施錠' });
  const erasure = await keep('erasure_request', { title: title('erasure_request'), kind: 'erase', reason: '終了',
    planned_on: day, person });
  await keep('erasure_line', { request: erasure.id, subject: 'other', title: title('erasure_line'), method: 'shred' });
  await keep('information_event', { item: item.id, kind: 'used', day, person, notes: title('information_event') });
  await keep('carry_request', { kind: 'take_out', media: [medium.id], destination: title('carry_request'),
    purpose: '診断', period: { from: day, until: '2026-04-10' }, person });
  const plan = await keep('media_check_plan', { title: title('media_check_plan'), subject: 'media', interval: 12,
    from: '2026-04-01', method: '照合' });
  await keep('media_check', { plan: plan.id, due_on: '2026-06-30', notes: title('media_check') });
  assert.equal(Object.keys(records).length, 23);
  return records;
}

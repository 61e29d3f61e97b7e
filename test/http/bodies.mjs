// Bodies for any ledger, from what /api/openapi.json says a new record must have. What a
// ledger's own rules ask besides stands in `rules`, and only that.

const day = '2026-04-06';
const at = `${day}T09:00:00+09:00`;
const organisation = (find) => find('organisation');
const month = { from: '2026-04-01', until: '2026-04-30' };

const rules = {
  calendar: { hours: '月-金 8:30-17:15' },
  series: { format: '{number:6}' },
  field: { ledger: 'inquiry', type: 'text' },
  inquiry: { kind: '機器' },
  consultation_record: { client_name: '青山', contractor_name: '三浦' },
  route: { applies_to: 'inquiry' },
  route_step: { role: 'approver' },
  question: { kind: 'yesno' },
  document: { report: 'monthly', period: month },
  delivery: { way: 'paper' },
  payment_plan: { scheme: 'unit_price', amount: 100, period: month },
  actual_count: { month: month.from },
  holiday: { date: '2041-01-04' },
  subcontract: { party_name: '北電話' },
  attendance: { attended_on: day },
  receipt: { giver: organisation },
  information_item: { giver: organisation },
  erasure_line: { subject: 'other' },
  information_event: { kind: 'used' },
  duty: { rule: '毎営業日', starts: '8:30' },
  incident: { noticed_at: at },
  interference: { happened_at: at },
  accommodation: { received_at: at },
  meeting_series: { first_at: at },
  meeting: { begins_at: at },
  handover_session: { held_at: at },
  name_series: { pattern: 'K-{number:4}' },
  network: { prefix: '198.18.0.0/24' },
  computer_name: { name: 'KENGEN-01' },
  address: { address: '198.18.0.9', network: (find) => find('network') },
  sighting: { address: '198.18.0.10', seen_at: at },
  duty: { rule: '毎営業日', starts: '8:30' },
  duty_run: { planned_at: '2041-04-08T09:00:00+09:00' }, // of the past, a job would note it as missed
  stock_move: { kind: 'receive', quantity: 1 },
  vendor_case: { vendor: organisation },
  licence: { seats: 5 },
  licence_seat: { person: (find) => find('person') },
  mail_member: { address: 'kengen@example.jp' },
  share_usage: { month: day },
  share_right: { grantee: 'GG_権限試験' },
  vein_registration: { person: (find) => find('person'), host: 'AUTH-01' },
  virus_event: { host: 'KENGEN-01' },
  rpa_plan: { rule: '毎年 4月1日', starts: '3:00', lasts: 10 },
  power_stop: { stops_at: '2041-04-06T09:00:00+09:00', returns_at: '2041-04-06T15:00:00+09:00' },
  account_directory: { user_base: 'dc=kengen' },
  advice: { question: '権限の試験' },
  web_meeting: { begins_at: '2041-04-08T09:00:00+09:00', ends_at: '2041-04-08T12:00:00+09:00' },
};

const REMARKS = ['note', 'notes', 'remark', 'findings', 'comment', 'body'];

const kinds = {
  電話番号: '03-5321-1111', 郵便番号: '163-8001', IPアドレス: '192.0.2.10', MACアドレス: '00:00:5e:00:53:01',
};

export class Bodies {
  constructor(house, document, tag) {
    Object.assign(this, { house, document, tag, serial: 0 });
    this.ledgers = document.tags.map((tag_) => tag_.name);
  }

  schema(ledger) {
    return this.document.components.schemas[`${ledger}_new`];
  }

  // Of a contract: its records are made in one.
  within(ledger) {
    return 'contract' in (this.schema(ledger)?.properties ?? {});
  }

  titledBy(ledger) {
    return this.document.components.schemas[ledger]['x-titled-by'];
  }

  moves(ledger) {
    const start = `/api/v1/${ledger}/{id}/`;
    return Object.entries(this.document.paths)
      .filter(([path, it]) => path.startsWith(start) && it.post?.operationId.startsWith('move_'))
      .map(([path]) => path.slice(start.length));
  }

  title(ledger) {
    return `${this.tag}${ledger}の名`;
  }

  talks(ledger) {
    return `/api/v1/${ledger}/{id}/entries` in this.document.paths;
  }

  value(property, ledger) {
    const kind = kinds[/（(.+?)）/.exec(property.description ?? '')?.[1]];
    const types = [property.type ?? []].flat();
    if (kind) return kind;
    if (property.enum) return property.enum[0];
    if (property.examples) return property.examples[0];
    if (property.anyOf) return { from: '2041-04-01', until: '2041-04-30' };
    if (types.includes('integer')) return Math.max(property.minimum ?? 1, 1);
    if (types.includes('boolean')) return false;
    if (types.includes('array')) return [];
    if (property.format === 'date') return day;
    if (property.format === 'date-time') return at;
    if (property.format === 'email') return `k${this.serial}@example.jp`;
    if (property.format === 'uri') return 'https://www.example.jp/';
    this.serial += 1;
    return `k${this.serial}${ledger}`.slice(0, property.maxLength ?? 40).padEnd(property.minLength ?? 0, 'k');
  }

  // `find(ledger)` gives the record that a reference leads to. What the record is called, or
  // else a remark, says title(ledger) even where nothing is asked for.
  async body(ledger, find) {
    const { properties, required = [] } = this.schema(ledger);
    const titled = this.titledBy(ledger);
    const body = {};
    const set = rules[ledger] ?? {};
    const named = [titled, ...REMARKS].find((name) => name in properties);
    for (const name of new Set([...required, ...(named ? [named] : []), ...Object.keys(set)])) {
      const to = properties[name]['x-ledger'];
      if (typeof set[name] === 'function') body[name] = (await set[name](find)).id;
      else if (name in set) body[name] = set[name];
      else if (name === named) body[name] = this.title(ledger).slice(0, properties[name].maxLength ?? 60);
      else if (!to) body[name] = this.value(properties[name], ledger);
      else body[name] = [properties[name].type].flat().includes('array') ? [(await find(to)).id] : (await find(to)).id;
    }
    return body;
  }
}

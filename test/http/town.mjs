// One contract with a record of each ledger, each made when it is first asked for: by its
// function in fixtures.mjs, or else with a body from bodies.mjs. `who(ledger, deed)` says the
// login of somebody who may.
import assert from 'node:assert/strict';
import { fixtures } from './fixtures.mjs';

export async function make(house, ledger, body, login = 'admin') {
  const made = await house.ask(login, 'POST', `/api/v1/${ledger}`, body);
  assert.equal(made.status, 201, `${ledger}: ${JSON.stringify(body)} ${made.text}`);
  return made.json;
}

export class Town {
  constructor(house, bodies, contract, who) {
    Object.assign(this, { house, bodies, contract, who, records: { contract } });
  }

  title(ledger) {
    return this.bodies.title(ledger);
  }

  async find(ledger) {
    this.records[ledger] ??= await (fixtures[ledger]?.(this)
      ?? this.bodies.body(ledger, (to) => this.find(to)).then((body) => this.make(ledger, body)));
    return this.records[ledger];
  }

  make(ledger, body) {
    const login = this.who(ledger, 'create')
      ?? assert.fail(`${ledger}: nobody may make a record, and fixtures.mjs has no way`);
    return make(this.house, ledger, this.bodies.within(ledger) ? { ...body, contract: this.contract.id } : body, login);
  }

  async deed(ledger, { id }, right, method, path, body) {
    const { version } = (await this.house.get(this.who(ledger, 'read'), `/api/v1/${ledger}/${id}`)).json;
    // What is its owner's alone is done by who made it.
    const done = await this.house.ask(this.who(ledger, right) ?? this.who(ledger, 'create'), method, `/api/v1/${ledger}/${id}${path}`, body,
      { 'If-Match': `"${version}"` });
    assert.equal(done.status, 200, `${ledger}${path}: ${done.text}`);
    return done.json;
  }

  move(ledger, record, action, body = {}) {
    return this.deed(ledger, record, action, 'POST', `/${action}`, body);
  }

  patch(ledger, record, body) {
    return this.deed(ledger, record, 'change', 'PATCH', '', body);
  }

  async post(path, body) {
    const done = await this.house.ask('ooishi', 'POST', path, body);
    assert.equal(done.status, 201, `${path}: ${done.text}`);
    return done.json;
  }

  async newest(ledger) {
    return (await this.house.get('ooishi', `/api/v1/${ledger}?limit=1&sort=-id`)).json.items[0];
  }

  async approver() {
    if (!this.decider) {
      this.decider = await this.make('person', { title: '権限の決裁者' });
      const user = await this.make('user', { login: `k-decider${this.contract.id}`, title: '権限の決裁者',
        person: this.decider.id });
      await this.make('membership', { user: user.id, within: this.contract.id, role: 'approver', section: null });
    }
    return this.decider.id;
  }
}

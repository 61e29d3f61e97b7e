// Accounts beside a real directory: compared, planned, changed, taken back; and the connection
// cut in the middle by a small proxy.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { Slapd, base, root, service } from './slapd.mjs';

const MODIFY = 0x66, ADD = 0x68, DELETE = 0x4a;
const LOCK = 'pwdAccountLockedTime';

// The operation of an LDAP message: after its own length and the number of the message.
function operation(bytes) {
  let at = 2 + (bytes[1] & 0x80 ? bytes[1] & 0x7f : 0);
  at += 2 + bytes[at + 1];
  return bytes[at];
}

// Forwards to a port. Once armed with a number the so-maniest change cuts the connection: before
// it reaches the server, or after it while nobody hears the answer. `away`: nobody gets in again.
class Proxy {
  async start(port) {
    this.sockets = new Set();
    this.arm(0);
    this.server = net.createServer((near) => {
      if (this.isCut && this.away) { near.destroy(); return; }
      const far = net.connect(port(), '127.0.0.1');
      let deaf = false;
      for (const [a, b] of [[near, far], [far, near]]) {
        this.sockets.add(a);
        a.on('error', () => b.destroy());
        a.on('close', () => { this.sockets.delete(a); b.destroy(); });
      }
      near.on('data', (bytes) => {
        if ([MODIFY, ADD, DELETE].includes(operation(bytes)) && this.left && !--this.left) {
          this.isCut = true;
          if (!this.after) { near.destroy(); return; }
          deaf = true;
        }
        far.write(bytes);
      });
      far.on('data', (bytes) => { if (deaf) near.destroy(); else near.write(bytes); });
    });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = this.server.address().port;
  }

  arm(left, after = false, away = false) {
    Object.assign(this, { left, after, away, isCut: false });
  }

  stop() {
    for (const socket of this.sockets ?? []) socket.destroy();
    this.server?.close();
  }
}

const crowd = (cn) => ({ dn: `cn=${cn},ou=groups,${base}`, objectClass: 'groupOfNames', cn,
  member: `cn=nobody,${base}` });

export function accountTests(test, { house, folder, settings }) {
  // More groups than a server gives at once, so that pages have to be asked for.
  const slapd = new Slapd(folder, 'accounts', null,
    ['moduleload ppolicy', 'sizelimit size.soft=300 size.hard=300 size.prtotal=unlimited'],
    { overlays: ['overlay ppolicy'], entries: Array.from({ length: 520 }, (_, i) => crowd(`g${i}`)) });
  const proxy = new Proxy();
  let before, contract, directory;

  const as = async (method, path, body, headers) => {
    const done = await house.ask('chief', method, `/api/v1/${path}`, body, headers);
    assert.ok(done.status < 300, `${method} ${path}: ${done.text}`);
    return done.json;
  };
  const make = (ledger, body) => as('POST', ledger, { ...body, contract });
  const move = async (ledger, id, action, body = {}) => {
    const { version } = await as('GET', `${ledger}/${id}`);
    return as('POST', `${ledger}/${id}/${action}`, body, { 'If-Match': `"${version}"` });
  };
  // What the command says, and whether it was content.
  const run = (...words) => new Promise((resolve, reject) => {
    const child = spawn(process.env.TASUKI, ['accounts', ...words, '--json', ...house.common]);
    let out = '', why = '';
    child.stdout.on('data', (text) => { out += text; });
    child.stderr.on('data', (text) => { why += text; });
    child.on('close', (status) => (out ? resolve({ ...JSON.parse(out.split('\n')[0]), status })
      : reject(new Error(`${words}: ${status} ${why}`))));
  });
  const differences = async () => {
    const { items } = await as('GET', 'account_difference?limit=200&state.in=open,chosen');
    return Object.fromEntries(items.map((row) => [`${row.title} ${row.kind}`, row]));
  };
  const choose = async (...names) => {
    const all = await differences();
    for (const name of names) assert.ok(all[name], `${name} is different`);
    for (const name of names) if (all[name].state === 'open') await move('account_difference', all[name].id, 'choose');
  };
  // A plan of what is chosen, after what earlier tests left has been looked at.
  const draw = async () => {
    await run('compare', 'lgwan', '--contract', 'N-10');
    await choose(...chosen);
    return run('plan', 'lgwan', '--contract', 'N-10');
  };
  const states = (plan) => plan.steps.map((step) => step.state);
  const chosen = ['newbie missing', 'mori on', 'kato member', 'nobori left', 'locked off'];

  test('a directory is compared with the ledger of its network', async () => {
    await slapd.start();
    slapd.modify(`dn: uid=locked,ou=people,${base}\nchangetype: modify\nadd: ${LOCK}\n${LOCK}: 000001010000Z\n`);
    await proxy.start(() => slapd.plainPort);
    writeFileSync(join(house.folder, 'change-password'), `${root.password}\n`, { mode: 0o600 });
    await house.restart(`${settings()}[directory-lgwan]\nurl = ldap://127.0.0.1:${proxy.port}\nplain = yes\n`
      + `account = ${service.dn}\npassword_file = ${join(house.folder, 'password')}\n`
      + `change_account = ${root.dn}\nchange_password_file = ${join(house.folder, 'change-password')}\n`);
    house.user('chief', 'lead', 'password of chief');
    contract = (await as('POST', 'contract', { number: 'N-10', title: '突合の契約' })).id;
    directory = (await make('account_directory', { layer: 'lgwan', kind: 'openldap',
      user_base: `ou=people,${base}`, group_base: `ou=groups,${base}`, groups_kept: true })).id;
    const account = (title, more = {}) => make('account',
      { title, layer: 'lgwan', begins_on: '2026-04-01', kind: 'section', ...more });
    await account('SATO', { member_of: 'Desk' });
    await account('kato', { member_of: 'Readers\nOthers' });
    await account('newbie', { member_of: 'Desk', person_name: '新田, "花子"' });
    await account('locked', { member_of: 'Desk' });
    await move('account', (await account('mori', { member_of: 'Readers' })).id, 'stop');
    await move('account', (await account('nobori')).id, 'delete');
    const told = await run('compare', 'lgwan', '--contract', 'N-10');
    assert.equal(told.status, 0);
    assert.equal(told.users, 12);
    assert.ok(told.groups > 520, `${told.groups} groups`);
    const all = await differences();
    assert.deepEqual(Object.keys(all).sort(), ['(x)* unknown', 'admin unknown', 'ended unknown', 'gone unknown',
      'kato member', 'locked off', 'mori on', 'newbie missing', 'nobori left', 'odd unknown', 'plain unknown',
      'twin unknown'].sort());
    assert.match(all['kato member'].directory_says, /Desk/);
    assert.match(all['kato member'].ledger_says, /Readers/);
    assert.equal((await run('compare', 'lgwan', '--contract', 'N-10')).differences, 12);
  });

  test('a plan shows its operations and changes nothing', async () => {
    const left = (await differences())['nobori left'];
    await as('PATCH', `account_difference/${left.id}`, { remedy: 'delete' }, { 'If-Match': `"${left.version}"` });
    before = slapd.dump(LOCK);
    const plan = await draw();
    assert.equal(plan.state, 'planned', plan.outcome);
    assert.deepEqual(plan.steps.map((step) => step.title), [
      'kato をグループ Desk から出す', 'kato をグループ Readers に入れる', 'kato をグループ Others に入れる',
      'locked を有効にする', 'mori を無効にする', 'newbie を加える（パスワードは別に決める）',
      'newbie をグループ Desk に入れる', 'nobori をグループ Others から出す', 'nobori を消す']);
    const steps = [];
    for (const { id } of (await as('GET', `account_step?plan=${plan.plan}&limit=50`)).items)
      steps.push(await as('GET', `account_step/${id}`));
    assert.ok(steps.some((step) => step.operation.includes('cn: 新田, "花子"')), 'texts are readable');
    assert.ok(steps.every((step) => !step.operation.includes('secret of')), 'passwords are not shown');
    const browser = house.browser();
    await browser.signIn('chief', 'password of chief');
    const page = await browser.get(`/desk/account_plans/${plan.plan}`);
    assert.match(page.text, /cn: 新田, &(quot|#34);花子/);
    assert.match((await browser.get(`/desk/account_directories/${directory}`)).text, /未対応 7件、直す 5件/);
    assert.equal(slapd.dump(LOCK), before);
    await move('account_plan', plan.plan, 'cancel');
  });

  for (const [where, after, away, third] of [
    ['before an operation', false, true, 'unclear'], ['after an operation', true, false, 'done']])
    test(`a connection cut ${where} stops, and the undo gives the same tree again`, async () => {
      const { plan } = await draw();
      proxy.arm(6, after, away);
      const stopped = await run('apply', String(plan));
      assert.notEqual(stopped.status, 0);
      assert.equal(stopped.state, 'stopped');
      assert.deepEqual(states(stopped), [...Array(5).fill('done'), third, ...Array(3).fill('planned')]);
      assert.match(stopped.outcome, /6番目の「newbie を加える/);
      assert.notEqual(slapd.dump(LOCK), before);
      proxy.arm(0);
      const undone = await run('undo', String(plan));
      assert.equal(undone.status, 0, undone.outcome);
      assert.equal(undone.state, 'undone');
      assert.deepEqual(states(undone), [...Array(6).fill('undone'), ...Array(3).fill('planned')]);
      assert.equal(slapd.dump(LOCK), before);
    });

  test('an undo that is cut goes on when it is asked for again', async () => {
    const { plan } = await draw();
    assert.equal((await run('apply', String(plan))).state, 'done');
    proxy.arm(4, true, true);
    assert.equal((await run('undo', String(plan))).state, 'stopped');
    proxy.arm(0);
    assert.equal((await run('undo', String(plan))).state, 'undone');
    assert.equal(slapd.dump(LOCK), before);
  });

  test('what changed after the plan was made stops it before anything is done', async () => {
    const { plan } = await draw();
    slapd.modify(`dn: uid=nobori,ou=people,${base}\nchangetype: modify\nreplace: title\ntitle: new\n`);
    const changed = slapd.dump(LOCK);
    const stopped = await run('apply', String(plan));
    assert.match(stopped.outcome, /ディレクトリが変わりました.*何もしていません/s);
    assert.ok(states(stopped).every((state) => state === 'planned'));
    assert.equal(slapd.dump(LOCK), changed);
    slapd.modify(`dn: uid=nobori,ou=people,${base}\nchangetype: modify\ndelete: title\n`);
  });

  test('what the server refuses stops, and what somebody changed since is not taken back', async () => {
    const { plan } = await draw();
    assert.equal((await run('apply', String(plan))).state, 'done');
    slapd.modify(`dn: uid=mori,ou=people,${base}\nchangetype: modify\nreplace: ${LOCK}\n${LOCK}: 20260101000000Z\n`);
    const stopped = await run('undo', String(plan));
    assert.equal(stopped.state, 'stopped');
    assert.match(stopped.outcome, /ほかの変更/);
    slapd.modify(`dn: uid=mori,ou=people,${base}\nchangetype: modify\nreplace: ${LOCK}\n${LOCK}: 000001010000Z\n`);
    assert.equal((await run('undo', String(plan))).state, 'undone');
    assert.equal(slapd.dump(LOCK), before);
  });

  test('a plan carried out leaves no difference of what was chosen, and its undo is a file', async () => {
    const { plan } = await draw();
    await move('account_plan', plan, 'confirm');
    const done = await run('apply', String(plan));
    assert.equal(done.state, 'done', done.outcome);
    assert.equal((await run('compare', 'lgwan', '--contract', 'N-10')).status, 0);
    const left = await differences();
    for (const name of chosen) assert.ok(!left[name], `${name} is gone`);
    const row = await as('GET', `account_plan/${plan}`);
    assert.equal(row.done, 9);
    const browser = house.browser();
    await browser.signIn('chief', 'password of chief');
    const file = await browser.get(`/desk/account_plans/${plan}/file/undo`);
    assert.equal(file.status, 200);
    assert.match(file.text, /^dn: uid=nobori,ou=people/);
    slapd.modify(file.text);
    assert.equal(slapd.dump(LOCK), before);
  });

  test('an entry the ledger does not know is taken into it', async () => {
    const { id } = (await differences())['gone unknown'];
    await move('account_difference', id, 'register');
    const [row] = (await as('GET', `account?title=gone&contract=${contract}`)).items;
    assert.equal(row.member_of, 'Desk');
    await run('compare', 'lgwan', '--contract', 'N-10');
    assert.ok(!Object.keys(await differences()).some((name) => name.startsWith('gone ')));
  });

  return { stop: async () => { proxy.stop(); await slapd.stop(); } };
}

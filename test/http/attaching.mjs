// Files of records, with a real clamd that knows one signature.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from './house.mjs';

const NUMBER = '1234-5678-9018';
const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$' + 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';

function form(files, fields = {}) {
  const parts = [];
  for (const [name, value] of Object.entries(fields))
    parts.push(Buffer.from(`--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
  for (const [name, bytes] of files)
    parts.push(Buffer.from('--B\r\nContent-Disposition: form-data; name="file"; filename="'),
      Buffer.isBuffer(name) ? name : Buffer.from(name),
      Buffer.from('"\r\nContent-Type: application/pdf\r\n\r\n'), Buffer.from(bytes), Buffer.from('\r\n'));
  parts.push(Buffer.from('--B--\r\n'));
  return Buffer.concat(parts);
}

const path = (record) => `/api/v1/inquiry/${record.id}/attachments`;

function attach(house, record, files, fields = {}, login = 'miura') {
  return house.ask(login, 'POST', path(record), form(files, fields),
    { 'Content-Type': 'multipart/form-data; boundary=B' });
}

async function attached(house, record, name, bytes, fields) {
  const got = await attach(house, record, [[name, bytes]], fields);
  assert.equal(got.status, 201, got.text);
  return got.json.items[0];
}

async function settled(house, record, id) {
  for (let i = 0; i < 300; i += 1) {
    const { items } = (await house.get('miura', path(record))).json;
    const found = items.find((it) => it.id === id);
    if (found.state !== 'waiting') return found;
    await sleep(100);
  }
  return assert.fail('the file still waits');
}

// All that is on the disk, without what the tests of others put there meanwhile.
function disk(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: false }).flatMap((it) =>
    it.isDirectory() ? disk(join(folder, it.name)) : it.isFile() ? [join(folder, it.name)] : []);
}

function blobs(house) {
  try {
    return disk(join(house.folder, 'data', 'blobs')).length;
  } catch {
    return 0;
  }
}

test('a file waits while clamd is not there and cannot be read', async (house) => {
  const record = await house.inquiry();
  const file = await attached(house, record, '議事録.txt', '第1回の議事録');
  assert.equal(file.state, 'waiting');
  await house.problem(house.get('miura', `${path(record)}/${file.id}`), 409);
  const page = await house.get('miura', `${path(record)}`);
  assert.equal(page.json.items[0].name, '議事録.txt');
});

test('clamd comes and what it knows is locked away, the rest can be read', async (house) => {
  const folder = join(house.folder, 'clamd');
  mkdirSync(folder);
  writeFileSync(join(folder, 'test.ndb'), `Eicar-Test:0:*:${Buffer.from(EICAR.slice(28)).toString('hex')}\n`);
  writeFileSync(join(folder, 'clamd.conf'),
    `LocalSocket ${join(house.folder, 'clamd.sock')}\nDatabaseDirectory ${folder}\nForeground yes\n`);
  const clamd = spawn('/usr/sbin/clamd', ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' });
  process.on('exit', () => clamd.kill('SIGKILL'));
  house.clamd = clamd;
  await sleep(3000);
  const record = await house.inquiry();
  const bad = await attached(house, record, 'eicar.txt', EICAR);
  const good = await attached(house, record, "よい 'もの'.txt", 'よい中身');
  const judged = await settled(house, record, bad.id);
  assert.equal(judged.state, 'quarantined');
  assert.match(judged.reason, /Eicar-Test/);
  const refused = await house.problem(house.get('ooishi', `${path(record)}/${bad.id}`), 403);
  assert.ok(!refused.text.includes('X5O'));
  assert.equal((await settled(house, record, good.id)).state, 'ready');
  const got = await house.get('miura', `${path(record)}/${good.id}`);
  assert.equal(got.status, 200, got.text);
  assert.equal(got.text, 'よい中身');
  assert.equal(got.headers['content-disposition'],
    `attachment; filename="__ '__'.txt"; filename*=UTF-8''${encodeURIComponent("よい 'もの'.txt").replaceAll("'", '%27')}`);
  assert.equal(got.headers['x-content-type-options'], 'nosniff');
  assert.match(got.headers['content-security-policy'], /sandbox/);
  assert.equal(got.headers['content-type'], 'application/octet-stream');
  const again = await house.get('miura', `${path(record)}/${good.id}`, { 'If-None-Match': got.headers.etag });
  assert.equal(again.status, 304);
  const history = (await house.get('miura', `/api/v1/inquiry/${record.id}/history`)).json.items;
  for (const action of ['attach', 'checked', 'quarantine', 'download'])
    assert.ok(history.some((it) => it.action === action), action);
});

test('who may not read the record may not know of its files', async (house) => {
  const record = await house.inquiry();
  const file = await attached(house, record, 'a.txt', '本文');
  await settled(house, record, file.id);
  for (const address of [path(record), `${path(record)}/${file.id}`])
    await house.problem(house.get(null, address), 401);
  await house.problem(house.get('miura', `${path(await house.inquiry())}/${file.id}`), 404);
});

test('nothing of a refused upload remains', async (house) => {
  const record = await house.inquiry();
  const before = blobs(house);
  const wrong = [
    ['program.exe', 'MZ\x90\0', 422], ['page.html', '<script>1</script>', 422],
    ['picture.svg', '<svg/>', 422], ['no.pdf', 'text', 422], ['empty.txt', '', 422],
    ['number.txt', `番号 ${NUMBER}`, 422], ['number.pdf', readFileSync('test/data/files/number.pdf'), 422],
    ['number.docx', readFileSync('test/data/files/number.docx'), 422],
    ['bomb.docx', readFileSync('test/data/files/bomb.docx'), 422],
    [`${NUMBER}.txt`, '本文', 422], ['large.txt', 'x'.repeat(1024 * 1024 + 1), 413],
  ];
  for (const [name, bytes, status] of wrong) {
    const refused = await house.problem(attach(house, record, [['good.txt', 'よい'], [name, bytes]]), status);
    assert.ok(!refused.text.includes(NUMBER.slice(-8)), refused.text);
  }
  assert.deepEqual((await house.get('miura', path(record))).json.items, []);
  assert.equal(blobs(house), before);
  assert.deepEqual(disk(join(house.folder, 'data', 'tmp')), []);
});

test('names that play tricks come out tame', async (house) => {
  const record = await house.inquiry();
  const names = [
    ['../../etc/passwd.txt', 'passwd.txt'], ['C:\\a\\b.txt', 'b.txt'],
    ['a\u202Egpj.txt', 'agpj.txt'], ['x%0d%0aSet-Cookie: y.txt', 'x_0d_0aSet-Cookie_ y.txt'],
    [Buffer.from([0x95, 0x5c, 0x2e, 0x74, 0x78, 0x74]), '表.txt'],
    [`${'長'.repeat(300)}.txt`, null],
  ];
  for (const [sent, kept] of names) {
    const file = await attached(house, record, sent, `中身 ${kept}`);
    if (kept) assert.equal(file.name, kept);
    assert.ok([...file.name].length <= 120 && file.name.endsWith('.txt'));
    await settled(house, record, file.id);
    const got = await house.get('miura', `${path(record)}/${file.id}`);
    assert.equal(got.status, 200);
    assert.equal(got.headers['set-cookie'], undefined);
    assert.match(got.headers['content-disposition'], /^attachment; filename="[ -~]*"; filename\*=UTF-8''[!-~]+$/);
  }
});

test('a file is removed and stays in the history', async (house) => {
  const record = await house.inquiry();
  const file = await attached(house, record, 'a.txt', '外すもの');
  const gone = await house.ask('miura', 'DELETE', `${path(record)}/${file.id}?reason=${encodeURIComponent('誤り')}`);
  assert.equal(gone.status, 204, gone.text);
  await house.problem(house.get('miura', `${path(record)}/${file.id}`), 404);
  const history = (await house.get('miura', `/api/v1/inquiry/${record.id}/history`)).json.items;
  assert.equal(history.find((it) => it.action === 'detach').reason, '誤り');
});

test('an individual number gets into no channel and no log', async (house) => {
  const record = await house.inquiry();
  const spelled = [NUMBER, '１２３４　５６７８　９０１８', '123456789018', '1234‐5678−9018'];
  for (const number of spelled) {
    for (const [method, address, body, headers] of [
      ['POST', '/api/v1/inquiry', { title: number, kind: '機器' }, {}],
      ['POST', '/api/v1/inquiry', { title: '件名', kind: '機器', requester_name: number }, {}],
      ['PATCH', `/api/v1/inquiry/${record.id}`, { body: `本人 ${number}` }, { 'If-Match': '"1"' }],
      ['PATCH', `/api/v1/inquiry/${record.id}`, { title: '別', reason: number }, { 'If-Match': '"1"' }],
      ['POST', `/api/v1/inquiry/${record.id}/entries`, { kind: 'note', text: number }, {}],
      ['POST', `/api/v1/inquiry/${record.id}/entries`, { kind: 'answer', text: number }, {}],
    ]) {
      const refused = await house.problem(house.ask('miura', method, address, body, headers), 422);
      assert.ok(!refused.text.includes(number), refused.text);
      assert.match(refused.text, /個人番号/);
    }
    const rows = await house.ask('miura', 'POST', '/api/v1/inquiry/import?yes=1', `件名,種別\n${number},機器\n`,
      { 'Content-Type': 'text/csv' });
    assert.equal(rows.status, 422, rows.text);
    assert.ok(!rows.text.includes(number), rows.text);
    await house.get('miura', `/api/v1/inquiry/${encodeURIComponent(number)}`);
    assert.ok(!house.said.includes(number));
  }
  const passes = await house.inquiry({ title: '注文 123456789012' });
  assert.equal(passes.title, '注文 123456789012');
  for (const file of disk(join(house.folder, 'data')))
    assert.ok(!readFileSync(file).includes('123456789018') && !readFileSync(file).includes(NUMBER), file);
});

test('rows and blobs fit together after all of this', async (house) => {
  house.clamd?.kill('SIGKILL');
  const report = JSON.parse(house.command('check-blobs', '--read', '--json'));
  assert.deepEqual(report.problems, []);
});

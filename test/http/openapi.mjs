// The description of the API, and whether it is true.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

const METHODS = ['get', 'post', 'patch', 'delete'];

async function document(house) {
  const got = await house.get('miura', '/api/openapi.json');
  assert.equal(got.status, 200, got.text);
  return got.json;
}

function resolve(root, reference) {
  assert.match(reference, /^#\//);
  return reference.slice(2).split('/').reduce((at, part) => at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], root);
}

function walk(node, visit) {
  if (Array.isArray(node)) node.forEach((it) => walk(it, visit));
  else if (node && typeof node === 'object') {
    visit(node);
    Object.values(node).forEach((it) => walk(it, visit));
  }
}

function* operations(root) {
  for (const [path, item] of Object.entries(root.paths))
    for (const method of METHODS) if (item[method]) yield [path, method, item[method]];
}

// As much of JSON Schema as the document uses.
function check(root, schema, value, where) {
  if (schema.$ref) return check(root, resolve(root, schema.$ref), value, where);
  if (schema.anyOf) {
    const fits = schema.anyOf.some((one) => { try { check(root, one, value, where); return true; } catch { return false; } });
    assert.ok(fits, `${where}: ${JSON.stringify(value)}`);
  }
  if (schema.enum) assert.ok(schema.enum.includes(value), `${where}: ${JSON.stringify(value)} of ${schema.enum}`);
  if (schema.type) {
    const is = value === null ? 'null' : Array.isArray(value) ? 'array'
      : Number.isInteger(value) ? 'integer' : typeof value;
    assert.ok([schema.type].flat().includes(is), `${where} is ${is}`);
  }
  if (typeof value === 'string' && schema.maxLength) assert.ok([...value].length <= schema.maxLength, where);
  if (Array.isArray(value) && schema.items) value.forEach((it, i) => check(root, schema.items, it, `${where}[${i}]`));
  if (value && typeof value === 'object' && !Array.isArray(value)) {
    for (const name of schema.required ?? []) assert.ok(name in value, `${where} lacks ${name}`);
    for (const [name, it] of Object.entries(value)) {
      if (schema.properties?.[name]) check(root, schema.properties[name], it, `${where}.${name}`);
      else if (schema.properties) assert.fail(`${where}.${name} is not described`);
    }
  }
}

test('the description is OpenAPI 3.1 with all that must be there', async (house) => {
  const root = await document(house);
  assert.match(root.openapi, /^3\.1\./);
  assert.ok(root.info.title && root.info.version);
  assert.deepEqual(root.components.securitySchemes.bearer.type, 'http');
  for (const kind of ['schemas', 'parameters', 'responses'])
    for (const name of Object.keys(root.components[kind])) assert.match(name, /^[a-zA-Z0-9._-]+$/);
});

test('every reference in the description leads somewhere', async (house) => {
  const root = await document(house);
  let count = 0;
  walk(root, (node) => {
    if (typeof node.$ref !== 'string') return;
    count += 1;
    assert.ok(resolve(root, node.$ref) !== undefined, node.$ref);
  });
  assert.ok(count > 100);
});

test('operations have names of their own and complete answers', async (house) => {
  const root = await document(house);
  const names = new Set();
  for (const [path, method, operation] of operations(root)) {
    assert.ok(!names.has(operation.operationId), operation.operationId);
    names.add(operation.operationId);
    assert.ok(operation.summary);
    const statuses = Object.keys(operation.responses);
    for (const status of ['400', '401', '403', '429', '500', '503'])
      assert.ok(statuses.includes(status), `${method} ${path} ${status}`);
    assert.ok(statuses.some((status) => status.startsWith('2')));
    for (const answer of Object.values(operation.responses)) {
      const whole = answer.$ref ? resolve(root, answer.$ref) : answer;
      assert.ok(whole.description, `${method} ${path}`);
    }
  }
});

test('every hole of a path is a parameter, and no parameter stands twice', async (house) => {
  const root = await document(house);
  for (const [path, method, operation] of operations(root)) {
    const parameters = operation.parameters.map((it) => (it.$ref ? resolve(root, it.$ref) : it));
    const holes = [...path.matchAll(/\{(\w+)\}/g)].map((it) => it[1]);
    const inPath = parameters.filter((it) => it.in === 'path').map((it) => it.name);
    assert.deepEqual(inPath, holes, `${method} ${path}`);
    const keys = parameters.map((it) => `${it.in} ${it.name}`);
    assert.equal(new Set(keys).size, keys.length, `${method} ${path}`);
    for (const it of parameters) assert.ok(it.schema && it.name && it.in);
  }
});

test('every described address is there, with no other method than those described', async (house) => {
  const root = await document(house);
  for (const [path, item] of Object.entries(root.paths)) {
    const probe = await house.ask('ooishi', 'PUT', path.replace('{id}', '1'));
    assert.equal(probe.status, 405, path);
    const allowed = probe.headers.allow.split(', ').filter((it) => it !== 'HEAD').map((it) => it.toLowerCase());
    for (const method of METHODS) if (item[method]) assert.ok(allowed.includes(method), `${method} ${path}`);
  }
});

test('described enumerations and operators are those that are accepted', async (house) => {
  const root = await document(house);
  const { parameters } = root.paths['/api/v1/inquiry'].get;
  const names = parameters.map((it) => resolve(root, it.$ref)).map((it) => it.name);
  for (const name of ['state', 'state.in', 'received_at.ge', 'title.has', 'section.empty', 'sort', 'view', 'q'])
    assert.ok(names.includes(name), name);
  assert.ok(!names.includes('body') && !names.includes('requester_name.has') && !names.includes('state.lt'));
  const sort = resolve(root, parameters.find((it) => it.$ref.endsWith('..sort')).$ref).schema.enum;
  for (const one of sort.slice(0, 12))
    assert.equal((await house.get('miura', `/api/v1/inquiry?limit=1&sort=${one}`)).status, 200, one);
  assert.ok(!sort.includes('requester_name'));
});

test('lists and records are as described, in every ledger that can be read', async (house) => {
  const root = await document(house);
  const { ledgers } = (await house.get('ooishi', '/api/v1')).json;
  for (const { name } of ledgers) {
    const list = await house.get('ooishi', `/api/v1/${name}?limit=20&count=1`);
    assert.equal(list.status, 200, `${name} ${list.text}`);
    check(root, root.components.schemas[`${name}_list`], list.json, name);
    if (list.json.items.length === 0) continue;
    const one = await house.get('ooishi', `/api/v1/${name}/${list.json.items[0].id}`);
    assert.equal(one.status, 200, `${name} ${one.text}`);
    check(root, root.components.schemas[name], one.json, name);
  }
  check(root, root.components.schemas.Ledgers, (await house.get('ooishi', '/api/v1')).json, 'Ledgers');
  check(root, root.components.schemas.Me, (await house.get('ooishi', '/api/v1/me')).json, 'Me');
});

test('timeline, history, problems and imports are as described', async (house) => {
  const root = await document(house);
  const { id } = await house.inquiry();
  await house.ask('miura', 'POST', `/api/v1/inquiry/${id}/entries`, { kind: 'note', text: '記述の試験' });
  const { schemas } = root.components;
  check(root, schemas.Timeline, (await house.get('miura', `/api/v1/inquiry/${id}/timeline`)).json, 'Timeline');
  check(root, schemas.History, (await house.get('miura', `/api/v1/inquiry/${id}/history`)).json, 'History');
  check(root, schemas.Problem, (await house.get('miura', '/api/v1/inquiry?x=1')).json, 'Problem');
  const stale = await house.ask('miura', 'PATCH', `/api/v1/inquiry/${id}`, { body: 'x' }, { 'If-Match': '"9"' });
  check(root, schemas.Problem, { ...stale.json, current: {} }, 'Problem');
  check(root, schemas.inquiry, stale.json.current, 'current');
});

test('what may be sent is as described', async (house) => {
  const root = await document(house);
  const schema = root.components.schemas.inquiry_new;
  assert.deepEqual(schema.required, ['kind', 'title']);
  assert.deepEqual(root.components.schemas.interference_new.required.filter((it) => it.endsWith('_at')), ['happened_at']);
  assert.ok(!('state' in schema.properties) && !('due' in schema.properties) && !('id' in schema.properties));
  assert.deepEqual(schema.properties.priority.enum, ['high', 'middle', 'low', null]);
  assert.deepEqual(schema.properties.section.type, ['integer', 'null']);
  const complete = root.paths['/api/v1/inquiry/{id}/complete'].post;
  assert.ok(complete.requestBody.content['application/json'].schema.properties.completed_on);
});

test('secrets are described nowhere', async (house) => {
  const root = await document(house);
  assert.ok(!('password' in root.components.schemas.user.properties));
  assert.ok(!Object.keys(root.components.parameters).some((name) => name.includes('password')));
});

test('the description is read again only when it changed', async (house) => {
  const first = await house.get('miura', '/api/openapi.json');
  const again = await house.get('miura', '/api/openapi.json', { 'If-None-Match': first.headers.etag });
  assert.equal(again.status, 304);
  assert.equal(again.bytes.length, 0);
});

// The pages of administration: for administrators alone, and without contents.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

const pages = ['/admin', '/admin/system', '/admin/jobs', '/admin/mail', '/admin/keys', '/admin/sessions', '/admin/tokens'];
const deeds = ['/admin/jobs/1/cancel', '/admin/jobs/1/again', '/admin/mail/1/again', '/admin/keys/rotate', '/admin/keys/renew', '/admin/keys/1/renew',
  '/admin/sessions/1/end', '/admin/tokens/1/end'];

test('an administrator sees every page of administration', async (house) => {
  for (const path of pages) {
    const page = await house.get('admin', path);
    assert.equal(page.status, 200, `${path}: ${page.text}`);
    assert.match(page.text, /<h1>/);
  }
});

test('nobody else enters administration, nor does anything there', async (house) => {
  for (const login of ['ooishi', 'miura', 'kumo']) {
    for (const path of pages) assert.equal((await house.get(login, path)).status, 403, `${login} ${path}`);
    for (const path of deeds) {
      const refused = await house.ask(login, 'POST', path, 'csrf=x', { 'Content-Type': 'application/x-www-form-urlencoded' });
      assert.equal(refused.status, 403, `${login} ${path}`);
      assert.match(refused.text, /システム管理者/);
    }
  }
});

test('who is not signed in is led to the door of administration', async (house) => {
  for (const path of pages) assert.equal((await house.get(null, path)).status, 303, path);
});

test('administration shows no contents of records, no names of those who asked', async (house) => {
  const { title } = await house.inquiry({ title: '管理の画面に出ない件名' });
  for (const path of pages) {
    const page = await house.get('admin', path);
    assert.ok(!page.text.includes(title), path);
    assert.doesNotMatch(page.text, /aoba\.example|tsk_/, path);
  }
});

test('an unsafe deed without the form of the page is refused', async (house) => {
  const refused = await house.ask('admin', 'POST', '/admin/keys/rotate', 'csrf=guessed',
    { 'Content-Type': 'application/x-www-form-urlencoded' });
  assert.equal(refused.status, 403);
});

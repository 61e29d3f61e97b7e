// The page of a file share: its months drawn, with what they lead to.
import assert from 'node:assert/strict';
import { test } from './house.mjs';

test('a share draws its months and says when it will be full', async (house) => {
  const make = async (ledger, body) => {
    const made = await house.ask('miura', 'POST', `/api/v1/${ledger}`, body);
    assert.equal(made.status, 201, made.text);
    return made.json;
  };
  const share = await make('share', { title: '推移の試験', quota: 10240 });
  const page = async (login = 'miura') => (await house.get(login, `/desk/shares/${share.id}`)).text;

  assert.ok((await page()).includes('2か月分の使用量を記録すると'));
  await make('share_usage', { share: share.id, month: '2025-01-31', used: 5120 });
  await make('share_usage', { share: share.id, month: '2025-05-31', used: 6144 });
  const drawn = await page();
  assert.ok(drawn.includes('約16か月で上限に達します'), 'four months added 1 GB, 4 GB are left');
  assert.match(drawn, /<svg[\s\S]*2025年1月 5\.0GB、2025年5月 6\.0GB/);
  assert.ok((await page('aoyama')).includes('<svg'));
});

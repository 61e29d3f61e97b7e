// Every page passes axe at two widths and in the dark, and fits into 320 pixels.

import { assert, assertAccessible, openFirst, test } from './browser.mjs';

const pages = [
  ['the start', '/'],
  ['a list', '/desk/inquiries'],
  ['a narrowed list with its form', '/desk/inquiries?filter=1&kind=印刷'],
  ['an empty result', '/desk/inquiries?title.has=ゾウ'],
  ['a search', '/search?q=印刷'],
  ['a new record', '/desk/inquiries/new'],
  ['an import', '/desk/inquiries/import'],
  ['the history', '/history'],
  ['the help', '/help'],
  ['the help to a ledger', '/help/inquiry'],
  ['the settings', '/settings'],
  ['the contracts', '/contracts'],
  ['a core ledger', '/core/organisations'],
  ['a missing page', '/nowhere'],
];

async function visitAll(page, look, some = pages) {
  for (const [name, address] of some) {
    await page.goto(address);
    await look(name);
  }
  await openFirst(page);
  await look('a record');
  const record = new URL(page.url()).pathname;
  await page.goto(`${record}/edit`);
  await look('an edited record');
  await page.goto(`${record}/history`);
  await look('the history of a record');
  await page.goto(`/desk/inquiries?view=all&open=${record.split('/').pop()}`);
  await look('a list with a record beside');
}

for (const [what, options] of [
  ['1280 pixels', {}],
  ['390 pixels', { viewport: { width: 390, height: 844 } }],
  ['the dark', { colorScheme: 'dark' }],
]) {
  test(`axe finds nothing at ${what}`, async (house) => {
    const door = await house.visitor(options);
    await door.goto('/sign-in');
    await assertAccessible(door, 'the door');
    const page = await house.signIn('ooishi', options);
    // Colours are roles: in the dark a few pages have them all.
    const some = options.colorScheme ? pages.slice(0, 4) : pages;
    await visitAll(page, (name) => assertAccessible(page, name), some);
  });
}

test('no page is wider than 320 pixels', async (house) => {
  const page = await house.signIn('ooishi', { viewport: { width: 320, height: 640 } });
  await visitAll(page, async (name) => {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${name} is ${width} wide`);
  });
});

// Runs the tests one after the other and counts them.
//
//     node main.mjs FOLDER [WORD…]

import { readFileSync } from 'node:fs';
import { House, tests } from './browser.mjs';
import './door.mjs';
import './signing.mjs';
import './list.mjs';
import './record.mjs';
import './inquiries.mjs';
import './linking.mjs';
import './edit.mjs';
import './import.mjs';
import './keyboard.mjs';
import './schedule.mjs';
import './access.mjs';
import './admin.mjs';
import './approval.mjs';
import './contract.mjs';
import './form.mjs';
import './walk.mjs';
import './delivery.mjs';
import './addresses.mjs';
import './ask.mjs';
import './question.mjs';

const [folder, ...words] = process.argv.slice(2);
const house = new House(folder);
let passed = 0;
let failed = 0;

process.on('exit', () => house.server?.kill());
await house.open();
for (const { name, run } of tests) {
  if (words.length && !words.some((word) => name.includes(word))) continue;
  const start = Date.now();
  try {
    await run(house);
    await house.leave();
    passed += 1;
    console.log(`[       OK ] ${name} (${Date.now() - start} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`[  FAILED  ] ${name}\n${error.stack}`);
    await house.leave().catch(() => {});
  }
}
await house.close().catch((error) => {
  failed += 1;
  console.log(`[  FAILED  ] ${error.message}`);
});
if (failed) console.log(readFileSync(`${folder}/serve.log`, 'utf8').split('\n').slice(-20).join('\n'));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

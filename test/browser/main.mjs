// Runs the tests one after the other and counts them.
//
//     node main.mjs ADDRESS FOLDER [WORD…]

import { House, tests } from './browser.mjs';
import './door.mjs';
import './signing.mjs';
import './list.mjs';
import './record.mjs';
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

const [address, folder, ...words] = process.argv.slice(2);
const house = new House(address, folder);
let passed = 0;
let failed = 0;

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
await house.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

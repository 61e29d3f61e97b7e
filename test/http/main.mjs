// Runs the tests one after the other on one database.
//
//     node main.mjs sqlite|postgres [WORD…]
import { House, tests } from './house.mjs';
import './reading.mjs';
import './writing.mjs';
import './moving.mjs';
import './refusing.mjs';
import './hostile.mjs';
import './attaching.mjs';
import './linking.mjs';
import './importing.mjs';
import './openapi.mjs';
import './history.mjs';
import './admin.mjs';
import './approving.mjs';
import './applying.mjs';
import './contracts.mjs';
import './desk.mjs';
import './addresses.mjs';
import './open_data.mjs';
import './shares.mjs';
import './asking.mjs';
import './lending.mjs';
import './staffing.mjs';
import './papers.mjs';
import './delivering.mjs';
import './access.mjs';
import './signing.mjs';

const [kind, ...words] = process.argv.slice(2);
const house = new House(kind);
let count = 0;

function say(good, name, error) {
  count += 1;
  console.log(`${good ? 'ok' : 'not ok'} ${kind}: ${name}`);
  if (error) console.log(error.stack.replace(/^/gm, '    '));
}

try {
  await house.open();
  for (const { name, run } of tests) {
    if (words.length && !words.some((word) => name.includes(word))) continue;
    try {
      await run(house);
      say(true, name);
    } catch (error) {
      say(false, name, error);
    }
  }
} catch (error) {
  say(false, 'the server starts', error);
}
const ended = await house.close();
say(ended, 'the server was still there and ended well');
if (!ended) console.log(house.said);
console.log(`end ${kind}: ${count}`);

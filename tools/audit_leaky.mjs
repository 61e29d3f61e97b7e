// A page with the two faults that the scanners of tools/audit have to know: what is typed
// comes back as markup, and goes into a statement as it is. It listens on loopback only,
// for as long as the check of the scanners takes.
import { spawnSync } from 'node:child_process';
import http from 'node:http';

const table = 'CREATE TABLE thing(id INTEGER, name TEXT); INSERT INTO thing VALUES (1, "one");';

const server = http.createServer((request, reply) => {
  const asked = new URL(request.url, 'http://localhost').searchParams;
  reply.setHeader('Content-Type', 'text/html; charset=utf-8');
  if (!asked.has('id')) {
    reply.end('<html><body><a href="/?id=1&amp;q=a">look</a></body></html>');
    return;
  }
  const done = spawnSync('sqlite3', [':memory:'],
    { input: `${table}\nSELECT name FROM thing WHERE id = ${asked.get('id')};\n`, encoding: 'utf8' });
  reply.end(`<html><body><p>${asked.get('q') ?? ''}</p><p>found: ${done.stdout}</p></body></html>`);
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));

// An authority for tests and what it signs, made anew each time with openssl.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

function openssl(...words) {
  execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'] });
}

// The authority's certificate and key as paths.
export function authority(folder, name) {
  const [crt, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
    '-keyout', key, '-out', crt, '-days', '2', '-subj', `/CN=Test authority ${name}`);
  return { crt, key };
}

// A server's certificate for `names` ("IP:127.0.0.1"); `days` below 0: it has ended.
export function certificate(folder, name, by, names, days = 2) {
  const [crt, key, request, more] = ['crt', 'key', 'csr', 'ext']
    .map((end) => join(folder, `${name}.${end}`));
  writeFileSync(more, `subjectAltName=${names}\nbasicConstraints=CA:FALSE\n`);
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
    '-keyout', key, '-out', request, '-subj', `/CN=${name}`);
  openssl('x509', '-req', '-in', request, '-CA', by.crt, '-CAkey', by.key, '-CAcreateserial',
    '-out', crt, '-days', String(days), '-extfile', more);
  return { crt, key };
}

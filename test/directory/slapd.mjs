// A real directory on the loopback, with a town's staff in it.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';

export const base = 'dc=aoba,dc=example';
export const service = { dn: `cn=tasuki,${base}`, password: 'service-secret' };
export const root = { dn: `cn=root,${base}`, password: 'root-secret' };

export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const person = (uid, more = {}) => ({
  dn: `uid=${uid},ou=people,${base}`, objectClass: 'inetOrgPerson', uid, cn: `${uid} 太郎`, sn: uid,
  mail: `${uid}@aoba.example`, userPassword: `secret of ${uid}`, ...more,
});
const group = (cn, ...members) => ({
  dn: `cn=${cn},ou=groups,${base}`, objectClass: 'groupOfNames', cn,
  member: [`cn=nobody,${base}`, ...members.map((uid) => `uid=${uid},ou=people,${base}`)],
});

const town = [
  { dn: base, objectClass: ['dcObject', 'organization'], dc: 'aoba', o: 'Aoba' },
  { dn: `ou=people,${base}`, objectClass: 'organizationalUnit', ou: 'people' },
  { dn: `ou=guests,${base}`, objectClass: 'organizationalUnit', ou: 'guests' },
  { dn: `ou=groups,${base}`, objectClass: 'organizationalUnit', ou: 'groups' },
  { dn: service.dn, objectClass: ['applicationProcess', 'simpleSecurityObject'], cn: 'tasuki',
    userPassword: service.password },
  ...['sato', 'kato', 'mori', 'nobori', 'ended', 'gone', 'twin', 'locked', 'admin', 'plain']
    .map((uid) => person(uid)),
  person('odd', { sn: '長'.repeat(150), cn: 'a\nb', mail: 'no address' }),
  person('(x)*', { dn: `cn=star,ou=people,${base}`, cn: 'star' }),
  person('twin', { dn: `uid=twin,ou=guests,${base}` }),
  group('Desk', 'sato', 'kato', 'ended', 'gone', 'twin', 'locked', 'odd', 'admin', 'plain'),
  group('Readers', 'mori'),
  group('Others', 'nobori'),
];

function ldif(entries) {
  const lines = [];
  for (const entry of entries) {
    for (const [name, values] of Object.entries(entry))
      for (const value of [values].flat())
        lines.push(`${name}:: ${Buffer.from(value).toString('base64')}`);
    lines.push('');
  }
  return lines.join('\n');
}

// Everything in the folder to who runs slapd, when we are root.
function give(path, id) {
  chownSync(path, id, id);
  for (const each of readdirSync(path, { withFileTypes: true }))
    if (each.isDirectory()) give(join(path, each.name), id);
    else chownSync(join(path, each.name), id, id);
}

export class Slapd {
  // `tls` is a certificate and its key, or null: it cannot speak TLS. `more`: lines for its
  // configuration; `overlays`: for its database; `entries`: what is in it besides.
  constructor(folder, name, tls, more = [], { overlays = [], entries = [] } = {}) {
    this.folder = join(folder, name);
    this.tls = tls;
    this.more = more;
    this.overlays = overlays;
    this.entries = entries;
  }

  async start() {
    // A copy, as the profile of AppArmor that comes with slapd knows only its own folders.
    const program = join(this.folder, 'slapd');
    const data = join(this.folder, 'data');

    mkdirSync(data, { recursive: true });
    copyFileSync('/usr/sbin/slapd', program);
    chmodSync(program, 0o755);
    this.plainPort = await freePort();
    this.tlsPort = await freePort();
    this.plain = `ldap://127.0.0.1:${this.plainPort}`;
    this.secure = `ldaps://127.0.0.1:${this.tlsPort}`;
    if (this.tls) {
      copyFileSync(this.tls.crt, join(this.folder, 'own.crt'));
      copyFileSync(this.tls.key, join(this.folder, 'own.key'));
    }
    const conf = join(this.folder, 'slapd.conf');
    writeFileSync(conf, [
      ...['core', 'cosine', 'inetorgperson'].map((each) => `include /etc/ldap/schema/${each}.schema`),
      `pidfile ${this.folder}/pid`, 'modulepath /usr/lib/ldap', 'moduleload back_mdb',
      ...(this.tls ? [`TLSCertificateFile ${this.folder}/own.crt`,
        `TLSCertificateKeyFile ${this.folder}/own.key`] : []), ...this.more,
      'database mdb', `suffix "${base}"`, `rootdn "${root.dn}"`, `rootpw ${root.password}`,
      `directory ${data}`, 'maxsize 16777216',
      'access to attrs=userPassword by anonymous auth by * none',
      `access to * by dn.exact="${service.dn}" read by * none`, ...this.overlays,
      ''].join('\n'));
    writeFileSync(join(this.folder, 'town.ldif'), ldif([...town, ...this.entries]));
    execFileSync(program, ['-T', 'add', '-f', conf, '-l', join(this.folder, 'town.ldif')],
      { stdio: ['ignore', 'ignore', 'pipe'] });
    const who = [];
    if (process.getuid() === 0) {
      give(this.folder, 65534);
      who.push('-u', 'nobody', '-g', 'nogroup');
    }
    this.child = spawn(program, ['-f', conf, '-d', '0', ...who,
      '-h', this.tls ? `${this.plain} ${this.secure}` : this.plain], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stderr.on('data', (text) => { this.said = text; });
    await this.wait();
  }

  async wait() {
    for (let i = 0; i < 200; i++) {
      const up = await new Promise((resolve) => {
        const socket = net.connect(this.plainPort, '127.0.0.1', () => { socket.end(); resolve(true); });
        socket.on('error', () => resolve(false));
      });
      if (up) return;
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`slapd does not start: ${this.said}`);
  }

  // Puts a person into a group or takes him out: what is "add" or "delete".
  member(what, uid, cn) {
    execFileSync('ldapmodify', ['-x', '-H', this.plain, '-D', root.dn, '-w', root.password], {
      input: `dn: cn=${cn},ou=groups,${base}\nchangetype: modify\n${what}: member\n`
        + `member: uid=${uid},ou=people,${base}\n`,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
  }

  // Runs ldapmodify with this text.
  modify(text) {
    execFileSync('ldapmodify', ['-x', '-H', this.plain, '-D', root.dn, '-w', root.password],
      { input: text, stdio: ['pipe', 'ignore', 'pipe'] });
  }

  // Everything that users keep in it, sorted: two of these are equal when the trees are.
  dump(...besides) {
    const text = execFileSync('ldapsearch', ['-x', '-LLL', '-o', 'ldif-wrap=no', '-H', this.plain,
      '-D', root.dn, '-w', root.password, '-b', base, '(objectClass=*)', '*', ...besides], { encoding: 'utf8' });
    return text.split('\n\n').map((entry) => entry.split('\n').sort().join('\n')).sort().join('\n\n');
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.on('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

// A real mail server on the loopback, run by an ordinary user: it takes mail for anybody from
// who signs in over TLS, and puts it into one folder.
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { freePort } from '../directory/slapd.mjs';
import { parse } from './message.mjs';

export const account = { login: 'tasuki', password: 'mail secret: "1"' };
export const who = process.getuid() === 0 ? { uid: 65534, gid: 65534 }
  : { uid: process.getuid(), gid: process.getgid() };

const configuration = (at, plain, tls) => `
spool_directory = ${at}/spool
log_file_path = ${at}/log/%slog
pid_file_path = ${at}/pid
exim_user = ${who.uid}
exim_group = ${who.gid}
never_users =
deliver_drop_privilege = true
primary_hostname = mail.aoba.example
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${plain} : ${tls}
tls_on_connect_ports = ${tls}
tls_advertise_hosts = *
tls_certificate = ${at}/own.crt
tls_privatekey = ${at}/own.key
auth_advertise_hosts = \${if eq{$tls_in_cipher}{}{}{*}}
host_lookup =
rfc1413_query_timeout = 0s
queue_run_in_order = true
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  deny  local_parts = unknown
        message = 5.1.1 no such mailbox here
  defer local_parts = full
        message = 4.2.2 mailbox is full
  require authenticated = *
  accept
data:
  accept
begin routers
desk:
  driver = accept
  local_parts = desk
  transport = desk
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = ${at}/mail
  maildir_format
  envelope_to_add
  return_path_add
desk:
  driver = appendfile
  directory = ${at}/desk
  maildir_format
  return_path_add
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${account.login}}}\
{eq{\${base64:$auth3}}{${Buffer.from(account.password).toString('base64')}}}}}
  server_set_id = $auth2
`;

export class Exim {
  constructor(folder, name, tls) {
    this.at = join(folder, name);
    this.tls = tls;
  }

  async start() {
    for (const each of ['', 'spool', 'log', 'mail', 'desk']) {
      mkdirSync(join(this.at, each), { recursive: true });
      chownSync(join(this.at, each), who.uid, who.gid);
    }
    copyFileSync(this.tls.crt, join(this.at, 'own.crt'));
    copyFileSync(this.tls.key, join(this.at, 'own.key'));
    chownSync(join(this.at, 'own.key'), who.uid, who.gid);
    chmodSync(join(this.at, 'own.key'), 0o600);
    this.plainPort = await freePort();
    this.tlsPort = await freePort();
    writeFileSync(join(this.at, 'conf'), configuration(this.at, this.plainPort, this.tlsPort), { mode: 0o644 });
    this.child = spawn('/usr/sbin/exim4', ['-C', join(this.at, 'conf'), '-bdf', '-q1h'],
      { ...who, stdio: ['ignore', 'pipe', 'pipe'] });
    this.said = '';
    for (const from of [this.child.stdout, this.child.stderr])
      from.on('data', (text) => { this.said += text; });
    for (let i = 0; i < 200 && this.child.exitCode === null; i++) {
      const up = await new Promise((resolve) => {
        const socket = net.connect(this.tlsPort, '127.0.0.1', () => { socket.destroy(); resolve(true); });
        socket.on('error', () => resolve(false));
      });
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`exim does not start: ${this.said}${this.log()}`);
  }

  // What somebody's own program hands over; the bytes go as they are.
  send(from, to, bytes) {
    const file = join(this.at, 'outgoing.eml');
    writeFileSync(file, bytes);
    execFileSync('curl', ['-sS', '--ssl-reqd', '-k', `smtp://127.0.0.1:${this.plainPort}`, '--user',
      `${account.login}:${account.password}`, '--mail-from', from, '--mail-rcpt', to, '--upload-file', file]);
  }

  log(kind = 'main') {
    const path = join(this.at, 'log', `${kind}log`);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  // What it took it delivers a moment later: its queue is empty then.
  settle() {
    const queue = join(this.at, 'spool', 'input');
    for (let i = 0; i < 200 && existsSync(queue) && readdirSync(queue).length; i++)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }

  messages() {
    this.settle();
    const folder = join(this.at, 'mail', 'new');
    if (!existsSync(folder)) return [];
    return readdirSync(folder).sort().map((name) => parse(readFileSync(join(folder, name), 'latin1')));
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.on('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

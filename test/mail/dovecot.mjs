// A real mailbox on the loopback: Dovecot over the folder that Exim delivers into.
import { spawn } from 'node:child_process';
import {
  chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync,
} from 'node:fs';
import net from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../directory/slapd.mjs';
import { who } from './exim.mjs';

export const mailbox = { login: 'desk', password: 'imap-secret-1' };

// Without root everything runs as who starts it, and nothing can be locked into a folder.
const own = process.getuid() === 0 ? '' : `
default_internal_user = ${userInfo().username}
default_login_user = ${userInfo().username}
default_internal_group =
service anvil {
  chroot =
}
service imap-login {
  chroot =
}
`;

const configuration = (at, box, plain, tls) => `
base_dir = ${at}/run
state_dir = ${at}/state
instance_name = tasuki-test
log_path = ${at}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <${at}/own.crt
ssl_key = <${at}/own.key
disable_plaintext_auth = yes
login_trusted_networks =
mail_location = maildir:${box}
first_valid_uid = 1
first_valid_gid = 1
passdb {
  driver = static
  args = password=${mailbox.password}
}
userdb {
  driver = static
  args = uid=${who.uid} gid=${who.gid} home=${box}
}
service imap-login {
  inet_listener imap {
    port = ${plain}
  }
  inet_listener imaps {
    port = ${tls}
    ssl = yes
  }
}
${own}`;

export class Dovecot {
  constructor(folder, box, tls) {
    this.at = join(folder, 'dovecot');
    this.box = box;
    this.tls = tls;
  }

  async start() {
    mkdirSync(this.at, { recursive: true });
    copyFileSync(this.tls.crt, join(this.at, 'own.crt'));
    copyFileSync(this.tls.key, join(this.at, 'own.key'));
    chmodSync(join(this.at, 'own.key'), 0o600);
    for (const each of ['', 'cur', 'new', 'tmp']) {
      mkdirSync(join(this.box, each), { recursive: true });
      chownSync(join(this.box, each), who.uid, who.gid);
    }
    this.plainPort = await freePort();
    this.tlsPort = await freePort();
    writeFileSync(join(this.at, 'conf'), configuration(this.at, this.box, this.plainPort, this.tlsPort));
    this.child = spawn('/usr/sbin/dovecot', ['-F', '-c', join(this.at, 'conf')], { stdio: 'ignore' });
    for (let i = 0; i < 200 && this.child.exitCode === null; i++) {
      const up = await new Promise((resolve) => {
        const socket = net.connect(this.tlsPort, '127.0.0.1', () => { socket.destroy(); resolve(true); });
        socket.on('error', () => resolve(false));
      });
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`dovecot does not start: ${this.log()}`);
  }

  log() {
    const path = join(this.at, 'log');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  // Files of a folder: '' is the mailbox itself, '.Tasuki' what was taken in.
  count(folder = '') {
    return ['new', 'cur'].map((each) => join(this.box, folder, each))
      .reduce((sum, path) => sum + (existsSync(path) ? readdirSync(path).length : 0), 0);
  }

  async stop() {
    if (!this.child || this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.on('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}

// A mailbox of one message that behaves as a test says: `says.size` is the size it claims,
// `says.cut` hangs up after so many bytes of it, `says.stall` says nothing more at that word,
// `says.refuse` answers NO to it.
import net from 'node:net';

export class ImapLiar {
  constructor(message, says = {}) {
    Object.assign(this, { message: Buffer.from(message), says, commands: [], moved: 0 });
  }

  async start() {
    this.server = net.createServer((socket) => this.serve(socket));
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = this.server.address().port;
    this.sockets = new Set();
  }

  serve(socket) {
    let text = '';
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.write('* OK ready\r\n');
    socket.on('data', (part) => {
      text += part.toString('latin1');
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        this.answer(socket, text.slice(0, end));
        text = text.slice(end + 2);
      }
    });
  }

  answer(socket, line) {
    const [, tag, words] = /^(\S+) ?(.*)$/.exec(line) ?? [];
    this.commands.push(words);
    if (this.says.stall && words.includes(this.says.stall)) return;
    if (this.says.refuse && words.includes(this.says.refuse)) {
      socket.write(`${tag} NO not here\r\n`);
      return;
    }
    if (/^CAPABILITY/.test(words)) socket.write('* CAPABILITY IMAP4rev1\r\n');
    if (/^SELECT/.test(words)) socket.write('* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n');
    if (/^UID SEARCH/.test(words)) socket.write(this.moved ? '* SEARCH\r\n' : '* SEARCH 7\r\n');
    if (/RFC822\.SIZE/.test(words))
      socket.write(`* 1 FETCH (UID 7 RFC822.SIZE ${this.says.size ?? this.message.length}`
        + ' INTERNALDATE " 6-Apr-2026 09:00:00 +0900")\r\n');
    else if (/^UID FETCH/.test(words)) {
      socket.write(`* 1 FETCH (UID 7 BODY[] {${this.says.literal ?? this.message.length}}\r\n`);
      if (this.says.cut !== undefined) {
        socket.write(this.message.subarray(0, this.says.cut));
        socket.end();
        return;
      }
      socket.write(this.message);
      socket.write(')\r\n');
    }
    if (/^UID (MOVE|COPY)/.test(words)) this.moved += 1;
    socket.write(`${tag} OK done\r\n`);
    if (/^LOGOUT/.test(words)) socket.end();
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

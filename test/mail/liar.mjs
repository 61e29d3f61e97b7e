// A mail server that answers as it is told and remembers what it was asked.
import net from 'node:net';
import { parse } from './message.mjs';

export class Liar {
  // `answers`: by the first word of a command, by address, or "." for the end of the data: a
  // line, or null to hang up. What is not named is taken.
  constructor(answers = {}) {
    this.answers = answers;
    this.connections = 0;
    this.commands = [];
    this.messages = [];
    this.features = [];
  }

  start() {
    this.sockets = new Set();
    this.server = net.createServer((socket) => this.serve(socket));
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => { this.port = this.server.address().port; resolve(); });
    });
  }

  serve(socket) {
    let text = '', data = null, to = [];
    const say = (line) => { if (line === null) socket.destroy(); else socket.write(`${line}\r\n`); };
    const told = (key, otherwise) => {
      const it = this.answers[key];
      return it === undefined ? otherwise : Array.isArray(it) ? (it.length > 1 ? it.shift() : it[0]) : it;
    };

    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    say(told('greeting', '220 liar.example ESMTP'));
    socket.on('data', (part) => {
      text += part.toString('latin1');
      for (;;) {
        if (data !== null) {
          const end = text.indexOf('\r\n.\r\n');
          if (end < 0) return;
          const message = parse(text.slice(0, end).replace(/^\.\./gm, '.'));
          message.to = to;
          this.messages.push(message);
          text = text.slice(end + 5);
          data = null;
          to = [];
          say(told('.', '250 2.0.0 taken'));
          continue;
        }
        const end = text.indexOf('\r\n');
        if (end < 0) return;
        const line = text.slice(0, end);
        const word = line.split(/[ :]/)[0].toUpperCase();
        text = text.slice(end + 2);
        this.commands.push(line);
        if (word === 'EHLO') {
          say([...['liar.example', ...this.features].map((each) => `250-${each}`), '250 8BITMIME'].join('\r\n'));
        } else if (word === 'RCPT') {
          const address = /<([^>]*)>/.exec(line)[1];
          const answer = told(address, '250 2.1.5 good');
          if (answer?.startsWith('2')) to.push(address);
          say(answer);
        } else if (word === 'DATA') {
          const answer = told('DATA', '354 go on');
          if (answer?.startsWith('3')) data = '';
          say(answer);
        } else if (word === 'QUIT') {
          socket.end('221 bye\r\n');
        } else {
          say(told(word, '250 2.0.0 well'));
        }
      }
    });
  }

  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

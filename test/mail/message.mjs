// Reads a message as a mail program does: folded headers, encoded words, base64 and
// quoted-printable bodies, parts.
function words(text) {
  return text.replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how, body) => (how.toLowerCase() === 'b'
      ? Buffer.from(body, 'base64') : quoted(body.replace(/_/g, ' '))).toString('latin1'))
    .replace(/[\x80-\xff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8'));
}

function quoted(text) {
  return Buffer.from(text.replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
}

// `raw` holds a byte in each character.
export function parse(raw) {
  const text = raw.replace(/\r\n/g, '\n');
  const end = text.indexOf('\n\n');
  const headers = new Map();
  for (const line of text.slice(0, end).replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (name) headers.set(name.toLowerCase(), [...headers.get(name.toLowerCase()) ?? [], words(value)]);
  }
  const one = (name) => headers.get(name)?.[0] ?? '';
  const body = text.slice(end + 2);
  const boundary = /boundary="?([^";]+)/i.exec(one('content-type'))?.[1];
  const parts = boundary
    ? body.split(`--${boundary}`).slice(1, -1).map((part) => parse(part.replace(/^\n/, '')))
    : [];
  const how = one('content-transfer-encoding').toLowerCase();
  const bytes = how === 'base64' ? Buffer.from(body, 'base64')
    : how === 'quoted-printable' ? quoted(body) : Buffer.from(body, 'latin1');
  return { raw, headers, one, parts, bytes, text: bytes.toString('utf8') };
}

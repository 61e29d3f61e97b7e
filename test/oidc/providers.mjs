// Two identity providers: the npm package oidc-provider with its own pages for signing in,
// and one of ours that hands out whatever token a test has made.
import { createHash } from 'node:crypto';
import https from 'node:https';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const client = { id: 'tasuki', secret: 'secret:with%signs+of-its-own' };

function listen(server, port = 0) {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address().port));
  });
}

const tls = ({ crt, key }) => ({ cert: readFileSync(crt), key: readFileSync(key) });

// One request over https; the answer with status, headers, text.
export function ask(ca, url, { method = 'GET', form, cookies = new Map() } = {}) {
  const body = form ? new URLSearchParams(form).toString() : undefined;
  const headers = { Cookie: [...cookies].map(([n, v]) => `${n}=${v}`).join('; ') };
  if (body) headers['Content-Type'] = 'application/x-www-form-urlencoded';
  return new Promise((resolve, reject) => {
    const request = https.request(url, { method, ca: readFileSync(ca), headers, agent: false }, (reply) => {
      let text = '';
      reply.on('data', (part) => { text += part; });
      reply.on('end', () => {
        for (const line of reply.headers['set-cookie'] ?? []) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
          cookies.set(name, value);
        }
        resolve({ status: reply.statusCode, headers: reply.headers, text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

export class RealProvider {
  constructor(certificate) {
    this.tls = tls(certificate);
  }

  // `people` by their number: what their claims say.
  async start(port, redirect, people) {
    this.issuer = `https://127.0.0.1:${port}`;
    // It advises those who would run it for real.
    console.warn = () => {};
    console.info = () => {};
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirect] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'],
        profile: ['preferred_username', 'name', 'family_name', 'groups'] },
      findAccount: (ctx, id) => people[id] && ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
      pkce: { required: () => true },
      cookies: { keys: ['test'] },
      renderError: (ctx, out) => { ctx.body = JSON.stringify(out); },
    });
    this.server = https.createServer(this.tls, provider.callback());
    await listen(this.server, port);
  }

  stop() {
    this.server?.closeAllConnections();
    return new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve()));
  }

  // What a person does in the provider's pages, from its first address to our callback.
  async signIn(ca, address, account) {
    const cookies = new Map();
    let answer = await ask(ca, address, { cookies });
    for (let i = 0; i < 20; i++) {
      const to = answer.headers.location && new URL(answer.headers.location, this.issuer);
      if (to && to.origin !== this.issuer) return to.href;
      if (to) {
        answer = await ask(ca, to, { cookies });
        continue;
      }
      const action = /<form[^>]* action="([^"]+)"/.exec(answer.text);
      const prompt = /name="prompt" value="([^"]+)"/.exec(answer.text);
      if (!action || !prompt) throw new Error(`${answer.status} ${answer.text}`);
      answer = await ask(ca, new URL(action[1], this.issuer), { method: 'POST', cookies,
        form: { prompt: prompt[1], login: account, password: 'any' } });
    }
    throw new Error('the provider never sends back');
  }
}

export class FakeProvider {
  constructor(certificate) {
    this.tls = tls(certificate);
    this.keys = new Map();
    this.asked = { keys: 0, token: 0, discovery: 0 };
    this.discovery = {};
  }

  async start() {
    this.server = https.createServer(this.tls, (request, reply) => this.answer(request, reply));
    this.issuer = `https://127.0.0.1:${await listen(this.server)}`;
    for (const alg of ['RS256', 'PS256', 'ES256']) await this.addKey(alg, `${alg}-1`);
  }

  async addKey(alg, kid) {
    const pair = await generateKeyPair(alg, { extractable: true });
    this.keys.set(kid, { alg, ...pair, jwk: { ...await exportJWK(pair.publicKey), kid, use: 'sig' } });
    return this.keys.get(kid);
  }

  async answer(request, reply) {
    const send = (status, value) => {
      reply.writeHead(status, { 'Content-Type': 'application/json' });
      reply.end(typeof value === 'string' ? value : JSON.stringify(value));
    };
    let body = '';
    for await (const part of request) body += part;
    const { pathname } = new URL(request.url, this.issuer);
    if (pathname === '/.well-known/openid-configuration') {
      this.asked.discovery += 1;
      return send(200, { issuer: this.issuer, authorization_endpoint: `${this.issuer}/auth?way=1`,
        token_endpoint: `${this.issuer}/token`, jwks_uri: `${this.issuer}/keys`, ...this.discovery });
    }
    if (pathname === '/keys') {
      this.asked.keys += 1;
      return send(200, { keys: [...this.keys.values()].map((key) => key.jwk) });
    }
    if (pathname === '/token') {
      this.asked.token += 1;
      this.form = new URLSearchParams(body);
      this.authorization = request.headers.authorization;
      const proof = createHash('sha256').update(this.form.get('code_verifier')).digest('base64url');
      if (proof !== this.challenge) return send(400, { error: 'invalid_grant' });
      return send(200, this.tokens);
    }
    return send(404, {});
  }

  claims(nonce, more = {}) {
    const now = Math.floor(Date.now() / 1000);
    return { iss: this.issuer, aud: client.id, sub: 'number-1', nonce, iat: now, exp: now + 300,
      preferred_username: 'fujita', name: '藤田 花', groups: ['desk'], ...more };
  }

  sign(claims, alg = 'RS256', kid = `${alg}-1`, key = this.keys.get(kid)) {
    return new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(key.privateKey);
  }

  stop() {
    this.server?.closeAllConnections();
    return new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve()));
  }
}

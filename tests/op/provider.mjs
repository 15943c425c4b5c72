// One OpenID provider: the library, its people, its keys, the lie it tells, and what it saw.
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import Provider from 'oidc-provider';

import { configuration } from './configuration.mjs';
import { answerWith, FAULTS, idTokenWith, logoutTokenWith, responseWith, TRICKLE } from './faults.mjs';
import { keyFor, newKeys, sign } from './keys.mjs';
import { signInPage, signOutPage } from './pages.mjs';
import { LEVELS, pairwiseSubject, PEOPLE, subjectOf } from './people.mjs';
import { adapterOver, sessionsOf } from './store.mjs';

const DEFAULTS = {
  name: 'sfid', portal: '', logoutPath: '/auth/backchannel-logout', algorithm: 'ES256',
  pairwise: false, fapi: false, client: {}, legacyIssuer: null,
};

export class TestProvider {
  // Options: `name`, the portal's name for it; `portal`, the portal's origin; `logoutPath`, where
  // it takes logout tokens; `algorithm` of ID tokens; `pairwise` subjects; `fapi`, the FAPI 2.0 security profile; `client`, metadata of the
  // portal's registration; `legacyIssuer`, whose subject of alice it vouches for.
  static async start(options) {
    const provider = new TestProvider({ ...DEFAULTS, ...options });
    provider.server = http.createServer((request, response) => provider.serve(request, response));
    await new Promise((ready) => provider.server.listen(0, '127.0.0.1', ready));
    provider.issuer = `http://127.0.0.1:${provider.server.address().port}`;
    provider.people = provider.everyone();
    await provider.rotate({ drop: true });
    return provider;
  }

  constructor(options) {
    this.options = options;
    this.memory = new Map();
    this.adapter = adapterOver(this.memory);
    this.cookieKey = randomBytes(32).toString('hex');
    this.fault = 'none';
    // What was asked of it, the tokens it gave, and the errors of its own making.
    this.seen = { requests: [], id_tokens: [], logout_tokens: [], problems: [] };
  }

  everyone() {
    const people = JSON.parse(JSON.stringify(PEOPLE));
    const { legacyIssuer, pairwise } = this.options;
    if (legacyIssuer) {
      const subject = subjectOf(legacyIssuer, 'alice');
      people.alice.legacy_sub = pairwise ? pairwiseSubject(new URL(this.options.portal).host, subject) : subject;
    }
    return people;
  }

  account(subject) {
    const person = Object.keys(this.people).find((name) => subjectOf(this.issuer, name) === subject);
    return person && { accountId: subject, claims: () => ({ sub: subject, ...this.people[person] }) };
  }

  // New keys. The old ones stay published, unless they are dropped at once. The library reads its
  // keys once, so it is made anew over the same memory.
  async rotate({ drop }) {
    this.keys = [...await newKeys(), ...(drop ? [] : this.keys)];
    this.library = new Provider(this.issuer, configuration(this));
    this.library.use((ctx, next) => this.watch(ctx, next));
    for (const event of ['error', 'server_error']) this.library.on(event, (...told) => this.note(told));
    this.answer = this.library.callback();
  }

  note(told) {
    this.seen.problems.push(String(told.find((part) => part instanceof Error)?.stack));
  }

  // Around every request to the library: notes it, and breaks the answer as the fault has it.
  async watch(ctx, next) {
    await next();
    const endpoint = ctx.oidc?.route;
    if (!endpoint) return;
    this.seen.requests.push({
      endpoint, authorization: ctx.get('authorization').split(' ')[0], query: { ...ctx.query }, form: { ...ctx.oidc.body },
    });
    if (ctx.status === 200 && ctx.body && typeof ctx.body === 'object') ctx.body = await this.broken(endpoint, ctx.body);
    const location = ctx.response.get('location') ?? '';
    if (location.startsWith(this.options.portal)) ctx.set('location', responseWith(this.fault, location));
  }

  async broken(endpoint, body) {
    const answer = answerWith(this.fault, endpoint, body);
    if (endpoint === 'token' && answer.id_token) {
      answer.id_token = await idTokenWith(this.fault, answer.id_token, this.keys);
      this.seen.id_tokens.push(answer.id_token.slice(0, 100_000));
    }
    return answer;
  }

  // A call of the library to the portal.
  async call(address, options) {
    const token = options.body?.get?.('logout_token');
    if (!token) return fetch(address, options);
    const sent = await logoutTokenWith(this.fault, token, this.keys);
    options.body.set('logout_token', sent);
    const answer = await fetch(address, options);
    this.seen.logout_tokens.push({ token: sent, status: answer.status, cache: answer.headers.get('cache-control') ?? '' });
    return answer;
  }

  async serve(request, response) {
    const url = new URL(request.url, this.issuer);
    try {
      if (url.pathname.startsWith('/interaction/')) return await this.interact(request, response);
      if (url.pathname.startsWith('/control/')) return await this.obey(url, request, response);
      if (url.pathname === '/token' && this.fault === TRICKLE) return this.trickle(response);
      return this.answer(request, response);
    } catch (error) {
      this.note([error]);
      response.writeHead(400, { 'content-type': 'text/plain' }).end(error.message);
    }
  }

  // One byte each second, for ever.
  trickle(response) {
    this.seen.requests.push({ endpoint: 'token', authorization: '', query: {}, form: {} });
    response.writeHead(200, { 'content-type': 'application/json' });
    const drops = setInterval(() => response.write(' '), 1000);
    response.on('close', () => clearInterval(drops));
  }

  // The person says who they are.
  async interact(request, response) {
    const details = await this.library.interactionDetails(request, response);
    const show = (status, page) => response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    if (request.method !== 'POST') return show(200, signInPage(this.options.name, details));
    const form = new URLSearchParams(await text(request));
    const finish = (result) => this.library.interactionFinished(request, response, result);
    if (form.has('cancel')) return finish({ error: 'access_denied', error_description: 'cancelled' });
    const person = form.get('username');
    if (!this.people[person]) return show(401, 'unknown user');
    const acr = form.get('acr') ?? LEVELS[1];
    const amr = acr === LEVELS[2] ? ['pwd', 'otp', 'mfa'] : ['pwd'];
    return finish({ login: { accountId: subjectOf(this.issuer, person), acr, amr } });
  }

  showSignOut(ctx, form) {
    ctx.body = signOutPage(this.options.name, ctx.oidc.params?.ui_locales, form);
  }

  // What tests ask of it: `/control/WHAT`, arguments in the query or as JSON.
  async obey(url, request, response) {
    const body = await text(request);
    const answer = await this.control(url.pathname.split('/')[2], url.searchParams, body && JSON.parse(body));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  async control(what, query, body) {
    const person = query.get('person');
    switch (what) {
      case 'fault': return this.lie(query.get('mode'));
      case 'rotate': await this.rotate({ drop: query.has('drop') }); return {};
      case 'seen': return this.seen;
      case 'subject': return { sub: subjectOf(this.issuer, person) };
      case 'claims': return Object.assign(this.people[person], body);
      case 'sign': return { token: sign({ kid: this.signer().kid, alg: this.options.algorithm, ...body.header }, body.claims, this.signer()) };
      case 'sign-out': return this.signOut(subjectOf(this.issuer, person));
      case 'stop': this.server.close(); this.server.closeAllConnections(); return {};
      default: throw new Error(`no control ${what}`);
    }
  }

  lie(mode) {
    if (mode !== 'none' && !FAULTS.includes(mode)) throw new Error(`no fault ${mode}`);
    this.fault = mode;
    return { known: FAULTS };
  }

  signer() {
    return keyFor(this.keys, this.options.algorithm);
  }

  // Ends a person's sessions here, and tells every client (OpenID Connect Back-Channel Logout).
  async signOut(subject) {
    for (const { key, session } of sessionsOf(this.memory, subject)) {
      for (const [id, { sid }] of Object.entries(session.authorizations ?? {})) {
        const client = await this.library.Client.find(id);
        // A refusal is what some tests are after: it is in `seen`.
        await client.backchannelLogout(subject, sid).catch(() => {});
      }
      this.memory.delete(key);
    }
    return this.seen.logout_tokens;
  }
}

async function text(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

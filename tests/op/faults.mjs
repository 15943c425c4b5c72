// The lies of a provider, each under its name: one broken answer that a careful client refuses. Some
// are none, and only unusual: `aud_array`, `no_expires_in`, `token_type_case`, `no_kid` with one key.
import { keyFor, newKeys, read, sign } from './keys.mjs';
import { LEVELS } from './people.mjs';

const STRANGER = 'somebody-else';
const EVIL = 'https://evil.test';
const now = () => Math.floor(Date.now() / 1000);
const garbled = (token) => token.replace(/\.(.)([^.]*)$/, (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`);

// Lies of a token. Each changes the claims or the header, or says with what else to sign, or gives
// the whole token: `(claims, header, { token, keys, ... })`.
const unsigned = (_, header) => { header.alg = 'none'; };
const confused = (_, header) => { header.alg = 'HS256'; };

const ID_TOKEN = {
  nonce: (claims) => { claims.nonce = 'not-yours'; },
  no_nonce: (claims) => { delete claims.nonce; },
  aud: (claims) => { claims.aud = STRANGER; },
  no_aud: (claims) => { delete claims.aud; },
  aud_extra: (claims) => { claims.aud = [claims.aud, STRANGER]; },
  azp: (claims) => { claims.azp = STRANGER; },
  aud_array: (claims) => { claims.aud = [claims.aud]; },
  iss: (claims) => { claims.iss = EVIL; },
  no_iss: (claims) => { delete claims.iss; },
  iss_slash: (claims) => { claims.iss += '/'; },
  expired: (claims) => { claims.exp = now() - 3600; claims.iat = now() - 7200; },
  no_exp: (claims) => { delete claims.exp; },
  no_iat: (claims) => { delete claims.iat; },
  future: (claims) => { claims.iat = now() + 3600; claims.nbf = now() + 3600; },
  not_before: (claims) => { claims.nbf = now() + 3600; },
  no_sub: (claims) => { delete claims.sub; },
  long_sub: (claims) => { claims.sub = 'x'.repeat(4096); },
  at_hash: (claims) => { claims.at_hash = Buffer.from('0123456789abcdef').toString('base64url'); },
  acr_low: (claims) => { claims.acr = LEVELS[0]; },
  no_acr: (claims) => { delete claims.acr; },
  auth_time: (claims) => { claims.auth_time = now() - 86400; },
  alg_none: unsigned,
  hs256: confused,
  // A good signature of the right provider, by another algorithm than agreed.
  alg_other: (_, header, { keys }) => {
    header.alg = header.alg === 'ES256' ? 'PS256' : 'ES256';
    header.kid = keyFor(keys, header.alg).kid;
  },
  wrong_key: async (_, header) => ({ key: keyFor(await newKeys(), header.alg) }),
  kid_unknown: (_, header) => { header.kid = 'nope'; },
  no_kid: (_, header) => { delete header.kid; },
  crit: (_, header) => { header.crit = ['x']; header.x = 1; },
  bad_sig: (_claims, _header, { token }) => ({ token: garbled(token) }),
  // A logout token where the ID token belongs, signed by the right key for the right client.
  logout_token: (claims, header) => {
    header.typ = 'logout+jwt';
    delete claims.nonce;
    claims.events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    claims.jti = 'one';
  },
};

const LOGOUT_TOKEN = {
  lt_nonce: (claims) => { claims.nonce = 'x'; },
  lt_no_event: (claims) => { delete claims.events; },
  lt_event: (claims) => { claims.events = { 'urn:x': {} }; },
  lt_aud: (claims) => { claims.aud = STRANGER; },
  lt_iss: (claims) => { claims.iss = EVIL; },
  lt_expired: (claims) => { claims.exp = now() - 600; claims.iat = now() - 700; },
  lt_no_id: (claims) => { delete claims.sub; delete claims.sid; },
  lt_alg_none: unsigned,
  lt_hs256: confused,
};

// Lies of an answer that a program reads, by the endpoint that gives it.
const ANSWER = {
  no_expires_in: { token: (body) => { delete body.expires_in; } },
  token_type_case: { token: (body) => { body.token_type = body.token_type.toUpperCase(); } },
  no_id_token: { token: (body) => { delete body.id_token; } },
  huge_token: { token: (body) => { body.id_token = 'x'.repeat(50_000_000); } },
  ui_sub: { userinfo: (body) => { body.sub = 'someone-else'; } },
  disco_iss: { discovery: (body) => { body.issuer = EVIL; } },
  disco_plain_pkce: { discovery: (body) => { body.code_challenge_methods_supported = ['plain']; } },
  disco_iss_unannounced: { discovery: (body) => { delete body.authorization_response_iss_parameter_supported; } },
  many_keys: {
    jwks: (body) => { body.keys = Array.from({ length: 10_000 }, (_, n) => ({ ...body.keys[0], kid: `key-${n}` })); },
  },
};

// Lies in the query that the browser carries back to the portal.
const RESPONSE = {
  r_iss: (query) => query.set('iss', EVIL),
  r_no_iss: (query) => query.delete('iss'),
  r_no_state: (query) => query.delete('state'),
  r_state: (query) => query.set('state', 'forged'),
  r_error: (query) => {
    query.delete('code');
    query.set('error', 'server_error');
    query.set('error_description', '<script>alert(1)</script>\r\nX: y');
  },
};

// Silences: the token endpoint gives its answer drop by drop.
export const TRICKLE = 'trickle';

export const FAULTS = Object.keys({ ...ID_TOKEN, ...LOGOUT_TOKEN, ...ANSWER, ...RESPONSE, [TRICKLE]: null });

async function broken(lie, token, keys) {
  const [header, claims] = read(token);
  const usual = keyFor(keys, header.alg);
  const made = (await lie(claims, header, { token, keys })) ?? {};
  return made.token ?? sign(header, claims, made.key ?? keys.find(({ kid }) => kid === header.kid) ?? usual);
}

// The ID token, as the fault has it.
export const idTokenWith = (fault, token, keys) =>
  ID_TOKEN[fault] ? broken(ID_TOKEN[fault], token, keys) : token;

// The logout token, as the fault has it.
export const logoutTokenWith = (fault, token, keys) =>
  LOGOUT_TOKEN[fault] ? broken(LOGOUT_TOKEN[fault], token, keys) : token;

// The JSON answer of an endpoint, as the fault has it; a copy, since the library caches some.
export function answerWith(fault, endpoint, body) {
  const lie = ANSWER[fault]?.[endpoint];
  if (!lie) return body;
  const copy = JSON.parse(JSON.stringify(body));
  lie(copy);
  return copy;
}

// The address that leads back to the portal, as the fault has it.
export function responseWith(fault, address) {
  const url = new URL(address);
  RESPONSE[fault]?.(url.searchParams);
  return url.href;
}

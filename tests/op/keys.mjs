// Signing keys, and JSON Web Tokens made by hand: the library refuses to make broken ones.
import crypto from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(crypto.generateKeyPair);

const KINDS = { RSA: ['rsa', { modulusLength: 2048 }], EC: ['ec', { namedCurve: 'P-256' }] };

const kindFor = (algorithm) => (algorithm.startsWith('ES') ? 'EC' : 'RSA');

// One new key of each kind, as JSON Web Keys.
export async function newKeys() {
  const pairs = await Promise.all(Object.values(KINDS).map((kind) => generate(...kind)));
  return pairs.map(({ privateKey }) => ({
    ...privateKey.export({ format: 'jwk' }), use: 'sig', kid: crypto.randomUUID(),
  }));
}

// The first key that makes signatures of that algorithm.
export const keyFor = (keys, algorithm) => keys.find((key) => key.kty === kindFor(algorithm));

const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');

// Header and claims of a token, unverified.
export const read = (token) =>
  token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));

// A token signed with `key`, by the algorithm that its header names.
export function sign(header, claims, key) {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${signature(header.alg, signed, crypto.createPrivateKey({ key, format: 'jwk' }))}`;
}

function signature(algorithm, signed, key) {
  if (algorithm === 'none') return '';
  if (algorithm === 'HS256') {
    // The public key taken for a shared secret: the classic confusion (RFC 8725 §2.1).
    const secret = crypto.createPublicKey(key).export({ type: 'spki', format: 'pem' });
    return crypto.createHmac('sha256', secret).update(signed).digest('base64url');
  }
  const options = {
    ES256: { dsaEncoding: 'ieee-p1363' },
    PS256: { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    RS256: {},
  };
  return crypto.sign('sha256', Buffer.from(signed), { key, ...options[algorithm] }).toString('base64url');
}

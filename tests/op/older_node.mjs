// What oidc-provider 9 takes for granted and older releases of Node do not have: Debian 12 brings
// Node 18. To be imported before the library; does nothing on Node 22.
import nodeCrypto from 'node:crypto';
import { register } from 'node:module';

globalThis.crypto ??= nodeCrypto.webcrypto;
globalThis.CryptoKey ??= nodeCrypto.webcrypto.CryptoKey;

URL.parse ??= (address, base) => {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
};

// The exports of a module of Node's own cannot be added to, so the library is given another one.
if (!nodeCrypto.hash) {
  const crypto = new URL('older_crypto.mjs', import.meta.url).href;
  const hooks = `export const resolve = (name, context, next) =>
    name === 'node:crypto' && context.parentURL.includes('/oidc-provider/')
      ? { url: ${JSON.stringify(crypto)}, shortCircuit: true }
      : next(name, context);`;
  register(`data:text/javascript,${encodeURIComponent(hooks)}`);
}

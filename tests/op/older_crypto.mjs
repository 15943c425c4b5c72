// `node:crypto` with the function that Node 20.12 added.
import { createHash } from 'node:crypto';

export * from 'node:crypto';

export const hash = (algorithm, data, encoding = 'hex') => createHash(algorithm).update(data).digest(encoding);

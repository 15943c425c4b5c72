// Who can sign in, and what a provider knows of them.
import { createHash } from 'node:crypto';

export const PEOPLE = {
  alice: {
    given_name: 'Alice', family_name: 'Tremblay', birthdate: '1984-02-29', locale: 'fr-CA',
    email: 'alice@exemple.test', email_verified: true,
  },
  // An apostrophe, and an address that nobody has verified.
  bob: {
    given_name: 'Bob', family_name: "O'Neil", birthdate: '1990-07-14', locale: 'en-CA',
    email: 'bob@example.test', email_verified: false,
  },
  // Sixteen years old, with accents and without an address.
  chloe: { given_name: 'Chloé', family_name: 'Nguyễn-Côté', birthdate: '2009-12-01', locale: 'fr-CA' },
};

// Levels of assurance, from the lowest.
export const LEVELS = ['urn:test:loa:1', 'urn:test:loa:2', 'urn:test:loa:3'];

// The subject under which `issuer` knows a person.
export const subjectOf = (issuer, person) =>
  createHash('sha256').update(`${issuer}|${person}`).digest('base64url').slice(0, 22);

// The subject under which the clients of one sector, a host, know them where subjects are pairwise
// (OpenID Connect Core §8.1).
export const pairwiseSubject = (sector, subject) => subjectOf(`pairwise|${sector}`, subject);

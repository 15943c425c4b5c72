// The settings of `oidc-provider`: what a federation like the ones in front of the portal would offer.
import { interactionPolicy } from 'oidc-provider';

import { LEVELS, pairwiseSubject } from './people.mjs';

const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
const SCOPES = 'openid profile email offline_access';

export const SECRET = 'test-only-secret-test-only-secret-0001';

// A higher level than the session's asks for a new sign-in (RFC 9470 §5).
function policyWithStepUp() {
  const policy = interactionPolicy.base();
  const below = ({ oidc }) => {
    const asked = (oidc.params.acr_values || '').split(' ').filter((level) => LEVELS.includes(level));
    const reached = LEVELS.indexOf(oidc.session.acr);
    return asked.length > 0 && !oidc.result?.login && !asked.some((level) => reached >= LEVELS.indexOf(level));
  };
  policy.get('login').checks.add(new interactionPolicy.Check('step_up', 'a higher level was asked for', 'login_required', below));
  return policy;
}

// The portal as it is registered, once for each way that it may prove who it is.
function clients({ name, portal, logoutPath, algorithm, pairwise, client }) {
  const common = {
    redirect_uris: [`${portal}/auth/callback/${name}`],
    post_logout_redirect_uris: [`${portal}/auth/logged-out`],
    backchannel_logout_uri: `${portal}${logoutPath}`,
    // With `sid` in ID tokens and logout tokens.
    backchannel_logout_session_required: true,
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    id_token_signed_response_alg: algorithm,
    ...(pairwise ? { subject_type: 'pairwise' } : {}),
    ...client,
  };
  return [
    {
      ...common, client_id: 'portal', token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256', jwks_uri: `${portal}/.well-known/jwks.json`,
    },
    { ...common, client_id: 'portal-secret', client_secret: SECRET, token_endpoint_auth_method: 'client_secret_basic' },
  ];
}

// First-party clients: nobody is asked whether the portal may know them.
async function grant({ oidc }) {
  const given = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  given.addOIDCScope(SCOPES);
  given.addOIDCClaims([...oidc.requestParamClaims]);
  await given.save();
  return given;
}

// `test` is the TestProvider that the library serves.
export function configuration(test) {
  const { name, fapi } = test.options;
  return {
    adapter: test.adapter,
    jwks: { keys: test.keys },
    clients: clients(test.options),
    // Browsers know no ports: two providers on 127.0.0.1 must not share a cookie.
    cookies: {
      keys: [test.cookieKey],
      names: { session: `${name}_session`, interaction: `${name}_interaction`, resume: `${name}_resume` },
    },
    interactions: { policy: policyWithStepUp(), url: (_, { uid }) => `/interaction/${uid}` },
    acrValues: LEVELS,
    claims: {
      openid: ['sub'], email: ['email', 'email_verified'],
      profile: ['given_name', 'family_name', 'birthdate', 'locale', 'roles', 'legacy_sub'],
      acr: null, amr: null, auth_time: null, sid: null, iss: null,
    },
    // Names in the ID token too, as many federations do.
    conformIdTokenClaims: false,
    scopes: SCOPES.split(' '),
    subjectTypes: ['public', 'pairwise'],
    pairwiseIdentifier: (_, subject, client) => pairwiseSubject(client.sectorIdentifier, subject),
    discovery: { ui_locales_supported: ['fr-CA', 'en-CA'] },
    ttl: { AccessToken: 600, Grant: 28800, IdToken: 300, Interaction: 600, RefreshToken: 28800, Session: 28800 },
    enabledJWA: {
      idTokenSigningAlgValues: ALGORITHMS, userinfoSigningAlgValues: ALGORITHMS, authorizationSigningAlgValues: ALGORITHMS,
    },
    features: {
      backchannelLogout: { enabled: true },
      claimsParameter: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: true },
      jwtResponseModes: { enabled: true },
      jwtUserinfo: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => test.showSignOut(ctx, form) },
      ...(fapi ? { fapi: { enabled: true, profile: '2.0' } } : {}),
    },
    findAccount: (_, subject) => test.account(subject),
    loadExistingGrant: grant,
    // The library's guard against calls into inner networks would refuse the portal, which is on loopback.
    fetch: (address, { dispatcher, ...options }) => test.call(address, options),
  };
}

"""A second OpenID provider for tests, by other hands than the first: `oidc-provider-mock`, a poor one.

It signs with RS256 alone, knows no levels of assurance and does not name itself in its answers
(RFC 9207). Prints its issuer on one line. Ends when its standard input ends, however the tests that
started it ended.
"""

import sys

from oidc_provider_mock import User, run_server_in_thread

ALICE = User(
    sub="alice",
    claims={"given_name": "Alice", "family_name": "Tremblay", "email": "alice@exemple.test"},
)

with run_server_in_thread(user_claims=[ALICE]) as server:
    print(f"http://localhost:{server.server_port}", flush=True)
    sys.stdin.read()

//! The modules by which the OpenID Foundation certifies relying parties, each as a test of its
//! name. `docs/security/conformance.md` lists them and is compared with this file; with
//! `UPDATE_DOCUMENTS=1` it is written anew.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use parvis::text::Locale;
use serde_json::{Value, json};

use crate::faults::{FAULTS, refuse};
use crate::key::{by_key, strict};
use crate::provider::{Federation, sign_in};
use crate::support::{Database, bounded};

/// A module of a certification plan, and how its test is done here.
type Module = (&'static str, &'static str);

/// The modules that must succeed: each does what its name says.
macro_rules! shown {
    ($($name:ident: $how:literal => $test:expr;)*) => {
        $(#[tokio::test]
        async fn $name() {
            bounded($test).await;
        })*

        const SHOWN: &[Module] = &[$((stringify!($name), $how)),*];
    };
}

/// The modules that must be refused: how portal and provider are set up, and the lies.
macro_rules! refused {
    ($($name:ident: $terms:expr, $faults:literal;)*) => {
        $(#[tokio::test]
        async fn $name() {
            bounded(refused($terms, $faults)).await;
        })*

        const REFUSED: &[Module] = &[$((stringify!($name), $faults)),*];
    };
}

/// The modules of logout tokens that must be refused: the lie.
macro_rules! logout_refused {
    ($($name:ident: $fault:literal;)*) => {
        $(#[tokio::test]
        async fn $name() {
            bounded(crate::back_channel::refused($fault)).await;
        })*

        const LOGOUT_REFUSED: &[Module] = &[$((stringify!($name), $fault)),*];
    };
}

/// On which terms portal and provider are.
enum Terms {
    /// OpenID Connect, with that signature.
    Plain(&'static str),
    /// The FAPI 2.0 Security Profile.
    Fapi,
}

impl Terms {
    async fn start(&self) -> Federation {
        let (algorithm, options, settings) = match self {
            Self::Plain(algorithm) => (*algorithm, json!({}), json!({})),
            Self::Fapi => ("ES256", strict(), by_key("fapi2")),
        };
        Federation::with(Database::Sqlite, algorithm, &options, settings).await
    }
}

/// Modules of what the portal does not do, and why.
const NOT_APPLICABLE: &[Module] = &[
    ("oidcc-client-test-userinfo-bearer-body", "the access token goes into the header"),
    ("oidcc-client-test-aggregated-claims", "claims of other parties are ignored"),
    ("oidcc-client-test-distributed-claims", "claims of other parties are ignored"),
    ("oidcc-client-test-missing-athash", "optional in the code flow (Core §3.1.3.6); checked where it is"),
    ("oidcc-client-test-invalid-chash", "hybrid flow"),
    ("oidcc-client-test-missing-chash", "hybrid flow"),
    ("oidcc-client-test-form-post-error", "answers come in the query; errors there: fault `r_error`"),
    ("oidcc-client-test-request-uri-signed-rs256", "request objects; the portal pushes its requests instead"),
    ("oidcc-client-test-request-uri-signed-none", "request objects; the portal pushes its requests instead"),
    ("oidcc-client-test-mtls-endpoint-aliases", "the portal proves itself by signature, not by certificate"),
    (
        "oidcc-client-test-discovery-webfinger-acct",
        "issuers are configured, never found by a person's address",
    ),
    (
        "oidcc-client-test-discovery-webfinger-url",
        "issuers are configured, never found by a person's address",
    ),
    ("oidcc-client-test-dynamic-registration", "operators register the portal"),
    ("oidcc-client-test-refresh-token", "no refresh token is asked for"),
    ("oidcc-client-test-refresh-token-invalid-issuer", "no refresh token is asked for"),
    ("oidcc-client-test-refresh-token-invalid-sub", "no refresh token is asked for"),
    (
        "oidcc-client-test-rp-frontchannel-rpinitlogout",
        "frames of other sites; browsers withhold their cookies",
    ),
    (
        "oidcc-client-test-rp-frontchannel-opinitlogout",
        "frames of other sites; browsers withhold their cookies",
    ),
    ("oidcc-client-test-session-management", "frames of other sites; browsers withhold their cookies"),
];

shown! {
    oidcc_client_test: "a sign-in by code" => signs_in("ES256", json!({}));
    oidcc_client_test_client_secret_basic: "the password in the `Authorization` header" =>
        crate::sign_in::secret_in_the_header();
    oidcc_client_test_idtoken_sig_rs256: "an ID token signed with RS256" => signs_in("RS256", json!({}));
    oidcc_client_test_kid_absent_single_jwks: "fault `no_kid`: the one key of its kind" =>
        crate::rotation::one_key_without_a_name();
    oidcc_client_test_kid_absent_multiple_jwks: "fault `no_kid`, several keys: refused, which is allowed" =>
        crate::rotation::several_keys_without_a_name();
    oidcc_client_test_nonce_unless_code_flow: "a nonce is always sent" => crate::sign_in::tied_to_the_sign_in();
    oidcc_client_test_userinfo_bearer_header: "the access token in the `Authorization` header" =>
        crate::sign_in::secret_in_the_header();
    oidcc_client_test_userinfo_signed: "userinfo as a signed token" =>
        signs_in("ES256", json!({ "client": { "userinfo_signed_response_alg": "ES256" } }));
    oidcc_client_test_scope_userinfo_claims: "the name comes with the scope `profile`" =>
        signs_in("ES256", json!({}));
    oidcc_client_test_discovery_openid_config: "all endpoints come from the metadata" => discovers();
    oidcc_client_test_discovery_jwks_uri_keys: "the keys come from its `jwks_uri`" => discovers();
    oidcc_client_test_signing_key_rotation: "new keys between two sign-ins" => new_keys_between();
    oidcc_client_test_signing_key_rotation_just_before_signing: "new keys in the middle of a sign-in" =>
        crate::rotation::planned_and_abrupt(Database::Sqlite);
    oidcc_client_test_rp_init_logout: "out here, then at the provider, then back" =>
        crate::logout::here_first_then_at_the_provider(Database::Sqlite);
    oidcc_client_test_rp_init_logout_other_state: "back with another state: nothing happens" =>
        crate::logout::back_with_any_state(Database::Sqlite);
    oidcc_client_test_rp_init_logout_no_state: "back without state: nothing happens" =>
        crate::logout::back_with_any_state(Database::Sqlite);
    oidcc_client_test_rp_backchannel_rpinitlogout: "the provider ends the sessions of one person" =>
        crate::back_channel::ends_the_sessions(Database::Sqlite);
    oidcc_client_test_3rd_party_init_login: "`/auth/initiate`, to a page of ours" =>
        crate::initiate::to_a_page_of_ours(Database::Sqlite);
    fapi2_security_profile_final_client_test_happy_path: "requests pushed, the portal proven by its key" =>
        crate::key::fapi(Database::Sqlite);
    fapi2_security_profile_final_client_test_happy_path_no_dpop_nonce: "the same, tokens bound without a nonce" =>
        fapi("none");
    fapi2_security_profile_final_client_test_valid_aud_as_array: "`aud` as a list of one" => fapi("aud_array");
    fapi2_security_profile_final_client_test_token_type_case_insensitivity: "`token_type` in capitals" =>
        fapi("token_type_case");
    fapi2_security_profile_final_client_test_token_endpoint_response_without_expires_in: "no `expires_in`" =>
        fapi("no_expires_in");
}

refused! {
    oidcc_client_test_idtoken_sig_none: Terms::Plain("RS256"), "alg_none";
    oidcc_client_test_invalid_sig_rs256: Terms::Plain("RS256"), "bad_sig wrong_key";
    oidcc_client_test_invalid_sig_es256: Terms::Plain("ES256"), "bad_sig wrong_key";
    oidcc_client_test_invalid_sig_hs256: Terms::Plain("RS256"), "hs256";
    oidcc_client_test_invalid_iss: Terms::Plain("ES256"), "iss iss_slash";
    oidcc_client_test_missing_sub: Terms::Plain("ES256"), "no_sub";
    oidcc_client_test_invalid_aud: Terms::Plain("ES256"), "aud aud_extra";
    oidcc_client_test_missing_aud: Terms::Plain("ES256"), "no_aud";
    oidcc_client_test_missing_iat: Terms::Plain("ES256"), "no_iat";
    oidcc_client_test_nonce_invalid: Terms::Plain("ES256"), "nonce no_nonce";
    oidcc_client_test_userinfo_invalid_sub: Terms::Plain("ES256"), "ui_sub";
    oidcc_client_test_invalid_athash: Terms::Plain("ES256"), "at_hash";
    oidcc_client_test_discovery_issuer_mismatch: Terms::Plain("ES256"), "disco_iss";
    fapi2_security_profile_final_client_test_invalid_iss: Terms::Fapi, "iss iss_slash";
    fapi2_security_profile_final_client_test_invalid_missing_iss: Terms::Fapi, "no_iss";
    fapi2_security_profile_final_client_test_invalid_aud: Terms::Fapi, "aud";
    fapi2_security_profile_final_client_test_invalid_missing_aud: Terms::Fapi, "no_aud";
    fapi2_security_profile_final_client_test_invalid_secondary_aud: Terms::Fapi, "aud_extra";
    fapi2_security_profile_final_client_test_invalid_expired_exp: Terms::Fapi, "expired";
    fapi2_security_profile_final_client_test_invalid_missing_exp: Terms::Fapi, "no_exp";
    fapi2_security_profile_final_client_test_invalid_nonce: Terms::Fapi, "nonce";
    fapi2_security_profile_final_client_test_invalid_missing_nonce: Terms::Fapi, "no_nonce";
    fapi2_security_profile_final_client_test_invalid_null_alg: Terms::Fapi, "alg_none";
    fapi2_security_profile_final_client_test_invalid_alternate_alg: Terms::Fapi, "alg_other";
    fapi2_security_profile_final_client_test_invalid_authorization_response_iss: Terms::Fapi, "r_iss";
    fapi2_security_profile_final_client_test_remove_authorization_response_iss: Terms::Fapi, "r_no_iss";
    fapi2_security_profile_final_client_test_ensure_authorization_response_with_invalid_state_fails: Terms::Fapi, "r_state";
    fapi2_security_profile_final_client_test_ensure_authorization_response_with_invalid_missing_state_fails: Terms::Fapi, "r_no_state";
    fapi2_security_profile_final_client_test_discovery_issuer_mismatch: Terms::Fapi, "disco_iss";
}

logout_refused! {
    oidcc_client_test_rp_backchannel_rpinitlogout_alg_none: "lt_alg_none";
    oidcc_client_test_rp_backchannel_rpinitlogout_no_event: "lt_no_event";
    oidcc_client_test_rp_backchannel_rpinitlogout_wrong_event: "lt_event";
    oidcc_client_test_rp_backchannel_rpinitlogout_with_nonce: "lt_nonce";
    oidcc_client_test_rp_backchannel_rpinitlogout_wrong_alg: "lt_hs256";
    oidcc_client_test_rp_backchannel_rpinitlogout_wrong_aud: "lt_aud";
    oidcc_client_test_rp_backchannel_rpinitlogout_wrong_iss: "lt_iss";
}

async fn signs_in(algorithm: &str, options: Value) {
    let federation = Federation::with(Database::Sqlite, algorithm, &options, json!({})).await;
    greeted(&federation, Locale::Fr).await;
    federation.portal.stop().await;
}

async fn greeted(federation: &Federation, locale: Locale) {
    let mut browser = federation.browser(locale);
    sign_in(&mut browser, "alice").await;
    assert_eq!(browser.page().status, 200, "{}", browser.text());
    assert!(browser.page().body.contains("Alice Tremblay"), "{}", browser.page().body);
}

async fn discovers() {
    let federation = Federation::start(Database::Sqlite).await;
    greeted(&federation, Locale::Fr).await;
    for endpoint in ["discovery", "jwks", "authorization", "token", "userinfo"] {
        assert_eq!(federation.sfid.count(endpoint).await, 1, "{endpoint}");
    }
    federation.portal.stop().await;
}

async fn new_keys_between() {
    let federation = Federation::start(Database::Sqlite).await;
    greeted(&federation, Locale::Fr).await;
    federation.sfid.drops_its_keys().await;
    federation.portal.clock.advance(Duration::from_mins(2));
    greeted(&federation, Locale::En).await;
    federation.portal.stop().await;
}

/// Signs in once for each of those lies, in vain.
async fn refused(terms: Terms, faults: &str) {
    let federation = terms.start().await;
    for (name, locale) in faults.split(' ').zip(Locale::ALL.into_iter().cycle()) {
        federation.sfid.lies(name).await;
        let fault = FAULTS.iter().find(|fault| fault.name == name).unwrap();
        refuse(&federation, fault, locale).await;
        assert_eq!(federation.refusals().await.last().unwrap(), fault.reason);
    }
    federation.portal.stop().await;
}

/// Signs in with the strict profile, and an answer that is only unusual.
async fn fapi(unusual: &str) {
    let federation = Terms::Fapi.start().await;
    federation.sfid.lies(unusual).await;
    greeted(&federation, Locale::En).await;
    federation.portal.stop().await;
}

/// The table of the document, as this file has it.
fn table() -> String {
    let mut table = String::from("| module | | here |\n|---|---|---|\n");
    let mut row = |name: &str, sign: &str, how: &str| {
        writeln!(table, "| `{}` | {sign} | {how} |", name.replace('_', "-")).unwrap();
    };
    for (name, how) in SHOWN {
        row(name, "shown", how);
    }
    for (name, faults) in REFUSED.iter().chain(LOGOUT_REFUSED) {
        let faults: Vec<String> = faults.split(' ').map(|fault| format!("`{fault}`")).collect();
        row(name, "refused", &format!("faults {}", faults.join(", ")));
    }
    for (name, why) in NOT_APPLICABLE {
        row(name, "n/a", why);
    }
    table
}

#[test]
fn the_document_is_true() {
    const HEADING: &str = "## The modules\n\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/security/conformance.md");
    let document = std::fs::read_to_string(&path).unwrap();
    let (before, found) = document.split_once(HEADING).unwrap();
    if std::env::var_os("UPDATE_DOCUMENTS").is_some() {
        std::fs::write(&path, format!("{before}{HEADING}{}", table())).unwrap();
    } else {
        assert!(found == table(), "docs/security/conformance.md: run this test with UPDATE_DOCUMENTS=1");
    }
}

//! Every lie of a provider is refused, for its own reason: a page in the person's language, no
//! session, and a line of the audit log that says what was wrong.

use crate::complaint::say;
use crate::provider::{Federation, at_provider};
use crate::support::{Browser, Database, bounded};
use parvis::text::Locale;

/// What the person is told.
#[derive(Clone, Copy)]
pub enum Told {
    /// The answer is not to be trusted.
    NotVerified,
    /// It took too long, or is not of this browser.
    Expired,
    /// The sign-in is not sure enough.
    TooWeak,
    /// The provider rests.
    Resting,
}

impl Told {
    fn heading(self, browser: &Browser) -> &'static str {
        match self {
            Self::NotVerified => {
                say(browser, "La connexion n’a pas pu être vérifiée", "The sign-in could not be verified")
            }
            Self::Expired => say(browser, "La connexion a pris trop de temps", "Signing in took too long"),
            Self::TooWeak => {
                say(browser, "Cette connexion n’est pas assez sûre", "This sign-in is not secure enough")
            }
            Self::Resting => {
                say(browser, "Le service d’identité ne répond pas", "The identity service does not answer")
            }
        }
    }

    fn status(self) -> u16 {
        match self {
            Self::NotVerified | Self::Expired => 400,
            Self::TooWeak => 403,
            Self::Resting => 503,
        }
    }
}

/// How far the portal goes before it sees the lie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Before it redeems the code.
    BeforeTheToken,
    /// In the token endpoint's answer, or later.
    InTheToken,
}

/// One lie of the provider (`tests/op/faults.mjs`), and what must become of it.
pub struct Fault {
    /// The lie.
    pub name: &'static str,
    /// The reason in the audit log.
    pub reason: &'static str,
    /// What the person is told.
    pub told: Told,
    /// How far it came.
    pub seen: Seen,
}

const fn in_token(name: &'static str, reason: &'static str) -> Fault {
    Fault { name, reason, told: Told::NotVerified, seen: Seen::InTheToken }
}

const fn before(name: &'static str, reason: &'static str, told: Told) -> Fault {
    Fault { name, reason, told, seen: Seen::BeforeTheToken }
}

/// The lies about who signed in. Those of logout tokens are in `back_channel.rs`.
pub const FAULTS: &[Fault] = &[
    in_token("nonce", "id-token-nonce"),
    in_token("no_nonce", "id-token-nonce"),
    in_token("aud", "id-token-audience"),
    in_token("no_aud", "id-token-audience"),
    in_token("aud_extra", "id-token-audience"),
    in_token("azp", "id-token-azp"),
    in_token("iss", "id-token-issuer"),
    in_token("no_iss", "token-answer"),
    in_token("iss_slash", "id-token-issuer"),
    in_token("expired", "id-token-expired"),
    in_token("no_exp", "token-answer"),
    in_token("no_iat", "token-answer"),
    in_token("future", "id-token-iat"),
    in_token("not_before", "id-token-nbf"),
    in_token("no_sub", "token-answer"),
    in_token("long_sub", "id-token-subject"),
    in_token("at_hash", "id-token-at-hash"),
    Fault { told: Told::TooWeak, ..in_token("no_acr", "id-token-acr") },
    in_token("auth_time", "id-token-auth-time"),
    in_token("alg_none", "id-token-algorithm"),
    in_token("hs256", "id-token-algorithm"),
    in_token("alg_other", "id-token-algorithm"),
    in_token("wrong_key", "id-token-signature"),
    in_token("kid_unknown", "id-token-key"),
    in_token("crit", "id-token-header"),
    in_token("bad_sig", "id-token-signature"),
    in_token("logout_token", "id-token-header"),
    in_token("no_id_token", "id-token-missing"),
    in_token("huge_token", "token-answer"),
    Fault { told: Told::Resting, ..in_token("trickle", "provider-unreachable") },
    in_token("ui_sub", "userinfo-subject"),
    before("disco_iss", "provider-metadata", Told::NotVerified),
    before("disco_plain_pkce", "provider-metadata", Told::NotVerified),
    before("r_iss", "answer-issuer", Told::NotVerified),
    before("r_no_iss", "answer-issuer", Told::NotVerified),
    before("r_no_state", "flow-unknown", Told::Expired),
    before("r_state", "flow-unknown", Told::Expired),
    before("r_error", "provider-resting", Told::Resting),
];

/// Signs in with a provider that tells that lie, in both languages.
async fn refused(name: &str) {
    let fault = FAULTS.iter().find(|fault| fault.name == name).unwrap();
    let federation = Federation::start(Database::Sqlite).await;
    federation.sfid.lies(name).await;
    for locale in Locale::ALL {
        refuse(&federation, fault, locale).await;
    }
    assert_eq!(federation.refusals().await, [fault.reason; 2], "each is in the audit log, once");
    federation.portal.stop().await;
}

/// One sign-in that must be refused, as the fault says.
pub async fn refuse(federation: &Federation, fault: &Fault, locale: Locale) {
    let name = fault.name;
    let mut browser = federation.browser(locale);
    browser.open("/sign-in").await;
    if fault.reason != "provider-metadata" {
        at_provider(&mut browser, "alice").await;
    }
    let page = browser.page();
    assert_eq!(page.heading(), fault.told.heading(&browser), "{name}");
    assert_eq!((page.status, page.lang().as_str()), (fault.told.status(), locale.tag()), "{name}");
    // Not even in a link of the page's frame.
    for hostile in ["alert(1)", "X: y", "evil.test", "somebody-else", "code="] {
        assert!(!page.body.contains(hostile), "{name}: the provider’s own words are shown: {}", page.body);
    }
    assert!(page.headers.get("x").is_none(), "{name}: a header of the provider's");
    assert_eq!(browser.cookie("session"), None, "{name}");
    assert_eq!(federation.portal.count("session").await, 0, "{name}");
    let redeemed = federation.sfid.count("token").await > 0;
    assert_eq!(redeemed, fault.seen == Seen::InTheToken, "{name}: whether the code was redeemed");
}

/// One test for each lie.
macro_rules! faults {
    ($($name:ident),* $(,)?) => {
        $(#[tokio::test]
        async fn $name() {
            bounded(refused(stringify!($name))).await;
        })*

        /// Every lie of the table has its test.
        #[test]
        fn all_of_them() {
            let tested = [$(stringify!($name)),*];
            let listed: Vec<&str> = FAULTS.iter().map(|fault| fault.name).collect();
            assert_eq!(listed, tested);
        }
    };
}

faults![
    nonce,
    no_nonce,
    aud,
    no_aud,
    aud_extra,
    azp,
    iss,
    no_iss,
    iss_slash,
    expired,
    no_exp,
    no_iat,
    future,
    not_before,
    no_sub,
    long_sub,
    at_hash,
    no_acr,
    auth_time,
    alg_none,
    hs256,
    alg_other,
    wrong_key,
    kid_unknown,
    crit,
    bad_sig,
    logout_token,
    no_id_token,
    huge_token,
    trickle,
    ui_sub,
    disco_iss,
    disco_plain_pkce,
    r_iss,
    r_no_iss,
    r_no_state,
    r_state,
    r_error,
];

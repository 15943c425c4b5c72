//! The identity provider, met by the same OpenID Connect client library as the portal's.

use std::time::Duration;

use openidconnect::core::{
    CoreClient, CoreIdTokenClaims, CoreProviderMetadata, CoreResponseType, CoreTokenResponse,
};
use openidconnect::{
    AccessTokenHash, AuthenticationContextClass, AuthenticationFlow, AuthorizationCode, ClientId,
    ClientSecret, CsrfToken, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenResponse as _,
};
use parvis::clock::Clock;
use parvis::demo::{self, DemoPace, Options};
use secrecy::ExposeSecret as _;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{Demo, NO_PORTAL as PORTAL, browser, eventually};

const CALLBACK: &str = "http://127.0.0.1:9/auth/callback/demo";

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failed(String);

async fn send(request: openidconnect::HttpRequest) -> Result<openidconnect::HttpResponse, Failed> {
    let failed = |error: reqwest::Error| Failed(error.to_string());
    let request = request.try_into().map_err(failed)?;
    let answer = browser().execute(request).await.map_err(failed)?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut response = openidconnect::HttpResponse::new(answer.bytes().await.map_err(failed)?.to_vec());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// One sign-in as the portal would do it.
struct Flow {
    metadata: CoreProviderMetadata,
    address: Url,
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

impl Flow {
    async fn begin(demo: &Demo, level: u8) -> Self {
        let issuer = IssuerUrl::new(demo.services.provider.to_string()).unwrap();
        let metadata = CoreProviderMetadata::discover_async(issuer, &send).await.unwrap();
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new(demo.services.client_id.clone()),
            Some(ClientSecret::new(demo.services.client_secret.expose_secret().to_owned())),
        )
        .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());
        let (address, state, nonce) = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("profile".into()))
            .add_scope(Scope::new("email".into()))
            .set_pkce_challenge(challenge)
            .add_auth_context_value(AuthenticationContextClass::new(format!("urn:parvis-demo:loa:{level}")))
            .url();
        Self { metadata, address, state, nonce, verifier }
    }

    /// Signs in on the provider's page; gives the address that the browser is sent to.
    async fn sign_in(&self, form: &str) -> Url {
        let page = browser().get(self.address.clone()).send().await.unwrap();
        assert_eq!(page.status(), 200);
        let page = page.text().await.unwrap();
        let action = page.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
        let action = action.replace("&amp;", "&").replace("&#x2f;", "/");
        let answer = browser()
            .post(self.address.join(&action).unwrap())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.to_owned())
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 303);
        answer.headers()["location"].to_str().unwrap().parse().unwrap()
    }

    async fn redeem(self, demo: &Demo, code: &str) -> Result<(CoreTokenResponse, CoreIdTokenClaims), String> {
        let client = CoreClient::from_provider_metadata(
            self.metadata,
            ClientId::new(demo.services.client_id.clone()),
            Some(ClientSecret::new(demo.services.client_secret.expose_secret().to_owned())),
        )
        .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());
        let request = client.exchange_code(AuthorizationCode::new(code.to_owned())).unwrap();
        let tokens = request.set_pkce_verifier(self.verifier).request_async(&send).await;
        let tokens = tokens.map_err(|error| format!("{error:?}"))?;
        let verifier = client.id_token_verifier();
        let id_token = tokens.id_token().unwrap();
        let claims = id_token.claims(&verifier, &self.nonce).map_err(|error| format!("{error:?}"))?;
        let hash = AccessTokenHash::from_token(
            tokens.access_token(),
            id_token.signing_alg().unwrap(),
            id_token.signing_key(&verifier).unwrap(),
        );
        assert_eq!(claims.access_token_hash(), Some(&hash.unwrap()));
        Ok((tokens.clone(), claims.clone()))
    }
}

fn parameter(address: &Url, name: &str) -> Option<String> {
    address.query_pairs().find(|(one, _)| one == name).map(|(_, value)| value.into_owned())
}

#[tokio::test]
async fn a_person_signs_in_and_out() {
    let demo = Demo::start(PORTAL, DemoPace::default()).await;
    let flow = Flow::begin(&demo, 2).await;
    let back = flow.sign_in("username=amelie").await;
    assert!(back.as_str().starts_with(CALLBACK));
    assert_eq!(parameter(&back, "state").as_ref(), Some(flow.state.secret()));
    assert_eq!(parameter(&back, "iss").unwrap(), demo.services.provider.as_str());
    let userinfo = flow.metadata.userinfo_endpoint().unwrap().to_string();
    let code = parameter(&back, "code").unwrap();
    let (tokens, claims) = flow.redeem(&demo, &code).await.unwrap();
    assert_eq!(claims.email().unwrap().as_str(), "amelie.tremblay@example.org");
    assert_eq!(claims.auth_context_ref().unwrap().as_str(), "urn:parvis-demo:loa:2");
    assert_eq!(claims.given_name().unwrap().get(None).unwrap().as_str(), "Amélie");
    assert!(claims.auth_time().is_some());

    let bearer = tokens.access_token().secret();
    let told = browser().get(userinfo).bearer_auth(bearer).send().await.unwrap();
    let told: serde_json::Value = told.json().await.unwrap();
    assert_eq!(told["sub"], claims.subject().as_str());
    assert_eq!(told["birthdate"], "1987-06-24");

    let logout = format!(
        "{}/logout?id_token_hint={}&post_logout_redirect_uri={PORTAL}bye&state=s",
        demo.services.provider,
        tokens.id_token().unwrap()
    );
    let answer = browser().get(logout).send().await.unwrap();
    assert_eq!(answer.headers()["location"], "http://127.0.0.1:9/bye?state=s");
    let unproven = format!("{}/logout?post_logout_redirect_uri={PORTAL}bye", demo.services.provider);
    assert_eq!(browser().get(unproven).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_code_serves_once_and_soon() {
    let demo = Demo::start(PORTAL, DemoPace::default()).await;
    let first = Flow::begin(&demo, 2).await;
    let code = parameter(&first.sign_in("person=connor").await, "code").unwrap();
    let again = Flow {
        verifier: PkceCodeVerifier::new(first.verifier.secret().clone()),
        ..Flow::begin(&demo, 2).await
    };
    first.redeem(&demo, &code).await.unwrap();
    assert!(again.redeem(&demo, &code).await.unwrap_err().contains("invalid_grant"));

    let late = Flow::begin(&demo, 2).await;
    let code = parameter(&late.sign_in("username=connor").await, "code").unwrap();
    demo.clock.advance(Duration::from_secs(61));
    assert!(late.redeem(&demo, &code).await.unwrap_err().contains("invalid_grant"));

    let other = Flow::begin(&demo, 2).await;
    let code = parameter(&other.sign_in("username=connor").await, "code").unwrap();
    let stranger = Flow::begin(&demo, 2).await;
    assert!(stranger.redeem(&demo, &code).await.unwrap_err().contains("invalid_grant"));
}

#[tokio::test]
async fn a_session_answers_for_its_level_and_age_only() {
    let demo = Demo::start(PORTAL, DemoPace::default()).await;
    let flow = Flow::begin(&demo, 1).await;
    let page = browser().get(flow.address.clone()).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("name=\"username\"") && page.contains("lang=\"fr-CA\""));
    let action = flow.address.as_str().replace("/authorize?", "/sign-in?");
    let answer = browser().post(&action).body("username=amelie").send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let ask = async |more: &str| {
        let address = format!("{}{more}", Flow::begin(&demo, 1).await.address);
        let answer = browser().get(address).header("cookie", &cookie).send().await.unwrap();
        let back = answer.headers().get("location").map(|to| Url::parse(to.to_str().unwrap()).unwrap());
        back.map(|back| parameter(&back, "error").unwrap_or_else(|| "code".to_owned()))
    };
    assert_eq!(ask("").await.as_deref(), Some("code"));
    assert_eq!(ask("&prompt=none").await.as_deref(), Some("code"));
    assert_eq!(ask("&prompt=login").await, None);
    demo.clock.advance(Duration::from_secs(31));
    assert_eq!(ask("&max_age=60").await.as_deref(), Some("code"));
    assert_eq!(ask("&max_age=30").await, None);
    assert_eq!(ask("&max_age=30&prompt=none").await.as_deref(), Some("login_required"));
    assert_eq!(ask("&response_type=code").await.as_deref(), Some("invalid_request"));
    demo.clock.advance(Duration::from_hours(9));
    assert_eq!(ask("").await, None);
}

#[tokio::test]
async fn a_young_person_stays_at_the_level_they_can_reach() {
    let demo = Demo::start(PORTAL, DemoPace::default()).await;
    let flow = Flow::begin(&demo, 3).await;
    let code = parameter(&flow.sign_in("username=leo").await, "code").unwrap();
    let (_, claims) = flow.redeem(&demo, &code).await.unwrap();
    assert_eq!(claims.auth_context_ref().unwrap().as_str(), "urn:parvis-demo:loa:2");
}

#[tokio::test]
async fn what_is_not_the_portals_is_refused() {
    let demo = Demo::start(PORTAL, DemoPace::default()).await;
    let flow = Flow::begin(&demo, 2).await;
    let ask = async |from: &str, to: &str| {
        let address = flow.address.as_str().replace(from, to);
        assert_ne!(address, flow.address.as_str());
        browser().get(address).send().await.unwrap()
    };
    assert_eq!(ask("127.0.0.1%3A9%2F", "example.org%2F").await.status(), 400);
    assert_eq!(ask("client_id=parvis", "client_id=other").await.status(), 400);
    let plain = ask("code_challenge_method=S256", "code_challenge_method=plain").await;
    assert!(plain.headers()["location"].to_str().unwrap().contains("error=invalid_request"));
    let cancelled = flow.sign_in("cancel=1").await;
    assert_eq!(parameter(&cancelled, "error").as_deref(), Some("access_denied"));
    let unknown = flow.address.as_str().replace("/authorize?", "/sign-in?");
    let unknown = browser().post(&unknown).body("username=%3Cb%3E").send().await.unwrap();
    assert_eq!(unknown.status(), 422);
    assert!(unknown.text().await.unwrap().contains("value=\"&lt;b&gt;\""));

    let token = flow.metadata.token_endpoint().unwrap().to_string();
    let answer = browser().post(&token).basic_auth("parvis", Some("wrong")).body("").send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let userinfo = flow.metadata.userinfo_endpoint().unwrap().to_string();
    assert_eq!(browser().get(&userinfo).bearer_auth("x").send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn everything_is_the_same_after_a_restart() {
    let mut demo = Demo::start(PORTAL, DemoPace::default()).await;
    let known = async |demo: &Demo| {
        let jwks = browser().get(format!("{}/jwks", demo.services.provider)).send().await.unwrap();
        (jwks.text().await.unwrap(), demo.services.client_secret.expose_secret().to_owned())
    };
    let before = known(&demo).await;
    demo.restart(PORTAL, DemoPace::default()).await;
    assert_eq!(known(&demo).await, before);
}

/// Starts a demo whose back-end cannot have its port; gives that port and what was said.
async fn start_on_a_taken_port() -> (u16, String) {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let dir = std::env::temp_dir().join(format!("parvis-demo-{}", Clock::default().new_uuid()));
    let portal_url = PORTAL.parse().unwrap();
    let options = Options { dir: dir.clone(), portal_url, first_port: port - 3, pace: DemoPace::default() };
    let error = demo::start(options, Clock::default(), CancellationToken::new()).await.unwrap_err();
    std::fs::remove_dir_all(dir).unwrap();
    (port, error.to_string())
}

#[tokio::test]
async fn a_taken_port_is_named_and_nothing_is_left_running() {
    let (mut port, mut error) = start_on_a_taken_port().await;
    // Another test may hold a neighbouring port.
    while !error.contains(&format!("127.0.0.1:{port} ")) {
        assert!(error.contains("127.0.0.1:"), "{error}");
        (port, error) = start_on_a_taken_port().await;
    }
    eventually(async || std::net::TcpListener::bind(("127.0.0.1", port - 2)).ok()).await;
}

//! A portal with one room, a provider, and browsers to visit them with.

use std::collections::BTreeMap;
use std::path::PathBuf;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Json, Router, middleware};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use url::Url;

use super::provider::{CLIENT_ID, CLIENT_SECRET, Provider};
use crate::base::Base;
use crate::clock::Clock;
use crate::config::{Config, IssuerState};
use crate::identity::{
    Administrator, Citizen, Identity, callback_router, issuer_router, router, session_layer,
};
use crate::keys::Keys;
use crate::on;
use crate::store;
use crate::text::{Locale, Text};
use crate::vault::Vault;
use crate::web::{Trace, Viewer};

pub struct Portal {
    pub base: Base,
    pub keys: Keys,
    pub identity: Identity,
    pub provider: Provider,
    router: Router,
    file: PathBuf,
}

impl Drop for Portal {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.file.display()));
        }
    }
}

impl Portal {
    pub async fn open() -> Self {
        Self::with("").await
    }

    /// A portal with these settings more.
    pub async fn with(settings: &str) -> Self {
        Self::at(Clock::default(), &secret(), settings).await
    }

    /// A portal that proves with a key of its own who it is, with these settings more of the issuer.
    pub async fn with_key(issuer: &str) -> Self {
        let portal = Self::at(Clock::default(), issuer, "").await;
        portal.provider.trust(&portal.keys.published().await);
        portal
    }

    /// A portal with a second provider, the issuer `sag`, which has these settings more.
    pub async fn with_second(settings: &str) -> (Self, Provider) {
        let clock = Clock::default();
        let second = Provider::start(clock.clone()).await;
        let issuer = format!(
            r#"
            [issuer.sag]
            url = "{url}"
            client_id = "{CLIENT_ID}"
            client_secret = "{CLIENT_SECRET}"
            state = "active"
            label = {{ fr = "Autre compte", en = "Other account" }}
            levels = ["loa:1", "loa:2"]
            allow_loopback_http = true
            {settings}
            "#,
            url = second.issuer,
        );
        (Self::at(clock, &secret(), &issuer).await, second)
    }

    async fn at(clock: Clock, issuer: &str, settings: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let provider = Provider::start(clock.clone()).await;
        let config = format!(
            r#"
            [vault]
            key = "{key}"
            [issuer.sfid]
            url = "{url}"
            client_id = "{CLIENT_ID}"
            {issuer}
            state = "active"
            label = {{ fr = "Compte", en = "Account" }}
            levels = ["loa:1", "loa:2"]
            allow_loopback_http = true
            [issuer.sfid.roles]
            admin = {{ claim = "roles", value = "portal-admin" }}
            {settings}
            "#,
            key = Vault::new_master_key(),
            url = provider.issuer,
        );
        let config = Config::from_toml("test", &config).unwrap();
        let (db, file) = database(&clock).await;
        let base = base(config, db, clock);
        let keys = Keys::open(base.clone()).await.unwrap();
        let identity = Identity::new(base.clone(), &keys).unwrap();
        let router = routes(&identity);
        Self { base, keys, identity, provider, router, file }
    }

    /// Opens anew over the same database, with the issuer in another state.
    pub fn turn(&mut self, state: IssuerState) {
        let mut config = self.base.config.clone();
        config.issuer.get_mut("sfid").unwrap().state = state;
        self.base = base(config, self.base.db.clone(), self.base.clock.clone());
        self.identity = Identity::new(self.base.clone(), &self.keys).unwrap();
        self.router = routes(&self.identity);
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser { portal: self, cookies: BTreeMap::new(), agent: "" }
    }

    /// The audit log since the portal was opened, as `code how-or-reason`.
    pub async fn log(&self) -> Vec<String> {
        let mut db = self.base.db.read().await.unwrap();
        let query = "SELECT code, fields FROM audit_event WHERE code <> 'keys-created' ORDER BY id";
        let rows: Vec<(String, sqlx::types::Json<Value>)> =
            on!(&mut db, |c| sqlx::query_as(query).fetch_all(c).await).unwrap();
        let line = |(code, fields): (String, sqlx::types::Json<Value>)| {
            let detail =
                ["reason", "how", "first", "page"].iter().find_map(|name| fields.get(*name).cloned());
            let detail = detail.map(|value| format!(" {value}")).unwrap_or_default().replace('"', "");
            format!("{code}{detail}")
        };
        rows.into_iter().map(line).collect()
    }

    /// How many rows a table has.
    pub async fn count(&self, query: &'static str) -> i64 {
        let mut db = self.base.db.read().await.unwrap();
        on!(&mut db, |c| sqlx::query_scalar(query).fetch_one(c).await).unwrap()
    }
}

/// The setting of an issuer where the portal proves itself by a secret.
fn secret() -> String {
    format!("client_secret = \"{CLIENT_SECRET}\"")
}

fn base(config: Config, db: store::Db, clock: Clock) -> Base {
    let vault = Vault::new(config.vault.key.expose_secret()).unwrap();
    Base::new(config, db, clock, vault, Text::portal().unwrap())
}

/// A database of its own for each test: SQLite, or the PostgreSQL that `PARVIS_TEST_POSTGRES` names.
async fn database(clock: &Clock) -> (store::Db, PathBuf) {
    let name = format!("parvis_identity_{}", clock.new_uuid().simple());
    let file = std::env::temp_dir().join(&name);
    let url = match std::env::var("PARVIS_TEST_POSTGRES") {
        Err(_) => format!("sqlite:{}", file.display()),
        Ok(server) => {
            use sqlx::{Connection as _, Executor as _};
            let mut connection = sqlx::PgConnection::connect(&server).await.unwrap();
            connection.execute(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {name}"))).await.unwrap();
            format!("{server}?options=-csearch_path%3D{name}")
        }
    };
    let db = store::open(&url, 4).await.unwrap();
    store::migrate(&db).await.unwrap();
    (db, file)
}

fn routes(identity: &Identity) -> Router {
    let page = |locale: Locale| router(identity.clone()).merge(room()).layer(Extension(locale));
    Router::new()
        .nest("/fr", page(Locale::Fr))
        .nest("/en", page(Locale::En))
        .merge(callback_router(identity.clone()))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(middleware::from_fn_with_state(identity.clone(), session_layer))
        .merge(issuer_router(identity.clone()))
        .layer(Extension(Trace("0123456789abcdef".into())))
}

/// Pages that tell who is there.
fn room() -> Router {
    async fn me(citizen: Citizen, viewer: Viewer) -> Json<Value> {
        Json(json!({
            "account": citizen.account, "name": viewer.name, "csrf": viewer.csrf, "acr": citizen.acr,
            "claims": citizen.claims.as_map(), "ends": viewer.session_end.at,
        }))
    }
    async fn admin(_: Administrator) -> StatusCode {
        StatusCode::OK
    }
    Router::new().route("/me", get(me)).route("/admin", get(admin))
}

/// A browser with its cookies.
pub struct Browser<'p> {
    portal: &'p Portal,
    pub cookies: BTreeMap<String, String>,
    /// What it calls itself.
    pub agent: &'static str,
}

/// What the browser got.
pub struct Got {
    pub status: StatusCode,
    pub location: String,
    pub set_cookies: Vec<String>,
    pub body: Value,
    pub locale: Option<Locale>,
    pub cache_control: String,
}

impl Browser<'_> {
    pub async fn get(&mut self, path: &str) -> Got {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, form: &str) -> Got {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// Asks as a page does that nobody touched.
    pub async fn refresh(&mut self, path: &str) -> Got {
        self.send(Request::get(path).header("parvis-refresh", "1").body(Body::empty()).unwrap()).await
    }

    pub async fn send(&mut self, mut request: Request) -> Got {
        request.headers_mut().insert(header::USER_AGENT, HeaderValue::from_static(self.agent));
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.portal.router.clone().oneshot(request).await.unwrap();
        let got = Got::from(response).await;
        for line in &got.set_cookies {
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        got
    }

    /// Leaves for the provider; gives the address it is sent to.
    pub async fn leave(&mut self, path: &str) -> Url {
        let got = self.get(path).await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{path}");
        got.location.parse().unwrap()
    }

    /// Signs in from `path`.
    pub async fn sign_in(&mut self, path: &str) -> Got {
        let asked = self.leave(path).await;
        let answer = self.portal.provider.authorize(&asked);
        self.get(&format!("/auth/callback/sfid?{answer}")).await
    }

    /// Who the portal takes this browser's person for.
    pub async fn me(&mut self) -> Option<Value> {
        let got = self.get("/fr/me").await;
        (got.status == StatusCode::OK).then_some(got.body)
    }
}

impl Got {
    async fn from(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        let text = |name| {
            let values = parts.headers.get_all(name).iter();
            values.map(|value| value.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        Self {
            status: parts.status,
            location: text(header::LOCATION).pop().unwrap_or_default(),
            cache_control: text(header::CACHE_CONTROL).pop().unwrap_or_default(),
            set_cookies: text(header::SET_COOKIE),
            body: serde_json::from_slice(&body).unwrap_or_default(),
            locale: parts.extensions.get::<Locale>().copied(),
        }
    }
}

/// A pair of the query of an address.
pub fn asked(url: &Url, name: &str) -> String {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}

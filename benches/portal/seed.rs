//! People with open sessions, written as a sign-in writes them: ten thousand through the identity
//! provider would take longer than all that is measured.

use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parvis::clock::Clock;
use parvis::config::Config;
use parvis::id::{self, AccountId, IdentityId, SessionId};
use parvis::identity::Claims;
use parvis::on;
use parvis::store::{self, Db, Write};
use parvis::text::Locale;
use parvis::vault::{Place, Vault};
use secrecy::ExposeSecret as _;
use serde_json::json;

const ACCOUNT: &str = "INSERT INTO account (id, created_at, data_key, locale) VALUES ($1, $2, $3, 'fr')";
const IDENTITY: &str = "INSERT INTO identity
    (id, account_id, issuer, subject_hash, subject, first_seen_at, last_seen_at) VALUES ($1, $2, 'demo', $3, $3, $4, $4)";
const SESSION: &str = "INSERT INTO session
    (id, token_hash, account_id, identity_id, issuer, roles, signed_in_at, created_at, idle_until, ends_at, claims,
    level, used_at, rotated_at) VALUES ($1, $2, $3, $4, 'demo', '[]', $5, $5, $6, $6, $7, 2, $5, $5)";

/// Signs `people` in, each with an account of their own, on the database of those settings; gives
/// the cookies of their sessions.
pub async fn sessions(settings: &Path, people: usize) -> Vec<String> {
    let config = Config::load(Some(settings)).unwrap();
    let vault = Vault::new(config.vault.key.expose_secret()).unwrap();
    let clock = Clock::default();
    let db = store::open(&config.database.url, 1).await.unwrap();
    let mut rows = begin(&db).await;
    let mut cookies = Vec::new();
    for _ in 0..people {
        cookies.push(session(&mut rows, &vault, &clock).await);
    }
    commit(rows).await;
    db.close().await;
    cookies
}

const READER: &str =
    "INSERT INTO account (id, created_at, data_key, locale, email) VALUES ($1, $2, $3, 'fr', $4)";
const WISH: &str = "INSERT INTO notice_preference (account_id, class, channel, wanted, changed_at)
    VALUES ($1, 'news', $2, $3, $4)";

/// Adds that many people who asked for news, in their inbox and by e-mail.
pub async fn readers(settings: &Path, people: usize) {
    let config = Config::load(Some(settings)).unwrap();
    let vault = Vault::new(config.vault.key.expose_secret()).unwrap();
    let clock = Clock::default();
    let db = store::open(&config.database.url, 1).await.unwrap();
    let mut rows = begin(&db).await;
    for number in 0..people {
        let account = AccountId::new(&clock);
        let now = clock.now();
        let (key, wrapped) = vault.new_data_key(account).unwrap();
        let email = format!("reader-{number}@courriel.example");
        let email = key.seal_json(Place::new("account.email", account.0), &email).unwrap();
        on!(&mut rows, |c| sqlx::query(READER)
            .bind(account)
            .bind(now)
            .bind(wrapped)
            .bind(email)
            .execute(c)
            .await
            .map(drop))
        .unwrap();
        for channel in ["inbox", "email"] {
            on!(&mut rows, |c| sqlx::query(WISH)
                .bind(account)
                .bind(channel)
                .bind(true)
                .bind(now)
                .execute(c)
                .await
                .map(drop))
            .unwrap();
        }
    }
    commit(rows).await;
    db.close().await;
}

/// How many people an announcement was sent to so far.
pub async fn told(settings: &Path) -> i64 {
    let config = Config::load(Some(settings)).unwrap();
    let db = store::open(&config.database.url, 1).await.unwrap();
    let mut rows = db.read().await.unwrap();
    let count =
        on!(&mut rows, |c| sqlx::query_scalar("SELECT COUNT(*) FROM announcement_sent").fetch_one(c).await)
            .unwrap();
    drop(rows);
    db.close().await;
    count
}

async fn begin(db: &Db) -> Write {
    match db {
        Db::Sqlite { writer, .. } => Write::Sqlite(writer.begin().await.unwrap()),
        Db::Postgres { writers, .. } => Write::Postgres(writers.begin().await.unwrap()),
    }
}

async fn commit(rows: Write) {
    match rows {
        Write::Sqlite(transaction) => transaction.commit().await.unwrap(),
        Write::Postgres(transaction) => transaction.commit().await.unwrap(),
    }
}

async fn session(rows: &mut Write, vault: &Vault, clock: &Clock) -> String {
    let (account, identity, session) = (AccountId::new(clock), IdentityId::new(clock), SessionId::new(clock));
    let now = clock.now();
    let (key, wrapped) = vault.new_data_key(account).unwrap();
    let token = id::random::<32>();
    let claims = Claims {
        name: Some("Amélie Tremblay".into()),
        given_name: Some("Amélie".into()),
        family_name: Some("Tremblay".into()),
        birthdate: Some("1984-03-12".into()),
        email: Some("amelie.tremblay@courriel.example".into()),
        email_verified: Some(true),
        locale: Some(Locale::Fr),
    };
    // An ID token is about that long.
    let sealed = json!({ "claims": claims, "id_token": "x".repeat(900) });
    let sealed = key.seal_json(Place::new("session.claims", session.0), &sealed).unwrap();
    let until = now.after(Duration::from_mins(30));
    on!(rows, |c| sqlx::query(ACCOUNT).bind(account).bind(now).bind(wrapped).execute(c).await.map(drop))
        .unwrap();
    on!(rows, |c| sqlx::query(IDENTITY)
        .bind(identity)
        .bind(account)
        .bind(account.0.as_bytes().as_slice())
        .bind(now)
        .execute(c)
        .await
        .map(drop))
    .unwrap();
    on!(rows, |c| sqlx::query(SESSION)
        .bind(session)
        .bind(vault.fingerprint("session", &token))
        .bind(account)
        .bind(identity)
        .bind(now)
        .bind(until)
        .bind(sealed)
        .execute(c)
        .await
        .map(drop))
    .unwrap();
    URL_SAFE_NO_PAD.encode(token)
}

//! The rows of keys, releases and activations. Releases and activations are added, never changed.

use std::collections::{BTreeMap, BTreeSet};

use super::Opened;
use super::log::{Head, Logged};
use super::nodes::NodeRow;
use super::standing::{Line, Step};
use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};
use crate::tiles::TileId;

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct KeyRow {
    pub team: String,
    pub public: Vec<u8>,
    pub withdrawn_at: Option<Micros>,
}

/// A published release, without its files.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReleaseRow {
    /// SHA-256 over its files.
    pub digest: String,
    /// Of which tile.
    pub tile: TileId,
    /// Its version, as the manifest writes it.
    pub version: String,
    /// Whose it is.
    pub team: String,
    /// When it was published.
    pub published_at: Micros,
}

const KEYS: &str = "SELECT team, public, withdrawn_at FROM team_key ORDER BY id";

/// All keys, those withdrawn too.
pub(super) async fn keys(db: &mut impl Sql) -> Result<Vec<KeyRow>> {
    Ok(on!(db, |c| sqlx::query_as(KEYS).fetch_all(c).await)?)
}

const TRUST: &str = "INSERT INTO team_key (id, team, public, trusted_at) VALUES ($1, $2, $3, $4)";

/// Adds a key of a team's.
pub(super) async fn trust(tx: &mut Write, id: &str, team: &str, public: &[u8], at: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(TRUST).bind(id).bind(team).bind(public).bind(at).execute(c).await.map(drop))?;
    Ok(())
}

const WITHDRAW: &str =
    "UPDATE team_key SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL RETURNING team";

/// Has a key sign no more; whose it was, `None` when there is no such key in use.
pub(super) async fn withdraw(tx: &mut Write, id: &str, at: Micros) -> Result<Option<String>> {
    Ok(on!(tx, |c| sqlx::query_scalar(WITHDRAW).bind(id).bind(at).fetch_optional(c).await)?)
}

const RELEASES: &str =
    "SELECT digest, tile, version, team, published_at FROM release ORDER BY tile, published_at, digest";

/// Every release of every tile, oldest first.
pub(super) async fn releases(db: &mut impl Sql) -> Result<Vec<ReleaseRow>> {
    Ok(on!(db, |c| sqlx::query_as(RELEASES).fetch_all(c).await)?)
}

const OF_TILE: &str =
    "SELECT digest, tile, version, team, published_at FROM release WHERE tile = $1 ORDER BY published_at";

/// Every release of a tile, oldest first.
pub(super) async fn of_tile(db: &mut impl Sql, tile: &TileId) -> Result<Vec<ReleaseRow>> {
    Ok(on!(db, |c| sqlx::query_as(OF_TILE).bind(tile).fetch_all(c).await)?)
}

const INSERT: &str = "INSERT INTO release
    (digest, tile, version, team, key_id, manifest, signature, published_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const INSERT_CONTENT: &str =
    "INSERT INTO release_content (sha256, content) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING";
const INSERT_FILE: &str = "INSERT INTO release_file (digest, path, sha256) VALUES ($1, $2, $3)";

/// Adds a release and those of its contents that no other has; how many those were.
pub(super) async fn insert(tx: &mut Write, release: &Opened, at: Micros) -> Result<u64> {
    let manifest = &release.manifest;
    on!(tx, |c| sqlx::query(INSERT)
        .bind(&manifest.digest)
        .bind(&manifest.tile)
        .bind(manifest.version.to_string())
        .bind(&manifest.team)
        .bind(&release.key)
        .bind(&release.text)
        .bind(&release.signed)
        .bind(at)
        .execute(c)
        .await
        .map(drop))?;
    let mut new = 0;
    for (path, content) in release.files.contents() {
        let Some(file) = manifest.files.get(path) else { continue };
        let (sha256, digest) = (&file.sha256, &manifest.digest);
        new += on!(tx, |c| sqlx::query(INSERT_CONTENT)
            .bind(sha256)
            .bind(content)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        on!(tx, |c| sqlx::query(INSERT_FILE)
            .bind(digest)
            .bind(path)
            .bind(sha256)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(new)
}

const FILES: &str = "SELECT release_file.path, release_content.content FROM release_file
    JOIN release_content ON release_content.sha256 = release_file.sha256 WHERE release_file.digest = $1";

/// The files of a release, by path.
pub(super) async fn files(db: &mut impl Sql, digest: &str) -> Result<BTreeMap<String, Vec<u8>>> {
    let rows: Vec<(String, Vec<u8>)> = on!(db, |c| sqlx::query_as(FILES).bind(digest).fetch_all(c).await)?;
    Ok(rows.into_iter().collect())
}

const LINES: &str = "SELECT step, digest, percent, at FROM activation_log WHERE tile = $1 ORDER BY seq";

/// What was done with a tile's releases, oldest first.
pub(super) async fn lines(db: &mut impl Sql, tile: &TileId) -> Result<Vec<Line>> {
    Ok(on!(db, |c| sqlx::query_as(LINES).bind(tile).fetch_all(c).await)?)
}

const ALL_LINES: &str = "SELECT tile, step, digest, percent, at FROM activation_log ORDER BY tile, seq";

/// What was done with the releases of every tile, oldest first.
pub(super) async fn all_lines(db: &mut impl Sql) -> Result<BTreeMap<TileId, Vec<Line>>> {
    type Row = (TileId, Step, String, i64, Micros);
    let rows: Vec<Row> = on!(db, |c| sqlx::query_as(ALL_LINES).fetch_all(c).await)?;
    let mut all: BTreeMap<TileId, Vec<Line>> = BTreeMap::new();
    for (tile, step, digest, percent, at) in rows {
        all.entry(tile).or_default().push(Line { step, digest, percent, at });
    }
    Ok(all)
}

const LATEST: &str = "SELECT number, tile, seq, step, digest, percent, actor, reason, at, hash
    FROM activation_log ORDER BY number DESC LIMIT $1";

/// The last lines of the log, the newest first.
pub(super) async fn latest(db: &mut impl Sql, most: i64) -> Result<Vec<Logged>> {
    Ok(on!(db, |c| sqlx::query_as(LATEST).bind(most).fetch_all(c).await)?)
}

const CONTENTS: &str = "SELECT DISTINCT sha256 FROM release_file WHERE digest = $1";

/// The names of the contents of a release.
pub(super) async fn contents(db: &mut impl Sql, digest: &str) -> Result<BTreeSet<String>> {
    let rows: Vec<String> = on!(db, |c| sqlx::query_scalar(CONTENTS).bind(digest).fetch_all(c).await)?;
    Ok(rows.into_iter().collect())
}

const LOG: &str = "SELECT number, tile, seq, step, digest, percent, actor, reason, at, hash
    FROM activation_log ORDER BY number";

/// The whole log, oldest first.
pub(super) async fn log(db: &mut impl Sql) -> Result<Vec<Logged>> {
    Ok(on!(db, |c| sqlx::query_as(LOG).fetch_all(c).await)?)
}

const HEAD: &str = "SELECT number, hash FROM activation_head";

/// The last line of the log.
pub(super) async fn head(db: &mut impl Sql) -> Result<Head> {
    Ok(on!(db, |c| sqlx::query_as(HEAD).fetch_one(c).await)?)
}

const HOLD_HEAD: &str = "UPDATE activation_head SET number = number RETURNING number, hash";

/// The same, held until the act ends: whoever publishes or activates does it alone.
pub(super) async fn hold_head(tx: &mut Write) -> Result<Head> {
    Ok(on!(tx, |c| sqlx::query_as(HOLD_HEAD).fetch_one(c).await)?)
}

const ADD_LINE: &str = "INSERT INTO activation_log
    (number, tile, seq, step, digest, percent, actor, reason, at, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const MOVE_HEAD: &str = "UPDATE activation_head SET number = $1, hash = $2";

/// Adds a line and moves the head to it; a duplicate when another acted meanwhile.
pub(super) async fn add_line(tx: &mut Write, line: &Logged) -> Result<()> {
    on!(tx, |c| sqlx::query(ADD_LINE)
        .bind(line.number)
        .bind(&line.tile)
        .bind(line.seq)
        .bind(line.step)
        .bind(&line.digest)
        .bind(line.percent)
        .bind(&line.actor)
        .bind(&line.reason)
        .bind(line.at)
        .bind(&line.hash)
        .execute(c)
        .await
        .map(drop))?;
    on!(tx, |c| sqlx::query(MOVE_HEAD).bind(line.number).bind(&line.hash).execute(c).await.map(drop))?;
    Ok(())
}

const NOTE_NODE: &str = "INSERT INTO release_node (node, number, seen_at) VALUES ($1, $2, $3)
    ON CONFLICT (node) DO UPDATE SET number = excluded.number, seen_at = excluded.seen_at";
const FORGET_NODES: &str = "DELETE FROM release_node WHERE seen_at < $1";

/// Notes how far a node has read the log, and forgets nodes that were not seen since `gone`.
pub(super) async fn note_node(tx: &mut Write, node: &NodeRow, gone: Micros) -> Result<()> {
    on!(tx, |c| sqlx::query(NOTE_NODE)
        .bind(&node.node)
        .bind(node.number)
        .bind(node.seen_at)
        .execute(c)
        .await
        .map(drop))?;
    on!(tx, |c| sqlx::query(FORGET_NODES).bind(gone).execute(c).await.map(drop))?;
    Ok(())
}

const NODES: &str = "SELECT node, number, seen_at FROM release_node WHERE seen_at >= $1 ORDER BY node";

/// The nodes that were seen since then.
pub(super) async fn nodes(db: &mut impl Sql, since: Micros) -> Result<Vec<NodeRow>> {
    Ok(on!(db, |c| sqlx::query_as(NODES).bind(since).fetch_all(c).await)?)
}

const COUNT_USE: &str = "INSERT INTO release_use (digest, uses, faults) VALUES ($1, $2, $3)
    ON CONFLICT (digest) DO UPDATE SET uses = release_use.uses + excluded.uses,
        faults = release_use.faults + excluded.faults
    RETURNING uses, faults";

/// Adds to how often a release on trial was used and failed; how often that was in all.
pub(super) async fn count_use(tx: &mut Write, digest: &str, more: (i64, i64)) -> Result<(i64, i64)> {
    Ok(on!(tx, |c| sqlx::query_as(COUNT_USE).bind(digest).bind(more.0).bind(more.1).fetch_one(c).await)?)
}

const FORGET_USE: &str = "DELETE FROM release_use WHERE digest = $1";

/// A new trial counts from nothing.
pub(super) async fn forget_use(tx: &mut Write, digest: &str) -> Result<()> {
    on!(tx, |c| sqlx::query(FORGET_USE).bind(digest).execute(c).await.map(drop))?;
    Ok(())
}

/// What lets a team talk.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TokenRow {
    /// Its id, which may be told.
    pub id: String,
    /// Whose it is.
    pub team: String,
    /// When it was made.
    pub made_at: Micros,
    /// Until when it holds.
    pub expires_at: Micros,
    /// Since when it holds no more.
    pub revoked_at: Option<Micros>,
}

const ADD_TOKEN: &str =
    "INSERT INTO team_token (id, team, hash, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)";

/// Adds a token by its digest.
pub(super) async fn add_token(tx: &mut Write, token: &TokenRow, hash: &[u8]) -> Result<()> {
    on!(tx, |c| sqlx::query(ADD_TOKEN)
        .bind(&token.id)
        .bind(&token.team)
        .bind(hash)
        .bind(token.made_at)
        .bind(token.expires_at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

const TEAM_OF_TOKEN: &str =
    "SELECT team FROM team_token WHERE hash = $1 AND revoked_at IS NULL AND expires_at > $2";

/// Whose token that digest is of, while it holds.
pub(super) async fn team_of_token(db: &mut impl Sql, hash: &[u8], now: Micros) -> Result<Option<String>> {
    Ok(on!(db, |c| sqlx::query_scalar(TEAM_OF_TOKEN).bind(hash).bind(now).fetch_optional(c).await)?)
}

const TOKENS: &str = "SELECT id, team, made_at, expires_at, revoked_at FROM team_token ORDER BY made_at, id";

/// All tokens, those that hold no more too.
pub(super) async fn tokens(db: &mut impl Sql) -> Result<Vec<TokenRow>> {
    Ok(on!(db, |c| sqlx::query_as(TOKENS).fetch_all(c).await)?)
}

const REVOKE_TOKEN: &str =
    "UPDATE team_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING team";

/// Has a token hold no more; whose it was, `None` when there is no such token in use.
pub(super) async fn revoke_token(tx: &mut Write, id: &str, at: Micros) -> Result<Option<String>> {
    Ok(on!(tx, |c| sqlx::query_scalar(REVOKE_TOKEN).bind(id).bind(at).fetch_optional(c).await)?)
}

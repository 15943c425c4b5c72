//! The rows of keys, releases and activations. Releases and activations are added, never changed.

use std::collections::BTreeMap;

use super::Opened;
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

const LINES: &str = "SELECT step, digest, at FROM activation WHERE tile = $1 ORDER BY seq";

/// What was done with a tile's releases, oldest first.
pub(super) async fn lines(db: &mut impl Sql, tile: &TileId) -> Result<Vec<Line>> {
    Ok(on!(db, |c| sqlx::query_as(LINES).bind(tile).fetch_all(c).await)?)
}

const ADD_LINE: &str = "INSERT INTO activation (tile, seq, step, digest, at) VALUES ($1, $2, $3, $4, $5)";

/// Adds a line after `before` lines; a duplicate when another acted meanwhile.
pub(super) async fn add_line(
    tx: &mut Write,
    tile: &TileId,
    before: usize,
    (step, digest): (Step, &str),
    at: Micros,
) -> Result<()> {
    let seq = i64::try_from(before).unwrap_or(i64::MAX).saturating_add(1);
    on!(tx, |c| sqlx::query(ADD_LINE)
        .bind(tile)
        .bind(seq)
        .bind(step)
        .bind(digest)
        .bind(at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

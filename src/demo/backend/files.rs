//! The files of a record and of what follows it: announced with it, then sent one by one (contract §2).

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::FromRow;
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

use super::api::{Refusal, not_admitted, not_understood, problem, still_running};
use super::store::{self, Change, Record};
use super::{Backend, callbacks};

/// A file, as the portal announces it.
#[derive(Clone, Debug, Deserialize, Serialize, FromRow)]
pub(super) struct File {
    pub(super) id: String,
    #[serde(skip_deserializing)]
    pub(super) request: String,
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) size: i64,
    pub(super) sha256: String,
    /// How often it came whole.
    #[serde(skip_deserializing)]
    pub(super) times: i64,
}

/// Notes the files that will follow a record, or a reply about it.
pub(super) async fn announce(change: &mut Change, request: &str, files: &[File]) -> Result<(), sqlx::Error> {
    for file in files {
        let sql = "INSERT INTO attachment (id, request, name, media_type, size, sha256, times) \
            VALUES ($1, $2, $3, $4, $5, $6, 0)";
        sqlx::query(sql)
            .bind(&file.id)
            .bind(request)
            .bind(&file.name)
            .bind(&file.media_type)
            .bind(file.size)
            .bind(&file.sha256)
            .execute(&mut **change)
            .await?;
    }
    Ok(())
}

/// `PUT /v2/{collection}/{request}/attachments/{attachment}`: takes a file that was announced, once.
pub(super) async fn take(
    State(backend): State<Arc<Backend>>,
    Path((request, id)): Path<(Uuid, Uuid)>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Refusal> {
    let id = id.to_string();
    let unknown = || problem(StatusCode::NOT_FOUND, "not-found", "Pièce inconnue / Unknown file", "");
    let mut change = backend.store.change().await?;
    let found = sqlx::query_as("SELECT * FROM attachment WHERE id = $1 AND request = $2");
    let found: Option<File> = found.bind(&id).bind(request.to_string()).fetch_optional(&mut *change).await?;
    let record = store::record(&mut change, &request.to_string()).await?;
    drop(change);
    let (file, record) = found.zip(record).ok_or_else(unknown)?;

    // The assertion holds for a minute, and a file may take longer: it is bound to the digest that
    // was announced, which the content must then have.
    let digest = digest(&file.sha256).ok_or_else(unknown)?;
    let admitted = backend.admit_digest(&Method::PUT, uri.path(), &headers, Some(digest)).await;
    let admitted = admitted.map_err(|refusal| not_admitted(&refusal))?;
    if admitted.sub.as_ref() != Some(&record.citizen) {
        return Err(unknown());
    }
    let _under_way = backend.take(&id).ok_or_else(still_running)?;
    let came = receive(&backend, &file, body).await?;
    if came != digest {
        return Err(not_understood("the content is not what was announced"));
    }
    backend.linger().await;
    let mut change = backend.store.change().await?;
    let sql = "UPDATE attachment SET times = times + 1 WHERE id = $1";
    sqlx::query(sql).bind(&id).execute(&mut *change).await?;
    handed_in(&backend, &mut change, record, &id).await?;
    change.commit().await?;
    backend.bell.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the answer to a task into account once the last of its files is here.
async fn handed_in(
    backend: &Backend,
    change: &mut Change,
    mut record: Record,
    id: &str,
) -> Result<(), sqlx::Error> {
    let sql = "SELECT l.task FROM letter l JOIN attachment a ON a.request = l.request \
        WHERE l.request = $1 AND l.task <> '' AND instr(l.content, $2) > 0 AND instr(l.content, a.id) > 0 \
        GROUP BY l.reply HAVING MIN(a.times) > 0";
    let whole = sqlx::query_scalar(sql).bind(&record.request).bind(id);
    let whole: Option<String> = whole.fetch_optional(&mut **change).await?;
    match whole {
        Some(task) => callbacks::answered(backend, change, &mut record, &task).await,
        None => Ok(()),
    }
}

/// Writes the content to a file, and gives its digest.
async fn receive(backend: &Backend, file: &File, body: Body) -> Result<[u8; 32], Refusal> {
    tokio::fs::create_dir_all(&backend.files).await?;
    let (part, place) = (path(backend, &format!("{}.part", file.id)), path(backend, &file.id));
    let (mut out, mut hash, mut left) = (tokio::fs::File::create(&part).await?, Sha256::new(), file.size);
    let mut body = body.into_data_stream();
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|error| not_understood(error.to_string()))?;
        left -= i64::try_from(piece.len()).unwrap_or(i64::MAX);
        if left < 0 {
            return Err(not_understood("the content is longer than was announced"));
        }
        hash.update(&piece);
        out.write_all(&piece).await?;
    }
    out.sync_all().await?;
    tokio::fs::rename(part, place).await?;
    Ok(hash.finalize().into())
}

fn path(backend: &Backend, name: &str) -> PathBuf {
    backend.files.join(name)
}

/// Reads 64 hexadecimal digits.
fn digest(digits: &str) -> Option<[u8; 32]> {
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..digits.len()).step_by(2).map(byte).collect();
    bytes?.try_into().ok()
}

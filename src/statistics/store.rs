//! The rows of the figures.

use super::{Counted, Figure, Kind, OfRequest, day};
use crate::clock::Micros;
use crate::on;
use crate::store::{Result, Sql, Write};

const ADD: &str = "INSERT INTO statistic (day, kind, subject, detail, language, device, count, total)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (day, kind, subject, detail, language, device)
    DO UPDATE SET count = statistic.count + excluded.count, total = statistic.total + excluded.total";

/// Adds what was counted.
///
/// # Errors
/// The database's; nothing is added then.
pub async fn add_up(tx: &mut Write, mut counted: Counted) -> Result<()> {
    for one in std::mem::take(&mut counted.of_requests) {
        if let Some((figure, measured)) = look_up(tx, &one).await? {
            counted.add(figure, 1, measured);
        }
    }
    for (figure, (count, measured)) in &counted.figures {
        on!(tx, |c| sqlx::query(ADD)
            .bind(figure.day)
            .bind(figure.kind.word())
            .bind(&figure.subject)
            .bind(&figure.detail)
            .bind(figure.audience.language)
            .bind(figure.audience.device)
            .bind(*count)
            .bind(*measured)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

const REQUEST: &str = "SELECT tile, page, submitted_at FROM request WHERE id = $1";

/// What happened to a request, as a figure of its tile; none of one that is gone.
async fn look_up(tx: &mut Write, one: &OfRequest) -> Result<Option<(Figure, i64)>> {
    let found: Option<(String, String, Option<Micros>)> =
        on!(tx, |c| sqlx::query_as(REQUEST).bind(one.request).fetch_optional(c).await)?;
    let Some((tile, page, submitted_at)) = found else { return Ok(None) };
    let seconds = match one.kind {
        Kind::Answer => submitted_at.map_or(0, |sent| one.at.seconds() - sent.seconds()),
        _ => 0,
    };
    let detail = if one.kind == Kind::Abandonment { page } else { String::new() };
    let figure = Figure { day: day(one.at), kind: one.kind, subject: tile, detail, audience: one.audience };
    Ok(Some((figure, seconds)))
}

/// A span of days, both its ends within it, and perhaps one service alone.
#[derive(Clone, Debug)]
pub struct Span {
    /// The number of its first day.
    pub from: i64,
    /// The number of its last.
    pub until: i64,
    /// The tile; empty: all.
    pub subject: String,
}

/// How often something happened on a day.
#[derive(Debug, sqlx::FromRow)]
pub struct OnDay {
    /// The day's number.
    pub day: i64,
    /// What, as a word.
    pub kind: String,
    /// How often.
    pub count: i64,
    /// The sum of what was measured.
    pub total: i64,
}

const BY_DAY: &str =
    "SELECT day, kind, CAST(SUM(count) AS BIGINT) AS count, CAST(SUM(total) AS BIGINT) AS total
    FROM statistic WHERE day BETWEEN $1 AND $2 AND ($3 = '' OR subject = $3)
    GROUP BY day, kind ORDER BY day, kind";

/// What happened, day by day.
///
/// # Errors
/// The database's.
pub async fn by_day(db: &mut impl Sql, span: &Span) -> Result<Vec<OnDay>> {
    Ok(on!(db, |c| sqlx::query_as(BY_DAY)
        .bind(span.from)
        .bind(span.until)
        .bind(&span.subject)
        .fetch_all(c)
        .await)?)
}

/// How often something happened in a group.
#[derive(Debug, sqlx::FromRow)]
pub struct InGroup {
    /// The group: a tile, a language, a class of device, a page of a form; empty where it is not known.
    pub name: String,
    /// What, as a word.
    pub kind: String,
    /// How often.
    pub count: i64,
}

/// By what figures are grouped.
#[derive(Clone, Copy, Debug)]
pub enum By {
    /// The tile or the back-end.
    Subject,
    /// The page of the form.
    Detail,
    /// The language.
    Language,
    /// The class of device.
    Device,
}

macro_rules! grouped {
    ($column:literal) => {
        concat!(
            "SELECT ",
            $column,
            " AS name, kind, CAST(SUM(count) AS BIGINT) AS count FROM statistic
            WHERE day BETWEEN $1 AND $2 AND ($3 = '' OR subject = $3) GROUP BY ",
            $column,
            ", kind
            ORDER BY ",
            $column,
            ", kind"
        )
    };
}

/// What happened, group by group.
///
/// # Errors
/// The database's.
pub async fn by_group(db: &mut impl Sql, span: &Span, by: By) -> Result<Vec<InGroup>> {
    let sql = match by {
        By::Subject => grouped!("subject"),
        By::Detail => grouped!("detail"),
        By::Language => grouped!("language"),
        By::Device => grouped!("device"),
    };
    Ok(on!(db, |c| sqlx::query_as(sql)
        .bind(span.from)
        .bind(span.until)
        .bind(&span.subject)
        .fetch_all(c)
        .await)?)
}

//! All reports in one file, for spreadsheets (CSV, RFC 4180) and for programs (newline-delimited JSON), made as
//! it is read: a hundred thousand reports are never in memory at once.

use axum::body::{Body, Bytes};
use futures_util::stream;
use serde::Serialize;
use uuid::Uuid;

use super::store::{Report, board};
use super::{Kind, Status, open};
use crate::base::Base;
use crate::id::ReportId;
use crate::text::{Bilingual, Locale};
use crate::web::Result;

/// How many reports are read at once.
const BATCH: i64 = 200;

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets.
    Csv,
    /// For programs: one JSON object a line.
    Ndjson,
}

impl Format {
    /// The format of that word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Csv, Self::Ndjson].into_iter().find(|format| format.word() == word)
    }

    /// Its word, and the ending of the file's name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

/// A report as it is taken along.
#[derive(Serialize)]
struct Line {
    reference: String,
    kind: Kind,
    status: Status,
    language: Locale,
    told_at: String,
    changed_at: String,
    page: Option<String>,
    service: Option<String>,
    version: Option<String>,
    viewport: Option<String>,
    trace: Option<String>,
    text: Option<String>,
    answer: Option<Bilingual>,
    merged: bool,
    fixed_service: Option<String>,
    fixed_version: Option<String>,
    published_at: Option<String>,
    published: Option<Bilingual>,
    votes: i64,
}

/// The first line of the CSV.
const HEAD: [&str; 21] = [
    "reference",
    "kind",
    "status",
    "language",
    "told_at",
    "changed_at",
    "page",
    "service",
    "version",
    "viewport",
    "trace",
    "text",
    "answer_fr",
    "answer_en",
    "merged",
    "fixed_service",
    "fixed_version",
    "published_at",
    "published_fr",
    "published_en",
    "votes",
];

impl Line {
    async fn of(base: &Base, db: &mut crate::store::Read, report: Report) -> Result<Self> {
        let opened = open(base, db, &report).await?;
        let published = report.wording_fr.zip(report.wording_en).map(|(fr, en)| Bilingual { fr, en });
        Ok(Self {
            reference: report.reference.to_string(),
            kind: report.kind,
            status: report.status,
            language: report.locale,
            told_at: report.created_at.rfc3339(),
            changed_at: report.changed_at.rfc3339(),
            page: report.page,
            service: report.tile.map(|tile| tile.to_string()),
            version: report.release,
            viewport: report.viewport,
            trace: report.trace,
            text: opened.text,
            answer: opened.answer,
            merged: report.merged_into.is_some(),
            fixed_service: report.fixed_tile.map(|tile| tile.to_string()),
            fixed_version: report.fixed_release,
            published: published.filter(|_| report.published_at.is_some()),
            published_at: report.published_at.map(crate::clock::Micros::rfc3339),
            votes: report.votes,
        })
    }

    fn cells(self) -> [String; HEAD.len()] {
        let pair =
            |words: Option<Bilingual>| words.map_or_else(Default::default, |words| (words.fr, words.en));
        let ((answer_fr, answer_en), (published_fr, published_en)) =
            (pair(self.answer), pair(self.published));
        [
            self.reference,
            self.kind.word().to_owned(),
            self.status.word().to_owned(),
            self.language.to_string(),
            self.told_at,
            self.changed_at,
            self.page.unwrap_or_default(),
            self.service.unwrap_or_default(),
            self.version.unwrap_or_default(),
            self.viewport.unwrap_or_default(),
            self.trace.unwrap_or_default(),
            self.text.unwrap_or_default(),
            answer_fr,
            answer_en,
            self.merged.to_string(),
            self.fixed_service.unwrap_or_default(),
            self.fixed_version.unwrap_or_default(),
            self.published_at.unwrap_or_default(),
            published_fr,
            published_en,
            self.votes.to_string(),
        ]
    }

    fn write(self, format: Format) -> Result<String> {
        match format {
            Format::Csv => Ok(row(&self.cells())),
            Format::Ndjson => {
                let json = serde_json::to_string(&self).map_err(crate::web::Error::internal)?;
                Ok(format!("{json}\n"))
            }
        }
    }
}

/// A line of CSV. Every cell is quoted, and what a spreadsheet would take for a formula is text (OWASP, "CSV
/// Injection").
fn row(cells: &[impl AsRef<str>]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    format!("{}\r\n", cells.join(","))
}

fn quoted(cell: &str) -> String {
    let formula =
        cell.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
            || cell.starts_with(['\t', '\r', '\n']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

/// The file, as it is read.
pub fn body(base: Base, format: Format) -> Body {
    // Excel takes a file for UTF-8 by its mark alone.
    let head = if format == Format::Csv { format!("\u{feff}{}", row(&HEAD)) } else { String::new() };
    let beginning = (base, Some(ReportId(Uuid::nil())), head);
    Body::from_stream(stream::try_unfold(beginning, move |(base, after, head)| async move {
        let Some(after) = after else { return Ok(None) };
        let (lines, last) = batch(&base, format, after).await.map_err(|error| {
            tracing::error!(%error, "feedback.export_broke_off");
            std::io::Error::other("broken off")
        })?;
        Ok::<_, std::io::Error>(Some((Bytes::from(head + &lines), (base, last, String::new()))))
    }))
}

/// Some lines, and where to go on from.
async fn batch(base: &Base, format: Format, after: ReportId) -> Result<(String, Option<ReportId>)> {
    let mut db = base.db.read().await?;
    let reports = board::every(&mut db, after, BATCH).await?;
    let last = reports.last().map(|report| report.id);
    let mut lines = String::new();
    for report in reports {
        lines.push_str(&Line::of(base, &mut db, report).await?.write(format)?);
    }
    Ok((lines, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "\r\n=1"] {
            assert!(quoted(formula).starts_with("\"'"), "{formula:?}");
        }
        assert_eq!(quoted("l’attente = longue"), "\"l’attente = longue\"");
    }

    #[test]
    fn a_quote_and_a_line_break_stay_in_their_cell() {
        assert_eq!(row(&["a\"b", "c\nd", "e,f"]), "\"a\"\"b\",\"c\nd\",\"e,f\"\r\n");
    }
}

//! Lines of the log to take along: as a table (CSV, RFC 4180) or as one JSON object a line (NDJSON),
//! read and written a page at a time, never whole in memory.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use serde_json::json;

use crate::audit::search::{self, Line, Search};
use crate::base::Base;
use crate::id::EventId;
use crate::identity;
use crate::store::Result;
use crate::text::format;

/// How many lines are read at once.
const PAGE: i64 = 1_000;
/// The most lines in one file.
pub const MOST_LINES: i64 = 10_000;

const COLUMNS: &str = "at,code,actor,person,staff,session,request,trace,fields\r\n";

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table, for spreadsheets.
    Csv,
    /// One JSON object a line, for programs.
    Ndjson,
}

impl Format {
    /// The format of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "csv" => Some(Self::Csv),
            "ndjson" => Some(Self::Ndjson),
            _ => None,
        }
    }

    /// Its word: the file's extension, and what the log says.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

/// What lines are taken along.
#[derive(Clone, Debug)]
pub enum What {
    /// Those that a search finds.
    Found(Box<Search>),
    /// Those of any of these codes.
    Codes(&'static [&'static str]),
}

struct Reading {
    base: Base,
    what: What,
    format: Format,
    before: EventId,
    left: i64,
    begun: bool,
}

/// A file of at most `most` lines, the newest first, sent as it is read.
#[must_use]
pub fn file(base: &Base, name: &str, what: What, format: Format, most: i64) -> Response {
    let name = format!("{name}-{}.{}", format::day(base.clock.now()), format.word());
    let headers = [
        (header::CONTENT_TYPE, format.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let begun = format == Format::Ndjson;
    let reading = Reading { base: base.clone(), what, format, before: search::newest(), left: most, begun };
    let lines = stream::try_unfold(reading, |mut reading| async move {
        let written = reading.next().await?;
        Ok::<_, crate::store::Error>(written.map(|bytes| (bytes, reading)))
    });
    (headers, Body::from_stream(lines)).into_response()
}

impl Reading {
    /// The next page of the file; none after its last.
    async fn next(&mut self) -> Result<Option<Bytes>> {
        if !self.begun {
            self.begun = true;
            return Ok(Some(Bytes::from_static(COLUMNS.as_bytes())));
        }
        let limit = self.left.min(PAGE);
        if limit <= 0 {
            return Ok(None);
        }
        let mut db = self.base.db.read().await?;
        let lines = match &self.what {
            What::Found(search) => search::find(&mut db, search, self.before, limit).await?,
            What::Codes(codes) => search::of_codes(&mut db, codes, self.before, limit).await?,
        };
        let Some(last) = lines.last() else { return Ok(None) };
        self.before = last.id;
        self.left -= i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let text: String = lines.iter().map(|line| self.write(line)).collect();
        Ok(Some(Bytes::from(text)))
    }

    fn write(&self, line: &Line) -> String {
        let name = |account| identity::pseudonym(&self.base.vault, account);
        let (person, staff) = (line.account_id.map(name), staff(&self.base, line));
        let session = line.session_id.map(|id| id.to_string());
        let request = line.request_id.map(|id| id.to_string());
        if self.format == Format::Ndjson {
            let object = json!({
                "at": line.at.rfc3339(), "code": line.code, "actor": line.actor, "person": person, "staff": staff,
                "session": session, "request": request, "trace": line.trace, "fields": line.fields.0,
            });
            return format!("{object}\n");
        }
        let fields = serde_json::to_string(&line.fields.0).unwrap_or_default();
        row(&[
            &line.at.rfc3339(),
            &line.code,
            &line.actor,
            &person.unwrap_or_default(),
            &staff.unwrap_or_default(),
            &session.unwrap_or_default(),
            &request.unwrap_or_default(),
            line.trace.as_deref().unwrap_or_default(),
            &fields,
        ])
    }
}

/// Who of those that look after the portal acted, by their pseudonym.
#[must_use]
pub fn staff(base: &Base, line: &Line) -> Option<String> {
    let account = line.actor_account_id.filter(|_| line.actor == "staff")?;
    Some(identity::pseudonym(&base.vault, account))
}

/// A row of a table. A cell that a spreadsheet could take for a formula begins with an apostrophe
/// (OWASP, CSV Injection).
#[must_use]
pub fn row(cells: &[&str]) -> String {
    let cell = |cell: &&str| {
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { "'" } else { "" };
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    };
    let cells: Vec<String> = cells.iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let written = row(&["=1+1", "+1", "-1", "@x", "\tx", "a \"b\", c", "2026"]);
        assert_eq!(written, "\"'=1+1\",\"'+1\",\"'-1\",\"'@x\",\"'\tx\",\"a \"\"b\"\", c\",\"2026\"\r\n");
    }

    #[test]
    fn a_format_is_its_word() {
        for format in [Format::Csv, Format::Ndjson] {
            assert_eq!(Format::of(format.word()), Some(format));
        }
        assert_eq!(Format::of("xlsx"), None);
    }
}

//! All that a database holds, whatever tables there are.

use std::collections::BTreeSet;

use crate::support::Portal;

/// Tables that housekeeping changes (`src/act/chore.rs`), log or no log, and why.
const HOUSEKEEPING: &[(&str, &str)] = &[
    ("allowance", "what was spent of a limit, by whoever tries"),
    ("audit_check", "a node takes the night’s check of the log"),
    ("audit_checkpoint", "events that were logged before are signed"),
    ("audit_leaf", "they get their places"),
    ("audit_pending", "they wait for them"),
    ("contact", "when a back-end was last heard of"),
    ("pull", "when it is asked again what it has to tell"),
    ("release_node", "a node says that it is there"),
    ("release_use", "how often a release is used"),
    ("sign_in", "the answer of a provider is good once, whatever comes of it"),
    ("statistic", "what was counted is added up"),
];
/// Columns that it changes.
const HOUSEKEEPING_COLUMNS: &[(&str, &str)] = &[("session", "idle_until")];
/// Rows that it makes: a file's bytes are there before the act that takes it. What never became a request's is
/// shown to nobody and cleared away later, since whoever cannot log may have logged without hearing of it.
const HOUSEKEEPING_ROWS: &[(&str, &str)] = &[("attachment", "state = 'uploading'")];

/// The rows of all tables.
pub struct Rows {
    read: String,
    found: BTreeSet<String>,
}

impl Rows {
    /// What is there now, by the database's own list of tables.
    pub async fn of(portal: &Portal) -> Self {
        let sqlite = portal.database_url.starts_with("sqlite:");
        let tables = if sqlite {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        } else {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables
            WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        };
        let tables = portal.texts(tables).await;
        for known in HOUSEKEEPING.iter().map(|(table, _)| *table).chain(["account", "audit_event"]) {
            assert!(tables.iter().any(|table| table == known), "no table {known} in {tables:?}");
        }
        let mut reads = Vec::new();
        for table in tables {
            if !HOUSEKEEPING.iter().any(|(left_out, _)| *left_out == table) {
                reads.push(read(portal, &table, sqlite).await);
            }
        }
        let read = reads.join(" UNION ALL ");
        let found: BTreeSet<String> = portal.texts(&read).await.into_iter().collect();
        assert!(found.iter().any(|row| row.starts_with("audit_event|")), "nothing is read: {read}");
        Self { read, found }
    }

    /// No row came, went or became another.
    pub async fn assert_unchanged(&self, portal: &Portal, tried: &[&str]) {
        let now: BTreeSet<String> = portal.texts(&self.read).await.into_iter().collect();
        let (gone, come) = (self.found.difference(&now), now.difference(&self.found));
        let changed: Vec<Vec<&String>> = vec![gone.collect(), come.collect()];
        assert!(
            changed.iter().all(Vec::is_empty),
            "{tried:?} left something: what went, and what came: {changed:#?}"
        );
    }
}

/// How a table's rows are read as texts, each with the table's name.
async fn read(portal: &Portal, table: &str, sqlite: bool) -> String {
    let columns = if sqlite {
        format!("SELECT name FROM pragma_table_info('{table}')")
    } else {
        format!(
            "SELECT CAST(column_name AS TEXT) FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = '{table}'"
        )
    };
    let kept = |column: &String| !HOUSEKEEPING_COLUMNS.contains(&(table, column.as_str()));
    let columns = portal.texts(&columns).await.into_iter().filter(kept);
    let text = |column: String| {
        if sqlite {
            format!("quote(\"{column}\")")
        } else {
            format!("COALESCE(CAST(\"{column}\" AS TEXT), 'NULL')")
        }
    };
    let row = columns.map(text).collect::<Vec<_>>().join(" || '|' || ");
    let left_out = HOUSEKEEPING_ROWS.iter().find(|(of, _)| *of == table);
    let shown = left_out.map_or_else(String::new, |(_, rows)| format!("WHERE NOT ({rows})"));
    format!("SELECT '{table}|' || {row} FROM \"{table}\" {shown}")
}

//! The house keeps its shape: arrows point down, rows change in one place, both databases take the
//! same steps, and every word exists in both languages.

#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a test that cannot read its house says where")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use parvis::audit::catalogue;

/// The rooms from the top down. A room may look into those after it, never into those before.
/// Rooms in one line do not know each other.
const FLOORS: &[&[&str]] = &[
    &["main", "gallery"],
    &["commands"],
    &["app", "demo"],
    &["api", "admin"],
    &["home", "my_data", "my_notices", "desk"],
    &["announcements", "feedback", "help"],
    &["requests", "panels", "releases", "frames", "export"],
    &["proxy"],
    &["tiles"],
    &["identity"],
    &["notices", "exchange", "attachments"],
    &["keys"],
    &["web"],
    &["base"],
    &["limits"],
    &["act", "outbox", "audit"],
    &["news", "statistics"],
    &["store", "vault"],
    &["telemetry"],
    &["config"],
    &["text", "pdf"],
    &["finding", "crash"],
    &["id"],
    &["clock"],
];

/// Arrows that go up, or sideways, and why that is right.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("act", "outbox", "an act writes its promises"),
    ("act", "audit", "an act writes its events"),
    ("outbox", "act", "leasing and ending jobs are chores and acts"),
    ("audit", "act", "an event names its actor"),
    ("demo", "text", "the demo's own services share the locale and nothing else"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let own = files.into_iter().filter(|path| path.extension().is_some_and(|found| found == extension));
    let mut all: Vec<PathBuf> =
        own.chain(folders.iter().flat_map(|folder| files_of(folder, extension))).collect();
    all.sort();
    all
}

fn files_of(folder: &Path, extension: &str) -> Vec<PathBuf> {
    files(folder, extension)
}

/// The room a source file belongs to: its folder, or its own name.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The code of a file without its unit tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")))
}

fn sources() -> Vec<PathBuf> {
    files(&root().join("src"), "rs").into_iter().filter(|path| !is_test(path)).collect()
}

/// The rooms that a file names: `crate::room` or `use crate::{room, …}`.
fn named(code: &str) -> BTreeSet<String> {
    let word =
        |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    let mut rooms = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0;
                let mut start = true;
                for (at, c) in list.char_indices() {
                    if start && !c.is_whitespace() {
                        rooms.insert(word(&list[at..]));
                        start = false;
                    }
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        _ => {}
                    }
                }
            }
            None => {
                rooms.insert(word(after));
            }
        }
    }
    rooms.remove("");
    rooms
}

fn floor(room: &str) -> usize {
    let found = FLOORS.iter().position(|rooms| rooms.contains(&room));
    found.unwrap_or_else(|| {
        panic!("the room `{room}` is on no floor: add it to FLOORS and to docs/architecture.md")
    })
}

#[test]
fn arrows_point_down() {
    let mut upward = Vec::new();
    for path in sources() {
        let from = room(&path);
        if from == "lib" {
            continue;
        }
        for to in named(&code(&path)) {
            let known = FLOORS.iter().any(|rooms| rooms.contains(&to.as_str()));
            let excepted = EXCEPTIONS.iter().any(|(a, b, _)| *a == from && *b == to);
            // A macro (`crate::on!`) or an item of the crate's root is no room.
            if known && from != to && !excepted && floor(&from) >= floor(&to) {
                upward.push(format!("{} looks up into {to}", path.display()));
            }
        }
    }
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn an_upward_import_would_be_seen() {
    assert!(named("use crate::app::App;").contains("app"));
    assert!(named("use crate::{admin, api::{self, X}, home};").contains("home"));
    assert!(named("fn f() { crate::requests::store::list() }").contains("requests"));
    assert!(floor("store") > floor("app"));
}

/// The demo's back-end is another program's code in spirit: it keeps a database of its own.
fn is_demo(path: &Path) -> bool {
    room(path) == "demo"
}

#[test]
fn rows_change_in_store_files_only() {
    let changes = ["\"INSERT INTO", "\"UPDATE ", "\"DELETE FROM", "    INSERT INTO"];
    for path in sources().iter().filter(|path| !is_demo(path)) {
        let store = path.file_name().is_some_and(|name| name == "store.rs")
            || path.parent().is_some_and(|folder| folder.ends_with("store"));
        let code = code(path);
        let found = changes.iter().find(|change| code.contains(**change));
        assert!(store || found.is_none(), "{} changes rows ({found:?})", path.display());
    }
}

#[test]
fn a_write_is_opened_by_the_act_alone() {
    for path in sources().iter().filter(|path| !is_demo(path)) {
        let opens = code(path).contains(".write().await");
        assert!(!opens || room(path) == "act", "{} opens a write", path.display());
    }
}

#[test]
fn both_databases_take_the_same_steps() {
    let names = |database: &str| -> Vec<String> {
        let folder = root().join("migrations").join(database);
        files(&folder, "sql")
            .iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    let numbers: Vec<String> = names("sqlite").iter().map(|name| name[..4].to_owned()).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "two steps of one number: {numbers:?}");
    for name in names("sqlite") {
        let read = |database: &str| {
            fs::read_to_string(root().join("migrations").join(database).join(&name)).unwrap()
        };
        assert_eq!(tables(&read("sqlite")), tables(&read("postgres")), "{name}");
    }
}

/// Every table with the names of its columns, and every index, as the migration writes them.
fn tables(sql: &str) -> BTreeSet<String> {
    let statements =
        sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    let name = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    let mut all = BTreeSet::new();
    // Triggers are written in each database's own language; a test of the log shows that they hold.
    let own = |statement: &&str| {
        ["CREATE FUNCTION", "CREATE TRIGGER", "RETURN NULL", "END"]
            .iter()
            .any(|word| statement.starts_with(word))
    };
    let statements = statements.split(';').map(str::trim).filter(|statement| !statement.is_empty());
    for statement in statements.filter(|statement| !own(statement)) {
        if let Some(table) = statement.strip_prefix("CREATE TABLE ") {
            let (table, columns) = table.split_once('(').unwrap();
            all.extend(
                columns
                    .lines()
                    .filter(|line| line.starts_with("    "))
                    .map(|line| format!("{table}.{}", name(line))),
            );
        } else if let Some((table, column)) =
            statement.strip_prefix("ALTER TABLE ").and_then(|rest| rest.split_once(" ADD COLUMN "))
        {
            all.insert(format!("{table}.{}", name(column)));
        } else {
            all.insert(statement.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    all
}

/// What a document puts in backquotes: `this`.
fn quoted(document: &str) -> impl Iterator<Item = &str> {
    document.split('`').skip(1).step_by(2)
}

/// Whether a file of tests has one of that name: as a function, or in the list of a table.
fn has_test(code: &str, name: &str) -> bool {
    let word =
        |list: &str| list.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == name);
    let lists = code.split("faults![").skip(1).filter_map(|rest| rest.split(']').next());
    code.contains(&format!("fn {name}(")) || lists.into_iter().any(word)
}

#[test]
fn the_tests_that_documents_name_exist() {
    let mut missing = Vec::new();
    for document in files(&root().join("docs/security"), "md") {
        let words = fs::read_to_string(&document).unwrap();
        for named in
            quoted(&words).filter(|quoted| quoted.starts_with("tests/") || quoted.starts_with("src/"))
        {
            let (path, test) =
                named.split_once("::").map_or((named, None), |(path, test)| (path, Some(test)));
            let path = root().join(path);
            let found = match test {
                Some(test) => fs::read_to_string(&path).is_ok_and(|code| has_test(&code, test)),
                None => path.exists(),
            };
            if !found {
                missing.push(format!("{}: {named}", document.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn a_test_that_does_not_exist_would_be_missed() {
    assert!(has_test("async fn once(database: Database) {", "once"));
    assert!(has_test("faults![nonce, no_nonce,\n aud];", "no_nonce"));
    assert!(!has_test("fn twice() { once() }", "once"));
    assert!(!has_test("faults![no_nonce];", "nonce"));
}

/// All events as the code has them, with the names of their fields: a code is what a variant is renamed to, or its name
/// as the log spells it.
fn events() -> BTreeMap<String, BTreeSet<String>> {
    let mut files = files_of(&root().join("src/audit/event"), "rs");
    files.push(root().join("src/audit/event.rs"));
    let code: String = files.iter().map(|file| code(file)).collect();
    let (mut events, mut renamed): (Vec<(String, BTreeSet<String>)>, _) = (Vec::new(), None);
    for line in code.lines().filter_map(|line| line.strip_prefix("    ")) {
        let field = line.strip_prefix("    ").and_then(|line| line.split_once(": ")).map(|(name, _)| name);
        let variant = line.strip_suffix(" {").or_else(|| line.strip_suffix(',')).filter(is_variant);
        if let Some(code) =
            line.strip_prefix("#[serde(rename = \"").and_then(|rest| rest.strip_suffix("\")]"))
        {
            renamed = Some(code.to_owned());
        } else if let Some(name) = variant {
            events.push((renamed.take().unwrap_or_else(|| spelled(name)), BTreeSet::new()));
        } else if let Some((name, (_, fields))) = field.filter(is_field).zip(events.last_mut()) {
            fields.insert(name.to_owned());
        }
    }
    events.into_iter().collect()
}

fn is_field(name: &&str) -> bool {
    name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

fn is_variant(name: &&str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric())
}

fn spelled(variant: &str) -> String {
    let dashed =
        |c: char| if c.is_ascii_uppercase() { format!("-{}", c.to_ascii_lowercase()) } else { c.into() };
    variant.chars().map(dashed).collect::<String>().trim_start_matches('-').to_owned()
}

#[test]
fn every_event_is_explained_and_has_its_words() {
    let events = events();
    assert!(events.len() > 90 && events["signin-refused"].len() == 2, "{events:?}");
    let told: BTreeMap<String, BTreeSet<String>> = catalogue::all()
        .map(|kind| (kind.code.to_owned(), kind.names().map(str::to_owned).collect()))
        .collect();
    for (code, fields) in &events {
        assert_eq!(told.get(code), Some(fields), "{code} is not so in src/audit/catalogue/");
        for locale in ["fr-CA", "en-CA"] {
            let words = fs::read_to_string(root().join("locales").join(locale).join("admin.ftl")).unwrap();
            assert!(words.contains(&format!("\nevent-{code} = ")), "event-{code} has no words in {locale}");
        }
    }
    let unknown: Vec<&String> = told.keys().filter(|code| !events.contains_key(*code)).collect();
    assert!(unknown.is_empty(), "nothing writes {unknown:?}");
    let document = fs::read_to_string(root().join("docs/audit-events.md")).unwrap();
    let printed = "put what `parvis audit catalogue` prints between the marks of docs/audit-events.md";
    let marked = document.split("<!-- parvis audit catalogue -->\n").nth(1).expect(printed);
    assert_eq!(marked.trim(), catalogue::tables().trim(), "{printed}");
}

#[test]
fn files_stay_short() {
    for path in sources() {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines: is there a seam to split along?", path.display());
    }
}

#[test]
fn every_word_exists_in_both_languages() {
    let findings = parvis::text::check::folder(&root()).unwrap();
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

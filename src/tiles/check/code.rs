//! Does the code of an `app` keep within its frame: no code from text, no foreign origin, nothing
//! loaded that is not in the release?

use super::script::{Kind, tokens};
use crate::finding::{Finding, line_of};
use crate::tiles::files::Files;
use crate::web::file::{is_script, is_style};

/// Names that a tile has no use for, and why.
const FORBIDDEN: [(&str, &str); 4] = [
    ("eval", "the frame makes no code from text"),
    ("RTCPeerConnection", "a tile reaches its back-end by `host.request` alone"),
    ("webkitRTCPeerConnection", "a tile reaches its back-end by `host.request` alone"),
    ("WebSocket", "a tile reaches its back-end by `host.request` alone"),
];
/// What no text of a script may hold, and why.
const FORBIDDEN_TEXTS: [(&str, &str); 7] = [
    ("preconnect", "nothing is fetched from elsewhere"),
    ("dns-prefetch", "nothing is fetched from elsewhere"),
    ("<script", "the frame runs no inline script"),
    ("<style", "the frame takes no inline style: put it in a file of `css`"),
    (" style=", "the frame takes no inline style: put it in a file of `css`"),
    ("javascript:", "the frame runs no inline script"),
    ("data:text", "the frame runs no inline script"),
];
/// Names of XML's, which look like addresses and are none.
const NAMESPACES: &str = "http://www.w3.org/";

/// What is wrong with the scripts and style sheets of a tile.
pub(super) fn code(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for path in files.paths().filter(|path| is_script(path) || is_style(path)) {
        let text = match files.text(path) {
            Ok(text) => text,
            Err(finding) => {
                findings.push(finding);
                continue;
            }
        };
        let mut found = if is_script(path) { script(text, path, files) } else { style(text, path, files) };
        found.sort_unstable();
        found.dedup();
        let at = |(line, message)| Finding::new(files.name(path), message).at(line);
        findings.extend(found.into_iter().map(at));
    }
    findings
}

type Found = Vec<(Option<usize>, String)>;

fn script(source: &str, path: &str, files: &Files) -> Found {
    let tokens = tokens(source);
    let mut found = Found::new();
    for (place, token) in tokens.iter().enumerate() {
        let after = |steps: usize| tokens.get(place + steps).map(|token| &token.kind);
        let before = place.checked_sub(1).and_then(|place| tokens.get(place)).map(|token| &token.kind);
        let message = match &token.kind {
            // A property of that name is the module's own.
            Kind::Name(_) if before == Some(&Kind::Sign('.')) => None,
            Kind::Name(name) if name == "Function" && after(1) == Some(&Kind::Sign('(')) => {
                Some("`Function`: the frame makes no code from text".to_owned())
            }
            Kind::Name(name) if matches!(name.as_str(), "import" | "from") => {
                loaded(name, [after(1), after(2), after(3)])
                    .and_then(|load| not_in_release(load, path, files))
            }
            Kind::Name(name) => forbidden(name),
            Kind::Text(text) => forbidden_text(text),
            Kind::Sign(_) => None,
        };
        found.extend(message.map(|message| (Some(token.line), message)));
    }
    found
}

/// What an `import` or a `from` loads: a text, or something that only shows as it runs.
#[derive(Clone, Copy)]
enum Load<'a> {
    File(&'a str),
    Unknown,
}

fn loaded<'a>(word: &str, after: [Option<&'a Kind>; 3]) -> Option<Load<'a>> {
    match (word, after) {
        (_, [Some(Kind::Text(file)), ..])
        | ("import", [Some(Kind::Sign('(')), Some(Kind::Text(file)), Some(Kind::Sign(')' | ','))]) => {
            Some(Load::File(file))
        }
        ("import", [Some(Kind::Sign('(')), ..]) => Some(Load::Unknown),
        _ => None,
    }
}

fn not_in_release(load: Load<'_>, path: &str, files: &Files) -> Option<String> {
    let Load::File(file) = load else {
        return Some(
            "`import(…)` of something that is known only as it runs: name a file of the release".into(),
        );
    };
    let inside = resolve(path, file).is_some_and(|file| is_script(&file) && files.has(&file));
    (!inside)
        .then(|| format!("`{file}` is imported and is no script of this release: name it as `./file.js`"))
}

fn forbidden(name: &str) -> Option<String> {
    let (name, why) = FORBIDDEN.into_iter().find(|(forbidden, _)| *forbidden == name)?;
    Some(format!("`{name}`: {why}"))
}

fn forbidden_text(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if let Some((word, why)) = FORBIDDEN_TEXTS.into_iter().find(|(word, _)| lower.contains(word)) {
        return Some(format!("`{}`: {why}", word.trim()));
    }
    foreign(&lower).map(|origin| format!("`{origin}`: a tile knows no address; its routes name back-ends"))
}

/// The first address of another origin in a text.
fn foreign(text: &str) -> Option<&str> {
    let schemes = ["http://", "https://", "ws://", "wss://"];
    let address = schemes.iter().filter_map(|scheme| text.find(scheme)).min().and_then(|at| text.get(at..));
    let address =
        address.or_else(|| text.strip_prefix("//").filter(|rest| rest.contains('.')).map(|_| text))?;
    let end =
        address.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ')')).unwrap_or(address.len());
    address.get(..end).filter(|address| !address.starts_with(NAMESPACES))
}

fn style(source: &str, path: &str, files: &Files) -> Found {
    let mut found = Found::new();
    let at = |what: &str| line_of(source, what);
    for address in source.split("url(").skip(1).filter_map(|rest| rest.split(')').next()) {
        let address = address.trim().trim_matches(['"', '\'']);
        let inside = address.starts_with("data:image/") || address.starts_with('#');
        if !inside && !resolve(path, address).is_some_and(|file| files.has(&file)) {
            found.push((at(address), format!("`{address}` is no file of this release")));
        }
    }
    for import in source.split("@import").skip(1).filter_map(|rest| rest.split(';').next()) {
        let message = "`@import`: list each style sheet in `css`, so that its content is vouched for";
        found.push((at(import), message.to_owned()));
    }
    found
}

/// The path in the tile's folder of a file that another one names: `./words.js`, `../pictures/a.svg`.
fn resolve(from: &str, named: &str) -> Option<String> {
    let mut path: Vec<&str> = from.split('/').collect();
    path.pop();
    if !named.starts_with("./") && !named.starts_with("../") && is_script(from) {
        return None;
    }
    for step in named.split('/') {
        match step {
            "." => {}
            ".." => drop(path.pop()?),
            "" => return None,
            _ => path.push(step),
        }
    }
    Some(path.join("/"))
}

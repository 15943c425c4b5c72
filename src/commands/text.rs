//! `parvis text check`: are the words of the portal and of its tiles complete and well set?

use std::io::{self, Write};
use std::path::Path;

use super::Outcome;
use crate::text::check;

/// Checks the working copy in `root` and writes one line per finding.
///
/// # Errors
/// When a file of the working copy cannot be read, or `out` cannot be written to.
pub fn check(root: &Path, out: &mut impl Write) -> io::Result<Outcome> {
    let findings = check::folder(root)?;
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    writeln!(out, "{} findings", findings.len())?;
    Ok(if findings.is_empty() { Outcome::Fine } else { Outcome::Faulty })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_at_the_portal_and_at_every_tile() {
        let root = std::env::temp_dir().join(format!("parvis-text-{}", std::process::id()));
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("locales/fr-CA/a.ftl", "a = Un\n");
        write("locales/en-CA/a.ftl", "a = One\n");
        write("templates/web/page.html", "{{ t(\"a\") }}\n{{ t(\"b\") }}\n");
        write("tiles/one/locales/fr/a.ftl", "x = Un\n");
        let mut out = Vec::new();
        let outcome = check(&root, &mut out).unwrap();
        std::fs::remove_dir_all(&root).unwrap();
        let expected = "templates/web/page.html:2: `b` has no words\n\
            tiles/one/locales/fr/a.ftl:1: `x` has no words in en-CA\n2 findings\n";
        assert_eq!((outcome, String::from_utf8(out).unwrap().as_str()), (Outcome::Faulty, expected));
    }
}

//! `parvis config check`: are the settings right, and which are in effect?

use std::io::{self, Write};
use std::path::Path;

use super::Outcome;
use crate::config::{Config, Problem, Severity};

/// Reads the settings as the server would, writes those in effect (secrets as `***`) and then
/// what is wrong with them. Warnings alone are fine.
///
/// # Errors
/// When `out` cannot be written to.
pub fn check(file: Option<&Path>, out: &mut impl Write) -> io::Result<Outcome> {
    match Config::load(file) {
        Ok(config) => report(&config, out),
        Err(error) => {
            writeln!(out, "error: {error}")?;
            Ok(Outcome::Faulty)
        }
    }
}

fn report(config: &Config, out: &mut impl Write) -> io::Result<Outcome> {
    let problems = config.check();
    writeln!(out, "{config}")?;
    for problem in &problems {
        writeln!(out, "{problem}")?;
    }
    let is_error = |problem: &&Problem| problem.severity == Severity::Error;
    let errors = problems.iter().filter(is_error).count();
    writeln!(out, "{errors} errors, {} warnings", problems.len() - errors)?;
    Ok(if errors == 0 { Outcome::Fine } else { Outcome::Faulty })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Outcome, String) {
        let config = Config::from_toml("my.toml", text).unwrap();
        let mut out = Vec::new();
        let outcome = report(&config, &mut out).unwrap();
        (outcome, String::from_utf8(out).unwrap())
    }

    #[test]
    fn shows_the_values_and_what_is_wrong() {
        let (outcome, said) = told("vault.key = \"s3cret\"");
        assert_eq!(outcome, Outcome::Faulty);
        assert!(said.contains("idle_minutes = 30") && said.contains("key = \"***\""), "{said}");
        assert!(said.contains("error: vault.key: is not 32 bytes") && !said.contains("s3cret"), "{said}");
        assert!(said.ends_with("1 errors, 0 warnings\n"), "{said}");
    }

    #[test]
    fn a_file_that_is_missing_is_told() {
        let mut out = Vec::new();
        let outcome = check(Some(Path::new("/nowhere/parvis.toml")), &mut out).unwrap();
        assert_eq!(outcome, Outcome::Faulty);
        assert!(String::from_utf8(out).unwrap().starts_with("error: /nowhere/parvis.toml: cannot be read"));
    }
}

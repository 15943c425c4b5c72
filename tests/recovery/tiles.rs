//! What a service team does with its tile, by commands alone.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::{Said, run};
use crate::demo::parvis;

/// A folder that a team works in, removed at the end.
pub struct Desk(PathBuf);

impl Desk {
    pub fn new() -> Self {
        let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
        let dir = std::env::temp_dir().join(format!("parvis-desk-{name}"));
        fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    /// `parvis tile` with these arguments, in the folder.
    pub fn tile(&self, arguments: &[&str]) -> Said {
        let mut command: Command = parvis();
        command.arg("tile").args(arguments).current_dir(&self.0).env_remove("SOURCE_DATE_EPOCH");
        run(&mut command)
    }

    /// The same, which goes well; what it said.
    pub fn does(&self, arguments: &[&str]) -> String {
        let said = self.tile(arguments);
        assert_eq!(said.code, Some(0), "{arguments:?}: {}{}", said.out, said.err);
        said.out
    }

    pub fn file(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    /// Puts `to` in the place of `from` in a file.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let path: &Path = &self.file(path);
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(from), "{from:?} in {text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_newcomer_makes_checks_packs_and_proves_a_tile() {
    let desk = Desk::new();
    assert!(desk.does(&["new", "home-care"]).contains("parvis tile check home-care"));
    assert_eq!(desk.tile(&["new", "home-care"]).code, Some(1), "what is there is not written over");
    desk.does(&["new", "know-more", "--kind", "content"]);
    assert_eq!(desk.does(&["check", "home-care"]), "home-care 0.1.0 is sound\n");
    assert_eq!(desk.does(&["check", "know-more"]), "know-more 0.1.0 is sound\n");

    desk.does(&["keygen", "team.key"]);
    let mode = |path| fs::metadata(desk.file(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("team.key"), mode("team.key.pub") & 0o044), (0o600, 0o044));
    assert_eq!(desk.tile(&["keygen", "team.key"]).code, Some(1), "a key is not written over");

    desk.does(&["pack", "home-care", "--key", "team.key", "-o", "one.release"]);
    desk.does(&["pack", "home-care", "--key", "team.key", "-o", "two.release"]);
    let package = fs::read(desk.file("one.release")).unwrap();
    assert_eq!(package, fs::read(desk.file("two.release")).unwrap(), "the same folder, the same bytes");
    let proven = desk.does(&["verify", "one.release", "--key", "team.key.pub"]);
    assert!(proven.starts_with("home-care 0.1.0 of home-care: "), "{proven}");
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_nothing_is_packed() {
    let desk = Desk::new();
    desk.does(&["new", "home-care"]);
    desk.does(&["keygen", "team.key"]);
    desk.edit("home-care/locales/en/form.ftl", "you-title = You\n", "");
    desk.edit("home-care/tile.toml", "level = 1", "levl = 1");
    let check = desk.tile(&["check", "home-care"]);
    assert_eq!(check.code, Some(1), "{}", check.out);
    assert!(
        check.out.contains("home-care/tile.toml:") && check.out.contains("did you mean `level`?"),
        "{}",
        check.out
    );
    let pack = desk.tile(&["pack", "home-care", "--key", "team.key", "-o", "one.release"]);
    assert_eq!((pack.code, desk.file("one.release").exists()), (Some(1), false), "{}", pack.out);
}

#[test]
fn a_release_that_was_touched_is_refused_in_both_languages() {
    let desk = Desk::new();
    desk.does(&["new", "know-more", "--kind", "content"]);
    desk.does(&["keygen", "team.key"]);
    desk.does(&["keygen", "other.key"]);
    desk.does(&["pack", "know-more", "--key", "team.key", "-o", "one.release"]);
    let other = desk.tile(&["verify", "one.release", "--key", "other.key.pub"]);
    assert_eq!(other.code, Some(1));
    assert!(other.out.starts_with("unknown-key\nfr: Version refusée"), "{}", other.out);
    assert!(other.out.contains("\nen: Release refused: the key "), "{}", other.out);
    let mut package = fs::read(desk.file("one.release")).unwrap();
    package.extend_from_slice(b"more");
    fs::write(desk.file("one.release"), package).unwrap();
    let touched = desk.tile(&["verify", "one.release", "--key", "team.key.pub"]);
    assert_eq!((touched.code, touched.out.lines().next()), (Some(1), Some("not-as-packed")));
}

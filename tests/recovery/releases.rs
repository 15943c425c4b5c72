//! From a team's folder to the portal's database: published, activated, approved, taken back.

use std::path::PathBuf;

use crate::commands::{Said, run};
use crate::demo::{Demo, parvis};
use crate::journeys;
use crate::support::Database;
use crate::tiles::Desk;

journeys!(a_team_publishes_by_itself_and_an_administrator_lets_it_do_more);

/// `parvis tile` against the demo's database.
struct Office {
    desk: Desk,
    config: PathBuf,
}

impl Office {
    fn tile(&self, arguments: &[&str]) -> Said {
        let mut command = parvis();
        command.arg("tile").args(arguments).env("PARVIS_CONFIG", &self.config);
        run(command.current_dir(self.desk.file(".")))
    }

    fn does(&self, arguments: &[&str]) -> String {
        let said = self.tile(arguments);
        assert_eq!(said.code, Some(0), "{arguments:?}: {}{}", said.out, said.err);
        said.out
    }

    /// Is refused with that code, in both languages.
    fn refuses(&self, code: &str, arguments: &[&str]) {
        let said = self.tile(arguments);
        assert_eq!(said.code, Some(1), "{arguments:?}: {}{}", said.out, said.err);
        let told = format!("{code}\nfr: Version refusée\u{a0}: ");
        assert!(said.out.starts_with(&told) && said.out.contains("\nen: Release refused: "), "{}", said.out);
    }

    /// Cannot be done, for that reason.
    fn cannot(&self, reason: &str, arguments: &[&str]) {
        let said = self.tile(arguments);
        assert_eq!(said.code, Some(1), "{arguments:?}: {}", said.out);
        assert!(said.err.contains(reason), "{}", said.err);
    }

    /// Packs the tile as it is, signed with that key.
    fn pack(&self, key: &str, file: &str) {
        self.does(&["pack", "know-more", "--key", key, "-o", file]);
    }

    /// The next version of the tile, changed there.
    fn next(&self, (from, to): (&str, &str), (what, becomes): (&str, &str)) {
        self.desk.edit("know-more/tile.toml", &format!("\"{from}\""), &format!("\"{to}\""));
        self.desk.edit("know-more/tile.toml", what, becomes);
        self.pack("team.key", &format!("{to}.release"));
    }
}

async fn a_team_publishes_by_itself_and_an_administrator_lets_it_do_more(database: Database) {
    let mut demo = Demo::new(database).await;
    demo.start().await;
    let office = Office { desk: Desk::new(), config: demo.config() };
    office.does(&["new", "know-more", "--kind", "content"]);
    office.does(&["keygen", "team.key"]);
    office.does(&["keygen", "other.key"]);
    office.pack("team.key", "0.1.0.release");

    only_trusted_keys_and_known_systems(&office);
    a_new_tile_waits_for_an_administrator(&office);
    what_does_no_more_goes_live_by_itself(&office);
    what_does_more_waits(&office);
    a_step_back_leads_to_the_release_before(&office);
    a_withdrawn_key_signs_no_more(&office);

    for (code, count) in [
        // The desk of the demo has one too.
        ("team-key-trusted", 3),
        ("team-key-withdrawn", 1),
        ("tile-published", 3),
        ("tile-approval-asked", 2),
        ("tile-activated", 3),
        ("tile-rolled-back", 2),
    ] {
        assert_eq!(demo.count(&format!("audit_event WHERE code = '{code}'")).await, count, "{code}");
    }
    assert_eq!(demo.count("release").await, 3);
    assert_eq!(demo.count("release_file").await, 15);
    assert_eq!(demo.count("release_content").await, 7, "what did not change is kept once");
    demo.stop().await;
}

fn only_trusted_keys_and_known_systems(office: &Office) {
    office.refuses("unknown-key", &["publish", "0.1.0.release"]);
    office.does(&["trust", "know-more", "--key", "team.key.pub"]);
    office.does(&["trust", "others", "--key", "other.key.pub"]);
    office.cannot("someone else acted", &["trust", "others", "--key", "team.key.pub"]);
    office.pack("other.key", "stolen.release");
    office.refuses("other-team", &["publish", "stolen.release"]);
    // A form whose back-end nobody has bound, and a tile of the portal's own by another team.
    for (id, code) in [("lost-and-found", "unknown-backend"), ("complaints", "other-team")] {
        office.does(&["new", id]);
        office.desk.edit(&format!("{id}/tile.toml"), &format!("team = \"{id}\""), "team = \"know-more\"");
        office.does(&["pack", id, "--key", "team.key", "-o", "form.release"]);
        office.refuses(code, &["publish", "form.release"]);
    }
}

fn a_new_tile_waits_for_an_administrator(office: &Office) {
    let dry = office.does(&["publish", "0.1.0.release", "--dry-run"]);
    assert!(dry.starts_with("know-more 0.1.0 would be published: 5 files, 5 contents new\n"), "{dry}");
    assert!(dry.contains("+ fr: Un nouveau service est offert\u{a0}: know-more\n"), "{dry}");
    assert!(dry.contains("+ en: A new service is offered: know-more\n"), "{dry}");
    assert_eq!(office.does(&["releases"]), "", "nothing was done");
    office.does(&["publish", "0.1.0.release"]);
    office.refuses("replayed", &["publish", "0.1.0.release"]);
    office.cannot("does not wait", &["approve", "know-more", "0.1.0"]);
    office.cannot("not published here", &["activate", "know-more", "0.2.0"]);
    assert!(office.does(&["activate", "know-more", "0.1.0"]).contains("waits for an administrator"));
    office.does(&["approve", "know-more", "0.1.0"]);
    office.cannot("is active already", &["activate", "know-more", "0.1.0"]);
}

fn what_does_no_more_goes_live_by_itself(office: &Office) {
    office.next(("0.1.0", "0.2.0"), ("New service", "Something to know"));
    let published = office.does(&["publish", "0.2.0.release"]);
    assert_eq!(published, "know-more 0.2.0 is published: 5 files, 1 contents new\n");
    assert_eq!(office.does(&["activate", "know-more", "0.2.0"]), "know-more 0.2.0 is active\n");
    office.refuses("lower-version", &["activate", "know-more", "0.1.0"]);
    office.next(("0.2.0", "0.1.5"), ("level = 0", "level = 0"));
    office.refuses("lower-version", &["publish", "0.1.5.release"]);
    office.next(("0.1.5", "0.2.5"), ("level = 0", "level = 0"));
    let arguments = ["pack", "know-more", "--key", "team.key", "--previous", "0.1.0", "-o", "apart.release"];
    office.does(&arguments);
    office.refuses("not-next", &["publish", "apart.release"]);
    office.desk.edit("know-more/tile.toml", "\"0.2.5\"", "\"0.2.0\"");
}

fn what_does_more_waits(office: &Office) {
    office.next(("0.2.0", "0.3.0"), ("level = 0", "level = 1\n[permissions]\nclaims = [\"birthdate\"]"));
    let published = office.does(&["publish", "0.3.0.release"]);
    assert!(
        published.contains("+ fr: Apprend ce renseignement sur la personne\u{a0}: birthdate\n"),
        "{published}"
    );
    assert!(published.contains("- en: Asks for a more certain sign-in, by level: 0 → 1\n"), "{published}");
    assert!(office.does(&["activate", "know-more", "0.3.0"]).contains("waits for an administrator"));
    let list = office.does(&["releases"]);
    let stands = |version: &str| {
        let line = list.lines().find(|line| line.contains(version)).unwrap();
        line.split_whitespace().nth(2).unwrap().to_owned()
    };
    assert_eq!([stands("0.1.0"), stands("0.2.0"), stands("0.3.0")], ["published", "active", "asked"]);
    let dry = office.does(&["approve", "know-more", "0.3.0", "--dry-run"]);
    assert!(dry.contains("+ en: Learns this about the person: birthdate\n"), "{dry}");
    office.does(&["approve", "know-more", "0.3.0"]);
}

fn a_step_back_leads_to_the_release_before(office: &Office) {
    assert_eq!(office.does(&["rollback", "know-more"]), "know-more 0.2.0 is shown to all again\n");
    assert_eq!(office.does(&["rollback", "know-more"]), "know-more 0.1.0 is shown to all again\n");
    office.cannot("no release of know-more was active before", &["rollback", "know-more"]);
}

fn a_withdrawn_key_signs_no_more(office: &Office) {
    office.next(("0.3.0", "0.4.0"), ("claims", "claims"));
    let verified = office.does(&["verify", "0.4.0.release", "--key", "team.key.pub"]);
    let key = verified.trim_end().rsplit(' ').next().unwrap();
    office.does(&["withdraw", key]);
    office.cannot("there is no key", &["withdraw", key]);
    office.refuses("withdrawn-key", &["publish", "0.4.0.release"]);
}

mod app;

use crate::text::Text;
use crate::tiles::Tile;
use crate::tiles::catalogue::sample;
use crate::tiles::files::Files;

/// The findings on the sample of complaints, with `old` in one file replaced by `new`.
fn findings(path: &str, old: &str, new: &str) -> Vec<String> {
    let files = sample("complaints");
    let text = files.text(path).unwrap();
    assert!(text.contains(old), "{path} has no {old:?}");
    let changed = text.replacen(old, new, 1);
    found(&files.clone().with(path, &changed))
}

fn found(files: &Files) -> Vec<String> {
    let read = Tile::read(files, &Text::portal().unwrap());
    read.err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// The one finding that the change leads to.
fn finding(path: &str, old: &str, new: &str) -> String {
    let mut all = findings(path, old, new);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

#[test]
fn slips_in_the_manifest_are_named_with_line_and_suggestion() {
    let finding = |old, new| finding("tile.toml", old, new);
    let slip = finding("team =", "taem =");
    assert!(slip.starts_with("complaints/tile.toml:9: unknown field `taem`"), "{slip}");
    assert!(slip.ends_with("did you mean `team`?"), "{slip}");
    assert!(finding("\"form\"", "\"from\"").ends_with("did you mean `form`?"));
    assert!(finding("POST /v2/complaints\"", "post /v2\"").contains("unknown method `post`"));
    assert!(finding("1.1.0", "1.1").contains("`1.1` is no version"));
    assert!(finding("en = \"Complaint follow-up\"\n", "").contains("missing field `en`"));
    assert!(finding("\"received\", key", "\"recieved\", key").contains("did you mean `received`?"));
}

#[test]
fn rules_between_the_parts_are_kept() {
    let finding = |old, new| finding("tile.toml", old, new);
    assert!(finding("contract = 1", "contract = 2").contains("speaks contract 1, not 2"));
    assert!(finding("\"complaints\"", "\"complaint\"").contains("give both one name"));
    assert!(finding("days = 30", "days = 0").contains("from 1 to 365"));
    assert!(finding("\"POST /v2/complaints\"", "\"GET /v2/complaints\"").contains("by POST or PUT"));
    assert!(finding("outcome = \"completed\", ", "").contains("say how, with `outcome`"));
    assert!(finding("\"in_progress\"", "\"in_progress\", outcome = \"refused\"").contains("closes nothing"));
    assert!(finding("Complaint follow-up", " ").contains("`tile.title` says nothing in one language"));
    assert!(finding(", \"email\"]", "]").contains("`email` is filled from a claim"));
}

#[test]
fn files_are_asked_for_kept_and_sent_or_none_of_it() {
    let finding = |old, new| finding("tile.toml", old, new);
    assert!(finding("max = 5", "max = 0").contains("from 1 to 20 files"));
    assert!(finding("max_mib = 10", "max_mib = 26").contains("from 1 to 25 MiB"));
    assert!(finding("image/png", "image/gif").contains("the portal cannot tell `image/gif`"));
    assert!(finding(", attachments = true", "").contains("go together"));
    let form = r#"{ "id": "attached-files", "type": "file", "max": 5 }"#;
    let text = r#"{ "id": "attached-files", "type": "text" }"#;
    assert!(self::finding("form.json", form, text).contains("go together"));
}

#[test]
fn a_task_and_a_message_say_which_files_they_take() {
    let finding = |old, new| finding("tile.toml", old, new);
    let upload = "kind = \"upload\"\nkey = \"task-visit-record\"\nattachments = { max = 3";
    let read = "kind = \"read\"\nkey = \"task-visit-record\"\nattachments = { max = 3";
    assert!(finding(upload, read).contains("a task of kind `upload` says which `attachments`"));
    assert!(finding("max = 3", "max = 0").contains("from 1 to 20 files"));
    let messages = "route = \"POST /v2/complaints/{request}/messages\"\n";
    assert!(finding(messages, "").contains("which need a `route`"));
}

#[test]
fn a_route_names_only_what_the_portal_knows() {
    let all = findings("tile.toml", "{request}", "{person}");
    assert!(all.iter().any(|one| one.contains("the portal has no value for {person}")), "{all:?}");
}

#[test]
fn each_kind_has_its_own_sections() {
    let all = findings("tile.toml", "kind = \"form\"", "kind = \"app\"");
    assert!(all.iter().any(|one| one.contains("a tile of this kind needs a section [app]")), "{all:?}");
    let all = findings("tile.toml", "kind = \"form\"", "kind = \"link\"");
    assert!(all.iter().any(|one| one.contains("a tile of this kind needs a section [link]")), "{all:?}");
    let all = findings("tile.toml", "kind = \"form\"", "kind = \"content\"");
    assert!(all.iter().any(|one| one.contains("a tile of this kind has no section [submit]")), "{all:?}");
}

#[test]
fn words_are_complete_and_all_shown() {
    let fr = "locales/fr/form.ftl";
    let all = findings(fr, "you-title = Vous\n", "");
    assert!(all.iter().any(|one| one.contains("`you-title` has no words in fr-CA")), "{all:?}");
    let both = sample("complaints");
    let [more_fr, more_en] = [fr, "locales/en/form.ftl"]
        .map(|path| both.text(path).unwrap().to_owned() + "\nspare = { $name } (exemple)\n");
    let more_en = more_en.replace("(exemple)", "(example)");
    let all = found(&both.with(fr, &more_fr).with("locales/en/form.ftl", &more_en));
    assert!(all.len() == 1 && all[0].ends_with("`spare` is shown nowhere"), "{all:?}");
    let all = findings("tile.toml", "\"status-triage\"", "\"status-tirage\"");
    assert!(
        all[0].ends_with("`status-tirage` has no words in locales/; did you mean `status-triage`?"),
        "{all:?}"
    );
    let all = findings(fr, "place-label = Où", "place-label = { $who } où");
    assert!(all.iter().any(|one| one.contains("`place-label`")), "{all:?}");
}

#[test]
fn a_missing_file_is_named() {
    let all = found(&sample("complaints").without("content/help.en.md"));
    assert_eq!(all, ["complaints/content/help.en.md: there is no such file"]);
    let all = found(&sample("complaints").without("form.json"));
    assert_eq!(all[0], "complaints/form.json: there is no such file");
}

#[test]
fn pages_hold_nothing_that_would_be_left_out() {
    let all = findings("content/start.en.md", "## Other ways", "<h2>Other ways</h2>");
    assert!(all[0].contains("content/start.en.md:13: HTML is left out"), "{all:?}");
}

/// The manifest with these changes of its form declared.
fn migrated(migrations: &str) -> Vec<String> {
    findings("tile.toml", "[submit]", &format!("{migrations}\n[submit]"))
}

#[test]
fn declared_changes_lead_to_the_form_at_hand() {
    let one = |rest: &str| migrated(&format!("[[form.migration]]\nfrom = \"1.0.0\"\n{rest}\n"));
    assert_eq!(one("rename = { where = \"place\" }\nrecode = { reach = { letter = \"mail\" } }"), [""; 0]);
    let wrong = |rest: &str, told: &str| {
        let found = one(rest);
        assert!(found.iter().any(|finding| finding.contains(told)), "{found:?}");
    };
    wrong("rename = { where = \"plaec\" }", "becomes `plaec`, which the form does not ask");
    wrong("rename = { story = \"place\" }", "but the form still asks it");
    wrong("rename = { a = \"place\", b = \"place\" }", "two questions become `place`");
    wrong("rename = { papers = \"attached-files\" }", "`attached-files` asks for files");
    wrong("recode = { reach = { letter = \"post\" } }", "which is no option of `reach`");
    wrong("drop = [\"story\"]", "`story` is dropped, but the form still asks it");
    wrong("drop = [\"fax\"]", "`fax-label` has no words");
    wrong(
        "rename = { where = \"place\" }\n[[form.migration]]\nfrom = \"1.0.0\"",
        "in the order of their versions",
    );
    wrong("rename = { where = \"place\" }\n[[form.migration]]\nfrom = \"1.1.0\"", "before version 1.1.0");
    let later = "rename = { where = \"scene\" }\n[[form.migration]]\nfrom = \"1.0.1\"\nrename = { scene = \"place\" }";
    assert_eq!(one(later), [""; 0], "one change after the other");
}

/// The one finding on another sample, with `old` in its manifest replaced by `new`.
fn finding_on(tile: &str, old: &str, new: &str) -> String {
    let files = sample(tile);
    let text = files.text("tile.toml").unwrap();
    assert!(text.contains(old), "{tile} has no {old:?}");
    let mut all = found(&files.clone().with("tile.toml", &text.replacen(old, new, 1)));
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

#[test]
fn panels_are_sound() {
    let finding = |old, new| finding_on("your-health", old, new);
    assert!(finding("name = \"pharmacy\"", "nam = \"pharmacy\"").contains("unknown field `nam`"));
    assert!(finding("me/results\"", "{who}/results\"").contains("no value for {who}"));
    assert!(finding("keep_hours = 72", "keep_hours = 0").contains("from 1 to 720 hours"));
    assert!(
        finding("claims = [\"birthdate\"]\n\n[[", "\n[[").contains("without being listed in [permissions]")
    );
    assert!(finding("level = 2", "level = 0").contains("nobody would be signed in"));
    assert!(finding("\"imaging\", ", "").contains("`appointments-imaging` is shown nowhere"));
    assert!(
        finding("\"status\"]\ncodes = [\"blood-test", "\"status\", \"floor\"]\ncodes = [\"blood-test")
            .contains("`appointments-floor-fact` has no words")
    );
    let twice = found_with("your-health", "name = \"vaccines\"", "name = \"results\"");
    assert!(twice.iter().any(|one| one.contains("two panels are called `results`")), "{twice:#?}");
    let form = finding_on(
        "complaints",
        "[documents.codes]",
        "[[panel]]\nname = \"x\"\nbackend = \"y\"\nupstream = \"/z\"\ndisplay = \"list\"\n[documents.codes]",
    );
    assert!(form.contains("has no section [[panel]"), "{form}");
}

/// All findings on another sample, with `old` in its manifest replaced by `new`.
fn found_with(tile: &str, old: &str, new: &str) -> Vec<String> {
    let files = sample(tile);
    let text = files.text("tile.toml").unwrap().replacen(old, new, 1);
    found(&files.with("tile.toml", &text))
}

#[test]
fn parts_of_other_people_are_sound() {
    let finding = |old, new| finding_on("medical-assistance-in-dying", old, new);
    assert!(finding("parts/{part}\"", "parts\"").contains("`{part}` is missing"));
    assert!(
        finding("\"POST /v2/preparations/{request}/parts", "\"GET /v2/preparations/{request}/parts")
            .contains("POST or PUT")
    );
    assert!(finding("invite_days = 14", "invite_days = 61").contains("from 1 to 60 days"));
    let unsaid = found_with("medical-assistance-in-dying", "\"part-witness\"", "\"part-witnes\"");
    assert!(unsaid.iter().any(|one| one.contains("did you mean `part-witness`?")), "{unsaid:#?}");
    let absent = found_with("medical-assistance-in-dying", "parts/witness.json", "parts/absent.json");
    assert!(absent[0].contains("parts/absent.json: there is no such file"), "{absent:#?}");
}

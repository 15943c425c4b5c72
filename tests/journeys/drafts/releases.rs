//! A service changes its form while drafts are under way: declared changes are followed, what has no place
//! any more is shown, and nothing is lost.

use parvis::text::Locale;
use parvis::vault::Vault;
use serde_json::json;

use crate::complaint::{self, begin, fill_answer, fill_event, say, signed_in};
use crate::journeys;
use crate::support::{Database, Portal, Setup, Tiles};

journeys!(a_declared_change_carries_answers, what_has_no_place_is_shown_and_not_sent);

const VERSION: &str = "version = \"1.1.0\"";
const FORM: &str = "complaints/form.json";

/// A draft with its second page answered, on a portal that stands still by now: another on the same database must
/// not share its work with one of the release before. Gives also its reference and the settings of that other.
async fn begun(database: Database, locale: Locale) -> (Portal, String, serde_json::Value) {
    let settings = json!({ "vault": { "key": Vault::new_master_key() } });
    let mut portal = Setup::silent().with(settings.clone()).start(database).await;
    let mut browser = signed_in(&portal, "amelie", locale).await;
    begin(&mut browser).await;
    fill_event(&mut browser);
    browser.fill("place-postal-code", "H2X 1Y4");
    browser.press("continue").await;
    let reference = complaint::reference(&browser);
    portal.rest().await;
    (portal, reference, settings)
}

/// The same questions, one with another id, one option with another code, one asked no more.
fn changed() -> Tiles {
    let migration = "[[form.migration]]\nfrom = \"1.1.0\"\nrename = { place = \"scene\" }\n\
        recode = { subjects = { access = \"waiting\" } }\ndrop = [\"wait-hours\"]\n\n[submit]";
    let mut tiles = Tiles::samples()
        .with("complaints/tile.toml", VERSION, "version = \"1.2.0\"")
        .with("complaints/tile.toml", "[submit]", migration)
        .with(FORM, "\"id\": \"place\"", "\"id\": \"scene\"")
        .with(FORM, "\"access\"", "\"waiting\"")
        .with(FORM, "\"max_length\": 5000 },\n", "\"max_length\": 5000 }\n")
        .with(
            FORM,
            "        { \"id\": \"wait-hours\", \"type\": \"number\", \"min\": 0, \"max\": 1000 }\n",
            "",
        );
    for language in ["fr", "en"] {
        let words = format!("complaints/locales/{language}/form.ftl");
        for (old, new) in [
            ("\nplace-label", "\nscene-label"),
            ("\nplace-hint", "\nscene-hint"),
            ("\nsubjects-access =", "\nsubjects-waiting ="),
            ("\nsubjects-access-hint", "\nsubjects-waiting-hint"),
        ] {
            tiles = tiles.with(&words, old, new);
        }
    }
    tiles
}

async fn a_declared_change_carries_answers(database: Database) {
    for locale in Locale::ALL {
        let (before, reference, settings) = begun(database, locale).await;
        let tiles = changed();
        let setup = Setup::silent().with(settings).with(tiles.settings());
        let after = setup.start_on(before.database_url.clone()).await;
        let mut browser = signed_in(&after, "amelie", locale).await;
        browser.open(&format!("/requests/{reference}/form/event")).await;
        assert_eq!(browser.page().value("scene"), "Urgence de l’hôpital Exemple", "{}", browser.text());
        assert_eq!(browser.page().values("subjects"), ["care", "waiting"]);
        let told = say(&browser, "ne seront pas envoyées", "will not be sent");
        assert!(browser.text().contains(told), "{}", browser.text());
        let aside = browser.page().texts(".note .answer").join(" ");
        let asked = say(&browser, "combien d’heures?9", "how many hours?9");
        assert!(aside.contains(asked), "what is asked no more, in its own words: {aside}");

        browser.press("continue").await;
        browser.press("continue").await;
        fill_answer(&mut browser);
        browser.press("continue").await;
        assert!(browser.page().url.path().ends_with("/check"), "{}", browser.text());
        assert!(browser.page().texts(".note .answer").join(" ").contains(asked), "still there to copy");
        browser.fill("declaration", "yes");
        browser.press("send").await;
        let sent = after.complaints(1).await[0]["content"].clone();
        assert_eq!(sent["release"], json!("1.2.0"));
        assert_eq!(sent["answers"]["scene"], json!("Urgence de l’hôpital Exemple"));
        assert_eq!(sent["answers"]["subjects"], json!(["care", "waiting"]));
        assert!(sent["answers"].get("wait-hours").is_none());
        after.stop().await;
    }
}

/// The team declared nothing: what they ask no more is told plainly all the same, page by page, and a
/// page that is gone leads on.
async fn what_has_no_place_is_shown_and_not_sent(database: Database) {
    let (before, reference, settings) = begun(database, Locale::Fr).await;
    let mut tiles = Tiles::samples()
        .with("complaints/tile.toml", VERSION, "version = \"1.2.0\"")
        .with(FORM, "        { \"id\": \"place-postal-code\", \"type\": \"postal_code\" },\n", "")
        .with(FORM, "\"id\": \"documents\"", "\"id\": \"papers\"");
    for language in ["fr", "en"] {
        let words = format!("complaints/locales/{language}/form.ftl");
        tiles = tiles
            .with(&words, "\nplace-postal-code-label", "\n# place-postal-code-label")
            .with(&words, "\nplace-postal-code-hint", "\n# place-postal-code-hint")
            .with(&words, "\ndocuments-title", "\npapers-title")
            .with(&words, "\ndocuments-lead", "\npapers-lead");
    }
    let setup = Setup::silent().with(settings).with(tiles.settings());
    let after = setup.start_on(before.database_url.clone()).await;
    let mut browser = signed_in(&after, "amelie", Locale::Fr).await;
    browser.open(&format!("/requests/{reference}/form/documents")).await;
    assert!(browser.page().url.path().ends_with("/form/papers"), "{}", browser.page().url);
    let aside = browser.page().texts(".note .answer").join(" ");
    assert_eq!(aside, "place-postal-codeH2X 1Y4", "{}", browser.text());
    browser.press("continue").await;
    assert!(browser.page().url.path().ends_with("/form/answer"), "{}", browser.text());
    after.stop().await;
}

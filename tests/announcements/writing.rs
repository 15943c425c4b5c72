//! What an administrator writes: kept as typed, looked at, published, corrected, taken back; and what the portal
//! proposes by itself.

use std::collections::BTreeMap;
use std::time::Duration;

use parvis::releases::scaffold::{self, Kind};
use parvis::releases::{By, How, Run, Stamp, TeamKey, pack};
use parvis::text::{Locale, Text};
use parvis::tiles::{Files, Tile, TileId};

use crate::support::{Database, Portal};
use crate::{begin, journeys, only, publish, signed_in};

journeys!(
    from_the_first_word_to_the_last,
    what_is_not_fit_is_kept_and_not_published,
    two_who_write_do_not_overwrite_one_another,
    a_new_service_proposes_its_announcement_once,
);

async fn from_the_first_word_to_the_last(database: Database) {
    let portal = Portal::start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let mut visitor = portal.browser(Locale::En);
    begin(&mut admin).await;
    admin.fill("important", "yes");
    admin.press("preview").await;
    // Both languages, exactly as they will be shown.
    let faces = admin.page().texts(".face h3");
    assert_eq!(faces, ["Pause dimanche", "A pause on Sunday"]);
    assert_eq!(admin.page().texts(".face .banner h2"), faces);
    assert_eq!(admin.page().attributes(".face .entry", "lang"), ["fr-CA", "en-CA"]);
    assert!(admin.page().texts(".face .banner button")[1].starts_with("Put aside"));
    visitor.open("/news").await;
    assert!(visitor.text().contains("No news for the moment"), "nothing is shown before it is published");

    admin.press("Publier").await;
    let id = only(&portal).await;
    visitor.open("/").await;
    assert_eq!(visitor.page().texts(".banner h2"), ["A pause on Sunday"]);
    visitor.follow("Read the news – A pause on Sunday").await;
    assert_eq!(visitor.page().heading(), "A pause on Sunday");
    assert_eq!(visitor.page().url.path(), format!("/en/news/{id}"));
    assert_eq!(visitor.page().attributes(".prose a", "href"), ["/en/help"]);

    // A correction is written while the first stands.
    admin.open(&format!("/admin/announcements/{id}")).await;
    admin.fill("title-en", "A pause on Monday").press("save").await;
    visitor.open(&format!("/news/{id}")).await;
    assert_eq!(visitor.page().heading(), "A pause on Sunday");
    admin.press("preview").await;
    admin.press("Publier la correction").await;
    visitor.open(&format!("/news/{id}")).await;
    assert_eq!(visitor.page().heading(), "A pause on Monday");

    admin.open(&format!("/admin/announcements/{id}/withdrawal")).await;
    admin.press("Retirer la nouvelle").await;
    assert!(admin.text().contains("plus personne ne la voit"), "{}", admin.text());
    visitor.open(&format!("/news/{id}")).await;
    assert_eq!((visitor.page().status, visitor.page().heading().as_str()), (410, "This news was withdrawn"));
    visitor.open("/").await;
    assert!(visitor.page().texts(".banner").is_empty());

    let codes: Vec<String> = portal.events().await.into_iter().map(|event| event.code).collect();
    let acts: Vec<&str> = codes
        .iter()
        .filter_map(|code| code.strip_prefix("announcement-"))
        .filter(|code| !code.starts_with("sen"))
        .collect();
    assert_eq!(acts, ["saved", "saved", "published", "saved", "saved", "corrected", "withdrawn"]);
    let corrected = portal.events_of("announcement-corrected").await;
    assert_eq!((corrected[0].field("edition"), corrected[0].actor.as_str()), ("2".to_owned(), "staff"));
    portal.stop().await;
}

async fn what_is_not_fit_is_kept_and_not_published(database: Database) {
    let portal = Portal::start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    begin(&mut admin).await;
    admin
        .fill("title-en", "")
        .fill("text-fr", "Bien.\n\n<script>alert(1)</script>")
        .fill("until", "demain")
        .fill("audience", "users");
    admin.press("preview").await;
    assert_eq!(admin.page().heading(), "Écrire la nouvelle");
    let inputs: Vec<String> = admin.page().errors().into_iter().map(|(input, _)| input).collect();
    assert_eq!(inputs, ["title-en", "text-fr", "until", "tile"], "{:?}", admin.page().errors());
    assert_eq!(admin.page().value("until"), "demain");
    assert!(admin.page().value("text-fr").contains("<script>"), "what was typed is still there");
    assert!(admin.page().errors()[1].1.contains("Ligne 3"));

    let id = only(&portal).await;
    let version = admin.page().value("version");
    let token = admin.page().value("csrf");
    let fields = [("csrf".to_owned(), token), ("version".to_owned(), version)];
    admin.post(portal.at(&format!("fr/admin/announcements/{id}/publication")), &fields).await;
    assert_eq!(admin.page().heading(), "Écrire la nouvelle");
    assert_eq!(portal.count("announcement WHERE state = 'draft'").await, 1);

    admin.press("Supprimer le brouillon").await;
    assert!(admin.text().contains("Le brouillon est supprimé"), "{}", admin.text());
    assert_eq!(admin.open(&format!("/admin/announcements/{id}")).await.status, 404);
    portal.stop().await;
}

async fn two_who_write_do_not_overwrite_one_another(database: Database) {
    let portal = Portal::start(database).await;
    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    let mut other = signed_in(&portal, "admin", Locale::Fr).await;
    begin(&mut admin).await;
    let id = only(&portal).await;
    other.open(&format!("/admin/announcements/{id}")).await;
    admin.press("save").await;
    other.fill("title-fr", "Autre chose").press("save").await;
    assert_eq!(other.page().status, 409);
    assert_eq!(other.page().value("title-fr"), "Autre chose");
    admin.open(&format!("/admin/announcements/{id}")).await;
    assert_eq!(admin.page().value("title-fr"), "Pause dimanche");
    // What was looked at is what is published, or nothing.
    admin.press("preview").await;
    other.open(&format!("/admin/announcements/{id}")).await;
    other.fill("title-fr", "Autre chose").press("save").await;
    admin.press("Publier").await;
    assert_eq!(admin.page().value("title-fr"), "Autre chose", "{}", admin.text());
    assert_eq!(portal.count("announcement WHERE state = 'published'").await, 0);
    publish(&mut admin).await;
    portal.stop().await;
}

/// A service of another team appears for the first time.
async fn publish_service(portal: &Portal, version: &str, previous: Option<&str>, key: &TeamKey) {
    let id: TileId = "home-care".parse().unwrap();
    let mut contents: BTreeMap<String, Vec<u8>> = scaffold::files(&id, Kind::Content)
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()))
        .collect();
    let manifest = String::from_utf8(contents["tile.toml"].clone()).unwrap();
    let first = manifest.lines().find(|line| line.starts_with("version")).unwrap().to_owned();
    let manifest = manifest.replace(&first, &format!("version = \"{version}\""));
    contents.insert("tile.toml".into(), manifest.into_bytes());
    let files = Files::new(&id, contents);
    let tile = Tile::read(&files, &Text::portal().unwrap()).unwrap();
    let (releases, by) = (portal.app.releases(), By::system());
    if previous.is_none() {
        releases.trust(&by, &tile.manifest.tile.team, &key.public()).await.unwrap();
    }
    let stamp = Stamp { created: 1_790_000_000, previous: previous.map(|version| version.parse().unwrap()) };
    releases.publish(&by, &pack(&tile, &files, stamp, key).unwrap(), Run::Real).await.unwrap();
    let version = tile.manifest.tile.version;
    if releases.activate(&by, &id, version, How::default(), Run::Real).await.unwrap().waits {
        releases.approve(&by, &id, version, "", Run::Real).await.unwrap();
    }
    crate::support::eventually("the service", async || {
        let mut visitor = portal.browser(Locale::Fr);
        (visitor.open("/services/home-care").await.status == 200).then_some(())
    })
    .await;
}

async fn a_new_service_proposes_its_announcement_once(database: Database) {
    let portal = Portal::start(database).await;
    portal.app.make_round().await;
    assert_eq!(portal.count("announcement").await, 0, "what came with the portal is no news");
    let key = TeamKey::generate();
    publish_service(&portal, "1.0.0", None, &key).await;
    portal.app.make_round().await;
    portal.app.make_round().await;
    assert_eq!(portal.events_of("announcement-proposed").await.len(), 1);

    let mut admin = signed_in(&portal, "admin", Locale::Fr).await;
    admin.open("/admin/announcements").await;
    assert!(admin.text().contains("Proposée par le portail"), "{}", admin.text());
    let mut visitor = portal.browser(Locale::Fr);
    assert!(
        visitor.open("/nouvelles").await.text().contains("Aucune nouvelle"),
        "nothing leaves without a person"
    );
    let id = only(&portal).await;
    admin.open(&format!("/admin/announcements/{id}")).await;
    assert!(admin.page().value("title-fr").starts_with("Nouveau service"));
    assert!(admin.page().value("text-en").ends_with("[Open the service](/en/services/home-care)"));
    publish(&mut admin).await;
    visitor.open("/nouvelles").await;
    visitor.follow("Nouveau service : Nouveau service").await;
    visitor.follow("Ouvrir le service").await;
    assert_eq!(visitor.page().url.path(), "/fr/services/home-care");

    // Neither another release nor time makes it new again.
    publish_service(&portal, "1.1.0", Some("1.0.0"), &key).await;
    portal.clock.advance(Duration::from_hours(24 * 30));
    portal.app.make_round().await;
    assert_eq!(portal.count("announcement").await, 1);
    portal.stop().await;
}

//! A service that is elsewhere: its card and its page say what it is, and lead there.

use std::fs;
use std::path::PathBuf;

use parvis::text::Locale;

use crate::journeys;
use crate::support::{Database, Setup, Tiles};

journeys!(a_link_leads_out);

/// The sample tiles, and one that leads elsewhere, for people of that level.
fn tiles(level: u8) -> Tiles {
    let tiles = Tiles::samples();
    let folder: PathBuf = tiles.settings()["tiles"]["dir"].as_str().unwrap().into();
    let folder = folder.join("vaccination");
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in
        [("help.fr.md", "## Appelez-nous\n\nAu 811."), ("help.en.md", "## Call us\n\nAt 811.")]
    {
        fs::write(folder.join(name), text).unwrap();
    }
    let manifest = format!(
        "[tile]\nid = \"vaccination\"\nversion = \"1.0.0\"\nkind = \"link\"\ncontract = 1\nteam = \"vaccination\"\n\
         title = {{ fr = \"Vaccination\", en = \"Vaccination\" }}\n\
         summary = {{ fr = \"Prendre rendez-vous.\", en = \"Make an appointment.\" }}\n\
         help = {{ fr = \"help.fr.md\", en = \"help.en.md\" }}\n\
         [access]\nlevel = {level}\n\
         [link]\nfr = \"https://vaccins.example.ca/fr\"\nen = \"https://vaccins.example.ca/en\"\n"
    );
    fs::write(folder.join("tile.toml"), manifest).unwrap();
    tiles
}

async fn a_link_leads_out(database: Database) {
    let open = tiles(0);
    let portal = Setup::default().with(open.settings()).start(database).await;
    for locale in Locale::ALL {
        let mut visitor = portal.browser(locale);
        visitor.open("/").await;
        visitor.follow("Vaccination").await;
        let out = format!("https://vaccins.example.ca/{locale}");
        assert!(visitor.page().attributes("main .actions a[rel=noreferrer]", "href").contains(&out));
        assert!(visitor.text().contains("vaccins.example.ca"), "{}", visitor.text());
        visitor.open("/services/vaccination/app").await;
        assert_ne!(
            visitor.page().url.path(),
            format!("/{locale}/services/vaccination/app"),
            "there is no frame"
        );
    }
    portal.stop().await;

    let guarded = tiles(2);
    let portal = Setup::default().with(guarded.settings()).start(database).await;
    let mut visitor = portal.browser(Locale::En);
    visitor.open("/services/vaccination").await;
    assert!(!visitor.page().body.contains("vaccins.example.ca"), "the way shows after the sign-in");
    let sign_in = visitor.page().attribute("main .actions a", "href").unwrap();
    visitor.follow(&sign_in).await;
    visitor.tell_provider("connor").await;
    assert!(visitor.page().body.contains("https:&#x2f;&#x2f;vaccins.example.ca"), "{}", visitor.page().body);
    portal.stop().await;
}

//! What other hosts get, from the sample tiles.

use std::io::Read as _;

use super::*;
use crate::finding::Finding;
use crate::text::Text;

fn sample(id: &str) -> (Files, Tile) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tiles").join(id);
    let files = Files::on_disk(&folder).unwrap();
    let tile = Tile::read(&files, &Text::portal().unwrap());
    let tile = tile.map_err(|found| found.iter().map(Finding::to_string).collect::<Vec<_>>()).unwrap();
    (files, tile)
}

fn exported(id: &str, to: To) -> Exported {
    let (files, tile) = sample(id);
    export(&tile, &files, to, Some(&"https://screening.example.ca/api".parse().unwrap())).unwrap()
}

fn text(exported: &Exported, path: &str) -> String {
    let content =
        exported.files.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", exported.files.keys()));
    String::from_utf8(content.clone()).unwrap()
}

#[test]
fn what_was_signed_is_what_other_hosts_serve() {
    let (files, tile) = sample("cancer-screening");
    for (to, below) in [(To::Liferay, "static/files/"), (To::Html, "files/"), (To::Npm, "files/")] {
        let exported = exported("cancer-screening", to);
        let mut told = 0;
        for (path, _) in tile.assets() {
            assert_eq!(exported.files.get(&format!("{below}{path}")), files.contents().get(path), "{path}");
            told += 1;
        }
        assert!(told >= 3, "module, words and style");
    }
}

#[test]
fn a_liferay_zip_says_what_its_workspace_says() {
    let exported = exported("cancer-screening", To::Liferay);
    let yaml = text(&exported, "client-extension.yaml");
    assert!(yaml.contains("htmlElementName: qc-cancer-screening\n"), "{yaml}");
    assert!(yaml.contains(".serviceAddress: screening.example.ca\n    .serviceScheme: https\n"), "{yaml}");
    let zip = exported.files["dist/cancer-screening.zip"].clone();
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut read = |name: &str| {
        let mut content = Vec::new();
        zip.by_name(name).unwrap().read_to_end(&mut content).unwrap();
        content
    };
    for (path, content) in exported.files.iter().filter(|(path, _)| path.starts_with("static/")) {
        assert_eq!(&read(path), content, "{path}");
    }
    let config: serde_json::Value =
        serde_json::from_slice(&read("cancer-screening.client-extension-config.json")).unwrap();
    let extension =
        &config["com.liferay.client.extension.type.configuration.CETConfiguration~cancer-screening"];
    for setting in extension["typeSettings"].as_array().unwrap() {
        let (name, values) = setting.as_str().unwrap().split_once('=').unwrap();
        for value in values.lines() {
            let written = [format!("{name}: {value}\n"), format!("- \"{value}\"\n")];
            assert!(yaml.contains(name) && written.iter().any(|line| yaml.contains(line)), "{name}={value}");
        }
    }
    assert!(
        String::from_utf8(read("WEB-INF/liferay-plugin-package.properties"))
            .unwrap()
            .contains("Frontend=static/")
    );
}

#[test]
fn the_same_tile_is_the_same_export() {
    for to in [To::Liferay, To::Html, To::Npm] {
        assert_eq!(exported("cancer-screening", to).files, exported("cancer-screening", to).files, "{to:?}");
    }
}

#[test]
fn an_npm_package_does_nothing_by_itself() {
    let exported = exported("cancer-screening", To::Npm);
    let package: serde_json::Value = serde_json::from_str(&text(&exported, "package.json")).unwrap();
    assert_eq!((&package["name"], &package["type"]), (&"cancer-screening".into(), &"module".into()));
    for target in package["exports"].as_object().unwrap().values() {
        let path = target.as_str().or_else(|| target["default"].as_str()).unwrap().trim_start_matches("./");
        assert!(exported.files.contains_key(path), "{path}");
    }
    let manifest: serde_json::Value = serde_json::from_str(&text(&exported, "custom-elements.json")).unwrap();
    assert_eq!(manifest["modules"][0]["declarations"][0]["tagName"], "qc-cancer-screening");
}

#[test]
fn the_look_stays_with_the_element() {
    let exported = exported("cancer-screening", To::Html);
    let look = text(&exported, "host/style.css");
    assert!(look.contains("@scope (qc-cancer-screening) {"), "{look}");
    assert!(!look.contains(":root") && !look.contains("\nbody {"), "nothing of the page around");
    let page = text(&exported, "index.html");
    assert!(
        page.contains("<html lang=\"fr-CA\" data-backend=\"https://screening.example.ca/api\">"),
        "{page}"
    );
}

#[test]
fn a_form_takes_its_questions_along_and_a_page_its_text() {
    let form = exported("complaints", To::Html);
    let tile = text(&form, "tile.js");
    assert!(tile.contains("\"path\": \"/v2/complaints\"") && tile.contains("\"visible_if\""), "{tile}");
    assert_eq!(form.left_out, ["attached-files"]);
    let page = exported("your-health", To::Npm);
    assert!(text(&page, "tile.js").contains("reading(\"qc-your-health\""));
}

use std::collections::BTreeMap;

use crate::text::{Locale, Text};
use crate::tiles::Tile;
use crate::tiles::files::Files;

const MANIFEST: &str = r#"
[tile]
id = "visits"
version = "1.0.0"
kind = "app"
contract = 1
team = "visits-team"
title = { fr = "Visites", en = "Visits" }
summary = { fr = "Vos visites.", en = "Your visits." }
help = { fr = "help.fr.md", en = "help.en.md" }
[app]
element = "qc-visits"
module = "dist/index.js"
css = ["dist/style.css"]
min_height = 240
max_height = 6000
no_js = { content = { fr = "help.fr.md", en = "help.en.md" } }
[[route]]
name = "visits"
backend = "records"
method = "GET"
upstream = "/v1/visits/{visit}"
query = ["page"]
claims = ["birthdate"]
reply = { types = ["application/json"], max_kib = 256 }
[permissions]
claims = ["birthdate"]
host = ["announce"]
[fallback]
fr = "help.fr.md"
en = "help.en.md"
[privacy]
retention = { fr = "Rien.", en = "Nothing." }
purpose = { fr = "Vos visites.", en = "Your visits." }
"#;

fn app() -> Files {
    let files = [
        ("tile.toml", MANIFEST),
        ("help.fr.md", "Appelez-nous."),
        ("help.en.md", "Call us."),
        ("dist/index.js", "import { words } from \"./words.js\";\nexport function define(host) {}\n"),
        ("dist/words.js", "export const words = {};\n"),
        ("dist/style.css", "qc-visits { background: url(\"dot.svg\") }\n"),
        ("dist/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ];
    let contents = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
    Files::new(&"visits".parse().unwrap(), BTreeMap::from(contents))
}

fn read(files: &Files) -> Result<Tile, Vec<String>> {
    Tile::read(files, &Text::portal().unwrap()).map_err(|all| all.iter().map(ToString::to_string).collect())
}

/// The one finding that the change of the manifest leads to.
fn finding(old: &str, new: &str) -> String {
    assert!(MANIFEST.contains(old), "{old}");
    let all = read(&app().with("tile.toml", &MANIFEST.replacen(old, new, 1))).unwrap_err();
    assert_eq!(all.len(), 1, "{all:#?}");
    all.concat()
}

/// Where and why the module is refused that has this line more.
fn refused(line: &str) -> String {
    let module = format!("export function define(host) {{}}\n{line}\n");
    read(&app().with("dist/index.js", &module)).unwrap_err().concat()
}

#[test]
fn an_app_is_read_with_what_browsers_load_of_it() {
    let tile = read(&app()).unwrap();
    let paths: Vec<&str> = tile.assets().map(|(path, _)| path).collect();
    assert_eq!(paths, ["dist/dot.svg", "dist/index.js", "dist/style.css", "dist/words.js"]);
    assert_eq!(tile.asset("dist/index.js").unwrap().media_type(), "text/javascript; charset=utf-8");
    assert!(tile.asset("tile.toml").is_none() && tile.asset("help.fr.md").is_none());
    assert_eq!(tile.no_js(Locale::En), Some("<p>Call us.</p>\n"));
}

#[test]
fn an_app_names_an_element_and_files_that_are_there() {
    for name in ["visits", "Qc-visits", "qc-", "font-face", "1-visit", "qc--visits"] {
        assert!(finding("qc-visits", name).contains("names no custom element"), "{name}");
    }
    assert!(finding("dist/index.js", "dist/main.js").contains("`dist/main.js` is no script of this tile"));
    assert!(finding("[\"dist/style.css\"]", "[\"dist/a.css\"]").contains("is no style sheet of this tile"));
    assert!(finding("min_height = 240", "min_height = 7000").contains("`min_height` first"));
    assert!(finding("max_height = 6000", "max_height = 60000").contains("`min_height` first"));
}

#[test]
fn an_app_has_a_way_without_javascript() {
    let content = "{ content = { fr = \"help.fr.md\", en = \"help.en.md\" } }";
    assert!(
        finding(content, "{ link = { fr = \"http://a.ca\", en = \"https://a.ca\" } }")
            .contains("`http://a.ca`")
    );
    let files = app().with("tile.toml", &MANIFEST.replace(content, "{ form = \"form.json\" }"));
    let all = read(&files).unwrap_err().concat();
    assert!(
        all.contains("declare it like that of a form") && all.contains("needs a section [submit]"),
        "{all}"
    );
    assert!(finding(&format!("no_js = {content}"), "").contains("missing field `no_js`"));
}

#[test]
fn an_app_calls_only_what_it_declares() {
    assert!(finding("name = \"visits\"", "name = \"Visits\"").contains("is no name"));
    assert!(finding("{visit}", "{visit}/{visit}").contains("one hole twice"));
    assert!(finding("\"page\"", "\"pa ge\"").contains("the query parameter `pa ge`"));
    assert!(finding("max_kib = 256", "max_kib = 0").contains("`max_kib` from 1"));
    let unlisted = finding("[permissions]\nclaims = [\"birthdate\"]", "[permissions]");
    assert!(unlisted.contains("`birthdate` is released without being listed"), "{unlisted}");
}

#[test]
fn code_that_steps_out_of_its_frame_is_found_with_its_line() {
    for (line, why) in [
        ("eval('1');", "makes no code from text"),
        ("new Function('1')();", "makes no code from text"),
        ("new RTCPeerConnection();", "by `host.request` alone"),
        ("link.rel = 'preconnect';", "nothing is fetched from elsewhere"),
        ("const to = 'https://evil.example/x';", "`https://evil.example/x`: a tile knows no address"),
        ("img.src = '//evil.example/x';", "a tile knows no address"),
        ("root.innerHTML = `<p style=\"color:red\">`;", "no inline style"),
        ("root.innerHTML = '<script>';", "no inline script"),
        ("import 'https://cdn.example/a.js';", "is no script of this release"),
        ("import('./words.js' + where);", "known only as it runs"),
        ("import(where);", "known only as it runs"),
        ("import { a } from 'lit';", "is no script of this release"),
        ("export { a } from '../../other/a.js';", "is no script of this release"),
    ] {
        let all = refused(line);
        assert!(all.starts_with("visits/dist/index.js:2: ") && all.contains(why), "{line}: {all}");
    }
}

#[test]
fn code_that_only_looks_so_is_not() {
    let module = "// eval( at https://evil.example\nexport function define(host) {\n  host.eval(1);\n  \
        const svg = 'http://www.w3.org/2000/svg', half = 4 / 2 / 1, pattern = /https:\\/\\//;\n  \
        import('./words.js');\n  return { from: 'montreal', svg, half, pattern };\n}\n";
    read(&app().with("dist/index.js", module)).unwrap();
}

#[test]
fn a_style_sheet_loads_what_is_in_the_release() {
    let style = |css: &str| read(&app().with("dist/style.css", css)).unwrap_err().concat();
    assert!(
        style("a { background: url(https://evil.example/a.png) }").contains("is no file of this release")
    );
    assert!(style("a { background: url(../../x.png) }").contains("is no file of this release"));
    assert!(style("@import \"other.css\";").contains("list each style sheet in `css`"));
}

#[test]
fn a_tile_is_light() {
    // Noise, which does not compress.
    let mut state = 1_u32;
    let noise: String = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'0' + (state >> 24) as u8 % 64)
    })
    .filter(char::is_ascii_alphanumeric)
    .take(300_000)
    .collect();
    let all = read(&app().with("dist/words.js", &format!("export const words = '{noise}';"))).unwrap_err();
    assert!(all.len() == 1 && all.concat().contains("KiB compressed: a tile has at most 150 KiB"), "{all:?}");
}

#[test]
fn a_link_leads_out_over_tls() {
    let link = |address: &str| {
        let head = MANIFEST.split("[app]").next().unwrap().replace("\"app\"", "\"link\"");
        let manifest =
            format!("{head}[link]\nfr = \"{address}/fr\"\nen = \"{address}/en\"\n[access]\nlevel = 0\n");
        read(&app().with("tile.toml", &manifest))
    };
    assert!(link("https://visites.example.ca").unwrap().assets().next().is_none());
    for address in
        ["http://visites.example.ca", "javascript:alert(1)", "https://a:b@visites.example.ca", "/fr"]
    {
        assert!(
            link(address).unwrap_err().concat().contains("is no address that people can be led to"),
            "{address}"
        );
    }
}

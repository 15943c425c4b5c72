//! What every host gets of a tile: an element, the module that defines it, its styles, and the calls it makes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Error, form};
use crate::text::Locale;
use crate::tiles::manifest::{Kind, ProxyRoute};
use crate::tiles::{Files, Tile};
use crate::web::assets::TOKENS;

/// Where the tile's own files lie: byte for byte those that were signed.
const OWN: &str = "files/";
/// The generated module: the tile's `define`, and what adapters must know of it.
pub(super) const TILE: &str = "tile.js";
/// The portal's look for the element alone.
const LOOK: &str = "host/style.css";

/// The parts of every export that run in a browser.
const SHARED: [(&str, &str); 2] = [
    ("host/direct.js", include_str!("../../assets/host/direct.js")),
    ("host/host.d.ts", include_str!("../../assets/host/host.d.ts")),
];
const READING: (&str, &str) = ("host/content.js", include_str!("../../assets/host/content.js"));
const ASKING: (&str, &str) = ("host/form.js", include_str!("../../assets/host/form.js"));
const FONTS: [(&str, &[u8]); 2] = [
    ("host/open-sans.woff2", include_bytes!("../../assets/open-sans.woff2")),
    ("host/roboto-bold.woff2", include_bytes!("../../assets/roboto-bold.woff2")),
];

/// A tile as an element.
pub(super) struct Element {
    /// Its name.
    pub name: String,
    /// Everything that browsers load, by path below the static folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The style sheets among them, in order.
    pub styles: Vec<String>,
    /// Example answers by route, for a page without a back-end.
    pub mock: BTreeMap<String, Vec<u8>>,
    /// What a form's element does not ask.
    pub left_out: Vec<String>,
}

impl Element {
    pub fn of(tile: &Tile, files: &Files) -> Result<Self, Error> {
        match tile.manifest.tile.kind {
            Kind::App => Ok(Self::app(tile, files)),
            Kind::Content => Ok(Self::content(tile)),
            Kind::Form => Self::form(tile),
            Kind::Link => Err(Error::OnlyAnAddress),
        }
    }

    fn app(tile: &Tile, files: &Files) -> Self {
        let rules = tile.app();
        let name = rules.map_or_else(String::new, |rules| rules.element.clone());
        let module = rules.map_or_else(String::new, |rules| rules.module.clone());
        let mut element = Self::new(name);
        for (path, file) in tile.assets() {
            element.files.insert(format!("{OWN}{path}"), file.content().to_vec());
        }
        let styles = rules.into_iter().flat_map(|rules| &rules.css);
        element.styles.extend(styles.map(|path| format!("{OWN}{path}")));
        let define = format!("export {{ define }} from \"./{OWN}{module}\";\n");
        let routes = tile.manifest.routes.iter().map(|route| (route.name.clone(), of_route(route)));
        element.describe(tile, &define, &routes.collect());
        for route in &tile.manifest.routes {
            let path = format!("mock/{}.json", route.name);
            if let Some(example) = files.contents().get(&path) {
                element.mock.insert(path, example.clone());
            }
        }
        element
    }

    fn content(tile: &Tile) -> Self {
        let mut element = Self::new(format!("qc-{}", tile.id()));
        element.add(READING);
        let page = |locale: Locale| tile.content(locale).unwrap_or_default().to_owned() + tile.help(locale);
        let pages = json!({ "fr": page(Locale::Fr), "en": page(Locale::En) });
        let define = format!(
            "import {{ reading }} from \"./host/content.js\";\n\nexport const define = reading({}, {});\n",
            json!(element.name),
            pretty(&pages)
        );
        element.describe(tile, &define, &Map::new());
        element
    }

    fn form(tile: &Tile) -> Result<Self, Error> {
        let mut element = Self::new(format!("qc-{}", tile.id()));
        element.add(ASKING);
        let (definition, left_out) = form::definition(tile)?;
        element.left_out = left_out;
        let define = format!(
            "import {{ asking }} from \"./host/form.js\";\n\nexport const define = asking({}, {});\n",
            json!(element.name),
            pretty(&definition)
        );
        let submit = tile.manifest.submit.as_ref().map(|submit| &submit.route);
        let route = submit.map(|route| {
            let call = json!({ "method": route.method, "path": route.path, "query": [] });
            ("submit".to_owned(), call)
        });
        element.describe(tile, &define, &route.into_iter().collect());
        Ok(element)
    }

    fn new(name: String) -> Self {
        let mut element = Self {
            files: BTreeMap::new(),
            styles: vec![LOOK.to_owned()],
            mock: BTreeMap::new(),
            left_out: Vec::new(),
            name,
        };
        let look = look(&element.name);
        element.files.insert(LOOK.to_owned(), look.into_bytes());
        for (path, font) in FONTS {
            element.files.insert(path.to_owned(), font.to_vec());
        }
        for file in SHARED {
            element.add(file);
        }
        element
    }

    /// Adds one of the portal's own files.
    pub fn add(&mut self, (path, text): (&str, &str)) {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
    }

    /// Writes the generated module.
    fn describe(&mut self, tile: &Tile, define: &str, routes: &Map<String, Value>) {
        let told = json!({
            "id": tile.id(),
            "version": tile.release.version,
            "release": tile.release.digest,
            "element": self.name,
            "title": { "fr": tile.title(Locale::Fr), "en": tile.title(Locale::En) },
            "oauth": oauth(tile),
            "routes": routes,
        });
        let text = format!("{define}\nexport const tile = {};\n", pretty(&told));
        self.files.insert(TILE.to_owned(), text.into_bytes());
    }
}

/// What the Liferay of an operator calls the right to speak with the back-end.
pub(super) fn oauth(tile: &Tile) -> String {
    format!("{}-oauth-application-user-agent", tile.id())
}

fn of_route(route: &ProxyRoute) -> Value {
    json!({ "method": route.method, "path": route.upstream, "query": route.query })
}

fn pretty(value: &Value) -> String {
    // A value of ours is always JSON.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The style that a tile finds in its frame, for its element alone: the page around keeps its own.
fn look(element: &str) -> String {
    let frame = include_str!("../../assets/host/frame.css");
    let (fonts, tokens): (Vec<&str>, Vec<&str>) =
        TOKENS.lines().partition(|line| line.starts_with("@font-face"));
    let rules = format!("{}\n{frame}", tokens.join("\n"));
    let roots = [(":root", ":scope"), ("\nhtml {", "\n:scope {"), ("body {", ":scope {")];
    let scoped = roots.into_iter().fold(rules, |css, (root, scope)| css.replace(root, scope));
    let fonts = fonts.join("\n");
    format!("{fonts}\n@scope ({element}) {{\n{scoped}\n:scope {{ display: block; }}\n}}\n")
}

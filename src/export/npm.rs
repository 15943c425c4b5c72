//! An npm package: the element as an ES module that does nothing until its `define` is called.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::element::{Element, TILE};
use crate::text::Locale;
use crate::tiles::Tile;

pub(super) fn files(tile: &Tile, element: &Element) -> BTreeMap<String, Vec<u8>> {
    let mut all = element.files.clone();
    let json = |value: &Value| format!("{value:#}\n").into_bytes();
    all.insert("package.json".into(), json(&package(tile, element)));
    all.insert("custom-elements.json".into(), json(&custom_elements(tile, element)));
    all.insert("index.js".into(), INDEX.as_bytes().to_vec());
    all.insert("index.d.ts".into(), TYPES.as_bytes().to_vec());
    all.insert("README.md".into(), readme(tile, element).into_bytes());
    all
}

const INDEX: &str = "// Nothing happens before `define(host)` is called (README.md).\n\
    export { define, tile } from \"./tile.js\";\nexport { makeHost } from \"./host/direct.js\";\n";
const TYPES: &str = "import type { Define, Host, Locale } from \"./host/host.js\";\n\n\
    export type * from \"./host/host.js\";\nexport declare const define: Define;\n\
    export declare const tile: { readonly id: string; readonly element: string };\n\
    export declare function makeHost(\n  tile: unknown,\n  around: {\n    locale: Locale;\n    \
    send(path: string, options: RequestInit): Promise<unknown>;\n    go(target: string): void;\n    \
    shown?(what: \"ready\" | \"error\"): void;\n  },\n): Host;\n";

fn package(tile: &Tile, element: &Element) -> Value {
    let styles = element.styles.iter().map(|style| (format!("./{style}"), json!(format!("./{style}"))));
    let mut exports = serde_json::Map::from_iter([
        (".".to_owned(), json!({ "types": "./index.d.ts", "default": "./index.js" })),
        ("./custom-elements.json".to_owned(), json!("./custom-elements.json")),
    ]);
    exports.extend(styles);
    json!({
        "name": tile.id(),
        "version": tile.release.version,
        "description": tile.summary(Locale::En),
        "type": "module",
        "exports": exports,
        "types": "./index.d.ts",
        "customElements": "custom-elements.json",
        "sideEffects": ["*.css"],
        "license": "UNLICENSED",
    })
}

/// The manifest that editors and catalogues read (custom-elements-manifest schema 1.0.0).
fn custom_elements(tile: &Tile, element: &Element) -> Value {
    json!({
        "schemaVersion": "1.0.0",
        "modules": [{
            "kind": "javascript-module",
            "path": TILE,
            "exports": [{
                "kind": "js",
                "name": "define",
                "declaration": { "name": "define", "module": TILE },
            }],
            "declarations": [{
                "kind": "class",
                "customElement": true,
                "name": element.name,
                "tagName": element.name,
                "description": tile.summary(Locale::En),
            }],
        }],
    })
}

fn readme(tile: &Tile, element: &Element) -> String {
    format!(
        "# {title}

{summary}

```js
import {{ define, makeHost, tile }} from \"{id}\";

define(makeHost(tile, {{
  locale: \"fr-CA\",
  send: async (path, options) => {{
    const answer = await fetch(`https://backend.example.ca${{path}}`, options);
    if (!answer.ok) throw answer;
    return answer.headers.get(\"content-type\")?.includes(\"json\") ? answer.json() : answer;
  }},
  go: () => {{}},
}}));
document.body.append(document.createElement(\"{element}\"));
```

Styles: {styles}. The interface of a host is in `host/host.d.ts`.
",
        title = tile.title(Locale::En),
        summary = tile.summary(Locale::En),
        id = tile.id(),
        element = element.name,
        styles = element.styles.iter().map(|style| format!("`{style}`")).collect::<Vec<_>>().join(", "),
    )
}

//! A Liferay client extension: the folder for a workspace (`client-extension.yaml` and `static/`), and the zip that is
//! copied into `osgi/client-extensions` or deployed to Liferay's cloud.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use url::Url;

use super::element::{Element, oauth};
use super::{Error, zipped};
use crate::text::Locale;
use crate::tiles::Tile;

const ADAPTER: (&str, &str) = ("host/liferay.js", include_str!("../../assets/host/liferay.js"));
const CATEGORY: &str = "category.client-extensions";

pub(super) fn files(
    tile: &Tile,
    element: &Element,
    backend: &Url,
) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let mut served: BTreeMap<String, Vec<u8>> =
        element.files.iter().map(|(path, content)| (format!("static/{path}"), content.clone())).collect();
    served.insert(format!("static/{}", ADAPTER.0), ADAPTER.1.as_bytes().to_vec());

    let mut deployed = served.clone();
    let config = serde_json::to_vec_pretty(&config(tile, element, backend)).unwrap_or_default();
    deployed.insert(format!("{}.client-extension-config.json", tile.id()), config);
    deployed.insert("WEB-INF/liferay-plugin-package.properties".into(), properties(tile).into_bytes());
    deployed.insert("LCP.json".into(), lcp(tile));
    deployed.insert("Dockerfile".into(), DOCKERFILE.as_bytes().to_vec());
    let zip = zipped(&deployed)?;

    let mut all = served;
    all.insert("client-extension.yaml".into(), yaml(tile, element, backend).into_bytes());
    all.insert(format!("dist/{}.zip", tile.id()), zip);
    Ok(all)
}

const DOCKERFILE: &str = "FROM liferay/caddy:latest\n\nCOPY static/ /public_html/\n";

fn scheme_and_address(backend: &Url) -> (&str, &str) {
    (backend.scheme(), backend.authority())
}

/// A text as YAML: JSON's quotes are YAML's.
fn quoted(text: &str) -> String {
    json!(text).to_string()
}

/// `client-extension.yaml`, as a Liferay workspace builds it.
fn yaml(tile: &Tile, element: &Element, backend: &Url) -> String {
    let line = |entry: &String| format!("        - {}\n", quoted(entry));
    let list = |entries: &[String]| entries.iter().map(line).collect::<Vec<_>>().concat();
    let (scheme, address) = scheme_and_address(backend);
    let (id, name, oauth) = (tile.id(), quoted(tile.title(Locale::Fr)), oauth(tile));
    format!(
        "assemble:
    - from: static
      into: static
{id}:
    cssURLs:
{styles}    friendlyURLMapping: {id}
    htmlElementName: {element}
    instanceable: false
    name: {name}
    portletCategoryName: {CATEGORY}
    type: customElement
    urls:
{modules}    useESM: true
{oauth}:
    .serviceAddress: {address}
    .serviceScheme: {scheme}
    name: {name}
    scopes: []
    type: oAuthApplicationUserAgent
",
        styles = list(&element.styles),
        modules = list(&[ADAPTER.0.to_owned()]),
        element = element.name,
    )
}

/// The same as the configuration that Liferay reads from the zip.
fn config(tile: &Tile, element: &Element, backend: &Url) -> Value {
    let (id, name) = (tile.id(), tile.title(Locale::Fr));
    let (scheme, address) = scheme_and_address(backend);
    let extension = format!("com.liferay.client.extension.type.configuration.CETConfiguration~{id}");
    let agent = format!(
        "com.liferay.oauth2.provider.configuration.OAuth2ProviderApplicationUserAgentConfiguration~{}",
        oauth(tile)
    );
    json!({
        extension: {
            "baseURL": format!("${{portalURL}}/o/{id}"),
            "description": tile.summary(Locale::Fr),
            "name": name,
            "properties": [],
            "sourceCodeURL": "",
            "type": "customElement",
            "typeSettings": [
                format!("cssURLs={}", element.styles.join("\n")),
                format!("friendlyURLMapping={id}"),
                format!("htmlElementName={}", element.name),
                "instanceable=false",
                format!("portletCategoryName={CATEGORY}"),
                format!("urls={}", ADAPTER.0),
                "useESM=true",
            ],
            "webContextPath": format!("/{id}"),
        },
        agent: {
            ".serviceAddress": address,
            ".serviceScheme": scheme,
            "homePageURL": backend.as_str().trim_end_matches('/'),
            "name": name,
            "scopes": [],
        },
    })
}

fn properties(tile: &Tile) -> String {
    let id = tile.id();
    format!(
        "Liferay-Client-Extension-Frontend=static/\nWeb-ContextPath=/{id}\nmodule-group-id=liferay\nname={id}\n"
    )
}

/// How Liferay's cloud runs the files.
fn lcp(tile: &Tile) -> Vec<u8> {
    let probe = json!({ "httpGet": { "path": "/", "port": 80 } });
    let told = json!({
        "cpu": 0.1,
        "id": tile.id().as_str().replace('-', ""),
        "kind": "Deployment",
        "livenessProbe": probe,
        "loadBalancer": { "targetPort": 80 },
        "memory": 50,
        "readinessProbe": probe,
        "scale": 1,
    });
    serde_json::to_vec_pretty(&told).unwrap_or_default()
}

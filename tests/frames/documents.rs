//! The document of a frame and what it loads: closed by its headers, vouched for file by file.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use parvis::text::Locale;
use reqwest::{Client, Method};
use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha384};

use crate::support::{Database, Portal};
use crate::{TILE, at_the_app, brokered, header, journeys};

journeys!(a_document_is_closed, files_are_vouched_for, only_what_browsers_load_is_served);

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

async fn a_document_is_closed(database: Database) {
    let portal = Portal::start(database).await;
    for locale in Locale::ALL {
        let browser = at_the_app(&portal, "connor", locale).await;
        let src = brokered(&browser)["src"].as_str().unwrap().to_owned();
        // Without any cookie: the frame is nobody's.
        let answer = Client::new().get(&src).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let base = format!("{}frames/{TILE}", portal.url);
        let release = between(&src, &format!("{base}/"), "/");
        let (files, host) = (format!("{base}/{release}/files/"), format!("{base}/host/"));
        let policy = header(&answer, "content-security-policy").to_owned();
        for (name, value) in [
            ("content-type", "text/html; charset=utf-8"),
            ("content-language", locale.tag()),
            ("cache-control", "no-store"),
            ("connection-allowlist", "(response-origin)"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("integrity-policy", "blocked-destinations=(script)"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            // Old browsers would take it for a refusal; the others read frame-ancestors.
            ("x-frame-options", ""),
            ("set-cookie", ""),
        ] {
            assert_eq!(header(&answer, name), value, "{name}");
        }
        assert!(header(&answer, "permissions-policy").contains("camera=(), "));
        let body = answer.text().await.unwrap();
        let map = between(&body, "<script type=\"importmap\">", "</script>");
        let digest = BASE64_STANDARD.encode(Sha256::digest(map));
        let portal_origin = portal.url.origin().ascii_serialization();
        assert_eq!(
            policy,
            format!(
                "sandbox allow-scripts allow-forms; default-src 'none'; script-src {files} {host} 'sha256-{digest}'; \
                 style-src {files} {host}; img-src {files} data:; font-src {files} {host}; connect-src 'none'; \
                 frame-src 'none'; worker-src 'none'; form-action 'none'; base-uri 'none'; \
                 frame-ancestors {portal_origin}"
            )
        );
        assert!(body.contains(&format!("<html lang=\"{}\">", locale.tag())), "{body}");
        assert!(!body.contains(" style=") && !body.contains(" onload"), "{body}");
    }
    portal.stop().await;
}

async fn files_are_vouched_for(database: Database) {
    let portal = Portal::start(database).await;
    let browser = at_the_app(&portal, "amelie", Locale::Fr).await;
    let page = Client::new().get(brokered(&browser)["src"].as_str().unwrap()).send().await.unwrap();
    let body = page.text().await.unwrap();
    let map: Value =
        serde_json::from_str(between(&body, "<script type=\"importmap\">", "</script>")).unwrap();
    let mut vouched: Vec<(String, String)> = map["integrity"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(address, digest)| (address.clone(), digest.as_str().unwrap().to_owned()))
        .collect();
    assert!(vouched.iter().any(|(address, _)| address.ends_with("/files/app/words.js")), "{vouched:?}");
    for element in body.split('<').filter(|element| element.contains(" integrity=\"")) {
        let attribute = |name: &str| between(element, &format!(" {name}=\""), "\"").replace("&#x2f;", "/");
        let address = if element.contains(" href=") { attribute("href") } else { attribute("src") };
        assert!(element.contains(" crossorigin"), "{element}");
        vouched.push((address, attribute("integrity")));
    }
    assert_eq!(
        vouched.len(),
        2 + 4,
        "two scripts in the map; two styles, the adapter, the module: {vouched:?}"
    );
    for (address, digest) in vouched {
        let answer = Client::new().get(&address).header("accept-encoding", "gzip").send().await.unwrap();
        for (name, value) in [
            ("access-control-allow-origin", "*"),
            ("cache-control", "public, max-age=31536000, immutable"),
            ("content-encoding", "gzip"),
            ("content-security-policy", "sandbox; default-src 'none'"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("vary", "accept-encoding"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(header(&answer, name), value, "{address}: {name}");
        }
        let plain = Client::new().get(&address).send().await.unwrap().bytes().await.unwrap();
        assert_eq!(digest, format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(&plain))), "{address}");
    }
    portal.stop().await;
}

async fn only_what_browsers_load_is_served(database: Database) {
    let portal = Portal::start(database).await;
    let browser = at_the_app(&portal, "amelie", Locale::Fr).await;
    let release = brokered(&browser)["release"].as_str().unwrap().to_owned();
    let status =
        async |path: &str| browser.request(Method::GET, path).send().await.unwrap().status().as_u16();
    let files = format!("/frames/{TILE}/{release}/files");
    assert_eq!(status(&format!("{files}/app/index.js")).await, 200);
    for path in [
        format!("{files}/tile.toml"),
        format!("{files}/form.json"),
        format!("{files}/content/help.fr.md"),
        format!("{files}/app/nothing.js"),
        format!("{files}/app/%2e%2e/tile.toml"),
        format!("{files}/..%2f..%2ftile.toml"),
        format!("{files}//app/index.js"),
        format!("/frames/{TILE}/{release}/de"),
        format!("/frames/{TILE}/{}/fr", "0".repeat(64)),
        format!("/frames/complaints/{release}/fr"),
        format!("/frames/{TILE}/host/frame.css"),
        format!("/frames/{TILE}/host/..%2Fstyle.css"),
    ] {
        assert_eq!(status(&path).await, 404, "{path}");
    }
    portal.stop().await;
}

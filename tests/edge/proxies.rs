//! Who asks: a proxy of ours is believed, nobody else is (attacks B03 and F13).

use serde_json::{Value, json};

use crate::support::{Database, Portal, Setup};
use crate::wire::{header, host, speak, status};

/// Three sign-ins an hour would be enough here.
async fn portal(listen: Value) -> Portal {
    let settings = json!({ "listen": listen, "limits": { "sign_ins_per_minute": 3 } });
    Setup::silent().with(settings).start(Database::Sqlite).await
}

/// The status of a sign-in begun with these headers.
async fn sign_in(portal: &Portal, path: &str, headers: &str) -> u16 {
    let ask = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{headers}connection: close\r\n\r\n", host(portal));
    status(&speak(portal, ask).await)
}

#[tokio::test]
async fn a_stranger_cannot_pass_for_another() {
    let portal = portal(json!({})).await;
    let mut answers = Vec::new();
    for number in 0..5 {
        let lie = format!(
            "x-forwarded-for: 203.0.113.{number}\r\nforwarded: for=203.0.113.{number}\r\n\
             x-real-ip: 203.0.113.{number}\r\ntrue-client-ip: 203.0.113.{number}\r\n"
        );
        answers.push(sign_in(&portal, "/fr/sign-in/demo", &lie).await);
    }
    assert_eq!(answers, [303, 303, 303, 429, 429]);
    // Another way to write the address is another address, and leads nowhere.
    for path in ["/fr/sign-in/demo/", "/fr/Sign-In/demo", "/fr//sign-in/demo", "/fr/sign-in/DEMO"] {
        assert!([404, 429].contains(&sign_in(&portal, path, "").await), "{path}");
    }
    assert_eq!(sign_in(&portal, "/en/sign-in/demo", "").await, 429, "the other language is the same door");
    portal.stop().await;
}

#[tokio::test]
async fn a_proxy_is_believed() {
    let portal = portal(json!({ "trusted_proxies": ["127.0.0.1"] })).await;
    let ask = async |client: &str| {
        sign_in(&portal, "/fr/sign-in/demo", &format!("x-forwarded-for: {client}\r\n")).await
    };
    for client in ["203.0.113.1", "203.0.113.2", "2001:db8::1", "2001:db8:0:1::1"] {
        assert_eq!(ask(client).await, 303, "{client}");
    }
    // What the client itself wrote stands to the left of what the proxy knows.
    assert_eq!(ask("198.51.100.1, 203.0.113.1").await, 303);
    assert_eq!(ask("198.51.100.2, 203.0.113.1").await, 303);
    assert_eq!(ask("198.51.100.3, 203.0.113.1").await, 429);
    for last in [2, 3] {
        assert_eq!(ask(&format!("2001:db8::{last}")).await, 303);
    }
    assert_eq!(ask("2001:db8::ffff").await, 429, "one /64 is one source");
    // The other header is not the configured one.
    let lie = "x-forwarded-for: 203.0.113.1\r\nforwarded: for=203.0.113.77\r\n";
    assert_eq!(sign_in(&portal, "/fr/sign-in/demo", lie).await, 429);
    portal.stop().await;
}

#[tokio::test]
async fn what_a_stranger_writes_changes_no_link_and_no_method() {
    let portal = portal(json!({})).await;
    let host = host(&portal);
    let lies = "x-forwarded-host: evil.example\r\nx-forwarded-proto: https\r\nforwarded: host=evil.example\r\n\
                x-original-url: /fr/admin\r\nx-rewrite-url: /fr/admin\r\nx-http-method-override: DELETE\r\n";
    let ask =
        |headers: &str| format!("GET /fr HTTP/1.1\r\nhost: {host}\r\n{headers}connection: close\r\n\r\n");
    let (plain, spoofed) = (speak(&portal, ask("")).await, speak(&portal, ask(lies)).await);
    // Each page bears the number of its own request, for who tells of a problem on it.
    let number = |page: &str| page.split_once("trace=").unwrap().1.split('"').next().unwrap().to_owned();
    let page = |answer: &str| {
        let page = answer.split_once("\r\n\r\n").unwrap().1;
        page.replace(&number(page), "number")
    };
    assert_eq!(status(&spoofed), 200);
    assert_eq!(page(&plain), page(&spoofed), "not a byte differs");
    portal.stop().await;
}

#[tokio::test]
async fn who_came_in_clear_is_sent_to_https() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let public = format!("https://{}", listener.local_addr().unwrap());
    let settings =
        json!({ "portal": { "public_url": public }, "listen": { "trusted_proxies": ["127.0.0.1"] } });
    let setup = Setup { listener: Some(listener), ..Setup::silent() }.with(settings);
    let portal = setup.start(Database::Sqlite).await;
    let ask = async |scheme: &str| {
        let headers = format!("x-forwarded-for: 203.0.113.1\r\nx-forwarded-proto: {scheme}\r\n");
        speak(
            &portal,
            format!("GET /fr?a=b HTTP/1.1\r\nhost: {}\r\n{headers}connection: close\r\n\r\n", host(&portal)),
        )
        .await
    };
    let clear = ask("http").await;
    assert_eq!((status(&clear), header(&clear, "location")), (308, format!("{public}/fr?a=b").as_str()));
    let secure = ask("https").await;
    assert_eq!(status(&secure), 200);
    assert!(header(&secure, "strict-transport-security").starts_with("max-age="));
    portal.stop().await;
}

//! The mail server and its page, met by lettre as the portal uses it.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use parvis::demo::DemoPace;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{Demo, NO_PORTAL, browser, eventually};

async fn messages(demo: &Demo) -> Vec<Value> {
    let address = demo.services.mailbox.join("messages.json").unwrap();
    browser().get(address).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_message_arrives_as_it_was_written() {
    let demo = Demo::start(NO_PORTAL, DemoPace::default()).await;
    let text = "Bonjour,\n\nVotre démarche a avancé. Ouvrez votre session :\n\
        http://127.0.0.1:8080/fr/inbox\n\n.\n..deux points\n<script>non</script> — ’ œ 漢字\n";
    let message = Message::builder()
        .from("Parvis – démo <portail@example.org>".parse().unwrap())
        .to("Amélie <amelie.tremblay@example.org>".parse().unwrap())
        .subject("Des nouvelles de votre démarche")
        .header(ContentType::TEXT_PLAIN)
        .body(text.to_owned())
        .unwrap();
    let smtp = demo.services.smtp;
    let mailer =
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(smtp.ip().to_string()).port(smtp.port());
    mailer.build().send(message).await.unwrap();

    let all = messages(&demo).await;
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["subject"], "Des nouvelles de votre démarche");
    assert_eq!(all[0]["from"], "Parvis – démo <portail@example.org>");
    assert_eq!(all[0]["to"][0], "amelie.tremblay@example.org");
    assert_eq!(all[0]["text"].as_str().unwrap().replace('\r', "").trim_end(), text.trim_end());

    let page = browser().get(demo.services.mailbox.clone()).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
    let page = page.text().await.unwrap();
    assert!(page.contains("<a href=\"http:&#x2f;&#x2f;127.0.0.1:8080&#x2f;fr&#x2f;inbox\">"), "{page}");
    assert!(page.contains("&lt;script&gt;"));

    let clear = demo.services.mailbox.join("clear").unwrap();
    let foreign = browser().post(clear).header("sec-fetch-site", "cross-site").send().await.unwrap();
    assert_eq!(foreign.status(), 403);
    let cleared = browser().post(demo.services.mailbox.join("clear").unwrap()).body("lang=en").send().await;
    assert_eq!(cleared.unwrap().headers()["location"], "/?lang=en");
    assert!(messages(&demo).await.is_empty());
}

/// Sends raw bytes; gives everything that was answered.
async fn dialogue(demo: &Demo, said: &[u8]) -> String {
    let mut stream = tokio::net::TcpStream::connect(demo.services.smtp).await.unwrap();
    stream.write_all(said).await.unwrap();
    let mut heard = Vec::new();
    // A reset after an overlong line is an end like any other here.
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut heard)).await.unwrap();
    String::from_utf8(heard).unwrap()
}

#[tokio::test]
async fn odd_clients_are_answered_and_let_go() {
    let demo = Demo::start(NO_PORTAL, DemoPace::default()).await;
    let heard = dialogue(&demo, b"RCPT TO:<a@b>\r\nDATA\r\nMAIL a\r\n\xff\xfe\r\nHELO x\r\nQUIT\r\n").await;
    let codes: Vec<&str> = heard.lines().filter_map(|line| line.get(..3)).collect();
    assert_eq!(codes, ["220", "503", "503", "500", "500", "250", "221"]);

    let mut endless = b"MAIL FROM:<".to_vec();
    endless.resize(100_000, b'x');
    assert!(dialogue(&demo, &endless).await.starts_with("220"));

    let mut large = b"MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: x\r\n\r\n".to_vec();
    for _ in 0..600 {
        large.extend([b'x'; 1_000]);
        large.extend(b"\r\n");
    }
    large.extend(b".\r\nQUIT\r\n");
    assert!(dialogue(&demo, &large).await.contains("\r\n552 "));
    eventually(async || messages(&demo).await.is_empty().then_some(())).await;
}

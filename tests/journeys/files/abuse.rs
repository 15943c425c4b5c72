//! Forms with files as no browser sends them: each is refused, and nothing of it is kept.

use parvis::text::Locale;
use reqwest::{Method, StatusCode};

use super::{listed, open_files, pdf};
use crate::complaint::signed_in;
use crate::journeys;
use crate::support::{BOUNDARY, Browser, Database, File, Portal, parts};

journeys!(malformed_forms_are_refused, forged_forms_are_refused);

async fn post(browser: &Browser, portal: &Portal, path: &str, kind: &str, body: Vec<u8>) -> StatusCode {
    let request = browser.request(Method::POST, path).header("content-type", kind);
    let request = request.header("origin", portal.url.origin().ascii_serialization());
    request.body(body).send().await.map_or(StatusCode::IM_A_TEAPOT, |answer| answer.status())
}

async fn malformed_forms_are_refused(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_files(&mut browser).await;
    let sending = browser.sending("upload");
    let (path, fields) = (sending.action.path().to_owned(), sending.fields);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let file = ("attached-files".to_owned(), File::new("a.pdf", pdf(2_000)));
    let whole = parts(&fields, std::slice::from_ref(&file));
    let text = String::from_utf8(whole.clone()).unwrap();

    let many: Vec<(String, String)> =
        fields.iter().cloned().chain((0..10_000).map(|n| (format!("f{n}"), String::new()))).collect();
    let cases: [(&str, &str, Vec<u8>); 9] = [
        ("10 000 parts", &kind, parts(&many, &[])),
        ("no boundary", "multipart/form-data", whole.clone()),
        ("another boundary", "multipart/form-data; boundary=x", whole.clone()),
        ("a boundary too long", &format!("multipart/form-data; boundary={}", "b".repeat(200)), whole.clone()),
        ("broken off", &kind, whole[..whole.len() - 30].to_vec()),
        (
            "a huge head",
            &kind,
            text.replace("filename=\"a.pdf\"", &format!("filename=\"a.pdf\"\r\nx: {}", "h".repeat(100_000)))
                .into_bytes(),
        ),
        ("a name too long", &kind, text.replace("a.pdf", &"n".repeat(3_000)).into_bytes()),
        ("no parts", &kind, b"--".to_vec()),
        (
            "parts within a part",
            &kind,
            text.replace("application/pdf", "multipart/mixed; boundary=y").into_bytes(),
        ),
    ];
    for (what, kind, body) in cases {
        let status = post(&browser, &portal, &path, kind, body).await;
        assert!(matches!(status.as_u16(), 400 | 403 | 413 | 422), "{what}: {status}");
    }
    // Names that would write a header, hide their end, or leave their folder are only names.
    for name in
        ["a\r\nset-cookie: x=1.pdf", "\u{202e}fdp.exe.pdf", "../../etc/passwd.pdf", "%22; filename=x.pdf"]
    {
        browser.attach("attached-files", File::new(name, pdf(3_000 + name.len()))).press("upload").await;
        assert_eq!(browser.page().status, 200, "{name:?}: {}", browser.text());
    }
    let names = listed(&browser);
    assert_eq!(names.len(), 4);
    assert!(names.iter().all(|name| !name.contains(['/', '\\', '\u{202e}', '\r', '\n'])), "{names:?}");
    assert_eq!(portal.count("attachment WHERE state = 'uploading'").await, 0);
}

/// Without the session's token, or from another site, nothing is taken.
async fn forged_forms_are_refused(database: Database) {
    let portal = Portal::start(database).await;
    let mut browser = signed_in(&portal, "amelie", Locale::Fr).await;
    open_files(&mut browser).await;
    let sending = browser.sending("upload");
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let file = ("attached-files".to_owned(), File::new("a.pdf", pdf(2_000)));
    let without: Vec<(String, String)> =
        sending.fields.iter().filter(|(name, _)| name != "csrf").cloned().collect();
    let wrong: Vec<(String, String)> =
        std::iter::once(("csrf".into(), "wrong".into())).chain(without.clone()).collect();
    let late: Vec<(String, String)> =
        without.iter().chain(sending.fields.iter().filter(|(name, _)| name == "csrf")).cloned().collect();
    for fields in [without, wrong, late] {
        let body = parts(&fields, std::slice::from_ref(&file));
        assert_eq!(post(&browser, &portal, sending.action.path(), &kind, body).await, 403);
    }
    let body = parts(&sending.fields, std::slice::from_ref(&file));
    let request = browser.request(Method::POST, sending.action.path()).header("content-type", &kind);
    let answer = request.header("origin", "https://evil.example").body(body).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(portal.count("attachment").await, 0);
}

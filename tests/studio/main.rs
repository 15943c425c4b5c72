//! `parvis tile dev` as a service team meets it: a process of its own, a folder of files, a browser.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop at the first surprise"
)]

#[path = "../support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "journeys use all of it, this a part")]
mod support;

mod studio;

use std::fs;

use parvis::text::Locale;
use reqwest::Method;
use serde_json::{Value, json};

use studio::Studio;
use support::{Browser, bounded, eventually};

/// Sends the scaffold's request; its page is then on screen.
async fn send_request(browser: &mut Browser) {
    browser.press("continue").await;
    browser.choose("subject", &["other"]).fill("details", "Un mot.");
    browser.press("continue").await;
    browser.fill("declaration", "yes");
    browser.press("send").await;
    assert!(browser.page().url.path().ends_with("/confirmation"), "{}", browser.text());
}

#[tokio::test]
async fn a_new_form_is_sent_and_followed_to_its_end() {
    bounded(async {
        let studio = Studio::of_new_form("home-care").await;
        let mut browser = studio.browser(Locale::Fr);
        browser.sign_in("amelie").await;
        browser.open("/services/home-care/form").await;
        send_request(&mut browser).await;
        let path = browser.page().url.path().replace("/confirmation", "").replace("/fr", "");
        for state in ["in_progress", "closed"] {
            eventually(state, async || {
                let page = browser.open(&path).await;
                let shown = page.attribute("main [data-state]", "data-state");
                let past = |shown: &String| shown == state || shown == "closed";
                shown.filter(past)
            })
            .await;
        }
        let report = studio.report().await;
        let received = &report["received"][0];
        assert_eq!((&received["path"], &received["status"]), (&"/v1/requests".into(), &201.into()));
        let (body, citizen) = (received["body"].as_str().unwrap(), received["citizen"].as_str().unwrap());
        assert!(body.contains("Un mot."), "{body}");
        assert!(citizen.contains("\"sub\"") && !citizen.contains("htu"), "{citizen}");
        studio.stop().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_told_and_what_is_mended_is_shown() {
    bounded(async {
        let studio = Studio::of_new_form("home-care").await;
        let mut browser = studio.browser(Locale::Fr);
        browser.sign_in("connor").await;
        let title = "fr = \"Nouveau service\"";
        studio.edit("tile.toml", title, "fr = \"\"");
        let report = studio.reported("a finding", |report| !report["findings"][0].is_null()).await;
        let finding = &report["findings"][0];
        assert_eq!(finding["file"], "home-care/tile.toml");
        assert!(
            finding["line"].is_u64() && finding["message"].as_str().unwrap().contains("title"),
            "{finding}"
        );
        browser.open("/services/home-care").await;
        assert_eq!(browser.page().heading(), "Nouveau service", "the last sound state is shown");
        for (lang, heading) in [("fr", "Ce qui ne va pas"), ("en", "What is wrong")] {
            let page = studio.page(lang).await;
            assert!(page.contains(heading) && page.contains("tile.toml:"), "{page}");
        }

        studio.edit("tile.toml", "fr = \"\"", "fr = \"Soins à domicile\"");
        studio.reported("the mended tile", |report| report["findings"][0].is_null()).await;
        browser.open("/services/home-care").await;
        assert_eq!(browser.page().heading(), "Soins à domicile");

        studio.edit("content/help.en.md", "## ", "## [Click here](/en)\n\n#### ");
        let report =
            studio.reported("advice", |report| report["advice"].as_array().unwrap().len() >= 2).await;
        assert_eq!(report["advice"][0]["file"], "home-care/content/help.en.md");
        studio.stop().await;
    })
    .await;
}

#[tokio::test]
async fn an_element_is_answered_from_its_examples_as_the_switch_says() {
    bounded(async {
        let studio = Studio::of_sample("cancer-screening").await;
        let mut browser = studio.browser(Locale::En);
        browser.sign_in("amelie").await;
        browser.open("/services/cancer-screening/app").await;
        let frame = browser.page().attribute("#app", "data-app").unwrap();
        let brokered: Value = serde_json::from_str(&frame).unwrap();
        let path = "/api/v1/tiles/cancer-screening/capability";
        let body = json!({ "release": brokered["release"], "owner": brokered["owner"] });
        let answer = browser.request(Method::POST, path).json(&body).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        let capability = answer["capability"].as_str().unwrap().to_owned();
        let ask = async |route: &str| {
            let path = format!("/api/v1/tiles/cancer-screening/routes/{route}");
            let call = browser.request(Method::GET, &path).header("parvis-capability", &capability);
            let answer = call.send().await.unwrap();
            (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
        };
        assert_eq!(ask("appointments").await.1["appointments"][0]["id"], "colonoscopy-1");
        let (status, problem) = ask("letter?path.letter=letter-1").await;
        assert_eq!(status, 404);
        assert!(problem.to_string().contains("mock/letter.pdf"), "{problem}");
        for (mode, expected) in [("empty", 200), ("failing", 502), ("lying", 502), ("fine", 200)] {
            studio.switch(mode).await;
            let (status, answer) = ask("slots?query.test=colonoscopy").await;
            assert_eq!(status, expected, "{mode}: {answer}");
            if status == 200 {
                assert_eq!(answer["slots"].as_array().unwrap().is_empty(), mode == "empty");
            }
        }
        studio.switch("down").await;
        // The portal leaves alone what fails so often; turning the switch is enough to be called again.
        for _ in 0..12 {
            assert!(ask("appointments").await.0 >= 500);
        }
        assert_eq!(studio.report().await["mode"], "down");
        studio.switch("fine").await;
        eventually("an answer", async || (ask("appointments").await.0 == 200).then_some(())).await;
        studio.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_tile_that_is_not_sound_does_not_start() {
    bounded(async {
        let folder = studio::new_form("home-care");
        let manifest = folder.join("tile.toml");
        let text = fs::read_to_string(&manifest).unwrap().replace("contract = 1", "contract = 9");
        fs::write(&manifest, text).unwrap();
        let (status, said) = studio::run_to_its_end(&folder);
        assert_eq!(status.code(), Some(1));
        assert!(said.contains("home-care/tile.toml:") && said.contains("contract"), "{said}");
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    })
    .await;
}

//! What cannot be logged does not happen: every act there is, tried while the log takes nothing, answers that it
//! failed and leaves every table as it was; once the log is mended, the same act is done and logged.

mod administrators;
mod catalogue;
mod citizens;
mod elements;
mod parts;
mod reports;
mod rows;
mod system;
mod teams;
mod visitors;

use std::collections::BTreeSet;

use parvis::text::Locale;
use reqwest::{RequestBuilder, Response};
use url::Url;

use crate::support::{Browser, Portal};
use rows::Rows;

/// From now on no event can be logged; everything else works, and what was logged can be read.
async fn break_the_log(portal: &Portal) {
    let refuse = if portal.database_url.starts_with("sqlite:") {
        "CREATE TRIGGER log_is_full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'full'); END"
    } else {
        "CREATE FUNCTION log_is_full() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'full'; END $$;
        CREATE TRIGGER log_is_full BEFORE INSERT ON audit_event EXECUTE FUNCTION log_is_full()"
    };
    portal.meddle(refuse).await;
}

async fn mend_the_log(portal: &Portal) {
    let sqlite = portal.database_url.starts_with("sqlite:");
    portal
        .meddle(if sqlite { "DROP TRIGGER log_is_full" } else { "DROP FUNCTION log_is_full CASCADE" })
        .await;
}

/// How an act is asked for.
enum Ask {
    /// The form on screen, with what is typed, by its button.
    Press(String),
    /// The form on screen as it would be sent.
    Post(Url, Vec<(String, String)>),
    /// An address.
    Visit(Url),
    /// An address that is good for one visit, whatever comes of it.
    VisitOnce(Url),
}

/// An act about to be done, by someone on the very page of it.
struct Attempt {
    codes: &'static [&'static str],
    who: Browser,
    ask: Ask,
}

/// A call by a program.
struct Call {
    codes: &'static [&'static str],
    request: RequestBuilder,
}

/// Acts about to be done.
struct Attempts<'p> {
    portal: &'p Portal,
    people: Vec<Attempt>,
    programs: Vec<Call>,
}

impl<'p> Attempts<'p> {
    fn new(portal: &'p Portal) -> Self {
        Self { portal, people: Vec::new(), programs: Vec::new() }
    }

    /// A button on the page on screen, with what was typed, is about to be pressed.
    fn press(&mut self, codes: &'static [&'static str], browser: &Browser, button: &str) {
        let who = browser.clone();
        let sending = browser.clone().sending(button);
        let ask = match sending.file_inputs {
            Some(_) => Ask::Press(button.to_owned()),
            None => Ask::Post(sending.action, sending.fields),
        };
        self.people.push(Attempt { codes, who, ask });
    }

    /// An address of the portal's is about to be visited.
    fn visit(&mut self, codes: &'static [&'static str], browser: &Browser, path: &str) {
        let ask = Ask::Visit(self.portal.at(path));
        self.people.push(Attempt { codes, who: browser.clone(), ask });
    }

    /// Such an address that is good once.
    fn visit_once(&mut self, codes: &'static [&'static str], browser: &Browser, address: Url) {
        let mut who = browser.clone();
        who.stop_at("");
        self.people.push(Attempt { codes, who, ask: Ask::VisitOnce(address) });
    }

    /// A form is about to be sent that a script makes.
    fn post(
        &mut self,
        codes: &'static [&'static str],
        browser: &Browser,
        path: &str,
        fields: &[(&str, &str)],
    ) {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let ask = Ask::Post(self.portal.at(path), fields);
        self.people.push(Attempt { codes, who: browser.clone(), ask });
    }

    /// A program is about to call.
    fn call(&mut self, codes: &'static [&'static str], request: RequestBuilder) {
        self.programs.push(Call { codes, request });
    }

    /// Tries all of it while nothing can be logged, then with the log mended. It must be exactly `codes`.
    async fn prove(self, codes: &[&str]) {
        let of_people = self.people.iter().map(|attempt| attempt.codes);
        let of_programs = self.programs.iter().map(|call| call.codes);
        let tried: BTreeSet<&str> = of_people.chain(of_programs).flatten().copied().collect();
        assert_eq!(tried, codes.iter().copied().collect(), "what is said to be tried");
        self.portal.at_rest().await;
        let rows = Rows::of(self.portal).await;
        break_the_log(self.portal).await;
        for attempt in &self.people {
            for locale in attempt.languages() {
                let mut who = attempt.who.clone();
                attempt.ask.clone_in(locale).done_by(&mut who).await;
                assert_failed(&who, locale, attempt.codes);
                rows.assert_unchanged(self.portal, attempt.codes).await;
            }
        }
        for call in &self.programs {
            assert_problem(call.send().await, call.codes).await;
            rows.assert_unchanged(self.portal, call.codes).await;
        }
        mend_the_log(self.portal).await;
        self.all_is_done().await;
    }

    async fn all_is_done(self) {
        for mut attempt in self.people {
            if matches!(attempt.ask, Ask::VisitOnce(_)) {
                continue;
            }
            let before = how_often(self.portal, attempt.codes).await;
            attempt.ask.done_by(&mut attempt.who).await;
            let after = how_often(self.portal, attempt.codes).await;
            let (codes, page) = (attempt.codes, attempt.who.page());
            let each = before.iter().zip(&after).all(|(before, after)| after > before);
            assert!(each, "{codes:?} is what it does: {} {}", page.status, page.text());
        }
        for call in self.programs {
            let before = how_often(self.portal, call.codes).await;
            let answer = call.send().await;
            let after = how_often(self.portal, call.codes).await;
            let each = before.iter().zip(&after).all(|(before, after)| after > before);
            assert!(each, "{:?} is what it does: {}", call.codes, answer.text().await.unwrap());
        }
    }
}

async fn how_often(portal: &Portal, codes: &[&str]) -> Vec<i64> {
    let mut found = Vec::new();
    for code in codes {
        found.push(portal.count(&format!("audit_event WHERE code = '{code}'")).await);
    }
    found
}

impl Attempt {
    /// The languages to try it in: both, where the address says which.
    fn languages(&self) -> Vec<Locale> {
        match &self.ask {
            Ask::Press(_) | Ask::VisitOnce(_) => vec![self.who.locale()],
            Ask::Post(..) | Ask::Visit(_) => Locale::ALL.to_vec(),
        }
    }
}

impl Ask {
    fn clone_in(&self, locale: Locale) -> Self {
        match self {
            Self::Press(button) => Self::Press(button.clone()),
            Self::Post(address, fields) => Self::Post(in_language(address, locale), fields.clone()),
            Self::Visit(address) => Self::Visit(in_language(address, locale)),
            Self::VisitOnce(address) => Self::VisitOnce(address.clone()),
        }
    }

    async fn done_by(&self, who: &mut Browser) {
        match self {
            Self::Press(button) => who.press(button).await,
            Self::Post(address, fields) => who.post(address.clone(), fields).await,
            Self::Visit(address) | Self::VisitOnce(address) => who.visit(address.clone()).await,
        };
    }
}

impl Call {
    async fn send(&self) -> Response {
        self.request.try_clone().unwrap().send().await.unwrap()
    }
}

/// The same address in that language.
fn in_language(address: &Url, locale: Locale) -> Url {
    let path = address.path().get(3..).unwrap();
    let mut address = address.clone();
    address.set_path(&format!("/{locale}{path}"));
    address
}

/// The page says in that language that it failed, with what to quote, and nothing of the inside.
fn assert_failed(browser: &Browser, locale: Locale, codes: &[&str]) {
    let page = browser.page();
    assert_eq!(page.status, 500, "{codes:?}: {}", page.text());
    assert_eq!(page.lang(), locale.tag(), "{codes:?}");
    let heading = match locale {
        Locale::Fr => "Quelque chose n’a pas marché",
        Locale::En => "Something went wrong",
    };
    assert!(page.heading().starts_with(heading), "{codes:?}: {}", page.heading());
    assert_eq!(page.texts("main code"), [page.header("x-request-id")], "{codes:?}: with its trace");
    assert_no_inside(&page.body);
}

/// A program is told so too.
async fn assert_problem(answer: Response, codes: &[&str]) {
    let (status, kind) = (answer.status().as_u16(), answer.headers()["content-type"].clone());
    let said = answer.text().await.unwrap();
    assert_eq!((status, kind.to_str().unwrap()), (500, "application/problem+json"), "{codes:?}: {said}");
    assert!(said.contains("urn:parvis:problem:internal"), "{codes:?}: {said}");
    assert_no_inside(&said);
}

fn assert_no_inside(said: &str) {
    for inner in ["audit_event", "log_is_full", "ABORT", "sqlx"] {
        assert!(!said.contains(inner), "nothing of the inside: {inner}");
    }
}

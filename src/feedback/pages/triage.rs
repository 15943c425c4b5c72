//! One report on the administrators' table.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use super::{board, view};
use crate::feedback::store::{self, Report};
use crate::feedback::triage::{self, Deed};
use crate::feedback::views::board::{Author, OtherLine, Triage, TriageTyped};
use crate::feedback::views::excerpt;
use crate::feedback::{Status, open};
use crate::id::Reference;
use crate::identity::{self, Administrator, Colleague};
use crate::requests::Requests;
use crate::store::Read;
use crate::text::{Bilingual, Locale};
use crate::tiles::TileId;
use crate::tiles::version::Version;
use crate::web::views::ErrorLine;
use crate::web::{Error, Form, Result, Show, Trace};

/// The longest answer or wording in one language, in characters.
const LONGEST_WORDS: usize = 5_000;

/// What a page is told of what was done before it.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    #[serde(default)]
    done: String,
}

/// What can be done, with the word for what was done: `triage-done-{word}`.
const DONE: [(&str, &str); 10] = [
    ("stand", "standing"),
    ("answer", "answered"),
    ("take", "taken"),
    ("assign", "assigned"),
    ("release", "released"),
    ("merge", "merged"),
    ("separate", "separated"),
    ("fix", "fixed"),
    ("publish", "published"),
    ("withdraw", "withdrawn"),
];

async fn find(db: &mut Read, reference: &str) -> Result<Report> {
    let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
    store::by_reference(db, &reference).await?.ok_or(Error::NotFound)
}

/// The report, and what can be done with it.
pub async fn show(
    State(requests): State<Requests>,
    administrator: Administrator,
    locale: Locale,
    Path(reference): Path<String>,
    Query(done): Query<Done>,
) -> Result<Show<Triage>> {
    let report = find(&mut requests.base.db.read().await?, &reference).await?;
    let done = DONE.into_iter().map(|(_, word)| word).find(|word| *word == done.done);
    Ok(Show(Triage { done, ..page(&requests, &administrator, &report, locale).await? }))
}

/// Does something with the report; what is not fit to be done comes back as it was typed.
pub async fn act(
    State(requests): State<Requests>,
    administrator: Administrator,
    trace: Trace,
    locale: Locale,
    Path(reference): Path<String>,
    form: Form,
) -> Result<Response> {
    let report = find(&mut requests.base.db.read().await?, &reference).await?;
    let seen = form.get("seen").and_then(|seen| seen.parse().ok()).ok_or(Error::BadRequest)?;
    let again = |page: Triage| Triage { typed: typed(&form, page.typed.clone()), ..page };
    let deed = match read(&requests, &report, &form, locale).await? {
        Ok(deed) => deed,
        Err(errors) => {
            let page = page(&requests, &administrator, &report, locale).await?;
            let page = Triage { errors, ..again(page) };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Show(page)).into_response());
        }
    };
    if !triage::carry_out(&requests, (&administrator, &trace), (&report, seen), &deed).await? {
        let report = find(&mut requests.base.db.read().await?, &reference).await?;
        let page = page(&requests, &administrator, &report, locale).await?;
        let page = Triage { overtaken: true, ..again(page) };
        return Ok((StatusCode::CONFLICT, Show(page)).into_response());
    }
    let action = form.get("action").unwrap_or_default();
    let done = DONE.into_iter().find(|(deed, _)| *deed == action).map_or("", |(_, word)| word);
    let next = format!("/{locale}/admin/feedback/{}?done={done}", report.reference);
    Ok(Redirect::to(&next).into_response())
}

/// What a form wants done, or what is to be mended in it.
async fn read(
    requests: &Requests,
    report: &Report,
    form: &Form,
    locale: Locale,
) -> Result<std::result::Result<Deed, Vec<ErrorLine>>> {
    let say = |input: &str, key: &str| {
        vec![ErrorLine { input: input.to_owned(), message: requests.base.text.get(locale, key) }]
    };
    let typed = |name| form.get(name).unwrap_or_default().trim();
    Ok(match typed("action") {
        "stand" => Ok(Deed::Stand(Status::of(typed("status")).ok_or(Error::BadRequest)?)),
        "answer" => {
            let status = Status::of(typed("status")).ok_or(Error::BadRequest)?;
            words(form, "answer", &say).map(|answer| Deed::Answer(answer, status))
        }
        "publish" => words(form, "wording", &say).map(Deed::Publish),
        "take" => Ok(Deed::Take),
        "assign" => colleague(requests, typed("assignee"))
            .await?
            .map(Deed::Assign)
            .ok_or_else(|| say("assignee", "triage-error-assignee")),
        "release" => Ok(Deed::Release),
        "separate" => Ok(Deed::Separate),
        "withdraw" => Ok(Deed::Withdraw),
        "merge" => {
            let deed = other(requests, typed("into")).await?.map(|into| Deed::Merge(Box::new(into)));
            deed.filter(|deed| deed.fits(report)).ok_or_else(|| say("into", "triage-error-into"))
        }
        "fix" => {
            let (tile, version) = (typed("tile").parse::<TileId>(), typed("version").parse::<Version>());
            let known = tile.ok().filter(|tile| requests.catalogue.get(tile).is_some());
            match (known, version) {
                (Some(tile), Ok(version)) => Ok(Deed::Fix(tile, version)),
                (None, _) => Err(say("tile", "triage-error-tile")),
                (Some(_), Err(_)) => Err(say("version", "triage-error-version")),
            }
        }
        _ => return Err(Error::BadRequest),
    })
}

/// The administrator of that pseudonym.
async fn colleague(requests: &Requests, pseudonym: &str) -> Result<Option<Colleague>> {
    let mut db = requests.base.db.read().await?;
    let mut all = identity::administrators(&mut db, &requests.base.vault).await?.into_iter();
    Ok(all.find(|colleague| colleague.pseudonym == pseudonym))
}

/// The report of a reference as typed; of a merged one, the one it became part of.
async fn other(requests: &Requests, typed: &str) -> Result<Option<Report>> {
    let Ok(reference) = typed.parse::<Reference>() else { return Ok(None) };
    let mut db = requests.base.db.read().await?;
    let found = store::by_reference(&mut db, &reference).await?;
    match found.as_ref().and_then(|report| report.merged_into) {
        Some(into) => Ok(store::by_id(&mut db, into).await?),
        None => Ok(found),
    }
}

fn bilingual(form: &Form, name: &str) -> Bilingual {
    let words = |locale: Locale| {
        let typed = form.get(&format!("{name}-{locale}")).unwrap_or_default();
        typed.replace("\r\n", "\n").trim().to_owned()
    };
    Bilingual { fr: words(Locale::Fr), en: words(Locale::En) }
}

/// Words in both languages.
fn words(
    form: &Form,
    name: &str,
    say: &impl Fn(&str, &str) -> Vec<ErrorLine>,
) -> std::result::Result<Bilingual, Vec<ErrorLine>> {
    let words = bilingual(form, name);
    for locale in Locale::ALL {
        let (input, length) = (format!("{name}-{locale}"), words.get(locale).chars().count());
        let missing = match locale {
            Locale::Fr => "triage-error-french",
            Locale::En => "triage-error-english",
        };
        if length == 0 {
            return Err(say(&input, missing));
        }
        if length > LONGEST_WORDS {
            return Err(say(&input, "triage-error-long"));
        }
    }
    Ok(words)
}

/// What was typed in the form that was sent, and in the others what was there.
fn typed(form: &Form, before: TriageTyped) -> TriageTyped {
    match form.get("action") {
        Some("answer") => TriageTyped { answer: bilingual(form, "answer"), ..before },
        Some("publish") => TriageTyped { wording: bilingual(form, "wording"), ..before },
        Some("merge") => TriageTyped { into: form.get("into").unwrap_or_default().to_owned(), ..before },
        Some("fix") => TriageTyped { version: form.get("version").unwrap_or_default().to_owned(), ..before },
        _ => before,
    }
}

async fn other_line(requests: &Requests, db: &mut Read, report: &Report) -> Result<OtherLine> {
    let text = open(&requests.base, db, report).await?.text.unwrap_or_default();
    Ok(OtherLine { reference: report.reference.to_string(), excerpt: excerpt(&text, 80) })
}

async fn page(
    requests: &Requests,
    administrator: &Administrator,
    report: &Report,
    locale: Locale,
) -> Result<Triage> {
    let mut db = requests.base.db.read().await?;
    let opened = open(&requests.base, &mut db, report).await?;
    let mut merged = Vec::new();
    for one in store::merged(&mut db, report.id).await? {
        merged.push(other_line(requests, &mut db, &one).await?);
    }
    let into = match report.merged_into {
        Some(into) => store::by_id(&mut db, into).await?,
        None => None,
    };
    let into = match into {
        Some(into) => Some(other_line(requests, &mut db, &into).await?),
        None => None,
    };
    let colleagues = identity::administrators(&mut db, &requests.base.vault).await?;
    let view = view(requests, &mut db, report, locale).await?;
    let nothing = || Bilingual { fr: String::new(), en: String::new() };
    let told = |locale| opened.text.clone().filter(|_| report.locale == locale).unwrap_or_default();
    let wording = report.wording_fr.clone().zip(report.wording_en.clone());
    let wording = wording.map(|(fr, en)| Bilingual { fr, en });
    let first_wording = || Bilingual { fr: told(Locale::Fr), en: told(Locale::En) };
    Ok(Triage {
        report: view,
        seen: report.version,
        author: match (&report.content, report.account_id) {
            (None, _) => Author::Left,
            (Some(_), Some(_)) => Author::Known,
            (Some(_), None) => Author::Unknown,
        },
        statuses: Status::ALL,
        tiles: board::tiles(requests, locale),
        tile: report
            .fixed_tile
            .as_ref()
            .or(report.tile.as_ref())
            .map(ToString::to_string)
            .unwrap_or_default(),
        assignee: board::assignee(requests, report)?,
        colleagues: board::choices(&colleagues, |colleague| {
            ![Some(administrator.account), report.assignee_id].contains(&Some(colleague.account))
        }),
        mine: report.assignee_id == Some(administrator.account),
        into,
        merged,
        published: report.published_at.is_some(),
        votes: report.votes,
        typed: TriageTyped {
            answer: opened.answer.unwrap_or_else(nothing),
            wording: wording.unwrap_or_else(first_wording),
            into: String::new(),
            version: report.fixed_release.clone().unwrap_or_default(),
        },
        errors: Vec::new(),
        done: None,
        overtaken: false,
    })
}

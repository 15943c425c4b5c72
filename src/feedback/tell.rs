//! Telling whoever told something what became of it.

use super::store::Report;
use super::{Kind, Status};
use crate::act::Act;
use crate::id::AccountId;
use crate::identity;
use crate::notices::preferences::Class;
use crate::notices::{self, Content, Recipient, Words};
use crate::requests::{self, Requests};
use crate::text::{Bilingual, Locale, Params, params};
use crate::tiles::TileId;
use crate::web::Result;

/// What became of a report.
pub enum Change<'a> {
    /// It stands elsewhere.
    Status(Status),
    /// It was answered, and perhaps stands elsewhere.
    Answered(&'a Bilingual, Option<Status>),
    /// It says the same as another, and is worked on with it.
    Merged,
    /// Somebody else told the same.
    Joined,
    /// A version of a service came of it.
    Fixed(&'a TileId, &'a str),
    /// It is published.
    Published,
}

/// Tells the author of a report, if they are known and still there, as part of `act`.
///
/// # Errors
/// The database's, or the vault's; the act must then be dropped.
pub async fn author(requests: &Requests, act: &mut Act, report: &Report, change: &Change<'_>) -> Result<()> {
    let base = &requests.base;
    let Some(account) = report.account_id else { return Ok(()) };
    let Some(key) = identity::data_key(act.rows(), &base.vault, account).await? else { return Ok(()) };
    let content = Content {
        fr: words(requests, report, change, Locale::Fr),
        en: words(requests, report, change, Locale::En),
        reference: None,
        link: Some(link("/account/feedback", report)),
    };
    let to = Recipient { account, request: None, key: &key };
    notices::tell(base, act, &to, Class::Requests, &content).await?;
    Ok(())
}

/// Tells an administrator that another handed them the report, as part of `act`.
///
/// # Errors
/// The database's, or the vault's; the act must then be dropped.
pub async fn assignee(requests: &Requests, act: &mut Act, report: &Report, account: AccountId) -> Result<()> {
    let base = &requests.base;
    let Some(key) = identity::data_key(act.rows(), &base.vault, account).await? else { return Ok(()) };
    let named = params([("reference", report.reference.to_string().into())]);
    // text: report-assigned-*
    let subject = format!("report-assigned-{}", report.kind.word());
    let words = |locale: Locale| Words {
        from: base.config.portal.name.get(locale).to_owned(),
        subject: base.text.get_with(locale, &subject, &named),
        paragraphs: vec![base.text.get(locale, "report-assigned-where")],
    };
    let link = Some(link("/admin/feedback", report));
    let content = Content { fr: words(Locale::Fr), en: words(Locale::En), reference: None, link };
    let to = Recipient { account, request: None, key: &key };
    Ok(notices::tell(base, act, &to, Class::Requests, &content).await?)
}

/// Where the report is, in both languages.
fn link(below: &str, report: &Report) -> Bilingual {
    let path = format!("{below}/{}", report.reference);
    Bilingual { fr: path.clone(), en: path }
}

fn words(requests: &Requests, report: &Report, change: &Change<'_>, locale: Locale) -> Words {
    let base = &requests.base;
    let named = params([("reference", report.reference.to_string().into())]);
    let subject = match report.kind {
        Kind::Problem => "report-notice-problem",
        Kind::Idea => "report-notice-idea",
    };
    let mut paragraphs = vec![said(requests, report, change, locale)];
    if let Change::Answered(answer, _) = change {
        paragraphs.extend(super::views::paragraphs(answer.get(locale)));
    }
    paragraphs.push(base.text.get(locale, "report-notice-where"));
    Words {
        from: base.config.portal.name.get(locale).to_owned(),
        subject: base.text.get_with(locale, subject, &named),
        paragraphs,
    }
}

fn said(requests: &Requests, report: &Report, change: &Change<'_>, locale: Locale) -> String {
    let text = &requests.base.text;
    let say = |key: &str, values: &Params| text.get_with(locale, key, values);
    match change {
        Change::Status(status) | Change::Answered(_, Some(status)) => {
            // text: report-status-*
            let status = text.get(locale, &format!("report-status-{}-{}", report.kind.word(), status.word()));
            say("report-notice-status", &params([("status", status.into())]))
        }
        Change::Answered(_, None) => text.get(locale, "report-notice-answered"),
        Change::Merged => text.get(locale, "report-notice-merged"),
        Change::Joined => text.get(locale, "report-notice-joined"),
        Change::Fixed(tile, version) => {
            let service = requests::words::outside_title(&requests.catalogue.current(), tile, locale);
            say("report-notice-fixed", &params([("service", service.into()), ("version", (*version).into())]))
        }
        Change::Published => text.get(locale, "report-notice-published"),
    }
}

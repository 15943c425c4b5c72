//! What administrators do with a report: each an act, of which its author is told.

use super::store::{Report, board, ideas};
use super::tell::{self, Change};
use super::{Kind, Status, answer_place, assignee_place, key_of, store};
use crate::act::Act;
use crate::audit::{Entry, FeedbackEvent};
use crate::id::AccountId;
use crate::identity::{self, Administrator, Colleague};
use crate::requests::Requests;
use crate::text::{Bilingual, fold};
use crate::tiles::TileId;
use crate::tiles::version::Version;
use crate::vault::Vault;
use crate::web::{Error, Result, Trace};

/// Something to do with a report.
pub enum Deed {
    /// Say where it stands.
    Stand(Status),
    /// Answer it, and say where it stands.
    Answer(Bilingual, Status),
    /// Take care of it.
    Take,
    /// Hand it to another administrator, who is told.
    Assign(Colleague),
    /// Leave it to others.
    Release,
    /// Work on that one in its place.
    Merge(Box<Report>),
    /// Let it stand for itself again.
    Separate,
    /// Say which version of a service came of it: it is done.
    Fix(TileId, Version),
    /// Publish an idea, in this wording.
    Publish(Bilingual),
    /// Make it private again.
    Withdraw,
}

impl Deed {
    /// Whether it fits the report: of a merged one only that is decided which is its own; only ideas are
    /// published.
    pub fn fits(&self, report: &Report) -> bool {
        let merged = report.merged_into.is_some();
        match self {
            Self::Stand(_) | Self::Answer(..) | Self::Fix(..) => !merged,
            Self::Take | Self::Assign(_) | Self::Release => true,
            Self::Merge(into) => !merged && into.id != report.id && into.kind == report.kind,
            Self::Separate => merged,
            Self::Publish(_) => !merged && report.kind == Kind::Idea,
            Self::Withdraw => report.published_at.is_some(),
        }
    }

    fn event(&self, vault: &Vault, administrator: &Administrator, report: &Report) -> FeedbackEvent {
        let reference = report.reference.to_string();
        match self {
            Self::Stand(status) => FeedbackEvent::ReportStatusSet { reference, status: status.word() },
            Self::Answer(..) => FeedbackEvent::ReportAnswered { reference },
            Self::Take => FeedbackEvent::ReportAssigned {
                reference,
                to: identity::pseudonym(vault, administrator.account),
            },
            Self::Assign(colleague) => {
                FeedbackEvent::ReportAssigned { reference, to: colleague.pseudonym.clone() }
            }
            Self::Release => FeedbackEvent::ReportReleased { reference },
            Self::Merge(into) => FeedbackEvent::ReportMerged { reference, into: into.reference.to_string() },
            Self::Separate => FeedbackEvent::ReportSeparated { reference },
            Self::Fix(tile, version) => {
                FeedbackEvent::ReportFixed { reference, tile: tile.to_string(), version: version.to_string() }
            }
            Self::Publish(_) => FeedbackEvent::IdeaPublished { reference },
            Self::Withdraw => FeedbackEvent::IdeaWithdrawn { reference },
        }
    }
}

/// Does it with the report as it was at `version`; false when someone else acted on it meanwhile.
pub async fn carry_out(
    requests: &Requests,
    (administrator, trace): (&Administrator, &Trace),
    (report, version): (&Report, i64),
    deed: &Deed,
) -> Result<bool> {
    if !deed.fits(report) {
        return Err(Error::BadRequest);
    }
    let entry: Entry = deed.event(&requests.base.vault, administrator, report).of(report.account_id);
    let mut act = requests.base.acts.begin(administrator.actor(trace), entry).await?;
    let at = act.at();
    if !board::touch(act.rows(), report.id, version, at).await? {
        return Ok(false);
    }
    apply(requests, administrator, &mut act, report, deed).await?;
    act.commit().await?;
    Ok(true)
}

async fn apply(
    requests: &Requests,
    administrator: &Administrator,
    act: &mut Act,
    report: &Report,
    deed: &Deed,
) -> Result<()> {
    let (id, at) = (report.id, act.at());
    match deed {
        Deed::Stand(status) => {
            board::set_status(act.rows(), id, *status, at).await?;
            tell_all(requests, act, report, &Change::Status(*status)).await
        }
        Deed::Answer(answer, status) => answer_all(requests, act, report, (answer, *status)).await,
        Deed::Take => {
            assign(requests, act, report, administrator.account, &administrator.claims.display_name()).await
        }
        Deed::Assign(colleague) => {
            assign(requests, act, report, colleague.account, &colleague.name).await?;
            if colleague.account == administrator.account {
                return Ok(());
            }
            tell::assignee(requests, act, report, colleague.account).await
        }
        Deed::Release => Ok(board::set_assignee(act.rows(), id, None).await?),
        Deed::Merge(into) => merge(requests, act, report, into).await,
        Deed::Separate => Ok(board::separate(act.rows(), id).await?),
        Deed::Fix(tile, version) => {
            let version = version.to_string();
            board::set_fixed(act.rows(), id, tile, &version).await?;
            board::set_status(act.rows(), id, Status::Done, at).await?;
            tell_all(requests, act, report, &Change::Fixed(tile, &version)).await
        }
        Deed::Publish(wording) => publish(requests, act, report, wording).await,
        Deed::Withdraw => Ok(ideas::withdraw(act.rows(), id).await?),
    }
}

async fn assign(
    requests: &Requests,
    act: &mut Act,
    report: &Report,
    account: AccountId,
    name: &str,
) -> Result<()> {
    let name = requests.base.vault.own_key().seal_json(assignee_place(report.id), &name)?;
    Ok(board::set_assignee(act.rows(), report.id, Some((account, &name))).await?)
}

/// The report and all that were merged into it.
async fn with_merged(act: &mut Act, report: &Report) -> Result<Vec<Report>> {
    let mut all = vec![report.clone()];
    all.extend(store::merged(act.rows(), report.id).await?);
    Ok(all)
}

async fn tell_all(requests: &Requests, act: &mut Act, report: &Report, change: &Change<'_>) -> Result<()> {
    for one in with_merged(act, report).await? {
        tell::author(requests, act, &one, change).await?;
    }
    Ok(())
}

/// Each author finds the answer by their own report, sealed with their own key.
async fn answer_all(
    requests: &Requests,
    act: &mut Act,
    report: &Report,
    (answer, status): (&Bilingual, Status),
) -> Result<()> {
    let at = act.at();
    let moved = (status != report.status).then_some(status);
    if let Some(status) = moved {
        let reference = report.reference.to_string();
        act.also(FeedbackEvent::ReportStatusSet { reference, status: status.word() }.of(report.account_id));
        board::set_status(act.rows(), report.id, status, at).await?;
    }
    for one in with_merged(act, report).await? {
        let Some(key) = key_of(act.rows(), &requests.base.vault, one.account_id).await? else { continue };
        let sealed = key.seal_json(answer_place(one.id), answer)?;
        board::set_answer(act.rows(), one.id, &sealed, at).await?;
        tell::author(requests, act, &one, &Change::Answered(answer, moved)).await?;
    }
    Ok(())
}

async fn merge(requests: &Requests, act: &mut Act, report: &Report, into: &Report) -> Result<()> {
    tell_all(requests, act, report, &Change::Merged).await?;
    tell::author(requests, act, into, &Change::Joined).await?;
    if report.published_at.is_some() {
        ideas::withdraw(act.rows(), report.id).await?;
        ideas::move_votes(act.rows(), report.id, into.id).await?;
    }
    Ok(board::merge(act.rows(), report.id, into.id, into.status).await?)
}

async fn publish(requests: &Requests, act: &mut Act, report: &Report, wording: &Bilingual) -> Result<()> {
    let at = act.at();
    let mut words = fold::words(&wording.fr);
    words.extend(fold::words(&wording.en));
    ideas::publish(act.rows(), report.id, [&wording.fr, &wording.en], words, at).await?;
    if report.published_at.is_none() {
        tell::author(requests, act, report, &Change::Published).await?;
    }
    Ok(())
}

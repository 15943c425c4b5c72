//! `parvis reconcile`: proof that nothing was lost and nothing done twice. What citizens sent is
//! delivered, pending or refused; what was delivered is with the back-end, once.

use std::io::Write;
use std::path::Path;

use super::Outcome;
use super::serve::block_on;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::requests::reconcile::{Account, Held};
use crate::store;

/// Reconciles the portal that `file` configures with its back-ends, and writes one line for each.
///
/// # Errors
/// When the settings or the database cannot be used.
pub fn run(file: Option<&Path>, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let config = Config::load(file)?;
    let accounts = block_on(async {
        let db = store::open(&config.database.url, 1).await?;
        let behind = store::pending_migrations(&db).await?;
        db.close().await;
        anyhow::ensure!(behind == 0, "the database is {behind} steps behind: run `parvis migrate` first");
        let app = App::build(config, Clock::default()).await?;
        let accounts = app.reconcile().await;
        app.base().db.close().await;
        anyhow::Ok(accounts?)
    })??;
    let mut sound = true;
    for account in &accounts {
        sound &= tell(account, out)?;
    }
    writeln!(
        out,
        "{}",
        if sound { "All is well: 0 lost, 0 doubled." } else { "Something is wrong: see above." }
    )?;
    Ok(if sound { Outcome::Fine } else { Outcome::Faulty })
}

fn tell(account: &Account, out: &mut impl Write) -> std::io::Result<bool> {
    let Account { backend, submitted, delivered, pending, refused, forgotten, .. } = account;
    writeln!(
        out,
        "{backend}: submissions {submitted} = delivered {delivered} + pending {pending} + refused {refused}"
    )?;
    let replies = &account.replies;
    writeln!(
        out,
        "{backend}: replies {} = delivered {} + pending {} + refused {}",
        replies.sent, replies.delivered, replies.pending, replies.refused
    )?;
    for id in forgotten {
        writeln!(out, "{backend}: FORGOTTEN {id}: pending, and no job will deliver it")?;
    }
    match &account.held {
        Held::NotOffered => writeln!(out, "{backend}: offers no list to compare with")?,
        Held::Unreadable(reason) => writeln!(out, "{backend}: its list could not be read ({reason})")?,
        Held::Compared { count, lost, doubled, unknown } => {
            writeln!(
                out,
                "{backend}: has {count}, lost {}, doubled {}, unknown to the portal {}",
                lost.len(),
                doubled.len(),
                unknown.len()
            )?;
            for (what, ids) in [("LOST", lost), ("DOUBLED", doubled), ("UNKNOWN", unknown)] {
                for id in ids {
                    writeln!(out, "{backend}: {what} {id}")?;
                }
            }
        }
    }
    Ok(account.is_sound())
}

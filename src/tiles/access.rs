//! Who may use a service (contract §1, `[access]` and `sensitive`).

use axum::response::Response;
use jiff::civil::Date;

use super::Tile;
use super::views::AgeBar;
use crate::identity::{Identity, Need, Proof, Session};
use crate::text::{Locale, format};
use crate::web::{Discreet, Result, StepUp};

/// What someone is about to do with a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Answer, save, send: all that makes a request, and whatever has no rule of its own.
    Fill,
    /// Read the service's pages, or what was sent.
    Read,
    /// Take a request back. Age never stands in the way of that.
    Withdraw,
}

impl Tile {
    /// Whether anyone may read it, signed in or not.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.manifest.access.level == 0
    }

    /// How sure the sign-in must be. A sensitive service asks for a fresh one to be opened, and lets
    /// the person work in it from then on; taking a request back is asked anew.
    #[must_use]
    pub fn need(&self, what: Use) -> Need {
        let proof = match what {
            _ if !self.is_sensitive() => Proof::Session,
            Use::Withdraw => Proof::Fresh,
            Use::Fill | Use::Read => Proof::Work,
        };
        Need { level: self.manifest.access.level.max(1), proof }
    }

    /// The sign-in that a visitor needs for it.
    #[must_use]
    pub fn sign_in(&self) -> StepUp {
        let need = self.need(Use::Read);
        StepUp { level: need.level, fresh: need.proof != Proof::Session, ..StepUp::default() }
    }
}

/// Says on an answer that its page is this service's: of a sensitive one, it is shown discreetly.
#[must_use]
pub fn shown(tile: &Tile, mut response: Response) -> Response {
    if tile.is_sensitive() {
        response.extensions_mut().insert(Discreet);
    }
    response
}

/// Lets the person of `session` do that with the service on the day `today`, or tells why their age
/// does not allow it.
///
/// # Errors
/// [`Error::StepUp`](crate::web::Error::StepUp) when their sign-in is not sure enough; the
/// database's.
pub async fn admit(
    identity: &Identity,
    session: &Session,
    tile: &Tile,
    what: Use,
    locale: Locale,
) -> Result<Option<AgeBar>> {
    identity.require(session, tile.need(what)).await?;
    let Some(min_age) = tile.manifest.access.min_age.filter(|_| what == Use::Fill) else { return Ok(None) };
    let age = session.claims.birthdate.as_deref().and_then(|born| age(born, format::day(identity.now())));
    let old_enough = age.is_some_and(|age| age >= i16::from(min_age));
    Ok((!old_enough).then(|| AgeBar {
        title: tile.title(locale).to_owned(),
        min_age: i64::from(min_age),
        age_known: age.is_some(),
        help_href: format!("/services/{}/help", tile.id()),
    }))
}

/// The age in whole years, in the calendar of Québec. Who is born on a 29 February is a year older
/// on 1 March where there is no such day.
fn age(born: &str, today: Date) -> Option<i16> {
    let born: Date = born.parse().ok()?;
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    Some(today.year() - born.year() - i16::from(!had_birthday)).filter(|age| *age >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_counts_from_its_own_day() {
        let on = |born, today: &str| age(born, today.parse().unwrap());
        assert_eq!(on("2012-03-14", "2026-03-13"), Some(13));
        assert_eq!(on("2012-03-14", "2026-03-14"), Some(14));
        assert_eq!(on("2012-02-29", "2026-02-28"), Some(13));
        assert_eq!(on("2012-02-29", "2026-03-01"), Some(14));
        assert_eq!(on("2012-02-29", "2028-02-29"), Some(16));
        assert_eq!(on("2027-01-01", "2026-12-31"), None, "nobody is born tomorrow");
        assert_eq!(on("1987", "2026-12-31"), None);
    }
}

//! Which release of a tile is active: read off the lines of its activations.

use std::collections::BTreeSet;

use crate::clock::Micros;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Step {
    /// It waits for an administrator, since it may do more than the one before.
    Asked,
    /// It is active.
    Activated,
    /// It is active again, in the place of the one after it.
    RolledBack,
    /// An administrator refused it.
    Refused,
    /// It is on trial: some citizens are shown it.
    Canary,
    /// It is on trial no more.
    CanaryEnded,
}

impl Step {
    /// The word that is stored and told.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Activated => "activated",
            Self::RolledBack => "rolled_back",
            Self::Refused => "refused",
            Self::Canary => "canary",
            Self::CanaryEnded => "canary_ended",
        }
    }
}

/// One line of the log of activations.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    /// What was done.
    pub step: Step,
    /// With which release.
    pub digest: String,
    /// To how many of a hundred citizens it is shown; 0: to all, or to none.
    pub percent: i64,
    /// When.
    pub at: Micros,
}

/// Where a tile stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The releases that were active one after the other, but for those rolled back; the last is active.
    path: Vec<String>,
    /// The release that waits for an administrator.
    pub asked: Option<String>,
    /// The release on trial, and to how many of a hundred citizens it is shown.
    pub canary: Option<(String, i64)>,
    /// To how many of a hundred citizens the release that waits would be shown.
    pub asked_percent: i64,
}

impl Standing {
    /// What the lines of a tile come to.
    #[must_use]
    pub fn of(lines: &[Line]) -> Self {
        lines.iter().fold(Self::default(), |mut standing, line| {
            standing.take(line);
            standing
        })
    }

    /// The releases that were shown to anyone at some time since `since`: pages of theirs may be open.
    #[must_use]
    pub fn shown_since(lines: &[Line], since: Micros) -> BTreeSet<String> {
        let (mut standing, mut shown) = (Self::default(), BTreeSet::new());
        for line in lines {
            let before = standing.active().map(str::to_owned);
            let on_trial = standing.canary.clone().map(|(digest, _)| digest);
            standing.take(line);
            if line.at >= since {
                shown.extend(before.into_iter().chain(on_trial));
            }
        }
        shown
    }

    fn take(&mut self, line: &Line) {
        if line.step != Step::CanaryEnded {
            (self.asked, self.asked_percent) = (None, 0);
        }
        match line.step {
            Step::Asked => (self.asked, self.asked_percent) = (Some(line.digest.clone()), line.percent),
            Step::Refused => {}
            Step::Canary => self.canary = Some((line.digest.clone(), line.percent)),
            Step::CanaryEnded => self.canary = None,
            Step::Activated => {
                self.canary = None;
                self.path.push(line.digest.clone());
            }
            Step::RolledBack => {
                self.canary = None;
                self.path.pop();
            }
        }
    }

    /// The releases that were active one after the other, but for those rolled back.
    pub fn path(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.path.iter().map(String::as_str)
    }

    /// The release that is active.
    #[must_use]
    pub fn active(&self) -> Option<&str> {
        self.path.last().map(String::as_str)
    }

    /// The release that a step back leads to.
    #[must_use]
    pub fn before(&self) -> Option<&str> {
        self.path.iter().rev().nth(1).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_back_leads_to_the_release_before_and_the_next_one_further() {
        let line = |step, digest: &str| Line { step, digest: digest.to_owned(), percent: 0, at: Micros(0) };
        let mut lines = vec![
            line(Step::Activated, "one"),
            line(Step::Activated, "two"),
            line(Step::Asked, "three"),
            line(Step::Activated, "three"),
        ];
        let standing = Standing::of(&lines);
        assert_eq!((standing.active(), standing.before()), (Some("three"), Some("two")));
        assert_eq!(standing.asked, None);
        lines.push(line(Step::RolledBack, "two"));
        let standing = Standing::of(&lines);
        assert_eq!((standing.active(), standing.before()), (Some("two"), Some("one")));
        lines.push(line(Step::RolledBack, "one"));
        assert_eq!(Standing::of(&lines).before(), None);
        lines.push(line(Step::Asked, "two"));
        assert_eq!(Standing::of(&lines).asked.as_deref(), Some("two"));
        assert_eq!(Standing::of(&[]).active(), None);
    }
}

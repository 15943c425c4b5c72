//! Which release of a tile is active: read off the lines of its activations.

use crate::clock::Micros;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Step {
    /// It waits for an administrator, since it may do more than the one before.
    Asked,
    /// It is active.
    Activated,
    /// It is active again, in the place of the one after it.
    RolledBack,
}

impl Step {
    /// The word that is stored and told.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Activated => "activated",
            Self::RolledBack => "rolled_back",
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
}

impl Standing {
    /// What the lines of a tile come to.
    #[must_use]
    pub fn of(lines: &[Line]) -> Self {
        lines.iter().fold(Self::default(), |mut standing, line| {
            standing.asked = None;
            match line.step {
                Step::Asked => standing.asked = Some(line.digest.clone()),
                Step::Activated => standing.path.push(line.digest.clone()),
                Step::RolledBack => drop(standing.path.pop()),
            }
            standing
        })
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
        let line = |step, digest: &str| Line { step, digest: digest.to_owned(), at: Micros(0) };
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

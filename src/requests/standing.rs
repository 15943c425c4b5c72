//! Where a request stands, folded from everything its back-end told. The same lines lead to the same
//! place in whichever order they came, by push or by pull.

use super::store::{Step, Task};
use super::{State, Withdrawal};
use crate::clock::Micros;

/// Where a request stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its state.
    pub state: State,
    /// How it ended, as a word of the contract's.
    pub outcome: Option<String>,
    /// What the back-end answered to a withdrawal, if it did.
    pub withdrawal: Option<Withdrawal>,
    /// The code of the latest status.
    pub code: Option<String>,
    /// Whether the tile does not know that code.
    pub unclear: bool,
    /// Since when it is in its state.
    pub since: Option<Micros>,
    /// The highest number that the back-end gave.
    pub last_seq: i64,
}

impl Standing {
    /// Where these lines lead: first those without a number, then by the back-end's numbers.
    #[must_use]
    pub fn of(steps: &[Step]) -> Self {
        let mut in_order: Vec<&Step> = steps.iter().collect();
        in_order.sort_by_key(|step| step.seq);
        let sent = Self {
            state: State::Submitted,
            outcome: None,
            withdrawal: None,
            code: None,
            unclear: false,
            since: None,
            last_seq: 0,
        };
        in_order.into_iter().fold(sent, Self::after)
    }

    fn after(mut self, step: &Step) -> Self {
        self.last_seq = self.last_seq.max(step.seq.unwrap_or(0));
        match step.kind.as_str() {
            "submitted" => self.since = Some(step.at),
            "status" => self.status(step),
            "withdrawal-accepted" => self.stopped(step),
            "withdrawal-too-late" => self.withdrawal = Some(Withdrawal::TooLate),
            _ => {}
        }
        self
    }

    /// Closed is final.
    fn status(&mut self, step: &Step) {
        if self.state == State::Closed {
            return;
        }
        self.code.clone_from(&step.code);
        self.unclear = step.state.is_none();
        if let Some(state) = step.state {
            self.outcome.clone_from(&step.outcome);
            self.state = state;
            self.since = Some(step.at);
        }
    }

    /// The back-end stopped the request, even one that it had closed: its last word counts.
    fn stopped(&mut self, step: &Step) {
        if self.state != State::Closed {
            self.since = Some(step.at);
        }
        self.withdrawal = Some(Withdrawal::Accepted);
        self.state = State::Closed;
        self.outcome = Some("withdrawn".to_owned());
        self.unclear = false;
    }

    /// Whether the citizen has something to do: a task that is open, or something that the back-end
    /// asks in another way than by tasks. Done by the citizen and not yet processed, it is the
    /// back-end's turn.
    #[must_use]
    pub fn needs_me(&self, tasks: &[Task]) -> bool {
        let open = tasks.iter().any(Task::is_open);
        let answered = tasks.iter().any(Task::is_answered);
        self.state != State::Closed && (open || (self.state == State::ActionNeeded && !answered))
    }
}

/// The lines in the order in which they happened. What the back-end told keeps the order of its
/// numbers, whatever its clock says; the portal's own lines come between by their time.
#[must_use]
pub fn in_order(steps: Vec<Step>) -> Vec<Step> {
    let (mut told, mut all): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(|step| step.seq.is_some());
    told.sort_by_key(|step| step.seq);
    let mut latest = Micros(i64::MIN);
    for step in &mut told {
        latest = latest.max(step.at);
        step.at = latest;
    }
    all.extend(told);
    all.sort_by_key(|step| step.at);
    all
}

#[cfg(test)]
mod tests;

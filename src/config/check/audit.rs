//! What is wrong or risky in the settings of the audit log.

use super::{Found, Severity};

impl Found<'_> {
    pub(super) fn audit(&mut self) {
        let audit = &self.config.audit;
        self.at_least_one(&[
            ("audit.key_generation", audit.key_generation.into()),
            ("audit.checkpoint_s", audit.checkpoint_s),
            ("audit.checkpoint_events", audit.checkpoint_events),
        ]);
        let named = |name: &str| !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+');
        if audit.origin.as_deref().is_some_and(|origin| !named(origin)) {
            self.error("audit.origin", "is empty, or has a space or a plus", "write HOST/audit");
        }
        if audit.checkpoints.is_none() && self.in_production() {
            let what =
                "checkpoints are in the database alone: that the log's end was cut off would not be seen";
            let mend = "name a file, syslog or a bucket that whoever holds the database does not hold";
            self.add(Severity::Warning, "audit.checkpoints", what, mend);
        }
    }
}

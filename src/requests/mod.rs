//! Requests (démarches): drafts, submission, timeline, withdrawal.

pub mod views;

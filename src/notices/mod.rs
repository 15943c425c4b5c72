//! Notices: the inbox, and the messages that say that something changed.

pub mod views;

//! The rows of identity, a file for each of its tables.

pub(super) mod accounts;
pub(super) mod administrators;
pub(super) mod browsers;
pub(super) mod kept_forms;
pub(super) mod logout_tokens;
pub(super) mod look_up;
pub(super) mod personal;
pub(super) mod sessions;
pub(super) mod sign_ins;
pub(super) mod work;

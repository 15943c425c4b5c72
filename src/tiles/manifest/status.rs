//! How a tile's back-end is heard, and told, of where requests stand.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Route, StatusCode, Words};

/// `[status]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// How a request under way is withdrawn (P13); absent where it cannot be.
    pub withdrawal: Option<Withdrawal>,
    /// How states are fetched when the back-end does not call.
    pub pull: Option<Pull>,
    /// The call by which the back-end is told that a person has closed their account (P17).
    pub account_closed: Option<AccountClosed>,
    /// The meaning of each code of the back-end. A code that is not here raises an alert.
    pub codes: BTreeMap<String, StatusCode>,
    /// The words of the reasons that the back-end may give with its answer to a withdrawal.
    #[serde(default)]
    pub reasons: BTreeMap<String, Words>,
}

/// `[status] withdrawal`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The call; `{request}` is the portal's id of the request.
    pub route: Route,
    /// Days within which the back-end answers.
    pub answer_within_days: u16,
}

/// `[status] pull`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pull {
    /// The call that lists requests and their codes.
    pub route: Route,
    /// Minutes between two calls.
    pub every_minutes: u16,
}

/// `[status] account_closed`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountClosed {
    /// The call; whose account it was is in its identity assertion.
    pub route: Route,
}

//! Where publishers write services to read.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::sections::hidden;

/// `[desk]`: none without both.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DeskSettings {
    /// The team in whose name publishers write.
    pub team: Option<String>,
    /// The private key that signs their releases, ed25519 in PEM.
    #[serde(default, serialize_with = "hidden", skip_serializing_if = "Option::is_none")]
    pub key: Option<SecretString>,
}

//! What of an event is hashed and sealed: one text for one event, byte by byte as `docs/audit-log.md` tells.
//!
//! What says something of a person stands in it only as a digest with a salt. Once the salt and those parts are
//! emptied, nobody can tell of whom the event was, and it still verifies.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::types::Json;

use super::Entry;
use super::tree::{Hash, hex};
use crate::act::Actor;
use crate::clock::Micros;
use crate::id::{AccountId, EventId, RequestId, SessionId, random};
use crate::vault::Vault;

/// The version of the text; another one would be another number.
const VERSION: u8 = 1;
/// Fields that lead to a person, whatever the event: emptied with the rest.
const PERSONAL_FIELDS: [&str; 2] = ["reference", "session"];
const SALT_BYTES: usize = 16;

/// An event as the log keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Kept {
    /// Its id.
    pub id: EventId,
    /// When it happened.
    pub at: Micros,
    /// What happened.
    pub code: String,
    /// Who did it, as a kind.
    pub actor: String,
    /// Who did it, where that is a person.
    pub actor_account_id: Option<AccountId>,
    /// In which session.
    pub session_id: Option<SessionId>,
    /// Whose journey it belongs to.
    pub account_id: Option<AccountId>,
    /// Which request it is about.
    pub request_id: Option<RequestId>,
    /// The HTTP request that caused it.
    pub trace: Option<String>,
    /// Its fields.
    pub fields: Json<Map<String, Value>>,
    /// What is hashed with the personal parts; none once they are emptied.
    #[serde(with = "hexadecimal")]
    pub salt: Option<Vec<u8>>,
    /// The digest of the personal parts; none on an event older than the tree, until it gets its place.
    #[serde(with = "hexadecimal")]
    pub commitment: Option<Vec<u8>>,
    /// By the vault's key, over the text without its place.
    #[serde(skip)]
    pub seal: Option<Vec<u8>>,
}

impl Kept {
    /// An event that happens now.
    pub(super) fn new(
        id: EventId,
        at: Micros,
        actor: &Actor,
        entry: &Entry,
        what: (String, Map<String, Value>),
    ) -> Self {
        Self {
            id,
            at,
            code: what.0,
            actor: actor.kind().to_owned(),
            actor_account_id: actor.account(),
            session_id: actor.session(),
            account_id: entry.account,
            request_id: entry.request,
            trace: actor.trace().map(str::to_owned),
            fields: Json(what.1),
            salt: None,
            commitment: None,
            seal: None,
        }
    }

    /// Commits to the personal parts under a new salt, and seals the whole.
    pub(super) fn sealed(mut self, vault: &Vault) -> Self {
        let salt = random::<SALT_BYTES>();
        self.commitment = Some(self.committed(&salt));
        self.salt = Some(salt.to_vec());
        self.seal = Some(self.seal_of(vault));
        self
    }

    /// Whether the portal wrote it, and nobody changed it since.
    #[must_use]
    pub fn is_sealed(&self, vault: &Vault) -> bool {
        self.seal.as_ref().is_some_and(|seal| *seal == self.seal_of(vault))
    }

    fn seal_of(&self, vault: &Vault) -> Vec<u8> {
        vault.fingerprint("audit event", &canonical(&self.content()))
    }

    /// SHA-256(salt ‖ personal parts).
    fn committed(&self, salt: &[u8]) -> Vec<u8> {
        Sha256::new().chain_update(salt).chain_update(canonical(&self.personal())).finalize().to_vec()
    }

    fn personal(&self) -> Value {
        let fields: Map<String, Value> =
            self.fields.0.clone().into_iter().filter(|(name, _)| is_personal(name)).collect();
        json!({
            "account": self.account_id,
            "actor_account": self.actor_account_id,
            "fields": fields,
            "request": self.request_id,
            "session": self.session_id,
            "trace": self.trace,
        })
    }

    fn content(&self) -> Value {
        json!({
            "actor": self.actor,
            "at": self.at,
            "code": self.code,
            "fields": self.public_fields(),
            "id": self.id,
            "personal": self.commitment.as_deref().map(hex),
            "v": VERSION,
        })
    }

    /// The fields without those that lead to a person.
    #[must_use]
    pub fn public_fields(&self) -> Map<String, Value> {
        self.fields.0.clone().into_iter().filter(|(name, _)| !is_personal(name)).collect()
    }

    /// What is the leaf at `place`.
    #[must_use]
    pub fn leaf(&self, place: u64) -> Vec<u8> {
        let mut content = self.content();
        if let Some(content) = content.as_object_mut() {
            content.insert("place".to_owned(), place.into());
        }
        canonical(&content)
    }

    /// The hash of the leaf at `place`.
    #[must_use]
    pub fn hash(&self, place: u64) -> Hash {
        Hash::leaf(&self.leaf(place))
    }

    /// Whether the personal parts are gone, as they must be one day.
    #[must_use]
    pub fn is_emptied(&self) -> bool {
        self.commitment.is_some() && self.salt.is_none()
    }

    /// Whether the personal parts are what was committed to; emptied ones have nothing left to be wrong.
    #[must_use]
    pub fn keeps_its_word(&self) -> bool {
        match &self.salt {
            Some(salt) => {
                self.commitment.as_ref().is_some_and(|commitment| *commitment == self.committed(salt))
            }
            None => self.is_emptied() && self.personal() == Self::emptied_parts(),
        }
    }

    fn emptied_parts() -> Value {
        json!({ "account": null, "actor_account": null, "fields": {}, "request": null, "session": null, "trace": null })
    }
}

fn is_personal(field: &str) -> bool {
    PERSONAL_FIELDS.contains(&field)
}

/// The one text of a value: RFC 8785, of whose numbers we have whole ones alone. Objects go by the names of their
/// members; there is no space between anything.
#[must_use]
pub fn canonical(value: &Value) -> Vec<u8> {
    // Texts, numbers, lists and maps of them always have their JSON.
    serde_json::to_vec(&sorted(value)).unwrap_or_default()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
            Value::Object(members.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        plain => plain.clone(),
    }
}

/// Bytes that may be missing, in hexadecimal.
mod hexadecimal {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use crate::audit::tree::{hex, unhex};

    #[expect(clippy::ref_option, reason = "serde gives it so")]
    pub fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
        match bytes {
            Some(bytes) => serializer.serialize_str(&hex(bytes)),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| unhex(&text).ok_or_else(|| de::Error::custom("no hexadecimal"))).transpose()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn vault() -> Vault {
        Vault::new("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").unwrap()
    }

    fn event() -> Kept {
        let fields = json!({ "tile": "complaints", "release": "1.0.0", "reference": "7KQ2-M4XA-9TZ" });
        Kept {
            id: EventId(Uuid::from_u128(1)),
            at: Micros(1_700_000_000_000_000),
            code: "request-submitted".into(),
            actor: "citizen".into(),
            actor_account_id: Some(AccountId(Uuid::from_u128(2))),
            session_id: Some(SessionId(Uuid::from_u128(3))),
            account_id: Some(AccountId(Uuid::from_u128(2))),
            request_id: Some(RequestId(Uuid::from_u128(4))),
            trace: Some("t".into()),
            fields: Json(fields.as_object().unwrap().clone()),
            salt: None,
            commitment: None,
            seal: None,
        }
    }

    #[test]
    fn an_event_has_one_text() {
        let salt = [9; SALT_BYTES];
        let event = Kept { commitment: Some(event().committed(&salt)), salt: Some(salt.to_vec()), ..event() };
        let personal = hex(event.commitment.as_deref().unwrap());
        let text = format!(
            r#"{{"actor":"citizen","at":1700000000000000,"code":"request-submitted","fields":{{"release":"1.0.0","tile":"complaints"}},"id":"00000000-0000-0000-0000-000000000001","personal":"{personal}","place":5,"v":1}}"#
        );
        assert_eq!(String::from_utf8(event.leaf(5)).unwrap(), text);
        let parts = r#"{"account":"00000000-0000-0000-0000-000000000002","actor_account":"00000000-0000-0000-0000-000000000002","fields":{"reference":"7KQ2-M4XA-9TZ"},"request":"00000000-0000-0000-0000-000000000004","session":"00000000-0000-0000-0000-000000000003","trace":"t"}"#;
        assert_eq!(String::from_utf8(canonical(&event.personal())).unwrap(), parts);
    }

    #[test]
    fn a_text_is_written_as_rfc_8785_says() {
        let value: Value =
            serde_json::from_str(r#"{"\u20ac":"\u0001\t\"/é","b":[1,-2,true,null],"a":{"d":1,"c":2}}"#)
                .unwrap();
        let text = String::from_utf8(canonical(&value)).unwrap();
        assert_eq!(text, "{\"a\":{\"c\":2,\"d\":1},\"b\":[1,-2,true,null],\"€\":\"\\u0001\\t\\\"/é\"}");
    }

    #[test]
    fn an_emptied_event_still_holds() {
        let vault = vault();
        let sealed = event().sealed(&vault);
        assert!(sealed.is_sealed(&vault) && sealed.keeps_its_word());
        let emptied = Kept {
            salt: None,
            actor_account_id: None,
            session_id: None,
            account_id: None,
            request_id: None,
            trace: None,
            fields: Json(sealed.public_fields()),
            ..sealed.clone()
        };
        assert_eq!(emptied.leaf(3), sealed.leaf(3));
        assert!(emptied.is_sealed(&vault) && emptied.keeps_its_word());
        let half = Kept { salt: None, ..sealed.clone() };
        assert!(!half.keeps_its_word(), "the salt alone is gone");
    }

    #[test]
    fn whatever_is_touched_is_seen() {
        let vault = vault();
        let sealed = event().sealed(&vault);
        let whose = Kept { account_id: Some(AccountId(Uuid::from_u128(5))), ..sealed.clone() };
        assert!(!whose.keeps_its_word());
        let when = Kept { at: Micros(1), ..sealed.clone() };
        assert!(!when.is_sealed(&vault) && when.leaf(0) != sealed.leaf(0));
        assert_ne!(sealed.leaf(0), sealed.leaf(1), "a leaf has one place");
        let others = Vault::new("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=").unwrap();
        assert!(!sealed.is_sealed(&others));
    }
}

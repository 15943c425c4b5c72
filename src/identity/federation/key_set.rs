//! An issuer's public keys (JWK set, RFC 7517 §5): those that may verify a signature, and no more
//! of them than an honest issuer has.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet};
use serde::Deserialize;
use serde_json::Value;

/// More keys than any honest issuer publishes.
const MOST: usize = 100;
/// The shortest RSA modulus that counts, in bytes (RFC 7518 §3.3: 2048 bits).
const SHORTEST_MODULUS: usize = 256;

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

/// The usable keys of `body`; `None` when there is none, or the set is no honest one.
pub(super) fn read(body: &[u8]) -> Option<CoreJsonWebKeySet> {
    let set: KeySet = serde_json::from_slice(body).ok()?;
    if set.keys.len() > MOST {
        return None;
    }
    let usable = set.keys.into_iter().filter(is_public_and_strong);
    // Keys of a kind that we do not know do no harm (RFC 7517 §5).
    let keys: Vec<CoreJsonWebKey> = usable.filter_map(|key| serde_json::from_value(key).ok()).collect();
    (!keys.is_empty()).then(|| CoreJsonWebKeySet::new(keys))
}

/// Neither a shared secret nor an RSA key that can be broken.
fn is_public_and_strong(key: &Value) -> bool {
    match key.get("kty").and_then(Value::as_str) {
        Some("EC" | "OKP") => true,
        Some("RSA") => {
            let modulus = key.get("n").and_then(Value::as_str);
            let modulus = modulus.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).unwrap_or_default();
            modulus.iter().skip_while(|byte| **byte == 0).count() >= SHORTEST_MODULUS
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rsa(modulus: &[u8]) -> Value {
        json!({"kty": "RSA", "kid": "r", "e": "AQAB", "n": URL_SAFE_NO_PAD.encode(modulus)})
    }

    fn read_keys(keys: &[Value]) -> Option<usize> {
        read(json!({ "keys": keys }).to_string().as_bytes()).map(|set| set.keys().len())
    }

    #[test]
    fn only_public_and_strong_keys_count() {
        let curve = json!({"kty": "EC", "crv": "P-256", "kid": "e", "x": "AA", "y": "AA"});
        let secret = json!({"kty": "oct", "k": "AAAA"});
        let unknown = json!({"kty": "NTRU", "kid": "n"});
        assert_eq!(read_keys(&[curve.clone(), secret.clone(), unknown, json!(1)]), Some(1));
        assert_eq!(read_keys(&[rsa(&[0xff; 256])]), Some(1));
        assert_eq!(read_keys(&[rsa(&[0xff; 128])]), None);
        assert_eq!(read_keys(&[rsa(&[&[0; 200], [0xff; 128].as_slice()].concat())]), None);
        assert_eq!(read_keys(&[secret]), None);
        assert_eq!(read_keys(&vec![curve; 101]), None);
    }

    #[test]
    fn rubbish_is_no_key_set() {
        for rubbish in ["", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]}", "<html>", &"[".repeat(100_000)] {
            assert!(read(rubbish.as_bytes()).is_none(), "{rubbish:.20}");
        }
    }
}

//! Addresses and codes as people type them.

use lettre::Address;

/// The longest e-mail address (RFC 5321 §4.5.3.1.3, less its brackets).
const LONGEST_EMAIL: usize = 254;

/// The e-mail address that `typed` is, as it is written to; none when it is no address.
#[must_use]
pub fn email(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (user, domain) = typed.rsplit_once('@')?;
    let address = Address::new(user, domain.to_lowercase()).ok()?;
    let named = address.domain().contains('.') && !address.domain().starts_with('[');
    (named && typed.is_ascii() && typed.len() <= LONGEST_EMAIL).then(|| address.to_string())
}

/// The number of a mobile phone in North America that `typed` is, in the form of E.164; none when it is none.
#[must_use]
pub fn mobile(typed: &str) -> Option<String> {
    let known = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-.()/".contains(c);
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let national = match digits.len() {
        10 => digits.as_str(),
        11 => digits.strip_prefix('1')?,
        _ => return None,
    };
    // Area codes and exchanges begin with 2 to 9 (North American Numbering Plan).
    let begins = |at: usize| national.as_bytes().get(at).is_some_and(|digit| (b'2'..=b'9').contains(digit));
    (typed.chars().all(known) && begins(0) && begins(3)).then(|| format!("+1{national}"))
}

/// The number as people in North America write it.
#[must_use]
pub fn shown_mobile(to: &str) -> String {
    let parts = to
        .strip_prefix("+1")
        .and_then(|national| Some((national.get(..3)?, national.get(3..6)?, national.get(6..)?)));
    parts.map_or_else(|| to.to_owned(), |(area, exchange, line)| format!("{area}\u{a0}{exchange}-{line}"))
}

/// The six digits that `typed` is, spaces and hyphens left out.
#[must_use]
pub fn code(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_mail_addresses_are_taken_as_they_are_typed() {
        assert_eq!(email(" Amelie@Exemple.TEST ").as_deref(), Some("Amelie@exemple.test"));
        assert_eq!(email("a.b+c@sub.example.ca").as_deref(), Some("a.b+c@sub.example.ca"));
        for wrong in ["", "amelie", "@exemple.test", "a@b", "a b@c.ca", "a@[127.0.0.1]", "é@exemple.test"] {
            assert_eq!(email(wrong), None, "{wrong}");
        }
        assert_eq!(email(&format!("{}@exemple.test", "a".repeat(250))), None);
        assert_eq!(email("a@exemple.test\r\nBcc: b@exemple.test"), None);
    }

    #[test]
    fn numbers_are_taken_as_people_write_them() {
        for typed in ["418 555-0142", "(418) 555-0142", "+1 418 555 0142", "1.418.555.0142", "4185550142"] {
            assert_eq!(mobile(typed).as_deref(), Some("+14185550142"), "{typed}");
        }
        for wrong in
            ["", "911", "555-0142", "118 555-0142", "418 155-0142", "+33 6 12 34 56 78", "418-CALL-NOW1"]
        {
            assert_eq!(mobile(wrong), None, "{wrong}");
        }
        assert_eq!(shown_mobile("+14185550142"), "418\u{a0}555-0142");
    }

    #[test]
    fn a_code_may_be_typed_with_spaces() {
        assert_eq!(code(" 123 456\u{a0}"), "123456");
        assert_eq!(code("123-456"), "123456");
    }
}

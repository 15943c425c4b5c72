//! Texts with a shape: e-mail address, telephone number, postal code, health insurance number. Each
//! is read generously, as people type it, and kept in one form.

/// An e-mail address, checked for its shape only (RFC 5321 §4.1.2, without quoted names): whether
/// it is anyone's is found out by writing to it.
pub(super) fn email(typed: &str) -> Option<String> {
    let (name, domain) = typed.rsplit_once('@')?;
    let fits = (1..=64).contains(&name.len()) && typed.len() <= 254;
    let name_ok = !name.starts_with('.') && !name.ends_with('.') && !name.contains("..");
    let plain = typed.chars().all(|c| !c.is_whitespace() && !"<>()[],;:\\\"`|".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let domain_ok = labels.len() >= 2 && labels.iter().all(|label| is_label(label));
    (fits && name_ok && plain && domain_ok && !name.contains('@'))
        .then(|| format!("{name}@{}", domain.to_lowercase()))
}

/// A label of a domain name, possibly not yet in its ASCII form (RFC 5890).
fn is_label(label: &str) -> bool {
    let inner = label.chars().all(|c| c.is_alphanumeric() || c == '-');
    inner && !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
}

/// A telephone number of the North American plan with its extension, kept as RFC 3966 writes it:
/// `+15145550123` or `+15145550123;ext=42`.
pub(super) fn phone(typed: &str) -> Option<String> {
    let lower = typed.to_lowercase();
    let (number, extension) = match lower.split_once(|c: char| c.is_alphabetic() || c == '#') {
        Some((number, rest)) => (number, Some(extension(rest)?)),
        None => (lower.as_str(), None),
    };
    let number = national(number)?;
    Some(match extension {
        Some(extension) => format!("+1{number};ext={extension}"),
        None => format!("+1{number}"),
    })
}

/// The ten digits of a number, without the country's 1: area and exchange begin with 2 to 9, and
/// no area ends in 11.
fn national(typed: &str) -> Option<String> {
    if !typed.chars().all(|c| c.is_ascii_digit() || "+-.() \u{a0}\u{2010}\u{2011}\u{2013}/".contains(c)) {
        return None;
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let digits = if digits.len() == 11 { digits.strip_prefix('1')?.to_owned() } else { digits };
    let starts =
        |place: usize| digits.as_bytes().get(place).is_some_and(|digit| (b'2'..=b'9').contains(digit));
    let service = digits.get(1..3) == Some("11");
    (digits.len() == 10 && starts(0) && starts(3) && !service).then_some(digits)
}

/// The digits after `poste`, `p.`, `ext.`, `x`, `#`.
fn extension(typed: &str) -> Option<String> {
    let rest = typed.trim_start_matches(|c: char| c.is_alphabetic() || c == '.' || c.is_whitespace());
    let plain = (1..=6).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| rest.to_owned())
}

/// How a telephone number is shown: `514 555-0123`, and its extension.
pub(super) fn phone_parts(kept: &str) -> Option<(String, Option<&str>)> {
    let (number, extension) = match kept.split_once(";ext=") {
        Some((number, extension)) => (number, Some(extension)),
        None => (kept, None),
    };
    let (area, exchange, line) = (number.get(2..5)?, number.get(5..8)?, number.get(8..12)?);
    Some((format!("{area}\u{a0}{exchange}-{line}"), extension))
}

/// A Canadian postal code, kept as `H2X 1Y4`. Letters that Canada Post does not use are refused.
pub(super) fn postal_code(typed: &str) -> Option<String> {
    let code = squeezed(typed);
    let right = code.len() == 6
        && code.chars().enumerate().all(|(place, c)| match place {
            0 => "ABCEGHJKLMNPRSTVXY".contains(c),
            2 | 4 => "ABCEGHJKLMNPRSTVWXYZ".contains(c),
            _ => c.is_ascii_digit(),
        });
    right.then(|| code.split_at_checked(3).map(|(area, unit)| format!("{area} {unit}"))).flatten()
}

/// A Québec health insurance number (NAM), kept as `TREA 9153 0112`: three letters of the family
/// name and one of the given name; year, month and day of birth, with 50 added to the month for a
/// woman; two digits of the Régie's. The last of these is a check digit whose reckoning the Régie
/// does not publish: refusing someone's true number would be worse than missing a slip.
pub(super) fn health_insurance_number(typed: &str) -> Option<String> {
    let number = squeezed(typed);
    let (letters, digits) = number.split_at_checked(4)?;
    let letters_ok = letters.bytes().all(|byte| byte.is_ascii_uppercase());
    let digits_ok = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (birth, rest) = digits.split_at_checked(4)?;
    (letters_ok && digits_ok && has_birth_date(digits)).then(|| format!("{letters} {birth} {rest}"))
}

/// Whether the first six digits are a day, in either century.
fn has_birth_date(digits: &str) -> bool {
    let two = |from: usize| digits.get(from..from + 2).and_then(|two| two.parse::<i8>().ok());
    let Some(((year, month), day)) = two(0).zip(two(2)).zip(two(4)) else { return false };
    let month = if month > 50 { month - 50 } else { month };
    let real = |century: i16| jiff::civil::Date::new(century + i16::from(year), month, day).is_ok();
    real(1900) || real(2000)
}

/// Capitals, without the spaces and hyphens that people type between groups.
fn squeezed(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect()
}

/// A whole number, as either language groups its digits with spaces: `1 200`.
pub(super) fn number(typed: &str) -> Option<i64> {
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = plain.strip_prefix(['-', '\u{2212}']).unwrap_or(&plain);
    let value =
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse::<i64>().ok()).flatten()?;
    Some(if digits.len() == plain.len() { value } else { -value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e_mail_addresses() {
        assert_eq!(email("Amelie.Tremblay@Exemple.QC.ca").as_deref(), Some("Amelie.Tremblay@exemple.qc.ca"));
        assert_eq!(email("connor.o'neil+x@example.ca").as_deref(), Some("connor.o'neil+x@example.ca"));
        assert_eq!(email("léo@forêt.example").as_deref(), Some("léo@forêt.example"));
        let wrong = [
            "", "a", "a@b", "@b.ca", "a@.ca", "a@b..ca", "a b@c.ca", "a@b@c.ca", "<a@b.ca>", "a.@b.ca",
            "a@-b.ca",
        ];
        for typed in wrong {
            assert_eq!(email(typed), None, "{typed:?} was taken");
        }
    }

    #[test]
    fn telephone_numbers() {
        for typed in ["514 555-0123", "(514) 555-0123", "1-514-555-0123", "+1 514.555.0123", "5145550123"] {
            assert_eq!(phone(typed).as_deref(), Some("+15145550123"), "{typed:?}");
        }
        for typed in ["514 555-0123 poste 42", "514-555-0123 x42", "514-555-0123 Ext. 42", "514 555 0123 #42"]
        {
            assert_eq!(phone(typed).as_deref(), Some("+15145550123;ext=42"), "{typed:?}");
        }
        for typed in [
            "",
            "555-0123",
            "114 555-0123",
            "911 555-0123",
            "514 155-0123",
            "514 555-01234",
            "poste 4",
            "514 555-0123 poste",
        ] {
            assert_eq!(phone(typed), None, "{typed:?} was taken");
        }
        assert_eq!(phone_parts("+15145550123;ext=42"), Some(("514\u{a0}555-0123".to_owned(), Some("42"))));
    }

    #[test]
    fn postal_codes() {
        for typed in ["H2X 1Y4", "h2x1y4", "H2X-1Y4", " h2x  1y4"] {
            assert_eq!(postal_code(typed).as_deref(), Some("H2X 1Y4"), "{typed:?}");
        }
        for typed in ["", "H2X", "D2X 1Y4", "H2O 1Y4", "12345", "H2X 1Y44", "ÉÉÉ ÉÉÉ"] {
            assert_eq!(postal_code(typed), None, "{typed:?} was taken");
        }
    }

    #[test]
    fn health_insurance_numbers() {
        assert_eq!(health_insurance_number("trea91530112").as_deref(), Some("TREA 9153 0112"));
        assert_eq!(health_insurance_number("TREA 9103 0112").as_deref(), Some("TREA 9103 0112"));
        assert_eq!(
            health_insurance_number("TREA 0002 2912").as_deref(),
            Some("TREA 0002 2912"),
            "leap in 2000"
        );
        for typed in [
            "",
            "TREA 9113 0112",
            "TREA 9163 0112",
            "TREA 9102 3012",
            "TRE1 9103 0112",
            "TREA 9103 011",
            "TRÉA 9103 0112",
        ] {
            assert_eq!(health_insurance_number(typed), None, "{typed:?} was taken");
        }
    }

    #[test]
    fn whole_numbers() {
        assert_eq!(number("1\u{a0}200"), Some(1200));
        assert_eq!(number("-3"), Some(-3));
        for typed in ["", "-", "1,5", "1.5", "--1", "99999999999999999999", "٣"] {
            assert_eq!(number(typed), None, "{typed:?} was taken");
        }
    }
}

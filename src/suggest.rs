//! "Did you mean …?": messages for people who write configuration, manifests and forms.

/// The one of `known` that `typed` was most likely meant to be, if any is near.
#[must_use]
pub fn nearest<'k>(typed: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let scored = known.into_iter().map(|name| (strsim::jaro_winkler(typed, name), name));
    let best = scored.max_by(|left, right| left.0.total_cmp(&right.0))?;
    (best.0 > 0.75).then_some(best.1)
}

/// A message of serde on an unknown field or variant with the nearest known one added: `unknown
/// field "pot", expected one of "port", "host"; did you mean "port"?`. Other messages are
/// returned as they are.
#[must_use]
pub fn explain(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let found = if unknown { quoted.next().and_then(|typed| nearest(typed, quoted)) } else { None };
    match found {
        Some(name) => format!("{message}; did you mean `{name}`?"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_explained_and_nonsense_is_not() {
        let slip = "unknown field `adress`, expected one of `address`, `metrics`";
        assert_eq!(explain(slip), format!("{slip}; did you mean `address`?"));
        let nonsense = "unknown variant `xyz`, expected `demo` or `production`";
        assert_eq!(explain(nonsense), nonsense);
        assert_eq!(explain("missing field `url`"), "missing field `url`");
        assert_eq!(explain("unknown field `"), "unknown field `");
    }
}

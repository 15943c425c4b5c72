//! The cookies of identity. Each holds 256 random bits that mean nothing by themselves; the
//! database holds only their fingerprint, so that a copy of it opens no session.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::Url;

use crate::id::random;

const BYTES: usize = 32;

/// 256 random bits that one browser knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Token([u8; BYTES]);

impl Token {
    /// A fresh one.
    pub fn new() -> Self {
        Self(random())
    }

    /// Reads what [`Token::text`] wrote; anything else is no token.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// As cookies and addresses carry it.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// To be fingerprinted.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A session: lasts until the browser closes or the session ends.
    Session,
    /// Ties the sign-ins under way to this browser.
    SignIn,
    /// Finds what was typed before the session ended.
    Kept,
    /// Ties the way back from the issuer to a sign-out of this browser.
    SignOut,
    /// Someone left by the quick exit: whoever comes back proves anew who they are.
    QuickExit,
}

/// Two cookies have the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Twice;

/// How cookies are named and protected at the portal's address.
pub(super) struct Cookies {
    https: bool,
}

impl Cookies {
    pub fn of(public_url: &Url) -> Self {
        Self { https: public_url.scheme() == "https" }
    }

    /// With `__Host-` browsers themselves refuse a cookie that another host, or plain HTTP, tries
    /// to set (RFC 6265bis §4.1.3.2). They also refuse it over plain HTTP, which only the demo on
    /// loopback uses: start-up refuses it in production.
    fn name(&self, kind: Kind) -> &'static str {
        match (kind, self.https) {
            (Kind::Session, true) => "__Host-session",
            (Kind::SignIn, true) => "__Host-sign-in",
            (Kind::Kept, true) => "__Host-kept",
            (Kind::SignOut, true) => "__Host-sign-out",
            (Kind::QuickExit, true) => "__Host-quick-exit",
            (Kind::Session, false) => "session",
            (Kind::SignIn, false) => "sign-in",
            (Kind::Kept, false) => "kept",
            (Kind::SignOut, false) => "sign-out",
            (Kind::QuickExit, false) => "quick-exit",
        }
    }

    /// The token this browser carries.
    ///
    /// # Errors
    /// [`Twice`] when there are several cookies of that name: one of them was planted.
    pub fn read_one(&self, headers: &HeaderMap, kind: Kind) -> Result<Option<Token>, Twice> {
        Ok(value(headers, self.name(kind))?.and_then(Token::parse))
    }

    /// The token this browser carries; none when it carries several.
    pub fn read(&self, headers: &HeaderMap, kind: Kind) -> Option<Token> {
        self.read_one(headers, kind).ok().flatten()
    }

    /// The `Set-Cookie` value that gives the browser a token, until it closes or for `lifetime`.
    pub fn set(&self, kind: Kind, token: &Token, lifetime: Option<Duration>) -> String {
        let until = lifetime.map(|span| format!("; Max-Age={}", span.as_secs())).unwrap_or_default();
        self.line(kind, &token.text(), &until)
    }

    /// The `Set-Cookie` value that takes it away.
    pub fn clear(&self, kind: Kind) -> String {
        self.line(kind, "", "; Max-Age=0")
    }

    /// Takes the cookie away, unless the answer gives the browser a new one.
    pub fn clear_unless_set(&self, kind: Kind, headers: &mut HeaderMap) {
        let start = format!("{}=", self.name(kind));
        let set = headers.get_all(header::SET_COOKIE).iter();
        if set.into_iter().any(|value| value.as_bytes().starts_with(start.as_bytes())) {
            return;
        }
        if let Ok(value) = HeaderValue::from_str(&self.clear(kind)) {
            headers.append(header::SET_COOKIE, value);
        }
    }

    /// The way that this browser last signed in by: an issuer's name in the configuration.
    pub fn last_way(&self, headers: &HeaderMap) -> Option<String> {
        value(headers, self.way_name()).ok().flatten().map(str::to_owned)
    }

    /// The `Set-Cookie` value that remembers the way for a year: it names nobody.
    pub fn remember_way(&self, slug: &str) -> String {
        let secure = if self.https { "; Secure" } else { "" };
        let year = Duration::from_hours(365 * 24).as_secs();
        format!("{}={slug}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={year}", self.way_name())
    }

    fn way_name(&self) -> &'static str {
        if self.https { "__Host-way" } else { "way" }
    }

    /// `SameSite=Lax`, not `Strict`: the way back from the provider is a navigation from another
    /// site, and must find these cookies.
    fn line(&self, kind: Kind, value: &str, until: &str) -> String {
        let secure = if self.https { "; Secure" } else { "" };
        format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{until}", self.name(kind))
    }
}

/// The value of the cookie of that name, to the letter.
fn value<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>, Twice> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(found, _)| found.trim() == name).map(|(_, value)| value.trim());
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        _ => Err(Twice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(address: &str) -> Cookies {
        Cookies::of(&Url::parse(address).unwrap())
    }

    #[test]
    fn over_https_the_browser_itself_guards_the_cookie() {
        let token = Token::new();
        let line = cookies("https://portal.example").set(Kind::Session, &token, None);
        let expected = format!("__Host-session={}; Path=/; HttpOnly; SameSite=Lax; Secure", token.text());
        assert_eq!(line, expected);
        let line = cookies("http://localhost:8080").set(Kind::SignIn, &token, Some(Duration::from_mins(10)));
        let expected = format!("sign-in={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600", token.text());
        assert_eq!(line, expected);
    }

    #[test]
    fn what_is_no_token_is_not_read() {
        let cookies = cookies("http://localhost:8080");
        let token = Token::new();
        let read = |line: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(line).unwrap());
            cookies.read(&headers, Kind::Session)
        };
        assert!(read(&format!("a=b; session={}", token.text())) == Some(token));
        assert!(read(&format!("__Host-session={}", token.text())).is_none());
        assert!(read("session=").is_none());
        assert!(read("session=AAAA").is_none());
        assert!(read(&format!("session={}A", token.text())).is_none());
    }

    #[test]
    fn a_new_cookie_is_not_taken_away() {
        let cookies = cookies("http://localhost:8080");
        let mut headers = HeaderMap::new();
        let set = cookies.set(Kind::Session, &Token::new(), None);
        headers.append(header::SET_COOKIE, HeaderValue::from_str(&set).unwrap());
        cookies.clear_unless_set(Kind::Session, &mut headers);
        assert_eq!(headers.get_all(header::SET_COOKIE).iter().count(), 1);
        cookies.clear_unless_set(Kind::Kept, &mut headers);
        assert_eq!(headers.get_all(header::SET_COOKIE).iter().count(), 2);
    }
}

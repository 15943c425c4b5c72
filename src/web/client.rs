//! Who asks: the address a request comes from, through trusted proxies and no others (ASVS 14.5.4).

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use ipnet::IpNet;

use crate::config::{ForwardedHeader, Listen, Network};

/// Headers by which something in front may rewrite a request. They end here, whoever sent them, so
/// that nothing further in can believe them by mistake.
const FORWARDING: [&str; 16] = [
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-prefix",
    "x-forwarded-proto",
    "x-forwarded-server",
    "x-real-ip",
    "true-client-ip",
    "cf-connecting-ip",
    "x-client-ip",
    "x-original-url",
    "x-rewrite-url",
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
];

/// The address a request comes from. Personal: it is neither logged nor kept whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// An address; an IPv4 one written as IPv6 counts as itself.
    #[must_use]
    pub fn new(address: IpAddr) -> Self {
        Self(address.to_canonical())
    }

    /// What counts as one source: an IPv4 address, or the /64 of an IPv6 one, which is what a single
    /// subscriber has at the least.
    #[must_use]
    pub fn source(self) -> IpNet {
        self.cut(32, 64)
    }

    /// Roughly where it is, for people to recognise a session of theirs by and nothing more: the
    /// /24 of an IPv4 address, the /48 of an IPv6 one.
    #[must_use]
    pub fn neighbourhood(self) -> IpNet {
        self.cut(24, 48)
    }

    fn cut(self, v4: u8, v6: u8) -> IpNet {
        let bits = if self.0.is_ipv4() { v4 } else { v6 };
        IpNet::new(self.0, bits).map_or_else(|_| self.0.into(), |network| network.trunc())
    }
}

/// Nowhere: `0.0.0.0`, for a request that came by no connection, as in unit tests.
impl Default for ClientAddress {
    fn default() -> Self {
        Self(Ipv4Addr::UNSPECIFIED.into())
    }
}

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or_default())
    }
}

/// Whether the person's browser used TLS, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// In clear.
    Http,
    /// Over TLS.
    Https,
}

/// The proxies in front of the portal.
pub struct Proxies {
    trusted: Vec<Network>,
    header: ForwardedHeader,
}

/// What a proxy says of one hop.
#[derive(Default)]
struct Hop {
    address: Option<IpAddr>,
    scheme: Option<Scheme>,
}

impl Proxies {
    /// The proxies that the settings name.
    #[must_use]
    pub fn of(listen: &Listen) -> Self {
        Self { trusted: listen.trusted_proxies.clone(), header: listen.forwarded_header }
    }

    /// Whether that address is a proxy's.
    #[must_use]
    pub fn trust(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(address))
    }

    /// Goes back hop by hop from `peer` for as long as the one who speaks is trusted: the right-most
    /// address that no trusted proxy has is the client's. What stands further left, anyone may have written.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> (IpAddr, Option<Scheme>) {
        let (mut address, mut scheme) = (peer, None);
        for hop in self.hops(headers).into_iter().rev() {
            let Some(before) = hop.address.filter(|_| self.trust(address)) else { break };
            (address, scheme) = (before, hop.scheme);
        }
        (address, scheme)
    }

    fn hops(&self, headers: &HeaderMap) -> Vec<Hop> {
        match self.header {
            ForwardedHeader::Forwarded => items(headers, header::FORWARDED.as_str()).map(forwarded).collect(),
            ForwardedHeader::XForwardedFor => x_forwarded(headers),
        }
    }
}

/// The comma-separated items of all header lines of that name, in order.
fn items<'h>(headers: &'h HeaderMap, name: &str) -> impl DoubleEndedIterator<Item = &'h str> {
    let lines = headers.get_all(name).into_iter().map(|line| line.to_str().unwrap_or_default());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// `X-Forwarded-For`, with the item of `X-Forwarded-Proto` at the same place from the right; where
/// proxies replace that header instead of extending it, its one item holds for all.
fn x_forwarded(headers: &HeaderMap) -> Vec<Hop> {
    let schemes: Vec<&str> = items(headers, "x-forwarded-proto").rev().collect();
    let scheme = |place: usize| schemes.get(place).or(schemes.first()).copied().and_then(scheme);
    let addresses = items(headers, "x-forwarded-for").rev().enumerate();
    let mut hops: Vec<Hop> =
        addresses.map(|(place, item)| Hop { address: node(item), scheme: scheme(place) }).collect();
    hops.reverse();
    hops
}

/// One element of `Forwarded`: `for="[2001:db8::1]:4711";proto=https` (RFC 7239 §4).
fn forwarded(element: &str) -> Hop {
    let mut hop = Hop::default();
    for (name, value) in element.split(';').filter_map(|pair| pair.split_once('=')) {
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "for" => hop.address = node(value),
            "proto" => hop.scheme = scheme(value),
            _ => {}
        }
    }
    hop
}

/// An address with or without brackets and port; `unknown` and made-up names are none.
fn node(text: &str) -> Option<IpAddr> {
    let bare = text.trim_matches(['[', ']']).parse();
    let address = bare.or_else(|_| text.parse::<SocketAddr>().map(|with_port| with_port.ip()));
    address.ok().map(|address| address.to_canonical())
}

fn scheme(text: &str) -> Option<Scheme> {
    match text.to_ascii_lowercase().as_str() {
        "http" => Some(Scheme::Http),
        "https" => Some(Scheme::Https),
        _ => None,
    }
}

/// Finds out who asks, and throws away every header that could say otherwise further in.
pub async fn layer(State(proxies): State<Arc<Proxies>>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let (address, scheme) = proxies.client(peer.ip(), request.headers());
        request.extensions_mut().insert(ClientAddress::new(address));
        if let Some(scheme) = scheme {
            request.extensions_mut().insert(scheme);
        }
    }
    for name in FORWARDING {
        request.headers_mut().remove(name);
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(header: ForwardedHeader) -> Proxies {
        let trusted = ["10.0.0.0/8", "fd00::/8"].map(|network| network.parse().unwrap()).to_vec();
        Proxies { trusted, header }
    }

    /// Who asks, when `peer` sends these headers.
    fn client(
        header: ForwardedHeader,
        peer: &str,
        lines: &[(&'static str, &str)],
    ) -> (String, Option<Scheme>) {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        let (address, scheme) = proxies(header).client(peer.parse().unwrap(), &headers);
        (address.to_string(), scheme)
    }

    #[test]
    fn a_stranger_is_not_believed() {
        let spoofed = [("x-forwarded-for", "127.0.0.1"), ("x-forwarded-proto", "https")];
        let found = client(ForwardedHeader::XForwardedFor, "203.0.113.9", &spoofed);
        assert_eq!(found, ("203.0.113.9".to_owned(), None));
    }

    #[test]
    fn the_right_most_untrusted_hop_is_the_client() {
        let ask =
            |line: &str| client(ForwardedHeader::XForwardedFor, "10.0.0.1", &[("x-forwarded-for", line)]).0;
        assert_eq!(ask("203.0.113.9"), "203.0.113.9");
        assert_eq!(ask("127.0.0.1, 203.0.113.9"), "203.0.113.9", "the left-most is the stranger's own word");
        assert_eq!(ask("127.0.0.1, 203.0.113.9, 10.2.3.4"), "203.0.113.9", "two proxies of ours");
        assert_eq!(ask("203.0.113.9:4711"), "203.0.113.9");
        assert_eq!(ask("[2001:db8::1]:4711"), "2001:db8::1");
        assert_eq!(ask("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(ask("127.0.0.1, nonsense"), "10.0.0.1", "who says nonsense is the last that is known");
        assert_eq!(ask(""), "10.0.0.1");
    }

    #[test]
    fn lines_of_one_header_count_as_one_list() {
        let lines = [("x-forwarded-for", "127.0.0.1"), ("x-forwarded-for", "203.0.113.9")];
        assert_eq!(client(ForwardedHeader::XForwardedFor, "10.0.0.1", &lines).0, "203.0.113.9");
    }

    #[test]
    fn the_header_that_is_not_configured_says_nothing() {
        let lines = [("forwarded", "for=127.0.0.1"), ("x-forwarded-for", "203.0.113.9")];
        assert_eq!(client(ForwardedHeader::XForwardedFor, "10.0.0.1", &lines).0, "203.0.113.9");
        assert_eq!(client(ForwardedHeader::Forwarded, "10.0.0.1", &lines).0, "127.0.0.1");
    }

    #[test]
    fn schemes_come_with_their_hop() {
        let two = [("x-forwarded-for", "203.0.113.9, 10.2.3.4"), ("x-forwarded-proto", "https, http")];
        assert_eq!(client(ForwardedHeader::XForwardedFor, "10.0.0.1", &two).1, Some(Scheme::Https));
        let one = [("x-forwarded-for", "203.0.113.9, 10.2.3.4"), ("x-forwarded-proto", "https")];
        assert_eq!(client(ForwardedHeader::XForwardedFor, "10.0.0.1", &one).1, Some(Scheme::Https));
        let lines = [("forwarded", "for=\"[2001:db8::1]:4711\";proto=HTTP, for=10.2.3.4;proto=https")];
        let found = client(ForwardedHeader::Forwarded, "fd00::1", &lines);
        assert_eq!(found, ("2001:db8::1".to_owned(), Some(Scheme::Http)));
    }

    #[test]
    fn addresses_are_cut_to_what_is_needed() {
        let cut = |text: &str| {
            let address = ClientAddress::new(text.parse().unwrap());
            (address.source().to_string(), address.neighbourhood().to_string())
        };
        assert_eq!(cut("203.0.113.9"), ("203.0.113.9/32".to_owned(), "203.0.113.0/24".to_owned()));
        assert_eq!(cut("::ffff:203.0.113.9"), ("203.0.113.9/32".to_owned(), "203.0.113.0/24".to_owned()));
        assert_eq!(cut("2001:db8:1:2:3::4"), ("2001:db8:1:2::/64".to_owned(), "2001:db8:1::/48".to_owned()));
    }
}

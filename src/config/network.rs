//! A network of addresses in the settings.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use serde::{Deserialize, Serialize};

/// One address, or a network in CIDR notation: `10.0.0.4`, `10.1.0.0/16`, `fd00::/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network(IpNet);

impl Network {
    /// Whether the address is in it. An IPv4 address written as an IPv6 one counts as itself.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// Whether every address is in it.
    #[must_use]
    pub fn is_everyone(&self) -> bool {
        self.0.prefix_len() == 0
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let network = text.parse::<IpNet>().or_else(|error| {
            text.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical())).map_err(|_| error)
        });
        network
            .map(Self)
            .map_err(|_| format!("`{text}` is neither an address nor a network such as 10.1.0.0/16"))
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where nobody's service is: this network, link-local with the clouds' metadata, multicast, reserved.
/// Metadata of clouds that keep it elsewhere: Azure, Alibaba, AWS over IPv6.
const NEVER: [IpNet; 10] = [
    v4([0, 0, 0, 0], 8),
    v4([169, 254, 0, 0], 16),
    v4([224, 0, 0, 0], 3),
    v4([168, 63, 129, 16], 32),
    v4([100, 100, 100, 200], 32),
    v6([0, 0, 0, 0, 0, 0, 0, 0], 128),
    v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10),
    v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8),
    v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254], 128),
    v6([0x2001, 0, 0, 0, 0, 0, 0, 0], 32),
];

/// What is not of the public Internet (IANA's special-purpose registries, RFC 6890).
const INSIDE: [IpNet; 15] = [
    v4([10, 0, 0, 0], 8),
    v4([100, 64, 0, 0], 10),
    v4([127, 0, 0, 0], 8),
    v4([172, 16, 0, 0], 12),
    v4([192, 0, 0, 0], 24),
    v4([192, 0, 2, 0], 24),
    v4([192, 168, 0, 0], 16),
    v4([198, 18, 0, 0], 15),
    v4([198, 51, 100, 0], 24),
    v4([203, 0, 113, 0], 24),
    v6([0, 0, 0, 0, 0, 0, 0, 1], 128),
    v6([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7),
    v6([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10),
    v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48),
    v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32),
];

const fn v4(octets: [u8; 4], prefix: u8) -> IpNet {
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::from_octets(octets), prefix))
}

const fn v6(segments: [u16; 8], prefix: u8) -> IpNet {
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::from_segments(segments), prefix))
}

/// The address that is reached in the end: IPv4 in IPv6's clothes (mapped, NAT64 of RFC 6052, 6to4 of
/// RFC 3056) is what it carries.
pub(super) fn unwrapped(address: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = address.to_canonical() else { return address.to_canonical() };
    let four = |high: u16, low: u16| IpAddr::V4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match six.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => four(high, low),
        _ => IpAddr::V6(six),
    }
}

/// Whether no back-end is ever there.
pub(super) fn is_never_right(address: IpAddr) -> bool {
    NEVER.iter().any(|network| network.contains(&address))
}

/// Whether it is an address of the public Internet.
pub(super) fn is_public(address: IpAddr) -> bool {
    !is_never_right(address) && !INSIDE.iter().any(|network| network.contains(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_network_of_one() {
        let contains = |network: &str, address: &str| {
            network.parse::<Network>().unwrap().contains(address.parse().unwrap())
        };
        assert!(contains("10.0.0.4", "10.0.0.4") && !contains("10.0.0.4", "10.0.0.5"));
        assert!(contains("10.1.0.0/16", "10.1.2.3") && !contains("10.1.0.0/16", "10.2.0.1"));
        assert!(contains("10.0.0.4", "::ffff:10.0.0.4"), "the same address in IPv6's clothes");
        assert!(contains("fd00::/8", "fd12::1") && !contains("fd00::/8", "2001:db8::1"));
        assert!(!contains("0.0.0.0/0", "::1"));
        for wrong in ["", "10.0.0", "10.0.0.0/33", "proxy.internal"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }
}

//! A network of addresses in the settings.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
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

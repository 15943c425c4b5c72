//! The operator's registry of back-ends: one entry per system behind the tiles (contract §4).

use std::net::IpAddr;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

use super::door::TlsFiles;
use super::network::{self, Network};

/// One system behind the tiles (contract §4).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Backend {
    /// Where it is reached; routes are added to its path. Through an exchange platform, the address
    /// that the platform gives it.
    pub url: Url,
    /// Whose it is: citizens have one pseudonym per organisation.
    pub organisation: String,
    /// Its ed25519 public key in base64, which verifies what it sends us (contract §5).
    pub callback_key: String,
    /// Where it keeps data, ISO 3166-1 alpha-2.
    #[serde(default = "canada")]
    pub country: String,
    /// How sensitive its data is (S3).
    #[serde(default)]
    pub profile: SecurityProfile,
    /// Its certification (S6).
    pub certification: Option<Certification>,
    /// The way to it (X6).
    #[serde(default)]
    pub via: Via,
    /// The networks that its name may lead to; none: every public address.
    #[serde(default)]
    pub networks: Vec<Network>,
    /// What TLS to it asks beyond the system's own certificates.
    #[serde(default)]
    pub tls: BackendTls,
    /// Milliseconds to connect.
    #[serde(default = "connect_ms")]
    pub connect_ms: u64,
    /// Milliseconds to the first byte of the answer.
    #[serde(default = "first_byte_ms")]
    pub first_byte_ms: u64,
    /// Milliseconds to its last byte.
    #[serde(default = "total_ms")]
    pub total_ms: u64,
}

impl Backend {
    /// Whether the portal may connect to `address` for it (ASVS 12.6.1). Link-local addresses, those of
    /// a cloud's metadata among them, are refused whatever the settings say.
    #[must_use]
    pub fn admits(&self, address: IpAddr) -> bool {
        let address = network::unwrapped(address);
        if network::is_never_right(address) {
            return false;
        }
        match self.networks.as_slice() {
            [] => network::is_public(address),
            networks => networks.iter().any(|network| network.contains(address)),
        }
    }

    /// How its certification stands on a day.
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        match &self.certification {
            None => Standing::Uncertified,
            Some(certification) => certification.standing(today),
        }
    }

    /// Whether its data would leave the country that must keep it (DIR06 1.6).
    #[must_use]
    pub fn leaves_canada(&self) -> bool {
        self.profile != SecurityProfile::A && self.country != "CA"
    }
}

/// How sensitive a back-end's data is (DIR06): A public, B protected, C confidential.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, clap::ValueEnum)]
#[value(rename_all = "verbatim")]
pub enum SecurityProfile {
    /// Public.
    A,
    /// Protected: stays in Canada.
    #[default]
    B,
    /// Confidential: stays in Canada, in the government's own cloud.
    C,
}

/// The way to a back-end (X6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Via {
    /// Straight to its address.
    #[default]
    Direct,
    /// Through the exchange platform SNDÉ.
    #[serde(alias = "sndé")]
    Snde,
    /// Through the exchange platform IEVD.
    Ievd,
}

/// A certification of a back-end (CERT).
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Certification {
    /// Its number in the certification office's list.
    pub number: String,
    /// The first day on which it holds, in Québec.
    pub valid_from: Date,
    /// The last.
    pub valid_until: Date,
}

impl Certification {
    fn standing(&self, today: Date) -> Standing {
        let days_left = today.until(self.valid_until).map_or(0, |span| span.get_days());
        if today < self.valid_from {
            Standing::NotYet
        } else if days_left < 0 {
            Standing::Expired
        } else {
            Standing::Holds { days_left: days_left.unsigned_abs() }
        }
    }
}

/// How a back-end's certification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    Uncertified,
    /// It has not begun.
    NotYet,
    /// It holds.
    Holds {
        /// Days after today on which it still holds: 0 on its last day.
        days_left: u32,
    },
    /// It holds no more.
    Expired,
}

/// What TLS to a back-end asks beyond the system's own certificates.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BackendTls {
    /// The only authorities believed about it, in PEM; none: those that the system believes.
    pub authorities: Option<PathBuf>,
    /// The certificate by which the portal proves who it is, with its key.
    pub client: Option<TlsFiles>,
}

fn canada() -> String {
    "CA".to_owned()
}

fn connect_ms() -> u64 {
    1_500
}

fn first_byte_ms() -> u64 {
    5_000
}

fn total_ms() -> u64 {
    15_000
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn backend(networks: &[&str]) -> Backend {
        Backend {
            url: "https://plaintes.example.ca".parse().unwrap(),
            organisation: "MSSS".into(),
            callback_key: String::new(),
            country: canada(),
            profile: SecurityProfile::B,
            certification: Some(Certification {
                number: "TGV-0000".into(),
                valid_from: date(2026, 4, 1),
                valid_until: date(2027, 3, 31),
            }),
            via: Via::Direct,
            networks: networks.iter().map(|network| network.parse().unwrap()).collect(),
            tls: BackendTls::default(),
            connect_ms: connect_ms(),
            first_byte_ms: first_byte_ms(),
            total_ms: total_ms(),
        }
    }

    #[test]
    fn a_certification_holds_from_its_first_day_to_its_last() {
        let standing = |year, month, day| backend(&[]).standing(date(year, month, day));
        assert_eq!(standing(2026, 3, 31), Standing::NotYet);
        assert_eq!(standing(2026, 4, 1), Standing::Holds { days_left: 364 });
        assert_eq!(standing(2027, 3, 31), Standing::Holds { days_left: 0 });
        assert_eq!(standing(2027, 4, 1), Standing::Expired);
        let none = Backend { certification: None, ..backend(&[]) };
        assert_eq!(none.standing(date(2026, 4, 1)), Standing::Uncertified);
    }

    #[test]
    fn without_networks_only_public_addresses_are_admitted() {
        let admits = |address: &str| backend(&[]).admits(address.parse().unwrap());
        assert!(admits("142.213.1.1") && admits("2607:f8b0::1"));
        for inside in ["127.0.0.1", "10.0.0.4", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd12::1"] {
            assert!(!admits(inside), "{inside}");
        }
        for clothes in ["::ffff:10.0.0.4", "64:ff9b::10.0.0.4", "2002:a00:4::1", "::ffff:127.0.0.1"] {
            assert!(!admits(clothes), "{clothes}");
        }
    }

    #[test]
    fn with_networks_only_theirs_are_admitted_and_never_metadata() {
        let admits = |address: &str| {
            backend(&["10.1.0.0/16", "169.254.0.0/16", "::/0"]).admits(address.parse().unwrap())
        };
        assert!(admits("10.1.2.3") && admits("::ffff:10.1.2.3"));
        assert!(!admits("10.2.0.1") && !admits("142.213.1.1"));
        for never in [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "64:ff9b::169.254.169.254",
            "fe80::1",
            "fd00:ec2::254",
            "0.0.0.0",
            "::",
        ] {
            assert!(!admits(never), "{never}");
        }
    }
}

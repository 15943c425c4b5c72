//! The hosts of tiles: one for each, below a domain that the operator keeps for them, so that a browser keeps
//! each tile's code in a process of its own (contract §2).

use url::Url;

/// The start of all paths that a tile's host answers, and no other host does.
pub const FRAMES: &str = "/frames/";

/// Where tiles' frames are reached: `{tile}.{domain}`, like the portal otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileHosts {
    scheme: String,
    /// With the port, where there is one.
    domain: String,
}

impl TileHosts {
    /// The hosts below `domain` of the portal at `public_url`.
    #[must_use]
    pub fn new(public_url: &Url, domain: &str) -> Self {
        let port = public_url.port().map(|port| format!(":{port}")).unwrap_or_default();
        Self {
            scheme: public_url.scheme().to_owned(),
            domain: format!("{domain}{port}").to_ascii_lowercase(),
        }
    }

    /// The origin of a tile: `https://complaints.tuiles.example.ca`.
    #[must_use]
    pub fn origin(&self, tile: &str) -> String {
        format!("{}://{tile}.{}", self.scheme, self.domain)
    }

    /// The name of the tile whose host that is.
    #[must_use]
    pub fn tile(&self, host: &str) -> Option<String> {
        let host = host.to_ascii_lowercase();
        let tile = host.strip_suffix(&self.domain)?.strip_suffix('.')?;
        (!tile.is_empty() && !tile.contains('.')).then(|| tile.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_one_tiles_or_nobodys() {
        let hosts = TileHosts::new(&"http://localhost:8080".parse().unwrap(), "tiles.localhost");
        assert_eq!(hosts.origin("visits"), "http://visits.tiles.localhost:8080");
        assert_eq!(hosts.tile("Visits.tiles.localhost:8080").as_deref(), Some("visits"));
        for host in [
            "tiles.localhost:8080",
            ".tiles.localhost:8080",
            "a.b.tiles.localhost:8080",
            "visits.tiles.localhost",
        ] {
            assert_eq!(hosts.tile(host), None, "{host}");
        }
    }
}

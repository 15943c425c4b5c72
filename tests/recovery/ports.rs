//! Ports that stay one's own: a portal that is killed comes back on the same ones.

use std::net::{Ipv4Addr, TcpListener};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixListener};

/// As many ports as `parvis demo` takes.
const BLOCK: u16 = 6;
/// Below the ports that the system gives out by itself.
const FIRST: u16 = 12_000;
const LAST: u16 = 31_000;

/// A block of loopback ports. The name it holds keeps other tests, and those of other processes,
/// from choosing it; the system takes the name back however this process ends.
pub struct Ports {
    /// The first of them.
    pub first: u16,
    _name: UnixListener,
}

impl Ports {
    /// A block of which every port is free.
    pub fn reserve() -> Self {
        let blocks = (LAST - FIRST) / BLOCK;
        let begin = u16::from_be_bytes(parvis::id::random()) % blocks;
        let mut firsts = (0..blocks).map(|step| FIRST + (begin + step) % blocks * BLOCK);
        firsts.find_map(Self::at).expect("a block of free ports")
    }

    fn at(first: u16) -> Option<Self> {
        let name = SocketAddr::from_abstract_name(format!("parvis-test-ports-{first}")).ok()?;
        let name = UnixListener::bind_addr(&name).ok()?;
        let free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
        (first..first + BLOCK).all(free).then_some(Self { first, _name: name })
    }
}

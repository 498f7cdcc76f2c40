//! Ports that no other test takes, even while nothing listens there.

use std::net::{Ipv4Addr, TcpListener, UdpSocket};

/// Below the range from which Linux gives ports to those who ask for any.
const FIRST: u16 = 10_000;
const COUNT: u16 = 20_000;

/// A port on 127.0.0.1, free for UDP and TCP. While this lives no other claim
/// gets it, so that what listened there can be started again.
#[derive(Debug)]
pub struct Port {
    number: u16,
    /// The claim: the same port of another address of this machine.
    _claim: UdpSocket,
}

impl Port {
    /// Claims a free port.
    ///
    /// # Panics
    /// When there is none.
    pub fn claim() -> Self {
        let start = std::process::id() as u16;
        (0..COUNT)
            .map(|step| FIRST + start.wrapping_mul(37).wrapping_add(step) % COUNT)
            .find_map(Self::try_claim)
            .expect("a free port")
    }

    fn try_claim(number: u16) -> Option<Self> {
        let claim = UdpSocket::bind((Ipv4Addr::new(127, 0, 0, 2), number)).ok()?;
        UdpSocket::bind((Ipv4Addr::LOCALHOST, number)).ok()?;
        TcpListener::bind((Ipv4Addr::LOCALHOST, number)).ok()?;
        Some(Self {
            number,
            _claim: claim,
        })
    }

    /// Its number.
    pub fn number(&self) -> u16 {
        self.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_is_claimed_twice() {
        let ports: Vec<Port> = (0..20).map(|_| Port::claim()).collect();
        let mut numbers: Vec<u16> = ports.iter().map(Port::number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 20);
    }
}

//! How many handshakes there may be at a time. A pure machine.
//!
//! A handshake costs us a signature and a connection's memory, its first packet
//! costs a stranger nothing and may come from an address that is not his. So
//! under load, or when one network asks for much, addresses have to be proved
//! first: QUIC's Retry (RFC 9000, section 8.1) costs us one small packet and
//! leaves nothing behind.

use std::{collections::HashMap, net::IpAddr};

/// Handshakes at a time, and how many of those with unproved addresses.
const MOST: usize = 512;
const UNPROVED: usize = 64;
/// Handshakes at a time with one network, and of those unproved.
const OF_ONE: usize = 32;
const OF_ONE_UNPROVED: usize = 8;

/// The part of an address that one customer of a network is given: an IPv4
/// address, or the first 64 bits of an IPv6 one. `None` for this machine, which
/// is not limited by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Network(Option<u64>);

impl From<IpAddr> for Network {
    fn from(ip: IpAddr) -> Self {
        let ip = ip.to_canonical();
        let first = match ip {
            IpAddr::V4(ip) => u64::from(ip.to_bits()),
            // No IPv6 address in use has 32 leading zeros.
            IpAddr::V6(ip) => (ip.to_bits() >> 64) as u64,
        };
        Self((!ip.is_loopback()).then_some(first))
    }
}

/// What to do with a first packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Shake hands; to be [ended](Admission::end) later.
    Accept,
    /// Have the address proved first.
    Prove,
    /// Do nothing. It will come again.
    Ignore,
}

/// Counts handshakes.
#[derive(Debug, Default)]
pub(crate) struct Admission {
    all: Count,
    by_network: HashMap<Network, Count>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    all: usize,
    unproved: usize,
}

impl Admission {
    /// Somebody wants to shake hands; whether his address is proved.
    pub(crate) fn judge(&mut self, network: Network, proved: bool) -> Verdict {
        let of_one = self.by_network.get(&network).copied().unwrap_or_default();
        let limited = network.0.is_some();
        let full = self.all.all >= MOST || (limited && of_one.all >= OF_ONE);
        let crowded =
            self.all.unproved >= UNPROVED || (limited && of_one.unproved >= OF_ONE_UNPROVED);
        match proved {
            true if full => return Verdict::Ignore,
            false if full || crowded => return Verdict::Prove,
            _ => {}
        }
        let counts = [&mut self.all, self.by_network.entry(network).or_default()];
        for count in counts {
            count.all += 1;
            count.unproved += usize::from(!proved);
        }
        Verdict::Accept
    }

    /// A handshake is over.
    pub(crate) fn end(&mut self, network: Network, proved: bool) {
        let Some(of_one) = self.by_network.get_mut(&network) else {
            return;
        };
        for count in [&mut self.all, of_one] {
            count.all -= 1;
            count.unproved -= usize::from(!proved);
        }
        if of_one.all == 0 {
            self.by_network.remove(&network);
        }
    }

    /// Networks that are remembered.
    #[cfg(test)]
    pub(crate) fn networks(&self) -> usize {
        self.by_network.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        Network::from(text.parse::<IpAddr>().unwrap())
    }

    #[test]
    fn one_network_has_to_prove_itself_and_is_then_limited() {
        let mut admission = Admission::default();
        let (greedy, other) = (network("203.0.113.1"), network("203.0.113.2"));
        for _ in 0..OF_ONE_UNPROVED {
            assert_eq!(admission.judge(greedy, false), Verdict::Accept);
        }
        assert_eq!(admission.judge(greedy, false), Verdict::Prove);
        for _ in OF_ONE_UNPROVED..OF_ONE {
            assert_eq!(admission.judge(greedy, true), Verdict::Accept);
        }
        assert_eq!(admission.judge(greedy, true), Verdict::Ignore);
        assert_eq!(admission.judge(greedy, false), Verdict::Prove);
        assert_eq!(admission.judge(other, false), Verdict::Accept);
        admission.end(greedy, true);
        assert_eq!(admission.judge(greedy, true), Verdict::Accept);
    }

    #[test]
    fn under_load_everybody_proves_his_address() {
        let mut admission = Admission::default();
        for n in 0..UNPROVED {
            let from = network(&format!("203.0.113.{n}"));
            assert_eq!(admission.judge(from, false), Verdict::Accept);
        }
        let fresh = network("198.51.100.1");
        assert_eq!(admission.judge(fresh, false), Verdict::Prove);
        assert_eq!(admission.judge(fresh, true), Verdict::Accept);
    }

    #[test]
    fn nothing_is_remembered_of_what_is_over() {
        let mut admission = Admission::default();
        for n in 0..UNPROVED {
            let from = network(&format!("2001:db8:0:{n:x}::1"));
            admission.judge(from, false);
            admission.end(from, false);
            // Ended twice is ended once.
            admission.end(from, false);
        }
        assert_eq!(admission.networks(), 0);
        assert_eq!(admission.judge(network("::1"), false), Verdict::Accept);
    }

    #[test]
    fn a_network_is_a_whole_ipv4_address_or_half_an_ipv6_one() {
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_eq!(network("127.0.0.1"), network("::1"));
    }
}

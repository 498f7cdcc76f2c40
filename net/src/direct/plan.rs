//! Which of the peer's addresses are dialled, when, and how.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    time::{Duration, Instant},
};

use libp2p::Multiaddr;

use super::{
    Dial, How,
    addresses::{Subnet, may_be_dialled, socket_of},
    dcutr::MAX_ADDRESSES,
    sight::transport_of,
};
use crate::api::{Side, Transport};

/// What is not tried at once joins in when that has led nowhere by then.
const REST_AFTER: Duration = Duration::from_millis(400);
/// And TCP so long after QUIC: two paths are one too many.
const TCP_AFTER: Duration = Duration::from_millis(300);

/// What a plan is made from.
pub(super) struct Known<'a> {
    pub(super) side: Side,
    /// Networks that we are directly on.
    pub(super) subnets: &'a [Subnet],
    /// Sockets of relays and of our own: the peer's are others.
    pub(super) not_theirs: &'a [SocketAddr],
    /// UDP leads nowhere on one side or the other.
    pub(super) tcp_first: bool,
    /// Our NAT is known to show another port to everybody.
    pub(super) symmetric: bool,
    /// Time to the peer and back over the relay.
    pub(super) rtt: Option<Duration>,
}

/// Dials that are yet to be made, and when.
pub(super) type Plan = VecDeque<(Instant, Dial)>;

impl Known<'_> {
    /// What to do with the peer's addresses from now on, at the word to start.
    ///
    /// The guest dials from its listening sockets. The host punches for these
    /// dials: over QUIC at once, since its NAT has to be open when the guest's
    /// first packet comes; over TCP when the guest hears the word, so that the
    /// two cross on the way (a simultaneous open), and neither NAT sees one that
    /// comes out of the blue and answers it with a reset.
    pub(super) fn plan(&self, now: Instant, theirs: Vec<Multiaddr>) -> Plan {
        let theirs = theirs.into_iter().filter(|a| self.is_dialled(a));
        let (quic, tcp): (Vec<_>, Vec<_>) = theirs
            .take(MAX_ADDRESSES)
            .partition(|a| transport_of(a) == Transport::Quic);
        let later = now + REST_AFTER;
        let dials = match (self.side, self.tcp_first) {
            (Side::Guest, true) => vec![(now, How::Dial, quic), (now, How::Dial, tcp)],
            (Side::Guest, false) => {
                let tcp_at = if quic.is_empty() {
                    now
                } else {
                    later + TCP_AFTER
                };
                vec![(now, How::Dial, quic), (tcp_at, How::Dial, tcp)]
            }
            (Side::Host, tcp_first) => {
                let half_way = now + self.rtt.unwrap_or_default() / 2;
                let punched = if tcp_first { tcp.clone() } else { Vec::new() };
                // A peer without a NAT hears a punch over QUIC and does not
                // know its port: a dial of ours reaches it.
                let quic_at = if self.symmetric { now } else { later };
                let tcp_at = match (tcp_first, quic.is_empty()) {
                    (false, true) => now,
                    (true, true) => half_way + REST_AFTER,
                    (_, false) => half_way + REST_AFTER + TCP_AFTER,
                };
                vec![
                    (now, How::Punch, quic.clone()),
                    (half_way, How::Punch, punched),
                    (quic_at, How::Reach, quic),
                    (tcp_at, How::Reach, tcp),
                ]
            }
        };
        let dials = dials.into_iter().filter(|(_, _, to)| !to.is_empty());
        let dials = dials.map(|(at, how, addresses)| (at, Dial { addresses, how }));
        let mut plan: Vec<_> = dials.collect();
        plan.sort_by_key(|(at, _)| *at);
        plan.into()
    }

    fn is_dialled(&self, address: &Multiaddr) -> bool {
        let ours = socket_of(address).is_some_and(|s| self.not_theirs.contains(&s));
        !ours && may_be_dialled(address, self.subnets)
    }
}

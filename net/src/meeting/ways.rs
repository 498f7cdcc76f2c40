//! What relays are good for: ways to others and to us, and being told how we
//! look from outside.

use libp2p::{Multiaddr, PeerId};

use super::{
    Meeting,
    relay::{Link, Relay, Seat},
};
use crate::{
    api::Transport,
    direct::{self, addresses::socket_of},
    link::{MAX_VIA, Via},
};

impl Meeting {
    /// Ways to `host` over every connected relay, each with the relay's key.
    pub(crate) fn circuits_to(&self, host: PeerId) -> Vec<(PeerId, Multiaddr)> {
        self.relays
            .iter()
            .filter(|r| r.link == Link::Up)
            .filter_map(|r| Some((r.id, r.via(r.addresses.first()?).to_dial(host))))
            .collect()
    }

    /// Where to ask connected relays what address they see of us: of each
    /// family one place for TCP, and two for QUIC, which tell its NAT; of
    /// different relays where there are some.
    pub(crate) fn to_observe(&self, over: Transport) -> Vec<(PeerId, Multiaddr)> {
        let most = match over {
            Transport::Quic => 2,
            Transport::Tcp => 1,
        };
        let up: Vec<&Relay> = self.up().collect();
        let of_family = |v6: bool| {
            let nth = |n: usize| {
                let of_each = up.iter();
                of_each
                    .filter_map(move |r| Some((r.id, r.addresses_over(over, v6).nth(n)?.clone())))
            };
            (0..most).flat_map(nth).take(most).collect::<Vec<_>>()
        };
        [of_family(false), of_family(true)].concat()
    }

    /// What the relays are good for in the search for a straight path.
    pub(crate) fn for_direct(&self) -> direct::Relays {
        let has = |over| {
            let of_family = |v6| {
                self.up()
                    .any(|r| r.addresses_over(over, v6).next().is_some())
            };
            of_family(false) || of_family(true)
        };
        let all = self.relays.iter().flat_map(|r| &r.addresses);
        direct::Relays {
            over_quic: self.up().any(|r| r.over_quic),
            ask_quic: has(Transport::Quic),
            ask_tcp: has(Transport::Tcp),
            sockets: all.filter_map(socket_of).collect(),
        }
    }

    /// Ways to us over the held seats, for the link: at most [`MAX_VIA`].
    pub(crate) fn vias(&self) -> Vec<Via> {
        let held = self.relays.iter().filter(|r| r.seat == Seat::Held);
        held.flat_map(|r| r.addresses.iter().map(|a| r.via(a)))
            .take(MAX_VIA)
            .collect()
    }

    /// Addresses to be listed with at `relay`.
    pub(crate) fn listed_addresses(&self, us: PeerId) -> Vec<Multiaddr> {
        self.vias().iter().map(|via| via.to_dial(us)).collect()
    }
}

//! One relay: how far we have come with it.

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

use super::{Output, Refusal};
use crate::{
    link::{Via, is_transport},
    paths::{SILENT, is_silent},
    time::earlier,
};

/// Addresses of one relay that are kept.
const MAX_ADDRESSES: usize = 4;
/// TCP is tried too when QUIC has not answered by then.
const TCP_AFTER: Duration = Duration::from_millis(600);
/// Pauses between tries: doubling between these.
const SHORTEST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// A refused seat or listing is asked for again more patiently.
const LONGEST_PATIENCE: Duration = Duration::from_secs(30);

/// Our connection to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    Down {
        retry_at: Instant,
    },
    /// QUIC is tried first; TCP joins in when that takes long or has failed.
    Dialing {
        tcp_at: Option<Instant>,
        dials: u8,
    },
    Up,
}

/// Our circuit reservation there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    None,
    Asked,
    Held,
    RetryAt(Instant),
}

/// Our registration there, under the nameplate of the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listing {
    None,
    Asked,
    Held { renew_at: Instant },
    Taken,
    RetryAt(Instant),
}

/// A relay and how far we have come with it.
pub(super) struct Relay {
    pub(super) id: PeerId,
    pub(super) addresses: Vec<Multiaddr>,
    pub(super) link: Link,
    pub(super) seat: Seat,
    pub(super) listing: Listing,
    /// When it last answered a ping.
    pub(super) answered: Option<Instant>,
    pub(super) failures: u32,
    pub(super) seat_failures: u32,
    pub(super) listing_failures: u32,
}

/// A relay's address, taken apart into its key and the rest; `None` when it is
/// not one of a relay that we can dial.
pub(crate) fn split(address: &Multiaddr) -> Option<(PeerId, Multiaddr)> {
    let mut parts: Vec<Protocol<'_>> = address.iter().collect();
    let Some(Protocol::P2p(id)) = parts.pop() else {
        return None;
    };
    is_transport(&parts).then(|| (id, parts.into_iter().collect()))
}

impl Relay {
    pub(super) fn new(now: Instant, id: PeerId, address: Multiaddr) -> Self {
        Self {
            id,
            addresses: vec![address],
            link: Link::Down { retry_at: now },
            seat: Seat::None,
            listing: Listing::None,
            answered: None,
            failures: 0,
            seat_failures: 0,
            listing_failures: 0,
        }
    }

    pub(super) fn add_address(&mut self, address: Multiaddr) {
        if self.addresses.len() < MAX_ADDRESSES && !self.addresses.contains(&address) {
            self.addresses.push(address);
        }
    }

    pub(super) fn quic_addresses(&self) -> Vec<Multiaddr> {
        let quic = self.addresses.iter().filter(|a| !is_tcp(a));
        quic.cloned().collect()
    }

    pub(super) fn via(&self, address: &Multiaddr) -> Via {
        Via::Relay {
            address: address.clone(),
            relay: self.id,
        }
    }

    pub(super) fn to_reserve(&self) -> Option<Output> {
        let address = self.addresses.first()?.clone();
        Some(Output::Reserve {
            relay: self.id,
            address: address.with(Protocol::P2p(self.id)),
        })
    }

    /// Whether it has been silent for so long that its connection is dead; said
    /// once.
    pub(super) fn gives_no_answer(&mut self, now: Instant) -> bool {
        self.link == Link::Up && is_silent(now, &mut self.answered)
    }

    /// The addresses to dial now, if it is time to.
    pub(super) fn next_dial(&mut self, now: Instant) -> Option<Vec<Multiaddr>> {
        let (tcp, quic): (Vec<_>, Vec<_>) = self.addresses.iter().cloned().partition(is_tcp);
        match &mut self.link {
            Link::Down { retry_at } if *retry_at <= now => {
                let both = !quic.is_empty() && !tcp.is_empty();
                self.link = Link::Dialing {
                    tcp_at: both.then_some(now + TCP_AFTER),
                    dials: 1,
                };
                Some(if quic.is_empty() { tcp } else { quic })
            }
            Link::Dialing { tcp_at, dials } if tcp_at.is_some_and(|at| at <= now) => {
                *tcp_at = None;
                *dials += 1;
                Some(tcp)
            }
            _ => None,
        }
    }

    /// A dial has failed; gives whether it was the last hope for now.
    pub(super) fn dial_failed(&mut self, now: Instant) -> bool {
        match &mut self.link {
            Link::Down { .. } | Link::Up => false,
            Link::Dialing { tcp_at, dials } => {
                *dials = dials.saturating_sub(1);
                if let Some(at) = tcp_at {
                    *at = now;
                }
                *dials == 0 && tcp_at.is_none()
            }
        }
    }

    pub(super) fn is_due_for_seat(&self, now: Instant) -> bool {
        self.link == Link::Up
            && match self.seat {
                Seat::None => true,
                Seat::RetryAt(at) => at <= now,
                Seat::Asked | Seat::Held => false,
            }
    }

    pub(super) fn has_or_wants_seat(&self) -> bool {
        self.seat != Seat::None
    }

    pub(super) fn is_due_to_list(&self, now: Instant) -> bool {
        self.seat == Seat::Held
            && match self.listing {
                Listing::None => true,
                Listing::RetryAt(at) | Listing::Held { renew_at: at } => at <= now,
                Listing::Asked | Listing::Taken => false,
            }
    }

    pub(super) fn down(&mut self, now: Instant) {
        let pause = pause(self.failures, LONGEST_PAUSE);
        self.failures += 1;
        self.link = Link::Down {
            retry_at: now + pause,
        };
        self.seat = Seat::None;
        self.listing = Listing::None;
        self.answered = None;
    }

    pub(super) fn lose_seat(&mut self, now: Instant) {
        let pause = pause(self.seat_failures, LONGEST_PATIENCE);
        self.seat_failures += 1;
        self.seat = Seat::RetryAt(now + pause);
        self.listing = Listing::None;
    }

    pub(super) fn refuse_listing(&mut self, now: Instant, refusal: Refusal) {
        self.listing = match refusal {
            Refusal::Taken => Listing::Taken,
            Refusal::Other => {
                let pause = pause(self.listing_failures, LONGEST_PATIENCE);
                self.listing_failures += 1;
                Listing::RetryAt(now + pause)
            }
        };
    }

    pub(super) fn poll_timeout(&self, seats: bool, list: bool) -> Option<Instant> {
        let link = match self.link {
            Link::Down { retry_at } => Some(retry_at),
            Link::Dialing { tcp_at, .. } => tcp_at,
            Link::Up => self.answered.map(|t| t + SILENT),
        };
        let seat = match self.seat {
            Seat::RetryAt(at) if seats && self.link == Link::Up => Some(at),
            _ => None,
        };
        let listing = match self.listing {
            Listing::RetryAt(at) | Listing::Held { renew_at: at } if list => Some(at),
            _ => None,
        };
        earlier(link, earlier(seat, listing))
    }
}

fn is_tcp(address: &Multiaddr) -> bool {
    address.iter().any(|part| matches!(part, Protocol::Tcp(_)))
}

fn pause(failures: u32, longest: Duration) -> Duration {
    SHORTEST_PAUSE
        .saturating_mul(1 << failures.min(16))
        .min(longest)
}

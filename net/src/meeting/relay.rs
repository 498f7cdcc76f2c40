//! One relay: how far we have come with it.

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};

use super::{Output, Refusal};
use crate::{
    api::{RelayHealth, Transport},
    link::{Via, is_transport},
    time::earlier,
};

/// Addresses of one relay that are kept.
const MAX_ADDRESSES: usize = 4;
/// TCP is tried too when QUIC has not answered by then.
const TCP_AFTER: Duration = Duration::from_millis(600);
/// A dial that takes longer has failed: somebody answers who says nothing.
const DIAL_WITHIN: Duration = Duration::from_secs(6);
/// A relay that is asked for a seat is counted on for so long; then another is
/// asked too.
const SEAT_WITHIN: Duration = Duration::from_secs(3);
/// Pauses between tries: doubling between these.
const SHORTEST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// What has lasted so long ends a row of failures. A relay that gives and takes
/// back in turns is asked ever more patiently.
const STEADY_AFTER: Duration = Duration::from_secs(5);
/// Nameplates in a row that a relay may say are taken before others, if there
/// are any, are waited for instead.
const MOST_VETOES: u32 = 12;
/// Seats that are to be renewed sooner than this make for a busy line to no
/// end; so many in a row are borne.
const HASTY: Duration = Duration::from_secs(1);
const MOST_HASTY: u32 = 4;
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
        /// When to give it up; none once that was said.
        until: Option<Instant>,
    },
    Up,
}

/// Our circuit reservation there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seat {
    None,
    Asked {
        until: Instant,
    },
    /// It was asked and says nothing. Should it give one yet, that is held too.
    Unanswered,
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
    /// Whether the connection runs over QUIC.
    pub(super) over_quic: bool,
    pub(super) seat: Seat,
    pub(super) listing: Listing,
    /// How long a ping took.
    rtt: Option<Duration>,
    /// Since when it is connected, and since when we hold a seat there.
    up_since: Option<Instant>,
    seated_since: Option<Instant>,
    /// When the seat was given last, and how often in a row that was in haste.
    renewed_at: Option<Instant>,
    hasty: u32,
    /// Nameplates in a row that were taken there, it says.
    vetoes: u32,
    /// It hung up before it had answered anything.
    hung_up: bool,
    /// It is no relay, or no meeting point.
    useless: bool,
    /// What was told of it last.
    told: RelayHealth,
    /// Tries that led nowhere, in a row.
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
            over_quic: false,
            seat: Seat::None,
            listing: Listing::None,
            rtt: None,
            up_since: None,
            seated_since: None,
            renewed_at: None,
            hasty: 0,
            vetoes: 0,
            hung_up: false,
            useless: false,
            told: RelayHealth::Looking,
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

    /// Addresses of one family that can be dialled over this.
    pub(super) fn addresses_over(
        &self,
        over: Transport,
        v6: bool,
    ) -> impl Iterator<Item = &Multiaddr> {
        let speaks = move |part: Protocol<'_>| match over {
            Transport::Quic => part == Protocol::QuicV1,
            Transport::Tcp => matches!(part, Protocol::Tcp(_)),
        };
        let is_v6 = |part: Protocol<'_>| matches!(part, Protocol::Ip6(_) | Protocol::Dns6(_));
        let fits = move |a: &&Multiaddr| a.iter().any(speaks) && a.iter().any(is_v6) == v6;
        self.addresses.iter().filter(fits)
    }

    pub(super) fn via(&self, address: &Multiaddr) -> Via {
        Via::Relay {
            address: address.clone(),
            relay: self.id,
        }
    }

    fn to_reserve(&self) -> Option<Output> {
        let address = self.addresses.first()?.clone();
        Some(Output::Reserve {
            relay: self.id,
            address: address.with(Protocol::P2p(self.id)),
        })
    }

    /// It may be within reach now, where it was not before. A dial that is under
    /// way began before that, and may go on knocking in vain for long.
    pub(super) fn hurry(&mut self, now: Instant) {
        if self.link != Link::Up {
            self.link = Link::Down { retry_at: now };
            self.failures = self.failures.min(1);
        }
    }

    /// It is connected.
    pub(super) fn up(&mut self, now: Instant) {
        self.link = Link::Up;
        self.up_since = Some(now);
    }

    /// It answered a ping.
    pub(super) fn alive(&mut self, now: Instant, rtt: Duration) {
        if is_steady(now, self.up_since) {
            self.failures = 0;
        }
        self.hung_up = false;
        let known = self.rtt.unwrap_or(Duration::MAX);
        if is_news(known, rtt) {
            self.rtt = Some(rtt);
        }
    }

    /// It offers less than a relay and meeting point does.
    pub(super) fn is_useless(&mut self) {
        self.useless = true;
    }

    /// How it is now, when that has not been told yet.
    pub(super) fn news(&mut self) -> Option<RelayHealth> {
        let health = self.health();
        (std::mem::replace(&mut self.told, health) != health).then_some(health)
    }

    pub(super) fn health(&self) -> RelayHealth {
        match self.link {
            _ if self.hung_up || self.useless => RelayHealth::Refuses,
            Link::Up => match self.rtt {
                Some(rtt) => RelayHealth::Answers { rtt },
                None => self.told,
            },
            _ if self.failures > 0 => RelayHealth::NoAnswer,
            Link::Down { .. } | Link::Dialing { .. } => RelayHealth::Looking,
        }
    }

    /// Whether the dial has taken so long that it is to be given up; said once.
    pub(super) fn gives_up_dial(&mut self, now: Instant) -> bool {
        match &mut self.link {
            Link::Dialing { until, .. } => until.take_if(|at| *at <= now).is_some(),
            Link::Down { .. } | Link::Up => false,
        }
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
                    until: Some(now + DIAL_WITHIN),
                };
                Some(if quic.is_empty() { tcp } else { quic })
            }
            Link::Dialing { tcp_at, dials, .. } if tcp_at.is_some_and(|at| at <= now) => {
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
            Link::Dialing { tcp_at, dials, .. } => {
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
                Seat::Asked { .. } | Seat::Unanswered | Seat::Held => false,
            }
    }

    /// Whether a seat there is held, or expected soon.
    pub(super) fn gives_seat(&self) -> bool {
        matches!(self.seat, Seat::Asked { .. } | Seat::Held)
    }

    pub(super) fn ask_for_seat(&mut self, now: Instant) -> Option<Output> {
        self.seat = Seat::Asked {
            until: now + SEAT_WITHIN,
        };
        self.to_reserve()
    }

    /// Counts on a seat no longer when it does not come.
    pub(super) fn give_up_seat(&mut self, now: Instant) {
        if matches!(self.seat, Seat::Asked { until } if until <= now) {
            self.seat = Seat::Unanswered;
        }
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
        self.hung_up = self.link == Link::Up && self.rtt.is_none();
        self.useless = false;
        let pause = pause(self.failures, LONGEST_PAUSE);
        self.failures += 1;
        self.link = Link::Down {
            retry_at: now + pause,
        };
        self.seat = Seat::None;
        self.listing = Listing::None;
        self.rtt = None;
    }

    pub(super) fn take_seat(&mut self, now: Instant) {
        self.seat = Seat::Held;
        self.seated_since = Some(now);
    }

    /// The seat was given, or given again; whether the relay wants to be asked
    /// so often that it is better hung up on.
    pub(super) fn is_hasty(&mut self, now: Instant) -> bool {
        let last = self.renewed_at.replace(now);
        if last.is_some_and(|at| now < at + HASTY) {
            self.hasty += 1;
        } else {
            self.hasty = 0;
        }
        self.hasty > MOST_HASTY
    }

    pub(super) fn lose_seat(&mut self, now: Instant) {
        if is_steady(now, self.seated_since.take()) {
            self.seat_failures = 0;
        }
        let pause = pause(self.seat_failures, LONGEST_PATIENCE);
        self.seat_failures += 1;
        self.seat = Seat::RetryAt(now + pause);
        self.listing = Listing::None;
    }

    pub(super) fn list(&mut self, renew_at: Instant) {
        self.listing = Listing::Held { renew_at };
        self.listing_failures = 0;
        self.vetoes = 0;
    }

    /// Whether it may list us in a moment, once it has given the seat that comes
    /// before that.
    pub(super) fn may_give_seat(&self) -> bool {
        matches!(self.seat, Seat::Asked { .. }) || self.is_looked_for()
    }

    /// Whether it is being dialled and has not failed yet.
    pub(super) fn is_looked_for(&self) -> bool {
        self.link != Link::Up && self.failures == 0
    }

    /// Whether it says of one nameplate after the other that it is taken.
    pub(super) fn objects_to_all(&self) -> bool {
        self.listing == Listing::Taken && self.vetoes > MOST_VETOES
    }

    /// Whether it lists us, or may yet.
    pub(super) fn may_list(&self) -> bool {
        self.listing != Listing::Taken && (self.link == Link::Up || self.failures == 0)
    }

    pub(super) fn refuse_listing(&mut self, now: Instant, refusal: Refusal) {
        self.listing = match refusal {
            Refusal::Taken => {
                self.vetoes += 1;
                Listing::Taken
            }
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
            Link::Dialing { tcp_at, until, .. } => earlier(tcp_at, until),
            Link::Up => None,
        };
        let seat = match self.seat {
            Seat::RetryAt(at) if seats && self.link == Link::Up => Some(at),
            Seat::Asked { until } => Some(until),
            _ => None,
        };
        let listing = match self.listing {
            Listing::RetryAt(at) | Listing::Held { renew_at: at } if list => Some(at),
            _ => None,
        };
        earlier(link, earlier(seat, listing))
    }
}

fn is_steady(now: Instant, since: Option<Instant>) -> bool {
    since.is_some_and(|at| at + STEADY_AFTER <= now)
}

/// Whether a round trip differs from the known one by so much that a person
/// may want to know.
fn is_news(known: Duration, rtt: Duration) -> bool {
    known.abs_diff(rtt) > Duration::from_millis(10).max(known / 3)
}

fn is_tcp(address: &Multiaddr) -> bool {
    address.iter().any(|part| matches!(part, Protocol::Tcp(_)))
}

fn pause(failures: u32, longest: Duration) -> Duration {
    SHORTEST_PAUSE
        .saturating_mul(1 << failures.min(16))
        .min(longest)
}

//! Keeping in touch with meeting points: dial the relays, hold a seat on two of
//! them (a circuit reservation), be listed there under a nameplate.

mod listing;
mod nameplates;
pub(crate) mod relay;
mod ways;

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};
use rand::rngs::StdRng;

pub(crate) use self::listing::Refusal;
use self::{
    listing::{Patience, Plate},
    nameplates::Nameplates,
    relay::{Link, Listing, Relay, Seat},
};
use crate::{
    api::{Reach, RelayHealth, RelayMark, Transport, Warning},
    code::Nameplate,
    time::earlier,
};

/// Relays that are kept in touch with.
pub const MAX_RELAYS: usize = 8;
/// Seats that are held at the same time.
const SEATS: usize = 2;
/// A relay that is back this soon was hardly gone.
const WARN_AFTER: Duration = Duration::from_secs(2);
/// Failed dials of one relay, in a row, after which it counts as out of reach.
const HOPELESS_AFTER: u32 = 4;
/// How long a registration lives, in seconds; renewed at half of it.
const TTL_SECS: u64 = 120;

/// What the meeting wants done, or has to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Connect to this relay.
    Dial {
        relay: PeerId,
        addresses: Vec<Multiaddr>,
    },
    /// The relay is silent: hang up on it.
    Hang(PeerId),
    /// Ask this relay for a seat; the address is the relay's, with its `/p2p`.
    Reserve { relay: PeerId, address: Multiaddr },
    /// List us there, or renew the listing.
    Register {
        relay: PeerId,
        nameplate: Nameplate,
        ttl_secs: u64,
    },
    /// No longer list us there.
    Unregister { relay: PeerId, nameplate: Nameplate },
    /// Whether any relay answers has changed.
    Reach(Reach),
    /// How the relays are has changed.
    Health,
    /// This relay gives no seat.
    Refused(PeerId),
    /// The set of held seats has changed.
    Seats,
    /// We are listed under this nameplate.
    Listed(Nameplate),
    /// Something to tell the person.
    Warn(Warning),
}

/// Relays, seats and listing of one room.
pub(crate) struct Meeting {
    relays: Vec<Relay>,
    want_seats: bool,
    plate: Plate,
    nameplates: Nameplates,
    reach: Reach,
    /// When to say that no relay is left, unless one is back by then.
    warn_at: Option<Instant>,
    /// Until when relays that have not answered about the nameplate are waited
    /// for.
    settle_at: Option<Instant>,
    outputs: VecDeque<Output>,
}

impl Meeting {
    /// Starts to keep in touch with `relays`, each address ending in its `/p2p`;
    /// others are left out.
    pub(crate) fn new(now: Instant, relays: &[Multiaddr], rng: StdRng) -> Self {
        let mut meeting = Self {
            relays: Vec::new(),
            want_seats: false,
            plate: Plate::Off,
            nameplates: Nameplates::new(rng),
            reach: Reach::Looking,
            warn_at: None,
            settle_at: None,
            outputs: VecDeque::new(),
        };
        for address in relays {
            meeting.add_relay(now, address);
        }
        meeting
    }

    /// Also keeps in touch with the relay at this address.
    pub(crate) fn add_relay(&mut self, now: Instant, address: &Multiaddr) {
        let Some((id, address)) = relay::split(address) else {
            return;
        };
        if let Some(relay) = self.relays.iter_mut().find(|r| r.id == id) {
            relay.add_address(address);
        } else if self.relays.len() < MAX_RELAYS {
            self.relays.push(Relay::new(now, id, address));
        }
    }

    /// Whether this key is one of our relays.
    pub(crate) fn is_relay(&self, id: PeerId) -> bool {
        self.relays.iter().any(|r| r.id == id)
    }

    /// Whether it is connected now.
    pub(crate) fn is_connected(&self, id: PeerId) -> bool {
        self.connected().any(|up| up == id)
    }

    /// Relays that are connected now, in the order in which they were named.
    pub(crate) fn connected(&self) -> impl Iterator<Item = PeerId> {
        let up = |r: &&Relay| r.link == Link::Up;
        self.relays.iter().filter(up).map(|r| r.id)
    }

    /// How each relay is.
    pub(crate) fn marks(&self) -> Vec<RelayMark> {
        let mark = |r: &Relay| RelayMark {
            relay: r.id,
            health: r.health(),
        };
        self.relays.iter().map(mark).collect()
    }

    /// Whether every relay has failed at least once and none is connected.
    pub(crate) fn all_failed(&self) -> bool {
        self.relays
            .iter()
            .all(|r| r.link != Link::Up && r.failures > 0)
    }

    /// Whether every relay has been tried a few times in vain: there is no
    /// point in keeping a person waiting.
    pub(crate) fn is_hopeless(&self) -> bool {
        let hopeless = |r: &Relay| r.link != Link::Up && r.failures >= HOPELESS_AFTER;
        self.relays.iter().all(hopeless)
    }

    /// Whether a relay is being dialled that has not failed yet.
    pub(crate) fn is_looking(&self) -> bool {
        self.relays.iter().any(Relay::is_looked_for)
    }

    fn up(&self) -> impl Iterator<Item = &Relay> {
        self.relays.iter().filter(|r| r.link == Link::Up)
    }

    /// All addresses of all relays, each ending in its `/p2p`.
    pub(crate) fn addresses(&self) -> Vec<Multiaddr> {
        let of = |r: &Relay| {
            let id = r.id;
            let full = move |a: &Multiaddr| a.clone().with(Protocol::P2p(id));
            r.addresses.iter().map(full).collect::<Vec<_>>()
        };
        self.relays.iter().flat_map(of).collect()
    }

    /// Relays that are connected, and whether we hold a seat there.
    pub(crate) fn seats_of_connected(&self) -> Vec<(PeerId, bool)> {
        self.up().map(|r| (r.id, r.seat == Seat::Held)).collect()
    }

    /// Whether any seat is held.
    pub(crate) fn has_seat(&self) -> bool {
        self.relays.iter().any(|r| r.seat == Seat::Held)
    }

    /// From now on hold seats.
    pub(crate) fn take_seats(&mut self, now: Instant) {
        self.want_seats = true;
        self.advance(now);
    }

    /// Next thing to do.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call [`Meeting::on_timeout`] next.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.relays
            .iter()
            .map(|r| r.poll_timeout(self.wants_seat(), self.plate != Plate::Off))
            .fold(earlier(self.warn_at, self.settle_at), earlier)
    }

    /// Something changed for the better: relays that are not connected are
    /// dialled now.
    pub(crate) fn hurry(&mut self, now: Instant) {
        for relay in &mut self.relays {
            relay.hurry(now);
        }
        self.advance(now);
    }

    /// Dials, asks and renews what is due.
    pub(crate) fn on_timeout(&mut self, now: Instant) {
        if self.warn_at.take_if(|at| *at <= now).is_some() {
            self.outputs.push_back(Output::Warn(Warning::RelayLost));
        }
        if self.settle_at.take_if(|at| *at <= now).is_some() {
            self.settle(now, Patience::None);
        }
        self.advance(now);
    }

    /// The connection to the relay runs over this.
    pub(crate) fn set_transport(&mut self, id: PeerId, over: Transport) {
        if let Some(relay) = self.relay(id) {
            relay.over_quic = over == Transport::Quic;
        }
    }

    /// A connection to the relay is there.
    pub(crate) fn on_connected(&mut self, now: Instant, id: PeerId) {
        if let Some(relay) = self.relay(id) {
            relay.up(now);
            self.warn_at = None;
            self.say_reach();
            self.advance(now);
        }
    }

    /// The relay answered a ping.
    pub(crate) fn on_alive(&mut self, now: Instant, id: PeerId, rtt: Duration) {
        if let Some(relay) = self.relay(id) {
            relay.alive(now, rtt);
            self.say_health();
        }
    }

    /// The relay offers too little to meet by.
    pub(crate) fn on_useless(&mut self, id: PeerId) {
        if let Some(relay) = self.relay(id) {
            relay.is_useless();
            self.say_health();
        }
    }

    /// The last connection to the relay is gone.
    pub(crate) fn on_disconnected(&mut self, now: Instant, id: PeerId) {
        self.on_down(now, id);
    }

    /// The relay could not be connected to.
    pub(crate) fn on_dial_failed(&mut self, now: Instant, id: PeerId) {
        match self.relay(id).map(|r| r.dial_failed(now)) {
            Some(true) => self.on_down(now, id),
            Some(false) => self.advance(now),
            None => {}
        }
    }

    fn on_down(&mut self, now: Instant, id: PeerId) {
        let Some(relay) = self.relay(id) else { return };
        let was_up = relay.link == Link::Up;
        let had_seat = relay.seat == Seat::Held;
        relay.down(now);
        if had_seat {
            self.outputs.push_back(Output::Seats);
        }
        if was_up && self.connected().next().is_none() {
            self.warn_at = Some(now + WARN_AFTER);
        }
        self.say_reach();
        self.say_health();
        self.advance(now);
    }

    /// The relay gave a seat, or renewed it.
    pub(crate) fn on_seat(&mut self, now: Instant, id: PeerId) {
        let Some(relay) = self.relay(id) else { return };
        if relay.is_hasty(now) {
            self.outputs.push_back(Output::Hang(id));
        } else if relay.link == Link::Up && relay.seat != Seat::Held {
            relay.take_seat(now);
            self.outputs.push_back(Output::Seats);
            self.advance(now);
        }
    }

    /// The relay did not give a seat, or took it back.
    pub(crate) fn on_seat_lost(&mut self, now: Instant, id: PeerId, refused: bool) {
        let Some(relay) = self.relay(id) else { return };
        if relay.seat == Seat::None {
            return;
        }
        let held = relay.seat == Seat::Held;
        let first_refusal = refused && relay.seat_failures == 0;
        relay.lose_seat(now);
        if held {
            self.outputs.push_back(Output::Seats);
        }
        if first_refusal {
            self.outputs.push_back(Output::Refused(id));
            self.outputs.push_back(Output::Warn(Warning::RelayLimits));
        }
        self.advance(now);
    }

    /// Moves every relay on as far as it can go now.
    fn advance(&mut self, now: Instant) {
        for relay in &mut self.relays {
            relay.give_up_seat(now);
        }
        let mut seats = self.seats();
        for relay in &mut self.relays {
            if relay.gives_up_dial(now) {
                self.outputs.push_back(Output::Hang(relay.id));
            }
            if let Some(addresses) = relay.next_dial(now) {
                self.outputs.push_back(Output::Dial {
                    relay: relay.id,
                    addresses,
                });
            }
            if self.want_seats && seats < SEATS && relay.is_due_for_seat(now) {
                seats += 1;
                self.outputs.extend(relay.ask_for_seat(now));
            }
            if let Plate::Trying(nameplate) | Plate::Ours(nameplate) = self.plate
                && relay.is_due_to_list(now)
            {
                // While a renewal is under way the old listing still stands.
                if relay.listing == Listing::None || matches!(relay.listing, Listing::RetryAt(_)) {
                    relay.listing = Listing::Asked;
                } else {
                    relay.listing = Listing::Held {
                        renew_at: now + Duration::from_secs(TTL_SECS / 4),
                    };
                }
                self.outputs.push_back(Output::Register {
                    relay: relay.id,
                    nameplate,
                    ttl_secs: TTL_SECS,
                });
            }
        }
    }

    /// Seats that are held, or expected soon.
    fn seats(&self) -> usize {
        self.relays.iter().filter(|r| r.gives_seat()).count()
    }

    fn wants_seat(&self) -> bool {
        self.want_seats && self.seats() < SEATS
    }

    fn say_health(&mut self) {
        let news: Vec<RelayHealth> = self.relays.iter_mut().filter_map(Relay::news).collect();
        if !news.is_empty() {
            self.outputs.push_back(Output::Health);
        }
    }

    fn say_reach(&mut self) {
        let reach = if self.connected().next().is_some() {
            Reach::Ready
        } else if self.all_failed() {
            Reach::Offline
        } else {
            self.reach
        };
        if reach != self.reach {
            self.reach = reach;
            self.outputs.push_back(Output::Reach(reach));
        }
    }

    fn relay(&mut self, id: PeerId) -> Option<&mut Relay> {
        self.relays.iter_mut().find(|r| r.id == id)
    }
}

#[cfg(test)]
mod tests;

//! Keeping in touch with meeting points: dial the relays, hold a seat on two of
//! them (a circuit reservation), be listed there under a nameplate.

mod nameplates;
pub(crate) mod relay;

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId};
use rand::rngs::StdRng;

use self::{
    nameplates::Nameplates,
    relay::{Link, Listing, Relay, Seat},
};
use crate::{
    api::{Reach, RelayHealth, RelayMark, Transport, Warning},
    code::Nameplate,
    direct::{self, addresses::socket_of},
    link::{MAX_VIA, Via},
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
/// Once one relay has listed us, the others have this long to object.
const LISTED_WITHIN: Duration = Duration::from_millis(1500);
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

/// Why a listing was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Another room waits there.
    Taken,
    /// Anything else: limits, an unknown protocol, no answer.
    Other,
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

/// The nameplate that we want to be listed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plate {
    /// None.
    Off,
    /// This one, if nobody else has it.
    Trying(Nameplate),
    /// This one, and it is ours.
    Ours(Nameplate),
}

/// Whether relays that have not answered about the nameplate are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Patience {
    Some,
    None,
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

    fn up(&self) -> impl Iterator<Item = &Relay> {
        self.relays.iter().filter(|r| r.link == Link::Up)
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

    /// Whether any seat is held.
    pub(crate) fn has_seat(&self) -> bool {
        self.relays.iter().any(|r| r.seat == Seat::Held)
    }

    /// From now on hold seats.
    pub(crate) fn take_seats(&mut self, now: Instant) {
        self.want_seats = true;
        self.advance(now);
    }

    /// Get listed under a new nameplate, in place of any before.
    pub(crate) fn list_anew(&mut self, now: Instant) {
        self.unlist();
        self.nameplates.shuffle();
        self.draw(now);
    }

    /// The nameplate that we want to be listed under, or are.
    pub(crate) fn nameplate(&self) -> Option<Nameplate> {
        match self.plate {
            Plate::Off => None,
            Plate::Trying(nameplate) | Plate::Ours(nameplate) => Some(nameplate),
        }
    }

    /// Be listed no longer.
    pub(crate) fn unlist(&mut self) {
        if let Plate::Trying(nameplate) | Plate::Ours(nameplate) = self.plate {
            for relay in &mut self.relays {
                if matches!(relay.listing, Listing::Asked | Listing::Held { .. }) {
                    self.outputs.push_back(Output::Unregister {
                        relay: relay.id,
                        nameplate,
                    });
                }
                relay.listing = Listing::None;
            }
        }
        self.settle_at = None;
        self.plate = Plate::Off;
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

    /// Something changed for the better: relays that wait to be dialled again,
    /// wait no longer.
    pub(crate) fn hurry(&mut self, now: Instant) {
        for relay in &mut self.relays {
            if let Link::Down { retry_at } = &mut relay.link {
                *retry_at = now;
                relay.failures = relay.failures.min(1);
            }
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

    /// The relay listed us, for so many seconds.
    pub(crate) fn on_registered(
        &mut self,
        now: Instant,
        id: PeerId,
        nameplate: Nameplate,
        ttl_secs: u64,
    ) {
        if self.plate != Plate::Trying(nameplate) && self.plate != Plate::Ours(nameplate) {
            return; // An answer to an older question.
        }
        let ttl = Duration::from_secs(ttl_secs.clamp(10, TTL_SECS));
        if let Some(relay) = self.relay(id) {
            relay.list(now + ttl / 2);
        }
        self.settle(now, Patience::Some);
    }

    /// The relay did not list us.
    pub(crate) fn on_register_refused(
        &mut self,
        now: Instant,
        id: PeerId,
        nameplate: Nameplate,
        refusal: Refusal,
    ) {
        if self.plate != Plate::Trying(nameplate) && self.plate != Plate::Ours(nameplate) {
            return;
        }
        if let Some(relay) = self.relay(id) {
            relay.refuse_listing(now, refusal);
        }
        self.settle(now, Patience::Some);
    }

    /// Whether the answers so far decide about the nameplate on trial. A relay
    /// that says nothing holds nobody up who is listed elsewhere, and one that
    /// objects to everything is not heeded while another may list us.
    fn settle(&mut self, now: Instant, patience: Patience) {
        let relays = &self.relays;
        let asked = relays.iter().any(|r| r.listing == Listing::Asked);
        let seats = relays.iter().any(Relay::may_give_seat);
        let held = |r: &Relay| matches!(r.listing, Listing::Held { .. });
        let listed = relays.iter().any(held);
        let others = relays.iter().any(Relay::may_list);
        let heeded = |r: &Relay| !(others && r.objects_to_all());
        let taken = |r: &Relay| r.listing == Listing::Taken && heeded(r);
        let taken = relays.iter().any(taken);
        let stuck = !listed && relays.iter().any(Relay::objects_to_all);
        if asked && !listed && !stuck {
            return;
        }
        let waits = asked || (seats && !taken) || (stuck && others);
        if waits && patience == Patience::Some {
            self.settle_at.get_or_insert(now + LISTED_WITHIN);
            return;
        }
        self.settle_at = None;
        let nameplate = match self.plate {
            Plate::Off => return,
            Plate::Trying(nameplate) => nameplate,
            // Ours is good enough while one relay still lists it.
            Plate::Ours(_) if listed || !taken => return,
            Plate::Ours(nameplate) => nameplate,
        };
        if taken || stuck {
            self.unlist();
            self.draw(now);
        } else if listed {
            self.plate = Plate::Ours(nameplate);
            self.outputs.push_back(Output::Listed(nameplate));
        } else if self.relays.iter().all(|r| r.listing_failures <= 1) {
            self.outputs.push_back(Output::Warn(Warning::NoCode));
        }
    }

    fn draw(&mut self, now: Instant) {
        self.plate = match self.nameplates.draw() {
            Some(nameplate) => Plate::Trying(nameplate),
            None => {
                self.outputs.push_back(Output::Warn(Warning::NoCode));
                Plate::Off
            }
        };
        self.advance(now);
    }

    /// Moves every relay on as far as it can go now.
    fn advance(&mut self, now: Instant) {
        for relay in &mut self.relays {
            relay.give_up_seat(now);
        }
        let mut seats = self.seats();
        for relay in &mut self.relays {
            if relay.gives_no_answer(now) || relay.gives_up_dial(now) {
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

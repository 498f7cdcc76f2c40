//! Finding a waiting room on the same local network, with no internet and no
//! relay: by multicast DNS, then over TCP.
//!
//! A room answers while it waits and is silent otherwise; it never calls out by
//! itself. Whoever looks for one asks a few times and hears who is there and at
//! which port, nothing of a code. The library's own behaviour for this answers
//! as long as it exists, with every address, and keeps whatever it is told for
//! as long as the teller wants; this one keeps nothing of what it hears.
//!
//! A pure machine: [`radio`] has the sockets, the room decides what to make of
//! somebody found.

mod allowance;
pub(crate) mod networks;
mod packet;
pub(crate) mod radio;

use std::{
    collections::VecDeque,
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};
use rand::{Rng, rngs::StdRng};

use self::{allowance::Allowance, packet::Packet};
use crate::{
    direct::addresses::{Subnet, ip_of, is_local},
    link::Via,
    time::earlier,
};

/// Networks that are taken part in; a machine has one or two, and some that
/// are only within it.
const MAX_NETWORKS: usize = 8;
/// Sockets of ours that are remembered.
const MAX_LISTENING: usize = 2 * MAX_NETWORKS;
/// Ways over local networks that one link carries.
const MAX_VIA: usize = 2;
/// Cables are plugged in and out: how often to look.
const READ_EVERY: Duration = Duration::from_secs(2);
/// After how long to ask once more, the last of them from then on. Wireless
/// networks lose what is said to all.
const ASK_AFTER: [Duration; 3] = [
    Duration::from_millis(250),
    Duration::from_millis(750),
    Duration::from_millis(1500),
];
/// Answers that are given within a second.
const SAID_A_SECOND: u32 = 20;
/// Answers that are looked at within a second.
const HEARD_A_SECOND: u32 = 200;
/// The same is said to all no more often, as RFC 6762 wants it (section 6).
const TO_ALL_EVERY: Duration = Duration::from_secs(1);

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Read which networks we are on, for [`Lan::on_networks`].
    Networks,
    /// Speak and hear at exactly these addresses of ours.
    Open(Vec<IpAddr>),
    /// Have a TCP socket for guests at exactly these addresses of ours.
    Listen(Vec<IpAddr>),
    /// Send a packet from this address of ours.
    Send {
        from: IpAddr,
        to: To,
        packet: Vec<u8>,
    },
    /// Whom we look for may be there.
    Found { peer: PeerId, address: Multiaddr },
    /// Where we can be found, or whether there is a network, has changed.
    Places,
}

/// Whom a packet is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    /// Everybody on that network.
    All,
    /// This one.
    One(SocketAddr),
}

/// One room's part in the local networks.
pub(crate) struct Lan {
    us: PeerId,
    /// Whether the person wants it at all.
    allowed: bool,
    role: Role,
    /// Whether guests may come to a socket of its own.
    listens: bool,
    /// Those that we are on; `None` until they were read.
    networks: Option<Vec<Subnet>>,
    listening: Vec<SocketAddr>,
    read_at: Instant,
    /// To whom else than one something was said, and when.
    said: Vec<(IpAddr, Instant)>,
    may_say: Allowance,
    may_hear: Allowance,
    outputs: VecDeque<Output>,
    rng: StdRng,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Quiet,
    /// Says that we are there when somebody asks.
    Waiting,
    /// Asks who is there.
    Looking {
        id: u16,
        only: Option<PeerId>,
        asked: usize,
        ask_at: Instant,
    },
}

impl Lan {
    /// Quiet until told otherwise, and for ever unless `allowed`.
    pub(crate) fn new(now: Instant, us: PeerId, allowed: bool, rng: StdRng) -> Self {
        Self {
            us,
            allowed,
            role: Role::Quiet,
            listens: false,
            networks: None,
            listening: Vec::new(),
            read_at: now,
            said: Vec::new(),
            may_say: Allowance::new(now, SAID_A_SECOND),
            may_hear: Allowance::new(now, HEARD_A_SECOND),
            outputs: VecDeque::new(),
            rng,
        }
    }

    /// From now on answer who asks, and listen for guests.
    pub(crate) fn wait(&mut self, now: Instant) {
        self.listens = self.allowed;
        self.answer(now);
    }

    /// From now on answer who asks, for sockets that listen already.
    pub(crate) fn answer(&mut self, now: Instant) {
        if self.allowed {
            self.role = Role::Waiting;
            self.read(now);
        }
    }

    /// From now on ask who is there: anybody, or `only` this one.
    pub(crate) fn look(&mut self, now: Instant, only: Option<PeerId>) {
        if self.allowed {
            self.role = Role::Looking {
                id: self.rng.r#gen(),
                only,
                asked: 0,
                ask_at: now,
            };
            self.read(now);
        }
    }

    /// Neither answer nor ask; guests on the way here may still arrive.
    pub(crate) fn rest(&mut self) {
        if self.role != Role::Quiet {
            self.role = Role::Quiet;
            self.said.clear();
            self.outputs.push_back(Output::Open(Vec::new()));
        }
    }

    /// Nothing of it all any more.
    pub(crate) fn stop(&mut self) {
        self.rest();
        if std::mem::take(&mut self.listens) {
            self.outputs.push_back(Output::Listen(Vec::new()));
        }
    }

    /// Find out whether there is a local network; [`Output::Places`] follows.
    pub(crate) fn read(&mut self, now: Instant) {
        if self.allowed {
            self.read_at = now + READ_EVERY;
            self.outputs.push_back(Output::Networks);
        }
    }

    /// Whether somebody may be near, as far as we know.
    pub(crate) fn is_possible(&self) -> bool {
        self.allowed && self.networks.as_ref().is_none_or(|n| !n.is_empty())
    }

    /// Whether somebody near could come to us now.
    pub(crate) fn is_reachable(&self) -> bool {
        self.places().next().is_some()
    }

    /// Ways to us for the link.
    pub(crate) fn vias(&self) -> Vec<Via> {
        let mut places: Vec<SocketAddr> = self.places().collect();
        places.sort_by_key(SocketAddr::is_ipv6);
        places.truncate(MAX_VIA);
        let via = |place| Via::Lan {
            address: tcp(place),
        };
        places.into_iter().map(via).collect()
    }

    /// Whether this is an address on one of our local networks, where we may
    /// dial whom we look for.
    pub(crate) fn is_near(&self, address: &Multiaddr) -> bool {
        let networks = self.networks.as_deref().unwrap_or_default();
        self.allowed && ip_of(address).is_some_and(|ip| networks.iter().any(|n| n.contains(ip)))
    }

    /// The next thing to do.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call [`Lan::on_timeout`] next.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        let ask = match self.role {
            Role::Looking { ask_at, .. } => Some(ask_at),
            _ => None,
        };
        let active = self.role != Role::Quiet || self.listens;
        earlier(ask, active.then_some(self.read_at))
    }

    /// A deadline has passed.
    pub(crate) fn on_timeout(&mut self, now: Instant) {
        if self.poll_timeout().is_none_or(|t| t > now) {
            return;
        }
        if self.read_at <= now {
            self.read(now);
        }
        self.ask(now);
    }

    /// All networks that we are on now, the internet's too.
    pub(crate) fn on_networks(&mut self, now: Instant, all: Vec<Subnet>) {
        let mut local: Vec<Subnet> = all.into_iter().filter(|n| is_local(n.ip)).collect();
        local.truncate(MAX_NETWORKS);
        let ips: Vec<IpAddr> = local.iter().map(|n| n.ip).collect();
        let changed = self.networks.as_ref() != Some(&local);
        self.networks = Some(local);
        if self.role != Role::Quiet {
            self.outputs.push_back(Output::Open(ips.clone()));
        }
        if self.listens {
            self.outputs.push_back(Output::Listen(ips));
        }
        if changed {
            self.outputs.push_back(Output::Places);
            if let Role::Looking { asked, ask_at, .. } = &mut self.role {
                (*asked, *ask_at) = (0, now);
            }
        }
        self.ask(now);
    }

    /// A socket of ours listens here now.
    pub(crate) fn on_listening(&mut self, address: &Multiaddr) {
        if let Some(place) = place(address)
            && self.listening.len() < MAX_LISTENING
            && !self.listening.contains(&place)
        {
            self.listening.push(place);
            self.outputs.push_back(Output::Places);
        }
    }

    /// It no longer does.
    pub(crate) fn on_not_listening(&mut self, address: &Multiaddr) {
        if let Some(place) = place(address)
            && let Some(at) = self.listening.iter().position(|p| *p == place)
        {
            self.listening.remove(at);
            self.outputs.push_back(Output::Places);
        }
    }

    /// Somebody sent a packet, to us or to all.
    pub(crate) fn on_packet(&mut self, now: Instant, from: SocketAddr, bytes: &[u8]) {
        let networks = self.networks.as_deref().unwrap_or_default();
        // Whoever is further away is not talked to (RFC 6762, section 11).
        let Some(network) = networks.iter().find(|n| n.contains(from.ip())).copied() else {
            return;
        };
        match (self.role, Packet::decode(bytes)) {
            (Role::Waiting, Some(Packet::Question { id })) => {
                self.say_where(now, network.ip, from, id);
            }
            (Role::Looking { id: ours, only, .. }, Some(answer)) => {
                if let Packet::Answer {
                    id,
                    peer,
                    addresses,
                } = answer
                    && id == ours
                    && peer != self.us
                    && only.is_none_or(|only| only == peer)
                    // Only for itself: nobody has us dial a third one.
                    && let Some(place) = addresses
                        .iter()
                        .filter_map(place)
                        .find(|place| place.ip() == from.ip())
                    && self.may_hear.take(now)
                {
                    let address = tcp(place);
                    self.outputs.push_back(Output::Found { peer, address });
                }
            }
            _ => {}
        }
    }

    fn say_where(&mut self, now: Instant, ip: IpAddr, to: SocketAddr, id: u16) {
        let Some(place) = self.places().find(|place| place.ip() == ip) else {
            return;
        };
        let answer = Packet::Answer {
            id,
            peer: self.us,
            addresses: vec![tcp(place)],
        };
        let Some(packet) = answer.encode().filter(|_| self.may_say.take(now)) else {
            return;
        };
        // To the one who asked, since what is said to all is often lost; and to
        // all, since many a firewall lets in nothing else.
        self.outputs.push_back(Output::Send {
            from: ip,
            to: To::One(to),
            packet: packet.clone(),
        });
        self.said.retain(|(_, at)| *at + TO_ALL_EVERY > now);
        if self.said.iter().all(|(said, _)| *said != ip) {
            self.said.push((ip, now));
            self.outputs.push_back(Output::Send {
                from: ip,
                to: To::All,
                packet,
            });
        }
    }

    fn ask(&mut self, now: Instant) {
        let Role::Looking {
            id, asked, ask_at, ..
        } = &mut self.role
        else {
            return;
        };
        let Some(networks) = self.networks.as_ref().filter(|_| *ask_at <= now) else {
            return;
        };
        *ask_at = now + ASK_AFTER[(*asked).min(ASK_AFTER.len() - 1)];
        *asked += 1;
        let Some(packet) = (Packet::Question { id: *id }).encode() else {
            return;
        };
        let outputs = networks.iter().map(|network| Output::Send {
            from: network.ip,
            to: To::All,
            packet: packet.clone(),
        });
        self.outputs.extend(outputs);
    }

    /// Where we listen on local networks.
    fn places(&self) -> impl Iterator<Item = SocketAddr> {
        let networks = self.networks.as_deref().unwrap_or_default();
        let at = |n: &Subnet| self.listening.iter().find(|p| p.ip() == n.ip).copied();
        networks.iter().filter_map(at)
    }
}

fn tcp(place: SocketAddr) -> Multiaddr {
    Multiaddr::from(place.ip()).with(Protocol::Tcp(place.port()))
}

fn place(address: &Multiaddr) -> Option<SocketAddr> {
    let ip = ip_of(address)?;
    address.iter().find_map(|part| match part {
        Protocol::Tcp(port) => Some(SocketAddr::new(ip, port)),
        _ => None,
    })
}

#[cfg(test)]
mod tests;

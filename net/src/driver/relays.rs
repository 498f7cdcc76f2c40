//! What relays are asked: seats, and who is listed where.

use libp2p::{
    PeerId,
    core::PeerRecord,
    multiaddr::Protocol,
    request_response::OutboundRequestId,
    swarm::dial_opts::{DialOpts, PeerCondition},
};
use tincan_relay::rendezvous::{Message, Namespace, NewRegistration};

use super::Driver;
use crate::{
    code::Nameplate,
    kept::{board, place::Place},
    meeting::{self, Refusal},
    time::Now,
};

/// What a request to a relay was about.
pub(super) enum Request {
    Register(PeerId, Nameplate),
    Discover(PeerId),
    RegisterKept(PeerId, Place),
    DiscoverKept(PeerId, Place),
    Unregister,
}

/// A request under way.
pub(super) struct Asked {
    pub(super) about: Request,
    /// What to ask once more, should its connection close.
    again: Option<(PeerId, Message)>,
}

impl Driver {
    pub(super) fn meet(&mut self, output: meeting::Output) {
        match output {
            meeting::Output::Dial { relay, addresses } => {
                // Relays are let through the gate from the start.
                self.swarm.behaviour_mut().gated.admit(relay);
                let dial = DialOpts::peer_id(relay)
                    .addresses(addresses)
                    .condition(PeerCondition::Disconnected)
                    .build();
                if self.swarm.dial(dial).is_err() {
                    if self.swarm.is_connected(&relay) {
                        self.room.on_relay_connected(Now::read(), relay);
                    } else {
                        self.room.on_relay_failed(Now::read(), relay);
                    }
                }
            }
            meeting::Output::Reserve { relay, address } => {
                match self.swarm.listen_on(address.with(Protocol::P2pCircuit)) {
                    Ok(listener) => {
                        self.listeners.insert(listener, relay);
                    }
                    Err(_) => self.room.on_seat_lost(Now::read(), relay, false),
                }
            }
            meeting::Output::Register {
                relay,
                nameplate,
                ttl_secs,
            } => {
                let record = PeerRecord::new(&self.key, self.room.listed_addresses());
                let namespace = Namespace::try_from(nameplate.namespace());
                let (Ok(record), Ok(namespace)) = (record, namespace) else {
                    self.room
                        .on_register_refused(Now::read(), relay, nameplate, Refusal::Other);
                    return;
                };
                let message = Message::Register(NewRegistration {
                    namespace,
                    record,
                    ttl: Some(ttl_secs),
                });
                self.request(relay, message, Request::Register(relay, nameplate));
            }
            meeting::Output::Unregister { relay, nameplate } => {
                if let Ok(namespace) = Namespace::try_from(nameplate.namespace()) {
                    self.request(relay, Message::Unregister(namespace), Request::Unregister);
                }
            }
            meeting::Output::Hang(relay) => {
                let _ = self.swarm.disconnect_peer_id(relay);
            }
            // Told by the room.
            meeting::Output::Reach(_)
            | meeting::Output::Health
            | meeting::Output::Refused(_)
            | meeting::Output::Seats
            | meeting::Output::Listed(_)
            | meeting::Output::Warn(_) => {}
        }
    }

    /// Asks who waits at a nameplate.
    pub(super) fn discover(&mut self, relay: PeerId, nameplate: Nameplate) {
        if let Ok(namespace) = Namespace::try_from(nameplate.namespace()) {
            let message = Message::Discover {
                namespace: Some(namespace),
                limit: Some(1),
                cookie: None,
            };
            self.request(relay, message, Request::Discover(relay));
        }
    }

    /// Does what a kept room wants done at meeting points.
    pub(super) fn on_board(&mut self, output: board::Output) {
        let (relay, place) = match &output {
            board::Output::Register { relay, place, .. }
            | board::Output::Unregister { relay, place }
            | board::Output::Discover { relay, place } => (*relay, place.clone()),
        };
        let Ok(namespace) = Namespace::try_from(place.namespace().to_owned()) else {
            return;
        };
        match output {
            board::Output::Register { ttl_secs, .. } => {
                let record = PeerRecord::new(&self.key, self.room.listed_addresses());
                let Ok(record) = record else {
                    return self
                        .room
                        .on_kept_registered(Now::read(), relay, &place, None);
                };
                let message = Message::Register(NewRegistration {
                    namespace,
                    record,
                    ttl: Some(ttl_secs),
                });
                self.request(relay, message, Request::RegisterKept(relay, place));
            }
            board::Output::Unregister { .. } => {
                self.request(relay, Message::Unregister(namespace), Request::Unregister);
            }
            board::Output::Discover { .. } => {
                let message = Message::Discover {
                    namespace: Some(namespace),
                    limit: Some(4),
                    cookie: None,
                };
                self.request(relay, message, Request::DiscoverKept(relay, place));
            }
        }
    }

    fn request(&mut self, relay: PeerId, message: Message, about: Request) {
        let again = Some((relay, message.clone()));
        let meeting = &mut self.swarm.behaviour_mut().meeting;
        let id = meeting.send_request(&relay, message);
        self.requests.insert(id, Asked { about, again });
    }

    /// Asks once more, over the connection that is left: where two were made at
    /// the same time a relay keeps one, and the question goes with the other.
    pub(super) fn ask_again(&mut self, id: OutboundRequestId) -> bool {
        let Some(asked) = self.requests.get_mut(&id) else {
            return false;
        };
        let Some((relay, message)) = asked.again.take() else {
            return false;
        };
        if !self.swarm.is_connected(&relay) {
            return false;
        }
        let meeting = &mut self.swarm.behaviour_mut().meeting;
        let next = meeting.send_request(&relay, message);
        if let Some(asked) = self.requests.remove(&id) {
            self.requests.insert(next, asked);
        }
        true
    }
}

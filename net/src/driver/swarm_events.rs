//! What the swarm says, told to the room.

use std::error::Error;

use libp2p::{
    core::ConnectedPoint,
    identify,
    multiaddr::Protocol,
    relay,
    request_response::{self, OutboundFailure},
    swarm::{DialError, SwarmEvent},
};
use tincan_relay::rendezvous::{self, ErrorCode, Message};

use super::{Driver, relays::Request};
use crate::{
    api::{Path, PathKind, Transport},
    direct::{
        Observation,
        addresses::{Subnet, ip_of},
    },
    meeting::Refusal,
    pipe::Pipe,
    room::{Answer, Miss},
    streams::{Purpose, StreamId},
    swarm::{
        BehaviourEvent, GatedEvent,
        ping::What,
        streams::{self, Stream},
    },
    time::Now,
    wire::Framing,
};

impl Driver {
    pub(super) fn on_swarm_event(&mut self, event: SwarmEvent<BehaviourEvent>) {
        let now = Now::read();
        match event {
            SwarmEvent::Behaviour(event) => self.on_behaviour_event(now, event),
            SwarmEvent::ConnectionEstablished {
                peer_id: peer,
                connection_id: id,
                endpoint,
                num_established,
                ..
            } => {
                if !self.room.is_relay(peer) || endpoint.is_relayed() {
                    let path = path(&endpoint, &self.networks);
                    self.room.on_peer_connected(now, peer, id, path);
                } else if num_established.get() == 1 {
                    self.room
                        .set_relay_transport(peer, path(&endpoint, &self.networks).transport);
                    self.room.on_relay_connected(now, peer);
                } else if !self.observers.contains_key(&id) {
                    // A dial that came too late.
                    self.swarm.close_connection(id);
                }
            }
            SwarmEvent::ConnectionClosed {
                peer_id: peer,
                connection_id: id,
                num_established: left,
                ..
            } => {
                if !self.room.is_relay(peer) {
                    self.room.on_peer_disconnected(now, peer, id, left == 0);
                } else if left == 0 {
                    self.room.on_relay_disconnected(now, peer);
                }
            }
            SwarmEvent::NewListenAddr {
                listener_id,
                address,
            } => self.on_listening(now, listener_id, address),
            SwarmEvent::ExpiredListenAddr {
                listener_id,
                address,
            } => self.on_not_listening(now, listener_id, &address),
            SwarmEvent::OutgoingConnectionError {
                peer_id: Some(peer),
                error,
                ..
            } => {
                tracing::debug!(%peer, %error, "dial failed");
                if self.swarm.is_connected(&peer) && !self.room.is_dialing(peer) {
                    return;
                }
                if self.room.is_relay(peer) {
                    self.room.on_relay_failed(now, peer);
                } else {
                    self.room.on_peer_failed(now, peer, miss(&error));
                }
            }
            SwarmEvent::ListenerClosed {
                listener_id,
                addresses,
                reason,
            } => {
                for address in addresses {
                    self.on_not_listening(now, listener_id, &address);
                }
                self.lan_listeners.remove(&listener_id);
                if let Some(relay) = self.listeners.remove(&listener_id) {
                    let refused = reason.as_ref().is_err_and(|e| is_limit(e));
                    tracing::debug!(%relay, ?reason, "seat lost");
                    self.room.on_seat_lost(now, relay, refused);
                }
            }
            _ => {}
        }
    }

    fn on_behaviour_event(&mut self, now: Now, event: BehaviourEvent) {
        match event {
            BehaviourEvent::Doorstep(never) | BehaviourEvent::Naming(never) => match never {},
            BehaviourEvent::Relay(event) => self.on_relay_event(now, event),
            BehaviourEvent::Ping(event) => match event.what {
                What::Pong(rtt) => self.room.on_rtt(now, event.peer, event.connection, rtt),
                What::Suspect => self.room.on_suspect(now, event.connection),
                What::Silent => self.room.on_silent(now, event.connection),
            },
            BehaviourEvent::Meeting(event) => self.on_meeting_event(now, event),
            BehaviourEvent::Admit(event) => self.on_stream_event(now, Purpose::Admit, event),
            BehaviourEvent::Gated(GatedEvent::Control(event)) => {
                self.on_stream_event(now, Purpose::Control, event);
            }
            BehaviourEvent::Gated(GatedEvent::Punch(event)) => {
                self.on_stream_event(now, Purpose::Punch, event);
            }
            BehaviourEvent::Gated(GatedEvent::Transfer(event)) => {
                self.on_stream_event(now, Purpose::Transfer, event);
            }
            BehaviourEvent::Gated(GatedEvent::Media(event)) => {
                self.on_stream_event(now, Purpose::Media, event);
            }
            BehaviourEvent::Gated(GatedEvent::Identify(identify::Event::Received {
                connection_id,
                peer_id,
                info,
            })) => {
                if self.room.is_relay(peer_id) {
                    let offers = |name| info.protocols.contains(&name);
                    let enough = offers(relay::HOP_PROTOCOL_NAME) && offers(rendezvous::PROTOCOL);
                    if !enough {
                        self.room.on_useless_relay(now, peer_id);
                    }
                }
                // Taken as it is: what identify itself makes of it has our
                // listening port in place of the one that the NAT gave.
                if let Some(relay) = self.observers.get(&connection_id) {
                    let observation = Observation {
                        relay: relay.clone(),
                        seen: info.observed_addr,
                    };
                    self.room.on_observed(now, observation);
                }
            }
            BehaviourEvent::Gated(GatedEvent::Identify(_)) => {}
        }
    }

    fn on_relay_event(&mut self, now: Now, event: relay::client::Event) {
        use relay::client::Event;
        match event {
            Event::ReservationReqAccepted { relay_peer_id, .. } => {
                self.room.on_seat(now, relay_peer_id);
            }
            Event::OutboundCircuitEstablished { limit, .. }
            | Event::InboundCircuitEstablished { limit, .. } => {
                if let Some(limit) = limit {
                    self.room.on_limit(limit.duration(), limit.data_in_bytes());
                }
            }
        }
    }

    fn on_meeting_event(&mut self, now: Now, event: request_response::Event<Message, Message>) {
        let mut lost = false;
        let (id, response) = match event {
            request_response::Event::Message {
                message:
                    request_response::Message::Response {
                        request_id,
                        response,
                    },
                ..
            } => (request_id, Some(response)),
            request_response::Event::OutboundFailure {
                request_id, error, ..
            } => {
                tracing::debug!(%error, "no answer from a meeting point");
                lost = !matches!(
                    error,
                    OutboundFailure::Timeout | OutboundFailure::UnsupportedProtocols
                );
                if lost && self.ask_again(request_id) {
                    return;
                }
                (request_id, None)
            }
            _ => return,
        };
        match self.requests.remove(&id).map(|asked| asked.about) {
            Some(Request::Register(relay, nameplate)) => match response {
                Some(Message::RegisterResponse(Ok(ttl))) => {
                    self.room.on_registered(now, relay, nameplate, ttl);
                }
                Some(Message::RegisterResponse(Err(ErrorCode::NotAuthorized))) => {
                    self.room
                        .on_register_refused(now, relay, nameplate, Refusal::Taken);
                }
                _ => self
                    .room
                    .on_register_refused(now, relay, nameplate, Refusal::Other),
            },
            Some(Request::Discover(relay)) => {
                let answer = match response {
                    Some(Message::DiscoverResponse(Ok(found))) => {
                        let first = found.registrations.first();
                        let host = first.map(|r| r.record.peer_id());
                        let host = host.filter(|host| !self.room.is_relay(*host));
                        host.map_or(Answer::Nobody, Answer::Host)
                    }
                    Some(Message::DiscoverResponse(Err(ErrorCode::Unavailable))) => Answer::Away,
                    None if lost => Answer::Lost,
                    _ => Answer::Silence,
                };
                self.room.on_discovered(now, relay, answer);
            }
            Some(Request::RegisterKept(relay, place)) => {
                let ttl = match response {
                    Some(Message::RegisterResponse(Ok(ttl))) => Some(ttl),
                    _ => None,
                };
                self.room.on_kept_registered(now, relay, &place, ttl);
            }
            Some(Request::DiscoverKept(relay, place)) => {
                tracing::trace!(?place, "looked for the other of a kept room");
                let found: Vec<_> = match response {
                    Some(Message::DiscoverResponse(Ok(found))) => {
                        let keys = found.registrations.iter().map(|r| r.record.peer_id());
                        keys.filter(|key| !self.room.is_relay(*key)).collect()
                    }
                    _ => Vec::new(),
                };
                self.room.on_kept_discovered(now, relay, &place, &found);
            }
            Some(Request::Unregister) | None => {}
        }
    }

    fn on_stream_event(&mut self, now: Now, purpose: Purpose, event: streams::Event) {
        match event {
            streams::Event::Inbound {
                peer,
                connection,
                stream,
            } => {
                if let Some(id) = self.room.on_inbound(now, peer, connection, purpose) {
                    self.start(id, purpose, stream, true);
                }
            }
            streams::Event::Opened { id, stream } => {
                let id = StreamId(id.0);
                self.start(id, purpose, stream, false);
                self.room.on_opened(now, id);
            }
            streams::Event::Failed { id, unsupported } => {
                self.room.on_open_failed(now, StreamId(id.0), unsupported);
            }
        }
    }

    fn start(&mut self, id: StreamId, purpose: Purpose, stream: Stream, inbound: bool) {
        let framing = match purpose {
            Purpose::Admit | Purpose::Control => Framing::Fixed,
            Purpose::Punch => Framing::Varint,
            Purpose::Transfer if inbound => return self.worker.greet(id, stream),
            Purpose::Transfer => return self.worker.opened(id, stream),
            Purpose::Media if inbound => return self.media.read(stream),
            Purpose::Media => return self.media.opened(id, stream),
        };
        let pipe = Pipe::start(id, stream, framing, self.to_inbox.clone());
        self.pipes.insert(id, pipe);
    }
}

fn path(endpoint: &ConnectedPoint, networks: &[Subnet]) -> Path {
    let address = match endpoint {
        ConnectedPoint::Dialer { address, .. } => address,
        ConnectedPoint::Listener { local_addr, .. } => local_addr,
    };
    let on_link = |ip| networks.iter().any(|n| n.contains(ip));
    let quic = address.iter().any(|p| matches!(p, Protocol::QuicV1));
    Path {
        kind: if endpoint.is_relayed() {
            PathKind::Relayed
        } else if ip_of(endpoint.get_remote_address()).is_some_and(on_link) {
            PathKind::Lan
        } else {
            PathKind::Direct
        },
        transport: if quic {
            Transport::Quic
        } else {
            Transport::Tcp
        },
        rtt: None,
        why: None,
    }
}

/// Why a peer was not reached: what a relay said counts more than what broke.
fn miss(error: &DialError) -> Miss {
    let DialError::Transport(failed) = error else {
        return Miss::Broken;
    };
    let any = |what: fn(&(dyn Error + 'static)) -> bool| failed.iter().any(|(_, e)| what(e));
    if any(is_limit) {
        Miss::Full
    } else if any(is_absence) {
        Miss::Absent
    } else {
        Miss::Broken
    }
}

/// Whether a relay said that it knows nobody of that key.
fn is_absence(error: &(dyn Error + 'static)) -> bool {
    use relay::outbound::hop::ConnectError;
    causes(error)
        .filter_map(|e| e.downcast_ref::<ConnectError>())
        .any(|e| matches!(e, ConnectError::NoReservation))
}

/// Whether a relay said that it is full or refuses us.
fn is_limit(error: &(dyn Error + 'static)) -> bool {
    use relay::outbound::hop::{ConnectError, ReserveError};
    causes(error).any(|e| {
        let reserve = e.downcast_ref::<ReserveError>();
        let connect = e.downcast_ref::<ConnectError>();
        reserve.is_some_and(|e| {
            matches!(
                e,
                ReserveError::Refused | ReserveError::ResourceLimitExceeded
            )
        }) || connect.is_some_and(|e| {
            matches!(
                e,
                ConnectError::ResourceLimitExceeded | ConnectError::PermissionDenied
            )
        })
    })
}

/// The error and what it came of.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        // An io::Error hides what it wraps from `source`.
        next = match error.downcast_ref::<std::io::Error>() {
            Some(io) => io.get_ref().map(|e| e as &(dyn Error + 'static)),
            None => error.source(),
        };
        Some(error)
    })
}

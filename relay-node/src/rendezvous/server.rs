//! The driver of the [`Registry`]: requests in, responses out, one timer.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use libp2p::{
    Multiaddr, PeerId,
    core::{Endpoint, transport::PortUse},
    request_response::{self, ProtocolSupport},
    swarm::{
        ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, THandler, THandlerInEvent,
        THandlerOutEvent, ToSwarm,
    },
};
use tokio::time::{Sleep, sleep_until};

use super::{
    message::Message,
    registry::{Registry, RegistryStats, Sender},
    wire::{Codec, PROTOCOL},
};
use crate::limits::{Limits, Prefix};

/// How long a request may take to arrive and its response to leave.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// Requests of one connection at a time.
const MAX_STREAMS: usize = 8;

type Inner = request_response::Behaviour<Codec>;
type InnerEvent = request_response::Event<Message, Message>;

/// Serves the rendezvous protocol.
pub(crate) struct Behaviour {
    inner: Inner,
    registry: Registry,
    limits: Limits,
    payers: HashMap<ConnectionId, Option<Prefix>>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Behaviour {
    pub(crate) fn new(limits: Limits, seed: u64) -> Self {
        let config = request_response::Config::default()
            .with_request_timeout(REQUEST_TIMEOUT)
            .with_max_concurrent_streams(MAX_STREAMS);
        Self {
            inner: Inner::new([(PROTOCOL, ProtocolSupport::Inbound)], config),
            registry: Registry::new(limits.clone(), seed),
            limits,
            payers: HashMap::new(),
            timer: None,
        }
    }

    pub(crate) fn expire_prefixes(&mut self, now: Instant) {
        self.registry.expire_prefixes(now);
    }

    pub(crate) fn stats(&self) -> RegistryStats {
        self.registry.stats()
    }

    fn on_inner_event(&mut self, event: InnerEvent) {
        match event {
            InnerEvent::Message {
                peer,
                connection_id,
                message:
                    request_response::Message::Request {
                        request, channel, ..
                    },
            } => {
                // A request that was under way when its connection closed would
                // register a peer that nobody will ever report as gone.
                let Some(&payer) = self.payers.get(&connection_id) else {
                    return;
                };
                let sender = Sender { peer, payer };
                let response = self.registry.handle(Instant::now(), sender, request);
                if let Some(response) = response {
                    tracing::debug!(%peer, refused = refusal(&response), "rendezvous request");
                    // Fails if the peer is gone or too slow: its own loss.
                    self.inner.send_response(channel, response).ok();
                }
            }
            InnerEvent::InboundFailure { peer, error, .. } => {
                tracing::debug!(%peer, %error, "rendezvous request failed");
            }
            _ => {}
        }
    }

    /// Sleeps until the registry wants to be woken; true if that is now.
    fn poll_timer(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(due) = self.registry.poll_timeout() else {
            self.timer = None;
            return false;
        };
        let due = tokio::time::Instant::from_std(due);
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(due)));
        if timer.deadline() != due {
            timer.as_mut().reset(due);
        }
        timer.as_mut().poll(cx).is_ready()
    }
}

fn refusal(response: &Message) -> Option<tracing::field::DisplayValue<super::ErrorCode>> {
    let code = match response {
        Message::RegisterResponse(outcome) => outcome.as_ref().err(),
        Message::DiscoverResponse(outcome) => outcome.as_ref().err(),
        _ => None,
    };
    code.copied().map(tracing::field::display)
}

impl NetworkBehaviour for Behaviour {
    type ConnectionHandler = THandler<Inner>;
    type ToSwarm = ();

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        local: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.inner
            .handle_established_inbound_connection(id, peer, local, remote)
    }

    fn handle_established_outbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        address: &Multiaddr,
        role: Endpoint,
        port_use: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.inner
            .handle_established_outbound_connection(id, peer, address, role, port_use)
    }

    fn on_swarm_event(&mut self, event: FromSwarm) {
        match &event {
            FromSwarm::ConnectionEstablished(event) => {
                let payer = self.limits.payer(event.endpoint.get_remote_address());
                self.payers.insert(event.connection_id, payer);
                if event.other_established == 0 {
                    self.registry.connected(Instant::now(), event.peer_id);
                }
            }
            FromSwarm::ConnectionClosed(event) => {
                self.payers.remove(&event.connection_id);
                if event.remaining_established == 0 {
                    self.registry.disconnected(Instant::now(), event.peer_id);
                }
            }
            _ => {}
        }
        self.inner.on_swarm_event(event);
    }

    fn on_connection_handler_event(
        &mut self,
        peer: PeerId,
        id: ConnectionId,
        event: THandlerOutEvent<Self>,
    ) {
        self.inner.on_connection_handler_event(peer, id, event);
    }

    fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        loop {
            match self.inner.poll(cx) {
                Poll::Ready(ToSwarm::GenerateEvent(event)) => self.on_inner_event(event),
                Poll::Ready(other) => return Poll::Ready(other.map_out(drop)),
                Poll::Pending if self.poll_timer(cx) => {
                    self.registry.handle_timeout(Instant::now());
                }
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

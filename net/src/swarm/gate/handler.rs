//! One connection's side of the gate: inert until it is opened.

use std::{
    fmt,
    task::{Context, Poll, Waker},
};

use futures::future::{Either, Pending, pending};
use libp2p::swarm::{
    ConnectionHandler, ConnectionHandlerEvent, Stream, SubstreamProtocol,
    handler::{
        ConnectionEvent, FullyNegotiatedInbound, InboundUpgradeSend, ListenUpgradeError,
        UpgradeInfoSend,
    },
};

/// From the gate to the handler.
pub(crate) enum In<H: ConnectionHandler> {
    /// The peer is admitted: go on with this handler.
    Open(Box<H>),
    /// For the handler inside.
    Inner(H::FromBehaviour),
}

impl<H: ConnectionHandler> fmt::Debug for In<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(_) => f.write_str("Open"),
            Self::Inner(event) => event.fmt(f),
        }
    }
}

/// A handler that may not be there yet.
pub(crate) struct GateHandler<H> {
    inner: Option<H>,
    waker: Option<Waker>,
}

impl<H> GateHandler<H> {
    pub(super) fn shut() -> Self {
        Self {
            inner: None,
            waker: None,
        }
    }

    pub(super) fn open(handler: H) -> Self {
        Self {
            inner: Some(handler),
            waker: None,
        }
    }
}

impl<H: ConnectionHandler> ConnectionHandler for GateHandler<H> {
    type FromBehaviour = In<H>;
    type ToBehaviour = H::ToBehaviour;
    type InboundProtocol = Offer<H::InboundProtocol>;
    type OutboundProtocol = H::OutboundProtocol;
    type InboundOpenInfo = Option<H::InboundOpenInfo>;
    type OutboundOpenInfo = H::OutboundOpenInfo;

    fn listen_protocol(&self) -> SubstreamProtocol<Self::InboundProtocol, Self::InboundOpenInfo> {
        match &self.inner {
            Some(inner) => inner
                .listen_protocol()
                .map_upgrade(|u| Offer(Some(u)))
                .map_info(Some),
            None => SubstreamProtocol::new(Offer(None), None),
        }
    }

    fn connection_keep_alive(&self) -> bool {
        self.inner
            .as_ref()
            .is_some_and(ConnectionHandler::connection_keep_alive)
    }

    fn on_behaviour_event(&mut self, event: Self::FromBehaviour) {
        match event {
            In::Open(handler) => {
                self.inner = Some(*handler);
                if let Some(waker) = self.waker.take() {
                    waker.wake();
                }
            }
            In::Inner(event) => {
                if let Some(inner) = &mut self.inner {
                    inner.on_behaviour_event(event);
                }
            }
        }
    }

    fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<
        ConnectionHandlerEvent<Self::OutboundProtocol, Self::OutboundOpenInfo, Self::ToBehaviour>,
    > {
        match &mut self.inner {
            Some(inner) => inner.poll(cx),
            None => {
                self.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }

    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<Option<Self::ToBehaviour>> {
        match &mut self.inner {
            Some(inner) => inner.poll_close(cx),
            None => Poll::Ready(None),
        }
    }

    fn on_connection_event(
        &mut self,
        event: ConnectionEvent<
            '_,
            Self::InboundProtocol,
            Self::OutboundProtocol,
            Self::InboundOpenInfo,
            Self::OutboundOpenInfo,
        >,
    ) {
        let Some(inner) = &mut self.inner else {
            return;
        };
        let event = match event {
            // Begun while the gate was shut: nobody inside asked for it.
            ConnectionEvent::FullyNegotiatedInbound(FullyNegotiatedInbound {
                info: None, ..
            })
            | ConnectionEvent::ListenUpgradeError(ListenUpgradeError { info: None, .. }) => return,
            ConnectionEvent::FullyNegotiatedInbound(FullyNegotiatedInbound {
                protocol,
                info: Some(info),
            }) => {
                ConnectionEvent::FullyNegotiatedInbound(FullyNegotiatedInbound { protocol, info })
            }
            ConnectionEvent::ListenUpgradeError(ListenUpgradeError {
                info: Some(info),
                error,
            }) => ConnectionEvent::ListenUpgradeError(ListenUpgradeError { info, error }),
            ConnectionEvent::FullyNegotiatedOutbound(e) => {
                ConnectionEvent::FullyNegotiatedOutbound(e)
            }
            ConnectionEvent::DialUpgradeError(e) => ConnectionEvent::DialUpgradeError(e),
            ConnectionEvent::AddressChange(e) => ConnectionEvent::AddressChange(e),
            ConnectionEvent::LocalProtocolsChange(e) => ConnectionEvent::LocalProtocolsChange(e),
            ConnectionEvent::RemoteProtocolsChange(e) => ConnectionEvent::RemoteProtocolsChange(e),
            _ => return,
        };
        inner.on_connection_event(event);
    }
}

/// What is offered on a connection: the inner protocols, or none at all.
pub(crate) struct Offer<U>(Option<U>);

impl<U: UpgradeInfoSend> UpgradeInfoSend for Offer<U> {
    type Info = U::Info;
    type InfoIter = std::vec::IntoIter<U::Info>;

    fn protocol_info(&self) -> Self::InfoIter {
        let offered = self.0.iter().flat_map(UpgradeInfoSend::protocol_info);
        offered.collect::<Vec<_>>().into_iter()
    }
}

impl<U: InboundUpgradeSend> InboundUpgradeSend for Offer<U> {
    type Output = U::Output;
    type Error = U::Error;
    type Future = Either<U::Future, Pending<Result<U::Output, U::Error>>>;

    fn upgrade_inbound(self, socket: Stream, info: Self::Info) -> Self::Future {
        match self.0 {
            Some(upgrade) => Either::Left(upgrade.upgrade_inbound(socket, info)),
            // Nothing was offered, so nothing can have been agreed on.
            None => Either::Right(pending()),
        }
    }
}

//! One connection's streams of one protocol.

use std::{
    collections::VecDeque,
    task::{Context, Poll},
    time::Duration,
};

use libp2p::{
    StreamProtocol,
    core::upgrade::ReadyUpgrade,
    swarm::{
        ConnectionHandler, ConnectionHandlerEvent, Stream, StreamUpgradeError, SubstreamProtocol,
        handler::{
            ConnectionEvent, DialUpgradeError, FullyNegotiatedInbound, FullyNegotiatedOutbound,
        },
    },
};

use super::OpenId;

/// A stream that is not open by then will not be.
const OPEN_WITHIN: Duration = Duration::from_secs(10);

/// From the behaviour.
#[derive(Debug)]
pub(crate) enum In {
    Open(OpenId),
}

/// To the behaviour.
#[derive(Debug)]
pub(crate) enum Out {
    Inbound(Stream),
    Opened(OpenId, Stream),
    Failed { id: OpenId, unsupported: bool },
}

/// Opens and accepts streams of one protocol.
pub(crate) struct StreamsHandler {
    protocol: StreamProtocol,
    to_open: VecDeque<OpenId>,
    out: VecDeque<Out>,
}

impl StreamsHandler {
    pub(super) fn new(protocol: StreamProtocol) -> Self {
        Self {
            protocol,
            to_open: VecDeque::new(),
            out: VecDeque::new(),
        }
    }
}

impl ConnectionHandler for StreamsHandler {
    type FromBehaviour = In;
    type ToBehaviour = Out;
    type InboundProtocol = ReadyUpgrade<StreamProtocol>;
    type OutboundProtocol = ReadyUpgrade<StreamProtocol>;
    type InboundOpenInfo = ();
    type OutboundOpenInfo = OpenId;

    fn listen_protocol(&self) -> SubstreamProtocol<Self::InboundProtocol> {
        SubstreamProtocol::new(ReadyUpgrade::new(self.protocol.clone()), ())
    }

    fn on_behaviour_event(&mut self, In::Open(id): In) {
        self.to_open.push_back(id);
    }

    fn poll(
        &mut self,
        _: &mut Context<'_>,
    ) -> Poll<ConnectionHandlerEvent<Self::OutboundProtocol, OpenId, Out>> {
        if let Some(out) = self.out.pop_front() {
            return Poll::Ready(ConnectionHandlerEvent::NotifyBehaviour(out));
        }
        if let Some(id) = self.to_open.pop_front() {
            let upgrade = ReadyUpgrade::new(self.protocol.clone());
            return Poll::Ready(ConnectionHandlerEvent::OutboundSubstreamRequest {
                protocol: SubstreamProtocol::new(upgrade, id).with_timeout(OPEN_WITHIN),
            });
        }
        Poll::Pending
    }

    fn on_connection_event(
        &mut self,
        event: ConnectionEvent<'_, Self::InboundProtocol, Self::OutboundProtocol, (), OpenId>,
    ) {
        match event {
            ConnectionEvent::FullyNegotiatedInbound(FullyNegotiatedInbound {
                protocol: stream,
                ..
            }) => self.out.push_back(Out::Inbound(stream)),
            ConnectionEvent::FullyNegotiatedOutbound(FullyNegotiatedOutbound {
                protocol: stream,
                info: id,
            }) => self.out.push_back(Out::Opened(id, stream)),
            ConnectionEvent::DialUpgradeError(DialUpgradeError { info: id, error }) => {
                let unsupported = matches!(error, StreamUpgradeError::NegotiationFailed);
                self.out.push_back(Out::Failed { id, unsupported });
            }
            _ => {}
        }
    }
}

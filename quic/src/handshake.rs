//! Handshakes of both kinds, to a connection whose peer is known.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use libp2p::{PeerId, tls::certificate};
use quinn::{Incoming, rustls::pki_types::CertificateDer};
use tokio::time::timeout;

use crate::{
    Error,
    admission::{Admission, Network, Verdict},
    connection::Connection,
    core::Core,
    endpoint::Endpoint,
    shared::Shared,
    socket::Dialled,
    stats::Stats,
};

/// Shakes hands as client.
pub(crate) async fn dial(
    shared: Arc<Shared>,
    endpoint: Endpoint,
    address: SocketAddr,
) -> Result<(PeerId, Connection), Error> {
    let dialled = endpoint.dialled(address);
    let stats = Arc::<Stats>::default();
    let config = shared.config.client(&stats, &shared.pulse);
    // Some name there must be, and it means nothing.
    let connecting = endpoint.quinn().connect_with(config, address, "l")?;
    finish(&shared, connecting, stats, Some(dialled)).await
}

/// A first packet that may go on.
#[derive(Debug)]
pub(crate) struct Arrival {
    incoming: Incoming,
    place: Place,
}

impl Arrival {
    /// Lets it go on, or deals with it: a packet asking for proof of the
    /// address, or nothing.
    pub(crate) fn admit(incoming: Incoming, admission: &Arc<Mutex<Admission>>) -> Option<Self> {
        let network = Network::from(incoming.remote_address().ip());
        let proved = incoming.remote_address_validated();
        let mut machine = admission.lock().unwrap_or_else(PoisonError::into_inner);
        let verdict = machine.judge(network, proved);
        drop(machine);
        match verdict {
            Verdict::Accept => Some(Self {
                incoming,
                place: Place {
                    admission: admission.clone(),
                    network,
                    proved,
                },
            }),
            Verdict::Prove => {
                if let Err(proved) = incoming.retry() {
                    proved.into_incoming().ignore();
                }
                None
            }
            Verdict::Ignore => {
                incoming.ignore();
                None
            }
        }
    }

    pub(crate) fn remote(&self) -> SocketAddr {
        self.incoming.remote_address()
    }

    /// Shakes hands as server. Until then nothing of the peer's is kept but its
    /// first packets.
    pub(crate) async fn accept(self, shared: Arc<Shared>) -> Result<(PeerId, Connection), Error> {
        let Self { incoming, place } = self;
        let stats = Arc::<Stats>::default();
        let config = shared.config.server(&stats, &shared.pulse);
        let connecting = incoming.accept_with(Arc::new(config))?;
        let outcome = finish(&shared, connecting, stats, None).await;
        drop(place);
        outcome
    }
}

/// One of the handshakes that there may be at a time.
#[derive(Debug)]
struct Place {
    admission: Arc<Mutex<Admission>>,
    network: Network,
    proved: bool,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut machine = self
            .admission
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        machine.end(self.network, self.proved);
    }
}

async fn finish(
    shared: &Shared,
    connecting: quinn::Connecting,
    stats: Arc<Stats>,
    dialled: Option<Dialled>,
) -> Result<(PeerId, Connection), Error> {
    let connection = timeout(shared.config.handshake_timeout, connecting)
        .await
        .map_err(|_| Error::HandshakeTimeout)??;
    let peer = peer_of(&connection).ok_or(Error::Certificate)?;
    let core = Core::new(connection, stats, shared.config.connection_window);
    shared.look_after(&core);
    let connection = Connection::new(core, shared.registry.clone(), dialled);
    Ok((peer, connection))
}

/// Whose certificate it is. (It was verified in the handshake.)
fn peer_of(connection: &quinn::Connection) -> Option<PeerId> {
    let identity = connection.peer_identity()?;
    let chain: Box<Vec<CertificateDer<'static>>> = identity.downcast().ok()?;
    let certificate = certificate::parse(chain.first()?).ok()?;
    Some(certificate.peer_id())
}

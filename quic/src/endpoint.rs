//! A port with quinn's endpoint on it: listening, dialling and punching share
//! it, so that a NAT sees one and the same.

use std::{
    collections::HashSet,
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, RwLock},
};

use quinn::TokioRuntime;

use crate::{
    Config, Error,
    address::Family,
    config::endpoint_config,
    socket::{Dialled, Port, Socket, Traffic},
};

/// Cheap to clone; the port is free again when the last clone and the last
/// connection are gone.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    quinn: quinn::Endpoint,
    port: Arc<Port>,
}

impl Endpoint {
    /// Binds a port to dial from. It is deaf to all others.
    pub(crate) fn bind(
        address: SocketAddr,
        ours: Arc<RwLock<HashSet<IpAddr>>>,
    ) -> Result<Self, Error> {
        let port = Port::bind(address, ours)?;
        port.set_deaf(true);
        let quinn = quinn::Endpoint::new_with_abstract_socket(
            endpoint_config(),
            None,
            Socket::new(port.clone())?,
            Arc::new(TokioRuntime),
        )?;
        Ok(Self { quinn, port })
    }

    /// Begins to take handshakes of others.
    pub(crate) fn listen(&self, config: &Config) {
        self.quinn.set_server_config(Some(config.listening()));
        self.port.set_deaf(false);
    }

    /// Takes no more of them; connections go on.
    pub(crate) fn stop_listening(&self) {
        self.quinn.set_server_config(None);
    }

    pub(crate) fn quinn(&self) -> &quinn::Endpoint {
        &self.quinn
    }

    pub(crate) fn local(&self) -> SocketAddr {
        self.port.local()
    }

    pub(crate) fn family(&self) -> Family {
        Family::of(self.local().ip())
    }

    pub(crate) fn traffic(&self) -> Traffic {
        self.port.traffic()
    }

    /// Lets `address` be heard on a port that is only dialled from.
    pub(crate) fn dialled(&self, address: SocketAddr) -> Dialled {
        self.port.dial(address)
    }

    /// A socket to punch with.
    pub(crate) fn socket(&self) -> io::Result<Arc<Socket>> {
        Socket::new(self.port.clone())
    }

    /// The network has changed: connections that we made are told to their
    /// peers under new names from wherever we are now, and offload gets another
    /// chance. The port stays the same.
    pub(crate) fn network_changed(&self) {
        let fresh = Socket::new(self.port.clone());
        if let Err(error) = fresh.and_then(|socket| self.quinn.rebind_abstract(socket)) {
            tracing::debug!(%error, "a socket cannot be made anew");
        }
    }
}

//! One end of a connection, as quinn's endpoint and connection drivers run it.

use std::{
    net::SocketAddr,
    sync::{Arc, LazyLock},
    time::Instant,
};

use quinn::rustls::{
    self,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
};
use quinn_proto::{
    ClientConfig, Connection, ConnectionHandle, DatagramEvent, Endpoint, EndpointConfig,
    ServerConfig, TransportConfig,
    crypto::rustls::{QuicClientConfig, QuicServerConfig},
};

/// What quinn asks a connection for at a time.
const DATAGRAMS: usize = 10;

/// A key and a certificate of always the same length, so that a run is like the
/// one before.
static IDENTITY: LazyLock<(CertificateDer<'static>, Vec<u8>)> = LazyLock::new(|| {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let mut params = rcgen::CertificateParams::new(["peer".to_owned()]).unwrap();
    params.serial_number = Some(1_u64.into());
    let certificate = params.self_signed(&key).unwrap();
    (certificate.der().clone(), key.serialize_der())
});

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

pub(super) fn client_config(transport: TransportConfig) -> ClientConfig {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(IDENTITY.0.clone()).unwrap();
    let tls = rustls::ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let tls = QuicClientConfig::try_from(tls).unwrap();
    let mut config = ClientConfig::new(Arc::new(tls));
    config.transport_config(Arc::new(transport));
    config
}

pub(super) fn server_config(transport: TransportConfig) -> ServerConfig {
    let key = PrivatePkcs8KeyDer::from(IDENTITY.1.clone());
    let tls = rustls::ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![IDENTITY.0.clone()], key.into())
        .unwrap();
    let tls = QuicServerConfig::try_from(tls).unwrap();
    let mut config = ServerConfig::with_crypto(Arc::new(tls));
    config.transport_config(Arc::new(transport));
    config
}

/// An endpoint with at most one connection.
pub(super) struct Peer {
    endpoint: Endpoint,
    remote: SocketAddr,
    pub(super) connection: Option<(ConnectionHandle, Connection)>,
    buffer: Vec<u8>,
}

impl Peer {
    pub(super) fn new(server: Option<ServerConfig>, remote: SocketAddr, seed: u64) -> Self {
        let mut config = EndpointConfig::default();
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        config.rng_seed(Some(bytes));
        Self {
            endpoint: Endpoint::new(Arc::new(config), server.map(Arc::new), true, None),
            remote,
            connection: None,
            buffer: Vec::new(),
        }
    }

    pub(super) fn connect(&mut self, config: ClientConfig, now: Instant) {
        let connection = self.endpoint.connect(now, config, self.remote, "peer");
        self.connection = Some(connection.unwrap());
    }

    pub(super) fn handle(&mut self, datagram: &[u8], now: Instant) {
        let event = self.endpoint.handle(
            now,
            self.remote,
            None,
            None,
            datagram.into(),
            &mut self.buffer,
        );
        match event {
            Some(DatagramEvent::NewConnection(incoming)) => {
                let accepted = self.endpoint.accept(incoming, now, &mut self.buffer, None);
                self.connection = Some(accepted.map_err(|error| error.cause).unwrap());
            }
            Some(DatagramEvent::ConnectionEvent(_, event)) => {
                if let Some((_, connection)) = &mut self.connection {
                    connection.handle_event(event);
                }
            }
            Some(DatagramEvent::Response(_)) | None => {}
        }
        self.buffer.clear();
    }

    pub(super) fn wake_at(&mut self) -> Option<Instant> {
        self.connection.as_mut()?.1.poll_timeout()
    }

    pub(super) fn handle_timeout(&mut self, now: Instant) {
        if let Some((_, connection)) = &mut self.connection
            && connection.poll_timeout().is_some_and(|at| at <= now)
        {
            connection.handle_timeout(now);
        }
    }

    /// Everything that it would send now.
    pub(super) fn transmit(&mut self, now: Instant, mut send: impl FnMut(Vec<u8>)) {
        let Some((handle, connection)) = &mut self.connection else {
            return;
        };
        while let Some(transmit) = connection.poll_transmit(now, DATAGRAMS, &mut self.buffer) {
            let segment = transmit.segment_size.unwrap_or(transmit.size);
            let datagrams = self.buffer[..transmit.size].chunks(segment);
            datagrams.for_each(|datagram| send(datagram.to_vec()));
            self.buffer.clear();
        }
        while let Some(event) = connection.poll_endpoint_events() {
            if let Some(event) = self.endpoint.handle_event(*handle, event) {
                connection.handle_event(event);
            }
        }
    }
}

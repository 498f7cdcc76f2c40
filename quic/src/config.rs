//! What a transport is made of, and what quinn is told.

use std::{fmt, sync::Arc, time::Duration};

use libp2p::{identity::Keypair, tls};
use quinn::{
    AckFrequencyConfig, EndpointConfig, IdleTimeout, MtuDiscoveryConfig, TransportConfig, VarInt,
    congestion::ControllerFactory,
    crypto::rustls::{NoInitialCipherSuite, QuicClientConfig, QuicServerConfig},
    rustls::{
        self,
        client::Resumption,
        server::{NoServerSessionStorage, ServerConfig as TlsServerConfig},
    },
};

use crate::{congestion::Conversation, meter::MeterFactory, pulse::Pulse, stats::Stats};

/// Makes the congestion control of one connection, which may read and write
/// that connection's numbers.
pub type Congestion =
    Arc<dyn Fn(&Arc<Stats>) -> Arc<dyn ControllerFactory + Send + Sync> + Send + Sync>;

/// Before the first measurement, an answer is given up after three of these.
const INITIAL_RTT: Duration = Duration::from_millis(100);
/// How long an answer may be held back. A conversation sends a packet every few
/// milliseconds, and repairs a loss the sooner the more it hears.
const ACK_DELAY: Duration = Duration::from_millis(5);
/// In a transfer, one acknowledgement for so many packets and one more: with
/// each of them being large, many come within the delay.
const ACK_EVERY: u32 = 7;
/// After a path turned out to carry less than it did, how long until more is
/// tried again.
const MTU_AGAIN: Duration = Duration::from_secs(20);
/// What may be written before anything is known about the path.
pub(crate) const FIRST_SEND_WINDOW: u64 = 64 * 1024;
/// Unread handshakes: first packets that nobody has looked at yet, and what
/// each of them may bring along while it waits.
const MAX_INCOMING: usize = 256;
const INCOMING_BUFFER: u64 = 8 * 1024;
const INCOMING_BUFFERS: u64 = 1024 * 1024;

/// Why no transport can be made with a key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// No certificate can be made with it.
    #[error("certificate: {0}")]
    Certificate(#[from] tls::certificate::GenError),
    /// The cipher suites do not fit QUIC.
    #[error("cipher suites: {0}")]
    CipherSuite(#[from] NoInitialCipherSuite),
}

/// How a [`Transport`](crate::Transport) behaves.
#[derive(Clone)]
pub struct Config {
    /// How long a handshake may take.
    pub handshake_timeout: Duration,
    /// A connection on which nothing is heard for so long is over. The lesser
    /// of both sides' counts.
    pub idle_timeout: Duration,
    /// When nothing is heard for so long, something is sent.
    pub keep_alive: Duration,
    /// Streams that the peer may have open on a connection.
    pub max_streams: u32,
    /// Bytes that the peer may send on a stream before they are read.
    pub stream_window: u32,
    /// Bytes that the peer may send on a connection before they are read.
    pub connection_window: u32,
    /// The congestion control.
    pub congestion: Congestion,
    client: Arc<QuicClientConfig>,
    server: quinn::ServerConfig,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").finish_non_exhaustive()
    }
}

impl Config {
    /// What suits a conversation, with the certificate of `keypair`.
    ///
    /// # Errors
    /// [`ConfigError`] when there can be no certificate.
    pub fn new(keypair: &Keypair) -> Result<Self, ConfigError> {
        Ok(Self {
            handshake_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_secs(10),
            keep_alive: Duration::from_secs(5),
            max_streams: 256,
            stream_window: 10_000_000,
            connection_window: 15_000_000,
            congestion: Arc::new(|stats| Arc::new(Conversation::new(stats.clone()))),
            client: Arc::new(client_tls(keypair)?),
            server: server_config(keypair)?,
        })
    }

    /// For one connection that we make.
    pub(crate) fn client(&self, stats: &Arc<Stats>, pulse: &Arc<Pulse>) -> quinn::ClientConfig {
        let mut config = quinn::ClientConfig::new(self.client.clone());
        config.transport_config(Arc::new(self.transport(stats, pulse)));
        // A token would tell a relay that it is the same app as last time.
        config.token_store(Arc::new(quinn::NoneTokenStore));
        config
    }

    /// For one connection that comes in.
    pub(crate) fn server(&self, stats: &Arc<Stats>, pulse: &Arc<Pulse>) -> quinn::ServerConfig {
        let mut config = self.server.clone();
        config.transport_config(Arc::new(self.transport(stats, pulse)));
        config
    }

    /// For all that come in, until they are looked at.
    pub(crate) fn listening(&self) -> quinn::ServerConfig {
        self.server.clone()
    }

    fn transport(&self, stats: &Arc<Stats>, pulse: &Arc<Pulse>) -> TransportConfig {
        let mut mtu = MtuDiscoveryConfig::default();
        mtu.black_hole_cooldown(MTU_AGAIN);
        let mut acks = AckFrequencyConfig::default();
        acks.max_ack_delay(Some(ACK_DELAY))
            .ack_eliciting_threshold(VarInt::from_u32(ACK_EVERY));
        let idle = u32::try_from(self.idle_timeout.as_millis()).unwrap_or(u32::MAX);
        let congestion = (self.congestion)(stats);
        let meter = MeterFactory::new(congestion, stats.clone(), pulse.clone());

        let mut config = TransportConfig::default();
        config
            .max_concurrent_uni_streams(0_u32.into())
            .max_concurrent_bidi_streams(self.max_streams.into())
            .datagram_receive_buffer_size(None)
            .keep_alive_interval(Some(self.keep_alive))
            .max_idle_timeout(Some(IdleTimeout::from(VarInt::from_u32(idle))))
            .allow_spin(false)
            .stream_receive_window(self.stream_window.into())
            .receive_window(self.connection_window.into())
            .send_window(FIRST_SEND_WINDOW)
            .initial_rtt(INITIAL_RTT)
            .mtu_discovery_config(Some(mtu))
            .ack_frequency_config(Some(acks))
            .congestion_controller_factory(Arc::new(meter));
        config
    }
}

/// For an endpoint of either kind.
pub(crate) fn endpoint_config() -> EndpointConfig {
    let mut config = EndpointConfig::default();
    config.supported_versions(vec![1]);
    config
}

fn client_tls(keypair: &Keypair) -> Result<QuicClientConfig, ConfigError> {
    let mut tls = tls::make_client_config(keypair, None)?;
    tls.key_log = Arc::new(rustls::NoKeyLog);
    tls.resumption = Resumption::disabled();
    Ok(QuicClientConfig::try_from(tls)?)
}

fn server_config(keypair: &Keypair) -> Result<quinn::ServerConfig, ConfigError> {
    let mut tls: TlsServerConfig = tls::make_server_config(keypair)?;
    tls.key_log = Arc::new(rustls::NoKeyLog);
    tls.session_storage = Arc::new(NoServerSessionStorage {});
    tls.send_tls13_tickets = 0;
    let tls = QuicServerConfig::try_from(tls)?;

    let mut config = quinn::ServerConfig::with_crypto(Arc::new(tls));
    let mut tokens = quinn::ValidationTokenConfig::default();
    tokens.sent(0).log(Arc::new(quinn::NoneTokenLog));
    config
        .validation_token_config(tokens)
        .migration(true)
        .max_incoming(MAX_INCOMING)
        .incoming_buffer_size(INCOMING_BUFFER)
        .incoming_buffer_size_total(INCOMING_BUFFERS);
    Ok(config)
}

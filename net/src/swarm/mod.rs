//! The libp2p side of one room: a swarm with a key of its own.

mod crowd;
pub(crate) mod doorstep;
pub(crate) mod gate;
pub(crate) mod ping;
mod pulse;
pub(crate) mod streams;

use std::{iter, sync::Arc, time::Duration};

use libp2p::{
    StreamProtocol, Swarm, SwarmBuilder, core::upgrade::Version, identify, identity, noise, relay,
    request_response, swarm::NetworkBehaviour, tcp, yamux,
};
use tincan_relay::rendezvous;

use self::{
    gate::Gate,
    streams::{Carried, Manners},
};

/// Admission, offered to strangers.
pub(crate) const ADMIT: StreamProtocol = StreamProtocol::new("/tincan/admit/1");
/// The control channel, behind the gate.
pub(crate) const CONTROL: StreamProtocol = StreamProtocol::new("/tincan/control/1");
/// The bytes of files, behind the gate.
pub(crate) const TRANSFER: StreamProtocol = StreamProtocol::new("/tincan/transfer/1");

/// Packets of calls, behind the gate.
pub(crate) const MEDIA: StreamProtocol = StreamProtocol::new("/tincan/media/1");
/// Arranging a straight path, behind the gate.
pub(crate) const PUNCH: StreamProtocol = StreamProtocol::new("/libp2p/dcutr");

/// What is said goes before calls (which are between), and calls before files.
const WORDS: Manners = Manners::Ours(tincan_quic::URGENT + 10);
const CALLS: Manners = Manners::Ours(tincan_quic::URGENT);
const FILES: Manners = Manners::Ours(0);

const REQUEST_WITHIN: Duration = Duration::from_secs(5);
/// Covers a relay's HOP, Noise and the muxer over a slow line; one who draws it
/// out for longer is not waited for.
const CONNECT_WITHIN: Duration = Duration::from_secs(12);
/// Rooms close their connections themselves.
const IDLE: Duration = Duration::from_secs(365 * 24 * 3600);

/// Everything that a room speaks.
#[derive(NetworkBehaviour)]
pub(crate) struct Behaviour {
    // What may refuse a connection comes first.
    pub(crate) doorstep: doorstep::Behaviour,
    pub(crate) relay: relay::client::Behaviour,
    naming: tincan_quic::Naming,
    pub(crate) ping: ping::Behaviour,
    pub(crate) meeting: request_response::Behaviour<rendezvous::Codec>,
    pub(crate) admit: streams::Behaviour,
    pub(crate) gated: Gate<Gated>,
}

/// What only an admitted peer is offered. (Relays get it too: it is theirs to
/// tell us what address they see.)
#[derive(NetworkBehaviour)]
pub(crate) struct Gated {
    pub(crate) identify: identify::Behaviour,
    pub(crate) control: streams::Behaviour,
    pub(crate) punch: streams::Behaviour,
    pub(crate) transfer: streams::Behaviour,
    pub(crate) media: streams::Behaviour,
}

/// Why a swarm could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BuildError {
    #[error("noise: {0}")]
    Noise(#[from] noise::Error),
    #[error("quic: {0}")]
    Quic(#[from] tincan_quic::ConfigError),
    #[error("dns: {0}")]
    Dns(#[from] std::io::Error),
    #[error("behaviour")]
    Behaviour,
}

/// A swarm, and what is to be had of it besides.
pub(crate) struct Built {
    pub(crate) swarm: Swarm<Behaviour>,
    /// Steers the QUIC transport, and knows numbers of its connections.
    pub(crate) quic: tincan_quic::Handle,
    /// Counts what all streams to peers carry.
    pub(crate) carried: Arc<Carried>,
}

/// A swarm with this key, whose gate is open to nobody yet.
pub(crate) fn build(key: identity::Keypair) -> Result<Built, BuildError> {
    let transport = quic(&key)?;
    let quic = transport.handle();
    let numbers = quic.registry();
    let carried = Arc::<Carried>::default();
    let counter = carried.clone();
    let swarm = SwarmBuilder::with_existing_identity(key)
        .with_tokio()
        .with_tcp(
            tcp::Config::default().nodelay(true),
            noise::Config::new,
            yamux::Config::default,
        )?
        .with_other_transport(|_| transport)
        .map_err(|_| BuildError::Behaviour)?;
    // For tests within one process; it reaches nothing outside of it.
    #[cfg(test)]
    let swarm = swarm
        .with_other_transport(|key| {
            use libp2p::{Transport as _, core::transport::MemoryTransport};
            Ok(MemoryTransport::default()
                .upgrade(Version::V1Lazy)
                .authenticate(noise::Config::new(key)?)
                .multiplex(yamux::Config::default()))
        })
        .map_err(|_| BuildError::Behaviour)?;
    let swarm = swarm
        .with_dns()?
        .with_relay_client(noise::Config::new, yamux::Config::default)?
        .with_behaviour(|key, relay| behaviour(key, relay, numbers, &counter))
        .map_err(|_| BuildError::Behaviour)?
        .with_swarm_config(|config| {
            config
                .with_idle_connection_timeout(IDLE)
                .with_substream_upgrade_protocol_override(Version::V1Lazy)
        })
        .with_connection_timeout(CONNECT_WITHIN)
        .build();
    Ok(Built {
        swarm,
        quic,
        carried,
    })
}

fn quic(key: &identity::Keypair) -> Result<tincan_quic::Transport, tincan_quic::ConfigError> {
    let mut config = tincan_quic::Config::new(key)?;
    config.keep_alive = Duration::from_secs(3);
    config.idle_timeout = Duration::from_secs(8);
    Ok(tincan_quic::Transport::new(config))
}

fn behaviour(
    key: &identity::Keypair,
    relay: relay::client::Behaviour,
    numbers: tincan_quic::Registry,
    carried: &Arc<Carried>,
) -> Behaviour {
    let streams = |protocol, manners| streams::Behaviour::new(protocol, manners, carried.clone());
    let identify = identify::Config::new("tincan/1".into(), key.public())
        .with_agent_version("tincan".into())
        .with_cache_size(0)
        .with_hide_listen_addrs(true);
    let gated = Gated {
        identify: identify::Behaviour::new(identify),
        control: streams(CONTROL, WORDS),
        punch: streams(PUNCH, Manners::Stock),
        transfer: streams(TRANSFER, FILES),
        media: streams(MEDIA, CALLS),
    };
    Behaviour {
        doorstep: doorstep::Behaviour::new(),
        relay,
        naming: numbers.naming(),
        ping: ping::Behaviour::new(numbers),
        meeting: request_response::Behaviour::new(
            iter::once((
                rendezvous::PROTOCOL,
                request_response::ProtocolSupport::Outbound,
            )),
            request_response::Config::default().with_request_timeout(REQUEST_WITHIN),
        ),
        admit: streams(ADMIT, WORDS),
        gated: Gate::new(gated),
    }
}

//! The parts of a node, put together.

use std::time::Duration;

use libp2p::{
    Swarm, SwarmBuilder, Transport, autonat,
    core::{
        muxing::StreamMuxerBox,
        transport::{MemoryTransport, OptionalTransport, upgrade::Version},
    },
    identify,
    identity::Keypair,
    multiaddr::Protocol,
    noise, ping,
    swarm::{NetworkBehaviour, behaviour::toggle::Toggle},
    tcp, yamux,
};

use super::{Config, Listen, StartError};
use crate::{limits, relay, rendezvous};

/// What identify tells about the protocol family.
const PROTOCOL_VERSION: &str = "tincan/1";
const AGENT_VERSION: &str = concat!("tincan-relay/", env!("CARGO_PKG_VERSION"));

/// Streams that one peer may have open on a connection: a circuit in each
/// direction is one.
const MAX_STREAMS: u32 = 160;
/// What one peer may make a connection buffer. Enough for 80 Mbit/s at 100 ms.
const STREAM_WINDOW: u32 = 1 << 20;
const CONNECTION_WINDOW: u32 = 2 << 20;

/// A peer that vanished is noticed by QUIC after so long, and over TCP by the
/// second ping that fails.
const QUIC_IDLE: Duration = Duration::from_secs(10);
const QUIC_KEEP_ALIVE: Duration = Duration::from_secs(4);
const PING: Duration = Duration::from_secs(5);

const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection without a reservation may be one that is kept ready for the
/// next room.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10 * 60);

#[derive(NetworkBehaviour)]
#[behaviour(prelude = "libp2p::swarm::derive_prelude")]
pub(super) struct Behaviour {
    // What may refuse a connection comes first.
    pub(super) connections: limits::connections::Behaviour,
    pub(super) relay: relay::Behaviour,
    pub(super) rendezvous: rendezvous::server::Behaviour,
    identify: identify::Behaviour,
    ping: ping::Behaviour,
    autonat: Toggle<autonat::v2::server::Behaviour>,
}

/// A swarm that does not listen yet.
pub(super) fn build(config: &Config) -> Result<Swarm<Behaviour>, StartError> {
    let in_memory = matches!(&config.listen, Listen::Addresses(all) if all.iter().any(|address| {
        matches!(address.iter().next(), Some(Protocol::Memory(_)))
    }));
    let quic = quic(&config.key).map_err(StartError::from_any)?;
    let swarm = SwarmBuilder::with_existing_identity(config.key.clone())
        .with_tokio()
        .with_tcp(
            tcp::Config::default().nodelay(true),
            noise::Config::new,
            muxer,
        )?
        .with_other_transport(|_| quic)
        .map_err(StartError::from_any)?
        .with_other_transport(|key| {
            let memory = in_memory.then(MemoryTransport::default);
            let memory = memory.map_or_else(OptionalTransport::none, OptionalTransport::some);
            Ok(memory
                .upgrade(Version::V1)
                .authenticate(noise::Config::new(key)?)
                .multiplex(muxer())
                .map(|(peer, muxer), _| (peer, StreamMuxerBox::new(muxer))))
        })
        .map_err(StartError::from_any)?
        .with_behaviour(|_| behaviour(config))
        .map_err(StartError::from_any)?
        .with_swarm_config(|swarm| swarm.with_idle_connection_timeout(IDLE_TIMEOUT))
        .with_connection_timeout(HANDSHAKE_TIMEOUT)
        .build();
    Ok(swarm)
}

fn behaviour(config: &Config) -> Behaviour {
    let limits = &config.limits;
    let public_key = config.key.public();
    Behaviour {
        connections: limits::connections::Behaviour::new(limits.clone()),
        relay: relay::Behaviour::new(public_key.to_peer_id(), limits.clone()),
        rendezvous: rendezvous::server::Behaviour::new(limits.clone(), rand::random()),
        identify: identify::Behaviour::new(
            identify::Config::new(PROTOCOL_VERSION.into(), public_key)
                .with_agent_version(AGENT_VERSION.into())
                // Where we can be reached is enough to tell.
                .with_hide_listen_addrs(true)
                .with_cache_size(0),
        ),
        ping: ping::Behaviour::new(ping::Config::new().with_interval(PING).with_timeout(PING)),
        autonat: Toggle::from(config.autonat.then(autonat::v2::server::Behaviour::default)),
    }
}

fn muxer() -> yamux::Config {
    let mut config = yamux::Config::default();
    config.set_max_num_streams(MAX_STREAMS as usize);
    config
}

fn quic(key: &Keypair) -> Result<tincan_quic::Transport, tincan_quic::ConfigError> {
    let mut config = tincan_quic::Config::new(key)?;
    config.handshake_timeout = HANDSHAKE_TIMEOUT;
    config.idle_timeout = QUIC_IDLE;
    config.keep_alive = QUIC_KEEP_ALIVE;
    config.max_streams = MAX_STREAMS;
    config.stream_window = STREAM_WINDOW;
    config.connection_window = CONNECTION_WINDOW;
    Ok(tincan_quic::Transport::new(config))
}

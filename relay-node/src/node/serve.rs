//! The driver of the swarm: it serves until it is told to stop, and is started
//! again if it breaks.

use std::{
    future::{Future, poll_fn},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use futures::{FutureExt, StreamExt};
use libp2p::{Multiaddr, Swarm, ping, swarm::SwarmEvent};
use tokio::{
    sync::watch,
    time::{interval, sleep, timeout},
};

use super::{
    Config, Listen, StartError, Stats,
    listen::Bound,
    probe::are_free,
    swarm::{Behaviour, BehaviourEvent, build},
};

/// How often idle prefixes are looked for.
const SWEEP: Duration = Duration::from_secs(60);
/// How long peers have to take leave, and the system to free the ports.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);
/// A QUIC handshake that a client broke off lingers for three probe timeouts,
/// each a second as long as no round trip was measured.
const FREE_TIMEOUT: Duration = Duration::from_secs(10);
const FREE_POLL: Duration = Duration::from_millis(10);
/// How long to wait before trying to start again.
const RESTART_MIN: Duration = Duration::from_millis(100);
const RESTART_MAX: Duration = Duration::from_secs(5);

/// A swarm that listens.
pub(super) struct Server {
    pub(super) swarm: Swarm<Behaviour>,
    pub(super) bound: Vec<Bound>,
    /// Whether every address we listen on counts as an external one.
    reachable_where_bound: bool,
    stats: watch::Sender<Stats>,
}

impl Server {
    /// Listens wherever the configuration says. Returns also what to tell
    /// people.
    pub(super) async fn start(
        config: &Config,
        stats: watch::Sender<Stats>,
    ) -> Result<(Self, Vec<Multiaddr>), StartError> {
        let mut server = Self {
            swarm: build(config)?,
            bound: Vec::new(),
            reachable_where_bound: config.external.is_empty(),
            stats,
        };
        server.listen(&config.listen).await?;
        let external = server.external(&config.external);
        for address in &external {
            server.swarm.add_external_address(address.clone());
        }
        let advertised = server.advertised(&external);
        Ok((server, advertised))
    }

    /// Where to listen in order to get the same ports.
    pub(super) fn where_bound(&self) -> Listen {
        let bound = self.bound.iter().map(|bound| bound.address.clone());
        Listen::Addresses(bound.collect())
    }

    /// Serves until told to stop or until whoever could tell is gone, then
    /// closes everything.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut sweep = interval(SWEEP);
        loop {
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => break,
                event = poll_fn(|cx| self.poll(cx)) => self.on_event(event),
                _ = sweep.tick() => self.expire_prefixes(),
            }
        }
        self.close().await;
    }

    /// The next event, with the books brought up to date on the way: most of
    /// what happens makes none.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<SwarmEvent<BehaviourEvent>> {
        let event = self.swarm.select_next_some().poll_unpin(cx);
        self.report();
        event
    }

    pub(super) fn on_event(&mut self, event: SwarmEvent<BehaviourEvent>) {
        match event {
            SwarmEvent::NewListenAddr {
                listener_id,
                address,
            } => {
                tracing::info!(%address, "listening");
                if self.reachable_where_bound {
                    self.swarm.add_external_address(address.clone());
                }
                let mut bound = self.bound.iter_mut();
                if let Some(bound) = bound.find(|bound| bound.id == listener_id) {
                    bound.concrete.push(address);
                }
            }
            SwarmEvent::ExpiredListenAddr {
                listener_id,
                address,
            } => {
                tracing::info!(%address, "no longer listening");
                if self.reachable_where_bound {
                    self.swarm.remove_external_address(&address);
                }
                let mut bound = self.bound.iter_mut();
                if let Some(bound) = bound.find(|bound| bound.id == listener_id) {
                    bound.concrete.retain(|known| *known != address);
                }
            }
            SwarmEvent::ListenerClosed { reason, .. } => match reason {
                Ok(()) => tracing::debug!("a listener closed"),
                Err(error) => tracing::error!(%error, "a listener failed"),
            },
            SwarmEvent::Behaviour(BehaviourEvent::Ping(ping::Event {
                peer,
                connection,
                result: Err(error @ (ping::Failure::Timeout | ping::Failure::Other { .. })),
            })) => {
                tracing::debug!(%peer, %error, "a peer vanished");
                self.swarm.close_connection(connection);
            }
            SwarmEvent::ConnectionEstablished { peer_id, .. } => {
                tracing::debug!(peer = %peer_id, "connected");
            }
            SwarmEvent::ConnectionClosed { peer_id, cause, .. } => {
                tracing::debug!(peer = %peer_id, ?cause, "disconnected");
            }
            SwarmEvent::IncomingConnectionError { error, .. } => {
                tracing::debug!(%error, "a connection was not made");
            }
            _ => {}
        }
    }

    fn expire_prefixes(&mut self) {
        let now = Instant::now();
        let behaviour = self.swarm.behaviour_mut();
        behaviour.connections.expire_prefixes(now);
        behaviour.relay.expire_prefixes(now);
        behaviour.rendezvous.expire_prefixes(now);
    }

    fn report(&self) {
        let counters = self.swarm.network_info();
        let behaviour = self.swarm.behaviour();
        let registry = behaviour.rendezvous.stats();
        self.stats.send_if_modified(|stats| {
            let fresh = Stats {
                connections: counters.connection_counters().num_established() as usize,
                reservations: behaviour.relay.reservations(),
                circuits: behaviour.relay.circuits(),
                registrations: registry.registrations,
                prefixes: behaviour.connections.prefixes()
                    + behaviour.relay.prefixes()
                    + registry.prefixes,
                restarts: stats.restarts,
            };
            std::mem::replace(stats, fresh) != fresh
        });
    }

    /// Takes leave of everybody, and waits until the ports can be used again.
    async fn close(mut self) {
        for bound in &self.bound {
            self.swarm.remove_listener(bound.id);
        }
        let peers: Vec<_> = self.swarm.connected_peers().copied().collect();
        for peer in peers {
            // An error says that it has just left by itself.
            self.swarm.disconnect_peer_id(peer).ok();
        }
        let closing = async {
            while self.swarm.network_info().num_peers() > 0 {
                let event = self.swarm.select_next_some().await;
                self.on_event(event);
            }
        };
        if timeout(CLOSE_TIMEOUT, closing).await.is_err() {
            tracing::debug!("some connections did not close in time");
        }
        self.report();
        let Self { swarm, bound, .. } = self;
        drop(swarm);
        let freed = async {
            while !are_free(bound.iter().map(|bound| &bound.address)) {
                sleep(FREE_POLL).await;
            }
        };
        if timeout(FREE_TIMEOUT, freed).await.is_err() {
            tracing::warn!("the ports are not free yet");
        }
    }
}

/// Runs a server, and starts it again on the same ports whenever it panics: the
/// stock protocols have assertions that hostile peers might reach.
pub(super) async fn serve_on(
    server: Server,
    config: Config,
    stats: watch::Sender<Stats>,
    stop: watch::Receiver<bool>,
) {
    let run = |server: Server| server.run(stop.clone());
    let again = || start_again(config.clone(), stats.clone(), stop.clone());
    supervise(server, run, again).await;
}

/// A server on the same ports, as soon as they can be had; none if it is told
/// to stop before.
async fn start_again(
    config: Config,
    stats: watch::Sender<Stats>,
    mut stop: watch::Receiver<bool>,
) -> Option<Server> {
    stats.send_modify(|stats| {
        *stats = Stats {
            restarts: stats.restarts + 1,
            ..Stats::default()
        };
    });
    let mut pause = RESTART_MIN;
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return None,
            () = sleep(pause) => {}
        }
        match Server::start(&config, stats.clone()).await {
            Ok((server, _)) => return Some(server),
            Err(error) => tracing::error!(%error, "cannot start again yet"),
        }
        pause = (pause * 2).min(RESTART_MAX);
    }
}

/// Runs a server to its end; when it panics, runs what comes `again`.
async fn supervise<S, F, Again>(
    mut server: S,
    run: impl Fn(S) -> F,
    mut again: impl FnMut() -> Again,
) where
    F: Future<Output = ()> + Send + 'static,
    Again: Future<Output = Option<S>>,
{
    loop {
        match tokio::spawn(run(server)).await {
            Err(error) if error.is_panic() => {
                tracing::error!(%error, "the node broke and is started again");
            }
            _ => return,
        }
        match again().await {
            Some(next) => server = next,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use libp2p::identity::Keypair;

    use super::*;

    #[tokio::test]
    async fn what_panics_is_started_again_until_it_ends_well() {
        let mut runs = 0;
        let run = |n| async move { assert!(n >= 3, "a fault put here by the test") };
        supervise(0, run, || {
            runs += 1;
            ready(Some(runs))
        })
        .await;
        assert_eq!(runs, 3);
    }

    #[tokio::test]
    async fn what_cannot_be_started_again_ends() {
        let run = |()| async { panic!("a fault put here by the test") };
        supervise((), run, || ready(None)).await;
    }

    #[tokio::test]
    async fn after_a_fault_it_listens_on_the_same_ports() {
        let mut config = Config::loopback(Keypair::generate_ed25519(), 0);
        let (stats, watched) = watch::channel(Stats::default());
        let (stop, stopped) = watch::channel(false);
        let (server, before) = Server::start(&config, stats.clone()).await.unwrap();
        config.listen = server.where_bound();
        let (found, mut after) = tokio::sync::mpsc::channel(1);
        let run = |server: Server| {
            let (found, stopped, watched) = (found.clone(), stopped.clone(), watched.clone());
            async move {
                assert!(
                    watched.borrow().restarts > 0,
                    "a fault put here by the test"
                );
                found.send(server.advertised(&[])).await.unwrap();
                server.run(stopped).await;
            }
        };
        let again = || start_again(config.clone(), stats.clone(), stopped.clone());
        tokio::join!(supervise(server, run, again), async {
            assert_eq!(after.recv().await.unwrap(), before);
            stop.send_replace(true);
        });
        assert_eq!(watched.borrow().restarts, 1);
    }
}

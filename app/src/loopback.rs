//! The meeting point on this machine, for when no relay is set.
//!
//! The first app on a machine serves a small relay on loopback, all of them
//! use it, and when that app quits another takes its place within a second or
//! two. Who binds the QUIC port serves.
//!
//! Its key is derived from a public seed, so that all apps know its address
//! ahead of time and it stays the same whoever serves. Any program on this
//! machine can therefore pose as it. Nothing is lost by that: a meeting point
//! introduces two people and passes sealed bytes on, and is trusted with
//! neither. That the right two met is proved between them by the code or link.

use std::{
    net::{Ipv4Addr, UdpSocket},
    num::NonZeroU16,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use libp2p::identity::{DecodingError, Keypair};
use tincan_net::Multiaddr;
use tincan_relay::{Config, Node};
use tokio::{
    runtime::Handle,
    sync::oneshot,
    task::JoinHandle,
    time::{sleep, timeout},
};

/// What the key is made of. Public, and the same in every app.
const SEED: [u8; 32] = *b"tincan/1 meeting point, loopback";

/// How often one who does not serve tries to.
const TRY_EVERY: Duration = Duration::from_secs(1);

/// How long taking leave of those we serve may take.
const STOPPING: Duration = Duration::from_secs(2);

/// The meeting point on this machine, ours or another app's.
#[derive(Debug)]
pub struct MeetingPoint {
    address: Multiaddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// The meeting point on this machine, for when it is needed: at the start, or
/// once the last relay was taken off the list.
#[derive(Debug)]
pub struct Here {
    port: NonZeroU16,
    runtime: Handle,
    running: Mutex<Option<MeetingPoint>>,
}

impl Here {
    /// One at `port` that nobody has needed yet.
    pub fn new(port: NonZeroU16, runtime: &Handle) -> Self {
        Self {
            port,
            runtime: runtime.clone(),
            running: Mutex::new(None),
        }
    }

    /// Where it is, needed or not.
    pub fn address(&self) -> Result<Multiaddr, DecodingError> {
        Ok(address(self.port, &Keypair::ed25519_from_bytes(SEED)?))
    }

    /// It is needed from now on, and for the rest of the run: others here may
    /// have come to rely on it. Returns at once.
    pub fn need(&self) -> Result<(), DecodingError> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_none() {
            *running = Some(MeetingPoint::start(self.port, &self.runtime)?);
        }
        Ok(())
    }

    /// This app serves it no longer.
    pub async fn stop(&self) {
        let running = self.running.lock();
        let running = running.unwrap_or_else(PoisonError::into_inner).take();
        if let Some(running) = running {
            running.stop().await;
        }
    }
}

impl MeetingPoint {
    /// From now on there is one at `port`: this app serves it, on `runtime`,
    /// whenever no other does. Returns at once.
    pub fn start(port: NonZeroU16, runtime: &Handle) -> Result<Self, DecodingError> {
        let key = Keypair::ed25519_from_bytes(SEED)?;
        let address = address(port, &key);
        let (stop, stopped) = oneshot::channel();
        let task = runtime.spawn(serve(Config::loopback(key, port.get()), port, stopped));
        Ok(Self {
            address,
            stop,
            task,
        })
    }

    /// Where it is, whoever serves it.
    pub fn address(&self) -> &Multiaddr {
        &self.address
    }

    /// This app serves it no longer.
    pub async fn stop(self) {
        // The task may have ended by itself.
        let _ = self.stop.send(());
        if timeout(STOPPING, self.task).await.is_err() {
            tracing::warn!("the meeting point on this machine did not stop in time");
        }
    }
}

fn address(port: NonZeroU16, key: &Keypair) -> Multiaddr {
    use libp2p::multiaddr::Protocol::{P2p, QuicV1, Udp};
    Multiaddr::from(Ipv4Addr::LOCALHOST)
        .with(Udp(port.get()))
        .with(QuicV1)
        .with(P2p(key.public().to_peer_id()))
}

/// Waits until nobody serves, serves until stopped.
async fn serve(config: Config, port: NonZeroU16, mut stopped: oneshot::Receiver<()>) {
    loop {
        if is_free(port) {
            match Node::start(config.clone()).await {
                Ok(node) => {
                    tracing::info!("serving the meeting point on this machine");
                    // It makes no difference whether we are told or dropped.
                    let _ = stopped.await;
                    node.shutdown().await;
                    return;
                }
                Err(error) if error.is_port_taken() => {}
                Err(error) => tracing::warn!("no meeting point on this machine: {error}"),
            }
        }
        tokio::select! {
            () = sleep(TRY_EVERY) => {}
            _ = &mut stopped => return,
        }
    }
}

/// A look that costs next to nothing, since it is taken every second.
fn is_free(port: NonZeroU16) -> bool {
    UdpSocket::bind((Ipv4Addr::LOCALHOST, port.get())).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn its_address_is_known_ahead_of_time() {
        let key = Keypair::ed25519_from_bytes(SEED).unwrap();
        let node = Node::start(Config::loopback(key.clone(), 0)).await.unwrap();
        let known = |quic: &Multiaddr| {
            let text = quic.to_string();
            let port = text
                .strip_prefix("/ip4/127.0.0.1/udp/")?
                .split('/')
                .next()?;
            Some(address(port.parse().ok()?, &key) == *quic)
        };
        assert!(
            node.addresses()
                .iter()
                .any(|each| known(each) == Some(true))
        );
        node.shutdown().await;
    }

    /// One that the system gives to nobody who asks for any.
    fn free_port() -> NonZeroU16 {
        let from = 30_000 + std::process::id() as u16 % 2_000;
        let mut ports = (from..32_000)
            .chain(30_000..from)
            .filter_map(NonZeroU16::new);
        ports.find(|port| is_free(*port)).unwrap()
    }

    #[tokio::test]
    async fn another_takes_the_place_of_the_one_that_stops() {
        let port = free_port();
        let first = MeetingPoint::start(port, &Handle::current()).unwrap();
        let second = MeetingPoint::start(port, &Handle::current()).unwrap();
        assert_eq!(first.address(), second.address());
        let served = async |is: bool| {
            while is_free(port) == is {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(Duration::from_secs(10), served(true))
            .await
            .unwrap();
        first.stop().await;
        timeout(Duration::from_secs(10), served(true))
            .await
            .unwrap();
        second.stop().await;
        timeout(Duration::from_secs(10), served(false))
            .await
            .unwrap();
    }
}

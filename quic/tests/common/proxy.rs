//! A bad network on loopback: one client, one server, and whatever is done to
//! datagrams between them.

use std::{
    collections::VecDeque,
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use libp2p::{Multiaddr, PeerId, multiaddr::Protocol};
use tokio::{
    net::UdpSocket,
    task::JoinHandle,
    time::{Instant, sleep_until},
};

/// Which way a datagram goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    There,
    Back,
}

pub(crate) struct Proxy {
    pub(crate) address: Multiaddr,
    task: JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Proxy {
    /// Stands before `server`, and carries what `carries` says.
    pub(crate) async fn before(
        server: &Multiaddr,
        carries: impl FnMut(Way, &[u8]) -> bool + Send + 'static,
    ) -> Self {
        Self::slow(server, Duration::ZERO, carries).await
    }

    /// The same, and every datagram takes `delay`.
    pub(crate) async fn slow(
        server: &Multiaddr,
        delay: Duration,
        mut carries: impl FnMut(Way, &[u8]) -> bool + Send + 'static,
    ) -> Self {
        let (to, peer) = parts(server);
        let bind = || UdpSocket::bind((Ipv4Addr::LOCALHOST, 0));
        let (front, back) = (bind().await.unwrap(), bind().await.unwrap());
        let at = front.local_addr().unwrap();
        let task = tokio::spawn(async move {
            let (mut there, mut here) = (vec![0; 65536], vec![0; 65536]);
            let mut client: Option<SocketAddr> = None;
            let mut on_the_way = VecDeque::<(Instant, Way, Vec<u8>)>::new();
            loop {
                let due = on_the_way.front().map(|(at, ..)| *at);
                tokio::select! {
                    Ok((size, from)) = front.recv_from(&mut there) => {
                        client = Some(from);
                        if carries(Way::There, &there[..size]) {
                            on_the_way.push_back((Instant::now() + delay, Way::There, there[..size].to_vec()));
                        }
                    }
                    Ok((size, _)) = back.recv_from(&mut here) => {
                        if carries(Way::Back, &here[..size]) {
                            on_the_way.push_back((Instant::now() + delay, Way::Back, here[..size].to_vec()));
                        }
                    }
                    () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                        let now = Instant::now();
                        while on_the_way.front().is_some_and(|(at, ..)| *at <= now)
                            && let Some((_, way, bytes)) = on_the_way.pop_front()
                        {
                            let _ = match (way, client) {
                                (Way::There, _) => back.send_to(&bytes, to).await,
                                (Way::Back, Some(client)) => front.send_to(&bytes, client).await,
                                (Way::Back, None) => Ok(0),
                            };
                        }
                    }
                }
            }
        });
        let address = Multiaddr::from(at.ip())
            .with(Protocol::Udp(at.port()))
            .with(Protocol::QuicV1)
            .with(Protocol::P2p(peer));
        Self { address, task }
    }
}

/// The socket and the peer that a full address names.
pub(crate) fn parts(address: &Multiaddr) -> (SocketAddr, PeerId) {
    let mut parts = address.iter();
    let (Some(Protocol::Ip4(ip)), Some(Protocol::Udp(port)), _, Some(Protocol::P2p(peer))) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        panic!("{address}");
    };
    ((ip, port).into(), peer)
}

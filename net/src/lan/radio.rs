//! Sockets for multicast DNS. Decides nothing.
//!
//! What is said to all is heard at a socket that is bound to the group's own
//! address, so that nothing sent to this machine alone ever gets there. Questions
//! and answers leave by a socket of their own for each address.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6, UdpSocket as StdSocket},
    sync::Arc,
    time::Duration,
};

use socket2::{Domain, Protocol, SockRef, Socket, Type};
use tokio::{net::UdpSocket, sync::mpsc, task::JoinSet, time::sleep};

use super::{To, networks, packet::MAX_PACKET};

/// RFC 6762, section 3.
const PORT: u16 = 5353;
const GROUP_V4: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);
const GROUP_V6: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0xfb);
/// Packets that wait to be looked at.
const INBOX: usize = 16;
/// After so many a socket rests, so that a flood costs no more than this: the
/// system drops what comes meanwhile.
const BURST: usize = 50;
const REST: Duration = Duration::from_millis(100);

/// What came: from whom, and what.
type Heard = (SocketAddr, Vec<u8>);

/// The sockets of one room, none at first.
pub(crate) struct Radio {
    ips: Vec<IpAddr>,
    voices: Vec<(IpAddr, Voice)>,
    readers: JoinSet<()>,
    to_inbox: mpsc::Sender<Heard>,
    inbox: mpsc::Receiver<Heard>,
}

/// What is said from one address.
struct Voice {
    socket: Arc<UdpSocket>,
    group: SocketAddr,
}

impl Radio {
    /// Silent and deaf.
    pub(crate) fn new() -> Self {
        let (to_inbox, inbox) = mpsc::channel(INBOX);
        Self {
            ips: Vec::new(),
            voices: Vec::new(),
            readers: JoinSet::new(),
            to_inbox,
            inbox,
        }
    }

    /// Speaks and hears at these addresses, as far as they can, and no others.
    pub(crate) fn open(&mut self, ips: Vec<IpAddr>) {
        if self.ips == ips {
            return;
        }
        self.readers.abort_all();
        self.voices.clear();
        self.ips = ips;
        let (v4, v6): (Vec<IpAddr>, Vec<IpAddr>) = self.ips.iter().partition(|ip| ip.is_ipv4());
        for family in [v4, v6] {
            if !family.is_empty()
                && let Err(error) = self.open_family(&family)
            {
                tracing::debug!(?family, %error, "no multicast DNS");
            }
        }
    }

    fn open_family(&mut self, ips: &[IpAddr]) -> io::Result<()> {
        let ears = ears(ips[0].is_ipv4())?;
        for ip in ips {
            match voice(*ip, &ears) {
                Ok(voice) => {
                    self.read(Arc::clone(&voice.socket));
                    self.voices.push((*ip, voice));
                }
                // An interface without multicast, or one that has just gone.
                Err(error) => tracing::debug!(%ip, %error, "no multicast DNS here"),
            }
        }
        self.read(Arc::new(tokio_socket(ears)?));
        Ok(())
    }

    fn read(&mut self, socket: Arc<UdpSocket>) {
        self.readers.spawn(read_all(socket, self.to_inbox.clone()));
    }

    /// Says something from `from`. What cannot be said is lost, as much else on
    /// a network is.
    pub(crate) fn send(&self, from: IpAddr, to: To, packet: &[u8]) {
        let Some((_, voice)) = self.voices.iter().find(|(ip, _)| *ip == from) else {
            return;
        };
        let to = match to {
            To::All => voice.group,
            To::One(to) => to,
        };
        // Not by tokio, which takes a new socket for one that is not ready yet.
        let socket = SockRef::from(&*voice.socket);
        if let Err(error) = socket.send_to(packet, &to.into()) {
            tracing::debug!(%from, %to, %error, "cannot say it");
        }
    }

    /// The next packet that comes.
    pub(crate) async fn hear(&mut self) -> Option<Heard> {
        self.inbox.recv().await
    }
}

async fn read_all(socket: Arc<UdpSocket>, inbox: mpsc::Sender<Heard>) {
    let mut buffer = [0; MAX_PACKET];
    loop {
        for _ in 0..BURST {
            let Ok((length, from)) = socket.recv_from(&mut buffer).await else {
                break;
            };
            if inbox.send((from, buffer[..length].to_vec())).await.is_err() {
                return;
            }
        }
        sleep(REST).await;
    }
}

/// A socket for what is said to all, beside those of others on this machine.
fn ears(v4: bool) -> io::Result<Socket> {
    let domain = if v4 { Domain::IPV4 } else { Domain::IPV6 };
    let socket = Socket::new(domain, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    // Windows binds to no group.
    let group: IpAddr = match (v4, cfg!(windows)) {
        (true, false) => GROUP_V4.into(),
        (true, true) => Ipv4Addr::UNSPECIFIED.into(),
        (false, false) => GROUP_V6.into(),
        (false, true) => Ipv6Addr::UNSPECIFIED.into(),
    };
    if !v4 {
        socket.set_only_v6(true)?;
    }
    socket.bind(&SocketAddr::new(group, PORT).into())?;
    Ok(socket)
}

/// A socket to speak from at `ip`; `ears` hears what is said on its network.
fn voice(ip: IpAddr, ears: &Socket) -> io::Result<Voice> {
    let domain = Domain::for_address(SocketAddr::new(ip, 0));
    let socket = Socket::new(domain, Type::DGRAM, Some(Protocol::UDP))?;
    let group = match ip {
        IpAddr::V4(ip) => {
            ears.join_multicast_v4(&GROUP_V4, &ip)?;
            socket.set_multicast_if_v4(&ip)?;
            // Another app on this machine may be whom we look for.
            socket.set_multicast_loop_v4(true)?;
            socket.set_multicast_ttl_v4(255)?;
            SocketAddr::from((GROUP_V4, PORT))
        }
        IpAddr::V6(_) => {
            let index = networks::index_of(ip).ok_or(io::ErrorKind::AddrNotAvailable)?;
            ears.join_multicast_v6(&GROUP_V6, index)?;
            socket.set_only_v6(true)?;
            socket.set_multicast_if_v6(index)?;
            socket.set_multicast_loop_v6(true)?;
            socket.set_multicast_hops_v6(255)?;
            SocketAddrV6::new(GROUP_V6, PORT, 0, index).into()
        }
    };
    socket.bind(&SocketAddr::new(ip, 0).into())?;
    let socket = Arc::new(tokio_socket(socket)?);
    Ok(Voice { socket, group })
}

fn tokio_socket(socket: Socket) -> io::Result<UdpSocket> {
    socket.set_nonblocking(true)?;
    UdpSocket::from_std(StdSocket::from(socket))
}

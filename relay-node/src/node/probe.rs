//! Whether ports are free. Binding them is the only way to know.

use std::{
    io,
    net::{IpAddr, SocketAddr},
};

use libp2p::{Multiaddr, multiaddr::Protocol};
use socket2::{Domain, Socket, Type};

/// Binds a UDP port for a moment.
pub(super) fn udp(ip: IpAddr, port: u16) -> io::Result<()> {
    probe(ip, port, Type::DGRAM).map(drop)
}

/// Binds a TCP port for a moment.
pub(super) fn tcp(ip: IpAddr, port: u16) -> io::Result<()> {
    probe(ip, port, Type::STREAM).map(drop)
}

/// Whether whatever listened on these addresses has let go of them.
pub(super) fn are_free<'a>(mut addresses: impl Iterator<Item = &'a Multiaddr>) -> bool {
    addresses.all(|address| {
        let mut parts = address.iter();
        let ip: IpAddr = match parts.next() {
            Some(Protocol::Ip4(ip)) => ip.into(),
            Some(Protocol::Ip6(ip)) => ip.into(),
            _ => return true,
        };
        match parts.next() {
            Some(Protocol::Udp(port)) => udp(ip, port).is_ok(),
            Some(Protocol::Tcp(port)) => tcp(ip, port).is_ok(),
            _ => true,
        }
    })
}

fn probe(ip: IpAddr, port: u16, kind: Type) -> io::Result<Socket> {
    let address = SocketAddr::new(ip, port);
    let socket = Socket::new(Domain::for_address(address), kind, None)?;
    if ip.is_ipv6() {
        // As libp2p does, so that both families can have the same port.
        socket.set_only_v6(true)?;
    }
    // Where this means that old connections do not stand in the way, and not
    // that somebody else's listener does not.
    #[cfg(unix)]
    if kind == Type::STREAM {
        socket.set_reuse_address(true)?;
    }
    socket.bind(&address.into())?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpListener, UdpSocket};

    use super::*;

    #[test]
    fn a_port_is_taken_as_long_as_somebody_has_it() {
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let (held_udp, held_tcp) = (
            UdpSocket::bind((here, 0)).unwrap(),
            TcpListener::bind((here, 0)).unwrap(),
        );
        let udp_port = held_udp.local_addr().unwrap().port();
        let tcp_port = held_tcp.local_addr().unwrap().port();
        let addresses = [
            Multiaddr::from(here).with(Protocol::Udp(udp_port)),
            Multiaddr::from(here).with(Protocol::Tcp(tcp_port)),
        ];
        let in_use =
            |outcome: io::Result<()>| outcome.unwrap_err().kind() == io::ErrorKind::AddrInUse;
        assert!(in_use(udp(here, udp_port)));
        assert!(in_use(tcp(here, tcp_port)));
        assert!(!are_free(addresses.iter()));
        drop(held_udp);
        assert!(!are_free(addresses.iter()));
        drop(held_tcp);
        assert!(are_free(addresses.iter()));
    }
}

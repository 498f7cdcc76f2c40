//! Waiting until a new cable carries.
//!
//! The kernel brings interfaces up behind one's back: for up to some seconds a
//! new one loses what it is given. Nothing that is tested should meet that.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket},
    time::{Duration, Instant},
};

use super::namespace::Namespace;

const PATIENCE: Duration = Duration::from_secs(30);
const AGAIN: Duration = Duration::from_millis(10);

/// Waits until packets go from one to `ip` of the other and back.
///
/// # Panics
/// When they do not for a long time.
pub(super) fn until_carried(one: &Namespace, other: &Namespace, ip: IpAddr) {
    let any: IpAddr = match ip {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let far = other.run(|| socket(ip)).expect("a socket");
    let near = one.run(|| socket(any)).expect("a socket");
    let address = far.local_addr().expect("an address");
    let begin = Instant::now();
    loop {
        // Errors as well come from what is not up yet.
        let gone = near.send_to(&[0], address);
        let back = far
            .recv_from(&mut [0])
            .and_then(|(_, from)| far.send_to(&[0], from));
        if gone.is_ok() && back.is_ok() && near.recv(&mut [0]).is_ok() {
            return;
        }
        let waited = begin.elapsed();
        assert!(waited < PATIENCE, "{} does not reach {ip}", one.name());
    }
}

fn socket(ip: IpAddr) -> io::Result<UdpSocket> {
    let socket = UdpSocket::bind((ip, 0))?;
    socket.set_read_timeout(Some(AGAIN))?;
    Ok(socket)
}

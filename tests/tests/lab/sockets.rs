//! Small sockets on hosts of the lab.

use std::{
    io::{ErrorKind, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket},
    thread,
    time::{Duration, Instant},
};

use rustix::net::sockopt::set_socket_recv_buffer_size_force;
use tincan_tests::lab::Host;

/// Far more than anything here takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A UDP socket of a host.
pub(crate) struct Udp {
    pub(crate) socket: UdpSocket,
    /// Where those reach it who are on the same network.
    pub(crate) address: SocketAddr,
    /// The host stays while its socket does.
    _host: Host,
}

/// Opens one, at a port of its own choice if `port` is 0.
pub(crate) fn udp(host: &Host, port: u16) -> Udp {
    let socket = host
        .run(|| UdpSocket::bind((any(host), port)))
        .expect("bind");
    socket.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    // On a machine that is busy, those who read have their turn late.
    set_socket_recv_buffer_size_force(&socket, 16 << 20).expect("a buffer");
    let port = socket.local_addr().expect("an address").port();
    let address = SocketAddr::new(host.ip(), port);
    Udp {
        socket,
        address,
        _host: host.clone(),
    }
}

fn any(host: &Host) -> IpAddr {
    match host.ip() {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    }
}

impl Udp {
    /// Sends `text`.
    pub(crate) fn send(&self, text: &str, to: SocketAddr) {
        self.socket.send_to(text.as_bytes(), to).expect("send");
    }

    /// Waits for `text`; whom it came from.
    pub(crate) fn hear(&self, text: &str) -> SocketAddr {
        let mut buffer = [0; 2048];
        let (length, from) = self.socket.recv_from(&mut buffer).expect(text);
        assert_eq!(String::from_utf8_lossy(&buffer[..length]), text);
        from
    }

    /// Waits for anything.
    pub(crate) fn hear_any(&self) -> String {
        let mut buffer = [0; 2048];
        let (length, _) = self.socket.recv_from(&mut buffer).expect("anything");
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    }

    /// Whether nothing is there to be heard.
    pub(crate) fn is_silent(&self) -> bool {
        self.socket.set_nonblocking(true).expect("nonblocking");
        let heard = self.socket.recv_from(&mut [0; 2048]);
        self.socket.set_nonblocking(false).expect("blocking");
        heard.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
    }

    /// How `other`, on the internet, sees this one.
    pub(crate) fn seen_by(&self, other: &Self) -> SocketAddr {
        self.send("who am I?", other.address);
        other.hear("who am I?")
    }
}

/// Whether a word goes by TCP from one host to another, and one comes back.
pub(crate) fn tcp_passes(from: &Host, to: &Host) -> bool {
    let listener = to.run(|| TcpListener::bind((any(to), 0))).expect("listen");
    let port = listener.local_addr().expect("an address").port();
    let address = SocketAddr::new(to.ip(), port);
    let connected = from.run(|| TcpStream::connect_timeout(&address, PATIENCE));
    let Ok(mut stream) = connected else {
        return false;
    };
    let (mut accepted, _) = listener.accept().expect("accept");
    let mut word = [0; 4];
    stream.write_all(b"ping").expect("write");
    accepted.read_exact(&mut word).expect("read");
    accepted.write_all(&word).expect("write");
    stream.read_exact(&mut word).expect("read");
    word == *b"ping"
}

/// Waits until something is so.
pub(crate) fn until(what: &str, mut so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !so() {
        assert!(Instant::now() < deadline, "never: {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

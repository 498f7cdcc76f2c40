//! A line between a program and a port of this machine: every byte takes a
//! fixed time each way, and a switch cuts the line and mends it.

mod delay;
mod tcp;
mod udp;

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::ports::Port;

/// A line to a port, for UDP and TCP, with a port of its own.
#[derive(Debug)]
pub struct Proxy {
    port: Port,
    to: u16,
    state: Arc<State>,
}

/// What the threads of a proxy share.
#[derive(Debug)]
struct State {
    delay: Duration,
    cut: AtomicBool,
    stopped: AtomicBool,
}

impl Proxy {
    /// A line to port `to` of 127.0.0.1 with this delay each way.
    ///
    /// # Panics
    /// When it cannot be laid.
    pub fn start(to: u16, delay: Duration) -> Self {
        let port = Port::claim();
        let state = Arc::new(State {
            delay,
            cut: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
        });
        let from = local(port.number());
        let laid: io::Result<()> =
            udp::start(from, local(to), &state).and_then(|()| tcp::start(from, local(to), &state));
        laid.expect("a proxy");
        Self { port, to, state }
    }

    /// `address`, a multiaddr of what the line leads to, by way of the line.
    ///
    /// # Panics
    /// When it is the address of something else.
    pub fn address(&self, address: &str) -> String {
        let (to, from) = (self.to, self.port.number());
        let (udp, tcp) = (format!("/udp/{to}/"), format!("/tcp/{to}/"));
        assert!(address.contains(&udp) || address.contains(&tcp));
        address
            .replace(&udp, &format!("/udp/{from}/"))
            .replace(&tcp, &format!("/tcp/{from}/"))
    }

    /// From now on nothing gets through: packets are lost, streams stand still.
    pub fn cut(&self) {
        self.state.cut.store(true, Ordering::SeqCst);
    }

    /// From now on all gets through again.
    pub fn mend(&self) {
        self.state.cut.store(false, Ordering::SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.state.stopped.store(true, Ordering::SeqCst);
        tcp::wake(local(self.port.number()));
    }
}

impl State {
    fn is_cut(&self) -> bool {
        self.cut.load(Ordering::SeqCst)
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

fn local(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::{TcpListener, TcpStream, UdpSocket},
        thread,
        time::Instant,
    };

    use super::*;

    const DELAY: Duration = Duration::from_millis(20);

    fn udp_echo() -> (u16, UdpSocket) {
        let server = UdpSocket::bind(local(0)).unwrap();
        let port = server.local_addr().unwrap().port();
        let echo = server.try_clone().unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 1500];
            while let Ok((length, from)) = echo.recv_from(&mut buffer) {
                if length == 0 || echo.send_to(&buffer[..length], from).is_err() {
                    return;
                }
            }
        });
        (port, server)
    }

    #[test]
    fn packets_take_their_time_and_a_cut_loses_them() {
        let (port, _server) = udp_echo();
        let proxy = Proxy::start(port, DELAY);
        let client = UdpSocket::bind(local(0)).unwrap();
        client.connect(local(proxy.port.number())).unwrap();
        client
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        let mut buffer = [0; 100];

        let sent = Instant::now();
        client.send(b"one").unwrap();
        let length = client.recv(&mut buffer).unwrap();
        assert_eq!(&buffer[..length], b"one");
        let took = sent.elapsed();
        assert!(took >= 2 * DELAY, "{took:?}");

        proxy.cut();
        client.send(b"lost").unwrap();
        client.set_read_timeout(Some(3 * DELAY)).unwrap();
        assert!(client.recv(&mut buffer).is_err());
        proxy.mend();
        client
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        client.send(b"two").unwrap();
        let length = client.recv(&mut buffer).unwrap();
        assert_eq!(&buffer[..length], b"two");
    }

    #[test]
    fn streams_take_their_time_and_a_cut_holds_them() {
        let server = TcpListener::bind(local(0)).unwrap();
        let proxy = Proxy::start(server.local_addr().unwrap().port(), DELAY);
        let mut client = TcpStream::connect(local(proxy.port.number())).unwrap();
        let (mut served, _) = server.accept().unwrap();
        let mut buffer = [0; 100];

        let sent = Instant::now();
        client.write_all(b"one").unwrap();
        served.read_exact(&mut buffer[..3]).unwrap();
        assert!(sent.elapsed() >= DELAY);

        proxy.cut();
        served.write_all(b"two").unwrap();
        client.set_read_timeout(Some(3 * DELAY)).unwrap();
        assert!(client.read(&mut buffer).is_err());
        proxy.mend();
        client
            .set_read_timeout(Some(Duration::from_secs(5)))
            .unwrap();
        client.read_exact(&mut buffer[..3]).unwrap();
        assert_eq!(&buffer[..3], b"two");

        drop(served);
        assert_eq!(client.read(&mut buffer).unwrap(), 0);
    }
}

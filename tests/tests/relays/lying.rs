//! Relays that lie about what they see.

use std::{
    net::{TcpListener, UdpSocket},
    time::Duration,
};

use tincan_tests::{
    app::Setup,
    hostile::{Manners, Relay as Hostile},
};

use super::pair::{meet, talk, warnings};

/// A third party on this machine that a lie names.
struct Bystander {
    udp: UdpSocket,
    tcp: TcpListener,
}

impl Bystander {
    fn stands() -> Self {
        let udp = UdpSocket::bind("127.0.0.1:0").expect("bind");
        let tcp = TcpListener::bind("127.0.0.1:0").expect("listen");
        udp.set_nonblocking(true).expect("nonblocking");
        tcp.set_nonblocking(true).expect("nonblocking");
        Self { udp, tcp }
    }

    fn lies(&self) -> [String; 2] {
        let udp = self.udp.local_addr().expect("an address").port();
        let tcp = self.tcp.local_addr().expect("an address").port();
        [
            format!("/ip4/127.0.0.1/udp/{udp}/quic-v1"),
            format!("/ip4/127.0.0.1/tcp/{tcp}"),
        ]
    }

    fn was_bothered(&self) -> bool {
        let udp = self.udp.recv_from(&mut [0; 2048]).map(|_| ());
        let tcp = self.tcp.accept().map(|_| ());
        [udp, tcp].iter().any(Result::is_ok)
    }
}

/// The two may dial each other; a relay says that one of them is where a
/// bystander is. Nobody goes to look.
#[test]
fn observed_addresses_that_lie_lead_nobody_to_a_bystander() {
    let bystander = Bystander::stands();
    for lie in bystander.lies() {
        let hostile = Hostile::start(Manners {
            observed: Some(lie.parse().expect("an address")),
            ..Manners::default()
        });
        let setup = |name: &str| Setup::new(name).argument("--no-lan");
        let mut ann = setup("Ann").relay(&hostile.address()).start();
        let mut ben = setup("Ben").relay(&hostile.address()).start();
        let invite = ann.create();
        meet(&mut ann, &mut ben, &invite);
        // An attempt for a straight path was made, and talking goes on.
        std::thread::sleep(Duration::from_secs(2));
        talk(&mut ann, &mut ben, "nobody went there");
        assert!(!bystander.was_bothered(), "{lie}");
        assert_eq!(warnings(&ann), [""; 0]);
    }
}

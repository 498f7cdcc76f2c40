//! A home: a router, what it does to packets, and a network behind it.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    addresses::{FAR, NEAR, Net4, carrier_v4, home_v6, open_v4, private_v4, router_v4},
    conntrack,
    core::{Core, Count, Routed, Uplink, WAN},
    host::Host,
    link::{Link, Wire},
    namespace::Namespace,
    nat::Nat,
    switch::Board,
};

/// The router's interface into the home.
pub(super) const LAN: &str = "lan";

/// What a home's router makes of the packets of those behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Public addresses, no NAT, no firewall.
    Open,
    /// One public port for each port inside, the same one, whoever is talked
    /// to; lets in only those who were talked to, address and port.
    Cone,
    /// As `Cone`, but the port outside is another one than inside.
    Eim,
    /// Another public port for everybody who is talked to.
    Symmetric,
    /// A `Cone` that passes no UDP.
    UdpBlocked,
    /// A `Cone` behind a carrier's NAT, which is an `Eim`.
    DoubleNat,
    /// No IPv4, public IPv6 addresses behind a firewall.
    Ipv6Only,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Cone,
        Self::Eim,
        Self::Symmetric,
        Self::UdpBlocked,
        Self::DoubleNat,
        Self::Ipv6Only,
    ];

    fn nat(self) -> Nat {
        match self {
            Self::Open => Nat::None,
            Self::Cone | Self::DoubleNat => Nat::Cone,
            Self::Eim => EIM,
            Self::Symmetric => Nat::Symmetric,
            Self::UdpBlocked => Nat::UdpBlocked,
            Self::Ipv6Only => Nat::Firewall,
        }
    }
}

/// Ports given by the system stay above 1024 with these bits flipped.
const EIM: Nat = Nat::Eim { mask: 0x1555 };

/// A home to be built.
#[derive(Clone, Debug)]
pub struct Plan {
    kind: Kind,
    subnet: Option<u8>,
    dual_stack: bool,
    wire: Option<Wire>,
}

impl Plan {
    /// A home of this kind.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            subnet: None,
            dual_stack: false,
            wire: None,
        }
    }

    /// With the private network 192.168.`third`.0/24. Homes have different ones
    /// unless told otherwise; in the world many have the same.
    #[must_use]
    pub fn subnet(mut self, third: u8) -> Self {
        self.subnet = Some(third);
        self
    }

    /// With public IPv6 addresses behind a firewall as well.
    #[must_use]
    pub fn dual_stack(mut self) -> Self {
        self.dual_stack = true;
        self
    }

    /// With this link to the internet, in place of a perfect one.
    #[must_use]
    pub fn over(mut self, wire: Wire) -> Self {
        self.wire = Some(wire);
        self
    }
}

impl From<Kind> for Plan {
    fn from(kind: Kind) -> Self {
        Self::of(kind)
    }
}

/// A home on the internet of a lab.
#[derive(Debug)]
pub struct Home {
    kind: Kind,
    number: u8,
    core: Arc<Core>,
    router: Arc<Namespace>,
    carrier: Option<Arc<Namespace>>,
    uplink: Mutex<Uplink>,
    network: Option<Net4>,
    ipv6: bool,
    nat: Mutex<Nat>,
    hosts: Count,
    ports: Count,
}

impl Home {
    pub(super) fn build(core: &Arc<Core>, name: &str, plan: Plan) -> Self {
        let (kind, number) = (plan.kind, core.homes.next());
        let ipv6 = plan.dual_stack || kind == Kind::Ipv6Only;
        let network = match kind {
            Kind::Ipv6Only => None,
            Kind::Open => Some(open_v4(number)),
            _ => Some(private_v4(plan.subnet.unwrap_or(number))),
        };
        let router = Arc::new(core.namespace(&format!("{name}-router")));
        route_between(&router);
        let routed = Routed {
            own_v4: network.map(|_| router_v4(core.routers.next())),
            networks_v4: match (kind, network) {
                (Kind::Open, Some(network)) => vec![network.to_string()],
                _ => Vec::new(),
            },
            v6: ipv6.then(|| home_v6(number, 0)),
        };
        let carrier = (kind == Kind::DoubleNat).then(|| {
            let carrier = Arc::new(core.namespace(&format!("{name}-carrier")));
            route_between(&carrier);
            carrier.nft(&EIM.rules());
            carrier
        });
        let outermost = carrier.as_ref().unwrap_or(&router);
        let uplink = Uplink::connect(core, outermost, routed, plan.wire.as_ref());
        if let Some(carrier) = &carrier {
            behind(carrier, &router, carrier_v4(number), ipv6.then_some(number));
        }
        lan(&router, network, ipv6.then_some(number));
        router.nft(&kind.nat().rules());
        Self {
            kind,
            number,
            core: Arc::clone(core),
            router,
            carrier,
            uplink: Mutex::new(uplink),
            network,
            ipv6,
            nat: Mutex::new(kind.nat()),
            hosts: Count::default(),
            ports: Count::default(),
        }
    }

    /// One more host on its network.
    pub fn host(&self, name: &str) -> Host {
        let host = Host::create(&self.core, name);
        host.plug(self);
        host
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What the internet sees of those behind its NAT.
    ///
    /// # Panics
    /// When it has no IPv4.
    pub fn public_ip(&self) -> IpAddr {
        let ip = self.uplink().ipv4();
        ip.expect("a home with IPv4").into()
    }

    /// Its link to the internet.
    ///
    /// # Panics
    /// When it was built without.
    pub fn link(&self) -> Link {
        let link = self.uplink().link();
        link.expect("a home that was built over a wire")
    }

    /// Loses all that goes to and from the internet, without a word.
    pub fn cut(&self) {
        self.uplink().cut();
    }

    /// Carries it again.
    pub fn mend(&self) {
        self.uplink().mend();
    }

    /// How many packets it has lost since it was cut, both ways.
    pub fn lost(&self) -> u64 {
        self.uplink().lost()
    }

    /// Has the NATs forget every conversation. Inside ports keep the port
    /// outside that their kind gives them; symmetric ones get another.
    ///
    /// # Panics
    /// When they do not.
    pub fn forget(&self) {
        for router in self.carrier.iter().chain([&self.router]) {
            router
                .run(conntrack::flush)
                .expect("connection tracking is flushed");
        }
    }

    /// As [`Self::forget`]; and the ports outside are others from now on, where
    /// they are not the same as inside.
    pub fn rebind(&self) {
        let mut nat = self.nat.lock().unwrap_or_else(PoisonError::into_inner);
        if let Nat::Eim { mask } = &mut *nat {
            *mask ^= 0x0ff0;
            self.router.nft(&nat.rules());
        }
        self.forget();
    }

    /// Gives it another public IPv4 address, as providers do. Its NAT forgets
    /// what went by the old one.
    ///
    /// # Panics
    /// When it has no IPv4.
    pub fn renumber(&self) {
        assert!(self.network.is_some(), "a home with IPv4");
        self.uplink().renumber(router_v4(self.core.routers.next()));
        self.forget();
    }

    /// How many packets its router dropped that nobody inside had asked for.
    pub fn unsolicited(&self) -> u64 {
        self.count("unsolicited")
    }

    /// How many packets its router dropped since it passes none of their kind.
    pub fn blocked(&self) -> u64 {
        self.count("blocked")
    }

    fn count(&self, counter: &str) -> u64 {
        if self.kind == Kind::Open {
            return 0;
        }
        let answer = self
            .router
            .ask_nft(&format!("list counter inet router {counter}"));
        let packets = answer
            .split_whitespace()
            .skip_while(|word| *word != "packets");
        let packets = packets
            .into_iter()
            .nth(1)
            .and_then(|number| number.parse().ok());
        packets.unwrap_or_else(|| panic!("no counter {counter} in {answer}"))
    }

    fn uplink(&self) -> MutexGuard<'_, Uplink> {
        self.uplink.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more host: its interface's address in each family.
    pub(super) fn lease(&self) -> Lease {
        let host = self.hosts.next();
        // Networks without a NAT are small.
        let first = if self.kind == Kind::Open { 1 } else { 9 };
        Lease {
            router: Arc::clone(&self.router),
            port: format!("p{}", self.ports.next()),
            v4: self.network.map(|network| (network, first + host)),
            v6: self.ipv6.then(|| home_v6(self.number, 9 + host)),
        }
    }
}

/// Where a host may be plugged in.
#[derive(Debug)]
pub(super) struct Lease {
    pub(super) router: Arc<Namespace>,
    /// What its interface is called at the router.
    pub(super) port: String,
    pub(super) v4: Option<(Net4, u8)>,
    pub(super) v6: Option<std::net::Ipv6Addr>,
}

impl Lease {
    pub(super) fn ipv4(&self) -> Option<Ipv4Addr> {
        self.v4.map(|(network, number)| network.address(number))
    }
}

fn route_between(router: &Namespace) {
    router.set([
        ("ipv4/conf/all/forwarding", "1"),
        ("ipv6/conf/all/forwarding", "1"),
    ]);
}

/// A bridge for the hosts of a home.
fn lan(router: &Namespace, network: Option<Net4>, v6: Option<u8>) {
    let mut lines = format!(
        "link add {LAN} type bridge stp_state 0 mcast_snooping 0
        link set {LAN} up\n"
    );
    if let Some(network) = network {
        lines += &format!(
            "addr add {}/{} dev {LAN}\n",
            network.address(1),
            network.bits
        );
    }
    if let Some(number) = v6 {
        lines += &format!(
            "addr add {}/64 dev {LAN} nodad
            addr add {NEAR}/64 dev {LAN} nodad\n",
            home_v6(number, 1)
        );
    }
    router.ip(&lines);
    router.nft(&Board::Bridge.rules());
}

/// Connects a home's router to its carrier's.
fn behind(carrier: &Namespace, router: &Namespace, between: Net4, v6: Option<u8>) {
    let (gateway, own) = (between.address(1), between.address(2));
    carrier.ip(&format!(
        "link add {LAN} type veth peer name {WAN} netns {}
        addr add {gateway}/{} dev {LAN}
        addr add {NEAR}/64 dev {LAN} nodad
        link set {LAN} up",
        router.name(),
        between.bits
    ));
    router.ip(&format!(
        "addr add {own}/{} dev {WAN}
        addr add {FAR}/64 dev {WAN} nodad
        link set {WAN} up
        route add default via {gateway}
        route add ::/0 via {NEAR} dev {WAN}",
        between.bits
    ));
    if let Some(number) = v6 {
        let network = home_v6(number, 0);
        carrier.ip(&format!("route add {network}/64 via {FAR} dev {LAN}"));
    }
}

//! A home: routers, what they do to packets, and a network behind them.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    addresses::{NEAR, Net4, carrier_v4, home_v6, open_v4, private_v4, router_v4},
    core::{Core, Count, Routed, Uplink},
    host::Host,
    link::Link,
    namespace::Namespace,
    plan::{Kind, Plan},
    router::Router,
};

/// A home on the internet of a lab.
#[derive(Debug)]
pub struct Home {
    kind: Kind,
    number: u8,
    core: Arc<Core>,
    /// From its own to the one on the internet.
    routers: Vec<Router>,
    uplink: Mutex<Uplink>,
    network: Option<Net4>,
    ipv6: bool,
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
        let routers: Vec<Router> = (0..)
            .zip(kind.nats())
            .map(|(level, nat)| Router::create(core, &format!("{name}-router{level}"), *nat))
            .collect();
        let (own, outermost) = (&routers[0], &routers[routers.len() - 1]);
        let routed = Routed {
            own_v4: network.map(|_| router_v4(core.routers.next())),
            networks_v4: match (kind, network) {
                (Kind::Open, Some(network)) => vec![network.to_string()],
                _ => Vec::new(),
            },
            v6: ipv6.then(|| home_v6(number, 0)),
        };
        own.open_lan(network, ipv6.then_some(number));
        let uplink = Uplink::connect(core, outermost.namespace(), routed, plan.wire.as_ref());
        uplink.until_ready();
        for pair in routers.windows(2) {
            pair[0].connect(&pair[1], carrier_v4(number), ipv6.then_some(number));
        }
        Self {
            kind,
            number,
            core: Arc::clone(core),
            routers,
            uplink: Mutex::new(uplink),
            network,
            ipv6,
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

    /// Its router's address on the internet: what is seen of those behind its
    /// NAT, if it has one.
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

    /// Has its NATs forget every conversation. Ports inside keep the port
    /// outside that their kind gives them; symmetric ones get another.
    pub fn forget(&self) {
        self.routers.iter().for_each(Router::forget);
    }

    /// As [`Self::forget`]; and the ports outside are others from now on, where
    /// they are not the same as inside.
    pub fn rebind(&self) {
        self.routers.iter().for_each(Router::rebind);
    }

    /// Gives it another public IPv4 address, as providers do. Its NATs forget
    /// what went by the old one.
    ///
    /// # Panics
    /// When it has no NAT.
    pub fn renumber(&self) {
        let has_nat = self.network.is_some() && self.kind != Kind::Open;
        assert!(has_nat, "a home with a NAT");
        self.uplink().renumber(router_v4(self.core.routers.next()));
        self.forget();
    }

    /// How many packets its routers dropped that nobody inside had asked for.
    pub fn unsolicited(&self) -> u64 {
        self.routers.iter().map(Router::unsolicited).sum()
    }

    /// How many packets its routers dropped since they pass none of their kind.
    pub fn blocked(&self) -> u64 {
        self.routers.iter().map(Router::blocked).sum()
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
            home: self.number,
            router: Arc::clone(self.routers[0].namespace()),
            port: format!("p{}", self.ports.next()),
            v4: self.network.map(|network| (network, first + host)),
            v6: self.ipv6.then(|| home_v6(self.number, 9 + host)),
        }
    }
}

/// Where a host may be plugged in.
#[derive(Debug)]
pub(super) struct Lease {
    home: u8,
    pub(super) router: Arc<Namespace>,
    /// What its interface is called at the router.
    pub(super) port: String,
    pub(super) v4: Option<(Net4, u8)>,
    pub(super) v6: Option<Ipv6Addr>,
}

impl Lease {
    pub(super) fn ipv4(&self) -> Option<Ipv4Addr> {
        self.v4.map(|(network, number)| network.address(number))
    }

    /// The router, as the host knows it.
    pub(super) fn gateway(&self) -> IpAddr {
        match self.v4 {
            Some((network, _)) => network.address(1).into(),
            None => home_v6(self.home, 1).into(),
        }
    }

    /// Lines of `ip` that give an interface of the host its addresses and
    /// routes.
    pub(super) fn lines(&self, interface: &str, metric: u32) -> String {
        let mut lines = format!("link set {interface} up\n");
        if let Some((network, number)) = self.v4 {
            let (ip, bits, gateway) = (network.address(number), network.bits, network.address(1));
            lines += &format!(
                "addr replace {ip}/{bits} dev {interface}
                route replace default via {gateway} dev {interface} metric {metric}\n"
            );
        }
        if let Some(ip) = self.v6 {
            lines += &format!(
                "addr replace {ip}/64 dev {interface} nodad
                route replace ::/0 via {NEAR} dev {interface} metric {metric}\n"
            );
        }
        lines
    }
}

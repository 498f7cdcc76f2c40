//! The internet: one router that everybody's uplink ends in.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use super::{
    addresses::{CORE, CORE_V6, FAR, NEAR},
    link::{Line, Link, Wire},
    namespace::Namespace,
    ready::until_carried,
    switch::Board,
};

/// What is inside the name of an uplink in its own namespace.
pub(super) const WAN: &str = "wan";

/// The router in the middle, and what counts up in one lab.
#[derive(Debug)]
pub(super) struct Core {
    prefix: String,
    namespace: Namespace,
    namespaces: AtomicU8,
    uplinks: AtomicU8,
    pub(super) homes: Count,
    pub(super) routers: Count,
    pub(super) publics: Count,
}

/// Numbers from 1 on, each given once.
#[derive(Debug, Default)]
pub(super) struct Count(AtomicU8);

impl Count {
    pub(super) fn next(&self) -> u8 {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        assert!(number < 255, "the lab is full");
        number
    }
}

/// What the rest of the internet reaches by an uplink.
#[derive(Clone, Debug, Default)]
pub(super) struct Routed {
    /// An IPv4 address of the far end itself.
    pub(super) own_v4: Option<Ipv4Addr>,
    /// Behind it, as `ip route` writes it.
    pub(super) networks_v4: Vec<String>,
    /// The far end's own, or an address in the /64 behind it.
    pub(super) v6: Option<Ipv6Addr>,
}

impl Core {
    /// Makes it.
    pub(super) fn create(prefix: String) -> Result<Self, String> {
        let namespace = Namespace::create(format!("{prefix}core"))?;
        namespace.try_nft(&Board::Router.rules())?;
        namespace.set([
            ("ipv4/conf/all/forwarding", "1"),
            ("ipv6/conf/all/forwarding", "1"),
            ("ipv6/conf/default/addr_gen_mode", "1"),
        ]);
        // What nobody has goes nowhere, and nobody is told.
        namespace.ip(&format!(
            "addr add {CORE}/32 dev lo
            addr add {CORE_V6}/128 dev lo
            route add blackhole default
            route add blackhole ::/0"
        ));
        Ok(Self {
            prefix,
            namespace,
            namespaces: AtomicU8::default(),
            uplinks: AtomicU8::default(),
            homes: Count::default(),
            routers: Count::default(),
            publics: Count::default(),
        })
    }

    /// What the names of all namespaces here begin with.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// One more namespace.
    ///
    /// # Panics
    /// When it cannot be made.
    pub(super) fn namespace(&self, name: &str) -> Namespace {
        let number = self.namespaces.fetch_add(1, Ordering::Relaxed);
        let created = Namespace::create(format!("{}{number}-{name}", self.prefix));
        created.unwrap_or_else(|error| panic!("no namespace for {name}: {error}"))
    }
}

/// How a namespace reaches the internet: its interface `wan`.
#[derive(Debug)]
pub(super) struct Uplink {
    core: Arc<Core>,
    site: Arc<Namespace>,
    /// The interface of the core.
    port: String,
    routed: Routed,
    line: Option<Line>,
}

impl Uplink {
    /// Connects `site`: by a cable, or by a link that is as bad as `wire` says.
    pub(super) fn connect(
        core: &Arc<Core>,
        site: &Arc<Namespace>,
        routed: Routed,
        wire: Option<&Wire>,
    ) -> Self {
        let number = core.uplinks.fetch_add(1, Ordering::Relaxed);
        let port = format!("u{number}");
        let line = wire.map(|wire| Line::start(wire, (&core.namespace, &port), (site, WAN)));
        if line.is_none() {
            core.namespace.ip(&format!(
                "link add {port} type veth peer name {WAN} netns {}",
                site.name()
            ));
        }
        if routed.v6.is_none() {
            site.set([("ipv6/conf/wan/disable_ipv6", "1")]);
        }
        site.ip(&format!("link set {WAN} addrgenmode none"));
        let uplink = Self {
            core: Arc::clone(core),
            site: Arc::clone(site),
            port,
            routed,
            line,
        };
        uplink.configure();
        uplink
    }

    fn configure(&self) {
        let (port, routed) = (&self.port, &self.routed);
        self.core.namespace.ip(&format!(
            "link set {port} addrgenmode none up
            addr add {NEAR}/64 dev {port} nodad"
        ));
        self.configure_site();
        self.route("replace", &routed.networks_v4);
        if let Some(ip) = routed.v6 {
            let network = format!("{}/64", network_of(ip));
            let hop = self.hop(FAR);
            self.core
                .namespace
                .ip(&format!("route replace {network} {hop} dev {port}"));
        }
    }

    /// The next hop of a route by this link: a link with two ends needs none.
    fn hop(&self, ip: impl fmt::Display) -> String {
        match self.line {
            Some(_) => String::new(),
            None => format!("via {ip}"),
        }
    }

    /// Waits until it carries. A link of ours does at once, or is not meant to.
    pub(super) fn until_ready(&self) {
        let core = &self.core.namespace;
        if self.line.is_none() && !Board::Router.is_cut(core, &self.port) {
            let v4 = self.routed.own_v4.map(|_| CORE.into());
            until_carried(&self.site, core, v4.unwrap_or(CORE_V6.into()));
        }
    }

    /// What the far end knows of it; again after it was down.
    pub(super) fn configure_site(&self) {
        let mut lines = format!("link set {WAN} up\n");
        if let Some(ip) = self.routed.own_v4 {
            lines += &format!("addr replace {ip}/32 dev {WAN}\n");
        }
        if self.routed.own_v4.is_some() || !self.routed.networks_v4.is_empty() {
            let hop = self.hop(format_args!("{CORE} onlink"));
            lines += &format!("route replace default {hop} dev {WAN}\n");
        }
        if self.routed.v6.is_some() {
            lines += &format!(
                "addr replace {FAR}/64 dev {WAN} nodad
                route replace ::/0 {} dev {WAN}\n",
                self.hop(NEAR)
            );
        }
        self.site.ip(&lines);
        if let Some(ip) = self.routed.own_v4 {
            self.route("replace", &[ip.to_string()]);
        }
    }

    fn route(&self, verb: &str, networks: &[String]) {
        let port = &self.port;
        for network in networks {
            let gateway = match self.routed.own_v4 {
                Some(ip) if *network != ip.to_string() => self.hop(format_args!("{ip} onlink")),
                _ => String::new(),
            };
            self.core
                .namespace
                .ip(&format!("route {verb} {network} {gateway} dev {port}"));
        }
    }

    /// Gives the far end another IPv4 address.
    pub(super) fn renumber(&mut self, ip: Ipv4Addr) {
        let old = self.routed.own_v4.replace(ip);
        self.configure_site();
        if let Some(old) = old {
            self.site.ip(&format!("addr del {old}/32 dev {WAN}"));
            self.core
                .namespace
                .ip(&format!("route del {old} dev {}", self.port));
        }
    }

    /// The link that it is, if it is not just a cable.
    pub(super) fn link(&self) -> Option<Link> {
        self.line.as_ref().map(Link::of)
    }

    /// The IPv4 address of the far end.
    pub(super) fn ipv4(&self) -> Option<Ipv4Addr> {
        self.routed.own_v4
    }

    /// Loses all that it carries, both ways, without a word to anybody.
    pub(super) fn cut(&self) {
        Board::Router.cut(&self.core.namespace, &self.port);
    }

    /// Carries again.
    pub(super) fn mend(&self) {
        Board::Router.mend(&self.core.namespace, &self.port);
    }

    /// How many packets it has lost since it was cut.
    pub(super) fn lost(&self) -> u64 {
        Board::Router.lost(&self.core.namespace, &self.port)
    }
}

impl Drop for Uplink {
    fn drop(&mut self) {
        // A line takes its interfaces with it.
        if self.line.take().is_some() {
            return;
        }
        // With the far end's namespace, this end may have gone already.
        let _ = self
            .core
            .namespace
            .try_ip(&format!("link del {}", self.port));
    }
}

fn network_of(ip: Ipv6Addr) -> Ipv6Addr {
    Ipv6Addr::from_bits(ip.to_bits() >> 64 << 64)
}

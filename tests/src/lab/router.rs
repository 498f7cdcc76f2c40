//! A router between the interfaces `lan` and `wan`.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    addresses::{FAR, NEAR, Net4, home_v6},
    conntrack,
    core::{Core, WAN},
    namespace::Namespace,
    nat::Nat,
    ready::until_carried,
    switch::Board,
};

/// Its interface away from the internet.
pub(super) const LAN: &str = "lan";

/// Of a home's router in its LAN. Without one of its own a bridge takes that of
/// whoever is plugged in, and those who knew the old one are lost for a while.
const ADDRESS: &str = "02:00:00:00:00:01";

/// A home's router, or its provider's.
#[derive(Debug)]
pub(super) struct Router {
    namespace: Arc<Namespace>,
    nat: Mutex<Nat>,
}

impl Router {
    /// One without interfaces yet.
    pub(super) fn create(core: &Core, name: &str, nat: Nat) -> Self {
        let namespace = core.namespace(name);
        namespace.set([
            ("ipv4/conf/all/forwarding", "1"),
            ("ipv6/conf/all/forwarding", "1"),
        ]);
        namespace.nft(&nat.rules());
        Self {
            namespace: Arc::new(namespace),
            nat: Mutex::new(nat),
        }
    }

    pub(super) fn namespace(&self) -> &Arc<Namespace> {
        &self.namespace
    }

    /// Makes `lan` a bridge for the hosts of a home.
    pub(super) fn open_lan(&self, network: Option<Net4>, v6: Option<u8>) {
        let mut lines = format!(
            "link add {LAN} address {ADDRESS} type bridge stp_state 0 mcast_snooping 0
            link set {LAN} up\n"
        );
        if let Some(network) = network {
            let (own, bits) = (network.address(1), network.bits);
            lines += &format!("addr add {own}/{bits} dev {LAN}\n");
        }
        if let Some(number) = v6 {
            lines += &format!(
                "addr add {}/64 dev {LAN} nodad
                addr add {NEAR}/64 dev {LAN} nodad\n",
                home_v6(number, 1)
            );
        }
        self.namespace.ip(&lines);
        self.namespace.nft(&Board::Bridge.rules());
    }

    /// Connects its `wan` to the `lan` of its provider's.
    pub(super) fn connect(&self, provider: &Self, between: Net4, v6: Option<u8>) {
        let (gateway, own, bits) = (between.address(1), between.address(2), between.bits);
        provider.namespace.ip(&format!(
            "link add {LAN} type veth peer name {WAN} netns {}
            addr add {gateway}/{bits} dev {LAN}
            addr add {NEAR}/64 dev {LAN} nodad
            link set {LAN} up",
            self.namespace.name(),
        ));
        self.namespace.ip(&format!(
            "addr add {own}/{bits} dev {WAN}
            addr add {FAR}/64 dev {WAN} nodad
            link set {WAN} up
            route add default via {gateway}
            route add ::/0 via {NEAR} dev {WAN}",
        ));
        if let Some(number) = v6 {
            let network = home_v6(number, 0);
            let route = format!("route add {network}/64 via {FAR} dev {LAN}");
            provider.namespace.ip(&route);
        }
        until_carried(&self.namespace, &provider.namespace, gateway.into());
    }

    /// Forgets every conversation.
    ///
    /// # Panics
    /// When it does not.
    pub(super) fn forget(&self) {
        let flushed = self.namespace.run(conntrack::flush);
        flushed.expect("connection tracking is flushed");
    }

    /// And gives other ports from now on, where they are not those inside.
    pub(super) fn rebind(&self) {
        let mut nat = self.nat.lock().unwrap_or_else(PoisonError::into_inner);
        if let Nat::Eim { mask } = &mut *nat {
            *mask ^= 0x0ff0;
            self.namespace.nft(&nat.other_rules());
        }
        self.forget();
    }

    /// How many packets it dropped that nobody inside had asked for.
    pub(super) fn unsolicited(&self) -> u64 {
        self.count("unsolicited")
    }

    /// How many packets it dropped since it passes none of their kind.
    pub(super) fn blocked(&self) -> u64 {
        self.count("blocked")
    }

    fn count(&self, counter: &str) -> u64 {
        let answer = self.namespace.ask_nft("list counters");
        let rest = answer.split_once(&format!("counter {counter} {{"));
        // One that drops nothing counts nothing.
        let Some((_, rest)) = rest else { return 0 };
        let packets = rest.split_whitespace().nth(1).map(str::parse);
        match packets {
            Some(Ok(packets)) => packets,
            _ => panic!("no number of packets in {answer}"),
        }
    }
}

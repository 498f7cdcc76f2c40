//! A host: somebody's machine.

use std::{
    ffi::OsStr,
    fs,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    process::Command,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::runtime::{Builder, Runtime};

use super::{
    addresses::{public_v4, public_v6},
    core::{Core, Count, Routed, Uplink, WAN},
    home::{Home, Lease},
    link::{Link, Wire},
    namespace::Namespace,
    ready::until_carried,
    router::LAN,
    switch::Board,
};

/// A machine in a home, or on the internet itself. Clones are the same one; it
/// is there until the last of them is dropped.
#[derive(Clone, Debug)]
pub struct Host {
    namespace: Arc<Namespace>,
    plugs: Arc<Mutex<Vec<Plug>>>,
    count: Arc<Count>,
}

/// One of its interfaces, and where the cable ends.
#[derive(Debug)]
struct Plug {
    interface: String,
    v4: Option<Ipv4Addr>,
    v6: Option<Ipv6Addr>,
    outlet: Outlet,
}

#[derive(Debug)]
enum Outlet {
    Internet(Uplink),
    Home { lease: Lease, metric: u32 },
}

/// What went through a host's interfaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Packets that came.
    pub packets_in: u64,
    /// Their bytes.
    pub bytes_in: u64,
    /// Packets that went.
    pub packets_out: u64,
    /// Their bytes.
    pub bytes_out: u64,
}

impl Host {
    pub(super) fn create(core: &Core, name: &str) -> Self {
        Self {
            namespace: Arc::new(core.namespace(name)),
            plugs: Arc::default(),
            count: Arc::default(),
        }
    }

    pub(super) fn public(core: &Arc<Core>, name: &str, wire: Option<&Wire>) -> Self {
        let host = Self::create(core, name);
        let number = core.publics.next();
        let (v4, v6) = (public_v4(number), public_v6(number));
        let routed = Routed {
            own_v4: Some(v4),
            networks_v4: Vec::new(),
            v6: Some(v6),
        };
        let uplink = Uplink::connect(core, &host.namespace, routed, wire);
        let plug = Plug {
            interface: WAN.to_owned(),
            v4: Some(v4),
            v6: Some(v6),
            outlet: Outlet::Internet(uplink),
        };
        plug.configure(&host.namespace);
        host.plugs().push(plug);
        host
    }

    /// Does something on this host. Sockets that it opens and processes that it
    /// starts stay here.
    ///
    /// # Panics
    /// When `work` does.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.namespace.run(work)
    }

    /// Moves the calling thread to this host, for good: for the worker threads
    /// of a runtime, say.
    pub fn enter(&self) {
        self.namespace.enter();
    }

    /// A runtime whose tasks are on this host: those that are spawned, not what
    /// `block_on` is given, which stays with its thread.
    ///
    /// # Panics
    /// When there is none to be had.
    pub fn runtime(&self) -> Runtime {
        let host = self.clone();
        let mut builder = Builder::new_multi_thread();
        builder.enable_all().worker_threads(2);
        let runtime = builder.on_thread_start(move || host.enter()).build();
        runtime.expect("a runtime")
    }

    /// A command that runs `program` on this host.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        self.namespace.command(program)
    }

    /// Its address where it is plugged in: IPv4 if it has any there.
    ///
    /// # Panics
    /// When it is plugged in nowhere.
    pub fn ip(&self) -> IpAddr {
        let v4 = self.ipv4().map(IpAddr::from);
        let ip = v4.or_else(|| self.ipv6().map(IpAddr::from));
        ip.expect("a host that is plugged in")
    }

    /// Its IPv4 address.
    pub fn ipv4(&self) -> Option<Ipv4Addr> {
        self.plugs().iter().find_map(|plug| plug.v4)
    }

    /// Its public IPv6 address.
    pub fn ipv6(&self) -> Option<Ipv6Addr> {
        self.plugs().iter().find_map(|plug| plug.v6)
    }

    /// Its link to the internet.
    ///
    /// # Panics
    /// When it has none of its own: it is in a home, or on a perfect one.
    pub fn link(&self) -> Link {
        let plugs = self.plugs();
        let links = plugs.iter().find_map(|plug| match &plug.outlet {
            Outlet::Internet(uplink) => uplink.link(),
            Outlet::Home { .. } => None,
        });
        links.expect("a host that is on the internet over a wire")
    }

    /// Connects it to the network of a home, by one more interface. Those it
    /// already has are preferred for as long as they are up.
    pub fn plug(&self, home: &Home) {
        let number = self.count.next();
        let lease = home.lease();
        let interface = format!("eth{}", number - 1);
        lease.router.ip(&format!(
            "link add {port} type veth peer name {interface} netns {host}
            link set {port} master {LAN} up",
            port = lease.port,
            host = self.namespace.name(),
        ));
        let plug = Plug {
            interface,
            v4: lease.ipv4(),
            v6: lease.v6,
            outlet: Outlet::Home {
                lease,
                metric: 100 + u32::from(number),
            },
        };
        plug.configure(&self.namespace);
        self.plugs().push(plug);
    }

    /// Takes away its oldest interface.
    ///
    /// # Panics
    /// When it has none.
    pub fn unplug(&self) {
        let plug = self.plugs().remove(0);
        if let Outlet::Home { .. } = plug.outlet {
            let line = format!("link del {}", plug.interface);
            self.namespace.ip(&line);
        }
    }

    /// Takes it to another home: all its interfaces go, then a new one comes.
    /// (With both at once for a while, as when a phone is tethered before the
    /// Wi-Fi goes: [`Self::plug`], then [`Self::unplug`].)
    pub fn move_to(&self, home: &Home) {
        while !self.plugs().is_empty() {
            self.unplug();
        }
        self.plug(home);
    }

    /// Gives it another address in its home, as when a lease runs out.
    ///
    /// # Panics
    /// When it is not in one.
    pub fn renumber(&self, home: &Home) {
        let mut plugs = self.plugs();
        let plug = plugs.first_mut().expect("a host that is plugged in");
        let Outlet::Home { lease, .. } = &mut plug.outlet else {
            panic!("only hosts in homes have leases");
        };
        let fresh = home.lease();
        assert!(Arc::ptr_eq(&fresh.router, &lease.router), "its own home");
        (lease.v4, lease.v6) = (fresh.v4, fresh.v6);
        self.namespace
            .ip(&format!("addr flush dev {} scope global", plug.interface));
        (plug.v4, plug.v6) = (lease.ipv4(), lease.v6);
        plug.configure(&self.namespace);
    }

    /// Takes its interfaces down: the system knows at once.
    pub fn down(&self) {
        for plug in self.plugs().iter() {
            let line = format!("link set {} down", plug.interface);
            self.namespace.ip(&line);
        }
    }

    /// Brings them up again, with the same addresses.
    pub fn up(&self) {
        for plug in self.plugs().iter() {
            plug.configure(&self.namespace);
        }
    }

    /// Loses all that goes to and from it, without a word to the system.
    pub fn cut(&self) {
        self.plugs().iter().for_each(Plug::cut);
    }

    /// Carries it again.
    pub fn mend(&self) {
        self.plugs().iter().for_each(Plug::mend);
    }

    /// How many packets it has lost since it was cut, both ways.
    pub fn lost(&self) -> u64 {
        self.plugs().iter().map(Plug::lost).sum()
    }

    /// What went through all its interfaces but loopback, since they exist.
    ///
    /// # Panics
    /// When the system does not say.
    pub fn counters(&self) -> Counters {
        // Of this thread: that of the process is in another namespace.
        let table = self.run(|| fs::read_to_string("/proc/thread-self/net/dev"));
        let table = table.expect("counters of interfaces");
        let rows = table.lines().filter_map(|line| line.split_once(':'));
        let ours = rows.filter(|(interface, _)| interface.trim() != "lo");
        ours.fold(Counters::default(), |sum, (_, row)| {
            let row: Vec<u64> = row.split_whitespace().flat_map(str::parse).collect();
            Counters {
                bytes_in: sum.bytes_in + row[0],
                packets_in: sum.packets_in + row[1],
                bytes_out: sum.bytes_out + row[8],
                packets_out: sum.packets_out + row[9],
            }
        })
    }

    fn plugs(&self) -> MutexGuard<'_, Vec<Plug>> {
        self.plugs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Plug {
    /// Brings the interface up with its addresses and routes, and waits until it
    /// carries.
    fn configure(&self, host: &Namespace) {
        match &self.outlet {
            Outlet::Internet(uplink) => {
                uplink.configure_site();
                if let Some(ip) = self.v6 {
                    let interface = &self.interface;
                    host.ip(&format!("addr replace {ip}/128 dev {interface} nodad"));
                }
                uplink.until_ready();
            }
            Outlet::Home { lease, metric } => {
                host.ip(&lease.lines(&self.interface, *metric));
                if !Board::Bridge.is_cut(&lease.router, &lease.port) {
                    until_carried(host, &lease.router, lease.gateway());
                }
            }
        }
    }

    fn cut(&self) {
        match &self.outlet {
            Outlet::Internet(uplink) => uplink.cut(),
            Outlet::Home { lease, .. } => Board::Bridge.cut(&lease.router, &lease.port),
        }
    }

    fn mend(&self) {
        match &self.outlet {
            Outlet::Internet(uplink) => uplink.mend(),
            Outlet::Home { lease, .. } => Board::Bridge.mend(&lease.router, &lease.port),
        }
    }

    fn lost(&self) -> u64 {
        match &self.outlet {
            Outlet::Internet(uplink) => uplink.lost(),
            Outlet::Home { lease, .. } => Board::Bridge.lost(&lease.router, &lease.port),
        }
    }
}

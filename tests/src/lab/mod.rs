//! A network laboratory: homes behind NATs, public hosts, and an internet
//! between them, in network namespaces of this machine.
//!
//! ```no_run
//! use tincan_tests::{app::Setup, lab::{Kind, Lab}};
//!
//! let Some(lab) = Lab::start() else { return };
//! let relay = lab.relay();
//! let (ann, ben) = (lab.home("ann", Kind::Cone), lab.home("ben", Kind::Symmetric));
//! let (ann, ben) = (ann.host("ann"), ben.host("ben"));
//! let ann = ann.run(|| Setup::new("Ann").relay(relay.quic()).start());
//! let ben = ben.run(|| Setup::new("Ben").relay(relay.quic()).start());
//! ```
//!
//! What is made by [`Host::run`] belongs to that host from then on, processes
//! and sockets alike. Hold the lab, its homes and its hosts for as long as they
//! are to exist; dropping removes them. No packet leaves the machine.
//!
//! - [`Lab`], [`Home`], [`Kind`], [`Host`]: the parts.
//! - [`Wire`], [`Shape`], [`Link`]: links that are as bad as wanted.
//! - `core`: the internet. `router`, `nat`: what routers do to packets.
//! - `ready`: a cable that carries. `conntrack`: a router that forgets. `switch`: a cable that is cut.
//! - `janitor`, `namespace`: what they are made of.

mod addresses;
mod conntrack;
mod core;
mod home;
mod host;
mod janitor;
mod link;
mod namespace;
mod nat;
mod plan;
mod ready;
mod relay;
mod router;
mod switch;

use std::{
    env,
    io::{self, Write},
    sync::{
        Arc, Once,
        atomic::{AtomicU32, Ordering},
    },
};

use self::core::Core;
pub use self::{
    home::Home,
    host::{Counters, Host},
    link::{Counts, Direction, Link, Loss, Shape, Stats, Wire},
    plan::{Kind, Plan},
    relay::PublicRelay,
};

/// An internet of its own, with nobody there yet.
#[derive(Debug)]
pub struct Lab {
    core: Arc<Core>,
}

impl Lab {
    /// Makes one. Says why on standard error and gives none where the machine
    /// forbids it.
    ///
    /// # Panics
    /// When the machine forbids it and `CI` is set: there it has to run.
    #[must_use]
    pub fn start() -> Option<Self> {
        match Self::try_start() {
            Ok(lab) => Some(lab),
            Err(reason) => {
                assert!(!is_ci(), "no network lab: {reason}");
                say_once(&reason);
                None
            }
        }
    }

    /// As [`Self::start`], with the reason why there is none.
    ///
    /// # Errors
    /// When the machine forbids it.
    pub fn try_start() -> Result<Self, String> {
        static LABS: AtomicU32 = AtomicU32::new(0);
        if !rustix::process::geteuid().is_root() {
            return Err("it takes root to make network namespaces".to_owned());
        }
        for (program, package) in [("ip", "iproute2"), ("nft", "nftables")] {
            if !installed(program) {
                return Err(format!("`{program}` is missing (package {package})"));
            }
        }
        janitor::employ();
        let number = LABS.fetch_add(1, Ordering::Relaxed);
        let prefix = format!("{}{number}.", janitor::prefix());
        let core = Arc::new(Core::create(prefix)?);
        Ok(Self { core })
    }

    /// A host on the internet itself, with an IPv4 and an IPv6 address and no
    /// firewall.
    pub fn public(&self, name: &str) -> Host {
        Host::public(&self.core, name, None)
    }

    /// As [`Self::public`], with this link to the internet.
    pub fn public_over(&self, name: &str, wire: &Wire) -> Host {
        Host::public(&self.core, name, Some(wire))
    }

    /// A relay on a public host of its own.
    pub fn relay(&self) -> PublicRelay {
        PublicRelay::start(self.public("relay"))
    }

    /// A home with nobody in it yet.
    pub fn home(&self, name: &str, plan: impl Into<Plan>) -> Home {
        Home::build(&self.core, name, plan.into())
    }

    /// What the names of all namespaces of this lab begin with, in
    /// `ip netns list`.
    pub fn prefix(&self) -> &str {
        self.core.prefix()
    }
}

fn installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|directory| directory.join(program).is_file())
}

fn is_ci() -> bool {
    env::var("CI").is_ok_and(|ci| !["", "0", "false"].contains(&ci.as_str()))
}

/// Not by `eprintln`: tests that pass do not show what that says.
fn say_once(reason: &str) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let _ = writeln!(io::stderr(), "skipped, no network lab here: {reason}");
    });
}

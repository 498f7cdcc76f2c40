//! A room that waits somewhere, a relay, and a stranger elsewhere.

use libp2p::PeerId;
use tincan_tests::{
    app::{App, Invite, Setup},
    lab::{Home, Host, Kind, Lab, Plan, PublicRelay},
};

use crate::{secrets::Secrets, stranger::Stranger};

/// What the host of the room is called.
pub(crate) const ANN: &str = "Marigold Vane";
/// What her friend is called.
pub(crate) const BEN: &str = "Thaddeus Quill";

/// Somebody at home.
pub(crate) struct Person {
    pub(crate) app: App,
    pub(crate) machine: Host,
    pub(crate) home: Home,
}

/// An internet with a relay and a stranger on it.
pub(crate) struct World {
    pub(crate) stranger: Stranger,
    pub(crate) relay: PublicRelay,
    lab: Lab,
}

impl World {
    /// Makes one; none where the machine forbids it.
    pub(crate) fn start() -> Option<Self> {
        let lab = Lab::start()?;
        let relay = lab.relay();
        let stranger = Stranger::arrives(lab.public("stranger"), &relay);
        Some(Self {
            stranger,
            relay,
            lab,
        })
    }

    /// Somebody at a home of this kind, with IPv6 too where there can be.
    pub(crate) fn person(&self, name: &str, kind: Kind) -> Person {
        self.person_with(name, kind, |setup| setup)
    }

    /// As [`Self::person`], with more to the setup.
    pub(crate) fn person_with(
        &self,
        name: &str,
        kind: Kind,
        more: impl FnOnce(Setup) -> Setup,
    ) -> Person {
        // Names of namespaces are short.
        let short = &name[..3];
        let home = self.lab.home(short, Plan::of(kind).dual_stack());
        let machine = home.host(short);
        let addresses = self.relay.addresses().iter();
        let setup = addresses.fold(Setup::new(name), |setup, relay| setup.relay(relay));
        let setup = more(setup);
        let app = machine.run(|| setup.start());
        Person { app, machine, home }
    }
}

impl Person {
    /// What a stranger must not learn of somebody called `name`.
    pub(crate) fn secrets(&self, name: &str) -> Secrets {
        Secrets::default()
            .name(name)
            .place(&self.machine, &self.home)
    }
}

/// The digits of a code that say where to meet.
pub(crate) fn nameplate(invite: &Invite) -> &str {
    let digits = invite.code.len() - tincan_net::SECRET_DIGITS;
    &invite.code[..digits]
}

/// The host's key, which whoever has the link knows.
pub(crate) fn host_of(invite: &Invite) -> PeerId {
    let link: tincan_net::InviteLink = invite.link.parse().expect("a link");
    link.host
}

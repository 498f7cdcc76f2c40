//! How soon a conversation goes on when a path is gone, from the moment at
//! which there is another.

use std::{
    fmt, thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tincan_tests::{
    app::App,
    lab::{Home, Host, Kind, Lab, PublicRelay},
};

use crate::{
    meetings::{LOOK_EVERY, app, look, paths},
    numbers::{attempt, median_and_p95, milliseconds},
    pairs::Side,
};

/// How soon it should go on.
const GOAL: Duration = Duration::from_secs(3);
/// A relay is away for so long.
const AWAY: Duration = Duration::from_secs(3);
/// From when the relay carries what is said until the path is straight again.
const STRAIGHT_GOAL: Duration = Duration::from_secs(1);
/// For how long that is waited for.
const STRAIGHT_PATIENCE: Duration = Duration::from_secs(10);
/// Conversations have gone on quietly for so long.
const SETTLED: Duration = Duration::from_secs(2);

/// What happens to the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    GuestMoves,
    HostMoves,
    GuestsRouterForgets,
    HostsRouterForgets,
    RelayLostBesideAStraightPath,
    RelayReturns,
}

impl Change {
    pub(crate) const ALL: [Self; 6] = [
        Self::GuestMoves,
        Self::HostMoves,
        Self::GuestsRouterForgets,
        Self::HostsRouterForgets,
        Self::RelayLostBesideAStraightPath,
        Self::RelayReturns,
    ];

    fn kinds(self) -> [Kind; 2] {
        match self {
            // No straight path.
            Self::RelayReturns => [Kind::Symmetric, Kind::Symmetric],
            _ => [Kind::Eim, Kind::Eim],
        }
    }

    /// Whether the relay has to carry what is said for a while.
    fn takes_the_relay(self) -> bool {
        !matches!(
            self,
            Self::RelayLostBesideAStraightPath | Self::RelayReturns
        )
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GuestMoves => "the guest moves to another network",
            Self::HostMoves => "the host moves to another network",
            Self::GuestsRouterForgets => "the guest's router forgets",
            Self::HostsRouterForgets => "the host's router forgets",
            Self::RelayLostBesideAStraightPath => "the relay is lost, the path is straight",
            Self::RelayReturns => "the relay returns, the path is relayed",
        })
    }
}

/// All times of one change.
pub(crate) struct Row {
    change: Change,
    times: Vec<Duration>,
    /// From the relayed path to a straight one.
    straight: Vec<Duration>,
    runs: usize,
}

impl Row {
    /// Lets it happen so often; none where there is no lab.
    pub(crate) fn measure(change: Change, runs: usize) -> Option<Self> {
        let lab = Lab::start()?;
        let once = |_| attempt(|| Talk::begin(&lab, change).in_spite_of(change));
        let (times, straight): (Vec<_>, Vec<_>) = (0..runs).filter_map(once).unzip();
        Some(Self {
            change,
            times,
            straight: straight.into_iter().flatten().collect(),
            runs,
        })
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (median, p95) = median_and_p95(self.times.clone());
        let in_time = self.times.iter().filter(|took| **took <= GOAL).count();
        let (change, runs) = (self.change, self.runs);
        write!(f, "| {change} | {median} | {p95} | {in_time} of {runs} |")?;
        if !change.takes_the_relay() {
            return write!(f, " | | |");
        }
        let soon = self.straight.iter().filter(|took| **took <= STRAIGHT_GOAL);
        let (soon, runs) = (soon.count(), self.straight.len());
        let (median, p95) = median_and_p95(self.straight.clone());
        write!(f, " {median} | {p95} | {soon} of {runs} |")
    }
}

/// The head of the table of such rows.
pub(crate) fn head() -> String {
    format!(
        "| what happens | both hear each other again after: median | p95 | within {} \
         | relayed → direct: median | p95 | within {} |\n\
         |---|---:|---:|---:|---:|---:|---:|",
        milliseconds(GOAL),
        milliseconds(STRAIGHT_GOAL)
    )
}

struct Talk {
    ann: App,
    ben: App,
    hosts: [Host; 2],
    homes: [Home; 2],
    elsewhere: Home,
    relay: PublicRelay,
}

impl Talk {
    fn begin(lab: &Lab, change: Change) -> Self {
        let relay = lab.relay();
        let home = |kind, name| Side::of(kind).home(lab, name);
        let [one, two] = change.kinds();
        let homes = [home(one, "one"), home(two, "two")];
        let elsewhere = home(Kind::Cone, "elsewhere");
        let hosts = [homes[0].host("one"), homes[1].host("two")];
        let mut ann = app(&hosts[0], "Ann", &relay);
        let mut ben = app(&hosts[1], "Ben", &relay);
        let invite = ann.create();
        ben.join(&invite.code);
        for app in [&mut ann, &mut ben] {
            if change == Change::RelayReturns {
                app.connected();
            } else {
                app.expect(json!({"event": "path", "path": "direct"}));
            }
        }
        thread::sleep(SETTLED);
        Self {
            ann,
            ben,
            hosts,
            homes,
            elsewhere,
            relay,
        }
    }

    /// How long it takes from when there is a path until both have heard a word
    /// that was said then; and from a relayed path to a straight one, where that
    /// is how it goes.
    fn in_spite_of(mut self, change: Change) -> (Duration, Option<Duration>) {
        match change {
            Change::GuestMoves => self.hosts[1].move_to(&self.elsewhere),
            Change::HostMoves => self.hosts[0].move_to(&self.elsewhere),
            Change::GuestsRouterForgets => self.homes[1].rebind(),
            Change::HostsRouterForgets => self.homes[0].rebind(),
            Change::RelayLostBesideAStraightPath => self.relay.kill(),
            Change::RelayReturns => {
                self.relay.kill();
                thread::sleep(AWAY);
                self.relay.start_again();
            }
        }
        let since = Instant::now();
        self.ann.say("are you there?");
        self.ben.say("I am, and you?");
        let ann = self.ann.hear("I am, and you?").at;
        let ben = self.ben.hear("are you there?").at;
        let heard = ann.max(ben).saturating_duration_since(since);
        let straight = change.takes_the_relay().then(|| {
            let both = [&mut self.ann, &mut self.ben];
            let took = both.map(|app| relayed_to_straight(app, since));
            took.into_iter().flatten().max()
        });
        (heard, straight.flatten())
    }
}

/// How long a path was relayed that was not before `since`.
fn relayed_to_straight(app: &mut App, since: Instant) -> Option<Duration> {
    let deadline = Instant::now() + STRAIGHT_PATIENCE;
    loop {
        look(app);
        let mut paths = paths(app).skip_while(|event| event.at < since);
        let relayed = paths.find(|event| event["path"] == "relayed");
        let straight = paths.find(|event| event["path"] == "direct");
        if let (Some(relayed), Some(straight)) = (relayed, straight) {
            return Some(straight.at.saturating_duration_since(relayed.at));
        }
        if Instant::now() > deadline {
            return None;
        }
        thread::sleep(LOOK_EVERY);
    }
}

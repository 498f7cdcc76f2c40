//! Joins by code over links that lose packets: how many come in, and what the
//! others are told. Their logs are shown.

use std::{
    collections::BTreeMap,
    fmt, thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tincan_tests::lab::{Host, Kind, Lab, Loss, Plan, PublicRelay, Shape, Wire};

use crate::{
    ONE_WAY,
    meetings::{TYPING, app, setup},
    numbers::{attempt, median_and_worst},
};

/// Between two homes that only a relay can join.
#[derive(Clone, Copy)]
pub(crate) struct Weather {
    kinds: [Kind; 2],
    /// Packets of a hundred that are lost, each way, at each home.
    lost: u32,
}

impl Weather {
    pub(crate) fn every() -> Vec<Self> {
        let kinds = [
            [Kind::Eim, Kind::Symmetric],
            [Kind::Symmetric, Kind::Symmetric],
            [Kind::UdpBlocked, Kind::Symmetric],
        ];
        let of = |kinds| [10, 20].map(|lost| Self { kinds, lost });
        kinds.into_iter().flat_map(of).collect()
    }
}

impl fmt::Display for Weather {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, other] = self.kinds.map(crate::pairs::Side::of);
        write!(f, "{one} – {other}, {} % lost", self.lost)
    }
}

/// All joins in one weather.
pub(crate) struct Row {
    weather: Weather,
    times: Vec<Duration>,
    /// What those who did not come in were told, and how many.
    told: BTreeMap<String, usize>,
}

impl Row {
    /// Joins so often; none where there is no lab.
    pub(crate) fn measure(weather: Weather, runs: usize) -> Option<Self> {
        let lab = Lab::start()?;
        let relay = lab.relay();
        let share = f64::from(weather.lost) / 100.0;
        let shape = Shape::perfect().delay(ONE_WAY).loss(Loss::Random { share });
        let plan = |kind| Plan::of(kind).over(Wire::both(shape));
        let [one, other] = weather.kinds;
        let homes = [lab.home("one", plan(one)), lab.home("two", plan(other))];
        let [one, two] = [homes[0].host("one"), homes[1].host("two")];
        let mut row = Self {
            weather,
            times: Vec::new(),
            told: BTreeMap::new(),
        };
        for number in 0..runs {
            let (host, guest) = match number % 2 {
                0 => (&one, &two),
                _ => (&two, &one),
            };
            match attempt(|| join(host, guest, &relay)) {
                Some(Ok(took)) => row.times.push(took),
                Some(Err(reason)) => *row.told.entry(reason).or_default() += 1,
                None => *row.told.entry("nothing".to_owned()).or_default() += 1,
            }
        }
        Some(row)
    }
}

/// How long it takes from the code to being in, or why it never comes to that.
fn join(host: &Host, guest: &Host, relay: &PublicRelay) -> Result<Duration, String> {
    let mut ann = app(host, "Ann", relay);
    let ben = setup("Ben", relay).log("tincan_net=debug");
    let mut ben = guest.run(|| ben.start());
    let invite = ann.create();
    thread::sleep(TYPING);
    let typed = Instant::now();
    ben.join(&invite.code);
    loop {
        let room = ben.expect(json!({"event": "room"}));
        match room.text("state") {
            "connected" => return Ok(room.at - typed),
            "closed" => {
                eprintln!("{}", ben.take_log().join("\n"));
                return Err(room.text("reason").to_owned());
            }
            _ => {}
        }
    }
}

/// The head of the table of such rows.
pub(crate) fn head() -> &'static str {
    "| links | code → in: median | worst | came in | others were told |\n|---|---:|---:|---:|---|"
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (median, worst) = median_and_worst(self.times.clone());
        let (weather, came) = (self.weather, self.times.len());
        let others: usize = self.told.values().sum();
        let told: Vec<String> = self.told.iter().map(|(t, n)| format!("{t} {n}×")).collect();
        let (all, told) = (came + others, told.join(", "));
        write!(
            f,
            "| {weather} | {median} | {worst} | {came} of {all} | {told} |"
        )
    }
}

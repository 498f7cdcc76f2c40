//! A process that is killed while it writes loses nothing that it was told is
//! kept.

use std::{
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use crate::common::{entry, open, profile, room, said, say};
use tincan_store::Author::Me;

const PROFILE: &str = "TINCAN_STORE_CRASH_PROFILE";

/// Not a test by itself: what the other one starts and kills.
#[test]
fn writer() {
    let Some(directory) = env::var_os(PROFILE) else {
        return;
    };
    let mut store = open(Path::new(&directory));
    let room = room(&mut store);
    let first = store.newest_number(room, Me).unwrap() + 1;
    for number in first.. {
        say(&mut store, room, &[entry(Me, number, "kept")]);
        println!("kept {number}");
    }
}

#[test]
fn what_was_kept_survives_a_kill() {
    let profile = profile();
    let mut last = 0;
    for round in 1..=8 {
        let mut writer = Command::new(env::current_exe().unwrap())
            .args(["crash::writer", "--exact", "--nocapture"])
            .env(PROFILE, profile.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let mut told = lines.map_while(Result::ok).filter_map(|line| {
            line.strip_prefix("kept ")
                .and_then(|number| number.parse::<u64>().ok())
        });
        for _ in 0..round * 7 {
            last = told.next().unwrap();
        }
        writer.kill().unwrap();
        // What it had said before it died counts too.
        last = told.last().unwrap_or(last);
        writer.wait().unwrap();
        let mut store = open(profile.path());
        let room = room(&mut store);
        let newest = store.newest_number(room, Me).unwrap();
        assert!(
            newest == last || newest == last + 1,
            "{newest} after {last}"
        );
        let all = store.page(room, None, usize::MAX).unwrap();
        let in_order = all.iter().zip(1..).all(|(m, n)| said(&m.item).number == n);
        assert!(in_order && all.len() as u64 == newest);
        last = newest;
    }
}

//! Nothing of a lab outlives it, however it ends.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    panic::{AssertUnwindSafe, catch_unwind},
    process::{Child, Command, Stdio},
};

use tincan_tests::lab::{Kind, Lab};

use crate::sockets::until;

/// Set in the process that is to be killed.
const VICTIM: &str = "TINCAN_LAB_VICTIM";

fn namespaces(prefix: &str) -> usize {
    let names = fs::read_dir("/run/netns").into_iter().flatten().flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(prefix)).count()
}

#[test]
fn a_lab_that_is_dropped_leaves_nothing() {
    let Some(lab) = Lab::start() else { return };
    let prefix = lab.prefix().to_owned();
    for kind in Kind::ALL {
        let home = lab.home("home", kind);
        let _host = home.host("host");
        assert!(namespaces(&prefix) >= 3);
    }
    assert_eq!(namespaces(&prefix), 1);
    drop(lab);
    assert_eq!(namespaces(&prefix), 0);
}

#[test]
fn a_lab_that_panics_leaves_nothing() {
    let Some(lab) = Lab::start() else { return };
    let prefix = lab.prefix().to_owned();
    let panicked = catch_unwind(AssertUnwindSafe(move || {
        let home = lab.home("home", Kind::Cone);
        let host = home.host("host");
        host.run(|| panic!("as tests do"));
    }));
    assert!(panicked.is_err());
    assert_eq!(namespaces(&prefix), 0);
}

#[test]
fn a_process_that_is_ended_leaves_nothing() {
    if Lab::start().is_none() {
        return;
    }
    for signal in ["INT", "TERM", "KILL"] {
        let (mut child, prefix, inside) = victim();
        assert_eq!(namespaces(&prefix), 3);
        let kill = |signal: &str, id: &str| {
            let sent = Command::new("kill").args(["-s", signal, id]).status();
            sent.expect("kill").success()
        };
        assert!(kill(signal, &child.id().to_string()));
        child.wait().expect("an end");
        until("its namespaces are gone", || namespaces(&prefix) == 0);
        until("what ran in them has ended", || !runs(&inside));
    }
}

#[test]
fn leftovers_of_the_dead_are_swept() {
    if Lab::start().is_none() {
        return;
    }
    // No process has such a number.
    let left = format!("tincan.99999999.{}.0.core", std::process::id());
    let added = Command::new("ip").args(["netns", "add", &left]).status();
    assert!(added.expect("ip").success());
    let (mut child, ..) = victim();
    assert_eq!(namespaces(&left), 0);
    child.kill().expect("kill");
    child.wait().expect("an end");
}

/// Whether a process runs: one that has ended has no program, even while nobody
/// has asked how it ended.
fn runs(id: &str) -> bool {
    fs::read_link(format!("/proc/{id}/exe")).is_ok()
}

/// Another process with a lab, what the names of its namespaces begin with, and
/// the id of a process in one of them.
fn victim() -> (Child, String, String) {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command
        .args(["--exact", "cleaning::victims_wait", "--nocapture"])
        .env(VICTIM, "yes")
        .stdout(Stdio::piped());
    let mut child = command.spawn().expect("this program");
    let stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut lines = stdout.lines().map_while(Result::ok);
    let said = lines.find_map(|line| {
        let (prefix, id) = line.strip_prefix("victim ")?.split_once(' ')?;
        Some((prefix.to_owned(), id.to_owned()))
    });
    let (prefix, id) = said.expect("a lab");
    (child, prefix, id)
}

/// Not a test, but the process that is killed in others.
#[test]
fn victims_wait() {
    if env::var_os(VICTIM).is_none() {
        return;
    }
    let lab = Lab::start().expect("a lab");
    let home = lab.home("home", Kind::Cone);
    let host = home.host("host");
    let mut inside = host.command("sleep").arg("600").spawn().expect("sleep");
    println!("\nvictim {} {}", lab.prefix(), inside.id());
    inside.wait().expect("an end");
}

//! How the programs begin and end.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{ChildStdout, Command, Stdio},
    time::Duration,
};

use tincan_tests::{
    app::Setup,
    process::{Process, program},
};

const ENDING: Duration = Duration::from_secs(10);

fn start(arguments: &[&str]) -> (Process, std::process::ChildStdin, ChildStdout) {
    let mut command = Command::new(program("tincan"));
    Process::start("tincan", command.args(arguments))
}

#[test]
fn a_bad_command_line_ends_with_2_and_says_why() {
    for (arguments, why) in [
        (["headless", "--frobnicate"], "--frobnicate"),
        (["headless", "--relay=/ip4/127.0.0.1/tcp/1"], "/p2p/"),
        (["https://example.org", "--no-lan"], "not a Tincan link"),
    ] {
        let mut command = Command::new(program("tincan"));
        let output = command.args(arguments).stdin(Stdio::null()).output();
        let output = output.expect("tincan");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(why), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn damaged_settings_are_told_and_left_alone() {
    let damaged = "name = 7";
    let (mut command, profile) = Setup::new("Ann").settings(damaged).command();
    let output = command.arg("headless").stdin(Stdio::null()).output();
    let output = output.expect("tincan");
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("settings.toml"), "{said}");
    let file = std::fs::read_to_string(profile.path().join("settings.toml"));
    assert_eq!(file.expect("the file"), damaged);
}

#[test]
fn when_nobody_reads_any_more_it_ends_with_1() {
    let profile = tempfile::tempdir().expect("a profile");
    let profile = profile.path().to_string_lossy().into_owned();
    let (mut process, mut stdin, stdout) = start(&["headless", "--profile", &profile]);
    let mut stdout = BufReader::new(stdout);
    let mut ready = String::new();
    stdout.read_line(&mut ready).expect("a line");
    drop(stdout);
    writeln!(stdin, "hello?").expect("a line is taken");
    assert_eq!(process.wait(ENDING).code(), Some(1));
}

#[test]
fn a_slow_reader_gets_every_answer() {
    const LINES: usize = 20_000;
    let profile = tempfile::tempdir().expect("a profile");
    let profile = profile.path().to_string_lossy().into_owned();
    let (mut process, mut stdin, mut stdout) = start(&["headless", "--profile", &profile]);
    // Far more than a pipe holds, so that the answers have to wait for us.
    let asking = std::thread::spawn(move || {
        for number in 0..LINES {
            writeln!(stdin, r#"{{"do":"dance","id":{number}}}"#).expect("a line is taken");
        }
    });
    let mut answers = String::new();
    stdout.read_to_string(&mut answers).expect("answers");
    asking.join().expect("asking");
    assert!(process.wait(ENDING).success());
    let answers: Vec<&str> = answers.lines().skip(1).collect();
    assert_eq!(answers.len(), LINES);
    for (number, answer) in answers.iter().enumerate() {
        assert!(answer.ends_with(&format!("\"re\":{number}}}")), "{answer}");
    }
}

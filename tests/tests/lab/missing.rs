//! Machines that forbid a lab.

use std::{
    env,
    process::{Command, Output},
};

use tincan_tests::lab::Lab;

/// Another test of this program, on a machine without `ip` and `nft`.
fn elsewhere(ci: &str) -> Output {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command
        .args(["--exact", "missing::two_labs_are_wanted"])
        .env("PATH", "/nowhere")
        .env("CI", ci)
        .output()
        .expect("this program")
}

#[test]
fn two_labs_are_wanted() {
    let labs = [(); 2].map(|()| Lab::start());
    assert!(labs[0].is_some() == labs[1].is_some());
}

#[test]
fn a_lab_that_cannot_be_is_skipped_with_one_word_about_it() {
    let done = elsewhere("");
    assert!(done.status.success());
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(said.matches("no network lab here").count(), 1, "{said}");
}

#[test]
fn where_every_test_has_to_run_it_fails() {
    let done = elsewhere("true");
    assert!(!done.status.success());
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(said.contains("no network lab: "), "{said}");
}

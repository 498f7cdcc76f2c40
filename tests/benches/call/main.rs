//! Calls between two homes over paths of all kinds: a table in Markdown. Prints
//! numbers beside their goals; asserts nothing.
//!
//! `cargo bench -p tincan-tests --bench call -- ROW SECONDS SEEDS` runs only rows
//! with ROW in their names, for so long (60), with so many seeds (3), the first
//! of which is FROM: `-- "5 %" 60 3 100`. With `PESQ_PYTHON` naming a Python that
//! has PyPI's `pesq`, the quality of speech is measured too.
//!
//! Delays are from microphone to ear and from camera to screen, by the files of
//! times that sources and sinks write; both ends are on one machine's clock.

#[cfg(target_os = "linux")]
mod media;
#[cfg(target_os = "linux")]
mod rows;
#[cfg(target_os = "linux")]
mod run;

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("No network lab here: it takes Linux.");
}

#[cfg(target_os = "linux")]
fn main() {
    rows::all();
}

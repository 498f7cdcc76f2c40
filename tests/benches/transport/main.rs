//! Our QUIC transport and libp2p's, side by side over the same emulated paths.
//! Prints tables in Markdown, with goals; asserts nothing.
//!
//! `cargo bench -p tincan-tests --bench transport -- audio` runs only what has
//! "audio" in its name: bulk, lossy, audio, queue, shared, outages, handshakes,
//! memory.

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("No network lab here: it takes Linux.");
}

#[cfg(target_os = "linux")]
mod measured;

#[cfg(target_os = "linux")]
fn main() {
    measured::all();
}

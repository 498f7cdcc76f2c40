//! What a connection costs on which nothing is said.

use std::{env, fs, process::Command, thread, time::Duration};

use futures::FutureExt;

use super::{path::Path, peer::Make};

/// Names the process that measures one make: what another has left in the
/// allocator would be counted to nobody.
pub(super) const CHILD: &str = "idle-memory-of";
const CONNECTIONS: usize = 500;

/// Memory of an idle connection, both ends together.
pub(super) fn idle() {
    println!("### Memory of an idle connection, both ends together, of {CONNECTIONS}");
    println!("| libp2p-quic | ours |");
    println!("|---|---|");
    let cells = Make::BOTH.map(|make| {
        let program = env::current_exe().expect("this program");
        let child = Command::new(program)
            .args([CHILD, &make.to_string()])
            .output();
        let output = child.expect("a child").stdout;
        String::from_utf8_lossy(&output).trim().to_owned()
    });
    println!("| {} | {} |", cells[0], cells[1]);
}

/// The child's part.
pub(super) fn measure(make: &str) {
    let make = Make::BOTH.into_iter().find(|m| m.to_string() == make);
    let make = make.expect("a make");
    let Some(path) = Path::new(None) else { return };
    let (_listener, address) = path.listener(make, std::sync::Arc::new(|_| async {}.boxed()));
    let dialler = path.dialler(make);
    let dial = |count: usize| -> Vec<_> {
        let dials = (0..count).map(|_| path.sender().block_on(dialler.dial(&address)));
        dials.map(|line| line.expect("a connection")).collect()
    };
    let _first = dial(20);
    let before = resident();
    let lines = dial(CONNECTIONS);
    // What the handshakes took is given back by then.
    thread::sleep(Duration::from_secs(2));
    let each = resident().saturating_sub(before) as f64 / lines.len() as f64;
    println!("{:.0} kB", each / 1e3);
}

fn resident() -> u64 {
    let statm = fs::read_to_string("/proc/self/statm").expect("numbers of this process");
    let pages = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0_u64) * 4096
}

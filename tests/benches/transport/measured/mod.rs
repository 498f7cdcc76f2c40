//! - `peer`: one end, of either make. `path`: two hosts and what is between them.
//! - `traffic`: what is sent and counted.
//! - The rest is a row each.

mod bulk;
mod connections;
mod memory;
mod outages;
mod path;
mod peer;
mod queue;
mod shared;
mod stripes;
mod traffic;

pub(crate) fn all() {
    let arguments = std::env::args().skip(1);
    let wanted: Vec<String> = arguments.filter(|word| !word.starts_with('-')).collect();
    if let [word, make] = &wanted[..]
        && word == memory::CHILD
    {
        return memory::measure(make);
    }
    let rows: [(&str, fn()); 8] = [
        ("bulk", bulk::unshaped),
        ("lossy", bulk::lossy),
        ("audio", stripes::audio),
        ("queue", queue::standing),
        ("shared", shared::beside_cubic),
        ("outages", outages::recovery),
        ("handshakes", connections::handshakes),
        ("memory", memory::idle),
    ];
    for (name, run) in rows {
        if wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str())) {
            run();
            println!();
        }
    }
}

//! How fast two people come together, and what the app costs when idle.
fn main() {}

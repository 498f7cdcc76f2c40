//! Streams: one towards the target for each that comes in.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::Duration,
};

use super::{State, delay::DelayLine};

/// How often a stream that stands still looks whether it may go on.
const LOOK_UP: Duration = Duration::from_millis(2);

pub(super) fn start(from: SocketAddr, to: SocketAddr, state: &Arc<State>) -> io::Result<()> {
    let listener = TcpListener::bind(from)?;
    let state = Arc::clone(state);
    thread::spawn(move || {
        for near in listener.incoming() {
            if state.is_stopped() {
                return;
            }
            // A stream that cannot be led on is closed, as by a refusal.
            if let Ok(near) = near {
                let _ = lead_on(&near, to, &state);
            }
        }
    });
    Ok(())
}

/// Lets the thread that accepts streams look whether to end.
pub(super) fn wake(at: SocketAddr) {
    let _ = TcpStream::connect(at);
}

fn lead_on(near: &TcpStream, to: SocketAddr, state: &Arc<State>) -> io::Result<()> {
    let far = TcpStream::connect(to)?;
    for stream in [near, &far] {
        stream.set_nodelay(true)?;
    }
    pump(near.try_clone()?, far.try_clone()?, Arc::clone(state));
    pump(far, near.try_clone()?, Arc::clone(state));
    Ok(())
}

/// Carries what `from` says to `to`, and its end.
fn pump(mut from: TcpStream, mut to: TcpStream, state: Arc<State>) {
    let delay = state.delay;
    let line = DelayLine::new(delay, move |bytes: Vec<u8>| {
        while state.is_cut() && !state.is_stopped() {
            thread::sleep(LOOK_UP);
        }
        if state.is_stopped() {
            let _ = to.shutdown(Shutdown::Both);
            return false;
        }
        if bytes.is_empty() {
            let _ = to.shutdown(Shutdown::Write);
            return false;
        }
        to.write_all(&bytes).is_ok()
    });
    thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        loop {
            // An error ends the stream as an end does.
            let length = from.read(&mut buffer).unwrap_or(0);
            if !line.send(buffer[..length].to_vec()) || length == 0 {
                return;
            }
        }
    });
}

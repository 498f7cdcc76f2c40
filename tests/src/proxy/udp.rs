//! Packets: one socket towards the target for each client.

use std::{
    collections::HashMap,
    io,
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    sync::Arc,
    thread,
    time::Duration,
};

use super::{State, delay::DelayLine};

/// Clients at once; packets of more are lost.
const MOST_CLIENTS: usize = 256;

/// How often a thread that waits for packets looks whether to end.
const LOOK_UP: Duration = Duration::from_millis(50);

const LARGEST: usize = 64 * 1024;

type Packet = (Arc<UdpSocket>, Vec<u8>);
type Reply = (SocketAddr, Vec<u8>);

pub(super) fn start(from: SocketAddr, to: SocketAddr, state: &Arc<State>) -> io::Result<()> {
    let near = Arc::new(UdpSocket::bind(from)?);
    near.set_read_timeout(Some(LOOK_UP))?;
    let there = DelayLine::new(state.delay, |(far, bytes): Packet| {
        // What cannot be sent is lost, as packets are.
        let _ = far.send(&bytes);
        true
    });
    let replies = Arc::clone(&near);
    let back = DelayLine::new(state.delay, move |(client, bytes): Reply| {
        let _ = replies.send_to(&bytes, client);
        true
    });
    let state = Arc::clone(state);
    thread::spawn(move || {
        let mut clients: HashMap<SocketAddr, Arc<UdpSocket>> = HashMap::new();
        let mut buffer = vec![0; LARGEST];
        while !state.is_stopped() {
            let Ok((length, client)) = near.recv_from(&mut buffer) else {
                continue;
            };
            if state.is_cut() {
                continue;
            }
            let known = clients.get(&client).cloned();
            let far = known.or_else(|| {
                let room = clients.len() < MOST_CLIENTS;
                let far = room.then(|| answering(client, to, &back, &state))?.ok()?;
                clients.insert(client, Arc::clone(&far));
                Some(far)
            });
            if let Some(far) = far {
                there.try_send((far, buffer[..length].to_vec()));
            }
        }
    });
    Ok(())
}

/// A socket towards the target for this client, its answers sent back.
fn answering(
    client: SocketAddr,
    to: SocketAddr,
    back: &DelayLine<Reply>,
    state: &Arc<State>,
) -> io::Result<Arc<UdpSocket>> {
    let far = Arc::new(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?);
    far.connect(to)?;
    far.set_read_timeout(Some(LOOK_UP))?;
    let (answers, back, state) = (Arc::clone(&far), back.clone(), Arc::clone(state));
    thread::spawn(move || {
        let mut buffer = vec![0; LARGEST];
        while !state.is_stopped() {
            // An error is a time out, or nobody there at the moment.
            if let Ok(length) = answers.recv(&mut buffer)
                && !state.is_cut()
            {
                back.try_send((client, buffer[..length].to_vec()));
            }
        }
    });
    Ok(far)
}

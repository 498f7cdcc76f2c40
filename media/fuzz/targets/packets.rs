//! Any packets at any time, through all that receives: a byte of waiting, two
//! bytes of length, then a packet.
#![no_main]

use std::time::{Duration, Instant};

use libfuzzer_sys::fuzz_target;
use tincan_media::{codec::FRAME, engine::Incoming};

fuzz_target!(|data: &[u8]| {
    let mut now = Instant::now();
    let Ok(mut incoming) = Incoming::new(now) else {
        return;
    };
    let mut rest = data;
    while let [wait, a, b, following @ ..] = rest {
        now += Duration::from_millis(u64::from(*wait));
        let length = usize::from(u16::from_be_bytes([*a, *b])).min(following.len());
        let (packet, following) = following.split_at(length);
        incoming.on_packet(now, packet);
        incoming.pull(now, Duration::ZERO, &mut [0; FRAME / 2]);
        while incoming.next_picture(now).is_some() {}
        incoming.poll_packet(now);
        rest = following;
    }
});

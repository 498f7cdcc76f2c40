//! A connection as its streams and the transport share it: how much may be
//! written, and whether it is heard at all.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use quinn::{FrameStats, VarInt};

use crate::{
    config::FIRST_SEND_WINDOW,
    silence::{Next, Silence},
    stats::{Snapshot, Stats},
    tuning::URGENT,
};

/// What may be written beyond the window, in milliseconds of the path's rate.
const AHEAD_MS: u64 = 80;
/// At least so much may be written, and at most.
const LEAST: u64 = 8 * 1024;
const MOST: u64 = 16 * 1024 * 1024;
/// What streams with priority may write beyond that, so that a transfer does
/// not keep them waiting: the same again, within these; and once more for those
/// that are urgent, which have others with priority before them.
const RESERVE: std::ops::RangeInclusive<u64> = 8 * 1024..=256 * 1024;

/// Held by the muxer and its streams.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) quinn: quinn::Connection,
    pub(crate) stats: Arc<Stats>,
    connection_window: u32,
    silence: Mutex<Silence>,
}

impl Core {
    pub(crate) fn new(
        quinn: quinn::Connection,
        stats: Arc<Stats>,
        connection_window: u32,
    ) -> Arc<Self> {
        stats.set_send_window(FIRST_SEND_WINDOW);
        Arc::new(Self {
            quinn,
            stats,
            connection_window,
            silence: Mutex::default(),
        })
    }

    /// Lets the send buffer follow the network; to be called before a write, and
    /// when the window has grown. (Quinn's buffer holds what is in flight and what
    /// waits behind it.)
    pub(crate) fn follow_window(&self) {
        let target = send_window(&self.stats.read());
        let set = self.stats.send_window();
        if target.abs_diff(set) > set / 8 {
            self.stats.set_send_window(target);
            self.quinn.set_send_window(target);
        }
    }

    /// Runs `write`, for a stream with this priority (above 0), with room in the send
    /// buffer that those without do not have, or those that are not urgent.
    pub(crate) fn with_reserve<T>(&self, priority: i32, write: impl FnOnce() -> T) -> T {
        let usual = self.stats.send_window();
        let reserve = usual.clamp(*RESERVE.start(), *RESERVE.end());
        let reserves = if priority >= URGENT { 2 } else { 1 };
        self.quinn.set_send_window(usual + reserves * reserve);
        let written = write();
        self.quinn.set_send_window(usual);
        written
    }

    /// Looks after the connection; whether that has to go on.
    pub(crate) fn look_after(&self, now: Instant) -> bool {
        let stats = self.quinn.stats();
        let next = self.silence().look(
            now,
            eliciting(&stats.frame_tx),
            stats.udp_rx.datagrams,
            stats.path.rtt,
        );
        let overdue = match next {
            Next::Nudge(waited) => Some(waited),
            Next::Rest | Next::LookAgain => None,
        };
        self.stats.set_overdue(overdue);
        if overdue.is_some() {
            self.nudge();
        }
        next != Next::Rest
    }

    /// Has something sent now that the peer must answer, whatever the window
    /// and quinn's growing pauses say.
    pub(crate) fn nudge(&self) {
        self.stats.nudge();
        // An announcement of room has to be acknowledged, and nobody minds it:
        // the byte is taken back first.
        let window = VarInt::from_u32(self.connection_window);
        self.quinn
            .set_receive_window(VarInt::from_u32(self.connection_window.saturating_sub(1)));
        self.quinn.set_receive_window(window);
    }

    fn silence(&self) -> std::sync::MutexGuard<'_, Silence> {
        self.silence.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What may be in flight, and [`AHEAD_MS`] more.
///
/// Quinn keeps what came behind a lost packet of a stream, acknowledged or not,
/// until that stream has no hole: a little more than a round trip, and as long
/// again each time that what fills it is lost too. So there is room for as many
/// windows as are to be expected, or one stream would never fill a lossy path.
pub(crate) fn send_window(stats: &Snapshot) -> u64 {
    let window = stats.window as f64;
    let ahead = stats.delivery_rate as f64 * AHEAD_MS as f64 / 1000.0;
    let packets = window / stats.mtu.max(1200) as f64;
    let lost_in_a_row = match stats.loss.min(0.5) {
        loss if loss > 0.0 => (packets.max(1.0).ln() / -loss.ln()).max(0.0),
        _ => 0.0,
    };
    let behind_holes = window * 1.25 * lost_in_a_row;
    // Saturates.
    ((window + behind_holes + ahead) as u64).clamp(LEAST, MOST)
}

/// Whether so much more may be written than quinn was told that it has to be told
/// now. A writer who waits behind a lost packet would not come and ask.
pub(crate) fn is_outgrown(stats: &Stats) -> bool {
    let set = stats.send_window();
    send_window(&stats.read()) > set + set / 8
}

/// How many frames were sent that have to be acknowledged.
fn eliciting(sent: &FrameStats) -> u64 {
    sent.stream
        + sent.ping
        + sent.crypto
        + sent.max_data
        + sent.max_stream_data
        + sent.max_streams_bidi
        + sent.new_connection_id
        + sent.retire_connection_id
        + sent.reset_stream
        + sent.stop_sending
        + sent.ack_frequency
        + sent.path_challenge
        + sent.path_response
        + u64::from(sent.handshake_done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_writer_is_eighty_milliseconds_ahead() {
        let path = |window, delivery_rate| Snapshot {
            window,
            delivery_rate,
            ..Snapshot::default()
        };
        assert_eq!(send_window(&path(100_000, 1_000_000)), 180_000);
        assert_eq!(send_window(&path(0, 0)), LEAST);
        assert_eq!(send_window(&path(u64::MAX, u64::MAX)), MOST);
    }

    #[test]
    fn holes_are_given_room() {
        // 100 packets: one in a hundred is lost at first, and one in ten twice.
        let path = |loss| Snapshot {
            window: 120_000,
            mtu: 1200,
            loss,
            ..Snapshot::default()
        };
        assert_eq!(send_window(&path(0.0)), 120_000);
        assert_eq!(send_window(&path(0.01)), 120_000 + 150_000);
        assert_eq!(send_window(&path(0.1)), 120_000 + 300_000);
    }

    #[test]
    fn a_window_that_grows_is_told_of() {
        let stats = Stats::default();
        stats.set_window(100_000);
        stats.set_send_window(90_000);
        assert!(!is_outgrown(&stats), "an eighth is not worth it");
        stats.set_window(102_000);
        assert!(is_outgrown(&stats));
        stats.set_send_window(102_000);
        assert!(!is_outgrown(&stats));
    }
}

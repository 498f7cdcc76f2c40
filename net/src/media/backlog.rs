//! What was written to streams and waits in the transport for its window: no
//! transport says how much that is.

use tincan_quic::Snapshot;

/// With room for so many datagrams in the window, nothing waits for it.
const ROOM: u64 = 2;

/// See the module. It adds up what is written beyond what is sent. What is around
/// packets, and what is sent again, lets it forget a little with time.
#[derive(Debug, Default)]
pub(super) struct Backlog {
    /// Bytes written and sent when it was last asked.
    before: Option<(u64, u64)>,
    waits: f64,
}

impl Backlog {
    /// Bytes that wait, when `written` of ours were written so far and the part
    /// `part` of what is sent is ours.
    pub(super) fn of(&mut self, written: u64, path: &Snapshot, part: f64) -> u64 {
        let (written_before, sent_before) = self
            .before
            .replace((written, path.sent))
            .unwrap_or((written, path.sent));
        let more = written.saturating_sub(written_before) as f64;
        let less = path.sent.saturating_sub(sent_before) as f64 * part;
        let room = path.in_flight + ROOM * path.mtu < path.window;
        self.waits = match room {
            true => 0.0,
            false => (self.waits + more - less).max(0.0),
        };
        self.waits as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_beyond_the_window_waits_until_it_is_sent() {
        let mut backlog = Backlog::default();
        let path = |in_flight, sent| Snapshot {
            window: 12_000,
            mtu: 1_400,
            in_flight,
            sent,
            ..Snapshot::default()
        };
        assert_eq!(backlog.of(50_000, &path(12_000, 60_000), 1.0), 0);
        assert_eq!(backlog.of(55_000, &path(12_000, 62_000), 1.0), 3_000);
        assert_eq!(backlog.of(60_000, &path(12_000, 63_000), 1.0), 7_000);
        assert_eq!(backlog.of(60_000, &path(12_000, 66_000), 1.0), 4_000);
        // Half of it was of somebody else.
        assert_eq!(backlog.of(60_000, &path(12_000, 70_000), 0.5), 2_000);
        assert_eq!(backlog.of(60_000, &path(12_000, 80_000), 1.0), 0);
        backlog.of(99_000, &path(12_000, 80_000), 1.0);
        assert_eq!(backlog.of(99_000, &path(4_000, 81_000), 1.0), 0);
    }
}

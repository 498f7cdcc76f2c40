//! Bytes that were sent and have not come yet, of all transfers of a room
//! together: bounded, so that they do not stand in the way of what is said.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::Notify,
    time::{Instant, sleep_until},
};

/// Less than this is not worth a write.
const LEAST: u64 = 8 * 1024;
/// Beside a call files go no faster than this, in bytes a second: both machines would
/// be busy with nothing else, voices and the window among it.
const BESIDE_A_CALL: f64 = 50e6;
/// Whoever comes late to its turn makes up for so much.
const BEHIND: Duration = Duration::from_millis(10);

/// Shared by all that send.
#[derive(Debug)]
pub(crate) struct Flow {
    state: Mutex<State>,
    room: Notify,
}

#[derive(Debug)]
struct State {
    limit: u64,
    senders: u64,
    limited: bool,
    /// Whose turn is when, beside a call.
    turn: Option<Instant>,
}

impl Flow {
    /// With at most `limit` bytes under way.
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            state: Mutex::new(State {
                limit,
                senders: 0,
                limited: false,
                turn: None,
            }),
            room: Notify::new(),
        }
    }

    /// With at most this many from now on.
    pub(crate) fn set_limit(&self, limit: u64) {
        self.state().limit = limit;
        self.room.notify_waiters();
    }

    /// Whether a call goes by the same way from now on.
    pub(super) fn set_beside_a_call(&self, on: bool) {
        let mut state = self.state();
        state.turn = on.then(|| state.turn.unwrap_or_else(Instant::now));
    }

    /// Whether the limit has held anybody back since this was asked last.
    pub(super) fn take_limited(&self) -> bool {
        std::mem::take(&mut self.state().limited)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// When so many bytes may go.
    fn turn(&mut self, now: Instant, bytes: u64) -> Instant {
        let Some(next) = &mut self.turn else {
            return now;
        };
        let turn = (*next).max(now.checked_sub(BEHIND).unwrap_or(now));
        *next = turn + Duration::from_secs_f64(bytes as f64 / BESIDE_A_CALL);
        turn
    }
}

/// One that sends; its share goes to the others when it is dropped.
#[derive(Debug)]
pub(super) struct Share<'a> {
    flow: &'a Flow,
    /// What it has under way.
    in_flight: Mutex<u64>,
}

impl<'a> Share<'a> {
    /// One more that sends.
    pub(super) fn of(flow: &'a Flow) -> Self {
        flow.state().senders += 1;
        Self {
            flow,
            in_flight: Mutex::new(0),
        }
    }

    /// Waits until some of `wanted` bytes may be sent; says how many.
    pub(super) async fn take(&self, wanted: u64) -> u64 {
        loop {
            let room = self.flow.room.notified();
            tokio::pin!(room);
            // From here on no call is missed.
            room.as_mut().enable();
            if let Some((taken, turn)) = self.try_take(wanted) {
                if turn > Instant::now() {
                    sleep_until(turn).await;
                }
                return taken;
            }
            room.await;
        }
    }

    fn try_take(&self, wanted: u64) -> Option<(u64, Instant)> {
        let mut state = self.flow.state();
        let mut own = self.own();
        // Equal shares: who cannot send does not keep others from it.
        let share = (state.limit / state.senders.max(1)).max(LEAST);
        let room = share.saturating_sub(*own).min(wanted);
        if room < wanted.min(LEAST) {
            state.limited = true;
            return None;
        }
        *own += room;
        Some((room, state.turn(Instant::now(), room)))
    }

    /// So many of them have come.
    pub(super) fn came(&self, bytes: u64) {
        {
            let mut own = self.own();
            *own = own.saturating_sub(bytes);
        }
        self.flow.room.notify_waiters();
    }

    fn own(&self) -> MutexGuard<'_, u64> {
        self.in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.flow.state().senders -= 1;
        self.flow.room.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn shares_are_equal_and_come_back() {
        let flow = Flow::new(256 * 1024);
        let one = Share::of(&flow);
        assert_eq!(one.take(100_000).now_or_never(), Some(100_000));
        let two = Share::of(&flow);
        // Half of the limit each from now on.
        assert_eq!(one.take(100_000).now_or_never(), Some(128 * 1024 - 100_000));
        assert!(!flow.take_limited());
        assert_eq!(one.take(100_000).now_or_never(), None);
        assert!(flow.take_limited() && !flow.take_limited());
        assert_eq!(two.take(64 * 1024).now_or_never(), Some(64 * 1024));
        one.came(50_000);
        assert_eq!(one.take(10).now_or_never(), Some(10));
        drop(one);
        assert_eq!(two.take(1 << 20).now_or_never(), Some(192 * 1024));
        two.came(u64::MAX);
        assert_eq!(two.take(1 << 20).now_or_never(), Some(256 * 1024));
    }

    #[test]
    fn beside_a_call_there_is_time_for_other_things() {
        let flow = Flow::new(u64::MAX);
        let turn = |now, bytes| flow.state().turn(now, bytes);
        let now = Instant::now();
        assert_eq!(turn(now, u64::MAX), now);
        flow.set_beside_a_call(true);
        let first = turn(now + BEHIND, 1_000_000);
        let ms = |ms| first + Duration::from_millis(ms);
        assert_eq!(turn(first, 2_000_000), ms(20));
        assert_eq!(turn(ms(60), 1_000_000), ms(60));
        // Too late for its turn by more than is made up for.
        assert_eq!(turn(ms(140), 1_000_000), ms(130));
        assert_eq!(turn(ms(140), 1_000_000), ms(150));
        flow.set_beside_a_call(false);
        assert_eq!(turn(first, 1), first);
    }

    #[test]
    fn who_waits_is_woken() {
        let flow = Flow::new(LEAST);
        let one = Share::of(&flow);
        assert_eq!(one.take(LEAST).now_or_never(), Some(LEAST));
        let mut waits = Box::pin(one.take(5));
        assert_eq!((&mut waits).now_or_never(), None);
        flow.set_limit(2 * LEAST);
        assert_eq!(waits.now_or_never(), Some(5));
    }
}

//! The streams that carry transfers.

use std::time::{Duration, Instant};

use super::{
    Direction, Entry, Job, Lane, MAX_GREETING, MAX_LANES, Message, Output, Part, TELL_ALL_EVERY,
    TELL_EVERY, Transfers,
};
use crate::{
    streams::StreamId,
    transfer::{
        TransferId, TransferReason,
        report::{ReceiveEnd, SendEnd},
    },
};

/// Pauses before the next lane after some have broken.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The connection on which the two talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Bytes of ours that may be under way on it at most.
    pub(crate) most: u64,
    /// A round trip, when it was measured.
    pub(crate) rtt: Option<Duration>,
}

impl Transfers {
    /// The two can talk, perhaps on another connection than before; or they no
    /// longer can.
    pub(crate) fn on_line(&mut self, now: Instant, line: Option<Line>) {
        if let Some(line) = line {
            self.pace.start_anew(now, line.most, line.rtt);
            self.tell_limit();
        }
        let up = line.is_some();
        self.up = up;
        for entry in self.entries.values_mut() {
            if let Part::Out {
                open_at, broken, ..
            } = &mut entry.side
            {
                (*open_at, *broken) = (now, 0);
            }
        }
        if !up {
            let moving = |e: &&mut Entry| e.is_running() && e.meter.speed(now) > 0;
            let moving = self.entries.values_mut().filter(moving);
            let halt = |e: &mut Entry| {
                e.meter.halt();
                e.id
            };
            let halted: Vec<TransferId> = moving.map(halt).collect();
            for id in halted {
                self.tell(now, id, None);
            }
        }
        self.open_lanes(now);
    }

    /// When the next lane is to be opened.
    pub(super) fn next_lane_at(&self) -> Option<Instant> {
        let free = self.up && self.open_lanes_of_ours() < MAX_LANES;
        let waiting = self.entries.values().filter_map(Entry::wants_lane_at);
        waiting.min().filter(|_| free)
    }

    fn open_lanes_of_ours(&self) -> usize {
        let ours = self.entries.values();
        let ours = ours.filter(|e| e.direction() == Direction::Out);
        ours.filter(|e| e.lane != Lane::None).count()
    }

    /// Opens lanes for those that wait for one, oldest first.
    pub(super) fn open_lanes(&mut self, now: Instant) {
        if !self.up {
            return;
        }
        let mut free = MAX_LANES.saturating_sub(self.open_lanes_of_ours());
        for entry in self.entries.values_mut() {
            if free == 0 {
                break;
            }
            if entry.wants_lane_at().is_some_and(|at| at <= now) {
                free -= 1;
                entry.lane = Lane::Asked;
                self.outputs.push_back(Output::Open(entry.id));
            }
        }
        self.probe(now);
    }

    /// The stream that was to be opened is called this; or there is none.
    pub(crate) fn on_named(&mut self, now: Instant, id: TransferId, stream: Option<StreamId>) {
        if let Some(entry) = self.entries.get_mut(&id)
            && entry.lane == Lane::Asked
        {
            match stream {
                Some(stream) => entry.lane = Lane::Opening(stream),
                None => entry.on_lane_lost(now),
            }
        }
    }

    /// Whether this stream is one of ours, or the peer's for a transfer.
    pub(crate) fn owns(&self, stream: StreamId) -> bool {
        self.greeting.contains(&stream) || self.with_lane(stream).is_some()
    }

    fn with_lane(&self, stream: StreamId) -> Option<TransferId> {
        let found = |e: &&Entry| match e.side {
            Part::In { next_lane, .. } if next_lane == Some(stream) => true,
            _ => e.lane.stream() == Some(stream),
        };
        self.entries.values().find(found).map(|e| e.id)
    }

    /// A lane that we asked for is open.
    pub(crate) fn on_opened(&mut self, now: Instant, stream: StreamId) {
        let id = self.with_lane(stream);
        let entry = id.and_then(|id| self.entries.get_mut(&id));
        let Some(entry) = entry.filter(|e| e.lane == Lane::Opening(stream)) else {
            return self.job(Job::Drop(stream));
        };
        if !entry.is_running() {
            entry.lane = Lane::None;
            return self.job(Job::Drop(stream));
        }
        if let Part::Out { source, .. } = &entry.side {
            let (id, size, source) = (entry.id, entry.size, source.clone());
            entry.lane = Lane::Open(stream);
            self.job(Job::Send {
                id,
                lane: stream,
                size,
                source,
            });
        }
        self.probe(now);
    }

    /// A lane that we asked for did not open.
    pub(crate) fn on_open_failed(&mut self, now: Instant, stream: StreamId, unsupported: bool) {
        let Some(id) = self.with_lane(stream) else {
            return;
        };
        if unsupported {
            return self.fail(now, id, TransferReason::OtherVersion);
        }
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.on_lane_lost(now);
        }
    }

    /// The peer opened a stream; whether it may say what it is for.
    pub(crate) fn on_inbound(&mut self, stream: StreamId) -> bool {
        let room = self.greeting.len() < MAX_GREETING;
        if room {
            self.greeting.push(stream);
        }
        room
    }

    /// The peer's stream said which of its transfers it is for, or never will.
    pub(crate) fn on_greeted(&mut self, stream: StreamId, number: Option<u64>) {
        self.greeting.retain(|s| *s != stream);
        let Some(number) = number else {
            return;
        };
        let id = TransferId {
            side: self.side.other(),
            number,
        };
        let entry = self.entries.get_mut(&id);
        let entry = entry.filter(|e| e.accepted && e.agreed);
        let Some(entry) = entry.filter(|e| e.reason.is_none()) else {
            return self.job(Job::Drop(stream));
        };
        let size = entry.size;
        let Part::In { next_lane, .. } = &mut entry.side else {
            return self.job(Job::Drop(stream));
        };
        let before = entry.lane.stream();
        if before.is_some() {
            // The peer has given that one up. What it brought whole is verified
            // first; then this one goes on from there.
            let given_up = next_lane.replace(stream);
            if let Some(before) = before {
                self.job(Job::Drop(before));
            }
            if let Some(given_up) = given_up {
                self.job(Job::Drop(given_up));
            }
            return;
        }
        entry.lane = Lane::Open(stream);
        self.job(Job::Receive {
            id,
            lane: stream,
            size,
        });
    }

    /// A lane came further.
    pub(crate) fn on_progress(
        &mut self,
        now: Instant,
        id: TransferId,
        lane: StreamId,
        verified: u64,
        came: u64,
        limited: bool,
    ) {
        let running = self.entries.values().filter(|e| e.lane != Lane::None);
        let running = running.count().max(1);
        let Some(entry) = self.entries.get_mut(&id) else {
            return;
        };
        if entry.lane.stream() != Some(lane) {
            return;
        }
        if let Part::Out { broken, .. } = &mut entry.side {
            *broken = 0;
            let before = self.lanes_came.insert(lane, came).unwrap_or(entry.verified);
            self.came += came.saturating_sub(before);
            self.pace.on_came(now, self.came, limited);
        }
        entry.verified = entry.verified.max(verified.min(entry.size));
        entry.meter.note(now, entry.verified);
        let running = u32::try_from(running).unwrap_or(u32::MAX);
        let every = TELL_EVERY.max(TELL_ALL_EVERY.saturating_mul(running));
        let due = entry.told.is_none_or(|told| told + every <= now);
        if due && entry.is_running() && entry.verified < entry.size {
            self.tell(now, id, None);
        }
    }

    /// A lane of ours has ended.
    pub(crate) fn on_sent(&mut self, now: Instant, lane: StreamId, id: TransferId, end: SendEnd) {
        self.lanes_came.remove(&lane);
        let Some(entry) = self.entries.get_mut(&id) else {
            return;
        };
        if entry.lane.stream() != Some(lane) {
            return;
        }
        match end {
            SendEnd::Failed(reason) => return self.fail(now, id, reason),
            SendEnd::Broken => entry.on_lane_lost(now),
            SendEnd::Stopped => entry.lane = Lane::None,
            SendEnd::Whole => {
                entry.lane = Lane::None;
                entry.verified = entry.size;
                if let Part::Out { whole, .. } = &mut entry.side {
                    *whole = true;
                }
            }
        }
        self.open_lanes(now);
    }

    /// A lane of the peer's has ended; whether its sink is still wanted.
    pub(crate) fn on_received(
        &mut self,
        now: Instant,
        lane: StreamId,
        id: TransferId,
        verified: u64,
        end: ReceiveEnd,
    ) -> bool {
        let entry = self.entries.get_mut(&id);
        let Some(entry) = entry.filter(|e| e.lane.stream() == Some(lane)) else {
            return false;
        };
        entry.verified = verified;
        entry.lane = Lane::None;
        match end {
            ReceiveEnd::Whole(whole) => {
                self.on_whole(id, whole);
                return false;
            }
            ReceiveEnd::Open => {}
            // Once there is space again it goes on from here.
            ReceiveEnd::Failed(reason) if reason.passes() => {
                entry.paused_by_me = true;
                entry.reason = Some(reason);
                let why = entry.reason;
                self.say(Message::Pause { t: id, why });
                self.on_halted(id);
                self.note(id);
                self.tell(now, id, None);
            }
            ReceiveEnd::Failed(reason) => {
                self.fail(now, id, reason);
                return false;
            }
        }
        self.start_next_lane(id);
        true
    }

    /// Lets the lane that came meanwhile go on.
    fn start_next_lane(&mut self, id: TransferId) {
        let Some(entry) = self.entries.get_mut(&id) else {
            return;
        };
        let Part::In { next_lane, .. } = &mut entry.side else {
            return;
        };
        let Some(lane) = next_lane.take() else {
            return;
        };
        if entry.reason.is_some() {
            return self.job(Job::Drop(lane));
        }
        let size = entry.size;
        entry.lane = Lane::Open(lane);
        self.job(Job::Receive { id, lane, size });
    }

    /// Somebody halted it: what is under way still arrives.
    pub(super) fn on_halted(&mut self, id: TransferId) {
        let Some(entry) = self.entries.get_mut(&id) else {
            return;
        };
        entry.meter.halt();
        if entry.direction() == Direction::In {
            return;
        }
        match entry.lane {
            Lane::Open(stream) => {
                entry.lane = Lane::Ending(stream);
                self.job(Job::Stop(stream));
            }
            // Found out when it is open.
            Lane::Asked | Lane::Opening(_) | Lane::Ending(_) | Lane::None => {}
        }
    }

    /// Ends all lanes of a transfer that is over.
    pub(super) fn drop_lane(&mut self, entry: &mut Entry) {
        let next = match &mut entry.side {
            Part::In { next_lane, .. } => next_lane.take(),
            Part::Out { .. } => None,
        };
        for stream in entry.lane.stream().into_iter().chain(next) {
            self.lanes_came.remove(&stream);
            self.job(Job::Drop(stream));
        }
        entry.lane = Lane::None;
    }

    /// A probe came back.
    pub(super) fn on_probe_back(&mut self, now: Instant, number: u64) {
        if self.pace.on_back(now, number) {
            self.tell_limit();
        }
        self.probe(now);
    }

    pub(super) fn probe(&mut self, now: Instant) {
        let mut ours = self.entries.values();
        let sending = self.up
            && ours.any(|e| {
                e.direction() == Direction::Out && matches!(e.lane, Lane::Open(_) | Lane::Ending(_))
            });
        if let Some(number) = self.pace.poll_probe(now, sending) {
            self.outputs.push_back(Output::Probe(number));
        }
    }
}

impl Entry {
    /// When it wants a lane, if it does.
    fn wants_lane_at(&self) -> Option<Instant> {
        match self.side {
            Part::Out {
                whole: false,
                open_at,
                ..
            } if self.is_running() && self.agreed && self.lane == Lane::None => Some(open_at),
            _ => None,
        }
    }

    /// The next one after a pause, longer each time that nothing comes of it.
    fn on_lane_lost(&mut self, now: Instant) {
        self.lane = Lane::None;
        if let Part::Out {
            open_at, broken, ..
        } = &mut self.side
        {
            let pause = SHORTEST_PAUSE.saturating_mul(1 << (*broken).min(8));
            *open_at = now + pause.min(LONGEST_PAUSE);
            *broken += 1;
        }
    }
}

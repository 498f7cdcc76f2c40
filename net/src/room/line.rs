//! The control channel's way: losing it, finding it again, moving it to a
//! better connection.

use std::time::{Duration, Instant};

use libp2p::{PeerId, swarm::ConnectionId};

use super::{Output, Part, Room};
use crate::{
    api::{CloseReason, PathKind, RoomState, Side, UnixMillis},
    streams::{Purpose, StreamId},
    time::Now,
};

/// How long the seat of somebody who lost the line is held.
const SEAT_HELD: Duration = Duration::from_secs(60);
/// A line that is found again this soon was hardly broken.
const SHORT_BREAK: Duration = Duration::from_millis(700);
/// Pauses between tries to find the line again.
const SHORTEST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// A dial over relays that takes longer is joined by another. (A relay may take
/// a peer that moved for one that is still there, and knock in vain until its
/// new connection comes.)
const DIAL_ALONE: Duration = Duration::from_millis(1500);
/// A try to find the line again that takes longer has failed.
const TRY_WITHIN: Duration = Duration::from_secs(10);

/// A stream and the connection that it runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lane {
    pub(super) stream: StreamId,
    pub(super) connection: ConnectionId,
}

/// The control channel.
pub(super) enum Line {
    /// Open; the host's is so until the peer's first word.
    Up(Lane),
    /// Gone. The seat is held until then.
    Down {
        until: Instant,
        until_wall: UnixMillis,
        tries: u32,
        next_try: Instant,
    },
}

impl Line {
    pub(super) fn down(now: Now, pause: Duration) -> Self {
        Self::Down {
            until: now.mono + SEAT_HELD,
            until_wall: now.wall_in(SEAT_HELD),
            tries: 0,
            next_try: now.mono + pause,
        }
    }

    pub(super) fn stream(&self) -> Option<StreamId> {
        self.lane().map(|lane| lane.stream)
    }

    pub(super) fn lane(&self) -> Option<Lane> {
        match self {
            Self::Up(lane) => Some(*lane),
            Self::Down { .. } => None,
        }
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        match self {
            Self::Up(_) => None,
            Self::Down {
                until, next_try, ..
            } => Some(*until.min(next_try)),
        }
    }
}

impl Room {
    /// The guest opened the control channel here: from now on this is it.
    pub(super) fn take_control(&mut self, now: Now, lane: Lane) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        if let Line::Up(older) = std::mem::replace(&mut together.line, Line::Up(lane)) {
            self.outputs.push_back(Output::Finish(older.stream));
        }
        together.session.attach();
        self.on_line_up(now.mono);
        self.lan.stop();
        self.drain(now);
    }

    /// A stream to the peer that we asked for is open.
    pub(super) fn on_together_opened(&mut self, now: Now, stream: StreamId) {
        if self.owns_transfer(stream) {
            self.with_transfers(now, |t| t.on_opened(now.mono, stream));
            return;
        }
        if self.owns_media(stream) {
            self.on_media_opened(stream);
            return;
        }
        match self.direct() {
            Some(direct) if direct.owns(stream) => direct.on_opened(stream),
            _ => self.on_control_opened(now, stream),
        }
    }

    /// A stream of control that we, the guest, asked for is open.
    fn on_control_opened(&mut self, now: Now, stream: StreamId) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let Some(lane) = together.opening.take_if(|lane| lane.stream == stream) else {
            self.outputs.push_back(Output::Finish(stream));
            return;
        };
        if let Line::Up(older) = std::mem::replace(&mut together.line, Line::Up(lane)) {
            self.outputs.push_back(Output::Finish(older.stream));
        }
        together.session.attach();
        self.lan.stop();
        // A guest knows its host since admission, and need not wait for the
        // first word to say so.
        if let Some(name) = together.peer_name.clone()
            && !std::mem::replace(&mut together.met, true)
        {
            together.connected = true;
            self.tell_connected(name);
        }
        self.on_line_up(now.mono);
    }

    /// A stream of control ended, or did not open.
    pub(super) fn on_control_ended(&mut self, now: Now, stream: StreamId, unsupported: bool) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        if together.transfers.owns(stream) {
            let transfers = &mut together.transfers;
            return transfers.on_open_failed(now.mono, stream, unsupported);
        }
        if together.calls.owns(stream) {
            return together.calls.on_ended(now.mono, stream);
        }
        let opening = together.opening.take_if(|lane| lane.stream == stream);
        if opening.is_some() && unsupported {
            return self.part_over_version();
        }
        if together.line.stream() == Some(stream) {
            together.session.detach();
            if let Some((_, re)) = together.leaving {
                return self.close(re, CloseReason::Left);
            }
            self.on_line_down(now);
        } else if opening.is_some() {
            self.retry_soon(now);
        } else {
            together.direct.on_ended(now.mono, stream);
            if let Some(door) = &mut together.door {
                door.on_close(now.mono, stream);
            }
            self.on_again_ended(now, stream);
        }
    }

    /// A connection to the peer is there.
    pub(super) fn on_together_connected(&mut self, now: Now, kind: PathKind) {
        if let Part::Together(together) = &mut self.part {
            match kind {
                PathKind::Relayed => {
                    let ours = !together.dialing.is_empty();
                    together.dialing.clear();
                    // Who dials has lost the line, and we are yet to notice.
                    if let (Some(lane), false) = (together.line.lane(), ours) {
                        self.paths.doubt(lane.connection);
                    }
                }
                PathKind::Direct | PathKind::Lan => together.direct.on_straight(),
            }
        }
        self.move_to_better();
        self.retry_at_once(now);
    }

    /// A connection to the peer is gone.
    pub(super) fn on_together_disconnected(
        &mut self,
        now: Now,
        connection: ConnectionId,
        kind: Option<PathKind>,
    ) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        together
            .opening
            .take_if(|lane| lane.connection == connection);
        match together.line.lane() {
            Some(lane) if lane.connection == connection => {
                self.on_line_closed(now.mono, kind);
                self.on_control_ended(now, lane.stream, false);
            }
            Some(_) => {}
            // The stream ended first, and the way back was looked for on a
            // connection that was about to go.
            None => {
                self.on_line_closed(now.mono, kind);
                self.retry_soon(now);
            }
        }
    }

    /// What was tried led nowhere: no need to wait for all of its time.
    fn retry_soon(&mut self, now: Now) {
        if let Part::Together(together) = &mut self.part
            && let Line::Down { next_try, .. } = &mut together.line
        {
            *next_try = (*next_try).min(now.mono + SHORTEST_PAUSE);
        }
    }

    /// A connection has not answered for longer than it should take: another is
    /// opened beside the line's, and taken if that one answers first.
    pub(crate) fn on_suspect(&mut self, now: Now, id: ConnectionId) {
        let Part::Together(together) = &self.part else {
            return;
        };
        if together.line.lane().is_none_or(|l| l.connection != id) || together.side == Side::Host {
            return;
        }
        self.paths.doubt(id);
        self.move_to_better();
        self.dial_over_relays(now);
    }

    /// A connection, to whomever, does not answer any more: the way back leads
    /// over another.
    pub(crate) fn on_silent(&mut self, now: Now, id: ConnectionId) {
        self.outputs.push_back(Output::Close(id));
        if let Part::Together(together) = &self.part
            && together
                .line
                .lane()
                .is_some_and(|lane| lane.connection == id)
        {
            self.on_no_cut(now.mono);
        }
    }

    /// Something changed for the better: no need to wait for the next try.
    pub(super) fn retry_at_once(&mut self, now: Now) {
        if let Part::Together(together) = &mut self.part
            && let Line::Down {
                next_try, tries, ..
            } = &mut together.line
        {
            *tries = 0;
            *next_try = now.mono;
            self.try_line(now);
        }
    }

    /// Both dial, since either may be the one who cannot be found where it was;
    /// the guest opens.
    pub(super) fn try_line(&mut self, now: Now) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let Line::Down {
            tries, next_try, ..
        } = &mut together.line
        else {
            return;
        };
        if *next_try > now.mono {
            return;
        }
        let (peer, side) = (together.peer, together.side);
        if let Some(connection) = self.paths.best(peer).map(|c| c.id) {
            *next_try = now.mono + TRY_WITHIN;
            if side == Side::Guest {
                self.open_control(peer, connection);
            }
            return;
        }
        let pause = SHORTEST_PAUSE
            .saturating_mul(1 << (*tries).min(8))
            .min(LONGEST_PAUSE);
        *next_try = now.mono + pause;
        *tries += 1;
        self.dial_over_relays(now);
    }

    fn dial_over_relays(&mut self, now: Now) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let peer = together.peer;
        let under_way = |(_, since): &(PeerId, Instant)| now.mono < *since + DIAL_ALONE;
        together.dialing.retain(under_way);
        let mut circuits = self.meeting.circuits_to(peer);
        circuits.retain(|(relay, _)| together.dialing.iter().all(|(other, _)| other != relay));
        if !circuits.is_empty() {
            let (relays, addresses): (Vec<_>, Vec<_>) = circuits.into_iter().unzip();
            let since = relays.into_iter().map(|relay| (relay, now.mono));
            together.dialing.extend(since);
            self.outputs
                .push_back(Output::DialBeside { peer, addresses });
        }
    }

    /// The guest moves the control channel when there is a better connection;
    /// the host follows.
    pub(super) fn move_to_better(&mut self) {
        let Part::Together(together) = &self.part else {
            return;
        };
        let (Some(lane), None, Side::Guest) =
            (together.line.lane(), together.opening, together.side)
        else {
            return;
        };
        let peer = together.peer;
        if let Some(best) = self.paths.best(peer).map(|c| c.id)
            && self.paths.is_better(best, lane.connection)
        {
            self.open_control(peer, best);
        }
    }

    /// Once the peer has spoken on a lane, what is no better can go.
    pub(super) fn close_worse(&mut self) {
        let Part::Together(together) = &self.part else {
            return;
        };
        let (Some(lane), Side::Guest, true) =
            (together.line.lane(), together.side, together.connected)
        else {
            return;
        };
        if together.opening.is_none() && together.session.is_ready() {
            let worse = self.paths.worse_than(together.peer, lane.connection);
            self.outputs.extend(worse.into_iter().map(Output::Close));
        }
    }

    fn open_control(&mut self, peer: PeerId, connection: ConnectionId) {
        let stream = self.next_stream();
        if let Part::Together(together) = &mut self.part {
            together.opening = Some(Lane { stream, connection });
            self.outputs.push_back(Output::Open {
                stream,
                peer,
                connection,
                purpose: Purpose::Control,
            });
        }
    }

    fn on_line_down(&mut self, now: Now) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let mut pause = together.cuts.on_down(now.mono);
        if together.side == Side::Host {
            // The guest dials at once; two connections are one too many.
            pause = pause.max(SHORT_BREAK);
        }
        together.line = Line::down(now, pause);
        together.line_changed = true;
        together.direct.stop();
        // A move to another connection, or a short break, is nobody's concern.
        together.tell_broken_at = together.connected.then(|| now.mono + SHORT_BREAK);
        self.drain_direct();
        self.seek_near(now);
        self.try_line(now);
    }

    /// Tells that the line is broken, once it is not found again at once.
    pub(super) fn tell_broken(&mut self, now: Now) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let due = together.tell_broken_at.take_if(|at| *at <= now.mono);
        if due.is_none() || !std::mem::replace(&mut together.connected, false) {
            return;
        }
        if let (Some(peer), Line::Down { until_wall, .. }) =
            (together.peer_name.clone(), &together.line)
        {
            let until = *until_wall;
            self.tell_state(None, RoomState::Reconnecting { peer, until });
            // The other may have begun anew.
            self.look_again(now);
        }
    }
}

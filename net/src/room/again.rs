//! Meeting again in a kept room: whoever comes first waits, in either order.
//!
//! Both are listed under the room's names and look there, and on local networks
//! they ask and answer in turns. Who finds the other dials and proves, as a
//! guest does; the other answers, as a host's door does. When both dial, the
//! one with the lower key goes on and the other answers. Who of the two made the
//! room plays no part in it.

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, swarm::ConnectionId};
use rand::{Rng, SeedableRng, rngs::StdRng};

use super::{
    Output, Part, Room,
    hosts::Hosts,
    line::Lane,
    strangers::Strangers,
    together::{Together, Way},
};
use crate::{
    admission::{
        Bond,
        door::Door,
        guest::{GuestRun, Outcome, Step},
    },
    api::{CloseReason, Earlier, EventKind, KeptRoom, Reopen, RoomState, Side, Tag, Warning},
    kept::{
        board::Board,
        pinned::Pinned,
        place::{Names, Place},
    },
    name::DisplayName,
    session::{Ledger, Session},
    streams::{Purpose, StreamId},
    time::{Now, earlier},
    transfer::Transfers,
};

/// A dial, and then a run of admission, have so long.
const DIAL_WITHIN: Duration = Duration::from_secs(8);
const RUN_WITHIN: Duration = Duration::from_secs(12);
/// Who was let in opens the control channel by then.
const TALK_WITHIN: Duration = Duration::from_secs(10);
/// After a try that led nowhere the next comes this much later, at least.
const NEXT_LOOK: Duration = Duration::from_secs(2);
/// How long to ask on local networks, and the pauses between, in which others
/// are answered: of different length, so that two do not ask in step for ever.
const ASK_FOR: Duration = Duration::from_millis(1800);
const ASK_EVERY: std::ops::Range<Duration> = Duration::from_secs(8)..Duration::from_secs(20);
/// Those that are listed under a name at once, as far as they are tried.
const MOST_FOUND: usize = 4;

/// What is known of the room besides what it is met by, for as long as it is
/// open.
pub(super) struct Kept {
    pub(super) room: KeptRoom,
    /// What the other is called.
    pub(super) peer: DisplayName,
    pub(super) earlier: Earlier,
    /// What waits to be written down while there is no conversation.
    pub(super) ledger: Ledger,
    /// What is handed over, while there is no conversation.
    pub(super) transfers: Option<Transfers>,
}

/// Looking for the other. See the module.
pub(super) struct Again {
    pinned: Pinned,
    pub(super) door: Door,
    pub(super) strangers: Strangers,
    board: Board,
    hosts: Hosts,
    trying: Option<Trying>,
    seated: Option<Seated>,
    /// Asking on local networks, or until when not to.
    asking: bool,
    turn_at: Instant,
}

struct Trying {
    peer: PeerId,
    stage: Stage,
    until: Instant,
}

enum Stage {
    Dialing,
    Opening(StreamId),
    Running(StreamId, Box<GuestRun>),
}

struct Seated {
    peer: PeerId,
    bond: Bond,
    until: Instant,
}

impl Again {
    fn poll_timeout(&self) -> Option<Instant> {
        [
            self.door.poll_timeout(),
            self.strangers.poll_timeout(),
            self.board.poll_timeout(),
            self.trying.as_ref().map(|t| t.until),
            self.seated.as_ref().map(|s| s.until),
            Some(self.turn_at),
        ]
        .into_iter()
        .fold(None, earlier)
    }

    fn is_trying(&self, peer: PeerId) -> bool {
        self.trying.as_ref().is_some_and(|t| t.peer == peer)
    }

    fn owns(&self, stream: StreamId) -> bool {
        self.trying.as_ref().is_some_and(|t| match &t.stage {
            Stage::Dialing => false,
            Stage::Opening(s) | Stage::Running(s, _) => *s == stream,
        })
    }

    /// With the lower key our own run goes on, and a run of the other that comes
    /// meanwhile is turned away; with the higher it is the other way about.
    fn settle_who_dials(&mut self) {
        let ours = matches!(
            self.trying.as_ref().map(|t| &t.stage),
            Some(Stage::Opening(_) | Stage::Running(..))
        );
        self.door.turn_kept_away(ours && self.pinned.is_lower());
    }
}

impl Room {
    /// Opens a kept room: waits for the other, or finds them waiting.
    pub(super) fn reopen(&mut self, now: Now, reopen: Reopen, re: Option<Tag>) {
        self.id = reopen.room.room;
        let transfers = Transfers::again(reopen.room.side, now.mono, reopen.transfers);
        for relay in &reopen.room.relays {
            self.meeting.add_relay(now.mono, relay);
        }
        self.kept = Some(Box::new(Kept {
            room: reopen.room,
            peer: reopen.peer,
            earlier: reopen.earlier,
            ledger: Ledger::begun(),
            transfers: Some(transfers),
        }));
        self.part = Part::Waiting;
        self.meeting.take_seats(now.mono);
        self.meeting.on_timeout(now.mono);
        self.tell_waiting_again(re);
        self.drain_transfers(now);
        self.look_again(now);
    }

    /// Whether a room is meant in which one waits for the other again.
    pub(super) fn tell_waiting_again(&mut self, re: Option<Tag>) {
        if let Some(kept) = &self.kept {
            let peer = kept.peer.clone();
            self.tell_state(re, RoomState::Awaiting { peer });
        }
    }

    /// Begins to look for the other of a kept room, unless that is so already.
    pub(super) fn look_again(&mut self, now: Now) {
        let (Some(kept), None) = (&self.kept, &self.again) else {
            return;
        };
        let pinned = Pinned::of(&kept.room);
        let rng = StdRng::from_rng(&mut self.rng).unwrap_or_else(|_| StdRng::from_entropy());
        let door = Door::kept(self.us, self.name.clone(), pinned.clone(), rng);
        let again = Again {
            board: Board::new(now, pinned.secret.clone(), Names::Meeting),
            pinned,
            door,
            strangers: Strangers::default(),
            hosts: Hosts::new(now.mono),
            trying: None,
            seated: None,
            asking: true,
            turn_at: now.mono + ASK_FOR,
        };
        self.again = Some(Box::new(again));
        self.meeting.take_seats(now.mono);
        self.lan.look(now.mono, None);
        self.tell_board(now);
        self.drain_again(now);
    }

    /// No longer looks for the other.
    pub(super) fn stop_looking_again(&mut self) {
        if let Some(mut again) = self.again.take() {
            again.board.close();
            self.put_board(&mut again.board);
            if let Some(Trying { stage, .. }) = again.trying
                && let Stage::Opening(stream) | Stage::Running(stream, _) = stage
            {
                self.outputs.push_back(Output::Finish(stream));
            }
            self.lan.stop();
        }
    }

    pub(super) fn again_timeout(&self) -> Option<Instant> {
        self.again.as_ref().and_then(|again| again.poll_timeout())
    }

    /// A deadline may have passed.
    pub(super) fn on_again_timeout(&mut self, now: Now) {
        let Some(again) = &mut self.again else {
            return;
        };
        again.door.on_timeout(now.mono);
        let door = &again.door;
        let idle = again.strangers.idle(now.mono, |p| door.is_busy_with(p));
        self.outputs.extend(idle.into_iter().map(Output::Hang));
        again.board.on_timeout(now);
        if let Some(Seated { peer, .. }) = again.seated.take_if(|s| s.until <= now.mono) {
            again.door.unseat();
            self.outputs.push_back(Output::ShutOut(peer));
            self.outputs.push_back(Output::Hang(peer));
        }
        if again.turn_at <= now.mono {
            again.asking = !again.asking;
            if again.asking {
                again.turn_at = now.mono + ASK_FOR;
                again.hosts = Hosts::new(now.mono);
                self.lan.look(now.mono, None);
            } else {
                again.turn_at = now.mono + self.rng.gen_range(ASK_EVERY);
                self.lan.wait(now.mono);
            }
        }
        if let Some(again) = &mut self.again
            && again.trying.as_ref().is_some_and(|t| t.until <= now.mono)
        {
            self.drop_try(now);
        }
        self.drain_again(now);
    }

    /// The relays that are connected, or give us a seat, may have changed.
    pub(super) fn tell_board(&mut self, now: Now) {
        self.tell_watching(now);
        let relays = self.meeting.seats_of_connected();
        if let Some(again) = &mut self.again {
            again.board.on_relays(now, &relays);
        }
        self.drain_again(now);
    }

    /// The relay listed us under that name, for so many seconds.
    pub(crate) fn on_kept_registered(
        &mut self,
        now: Now,
        relay: PeerId,
        place: &Place,
        ttl: Option<u64>,
    ) {
        if let Some(watching) = &mut self.watching {
            watching.on_registered(now, relay, place, ttl);
        } else if let Some(again) = &mut self.again {
            match ttl {
                Some(ttl) => again.board.on_registered(now.mono, relay, place, ttl),
                None => again.board.on_refused(now.mono, relay, place),
            }
        }
        self.drain_again(now);
        self.drain(now);
    }

    /// The relay said who is listed under a name of the room.
    pub(crate) fn on_kept_discovered(
        &mut self,
        now: Now,
        relay: PeerId,
        place: &Place,
        found: &[PeerId],
    ) {
        if self.watching.is_some() {
            return self.on_watched(now, relay, place, found);
        }
        let (us, present) = (self.us, self.present_peer());
        if let Some(again) = &mut self.again {
            for key in found.iter().take(MOST_FOUND) {
                // Who we were with finds the line again by itself.
                if *key != us && Some(*key) != present {
                    again.hosts.add(*key, vec![relay]);
                }
            }
        }
        self.try_next(now);
        self.drain(now);
    }

    /// Somebody near may be the other.
    pub(super) fn on_again_near(&mut self, now: Now, peer: PeerId, address: Multiaddr) {
        if Some(peer) == self.present_peer() {
            return;
        }
        if let Some(again) = &mut self.again {
            again.hosts.add_near(peer, address);
        }
        self.try_next(now);
    }

    /// A connection is there: gives whether it is taken for what we look for.
    pub(super) fn on_again_connected(
        &mut self,
        now: Now,
        peer: PeerId,
        connection: ConnectionId,
    ) -> bool {
        let stream = self.next_stream();
        let Some(again) = &mut self.again else {
            return false;
        };
        match &mut again.trying {
            Some(trying) if trying.peer == peer && matches!(trying.stage, Stage::Dialing) => {
                trying.stage = Stage::Opening(stream);
                trying.until = now.mono + RUN_WITHIN;
                again.hosts.on_met(peer);
                self.outputs.push_back(Output::Open {
                    stream,
                    peer,
                    connection,
                    purpose: Purpose::Admit,
                });
            }
            _ => {
                let door = &again.door;
                let over = again
                    .strangers
                    .arrived(now.mono, peer, |p| door.is_busy_with(p));
                self.outputs.extend(over.map(Output::Hang));
            }
        }
        again.settle_who_dials();
        true
    }

    /// The last connection to somebody is gone, or there will be none.
    pub(super) fn on_again_gone(&mut self, now: Now, peer: PeerId) {
        if let Some(again) = &mut self.again {
            again.strangers.left(peer);
            if again.is_trying(peer) {
                self.drop_try(now);
            }
        }
    }

    /// The stream of a run is open; gives whether it is one.
    pub(super) fn on_again_opened(&mut self, stream: StreamId) -> bool {
        let Some(again) = self.again.as_mut().filter(|a| a.owns(stream)) else {
            return false;
        };
        if let Some(trying) = &mut again.trying {
            let name = self.name.clone();
            let (us, host, pinned) = (self.us, trying.peer, again.pinned.clone());
            let (run, frame) = GuestRun::again(pinned, name, us, host, &mut self.rng);
            trying.stage = Stage::Running(stream, Box::new(run));
            self.outputs.push_back(Output::Send { stream, frame });
        }
        true
    }

    /// A frame of a run, ours or one at our door; gives whether it was one.
    pub(super) fn on_again_frame(&mut self, now: Now, stream: StreamId, frame: &[u8]) -> bool {
        let Some(again) = &mut self.again else {
            return false;
        };
        let Some(Trying {
            peer,
            stage: Stage::Running(running, run),
            ..
        }) = &mut again.trying
        else {
            again.door.on_frame(now.mono, stream, frame);
            return true;
        };
        if *running != stream {
            again.door.on_frame(now.mono, stream, frame);
            return true;
        }
        let peer = *peer;
        match run.on_frame(frame) {
            Step::Send(frame) => self.outputs.push_back(Output::Send { stream, frame }),
            Step::Done(Outcome::Admitted { name, bond }) => {
                again.trying = None;
                self.outputs.push_back(Output::Finish(stream));
                self.outputs.push_back(Output::Admit(peer));
                self.begin_again(now, Side::Guest, peer, Some(name), bond);
                self.try_line(now);
            }
            Step::Done(Outcome::OtherVersion) => {
                self.tell(None, EventKind::Warning(Warning::OtherVersion));
                self.drop_try(now);
            }
            Step::Knock(_) | Step::Done(_) => self.drop_try(now),
        }
        true
    }

    /// A stream of a run ended, ours or one at our door.
    pub(super) fn on_again_ended(&mut self, now: Now, stream: StreamId) {
        if let Some(again) = &mut self.again {
            if again.owns(stream) {
                self.drop_try(now);
            } else {
                again.door.on_close(now.mono, stream);
            }
        }
    }

    /// The other proved who it is, and opens the control channel next.
    pub(super) fn on_again_seated(&mut self, now: Now, peer: PeerId, bond: Bond) {
        self.outputs.push_back(Output::Admit(peer));
        if let Some(again) = &mut self.again {
            again.strangers.left(peer);
            if let Some(Trying { stage, .. }) = again.trying.take()
                && let Stage::Opening(stream) | Stage::Running(stream, _) = stage
            {
                self.outputs.push_back(Output::Finish(stream));
            }
            again.settle_who_dials();
            again.seated = Some(Seated {
                peer,
                bond,
                until: now.mono + TALK_WITHIN,
            });
        }
    }

    /// The seated one opened the control channel.
    pub(super) fn on_again_control(
        &mut self,
        now: Now,
        peer: PeerId,
        connection: ConnectionId,
    ) -> Option<StreamId> {
        let seated = self.again.as_mut()?.seated.take_if(|s| s.peer == peer)?;
        self.begin_again(now, Side::Host, peer, None, seated.bond);
        let stream = self.next_stream();
        self.take_control(now, Lane { stream, connection });
        Some(stream)
    }

    /// The two have met again, on `role`'s side of the connection.
    fn begin_again(
        &mut self,
        now: Now,
        role: Side,
        peer: PeerId,
        name: Option<DisplayName>,
        bond: Bond,
    ) {
        self.end_conversation();
        self.stop_looking_again();
        let Some(kept) = &mut self.kept else {
            return;
        };
        if let Some(name) = &name {
            kept.peer.clone_from(name);
        }
        let side = kept.room.side;
        let session = Session::again(
            side,
            self.name.clone(),
            bond,
            kept.earlier,
            kept.ledger.carry(),
            &mut self.rng,
        );
        let way = Way { role, side };
        let mut together = Together::new(now, way, session, self.hide_ip, peer);
        together.peer_name = name;
        if let Some(transfers) = kept.transfers.take() {
            together.transfers = transfers;
        }
        together.transfers.meet(now.mono);
        self.part = Part::Together(Box::new(together));
        self.drain_transfers(now);
    }

    /// Ends the conversation of before, if there is one: what is said next is
    /// numbered after it.
    pub(super) fn end_conversation(&mut self) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let side = together.transfers.side();
        let mut transfers = std::mem::replace(&mut together.transfers, Transfers::new(side));
        transfers.part();
        together.session.close();
        let earlier = together.session.numbers();
        let ledger = together.session.take_ledger();
        if let Some(stream) = together.line.stream() {
            self.outputs.push_back(Output::Finish(stream));
        }
        if let (Some(kept), Some(name)) = (&mut self.kept, &together.peer_name) {
            kept.peer.clone_from(name);
            kept.earlier = earlier;
            kept.ledger = ledger;
        }
        if let Some(kept) = &mut self.kept {
            kept.transfers = Some(transfers);
        }
        self.drain_session();
        self.close_call(CloseReason::Lost);
        self.part = Part::Waiting;
        self.put_transfers();
    }

    /// The other is gone: waits for them to come back.
    pub(super) fn wait_again(&mut self, now: Now) {
        let peer = self.present_peer();
        self.end_conversation();
        self.outputs.extend(peer.map(Output::ShutOut));
        self.outputs.extend(peer.map(Output::Hang));
        self.tell_waiting_again(None);
        self.look_again(now);
    }

    /// Who we were with last, while the line to them may be found again.
    fn present_peer(&self) -> Option<PeerId> {
        match &self.part {
            Part::Together(together) => Some(together.peer),
            _ => None,
        }
    }

    fn try_next(&mut self, now: Now) {
        let up: Vec<PeerId> = self.meeting.connected().collect();
        let Some(again) = &mut self.again else {
            return;
        };
        if again.trying.is_some() || again.seated.is_some() {
            return;
        }
        let Some((host, _)) = again.hosts.take_next(now.mono, &up) else {
            return;
        };
        again.trying = Some(Trying {
            peer: host.key,
            stage: Stage::Dialing,
            until: now.mono + DIAL_WITHIN,
        });
        let mut circuits = self.meeting.circuits_to(host.key);
        circuits.retain(|(relay, _)| host.relays.contains(relay));
        let far = circuits.into_iter().map(|(_, address)| address);
        let addresses = host.near.into_iter().chain(far).collect();
        // Who has dialled us meanwhile is there already.
        if let Some(connection) = self.paths.best(host.key).map(|c| c.id) {
            self.on_again_connected(now, host.key, connection);
        } else {
            self.outputs.push_back(Output::Dial {
                peer: host.key,
                addresses,
            });
        }
    }

    /// What is tried leads nowhere: the next, and a look in a while. Nobody is
    /// hung up on, since the other may be on its way in over that connection.
    fn drop_try(&mut self, now: Now) {
        if let Some(again) = &mut self.again
            && let Some(Trying { stage, peer, .. }) = again.trying.take()
        {
            if let Stage::Opening(stream) | Stage::Running(stream, _) = stage {
                self.outputs.push_back(Output::Finish(stream));
                again.strangers.stirred(now.mono, peer);
            }
            again.settle_who_dials();
            again.hosts.forget(peer);
            again.board.look_in(now.mono + NEXT_LOOK);
        }
        self.try_next(now);
    }

    /// Does what the board wants done.
    pub(super) fn drain_again(&mut self, now: Now) {
        self.drain_door(now);
        if let Some(mut again) = self.again.take() {
            self.put_board(&mut again.board);
            self.again = Some(again);
        }
    }

    fn put_board(&mut self, board: &mut Board) {
        while let Some(output) = board.poll_output() {
            self.outputs.push_back(Output::Board(output));
        }
    }
}

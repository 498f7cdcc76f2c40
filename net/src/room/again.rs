//! Meeting again in a kept room: whoever comes first waits, in either order.
//!
//! Both are listed under the room's names and look there, and on local networks
//! they ask and answer in turns. Who finds the other dials and proves, as a
//! guest does; the other answers, as a host's door does. When both dial, the
//! one with the lower key goes on and the other answers. Who of the two made the
//! room plays no part in it.

mod reunion;
mod trying;

use std::time::{Duration, Instant};

use libp2p::{Multiaddr, PeerId, swarm::ConnectionId};
use rand::{Rng, SeedableRng, rngs::StdRng};

pub(super) use self::reunion::Kept;
use self::trying::{Stage, Trying};
use super::{Output, Room, hosts::Hosts, line::Lane, strangers::Strangers};
use crate::{
    admission::{Bond, door::Door},
    api::Side,
    kept::{
        board::Board,
        pinned::Pinned,
        place::{Names, Place},
    },
    streams::StreamId,
    time::{Now, earlier},
};

/// Who was let in opens the control channel by then.
const TALK_WITHIN: Duration = Duration::from_secs(10);
/// How long to ask on local networks, and the pauses between, in which others
/// are answered: of different length, so that two do not ask in step for ever.
const ASK_FOR: Duration = Duration::from_millis(1800);
const ASK_EVERY: std::ops::Range<Duration> = Duration::from_secs(8)..Duration::from_secs(20);
/// Those that are listed under a name at once, as far as they are tried.
const MOST_FOUND: usize = 4;

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

//! Trying whoever was found: a dial, and a run of admission as a guest.

use std::time::{Duration, Instant};

use libp2p::{PeerId, swarm::ConnectionId};

use super::Again;
use crate::{
    admission::guest::{GuestRun, Outcome, Step},
    api::{EventKind, Side, Warning},
    room::{Output, Room},
    streams::{Purpose, StreamId},
    time::Now,
};

/// A dial, and then a run of admission, have so long.
const DIAL_WITHIN: Duration = Duration::from_secs(8);
const RUN_WITHIN: Duration = Duration::from_secs(12);
/// After a try that led nowhere the next comes this much later, at least.
const NEXT_LOOK: Duration = Duration::from_secs(2);

pub(super) struct Trying {
    pub(super) peer: PeerId,
    pub(super) stage: Stage,
    pub(super) until: Instant,
}

pub(super) enum Stage {
    Dialing,
    Opening(StreamId),
    Running(StreamId, Box<GuestRun>),
}

impl Again {
    fn is_trying(&self, peer: PeerId) -> bool {
        self.trying.as_ref().is_some_and(|t| t.peer == peer)
    }

    pub(super) fn owns(&self, stream: StreamId) -> bool {
        self.trying.as_ref().is_some_and(|t| match &t.stage {
            Stage::Dialing => false,
            Stage::Opening(s) | Stage::Running(s, _) => *s == stream,
        })
    }
}

impl Room {
    /// A connection is there: gives whether it is taken for what we look for.
    pub(in crate::room) fn on_again_connected(
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
    pub(in crate::room) fn on_again_gone(&mut self, now: Now, peer: PeerId) {
        if let Some(again) = &mut self.again {
            again.strangers.left(peer);
            if again.is_trying(peer) {
                self.drop_try(now);
            }
        }
    }

    /// The stream of a run is open; gives whether it is one.
    pub(in crate::room) fn on_again_opened(&mut self, stream: StreamId) -> bool {
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
    pub(in crate::room) fn on_again_frame(
        &mut self,
        now: Now,
        stream: StreamId,
        frame: &[u8],
    ) -> bool {
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
    pub(in crate::room) fn on_again_ended(&mut self, now: Now, stream: StreamId) {
        if let Some(again) = &mut self.again {
            if again.owns(stream) {
                self.drop_try(now);
            } else {
                again.door.on_close(now.mono, stream);
            }
        }
    }

    pub(super) fn try_next(&mut self, now: Now) {
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
    pub(super) fn drop_try(&mut self, now: Now) {
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
}

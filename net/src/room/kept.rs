//! Keeping the room.

use super::{Part, Room, again::Kept};
use crate::{
    api::{CommandError, Earlier, EventKind, Keep, KeptRoom, RoomState, Tag},
    kept,
    session::Ledger,
};

impl Room {
    /// Whether both have agreed to keep it, and written that down.
    pub(super) fn is_kept(&self) -> bool {
        self.kept.is_some()
    }

    /// The person wants to keep the room, or does not.
    pub(super) fn keep(&mut self, wants: bool, re: Option<Tag>) -> Result<(), CommandError> {
        match &mut self.part {
            Part::Hosting(hosting) => hosting.wants_kept = wants,
            Part::Joining(joining) => joining.agrees_to_keep = wants,
            Part::Together(_) | Part::Waiting if self.kept.is_some() => {
                if !wants {
                    return Err(CommandError::AlreadyKept);
                }
                self.tell_together(re);
            }
            Part::Waiting => {}
            Part::Together(together) if wants => {
                together.keep_re = re;
                together.session.want_kept();
            }
            Part::Together(together) => together.session.refuse_kept()?,
            Part::Spare | Part::Closed => return Err(CommandError::NoRoom),
        }
        Ok(())
    }

    /// What the two agreed on is written down, or cannot be.
    pub(super) fn keep_written(&mut self, well: bool) {
        if let Part::Together(together) = &mut self.part {
            together.session.agreement_written(well);
        }
    }

    /// What was said up to this mark is written down.
    pub(super) fn written(&mut self, mark: u64) {
        if let Part::Together(together) = &mut self.part {
            together.session.written(mark);
        } else if let Some(kept) = &mut self.kept {
            kept.ledger.written(mark);
        }
    }

    pub(super) fn on_kept(&mut self, output: kept::Output) {
        let Part::Together(together) = &mut self.part else {
            return;
        };
        let side = together.side;
        match output {
            kept::Output::Say(_) => {}
            kept::Output::Proposed => self.tell(None, EventKind::Keep(Keep::Proposed)),
            kept::Output::Off => {
                let re = together.keep_re.take();
                self.keep_transfers(false);
                self.tell(re, EventKind::Keep(Keep::Off));
            }
            kept::Output::Agreed(agreed) => {
                let room = KeptRoom {
                    room: self.id,
                    side,
                    secret: agreed.secret,
                    ours: agreed.ours,
                    theirs: agreed.theirs,
                    link: agreed.link,
                    relays: self.meeting.addresses(),
                };
                if let Part::Together(together) = &mut self.part {
                    together.agreed = Some(room.clone());
                }
                self.tell(None, EventKind::Keep(Keep::Agreed(Box::new(room))));
                self.keep_transfers(true);
            }
            kept::Output::Kept => {
                let re = together.keep_re.take();
                if let (Some(room), Some(peer)) =
                    (together.agreed.take(), together.peer_name.clone())
                {
                    self.kept = Some(Box::new(Kept {
                        room,
                        peer,
                        earlier: Earlier::default(),
                        ledger: Ledger::default(),
                        transfers: None,
                    }));
                }
                self.tell_together(re);
            }
        }
    }

    /// Tells once more how the two are, since something of it changed.
    fn tell_together(&mut self, re: Option<Tag>) {
        let Part::Together(together) = &self.part else {
            return self.tell_waiting_again(re);
        };
        if let Some(peer) = together.peer_name.clone() {
            // Who is being looked for is told of anew when found.
            if together.connected {
                self.tell_state(re, RoomState::Connected { peer });
            }
        }
    }
}

//! From waiting to a conversation that goes on, and back.

use libp2p::PeerId;

use crate::{
    admission::Bond,
    api::{CloseReason, Earlier, KeptRoom, Reopen, RoomState, Side, Tag},
    name::DisplayName,
    room::{
        Output, Part, Room,
        together::{Together, Way},
    },
    session::{Ledger, Session},
    time::Now,
    transfer::Transfers,
};

/// What is known of the room besides what it is met by, for as long as it is
/// open.
pub(in crate::room) struct Kept {
    pub(in crate::room) room: KeptRoom,
    /// What the other is called.
    pub(in crate::room) peer: DisplayName,
    pub(in crate::room) earlier: Earlier,
    /// What waits to be written down while there is no conversation.
    pub(in crate::room) ledger: Ledger,
    /// What is handed over, while there is no conversation.
    pub(in crate::room) transfers: Option<Transfers>,
}

impl Room {
    /// Opens a kept room: waits for the other, or finds them waiting.
    pub(in crate::room) fn reopen(&mut self, now: Now, reopen: Reopen, re: Option<Tag>) {
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
    pub(in crate::room) fn tell_waiting_again(&mut self, re: Option<Tag>) {
        if let Some(kept) = &self.kept {
            let peer = kept.peer.clone();
            self.tell_state(re, RoomState::Awaiting { peer });
        }
    }

    /// The two have met again, on `role`'s side of the connection.
    pub(super) fn begin_again(
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
    pub(in crate::room) fn end_conversation(&mut self) {
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
    pub(in crate::room) fn wait_again(&mut self, now: Now) {
        let peer = self.present_peer();
        self.end_conversation();
        self.outputs.extend(peer.map(Output::ShutOut));
        self.outputs.extend(peer.map(Output::Hang));
        self.tell_waiting_again(None);
        self.look_again(now);
    }

    /// Who we were with last, while the line to them may be found again.
    pub(super) fn present_peer(&self) -> Option<PeerId> {
        match &self.part {
            Part::Together(together) => Some(together.peer),
            _ => None,
        }
    }
}

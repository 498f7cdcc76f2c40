//! One room, from its first event to its last.

use tincan_net::{
    Call, CloseReason, DisplayName, EventKind, Message, MessageId, Path, RoomId, RoomState,
    SafetyEmoji, Tag, UnixMillis, Warning,
};

use super::{conversation::Conversation, order::Entry, transfers::Transfers};

/// A room and all that happened in it.
#[derive(Debug)]
pub struct Room {
    /// Its name while the app runs.
    pub id: RoomId,
    /// Where it is in its life.
    pub state: RoomState,
    /// Since when.
    pub since: UnixMillis,
    /// When the line broke last.
    pub broke_at: Option<UnixMillis>,
    /// How the two are connected.
    pub path: Option<Path>,
    /// Who knocks.
    pub knock: Option<DisplayName>,
    /// What the two compare, and whether they say that it matches.
    pub safety: Option<(SafetyEmoji, bool)>,
    /// Both want to keep it.
    pub kept: bool,
    /// What was said.
    pub conversation: Conversation,
    /// What was handed over, or is being.
    pub transfers: Transfers,
    /// The last call, over or not, and since when it is in its state.
    pub call: Option<(Call, UnixMillis)>,
    pub(super) order: Vec<Entry>,
    warnings: Vec<Warning>,
}

impl Room {
    pub(super) fn new(id: RoomId, state: RoomState, now: UnixMillis) -> Self {
        Self {
            id,
            state,
            since: now,
            broke_at: None,
            path: None,
            knock: None,
            safety: None,
            kept: false,
            conversation: Conversation::default(),
            transfers: Transfers::default(),
            call: None,
            order: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub(super) fn enter(&mut self, state: RoomState, now: UnixMillis) {
        let another = std::mem::discriminant(&self.state) != std::mem::discriminant(&state);
        if another {
            self.since = now;
        }
        match &state {
            RoomState::Waiting { code: Some(_), .. } => self.dismiss(Warning::CodeOff),
            RoomState::Connected { .. } => {
                self.knock = None;
                self.warnings.clear();
            }
            RoomState::Reconnecting { .. } => {
                self.path = None;
                self.conversation.peer_typing = false;
                if another {
                    self.broke_at = Some(now);
                }
            }
            RoomState::Closed { .. } => {
                self.path = None;
                self.knock = None;
                self.conversation.peer_typing = false;
            }
            _ => {}
        }
        self.state = state;
    }

    pub(super) fn apply(&mut self, re: Option<Tag>, kind: EventKind, now: UnixMillis) {
        match kind {
            EventKind::Knock { name } => self.knock = Some(name),
            EventKind::KnockGone => self.knock = None,
            EventKind::Warning(warning) => {
                if !self.warnings.contains(&warning) {
                    self.warnings.push(warning);
                }
            }
            EventKind::Path(path) => self.path = Some(path),
            EventKind::Message(message) => {
                let id = message.id;
                if self.conversation.take(re, message) {
                    self.order.push(Entry::Said(id));
                }
            }
            EventKind::Reaction(reaction) => self.conversation.react(reaction),
            EventKind::Safety { emoji, verified } => self.safety = Some((emoji, verified)),
            EventKind::Receipt { message, state } => self.conversation.receipt(message, state),
            EventKind::Typing(on) => self.conversation.peer_typing = on,
            EventKind::Transfer(transfer) => {
                let id = transfer.id;
                if self.transfers.take(transfer, now) {
                    self.order.push(Entry::Handed(id));
                }
            }
            EventKind::Forgotten(id) => self.transfers.forget(id),
            EventKind::Call(call) => {
                let same = self.call.filter(|(before, _)| before.state == call.state);
                self.call = Some((call, same.map_or(now, |(_, since)| since)));
            }
            EventKind::Ready
            | EventKind::CallMedia(_)
            | EventKind::Reach(_)
            | EventKind::Relays(_)
            | EventKind::RelayRefuses(_)
            | EventKind::Room { .. }
            | EventKind::Keep(_)
            | EventKind::Keeping(_)
            | EventKind::Mark(_)
            | EventKind::Changed { .. }
            | EventKind::Settled(_)
            | EventKind::Rooms(_)
            | EventKind::History(_)
            | EventKind::NotKept { .. }
            | EventKind::Stats(_)
            | EventKind::Error(_) => {}
        }
    }

    /// Takes away a message of ours that was not delivered; its words.
    pub fn take_failed(&mut self, id: MessageId) -> Option<Message> {
        let message = self.conversation.take_failed(id)?;
        self.order.retain(|entry| *entry != Entry::Said(id));
        Some(message)
    }

    /// What a person should know of now, oldest first, each once.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// It was read.
    pub fn dismiss(&mut self, warning: Warning) {
        self.warnings.retain(|&known| known != warning);
    }

    /// Who the other is, once we know.
    pub fn peer(&self) -> Option<&DisplayName> {
        match &self.state {
            RoomState::Connected { peer }
            | RoomState::Awaiting { peer }
            | RoomState::Reconnecting { peer, .. } => Some(peer),
            RoomState::Closed { peer, .. } => peer.as_ref(),
            _ => None,
        }
    }

    /// Why it is closed, when it is.
    pub fn close_reason(&self) -> Option<CloseReason> {
        match &self.state {
            RoomState::Closed { reason, .. } => Some(*reason),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heron() -> DisplayName {
        "Brave Heron".parse().unwrap()
    }

    #[test]
    fn a_warning_is_shown_once_and_goes_when_it_no_longer_holds() {
        let mut room = Room::new(RoomId(1), RoomState::Creating, 0);
        for _ in 0..3 {
            room.apply(None, EventKind::Warning(Warning::Guessing), 0);
        }
        assert_eq!(room.warnings(), [Warning::Guessing]);
        room.enter(RoomState::Connected { peer: heron() }, 1);
        assert_eq!(room.warnings(), []);
    }

    #[test]
    fn the_break_is_dated_from_its_first_event() {
        let mut room = Room::new(RoomId(1), RoomState::Connected { peer: heron() }, 0);
        let broken = |until| RoomState::Reconnecting {
            peer: heron(),
            until,
        };
        room.enter(broken(60_500), 500);
        room.enter(broken(60_400), 900);
        assert_eq!(room.broke_at, Some(500));
        assert_eq!(room.peer(), Some(&heron()));
        let reason = CloseReason::Lost;
        room.enter(
            RoomState::Closed {
                reason,
                peer: Some(heron()),
            },
            60_500,
        );
        assert_eq!((room.broke_at, room.since), (Some(500), 60_500));
        assert_eq!(room.close_reason(), Some(reason));
    }
}

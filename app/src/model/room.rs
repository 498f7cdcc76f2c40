//! One room, from its first event to its last.

use std::collections::{HashMap, VecDeque};

use tincan_net::{
    Call, CloseReason, Direction, DisplayName, EventKind, Keep, Message, MessageId, Path, Reach,
    RoomId, RoomState, RoomSummary, SafetyEmoji, Tag, TransferId, UnixMillis, Warning,
};

use super::{
    conversation::Conversation, order::Entry, past::Past, search::Search, transfers::Transfers,
};

/// How far the two are with keeping the room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// Nobody speaks of it.
    #[default]
    No,
    /// The other wants to, and waits for an answer.
    Proposed,
    /// We do, and wait for theirs.
    Asked,
    /// They did not want to.
    Refused,
    /// Both did just now.
    Agreed,
}

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
    /// Whether anybody could be met when it closed.
    pub reach_at_end: Option<Reach>,
    /// How the two are connected.
    pub path: Option<Path>,
    /// Who knocks.
    pub knock: Option<DisplayName>,
    /// What the two compare, and whether they say that it matches.
    pub safety: Option<(SafetyEmoji, bool)>,
    /// Both want to keep it.
    pub kept: bool,
    /// What the person calls it, when that is not what the other is called.
    pub label: Option<String>,
    /// How far the two are with that.
    pub keeping: Keeping,
    /// It was proposed by itself, since it was made to be kept.
    proposed: bool,
    /// The two were together since it was opened.
    pub met: bool,
    /// What is looked for in what was said.
    pub search: Search,
    /// What was said.
    pub conversation: Conversation,
    /// What was handed over, or is being.
    pub transfers: Transfers,
    /// The last call, over or not, and since when it is in its state.
    pub call: Option<(Call, UnixMillis)>,
    pub(super) order: VecDeque<Entry>,
    /// The words that belong to what was handed over.
    pub(super) captions: HashMap<TransferId, MessageId>,
    pub(super) past: Past,
    warnings: Vec<Warning>,
}

impl Room {
    pub(super) fn new(id: RoomId, state: RoomState, now: UnixMillis) -> Self {
        let met = matches!(state, RoomState::Connected { .. });
        Self {
            id,
            state,
            since: now,
            broke_at: None,
            reach_at_end: None,
            path: None,
            knock: None,
            safety: None,
            kept: false,
            label: None,
            keeping: Keeping::No,
            proposed: false,
            met,
            search: Search::default(),
            conversation: Conversation::default(),
            transfers: Transfers::default(),
            call: None,
            order: VecDeque::new(),
            captions: HashMap::new(),
            past: Past::default(),
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
                self.met = true;
                self.warnings.clear();
            }
            RoomState::Awaiting { .. } => {
                self.path = None;
                self.conversation.peer_typing = false;
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
            EventKind::Keep(Keep::Proposed) => self.keeping = Keeping::Proposed,
            EventKind::Keep(Keep::Off) => {
                self.keeping = match self.keeping {
                    Keeping::Asked => Keeping::Refused,
                    _ => Keeping::No,
                };
            }
            EventKind::History(history) => self.take_past(history),
            EventKind::Changed { message, text, .. } => self.conversation.change(message, text),
            EventKind::Found(found) => self.search.take(re, found),
            EventKind::Cleared => self.forget_past(),
            EventKind::Knock { name } => self.knock = Some(name),
            EventKind::KnockGone => self.knock = None,
            EventKind::Warning(warning) => {
                if !self.warnings.contains(&warning) {
                    self.warnings.push(warning);
                }
            }
            EventKind::Path(path) => self.path = Some(path),
            EventKind::Message(message) => {
                let (id, with) = (message.id, message.with);
                if self.conversation.take(re, message) {
                    self.put_said(id, with);
                }
            }
            EventKind::Reaction(reaction) => self.conversation.react(reaction),
            EventKind::Safety { emoji, verified } => self.safety = Some((emoji, verified)),
            EventKind::Receipt { message, state } => self.conversation.receipt(message, state),
            EventKind::Typing(on) => self.conversation.peer_typing = on,
            EventKind::Transfer(transfer) => {
                let (id, direction) = (transfer.id, transfer.direction);
                if self.transfers.take(transfer, now) {
                    self.put_handed(id);
                    if direction == Direction::In {
                        self.conversation.hand_over(id);
                    }
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
            | EventKind::Keep(Keep::Agreed(_))
            | EventKind::Keeping(_)
            | EventKind::Mark(_)
            | EventKind::Settled(_)
            | EventKind::Rooms(_)
            | EventKind::Presence { .. }
            | EventKind::Storage(_)
            | EventKind::Preview { .. }
            | EventKind::Exported(_)
            | EventKind::NotKept { .. }
            | EventKind::Stats(_)
            | EventKind::Error(_) => {}
        }
    }

    /// What its name is among all, for the person.
    pub(super) fn named(&mut self, rooms: &[RoomSummary]) {
        let ours = rooms.iter().find(|room| room.room == self.id);
        let name = ours.map(|room| &room.name).filter(|_| self.kept);
        let is_theirs = |name: &&String| self.peer().is_some_and(|peer| peer.as_str() == **name);
        self.label = name.filter(|name| !is_theirs(name)).cloned();
    }

    /// Whether it is kept was told; `proposes` says that it was made to be.
    pub(super) fn keep_told(&mut self, kept: bool, proposes: bool) {
        let together = matches!(self.state, RoomState::Connected { .. });
        if kept && !self.kept && together {
            self.keeping = Keeping::Agreed;
        } else if !kept && together && proposes && self.keeping == Keeping::No && !self.proposed {
            self.proposed = true;
            self.keeping = Keeping::Asked;
        }
        self.kept = kept;
    }

    /// Takes away a message of ours that was not delivered; its words.
    pub fn take_failed(&mut self, id: MessageId) -> Option<Message> {
        let message = self.conversation.take_failed(id)?;
        self.drop_said(id, message.with);
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

    /// Whether it is a kept room in which the other is not.
    pub fn is_alone(&self) -> bool {
        matches!(self.state, RoomState::Awaiting { .. })
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

//! Which events are news.

use tincan_net::{CallEnd, CallState, CloseReason, Direction, EventKind, RoomState};

use crate::model::Room;

/// Something a person should hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Somebody knocks.
    Knock,
    /// The two are together.
    Arrived,
    /// Something was said or handed over.
    Message,
    /// The other calls.
    Called,
    /// It rings at theirs.
    Rings,
    /// It rings no longer: the two talk.
    Answered,
    /// A call, or its ringing, is over, and not by our own hand.
    HungUp,
    /// The same by our own hand.
    HungUpByUs,
    /// The line is broken for now.
    Broken,
    /// The other left, or the line did not come back.
    Ended,
}

/// What `kind` is news of, to who knows `room` as it was before.
pub fn news(room: Option<&Room>, kind: &EventKind) -> Option<News> {
    match kind {
        EventKind::Knock { .. } => Some(News::Knock),
        EventKind::Message(message) => {
            let first = !message.mine && !message.edited && !message.deleted;
            first.then_some(News::Message)
        }
        EventKind::Transfer(transfer) => {
            let known = room.is_some_and(|room| room.transfers.find(transfer.id).is_some());
            (transfer.direction == Direction::In && !known).then_some(News::Message)
        }
        EventKind::Call(call) => {
            let before = room?.call.map(|(call, _)| call.state);
            (before != Some(call.state)).then(|| called(call.state))?
        }
        EventKind::Room { state, .. } => entered(&room?.state, state),
        _ => None,
    }
}

fn called(now: CallState) -> Option<News> {
    match now {
        CallState::Incoming => Some(News::Called),
        CallState::Ringing => Some(News::Rings),
        CallState::Active => Some(News::Answered),
        CallState::Reconnecting => Some(News::Broken),
        CallState::Ended(CallEnd::HungUp) => Some(News::HungUpByUs),
        CallState::Ended(_) => Some(News::HungUp),
    }
}

fn entered(before: &RoomState, now: &RoomState) -> Option<News> {
    use RoomState::{Closed, Connected, Joining, Knocking, Reconnecting, Waiting};
    match (before, now) {
        (Waiting { .. } | Joining | Knocking, Connected { .. }) => Some(News::Arrived),
        (Connected { .. }, Reconnecting { .. }) => Some(News::Broken),
        (
            Connected { .. } | Reconnecting { .. },
            Closed {
                reason: CloseReason::PeerLeft | CloseReason::Lost,
                ..
            },
        ) => Some(News::Ended),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use tincan_net::{Call, OnAir};

    use tincan_net::{DisplayName, Event, RoomId};

    use super::*;
    use crate::model::Model;

    #[test]
    fn a_call_is_news_once_in_each_state() {
        let mut model = Model::default();
        let mut happens = |kind: EventKind| {
            let news = news(model.room.as_ref(), &kind);
            model.apply(Event { re: None, kind }, 0);
            news
        };
        let call = |state, mic| {
            let ours = OnAir {
                mic,
                ..OnAir::default()
            };
            let theirs = OnAir::default();
            EventKind::Call(Call {
                state,
                ours,
                theirs,
            })
        };
        happens(EventKind::Room {
            room: RoomId(1),
            state: RoomState::Connected {
                peer: "Brave Heron".parse().unwrap(),
            },
            kept: false,
        });
        let ended = CallState::Ended(CallEnd::PeerHungUp);
        assert_eq!(
            happens(call(CallState::Incoming, false)),
            Some(News::Called)
        );
        assert_eq!(happens(call(CallState::Incoming, true)), None);
        assert_eq!(happens(call(CallState::Active, true)), Some(News::Answered));
        assert_eq!(happens(call(ended, true)), Some(News::HungUp));
        assert_eq!(happens(call(CallState::Ringing, true)), Some(News::Rings));
    }

    #[test]
    fn a_room_is_news_when_somebody_comes_and_when_the_line_or_they_go() {
        let peer: DisplayName = "Brave Heron".parse().unwrap();
        let connected = RoomState::Connected { peer: peer.clone() };
        let broken = |until| RoomState::Reconnecting {
            peer: peer.clone(),
            until,
        };
        let closed = |reason| RoomState::Closed {
            reason,
            peer: Some(peer.clone()),
        };
        let mut model = Model::default();
        let mut enter = |state: RoomState| {
            let kind = EventKind::Room {
                room: RoomId(1),
                state,
                kept: false,
            };
            let news = news(model.room.as_ref(), &kind);
            model.apply(Event { re: None, kind }, 0);
            news
        };
        assert_eq!(enter(RoomState::Joining), None);
        assert_eq!(enter(connected.clone()), Some(News::Arrived));
        assert_eq!(enter(broken(2)), Some(News::Broken));
        assert_eq!(enter(broken(1)), None);
        assert_eq!(enter(connected), None);
        // Who leaves knows that they leave.
        assert_eq!(enter(closed(CloseReason::Left)), None);
        assert_eq!(enter(broken(1)), None);
        assert_eq!(enter(closed(CloseReason::Lost)), Some(News::Ended));
    }
}

//! Which events are news.

use tincan_net::{CloseReason, Direction, EventKind, RoomState};

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
        EventKind::Room { state, .. } => entered(&room?.state, state),
        _ => None,
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
    use tincan_net::{DisplayName, Event, RoomId};

    use super::*;
    use crate::model::Model;

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

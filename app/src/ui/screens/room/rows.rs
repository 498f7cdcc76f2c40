//! How messages stand together: days, groups, tails and times. Pure.

use tincan_net::{Delivery, MessageId, UnixMillis};

use crate::{
    model::{Item, Reactions, Room},
    ui::clock::Clock,
};

/// Between groups, and within one.
const GROUP_GAP: f32 = 10.0;
const WITHIN_GAP: f32 = 3.0;
/// A pause that ends a group and shows the time.
const PAUSE_MS: UnixMillis = 5 * 60 * 1000;

/// Height of a day's line.
pub(super) const DAY: f32 = 44.0;
/// Height of the line above what has not been seen.
pub(super) const NEW: f32 = 32.0;
/// What chips take below a bubble.
pub(super) const CHIPS: f32 = 14.0;
/// Height of the line below a bubble.
pub(super) const BELOW: f32 = 22.0;
/// The same with buttons in it.
pub(super) const BELOW_BUTTONS: f32 = 34.0;

/// What stands below a bubble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Below {
    /// Nothing: the time shows under the pointer.
    Nothing,
    /// The time, since a pause follows.
    Time,
    /// The time, and how far your last words have come.
    Receipt,
    /// It was not delivered: say it again, or forget it.
    Failed,
}

/// Where a message stands among its neighbours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    /// A day begins.
    pub(super) day: bool,
    /// What has not been seen begins.
    pub(super) fresh: bool,
    /// Somebody shows what they think of it.
    pub(super) chips: bool,
    /// Space above.
    pub(super) gap: f32,
    /// The last of a group.
    pub(super) tail: bool,
    /// What stands below.
    pub(super) below: Below,
}

impl Row {
    /// Where a message stands that nobody has looked at yet.
    pub(super) fn guess() -> Self {
        Self {
            day: false,
            fresh: false,
            chips: false,
            gap: WITHIN_GAP,
            tail: true,
            below: Below::Nothing,
        }
    }

    /// Everything but the bubble.
    pub(super) fn extra(&self) -> f32 {
        let day = if self.day { DAY } else { 0.0 };
        let fresh = if self.fresh { NEW } else { 0.0 };
        let chips = if self.chips { CHIPS } else { 0.0 };
        let below = match self.below {
            Below::Nothing => 0.0,
            Below::Time | Below::Receipt => BELOW,
            Below::Failed => BELOW_BUTTONS,
        };
        day + fresh + self.gap + chips + below
    }
}

/// The row of the `at`th thing in `room`; `last_mine` is the place of your last,
/// and `fresh` the first that was not seen.
pub(super) fn row(
    room: &Room,
    at: usize,
    last_mine: Option<usize>,
    fresh: Option<MessageId>,
    clock: &Clock,
) -> Row {
    let Some(item) = room.item(at) else {
        return Row {
            day: false,
            fresh: false,
            chips: false,
            gap: 0.0,
            tail: true,
            below: Below::Nothing,
        };
    };
    let before = at.checked_sub(1).and_then(|before| room.item(before));
    let after = room.item(at + 1);
    let day = before.is_none_or(|before| clock.day(before.at()) != clock.day(item.at()));
    let (fresh, chips) = match item {
        Item::Said(line, _) => (
            fresh == Some(line.message.id),
            !line.message.deleted && line.reactions != Reactions::default(),
        ),
        Item::Handed(_) => (false, false),
    };
    let joined = !day && !fresh && before.is_some_and(|before| same_group(&before, &item));
    let tail = after.is_none_or(|after| !same_group(&item, &after));
    let below = if failed(&item) {
        Below::Failed
    } else if last_mine == Some(at) {
        Below::Receipt
    } else if after.is_some_and(|after| paused(&item, &after)) {
        Below::Time
    } else {
        Below::Nothing
    };
    let gap = match (day || fresh, joined) {
        (true, _) => 0.0,
        (false, true) => WITHIN_GAP,
        (false, false) => GROUP_GAP,
    };
    Row {
        day,
        fresh,
        chips,
        gap,
        tail,
        below,
    }
}

fn same_group(one: &Item<'_>, next: &Item<'_>) -> bool {
    one.mine() == next.mine() && !paused(one, next) && !failed(one)
}

fn failed(item: &Item<'_>) -> bool {
    matches!(item, Item::Said(line, _) if line.delivery == Some(Delivery::Failed))
}

fn paused(one: &Item<'_>, next: &Item<'_>) -> bool {
    // Two clocks: one may be behind the other.
    one.at().abs_diff(next.at()) >= PAUSE_MS
}

#[cfg(test)]
mod tests {
    use tincan_net::{Event, EventKind, Message, MessageId, RoomId, RoomState, Side, UnixMillis};

    use super::*;
    use crate::model::Model;

    fn room(lines: &[(u64, bool, u64)], failed: Option<u64>) -> Model {
        let mut model = Model::default();
        let mut happens = |kind| model.apply(Event { re: None, kind }, 0 as UnixMillis);
        happens(EventKind::Room {
            room: RoomId(1),
            state: RoomState::Creating,
            kept: false,
        });
        for &(number, mine, minute) in lines {
            happens(EventKind::Message(Message {
                id: id(number, mine),
                mine,
                text: String::new(),
                at: minute * 60_000,
                reply_to: None,
                with: None,
                edited: false,
                deleted: false,
            }));
        }
        if let Some(number) = failed {
            happens(EventKind::Receipt {
                message: id(number, true),
                state: Delivery::Failed,
            });
        }
        model
    }

    fn id(number: u64, mine: bool) -> MessageId {
        MessageId {
            side: if mine { Side::Host } else { Side::Guest },
            number,
        }
    }

    fn rows(model: &Model) -> Vec<Row> {
        let room = model.room.as_ref().unwrap();
        let clock = Clock::manual(|| 0);
        let last = room.last_mine();
        (0..room.len())
            .map(|at| row(room, at, last, None, &clock))
            .collect()
    }

    #[test]
    fn groups_end_with_the_speaker_and_with_a_pause() {
        let lines = [(1, false, 0), (2, false, 1), (1, true, 1), (2, true, 9)];
        let rows = rows(&room(&lines, None));
        assert!(rows[0].day && !rows[0].tail);
        assert_eq!((rows[1].gap, rows[1].tail), (WITHIN_GAP, true));
        assert_eq!((rows[2].gap, rows[2].tail), (GROUP_GAP, true));
        assert_eq!(rows[2].below, Below::Time);
        assert_eq!(rows[3].gap, GROUP_GAP);
        assert_eq!(rows[3].below, Below::Receipt);
    }

    #[test]
    fn a_day_begins_once_and_what_failed_says_so() {
        let lines = [(1, true, 0), (2, true, 24 * 60), (3, true, 24 * 60)];
        let rows = rows(&room(&lines, Some(2)));
        assert!(rows[0].day && rows[1].day && !rows[2].day);
        assert_eq!(rows[1].below, Below::Failed);
        assert_eq!(rows[2].gap, GROUP_GAP, "the buttons part the group");
    }
}

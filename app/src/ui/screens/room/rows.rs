//! How messages stand together: days, groups, tails and times. Pure.

use tincan_net::{Delivery, UnixMillis};

use crate::{model::Line, ui::clock::Clock};

/// Between groups, and within one.
const GROUP_GAP: f32 = 10.0;
const WITHIN_GAP: f32 = 3.0;
/// A pause that ends a group and shows the time.
const PAUSE_MS: UnixMillis = 5 * 60 * 1000;

/// Height of a day's line.
pub(super) const DAY: f32 = 44.0;
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
    /// Space above.
    pub(super) gap: f32,
    /// The last of a group.
    pub(super) tail: bool,
    /// What stands below.
    pub(super) below: Below,
}

impl Row {
    /// Everything but the bubble.
    pub(super) fn extra(&self) -> f32 {
        let day = if self.day { DAY } else { 0.0 };
        let below = match self.below {
            Below::Nothing => 0.0,
            Below::Time | Below::Receipt => BELOW,
            Below::Failed => BELOW_BUTTONS,
        };
        day + self.gap + below
    }
}

/// The row of `lines[at]`; `last_mine` is the place of your last message.
pub(super) fn row(lines: &[Line], at: usize, last_mine: Option<usize>, clock: &Clock) -> Row {
    let Some(line) = lines.get(at) else {
        return Row {
            day: false,
            gap: 0.0,
            tail: true,
            below: Below::Nothing,
        };
    };
    let before = at.checked_sub(1).and_then(|before| lines.get(before));
    let after = lines.get(at + 1);
    let day =
        before.is_none_or(|before| clock.day(before.message.at) != clock.day(line.message.at));
    let joined = !day && before.is_some_and(|before| same_group(before, line));
    let tail = after.is_none_or(|after| !same_group(line, after));
    let below = if line.delivery == Some(Delivery::Failed) {
        Below::Failed
    } else if last_mine == Some(at) {
        Below::Receipt
    } else if after.is_some_and(|after| paused(line, after)) {
        Below::Time
    } else {
        Below::Nothing
    };
    let gap = match (day, joined) {
        (true, _) => 0.0,
        (false, true) => WITHIN_GAP,
        (false, false) => GROUP_GAP,
    };
    Row {
        day,
        gap,
        tail,
        below,
    }
}

fn same_group(one: &Line, next: &Line) -> bool {
    one.message.mine == next.message.mine
        && !paused(one, next)
        && one.delivery != Some(Delivery::Failed)
}

fn paused(one: &Line, next: &Line) -> bool {
    // Two clocks: one may be behind the other.
    one.message.at.abs_diff(next.message.at) >= PAUSE_MS
}

#[cfg(test)]
mod tests {
    use tincan_net::{Message, MessageId, Side};

    use super::*;

    fn line(number: u64, mine: bool, minute: u64) -> Line {
        Line {
            message: Message {
                id: MessageId {
                    side: if mine { Side::Host } else { Side::Guest },
                    number,
                },
                mine,
                text: String::new(),
                at: minute * 60_000,
                reply_to: None,
            },
            delivery: None,
        }
    }

    #[test]
    fn groups_end_with_the_speaker_and_with_a_pause() {
        let lines = [
            line(1, false, 0),
            line(2, false, 1),
            line(1, true, 1),
            line(2, true, 9),
        ];
        let clock = Clock::manual(|| 0);
        let rows: Vec<Row> = (0..4).map(|at| row(&lines, at, Some(3), &clock)).collect();
        assert!(rows[0].day && !rows[0].tail);
        assert_eq!((rows[1].gap, rows[1].tail), (WITHIN_GAP, true));
        assert_eq!((rows[2].gap, rows[2].tail), (GROUP_GAP, true));
        assert_eq!(rows[2].below, Below::Time);
        assert_eq!(rows[3].gap, GROUP_GAP);
        assert_eq!(rows[3].below, Below::Receipt);
    }

    #[test]
    fn a_day_begins_once_and_what_failed_says_so() {
        let mut lines = vec![
            line(1, true, 0),
            line(2, true, 24 * 60),
            line(3, true, 24 * 60),
        ];
        lines[1].delivery = Some(Delivery::Failed);
        let clock = Clock::manual(|| 0);
        let rows: Vec<Row> = (0..3).map(|at| row(&lines, at, Some(2), &clock)).collect();
        assert!(rows[0].day && rows[1].day && !rows[2].day);
        assert_eq!(rows[1].below, Below::Failed);
        assert_eq!(rows[2].gap, GROUP_GAP, "the buttons part the group");
    }
}

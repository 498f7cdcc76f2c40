//! Beside the conversation: whether it is really them.

use tincan_net::PathKind;

/// Title.
pub const TITLE: &str = "Is it really them?";
/// What to do.
pub const TEXT: &str = "Read these five aloud to each other, in a call if you can. You should \
    both see the same ones, in the same order.";
/// Before they are there.
pub const COMING: &str = "The five emoji come in a moment.";
/// A button.
pub const MATCH: &str = "They match";
/// A button.
pub const DIFFER: &str = "They don't match";
/// Words 4.
pub const UNTIL: &str = "Until you have compared, this room says *Not verified*. It is not an \
    alarm, only a reminder. If they differ, leave and meet again with a new code.";
/// Words 5.
pub const DIFFER_NOW: &str = "Somebody may sit between you. Leave, and meet again with a new code.";
/// Its button.
pub const LEAVE: &str = "Leave";
/// After they matched.
pub const MATCHED: &str = "You compared them. Nobody sits between the two of you.";
/// A button, then.
pub const TAKE_BACK: &str = "They don't match after all";
/// Chip.
pub const NOT_VERIFIED: &str = "Not verified";
/// Chip.
pub const VERIFIED: &str = "Verified";
/// The button that opens it.
pub const OPEN: &str = "Is it really them?";
/// An explanation.
pub const MEETING_POINT: &str = "What can the meeting point see?";
/// It.
pub const MEETING_POINT_TEXT: &str = "It sees your internet address, the first two digits of your \
    code while somebody waits there, and when two met. It never sees the whole code, your name, or \
    anything that you say.";
/// When it also relays.
pub const MEETING_POINT_TEXT_2: &str = "When it carries your words as a relay, it also sees how \
    much goes through. All of it is sealed.";
/// Leads to the settings.
pub const HIDE_MINE: &str = "Hide mine";
/// A button.
pub const SAVE: &str = "Save my own record";
/// What that is.
pub const SAVE_TEXT: &str = "Writes what you see here to a file that you choose, to show to somebody \
    you trust. It is not signed: it proves nothing by itself.";
/// It was.
pub const SAVED: &str = "Your record is saved. It is not signed.";

/// How they are connected.
pub fn path_title(kind: Option<PathKind>) -> &'static str {
    match kind {
        Some(PathKind::Direct) => "Your path is direct",
        Some(PathKind::Lan) => "Your path stays nearby",
        Some(PathKind::Relayed) => "A relay passes everything on",
        None => "Looking for a path",
    }
}

/// What that means.
pub fn path_text(kind: Option<PathKind>) -> &'static str {
    match kind {
        Some(PathKind::Direct) => {
            "Everything goes straight from your computer to theirs, sealed on the way. The meeting \
             point only introduced you. They can see your internet address."
        }
        Some(PathKind::Lan) => {
            "Everything goes straight to their computer, within the network you share, and sealed. \
             They can see your address in it."
        }
        Some(PathKind::Relayed) => {
            "Everything is sealed on your computer and opened only on theirs. The relay sees your \
             two internet addresses, when you talk, and how much."
        }
        None => "Everything waits sealed on your computer until the line is back.",
    }
}

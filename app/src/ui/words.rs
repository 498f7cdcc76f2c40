//! Every sentence of the window, in one place.
//!
//! What happened, then what to do. Parts between `*` are set strong.

pub mod call;
pub mod closed;
pub mod explain;
pub mod gifs;
pub mod handover;
pub mod keys;
pub mod room;
pub mod safety;
pub mod settings;
pub mod talk;
pub mod waiting;
pub mod why;

use std::time::Duration;

use tincan_net::{DisplayName, InviteError, LinkError, Path, PathKind, Reach, RoomCode, Warning};
use unicode_segmentation::UnicodeSegmentation;

use crate::attention::Notice;

/// A name from a peer is cut here, with the whole of it in the tooltip.
const NAME_SHOWN: usize = 24;

/// Words that the app says of itself or of the person, as bare letters.
const OURS: [&str; 17] = [
    "you",
    "yourself",
    "me",
    "they",
    "them",
    "somebody",
    "someone",
    "tincan",
    "system",
    "app",
    "admin",
    "moderator",
    "support",
    "security",
    "verified",
    "not verified",
    "relay",
];

/// Whether `text` could be taken for words of the app: also in letters of other
/// scripts that look the same.
fn passes_for_ours(text: &str) -> bool {
    let mut bare = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'а' | 'α' => bare.push('a'),
            'е' | 'ε' => bare.push('e'),
            'о' | 'ο' | '0' => bare.push('o'),
            'у' | 'υ' | 'γ' => bare.push('y'),
            'с' | 'ϲ' => bare.push('c'),
            'р' | 'ρ' => bare.push('p'),
            'і' | 'ι' | '1' | 'ı' | '|' => bare.push('i'),
            'ѕ' => bare.push('s'),
            'т' | 'τ' => bare.push('t'),
            'м' => bare.push('m'),
            'н' => bare.push('h'),
            'к' | 'κ' => bare.push('k'),
            'п' => bare.push('n'),
            'ν' => bare.push('v'),
            'ӏ' => bare.push('l'),
            c if c.is_alphanumeric() => bare.push(c),
            _ if !bare.is_empty() && !bare.ends_with(' ') => bare.push(' '),
            _ => {}
        }
    }
    OURS.contains(&bare.trim_end())
}

/// A name as it is shown: one that could be taken for the app's own words stands
/// between quotation marks.
pub fn name(name: &DisplayName) -> String {
    let text = name.as_str();
    if passes_for_ours(text) {
        return format!("“{text}”");
    }
    if text.graphemes(true).count() <= NAME_SHOWN {
        return text.to_owned();
    }
    let mut cut: String = text.graphemes(true).take(NAME_SHOWN - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// The letter on the can of somebody called `name`.
pub fn letter(name: &DisplayName) -> String {
    let first = name.as_str().chars().find(|c| c.is_alphanumeric());
    first.map_or_else(|| "·".to_owned(), |c| c.to_uppercase().take(1).collect())
}

/// Home.
pub mod home {
    /// Title.
    pub const TITLE: &str = "Two cans and a string";
    /// Below it.
    pub const SUBTITLE: &str =
        "A private room for exactly two people. No account, and no server that could listen.";
    /// On your can.
    pub const YOU: &str = "you";
    /// On theirs.
    pub const FRIEND: &str = "friend";
    /// Left card.
    pub const START: &str = "Start a room";
    /// What it gives.
    pub const START_TEXT: &str = "You get five digits and a link.\nGive either one to one person.";
    /// Its button.
    pub const CREATE: &str = "Create room";
    /// While it works.
    pub const CREATING: &str = "One moment…";
    /// Its kind.
    pub const VANISHING: &str = "Vanishing: nothing is kept when you leave";
    /// Right card.
    pub const JOIN_TITLE: &str = "Join a room";
    /// How.
    pub const JOIN_TEXT: &str = "Type the five digits you were given,\nor paste the link.";
    /// Its button.
    pub const JOIN: &str = "Join";
    /// Below the cells.
    pub const LINKS: &str = "A *tincan://* link opens this app by itself";
    /// Names the cells.
    pub const CELLS: &str = "Room code";
    /// For those who are here for the first time.
    pub const HINT: &str = "New here? A *code* is five digits you can say aloud. A *link* does \
        the same with one click. Whoever uses either first takes the other can, and the room is \
        full.";
    /// Away with it.
    pub const GOT_IT: &str = "Got it";
    /// Footer.
    pub const IS_PRIVATE: &str = "Is this private?";
    /// Footer.
    pub const WHEN_I_LEAVE: &str = "What happens when I leave?";
}

/// Your name.
pub mod your_name {
    /// Button in the top bar.
    pub const CHANGE: &str = "Change your name";
    /// Title of the dialog.
    pub const TITLE: &str = "Your name";
    /// What it is for.
    pub const TEXT: &str = "The other person sees it once you are together, and nobody before.";
    /// The field.
    pub const FIELD: &str = "Name";
    /// While it is empty.
    pub const HINT: &str = "Your name here";
    /// Keep it.
    pub const SAVE: &str = "Save";
    /// Do not.
    pub const CANCEL: &str = "Cancel";
    /// When there is a room already.
    pub const NEXT_ROOM: &str = "It changes from the next room on.";
}

/// How long a code is good.
pub fn code_is_good_for(left: Duration) -> String {
    match left.as_millis().div_ceil(60_000) {
        0 | 1 => "Good for 1 more minute. Then a new one appears here by itself.".to_owned(),
        minutes => {
            format!("Good for {minutes} more minutes. Then a new one appears here by itself.")
        }
    }
}

/// Somebody knocks.
pub mod knock {
    /// Let them in.
    pub const LET_IN: &str = "Let in";
    /// Do not.
    pub const NOT_NOW: &str = "Not now";
    /// What it means.
    pub const TEXT: &str = "Once in, the room is full.";

    /// Who, and with what.
    pub fn title(name: &str) -> String {
        format!("{name} has your code or link")
    }
}

/// On the way in.
pub mod progress {
    /// Making a room.
    pub const CREATING: &str = "Making your room";
    /// What is going on.
    pub const CREATING_TEXT: &str = "Asking the meeting point for a code.";
    /// Joining.
    pub const JOINING: &str = "Picking up the other can";
    /// What is going on.
    pub const JOINING_TEXT: &str = "Looking for the room. This takes a moment.";
    /// Knocking.
    pub const KNOCKING: &str = "You are at the door";
    /// What is going on.
    pub const KNOCKING_TEXT: &str = "They were asked to let you in. Wait here until they do.";
    /// Out of here.
    pub const CANCEL: &str = "Cancel";
    /// While it is done.
    pub const CANCELLING: &str = "One moment…";
    /// Tag on the string.
    pub const CONNECTING: &str = "Connecting…";
    /// Tag on the string.
    pub const AT_THE_DOOR: &str = "At the door";
}

/// A link that was handed over.
pub mod link {
    use super::{InviteError, LinkError};

    /// Title.
    pub const TITLE: &str = "Somebody invites you";
    /// What it means.
    pub const TEXT: &str = "You come into a room for two, and the room is full. The other one \
        sees your name. Nothing has been sent so far.";
    /// The button.
    pub const JOIN: &str = "Join this room";
    /// The button when a relay is unknown.
    pub const JOIN_BY: &str = "Use this relay and join";
    /// Not now.
    pub const NOT_NOW: &str = "Not now";
    /// Title of a link that cannot be used.
    pub const BROKEN: &str = "This link does not work";
    /// When a room is open.
    pub const ROOM_OPEN: &str = "Leave the room you are in first. The link waits here.";

    /// Names relays that are not ours.
    pub fn unknown_relays(relays: &[String]) -> String {
        let list = relays.join(" and ");
        format!(
            "You meet by *{list}*, which is not among your relays. It cannot read what you say. \
             It can see your internet address, when you talk, and how much."
        )
    }

    /// Why a pasted text cannot be used.
    pub fn wrong(error: &InviteError) -> String {
        match error {
            InviteError::Code(error) => error.to_string(),
            InviteError::Link(error) => broken(*error),
        }
    }

    /// What is wrong with a link, and what to do.
    pub fn broken(error: LinkError) -> String {
        error.to_string()
    }
}

/// Words 7: wrong, used and full codes read the same.
pub fn wrong_code(code: &RoomCode) -> String {
    format!(
        "Nobody answers to {}. Check the digits, or ask for a new code.",
        code.spaced()
    )
}

/// How two people are connected.
pub mod path {
    use super::{Path, PathKind};

    /// Words 1, on the tag.
    pub fn tag(path: Option<&Path>) -> String {
        let Some(path) = path else {
            return "Connecting…".to_owned();
        };
        let kind = match path.kind {
            PathKind::Direct => "Direct",
            PathKind::Lan => "Nearby",
            PathKind::Relayed => "Relayed",
        };
        match path.rtt {
            Some(rtt) => format!("{kind} · {} ms", rtt.as_millis().max(1)),
            None => kind.to_owned(),
        }
    }

    /// What that means, in full.
    pub const NEARBY: &str = "Straight to them, within the network you share.";

    /// Words 1, while the line is broken.
    pub const RECONNECTING: &str = "Reconnecting…";

    /// Words 1, the second half.
    pub fn seat_is_held(seconds: u64) -> String {
        format!("Their seat is held for {seconds} s.")
    }

    /// Words 1, in full.
    pub fn reconnecting(seconds: u64) -> String {
        format!("{RECONNECTING} {}", seat_is_held(seconds))
    }
}

/// Words 20.
pub const ONLY_NEAR: &str = "No internet. A friend on the same Wi-Fi can still join.";

/// Whether somebody can be met.
pub fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Looking => "Looking for a meeting point…",
        Reach::Ready => "Ready to meet someone",
        Reach::Lan => ONLY_NEAR,
        Reach::Offline => "No internet, and no Wi-Fi. Tincan keeps looking.",
    }
}

/// A warning in words, and what its button says.
pub fn warning(warning: Warning) -> (String, &'static str) {
    (warning.to_string(), "OK")
}

/// A notification of the system: nothing that was said, and no name unless one
/// is given.
pub fn notice(notice: Notice, who: Option<&DisplayName>) -> String {
    let Some(who) = who.map(name) else {
        return match notice {
            Notice::Knock => "Somebody is at your door",
            Notice::Arrived => "Somebody is in your room",
            Notice::Message => "New message",
            Notice::Call => "Somebody calls you",
        }
        .to_owned();
    };
    // Isolated, so that it changes the order of nothing beside it.
    let who = format!("\u{2068}{who}\u{2069}");
    match notice {
        Notice::Knock => format!("{who} is at your door"),
        Notice::Arrived => format!("{who} is here"),
        Notice::Message => format!("New message from {who}"),
        Notice::Call => format!("{who} calls you"),
    }
}

/// The window's title.
pub fn window_title(unread: usize) -> String {
    match unread {
        0 => "Tincan".to_owned(),
        count => format!("({count}) Tincan"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_letters_are_found() {
        let long: DisplayName = "An Exceedingly Long Name Indeed".parse().unwrap();
        assert_eq!(name(&long), "An Exceedingly Long Nam…");
        assert_eq!(name(&long).chars().count(), NAME_SHOWN);
        assert_eq!(letter(&long), "A");
        assert_eq!(letter(&"»ß«".parse().unwrap()), "S");
        assert_eq!(letter(&"…".parse().unwrap()), "·");
    }

    #[test]
    fn names_that_pass_for_the_app_are_told_from_it() {
        for trick in [
            "You",
            "TINCAN",
            "y\u{043E}u",
            "Not verified",
            "-Relay-",
            "Syst\u{0435}m",
        ] {
            let shown = name(&trick.parse().unwrap());
            assert_eq!(shown, format!("“{trick}”"));
        }
        for honest in ["Yoko", "Brave Heron", "Юлия", "Relay Runner"] {
            assert_eq!(name(&honest.parse().unwrap()), honest);
        }
    }

    #[test]
    fn minutes_count_down_to_one() {
        let words = |s| code_is_good_for(Duration::from_secs(s));
        assert!(words(480).starts_with("Good for 8 more minutes."));
        assert!(words(61).starts_with("Good for 2 more minutes."));
        assert!(words(60).starts_with("Good for 1 more minute."));
        assert!(words(0).starts_with("Good for 1 more minute."));
    }
}

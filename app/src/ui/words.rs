//! Every sentence of the window, in one place.
//!
//! What happened, then what to do. Parts between `*` are set strong.

#[macro_use]
mod catalogue;
pub mod call;
pub mod closed;
pub mod days;
pub mod devices;
pub mod errors;
pub mod explain;
pub mod gifs;
pub mod handover;
pub mod kept;
pub mod keys;
mod language;
pub mod record;
pub mod room;
pub mod safety;
pub mod settings;
pub mod signs;
pub mod talk;
pub mod waiting;
pub mod why;

use std::time::Duration;

pub use self::language::Language;
pub(crate) use self::language::chosen as chosen_language;
use tincan_net::{DisplayName, Path, PathKind, Reach, RoomCode};
use unicode_segmentation::UnicodeSegmentation;

use crate::attention::{Badge, Notice};

/// A text of the catalogue.
pub type Word = fn() -> &'static str;

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

/// Whether `text` could be taken for words of the app, in English or in the
/// language that is spoken.
fn passes_for_ours(text: &str) -> bool {
    let text = bare(text);
    let spoken = [
        room::you(),
        record::they(),
        safety::verified(),
        safety::not_verified(),
    ];
    OURS.contains(&text.as_str()) || spoken.into_iter().any(|ours| bare(ours) == text)
}

/// The letters of `text`; those of other scripts as the ones they look like.
fn bare(text: &str) -> String {
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
    bare.truncate(bare.trim_end().len());
    bare
}

/// A name as it is shown: one that could be taken for the app's own words stands
/// between quotation marks.
pub fn name(name: &DisplayName) -> String {
    let text = name.as_str();
    if passes_for_ours(text) {
        return quoted(text);
    }
    shortened(text, NAME_SHOWN)
}

/// The beginning of a text that is longer than `most` signs.
pub fn shortened(text: &str, most: usize) -> String {
    if text.graphemes(true).count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.graphemes(true).take(most - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// The name of a kept room as it is shown.
pub fn room_name(text: &str) -> String {
    if passes_for_ours(text) {
        quoted(text)
    } else {
        text.to_owned()
    }
}

/// The letter on the can of somebody called `name`.
pub fn letter(name: &DisplayName) -> String {
    letter_of(name.as_str())
}

/// The letter on the can of a room called `name`.
pub fn letter_of(name: &str) -> String {
    let first = name.chars().find(|c| c.is_alphanumeric());
    first.map_or_else(|| "·".to_owned(), |c| c.to_uppercase().take(1).collect())
}

/// Home.
pub mod home {
    words! { "home";
        /// Title.
        pub title;
        /// Below it.
        pub subtitle;
        /// On your can.
        pub you;
        /// On theirs.
        pub friend;
        /// Left card.
        pub start;
        /// What it gives.
        pub start_text;
        /// Its button.
        pub create;
        /// While it works.
        pub creating;
        /// Its kind.
        pub vanishing;
        /// Right card.
        pub join_title;
        /// How.
        pub join_text;
        /// Its button.
        pub join;
        /// Below the cells.
        pub links;
        /// Names the cells.
        pub cells;
        /// For those who are here for the first time.
        pub hint;
        /// Away with it.
        pub got_it;
        /// Footer.
        pub is_private;
        /// Footer.
        pub when_i_leave;
    }
}

/// Your name.
pub mod your_name {
    words! { "your_name";
        /// Button in the top bar.
        pub change;
        /// Title of the dialog.
        pub title;
        /// What it is for.
        pub text;
        /// The field.
        pub field;
        /// While it is empty.
        pub hint;
        /// Keep it.
        pub save;
        /// Do not.
        pub cancel;
        /// When there is a room already.
        pub next_room;
    }
}

/// Of a round trip, at least one.
pub fn milliseconds(rtt: Duration) -> u64 {
    u64::try_from(rtt.as_millis()).unwrap_or(u64::MAX).max(1)
}

/// A number with tenths.
pub fn tenths(number: f64) -> String {
    format!("{number:.1}").replace('.', decimal_mark())
}

/// How long a code is good.
pub fn code_is_good_for(left: Duration) -> String {
    let minutes = left.as_millis().div_ceil(60_000).max(1);
    code_good_for(u64::try_from(minutes).unwrap_or(u64::MAX))
}

/// Somebody knocks.
pub mod knock {
    words! { "knock";
        /// Who, and with what.
        pub title(name: &str);
        /// Let them in.
        pub let_in;
        /// Do not.
        pub not_now;
        /// What it means.
        pub text;
    }
}

/// On the way in.
pub mod progress {
    words! { "progress";
        /// Making a room.
        pub creating;
        /// What is going on.
        pub creating_text;
        /// Joining.
        pub joining;
        /// What is going on.
        pub joining_text;
        /// Knocking.
        pub knocking;
        /// What is going on.
        pub knocking_text;
        /// Out of here.
        pub cancel;
        /// While it is done.
        pub cancelling;
        /// Tag on the string.
        pub connecting;
    }
}

/// A link that was handed over.
pub mod link {
    words! { "link";
        unknown(relays: &str);
        and(before: &str, last: &str);
        /// Title.
        pub title;
        /// What it means.
        pub text;
        /// The button.
        pub join;
        /// The button when a relay is unknown.
        pub join_by;
        /// Not now.
        pub not_now;
        /// Title of a link that cannot be used.
        pub broken;
        /// When a room is open.
        pub room_open;
    }

    /// Names relays that are not ours.
    pub fn unknown_relays(relays: &[String]) -> String {
        let mut list = relays.iter();
        let first = list.next().cloned().unwrap_or_default();
        unknown(&list.fold(first, |list, next| and(&list, next)))
    }
}

/// Words 7: wrong, used and full codes read the same.
pub fn wrong_code(code: &RoomCode) -> String {
    nobody_answers(&code.spaced())
}

/// How two people are connected.
pub mod path {
    use super::{Path, PathKind, milliseconds};

    /// Words 1, on the tag.
    pub fn tag(path: Option<&Path>) -> String {
        let Some(path) = path else {
            return connecting().to_owned();
        };
        let kind = match path.kind {
            PathKind::Direct => direct(),
            PathKind::Lan => near(),
            PathKind::Relayed => relayed(),
        };
        match path.rtt {
            Some(rtt) => timed(kind, milliseconds(rtt)),
            None => kind.to_owned(),
        }
    }

    words! { "path";
        connecting;
        direct;
        near;
        relayed;
        timed(kind: &str, ms: u64);
        /// What that means, in full.
        pub nearby;
        /// Words 1, while the line is broken.
        pub broken;
        /// Words 1, the second half.
        pub seat_is_held(seconds: u64);
        /// Words 1, in full.
        pub reconnecting(seconds: u64);
    }
}

words! { "app";
    /// Words 20.
    pub only_near;
    looking_for_meeting;
    ready;
    offline;
    quoted(text: &str);
    code_good_for(minutes: u64);
    /// Words 7: wrong, used and full codes read the same.
    nobody_answers(code: &str);
    /// Read of a warning.
    pub ok;
    /// What stands before the tenths of a number.
    decimal_mark;
    title;
    title_unread(count: usize);
    title_moving(percent: u8);
    title_both(count: usize, percent: u8);
}

/// Whether somebody can be met.
pub fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Looking => looking_for_meeting(),
        Reach::Ready => ready(),
        Reach::Lan => only_near(),
        Reach::Offline => offline(),
    }
}

/// A notification of the system: nothing that was said, and no name unless one
/// is given.
pub fn notice(notice: Notice, who: Option<&DisplayName>) -> String {
    let Some(who) = who.map(name) else {
        return match notice {
            Notice::Knock => notices::knock(),
            Notice::Arrived => notices::arrived(),
            Notice::Message => notices::message(),
            Notice::Call => notices::call(),
        }
        .to_owned();
    };
    // Isolated, so that it changes the order of nothing beside it.
    let who = format!("\u{2068}{who}\u{2069}");
    match notice {
        Notice::Knock => notices::knock_of(&who),
        Notice::Arrived => notices::arrived_of(&who),
        Notice::Message => notices::message_of(&who),
        Notice::Call => notices::call_of(&who),
    }
}

mod notices {
    words! { "notices";
        pub(super) knock;
        pub(super) arrived;
        pub(super) message;
        pub(super) call;
        pub(super) knock_of(name: &str);
        pub(super) arrived_of(name: &str);
        pub(super) message_of(name: &str);
        pub(super) call_of(name: &str);
    }
}

/// The window's title: how many messages wait, and how far things are.
pub fn window_title(badge: Badge) -> String {
    match badge {
        Badge {
            unread: 0,
            percent: None,
        } => title().to_owned(),
        Badge {
            unread: 0,
            percent: Some(percent),
        } => title_moving(percent),
        Badge {
            unread,
            percent: None,
        } => title_unread(unread),
        Badge {
            unread,
            percent: Some(percent),
        } => title_both(unread, percent),
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

//! Every sentence of the window, in one place.
//!
//! What happened, then what to do. Parts between `*` are set strong.

use std::time::Duration;

use tincan_net::{
    CloseReason, DisplayName, InviteError, LinkError, Path, PathKind, Reach, RoomCode, Warning,
};

/// A name from a peer is cut here, with the whole of it in the tooltip.
const NAME_SHOWN: usize = 24;

/// A name as it is shown.
pub fn name(name: &DisplayName) -> String {
    let text = name.as_str();
    if text.chars().count() <= NAME_SHOWN {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(NAME_SHOWN - 1).collect();
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

/// Waiting for somebody.
pub mod waiting {
    /// Title.
    pub const TITLE: &str = "Your room is ready";
    /// Below it.
    pub const SUBTITLE: &str = "Give the code or the link to one person. Either works once.";
    /// Out of here.
    pub const CLOSE: &str = "Close this room";
    /// Above the digits.
    pub const CODE: &str = "Room code";
    /// In place of the digits.
    pub const CODE_OFF: &str = "The code is off";
    /// What to do about it.
    pub const CODE_OFF_TEXT: &str =
        "Your link still works. A new code is made when you ask for it.";
    /// A button.
    pub const NEW_CODE: &str = "New code";
    /// A button.
    pub const COPY_CODE: &str = "Copy code";
    /// A button.
    pub const COPY_LINK: &str = "Copy link";
    /// Toast after either.
    pub const COPIED: &str = "Copied. It works once.";
    /// Below the QR code.
    pub const SCAN: &str = "The link, to scan";
    /// The steps on the string: what, and how.
    pub const STEPS: [(&str, &str); 3] = [
        ("You pass it on", "Say the digits or send the link"),
        ("They pick up", "You see their name"),
        ("The room is full", "Nobody else can enter after that"),
    ];
    /// The kind of room.
    pub const VANISHING: &str = "*Vanishing room.* Nothing is kept when one of you leaves.";
    /// A switch.
    pub const ASK: &str = "Ask before letting someone in";
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

/// In the room.
pub mod room {
    /// Below their name.
    pub const KIND: &str = "Vanishing room · just the two of you";
    /// A button.
    pub const LEAVE: &str = "Leave";
    /// While it is done.
    pub const LEAVING: &str = "Leaving…";
    /// The dialog.
    pub const LEAVE_TITLE: &str = "Leave this room?";
    /// What it means.
    pub const LEAVE_TEXT: &str = "It closes for both of you. Nothing of it is kept here.";
    /// Do not.
    pub const STAY: &str = "Stay";
    /// The composer while it is empty.
    pub const HINT: &str = "Say something";
    /// Its name.
    pub const COMPOSER: &str = "Message";
    /// A button.
    pub const SEND: &str = "Send";
    /// Over the limit.
    pub const TOO_LONG: &str = "This message is too long. Send it in parts.";
    /// So many wait that no more are taken.
    pub const BUSY: &str = "Too much waits to be sent. Try again in a moment.";
    /// Receipt.
    pub const SENT: &str = "Sent";
    /// Receipt.
    pub const DELIVERED: &str = "Delivered";
    /// Receipt.
    pub const READ: &str = "Read";
    /// Before any receipt.
    pub const WAITING: &str = "Not sent yet";
    /// Receipt.
    pub const FAILED: &str = "Not delivered";
    /// A button.
    pub const TRY_AGAIN: &str = "Try again";
    /// A button.
    pub const DELETE: &str = "Delete";
    /// Menu of a message.
    pub const COPY: &str = "Copy";
    /// Who is quoted.
    pub const YOU: &str = "You";
    /// A message that is quoted and not there.
    pub const NOT_HERE: &str = "a message that is not here";
    /// An empty conversation.
    pub const EMPTY: &str = "You two are together, and the room is full. Say hello.";

    /// Who is typing.
    pub fn typing(name: &str) -> String {
        format!("{name} is typing")
    }

    /// Words 14.
    pub fn not_delivered(name: &str) -> String {
        format!("Not delivered: {name} was away. Try again when they are back.")
    }

    /// The way down.
    pub fn new_messages(count: usize) -> String {
        match count {
            0 => "To the newest".to_owned(),
            1 => "1 new message".to_owned(),
            count => format!("{count} new messages"),
        }
    }
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
            PathKind::Direct | PathKind::Lan => "Direct",
            PathKind::Relayed => "Relayed",
        };
        match path.rtt {
            Some(rtt) => format!("{kind} · {} ms", rtt.as_millis().max(1)),
            None => kind.to_owned(),
        }
    }

    /// Words 1, while the line is broken.
    pub const RECONNECTING: &str = "Reconnecting…";

    /// Words 1, in full.
    pub fn seat_is_held(seconds: u64) -> String {
        format!("Reconnecting… Their seat is held for {seconds} s.")
    }
}

/// Explanations, each a dialog.
pub mod explain {
    /// Closes one.
    pub const CLOSE: &str = "Close";
    /// Words 2.
    pub const WHY_RELAYED: &str = "Why relayed?";
    /// Words 2: first what happened.
    pub const RELAYED: &str =
        "Your two networks did not let a straight path through, so a relay passes everything on.";
    /// Words 2: then what it can do.
    pub const RELAY_CANNOT: &str =
        "It can *not* read, hear or see what you say. That stays sealed.";
    /// And see.
    pub const RELAY_SEES: &str = "It can see your two internet addresses, when you talk, and how \
        much.";
    /// And what happens next.
    pub const RELAY_NEXT: &str = "Tincan keeps looking for a straight path. You need do nothing.";
    /// Words 3.
    pub const PRIVATE: &str = "Words, pictures and calls are sealed on your computer and opened \
        only on theirs. Nobody between can open them, and neither can we.";
    /// And what is known all the same.
    pub const PRIVATE_2: &str = "The meeting point knows only that two addresses met. Who the \
        other one really is, only you can check.";
    /// Leaving.
    pub const LEAVING: &str = "Rooms vanish: when one of you leaves, the room closes for both, and \
        nothing of it is kept on this computer.";
    /// And when the line breaks.
    pub const LEAVING_2: &str = "When only the line breaks, the other seat is held for 60 s, and \
        the conversation goes on when they are back.";
}

/// Whether somebody can be met.
pub fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Looking => "Looking for a meeting point…",
        Reach::Ready => "Ready to meet someone",
        // Words 20.
        Reach::Offline => "No internet. A friend on the same Wi-Fi can still join.",
    }
}

/// Why a room is closed.
pub mod closed {
    use super::CloseReason;

    /// A button.
    pub const CREATE: &str = "Create a new room";
    /// A button.
    pub const HOME: &str = "Back to start";
    /// A button.
    pub const TRY_AGAIN: &str = "Try again";
    /// In the footer.
    pub const STORED: &str = "What was stored, and where?";
    /// The answer.
    pub const STORED_TEXT: &str = "Nothing. What you said was held in memory while the room was \
        open, and is gone now.";
    /// What we cannot promise.
    pub const STORED_TEXT_2: &str =
        "We promise this for this computer only: what they copied on theirs, they have.";

    /// Title and text. `broke` and `at` are times of day.
    pub fn words(reason: CloseReason, name: &str, broke: &str, at: &str) -> (String, String) {
        match reason {
            CloseReason::Left => (
                "You have left".to_owned(),
                format!(
                    "This was a vanishing room, so it closed for both of you at {at}. Nothing you \
                     said was stored on this computer."
                ),
            ),
            CloseReason::PeerLeft => (
                format!("{name} has left"),
                format!(
                    "This was a vanishing room, so it closed for both of you at {at}. Nothing you \
                     said was stored on this computer."
                ),
            ),
            CloseReason::Lost => (
                "The line broke".to_owned(),
                format!(
                    "The line broke at {broke} and did not come back within 60 s, so the room is \
                     closed."
                ),
            ),
            CloseReason::Refused => (
                "Not this time".to_owned(),
                "They did not let you in. Talk to them, and ask for a new code.".to_owned(),
            ),
            CloseReason::Unreachable => (
                "No meeting point answers".to_owned(),
                "No relay can be reached from here. Check the internet, then try again.".to_owned(),
            ),
            CloseReason::NoSuchRoom => (
                "Nobody answers".to_owned(),
                "Nobody answers to this link. It may be used already: ask for a new one."
                    .to_owned(),
            ),
        }
    }
}

/// A warning in words, and what its button says.
pub fn warning(warning: Warning) -> (String, &'static str) {
    (warning.to_string(), "OK")
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
    fn minutes_count_down_to_one() {
        let words = |s| code_is_good_for(Duration::from_secs(s));
        assert!(words(480).starts_with("Good for 8 more minutes."));
        assert!(words(61).starts_with("Good for 2 more minutes."));
        assert!(words(60).starts_with("Good for 1 more minute."));
        assert!(words(0).starts_with("Good for 1 more minute."));
    }
}

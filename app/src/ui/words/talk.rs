//! Messages, and what can be done with them.

/// After words that were changed.
pub const EDITED: &str = "edited";
/// In the place of a message of yours.
pub const YOU_DELETED: &str = "You deleted a message";
/// A message that is quoted and was taken back.
pub const DELETED: &str = "a deleted message";
/// A button.
pub const REACT: &str = "React";
/// A button.
pub const REPLY: &str = "Reply";
/// A button.
pub const EDIT: &str = "Edit";
/// A button.
pub const MORE: &str = "More";
/// All the other emoji.
pub const MORE_EMOJI: &str = "More emoji";
/// Menu of an answer.
pub const SHOW_QUOTED: &str = "Show what it answers";
/// A message that was reached by keys.
pub const SELECTED: &str = "Selected message";
/// What keys do there.
pub const KEYS: &str = "Arrow keys go to others, Enter shows what can be done, R replies.";
/// Above the composer.
pub const EDITING: &str = "Editing your message";
/// Away with what is above the composer.
pub const CANCEL: &str = "Cancel";
/// Above what has not been seen.
pub const NEW: &str = "New";
/// The dialog.
pub const DELETE_TITLE: &str = "Delete this message?";
/// Its button.
pub const KEEP: &str = "Keep";
/// Picker of emoji, and the button that opens it.
pub const EMOJI: &str = "Emoji";
/// Its field.
pub const SEARCH_EMOJI: &str = "Search emoji";
/// When nothing is found.
pub const NO_EMOJI: &str = "No emoji is called that.";
/// Emoji that were taken of late.
pub const RECENT: &str = "Recent";
/// The dialog before a link is opened.
pub const LINK_TITLE: &str = "Open this link?";
/// Its button.
pub const OPEN: &str = "Open";
/// Whoever is there learns the address.
pub const LINK_SEES: &str =
    "It opens in your browser. Whoever runs that site sees your internet address.";
/// The same for those who hide it.
pub const LINK_SEES_HIDDEN: &str = "It opens in your browser, outside of Tincan. *Your internet \
    address, which you hide here, is shown to whoever runs that site.*";
/// No lock.
pub const LINK_OPEN_TO_READ: &str = "This address has no lock: others on the way can read along.";
/// The system has no browser.
pub const NOT_OPENED: &str = "No browser took the link. Copy it instead.";

/// In the place of a message of theirs.
pub fn they_deleted(name: &str) -> String {
    format!("{name} deleted a message")
}

/// What deleting means.
pub fn delete_text(name: &str) -> String {
    format!("It goes for both of you. {name} may have read it already.")
}

/// Above the composer.
pub fn replying_to(name: &str) -> String {
    format!("Reply to {name}")
}

/// A quote.
pub fn answers(name: &str, text: &str) -> String {
    format!("Answers {name}: {text}")
}

/// A button with an emoji.
pub fn react_with(emoji: &str) -> String {
    format!("React with {emoji}")
}

/// A chip below a message.
pub fn reaction(emoji: &str, mine: bool, theirs: bool, name: &str) -> String {
    match (mine, theirs) {
        (true, true) => format!("{emoji} from you and {name}"),
        (true, false) => format!("{emoji} from you"),
        _ => format!("{emoji} from {name}"),
    }
}

/// Menu of a message with a link.
pub fn open(host: &str) -> String {
    format!("Open {host}…")
}

/// A name that looks like another.
pub fn look_alike(host: &str, readable: &str) -> String {
    format!(
        "Letters of other scripts are in this name. It reads *{readable}*, and its true form is \
         *{host}*."
    )
}

/// The button that changes the tone of hands and faces.
pub fn skin_tone(tone: &str) -> String {
    format!("Skin tone: {tone}")
}

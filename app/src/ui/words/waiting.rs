//! Waiting for somebody.

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
pub const CODE_OFF_TEXT: &str = "Your link still works. A new code is made when you ask for it.";
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

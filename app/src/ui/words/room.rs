//! In the room.

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

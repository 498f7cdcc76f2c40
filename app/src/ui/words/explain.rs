//! Explanations, each a dialog.

/// Closes one.
pub const CLOSE: &str = "Close";
/// Words 2.
pub const WHY_RELAYED: &str = "Why relayed?";
/// Words 2: first what happened.
pub const RELAYED: &str =
    "Your two networks did not let a straight path through, so a relay passes everything on.";
/// Words 2: then what it can do.
pub const RELAY_CANNOT: &str = "It can *not* read, hear or see what you say. That stays sealed.";
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

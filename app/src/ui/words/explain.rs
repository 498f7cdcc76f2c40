//! Explanations, each a dialog.

/// Closes one.
pub const CLOSE: &str = "Close";
/// Words 2.
pub const WHY_RELAYED: &str = "Why relayed?";
/// The button that looks for a straight path at once.
pub const TRY_AGAIN: &str = "Try again now";
/// While it does.
pub const TRYING: &str = "Looking…";
/// The button that opens the list of relays.
pub const ANOTHER_RELAY: &str = "Use another relay";
/// The button that opens where hiding is chosen.
pub const STOP_HIDING: &str = "Change this";
/// When a straight path was found meanwhile.
pub const STRAIGHT_NOW: &str = "You are direct now. No relay between you.";
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
pub const PRIVATE_RELAY: &str = "The meeting point, and a relay where one is needed, see your two \
    internet addresses, when you talk, and how much. They see two digits of the code, never all.";
/// Who else learns what.
pub const PRIVATE_PEER: &str = "The other one sees your name, and on a straight path your internet \
    address. You can hide it.";
/// What nobody but the two can know.
pub const PRIVATE_WHO: &str = "Who the other one really is, only you can check. They can also keep \
    or pass on what you say to them.";
/// About us.
pub const PRIVATE_US: &str = "There is no account, and nothing is counted or sent home.";
/// The button that leads to the settings.
pub const PRIVACY: &str = "Privacy settings";
/// Leaving.
pub const LEAVING: &str = "Rooms vanish: when one of you leaves, the room closes for both, and \
    nothing of it is kept on this computer.";
/// What stays.
pub const LEAVING_FILES: &str = "Files that you accepted stay where you put them. What the other \
    one has saved stays with them.";
/// Other ways to leave.
pub const LEAVING_WINDOW: &str = "To close the window is to leave, so you are asked first. Code and \
    link are of no use afterwards.";
/// And when the line breaks.
pub const LEAVING_2: &str = "When only the line breaks, the other seat is held for 60 s, and \
    the conversation goes on when they are back.";

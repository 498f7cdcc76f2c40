//! Why a room is closed.

use tincan_net::{CloseReason, Warning};

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

/// Title and text when a warning that came before says more than the reason.
pub fn because(reason: CloseReason, warning: Warning) -> Option<(&'static str, String)> {
    match (reason, warning) {
        (CloseReason::Refused, Warning::OtherVersion) => {
            Some(("You run two versions", warning.to_string()))
        }
        (CloseReason::Unreachable | CloseReason::NoSuchRoom, Warning::RelayLimits) => {
            Some(("The relay is full", warning.to_string()))
        }
        (CloseReason::Lost, Warning::Garbled) => Some((
            "The line is damaged",
            "Damaged words kept coming, so the room is closed. Meet again with a new code."
                .to_owned(),
        )),
        _ => None,
    }
}

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
            "No relay can be reached from here, and nobody near answers. Check the internet, then \
             try again."
                .to_owned(),
        ),
        CloseReason::NoSuchRoom => (
            "Nobody answers".to_owned(),
            "Nobody answers to this link. It may be used already: ask for a new one.".to_owned(),
        ),
    }
}

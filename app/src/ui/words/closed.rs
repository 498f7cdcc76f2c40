//! Why a room is closed.

use tincan_net::{CloseReason, Reach, Warning};

use super::errors;

words! { "closed";
    /// A button.
    pub create;
    /// A button.
    pub home;
    /// A button.
    pub try_again;
    /// In the footer.
    pub stored;
    /// The answer.
    pub stored_text;
    /// What we cannot promise.
    pub stored_text_2;
    /// Who has no name.
    pub the_other;
    two_versions;
    relay_full;
    damaged;
    damaged_text;
    left;
    left_by(name: &str);
    vanished(at: &str);
    line_broke;
    line_broke_text(at: &str);
    refused;
    refused_text;
    unreachable;
    unreachable_text;
    host_away;
    host_away_text;
    offline;
    offline_text;
    nobody;
    nobody_text;
}

/// Title and text when a warning that came before says more than the reason.
pub fn because(reason: CloseReason, warning: Warning) -> Option<(&'static str, &'static str)> {
    match (reason, warning) {
        (CloseReason::Refused, Warning::OtherVersion) => {
            Some((two_versions(), errors::warning(warning)))
        }
        (CloseReason::Unreachable | CloseReason::NoSuchRoom, Warning::RelayLimits) => {
            Some((relay_full(), errors::warning(warning)))
        }
        (CloseReason::Lost, Warning::Garbled) => Some((damaged(), damaged_text())),
        _ => None,
    }
}

/// Title and text. `broke` and `at` are times of day.
pub fn words(reason: CloseReason, name: &str, broke: &str, at: &str) -> (String, String) {
    let (title, text) = match reason {
        CloseReason::Left => return (left().to_owned(), vanished(at)),
        CloseReason::PeerLeft => return (left_by(name), vanished(at)),
        CloseReason::Lost => return (line_broke().to_owned(), line_broke_text(broke)),
        CloseReason::Refused => (refused(), refused_text()),
        CloseReason::Unreachable => unreached(None, false),
        CloseReason::NoSuchRoom => (nobody(), nobody_text()),
    };
    (title.to_owned(), text.to_owned())
}

/// Title and text when nobody was reached: how far one came is known by then.
pub fn unreached(reach: Option<Reach>, joining: bool) -> (&'static str, &'static str) {
    match reach {
        Some(Reach::Ready) if joining => (host_away(), host_away_text()),
        Some(Reach::Offline) => (offline(), offline_text()),
        _ => (unreachable(), unreachable_text()),
    }
}

/// Title and text of a kept room that ended by itself.
pub fn kept(reason: CloseReason, name: &str) -> (String, String) {
    use super::kept::{stopped, stopped_text};

    let title = match reason {
        CloseReason::PeerLeft => left_by(name),
        _ => stopped().to_owned(),
    };
    (title, stopped_text().to_owned())
}

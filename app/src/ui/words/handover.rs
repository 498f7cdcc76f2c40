//! What is handed over.

use std::{io, path::Path, time::Duration};

use tincan_net::{Direction, Transfer, TransferReason, TransferState, Who};

use crate::ui::handing::Count;

/// A button: choose what to send.
pub const ATTACH: &str = "Send pictures or files";
/// Its menu.
pub const PICTURES_AND_FILES: &str = "Pictures and files…";
/// Its menu.
pub const FOLDER: &str = "A folder…";
/// Its menu.
pub const AS_FILES: &str = "As files, with everything in them…";
/// Its menu: a switch.
pub const CLEAN: &str = "Remove location and camera data";
/// Below it while it is on.
pub const CLEAN_ON: &str = "Pictures are sent without where, when and with what they were taken.";
/// Below it while it is off.
pub const CLEAN_OFF: &str =
    "Pictures are sent with everything in them: location, time, camera, name.";
/// Said when a picture goes with everything.
pub const SENT_WITH_ALL: &str = "Sent with everything that is in the file.";
/// Said when a folder goes.
pub const FOLDER_SENT: &str = "What is in the folder goes as files, with everything in them.";
/// Said when a picture goes that nobody here can unpack.
pub const NOT_SHOWN: &str =
    "AVIF and HEIC cannot be shown: it goes as a file, with everything in it.";
/// While something is held above the window.
pub const DROP: &str = "Drop to send";
/// A button.
pub const ACCEPT: &str = "Accept";
/// A button.
pub const ACCEPT_INTO: &str = "Accept into another folder…";
/// A button.
pub const DECLINE: &str = "Decline";
/// A button.
pub const PAUSE: &str = "Pause";
/// A button.
pub const RESUME: &str = "Resume";
/// A button, after what stood in the way.
pub const GO_ON: &str = "Go on";
/// A button.
pub const CANCEL: &str = "Cancel";
/// A button.
pub const SHOW: &str = "Show";
/// Whole.
pub const DONE: &str = "Checked and complete";
/// In the corner of what moves.
pub const GIF: &str = "GIF";
/// The viewer.
pub const VIEWER: &str = "Picture";
/// Its button.
pub const FIT: &str = "Fit the window";
/// Its button.
pub const ACTUAL: &str = "Zoom in";
/// Its button.
pub const COPY: &str = "Copy picture";
/// Its button.
pub const SAVE: &str = "Save to downloads";
/// In the menu of a picture.
pub const SAVE_INTO: &str = "Save in another folder…";
/// Its button.
pub const SHOW_FOLDER: &str = "Show in folder";
/// Its button.
pub const CLOSE: &str = "Close picture";
/// It is on the clipboard.
pub const COPIED: &str = "Copied.";
/// It is not.
pub const NOT_COPIED: &str = "The picture could not be copied.";
/// There is no dialog to choose with.
pub const NO_DIALOG: &str = "The file dialog did not open. Drop files here instead.";
/// What goes, while it does.
pub const SENDING: &str = "Sending";
/// What went, once it is there.
pub const DELIVERED: &str = "Delivered";
/// What does not go any more.
pub const NOT_SENT: &str = "Not sent";
/// Read of a complaint.
pub const OK: &str = "OK";

/// A folder that does not show.
pub fn not_shown(path: &Path) -> String {
    format!("Its folder did not open. The file is {}.", path.display())
}

/// A file that could not be written.
pub fn not_saved(path: &Path, why: &io::Error) -> String {
    format!("{} was not written: {why}.", path.display())
}

/// A picture of theirs, or of yours.
pub fn picture(mine: bool, peer: &str) -> String {
    if mine {
        "Picture from you".to_owned()
    } else {
        format!("Picture from {peer}")
    }
}

/// A size: 1.2 MB, in powers of ten as file managers count.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["KB", "MB", "GB", "TB", "PB", "EB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let (mut value, mut unit) = (bytes as f64 / 1000.0, 0);
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let unit = UNITS.get(unit).copied().unwrap_or_default();
    if value < 9.95 {
        format!("{value:.1} {unit}")
    } else {
        format!("{value:.0} {unit}")
    }
}

/// How far: 142 of 200 MB.
pub fn of(done: u64, all: u64) -> String {
    let (done, all) = (size(done), size(all));
    match (done.split_once(' '), all.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => format!("{number} of {all}"),
        _ => format!("{done} of {all}"),
    }
}

/// How much longer: 2 s left, 3 min left.
pub fn left(left: Duration) -> String {
    let seconds = left.as_secs_f64().ceil() as u64;
    match seconds {
        0..60 => format!("{} s left", seconds.max(1)),
        60..3600 => format!("{} min left", seconds.div_ceil(60)),
        _ => format!("{} h left", seconds.div_ceil(3600)),
    }
}

/// Below the name of what is handed over.
pub fn state(transfer: &Transfer, peer: &str, narrow: bool) -> String {
    let far = of(transfer.done_bytes, transfer.size);
    let incoming = transfer.direction == Direction::In;
    match &transfer.state {
        TransferState::Offered if incoming => size(transfer.size),
        TransferState::Offered => format!("{} · Waiting for {peer}", size(transfer.size)),
        TransferState::Running => {
            let mut parts = vec![far];
            if transfer.bytes_per_s > 0 && !narrow {
                parts.push(format!("{}/s", size(transfer.bytes_per_s)));
            }
            parts.extend(transfer.left.map(left));
            parts.join(" · ")
        }
        TransferState::Paused(Who::Me) => format!("Paused · {far}"),
        TransferState::Paused(Who::Peer) => format!("Paused by {peer} · {far}"),
        TransferState::Done { .. } if incoming => DONE.to_owned(),
        TransferState::Done { .. } => format!("{DELIVERED} · {}", size(transfer.size)),
        TransferState::Declined if incoming => "You declined it".to_owned(),
        TransferState::Declined => format!("{peer} declined it"),
        TransferState::Cancelled => format!("Cancelled · {far}"),
        TransferState::Failed => "It cannot go on.".to_owned(),
    }
}

/// What stands in the way, when something does. Of the same trouble each side
/// hears whose it is.
pub fn trouble(transfer: &Transfer, peer: &str) -> Option<String> {
    let reason = transfer.reason?;
    let missing = size(transfer.size.saturating_sub(transfer.done_bytes));
    let here = transfer.direction == Direction::In;
    Some(match reason {
        TransferReason::DiskFull if here => {
            format!("Your disk is full. Free {missing} and go on.")
        }
        TransferReason::DiskFull => {
            format!("{peer}'s disk is full. It goes on once there is room.")
        }
        other => other.to_string(),
    })
}

/// What is held above the window.
pub(crate) fn count(count: &Count) -> String {
    let of = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {many}")),
    };
    let kinds = [
        of(count.pictures, "picture", "pictures"),
        of(count.files, "file", "files"),
        of(count.folders, "folder", "folders"),
    ];
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    let bytes = (count.bytes > 0).then(|| size(count.bytes));
    let kinds = (!kinds.is_empty()).then(|| kinds.join(", "));
    let parts: Vec<String> = [kinds, bytes].into_iter().flatten().collect();
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short_and_share_a_unit() {
        for (bytes, words) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_200_000, "1.2 MB"),
            (9_960, "10 KB"),
            (999_600, "1.0 MB"),
            (200_000_000, "200 MB"),
            (u64::MAX, "18 EB"),
        ] {
            assert_eq!(size(bytes), words);
        }
        assert_eq!(of(142_000_000, 200_000_000), "142 of 200 MB");
        assert_eq!(of(900_000, 3_000_000), "900 KB of 3.0 MB");
    }

    #[test]
    fn what_is_dropped_is_counted() {
        let three = Count {
            pictures: 3,
            files: 1,
            folders: 0,
            bytes: 14_000_000,
        };
        assert_eq!(count(&three), "3 pictures, 1 file · 14 MB");
        assert_eq!(count(&Count::default()), "");
    }

    #[test]
    fn time_left_is_never_none_at_all() {
        assert_eq!(left(Duration::ZERO), "1 s left");
        assert_eq!(left(Duration::from_millis(61_000)), "2 min left");
        assert_eq!(left(Duration::from_secs(7_000)), "2 h left");
    }
}

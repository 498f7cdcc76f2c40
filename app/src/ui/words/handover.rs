//! What is handed over.

use std::{io, path::Path, time::Duration};

use tincan_net::{Direction, Transfer, TransferReason, TransferState, Who};

use super::{errors, tenths};
use crate::ui::handing::Count;

words! { "handover";
    folder_shut(path: &str);
    not_saved_as(path: &str, why: &str);
    not_saved_full(path: &str);
    not_saved_forbidden(path: &str);
    not_saved_nowhere(path: &str);
    picture_from_you;
    picture_from(name: &str);
    far(done: &str, all: &str);
    seconds_left(count: u64);
    minutes_left(count: u64);
    hours_left(count: u64);
    waiting_for(size: &str, name: &str);
    a_second(size: &str);
    paused(far: &str);
    paused_by(name: &str, far: &str);
    delivered_all(size: &str);
    you_declined;
    declined_by(name: &str);
    cancelled(far: &str);
    stuck;
    disk_full(missing: &str);
    their_disk_full(name: &str);
    count_pictures(count: usize);
    count_files(count: usize);
    count_folders(count: usize);
    /// Above words that are being written, so much that is sent with them.
    pub goes_with(name: &str, count: usize);
    units;
    /// Between what is counted up.
    pub list_comma;
    /// A button: choose what to send.
    pub attach;
    /// Its menu.
    pub pictures_and_files;
    /// Its menu.
    pub folder;
    /// Its menu.
    pub as_files;
    /// Its menu: a switch.
    pub clean;
    /// Below it while it is on.
    pub clean_on;
    /// Below it while it is off.
    pub clean_off;
    /// Said when a picture goes with everything.
    pub sent_with_all;
    /// Said when a folder goes.
    pub folder_sent;
    /// Said when a picture goes that nobody here can unpack.
    pub not_shown;
    /// While something is held above the window.
    pub drop;
    /// A button, beside what would be sent with words.
    pub unstage;
    /// After words: something was sent with them that is not here.
    pub with;
    /// A button.
    pub accept;
    /// A button.
    pub accept_into;
    /// A button.
    pub decline;
    /// A button.
    pub pause;
    /// A button.
    pub resume;
    /// A button, after what stood in the way.
    pub go_on;
    /// A button.
    pub cancel;
    /// A button.
    pub show;
    /// Whole.
    pub done;
    /// It was saved here, and is there no longer.
    pub gone;
    /// It was seen, and not saved.
    pub not_saved_then;
    /// Of a picture of which only a small one is left.
    pub small_only;
    /// In the corner of what moves.
    pub gif;
    /// The viewer.
    pub viewer;
    /// Its button.
    pub fit;
    /// Its button.
    pub actual;
    /// Its button.
    pub copy;
    /// Its button.
    pub save;
    /// In the menu of a picture.
    pub save_into;
    /// Its button.
    pub show_folder;
    /// Its button.
    pub close;
    /// It is on the clipboard.
    pub copied;
    /// It is not.
    pub not_copied;
    /// There is no dialog to choose with.
    pub no_dialog;
    /// What goes, while it does.
    pub sending;
    /// What went, once it is there.
    pub delivered;
    /// What does not go any more.
    pub not_sent;
    /// Read of a complaint.
    pub ok;
}

/// A folder that does not show.
pub fn not_shown_at(path: &Path) -> String {
    folder_shut(&path.display().to_string())
}

/// A file that could not be written.
pub fn not_saved(path: &Path, why: &io::Error) -> String {
    let path = path.display().to_string();
    match why.kind() {
        io::ErrorKind::StorageFull => not_saved_full(&path),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            not_saved_forbidden(&path)
        }
        io::ErrorKind::NotFound => not_saved_nowhere(&path),
        _ => not_saved_as(&path, &why.to_string()),
    }
}

/// A picture of theirs, or of yours.
pub fn picture(mine: bool, peer: &str) -> String {
    if mine {
        picture_from_you().to_owned()
    } else {
        picture_from(peer)
    }
}

/// A size: 1.2 MB, in powers of ten as file managers count.
pub fn size(bytes: u64) -> String {
    // B, KB, and so on.
    let mut units = units().split_whitespace();
    let unit = units.next().unwrap_or_default();
    if bytes < 1000 {
        return format!("{bytes} {unit}");
    }
    let (mut value, mut unit) = (bytes as f64 / 1000.0, units.next().unwrap_or_default());
    while value >= 999.5
        && let Some(next) = units.next()
    {
        value /= 1000.0;
        unit = next;
    }
    if value < 9.95 {
        format!("{} {unit}", tenths(value))
    } else {
        format!("{value:.0} {unit}")
    }
}

/// How far: 142 of 200 MB.
pub fn of(done: u64, all: u64) -> String {
    let (done, all) = (size(done), size(all));
    match (done.split_once(' '), all.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => self::far(number, &all),
        _ => self::far(&done, &all),
    }
}

/// How much longer: 2 s left, 3 min left.
pub fn left(left: Duration) -> String {
    let seconds = left.as_secs_f64().ceil() as u64;
    match seconds {
        0..60 => seconds_left(seconds.max(1)),
        60..3600 => minutes_left(seconds.div_ceil(60)),
        _ => hours_left(seconds.div_ceil(3600)),
    }
}

/// Below the name of what is handed over.
pub fn state(transfer: &Transfer, peer: &str, narrow: bool) -> String {
    let far = of(transfer.done_bytes, transfer.size);
    let incoming = transfer.direction == Direction::In;
    match &transfer.state {
        TransferState::Offered if incoming => size(transfer.size),
        TransferState::Offered => waiting_for(&size(transfer.size), peer),
        TransferState::Running => {
            let mut parts = vec![far];
            if transfer.bytes_per_s > 0 && !narrow {
                parts.push(a_second(&size(transfer.bytes_per_s)));
            }
            parts.extend(transfer.left.map(left));
            parts.join(" · ")
        }
        TransferState::Paused(Who::Me) => paused(&far),
        TransferState::Paused(Who::Peer) => paused_by(peer, &far),
        TransferState::Done { .. } if incoming => done().to_owned(),
        TransferState::Done { .. } => delivered_all(&size(transfer.size)),
        TransferState::Declined if incoming => you_declined().to_owned(),
        TransferState::Declined => declined_by(peer),
        TransferState::Cancelled => cancelled(&far),
        TransferState::Failed => stuck().to_owned(),
    }
}

/// What stands in the way, when something does. Of the same trouble each side
/// hears whose it is.
pub fn trouble(transfer: &Transfer, peer: &str) -> Option<String> {
    let reason = transfer.reason?;
    let missing = size(transfer.size.saturating_sub(transfer.done_bytes));
    let here = transfer.direction == Direction::In;
    Some(match reason {
        TransferReason::DiskFull if here => disk_full(&missing),
        TransferReason::DiskFull => their_disk_full(peer),
        other => errors::transfer(other).to_owned(),
    })
}

/// What is held above the window.
pub(crate) fn count(count: &Count) -> String {
    let of = |number: usize, words: fn(usize) -> String| (number > 0).then(|| words(number));
    let kinds = [
        of(count.pictures, count_pictures),
        of(count.files, count_files),
        of(count.folders, count_folders),
    ];
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    let bytes = (count.bytes > 0).then(|| size(count.bytes));
    let kinds = (!kinds.is_empty()).then(|| kinds.join(list_comma()));
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

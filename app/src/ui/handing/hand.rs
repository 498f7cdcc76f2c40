//! What a person may ask for when things are handed over.

use std::path::PathBuf;

use tincan_net::{ExportFormat, TransferId, Words};

use super::worker::How;
use crate::{desktop::Choose, source::Source};

/// What a person asked for.
#[derive(Clone, Debug)]
pub(crate) enum Hand {
    /// Choose what to send.
    Choose(Choose, How),
    /// Send these.
    Send(Vec<PathBuf>),
    /// Send what waits for words, with these or without any.
    SendStaged(Option<Words>),
    /// Send nothing of it.
    Unstage,
    /// The files or the picture on the clipboard.
    Paste,
    /// Take a file that was offered, or save a picture.
    Accept(TransferId),
    /// The same, into a folder that is asked for.
    AcceptInto(TransferId),
    /// Do not.
    Decline(TransferId),
    /// Halt it.
    Pause(TransferId),
    /// Let it go on.
    Resume(TransferId),
    /// End it.
    Cancel(TransferId),
    /// Show where a file is.
    Show(PathBuf),
    /// Open a link with the browser.
    OpenLink(String),
    /// Write a record where the person chooses.
    SaveRecord(String),
    /// Write all that was said in a kept room where the person chooses.
    Export(ExportFormat),
    /// Look at a picture closely.
    View(TransferId),
    /// Look no longer.
    CloseView,
    /// Put a picture on the clipboard.
    Copy(Source),
    /// The complaint was read.
    Understood,
}

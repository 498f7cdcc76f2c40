//! Where sound and pictures of a call come from and go to.
//!
//! Real devices are in [`devices`](crate::devices); here are files, a tone and a
//! test pattern, which make a call without hardware possible, and measurable.
//! Sources and sinks block, each on a thread of its own, but never for longer
//! than [`PATIENCE`], so that a call can always end.

mod choice;
mod pace;
mod pattern;
mod silence;
mod times;
mod tone;
mod wav;
mod y4m;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

pub use choice::{PictureInput, PictureOutput, SoundInput, SoundOutput};
pub(crate) use pace::Pace;
pub use pattern::{TestPattern, read_counter};
pub use silence::{NoSound, NoSpeaker};
pub use tone::Tone;
pub use wav::{WavSink, WavSource};
pub use y4m::{Y4mSink, Y4mSource};

use crate::{codec::RATE, picture::Picture};

/// Samples that are read and written at once: 10 ms.
pub const CHUNK: usize = RATE / 100;
/// How long [`CHUNK`] sounds.
pub const CHUNK_TIME: Duration = Duration::from_millis(10);
/// The longest that a source or a sink lets its thread wait.
pub const PATIENCE: Duration = Duration::from_millis(100);

/// Where sound comes from.
pub trait SoundSource: Send {
    /// Waits for the next 10 ms of sound; when its first sample was heard. None
    /// when there was none for a while: try again.
    fn read(&mut self, out: &mut [i16; CHUNK]) -> Option<Instant>;
}

/// Where sound goes.
pub trait SoundSink: Send {
    /// Waits until 10 ms of sound are wanted; when the first sample of them will
    /// be heard. None when none were wanted for a while: try again.
    fn wait(&mut self) -> Option<Instant>;

    /// Takes the sound that was wanted.
    fn write(&mut self, samples: &[i16; CHUNK]);
}

/// Where pictures come from.
pub trait PictureSource: Send {
    /// Waits for the next picture, the newest that there is; and when it was
    /// taken. None when there was none for a while: try again.
    fn next(&mut self) -> Option<(Arc<Picture>, Instant)>;
}

/// Where pictures go.
pub trait PictureSink: Send {
    /// Shows a picture.
    fn show(&mut self, picture: &Arc<Picture>);
}

/// Why a source or a sink cannot be used, in words that name the fix.
#[derive(Debug, thiserror::Error)]
pub enum CannotUse {
    /// A file cannot be read or written.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{path} {what}")]
    Format {
        /// The file.
        path: String,
        /// What is wrong with it, and what it should be.
        what: String,
    },
    /// There is no such thing on this system.
    #[error("{0}")]
    Missing(String),
}

impl CannotUse {
    fn file(path: &std::path::Path, error: std::io::Error) -> Self {
        let path = path.display().to_string();
        Self::File { path, error }
    }

    fn format(path: &std::path::Path, what: impl Into<String>) -> Self {
        Self::Format {
            path: path.display().to_string(),
            what: what.into(),
        }
    }
}

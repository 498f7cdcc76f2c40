//! Files that say when things were, one line of unix milliseconds each, so that
//! delays can be measured between two programs.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use super::CannotUse;

/// A file of times.
#[derive(Debug)]
pub(super) struct Times(BufWriter<File>);

impl Times {
    /// A file, when one was asked for.
    pub(super) fn create(path: Option<&Path>) -> Result<Option<Self>, CannotUse> {
        let create = |path: &Path| {
            let file = File::create(path).map_err(|error| CannotUse::file(path, error))?;
            Ok(Self(BufWriter::new(file)))
        };
        path.map(create).transpose()
    }

    /// Notes a moment of about now.
    pub(super) fn note(&mut self, at: Instant) {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
        let mut now = since_epoch.unwrap_or_default().as_secs_f64() * 1000.0;
        now -= at.elapsed().as_secs_f64() * 1000.0;
        now += at.saturating_duration_since(Instant::now()).as_secs_f64() * 1000.0;
        // Lines are few; whoever reads along sees each at once.
        if let Err(error) = writeln!(self.0, "{now:.3}").and_then(|()| self.0.flush()) {
            tracing::warn!(%error, "cannot note a time");
        }
    }
}

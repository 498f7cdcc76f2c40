//! What frames cost, for those who measure it: with `RUST_LOG=tincan::frames=trace`
//! a line for each.

use std::time::Duration;

use tracing::Level;

/// What the window's thread has done so far.
#[derive(Debug, Default)]
pub(super) struct Frames {
    worked: Option<Duration>,
}

impl Frames {
    /// Tells of the last frame, which took so many seconds until it was handed to
    /// the screen: that, and how much of it this thread was at work. The rest it
    /// waited: for its turn, for the display, for who draws by software.
    pub(super) fn tell(&mut self, took_s: Option<f32>) {
        if !tracing::enabled!(target: "tincan::frames", Level::TRACE) {
            return;
        }
        let worked = worked();
        let since = worked.zip(self.worked);
        let work = since.map(|(now, before)| now.saturating_sub(before));
        self.worked = worked;
        if let Some(seconds) = took_s {
            let work_ms = work.map(|work| work.as_secs_f64() * 1e3);
            tracing::trace!(target: "tincan::frames", cost_ms = seconds * 1e3, work_ms);
        }
    }
}

/// Processor time of this thread, where the system tells it.
/// <https://docs.kernel.org/scheduler/sched-stats.html>
fn worked() -> Option<Duration> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos = stat.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_counted_where_the_system_tells() {
        let worked = worked();
        assert_eq!(worked.is_some(), cfg!(target_os = "linux"));
    }
}

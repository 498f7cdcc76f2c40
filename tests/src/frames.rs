//! What frames of a window cost, as it logs them with `tincan::frames=trace`.

use std::fmt;

use crate::screen::Window;

/// A frame that takes longer is seen to stutter, in milliseconds.
pub const LONG_MS: f64 = 33.0;

/// What frames cost, in milliseconds.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    /// Until they were handed to the screen.
    took: Vec<f64>,
    /// How much of that the window's thread was at work; the rest it waited.
    worked: Vec<f64>,
}

impl Frames {
    /// Takes in those since the last time; the log that they were in.
    pub fn take(&mut self, window: &Window<'_>) -> Vec<String> {
        let log = window.take_log();
        let numbers = |name: &'static str| log.iter().filter_map(move |line| number(line, name));
        self.took.extend(numbers("cost_ms="));
        self.worked.extend(numbers("work_ms="));
        log
    }
}

impl fmt::Display for Frames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (median, most) = middle_and_most(&self.took);
        let (work, most_work) = middle_and_most(&self.worked);
        let long = self.took.iter().filter(|ms| **ms > LONG_MS).count();
        write!(
            f,
            "{:>5} frames: median {median:.1}, most {most:.1} ms, {long} over {LONG_MS} (goal 0); \
             at work median {work:.1}, most {most_work:.1} ms",
            self.took.len(),
        )
    }
}

fn middle_and_most(numbers: &[f64]) -> (f64, f64) {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |place: usize| sorted.get(place).copied().unwrap_or_default();
    (at(sorted.len() / 2), at(sorted.len().saturating_sub(1)))
}

/// The number after `name` in a line of the log.
fn number(line: &str, name: &str) -> Option<f64> {
    let (_, number) = line.split_once(name)?;
    number.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_log_has_both_numbers() {
        let line = "TRACE tincan::frames: cost_ms=12.5 work_ms=3.25";
        assert_eq!(number(line, "cost_ms="), Some(12.5));
        assert_eq!(number(line, "work_ms="), Some(3.25));
        assert_eq!(number("INFO tincan: a room", "cost_ms="), None);
    }

    #[test]
    fn the_worst_frame_is_told() {
        let frames = Frames {
            took: vec![1.0, 90.0, 2.0],
            worked: vec![1.0, 3.0, 2.0],
        };
        let said = frames.to_string();
        assert!(said.contains("median 2.0, most 90.0 ms, 1 over"), "{said}");
        assert!(said.contains("at work median 2.0, most 3.0 ms"), "{said}");
    }
}

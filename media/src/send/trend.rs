//! Whether packets take longer and longer: a line through how late they were
//! (the trendline filter of Google Congestion Control, IETF draft
//! rmcat-gcc-02, on windows instead of packets).

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// The slope of the last few values.
#[derive(Clone, Debug)]
pub struct Trend {
    window: Duration,
    values: VecDeque<(Instant, f64)>,
}

impl Trend {
    /// Nothing seen yet; the line goes through the values of the last `window`.
    pub fn new(window: Duration) -> Self {
        Self {
            window,
            values: VecDeque::new(),
        }
    }

    /// Notes a value, in milliseconds.
    pub fn add(&mut self, now: Instant, value: f64) {
        self.values.push_back((now, value));
        while self.values.len() > 1 && self.values[0].0 + self.window < now {
            self.values.pop_front();
        }
        if self.values.len() > 100 {
            self.values.pop_front();
        }
    }

    /// Milliseconds that it grows in a second; zero before there are three
    /// values.
    pub fn slope(&self) -> f64 {
        let count = self.values.len() as f64;
        let Some((first, _)) = self.values.front().filter(|_| count >= 3.0) else {
            return 0.0;
        };
        let points = self.values.iter();
        let points = points.map(|(at, value)| ((*at - *first).as_secs_f64(), *value));
        let (x, y) = points
            .clone()
            .fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
        let (x, y) = (x / count, y / count);
        let (above, below) = points.fold((0.0, 0.0), |sum, (at, value)| {
            let x = at - x;
            (sum.0 + x * (value - y), sum.1 + x * x)
        });
        if below > 0.0 { above / below } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_slope_of_the_window() {
        let start = Instant::now();
        let mut trend = Trend::new(Duration::from_millis(600));
        assert_eq!(trend.slope(), 0.0);
        for n in 0..20u32 {
            let value = if n < 10 { 500.0 } else { 30.0 * f64::from(n) };
            trend.add(start + Duration::from_millis(100) * n, value);
        }
        assert!((trend.slope() - 300.0).abs() < 1e-6);
        let mut same = Trend::new(Duration::from_secs(1));
        for _ in 0..200 {
            same.add(start, 7.0);
        }
        assert_eq!(same.slope(), 0.0);
    }
}

//! Work that may fail, several pieces at a time, and what to say of times.

use std::{
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

/// Runs it; one that panics is one number less, and its log on the screen.
pub(crate) fn attempt<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    thread::scope(|scope| scope.spawn(work).join()).ok()
}

/// Does all of the work, so many at a time, and tells of each in their order;
/// of one that panics, that there is nothing to tell.
pub(crate) fn side_by_side<T: Sync, R: Send>(
    tasks: &[T],
    at_a_time: usize,
    work: impl Fn(&T) -> R + Sync,
    mut tell: impl FnMut(Option<R>),
) {
    let next = AtomicUsize::new(0);
    let (done, results) = mpsc::sync_channel(tasks.len());
    thread::scope(|scope| {
        for _ in 0..at_a_time.min(tasks.len()) {
            let sender = done.clone();
            let (next, work) = (&next, &work);
            scope.spawn(move || {
                while let Some((number, task)) = {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    tasks.get(number).map(|task| (number, task))
                } {
                    let _ = sender.send((number, attempt(|| work(task))));
                }
            });
        }
        let mut early = Vec::new();
        for number in 0..tasks.len() {
            let at = loop {
                if let Some(at) = early.iter().position(|(n, _)| *n == number) {
                    break at;
                }
                match results.recv() {
                    Ok(result) => early.push(result),
                    Err(_) => return,
                }
            };
            tell(early.swap_remove(at).1);
        }
    });
}

/// The middle, and the longest.
pub(crate) fn median_and_worst(times: Vec<Duration>) -> (String, String) {
    let worst = times.iter().max().copied();
    let (median, _) = median_and_p95(times);
    (median, worst.map_or_else(|| "–".to_owned(), milliseconds))
}

/// The middle, and what 95 of 100 are not above.
pub(crate) fn median_and_p95(mut times: Vec<Duration>) -> (String, String) {
    times.sort_unstable();
    if times.is_empty() {
        return ("–".to_owned(), "–".to_owned());
    }
    // Between the two in the middle, when there are two.
    let median = (times[(times.len() - 1) / 2] + times[times.len() / 2]) / 2;
    let p95 = times[(times.len() * 95).div_ceil(100) - 1];
    (milliseconds(median), milliseconds(p95))
}

pub(crate) fn milliseconds(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1e3)
}

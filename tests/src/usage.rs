//! What a process costs, as the system counts it.

use std::{
    fs, thread,
    time::{Duration, Instant},
};

/// Ticks of processor time in a second, on every Linux.
const TICKS: f64 = 100.0;

/// What a process used over some time.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// Of one core, from 0 to 1 (or more, with several threads).
    pub core: f64,
    /// Resident memory at the end, in bytes.
    pub resident: u64,
}

impl Usage {
    /// What process `id` uses over `time`; `None` when it is gone.
    pub fn over(id: u32, time: Duration) -> Option<Self> {
        let (begin, before) = (Instant::now(), ticks(id)?);
        thread::sleep(time);
        let used = (ticks(id)? - before) as f64 / TICKS;
        Some(Self {
            core: used / begin.elapsed().as_secs_f64(),
            resident: resident(id)?,
        })
    }
}

/// Processor time so far, by the program and the kernel for it.
fn ticks(id: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name before may hold anything, so count from its end.
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let number = |field: usize| fields.get(field)?.parse::<u64>().ok();
    Some(number(11)? + number(12)?)
}

fn resident(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_counted() {
        let usage = Usage::over(std::process::id(), Duration::ZERO);
        assert!(usage.is_some_and(|usage| usage.resident > 1 << 20));
    }
}

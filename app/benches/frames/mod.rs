//! What frames of the window cost, and how long something took, as lines to read.

use std::{hint::black_box, time::Instant};

use egui_kittest::Harness;
use tincan::ui::TincanApp;

/// What a frame may take, in milliseconds.
pub(crate) const GOAL_MS: f64 = 16.0;
const FRAMES: usize = 300;

/// Runs frames, each after `before`, and prints what they took: laid out and
/// tessellated, without the graphics card.
pub(crate) fn report(
    what: &str,
    window: &mut Harness<'static, TincanApp>,
    mut before: impl FnMut(&mut Harness<'static, TincanApp>, usize),
) {
    let mut times: Vec<f64> = Vec::with_capacity(FRAMES);
    for frame in 0..FRAMES {
        before(window, frame);
        let begin = Instant::now();
        window.step();
        let shapes = window.output().shapes.clone();
        black_box(window.ctx.tessellate(shapes, 1.0));
        times.push(ms_since(begin));
    }
    times.sort_by(f64::total_cmp);
    let over = times.iter().filter(|time| **time > GOAL_MS).count();
    println!(
        "{what:34} median {:6.2}  99 % {:6.2}  worst {:6.2} ms, {over} of {FRAMES} over",
        times[FRAMES / 2],
        times[FRAMES * 99 / 100],
        times[FRAMES - 1],
    );
}

/// Milliseconds since then.
pub(crate) fn ms_since(begin: Instant) -> f64 {
    begin.elapsed().as_secs_f64() * 1_000.0
}

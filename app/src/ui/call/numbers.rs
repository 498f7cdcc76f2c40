//! The numbers of a call, with small plots of the last minute.

use egui::{CornerRadius, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};
use tincan_media::engine::CallStats;
use tincan_net::Path;

use super::{
    parts::{EDGE, said},
    telephone::{PLOTTED, Telephone},
};
use crate::ui::{
    theme::{Type, look, radius},
    widgets::{self, row},
    words::{Word, call, path, tenths},
};

pub(super) const WIDTH: f32 = 372.0;
/// In a window wider than this the two cans have room beside them.
pub(super) const BESIDE: f32 = 900.0;
const TITLE: f32 = 44.0;
/// Height of a row, and in low windows at least.
const ROW: f32 = 37.0;
const LOW_ROW: f32 = 20.0;
const BELOW: f32 = 8.0;
const PLOT: f32 = 112.0;

/// What is plotted: a word, the number of a moment, and how it is written.
struct Row {
    word: Word,
    of: fn(&CallStats) -> f64,
    write: fn(f64) -> String,
}

const ROWS: [Row; 6] = [
    Row {
        word: call::delay,
        of: |stats| stats.audio.delay.as_secs_f64() * 1000.0,
        write: |ms| format!("{ms:.0} ms"),
    },
    Row {
        word: call::repaired,
        of: |stats| stats.audio.repaired_ratio * 100.0,
        write: |percent| format!("{} %", tenths(percent)),
    },
    Row {
        word: call::made_up,
        of: |stats| stats.audio.concealed_ratio * 100.0,
        write: |percent| format!("{} %", tenths(percent)),
    },
    Row {
        word: call::rate_in,
        of: |stats| f64::from(stats.audio.bitrate_in + stats.video.bitrate_in) / 1000.0,
        write: |kilobits| format!("{kilobits:.0} kbit/s"),
    },
    Row {
        word: call::rate_out,
        of: |stats| f64::from(stats.audio.bitrate_out + stats.video.bitrate_out) / 1000.0,
        write: |kilobits| format!("{kilobits:.0} kbit/s"),
    },
    Row {
        word: call::pictures,
        of: |stats| stats.video.fps_in.into(),
        write: |rate| format!("{rate:.0}"),
    },
];

/// Draws the panel in the upper corner of `area` where lines end, with as many rows as
/// there is room for.
pub(super) fn ui(ui: &mut Ui, area: Rect, phone: &Telephone, way: Option<&Path>) {
    let t = look(ui.ctx()).tokens;
    let width = WIDTH.min(area.width() - 2.0 * EDGE);
    let room = (area.height() - TITLE - BELOW).max(LOW_ROW);
    let row_height = (room / ROWS.len() as f32).clamp(LOW_ROW, ROW);
    let rows = ((room / row_height + 0.01) as usize).min(ROWS.len());
    let height = TITLE + rows as f32 * row_height + BELOW;
    let corner = pos2(row::trail(area, EDGE, width), area.top());
    let panel = Rect::from_min_size(corner, vec2(width, height));
    ui.painter().rect(
        panel,
        CornerRadius::same(radius::CARD),
        t.surface,
        Stroke::new(1.0, t.line),
        StrokeKind::Inside,
    );
    let inner = panel.shrink2(vec2(16.0, 0.0));
    let last = phone.history.back();
    let size = last.filter(|stats| stats.video.width > 0);
    let size = size.map(|stats| format!("{} × {}", stats.video.width, stats.video.height));
    let title = inner.with_max_y(inner.top() + TITLE);
    let name = widgets::galley(ui, call::numbers(), Type::Strong, t.ink);
    let left = row::lead(title, 0.0, name.size().x);
    let at = pos2(left, title.center().y - Type::Strong.line() / 2.0);
    widgets::paint_galley(ui.painter(), at, name, Type::Strong);
    let way = match size {
        Some(size) => format!("{} · {size}", path::tag(way)),
        None => path::tag(way),
    };
    words(ui, title, 1.0, &way, Type::Small, t.ink_2);
    for (number, plotted_as) in ROWS.iter().take(rows).enumerate() {
        let top = title.bottom() + number as f32 * row_height;
        let place = Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), row_height));
        let hairline = Stroke::new(1.0, t.line);
        ui.painter().hline(place.x_range(), top, hairline);
        let (text, plotted) = place.split_left_right_at_x(place.right() - PLOT - 12.0);
        let plotted = plotted.with_min_x(plotted.left() + 12.0);
        let [text, plotted] = [text, plotted].map(|part| row::mirrored(place, part));
        words(ui, text, 0.0, (plotted_as.word)(), Type::Small, t.ink_2);
        let now = last.map_or_else(
            || "–".to_owned(),
            |stats| (plotted_as.write)((plotted_as.of)(stats)),
        );
        words(ui, text, 1.0, &now, Type::SmallStrong, t.ink);
        plot(
            ui,
            plotted.shrink2(vec2(0.0, row_height * 0.2)),
            phone,
            plotted_as,
        );
    }
}

/// Words in the middle of a row, where lines begin (0) or end (1).
fn words(ui: &Ui, place: Rect, at: f32, words: &str, kind: Type, ink: egui::Color32) {
    let galley = widgets::galley(ui, words, kind, ink);
    let along = at * (place.width() - galley.size().x);
    let left = row::lead(place, along, galley.size().x);
    let at = pos2(left, place.center().y - kind.line() / 2.0);
    said(ui, Rect::from_min_size(at, galley.size()), words);
    widgets::paint_galley(ui.painter(), at, galley, kind);
}

fn plot(ui: &Ui, place: Rect, phone: &Telephone, row: &Row) {
    let t = look(ui.ctx()).tokens;
    let most = phone.history.iter().map(row.of).fold(0.0, f64::max);
    ui.painter()
        .hline(place.x_range(), place.bottom(), Stroke::new(1.0, t.line));
    if most <= 0.0 || phone.history.len() < 2 {
        return;
    }
    let step = place.width() / (PLOTTED - 1) as f32;
    let missing = (PLOTTED - phone.history.len()) as f32;
    let points = phone.history.iter().enumerate().map(|(n, stats)| {
        let part = ((row.of)(stats) / most) as f32;
        let x = place.left() + (missing + n as f32) * step;
        pos2(x, place.bottom() - part * place.height())
    });
    let stroke = Stroke::new(1.5, t.twine);
    ui.painter().add(Shape::line(points.collect(), stroke));
}

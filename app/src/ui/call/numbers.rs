//! The numbers of a call, with small plots of the last minute.

use egui::{CornerRadius, Rect, Shape, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};
use tincan_media::engine::CallStats;
use tincan_net::Path;

use super::telephone::{PLOTTED, Telephone};
use crate::ui::{
    theme::{Type, look, radius},
    widgets::Text,
    words::{Word, call as words, path, tenths},
};

const WIDTH: f32 = 260.0;
const PLOT: f32 = 36.0;

/// What is plotted: a word, the number of a moment, and how it is written.
struct Row {
    word: Word,
    of: fn(&CallStats) -> f64,
    write: fn(f64) -> String,
}

const ROWS: [Row; 6] = [
    Row {
        word: words::delay,
        of: |stats| stats.audio.delay.as_secs_f64() * 1000.0,
        write: |ms| format!("{ms:.0} ms"),
    },
    Row {
        word: words::repaired,
        of: |stats| stats.audio.repaired_ratio * 100.0,
        write: |percent| format!("{} %", tenths(percent)),
    },
    Row {
        word: words::made_up,
        of: |stats| stats.audio.concealed_ratio * 100.0,
        write: |percent| format!("{} %", tenths(percent)),
    },
    Row {
        word: words::rate_in,
        of: |stats| f64::from(stats.audio.bitrate_in + stats.video.bitrate_in) / 1000.0,
        write: |kilobits| format!("{kilobits:.0} kbit/s"),
    },
    Row {
        word: words::rate_out,
        of: |stats| f64::from(stats.audio.bitrate_out + stats.video.bitrate_out) / 1000.0,
        write: |kilobits| format!("{kilobits:.0} kbit/s"),
    },
    Row {
        word: words::pictures,
        of: |stats| stats.video.fps_in.into(),
        write: |rate| format!("{rate:.0}"),
    },
];

/// Draws the panel at the right of `area`.
pub(super) fn ui(ui: &mut Ui, area: Rect, phone: &Telephone, way: Option<&Path>) {
    let t = look(ui.ctx()).tokens;
    let height = 92.0 + ROWS.len() as f32 * (PLOT + 22.0);
    let panel = Rect::from_min_size(
        pos2(area.right() - WIDTH - 16.0, area.top() + 76.0),
        vec2(WIDTH, height.min(area.height() - 180.0)),
    );
    ui.painter().rect(
        panel,
        CornerRadius::same(radius::CARD),
        t.surface,
        Stroke::new(1.0, t.line),
        StrokeKind::Inside,
    );
    let inner = panel.shrink(16.0);
    let mut ui = ui.new_child(UiBuilder::new().id_salt("numbers").max_rect(inner));
    ui.set_clip_rect(panel);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add(Text::new(words::numbers(), Type::Strong));
    let video = phone.history.back().map(|stats| stats.video);
    let size = video.filter(|video| video.width > 0);
    let size = size.map(|video| format!(" · {}×{}", video.width, video.height));
    let line = format!("{}{}", path::tag(way), size.unwrap_or_default());
    ui.add(Text::colored(line, Type::Small, t.ink_2));
    for row in &ROWS {
        let now = phone
            .history
            .back()
            .map_or_else(|| "–".to_owned(), |stats| (row.write)((row.of)(stats)));
        let words = format!("{} · {now}", (row.word)());
        ui.add_space(4.0);
        ui.add(Text::colored(words, Type::Small, t.ink));
        let size = vec2(inner.width(), PLOT - 8.0);
        let (place, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        plot(&ui, place, phone, row);
    }
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

//! The list of keys.

use egui::{Context, Rect, Stroke, Ui, UiBuilder, Widget, pos2, vec2};

use crate::ui::{
    theme::{Type, look, space},
    widgets::{Text, row},
    words::{
        Language,
        keys::{self, Part},
    },
};

/// Of the dialog with one column, and with two.
const WIDTHS: [f32; 2] = [400.0, 720.0];
/// Of the keys in a column.
const KEYS: f32 = 164.0;
const ROW: f32 = 26.0;

/// Draws it; whether it was closed.
pub(super) fn ui(ctx: &Context, fresh: bool) -> bool {
    let [one, two] = WIDTHS;
    let beside = ctx.content_rect().width() >= two + 2.0 * space::XL;
    let width = if beside { two } else { one };
    let [first, rest @ ..] = &keys::PARTS;
    super::wide_explanation(ctx, keys::title(), width, fresh, |ui| {
        if !beside {
            part(ui, first);
            rest.iter().for_each(|each| part(ui, each));
            return;
        }
        ui.spacing_mut().item_spacing.x = space::XL;
        ui.columns(2, |columns| {
            if Language::spoken().is_rtl() {
                columns.reverse();
            }
            let [one, other] = columns else { return };
            one.with_layout(row::column(), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                part(ui, first);
            });
            other.with_layout(row::column(), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for each in rest {
                    part(ui, each);
                    ui.add_space(space::L);
                }
            });
        });
    })
}

fn part(ui: &mut Ui, (place, rows): &Part) {
    ui.add_space(space::XS);
    Text::new(place(), Type::Strong).ui(ui);
    ui.add_space(space::XS);
    for (keys, does) in *rows {
        line(ui, &keys::written(keys), does());
    }
}

fn line(ui: &mut Ui, keys: &str, does: &str) {
    let t = look(ui.ctx()).tokens;
    let width = ui.available_width();
    let keys_wide = KEYS.min(width * 0.45);
    let parts = [
        (0.0, keys_wide - space::S, keys, t.ink_2),
        (keys_wide, width - keys_wide, does, t.ink),
    ];
    // What does not fit on a line goes on to the next.
    let lines = parts.map(|(_, width, text, color)| {
        let job = Type::Body.job(text, color, width);
        ui.painter().layout_job(job).size().y
    });
    let above = (ROW - Type::Body.line()) / 2.0;
    let high = ROW.max(lines[0].max(lines[1]) + 2.0 * above);
    let (_, row) = ui.allocate_space(vec2(width, high));
    ui.painter()
        .hline(row.x_range(), row.top(), Stroke::new(1.0, t.line));
    for (left, width, text, color) in parts {
        let at = pos2(row.left() + left, row.top() + above);
        let part = Rect::from_min_size(at, vec2(width, high - above));
        let part = row::mirrored(row, part);
        let builder = UiBuilder::new().max_rect(part).layout(row::column());
        let mut cell = ui.new_child(builder);
        Text::colored(text, Type::Body, color).ui(&mut cell);
    }
}

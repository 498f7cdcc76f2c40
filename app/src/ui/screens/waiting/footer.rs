//! Below a room that waits: what kind it is, and the wish to be asked.

use egui::{Stroke, Ui, vec2};

use super::View;
use crate::ui::{
    action::{Action, Actions},
    icons,
    overlay::{Dialog, KeptDialog, kind_words},
    theme::{Type, look, space},
    widgets::{Button, Size, Text, galley, row, toggle},
    words::{kept, waiting},
};

/// Whether both have room beside each other.
pub(super) fn fits_beside(ui: &Ui, view: &View) -> bool {
    kind_width(ui, view) + ask_width(ui) + space::XL <= ui.available_width()
}

/// How much room the kind of the room takes on a line.
fn kind_width(ui: &Ui, view: &View) -> f32 {
    let (_, words) = kind_words(view.kept);
    let ink = look(ui.ctx()).tokens.ink;
    let words = galley(ui, words, Type::Strong, ink).size().x;
    18.0 + words + change().natural_width(ui) + 2.0 * space::S
}

/// How much the wish to be asked takes.
fn ask_width(ui: &Ui) -> f32 {
    let ink = look(ui.ctx()).tokens.ink;
    let words = galley(ui, waiting::ask(), Type::Body, ink);
    words.size().x + 12.0 + 40.0
}

fn change() -> Button<'static> {
    Button::quiet(kept::change()).size(Size::Small)
}

/// What kind of a room it is, and below it a button that changes that.
pub(super) fn kind(ui: &mut Ui, view: &View, actions: &mut Actions) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let words = sign_of_kind(ui, view);
        ui.with_layout(row::column(), |ui| {
            ui.add(words);
            change_kind(ui, view, actions);
        });
    });
}

/// Draws the icon of the kind; what is said beside it.
fn sign_of_kind(ui: &mut Ui, view: &View) -> Text {
    let t = look(ui.ctx()).tokens;
    let (_, rect) = ui.allocate_space(vec2(18.0, 20.0));
    let (icon, words) = kind_words(view.kept);
    icons::paint(ui.painter(), icon, rect.center(), 18.0, t.ink_2);
    Text::marked(words, Type::Body, t.ink_2, t.ink)
}

fn change_kind(ui: &mut Ui, view: &View, actions: &mut Actions) {
    if ui.add(change()).clicked() {
        let dialog = KeptDialog::Kind { kept: view.kept };
        actions.push(Action::Open(Dialog::Kept(dialog)));
    }
}

/// The wish to be asked, and the kind of the room where that has room `beside` it.
pub(super) fn footer(
    ui: &mut Ui,
    view: &View,
    beside: bool,
    actions: &mut Actions,
) -> Option<bool> {
    let t = look(ui.ctx()).tokens;
    let top = ui.max_rect().top() - 4.0;
    ui.painter()
        .hline(ui.max_rect().x_range(), top, Stroke::new(1.0, t.line));
    let mut asked = None;
    if beside {
        let words = sign_of_kind(ui, view);
        ui.add(words);
        change_kind(ui, view, actions);
    }
    ui.with_layout(row::from_end(), |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let switch = toggle(ui, view.ask, waiting::ask());
        let label = ui.add(Text::new(waiting::ask(), Type::Body));
        let label = ui.interact(label.rect, label.id.with("click"), egui::Sense::CLICK);
        if switch.clicked() || label.clicked() {
            asked = Some(!view.ask);
        }
    });
    asked
}

//! The paperclip and its menu.

use egui::{Align, Id, Layout, Popup, PopupCloseBehavior, Rect, Ui, UiBuilder, pos2, vec2};

use crate::{
    desktop::Choose,
    ui::{
        action::{Action, Actions},
        handing::{Hand, How},
        icons::Icon,
        theme::{Type, look},
        widgets::{Text, begin_menu, give_back, icon_button, menu_row, row, toggle},
        words::handover,
    },
};

/// How much of the composer it takes, from where lines begin.
pub(super) const WIDTH: f32 = 36.0;

/// Draws it below in `area`, where lines begin; `clean` says whether pictures are sent
/// without what they tell beside what they show.
pub(super) fn ui(ui: &mut Ui, area: Rect, clean: bool, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    let rect = Rect::from_min_size(
        pos2(area.left() + 6.0, area.bottom() - 42.0),
        vec2(WIDTH, 36.0),
    );
    let rect = row::mirrored(area, rect);
    let builder = UiBuilder::new()
        .id_salt(Id::new("attach"))
        .max_rect(rect)
        .layout(Layout::left_to_right(Align::Center));
    let mut place = ui.new_child(builder);
    let button = icon_button(&mut place, Icon::Attach, handover::attach(), 36.0, t.ink_2);
    let id = button.id.with("menu");
    Popup::menu(&button)
        .id(id)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| menu(ui, clean, button.id, actions));
    give_back(&button, id);
}

fn menu(ui: &mut Ui, clean: bool, opener: Id, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    ui.set_width(290.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    let usual = How::Usual { clean };
    let rows = [
        (
            Icon::Image,
            handover::pictures_and_files(),
            Choose::Files,
            usual,
        ),
        (
            Icon::Folder,
            handover::folder(),
            Choose::Folder,
            How::AsFiles,
        ),
        (
            Icon::File,
            handover::as_files(),
            Choose::Files,
            How::AsFiles,
        ),
    ];
    for (number, (icon, words, what, how)) in rows.into_iter().enumerate() {
        let row = menu_row(ui, icon, words, "");
        if number == 0 {
            begin_menu(&row, opener);
        }
        if row.clicked() {
            actions.push(Action::Hand(Hand::Choose(what, how)));
            ui.close();
        }
    }
    ui.add_space(4.0);
    let line = ui.available_rect_before_wrap();
    ui.painter()
        .hline(line.x_range(), line.top(), egui::Stroke::new(1.0, t.line));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.add_space(10.0);
        ui.with_layout(row::column(), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_width(214.0);
            ui.add(Text::colored(handover::clean(), Type::Body, t.ink));
            let (words, ink) = if clean {
                (handover::clean_on(), t.ink_2)
            } else {
                (handover::clean_off(), t.them_ink)
            };
            ui.add(Text::colored(words, Type::Small, ink));
        });
        if toggle(ui, clean, handover::clean()).clicked() {
            actions.push(Action::CleanPictures(!clean));
        }
    });
    ui.add_space(6.0);
}

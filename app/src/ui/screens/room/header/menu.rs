//! What else can be done with a room.

use egui::{Popup, Rect, ScrollArea, Ui};

use super::View;
use crate::ui::{
    action::{Action, Actions},
    call::Press,
    icons::Icon,
    overlay::{About, Dialog, KeptDialog},
    theme::{look, space},
    widgets::{begin_menu, give_back, icon_button, menu_row},
    words::{self, Word, call, kept, settings},
};

/// A way to call: its icon, its word, and whether it is with pictures.
pub(super) type CallBy = (Icon, Word, bool);

/// From the end of the row.
pub(super) const CALLS: [CallBy; 2] = [
    (Icon::Camera, call::video_call, true),
    (Icon::Phone, call::call, false),
];

/// What else can be done, and `calls` for which there is no room elsewhere; where
/// its button is.
pub(super) fn menu(ui: &mut Ui, view: &View, calls: &[CallBy], actions: &mut Actions) -> Rect {
    let ink = look(ui.ctx()).tokens.ink_2;
    let dots = icon_button(ui, Icon::More, kept::menu(), 36.0, ink);
    let name = match &view.label {
        Some(label) => label.clone(),
        None => words::name(&view.peer),
    };
    let about = || About {
        room: None,
        name: name.clone(),
        kept: view.kept,
    };
    let kept = |dialog| Action::Open(Dialog::Kept(dialog));
    let block = (
        Icon::Block,
        kept::block(),
        "",
        kept(KeptDialog::Block(about())),
    );
    let by = |(icon, label, video): &CallBy| {
        let press = Press::Call { video: *video };
        (*icon, label(), "", Action::Phone(press))
    };
    let mut rows: Vec<_> = calls.iter().rev().map(by).collect();
    if view.kept {
        let label = view.label.clone();
        let written = label.unwrap_or_else(|| view.peer.to_string());
        rows.extend([
            (Icon::Search, kept::search(), "Ctrl+F", Action::OpenSearch),
            (Icon::File, kept::export(), "", kept(KeptDialog::Export)),
            (
                Icon::Edit,
                kept::rename(),
                "",
                kept(KeptDialog::Rename(about(), written)),
            ),
            (
                Icon::Trash,
                kept::clear(),
                "",
                kept(KeptDialog::Clear(about())),
            ),
            block,
            (
                Icon::Close,
                kept::forget(),
                "",
                kept(KeptDialog::Forget(about())),
            ),
        ]);
    } else {
        if view.proposable {
            rows.push((Icon::Kept, kept::keep(), "", kept(KeptDialog::Propose)));
        }
        rows.push(block);
    }
    let settings = (settings::title(), Action::Settings(None));
    rows.push((Icon::Sliders, settings.0, "Ctrl+,", settings.1));
    let id = ui.id().with("room menu");
    // A low window has no room for all of it at once.
    let high = ui.ctx().content_rect().height() - 2.0 * space::L;
    Popup::menu(&dots).id(id).show(|ui| {
        ui.set_width(240.0);
        ScrollArea::vertical().max_height(high).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (number, (icon, label, keys, action)) in rows.into_iter().enumerate() {
                let row = menu_row(ui, icon, label, keys);
                if number == 0 {
                    begin_menu(&row, dots.id);
                }
                if row.clicked() {
                    actions.push(action);
                    ui.close();
                }
            }
        });
    });
    give_back(&dots, id);
    dots.rect
}

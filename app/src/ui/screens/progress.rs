//! On the way: making a room, looking for one, waiting at a door.

use egui::{Align, Layout, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use tincan_net::{Command, Warning};

use super::page::{self, Corner};
use crate::ui::{
    action::Actions,
    app::You,
    cans::{Can, Whose},
    route::Route,
    string::{self, Line},
    theme::{look, width},
    widgets::{Button, Size, row},
    words::{home, progress},
};

/// Draws the page of `route`.
pub(crate) fn ui(
    ui: &mut Ui,
    route: Route,
    warnings: &[Warning],
    cancelling: bool,
    you: &You,
    actions: &mut Actions,
) {
    let (title, text) = match route {
        Route::Creating => (progress::creating(), progress::creating_text()),
        Route::Knocking => (progress::knocking(), progress::knocking_text()),
        _ => (progress::joining(), progress::joining_text()),
    };
    let whose = if route == Route::Creating {
        Whose::Absent
    } else {
        Whose::Them
    };
    page::page(
        ui,
        width::CONVERSATION,
        |ui| {
            page::top_bar(ui, &Corner::Logo, you, actions);
            page::warnings(ui, warnings, actions);
            ui.add_space(60.0);
            slack(ui, whose);
            ui.add_space(40.0);
            page::heading(ui, title, 8.0, text);
            ui.add_space(24.0);
            let row =
                Rect::from_min_size(ui.next_widget_position(), vec2(ui.available_width(), 44.0));
            ui.scope_builder(
                UiBuilder::new()
                    .max_rect(row)
                    .layout(Layout::top_down(Align::Center)),
                |ui| {
                    let cancel = Button::second(progress::cancel())
                        .size(Size::Large)
                        .busy(cancelling.then_some(progress::cancelling()));
                    if ui.add(cancel).clicked() {
                        actions.push(Command::Leave.into());
                    }
                },
            );
        },
        |_| {},
    );
}

/// Two cans on a string that nobody pulls yet.
fn slack(ui: &mut Ui, whose: Whose) {
    let look = look(ui.ctx());
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), 110.0));
    let size = vec2(60.0, 78.0);
    let apart = (rect.width() / 2.0 - 56.0).min(200.0);
    let at = |x: f32| row::mirrored_point(rect, pos2(rect.center().x + x, rect.top() + 40.0));
    let (left, right) = (at(-apart), at(apart));
    let you = Can::lying(Whose::You, size).text(home::you(), 16.0);
    let them = Can::lying(whose, size);
    you.paint(ui.painter(), left, &look);
    them.paint(ui.painter(), right, &look);
    let line = Line {
        from: you.knot(left),
        to: them.knot(right),
        sag: 70.0,
        inset: 0.2,
    };
    let twine = look.tokens.twine;
    line.paint(ui.painter(), Stroke::new(look.string_width(3.0), twine));
    string::paint_knot(ui.painter(), line.from, twine);
    string::paint_knot(ui.painter(), line.to, twine);
}

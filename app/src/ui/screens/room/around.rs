//! Around the conversation: what a person should know now, words that were
//! refused, the way down, and who is typing.

use egui::{Align2, Id, Rangef, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};
use tincan_net::DisplayName;

use super::{
    draw, keeping,
    timeline::{Scene, Timeline},
};
use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        handing::Hand,
        icons::Icon,
        screens::page,
        string,
        theme::{Type, look, space},
        widgets::{self, Button, Notice, Size, Tone, row},
        words::{self, handover, room},
    },
};

/// What a person should know now, above the conversation. Where that begins.
pub(super) fn notices(
    ui: &mut Ui,
    list: Rect,
    column: Rangef,
    room: &Room,
    (handing, complaint): (Option<&str>, Option<&str>),
    actions: &mut Actions,
) -> f32 {
    let any = handing.is_some() || complaint.is_some() || keeping::any(room);
    if room.warnings().is_empty() && !any {
        return list.top();
    }
    let area = Rect::from_min_max(
        pos2(column.min, list.top() + space::S),
        pos2(column.max, list.bottom()),
    );
    // In a low window they scroll, and leave the composer free.
    let mut child = ui.new_child(UiBuilder::new().max_rect(area).id_salt("notices"));
    let scroll = ScrollArea::vertical().auto_shrink([false, true]);
    let shown = scroll.show(&mut child, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        page::warnings(ui, room.warnings(), actions);
        keeping::ui(ui, room, actions);
        for (why, read) in [
            (handing, Action::Hand(Hand::Understood)),
            (complaint, Action::Understood),
        ] {
            let Some(why) = why else { continue };
            let notice = Notice::new(Tone::Danger, why).action(handover::ok());
            if widgets::notice(ui, notice) {
                actions.push(read);
            }
        }
    });
    area.top() + shown.content_size.y.min(area.height())
}

/// Words that were refused stand below the others; how high they are.
pub(super) fn unsent_lines(
    ui: &mut Ui,
    list: Rect,
    scene: &Scene<'_>,
    actions: &mut Actions,
) -> f32 {
    const ROW: f32 = 36.0;
    let mut bottom = list.bottom();
    // The last few: more than these would push the conversation out.
    for words in scene
        .room
        .conversation
        .unsent()
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .take(4)
    {
        let row = Rect::from_min_max(
            pos2(scene.column.min, bottom - ROW),
            pos2(scene.column.max, bottom),
        );
        let why = words.error.as_ref().map(ToString::to_string);
        let what: String = words.text.chars().take(32).collect();
        let mut line = ui.new_child(UiBuilder::new().id_salt(words.tag).max_rect(row));
        let what = format!("{}: {what}", room::waiting());
        match draw::failed_line(
            &mut line,
            scene,
            row,
            &what,
            why.as_deref().unwrap_or_default(),
        ) {
            Some(draw::Choice::Again) => actions.push(Action::RetryUnsent(words.tag)),
            Some(draw::Choice::Forget) => actions.push(Action::ForgetUnsent(words.tag)),
            None => {}
        }
        bottom -= ROW;
    }
    list.bottom() - bottom
}

/// Back to the newest, when one has scrolled up.
pub(super) fn down_button(ui: &mut Ui, list: Rect, unread: usize, timeline: &mut Timeline) {
    let words = room::new_messages(unread);
    let button = Button::second(&words).icon(Icon::Down).size(Size::Normal);
    let size = vec2(button.natural_width(ui), 36.0);
    let at = pos2(list.center().x, list.bottom() - 12.0);
    let rect = Align2::CENTER_BOTTOM.anchor_size(at, size);
    // Above the rows, which take clicks too.
    let mut layer = ui.new_child(UiBuilder::new().id_salt("down").max_rect(rect));
    if layer.add(button).clicked() {
        timeline.follow();
        ui.ctx().request_repaint();
    }
}

/// Who is typing.
pub(super) fn typing_line(ui: &mut Ui, area: Rect, peer: &DisplayName) {
    let look = look(ui.ctx());
    let middle = area.center().y - 4.0;
    let beads = row::lead(area, 1.0, 34.0);
    string::paint_typing(ui.painter(), pos2(beads, middle), &look);
    let words = room::typing(&words::name(peer));
    let galley = widgets::galley(ui, words.as_str(), Type::Small, look.tokens.ink_2);
    let at = pos2(row::lead(area, 42.0, galley.size().x), middle - 8.0);
    let place = Rect::from_min_size(at, galley.size());
    widgets::paint_galley(ui.painter(), at, galley, Type::Small);
    let response = ui.interact(place, Id::new("typing"), Sense::hover());
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, words.as_str()));
}

//! What can be done with a message: buttons beside it under the pointer, a menu,
//! and keys for those who came to it by keys.

use egui::{
    EventFilter, Key, Modifiers, Popup, Rect, Response, Sense, Ui, UiBuilder, WidgetInfo,
    WidgetType, vec2,
};

use super::{
    reactions, said,
    timeline::{Scene, Wish},
};
use crate::{
    model::{Entry, Line},
    ui::{
        action::{Action, Actions},
        icons::Icon,
        overlay::Dialog,
        rich::Link,
        theme::radius,
        widgets::{begin_menu, give_back_to, icon_button, menu_row, paint_ring, row},
        words::{room, talk},
    },
};

/// A button, and the gap beside it.
const BUTTON: f32 = 28.0;
const GAP: f32 = 2.0;
/// All of them.
const WIDTH: f32 = 3.0 * BUTTON + 2.0 * GAP;

/// Draws them when they are wanted; where, then.
pub(super) fn ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    line: &Line,
    links: &[Link],
    area: Rect,
    words: &Response,
    actions: &mut Actions,
) -> Option<Rect> {
    let id = line.message.id;
    let kept = ui.id().with("tools wanted");
    let by_key = scene.at == Some(id) && by_keys(ui, scene, line, area, actions);
    let size = vec2(WIDTH, BUTTON);
    let mut place = said::beside(area, line.message.mine, size);
    if place.left() < scene.column.min || place.right() > scene.column.max {
        // No room beside it.
        let x = place
            .left()
            .clamp(scene.column.min, scene.column.max - WIDTH);
        place = Rect::from_min_size(egui::pos2(x, area.top() - 22.0), size);
    }
    let popup = ui.id().with("more");
    let band = area.union(place).expand2(vec2(6.0, 2.0));
    let hovered = ui.rect_contains_pointer(band);
    let before = ui.data(|data| data.get_temp::<bool>(kept).unwrap_or_default());
    let open =
        Popup::is_id_open(ui.ctx(), popup) || Popup::is_id_open(ui.ctx(), ui.id().with("react"));
    let mut shown = None;
    let mut focused = by_key;
    if hovered || before || by_key || open {
        let (rect, any) = buttons(ui, scene, line, links, place, actions);
        focused |= any;
        shown = Some(rect);
    }
    if focused != before {
        ui.data_mut(|data| data.insert_temp(kept, focused));
        ui.ctx().request_repaint();
    }
    words.context_menu(|ui| menu(ui, scene, line, links, actions));
    shown
}

/// Where keys have come to. Whether the message has the keyboard.
fn by_keys(ui: &mut Ui, scene: &Scene<'_>, line: &Line, area: Rect, actions: &mut Actions) -> bool {
    let message = &line.message;
    let id = said::handle(message.id);
    let response = ui.interact(area, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, talk::selected()));
    let describes = said::label(scene, message);
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_description(format!("{describes}. {}", talk::keys()));
    });
    paint_ring(ui.painter(), &response, area, radius::CARD, &scene.look);
    if scene.takes_keys {
        response.request_focus();
    }
    if !response.has_focus() {
        return false;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let pressed = |ui: &Ui, key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(ui, Key::ArrowUp) {
        scene.wish(Wish::Walk(message.id, -1));
    } else if pressed(ui, Key::ArrowDown) {
        scene.wish(Wish::Walk(message.id, 1));
    } else if pressed(ui, Key::R) {
        scene.wish(Wish::Reply(message.id));
    } else if message.mine && pressed(ui, Key::E) {
        scene.wish(Wish::Edit(message.id));
    } else if message.mine && (pressed(ui, Key::Delete) || pressed(ui, Key::Backspace)) {
        actions.push(Action::Open(Dialog::Delete(message.id)));
    } else if pressed(ui, Key::Enter) || pressed(ui, Key::Space) {
        Popup::open_id(ui.ctx(), ui.id().with("more"));
    } else if ui.input(|input| input.events.contains(&egui::Event::Copy)) {
        actions.push(Action::CopyQuietly(message.text.clone()));
    }
    true
}

/// The buttons at `place`; where, and whether one of them has the keyboard.
fn buttons(
    ui: &mut Ui,
    scene: &Scene<'_>,
    line: &Line,
    links: &[Link],
    place: Rect,
    actions: &mut Actions,
) -> (Rect, bool) {
    let t = scene.look.tokens;
    let (react_id, more_id) = (ui.id().with("react"), ui.id().with("more"));
    let builder = UiBuilder::new()
        .id_salt("tools")
        .max_rect(place)
        .layout(row::from_start());
    let mut beside = ui.new_child(builder);
    beside.spacing_mut().item_spacing.x = GAP;
    beside
        .painter()
        .rect_filled(place.expand(2.0), f32::from(radius::CONTROL), t.canvas);
    let react = icon_button(&mut beside, Icon::Smile, talk::react(), BUTTON, t.ink_2);
    let reply = icon_button(&mut beside, Icon::Reply, talk::reply(), BUTTON, t.ink_2);
    let more = icon_button(&mut beside, Icon::More, talk::more(), BUTTON, t.ink_2);
    Popup::menu(&react).id(react_id).show(|ui| {
        if reactions::quick(ui, scene, line, actions) {
            ui.close();
        }
    });
    if reply.clicked() {
        scene.wish(Wish::Reply(line.message.id));
    }
    Popup::menu(&more)
        .id(more_id)
        .show(|ui| menu(ui, scene, line, links, actions));
    let message = said::handle(line.message.id);
    for popup in [react_id, more_id] {
        give_back_to(ui.ctx(), message, popup);
    }
    let focused = react.has_focus() || reply.has_focus() || more.has_focus();
    (place, focused)
}

fn menu(ui: &mut Ui, scene: &Scene<'_>, line: &Line, links: &[Link], actions: &mut Actions) {
    let message = &line.message;
    ui.set_width(262.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    let mut done = reactions::quick(ui, scene, line, actions);
    ui.add_space(4.0);
    let first = menu_row(ui, Icon::Reply, talk::reply(), "R");
    begin_menu(&first, said::handle(message.id));
    if first.clicked() {
        scene.wish(Wish::Reply(message.id));
        done = true;
    }
    if menu_row(ui, Icon::Copy, room::copy(), "Ctrl+C").clicked() {
        actions.push(Action::CopyQuietly(message.text.clone()));
        done = true;
    }
    for link in links.iter().take(3) {
        let label = talk::open_host(link.host());
        if menu_row(ui, Icon::Link, &label, "").clicked() {
            actions.push(Action::Open(Dialog::OpenLink(Box::new(link.clone()))));
            done = true;
        }
    }
    if let Some(to) = message.reply_to
        && menu_row(ui, Icon::Back, talk::show_quoted(), "").clicked()
    {
        scene.wish(Wish::Show(Entry::Said(to)));
        done = true;
    }
    if message.mine {
        if menu_row(ui, Icon::Edit, talk::edit(), "E").clicked() {
            scene.wish(Wish::Edit(message.id));
            done = true;
        }
        if menu_row(ui, Icon::Trash, room::delete(), "Del").clicked() {
            actions.push(Action::Open(Dialog::Delete(message.id)));
            done = true;
        }
    }
    if done {
        ui.close();
    }
}

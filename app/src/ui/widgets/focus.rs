//! What has the keyboard: the ring around it, and who takes it when nobody has.

use egui::{
    Context, CornerRadius, Event, Id, Key, Modifiers, Painter, Popup, Rect, Response, Stroke,
    StrokeKind, Ui, vec2,
};

use crate::ui::theme::{Look, look};

/// Draws the focus ring around `rect` when `response` has the keyboard and a
/// key was used last.
pub fn paint_ring(painter: &Painter, response: &Response, rect: Rect, radius: u8, look: &Look) {
    if !response.has_focus() || !look.keys_last {
        return;
    }
    bring_into_sight(response, look);
    painter.rect_stroke(
        rect.expand(3.0),
        CornerRadius::same(radius + 3),
        Stroke::new(2.0, look.tokens.focus),
        StrokeKind::Middle,
    );
}

/// Where the ring comes to is in sight.
pub(super) fn bring_into_sight(response: &Response, look: &Look) {
    if response.gained_focus() && look.keys_last {
        response.scroll_to_me(None);
    }
}

/// Has Page Up and Page Down move what `ui` scrolls, for those who read without a
/// mouse. Call inside of the scroll area.
pub fn scroll_by_pages(ui: &mut Ui) {
    /// Of what was seen, so much makes room.
    const PAGE: f32 = 0.85;
    if !ui.memory(|memory| memory.allows_interaction(ui.layer_id())) {
        return; // A dialog covers it.
    }
    let (up, down) = ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        (pressed(Key::PageUp), pressed(Key::PageDown))
    });
    let page = PAGE * ui.clip_rect().height();
    if up != down {
        ui.scroll_with_delta(vec2(0.0, if up { page } else { -page }));
    }
}

/// Gives the keyboard to the `first` row of a menu that keys have opened, while
/// `opener` still has it, or nobody.
pub fn begin_menu(first: &Response, opener: Id) {
    let ctx = &first.ctx;
    let focused = ctx.memory(|memory| memory.focused());
    if look(ctx).keys_last && focused.is_none_or(|id| id == opener) {
        first.request_focus();
    }
}

/// Gives the keyboard back to `button` when its `popup` has closed, for those who
/// go by keys. Call after the popup was drawn.
pub fn give_back(button: &Response, popup: Id) {
    give_back_to(&button.ctx, button.id, popup);
}

/// The same for what is called `id`.
pub fn give_back_to(ctx: &Context, id: Id, popup: Id) {
    let open = Popup::is_id_open(ctx, popup);
    let was_open = ctx.data_mut(|data| {
        let known = data.get_temp_mut_or_default::<bool>(popup.with("was open"));
        std::mem::replace(known, open)
    });
    if was_open && !open && look(ctx).keys_last {
        ctx.memory_mut(|memory| memory.request_focus(id));
    }
}

/// The keyboard, while something that covers the window has it: whoever had it
/// before gets it back.
#[derive(Debug, Default)]
pub struct Lent {
    before: Option<Id>,
    covered: bool,
}

impl Lent {
    /// Call before anything is drawn; `covered` says that a dialog will be.
    pub fn watch(&mut self, ctx: &Context, covered: bool) {
        if covered {
            if !self.covered {
                let focused = ctx.memory(|memory| memory.focused());
                self.before = self.before.or(focused);
            }
            self.covered = true;
            return;
        }
        self.covered = false;
        let Some(before) = self.before else { return };
        // egui notices a frame later that nothing covers it.
        if ctx.memory(|memory| memory.top_modal_layer().is_some()) {
            return ctx.request_repaint();
        }
        self.before = None;
        ctx.memory_mut(|memory| {
            // Unless somebody else has it.
            if memory.focused().is_none() {
                memory.request_focus(before);
            }
        });
    }
}

/// Takes the keyboard from what is no longer drawn. egui would leave it there for
/// a frame, and AccessKit ends the app over a keyboard that is nowhere. Call when
/// all is drawn.
pub fn take_from_what_is_gone(ctx: &Context) {
    let Some(focused) = ctx.memory(|memory| memory.focused()) else {
        return;
    };
    if !ctx.viewport(|viewport| viewport.this_pass.widgets.contains(focused)) {
        ctx.memory_mut(|memory| memory.surrender_focus(focused));
    }
}

/// Whether words were typed or pasted while nothing has the keyboard: the one
/// field of a screen takes them. A dialog keeps what is below it from that.
pub fn typed_nowhere(ui: &Ui) -> bool {
    let (nobody, covered) = ui.memory(|memory| {
        let covered = memory.top_modal_layer().is_some();
        (memory.focused().is_none(), covered)
    });
    let typed = |event: &Event| matches!(event, Event::Text(_) | Event::Paste(_));
    nobody && !covered && ui.input(|input| input.events.iter().any(typed))
}

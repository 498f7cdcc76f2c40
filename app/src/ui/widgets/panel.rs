//! A panel to pick from, above what opens it: tabs, a field to search with, a
//! grid that the arrow keys walk.

use egui::{
    Align2, CornerRadius, Frame, Id, Key, Margin, Modifiers, Popup, PopupCloseBehavior, Response,
    Sense, Stroke, Ui, WidgetInfo, WidgetType, accesskit::Role, pos2, vec2,
};

use super::{
    button::icon_button,
    field::{line, paint_hint},
    focus::paint_ring,
    row, text,
};
use crate::ui::{
    icons::{self, Icon},
    theme::{Type, look, radius, space},
    words::Language,
};

/// Around what is in it.
const PADDING: f32 = space::L;
/// Between its parts, one below the other.
const BETWEEN: f32 = 10.0;
/// Of the field to search with.
const SEARCH: f32 = 36.0;

/// Draws the panel called `label` in `popup`, `width` wide, while it is open:
/// what `add` says, which may be as high as there is room. Escape and a click
/// beside it close the popup.
pub fn panel<R>(
    popup: Popup<'_>,
    label: &str,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    let ctx = popup.ctx().clone();
    let look = look(&ctx);
    let t = look.tokens;
    let window = ctx.content_rect();
    let anchor = popup.get_anchor_rect()?;
    let above = anchor.top() - window.top();
    let below = window.bottom() - anchor.bottom();
    let high = above.max(below) - 2.0 * space::S - 2.0 * PADDING;
    let wide = width.min(window.width() - 2.0 * space::S) - 2.0 * PADDING;
    let edge = if look.high_contrast {
        Stroke::new(1.5, t.line_strong)
    } else {
        Stroke::new(1.0, t.line)
    };
    let frame = Frame::new()
        .fill(t.raised)
        .stroke(edge)
        .corner_radius(CornerRadius::same(radius::DIALOG))
        .shadow(ctx.global_style().visuals.popup_shadow)
        .inner_margin(Margin::same(PADDING as i8));
    let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let popup = popup.layout(row::column());
    let shown = popup.gap(space::S).frame(frame).show(|ui| {
        ui.set_width(wide);
        ui.set_max_height(high);
        ui.spacing_mut().item_spacing = vec2(space::S, BETWEEN);
        add(ui)
    })?;
    let id = shown.response.id;
    ctx.accesskit_node_builder(id, |node| {
        node.set_role(Role::Dialog);
        node.set_label(label);
    });
    Some(shown.inner)
}

/// What was pressed at the top of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Top {
    /// Another tab, by its number.
    Tab(usize),
    /// Away with it.
    Close,
}

/// Tabs at the left, of which the `chosen`th is open, and the button that
/// closes the panel at the right.
pub fn panel_top(ui: &mut Ui, tabs: &[&str], chosen: usize, close: &str) -> Option<Top> {
    let ink = look(ui.ctx()).tokens.ink;
    let mut pressed = None;
    let side = 28.0;
    ui.spacing_mut().interact_size.y = side;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for (number, name) in tabs.iter().enumerate() {
            if tab(ui, name, number == chosen).clicked() && number != chosen {
                pressed = Some(Top::Tab(number));
            }
        }
        ui.add_space((ui.available_width() - side).max(0.0));
        if icon_button(ui, Icon::Close, close, side, ink).clicked() {
            pressed = Some(Top::Close);
        }
    });
    pressed
}

fn tab(ui: &mut Ui, name: &str, chosen: bool) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let width = text::galley(ui, name, Type::SmallStrong, t.ink).size().x;
    let size = vec2((width + 22.0).ceil(), 28.0);
    let response = ui.allocate_response(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, name));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_role(Role::Tab));
    let rect = response.rect;
    let (fill, ink) = if response.is_pointer_button_down_on() {
        (t.sunken, t.ink)
    } else if chosen {
        (t.you_tint, t.you_ink)
    } else if response.hovered() {
        (t.you_tint.gamma_multiply(0.5), t.ink)
    } else {
        (egui::Color32::TRANSPARENT, t.ink)
    };
    let edge = if look.high_contrast && (chosen || response.hovered()) {
        Stroke::new(1.5, ink)
    } else {
        Stroke::NONE
    };
    let corner = CornerRadius::same(radius::SMALL);
    ui.painter()
        .rect(rect, corner, fill, edge, egui::StrokeKind::Inside);
    let galley = text::galley(ui, name, Type::SmallStrong, ink);
    let at = Align2::CENTER_CENTER
        .anchor_size(
            rect.center(),
            vec2(galley.size().x, Type::SmallStrong.line()),
        )
        .min;
    text::paint_galley(ui.painter(), at, galley, Type::SmallStrong);
    paint_ring(ui.painter(), &response, rect, radius::SMALL, &look);
    response
}

/// A field to search with, called what its `hint` says.
pub fn search(ui: &mut Ui, id: Id, hint: &str, limit: usize, text: &mut String) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let focused = ui.memory(|memory| memory.has_focus(id));
    let stroke = if focused {
        Stroke::new(2.0, t.you_ink)
    } else {
        Stroke::new(1.0, t.line_strong)
    };
    let natural = ui.fonts_mut(|fonts| fonts.row_height(&Type::Body.font()));
    let vertical = ((SEARCH - natural) / 2.0 - stroke.width).round() as i8;
    let (left, right) = if Language::spoken().is_rtl() {
        (12, 37)
    } else {
        (37, 12)
    };
    let frame = Frame::new()
        .fill(t.surface)
        .stroke(stroke)
        .corner_radius(CornerRadius::same(radius::CONTROL))
        .inner_margin(Margin {
            left: left - stroke.width as i8,
            right: right - stroke.width as i8,
            top: vertical,
            bottom: vertical,
        });
    let empty = text.is_empty();
    let response = line(ui, id, text, hint, limit, frame);
    if empty {
        let inside = response.rect.with_min_x(response.rect.left() + 37.0);
        let inside = inside.with_max_x(inside.right() - 12.0);
        paint_hint(ui, row::mirrored(response.rect, inside), hint);
    }
    let icon = pos2(
        row::lead(response.rect, 13.0, 16.0) + 8.0,
        response.rect.center().y,
    );
    icons::paint(ui.painter(), Icon::Search, icon, 16.0, t.ink_2);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::SearchInput);
        node.set_label(hint);
    });
    response
}

/// Where a key leads in a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To this cell.
    To(usize),
    /// Out of it, at the top.
    Out,
}

/// Where a key that is pressed now leads from the `at`th of `count` cells in so
/// many `columns`. It is then nobody else's.
pub fn grid_step(ui: &Ui, at: usize, columns: usize, count: usize) -> Option<Step> {
    const KEYS: [Key; 6] = [
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::ArrowDown,
        Key::Home,
        Key::End,
    ];
    let key = ui.input_mut(|input| {
        let pressed = |key: &Key| input.consume_key(Modifiers::NONE, *key);
        KEYS.into_iter().find(pressed)
    })?;
    Some(step(key, at, columns, count))
}

fn step(key: Key, at: usize, columns: usize, count: usize) -> Step {
    let last = count.saturating_sub(1);
    Step::To(match key {
        Key::ArrowLeft => at.saturating_sub(1),
        Key::ArrowRight => (at + 1).min(last),
        Key::ArrowUp if at < columns => return Step::Out,
        Key::ArrowUp => at - columns,
        // The last row may be short; there is always a way down to it.
        Key::ArrowDown if at / columns < last / columns => (at + columns).min(last),
        Key::Home => 0,
        Key::End => last,
        _ => at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_reached_and_nothing_lies_beyond_the_edge() {
        let (columns, count) = (2, 5);
        for (key, at, to) in [
            (Key::ArrowRight, 0, Step::To(1)),
            (Key::ArrowRight, 4, Step::To(4)),
            (Key::ArrowLeft, 0, Step::To(0)),
            (Key::ArrowLeft, 2, Step::To(1)),
            (Key::ArrowDown, 0, Step::To(2)),
            (Key::ArrowDown, 3, Step::To(4)),
            (Key::ArrowDown, 4, Step::To(4)),
            (Key::ArrowUp, 1, Step::Out),
            (Key::ArrowUp, 4, Step::To(2)),
            (Key::Home, 3, Step::To(0)),
            (Key::End, 0, Step::To(4)),
        ] {
            assert_eq!(step(key, at, columns, count), to, "{key:?} from {at}");
        }
        assert_eq!(step(Key::ArrowDown, 0, 2, 0), Step::To(0));
    }
}

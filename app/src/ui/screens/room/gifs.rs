//! The GIF picker above the composer.

use egui::{
    Align2, Color32, CornerRadius, EventFilter, Id, Popup, Rect, Response, ScrollArea, Sense,
    Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};

use crate::{
    gifs::{GifError, Item, Source},
    ui::{
        action::{Action, Actions},
        handing::Seen,
        icons::{self, Icon},
        picker::Picker,
        screens::settings::Section,
        theme::{Type, look, radius},
        widgets::{
            self, Button, Size, Step, Text, Top, grid_step, paint_ring, panel, panel_top, row,
            search, tip,
        },
        words::{Word, errors, gifs as words},
    },
};

/// The panel.
const WIDTH: f32 = 330.0;
const COLUMNS: usize = 2;
/// Height of a cell.
const CELL: f32 = 76.0;
/// Between cells.
const GAP: f32 = 8.0;
/// Three rows, and the beginning of a fourth: there is more.
const GRID: f32 = 3.0 * (CELL + GAP) + 28.0;
/// The least of it, in a low window.
const LEAST: f32 = CELL;
/// Beside the cells, for the ring of the one that has the keyboard.
const RING: f32 = 5.0;
/// As many characters as providers take.
const LIMIT: usize = 50;

const TABS: [(Source, Word); 2] = [
    (Source::Builtin, words::tincan),
    (Source::Giphy, words::giphy),
];

/// Opens and closes the picker by `button`, and draws it above `composer`.
pub(super) fn ui(
    ui: &Ui,
    composer: Rect,
    button: &Response,
    picker: &mut Picker,
    actions: &mut Actions,
) {
    let ctx = ui.ctx();
    let now = ctx.input(|input| input.time);
    if button.clicked() {
        if picker.is_open() {
            picker.close();
        } else {
            picker.open(now);
        }
    }
    if !picker.is_open() {
        return;
    }
    let mut open = true;
    let popup = Popup::from_response(button)
        .anchor(composer)
        .align(row::above_end())
        .open_bool(&mut open);
    let done = panel(popup, words::pick(), WIDTH, |ui| {
        contents(ui, picker, actions)
    });
    if !open || done == Some(true) {
        picker.close();
        ctx.memory_mut(|memory| memory.request_focus(Id::new("composer")));
    }
}

/// Whether the panel is to be closed.
fn contents(ui: &mut Ui, picker: &mut Picker, actions: &mut Actions) -> bool {
    let now = ui.input(|input| input.time);
    let source = picker.browse.source();
    let names = TABS.map(|(_, name)| name());
    let chosen = TABS.iter().position(|(of, _)| *of == source);
    let mut done = false;
    match panel_top(ui, &names, chosen.unwrap_or_default(), words::close()) {
        Some(Top::Tab(number)) => {
            if let Some((source, _)) = TABS.get(number) {
                picker.browse.show(*source, now);
                picker.fresh = true;
            }
        }
        Some(Top::Close) => done = true,
        None => {}
    }
    let field = Id::new("search gifs");
    // Who types among the GIFs looks for others.
    let typed = ui.input(|input| {
        let is_text = |event: &egui::Event| matches!(event, egui::Event::Text(_));
        input.events.iter().any(is_text)
    });
    let focused = ui.memory(egui::Memory::focused);
    let nowhere = focused.is_none_or(|id| cell_of(picker, id).is_some());
    // A field that is only measured, or beside which was clicked in the same
    // frame, loses the keyboard again.
    let clicks = ui.input(|input| input.pointer.any_pressed() || input.pointer.any_released());
    picker.fresh &= clicks || focused != Some(field);
    if picker.fresh || (typed && nowhere) {
        ui.memory_mut(|memory| memory.request_focus(field));
        ui.ctx().request_repaint();
    }
    if search(ui, field, words::search(), LIMIT, picker.browse.text()).changed() {
        picker.browse.typed(now);
    }
    let footer = Type::Small.line() + ui.spacing().item_spacing.y;
    let high = (ui.available_height() - footer).clamp(LEAST, GRID);
    let (_, area) = ui.allocate_space(vec2(ui.available_width(), high));
    if picker.asks_first() {
        message(ui, area, words::hidden(), words::hidden_text());
        if answer(ui, area, Button::primary(words::ask_giphy())) {
            picker.allow(now);
        }
    } else if picker.browse.items().is_empty() {
        nothing(ui, area, picker, actions);
    } else {
        grid(ui, area, picker, field);
    }
    below(ui, picker);
    done
}

/// Which cell has this id.
fn cell_of(picker: &Picker, id: Id) -> Option<usize> {
    let items = picker.browse.items();
    items.iter().position(|(number, _)| cell(*number) == id)
}

fn cell(number: u32) -> Id {
    Id::new(("gif", number))
}

/// Why there is nothing to see.
fn nothing(ui: &mut Ui, area: Rect, picker: &mut Picker, actions: &mut Actions) {
    let settings = |actions: &mut Actions| {
        actions.push(Action::Settings(Some(Section::Gifs)));
    };
    match picker.browse.trouble() {
        Some(GifError::NoKey) => {
            message(ui, area, words::off(), words::off_text());
            if answer(ui, area, Button::primary(words::to_settings())) {
                settings(actions);
            }
        }
        Some(error @ GifError::BadKey) => {
            message(ui, area, &errors::gif(error), "");
            if answer(ui, area, Button::second(words::to_settings())) {
                settings(actions);
            }
        }
        Some(error @ GifError::TooOften { .. }) => message(ui, area, &errors::gif(error), ""),
        Some(error) => {
            message(ui, area, &errors::gif(error), "");
            if answer(ui, area, Button::second(words::again())) {
                let now = ui.input(|input| input.time);
                picker.browse.again(now);
            }
        }
        None if picker.browse.found_nothing() => message(ui, area, words::nothing(), ""),
        None => message(ui, area, words::looking(), ""),
    }
}

/// Words in the middle of where the GIFs would be.
fn message(ui: &mut Ui, area: Rect, first: &str, second: &str) {
    let t = look(ui.ctx()).tokens;
    let above = area.with_min_y(area.top() + area.height() * 0.22);
    let builder = UiBuilder::new().id_salt("message").max_rect(above);
    let mut place = ui.new_child(builder);
    let said = place.add(Text::colored(first, Type::Body, t.ink).centered());
    place.ctx().accesskit_node_builder(said.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
    if !second.is_empty() {
        place.add(Text::colored(second, Type::Small, t.ink_2).centered());
    }
}

/// A button below such words.
fn answer(ui: &mut Ui, area: Rect, button: Button<'_>) -> bool {
    let size = vec2(button.natural_width(ui), 36.0);
    let at = pos2(area.center().x, area.bottom() - area.height() * 0.16);
    let rect = Align2::CENTER_BOTTOM.anchor_size(at, size);
    let builder = UiBuilder::new().id_salt("answer").max_rect(rect);
    let mut place = ui.new_child(builder);
    place.add(button).clicked()
}

fn grid(ui: &mut Ui, area: Rect, picker: &mut Picker, field: Id) {
    let now = ui.input(|input| input.time);
    let count = picker.browse.items().len();
    let to = keys(ui, picker, field, count);
    let focused = ui.memory(egui::Memory::focused);
    let focused = focused.and_then(|id| cell_of(picker, id));
    let outer = area.expand2(vec2(RING, 0.0));
    let outer = outer.with_min_y(area.top() - RING);
    let builder = UiBuilder::new()
        .id_salt(("grid", picker.browse.source()))
        .max_rect(outer.with_max_x(outer.right() + RING));
    let mut place = ui.new_child(builder);
    let wide = (area.width() - GAP * (COLUMNS - 1) as f32) / COLUMNS as f32;
    let rows = count.div_ceil(COLUMNS);
    let step = CELL + GAP;
    let mut end_in_sight = false;
    ScrollArea::vertical()
        .auto_shrink(false)
        .show_viewport(&mut place, |ui, sight| {
            let all = vec2(outer.width(), RING + rows as f32 * step);
            let (_, whole) = ui.allocate_space(all);
            let origin = whole.min + vec2(RING, RING);
            let rect_of = |at: usize| {
                let (across, down) = ((at % COLUMNS) as f32, (at / COLUMNS) as f32);
                let min = origin + vec2(across * (wide + GAP), down * step);
                Rect::from_min_size(min, vec2(wide, CELL))
            };
            if let Some(at) = to {
                let at_once = egui::style::ScrollAnimation::none();
                ui.scroll_to_rect_animation(rect_of(at).expand(RING), None, at_once);
            }
            let first = ((sight.top() - RING) / step).floor().max(0.0) as usize;
            let last = ((sight.bottom() / step).ceil().max(0.0) as usize + 1).min(rows);
            end_in_sight = last >= rows;
            for at in first * COLUMNS..(last * COLUMNS).min(count) {
                draw(ui, rect_of(at), at, picker);
            }
            // What has the keyboard is there even when it is out of sight.
            let in_sight = first * COLUMNS..last * COLUMNS;
            if let Some(at) = focused.filter(|at| !in_sight.contains(at)) {
                draw(ui, rect_of(at), at, picker);
            }
        });
    if end_in_sight {
        picker.browse.at_end(now);
    }
}

/// The keys that walk the grid. Where they lead, when they are pressed.
fn keys(ui: &Ui, picker: &Picker, field: Id, count: usize) -> Option<usize> {
    let focused = ui.memory(egui::Memory::focused)?;
    let none = egui::Modifiers::NONE;
    if focused == field {
        let down = ui.input_mut(|input| input.consume_key(none, egui::Key::ArrowDown));
        if !down {
            return None;
        }
        walk(ui, picker, 0);
        return Some(0);
    }
    let at = cell_of(picker, focused)?;
    match grid_step(ui, at, COLUMNS, count)? {
        Step::Out => {
            ui.memory_mut(|memory| memory.request_focus(field));
            None
        }
        Step::To(to) => {
            walk(ui, picker, to);
            Some(to)
        }
    }
}

fn walk(ui: &Ui, picker: &Picker, to: usize) {
    if let Some((number, _)) = picker.browse.items().get(to) {
        ui.memory_mut(|memory| memory.request_focus(cell(*number)));
    }
}

fn draw(ui: &mut Ui, rect: Rect, at: usize, picker: &mut Picker) {
    if let Some((number, item)) = picker.browse.items().get(at).cloned() {
        one(ui, rect, number, &item, picker);
    }
}

/// One GIF: it moves while it is in sight.
fn one(ui: &mut Ui, rect: Rect, number: u32, item: &Item, picker: &mut Picker) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let id = cell(number);
    let response = ui.interact(rect, id, Sense::click());
    let title = if item.title.is_empty() {
        words::untitled()
    } else {
        item.title.as_str()
    };
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, title));
    // The arrows are ours, not those that egui finds the nearest by.
    ui.memory_mut(|memory| {
        let arrows = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        memory.set_focus_lock_filter(id, arrows);
    });
    let corner = CornerRadius::same(radius::LARGE);
    ui.painter().rect_filled(rect, corner, t.sunken);
    let shows = ui.input(|input| input.focused && input.viewport().minimized != Some(true));
    let plays = shows && !look.less_motion;
    let size = vec2(item.width as f32, item.height as f32);
    let most = covering(size, rect.size());
    match picker.see(ui.ctx(), number, item, most, plays) {
        Seen::Picture { texture, size, .. } => {
            egui::Image::from_texture((texture, rect.size()))
                .uv(middle_of(size, rect.size()))
                .corner_radius(corner)
                .paint_at(ui, rect);
        }
        Seen::Coming(_) => {}
        Seen::Broken(_) => icons::paint(ui.painter(), Icon::Image, rect.center(), 24.0, t.ink_3),
    }
    let edge = if response.hovered() {
        Stroke::new(2.0, t.you_ink)
    } else if look.high_contrast {
        Stroke::new(1.5, t.line_strong)
    } else {
        Stroke::NONE
    };
    ui.painter()
        .rect_stroke(rect, corner, edge, StrokeKind::Inside);
    if picker.is_fetching(item) {
        fetching(ui, rect, corner);
    }
    paint_ring(ui.painter(), &response, rect, radius::LARGE, &look);
    if response.clicked() {
        picker.pick(ui.ctx(), item);
    }
    tip(response, title);
}

fn fetching(ui: &Ui, rect: Rect, corner: CornerRadius) {
    let t = look(ui.ctx()).tokens;
    let ground = t.scrim.gamma_multiply(0.72);
    ui.painter().rect_filled(rect, corner, ground);
    let galley = widgets::galley(ui, words::fetching(), Type::SmallStrong, Color32::WHITE);
    let at = Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size());
    widgets::paint_galley(ui.painter(), at.min, galley, Type::SmallStrong);
}

/// How large a picture has to be to cover `cell`, of the shape of `size`.
fn covering(size: Vec2, cell: Vec2) -> Vec2 {
    // Nothing is so long and thin that more than this would be seen of it.
    const MOST: f32 = 4.0;
    let size = size.max(Vec2::splat(1.0));
    let scale = (cell.x / size.x).max(cell.y / size.y);
    (size * scale).min(cell * MOST)
}

/// The part of a picture of `size` that is seen when it covers `cell`.
fn middle_of(size: Vec2, cell: Vec2) -> Rect {
    let scale = (cell.x / size.x).max(cell.y / size.y);
    let part = cell / (size * scale);
    Rect::from_center_size(pos2(0.5, 0.5), part)
}

/// Where they come from; or what stands in the way of more.
fn below(ui: &mut Ui, picker: &mut Picker) {
    let t = look(ui.ctx()).tokens;
    let browse = &picker.browse;
    if let Some(error) = browse.trouble().filter(|_| !browse.items().is_empty()) {
        ui.horizontal_wrapped(|ui| {
            ui.add(Text::colored(errors::gif(error), Type::Small, t.danger_ink));
            let again = Button::quiet(words::again()).size(Size::Small);
            if ui.add(again).clicked() {
                let now = ui.input(|input| input.time);
                picker.browse.again(now);
            }
        });
        return;
    }
    let words = match browse.source() {
        Source::Builtin => words::own(),
        Source::Giphy => words::powered(),
    };
    ui.add(Text::colored(words, Type::Small, t.ink_2));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_covers_its_cell_and_shows_its_middle() {
        let cell = vec2(145.0, 76.0);
        assert_eq!(covering(vec2(320.0, 224.0), cell), vec2(145.0, 101.5));
        assert_eq!(covering(vec2(400.0, 100.0), cell), vec2(304.0, 76.0));
        let thin = covering(vec2(10.0, 10_000.0), cell);
        assert!(thin.y <= 4.0 * cell.y);
        let part = middle_of(vec2(145.0, 101.5), cell);
        assert!((part.width() - 1.0).abs() < 1e-6);
        assert!((part.height() - 76.0 / 101.5).abs() < 1e-6);
        let flat = middle_of(vec2(304.0, 76.0), cell);
        assert!((flat.height() - 1.0).abs() < 1e-6 && flat.left() > 0.2);
    }
}

//! What pages have in common: the column in the middle, the bar on top, the
//! footer below.

use egui::{
    CornerRadius, Rect, Response, ScrollArea, Sense, Ui, UiBuilder, Widget, WidgetInfo, WidgetType,
    pos2, vec2,
};

use tincan_net::Warning;

use crate::ui::{
    action::{Action, Actions},
    app::You,
    cans::{Can, Whose},
    icons::{self, Icon},
    overlay::Dialog,
    rich,
    theme::{Type, height, look, radius, space, width},
    widgets::{self, Button, Notice, Size, Text, Tone, icon_button, notice, paint_ring, row, tip},
    words::{self, home, settings, your_name},
};

/// Margin of a page in a window so wide.
pub(super) fn margin(window: f32) -> f32 {
    if window < width::NARROW {
        space::L
    } else {
        40.0
    }
}

/// A page: a column in the middle, at most `widest`, that scrolls when the
/// window is low. `footer` stands at the lower edge, or below what is there.
pub(super) fn page(
    ui: &mut Ui,
    widest: f32,
    add: impl FnOnce(&mut Ui),
    footer: impl FnOnce(&mut Ui),
) {
    let window = ui.available_rect_before_wrap();
    let column = (window.width() - 2.0 * margin(window.width())).min(widest);
    let left = (window.width() - column) / 2.0;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        widgets::scroll_by_pages(ui);
        let top = ui.max_rect().min;
        let area = Rect::from_min_size(pos2(top.x + left, top.y), vec2(column, window.height()));
        let used = ui
            .scope_builder(UiBuilder::new().max_rect(area), |ui| {
                ui.set_width(column);
                add(ui);
                ui.min_rect().bottom()
            })
            .inner;
        let bottom = (top.y + window.height()).max(used + height::TOP_BAR);
        let strip = Rect::from_min_max(
            pos2(area.left(), bottom - height::TOP_BAR),
            pos2(area.right(), bottom),
        );
        ui.scope_builder(
            UiBuilder::new().max_rect(strip).layout(row::from_start()),
            footer,
        );
        ui.expand_to_include_rect(Rect::from_min_max(top, pos2(window.right(), bottom)));
    });
}

/// What stands at the left of the top bar.
pub(super) enum Corner<'a> {
    /// The mark and the name of the app.
    Logo,
    /// A way out, in words.
    Back(&'a str),
}

/// The bar on top, over the whole width of the window. Whether the way out was
/// taken.
pub(super) fn top_bar(ui: &mut Ui, corner: &Corner<'_>, you: &You, actions: &mut Actions) -> bool {
    let t = look(ui.ctx()).tokens;
    let window = ui.ctx().content_rect();
    let (_, row) = ui.allocate_space(vec2(ui.available_width(), height::TOP_BAR));
    let middle = row.center().y;
    let narrow = window.width() < width::NARROW;
    let edge = if narrow { 12.0 } else { 20.0 };
    // Thought of from the left, and turned where it is drawn.
    let row = row.with_min_x(window.left()).with_max_x(window.right());
    let left = window.left() + edge;
    let mut back = false;
    // Where what is at the left ends.
    let taken = match corner {
        Corner::Logo => {
            let mark = Rect::from_center_size(pos2(left + 15.0, middle), vec2(30.0, 30.0));
            icons::paint_logo(ui.painter(), row::mirrored(row, mark));
            let mut font = Type::Heading.font();
            font.size = 20.0;
            let painter = ui.painter();
            let name = painter.layout_no_wrap("tincan".to_owned(), font, t.ink);
            let at = pos2(left + 38.0, middle - name.size().y / 2.0);
            let at = row::mirrored(row, Rect::from_min_size(at, name.size()));
            painter.galley(at.min, name, t.ink);
            left + 112.0
        }
        Corner::Back(words) => {
            let response = back_button(ui, row, left - 8.0, words);
            back = response.clicked();
            row::mirrored(row, response.rect).right()
        }
    };
    let right = window.right() - if narrow { 8.0 } else { 20.0 };
    let place = Rect::from_min_size(pos2(right - 36.0, middle - 18.0), vec2(36.0, 36.0));
    let right = place.left() - 8.0;
    let room = right - taken - 8.0;
    if name_button(ui, row, right, room, you).clicked() {
        let text = you.name.as_str().to_owned();
        actions.push(Action::Open(Dialog::Name(text)));
    }
    // After the name, for those who go by the Tab key.
    let place = row::mirrored(row, place);
    let builder = UiBuilder::new().max_rect(place).id_salt("settings");
    // Outside of the column, which it must not widen.
    let mut aside = ui.new_child(builder);
    let icon = Icon::Sliders;
    if icon_button(&mut aside, icon, settings::title(), 36.0, t.ink_2).clicked() {
        actions.push(Action::Settings(None));
    }
    back
}

fn back_button(ui: &mut Ui, row: Rect, left: f32, words: &str) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let galley = widgets::galley(ui, words, Type::Strong, t.ink_2);
    let size = vec2(galley.size().x + 46.0, 36.0);
    let rect = Rect::from_min_size(pos2(left, row.center().y - 18.0), size);
    let rect = row::mirrored(row, rect);
    let response = ui.interact(rect, ui.id().with("back"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, words));
    paint_ground(ui, &response);
    let icon = row::mirrored_point(rect, pos2(rect.left() + 17.0, rect.center().y));
    icons::paint(ui.painter(), Icon::Back, icon, 20.0, t.ink_2);
    let at = row::lead(rect, 35.0, galley.size().x);
    let at = pos2(at, rect.center().y - 10.0);
    widgets::paint_galley(ui.painter(), at, galley, Type::Strong);
    paint_ring(ui.painter(), &response, rect, radius::CONTROL, &look);
    response
}

/// Your can and your name: press to change it.
fn name_button(ui: &mut Ui, row: Rect, right: f32, room: f32, you: &You) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let shown = words::name(&you.name);
    // A few letters of it would tell nothing; the can says whose it is.
    let shown = if room < 82.0 + 40.0 {
        String::new()
    } else {
        shown
    };
    let mut job = Type::Strong.job(shown, t.ink, room - 82.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    let galley = rich::layout(ui.painter(), job);
    let size = vec2(galley.size().x + 82.0, 40.0);
    let rect = Rect::from_min_size(pos2(right - size.x, row.center().y - 20.0), size);
    let rect = row::mirrored(row, rect);
    let response = ui.interact(rect, ui.id().with("name"), Sense::click());
    let label = format!("{}: {}", your_name::change(), you.name);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
    paint_ground(ui, &response);
    let middle = rect.center().y;
    let letter = words::letter(&you.name);
    Can::avatar(Whose::You, 30.0, &letter).paint(
        ui.painter(),
        row::mirrored_point(rect, pos2(rect.left() + 19.5, middle)),
        &look,
    );
    let at = pos2(row::lead(rect, 42.5, galley.size().x), middle - 10.0);
    widgets::paint_galley(ui.painter(), at, galley, Type::Strong);
    let pencil = row::mirrored_point(rect, pos2(rect.right() - 18.0, middle));
    icons::paint(ui.painter(), Icon::Edit, pencil, 16.0, t.ink_2);
    paint_ring(ui.painter(), &response, rect, radius::CONTROL, &look);
    tip(response, your_name::change())
}

fn paint_ground(ui: &Ui, response: &Response) {
    let t = look(ui.ctx()).tokens;
    let fill = if response.is_pointer_button_down_on() {
        t.sunken
    } else if response.hovered() {
        t.you_tint
    } else {
        return;
    };
    ui.painter()
        .rect_filled(response.rect, CornerRadius::same(radius::CONTROL), fill);
}

/// What a person should know of the room now, each until it is read.
pub(super) fn warnings(ui: &mut Ui, warnings: &[Warning], actions: &mut Actions) {
    for &warning in warnings {
        let text = words::errors::warning(warning);
        if notice(ui, Notice::new(Tone::Them, text).action(words::ok())) {
            actions.push(Action::Dismiss(warning));
        }
        ui.add_space(space::S);
    }
}

/// Title and subtitle in the middle, `gap` apart.
pub(super) fn heading(ui: &mut Ui, title: &str, gap: f32, text: &str) {
    let t = look(ui.ctx()).tokens;
    Text::new(title, Type::Title).centered().ui(ui);
    ui.add_space(gap);
    Text::colored(text, Type::Message, t.ink_2)
        .centered()
        .ui(ui);
}

/// A small quiet button of a footer.
pub(super) fn footer_link(ui: &mut Ui, words: &str) -> bool {
    ui.add(Button::quiet(words).size(Size::Small)).clicked()
}

/// Both explanations that every page without a room offers, from the right.
pub(super) fn footer_explanations(ui: &mut Ui, actions: &mut Actions) {
    let buttons = [home::is_private(), home::when_i_leave()]
        .map(|words| Button::quiet(words).size(Size::Small));
    let [private, leave] = widgets::trailing(ui, 2.0, buttons);
    if private.clicked() {
        actions.push(Action::Open(Dialog::IsPrivate));
    }
    if leave.clicked() {
        actions.push(Action::Open(Dialog::WhenILeave));
    }
}

/// Two buttons beside each other, in the middle of the column.
pub(super) fn centered_row(
    ui: &mut Ui,
    first: Button<'_>,
    second: Button<'_>,
    pressed: impl FnOnce(bool, bool),
) {
    const GAP: f32 = 12.0;
    let (one, two) = (first.natural_width(ui), second.natural_width(ui));
    let free = ui.available_width() - one - two - GAP;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space((free / 2.0).max(0.0));
        let one = ui.add(first).clicked();
        ui.add_space(GAP);
        let two = ui.add(second).clicked();
        pressed(one, two);
    });
}

//! The kept rooms: who, when you talked last, and whether they are here now. Rows
//! out of sight cost nothing.

use egui::{
    CornerRadius, Id, Popup, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, Widget,
    WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_net::RoomSummary;

use crate::ui::{
    action::{Action, Actions},
    cans::{Can, Whose},
    clock::Clock,
    icons::{self, Icon},
    overlay::{About, Dialog, KeptDialog},
    string,
    theme::{Type, look, radius, space},
    widgets::{
        self, Button, Chip, Size, Text, Tone, begin_menu, chip, give_back, icon_button, menu_row,
        paint_ring, row, search,
    },
    words::{self, kept},
};

/// Height of a row.
const ROW: f32 = 68.0;
/// Rooms from which on there is a field to find one.
const MANY: usize = 6;
/// Longest text that is looked for.
const LONGEST: usize = 64;

/// What it remembers.
#[derive(Debug, Default)]
pub(super) struct State {
    wanted: String,
}

/// Draws the heading and the list, as wide as there is room.
pub(super) fn ui(
    ui: &mut Ui,
    rooms: &[RoomSummary],
    clock: &Clock,
    state: &mut State,
    actions: &mut Actions,
) {
    heading(ui, rooms.len() >= MANY, state);
    ui.add_space(12.0);
    let wanted = state.wanted.trim().to_lowercase();
    if wanted.is_empty() || rooms.len() < MANY {
        let all: Vec<&RoomSummary> = rooms.iter().collect();
        list(ui, &all, clock, actions);
    } else {
        let is_it = |room: &&RoomSummary| room.name.to_lowercase().contains(&wanted);
        let found: Vec<&RoomSummary> = rooms.iter().filter(is_it).collect();
        list(ui, &found, clock, actions);
    }
    ui.add_space(10.0);
    let t = look(ui.ctx()).tokens;
    let line = ui.available_rect_before_wrap();
    let lock = pos2(row::lead(line, 4.0, 16.0) + 8.0, line.top() + 8.0);
    icons::paint(ui.painter(), Icon::Lock, lock, 16.0, t.ink_2);
    let beside = row::mirrored(line, line.with_min_x(line.left() + 28.0));
    let beside = UiBuilder::new().max_rect(beside).layout(row::column());
    ui.scope_builder(beside, |ui| {
        Text::colored(kept::only_here(), Type::Small, t.ink_2).ui(ui)
    });
}

fn heading(ui: &mut Ui, can_search: bool, state: &mut State) {
    let (_, row) = ui.allocate_space(vec2(ui.available_width(), 36.0));
    let at = row.with_min_y(row.center().y - Type::Heading.line() / 2.0);
    let title = UiBuilder::new().max_rect(at).layout(row::column());
    let title = ui.scope_builder(title, |ui| {
        Text::new(kept::recent(), Type::Heading).ui(ui).rect.width()
    });
    if !can_search {
        return;
    }
    let left = (row.left() + title.inner).max(row.right() - 220.0) + 4.0;
    let field = row.with_min_x(left).translate(vec2(-4.0, 0.0));
    let field = row::mirrored(row, field);
    ui.scope_builder(UiBuilder::new().max_rect(field), |ui| {
        search(
            ui,
            Id::new("find a room"),
            kept::find(),
            LONGEST,
            &mut state.wanted,
        );
    });
}

fn list(ui: &mut Ui, rooms: &[&RoomSummary], clock: &Clock, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    if rooms.is_empty() {
        ui.add_space(space::M);
        Text::colored(kept::none_found(), Type::Body, t.ink_2).ui(ui);
        return;
    }
    let size = vec2(ui.available_width(), ROW * rooms.len() as f32);
    let (_, area) = ui.allocate_space(size);
    let round = CornerRadius::same(radius::CARD);
    let edge = Stroke::new(1.0, t.line);
    let inside = StrokeKind::Inside;
    ui.painter().rect(area, round, t.surface, edge, inside);
    // What the rows place by themselves does not move what comes below.
    let ui = &mut ui.new_child(UiBuilder::new().id_salt("recent rooms").max_rect(area));
    for (at, place) in widgets::rows(ui, area, ROW, rooms.len()) {
        let Some(room) = rooms.get(at) else { continue };
        let corners = CornerRadius {
            nw: if at == 0 { radius::CARD } else { 0 },
            ne: if at == 0 { radius::CARD } else { 0 },
            sw: if at + 1 == rooms.len() {
                radius::CARD
            } else {
                0
            },
            se: if at + 1 == rooms.len() {
                radius::CARD
            } else {
                0
            },
        };
        row(ui, room, place, corners, clock, actions);
        if at > 0 {
            ui.painter().hline(place.x_range(), place.top(), edge);
        }
    }
}

fn row(
    ui: &mut Ui,
    room: &RoomSummary,
    place: Rect,
    corners: CornerRadius,
    clock: &Clock,
    actions: &mut Actions,
) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let name = words::room_name(&room.name);
    let id = ui.id().with(("recent", room.room.0));
    let response = ui.interact(place, id, Sense::click());
    let label = kept::open_room(&name);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
    let when = clock.last_words(room.last_at);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(described(room, &when));
    });
    let menu = ui.id().with(("more", room.room.0));
    let marked = ui.rect_contains_pointer(place)
        || (response.has_focus() && look.keys_last)
        || Popup::is_id_open(ui.ctx(), menu);
    if marked {
        ui.painter()
            .rect_filled(place.shrink(1.0), corners, t.you_tint.gamma_multiply(0.5));
    }
    let narrow = place.width() < 460.0;
    let middle = place.center().y;
    let can = pos2(row::lead(place, 18.0, 36.0) + 18.0, middle);
    Can::avatar(Whose::Them, 36.0, &words::letter_of(&room.name)).paint(ui.painter(), can, &look);

    // What ends the row is placed as if one read from the left, and mirrored.
    let right = more(ui, room, &name, menu, place, actions);
    let right = match narrow {
        // Said below the name, which has the room.
        true => right,
        false => presence(ui, room, place, right),
    };
    let right = if room.unread > 0 && !marked {
        unread(ui, room, place, right)
    } else {
        right
    };
    let mut opened = response.clicked();
    let right = if marked && !narrow {
        let button = Button::primary(kept::open()).size(Size::Normal);
        let wide = button.natural_width(ui);
        let at = Rect::from_min_size(pos2(right - wide - 12.0, middle - 18.0), vec2(wide, 36.0));
        let button_at = row::mirrored(place, at);
        let mut layer = ui.new_child(UiBuilder::new().id_salt(("open", id)).max_rect(button_at));
        opened |= layer.add(button).clicked();
        at.left()
    } else {
        right
    };
    let below = match room.peer_here {
        Some(true) if narrow => format!("{} · {when}", kept::here()),
        _ => when,
    };
    who(ui, room, &name, &below, place, right);
    paint_ring(
        ui.painter(),
        &response,
        place.shrink(3.0),
        radius::CONTROL,
        &look,
    );
    if opened {
        actions.push(Action::OpenRoom(room.room));
    }
}

fn described(room: &RoomSummary, when: &str) -> String {
    let here = match room.peer_here {
        Some(true) => kept::here(),
        Some(false) => kept::away(),
        None => "",
    };
    let unread = if room.unread > 0 {
        kept::unseen(room.unread)
    } else {
        String::new()
    };
    [when, here, &unread]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Their name, whether they were compared, and what is to be said `below` it.
fn who(ui: &mut Ui, room: &RoomSummary, name: &str, below: &str, place: Rect, right: f32) {
    let t = look(ui.ctx()).tokens;
    let left = place.left() + 68.0;
    let room_for_shield = if room.verified { 24.0 } else { 0.0 };
    let names = Rect::from_min_max(
        pos2(left, place.center().y - 20.0),
        pos2(
            (right - 8.0 - room_for_shield).max(left + 40.0),
            place.bottom(),
        ),
    );
    let builder = UiBuilder::new()
        .id_salt(("who", room.room.0))
        .max_rect(row::mirrored(place, names))
        .layout(row::column());
    let shown = ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let name = Text::new(name, Type::Name)
            .elided()
            .tooltip(&room.name)
            .ui(ui);
        Text::colored(below, Type::Small, t.ink_2).elided().ui(ui);
        name.rect
    });
    if room.verified {
        let beside = row::mirrored(place, shown.inner).right() + 14.0;
        let shield = Rect::from_center_size(pos2(beside, shown.inner.center().y), vec2(16.0, 16.0));
        let at = row::mirrored(place, shield).center();
        icons::paint(ui.painter(), Icon::Verified, at, 16.0, t.ok);
    }
}

/// What else can be done; where that begins.
fn more(
    ui: &mut Ui,
    room: &RoomSummary,
    name: &str,
    menu: Id,
    place: Rect,
    actions: &mut Actions,
) -> f32 {
    let t = look(ui.ctx()).tokens;
    let at = pos2(place.right() - 30.0, place.center().y);
    let square = Rect::from_center_size(at, vec2(36.0, 36.0));
    let mut layer = ui.new_child(
        UiBuilder::new()
            .id_salt(("dots", room.room.0))
            .max_rect(row::mirrored(place, square)),
    );
    let dots = icon_button(
        &mut layer,
        Icon::More,
        &kept::about_room(name),
        36.0,
        t.ink_2,
    );
    Popup::menu(&dots).id(menu).show(|ui| {
        ui.set_width(220.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        let about = || About {
            room: Some(room.room),
            name: name.to_owned(),
            kept: true,
        };
        let rows = [
            (
                Icon::Edit,
                kept::rename(),
                KeptDialog::Rename(about(), room.name.clone()),
            ),
            (Icon::Trash, kept::clear(), KeptDialog::Clear(about())),
            (Icon::Block, kept::block(), KeptDialog::Block(about())),
            (Icon::Close, kept::forget(), KeptDialog::Forget(about())),
        ];
        for (number, (icon, label, dialog)) in rows.into_iter().enumerate() {
            let row = menu_row(ui, icon, label, "");
            if number == 0 {
                begin_menu(&row, dots.id);
            }
            if row.clicked() {
                actions.push(Action::Open(Dialog::Kept(dialog)));
                ui.close();
            }
        }
    });
    give_back(&dots, menu);
    square.left()
}

/// Whether they are here, in words; where that begins.
fn presence(ui: &mut Ui, room: &RoomSummary, place: Rect, right: f32) -> f32 {
    let middle = place.center().y;
    let look = look(ui.ctx());
    let Some(here) = room.peer_here else {
        return right;
    };
    let (says, kind, ink) = if here {
        (kept::here(), Type::SmallStrong, look.tokens.ink)
    } else {
        (kept::away(), Type::Small, look.tokens.ink_2)
    };
    // As wide as the wider of the two, so that glyphs stand below each other.
    let wide = widgets::galley(ui, kept::here(), Type::SmallStrong, ink)
        .size()
        .x;
    let galley = widgets::galley(ui, says, kind, ink);
    let at = pos2(right - wide - 12.0, middle - 8.0);
    let text = Rect::from_min_size(at, vec2(galley.size().x, 16.0));
    let text = row::mirrored(place, text);
    widgets::paint_galley(ui.painter(), text.min, galley, kind);
    let response = ui.interact(text, ui.id().with(("here", room.room.0)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, says));
    let left = at.x - 42.0;
    let height = if here { middle } else { middle - 2.0 };
    let glyph = Rect::from_min_size(pos2(left, height), vec2(34.0, 0.0));
    let glyph = row::mirrored(place, glyph).min;
    string::paint_presence(ui.painter(), glyph, here, &look);
    left
}

/// What was not seen yet; where that begins.
fn unread(ui: &mut Ui, room: &RoomSummary, place: Rect, right: f32) -> f32 {
    let middle = place.center().y;
    let says = kept::unseen(room.unread.min(999));
    let style = Chip {
        tone: Tone::You,
        icon: Icon::Chat,
        text: &says,
    };
    let area = Rect::from_min_max(
        pos2(right - 120.0, middle - 12.0),
        pos2(right - 12.0, middle + 12.0),
    );
    let builder = UiBuilder::new()
        .id_salt(("unread", room.room.0))
        .max_rect(row::mirrored(place, area))
        .layout(row::from_end());
    let mut layer = ui.new_child(builder);
    let response: Response = chip(&mut layer, style, Sense::hover());
    row::mirrored(place, response.rect).left()
}

//! What can be changed: a list of sections at the left, and the chosen one at
//! the right. A narrow window shows one or the other.

mod about;
mod appearance;
mod gifs;
mod language;
mod name;
mod notifications;
mod privacy;
mod relays;
mod storage;

use egui::{
    CornerRadius, Key, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, Widget, WidgetInfo,
    WidgetType, pos2, vec2,
};

use tincan_net::Storage;

use super::page::margin;
use crate::{
    model::Relays,
    ui::{
        action::{Action, Actions},
        app::You,
        call::Telephone,
        icons::{self, Icon},
        picker::Tried,
        theme::{Scripts, Type, look, radius, space, width},
        widgets::{self, Text, icon_button, paint_ring, row, toggle},
        words::{devices, gifs::settings as gif_words, kept, settings as words},
    },
};

/// A part of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Name,
    Devices,
    Privacy,
    Relays,
    Notifications,
    Gifs,
    Storage,
    Appearance,
    Language,
    About,
}

impl Section {
    const ALL: [Self; 10] = [
        Self::Name,
        Self::Devices,
        Self::Privacy,
        Self::Relays,
        Self::Gifs,
        Self::Notifications,
        Self::Storage,
        Self::Appearance,
        Self::Language,
        Self::About,
    ];

    fn title(self) -> &'static str {
        match self {
            Self::Name => words::name::title(),
            Self::Devices => devices::title(),
            Self::Privacy => words::privacy::title(),
            Self::Relays => words::relays::title(),
            Self::Notifications => words::notifications::title(),
            Self::Gifs => gif_words::title(),
            Self::Storage => kept::storage::title(),
            Self::Appearance => words::appearance::title(),
            Self::Language => words::language::title(),
            Self::About => words::about::title(),
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Name => Icon::User,
            Self::Devices => Icon::Mic,
            Self::Privacy => Icon::Shield,
            Self::Relays => Icon::Relay,
            Self::Notifications => Icon::Bell,
            Self::Gifs => Icon::Gif,
            Self::Storage => Icon::Storage,
            Self::Appearance => Icon::Sliders,
            Self::Language => Icon::Globe,
            Self::About => Icon::Info,
        }
    }
}

/// What the screen remembers.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The chosen one; a narrow window shows the list when there is none.
    section: Option<Section>,
    /// The row that was brought into sight last.
    revealed: Option<Section>,
    name: name::State,
    relays: relays::State,
    gifs: gifs::State,
    storage: storage::State,
}

/// What the screen needs to know from around it.
pub(crate) struct Known<'a> {
    pub(crate) relays: &'a Relays,
    /// What came of the last try of a key.
    pub(crate) tried: &'a Tried,
    pub(crate) storage: Option<&'a Storage>,
    /// Why something is not kept.
    pub(crate) not_kept: Option<&'a str>,
    pub(crate) phone: &'a mut Telephone,
    /// Scripts that no font of the system has.
    pub(crate) lacking: Scripts,
}

impl State {
    /// The settings are opened at `section`.
    pub(crate) fn open(&mut self, section: Option<Section>, you: &You) {
        *self = Self {
            section,
            revealed: None,
            name: name::State::new(&you.name),
            relays: relays::State::default(),
            gifs: gifs::State::new(you),
            storage: storage::State::default(),
        };
    }
}

/// The list at the left.
const LIST: f32 = 236.0;
/// A row of it.
const ROW: f32 = 40.0;
/// The widest column of a section.
const COLUMN: f32 = 640.0;
/// That of the devices, which are beside each other.
const COLUMNS: f32 = 784.0;

/// Draws it.
pub(crate) fn ui(
    ui: &mut Ui,
    you: &You,
    known: Known<'_>,
    state: &mut State,
    actions: &mut Actions,
) {
    let window = ui.available_rect_before_wrap();
    let narrow = window.width() < width::NARROW;
    if narrow {
        match state.section {
            None => list(ui, window, None, state, actions),
            Some(section) => {
                if header(ui, window, section.title()) || escaped(ui) {
                    state.section = None;
                }
                let below = window.with_min_y(window.top() + 60.0);
                content(ui, below, section, you, known, state, actions);
            }
        }
        return;
    }
    let t = look(ui.ctx()).tokens;
    let (left, right) = window.split_left_right_at_x(window.left() + LIST);
    let [left, right] = [left, right].map(|part| row::mirrored(window, part));
    let section = state.section.unwrap_or(Section::Name);
    list(ui, left, Some(section), state, actions);
    ui.painter().vline(
        row::trail(left, 0.5, 0.0),
        left.y_range(),
        Stroke::new(1.0, t.line),
    );
    content(ui, right, section, you, known, state, actions);
}

/// Escape, when nobody else has a use for it.
fn escaped(ui: &Ui) -> bool {
    let free = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
    free && ui.input(|input| input.key_pressed(Key::Escape))
}

/// The way back and what this is. Whether the way back was taken.
fn header(ui: &mut Ui, area: Rect, title: &str) -> bool {
    let t = look(ui.ctx()).tokens;
    let row = Rect::from_min_size(area.min, vec2(area.width(), 60.0));
    let button = Rect::from_center_size(pos2(row.left() + 28.0, row.center().y), vec2(36.0, 36.0));
    let button = row::mirrored(row, button);
    let back = ui
        .scope_builder(UiBuilder::new().max_rect(button).id_salt("back"), |ui| {
            icon_button(ui, Icon::Back, words::back(), 36.0, t.ink)
        })
        .inner;
    let words = row.with_min_x(row.left() + 48.0);
    let words = row::mirrored(row, words.with_max_x(row.right() - space::M));
    let words = words.with_min_y(words.center().y - Type::Heading.line() / 2.0);
    ui.scope_builder(UiBuilder::new().max_rect(words), |ui| {
        Text::new(title, Type::Heading).ui(ui);
    });
    back.clicked()
}

/// The sections.
fn list(ui: &mut Ui, area: Rect, shown: Option<Section>, state: &mut State, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    if header(ui, area, words::title()) || escaped(ui) {
        actions.push(Action::CloseSettings);
    }
    let rows = area.with_min_y(area.top() + 60.0);
    // *About* says the version too, where there is no room for it here.
    let version = rows.height() >= ROW * Section::ALL.len() as f32 + 40.0;
    let rows = rows.with_max_y(area.bottom() - if version { 40.0 } else { 0.0 });
    let reveal = state.revealed != shown;
    state.revealed = shown;
    let mut child = ui.new_child(UiBuilder::new().max_rect(rows).id_salt("sections"));
    let scroll = ScrollArea::vertical().auto_shrink(false);
    scroll.show(&mut child, |ui| {
        let first = ui.max_rect().top();
        for (number, section) in Section::ALL.into_iter().enumerate() {
            let top = first + number as f32 * ROW;
            let row = Rect::from_min_max(
                pos2(area.left() + space::M, top),
                pos2(area.right() - space::M, top + ROW),
            );
            if row_button(ui, row, section, shown == Some(section)) {
                state.section = Some(section);
            }
            if reveal && shown == Some(section) {
                ui.scroll_to_rect(row, None);
            }
            ui.expand_to_include_rect(row);
        }
    });
    if !version {
        return;
    }
    let version = pos2(area.left() + space::XL, area.bottom() - 32.0);
    let version = Rect::from_min_size(version, vec2(area.width() - 2.0 * space::XL, 16.0));
    ui.scope_builder(UiBuilder::new().max_rect(version), |ui| {
        Text::colored(words::version(), Type::Small, t.ink_2).ui(ui);
    });
}

fn row_button(ui: &mut Ui, row: Rect, section: Section, shown: bool) -> bool {
    let look = look(ui.ctx());
    let t = look.tokens;
    let id = ui.id().with(("section", section.title()));
    let response = ui.interact(row, id, Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(WidgetType::SelectableLabel, true, shown, section.title())
    });
    let (fill, ink, kind) = if response.is_pointer_button_down_on() {
        (t.sunken, t.ink, Type::Body)
    } else if shown {
        (t.you_tint, t.you_ink, Type::Strong)
    } else if response.hovered() {
        (t.you_tint.gamma_multiply(0.5), t.ink, Type::Body)
    } else {
        (egui::Color32::TRANSPARENT, t.ink, Type::Body)
    };
    let edge = if look.high_contrast && (shown || response.hovered()) {
        Stroke::new(1.5, ink)
    } else {
        Stroke::NONE
    };
    let corner = CornerRadius::same(radius::CONTROL);
    let inside = egui::StrokeKind::Inside;
    ui.painter().rect(row, corner, fill, edge, inside);
    let middle = row.center().y;
    let icon = pos2(row::lead(row, 12.0, 20.0) + 10.0, middle);
    icons::paint(ui.painter(), section.icon(), icon, 20.0, ink);
    let words = widgets::galley(ui, section.title(), kind, ink);
    let at = row::lead(row, 44.0, words.size().x);
    let at = pos2(at, middle - kind.line() / 2.0);
    widgets::paint_galley(ui.painter(), at, words, kind);
    paint_ring(ui.painter(), &response, row, radius::CONTROL, &look);
    response.clicked()
}

/// The chosen section, in a column that scrolls.
fn content(
    ui: &mut Ui,
    area: Rect,
    section: Section,
    you: &You,
    known: Known<'_>,
    state: &mut State,
    actions: &mut Actions,
) {
    let side = margin(ui.ctx().content_rect().width());
    let narrow = ui.ctx().content_rect().width() < width::NARROW;
    let mut child = ui.new_child(UiBuilder::new().max_rect(area).id_salt(section.title()));
    ScrollArea::vertical()
        .auto_shrink(false)
        .show(&mut child, |ui| {
            widgets::scroll_by_pages(ui);
            let top = ui.max_rect().min + vec2(side, if narrow { 4.0 } else { 20.0 });
            let widest = match section {
                Section::Devices => COLUMNS,
                _ => COLUMN,
            };
            let column = (area.width() - 2.0 * side).min(widest);
            let column = Rect::from_min_size(top, vec2(column, area.height()));
            let column = row::mirrored(ui.max_rect(), column);
            let used = ui.scope_builder(UiBuilder::new().max_rect(column), |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if !narrow {
                    Text::new(section.title(), Type::Title).ui(ui);
                    ui.add_space(6.0);
                }
                match section {
                    Section::Name => name::ui(ui, you, &mut state.name, actions),
                    Section::Devices => known.phone.devices_page(ui, actions),
                    Section::Privacy => privacy::ui(ui, you, actions),
                    Section::Relays => {
                        relays::ui(ui, you, known.relays, &mut state.relays, actions)
                    }
                    Section::Notifications => notifications::ui(ui, you, actions),
                    Section::Gifs => gifs::ui(ui, you, known.tried, &mut state.gifs, actions),
                    Section::Storage => storage::ui(ui, known, &mut state.storage, actions),
                    Section::Appearance => appearance::ui(ui, you, actions),
                    Section::Language => language::ui(ui, you, known.lacking, actions),
                    Section::About => about::ui(ui, actions),
                }
                ui.add_space(space::XL);
            });
            ui.expand_to_include_rect(used.response.rect);
        });
}

/// A sentence below the title.
fn subtitle(ui: &mut Ui, text: &str) {
    let t = look(ui.ctx()).tokens;
    Text::colored(text, Type::Body, t.ink_2).ui(ui);
    ui.add_space(16.0);
}

/// A switch with its name and what it does; whether it was turned.
pub(crate) fn switch(ui: &mut Ui, on: bool, title: &str, text: &str) -> bool {
    let t = look(ui.ctx()).tokens;
    let row = ui.available_rect_before_wrap();
    let words = row::mirrored(row, row.with_max_x(row.right() - 64.0));
    let words = ui.scope_builder(UiBuilder::new().max_rect(words), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        Text::new(title, Type::Body).ui(ui);
        Text::colored(text, Type::Small, t.ink_2).ui(ui);
    });
    let words = words.response.rect;
    let knob = pos2(row::trail(row, 0.0, 40.0), words.center().y - 12.0);
    let knob = Rect::from_min_size(knob, vec2(40.0, 24.0));
    let turned = ui
        .scope_builder(UiBuilder::new().max_rect(knob).id_salt(title), |ui| {
            toggle(ui, on, title).clicked()
        })
        .inner;
    ui.advance_cursor_after_rect(words.with_min_x(row.left()).with_max_x(row.right()));
    turned
}

/// A line across.
pub(crate) fn line(ui: &mut Ui) {
    let t = look(ui.ctx()).tokens;
    let at = ui.available_rect_before_wrap();
    let stroke = Stroke::new(1.0, t.line);
    ui.painter().hline(at.x_range(), at.top(), stroke);
}

//! What is to be shared: a screen, or one window of those that there are, each
//! as it looks now.

use egui::{
    Color32, ColorImage, Context, CornerRadius, Rect, Response, ScrollArea, Sense, Stroke,
    StrokeKind, TextureHandle, TextureOptions, Ui, UiBuilder, WidgetInfo, WidgetType, pos2, vec2,
};
use tincan_media::devices::{Change, Offer, Offers, Preview, Shared};

use super::{
    incoming::modal,
    parts::{Shape, picture},
    press::Press,
    telephone::Telephone,
};
use crate::ui::{
    action::{Action, Actions},
    rich,
    theme::{Type, look, radius},
    widgets::{self, Button, Text, paint_ring},
    words::call as words,
};

/// The card.
const WIDTH: f32 = 560.0;
/// A tile is no narrower than this.
const LEAST: f32 = 150.0;
const GAP: f32 = 12.0;
/// Around the tiles, for the ring of the one that has the keyboard.
const RING: f32 = 6.0;
/// Above and below the tiles, in the card and around it.
const AROUND: f32 = 240.0;
/// So many rows are seen at once where there is room, however many there are: a card
/// that grows would move what somebody is about to press. Part of another one tells
/// that there is more.
const ROWS: f32 = 2.4;
/// Most places, also of what is gone, of which there may be any number.
const MOST: usize = 200;

/// What is offered, while somebody chooses.
pub(super) struct Chooser {
    /// Looks until this is dropped.
    offers: Offers,
    tiles: Vec<Tile>,
    trouble: Option<Change>,
    looked: bool,
}

/// Something that can be shared, as it is shown.
struct Tile {
    shared: Shared,
    title: Option<String>,
    preview: Option<Preview>,
    texture: Option<TextureHandle>,
    /// Whether it is there now. What is gone leaves its place empty.
    is_there: bool,
}

impl Chooser {
    pub(super) fn open(ctx: &Context) -> Self {
        let ctx = ctx.clone();
        Self {
            offers: Offers::new(move || ctx.request_repaint()),
            tiles: Vec::new(),
            trouble: None,
            looked: false,
        }
    }

    /// Takes in what was seen at the last look.
    fn take_in(&mut self, ctx: &Context) {
        let Some(seen) = self.offers.poll() else {
            return;
        };
        self.looked = true;
        match seen {
            Err(change) => (self.trouble, self.tiles) = (Some(change), Vec::new()),
            Ok(offers) => {
                self.trouble = None;
                self.show(ctx, offers);
            }
        }
    }

    /// What was there stays where it is, and what is new comes last: nothing moves
    /// under a pointer, nor comes to be there in the place of something else.
    fn show(&mut self, ctx: &Context, offers: Vec<Offer>) {
        for tile in &mut self.tiles {
            tile.is_there = offers.iter().any(|offer| offer.shared == tile.shared);
        }
        for offer in offers {
            self.put(ctx, offer);
        }
        if self.tiles.len() > MOST {
            self.tiles.retain(|tile| tile.is_there);
        }
    }

    fn put(&mut self, ctx: &Context, offer: Offer) {
        let known = self.tiles.iter().position(|of| of.shared == offer.shared);
        let at = known.unwrap_or_else(|| {
            self.tiles.push(Tile {
                shared: offer.shared.clone(),
                title: None,
                preview: None,
                texture: None,
                is_there: true,
            });
            self.tiles.len() - 1
        });
        let Some(tile) = self.tiles.get_mut(at) else {
            return;
        };
        tile.title = offer.title;
        if tile.preview == offer.preview {
            return;
        }
        tile.preview = offer.preview;
        let Some(preview) = &tile.preview else { return };
        let size = [preview.width, preview.height];
        let image = ColorImage::from_rgba_unmultiplied(size, &preview.rgba);
        match &mut tile.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            none => *none = Some(ctx.load_texture("offer", image, TextureOptions::LINEAR)),
        }
    }

    /// What a tile is called.
    fn name(&self, tile: &Tile) -> String {
        let is_screen = |tile: &Tile| tile.is_there && !matches!(tile.shared, Shared::Window(_));
        if !is_screen(tile) {
            return title(tile.title.as_deref());
        }
        let mut screens = self.tiles.iter().filter(|tile| is_screen(tile));
        let number = screens.clone().count();
        if number < 2 {
            return words::whole_screen().to_owned();
        }
        let at = screens.position(|other| other.shared == tile.shared);
        words::screen_number(at.unwrap_or_default() + 1)
    }
}

/// A window's title, or words in its place.
pub(super) fn title(title: Option<&str>) -> String {
    match title {
        Some(title) => rich::isolated(title).into_owned(),
        None => words::nameless().to_owned(),
    }
}

impl Telephone {
    /// Draws the choice, while there is one to be made.
    pub(super) fn choice(&mut self, ctx: &Context, actions: &mut Actions) {
        let Some(chooser) = &mut self.chooser else {
            return;
        };
        chooser.take_in(ctx);
        card(ctx, chooser, actions);
    }
}

fn card(ctx: &Context, chooser: &Chooser, actions: &mut Actions) {
    modal(ctx, words::choose(), WIDTH, |ui| {
        let t = look(ui.ctx()).tokens;
        ui.add(Text::new(words::choose(), Type::Heading).centered());
        ui.add(Text::colored(words::choose_text(), Type::Small, t.ink_2).centered());
        ui.add_space(8.0);
        tiles(ui, chooser, actions);
        ui.add_space(8.0);
        if ui.add(Button::second(words::not_now())).clicked() {
            actions.push(Action::Phone(Press::ShareNothing));
        }
    });
}

fn tiles(ui: &mut Ui, chooser: &Chooser, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    let wide = ui.available_width() - 2.0 * RING;
    let columns = ((wide + GAP) / (LEAST + GAP)).floor().clamp(1.0, 3.0);
    let size = (wide - GAP * (columns - 1.0)) / columns;
    let size = vec2(size, size * 0.625 + 8.0 + Type::Small.line());
    let room = (ui.ctx().content_rect().height() - AROUND).max(LEAST);
    let high = (RING + ROWS * (size.y + GAP)).min(room);
    let seen = vec2(ui.available_width(), high);
    let (seen, _) = ui.allocate_exact_size(seen, Sense::hover());
    let mut ui = ui.new_child(UiBuilder::new().max_rect(seen));
    if let Some(said) = match (chooser.looked, chooser.trouble) {
        (false, _) => Some(words::looking()),
        (true, Some(_)) => Some(words::not_to_be_read()),
        (true, None) => None,
    } {
        ui.add_space((high - Type::Body.line()) / 2.0);
        ui.add(Text::colored(said, Type::Body, t.ink).centered());
        return;
    }
    let columns = columns as usize;
    let rows = chooser.tiles.len().div_ceil(columns) as f32;
    let area = ScrollArea::vertical().auto_shrink(false);
    area.show(&mut ui, |ui| {
        let all = vec2(wide + 2.0 * RING, rows * (size.y + GAP) - GAP + 2.0 * RING);
        let (whole, _) = ui.allocate_exact_size(all, Sense::hover());
        let places = chooser.tiles.iter().enumerate();
        for (at, tile) in places.filter(|(_, tile)| tile.is_there) {
            let (across, down) = ((at % columns) as f32, (at / columns) as f32);
            let along = vec2(across * (size.x + GAP), down * (size.y + GAP));
            let place = Rect::from_min_size(whole.min + vec2(RING, RING) + along, size);
            let place = widgets::row::mirrored(whole, place);
            let name = chooser.name(tile);
            let response = draw(ui, place, tile, &name);
            if ui.memory(|memory| memory.focused().is_none()) {
                response.request_focus();
            }
            if response.clicked() {
                let press = Press::Share(tile.shared.clone(), tile.title.clone());
                actions.push(Action::Phone(press));
            }
        }
    });
}

fn draw(ui: &mut Ui, place: Rect, tile: &Tile, name: &str) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let id = ui.id().with(("offer", &tile.shared));
    let response = ui.interact(place, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
    if response.gained_focus() {
        ui.scroll_to_rect(place.expand(RING), None);
    }
    let frame = place.with_max_y(place.bottom() - 8.0 - Type::Small.line());
    let corner = CornerRadius::same(radius::CONTROL);
    let edge = match response.hovered() {
        true => Stroke::new(2.0, t.you_ink),
        false => Stroke::new(1.0, t.line),
    };
    ui.painter().rect_filled(frame, corner, t.sunken);
    if let Some(texture) = &tile.texture {
        let inner = frame.shrink(6.0);
        let seen = (texture.id(), texture.size_vec2());
        picture(ui, inner, 0, seen, Shape::Whole);
    }
    ui.painter().rect(
        frame,
        corner,
        Color32::TRANSPARENT,
        edge,
        StrokeKind::Inside,
    );
    let line = Rect::from_min_max(
        pos2(place.left(), place.bottom() - Type::Small.line()),
        place.max,
    );
    let builder = UiBuilder::new().max_rect(line).id_salt(id);
    let mut below = ui.new_child(builder);
    below.add(
        Text::colored(name, Type::SmallStrong, t.ink)
            .elided()
            .centered(),
    );
    paint_ring(ui.painter(), &response, frame, radius::CONTROL, &look);
    response
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use egui::accesskit::Role;
    use egui_kittest::{Harness, kittest::Queryable};

    use super::*;
    use crate::ui::theme::{self, Appearance};

    fn offer(shared: Shared, title: Option<&str>) -> Offer {
        Offer {
            shared,
            title: title.map(str::to_owned),
            preview: None,
        }
    }

    fn window(id: u32) -> Offer {
        offer(Shared::Window(id), Some(&format!("Window {id}")))
    }

    type Shown<'a> = Harness<'a, Option<Chooser>>;

    fn button(shown: &Shown<'_>, name: &str) -> Option<Rect> {
        let found = shown.query_by_role_and_label(Role::Button, name);
        found.map(|node| node.rect())
    }

    #[test]
    fn screens_are_numbered_when_there_are_more() {
        let ctx = Context::default();
        let mut chooser = Chooser::open(&ctx);
        let names = |chooser: &Chooser| -> Vec<String> {
            let tiles = chooser.tiles.iter();
            tiles.map(|tile| chooser.name(tile)).collect()
        };
        let screen = |number| offer(Shared::Monitor(number), None);
        let nameless = offer(Shared::Window(8), None);
        chooser.show(&ctx, vec![window(7), screen(1), nameless.clone()]);
        let letter = offer(Shared::Window(7), Some("Letter"));
        chooser.show(&ctx, vec![letter, screen(1), nameless.clone()]);
        let nobody = "A window without a name";
        assert_eq!(names(&chooser), ["Letter", "The whole screen", nobody]);
        chooser.show(&ctx, vec![screen(2), screen(1), nameless]);
        assert_eq!(names(&chooser)[1..], ["Screen 1", nobody, "Screen 2"]);
    }

    /// Frame by frame, from before anything is known, in a low and a high window.
    #[test]
    fn what_can_be_pressed_stays_where_it_is() {
        for height in [300.0, 720.0] {
            let draw = |ui: &mut Ui, chooser: &mut Option<Chooser>| {
                if let Some(chooser) = chooser {
                    card(ui.ctx(), chooser, &mut Actions::new());
                }
            };
            let builder = Harness::builder().with_size(vec2(1100.0, height));
            let mut shown = builder.build_ui_state(draw, None);
            theme::install(&shown.ctx, Appearance::default());
            // Fonts are there from the next frame on.
            shown.step();
            *shown.state_mut() = Some(Chooser::open(&shown.ctx));
            let mut places: BTreeMap<String, Rect> = BTreeMap::new();
            // Closed and opened, another row, and one that is back.
            for there in [
                &[][..],
                &[1, 2, 3],
                &[5, 4, 1, 3],
                &[2, 3, 5],
                &[6, 2, 3, 5],
            ] {
                let ctx = shown.ctx.clone();
                let chooser = shown.state_mut().as_mut().unwrap();
                chooser.looked = !there.is_empty();
                chooser.show(&ctx, there.iter().map(|id| window(*id)).collect());
                for _ in 0..3 {
                    shown.step();
                    let gone = (1..=6).filter(|id| !there.contains(id));
                    for name in gone.map(|id| format!("Window {id}")) {
                        assert_eq!(button(&shown, &name), None);
                    }
                    let named = there.iter().map(|id| format!("Window {id}"));
                    for name in named.chain(["Not now".to_owned()]) {
                        let now = button(&shown, &name).expect("it is shown");
                        assert_eq!(*places.entry(name.clone()).or_insert(now), now, "{name}");
                    }
                }
            }
            let all: Vec<Rect> = places.into_values().collect();
            let apart = |at: usize| all[..at].iter().all(|other| !other.intersects(all[at]));
            assert!((0..7).all(|at| apart(at) || height < 720.0), "{all:?}");
        }
    }

    #[test]
    fn places_of_what_is_gone_are_given_up_when_there_are_too_many() {
        let ctx = Context::default();
        let mut chooser = Chooser::open(&ctx);
        for id in 0..1_000 {
            chooser.show(&ctx, vec![window(id), window(5_000)]);
            assert!(chooser.tiles.len() <= MOST);
            let there = chooser.tiles.iter().filter(|tile| tile.is_there);
            assert_eq!(there.count(), 2);
        }
    }
}

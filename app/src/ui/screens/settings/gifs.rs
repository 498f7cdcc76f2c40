//! Where GIFs come from: the key for GIPHY, and whom its GIFs are to be fit for.

use egui::{Id, Key, Response, Sense, Stroke, Ui, Widget, WidgetInfo, WidgetType, vec2};

use crate::{
    gifs::{ApiKey, Rating},
    ui::{
        action::{Action, Actions},
        app::You,
        icons::{self, Icon},
        picker::Tried,
        theme::{Type, look, radius},
        widgets::{
            Button, Field, Kind, Notice, Text, Tone, card, galley, notice, paint_galley,
            paint_ring, row, secret_field,
        },
        words::gifs::{self, settings as words},
    },
};

/// Most characters of a key.
const LIMIT: usize = 64;

/// The key as it is being written.
#[derive(Debug, Default)]
pub(super) struct State {
    key: String,
}

impl State {
    pub(super) fn new(you: &You) -> Self {
        let key = you.preferences.giphy_key.as_ref();
        Self {
            key: key.map_or_else(String::new, |key| key.as_str().to_owned()),
        }
    }
}

pub(super) fn ui(ui: &mut Ui, you: &You, tried: &Tried, state: &mut State, actions: &mut Actions) {
    super::subtitle(ui, words::text());
    let chosen = &you.preferences;
    if chosen.hide_ip || chosen.hiding_is_given {
        notice(ui, Notice::new(Tone::Them, words::hidden()));
        ui.add_space(16.0);
    }
    card(ui, 20, |ui| key(ui, you, tried, state, actions));
    ui.add_space(16.0);
    card(ui, 20, |ui| rating(ui, chosen.gif_rating, actions));
}

fn key(ui: &mut Ui, you: &You, tried: &Tried, state: &mut State, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    let kept = you.preferences.giphy_key.as_ref();
    ui.spacing_mut().item_spacing.y = 4.0;
    Text::new(words::key_title(), Type::Strong).ui(ui);
    let on = if kept.is_some() {
        words::on()
    } else {
        words::off()
    };
    Text::colored(on, Type::Small, t.ink_2).ui(ui);
    ui.add_space(8.0);
    let written = state.key.parse::<ApiKey>();
    let error = written.as_ref().err().map(ToString::to_string);
    let field = Field {
        label: words::field(),
        hint: words::hint(),
        error: error.as_deref().filter(|_| !state.key.is_empty()),
        limit: LIMIT,
    };
    let response = secret_field(ui, Id::new("key for giphy"), field, &mut state.key);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let written = written.ok();
    tested(ui, written.as_ref(), tried);
    ui.add_space(8.0);
    let new = written.as_ref().filter(|key| Some(*key) != kept);
    let trying = matches!(tried, Tried::Trying(_));
    ui.horizontal(|ui| {
        let save = if kept.is_some() && written.as_ref() == kept {
            words::saved()
        } else {
            words::save()
        };
        let save = ui.add(Button::primary(save).enabled(new.is_some()));
        if let Some(key) = new
            && (save.clicked() || entered)
        {
            actions.push(Action::GiphyKey(Some(key.clone())));
        }
        let test = Button::second(words::test())
            .enabled(written.is_some())
            .busy(trying.then_some(words::testing()));
        if ui.add(test).clicked()
            && let Some(key) = &written
        {
            actions.push(Action::TryGiphyKey(key.clone()));
        }
        let remove = Button::new(Kind::DangerQuiet, words::remove());
        if kept.is_some() && ui.add(remove).clicked() {
            state.key.clear();
            actions.push(Action::GiphyKey(None));
        }
    });
    ui.add_space(12.0);
    Text::colored(words::where_from(), Type::Small, t.ink_2).ui(ui);
    let line = ui.available_rect_before_wrap();
    let rule = Stroke::new(1.0, t.line);
    ui.painter().hline(line.x_range(), line.top() + 10.0, rule);
    ui.add_space(20.0);
    ui.spacing_mut().item_spacing.y = 8.0;
    for (icon, text) in [
        (Icon::Search, words::learns()),
        (Icon::Lock, words::other()),
        (Icon::File, words::kept()),
    ] {
        ui.horizontal_top(|ui| {
            let (_, rect) = ui.allocate_space(vec2(18.0, 20.0));
            icons::paint(ui.painter(), icon, rect.center(), 18.0, t.ink_2);
            ui.with_layout(row::column(), |ui| {
                Text::marked(text, Type::Body, t.ink_2, t.ink).ui(ui)
            });
        });
    }
}

/// What came of the test of the key that is written.
fn tested(ui: &mut Ui, written: Option<&ApiKey>, tried: &Tried) {
    let t = look(ui.ctx()).tokens;
    let Tried::Done(key, result) = tried else {
        return;
    };
    if written != Some(key) {
        return;
    }
    let ink = if result.is_ok() { t.ok } else { t.danger_ink };
    let said = Text::colored(words::tested(*result), Type::SmallStrong, ink).ui(ui);
    ui.ctx().accesskit_node_builder(said.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
}

fn rating(ui: &mut Ui, chosen: Rating, actions: &mut Actions) {
    Text::new(words::rating_title(), Type::Strong).ui(ui);
    ui.add_space(8.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    for rating in Rating::ALL {
        if choice(ui, rating, rating == chosen).clicked() && rating != chosen {
            actions.push(Action::GifRating(rating));
        }
    }
}

/// One of several, of which one is chosen.
fn choice(ui: &mut Ui, rating: Rating, chosen: bool) -> Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let size = vec2(ui.available_width(), 36.0);
    let response = ui.allocate_response(size, Sense::click());
    let words = gifs::rating(rating);
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, chosen, words));
    let rect = response.rect;
    let center = row::mirrored_point(rect, rect.left_center() + vec2(10.0, 0.0));
    let edge = if response.hovered() || chosen {
        t.you_ink
    } else {
        t.line_strong
    };
    ui.painter()
        .circle(center, 9.0, t.surface, Stroke::new(1.5, edge));
    if chosen {
        ui.painter().circle_filled(center, 5.0, t.you_ink);
    }
    let middle = rect.center().y;
    let words = galley(ui, words, Type::Body, t.ink);
    let at = row::lead(rect, 32.0, words.size().x);
    let at = egui::pos2(at, middle - Type::Body.line() / 2.0);
    paint_galley(ui.painter(), at, words, Type::Body);
    let name = rating.as_str().to_uppercase();
    let name = galley(ui, name, Type::Small, t.ink_2);
    let at = row::trail(rect, 0.0, name.size().x);
    let at = egui::pos2(at, middle - Type::Small.line() / 2.0);
    paint_galley(ui.painter(), at, name, Type::Small);
    paint_ring(ui.painter(), &response, rect, radius::SMALL, &look);
    response
}

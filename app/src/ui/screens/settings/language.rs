//! The language of the window.

use egui::{CornerRadius, Sense, Ui, Widget, WidgetInfo, WidgetType, pos2, vec2};

use crate::ui::{
    action::{Action, Actions},
    app::You,
    icons::{self, Icon},
    theme::{Letters, Scripts, Type, look, radius},
    widgets::{self, Text, card, paint_ring, row},
    words::{Language, settings::language as words},
};

const ROW: f32 = 44.0;

pub(super) fn ui(ui: &mut Ui, you: &You, lacking: Scripts, actions: &mut Actions) {
    super::subtitle(ui, words::text());
    let chosen = you.preferences.language;
    let system = Language::of_system();
    card(ui, 8, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if choice(ui, words::system(), system.own_name(), chosen.is_none()) {
            actions.push(Action::Language(None));
        }
        for language in Language::ALL {
            let is_chosen = chosen == Some(language);
            if choice(ui, language.own_name(), "", is_chosen) {
                actions.push(Action::Language(Some(language)));
            }
        }
    });
    ui.add_space(12.0);
    let t = look(ui.ctx()).tokens;
    Text::colored(words::emoji(), Type::Small, t.ink_2).ui(ui);
    let letters = Letters::of(lacking);
    if !letters.is_empty() {
        ui.add_space(12.0);
        Text::colored(words::no_font(&letters), Type::SmallStrong, t.danger_ink).ui(ui);
    }
}

/// One language; whether it was chosen now.
fn choice(ui: &mut Ui, name: &str, more: &str, chosen: bool) -> bool {
    let look = look(ui.ctx());
    let t = look.tokens;
    let response = ui.allocate_response(vec2(ui.available_width(), ROW), Sense::click());
    let label = if more.is_empty() {
        name.to_owned()
    } else {
        words::both(name, more)
    };
    response.widget_info(|| {
        WidgetInfo::selected(WidgetType::RadioButton, true, chosen, label.as_str())
    });
    let (fill, ink, kind) = if response.is_pointer_button_down_on() {
        (t.sunken, t.ink, Type::Body)
    } else if chosen {
        (t.you_tint, t.you_ink, Type::Strong)
    } else if response.hovered() {
        (t.you_tint.gamma_multiply(0.5), t.ink, Type::Body)
    } else {
        (egui::Color32::TRANSPARENT, t.ink, Type::Body)
    };
    let rect = response.rect;
    let corner = CornerRadius::same(radius::SMALL);
    ui.painter().rect_filled(rect, corner, fill);
    let words = widgets::galley(ui, label.as_str(), kind, ink);
    let at = row::lead(rect, 16.0, words.size().x);
    let at = pos2(at, rect.center().y - kind.line() / 2.0);
    widgets::paint_galley(ui.painter(), at, words, kind);
    if chosen {
        let mark = pos2(row::trail(rect, 16.0, 20.0) + 10.0, rect.center().y);
        icons::paint(ui.painter(), Icon::Check, mark, 20.0, ink);
    }
    paint_ring(ui.painter(), &response, rect, radius::SMALL, &look);
    response.clicked() && !chosen
}

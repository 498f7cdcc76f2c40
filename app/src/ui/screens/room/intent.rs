//! What the composer is for: something new, an answer, or other words in the
//! place of words that were said.

use egui::{Align2, Rect, Sense, Ui, UiBuilder, WidgetInfo, WidgetType, pos2, vec2};
use tincan_net::MessageId;

use super::said;
use crate::ui::{
    icons::{self, Icon},
    rich,
    theme::{Type, look},
    widgets::{self, Quote, Speaker, icon_button, row},
    words::{handover, talk},
};

/// Height of the strip that says so.
pub(super) const STRIP: f32 = 36.0;

/// What is being written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Intent {
    /// Something new.
    #[default]
    Say,
    /// An answer to this.
    Reply(MessageId),
    /// Other words for this.
    Edit(MessageId),
}

impl Intent {
    /// The message that it is about.
    pub(super) fn about(self) -> Option<MessageId> {
        match self {
            Self::Say => None,
            Self::Reply(id) | Self::Edit(id) => Some(id),
        }
    }
}

/// Draws the strip above the words, in `area`; whether it was sent away.
pub(super) fn strip(ui: &mut Ui, area: Rect, intent: Intent, about: &Quote) -> bool {
    let t = look(ui.ctx()).tokens;
    let bar = match about.of {
        Speaker::You => t.you_ink,
        Speaker::Them => t.them,
    };
    let middle = area.center().y + 2.0;
    let left = pos2(row::lead(area, 16.0, 3.0), middle - 11.0);
    let line = Rect::from_min_size(left, vec2(3.0, 22.0));
    ui.painter().rect_filled(line, 0.0, bar);
    let title = match intent {
        Intent::Edit(_) => talk::editing().to_owned(),
        _ => talk::replying_to(&about.name),
    };
    let room = area.width() - 16.0 - 13.0 - 48.0;
    let mut job = egui::text::LayoutJob::default();
    job.append(&title, 0.0, Type::Strong.format(t.ink));
    job.append(" · ", 0.0, Type::Body.format(t.ink_2));
    job.append(
        &rich::isolated(&about.text),
        0.0,
        Type::Body.format(t.ink_2),
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let words = rich::layout(ui.painter(), job);
    let left = row::lead(area, 16.0 + 13.0, words.size().x);
    let at = pos2(left, middle - Type::Body.line() / 2.0);
    let place = Rect::from_min_size(at, words.size());
    let label = format!("{title}: {}", about.text);
    let response = ui.interact(place, ui.id().with("strip"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
    widgets::paint_galley(ui.painter(), at, words, Type::Body);
    close(ui, area, "strip close", talk::cancel())
}

/// Draws the strip that tells what goes with the words, in `area`: so much, the
/// first of it called `name`. Whether it was sent away.
pub(super) fn staged(ui: &mut Ui, area: Rect, name: &str, count: usize) -> bool {
    let t = look(ui.ctx()).tokens;
    let middle = area.center().y + 2.0;
    let icon = row::mirrored_point(area, pos2(area.left() + 24.0, middle));
    icons::paint(ui.painter(), Icon::Attach, icon, 16.0, t.ink_2);
    let label = handover::goes_with(&said::first_line(name), count);
    let mut job = Type::Body.job(label.as_str(), t.ink_2, f32::INFINITY);
    let room = area.width() - 40.0 - 48.0;
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let words = rich::layout(ui.painter(), job);
    let at = pos2(
        row::lead(area, 40.0, words.size().x),
        middle - Type::Body.line() / 2.0,
    );
    let place = Rect::from_min_size(at, words.size());
    let response = ui.interact(place, ui.id().with("staged"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
    widgets::paint_galley(ui.painter(), at, words, Type::Body);
    close(ui, area, "staged close", handover::unstage())
}

/// The button at the end of a strip.
fn close(ui: &mut Ui, area: Rect, salt: &str, label: &str) -> bool {
    let ink = look(ui.ctx()).tokens.ink_2;
    let side = 28.0;
    let middle = pos2(area.right() - 10.0, area.center().y + 2.0);
    let place = Align2::RIGHT_CENTER.anchor_size(middle, vec2(side, side));
    let place = row::mirrored(area, place);
    let mut corner = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(place));
    icon_button(&mut corner, Icon::Close, label, side, ink).clicked()
}

//! Asked before a room is kept, renamed, cleared, forgotten or written out, and
//! what kind the next one is.

use egui::{
    Color32, Context, CornerRadius, Id, Key, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo,
    WidgetType, pos2, vec2,
};
use tincan_net::{ExportFormat, RoomId, RoomsCommand};

use super::{paragraph, question::Question};
use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        handing::Hand,
        icons::{self, Icon},
        theme::{Type, look, radius},
        widgets::{
            self, Button, Field, Kind, Notice, Text, Tone, dialog, field, notice, paint_ring, row,
            trailing,
        },
        words::{self, kept, waiting},
    },
};

/// A dialog about kept rooms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeptDialog {
    /// What kind the next room is, or the one that waits.
    Kind {
        /// It is to be kept.
        kept: bool,
    },
    /// Asked before the other is asked.
    Propose,
    /// Another name, as it is being written.
    Rename(About, String),
    /// Asked before what was said goes.
    Clear(About),
    /// Asked before a room goes.
    Forget(About),
    /// Asked before somebody is blocked.
    Block(About),
    /// How the conversation is written out.
    Export,
    /// Asked before all that was said goes, in every room.
    ClearAll,
}

/// Which room it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct About {
    /// `None` for the one at hand.
    pub(crate) room: Option<RoomId>,
    /// As it is shown.
    pub(crate) name: String,
    /// Whether it is kept.
    pub(crate) kept: bool,
}

/// Longest name, in characters.
const LONGEST: usize = 64;

/// Draws it; whether it is done with.
pub(super) fn ui(
    ctx: &Context,
    open: &mut KeptDialog,
    room: Option<&Room>,
    fresh: bool,
    actions: &mut Actions,
) -> bool {
    match open {
        KeptDialog::Kind { kept } => kind(ctx, kept, fresh, actions),
        KeptDialog::Propose => propose(ctx, room, fresh, actions),
        KeptDialog::Rename(about, text) => rename(ctx, about, text, fresh, actions),
        KeptDialog::Clear(about) => {
            let clear = RoomsCommand::Clear(about.room);
            let says = (kept::clear_title(), kept::clear_text(), kept::clear_now());
            sure(ctx, says, fresh, clear, actions)
        }
        KeptDialog::Forget(about) => {
            let title = kept::forget_title(&about.name);
            let forget = RoomsCommand::Forget(about.room);
            let says = (title.as_str(), kept::forget_text(), kept::forget_now());
            sure(ctx, says, fresh, forget, actions)
        }
        KeptDialog::Block(about) => {
            let title = kept::block_title(&about.name);
            let text = if about.kept {
                kept::block_text()
            } else {
                kept::block_vanishing()
            };
            let block = RoomsCommand::Block(about.room);
            sure(
                ctx,
                (&title, text, kept::block_now()),
                fresh,
                block,
                actions,
            )
        }
        KeptDialog::ClearAll => {
            use kept::storage::{clear_every_text, clear_every_title};
            let says = (clear_every_title(), clear_every_text(), kept::clear_now());
            sure(ctx, says, fresh, RoomsCommand::ClearAll, actions)
        }
        KeptDialog::Export => export(ctx, fresh, actions),
    }
}

/// Something that cannot be undone.
fn sure(
    ctx: &Context,
    (title, text, does): (&str, &str, &str),
    fresh: bool,
    command: RoomsCommand,
    actions: &mut Actions,
) -> bool {
    let question = Question {
        title,
        text,
        width: 320.0,
        no: kept::cancel(),
        yes: does,
        kind: Kind::Danger,
    };
    question.ui(ctx, fresh, Action::Rooms(command), actions)
}

fn propose(ctx: &Context, room: Option<&Room>, fresh: bool, actions: &mut Actions) -> bool {
    let Some(peer) = room.and_then(Room::peer) else {
        return true;
    };
    let body = |ui: &mut Ui| paragraph(ui, &kept::propose_text(&words::name(peer)));
    let (done, away) = dialog(ctx, kept::propose_title(), 340.0, body, |ui, ()| {
        let buttons = [
            Button::second(kept::cancel()),
            Button::primary(kept::propose()),
        ];
        let [cancel, ask] = trailing(ui, 8.0, buttons);
        if fresh {
            ask.request_focus();
        }
        if ask.clicked() {
            actions.push(Action::Keep(true));
        }
        cancel.clicked() || ask.clicked()
    });
    done || away
}

fn rename(
    ctx: &Context,
    about: &About,
    text: &mut String,
    fresh: bool,
    actions: &mut Actions,
) -> bool {
    let body = |ui: &mut Ui| {
        paragraph(ui, kept::rename_text());
        ui.add_space(4.0);
        let response = field(
            ui,
            Id::new("room name"),
            Field {
                label: kept::name(),
                hint: "",
                error: None,
                limit: LONGEST,
            },
            text,
        );
        if fresh {
            response.request_focus();
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        (entered, text.clone())
    };
    let (done, away) = dialog(
        ctx,
        kept::rename_title(),
        340.0,
        body,
        |ui, (entered, text)| {
            let buttons = [
                Button::second(kept::cancel()),
                Button::primary(kept::save()),
            ];
            let [cancel, save] = trailing(ui, 8.0, buttons);
            if save.clicked() || entered {
                let rename = RoomsCommand::Rename(about.room, text);
                actions.push(Action::Rooms(rename));
                return true;
            }
            cancel.clicked()
        },
    );
    done || away
}

fn export(ctx: &Context, fresh: bool, actions: &mut Actions) -> bool {
    let body = |ui: &mut Ui| notice(ui, Notice::new(Tone::Them, kept::export_text()));
    let (done, away) = dialog(ctx, kept::export_title(), 380.0, body, |ui, _| {
        let buttons = [
            Button::second(kept::cancel()),
            Button::second(kept::as_json()),
            Button::primary(kept::as_text()),
        ];
        let [cancel, json, text] = trailing(ui, 8.0, buttons);
        if fresh {
            text.request_focus();
        }
        let format = match (json.clicked(), text.clicked()) {
            (true, _) => Some(ExportFormat::Json),
            (_, true) => Some(ExportFormat::Text),
            _ => None,
        };
        if let Some(format) = format {
            actions.push(Action::Hand(Hand::Export(format)));
        }
        cancel.clicked() || format.is_some()
    });
    done || away
}

fn kind(ctx: &Context, is_kept: &mut bool, fresh: bool, actions: &mut Actions) -> bool {
    let body = |ui: &mut Ui| {
        let mut chosen = None;
        for (kind, icon, title, text) in [
            (
                false,
                Icon::Vanishing,
                kept::vanishing(),
                kept::vanishing_text(),
            ),
            (true, Icon::Kept, kept::kept_kind(), kept::kept_text()),
        ] {
            let response = choice(ui, icon, title, text, *is_kept == kind);
            if fresh && *is_kept == kind {
                response.request_focus();
            }
            if response.clicked() {
                chosen = Some(kind);
            }
        }
        chosen
    };
    let (done, away) = dialog(ctx, kept::kind_title(), 380.0, body, |ui, chosen| {
        if let Some(kind) = chosen {
            actions.push(Action::Kind { kept: kind });
        }
        let [cancel] = trailing(ui, 8.0, [Button::second(kept::cancel())]);
        chosen.is_some() || cancel.clicked()
    });
    done || away
}

/// One of several, of which one is chosen.
fn choice(ui: &mut Ui, icon: Icon, title: &str, text: &str, chosen: bool) -> egui::Response {
    let look = look(ui.ctx());
    let t = look.tokens;
    let wide = ui.available_width();
    let words = Type::Small.job(text, t.ink_2, wide - 68.0);
    let high = ui.painter().layout_job(words).size().y + 20.0 + 2.0 + 24.0;
    let response = ui.allocate_response(vec2(wide, high), Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, chosen, title));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_description(text));
    let rect = response.rect;
    let (fill, edge) = if chosen {
        (t.you_tint, Stroke::new(2.0, t.you_ink))
    } else if response.hovered() {
        (t.you_tint.gamma_multiply(0.5), Stroke::new(1.0, t.you_ink))
    } else {
        (Color32::TRANSPARENT, Stroke::new(1.0, t.line_strong))
    };
    let round = CornerRadius::same(radius::LARGE);
    ui.painter()
        .rect(rect, round, fill, edge, StrokeKind::Inside);
    let ink = if chosen { t.you_ink } else { t.ink };
    let at = pos2(row::lead(rect, 16.0, 20.0) + 10.0, rect.top() + 22.0);
    icons::paint(ui.painter(), icon, at, 20.0, ink);
    let name = widgets::galley(ui, title, Type::Strong, ink);
    let at = pos2(row::lead(rect, 50.0, name.size().x), rect.top() + 12.0);
    widgets::paint_galley(ui.painter(), at, name, Type::Strong);
    let below = rect.with_min_x(rect.left() + 50.0);
    let below = row::mirrored(rect, below.with_max_x(rect.right() - 18.0));
    let below = below.with_min_y(rect.top() + 34.0);
    let builder = egui::UiBuilder::new().max_rect(below).layout(row::column());
    ui.scope_builder(builder, |ui| {
        Text::colored(text, Type::Small, t.ink_2).ui(ui);
    });
    paint_ring(ui.painter(), &response, rect, radius::LARGE, &look);
    response
}

/// The kind of a room that waits, in the footer of its page.
pub(crate) fn kind_words(is_kept: bool) -> (Icon, &'static str) {
    if is_kept {
        (Icon::Kept, kept::kept_waiting())
    } else {
        (Icon::Vanishing, waiting::vanishing())
    }
}

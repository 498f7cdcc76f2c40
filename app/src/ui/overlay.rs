//! Dialogs over the screens: at most one that was opened, and the one that a
//! knock opens.

mod about_words;
mod kept;
mod keys;
mod question;
mod why_relayed;

pub(crate) use self::kept::{About, KeptDialog, kind_words};
use self::question::Question;

use egui::{Context, Id, Key, Ui, Widget};
use tincan_net::{Command, DisplayName, MessageId};

use super::{
    action::{Action, Actions},
    cans::{Can, Whose},
    icons::{self, Icon},
    rich::Link,
    screens::settings::Section,
    theme::{Type, look},
    widgets::{
        Button, Field, Kind, Size, Text, dialog, draw_in_place, field, is_dialog, row, trailing,
    },
    words::{self, closed, explain, home, kept as kept_words, knock, room, safety, your_name},
};
use crate::model::Room;

/// A dialog that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dialog {
    /// Words 3.
    IsPrivate,
    /// What leaving means.
    WhenILeave,
    /// The list of keys.
    Keys,
    /// Words 2.
    WhyRelayed,
    /// What is left of a closed room.
    Stored,
    /// Asked before leaving.
    Leave {
        /// The window is to be closed then.
        quit: bool,
    },
    /// What the meeting point sees.
    MeetingPoint,
    /// Asked before a message of one's own is deleted.
    Delete(MessageId),
    /// Asked before a link is opened.
    OpenLink(Box<Link>),
    /// Your name, as it is being written.
    Name(String),
    /// About rooms that are kept.
    Kept(KeptDialog),
}

/// What is open.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    open: Option<Dialog>,
    fresh: bool,
    /// A straight path was asked for, and is being looked for until then.
    trying_until: Option<f64>,
}

impl Overlay {
    pub(crate) fn open(&mut self, dialog: Dialog) {
        self.open = Some(dialog);
        self.fresh = true;
    }

    pub(crate) fn close(&mut self) {
        self.open = None;
    }

    /// The leaving dialog makes no sense once the room has closed by itself.
    pub(crate) fn close_leave(&mut self) {
        if self.asks_to_leave() {
            self.open = None;
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    pub(crate) fn asks_to_leave(&self) -> bool {
        matches!(self.open, Some(Dialog::Leave { .. }))
    }

    /// Draws what is open.
    pub(crate) fn ui(
        &mut self,
        ctx: &Context,
        room: Option<&Room>,
        hidden: bool,
        actions: &mut Actions,
    ) {
        let fresh = std::mem::take(&mut self.fresh);
        let Some(open) = &mut self.open else {
            return;
        };
        let in_room = room.is_some();
        let done = match open {
            Dialog::IsPrivate => explanation(ctx, home::is_private(), fresh, |ui| {
                paragraph(ui, explain::private());
                ui.add_space(2.0);
                point(ui, Icon::Relay, explain::private_relay());
                point(ui, Icon::User, explain::private_peer());
                point(ui, Icon::NotVerified, explain::private_who());
                point(ui, Icon::Info, explain::private_us());
                ui.add_space(4.0);
                if ui
                    .add(Button::quiet(explain::privacy()).size(Size::Small))
                    .clicked()
                {
                    actions.push(Action::Settings(Some(Section::Privacy)));
                }
            }),
            Dialog::WhenILeave => explanation(ctx, home::when_i_leave(), fresh, |ui| {
                paragraph(ui, explain::leaving());
                ui.add_space(2.0);
                point(ui, Icon::Folder, explain::leaving_files());
                point(ui, Icon::Close, explain::leaving_window());
                point(ui, Icon::Refresh, explain::leaving_2());
                point(ui, Icon::Kept, kept_words::leaving());
            }),
            Dialog::Stored => explanation(ctx, closed::stored(), fresh, |ui| {
                if room.is_some_and(|room| room.kept) {
                    paragraph(ui, kept_words::still_stored());
                } else {
                    paragraph(ui, closed::stored_text());
                    paragraph(ui, closed::stored_text_2());
                }
            }),
            Dialog::WhyRelayed => {
                let path = room.and_then(|room| room.path);
                why_relayed::ui(ctx, path, &mut self.trying_until, fresh, actions)
            }
            Dialog::Keys => keys::ui(ctx, fresh),
            Dialog::MeetingPoint => explanation(ctx, safety::meeting_point(), fresh, |ui| {
                paragraph(ui, safety::meeting_point_text());
                paragraph(ui, safety::meeting_point_text_2());
            }),
            Dialog::Delete(id) => about_words::delete(ctx, *id, room, fresh, actions),
            Dialog::OpenLink(link) => about_words::link(ctx, link, hidden, fresh, actions),
            Dialog::Leave { quit } => {
                let stays = room.is_some_and(|room| room.kept);
                leave(ctx, *quit, stays, fresh, actions)
            }
            Dialog::Kept(about) => kept::ui(ctx, about, room, fresh, actions),
            Dialog::Name(text) => name(ctx, text, fresh, in_room, actions),
        };
        if done {
            self.open = None;
            ctx.request_repaint();
        }
    }
}

pub(super) fn explanation(
    ctx: &Context,
    title: &str,
    fresh: bool,
    add: impl FnOnce(&mut Ui),
) -> bool {
    wide_explanation(ctx, title, 340.0, fresh, add)
}

fn wide_explanation(
    ctx: &Context,
    title: &str,
    width: f32,
    fresh: bool,
    add: impl FnOnce(&mut Ui),
) -> bool {
    let (close, away) = dialog(ctx, title, width, add, |ui, ()| {
        let close = ui.add(Button::second(explain::close()));
        if fresh {
            close.request_focus();
        }
        close.clicked()
    });
    close || away
}

pub(super) fn paragraph(ui: &mut Ui, text: &str) {
    let t = look(ui.ctx()).tokens;
    Text::colored(text, Type::Body, t.ink_2).ui(ui);
}

pub(super) fn point(ui: &mut Ui, icon: Icon, text: &str) {
    let t = look(ui.ctx()).tokens;
    ui.horizontal_top(|ui| {
        let (_, rect) = ui.allocate_space(egui::vec2(18.0, 20.0));
        icons::paint(ui.painter(), icon, rect.center(), 18.0, t.ink_2);
        ui.with_layout(row::column(), |ui| {
            Text::marked(text, Type::Body, t.ink, t.ink).ui(ui)
        });
    });
}

fn leave(ctx: &Context, quit: bool, stays: bool, fresh: bool, actions: &mut Actions) -> bool {
    let (title, text, kind) = if stays {
        (
            kept_words::leave_title(),
            kept_words::leave_text(),
            Kind::Primary,
        )
    } else {
        (room::leave_title(), room::leave_text(), Kind::Danger)
    };
    let does = if quit {
        Action::Quit
    } else {
        Command::Leave.into()
    };
    let question = Question {
        title,
        text,
        width: 280.0,
        no: room::stay(),
        yes: room::leave(),
        kind,
    };
    question.ui(ctx, fresh, does, actions)
}

fn name(
    ctx: &Context,
    text: &mut String,
    fresh: bool,
    in_room: bool,
    actions: &mut Actions,
) -> bool {
    let parsed = text.parse::<DisplayName>();
    let body = |ui: &mut Ui| {
        paragraph(ui, your_name::text());
        if in_room {
            paragraph(ui, your_name::next_room());
        }
        ui.add_space(4.0);
        let error = parsed.as_ref().err().map(ToString::to_string);
        let response = field(
            ui,
            Id::new("your name"),
            Field {
                label: your_name::field(),
                hint: your_name::hint(),
                error: error.as_deref().filter(|_| !text.is_empty()),
                limit: tincan_net::MAX_NAME_CHARS,
            },
            text,
        );
        if fresh {
            response.request_focus();
        }
        response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
    };
    let (done, away) = dialog(ctx, your_name::title(), 340.0, body, |ui, entered| {
        let buttons = [
            Button::second(your_name::cancel()),
            Button::primary(your_name::save()).enabled(parsed.is_ok()),
        ];
        let [cancel, save] = trailing(ui, 8.0, buttons);
        match &parsed {
            Ok(name) if save.clicked() || entered => {
                actions.push(Action::Name(name.clone()));
                true
            }
            _ => cancel.clicked(),
        }
    });
    done || away
}

/// Somebody knocks: not to be clicked away, only answered.
pub(crate) fn knock_dialog(ctx: &Context, name: &DisplayName, actions: &mut Actions) {
    let look = look(ctx);
    let t = look.tokens;
    let modal = egui::Modal::new(Id::new("knock"))
        .backdrop_color(t.scrim.gamma_multiply(0.72))
        .frame(
            egui::Frame::new()
                .fill(t.raised)
                .stroke(egui::Stroke::new(1.0, t.line))
                .corner_radius(super::theme::radius::DIALOG)
                .shadow(ctx.global_style().visuals.window_shadow)
                .inner_margin(20),
        )
        .show(ctx, |ui| {
            draw_in_place(ui);
            ui.set_width(320.0_f32.min(ctx.content_rect().width() - 72.0));
            ui.with_layout(row::column(), |ui| knocker(ui, name, actions));
        });
    is_dialog(&modal.response, &knock::title(&words::name(name)));
}

/// Who knocks, and the answers.
fn knocker(ui: &mut Ui, name: &DisplayName, actions: &mut Actions) {
    let look = look(ui.ctx());
    let t = look.tokens;
    let shown = words::name(name);
    ui.horizontal(|ui| {
        let (_, rect) = ui.allocate_space(egui::vec2(40.0, 44.0));
        Can::avatar(Whose::Them, 40.0, &words::letter(name)).paint(
            ui.painter(),
            rect.center(),
            &look,
        );
        ui.add_space(4.0);
        ui.with_layout(row::column(), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(3.0);
            Text::new(knock::title(&shown), Type::Strong)
                .tooltip(name.as_str())
                .ui(ui);
            Text::colored(knock::text(), Type::Small, t.ink_2).ui(ui);
        });
    });
    ui.add_space(8.0);
    let half = (ui.available_width() - 8.0) / 2.0;
    ui.horizontal(|ui| {
        let let_in = ui.add(Button::primary(knock::let_in()).width(half));
        let not_now = ui.add(Button::second(knock::not_now()).width(half));
        // The keyboard is on the answer that lets nobody in.
        if !let_in.has_focus() && !not_now.has_focus() {
            not_now.request_focus();
        }
        if let_in.clicked() {
            actions.push(Command::Admit.into());
        }
        if not_now.clicked() {
            actions.push(Command::Refuse.into());
        }
    });
}

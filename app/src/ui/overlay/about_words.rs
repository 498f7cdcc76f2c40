//! Asked before words are taken back, and before a link in them is opened.

use egui::{Context, Ui, Widget};
use tincan_net::{Command, MessageId};

use super::{paragraph, question::Question};
use crate::{
    model::Room,
    ui::{
        action::{Action, Actions},
        rich::Link,
        theme::{Type, look},
        widgets::{Button, Kind, Notice, Text, Tone, dialog, notice, trailing},
        words::{self, room as room_words, talk, your_name},
    },
};

/// Before a message is deleted; whether it is done with.
pub(super) fn delete(
    ctx: &Context,
    id: MessageId,
    room: Option<&Room>,
    fresh: bool,
    actions: &mut Actions,
) -> bool {
    let Some(peer) = room.and_then(Room::peer) else {
        return true;
    };
    let question = Question {
        title: talk::delete_title(),
        text: &talk::delete_text(&words::name(peer)),
        width: 300.0,
        no: talk::keep(),
        yes: room_words::delete(),
        kind: Kind::Danger,
    };
    question.ui(ctx, fresh, Command::Delete(id).into(), actions)
}

/// Before a link is opened; whether it is done with.
pub(super) fn link(
    ctx: &Context,
    link: &Link,
    hidden: bool,
    fresh: bool,
    actions: &mut Actions,
) -> bool {
    let t = look(ctx).tokens;
    let body = |ui: &mut Ui| {
        ui.add(
            Text::new(link.host(), Type::Name)
                .elided()
                .tooltip(link.host()),
        );
        let whole = Text::colored(link.address(), Type::Small, t.ink_2);
        whole.elided().tooltip(link.address()).ui(ui);
        ui.add_space(4.0);
        if let Some(readable) = link.readable_host() {
            let words = talk::look_alike(link.host(), &readable);
            notice(ui, Notice::new(Tone::Them, &words));
        }
        if link.is_open_to_read() {
            notice(ui, Notice::new(Tone::Them, talk::link_open_to_read()));
        }
        if hidden {
            notice(ui, Notice::new(Tone::Them, talk::link_sees_hidden()));
        } else {
            paragraph(ui, talk::link_sees());
        }
    };
    let (done, away) = dialog(ctx, talk::link_title(), 380.0, body, |ui, ()| {
        let buttons = [
            Button::quiet(room_words::copy()),
            Button::second(your_name::cancel()),
            Button::primary(talk::open()),
        ];
        let [copy, cancel, open] = trailing(ui, 8.0, buttons);
        if fresh {
            cancel.request_focus();
        }
        if copy.clicked() {
            actions.push(Action::CopyQuietly(link.address().to_owned()));
        }
        if open.clicked() {
            actions.push(Action::OpenLink(link.address().to_owned()));
        }
        copy.clicked() || cancel.clicked() || open.clicked()
    });
    done || away
}

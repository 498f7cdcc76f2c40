//! Where a code is typed or a link pasted.

use egui::{Id, Response, Ui, Widget};
use tincan_net::Invite;

use super::{State, View, line, remark};
use crate::ui::{
    action::{Action, Actions},
    icons::Icon,
    theme::{Type, look},
    widgets::{Button, Entered, Text, row},
    words::{self, home, kept},
};

pub(super) fn join(ui: &mut Ui, view: &View<'_>, state: &mut State, actions: &mut Actions) {
    let t = look(ui.ctx()).tokens;
    Text::new(home::join_title(), Type::Heading).ui(ui);
    ui.add_space(6.0);
    let short = ui.available_width() < 320.0 && !view.rooms.is_empty();
    let (text, gap) = if short {
        (kept::join_short(), 16.0)
    } else {
        (home::join_text(), 30.0)
    };
    Text::colored(text, Type::Body, t.ink_2).ui(ui);
    ui.add_space(gap);

    let wrong = wrong(view, state).map(str::to_owned);
    let red = !state.edited && view.wrong_digits && !state.cells.is_empty();
    let id = Id::new("room code");
    let top = ui.cursor().top();
    let entered = ui
        .horizontal(|ui| {
            let room = ui.available_width() - 76.0 - 12.0;
            let (response, entered) = state.cells.ui(ui, id, home::cells(), room, red);
            if state.fresh {
                response.request_focus();
            }
            let code = state.cells.code();
            let button = Button::second(home::join())
                .height(48.0)
                .width(76.0)
                .enabled(code.is_some() && !view.creating);
            let button = ui.with_layout(row::from_end(), |ui| ui.add(button)).inner;
            match code {
                Some(code) if button.clicked() => Some(Entered::Code(code)),
                _ => entered,
            }
        })
        .inner;
    match entered {
        Some(Entered::Code(code)) => {
            // The answer may come before the next frame.
            state.enter();
            actions.push(Action::Join(Invite::Code(code)));
        }
        Some(Entered::Link(link)) => {
            state.enter();
            actions.push(Action::Consider(link));
        }
        Some(Entered::Wrong(error)) => {
            state.wrong = Some(words::errors::invite(&error));
            state.edited = true;
        }
        Some(Entered::Changed) => {
            state.wrong = None;
            state.edited = true;
        }
        None => {}
    }
    ui.add_space(14.0);
    match wrong {
        Some(words) => {
            let response = failure(ui, &words);
            // An answer is in sight, with what it is about.
            if state.fresh {
                ui.scroll_to_rect(response.rect.with_min_y(top), None);
            }
        }
        None => remark(ui, Icon::Link, home::links()),
    }
}

/// What is wrong, as it is known now.
pub(super) fn wrong<'a>(view: &'a View<'_>, state: &'a State) -> Option<&'a str> {
    let told = view.wrong.as_deref().filter(|_| !state.edited);
    state.wrong.as_deref().or(told)
}

/// What went wrong, and what to do.
fn failure(ui: &mut Ui, words: &str) -> Response {
    let t = look(ui.ctx()).tokens;
    let response = line(ui, Icon::Alert, t.danger_ink, |ui| {
        Text::colored(words, Type::SmallStrong, t.danger_ink).ui(ui);
    });
    // Read out as soon as it appears.
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
    response
}

//! It is over: why, and what to do next.

use egui::{Align, Layout, Rect, Stroke, Ui, UiBuilder, Widget, pos2, vec2};
use tincan_net::CloseReason;

use super::page::{self, Corner};
use crate::{
    model::{Attempt, Room},
    ui::{
        action::{Action, Actions},
        app::You,
        cans::{Can, Whose},
        clock::Clock,
        overlay::Dialog,
        string,
        theme::{Type, look, width},
        widgets::{Button, Size, Text, row},
        words::{self, closed, home},
    },
};

/// What the page shows.
pub(crate) struct View {
    title: String,
    text: String,
    again: bool,
    /// The two were together, so there is something to say of what is left.
    talked: bool,
}

/// Builds it.
pub(crate) fn view(room: &Room, attempt: Option<&Attempt>, clock: &Clock) -> View {
    let reason = room.close_reason().unwrap_or(CloseReason::Lost);
    let name = room
        .peer()
        .map_or_else(|| closed::the_other().to_owned(), words::name);
    let broke = clock.time(room.broke_at.unwrap_or(room.since));
    let because = room.warnings().iter().rev();
    // A line that broke first was not ended by what came over it.
    let because = because
        .filter(|_| room.broke_at.is_none())
        .find_map(|&warning| closed::because(reason, warning));
    let (title, text) = match because {
        Some((title, text)) => (title.to_owned(), text.to_owned()),
        None if room.kept => closed::kept(reason, &name),
        None if reason == CloseReason::Unreachable => {
            let joining = matches!(attempt, Some(Attempt::Join(_) | Attempt::Open(_)));
            let (title, text) = closed::unreached(room.reach_at_end, joining);
            (title.to_owned(), text.to_owned())
        }
        None => closed::words(reason, &name, &broke, &clock.time(room.since)),
    };
    View {
        title,
        text,
        again: reason == CloseReason::Unreachable && attempt.is_some(),
        talked: room.peer().is_some(),
    }
}

/// Draws it.
pub(crate) fn ui(ui: &mut Ui, view: &View, you: &You, actions: &mut Actions) {
    let mut opened = Vec::new();
    page::page(
        ui,
        width::CONVERSATION,
        |ui| {
            page::top_bar(ui, &Corner::Logo, you, actions);
            ui.add_space(56.0);
            cut(ui);
            ui.add_space(28.0);
            Text::new(view.title.as_str(), Type::Title)
                .centered()
                .ui(ui);
            ui.add_space(8.0);
            text(ui, &view.text);
            ui.add_space(20.0);
            buttons(ui, view, actions);
        },
        |ui| {
            let stored = view.talked;
            ui.with_layout(Layout::top_down(Align::Center), |ui| {
                ui.add_space(14.0);
                if stored && page::footer_link(ui, closed::stored()) {
                    opened.push(Action::Open(Dialog::Stored));
                }
            });
        },
    );
    actions.append(&mut opened);
}

/// The sentence is narrower than the page, so that it reads in two lines.
fn text(ui: &mut Ui, words: &str) {
    let t = look(ui.ctx()).tokens;
    let room = ui.available_width();
    let measure = room.min(540.0);
    let at = ui.next_widget_position() + vec2((room - measure) / 2.0, 0.0);
    let column = Rect::from_min_size(at, vec2(measure, 44.0));
    ui.scope_builder(UiBuilder::new().max_rect(column), |ui| {
        Text::colored(words, Type::Message, t.ink_2)
            .centered()
            .ui(ui);
    });
}

fn cut(ui: &mut Ui) {
    let look = look(ui.ctx());
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), 132.0));
    let scale = (rect.width() / 640.0).clamp(0.6, 1.0);
    let size = vec2(76.0, 100.0) * scale;
    let tilt = 8.3_f32.to_radians();
    let at = |x: f32| {
        let x = rect.center().x + x * scale;
        row::mirrored_point(rect, pos2(x, rect.top() + 52.0))
    };
    let (left, right) = (at(-250.0), at(250.0));
    let you = Can::lying(Whose::You, size)
        .text(home::you(), 20.0 * scale)
        .tilt(tilt);
    let gone = Can::lying(Whose::Gone, size).tilt(-tilt);
    you.paint(ui.painter(), left, &look);
    gone.paint(ui.painter(), right, &look);
    let stroke = Stroke::new(look.string_width(3.0), look.tokens.twine);
    let way = (right.x - left.x).signum();
    string::paint_frayed(ui.painter(), you.knot(left), way, stroke);
    string::paint_frayed(ui.painter(), gone.knot(right), -way, stroke);
}

fn buttons(ui: &mut Ui, view: &View, actions: &mut Actions) {
    let (words, action) = if view.again {
        (closed::try_again(), Action::Again)
    } else {
        (closed::create(), Action::Create { kept: false })
    };
    let first = Button::primary(words).size(Size::Large);
    let second = Button::second(closed::home()).size(Size::Large);
    page::centered_row(ui, first, second, |first, second| {
        if first {
            actions.push(action);
        }
        if second {
            actions.push(Action::Home);
        }
    });
}

#[cfg(test)]
mod tests {
    use tincan_net::{DisplayName, Event, EventKind, RoomId, RoomState};

    use super::*;
    use crate::model::Model;

    fn at(reason: CloseReason, named: bool) -> View {
        let peer: Option<DisplayName> = named.then(|| "Brave Heron".parse().unwrap());
        let mut model = Model::default();
        model.begin(Attempt::Create { kept: false });
        let mut enter = |state, now| {
            let kind = EventKind::Room {
                room: RoomId(1),
                state,
                kept: false,
            };
            model.apply(Event { re: None, kind }, now);
        };
        if let Some(peer) = peer.clone() {
            enter(RoomState::Connected { peer: peer.clone() }, 0);
            enter(RoomState::Reconnecting { peer, until: 0 }, 19 * 3_600_000);
        }
        enter(RoomState::Closed { reason, peer }, 19 * 3_600_000 + 60_000);
        let room = model.room.unwrap();
        view(
            &room,
            Some(&Attempt::Create { kept: false }),
            &Clock::manual(|| 0),
        )
    }

    #[test]
    fn each_end_says_what_happened() {
        let left = at(CloseReason::PeerLeft, true);
        assert_eq!(left.title, "Brave Heron has left");
        assert!(left.text.contains("at 19:01. Nothing you said"));
        let lost = at(CloseReason::Lost, true);
        assert!(lost.text.starts_with("The line broke at 19:00 and did not"));
        assert!(!lost.again);
        assert!(at(CloseReason::Unreachable, false).again);
        assert!(!at(CloseReason::Refused, false).talked);
    }
}

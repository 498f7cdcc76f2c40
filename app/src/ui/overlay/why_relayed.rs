//! Why a relay is in between, and what can be done about it.

use egui::{Context, Ui};
use tincan_net::{Command, Path, PathKind, Whose, WhyRelayed};

use super::{explanation, paragraph, point};
use crate::ui::{
    action::{Action, Actions},
    icons::Icon,
    screens::settings::Section,
    widgets::{Button, dialog},
    words::{explain, why},
};

/// A straight path that is not found by then will take longer.
const TRYING_SECS: f64 = 6.0;

/// Draws it; whether it is done with.
pub(super) fn ui(
    ctx: &Context,
    path: Option<Path>,
    trying_until: &mut Option<f64>,
    fresh: bool,
    actions: &mut Actions,
) -> bool {
    let straight = path.is_some_and(|path| path.kind != PathKind::Relayed);
    if straight {
        return explanation(ctx, explain::why_relayed(), fresh, |ui| {
            paragraph(ui, explain::straight_now());
        });
    }
    let cause = path.and_then(|path| path.why);
    let body = |ui: &mut Ui| {
        paragraph(ui, why::why(cause));
        point(ui, Icon::Lock, explain::relay_cannot());
        point(ui, Icon::Relay, explain::relay_sees());
        if why::can_be_tried(cause) {
            point(ui, Icon::Refresh, explain::relay_next());
        }
    };
    let (done, away) = dialog(ctx, explain::why_relayed(), 340.0, body, |ui, ()| {
        ui.horizontal_wrapped(|ui| buttons(ui, cause, trying_until, fresh, actions))
            .inner
    });
    done || away
}

fn buttons(
    ui: &mut Ui,
    cause: Option<WhyRelayed>,
    trying_until: &mut Option<f64>,
    fresh: bool,
    actions: &mut Actions,
) -> bool {
    let now = ui.input(|input| input.time);
    trying_until.take_if(|until| *until <= now);
    if let Some(until) = trying_until {
        ui.ctx().request_repaint_after_secs((*until - now) as f32);
    }
    let mut done = false;
    // The first of them has the keyboard.
    let mut first = fresh;
    if why::can_be_tried(cause) {
        let trying = trying_until.is_some().then_some(explain::trying());
        let again = ui.add(Button::second(explain::try_again()).busy(trying));
        if std::mem::take(&mut first) {
            again.request_focus();
        }
        if again.clicked() {
            *trying_until = Some(now + TRYING_SECS);
            actions.push(Command::TryStraight.into());
        }
    } else if cause == Some(WhyRelayed::Hidden(Whose::Ours))
        || cause == Some(WhyRelayed::Hidden(Whose::Both))
    {
        let change = ui.add(Button::second(explain::stop_hiding()));
        if std::mem::take(&mut first) {
            change.request_focus();
        }
        if change.clicked() {
            actions.push(Action::Settings(Some(Section::Privacy)));
            done = true;
        }
    }
    let another = ui.add(Button::quiet(explain::another_relay()));
    if first {
        another.request_focus();
    }
    if another.clicked() {
        actions.push(Action::Settings(Some(Section::Relays)));
        done = true;
    }
    let close = ui.add(Button::quiet(explain::close()));
    done || close.clicked()
}

//! A question before something is done. The keyboard is on the answer that does
//! nothing.

use egui::{Context, Ui};

use super::paragraph;
use crate::ui::{
    action::{Action, Actions},
    widgets::{Button, Kind, dialog, trailing},
};

/// What is asked, and the two answers.
pub(super) struct Question<'a> {
    pub(super) title: &'a str,
    pub(super) text: &'a str,
    pub(super) width: f32,
    /// Does nothing.
    pub(super) no: &'a str,
    /// Does it.
    pub(super) yes: &'a str,
    pub(super) kind: Kind,
}

impl Question<'_> {
    /// Draws it; whether it is done with. `does` is done when the answer is yes.
    pub(super) fn ui(
        self,
        ctx: &Context,
        fresh: bool,
        does: Action,
        actions: &mut Actions,
    ) -> bool {
        let body = |ui: &mut Ui| paragraph(ui, self.text);
        let (done, away) = dialog(ctx, self.title, self.width, body, |ui, ()| {
            let buttons = [Button::second(self.no), Button::new(self.kind, self.yes)];
            let [no, yes] = trailing(ui, 8.0, buttons);
            if fresh {
                no.request_focus();
            }
            if yes.clicked() {
                actions.push(does);
            }
            no.clicked() || yes.clicked()
        });
        done || away
    }
}

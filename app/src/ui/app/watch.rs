//! What is looked at in every frame: the system, the window, the clock.

use std::time::Duration;

use egui::{Context, UserAttentionType, ViewportCommand};
use tincan_net::{Command, RoomState, UnixMillis};

use super::TincanApp;
use crate::{
    attention::Badge,
    model::Room,
    ui::{
        action::{Action, Actions},
        launch::SettingsChange,
        overlay::Dialog,
        route::{self, Route},
        shortcuts::{self, Shortcut},
        theme::{self, Taste},
        typing::TypingNotice,
        words,
    },
};

impl TincanApp {
    /// The system asks for another look.
    pub(super) fn follow_system(&mut self, ctx: &Context) {
        let asked = self.system.as_ref().and_then(|all| all.try_iter().last());
        if let Some(asked) = asked.filter(|asked| *asked != self.asked_by_system) {
            self.asked_by_system = asked;
            theme::set_appearance(ctx, self.you.preferences.taste.with(asked));
        }
    }

    /// Remembers where the window is, and the scale that keys have changed.
    pub(super) fn watch_window(&mut self, ctx: &Context) {
        let zoom = ctx.zoom_factor();
        self.place = ctx.input(|input| self.place.seen(input.viewport(), zoom));
        let size = ctx.content_rect().size() * zoom;
        let taste = self.you.preferences.taste;
        let wanted = taste.zoomed(zoom);
        // There may be no room for more.
        let counts = zoom < self.zoom || taste.zoom() <= self.zoom;
        if zoom != self.zoom && counts && wanted != taste {
            self.set_taste(ctx, wanted);
        }
        self.zoom = self.you.preferences.taste.zoom_in(size);
        if zoom != self.zoom {
            ctx.set_zoom_factor(self.zoom);
        }
    }

    pub(super) fn set_taste(&mut self, ctx: &Context, taste: Taste) {
        self.you.preferences.taste = taste;
        (self.you.on_settings)(SettingsChange::Taste(taste));
        theme::set_appearance(ctx, taste.with(self.asked_by_system));
    }

    /// Keys that work everywhere.
    pub(super) fn take_shortcut(&mut self, ctx: &Context, actions: &mut Actions) {
        let Some(shortcut) = shortcuts::pressed(ctx) else {
            return;
        };
        let knock = self
            .model
            .room
            .as_ref()
            .and_then(|room| room.knock.as_ref());
        if self.overlay.is_open() || knock.is_some() {
            return; // An answer comes first.
        }
        match (shortcut, self.route()) {
            (Shortcut::Help, _) => actions.push(Action::Open(Dialog::Keys)),
            (Shortcut::Settings, Route::Settings) => actions.push(Action::CloseSettings),
            (Shortcut::Settings, _) => actions.push(Action::Settings(None)),
            (Shortcut::Create, Route::Home) => {
                let kept = self.kept_next;
                actions.push(Action::Create { kept });
            }
            (Shortcut::Search, Route::Room) => {
                if self.model.room.as_ref().is_some_and(|room| room.kept) {
                    actions.push(Action::OpenSearch);
                }
            }
            (Shortcut::Leave, Route::Room) => {
                actions.push(Action::Open(Dialog::Leave { quit: false }));
            }
            (Shortcut::Quit, _) => ctx.send_viewport_cmd(ViewportCommand::Close),
            (Shortcut::Create | Shortcut::Leave | Shortcut::Search, _) => {}
        }
    }

    /// What a notification said is seen.
    pub(super) fn watch_focus(&mut self, ctx: &Context) {
        let in_front = ctx.input(|input| input.focused);
        if in_front && !self.in_front {
            self.you.tells.clear();
            let reset = ViewportCommand::RequestUserAttention(UserAttentionType::Reset);
            ctx.send_viewport_cmd(reset);
        }
        self.in_front = in_front;
    }

    /// Somebody started the app again: this is the window for it.
    pub(super) fn take_summons(&mut self, ctx: &Context) {
        while let Some(summons) = self.summons.as_mut().and_then(|all| all.try_recv().ok()) {
            for command in [
                ViewportCommand::Minimized(false),
                ViewportCommand::Focus,
                // Where the system lets nobody push itself forward.
                ViewportCommand::RequestUserAttention(UserAttentionType::Informational),
            ] {
                ctx.send_viewport_cmd(command);
            }
            let Some(link) = summons.link() else { continue };
            self.link = Some(link);
            self.overlay.close();
            if self.beneath() == Route::Link {
                self.in_settings = false;
            } else {
                self.toasts.show(ctx, words::link::room_open());
            }
        }
    }

    /// To close the window is to leave the room, so that is asked about too;
    /// whoever closes it again means it.
    pub(super) fn ask_before_closing(&mut self, ctx: &Context) {
        let closing = ctx.input(|input| input.viewport().close_requested());
        let sure = self.quitting || self.overlay.asks_to_leave();
        let alone = self.model.room.as_ref().is_some_and(Room::is_alone);
        if closing && !sure && !alone && self.beneath() == Route::Room {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.overlay.open(Dialog::Leave { quit: true });
        }
    }

    pub(super) fn tell_typing(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        if self.route() != Route::Room {
            self.typing = TypingNotice::default();
            return;
        }
        if let Some(on) = self.typing.tell(now) {
            self.wire.tell(Command::Typing(on));
        }
        if let Some(again) = self.typing.again_in(now) {
            ctx.request_repaint_after_secs(again as f32);
        }
    }

    /// What waits and how far things are, for who looks elsewhere.
    pub(super) fn badge(&mut self, ctx: &Context) {
        let room = self.model.room.as_ref();
        let focused = ctx.input(|input| input.focused);
        let unread = room.map_or(0, |room| {
            if focused {
                0
            } else {
                room.conversation.unread()
            }
        });
        let percent = room.and_then(|room| room.transfers.percent());
        let badge = Badge { unread, percent };
        if badge != self.badge {
            self.badge = badge;
            self.you.tells.badge(badge);
            ctx.send_viewport_cmd(ViewportCommand::Title(words::window_title(badge)));
        }
    }

    pub(super) fn wake_for_time(&self, ctx: &Context, now: UnixMillis) {
        let Some(room) = &self.model.room else { return };
        let (end, step) = match &room.state {
            RoomState::Creating => (room.since + route::PATIENCE_MS, route::PATIENCE_MS),
            // When the words about the minutes, and the seconds, left change.
            RoomState::Waiting {
                code: Some(code), ..
            } => (code.until, 60_000),
            RoomState::Reconnecting { until, .. } => (*until, 1_000),
            _ => return,
        };
        let left = end.saturating_sub(now);
        if left > 0 {
            let next = (left - 1) % step + 1;
            ctx.request_repaint_after(Duration::from_millis(next));
        }
    }
}

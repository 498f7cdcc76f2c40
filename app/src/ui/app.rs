//! The app: takes in events, shows the screen that the route names, does what
//! the person asked for.

mod keeping;
mod perform;
mod watch;
mod you;

use std::collections::BTreeSet;

use egui::{CentralPanel, Context, Frame, ViewportCommand};
use tincan_net::{Command, EventKind, InviteLink, LinkError, Multiaddr, Reach, RoomState};
use tokio::sync::mpsc;

pub(crate) use self::you::You;
use super::{
    action::Actions,
    call::Telephone,
    clock::Clock,
    frames::Frames,
    handing::Handing,
    launch::{Launch, SettingsChange},
    overlay::{Overlay, knock_dialog},
    picker::Picker,
    place::Place,
    route::{self, Route},
    screens::{self, Screens},
    theme::{self, Fallbacks, Scripts, SystemTaste, look, wanted_scripts},
    typing::TypingNotice,
    widgets::{Lent, Toasts, row, take_from_what_is_gone},
    wire::Wire,
    words::{self, Language},
};
use crate::{
    attention::{self, Badge},
    instance::Summons,
    model::Model,
};

/// The window's app. Drive it through [`eframe::App`].
pub struct TincanApp {
    wire: Wire,
    model: Model,
    you: You,
    link: Option<Result<InviteLink, LinkError>>,
    summons: Option<mpsc::Receiver<Summons>>,
    known_relays: Vec<Multiaddr>,
    clock: Clock,
    typing: TypingNotice,
    screens: Screens,
    overlay: Overlay,
    toasts: Toasts,
    handing: Handing,
    phone: Telephone,
    frames: Frames,
    keyboard: Lent,
    fonts: Fallbacks,
    /// Changes of what was said, not answered yet.
    changing: BTreeSet<u64>,
    /// The next room is to be kept.
    kept_next: bool,
    /// What the taskbar and the title say.
    badge: Badge,
    system: Option<std::sync::mpsc::Receiver<SystemTaste>>,
    asked_by_system: SystemTaste,
    place: Place,
    /// How large everything is drawn: as chosen, or as much as there is room for.
    zoom: f32,
    in_front: bool,
    leaving: bool,
    /// The settings are shown, over everything else.
    in_settings: bool,
    /// The window closes as soon as the room has.
    quitting: bool,
}

impl TincanApp {
    /// An app that shows what `launch` brings. Fonts and styles are the
    /// caller's: see [`theme::install`].
    pub fn new(launch: Launch) -> Self {
        let mut screens = Screens::default();
        screens.waiting.ask = launch.preferences.ask;
        let chosen = &launch.preferences;
        let picker = Picker::new(launch.gifs, chosen.hide_ip || chosen.hiding_is_given);
        let clean = chosen.clean_pictures;
        let devices = chosen.devices.clone();
        launch.tells.use_speaker(devices.speaker.clone());
        let phone = Telephone::new(launch.line, devices);
        let zoom = launch.preferences.taste.zoom();
        let me = launch.name.clone();
        let handing = Handing::new(launch.desktop, launch.downloads, picker, clean, me);
        Self {
            wire: Wire::new(launch.client, launch.events),
            model: Model::default(),
            you: You {
                name: launch.name,
                hint_seen: launch.hint_seen,
                preferences: launch.preferences,
                tells: launch.tells,
                on_settings: launch.on_settings,
            },
            link: launch.link,
            summons: launch.summons,
            known_relays: launch.known_relays,
            clock: launch.clock,
            typing: TypingNotice::default(),
            screens,
            overlay: Overlay::default(),
            toasts: Toasts::default(),
            handing,
            phone,
            frames: Frames::default(),
            keyboard: Lent::default(),
            fonts: Fallbacks::new(launch.fonts),
            changing: BTreeSet::new(),
            kept_next: false,
            badge: Badge::default(),
            system: launch.system,
            asked_by_system: SystemTaste::default(),
            place: launch.place,
            zoom,
            in_front: true,
            leaving: false,
            in_settings: false,
            quitting: false,
        }
    }

    /// The screen that is shown now.
    pub fn route(&self) -> Route {
        if self.in_settings {
            Route::Settings
        } else {
            self.beneath()
        }
    }

    /// The screen that is shown when the settings are not.
    fn beneath(&self) -> Route {
        route::route(&self.model, self.link.is_some(), self.clock.now())
    }

    /// Rows of the conversation that were laid out for the last frame.
    pub fn rows_laid_out(&self) -> usize {
        self.screens.room.rows_laid_out()
    }

    fn take_events(&mut self, ctx: &Context) {
        let heard = self.wire.drain();
        let now = self.clock.now();
        let before = self.beneath();
        for event in heard.events {
            self.fonts.want(scripts_of(&event.kind), ctx);
            let news = attention::news(self.model.room.as_ref(), &event.kind);
            if let Some(news) = news {
                self.you.tell_of(news, self.model.room.as_ref(), ctx);
            }
            self.phone.hear(&event.kind);
            if matches!(event.kind, EventKind::Exported(_)) {
                self.toasts.show(ctx, words::kept::exported());
            }
            if !self.handing.hears(&event) && !self.hears_of_change(&event) {
                self.model.apply(event, now);
            }
        }
        self.read_on();
        self.take_news(ctx);
        if heard.more {
            ctx.request_repaint();
        }
        let in_room = self.beneath() == Route::Room;
        // Somebody is here: that is what was waited for.
        self.in_settings &= !(in_room && before != Route::Room);
        if heard.ended || (self.quitting && !in_room) {
            // Without a network side there is nothing left to ask about.
            self.quitting = true;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        if !in_room {
            self.overlay.close_leave();
        }
        let room = self.model.room.as_ref();
        self.leaving &= room.is_some_and(|room| room.close_reason().is_none());
    }

    fn take_news(&mut self, ctx: &Context) {
        let room = self.model.room.as_ref().map(|room| room.id);
        let writes = self.screens.room.writes();
        let said = self.handing.take_news(ctx, &mut self.wire, room, writes);
        if let Some(said) = said {
            self.toasts.show(ctx, said);
        }
        while let Some(words) = self.handing.take_unsaid() {
            self.screens.room.give_back(words);
        }
    }

    /// Whether something is over the screen that has to be answered or closed.
    fn is_covered(&self) -> bool {
        let room = self.model.room.as_ref();
        self.overlay.is_open()
            || self.phone.asks()
            || (room.is_some() && self.handing.views())
            || room.is_some_and(|room| room.knock.is_some())
    }

    fn unknown_relays(&self, link: &InviteLink) -> Vec<String> {
        screens::link::unknown_relays(link, &self.known_relays)
    }

    fn screen(&mut self, ui: &mut egui::Ui, actions: &mut Actions) {
        let now = self.clock.now();
        let route = self.route();
        self.screens.entered(route);
        let attempt = self.model.attempt().cloned();
        match (route, &mut self.model.room, &self.link) {
            (Route::Link, _, Some(link)) => {
                let unknown = link
                    .as_ref()
                    .map_or_else(|_| Vec::new(), |link| self.unknown_relays(link));
                screens::link::ui(ui, link, &unknown, &self.you, actions);
            }
            (Route::Waiting, Some(room), _) => {
                let view = screens::waiting::view(room, self.kept_next, now);
                let state = &mut self.screens.waiting;
                screens::waiting::ui(ui, &view, state, &self.you, actions);
            }
            (Route::Room, Some(room), _) if self.phone.fills_window() => {
                self.phone.page(ui, room, now, actions);
            }
            (Route::Room, Some(room), _) => {
                let state = &mut self.screens.room;
                let chosen = &self.you.preferences;
                let around = screens::room::Around {
                    handing: &mut self.handing,
                    clock: &self.clock,
                    leaving: self.leaving,
                    hidden: chosen.hide_ip || chosen.hiding_is_given,
                };
                let seen = screens::room::ui(ui, room, state, around, actions);
                if let Some(id) = seen {
                    self.wire.tell(Command::Read(id));
                }
            }
            (Route::Closed, Some(room), _) => {
                let view = screens::closed::view(room, attempt.as_ref(), &self.clock);
                screens::closed::ui(ui, &view, &self.you, actions);
            }
            (Route::Settings, ..) => {
                let state = &mut self.screens.settings;
                let known = screens::settings::Known {
                    relays: &self.model.relays,
                    tried: &self.handing.picker.tried,
                    storage: self.model.storage.as_ref(),
                    not_kept: self.model.not_kept.as_deref(),
                    phone: &mut self.phone,
                    lacking: self.fonts.lacking(),
                };
                screens::settings::ui(ui, &self.you, known, state, actions);
            }
            (Route::Creating | Route::Joining | Route::Knocking, room, _) => {
                let warnings = room.as_ref().map_or(&[][..], |room| room.warnings());
                screens::progress::ui(ui, route, warnings, self.leaving, &self.you, actions);
            }
            _ => {
                let (model, clock) = (&self.model, &self.clock);
                let view = screens::home::view(model, &self.you, clock, self.kept_next);
                let state = &mut self.screens.home;
                screens::home::ui(ui, &view, state, actions);
            }
        }
    }
}

/// Scripts that the text of an event needs.
fn scripts_of(kind: &tincan_net::EventKind) -> Scripts {
    use tincan_net::{EventKind, Past};
    let all = |scripts: &mut dyn Iterator<Item = Scripts>| scripts.fold(0, |all, one| all | one);
    let past = |past: &Past| match past {
        Past::Said(said) => wanted_scripts(&said.message.text),
        Past::Handed(handed) => wanted_scripts(&handed.transfer.name),
    };
    match kind {
        EventKind::Message(message) => wanted_scripts(&message.text),
        EventKind::Changed {
            text: Some(text), ..
        } => wanted_scripts(text),
        EventKind::History(history) => all(&mut history.items.iter().map(past)),
        EventKind::Found(found) => all(&mut found.items.iter().map(past)),
        EventKind::Rooms(rooms) => all(&mut rooms.iter().map(|room| wanted_scripts(&room.name))),
        EventKind::Transfer(transfer) => wanted_scripts(&transfer.name),
        EventKind::Knock { name } => wanted_scripts(name.as_str()),
        EventKind::Room {
            state: RoomState::Connected { peer } | RoomState::Awaiting { peer },
            ..
        } => wanted_scripts(peer.as_str()),
        _ => 0,
    }
}

impl eframe::App for TincanApp {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.frames.tell(frame.info().cpu_usage);
        theme::watch_input(ctx);
        if self.route() == Route::Room {
            self.handing.catch_files(ctx);
        }
        self.take_events(ctx);
        self.handing.copy_unrecorded(ctx, self.model.room.as_ref());
        self.phone.tick(ctx, &self.wire);
        self.take_summons(ctx);
        self.watch_focus(ctx);
        self.follow_system(ctx);
        self.watch_window(ctx);
        self.ask_before_closing(ctx);
        self.tell_typing(ctx);
        self.badge(ctx);
        self.wake_for_time(ctx, self.clock.now());
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut actions = Actions::new();
        self.keyboard.watch(&ctx, self.is_covered());
        self.phone.keys(&ctx, &self.wire);
        self.take_shortcut(&ctx, &mut actions);
        let canvas = look(&ctx).tokens.canvas;
        CentralPanel::no_frame()
            .frame(Frame::new().fill(canvas))
            .show(ui, |ui| {
                ui.with_layout(row::column(), |ui| self.screen(ui, &mut actions));
            });

        if let Some(room) = &self.model.room {
            self.handing.view(&ctx, room, &mut actions);
            self.phone.over(&ctx, room, &mut actions);
        }
        let chosen = &self.you.preferences;
        let hidden = chosen.hide_ip || chosen.hiding_is_given;
        let room = self.model.room.as_ref();
        self.overlay.ui(&ctx, room, hidden, &mut actions);
        let knock = self.model.room.as_ref().and_then(|room| room.knock.clone());
        if let Some(name) = knock {
            knock_dialog(&ctx, &name, &mut actions);
        }
        self.toasts.ui(&ctx);

        let typed = self.screens.typed_text();
        let spoken = Language::spoken().own_name();
        let scripts = wanted_scripts(typed) | wanted_scripts(spoken);
        self.fonts.want(scripts, &ctx);
        if self.in_settings {
            let names = Language::ALL.map(Language::own_name);
            self.fonts.want(wanted_scripts(&names.concat()), &ctx);
        }
        if !actions.is_empty() {
            // What was asked for shows at once, not with the next event.
            ctx.request_repaint();
        }
        for action in actions {
            self.perform(&ctx, action);
        }
        take_from_what_is_gone(&ctx);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

impl Drop for TincanApp {
    /// The window is gone: the next one begins where it was.
    fn drop(&mut self) {
        (self.you.on_settings)(SettingsChange::Place(self.place));
    }
}

/// Whether somebody can be met, as the footer says it.
pub(crate) fn reachable(reach: Reach) -> bool {
    matches!(reach, Reach::Ready | Reach::Lan)
}

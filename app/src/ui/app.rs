//! The app: takes in events, shows the screen that the route names, does what
//! the person asked for.

use std::{collections::BTreeSet, time::Duration};

use egui::{CentralPanel, Context, Frame, UserAttentionType, ViewportCommand};
use tincan_net::{
    Command, DisplayName, Event, EventKind, Invite, InviteLink, LinkError, MessageId, Multiaddr,
    Reach, RoomState, Tag, UnixMillis,
};
use tokio::sync::mpsc;

use super::{
    action::{Action, Actions},
    call::Telephone,
    clock::Clock,
    handing::{Hand, Handing},
    launch::{Launch, Preferences, SettingsChange},
    overlay::{Dialog, Overlay, knock_dialog},
    picker::Picker,
    place::Place,
    record,
    route::{self, Route},
    screens::{self, Screens},
    shortcuts::{self, Shortcut},
    theme::{self, Fallbacks, SystemTaste, Taste, look, wanted_scripts},
    typing::TypingNotice,
    widgets::Toasts,
    wire::Wire,
    words,
};
use crate::{
    attention::{self, News, Teller},
    instance::Summons,
    model::{Attempt, Model, Room},
    settings::RelayAddress,
};

/// Changes of what was said that may wait for their answer.
const CHANGING: usize = 1024;

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
    fonts: Fallbacks,
    /// Changes of what was said, not answered yet.
    changing: BTreeSet<u64>,
    title_unread: usize,
    system: Option<std::sync::mpsc::Receiver<SystemTaste>>,
    asked_by_system: SystemTaste,
    place: Place,
    in_front: bool,
    leaving: bool,
    /// The settings are shown, over everything else.
    in_settings: bool,
    /// The window closes as soon as the room has.
    quitting: bool,
}

/// What is known of the person at this computer.
pub(crate) struct You {
    pub(crate) name: DisplayName,
    pub(crate) hint_seen: bool,
    pub(crate) preferences: Preferences,
    pub(crate) tells: Box<dyn Teller>,
    on_settings: Box<dyn Fn(SettingsChange) + Send>,
}

impl You {
    /// `room` is the one that it is news of.
    fn tell_of(&self, news: News, room: Option<&Room>, ctx: &Context) {
        let in_front = ctx.input(|input| input.focused);
        let alert = attention::alert(news, in_front, &self.preferences.wishes);
        if let Some(sound) = alert.sound {
            self.tells.play(sound);
        }
        if let Some(ring) = alert.ring {
            self.tells.ring(ring);
        }
        if let Some(notice) = alert.notice {
            let named = room.filter(|room| room.kept && self.preferences.wishes.names);
            self.tells.show(notice, named.and_then(Room::peer).cloned());
        }
    }
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
        let handing = Handing::new(launch.desktop, launch.downloads, picker, clean);
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
            phone: Telephone::new(launch.line),
            fonts: Fallbacks::default(),
            changing: BTreeSet::new(),
            title_unread: 0,
            system: launch.system,
            asked_by_system: SystemTaste::default(),
            place: launch.place,
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
            if !self.handing.hears(&event) && !self.hears_of_change(&event) {
                self.model.apply(event, now);
            }
        }
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

    /// The system asks for another look.
    fn follow_system(&mut self, ctx: &Context) {
        let asked = self.system.as_ref().and_then(|all| all.try_iter().last());
        if let Some(asked) = asked.filter(|asked| *asked != self.asked_by_system) {
            self.asked_by_system = asked;
            theme::set_appearance(ctx, self.you.preferences.taste.with(asked));
        }
    }

    /// Remembers where the window is, and the scale that keys have changed.
    fn watch_window(&mut self, ctx: &Context) {
        let zoom = ctx.zoom_factor();
        self.place = ctx.input(|input| self.place.seen(input.viewport(), zoom));
        let taste = self.you.preferences.taste.zoomed(zoom);
        if taste != self.you.preferences.taste {
            self.set_taste(ctx, taste);
        }
    }

    fn set_taste(&mut self, ctx: &Context, taste: Taste) {
        self.you.preferences.taste = taste;
        (self.you.on_settings)(SettingsChange::Taste(taste));
        theme::set_appearance(ctx, taste.with(self.asked_by_system));
        ctx.set_zoom_factor(taste.zoom());
    }

    /// Keys that work everywhere.
    fn take_shortcut(&mut self, ctx: &Context, actions: &mut Actions) {
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
            (Shortcut::Create, Route::Home) => actions.push(Action::Create),
            (Shortcut::Leave, Route::Room) => {
                actions.push(Action::Open(Dialog::Leave { quit: false }));
            }
            (Shortcut::Quit, _) => ctx.send_viewport_cmd(ViewportCommand::Close),
            (Shortcut::Create | Shortcut::Leave, _) => {}
        }
    }

    /// What a notification said is seen.
    fn watch_focus(&mut self, ctx: &Context) {
        let in_front = ctx.input(|input| input.focused);
        if in_front && !self.in_front {
            self.you.tells.clear();
            let reset = ViewportCommand::RequestUserAttention(UserAttentionType::Reset);
            ctx.send_viewport_cmd(reset);
        }
        self.in_front = in_front;
    }

    /// Somebody started the app again: this is the window for it.
    fn take_summons(&mut self, ctx: &Context) {
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
                self.toasts.show(ctx, words::link::ROOM_OPEN);
            }
        }
    }

    /// To close the window is to leave the room, so that is asked about too;
    /// whoever closes it again means it.
    fn ask_before_closing(&mut self, ctx: &Context) {
        let closing = ctx.input(|input| input.viewport().close_requested());
        let sure = self.quitting || self.overlay.asks_to_leave();
        if closing && !sure && self.beneath() == Route::Room {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.overlay.open(Dialog::Leave { quit: true });
        }
    }

    fn take_news(&mut self, ctx: &Context) {
        let room = self.model.room.as_ref().map(|room| room.id);
        if let Some(said) = self.handing.take_news(ctx, &mut self.wire, room) {
            self.toasts.show(ctx, said);
        }
    }

    fn tell_typing(&mut self, ctx: &Context) {
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

    fn title(&mut self, ctx: &Context) {
        let focused = ctx.input(|input| input.focused);
        let talk = self.model.room.as_ref().map(|room| &room.conversation);
        let unread = talk.map_or(0, |talk| if focused { 0 } else { talk.unread() });
        if unread != self.title_unread {
            self.title_unread = unread;
            ctx.send_viewport_cmd(ViewportCommand::Title(words::window_title(unread)));
        }
    }

    fn wake_for_time(&self, ctx: &Context, now: UnixMillis) {
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

    fn perform(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Create => self.begin(Attempt::Create),
            Action::Join(invite) => self.begin(Attempt::Join(invite)),
            Action::Consider(link) => {
                if self.unknown_relays(&link).is_empty() {
                    self.begin(Attempt::Join(Invite::Link(link)));
                } else {
                    self.link = Some(Ok(link));
                }
            }
            Action::DropLink => self.link = None,
            Action::Leave => self.leaving = self.wire.tell(Command::Leave),
            Action::Quit => {
                self.quitting = true;
                self.leaving = self.wire.tell(Command::Leave);
            }
            Action::Home => self.model.put_away(),
            Action::Again => {
                if let Some(attempt) = self.model.attempt().cloned() {
                    self.begin(attempt);
                }
            }
            Action::Ask(ask) => drop(self.wire.tell(Command::Ask(ask))),
            Action::NewCode => drop(self.wire.tell(Command::NewCode)),
            Action::Answer { admit } => {
                let command = if admit {
                    Command::Admit
                } else {
                    Command::Refuse
                };
                if self.wire.tell(command)
                    && let Some(room) = &mut self.model.room
                {
                    room.knock = None;
                }
            }
            Action::Say { text, reply_to } => self.say(text, reply_to),
            Action::Edit { message, text } => {
                self.typing.said();
                self.change(Command::Edit { message, text });
            }
            Action::Delete(id) => self.change(Command::Delete(id)),
            Action::React { message, emoji } => self.change(Command::React { message, emoji }),
            Action::Verify(matching) => self.change(Command::Verify(matching)),
            Action::Understood => self.screens.room.understood(),
            Action::OpenLink(address) => {
                let hand = Hand::OpenLink(address);
                self.handing.perform(ctx, hand, &mut self.wire);
            }
            Action::SaveRecord => {
                if let Some(room) = &self.model.room
                    && let Some(record) = record::write(room, &self.you.name, &self.clock)
                {
                    let hand = Hand::SaveRecord(record);
                    self.handing.perform(ctx, hand, &mut self.wire);
                }
            }
            Action::SayAgain(id) => {
                if let Some(message) = self.take_failed(id) {
                    self.say(message.text, message.reply_to);
                }
            }
            Action::Forget(id) => drop(self.take_failed(id)),
            Action::RetryUnsent(tag) => {
                let room = self.model.room.as_mut();
                let words = room.and_then(|room| room.conversation.take_unsent(tag));
                if let Some(words) = words {
                    self.say(words.text, words.reply_to);
                }
            }
            Action::ForgetUnsent(tag) => {
                if let Some(room) = &mut self.model.room {
                    room.conversation.take_unsent(tag);
                }
            }
            Action::Typed { nothing: true } => self.typing.done(),
            Action::Typed { nothing: false } => self.typing.key(ctx.input(|input| input.time)),
            Action::Dismiss(warning) => {
                if let Some(room) = &mut self.model.room {
                    room.dismiss(warning);
                }
            }
            Action::Copy(text) => {
                ctx.copy_text(text);
                self.toasts.show(ctx, words::waiting::COPIED);
            }
            Action::CopyQuietly(text) => ctx.copy_text(text),
            Action::Open(dialog) => self.overlay.open(dialog),
            Action::Name(name) => {
                self.wire.tell(Command::Name(name.clone()));
                (self.you.on_settings)(SettingsChange::Name(name.clone()));
                self.you.name = name;
            }
            Action::Hand(hand) => self.handing.perform(ctx, hand, &mut self.wire),
            Action::Settings(section) => {
                self.overlay.close();
                self.in_settings = true;
                self.screens.settings.open(section, &self.you);
            }
            Action::CloseSettings => self.in_settings = false,
            Action::HideIp(on) => {
                let preferences = &mut self.you.preferences;
                preferences.hide_ip = on;
                self.handing.picker.hidden = on || preferences.hiding_is_given;
                if !preferences.hiding_is_given {
                    self.wire.tell(Command::HideIp(on));
                }
                (self.you.on_settings)(SettingsChange::HideIp(on));
            }
            Action::AlwaysAsk(on) => {
                self.you.preferences.ask = on;
                self.screens.waiting.ask = on;
                (self.you.on_settings)(SettingsChange::Ask(on));
            }
            Action::Notifications(wishes) => {
                self.you.preferences.wishes = wishes.clone();
                (self.you.on_settings)(SettingsChange::Notifications(wishes));
            }
            Action::Play(sound) => self.you.tells.play(sound),
            Action::Taste(taste) => self.set_taste(ctx, taste),
            Action::OpenLinks(on) => {
                self.you.preferences.open_links = Some(on);
                (self.you.on_settings)(SettingsChange::OpenLinks(on));
            }
            Action::Receipts(on) => {
                self.you.preferences.receipts = on;
                self.wire.tell(Command::TellRead(on));
                (self.you.on_settings)(SettingsChange::Receipts(on));
            }
            Action::Relays(relays) => self.use_relays(relays),
            Action::CleanPictures(on) => {
                self.you.preferences.clean_pictures = on;
                self.handing.clean = on;
                (self.you.on_settings)(SettingsChange::CleanPictures(on));
            }
            Action::GiphyKey(key) => {
                self.you.preferences.giphy_key.clone_from(&key);
                self.use_gifs();
                (self.you.on_settings)(SettingsChange::GiphyKey(key));
            }
            Action::TryGiphyKey(key) => self.handing.picker.try_key(ctx, key),
            Action::GifRating(rating) => {
                self.you.preferences.gif_rating = rating;
                self.use_gifs();
                (self.you.on_settings)(SettingsChange::GifRating(rating));
            }
            Action::Phone(press) => self.phone.press(ctx, press, &self.wire),
            Action::TryStraight => drop(self.wire.tell(Command::TryStraight)),
            Action::HintSeen => {
                self.you.hint_seen = true;
                (self.you.on_settings)(SettingsChange::HintSeen);
            }
        }
    }

    fn use_gifs(&mut self) {
        let chosen = &self.you.preferences;
        let (key, rating) = (chosen.giphy_key.clone(), chosen.gif_rating);
        self.handing.picker.use_key(key, rating);
    }

    fn use_relays(&mut self, relays: Vec<RelayAddress>) {
        (self.you.on_settings)(SettingsChange::Relays(relays.clone()));
        let preferences = &mut self.you.preferences;
        preferences.relays.clone_from(&relays);
        if preferences.relays_are_given {
            return; // They count from the next start on.
        }
        let mut addresses: Vec<Multiaddr> = relays.into_iter().map(Into::into).collect();
        if addresses.is_empty() {
            addresses.extend(preferences.here.clone());
        }
        self.known_relays.clone_from(&addresses);
        self.model.relays.changed();
        self.wire.tell(Command::Relays(addresses));
    }

    fn begin(&mut self, attempt: Attempt) {
        let command = match &attempt {
            Attempt::Create => Command::Create {
                ask: self.screens.waiting.ask,
                kept: false,
            },
            Attempt::Join(invite) => Command::Join {
                invite: invite.clone(),
                kept: false,
            },
        };
        self.model.begin(attempt);
        if self.wire.ask(command).is_some() {
            self.link = None;
            self.overlay.close();
        } else {
            self.model.put_away();
            self.screens.home.refuse(words::room::BUSY);
        }
    }

    fn say(&mut self, text: String, reply_to: Option<MessageId>) {
        self.typing.said();
        let command = Command::Say {
            text: text.clone(),
            reply_to,
        };
        match (self.wire.ask(command), &mut self.model.room) {
            (Some(tag), Some(room)) => room.conversation.saying(tag, text, reply_to),
            // Not taken: back to where it was written.
            _ => self.screens.room.give_back(text),
        }
    }

    /// Asks for a change of what was said; what comes of it is heard later.
    fn change(&mut self, command: Command) {
        match self.wire.ask(command) {
            Some(Tag(tag)) => {
                self.changing.insert(tag);
                if self.changing.len() > CHANGING {
                    self.changing.pop_first();
                }
            }
            None => self.screens.room.complain(words::room::BUSY.to_owned()),
        }
    }

    /// Whether an event says that a change was not made: that is told there.
    fn hears_of_change(&mut self, event: &Event) -> bool {
        let (EventKind::Error(error), Some(Tag(tag))) = (&event.kind, event.re) else {
            return false;
        };
        let ours = self.changing.remove(&tag);
        if ours {
            self.screens.room.complain(error.to_string());
        }
        ours
    }

    fn take_failed(&mut self, id: MessageId) -> Option<tincan_net::Message> {
        self.model.room.as_mut()?.take_failed(id)
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
                let view = screens::waiting::view(room, now);
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
                let (relays, tried) = (&self.model.relays, &self.handing.picker.tried);
                screens::settings::ui(ui, &self.you, relays, tried, state, actions);
            }
            (Route::Creating | Route::Joining | Route::Knocking, room, _) => {
                let warnings = room.as_ref().map_or(&[][..], |room| room.warnings());
                screens::progress::ui(ui, route, warnings, self.leaving, &self.you, actions);
            }
            _ => {
                let view = screens::home::view(&self.model, &self.you);
                let state = &mut self.screens.home;
                screens::home::ui(ui, &view, state, actions);
            }
        }
    }
}

/// Scripts that the text of an event needs.
fn scripts_of(kind: &tincan_net::EventKind) -> u8 {
    use tincan_net::EventKind;
    match kind {
        EventKind::Message(message) => wanted_scripts(&message.text),
        EventKind::Knock { name } => wanted_scripts(name.as_str()),
        EventKind::Room {
            state: RoomState::Connected { peer },
            ..
        } => wanted_scripts(peer.as_str()),
        _ => 0,
    }
}

impl eframe::App for TincanApp {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        if let Some(seconds) = frame.info().cpu_usage {
            tracing::trace!(target: "tincan::frames", cost_ms = seconds * 1e3);
        }
        theme::watch_input(ctx);
        if self.route() == Route::Room {
            self.handing.catch_files(ctx);
        }
        self.take_events(ctx);
        self.phone.tick(ctx, &self.wire);
        self.take_summons(ctx);
        self.watch_focus(ctx);
        self.follow_system(ctx);
        self.watch_window(ctx);
        self.ask_before_closing(ctx);
        self.tell_typing(ctx);
        self.title(ctx);
        self.wake_for_time(ctx, self.clock.now());
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut actions = Actions::new();
        self.phone.keys(&ctx, &self.wire);
        self.take_shortcut(&ctx, &mut actions);
        let canvas = look(&ctx).tokens.canvas;
        CentralPanel::no_frame()
            .frame(Frame::new().fill(canvas))
            .show(ui, |ui| self.screen(ui, &mut actions));

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
        self.fonts.want(wanted_scripts(typed), &ctx);
        if !actions.is_empty() {
            // What was asked for shows at once, not with the next event.
            ctx.request_repaint();
        }
        for action in actions {
            self.perform(&ctx, action);
        }
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

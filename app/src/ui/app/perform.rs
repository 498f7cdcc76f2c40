//! What a person asked for is done here.

use egui::{Context, ViewportCommand};
use tincan_net::{Command, Event, EventKind, Invite, MessageId, Multiaddr, RoomsCommand, Tag};

use super::TincanApp;
use crate::{
    model::Attempt,
    settings::RelayAddress,
    ui::{
        action::Action,
        handing::Hand,
        launch::SettingsChange,
        record,
        words::{self, Language},
    },
};

/// Changes of what was said that may wait for their answer.
const CHANGING: usize = 1024;

impl TincanApp {
    pub(super) fn perform(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Tell(command) => self.tell(command),
            Action::Create { kept } => self.begin(Attempt::Create { kept }),
            action @ (Action::OpenRoom(_)
            | Action::Kind { .. }
            | Action::Keep(_)
            | Action::KeepKnown
            | Action::Rooms(_)
            | Action::NotKeptKnown
            | Action::Earlier
            | Action::OpenSearch
            | Action::Search(_)
            | Action::SearchMore
            | Action::GoTo(..)) => self.perform_kept(action),
            Action::Join(invite) => self.begin(Attempt::Join(invite)),
            Action::Consider(link) => {
                if self.unknown_relays(&link).is_empty() {
                    self.begin(Attempt::Join(Invite::Link(link)));
                } else {
                    self.link = Some(Ok(link));
                }
            }
            Action::DropLink => self.link = None,
            Action::Quit => {
                self.quitting = true;
                self.tell(Command::Leave);
            }
            Action::Home => self.model.put_away(),
            Action::Again => {
                if let Some(attempt) = self.model.attempt().cloned() {
                    self.begin(attempt);
                }
            }
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
                self.toasts.show(ctx, words::waiting::copied());
            }
            Action::CopyQuietly(text) => ctx.copy_text(text),
            Action::Open(dialog) => self.overlay.open(dialog),
            Action::Name(name) => {
                self.wire.tell(Command::Name(name.clone()));
                (self.you.on_settings)(SettingsChange::Name(name.clone()));
                self.handing.me.clone_from(&name);
                self.you.name = name;
            }
            Action::Hand(hand) => {
                if matches!(hand, Hand::SendStaged(_)) {
                    self.typing.said();
                }
                self.handing.perform(ctx, hand, &mut self.wire);
            }
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
            Action::Language(language) => {
                self.you.preferences.language = language;
                language.unwrap_or_else(Language::of_system).speak();
                // What was laid out or sent in the old one.
                let title = words::window_title(self.badge);
                ctx.send_viewport_cmd(ViewportCommand::Title(title));
                (self.you.on_settings)(SettingsChange::Language(language));
            }
            Action::Renderer(renderer) => {
                self.you.preferences.renderer = renderer;
                (self.you.on_settings)(SettingsChange::Renderer(renderer));
            }
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
            Action::Phone(press) => {
                self.phone.press(ctx, press, &self.wire);
                self.remember_devices();
            }
            Action::HintSeen => {
                self.you.hint_seen = true;
                (self.you.on_settings)(SettingsChange::HintSeen);
            }
        }
    }

    /// Hands a command to the network side, and does what it means here.
    fn tell(&mut self, command: Command) {
        match command {
            Command::Say { text, reply_to } => self.say(text, reply_to),
            Command::Edit { .. } => {
                self.typing.said();
                self.change(command);
            }
            Command::Delete(_) | Command::React { .. } | Command::Verify(_) => {
                self.change(command);
            }
            Command::Leave => self.leaving = self.wire.tell(command),
            Command::Admit | Command::Refuse => {
                if self.wire.tell(command)
                    && let Some(room) = &mut self.model.room
                {
                    room.knock = None;
                }
            }
            command => drop(self.wire.tell(command)),
        }
    }

    /// What was chosen for calls counts from now on, and after the next start.
    fn remember_devices(&mut self) {
        let devices = self.phone.kept();
        if self.you.preferences.devices != *devices {
            self.you.preferences.devices = devices.clone();
            self.you.tells.use_speaker(devices.speaker.clone());
            (self.you.on_settings)(SettingsChange::Devices(devices.clone()));
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

    pub(super) fn begin(&mut self, attempt: Attempt) {
        let command = match &attempt {
            Attempt::Create { kept } => Command::Create {
                ask: self.screens.waiting.ask,
                kept: *kept,
            },
            Attempt::Open(room) => Command::Rooms(RoomsCommand::Open(*room)),
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
            self.screens.home.refuse(words::room::busy());
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
    pub(super) fn change(&mut self, command: Command) {
        match self.wire.ask(command) {
            Some(tag) => self.remember(tag),
            None => self.complain(words::room::busy().to_owned()),
        }
    }

    /// When this was not done, that is told where the person is.
    pub(super) fn remember(&mut self, Tag(tag): Tag) {
        self.changing.insert(tag);
        if self.changing.len() > CHANGING {
            self.changing.pop_first();
        }
    }

    /// Whether an event says that a change was not made: that is told there.
    pub(super) fn hears_of_change(&mut self, event: &Event) -> bool {
        let (EventKind::Error(error), Some(Tag(tag))) = (&event.kind, event.re) else {
            return false;
        };
        let ours = self.changing.remove(&tag);
        if ours {
            self.complain(words::errors::command(error));
        }
        ours
    }

    fn take_failed(&mut self, id: MessageId) -> Option<tincan_net::Message> {
        self.model.room.as_mut()?.take_failed(id)
    }
}

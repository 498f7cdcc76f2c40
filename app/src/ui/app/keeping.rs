//! What the app does about rooms that are kept.

use tincan_net::{Command, RoomsCommand, Tag};

use super::TincanApp;
use crate::{
    model::{Attempt, Keeping},
    ui::{action::Action, route::Route, words},
};

impl TincanApp {
    /// Does what was asked for.
    pub(super) fn perform_kept(&mut self, action: Action) {
        match action {
            Action::OpenRoom(room) => self.begin(Attempt::Open(room)),
            Action::Kind { kept } => {
                self.kept_next = kept;
                if self.route() == Route::Waiting {
                    self.wire.tell(Command::Keep(kept));
                    self.model.changes_kind(kept);
                }
            }
            Action::Keep(wants) => self.keep(wants),
            Action::KeepKnown => {
                if let Some(room) = &mut self.model.room {
                    room.keeping = Keeping::No;
                }
            }
            Action::Rooms(command) => self.change(Command::Rooms(command)),
            Action::NotKeptKnown => {
                self.model.not_kept = None;
                self.model.error = None;
            }
            Action::Earlier => self.ask_earlier(),
            Action::OpenSearch => self.screens.room.open_search(),
            Action::Search(words) => {
                let room = self.model.room.as_mut();
                if let Some(question) = room.and_then(|room| room.search.begin(words)) {
                    self.ask_search(question);
                }
            }
            Action::SearchMore => {
                if let Some(room) = &mut self.model.room {
                    room.search.more();
                }
                self.read_on();
            }
            Action::GoTo(entry, place) => {
                if let Some(room) = &mut self.model.room {
                    room.want(entry, place);
                }
                self.read_on();
            }
            _ => {}
        }
    }

    fn keep(&mut self, wants: bool) {
        if !self.wire.tell(Command::Keep(wants)) {
            return self.complain(words::room::busy().to_owned());
        }
        if let Some(room) = &mut self.model.room {
            let proposes = wants && room.keeping != Keeping::Proposed;
            // What comes of an answer is told.
            room.keeping = if proposes {
                Keeping::Asked
            } else {
                Keeping::No
            };
        }
    }

    /// Asks for what is still missing of what was said before.
    pub(super) fn read_on(&mut self) {
        let Some(room) = &self.model.room else { return };
        let (earlier, search) = (room.wants_earlier(), room.search.wants_more());
        if search {
            let question = room.search.question();
            self.ask_search(question);
        }
        if earlier {
            self.ask_earlier();
        }
    }

    fn ask_earlier(&mut self) {
        let Some(room) = &mut self.model.room else {
            return;
        };
        let Some(question) = room.ask_earlier() else {
            return;
        };
        match self.wire.ask(Command::Rooms(question)) {
            Some(tag) => self.remember(tag),
            None => room.not_asked(),
        }
    }

    fn ask_search(&mut self, question: RoomsCommand) {
        let tag: Option<Tag> = self.wire.ask(Command::Rooms(question));
        if let Some(room) = &mut self.model.room {
            room.search.asked(tag);
        }
        if let Some(tag) = tag {
            self.remember(tag);
        }
    }

    /// Says why something was not done, where the person is.
    pub(super) fn complain(&mut self, why: String) {
        if self.route() == Route::Room {
            self.screens.room.complain(why);
        } else {
            self.model.not_kept = Some(why);
        }
    }
}

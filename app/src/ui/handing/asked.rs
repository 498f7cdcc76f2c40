//! What was asked of the network side, and the words that go with it until they are
//! said.

use std::collections::{BTreeMap, VecDeque};

use tincan_net::{Command, CommandError, Event, EventKind, Tag};

use crate::ui::wire::Wire;

/// Answers that may still come, whose tags are known.
const TAGS: usize = 4096;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// When the network side had no room for more.
    waiting: VecDeque<Command>,
    tags: BTreeMap<u64, Option<String>>,
    /// Words that were not said.
    unsaid: Vec<String>,
}

impl Asked {
    /// To be asked next.
    pub(super) fn push(&mut self, command: Command) {
        self.waiting.push_back(command);
    }

    pub(super) fn extend(&mut self, commands: impl IntoIterator<Item = Command>) {
        self.waiting.extend(commands);
    }

    pub(super) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Asks what waits, as far as there is room.
    pub(super) fn send(&mut self, wire: &mut Wire) {
        while let Some(command) = self.waiting.front() {
            let Some(tag) = wire.ask(command.clone()) else {
                return;
            };
            let words = match self.waiting.pop_front() {
                Some(Command::SendFile { words, .. }) => words,
                _ => None,
            };
            self.remember(tag, words.map(|words| words.text));
        }
    }

    /// Asks before what waits; `false` when there is no room.
    pub(super) fn ask(&mut self, wire: &mut Wire, command: Command) -> bool {
        let tag = wire.ask(command);
        if let Some(tag) = tag {
            self.remember(tag, None);
        }
        tag.is_some()
    }

    fn remember(&mut self, Tag(tag): Tag, words: Option<String>) {
        self.tags.insert(tag, words);
        if self.tags.len() > TAGS {
            self.tags.pop_first();
        }
    }

    /// Why something that we asked for was refused, if the event says that.
    pub(super) fn refused<'a>(&mut self, event: &'a Event) -> Option<&'a CommandError> {
        let Tag(tag) = event.re?;
        match &event.kind {
            EventKind::Message(_) => {
                if let Some(words) = self.tags.get_mut(&tag) {
                    *words = None;
                }
                None
            }
            EventKind::Error(error) => {
                let words = self.tags.remove(&tag)?;
                self.unsaid.extend(words);
                Some(error)
            }
            _ => None,
        }
    }

    /// Words that were not said, to be written again.
    pub(super) fn take_unsaid(&mut self) -> Option<String> {
        self.unsaid.pop()
    }
}

//! What was chosen while words are being written: it waits, and goes with them.

use tincan_net::{Command, Content, Words};

/// More than this does not wait: pictures are held in memory.
const MOST: usize = 32;

/// What waits to be sent with words, in order.
#[derive(Debug, Default)]
pub(crate) struct Staged {
    waiting: Vec<Command>,
}

impl Staged {
    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// How much waits.
    pub(crate) fn count(&self) -> usize {
        self.waiting.len()
    }

    /// What the first is called.
    pub(crate) fn name(&self) -> String {
        match self.waiting.first() {
            Some(Command::SendFile { content, .. }) => match content {
                Content::Path(path) => {
                    let name = path.file_name().unwrap_or(path.as_os_str());
                    name.to_string_lossy().into_owned()
                }
                Content::Memory { name, .. } => name.clone(),
            },
            _ => String::new(),
        }
    }

    /// Has it wait; not when it is nothing to send, or too much waits already.
    pub(super) fn put(&mut self, command: Command) -> Result<(), Box<Command>> {
        if self.waiting.len() >= MOST || !matches!(command, Command::SendFile { .. }) {
            return Err(Box::new(command));
        }
        self.waiting.push(command);
        Ok(())
    }

    /// All of it, the first with these words.
    pub(super) fn take(&mut self, words: Option<Words>) -> Vec<Command> {
        let mut commands = std::mem::take(&mut self.waiting);
        if let Some(Command::SendFile { words: with, .. }) = commands.first_mut() {
            *with = words;
        }
        commands
    }

    pub(super) fn clear(&mut self) {
        self.waiting.clear();
    }
}

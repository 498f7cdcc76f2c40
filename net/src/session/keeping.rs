//! Keeping the room, as the conversation sees it.

use super::{Fault, Output, Session, frames::Body, outbox::Entry};
use crate::{
    api::CommandError,
    kept::{self, Word},
};

impl Session {
    /// The person wants to keep the room.
    pub(crate) fn want_kept(&mut self) {
        self.agreement.want();
        self.drain_agreement();
    }

    /// The person does not.
    pub(crate) fn refuse_kept(&mut self) -> Result<(), CommandError> {
        if !self.agreement.refuse() {
            return Err(CommandError::AlreadyKept);
        }
        self.drain_agreement();
        Ok(())
    }

    /// Whatever the peer proposes is agreed to.
    pub(crate) fn agree_ahead(&mut self, agrees: bool) {
        self.agreement.agree_ahead(agrees);
    }

    /// Whether the room is kept.
    pub(crate) fn is_kept(&self) -> bool {
        self.agreement.is_kept()
    }

    /// What the two agreed on is written down, or cannot be.
    pub(crate) fn agreement_written(&mut self, well: bool) {
        self.agreement.written(well);
        self.drain_agreement();
    }

    /// What was said up to this mark is written down.
    pub(crate) fn written(&mut self, mark: u64) {
        self.ledger.written(mark);
    }

    /// The newest of our frames waits to be written down, in a kept room.
    pub(super) fn hold_back(&mut self) {
        if let Some(mark) = self.ledger.send(self.outbox.newest()) {
            self.outputs.push_back(Output::Mark(mark));
        }
    }

    pub(super) fn on_keep(&mut self, word: Word) -> Result<(), Fault> {
        let heard = self.agreement.on_word(word);
        heard.map_err(|_| Fault::Garbled)?;
        self.drain_agreement();
        Ok(())
    }

    fn drain_agreement(&mut self) {
        while let Some(output) = self.agreement.poll_output() {
            match output {
                kept::Output::Say(w) => {
                    // So few that a full outbox hardly matters: the person asks
                    // again.
                    let entry = Entry {
                        message: None,
                        re: None,
                    };
                    self.outbox.push(&Body::Keep { w }, entry);
                }
                told => {
                    match told {
                        kept::Output::Agreed(_) => self.ledger.begin(),
                        kept::Output::Off => self.ledger.end(),
                        _ => {}
                    }
                    self.outputs.push_back(Output::Kept(told));
                }
            }
        }
    }
}

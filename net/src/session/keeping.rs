//! Keeping the room, as the conversation sees it.

use rand::{CryptoRng, RngCore, SeedableRng, rngs::StdRng};

use super::{
    Fault, Ledger, Output, Session,
    frames::{Before, Body},
    outbox::Entry,
};
use crate::{
    admission::Bond,
    api::{CommandError, Earlier, Side},
    kept::{self, Agreement, Word},
    name::DisplayName,
};

/// Most messages that somebody may have said: a number above is a lie.
const MOST_SAID: u64 = 1 << 40;

impl Session {
    /// A conversation that goes on in a kept room, after an admission that left
    /// `bond` and what was said before. What was heard last may not be written
    /// down yet: `ledger` knows.
    pub(crate) fn again(
        side: Side,
        name: DisplayName,
        bond: Bond,
        earlier: Earlier,
        ledger: Ledger,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Self {
        let for_keys = StdRng::from_rng(&mut *rng).unwrap_or_else(|_| StdRng::from_entropy());
        let agreement = Agreement::kept(side, bond.key.clone(), for_keys);
        let mut session = Self::new(side, name, bond, None, rng);
        // What was proved and signed makes the emoji needless; what is in the
        // outbox for them goes with it.
        session.safety = None;
        session.outbox = Default::default();
        session.agreement = agreement;
        session.ledger = ledger;
        session.before = Some(Before {
            said: earlier.ours,
            have: earlier.theirs,
        });
        session.books.of_mut(side).begin_after(earlier.ours);
        session
            .books
            .of_mut(side.other())
            .begin_after(earlier.theirs);
        session.read = earlier.they_read;
        session.seen = earlier.we_read;
        session
    }

    /// What was said so far.
    pub(crate) fn numbers(&self) -> Earlier {
        Earlier {
            ours: self.books.of(self.side).newest(),
            theirs: self.books.of(self.side.other()).newest(),
            they_read: self.read,
            we_read: self.seen,
        }
    }

    /// What waits to be written down, for the conversation that goes on.
    pub(crate) fn take_ledger(&mut self) -> Ledger {
        self.ledger.carry()
    }

    /// The peer says what there was before. Messages that never arrived leave a
    /// gap in their numbers.
    pub(super) fn settle(&mut self, theirs: Option<Before>) -> Result<(), Fault> {
        let (Some(theirs), Some(_), false) = (theirs, self.before, self.settled) else {
            return Ok(());
        };
        self.settled = true;
        if theirs.said > MOST_SAID {
            return Err(Fault::Garbled);
        }
        let book = self.books.of_mut(self.side.other());
        if book.is_fresh() && theirs.said > book.newest() {
            book.begin_after(theirs.said);
        }
        self.outputs.push_back(Output::Settled(theirs.have));
        Ok(())
    }

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

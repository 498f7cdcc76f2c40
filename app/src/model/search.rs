//! What is looked for in what was said before, and what was found.

use tincan_net::{Found, Past, Place, RoomsCommand, Tag};

/// More than this is shown only when asked for.
const ENOUGH: usize = 50;

/// A search. What comes of an older one is not heard any more.
#[derive(Debug, Default)]
pub struct Search {
    words: String,
    found: Vec<Past>,
    before: Option<Place>,
    asked: Option<Tag>,
    enough: usize,
}

impl Search {
    /// What is looked for.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Messages and files with it, the newest first.
    pub fn found(&self) -> &[Past] {
        &self.found
    }

    /// Whether an answer is to come.
    pub fn is_looking(&self) -> bool {
        self.asked.is_some() || self.wants_more()
    }

    /// Whether there is more to look through.
    pub fn has_more(&self) -> bool {
        self.before.is_some()
    }

    /// Looks for `words`; what to ask for, unless that is nothing.
    pub fn begin(&mut self, words: String) -> Option<RoomsCommand> {
        *self = Self {
            words,
            enough: ENOUGH,
            ..Self::default()
        };
        (!self.words.trim().is_empty()).then(|| self.question())
    }

    /// Whether too little was found so far.
    pub fn wants_more(&self) -> bool {
        self.before.is_some() && self.asked.is_none() && self.found.len() < self.enough
    }

    /// Looks further back, for more than there is now.
    pub fn more(&mut self) {
        self.enough = self.found.len() + ENOUGH;
    }

    /// What to ask for.
    pub fn question(&self) -> RoomsCommand {
        RoomsCommand::Search {
            words: self.words.clone(),
            before: self.before,
        }
    }

    /// It was asked for under this tag, or not at all.
    pub fn asked(&mut self, tag: Option<Tag>) {
        self.asked = tag;
        if tag.is_none() {
            self.before = None;
        }
    }

    pub(super) fn take(&mut self, re: Option<Tag>, found: Found) {
        if re.is_none() || re != self.asked {
            return;
        }
        self.asked = None;
        self.before = found.before;
        self.found.extend(found.items);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_until_enough_was_found_and_hears_only_its_own_answers() {
        let mut search = Search::default();
        assert_eq!(search.begin("  ".into()), None);
        assert!(search.begin("lake".into()).is_some());
        search.asked(Some(Tag(1)));
        let nothing = |before| Found {
            items: Vec::new(),
            before,
        };
        search.take(Some(Tag(1)), nothing(Some(Place(900))));
        assert!(search.wants_more(), "nothing was found in that part");
        assert!(search.begin("sea".into()).is_some());
        search.asked(Some(Tag(2)));
        search.take(Some(Tag(1)), nothing(Some(Place(4))));
        assert!(search.is_looking() && !search.has_more(), "of before");
        search.take(Some(Tag(2)), nothing(None));
        assert!(!search.is_looking() && !search.wants_more());
    }
}

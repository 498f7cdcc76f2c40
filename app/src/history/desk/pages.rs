//! What happened before, a part at a time.

use tincan_net::{CommandError, EventKind, Found, History, Place, Tag};
use tincan_store::{Item, RoomNumber, Seq, Stored};

use super::{
    super::{book, keeper::Way},
    Desk, Reader, tell,
};

/// Things of a page, for a window and for who reads them all.
const PAGE: usize = 100;
const WHOLE_PAGE: usize = 500;
/// Things of a part that somebody wants to go back through at once.
const LONG_PAGE: usize = 1000;
/// Shown of what was found at a time.
const FOUND: usize = 50;
/// Longest words that are looked for, in characters.
const MOST_WORDS: usize = 200;

impl Desk {
    /// Whether what was said before is being read out.
    pub(in super::super) fn has_more_history(&self) -> bool {
        self.reading.is_some()
    }

    /// Reads out the next part.
    pub(in super::super) fn read_history(&mut self, way: &mut Way) {
        let Some(mut reading) = self.reading.take() else {
            return;
        };
        let page = self
            .shelf
            .get()
            .and_then(|store| Ok(store.page_after(reading.room, reading.after, WHOLE_PAGE)?));
        let page = match page {
            Ok(page) => page,
            Err(trouble) => {
                tell(way, reading.re, EventKind::Error(trouble.into()));
                return;
            }
        };
        let said = page.iter().filter(|one| matches!(one.item, Item::Said(_)));
        reading.count += said.count() as u64;
        if let Some(last) = page.last() {
            reading.after = last.seq;
        }
        let is_last = page.len() < WHOLE_PAGE;
        let history = History {
            items: shown(page, &reading.reader),
            earlier: None,
            whole: is_last.then_some(reading.count),
        };
        tell(way, reading.re, EventKind::History(history));
        self.reading = (!is_last).then_some(reading);
    }

    /// Shows what was said before a place, as far as `upto` if a part reaches
    /// so far.
    pub(super) fn page(
        &mut self,
        re: Option<Tag>,
        before: Place,
        upto: Option<Place>,
        way: &mut Way,
    ) -> Result<(), CommandError> {
        let (number, reader) = self.reader()?;
        let history = match upto {
            Some(upto) if upto < before => {
                self.page_back(number, reader, Some(before), LONG_PAGE)?
            }
            _ => self.page_back(number, reader, Some(before), PAGE)?,
        };
        tell(way, re, EventKind::History(history));
        Ok(())
    }

    /// The newest part of what was said.
    pub(super) fn newest_page(
        &mut self,
        number: RoomNumber,
        reader: Reader,
    ) -> Result<History, CommandError> {
        self.page_back(number, reader, None, PAGE)
    }

    fn page_back(
        &mut self,
        number: RoomNumber,
        reader: Reader,
        before: Option<Place>,
        most: usize,
    ) -> Result<History, CommandError> {
        let before = before.map(|Place(before)| Seq(before));
        let page = self
            .shelf
            .get()
            .and_then(|store| Ok(store.page(number, before, most)?))?;
        let earlier = page.first().filter(|_| page.len() == most);
        let earlier = earlier.map(|first| Place(first.seq.0));
        Ok(History {
            items: shown(page, &reader),
            earlier,
            whole: None,
        })
    }

    /// Looks for words in what was said.
    pub(super) fn search(
        &mut self,
        re: Option<Tag>,
        words: &str,
        before: Option<Place>,
        way: &mut Way,
    ) -> Result<(), CommandError> {
        let words: String = words.trim().chars().take(MOST_WORDS).collect();
        // What was said last is found too.
        self.write(way);
        let (number, reader) = self.reader()?;
        let mut next = before.map(|Place(before)| Seq(before));
        let mut items = Vec::new();
        if !words.is_empty() {
            let store = self.shelf.get()?;
            // Parts in which nothing is found are passed over, a few at a time,
            // so that others are not kept waiting.
            let part = store.search(number, &words, next);
            let part = part.map_err(super::super::shelf::Trouble::from)?;
            next = part.before;
            items = part.items;
            if items.len() > FOUND {
                items.truncate(FOUND);
                next = items.last().map(|last| last.seq);
            }
        } else {
            next = None;
        }
        let found = Found {
            items: shown(items, &reader),
            before: next.map(|Seq(before)| Place(before)),
        };
        tell(way, re, EventKind::Found(found));
        Ok(())
    }

    /// The room at hand, and who reads what was said in it.
    pub(super) fn reader(&self) -> Result<(RoomNumber, Reader), CommandError> {
        let open = self.open.as_ref().ok_or(CommandError::NoRoom)?;
        let kept = open.kept.as_ref().ok_or(CommandError::NotAKeptRoom)?;
        Ok((kept.number, Reader::of(&kept.about, &kept.going)))
    }
}

fn shown(page: Vec<Stored>, reader: &Reader) -> Vec<tincan_net::Past> {
    let past = |stored| book::past(stored, reader.side, reader.read, &reader.going);
    page.into_iter().map(past).collect()
}
